"""Sections of lines for one screen: wrapped to a width, and as many lines as there is room for.

What is needed always stands; of the rest each section shows as much as there is room for, from its beginning, and says how many
lines are gone.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from visit.cpr import safe
from visit.locale import formats
from visit.locale import text as _

_HALF_CITED = re.compile(r"(?:(?<= )|^)(?:[A-ZÆØÅ]{3,}|(?:[A-ZÆØÅ]{3,} )?§§?)$")
"""An act, or an act and a sign, whose section is cut off."""
_HANG = 4
_A_NAME = 30
"""A name that is cut to fewer letters says too little."""
_NO_BREAK = "\N{NO-BREAK SPACE}"
_TOGETHER = re.compile(r"(?<=[A-ZÆØÅ]) (?=§|\d)|(?<=§) (?=\d)|(?<=\d) (?=km\b)|(?<=\b[Nn][or]\.) (?=\d)|(?<=□) ")
"""The space between words that stand in one line: a provision, a distance, a number, a box and what it begins with."""


class Tone(StrEnum):
    """What a colour says again, for who sees colours: the words have said it."""

    GOOD = "green"
    WAITING = "yellow"
    BAD = "red"


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
        above: Lines that introduce it, and stand as long as it does.
        toned: What of its first line has a colour.
        counted: Whether it is one of so many more, where it has given way.
        taken: The facts it tells are taken for granted, which are named also where it has given way.
        special: Whether it stands before anything else that may give way, and before empty lines; such come first in a section.
        asked: The fact it asks for, which is named also where it has given way; empty where it asks for none.
        most: How many lines it has at most, the last of them cut behind a word; 0 where it has as many as it needs.
    """

    text: str
    hang: int = 0
    needed: bool = True
    above: tuple[Line, ...] = ()
    toned: Toned | None = None
    counted: bool = True
    taken: tuple[str, ...] = ()
    special: bool = False
    asked: str = ""
    most: int = 0

    def wrapped(self, width: int) -> list[str]:
        """Return it in lines of at most a width; a longer word is broken."""
        shown = " ".join(safe(self.text).split("\n")).rstrip()
        introduced = [text for line in self.above for text in line.wrapped(width)]
        kept = _TOGETHER.sub(_NO_BREAK, shown)
        lines = textwrap.wrap(kept, width, subsequent_indent=" " * self.hang, break_on_hyphens=False) or [""]
        if self.most and len(lines) > self.most:
            lines = [*lines[: self.most - 1], shortened(" ".join(lines[self.most - 1 :]), width)]
        return [*introduced, *(one.replace(_NO_BREAK, " ") for one in lines)]


