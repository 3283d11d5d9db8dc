"""Facts, values and conditions in words, as findings say them: labels and no keys, where there are any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from visit.locale import formats, language, plural
from visit.locale import text as _
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import unparse
from visit.rules.language.types import Type
from visit.rules.language.values import UNKNOWN, Members, Value
from visit.vocabulary import fact_label, vocabulary


def fact_in_words(guideline: Guideline, name: str) -> str:
    """Return what a fact is called in the middle of a sentence."""
    if (declared := guideline.facts.own.get(name)) is not None:
        return declared.words.label(language())
    if "(" in name:
        return f"`{name}`"
    own = guideline.labels.get(name)
    return fact_label(name, language()) if own is None else own.in_language(language())


def value_in_words(guideline: Guideline, name: str, value: Value) -> str:
    """Return a value of a fact as a person reads it."""
    return _value(guideline, guideline.types.get(name), value)


def _value(guideline: Guideline, type: Type | None, value: Value) -> str:
    if value is UNKNOWN:
        return _("not recorded")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, int | Decimal | Fraction):
        return _number(value, type.unit if type is not None else None)
    if isinstance(value, Members):
        return (
            formats.listed(_code(guideline, type, one) for one in sorted(value.values)) if value.values else _("none")
        )
    return _code(guideline, type, str(value))


def _code(guideline: Guideline, type: Type | None, key: str) -> str:
    codes = guideline.lists.get(type.codes or "") if type is not None else None
    term = codes.terms.get(key) if codes is not None else None
    if codes is not None and codes.key == "provision" and key in vocabulary().provisions:
        return vocabulary().provisions[key].label(language())
    return key if term is None else formats.small(term.label(language()))


def _number(value: int | Decimal | Fraction, unit: str | None) -> str:
    match unit:
        case "km":
            return formats.km(value, decimals=0 if value == int(value) else 1)
        case "DKK":
            return formats.dkk(value)
        case "percent":
            return formats.percent(value)
        case "hours":
            return formats.hours(value)
        case "years":
            return plural("{n} year", "{n} years", int(value))
        case "months":
            return plural("{n} month", "{n} months", int(value))
        case "weeks":
            return plural("{n} week", "{n} weeks", int(value))
        case "days":
            return plural("{n} day", "{n} days", int(value))
        case "minutes":
            return plural("{n} minute", "{n} minutes", int(value))
        case _:
            return formats.number(value)


def cell_in_words(guideline: Guideline, values: Mapping[str, Value]) -> str:
    """Return values of facts in one line, each after its fact; what is free and follows from a provision is left out."""
    said = [
        f"{fact_in_words(guideline, name)}: {value_in_words(guideline, name, value)}"
        for name, value in sorted(values.items())
        if (name in guideline.types or name.startswith("count("))
        and (name == "provision.id" or not name.startswith(("provision.", "option.provision")))
    ]
    return "; ".join(said)


def whole_as_written(condition: Condition) -> str:
    """Return a condition as it is written, also one that is joined of others."""
    if condition.joined == "not":
        return f"not {_bracketed(condition.parts[0])}"
    if condition.joined:
        return f" {condition.joined} ".join(map(_bracketed, condition.parts))
    return unparse(condition.node)


def _bracketed(condition: Condition) -> str:
    return f"({whole_as_written(condition)})" if condition.joined in ("and", "or") else whole_as_written(condition)


def compared_in_words(guideline: Guideline, name: str, operator: str, value: Value) -> str:
    """Return a comparison of a fact with a value as a person reads it."""
    return _said(operator, fact_in_words(guideline, name), value_in_words(guideline, name, value))


def _said(operator: str, fact: str, value: str) -> str:
    match operator:
        case "<":
            return _("{fact} below {value}", fact=fact, value=value)
        case "<=":
            return _("{fact} at most {value}", fact=fact, value=value)
        case ">":
            return _("{fact} above {value}", fact=fact, value=value)
        case ">=":
            return _("{fact} at least {value}", fact=fact, value=value)
        case "!=":
            return _("{fact} other than {value}", fact=fact, value=value)
        case _:
            return f"{fact}: {value}"


def rows_in_words(numbers: Iterable[int]) -> str:
    """Return rows of a table by their numbers, counted from 1."""
    found = sorted(numbers)
    said = formats.listed(str(one) for one in found)
    return plural("row {rows}", "rows {rows}", len(found), rows=said)
