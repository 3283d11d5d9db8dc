"""YAML events to plain values and the place of each.

Knows the parser's events, which scalars are typed, what YAML allows and visit refuses, the limits
on depth and number of values, and the wording for a text that is not YAML. Reading files and
finding a place again is left to `visit.reading.source`.

The events are read in one loop with a stack of its own: no depth of nesting reaches the recursion
of a composer, a limit stops the reading where it is passed, and composing nodes first takes longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from visit.characters import hidden_character
from visit.cpr import cpr_shaped, redacted
from visit.errors import Location, SourceError
from visit.locale import text as _

PlainValue: TypeAlias = "dict[str, PlainValue] | list[PlainValue] | str | int | Decimal | bool | None"

DEEPEST = 64
MOST_VALUES = 2_000_000
# A file with more faults is not the right file; telling them all would take more memory than it.
MOST_FAULTS = 1_000
# Fifteen digits pass through every JSON reader unchanged, also one that makes a float of them.
MOST_DIGITS = 15

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"(?:0|-?[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+\Z")
# The spaces that are none to YAML: non-breaking, narrow, wide.
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]")
_ODD_INDENT = re.compile(f" *{_ODD_SPACE.pattern}")
_OF_CONDITION = re.compile(r"[()\[\]<>=]|\s(?:and|or|in)\s")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(slots=True, eq=False)
class Places:
    """Where a mapping or list stands, and the keys and values in it.

    Each place is one number, `line << 32 | column`, from 0: a catalogue has a hundred thousand.
    """

    at: int
    inside: dict[str | int, int | Places] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)


class _Stop(Exception):
    """Nothing after this point is worth reading; the fault is noted already."""


class _TooDeepError(Exception):
    """The fast reader met a depth of its own before it gave the events that lead there."""


@dataclass(slots=True, eq=False)
class _OpenNode:
    """A mapping or list that is being read; a mapping with a key waits for its value."""

    value: dict[str, PlainValue] | list[PlainValue]
    places: Places
    key: str | None = None
    number: tuple[int, str] | None = None
    """Where the number that was read last ended, and how it is written; a comma behind it may be meant as a decimal one."""


@dataclass(slots=True, eq=False)
class ParsedText:
    """What one text says: its value and places, and every fault. Without one the value is whole."""

    name: str
    value: PlainValue = None
    places: int | Places | None = None
    faults: list[SourceError] = field(default_factory=list)
    cpr: list[Location] = field(default_factory=list)
    is_broken_off: bool = False
    """Whether a key without a value looks like the rest of a condition that a comma broke off."""
    _stack: list[_OpenNode] = field(default_factory=list)
    _count: int = 0

    def take(self, event: Event) -> None:
        """Add one event to what is read so far."""
        if isinstance(event, ScalarEvent):
            self._scalar(event)
        elif isinstance(event, MappingStartEvent):
            self._open(event, {})
        elif isinstance(event, SequenceStartEvent):
            self._open(event, [])
        elif isinstance(event, CollectionEndEvent):
            self._stack.pop()
        elif isinstance(event, AliasEvent):
            message = _("`*{name}` refers to another value", name=_bare(event.anchor or ""))
            self._fault(event, message, _("write the value itself here"))
            if self._stack and type(self._stack[-1].value) is dict and self._stack[-1].key is None:
                raise _Stop  # it stands where a key must
            self._place(None, _packed(event.start_mark))
        elif isinstance(event, DocumentStartEvent) and self.places is not None:
            message = _("a second document starts here")
            self._fault(event, message, _("put each document in a file of its own"))
            raise _Stop

    def _open(self, event: NodeEvent, value: dict[str, PlainValue] | list[PlainValue]) -> None:
        self._refuse_marks(event)
        top = self._stack[-1] if self._stack else None
        if top is not None and type(top.value) is dict and top.key is None:
            message = _("a key must be text, not a list or a group of keys")
            self._fault(event, message, _("put text that starts with a bracket in quotes"))
            raise _Stop
        if len(self._stack) == DEEPEST:
            message = _("values are nested deeper than {limit}", limit=DEEPEST)
            self._fault(event, message, _("check the brackets and the indentation"))
            raise _Stop
        places = Places(_packed(event.start_mark))
        self._place(value, places)
        self._stack.append(_OpenNode(value, places))

    def _scalar(self, event: ScalarEvent) -> None:
        if event.tag is not None or event.anchor is not None:
            self._refuse_marks(event)
        if len(event.value) > 9 and cpr_shaped(event.value) is not None:
            self.cpr.append(self._location(event))
            if len(self.cpr) >= MOST_FAULTS:
                raise _Stop
        at = _packed(event.start_mark)
        top = self._stack[-1] if self._stack else None
        value = self._typed(event)
        if top is not None and top.key is not None and not event.value and not event.style:
            self.is_broken_off = self.is_broken_off or _OF_CONDITION.search(top.key) is not None
            self._refuse_parted_address(event, top)
        if top is not None and top.key is None and type(top.value) is dict:
            self._key(event, value, top, at)
        else:
            self._place(value, at)
            if top is not None:
                number = isinstance(value, int | Decimal) and not isinstance(value, bool)
                top.number = (_packed(event.end_mark), event.value) if number else None

    def _typed(self, event: ScalarEvent) -> PlainValue:
        text = event.value
        if event.style:  # quotes or a block: always text
            if hidden_character(text, returns=True) is not None:
                message = _("this text contains an escape for a hidden character")
                self._fault(event, message, _("remove it"))
            return text
        if text in _WORDS:
            return _WORDS[text]
        number = int if _WHOLE.match(text) else Decimal if _DECIMAL.match(text) else None
        if number is None:
            return text
        if sum(character.isdigit() for character in text) > MOST_DIGITS:
            message = _("a number has at most {limit} digits", limit=MOST_DIGITS)
            self._fault(event, message, _("write fewer digits, or put a code in quotes"))
            return None
        return number(text)

    def _key(self, event: ScalarEvent, value: PlainValue, top: _OpenNode, at: int) -> None:
        key = event.value
        if top.number is not None and top.number[0] + 1 == at and key.isdigit():
            before = list(top.places.keys)[-1]
            message = _("a comma separates two entries here, not a number from its decimals")
            self._fault(event, message, _dot(f"{redacted(before)[1:-1]}: {top.number[1]}.{key}"))
        elif not isinstance(value, str):
            message = _("a key must be text, not {value}", value=redacted(value))
            self._fault(event, message, _("write it in quotes: `{key}:`", key=redacted(key)))
        elif not event.style and _ODD_SPACE.match(key):
            self._fault(event, _odd_space(), _ordinary_space())
        elif key in top.places.keys:
            first = (top.places.keys[key] >> 32) + 1
            if first == (at >> 32) + 1:  # a line of many has another number in its file
                message = _("the key {key} stands twice in this line", key=redacted(key))
            else:
                message = _("the key {key} stands twice, first in line {line}", key=redacted(key), line=first)
            self._fault(event, message, _("keep one of the two"))
        top.places.keys.setdefault(key, at)
        top.key = key

    def _refuse_parted_address(self, event: ScalarEvent, top: _OpenNode) -> None:
        """Tell of a key without a value that is the town behind a postcode: `{place: 8000, Aarhus C}`."""
        before = list(top.places.keys)[-2:]
        if top.key is None or len(before) < 2 or top.key != before[1] or not top.key[:1].isupper():
            return
        assert isinstance(top.value, dict)
        postcode = top.value.get(before[0])
        if isinstance(postcode, int) and 1000 <= postcode <= 9999:
            message = _("a comma separates two entries here, not a postcode from its town")
            written = f"{redacted(before[0])[1:-1]}: {postcode} {redacted(top.key)[1:-1]}"
            self._fault(event, message, _("write it without the comma: `{example}`", example=written))

    def _place(self, value: PlainValue, place: int | Places) -> None:
        self._count += 1
        if self._count > MOST_VALUES:
            at = place.at if isinstance(place, Places) else place
            message = _("the file holds more than {limit} values", limit=MOST_VALUES)
            help = _("check that it is the right file, or split it")
            self.faults.append(SourceError(message, at=unpacked(self.name, at), help=help))
            raise _Stop
        if not self._stack:
            self.value, self.places = value, place
            return
        top = self._stack[-1]
        if isinstance(top.value, list):
            top.places.inside[len(top.value)] = place
            top.value.append(value)
        else:
            assert top.key is not None
            top.places.inside[top.key] = place
            top.value[top.key] = value
            top.key = None

    def _refuse_marks(self, event: NodeEvent) -> None:
        if event.anchor is not None:
            message = _("`&{name}` gives a value a name", name=_bare(event.anchor))
            self._fault(event, message, _("remove it, and write the value where it is needed"))
        tag = getattr(event, "tag", None)
        if tag is not None:
            message = _("a tag such as `!text` is not allowed here")
            self._fault(event, message, _("remove it; put text that starts with ! in quotes"))

    def _fault(self, event: Event, message: str, help: str) -> None:
        self.faults.append(SourceError(message, at=self._location(event), help=help))
        if len(self.faults) >= MOST_FAULTS:
            raise _Stop

    def _location(self, event: Event) -> Location:
        return unpacked(self.name, _packed(event.start_mark))


def _dot(example: str) -> str:
    return _("write a dot before decimals: `{example}`", example=example)


def _odd_space() -> str:
    return _("there is a space before this line that does not count as one")


def _ordinary_space() -> str:
    return _("write ordinary spaces; a text copied from a mail or a web page brings others along")


def parse_yaml(text: str, name: str) -> ParsedText:
    """Read a text that has no tabs and no hidden characters."""
    try:
        return _parsed_with(text, name, _LOADER)
    except _TooDeepError:
        # Read event by event, it stops where the limit is passed, and says where.
        return _parsed_with(text, name, yaml.SafeLoader)


def _parsed_with(text: str, name: str, loader: Any) -> ParsedText:
    parsed = ParsedText(name)
    try:
        for event in _events(text, loader):
            parsed.take(event)
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        if error.problem == "exceeded maximum nesting depth":  # libyaml's own limit, met while it looks ahead
            raise _TooDeepError from None
        parsed.faults.append(_indented_oddly(error, name, text) or _syntax_error(error, name))
    return parsed


def unpacked(name: str, at: int) -> Location:
    """Return the location that a packed place stands for."""
    return Location(name, (at >> 32) + 1, (at & 0xFFFFFFFF) + 1)


def _events(text: str, loader: Any) -> Iterator[Event]:
    return yaml.parse(text, Loader=loader)


def _packed(mark: Any) -> int:
    line: int = mark.line
    column: int = mark.column
    return line << 32 | column


def _bare(name: str) -> str:
    return redacted(name)[1:-1]


def _indented_oddly(error: yaml.MarkedYAMLError, name: str, text: str) -> SourceError | None:
    """Return the fault of a line that begins with a space YAML does not know: that where the reading stopped, or the one above."""
    mark = error.problem_mark or error.context_mark
    lines = text.splitlines()
    for number in () if mark is None else (mark.line, mark.line - 1):
        found = _ODD_INDENT.match(lines[number]) if 0 <= number < len(lines) else None
        if found is not None:
            return SourceError(_odd_space(), at=Location(name, number + 1, found.end()), help=_ordinary_space())
    return None


def _syntax_error(error: yaml.MarkedYAMLError, name: str) -> SourceError:
    said = f"{error.problem} {error.context}"
    mark = error.problem_mark or error.context_mark
    message = _("this cannot be read as YAML")
    help = _("check the line above it too: quotes, brackets, indentation")
    for part, from_start, wording, advice in _syntax():
        if part in said:
            mark = error.context_mark if from_start and error.context_mark else mark
            message, help = wording, advice
            break
    at = Location(name) if mark is None else unpacked(name, _packed(mark))
    return SourceError(message, at=at, help=help)


def _syntax() -> tuple[tuple[str, bool, str, str], ...]:
    """Return the faults in the order they are tried.

    Each row is a part of what the parser says (both builds of it say that part), whether the place
    is where the list, text or key began, and the wording and help.
    """
    quote = _("put the text in quotes")
    return (
        (
            "unexpected end of stream",
            True,
            _("the quote that opens here is not closed"),
            _("add the quote at the end of the text"),
        ),
        (
            "escape c",
            False,
            _("no such escape in a text in double quotes"),
            _("write the character itself, `\\\\` for a backslash"),
        ),
        (
            "flow sequence",
            True,
            _("the list that opens here is not closed"),
            _("add `]`, and a comma between items"),
        ),
        (
            "flow mapping",
            True,
            _("the group of keys that opens here is not closed"),
            _("add the closing brace, and a comma between keys"),
        ),
        (
            "mapping values are not allowed",
            False,
            _("a colon and a space cannot be written here"),
            _("put the text in quotes, or start a new line with the same indentation"),
        ),
        ("cannot start any token", False, _("text cannot start with this character"), quote),
        (
            "could not find expected ':'",
            True,
            _("a key without a colon"),
            _("write `key: value`, or indent the line as part of the text above"),
        ),
        (
            "block mapping",
            False,
            _("this does not continue the keys above"),
            _("indent it like the keys it belongs to; quotes go around the whole text"),
        ),
        (
            "block collection",
            False,
            _("this does not continue the list above"),
            _("start each item with `- `, indented alike"),
        ),
        (
            "node content",
            False,
            _("a value is missing before this character"),
            _("write the value, or put the text in quotes"),
        ),
        (
            "document start",
            False,
            _("nothing may follow the value that the file holds"),
            _("put the rest into it, or remove it"),
        ),
        ("alias", True, _("text cannot start with this character"), quote),
        ("anchor", True, _("text cannot start with this character"), quote),
        ("tag", True, _("text cannot start with this character"), quote),
    )
