"""Why a condition is never true: the fewest of its parts that are never so together."""

from __future__ import annotations

from collections.abc import Sequence

from visit.locale import text as _
from visit.rules.findings.joined_conditions import both
from visit.rules.findings.possibility import Possibility
from visit.rules.findings.wording import whole_as_written
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition


def why_never(guideline: Guideline, condition: Condition) -> str | None:
    """Return in words which parts of a condition that is never true shut each other out; None where that says no more than it."""
    parts = _parts(condition)
    space = Possibility(guideline, (condition,))
    kept = list(parts)
    for part in parts:
        left = [one for one in kept if one is not part]
        if left and not space.can_be(both(left)):
            kept = left
    if len(parts) < 2:
        return None
    said = [f"`{whole_as_written(one)}`" for one in kept]
    return (
        _("{cell} is never so", cell=said[0])
        if len(said) == 1
        else _("never so together: {parts}", parts="; ".join(said))
    )


def _parts(condition: Condition) -> Sequence[Condition]:
    """Return what a condition asks for all of."""
    if condition.joined != "and":
        return (condition,)
    return tuple(inner for part in condition.parts for inner in _parts(part))
