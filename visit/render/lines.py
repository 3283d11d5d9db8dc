"""Sections of lines for one screen: wrapped to a width, and as many lines as there is room for.

What is needed always stands; of the rest, what is more to the point has room first. A section says how many of its lines are gone.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from typing import Protocol

from visit.cpr import safe
from visit.locale import text as _
from visit.streams import as_output_has_it

_HALF_CITED = re.compile(r"(?:(?<= )|^)(?:[A-ZÆØÅ]{3,}|(?:[A-ZÆØÅ]{3,} )?§§?)$")
"""An act, or an act and a sign, whose section is cut off."""
_HANG = 4
_NO_BREAK = "\N{NO-BREAK SPACE}"
_EMPTY_BOX = f"[{_NO_BREAK}]"
"""A box where the code page has none, in one piece."""
_TOGETHER = re.compile(
    r"(?<=[A-ZÆØÅ]) (?=§|\d)|(?<=§) (?=\d)|(?<=\bstk\.) (?=\d)|(?<=§ \d\d) (?=[a-h]\b)|(?<=§ \d\d\d) (?=[a-h]\b)"
    r"|(?<=\d) (?=km\b)|(?<=\b[Nn][or]\.) (?=\d)|(?<=□) "
)
"""The space between words that stand in one line: a provision, a distance, a number, a box and what it begins with."""
_PLACE = re.compile(r"[^:\s\d]:\d+(?::\d+)?(?!\w)")
ScreenLine = tuple[str, bool]
"""A line as it stands on the screen, and whether it is strong."""
_MOST_OF_MORE = 2
"""How many lines what has given way is counted in at most, with the facts that nobody recorded by name."""


def kept_together(text: str) -> str:
    """Return a text with no-break spaces between words that stand in one line, as an act and its section."""
    return _TOGETHER.sub(_NO_BREAK, text)


def apart(text: str) -> str:
    """Return a text that has been wrapped, with spaces again between those words."""
    return text.replace(_NO_BREAK, " ")


class Tone(StrEnum):
    """What a colour says again, for who sees colours: the words have said it."""

    GOOD = "green"
    WAITING = "yellow"
    BAD = "red"


class Room(IntEnum):
    """What has room before what; empty lines between sections have theirs before `REST`, and after every box and row."""

    ALWAYS = 0
    SPECIAL = 1
    FIRST_OTHERS = 2
    LESS_SPECIAL = 3
    MORE_OTHERS = 4
    GENERAL = 5
    REST = 6


@dataclass(frozen=True, slots=True)
class Toned:
    """A part of a line that has a colour on a terminal: from which letter to which."""

    start: int
    end: int
    tone: Tone


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text before it is wrapped.

    Attributes:
        hang: How far its further lines are set in.
        needed: Whether it stands also where the screen is full.
        toned: What of its first line has a colour.
        room: Where it may give way, what has room before it; what comes sooner stands sooner in a section.
        quiet: Whether it gives way without being counted: what it tells, nobody needs to act.
        unrecorded: The facts that it asks for or takes for granted, which are named also where it has given way.
        most: How many lines it has at most, the last of them cut behind a word; 0 where it has as many as it needs.
        shorter: The same in fewer words, which stands where it takes fewer lines.
        joins: Whether it goes on where the line before it ends, where that saves a line and the screen is full.
        below: A line under it, which stands and gives way with it.
        called: What it is about, in a word or two, which is named where it has given way.
    """

    text: str
    hang: int = 0
    needed: bool = True
    toned: Toned | None = None
    room: Room = Room.GENERAL
    quiet: bool = False
    unrecorded: tuple[str, ...] = ()
    most: int = 0
    shorter: str = ""
    joins: bool = False
    below: str = ""
    called: str = ""

    def wrapped(self, width: int) -> list[str]:
        """Return it in lines of at most a width; a longer word is broken."""
        texts = (self.text, self.shorter) if self.shorter else (self.text,)
        lines = min((in_lines(text, width, hang=self.hang) for text in texts), key=len)
        if self.most and len(lines) > self.most:
            lines = [*lines[: self.most - 1], shortened(" ".join(lines[self.most - 1 :]), width)]
        return [*lines, *in_lines(self.below, width, hang=self.hang)] if self.below else lines


