"""The best of some covers by one criterion after the other, without going through the sets that they stand for.

A criterion that compares values of parts leaves of each row the options with which the key is the least: so covers stay covers.
What a price makes of the whole is asked of each set, where few are left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import prod
from typing import TypeAlias

from visit.many.cell_covers import MOST_COVERS, Cover, TooManyCoversError
from visit.ranking.criteria import Adds, Each, Kind, Most, Some, Steps
from visit.ranking.keys import LAST
from visit.ranking.undecided import FewestToTell, HasOneOf, MostKept
from visit.ranking.whole_criteria import Exceptions, Together, Within
from visit.rules.deciding.option_sets import bits

MOST_SETS = 48
"""Of so many sets at most each is asked for its price."""
NO_VALUE = -LAST
"""The value of a part that is not compared: before every other."""

ValueOf: TypeAlias = Callable[[int], int]


def best_covers(covers: Sequence[Cover], kind: Kind) -> Sequence[Cover]:
    """Return what of some covers is best by a criterion.

    Raises:
        TooManyCoversError: Too many sets would have to be looked at, or the criterion says nothing of parts.
    """
    match kind:
        case Adds(values=values):
            return by_sum(covers, values.__getitem__)
        case FewestToTell(doubts=doubts):
            return by_sum(covers, doubts.values.__getitem__, lambda one: one.waiting)
        case MostKept(row=row):
            return by_sum(covers, lambda index: -(row >> index & 1))
        case Exceptions(of_parts=of_parts):
            beside = _by_reach(covers, kind) if kind.beyond else covers
            return by_sum(beside, of_parts.values.__getitem__, lambda one: _too_far(one, kind))
        case Each(values=values_of_parts):
            return by_all(covers, values_of_parts)
        case Steps(ladders=ladders):
            for ladder in ladders:
                covers = by_all(covers, ladder.values)
            return covers
        case Most(values=values):
            return by_worst(covers, values.__getitem__)
        case Some(values=values, closed=closed):
            return by_best(covers, values.__getitem__, closed=closed)
        case HasOneOf(row=row):
            return by_best(covers, lambda index: 1 - (row >> index & 1), closed=True)
        case Together():
            apart = [one for one in covers if not _is_together(one, kind)]
            return covers if len(apart) == len(covers) else [one for one in covers if one not in apart]
        case Within():
            return by_price(covers, kind)
        case _:
            raise TooManyCoversError


def is_one(covers: Sequence[Cover]) -> bool:
    """Return whether one set is left."""
    return len(covers) == 1 and not any(row & (row - 1) for row in covers[0].rows)


def least_value(values: ValueOf, row: int) -> tuple[int, int]:
    """Return the least value of some options, and those that have it."""
    if not row & (row - 1):
        return values(row.bit_length() - 1), row
    valued = [(values(index), index) for index in bits(row)]
    best = min(valued)[0]
    return best, sum([1 << index for value, index in valued if value == best])


def only(row: int, values: ValueOf, is_fine: Callable[[int], bool]) -> int:
    """Return the options with a value that is fine."""
    return sum([1 << index for index in bits(row) if is_fine(values(index))])


def by_sum(
    covers: Sequence[Cover], values: ValueOf, beside: Callable[[Cover], int] = lambda _one: 0
) -> Sequence[Cover]:
    """Return what has the least sum, with what counts of the whole beside it; unknown where one part's value is."""
    best, found = 2 * LAST, list[Cover]()
    for cover in covers:
        of_parts = [least_value(values, row) for row in cover.rows]
        amounts = [value for value, _row in of_parts]
        is_unknown = LAST in amounts
        key = LAST if is_unknown else sum(amounts) + beside(cover)
        if key < best:
            best, found = key, []
        if key == best:
            found.append(cover if is_unknown else cover.of_rows([row for _value, row in of_parts]))
    return found


def by_all(covers: Sequence[Cover], values: Sequence[int | None]) -> Sequence[Cover]:
    """Return what comes first from the worst part down."""

    def value(index: int) -> int:
        found = values[index]
        return NO_VALUE if found is None else found

    best: list[int] | None = None
    found: list[Cover] = []
    for cover in covers:
        of_parts = [least_value(value, row) for row in cover.rows]
        key = sorted([one for one, _row in of_parts if one != NO_VALUE], reverse=True)
        if best is None or key < best:
            best, found = key, []
        if key == best:
            found.append(cover.of_rows([row for _value, row in of_parts]))
    return found


