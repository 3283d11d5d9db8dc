"""A citizen and offers with less and less said of them, as long as what was found of them stays so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from typing import TypeVar

from visit.trials.setting import RowCase
from visit.trials.witnesses import smaller

_Reduced = TypeVar("_Reduced")
_Remaining = TypeVar("_Remaining")


def smallest_found(
    whole: _Reduced, fewer_than: Callable[[_Reduced], Iterable[_Reduced]], find: Callable[[_Reduced], _Remaining | None]
) -> _Remaining | None:
    """Return what is found of the least of something: leaving out one thing more, nothing is found.

    Args:
        whole: What something is found of.
        fewer_than: Yields it without each thing that can be left out, in an order that stays.
        find: Returns what is found, or None.
    """
    found, place = find(whole), 0
    while True:
        for number, one in enumerate(fewer_than(whole)):
            again = find(one) if number >= place else None
            if again is not None:
                whole, found, place = one, again, number
                break
        else:
            if not place:
                return found
            place = 0  # what could not be left out before may be, without what was


def fewer(row: RowCase) -> Iterator[RowCase]:
    """Yield documents without each group of facts, each fact, and each of several that a list has."""
    for name, inner in row.items():
        for key in inner if isinstance(inner, dict) else ():
            if isinstance(inner, dict) and isinstance(inner[key], dict) and key != "needs":
                yield {**row, name: {other: value for other, value in inner.items() if other != key}}
    yield from smaller(row)
    for path, count in _lists(row, ()):
        for place in range(count if count > 1 else 0):
            changed = deepcopy(row)
            at: object = changed
            for key in path:
                assert isinstance(at, dict)
                at = at[key]
            assert isinstance(at, list)
            del at[place]
            yield changed


def _lists(value: object, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    for key, inner in value.items() if isinstance(value, dict) else ():
        if isinstance(inner, list):
            yield (*above, key), len(inner)
        else:
            yield from _lists(inner, (*above, key))


def fewer_of_both(whole: tuple[RowCase, Sequence[RowCase]]) -> Iterator[tuple[RowCase, Sequence[RowCase]]]:
    """Yield a citizen and offers without each fact, and without each offer but the first, in turn."""
    row, offers = whole
    for place in range(1, len(offers)):
        yield row, (*offers[:place], *offers[place + 1 :])
    for less in fewer({"case": row["case"]}):
        yield {**row, **less}, offers
    for place, offer in enumerate(offers):
        for less in fewer({"option": offer}):
            option = less["option"]
            assert isinstance(option, dict)
            yield row, (*offers[:place], option, *offers[place + 1 :])
