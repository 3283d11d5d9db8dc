"""Numbers that a text says in another unit than its condition: “30 minutes” beside 30 km."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import Threshold, compared
from visit.rules.findings.statements import bound_statements
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_UNITS = {
    "km": r"km|kilometer|kilometres?", "minutes": r"minutter|min|minutes?", "percent": r"%|procent|percent",
    "DKK": r"kr|kroner|DKK",
}  # fmt: skip
_TIMES = r"timer|hours?|dage|days?|uger|weeks?|måneder|months?|år|years?"
"""These are other units too; one of them beside another is `other_times`' business."""
_SAID = re.compile(rf"(?<![\w.,§-])(\d+)[ -]?({'|'.join(_UNITS.values())}|{_TIMES})(?!\w)", re.IGNORECASE)


def other_said_unit(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield texts of a layer with the number of their one comparison in another unit, and nowhere in its own."""
    limits: dict[ValuePath, list[Threshold]] = {}
    for one in compared(leaf, every[-1]):
        limits.setdefault(one.statement, []).append(one)
    for statement in bound_statements(leaf):
        ones = limits.get(statement.path, ())
        for text in statement.worded:
            said = [(Decimal(found[1]), found[2], found[0]) for found in _SAID.finditer(text.text)]
            for one in ones:
                of_it = [row for row in said if row[0] == one.value]
                if one.unit not in _UNITS:
                    continue
                is_own = any(re.fullmatch(_UNITS[one.unit], unit, re.IGNORECASE) for _n, unit, _w in of_it)
                shared = [other for other in ones if other.value == one.value and other.unit != one.unit]
                if of_it and not is_own and not shared:
                    message = _("{id}: the text says “{said}”, and the condition has {number} in another unit, {unit}",
                                id=statement.id, said=of_it[0][2], number=one.value, unit=one.unit)  # fmt: skip
                    yield GuidelineError(message, at=leaf.locate(text.path), code="other-said-unit")
