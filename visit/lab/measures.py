"""What is counted of the answer to a case, and shared out among the pieces that change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from visit.lab.answers import PERHAPS, CaseAnswer
from visit.lab.movements import Movement, movement
from visit.lab.totals import DAYS_A_YEAR

MeasuredChange = Callable[[CaseAnswer, CaseAnswer], Fraction | int | None]
"""What is shared out: of an answer, given the old one; None where it is not known."""


def _surely(said: frozenset[str]) -> int:
    return sum(not one.endswith(PERHAPS) for one in said)


MEASURES: Mapping[str, MeasuredChange] = MappingProxyType({
    "moved": lambda old, now: now.parts != old.parts,
    "lower": lambda old, now: movement(old, now) is Movement.LOWER,
    "higher": lambda old, now: movement(old, now) is Movement.HIGHER,
    "external": lambda _old, now: now.external is True,
    "grantable": lambda _old, now: now.verdict == "grantable",
    "undecided": lambda _old, now: now.undecided,
    "approvals": lambda _old, now: _surely(now.approvals),
    "notices": lambda _old, now: _surely(now.notices),
    "deadlines": lambda _old, now: _surely(now.deadlines),
    "follow_up": lambda _old, now: _surely(now.follow_up),
    "dkk_a_year": lambda _old, now: None if now.dkk_per_day is None else now.dkk_per_day * DAYS_A_YEAR,
})  # fmt: skip
"""What is shared out among the pieces, by name."""
