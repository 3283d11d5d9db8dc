"""Placements: minimal sets of options that together meet every requirement, the k best exactly.

Works on small integers only. An option is a `Candidate`: what it meets, what it may not stand beside, and its merits, lower better.
Only candidates that fewer than k others dominate can appear in one of the k best; over these, minimal covers are enumerated
depth first, and a branch is left when even its best completion would come too late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import heapify, heappush, heappushpop
from itertools import compress
from math import ceil
from operator import add
from typing import Any, TypeAlias

from visit.rules.deciding.shared import bits

Key: TypeAlias = tuple[Any, ...]
_NONE = Decimal(0)


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """An option as the search sees it.

    Attributes:
        meets: How much of each requirement it meets in this search.
        merits: Everything the order compares, lower better, worst last; equal length for all candidates.
        alike: What must be equal before one candidate can stand in for another: place, offer, exclusions.
        home: Whether it gives a home.
        setting: The offer it belongs to, where it is open only beside a home of that offer; else empty.
        firm: The merits in which being better always makes a placement come earlier, whatever its other parts are.
        shown: All that the bound of a set reads of it; of candidates where this is equal the bound is; empty promises nothing.
    """

    index: int
    id: str
    offer: str
    meets: tuple[Decimal, ...]
    merits: tuple[int, ...]
    alike: tuple[Any, ...]
    home: bool
    setting: str = ""
    firm: tuple[int, ...] = ()
    shown: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """The question: what must be met, by whom, how many answers, and how sets are compared.

    Attributes:
        wanted: How much of each requirement is needed.
        kept: Candidates that are part of every answer.
        key: The sort key of a complete set, or None where the set is no placement after all.
        bound: The parts of a key that no completion of a partial set can beat; read only as far as it takes.
        whole: The same of a complete set, where that is known better than by `bound`.
    """

    wanted: tuple[Decimal, ...]
    candidates: tuple[Candidate, ...]
    kept: tuple[Candidate, ...]
    key: Callable[[tuple[Candidate, ...]], Key | None]
    bound: Callable[[tuple[Candidate, ...]], Iterable[Any]]
    whole: Callable[[tuple[Candidate, ...]], Iterable[Any]] | None = None


def best(search: Search, count: int, others: Sequence[Key] = ()) -> list[tuple[Candidate, ...]]:
    """Return those of the `count` best placements in order that this search finds; `others` are the keys of what others found."""
    if count <= 0 or not search.wanted or not _may_meet(search.wanted, (*search.kept, *search.candidates)):
        return []
    candidates = undominated(search.candidates, count + most_parts(search.wanted, search.candidates, search.kept))
    found = [_Reversed(key, ()) for key in sorted(others)[:count]]
    heapify(found)
    for parts, key in _Covers(search, candidates, lambda: found[0].key if len(found) == count else None).found():
        entry = _Reversed(key, parts)
        if len(found) < count:
            heappush(found, entry)
        else:
            heappushpop(found, entry)
    return [entry.parts for entry in sorted(found, reverse=True) if entry.parts]


def _may_meet(wanted: Sequence[Decimal], parts: Sequence[Candidate]) -> bool:
    """Return whether each requirement has somebody who meets something of it: often enough that is all there is to find out."""
    return all(any(met) for met, amount in zip(_columns(wanted, parts), wanted, strict=True) if amount)


def _columns(wanted: Sequence[Decimal], parts: Sequence[Candidate]) -> list[tuple[Decimal, ...]]:
    """Return for each requirement how much of it each part meets."""
    return list(zip(*[part.meets for part in parts], strict=True)) if parts else [()] * len(wanted)


class _Reversed:
    """A heap entry that sorts the worst first."""

    __slots__ = ("key", "parts")

    def __init__(self, key: Key, parts: tuple[Candidate, ...]) -> None:
        self.key, self.parts = key, parts

    def __lt__(self, other: _Reversed) -> bool:
        return bool(self.key > other.key)


def most_parts(wanted: Sequence[Decimal], candidates: Sequence[Candidate], kept: Sequence[Candidate]) -> int:
    """Return how many parts a placement can have at most: hours add up, so one requirement may need several."""
    count = len(kept)
    for met, amount in zip(_columns(wanted, candidates), wanted, strict=True):
        least = min(filter(None, met), default=amount)
        count += ceil(amount / least) if least else 0
    return count


def undominated(candidates: Sequence[Candidate], limit: int) -> list[Candidate]:
    """Return the candidates that fewer than `limit` others dominate, best merits first.

    One dominates another when both meet the same and are alike, it is nowhere worse, and a tie would go its way: it is better in a
    merit that always shows, or its id comes first (other parts may hide what a maximum compares). Exchanging the dominated
    for its dominator in a placement gives one that comes earlier, so a candidate with `limit` dominators, of which at most
    `most_parts` can stand in the same placement already, cannot appear in the best `limit` less those.
    """
    if len(candidates) <= limit:
        return sorted(candidates, key=lambda one: (one.merits, one.id))
    groups: dict[Key, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault((candidate.meets, candidate.alike, candidate.home, candidate.setting), []).append(candidate)
    kept: list[Candidate] = []
    for group in groups.values():
        group.sort(key=lambda one: (one.merits, one.id))
        for place, candidate in enumerate(group):
            dominators = 0
            if place >= limit:
                for other in group[:place]:
                    earlier = other.id < candidate.id or other.firm != candidate.firm
                    dominators += earlier and all(map(_not_worse, other.merits, candidate.merits))
                    if dominators >= limit:
                        break
            if dominators < limit:
                kept.append(candidate)
    kept.sort(key=lambda one: (one.merits, one.id))
    return kept


def _not_worse(a: int, b: int) -> bool:
    return a <= b


def feasible(
    wanted: tuple[Decimal, ...],
    candidates: Sequence[Candidate],
    kept: tuple[Candidate, ...],
    allowed: Callable[[tuple[Candidate, ...]], bool],
) -> bool:
    """Return whether some of the candidates, with the kept ones, meet everything and are allowed together."""
    if not wanted or not _may_meet(wanted, (*kept, *candidates)):
        return False
    search = Search(wanted, (), kept, lambda parts: () if allowed(parts) else None, lambda parts: ())
    enough = undominated(candidates, 1 + most_parts(wanted, candidates, kept))
    for _parts, _key in _Covers(search, enough, lambda: None).found():
        return True
    return False


Met: TypeAlias = tuple[int, int, tuple[Decimal, ...]]
"""What parts meet: the requirements that one of them meets in full, those that several do, and the sums of what adds up."""


class _Asked:
    """What is wanted, told apart: what a part meets in full or not at all, as bits, and what adds up, as sums.

    Attributes:
        adding: Where the requirements stand that a part may meet in part.
        full: The other requirements that each part meets, as a row of bits.
    """

    def __init__(self, wanted: Sequence[Decimal], parts: Sequence[Candidate]) -> None:
        columns = _columns(wanted, parts)
        self.adding = [
            place
            for place, (met, amount) in enumerate(zip(columns, wanted, strict=True))
            if met.count(amount) + met.count(_NONE) < len(met) and any(0 < one < amount for one in met)
        ]
        self.wanted = [wanted[place] for place in self.adding]
        self.whole = sum(1 << place for place, amount in enumerate(wanted) if amount and place not in self.adding)
        self.full = dict.fromkeys(parts, 0)
        for place in bits(self.whole):
            for part in compress(parts, columns[place]):
                self.full[part] |= 1 << place
        self.added = {part: tuple([part.meets[place] for place in self.adding]) for part in parts}

    def nothing(self) -> Met:
        return 0, 0, (Decimal(0),) * len(self.adding)

    def with_part(self, met: Met, part: Candidate) -> Met:
        once, twice, sums = met
        row = self.full[part]
        return once | row, twice | once & row, tuple(map(add, sums, self.added[part])) if sums else sums

    def open(self, met: Met) -> int:
        """Return the requirements that are not met, as a row of bits."""
        once, _twice, sums = met
        row = self.whole & ~once
        for place, total, wanted in zip(self.adding, sums, self.wanted, strict=True):
            if total < wanted:
                row |= 1 << place
        return row

    def needs(self, part: Candidate, met: Met) -> bool:
        """Return whether something would be met no longer without this part."""
        once, twice, sums = met
        if self.full[part] & once & ~twice:
            return True
        if not sums:
            return False
        added = zip(sums, self.added[part], self.wanted, strict=True)
        return any(own and total - own < wanted for total, own, wanted in added)


class _Covers:
    """The enumeration of minimal covers; an object, as a function that knows itself is garbage that only a collection finds."""

    def __init__(self, search: Search, candidates: Sequence[Candidate], worst: Callable[[], Key | None]) -> None:
        self.search, self.candidates, self.worst = search, candidates, worst
        self.asked = _Asked(search.wanted, (*candidates, *search.kept))
        self.by_requirement = [list(compress(candidates, met)) for met in _columns(search.wanted, candidates)]
        self.fewest_first = sorted(range(len(search.wanted)), key=lambda place: len(self.by_requirement[place]))

    def found(self) -> Iterator[tuple[tuple[Candidate, ...], Key]]:
        """Yield every minimal cover that may still be among the best, each once, with its key."""
        met = self.asked.nothing()
        for part in self.search.kept:
            met = self.asked.with_part(met, part)
        yield from self.extend(self.search.kept, met, 0)

    def extend(self, parts: tuple[Candidate, ...], met: Met, tried: int) -> Iterator[tuple[tuple[Candidate, ...], Key]]:
        """Yield those that contain some parts and none of the tried."""
        # INVARIANT: every cover that adds one of the tried has been found already, so that each is found once.
        # A part that can be left out now can be left out whatever is added; a home may yet be needed for what stands beside it.
        kept = self.search.kept
        if any(not part.home and part not in kept and not self.asked.needs(part, met) for part in parts):
            return
        further = self.further(parts, self.asked.open(met))
        if further is None:
            yield from self.complete(parts, met)
            return
        too_late: set[Key] = set()
        for candidate in further:
            if candidate in parts or tried >> candidate.index & 1:
                continue
            tried |= 1 << candidate.index
            # The worst of the best only gets better: what came too late once comes too late with any part that shows the same.
            if candidate.shown and candidate.shown in too_late:
                continue
            more = (*parts, candidate)
            if self.is_late(more):
                too_late.add(candidate.shown)
            else:
                yield from self.extend(more, self.asked.with_part(met, candidate), tried)

    def further(self, parts: tuple[Candidate, ...], open_: int) -> Sequence[Candidate] | None:
        """Return the candidates of which one must come next; None where nothing is missing."""
        has_home = any(part.home for part in parts)
        if open_:
            every = self.by_requirement[next(place for place in self.fewest_first if open_ >> place & 1)]
            return [one for one in every if not one.home] if has_home else every
        lone = {part.setting for part in parts if part.setting} - {part.offer for part in parts if part.home}
        if lone and not has_home:
            return [one for one in self.candidates if one.home and one.offer in lone]
        return None

    def is_late(self, parts: tuple[Candidate, ...]) -> bool:
        """Return whether even the best completion of some parts would come too late."""
        limit = self.worst()
        return limit is not None and _beyond(self.search.bound(parts), limit)

    def complete(self, parts: tuple[Candidate, ...], met: Met) -> Iterator[tuple[tuple[Candidate, ...], Key]]:
        """Yield a set that misses nothing, if it is a placement."""
        parts = tuple(sorted(parts, key=lambda one: one.id))
        limit = self.worst()
        whole = self.search.whole
        if whole is not None and limit is not None and _beyond(whole(parts), limit):
            return
        if _is_placement(parts, met, self.search, self.asked):
            key = self.search.key(parts)
            if key is not None:
                yield parts, key


def _beyond(bound: Iterable[Any], limit: Key) -> bool:
    """Compare as tuples do, reading no more of the bound than it takes."""
    for mine, other in zip(bound, limit, strict=False):
        if mine != other:
            return bool(mine > other)
    return False


def _is_placement(parts: tuple[Candidate, ...], met: Met, search: Search, asked: _Asked) -> bool:
    """At most one home, residents' offers beside their home, and nothing that could be left out."""
    homes = {part.offer for part in parts if part.home}
    if sum(part.home for part in parts) > 1:
        return False
    if any(part.setting and part.setting not in homes for part in parts):
        return False
    settings = {part.setting for part in parts}
    return all(
        part in search.kept or (part.home and part.offer in settings) or asked.needs(part, met) for part in parts
    )
