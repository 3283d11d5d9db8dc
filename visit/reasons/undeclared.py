"""What a case records under `extra` that the guideline of the answer does not declare: it has no effect, so the answer says so."""

from __future__ import annotations

from dataclasses import dataclass

from visit.case import Case
from visit.errors import nearest
from visit.rules.facts.own import PREFIX
from visit.rules.guideline.values import Guideline


@dataclass(frozen=True, slots=True, eq=False)
class Undeclared:
    """A fact that nothing reads.

    Attributes:
        name: Its name, `extra.mental_age`.
        near: The declared fact that it is most likely a slip of.
    """

    name: str
    near: str | None


def undeclared(case: Case, guideline: Guideline) -> tuple[Undeclared, ...]:
    """Return the facts under `extra` that a guideline does not declare, in the order of the case."""
    recorded = case.extra or {}
    declared = {fact.shape.key for fact in guideline.facts.own.values()}
    left = declared - recorded.keys()
    return tuple(Undeclared(PREFIX + key, _near(key, left)) for key in recorded if key not in declared)


def _near(key: str, declared: set[str]) -> str | None:
    near = nearest(key, declared)
    return None if near is None else PREFIX + near
