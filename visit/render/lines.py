"""Sections of lines for one screen: wrapped to a width, and as many lines as there is room for.

What is needed always stands; of the rest the section with most of it gives way first, from its end, and says how many lines
are gone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from visit.cpr import safe
from visit.locale import text as _


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text before it is wrapped.

    Attributes:
        hang: How far its further lines are set in.
        needed: Whether it stands also where the screen is full.
    """

    text: str
    hang: int = 0
    needed: bool = True

    def wrapped(self, width: int) -> list[str]:
        """Return it in lines of at most a width; a longer word is broken."""
        shown = " ".join(safe(self.text).split("\n")).rstrip()
        return textwrap.wrap(shown, width, subsequent_indent=" " * self.hang, break_on_hyphens=False) or [""]


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title, which is shown in bold; a first section has none."""

    title: str
    lines: tuple[Line, ...]

    def shown(self, width: int, hidden: int) -> Iterator[tuple[str, bool]]:
        """Yield its lines, each with whether it is strong; so many that are not needed are left out, the last first."""
        if self.title:
            yield from ((text, True) for text in Line(self.title).wrapped(width))
        spare = [place for place, line in enumerate(self.lines) if not line.needed]
        gone = set(spare[len(spare) - hidden :])
        for place, line in enumerate(self.lines):
            if place not in gone:
                yield from ((text, False) for text in line.wrapped(width))
        if hidden:
            yield "  " + _("and {n} more: --full", n=hidden), False

    @property
    def spare(self) -> int:
        """How many of its lines may give way."""
        return sum(not line.needed for line in self.lines)


def fitted(sections: Sequence[Section], width: int, height: int) -> list[tuple[str, bool]]:
    """Return the lines of some sections as they stand on a screen, each with whether it is strong; an empty line parts them."""
    hidden = [0] * len(sections)
    while True:
        blocks = [list(one.shown(width, gone)) for one, gone in zip(sections, hidden, strict=True)]
        left = [one.spare - gone for one, gone in zip(sections, hidden, strict=True)]
        if sum(map(len, blocks)) + len(blocks) - 1 <= height or not any(left):
            break
        hidden[left.index(max(left))] += 1
    lines: list[tuple[str, bool]] = []
    for block in blocks:
        lines += [("", False), *block] if lines else block
    return lines
