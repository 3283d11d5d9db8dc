"""A parameter that is called the most and asked as the least, or the other way round; a fact asked for in another unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.compared import compared
from visit.rules.findings.logic_words import any_word
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_MOST = any_word(
    """
    længste ~ højeste ~ største ~ flest ~ maksimale? ~ dyreste
    longest ~ highest ~ largest ~ greatest ~ most ~ maximum ~ dearest
    """
)
_LEAST = any_word(
    """
    korteste ~ laveste ~ mindste ~ færrest ~ minimale? ~ billigste
    shortest ~ lowest ~ smallest ~ least ~ fewest ~ minimum ~ cheapest
    """
)
_UNITS: Mapping[str, str] = {
    "years": r"år ~ years?",
    "months": r"måneder ~ måned ~ months?",
    "weeks": r"uger ~ uge ~ weeks?",
    "days": r"dage ~ døgn ~ days?",
    "hours": r"timer ~ time ~ hours?",
    "km": r"kilometer ~ km ~ kilometres ~ kilometers",
    "percent": r"procent ~ percent ~ per cent",
    "DKK": r"kroner ~ kr\.? ~ DKK",
}
_HOW_MANY = any_word("hvor mange ~ hvor lang ~ hvor længe ~ antal ~ how many ~ how long ~ number of")


def other_bound(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield what a rule of a layer requires at least, and calls the most, or at most and calls the least."""
    labels = every[-1].labels
    for one in compared(leaf, every[-1]):
        if one.section != "rules" or one.path[-1] != "require" or one.parameter is None or one.parameter not in labels:
            continue
        label = labels[one.parameter]
        words, others, sign = (_MOST, _LEAST, "<=") if one.operator in (">", ">=") else (_LEAST, _MOST, ">=")
        is_called = words.search(label.da) is not None and words.search(label.en) is not None
        if one.operator in ("<", "<=", ">", ">=") and is_called and not others.search(f"{label.da} {label.en}"):
            message = _("{id}: {name} is called “{word}”, and the condition has `{sign}`",
                        id=one.id, name=one.parameter, word=label.da, sign=f"{one.operator} {one.parameter}")  # fmt: skip
            help = _("write `{sign}` if the text is right", sign=sign)
            yield GuidelineError(message, at=one.at(leaf), help=help, code="other-limit")


def other_unit_asked(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield facts of a layer's own that are asked for in another unit than they are recorded in."""
    words = {unit: any_word(said) for unit, said in _UNITS.items()}
    for name, row in leaf.record.get("case_facts", {}).items():
        unit, ask = row.get("unit"), row.get("ask")
        if unit not in words or not isinstance(ask, Mapping):
            continue
        texts = [str(ask["da"]), str(ask["en"])]
        said = [{one for one, found in words.items() if found.search(text)} for text in texts]
        if all(_HOW_MANY.search(text) for text in texts) and all(len(one) == 1 and unit not in one for one in said):
            message = _("{id} is recorded in {unit}, and asked for in {other}", id=name, unit=unit, other=min(said[0]))
            yield GuidelineError(message, at=leaf.locate(("case_facts", name, "ask")), code="other-unit")