def in_lines(text: str, width: int, *, hang: int = 0) -> list[str]:
    """Return a text in lines of at most a width; what belongs together stands in one of them, and a place in a file is whole."""
    kept = as_output_has_it(kept_together(" ".join(safe(text).split("\n")).rstrip())).replace("[ ]", _EMPTY_BOX)
    whole = any(len(one) > width - hang and is_place(one) for one in kept.split())
    lines = textwrap.wrap(kept, width, subsequent_indent=" " * hang, break_on_hyphens=False, break_long_words=not whole)
    return [*map(apart, lines)] or [""]


def is_place(word: str) -> bool:
    """Return whether a word says where in a file something stands, `file:line:column`: an editor jumps there, so it stays whole."""
    return _PLACE.search(word) is not None


@dataclass(frozen=True, slots=True)
class Length:
    """Lines in one of the lengths that they can have.

    Attributes:
        room: What has room before it.
        lines: The lines.
        of_all: What stands behind the title: how much of what is listed they show, where that is not all. The first of these
            that takes no line more than the others.
    """

    room: Room
    lines: list[str]
    of_all: tuple[str, ...] = ("",)


class LaidOut(Protocol):
    """Lines of a section that are laid out for the width of the screen."""

    def lengths(self, width: int) -> list[Length]:
        """Return them from the shortest to the whole; at least one length."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title, which is shown in bold; a first section has none.

    Attributes:
        columns: What stands behind its title, over the columns of its lines; nothing where all of these have given way.
        tone: The colour of its title on a terminal, where it has one.
        listing: What stands before its lines.
        whole: Whether it was asked for: it stands in whole, and takes no room from the others.
        optional: Whether it stands in whole or, where there is no room, not at all.
        told_in_title: Whether its title, and no line of its own, says how many of its lines have given way.
        instead: What stands where all of its lines have given way and its title tells it; else nothing stands.
    """

    title: str
    lines: tuple[Line, ...]
    columns: str = ""
    tone: Tone | None = None
    listing: LaidOut | None = None
    whole: bool = False
    optional: bool = False
    told_in_title: bool = False
    instead: str = ""

    def lengths(self, width: int) -> list[tuple[Room, list[ScreenLine]]]:
        """Return its lines in every length that it can have, from the shortest, each with what has room before it.

        Lines that go on where the one before ends have lines of their own where there is room for everything else.
        """
        joined = _joined(self.lines, width)
        found = self.lengths_of(joined, width)
        if len(joined) < len(self.lines):
            found.append((Room.REST, self.lengths_of(self.lines, width)[-1][1]))
        if self.optional:
            return [(Room.ALWAYS, []), (Room.REST, found[-1][1])]
        return [(Room.ALWAYS, found[-1][1])] if self.whole else found

    def lengths_of(self, lines: Sequence[Line], width: int) -> list[tuple[Room, list[ScreenLine]]]:
        """Return some lines under the title in every length, with more and more of those that are not needed."""
        spare = [place for place, line in enumerate(lines) if not line.needed]
        wrapped = [[(text, False) for text in line.wrapped(width)] for line in lines]

        def with_listing(listed: Length, hidden: int) -> list[ScreenLine]:
            titles = (
                [in_lines(self.title + self.columns + of, width, hang=2) for of in listed.of_all]
                if self.title
                else [[]]
            )
            gone = spare[len(spare) - hidden :]
            counted = [lines[place] for place in gone if not lines[place].quiet]
            more = [(text, False) for text in self.more(counted, width)] if counted else []
            shown = [text for place, texts in enumerate(wrapped) if place not in gone for text in texts]
            if more and self.title and not shown and not listed.lines:
                if self.told_in_title:
                    return [(text, True) for text in in_lines(self.instead, width, hang=4)] if self.instead else []
                together = f"{self.title}  {' '.join(text.strip() for text, _strong in more)}"
                return [(text, True) for text in in_lines(together, width, hang=4)]
            if more and self.told_in_title:
                told = " ".join(text.strip() for text, _strong in more)
                begun = f"{self.title[:-1]};" if self.title.endswith(")") else f"{self.title} ("
                titles, more = [in_lines(f"{begun} {told})".replace("( ", "("), width, hang=2)], []
            title = [(text, True) for text in min(titles, key=len)]
            return [*title, *((text, False) for text in listed.lines), *shown, *more]

        listed = self.listing.lengths(width) if self.listing else [Length(Room.ALWAYS, [])]
        found = [(one.room, with_listing(one, len(spare))) for one in listed]
        for shown, place in enumerate(spare, start=1):
            found.append((lines[place].room, with_listing(listed[-1], len(spare) - shown)))
        return found

    def more(self, gone: Sequence[Line], width: int) -> list[str]:
        """How many lines have given way, with as many facts that nobody recorded as two lines have room for."""
        told = "  " + _("and {n} more: --full", n=len(gone))
        called = list(dict.fromkeys(line.called for line in gone if line.called))
        for named in range(len(called), 0, -1):
            some = [*called[:named], *(("…",) if named < len(called) or not all(line.called for line in gone) else ())]
            line = "  " + _("and {n} more ({what}): --full", n=len(gone), what=", ".join(some))
            if len(in_lines(line, width)) == 1:
                return [line]
        facts = list(dict.fromkeys(fact for line in gone for fact in line.unrecorded))
        for named in range(len(facts), -1, -1):
            rest = (_("{n} more", n=len(facts) - named) if named else f"{len(facts)}",) if named < len(facts) else ()
            whole = told + _(". Not recorded: {facts}", facts="; ".join((*facts[:named], *rest)))
            lines = in_lines(whole, width, hang=4)
            if facts and len(lines) <= _MOST_OF_MORE:
                return lines
        return [told]


