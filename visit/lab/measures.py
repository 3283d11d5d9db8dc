"""What is counted of the answer to a case, and shared out among the pieces that change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from fractions import Fraction
from types import MappingProxyType

from visit.lab.answers import CaseAnswer
from visit.lab.movements import Movement, movement
from visit.lab.said import TWO_PEOPLE
from visit.lab.totals import DAYS_A_YEAR, FOLLOWING

MeasuredChange = Callable[[CaseAnswer, CaseAnswer], Fraction | int | None]
"""What is shared out: of an answer, given the old one; None where it is not known."""


MEASURES: Mapping[str, MeasuredChange] = MappingProxyType({
    "moved": lambda old, now: now.parts != old.parts,
    "lower": lambda old, now: movement(old, now) is Movement.LOWER,
    "higher": lambda old, now: movement(old, now) is Movement.HIGHER,
    "external": lambda _old, now: now.external is True,
    "grantable": lambda _old, now: now.verdict == "grantable",
    "undecided": lambda _old, now: now.undecided,
    "dkk_a_year": lambda _old, now: None if now.dkk_per_day is None else now.dkk_per_day * DAYS_A_YEAR,
})  # fmt: skip
"""What is shared out of a first placement among the pieces, by name; what follows from it is, statement by statement."""
OF_PLACEMENT = tuple(one.name for one in fields(CaseAnswer) if one.name not in ("as_of", TWO_PEOPLE, *FOLLOWING))
"""All that is compared of an answer beside what follows: a piece that changes none of it does nothing to the placement."""