@dataclass(frozen=True, slots=True)
class StandIn:
    """What stands for the lines of a section that have all given way.

    Attributes:
        name: What it is called, which is cut where there is little room.
        aside: What gives way to the name.
        about: What the title of the section says of that, where it stands.
        why: What never gives way.
    """

    name: str
    aside: str = ""
    about: str = ""
    why: str = ""

    def told(self, rest: str, room: int) -> str:
        """Return it with what is said of the rest, in so many letters: all of it, else as much of the name as there is room for."""
        told = self.behind(aside=self.has_aside(rest, room)) + rest
        return shortened(self.name, room - len(told)) + told

    def has_aside(self, rest: str, room: int) -> bool:
        """Return whether what gives way to the name has room."""
        left = room - len(self.behind(aside=True)) - len(rest)
        return bool(self.aside) and len(shortened(self.name, left)) >= min(len(self.name), _A_NAME)

    def behind(self, *, aside: bool) -> str:
        told = "; ".join(one for one in (self.aside if aside else "", self.why) if one)
        return f" ({told})" if told else ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title, which is shown in bold; a first section has none.

    Attributes:
        alone: The title where all of its lines that may have given way; empty where it is no other.
        tone: The colour of its title on a terminal, where it has one.
        instead: What stands for its lines that may give way where all of them have; they are then fewer by one.
        roomy: Whether that has two lines.
        whole: Whether it was asked for: it stands in whole, and takes no room from the others.
        behind: What its lines tell, where its title says that there is none of what they stand under.
    """

    title: str
    lines: tuple[Line, ...]
    alone: str = ""
    tone: Tone | None = None
    instead: StandIn | None = None
    roomy: bool = False
    whole: bool = False
    behind: str = ""

    def shown(self, width: int, hidden: int) -> Iterator[tuple[str, bool]]:
        """Yield its lines, each with whether it is strong; so many that are not needed are left out, the last first."""
        title = self.title_over(width, hidden)
        if title:
            yield from ((text, True) for text in Line(title, hang=2).wrapped(width))
        spare = [place for place, line in enumerate(self.lines) if not line.needed and not self.whole]
        gone = set(spare[len(spare) - hidden :])
        gave_way = [self.lines[place] for place in sorted(gone)]
        more = Line(f"  {self.more(gave_way, width - 2)}", hang=_HANG + 2 if self.roomy else _HANG) if hidden else None
        # What stands instead of lines stands where they did; a count stands last.
        told_at = min(gone) if self.instead and gone and hidden == len(spare) else len(self.lines)
        for place, line in enumerate((*self.lines, None)):
            if more is not None and place == told_at:
                yield from ((text, False) for text in more.wrapped(width))
            if line is not None and place not in gone:
                yield from ((text, False) for text in line.wrapped(width))

    def title_over(self, width: int, hidden: int) -> str:
        """The title, where so many of its lines that may give way have."""
        if not self.alone or not 0 < hidden == self.spare:
            return self.title
        if self.instead is None or not self.instead.about:
            return self.alone
        told = self.instead.has_aside(self.rest([one for one in self.lines if not one.needed]), self.room(width - 2))
        return f"{self.alone} ({self.instead.about})" if told else self.alone

    def room(self, room: int) -> int:
        """How many letters what stands instead of the lines has, where a line has so many."""
        return 2 * room - _HANG if self.roomy else room

    def rest(self, gone: Sequence[Line]) -> str:
        """How much has given way beside what is told instead."""
        more = sum(one.counted for one in gone) - 1
        return _("; {n} more: --full", n=more) if more else _("; more: --full") if len(gone) > 1 else ""

    def more(self, gone: Sequence[Line], room: int) -> str:
        """How much has given way, with what must be said of it; what stands instead of it all has one line of so many letters."""
        more, taken = sum(one.counted for one in gone), [fact for one in gone for fact in one.taken]
        if self.instead and len(gone) == self.spare:
            return self.instead.told(self.rest(gone), self.room(room))
        told = _("and {n} more: --full", n=more) if more else _("and more: --full")
        if self.behind and not more:
            told = _("{what}: --full", what=self.behind)
        asked = [one.asked for one in gone if one.asked]
        if asked:
            told += "; " + _("not known: {facts}", facts=formats.listed(asked))
        return f"{told}; {_taken(taken, room - len(told) - 2)}" if taken else told

    @property
    def special(self) -> int:
        """How many of the lines that may give way are special."""
        return 0 if self.whole else sum(line.special and not line.needed for line in self.lines)

    @property
    def spare(self) -> int:
        """How many of its lines may give way."""
        return 0 if self.whole else sum(not line.needed for line in self.lines)


def fitted(sections: Sequence[Section], width: int, height: int) -> list[tuple[str, bool]]:
    """Return the lines of some sections as they stand on a screen, each with whether it is strong; an empty line parts them.

    What is special has room before the rest and before empty lines. Room that is left goes to the section that shows fewest of its
    spare lines, of several to the last. Where what is needed leaves no room for every empty line, the last of them go first. What
    was asked for in whole comes on top of the height.
    """
    height += sum(len(list(one.shown(width, 0))) for one in sections if one.whole)
    hidden = [one.spare for one in sections]
    for place, one in enumerate(sections):
        for hidden_then in range(one.spare - 1, one.spare - one.special - 1, -1):
            tried = [*hidden[:place], hidden_then, *hidden[place + 1 :]]
            if sum(map(len, _blocks(sections, width, tried))) > height:
                break
            hidden = tried
    for place, one in enumerate(sections):
        tried_sections = [*sections[:place], replace(one, roomy=True), *sections[place + 1 :]]
        if one.instead and sum(map(len, _blocks(tried_sections, width, hidden))) <= height:
            sections = tried_sections
    blocks = _blocks(sections, width, hidden)
    open = [place for place, _one in enumerate(sections) if hidden[place]]
    while open:
        place = min(open, key=lambda one: (sections[one].spare - hidden[one], -one))
        # The last two cost what "and 1 more" cost with one of them.
        for more in (1, 2):
            tried = [*hidden]
            tried[place] = max(0, hidden[place] - more)
            wider = _blocks(sections, width, tried)
            total = sum(map(len, wider))
            if total + len(wider) - 1 <= height or total <= sum(map(len, blocks)):
                hidden, blocks = tried, wider
                break
        else:
            open.remove(place)
        open = [one for one in open if hidden[one]]
    gaps = max(0, height - sum(map(len, blocks)))
    lines: list[tuple[str, bool]] = []
    for place, block in enumerate(blocks):
        lines += [("", False), *block] if 0 < place <= gaps else block
    return lines


def _taken(facts: Sequence[str], room: int) -> str:
    """Return what is taken for granted in so many letters: as many facts as there is room for, at least one, the others counted."""
    for shown in range(len(facts), 0, -1):
        rest = len(facts) - shown
        listed = formats.listed([*facts[:shown], *([_("{n} more", n=rest)] if rest else [])])
        told = _("taken for granted: {facts}", facts=listed)
        if len(told) <= room:
            break
    return told


def shortened(text: str, room: int) -> str:
    """Return a text that has only so much room, cut behind a word, and not between an act and its section."""
    if len(text) <= room:
        return text
    cut = text[: max(room - 1, 1)]
    whole = cut if text[len(cut)] == " " else cut.rsplit(" ", 1)[0]
    return _HALF_CITED.sub("", whole).rstrip(" ,·–+") + "…"


def _blocks(sections: Sequence[Section], width: int, hidden: Sequence[int]) -> list[list[tuple[str, bool]]]:
    return [list(one.shown(width, gone)) for one, gone in zip(sections, hidden, strict=True)]