def _joined(lines: Sequence[Line], width: int) -> list[Line]:
    """Return lines with those in one that go on where the line before them ends."""
    found: list[Line] = []
    for line in lines:
        together = replace(found[-1], text=f"{found[-1].text} {line.text.strip()}") if found and line.joins else None
        if together and len(together.wrapped(width)) < len(found[-1].wrapped(width)) + len(line.wrapped(width)):
            found[-1] = together
        else:
            found.append(line)
    return found


@dataclass(slots=True)
class _Fitting:
    """Sections on their way to one screen: which of its lengths each has."""

    lengths: list[list[tuple[Room, list[ScreenLine]]]]
    height: int
    chosen: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chosen = [0] * len(self.lengths)

    def total(self, chosen: Sequence[int], *, gaps: bool = False) -> int:
        blocks = [one[place][1] for one, place in zip(self.lengths, chosen, strict=True)]
        return sum(map(len, blocks)) + (max(0, sum(map(bool, blocks)) - 1) if gaps else 0)

    def lengthen(self, room: Room) -> None:
        """Give room to what has it now: to the section that has fewest lines of its own beyond the needed, the last of several."""
        open = set(range(len(self.lengths)))
        while open:
            place = min(open, key=lambda one: (self.chosen[one], -one))
            if not self.longer(place, room):
                open.remove(place)

    def longer(self, place: int, room: Room) -> bool:
        """Show more of one section, where there is room; the last two of its lines cost what the last costs and “1 more”."""
        for more in (1, 2):
            then = self.chosen[place] + more
            if then >= len(self.lengths[place]) or self.lengths[place][then][0] > room:
                return False
            tried = [*self.chosen[:place], then, *self.chosen[place + 1 :]]
            fits = self.total(tried, gaps=room >= Room.REST) <= self.height
            if fits or self.total(tried) <= self.total(self.chosen):
                self.chosen = tried
                return True
        return False


def fitted(sections: Sequence[Section], width: int, height: int) -> list[ScreenLine]:
    """Return the lines of some sections as they stand on a screen; an empty line parts them, where there is room for it.

    What was asked for in whole comes on top of the height.
    """
    lengths = [one.lengths(width) for one in sections]
    height += sum(len(one[0][1]) for one, section in zip(lengths, sections, strict=True) if section.whole)
    fitting = _Fitting(lengths, height)
    for room in Room:
        fitting.lengthen(room)
    blocks = [found for one, place in zip(lengths, fitting.chosen, strict=True) if (found := one[place][1])]
    gaps = max(0, height - sum(map(len, blocks)))
    lines: list[ScreenLine] = []
    for place, block in enumerate(blocks):
        lines += [("", False), *block] if 0 < place <= gaps else block
    return lines


def shortened(text: str, room: int) -> str:
    """Return a text that has only so much room, cut behind a word, and not between an act and its section."""
    text, ending = as_output_has_it(text), as_output_has_it("…")
    if len(text) <= room:
        return text
    cut = text[: max(room - len(ending), 1)]
    whole = cut if text[len(cut)] == " " else cut.rsplit(" ", 1)[0]
    return _HALF_CITED.sub("", whole).rstrip(" ,:·–-+") + ending
