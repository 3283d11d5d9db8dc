"""What differs between two guidelines, statement by statement, as values: each edit names the statement, the field and both values.

    edits = edits_between(layers_before, layers_after)
    applied(statements_of(layers_before), edits)       what the layers after state, in the same order

What is compared is what a guideline states together with its layers, as it is written and on no certain date: a statement that a
child replaces is not compared, since it decides nothing. Each edit stands for itself, so that some of them can be applied and
others not; whether the result is a guideline that may be built, `building` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from visit.errors import Location
from visit.rules.guideline.layering import Layer

PREFERENCES = "preferences"
WHOLE = "guideline"
"""The section of what is said of the guideline as a whole, and of its settings."""
ORDER = ("order",)
"""The path of the order of preferences."""

RowPath: TypeAlias = tuple[str | int, ...]
"""Where a field stands inside a statement."""
StatementKey: TypeAlias = tuple[str, str]
"""Section and key of a statement."""


class EditKind(StrEnum):
    """What an edit changes."""

    ADDED = "added"
    REMOVED = "removed"
    STRENGTH = "strength"
    CONDITION = "condition"
    VALUE = "value"
    ORDER = "order"
    DATES = "dates"
    TEXT = "text"
    SOURCE = "source"


OF_FIELD: Mapping[str | int, EditKind] = MappingProxyType(
    {
        **dict.fromkeys(("strength", "by", "four_eyes", "kind", "if_unknown"), EditKind.STRENGTH),
        **dict.fromkeys(
            ("value", "values", "then", "rows", "dkk_per_day", "after", "then_every", "ends_after", "local", "unit",
             "nearness", "ladders", "municipality", "draft", "extends", "corrects", "counted_from", "within", "before",
             "waits_for", "lasts", "usual_hours", "most_hours", "weeks", "form", "type", "codes", "ordered", "at_least",
             "at_most", "areas", "usually_met_by"),
            EditKind.VALUE,
        ),
        **dict.fromkeys(("from", "until", "in_force"), EditKind.DATES),
        **dict.fromkeys(("reason", "text", "da", "en", "title", "step_labels", "label", "ask"), EditKind.TEXT),
        **dict.fromkeys(("source", "certainty"), EditKind.SOURCE),
    }
)  # fmt: skip
"""By field; any other is part of a condition."""
OF_SECTION: Mapping[str, EditKind] = MappingProxyType(
    {"labels": EditKind.TEXT, "departures": EditKind.TEXT, "shelf_life": EditKind.VALUE}
)
"""By section, where every field of a statement is of one kind."""
_IDENTITY = ("format", "guideline", "version")
_OF_ITS_OWN = ("title", "municipality", "draft", "in_force", "extends", "corrects", "source")
"""What a layer says of itself alone; a child does not inherit it."""


@dataclass(frozen=True, slots=True, eq=False)
class PlacedStatement:
    """One statement as it is written: its row, and where it stands."""

    row: object
    layer: Layer
    path: RowPath

    def locate(self, path: RowPath = ()) -> Location:
        """Return where it stands, or a field of it."""
        return self.layer.locate((*self.path, *path))


Statements: TypeAlias = Mapping[StatementKey, PlacedStatement]
"""What a guideline states with its layers: each statement by section and key, preferences in their order."""


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """One difference between two guidelines.

    Attributes:
        section: The section of the statement; `guideline` for what is said of the whole.
        key: The statement's key in its section; of the whole, the name of what is said.
        kind: What it changes.
        path: The field inside the statement; none for a statement that is added or removed.
        before: The value before, as written; None where there was none.
        after: The value after, as written; None where there is none.
        old: The statement before; None where it is added.
        new: The statement after; None where it is removed.
        follows: Of a preference that is added: the one that it stands after; None where it is the first.
    """

    section: str
    key: str
    kind: EditKind
    path: RowPath
    before: object
    after: object
    old: PlacedStatement | None
    new: PlacedStatement | None
    follows: str | None = None

    @property
    def statement(self) -> StatementKey:
        """The statement that it changes."""
        return self.section, self.key

    @property
    def places(self) -> tuple[Location | None, Location | None]:
        """Where the value stands before and after, as exactly as is known."""
        path = () if self.path == ORDER else self.path
        return tuple(None if one is None else _nearest(one, path) for one in (self.old, self.new))  # type: ignore[return-value]

    @property
    def is_wording(self) -> bool:
        """Whether it changes only what is read, and no answer."""
        return self.kind in (EditKind.TEXT, EditKind.SOURCE)


def _nearest(statement: PlacedStatement, path: RowPath) -> Location:
    """Return where a field stands; the statement where it does not have the field."""
    row = statement.row
    for step in path:
        if not ((isinstance(row, Mapping) and step in row) or (isinstance(row, list) and isinstance(step, int))):
            return statement.locate()
        row = row[step]  # type: ignore[index]
    return statement.locate(path)


# --- what is stated ---


def statements_of(layers: Sequence[Layer]) -> dict[StatementKey, PlacedStatement]:
    """Return what the layers of a guideline state together, the root first; a child's statement replaces its parent's."""
    found: dict[StatementKey, PlacedStatement] = {}
    for layer in layers:
        if PREFERENCES in layer.record:
            found = {key: one for key, one in found.items() if key[0] != PREFERENCES}
        for section, key, row, path in _statements(layer, is_leaf=layer is layers[-1]):
            found[section, key] = PlacedStatement(row, layer, path)
    return found


def _statements(layer: Layer, *, is_leaf: bool) -> Iterator[tuple[str, str, object, RowPath]]:
    """Yield the statements of a layer, its labels and its settings."""
    sections = {"labels"}
    for section, key, row, path in layer.statements():
        sections.add(section)
        yield section, key, row, path
    for key, row in layer.record.get("labels", {}).items():
        yield "labels", key, row, ("labels", key)
    whole: Mapping[str, object] = layer.record
    for name, value in whole.items():
        passed_on = is_leaf or name not in _OF_ITS_OWN
        if name not in sections and name not in _IDENTITY and value not in ([], {}) and passed_on:
            yield WHOLE, name, value, (name,)


# --- what differs ---


def edits_between(before: Sequence[Layer], after: Sequence[Layer]) -> tuple[Edit, ...]:
    """Return what differs between two guidelines with their layers, in the order of the first, then of the second."""
    old, new = statements_of(before), statements_of(after)
    found: list[Edit] = []
    for key in dict.fromkeys((*old, *new)):
        found += _of_statement(key, old.get(key), new.get(key), new)
    orders = [tuple(key for section, key in one if section == PREFERENCES) for one in (old, new)]
    kept = [[key for key in order if key in orders[0] and key in orders[1]] for order in orders]
    if kept[0] != kept[1]:
        first = [next((one for key, one in stands.items() if key[0] == PREFERENCES), None) for stands in (old, new)]
        found.append(Edit(PREFERENCES, "", EditKind.ORDER, ORDER, orders[0], orders[1], first[0], first[1]))
    return tuple(found)


def _of_statement(
    key: StatementKey, old: PlacedStatement | None, new: PlacedStatement | None, all_new: Statements
) -> Iterator[Edit]:
    section, name = key
    if old is None or new is None:
        if section == WHOLE:
            kind = OF_FIELD.get(name, EditKind.VALUE)
        else:
            kind = EditKind.ADDED if old is None else EditKind.REMOVED
        follows = _before(key, all_new) if section == PREFERENCES and old is None else None
        values = (None if old is None else old.row, None if new is None else new.row)
        yield Edit(section, name, kind, (), *values, old, new, follows)
        return
    if section == WHOLE and old.row != new.row:
        yield Edit(section, name, OF_FIELD.get(name, EditKind.VALUE), (), old.row, new.row, old, new)
        return
    for path, before, after in _fields((), old.row, new.row):
        field = path[-1] if path else name
        kind = OF_SECTION.get(section) or OF_FIELD.get(
            field, EditKind.VALUE if section == WHOLE else EditKind.CONDITION
        )
        yield Edit(section, name, kind, path, before, after, old, new)


def _fields(path: RowPath, before: object, after: object) -> Iterator[tuple[RowPath, object, object]]:
    """Yield the fields of a statement that differ: of a table with as many rows, row by row."""
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and (path == () or path[0] == "rows"):
        for field in dict.fromkeys((*before, *after)):
            yield from _fields((*path, field), before.get(field), after.get(field))
    elif path == ("rows",) and isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _fields((*path, index), one, other)
    else:
        yield path, before, after


def _before(key: StatementKey, stands: Statements) -> str | None:
    """Return the preference that one stands after."""
    order = [name for section, name in stands if section == PREFERENCES]
    place = order.index(key[1])
    return order[place - 1] if place else None


# --- putting edits into effect ---


def applied(before: Statements, edits: Iterable[Edit]) -> dict[StatementKey, object]:
    """Return the rows of a guideline with some edits of it put into effect; all of them, and it is the other guideline.

    Preferences come last, in their order: that of an edit of the order where it is among them, and each that is added after the
    one that it follows, or first where that is not there.
    """
    rows = {key: one.row for key, one in before.items()}
    order = [key for section, key in before if section == PREFERENCES]
    given = tuple(edits)
    for edit in given:
        if edit.kind is EditKind.ORDER:
            wanted = list(edit.after)  # type: ignore[call-overload]
            order = sorted(order, key=lambda one: wanted.index(one) if one in wanted else len(wanted))
        elif not edit.path:
            _whole(rows, order, edit)
        else:
            rows[edit.statement] = _with(rows[edit.statement], edit.path, edit.after)
    preferences = {(PREFERENCES, key): rows[PREFERENCES, key] for key in order}
    return {**{key: row for key, row in rows.items() if key[0] != PREFERENCES}, **preferences}


def _whole(rows: dict[StatementKey, object], order: list[str], edit: Edit) -> None:
    if edit.new is None:
        del rows[edit.statement]
    else:
        rows[edit.statement] = edit.after
    if edit.section == PREFERENCES and edit.new is None:
        order.remove(edit.key)
    elif edit.section == PREFERENCES and edit.old is None:
        order.insert(order.index(edit.follows) + 1 if edit.follows in order else 0, edit.key)


def _with(row: object, path: RowPath, value: object) -> object:
    """Return a row with one field set, or taken away where it is set to nothing; the row itself stays as it is."""
    field, *rest = path
    if isinstance(row, list):
        return [_with(one, tuple(rest), value) if index == field else one for index, one in enumerate(row)]
    assert isinstance(row, Mapping)
    inner = _with(row[field], tuple(rest), value) if rest else value
    return {**row, field: inner} if inner is not None else {key: one for key, one in row.items() if key != field}
