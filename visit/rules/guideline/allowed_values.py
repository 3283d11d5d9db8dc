"""Which values a number of a guideline may have: what the layers below allow whoever gives it another."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from visit.rules.guideline.bounds import limits
from visit.rules.guideline.consistency import settled_names
from visit.rules.guideline.values import Guideline


@dataclass(frozen=True, slots=True)
class AllowedValues:
    """What the layers below allow.

    Attributes:
        by: The id of the layer that says so; empty where the number is the guideline's own, and may be anything.
        is_final: Whether no guideline may change it.
        least, most: What it may be at the least and at the most; None where there is no such bound.
    """

    by: str = ""
    is_final: bool = False
    least: int | Decimal | None = None
    most: int | Decimal | None = None

    def has(self, value: Decimal) -> bool:
        """Return whether a guideline may give it another value."""
        below = self.least is not None and value < self.least
        return not (self.is_final or below or (self.most is not None and value > self.most))


def allowed_values(name: str, guideline: Guideline) -> AllowedValues:
    """Return which values a number may have in a guideline; `faults_between_layers` refuses others in a file."""
    rows = ((document["guideline"], document.get("parameters", {}).get(name)) for document in guideline.documents[:-1])
    settled = [(id, row) for id, row in rows if row is not None]
    if not settled:
        return AllowedValues()
    order = [id for id, _version in guideline.layers]
    if not settled[0][1].get("local") and settled_names(order, guideline).get(name) in order[:-1]:
        return AllowedValues(settled[0][0], is_final=True)
    bounds = [(id, *limits(row)) for id, row in settled]
    leasts = [least for _id, least, _most in bounds if least is not None]
    mosts = [most for _id, _least, most in bounds if most is not None]
    by = next((id for id, *both in bounds if both != [None, None]), "")
    return AllowedValues(by, False, max(leasts, default=None), min(mosts, default=None))
