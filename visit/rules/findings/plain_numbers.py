"""A number that both texts of a service level have and it has not, where it has one that neither text has: “5 hours” beside 8.

What agrees is crossed out on both sides, and one has to be left on each. Texts with a name in braces say their number by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.statements import BoundStatement, bound_statements
from visit.rules.findings.texts import numbers_in, spelt_numbers_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_FIELDS = ("usual_hours", "most_hours", "weeks")


def other_plain_number(leaf: Layer, guideline: Guideline, path: ValuePath) -> Iterator[GuidelineError]:
    """Yield the service level at a path of which one number of its texts stands against one of its own."""
    statement = next((one for one in bound_statements(leaf) if one.path == path), None)
    if statement is None or statement.section != "service_levels" or any("{" in one.text for one in statement.worded):
        return
    said = [numbers_in(one.text, one.language) | spelt_numbers_in(one.text) for one in statement.worded]
    has = _numbers(statement, guideline)
    alone = frozenset.intersection(*said) - has - {Decimal(1)} if said else frozenset()
    unsaid = has - frozenset().union(*said)
    if len(alone) == len(unsaid) == 1:
        message = _("{id}: the text says {said}, and the statement has {number}",
                    id=statement.id, said=f"{min(alone):f}", number=f"{min(unsaid):f}")  # fmt: skip
        yield GuidelineError(message, at=leaf.locate(statement.worded[0].path), code="other-number")


def _numbers(statement: BoundStatement, guideline: Guideline) -> frozenset[Decimal]:
    """Return the numbers that a service level has, by a parameter too."""
    found: set[Decimal] = set()
    for field in _FIELDS:
        written = str(statement.row.get(field, ""))
        if written in guideline.parameters:
            found.add(Decimal(str(guideline.parameters[written].value)))
        else:
            found |= numbers_in(written, "en")
    return frozenset(found)
