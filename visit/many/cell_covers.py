"""Options that a search cannot tell apart, as one cell, and the sets of cells that meet all that is asked for.

A cell is options that meet the same, stand beside the same, and of which the same can become. A placement takes one option of each
of some cells; two of one cell never, since one of them would be superfluous. So what is a placement is found once over cells, and a
`Cover` stands for all placements that take an option from each of its rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from visit.many.dominance import placed_alike
from visit.ranking.regions import SearchSpace
from visit.ranking.standings import Judged
from visit.ranking.values import Category
from visit.rules.deciding.option_sets import bits

MOST_COVERS = 400
"""Where there are more covers than this, the search that goes through them one region after the other takes less time."""


class TooManyCoversError(Exception):
    """Too many covers, or one that cells say nothing of: the placements have to be searched."""


class OptionCell(NamedTuple):
    """Options that a search cannot tell apart.

    Attributes:
        row: The options, as a row of bits.
        first: The first of them.
        sure: The requirements that each meets surely, as a row of bits.
        perhaps: Those that each meets surely or perhaps.
        told: Those that each meets surely, or but for what the citizen can tell.
        home: Whether they give a home.
        stay: Whether that is a stay, of which its own staff are asked.
        setting: The offer beside whose home they have to stand; empty where they may stand alone.
        category: What can become of them.
    """

    row: int
    first: int
    sure: int
    perhaps: int
    told: int
    home: bool
    stay: bool
    setting: str
    category: Category


class Cover(NamedTuple):
    """All sets that take one option from each of some rows.

    Attributes:
        rows: The options to choose from, part by part.
        firsts: One of each row, which stands for what all of them have in common.
        waiting: How many requirements are met only if something that an offer has to tell turns out well.
        category: What can become of the sets.
    """

    rows: tuple[int, ...]
    firsts: tuple[int, ...]
    waiting: int
    category: Category

    def of_rows(self, rows: Sequence[int]) -> Cover:
        """Return those of the sets that take their options from other rows, none of which is empty."""
        return Cover(tuple(rows), tuple([lowest_bit(row) for row in rows]), self.waiting, self.category)

    def without(self, indexes: Sequence[int]) -> Iterator[Cover]:
        """Yield covers that together have all of the sets but one, none of them twice."""
        one = frozenset(indexes)
        taken = [next((1 << index for index in one if row >> index & 1), 0) for row in self.rows]
        if 0 in taken or len(taken) != len(one):
            yield self
            return
        for place, bit in enumerate(taken):
            if rest := self.rows[place] & ~bit:
                yield self.of_rows([*taken[:place], rest, *self.rows[place + 1 :]])


class CellCovers:
    """The cells of one case, and its covers.

    Raises:
        TooManyCoversError: Hours add up over several options.
    """

    def __init__(self, judged: Judged, space: SearchSpace) -> None:
        if space.adding:
            raise TooManyCoversError
        self.space, self.covering = space, space.covering
        alike = placed_alike(space, judged.ranked)
        rows: dict[tuple[object, Category, int], int] = {}
        for index in bits(judged.ranked):
            apart = index if index in space.continuing else -1
            key = (alike(index), judged.category(index), apart)
            rows[key] = rows.get(key, 0) | 1 << index
        every = [(self.cell(row, category), apart) for (_alike, category, apart), row in rows.items()]
        self.cells = [cell for cell, apart in every if apart < 0]
        self.continuing = [cell for cell, apart in every if apart >= 0]

    def cell(self, row: int, category: Category) -> OptionCell:
        """Return options that are alike as a cell."""
        first, covering = lowest_bit(row), self.covering
        sure, perhaps = (covering.meets_alone(first, surely=surely) for surely in (True, False))
        home, stay = bool(covering.homes >> first & 1), covering.is_stay(first)
        return OptionCell(
            row, first, sure, perhaps, covering.told(first), home, stay, covering.setting[first], category
        )

    def best(self) -> list[Cover]:
        """Return the covers of which the best can become.

        Raises:
            TooManyCoversError: There are too many.
        """
        if not self.covering.requirements or len(self.continuing) < len(self.space.continuing):
            return []
        decided = [one for one in self.cells if one.category < Category.UNDECIDED]
        found: list[Cover] = []
        if all(one.category < Category.UNDECIDED for one in self.continuing):
            found = list(self.covers(decided, sure=True))
        found = found or list(self.covers(self.cells, sure=False))
        least = min([one.category for one in found], default=Category.NO_PART)
        return [one for one in found if one.category == least]

    def by_category(self) -> Iterator[Sequence[Cover]]:
        """Yield the covers, those together of which the same can become, the best first.

        Raises:
            TooManyCoversError: There are too many.
        """
        best = self.best()
        if best:
            yield best
            others = [one for one in self.covers(self.cells, sure=False) if one.category > best[0].category]
            for category in sorted({one.category for one in others}):
                yield [one for one in others if one.category == category]

    def covers(self, cells: Sequence[OptionCell], *, sure: bool) -> Iterator[Cover]:
        """Yield every set of cells that meets all, surely or at least perhaps, and of which nothing is superfluous."""
        at_home = [one for one in self.continuing if one.home]
        homes = [] if at_home else [[one] for one in cells if one.home]
        for home in ([], *homes):
            base = [*self.continuing, *home]
            offer = next((self.covering.offers[one.first] for one in base if one.home), "")
            if len(at_home) > 1 or any(one.setting not in ("", offer) for one in base):
                continue
            beside = [one for one in cells if not one.home and one.setting in ("", offer)]
            for chosen in self.meeting_all(base, beside, sure=sure):
                parts = [*base, *chosen]
                if not self.has_superfluous(parts, offer):
                    yield self.cover(parts)

    def meeting_all(
        self, base: Sequence[OptionCell], beside: Sequence[OptionCell], *, sure: bool
    ) -> Iterator[Sequence[OptionCell]]:
        """Yield sets of cells that meet with a base all that is asked for, those among them of which nothing is superfluous."""
        keep = self.kept(base)
        seen: set[frozenset[int]] = set()
        stack: list[tuple[int, int, int, tuple[OptionCell, ...]]] = [(self.covering.wanted_row, *self.met(base), ())]
        steps = 0
        while stack:
            left, surely, perhaps, chosen = stack.pop()
            left &= ~surely
            if not left:
                rows = frozenset([one.row for one in chosen])
                if rows not in seen:
                    seen.add(rows)
                    yield chosen
                continue
            steps += 1
            if steps > MOST_COVERS:
                raise TooManyCoversError
            bit = left & -left
            is_open = not perhaps & bit
            if not sure and not is_open:
                stack.append((left ^ bit, surely, perhaps, chosen))
            for one in beside:
                if (one.sure if sure or not is_open else one.perhaps) & keep & bit:
                    stack.append((left ^ bit, surely | one.sure & keep, perhaps | one.perhaps & keep, (*chosen, one)))

    def kept(self, parts: Sequence[OptionCell]) -> int:
        """Return the requirements that others than a stay can meet beside what is there."""
        return ~self.covering.of_home if any(one.stay for one in parts) else -1

    def met(self, parts: Sequence[OptionCell]) -> tuple[int, int]:
        """Return the requirements that some cells meet surely, and at least perhaps."""
        keep = self.kept(parts)
        sure = perhaps = 0
        for one in parts:
            mask = -1 if one.stay else keep
            sure, perhaps = sure | one.sure & mask, perhaps | one.perhaps & mask
        return sure, perhaps

    def has_superfluous(self, parts: Sequence[OptionCell], offer: str) -> bool:
        """Return whether a part can be left out without losing a need or the certainty of one; see `Covering.superfluous`."""
        sure, perhaps = self.met(parts)
        for place in range(len(self.continuing), len(parts)):
            rest = [*parts[:place], *parts[place + 1 :]]
            if parts[place].home and any(one.setting == offer for one in rest):
                continue
            fewer_sure, fewer_perhaps = self.met(rest)
            if not sure & ~fewer_sure and not perhaps & ~fewer_perhaps:
                return True
        return False

    def cover(self, parts: Sequence[OptionCell]) -> Cover:
        """Return the sets that take one option of each of some cells."""
        wanted, keep = self.covering.wanted_row, self.kept(parts)
        told = 0
        for one in parts:
            told |= one.told & (-1 if one.stay else keep)
        sure, _perhaps = self.met(parts)
        leaning = Category.UNDECIDED if wanted & ~sure else Category.GRANTABLE
        return Cover(
            tuple([one.row for one in parts]),
            tuple([one.first for one in parts]),
            (wanted & ~told).bit_count(),
            max([leaning, *[one.category for one in parts]]),
        )


def lowest_bit(row: int) -> int:
    """Return where the first of some options stands."""
    return (row & -row).bit_length() - 1
