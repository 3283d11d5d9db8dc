"""A percentage that a text says is dearer or cheaper, beside a fact that is percent of what it is compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.compared import Threshold, compared
from visit.rules.findings.statements import bound_statements
from visit.rules.findings.texts import SPELT, numbers_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_NUMBER = rf"(?P<number>\d+(?:[.,]\d+)?|{'|'.join(SPELT)}|\{{[^{{}}]*\}})"
_PERCENT = r" ?(?:%|procent|pct\.?|per ?cent)?"
_ABOVE = r"(?:dyrere|højere|mere|over|more|above|higher|dearer|costlier|ekstra|extra)"
_BELOW = r"(?:billigere|lavere|under|cheaper|lower|less|below)"
_DIFFERS = tuple(
    (sign, re.compile(rf"{_NUMBER}{_PERCENT}(?: i pris| in price)? {words}(?!\w)", re.IGNORECASE))
    for sign, words in ((1, _ABOVE), (-1, _BELOW))
)
_WHOLE = 100


def other_share(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield comparisons of a share of a price with what a text says it is dearer or cheaper by."""
    guideline = every[-1]
    statements = {one.path: one for one in bound_statements(leaf)}
    told: set[tuple[object, ...]] = set()
    for one in compared(leaf, guideline):
        if not one.fact.endswith("_ratio"):
            continue
        statement = statements[one.statement]
        texts = [(text.text, text.language) for text in statement.texts]
        texts += _of_parameter(leaf, one)
        for text, language in texts:
            meant = _meant(text, language, one)
            at = (
                ("parameters", one.parameter, "value")
                if one.parameter in leaf.record.get("parameters", {})
                else one.path
            )
            if meant is not None and at not in told:
                told.add(at)
                message = _("{id}: {number} percent is a share of `{fact}`, and the text says how much more or less it is",
                            id=one.parameter or one.id, number=one.value, fact=one.fact)  # fmt: skip
                help = _("write {number}: 100 is the same price", number=meant)
                yield GuidelineError(message, at=leaf.locate(at), help=help, code="other-number")


def _of_parameter(leaf: Layer, one: Threshold) -> Iterator[tuple[str, str]]:
    row = leaf.record.get("parameters", {}).get(one.parameter or "")
    if row is not None:
        yield str(row.get("source", "")), "da"
    label = leaf.record.get("labels", {}).get(one.parameter or "")
    if label is not None:
        yield label["da"], "da"
        yield label["en"], "en"


def _meant(text: str, language: str, one: Threshold) -> Decimal | None:
    """Return the share that a text means, where the number of the comparison is what it says is more or less."""
    for sign, pattern in _DIFFERS:
        for found in pattern.finditer(text):
            said = found["number"].casefold()
            numbers = {SPELT[said]} if said in SPELT else numbers_in(said, language)
            if said.strip("{}") == one.parameter:
                numbers = frozenset((Decimal(str(one.value)),))
            if Decimal(str(one.value)) in numbers and one.value < _WHOLE // 2:
                return _WHOLE + sign * Decimal(str(one.value))
    return None
