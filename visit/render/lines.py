"""Sections of lines for one screen: wrapped to a width, and as many lines as there is room for.

What is needed always stands; of the rest each section shows as much as there is room for, from its beginning, and says how many
lines are gone.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from visit.cpr import safe
from visit.locale import formats
from visit.locale import text as _

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
class Section:
    """Lines under a title, which is shown in bold; a first section has none.

    Attributes:
        alone: The title where all of its lines that may have given way; empty where it is no other.
        tone: The colour of its title on a terminal, where it has one.
        instead: What stands for its lines that may give way where all of them have; they are then fewer by one.
        behind: What stands behind that and is not cut.
        whole: Whether it was asked for: it stands in whole, and takes no room from the others.
    """

    title: str
    lines: tuple[Line, ...]
    alone: str = ""
    tone: Tone | None = None
    instead: str = ""
    behind: str = ""
    whole: bool = False

    def shown(self, width: int, hidden: int) -> Iterator[tuple[str, bool]]:
        """Yield its lines, each with whether it is strong; so many that are not needed are left out, the last first."""
        title = self.alone if self.alone and 0 < hidden == self.spare else self.title
        if title:
            yield from ((text, True) for text in Line(title, hang=2).wrapped(width))
        spare = [place for place, line in enumerate(self.lines) if not line.needed and not self.whole]
        gone = set(spare[len(spare) - hidden :])
        gave_way = [self.lines[place] for place in sorted(gone)]
        more = Line(f"  {self.more(gave_way, width - 2)}", hang=4) if hidden else None
        # What stands instead of lines stands where they did; a count stands last.
        told_at = min(gone) if self.instead and gone and hidden == len(spare) else len(self.lines)
        for place, line in enumerate((*self.lines, None)):
            if more is not None and place == told_at:
                yield from ((text, False) for text in more.wrapped(width))
            if line is not None and place not in gone:
                yield from ((text, False) for text in line.wrapped(width))

    def more(self, gone: Sequence[Line], room: int) -> str:
        """How much has given way, with what must be said of it; what stands instead of it all has one line of so many letters."""
        more, taken = sum(one.counted for one in gone), [fact for one in gone for fact in one.taken]
        if self.instead and len(gone) == self.spare:
            more -= 1
            rest = _("; {n} more: --full", n=more) if more else _("; more: --full") if len(gone) > 1 else ""
            rest = self.behind + rest
            return shortened(self.instead, room - len(rest)) + rest
        told = _("and {n} more: --full", n=more) if more else _("and more: --full")
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
    """Return a text that has only so much room, cut behind a word."""
    if len(text) <= room:
        return text
    return text[: max(room - 1, 1)].rsplit(" ", 1)[0].rstrip(" ,·–+") + "…"


def _blocks(sections: Sequence[Section], width: int, hidden: Sequence[int]) -> list[list[tuple[str, bool]]]:
    return [list(one.shown(width, gone)) for one, gone in zip(sections, hidden, strict=True)]
