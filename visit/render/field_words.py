"""What the fields of a statement say in words: how long, counted from which day, what a fact of the citizen can be.

Conditions are `condition_words`' business; the text of a statement is `guideline_sheet`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from visit.locale import formats
from visit.locale import text as _
from visit.render.guideline_sheet import GuidelineSheet
from visit.rules.guideline.anchors import Anchor
from visit.rules.guideline.drafting import as_number, bilingual_text
from visit.rules.guideline.records import CaseFactRecord, NeedRecord, OfferGroupRecord
from visit.rules.language.types import Type
from visit.vocabulary import vocabulary


def times(section: str, key: str, row: Mapping[str, object], sheet: GuidelineSheet) -> Iterator[str]:
    """Yield how long after which day something is due, ends or is granted."""
    for field, said in _said().items():
        if field in row:
            yield said.format(period=sheet.period_in_words(str(row[field])))
    if section == "deadlines":
        anchor = next((one.counted_from for one in sheet.guideline.deadlines if one.id == key), None)
        if anchor is not None:
            yield _("Counted from: {day}", day=day_counted_from(anchor, sheet))
        yield _("Waits for: {what}", what=waits_for_words(str(row["waits_for"])))


def waits_for_words(code: str) -> str:
    """Return what shows that a deadline is kept."""
    return {"decision": _("a decision"), "follow_up": _("a follow-up that records it as done")}[code]


def _said() -> dict[str, str]:
    return {
        "after": _("After {period}"),
        "then_every": _("Then every {period}"),
        "ends_after": _("The help has ended after {period}"),
        "within": _("Within {period}"),
        "before": _("At least {period} before"),
        "lasts": _("Granted for {period} at a time"),
    }


def day_counted_from(anchor: Anchor, sheet: GuidelineSheet) -> str:
    """Return what day a deadline is counted from."""
    match anchor.kind:
        case "decision":
            return _("the day of the decision")
        case "application" if anchor.provisions is not None:
            type = Type("code", "provision")
            names = formats.either(sheet.say.code(one, type) for one in sorted(anchor.provisions))
            return _("the application for {names}", names=names)
        case "application":
            return _("the application")
        case "birthday":
            return _("the birthday on which the citizen is {years}", years=anchor.years)
        case "date":
            assert anchor.date is not None
            return formats.listed(sheet.say.fact(name) for name in sorted(anchor.date.reads))


def of_case_fact(row: CaseFactRecord, sheet: GuidelineSheet) -> Iterator[str]:
    """Yield what a fact of the citizen can be, in which unit and between which bounds, and how it is asked for."""
    unit = row.get("unit")
    kind = _kinds()[row["type"]]
    yield formats.capital(f"{kind}, {_units()[unit]}" if unit else kind)
    if "codes" in row:
        named = [bilingual_text(one).in_language(sheet.language) for one in row["codes"].values()]
        yield (
            _("One of: {names}", names="; ".join(named))
            if row["type"] == "code"
            else _("Several of: {names}", names="; ".join(named))
        )
    if "at_least" in row:
        yield _("At least {n}", n=_bound(row, row["at_least"], sheet))
    if "at_most" in row:
        yield _("At most {n}", n=_bound(row, row["at_most"], sheet))
    if "ask" in row:
        yield _("Asked: {question}", question=bilingual_text(row["ask"]).in_language(sheet.language))


def _kinds() -> dict[str, str]:
    """Return what a fact of each type is."""
    return {
        "truth": _("yes or no"),
        "whole": _("a whole number"),
        "level": _("a level from 0 to 4"),
        "code": _("one of several choices"),
        "set": _("any of several choices"),
        "date": _("a date"),
    }


def _units() -> dict[str, str]:
    """Return what a number is counted in."""
    return {
        "km": _("in km"),
        "DKK": _("in kroner"),
        "days": _("in days"),
        "months": _("in months"),
        "years": _("in years"),
        "hours": _("in hours"),
        "minutes": _("in minutes"),
        "percent": _("in percent"),
    }


def _bound(row: CaseFactRecord, written: int | str, sheet: GuidelineSheet) -> str:
    """Return a bound of a fact with its unit; of a date its day."""
    if row["type"] == "date":
        return formats.day(date.fromisoformat(str(written)))
    return sheet.say.number(as_number(written), Type("number", unit=row.get("unit")))


def of_group(row: OfferGroupRecord, names: Mapping[str, str]) -> str:
    """Return the offers of a group by name; one that the catalogue does not have, by its id."""
    return _("Offers: {names}", names="; ".join(names.get(one, one) for one in row["offers"]))


def of_need(row: NeedRecord, sheet: GuidelineSheet) -> Iterator[str]:
    """Yield the areas that a need belongs to, and the help that usually meets it."""
    yield _("Areas: {names}", names=area_names(row["areas"], sheet))
    if "usually_met_by" in row:
        names = formats.listed(sheet.say.code(one, Type("code", "provision")) for one in row["usually_met_by"])
        yield _("Usually met by: {names}", names=names)


def area_names(keys: Sequence[str], sheet: GuidelineSheet) -> str:
    """Return some areas by their names."""
    return "; ".join(formats.small(vocabulary().label("area", key, sheet.language)) for key in keys)
