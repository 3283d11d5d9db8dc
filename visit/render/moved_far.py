"""How far those who get another first solution have to their network, before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from visit.lab.totals import percentile
from visit.locale import formats
from visit.locale import text as _
from visit.render.compare_words import kilometres_of
from visit.render.few_told import FewTold


@dataclass(frozen=True, slots=True)
class MovedFar:
    """In metres, before and after, where both are known.

    Attributes:
        known: Of how many of those who move that is.
        median, largest: None where they may not be told; the largest of real citizens is somebody's.
    """

    known: int
    median: tuple[int | None, int | None]
    largest: tuple[int | None, int | None]


def moved_far(may: FewTold) -> MovedFar | None:
    """Return how far those who move have before and after; None where that is known of nobody, or may not be told of so many."""
    pairs, moving = may.found.moved_metres, may.found.moving
    known = pairs.total()
    if not known or not may.may_tell(known, moving, moving - known):
        return None
    sides = [Counter[int](), Counter[int]()]
    for pair, n in pairs.items():
        for side, metres in zip(sides, pair, strict=True):
            side[metres] += n
    was, now = sides
    largest = (max(was), max(now)) if may.tells_all else (None, None)
    return MovedFar(known, (percentile(was, 50), percentile(now, 50)), largest)


def moved_far_lines(may: FewTold) -> Iterator[str]:
    """Yield it in one line."""
    found = moved_far(may)
    if found is None:
        return
    median, largest = (" → ".join(kilometres_of(*pair)[:2]) for pair in (found.median, found.largest))
    n, moving = formats.number(found.known), formats.number(may.found.moving)
    known = "" if found.known == may.found.moving else _(" (known of {n} of {all})", n=n, all=moving)
    if None in found.largest:
        yield _("who moves: km median {median}{known}", median=median, known=known)
    else:
        yield _("who moves: km median {median}, most {largest}{known}", median=median, largest=largest, known=known)


def moved_far_document(may: FewTold) -> dict[str, object] | None:
    """Return the same as data."""
    found = moved_far(may)
    return None if found is None else asdict(found)
