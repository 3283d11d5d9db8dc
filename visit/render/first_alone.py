"""What a comparison of first solutions leaves open: how many have none, and that which others can be granted is not compared."""

from __future__ import annotations

from visit.locale import formats
from visit.locale import text as _
from visit.render.few_told import HIDDEN, FewTold


def without_solution(may: FewTold) -> str:
    """Return of how many of all there is no solution before and after, once where both are the same: `94 → 90 of 400`."""
    counts = may.side_count("unplaced")
    told = HIDDEN if counts is None else " → ".join(dict.fromkeys(map(formats.number, counts)))
    return _("without a solution: {n} of {all}", n=told, all=formats.number(may.found.cases))


def first_alone() -> str:
    """Return that only first solutions and what follows from them are compared."""
    return _(
        "Only first solutions and what follows from them are compared: what else can be granted, as a proposal or by exception, "
        "may be more or less and is not counted"
    )