def by_worst(covers: Sequence[Cover], values: ValueOf) -> Sequence[Cover]:
    """Return that of which the worst part is best."""
    keys = [max([least_value(values, row)[0] for row in cover.rows]) for cover in covers]
    best = min(keys)
    return [
        cover.of_rows([only(row, values, lambda value: value <= best) for row in cover.rows])
        for cover, key in zip(covers, keys, strict=True)
        if key == best
    ]


def by_best(covers: Sequence[Cover], values: ValueOf, *, closed: bool) -> Sequence[Cover]:
    """Return that of which the best part is best; see `Some`."""
    if closed and (found := _with_value(covers, values, 0)):
        return found
    rows = [(cover, [only(row, values, lambda value: value != LAST) for row in cover.rows]) for cover in covers]
    known = [cover.of_rows(of_parts) for cover, of_parts in rows if all(of_parts)]
    if not known:
        return covers
    return _with_value(known, values, min([least_value(values, row)[0] for cover in known for row in cover.rows]))


def _with_value(covers: Sequence[Cover], values: ValueOf, wanted: int) -> list[Cover]:
    """Return the sets of some covers that have a part of some value: a cover for each part that may have it."""
    found: list[Cover] = []
    for cover in covers:
        having = [only(row, values, lambda value: value == wanted) for row in cover.rows]
        if any(row == every for row, every in zip(having, cover.rows, strict=True)):
            found.append(cover)
            continue
        for place, row in enumerate(having):
            if row:
                found.append(cover.of_rows([*cover.rows[:place], row, *cover.rows[place + 1 :]]))
    return found


def by_price(covers: Sequence[Cover], kind: Within) -> Sequence[Cover]:
    """Return the sets that are best by what a price, and the free choice, make of the whole."""
    if sum([prod([row.bit_count() for row in one.rows]) for one in covers]) > MOST_SETS:
        raise TooManyCoversError
    best, found = 2 * LAST, list[Cover]()
    for cover in covers:
        for parts in product(*[bits(row) for row in cover.rows]):
            rows = [1 << index for index in parts]
            row = sum(rows)
            price = None if row & kind.unpriced else sum([kind.prices[index] for index in parts])
            key = kind.value(bool(row & kind.chosen), price, bool(row & kind.bounded))
            if key < best:
                best, found = key, []
            if key == best:
                found.append(cover.of_rows(rows))
    return found


# --- what is read of whole sets ---


def _is_together(cover: Cover, kind: Together) -> bool:
    """Return whether a home and another part are of one offer: of options where that may be, each offer is told apart."""
    at_home = {kind.offers[index] for index in cover.firsts if kind.homes >> index & 1}
    return any(kind.offers[index] in at_home for index in cover.firsts if not kind.homes >> index & 1)


def _too_far(cover: Cover, kind: Exceptions) -> int:
    """Return how many limits a set breaks, where that is the same for all of a cover."""
    row = sum([1 << index for index in cover.firsts])
    return sum([bool(far & row) for far in kind.beyond.get(kind.home_of(cover.firsts), ())])


def _by_reach(covers: Sequence[Cover], kind: Exceptions) -> Sequence[Cover]:
    """Return covers apart by what is too far from which home."""
    limits = tuple(dict.fromkeys([far for beyond in kind.beyond.values() for far in beyond]))
    found: list[Cover] = []
    for cover in covers:
        parts: list[Sequence[int]] = []
        for row in cover.rows:
            apart: dict[object, int] = {}
            for index in bits(row):
                key = kind.beyond[index] if kind.homes >> index & 1 else tuple([far >> index & 1 for far in limits])
                apart[key] = apart.get(key, 0) | 1 << index
            parts.append(tuple(apart.values()))
        if len(found) + prod(map(len, parts)) > MOST_COVERS:
            raise TooManyCoversError
        found += [cover.of_rows(rows) for rows in product(*parts)]
    return found
