"""Statements whose conditions have too many combinations of values to be gone through: of these a finding may be missing.

The limits stand where something is gone through, and are noted there (`possibility.give_up`). Asked last, it tells of all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.bound import bound_conditions
from visit.rules.findings.possibility import given_up
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition


def too_rich(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield the statements of a layer of which some finder did not go through everything."""
    told: set[tuple[str, str]] = set()
    for guideline in every:
        left = {part for condition in given_up(guideline) for part in _parts(condition)}
        for one in bound_conditions(leaf, guideline) if left else ():
            if one.condition in left and (one.section, one.id) not in told:
                told.add((one.section, one.id))
                message = _(
                    "{id} reads more combinations than are gone through: not everything is looked for there", id=one.id
                )
                yield GuidelineError(message, at=one.at(leaf), code="too-rich")


def _parts(condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in condition.parts:
        yield from _parts(part)
