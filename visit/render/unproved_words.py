"""Of how many the search reached its limit, so that the first solution is not proved to come first: said of many cases."""

from __future__ import annotations

from collections.abc import Iterator

from visit.lab.movements import Movement
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.compare_words import movement_words
from visit.render.few_told import FewTold


def unproved_told(may: FewTold) -> tuple[int, int] | None:
    """Return of how many of a comparison that is so, and how many of these are found to keep theirs; None where not to be told."""
    found = may.found
    n, same = found.unproved, found.unproved_same
    beside = (n - same, found.moving - n + same, found.movements[Movement.UNCHANGED] - same)
    return (n, same) if may.may_tell(n, same, *beside) else None


def unproved_caution(may: FewTold) -> Iterator[str]:
    """Yield it of a comparison, where it is so of any."""
    if not may.found.unproved:
        return
    told = unproved_told(may)
    if told is None:
        yield _(
            "! of some the first solution is not proved to come first, because the search reached its limit: who is counted as "
            "keeping theirs may get another"
        )
        return
    n, same = told
    yield plural(
        "! of {n} case the first solution is not proved to come first, because the search reached its limit: {same} is counted "
        "as keeping it, and may get another",
        "! of {n} cases the first solution is not proved to come first, because the search reached its limit: {same} are counted "
        "as keeping it, and may get another",
        n, n=formats.number(n), same=formats.number(same),
    )  # fmt: skip


def movement_rows(may: FewTold) -> Iterator[tuple[str, int]]:
    """Yield how many move how, those apart who keep theirs as far as is proved; nothing where that may not be told."""
    counts, unproved = may.movements() or {}, unproved_told(may) or (0, 0)
    for one, n in counts.items():
        kept = unproved[1] if one is Movement.UNCHANGED else 0
        yield movement_words(one), n - kept
        if kept:
            yield _("the same, not proved"), kept


def unproved_note(cases: str) -> str:
    """Return it of a sweep, of so many cases."""
    return _(
        "the search reached its limit: {n}. Their first solution is not proved to come first; where that is so today, no other "
        "value was tried, and nothing is known of them",
        n=cases,
    )  # fmt: skip


def unproved_invariants(cases: str) -> str:
    """Return it of invariants, of so many cases."""
    return _(
        "the search reached its limit: {n}. Their first solution is not proved to come first, and an invariant may be broken "
        "that is not seen",
        n=cases,
    )  # fmt: skip
