"""The case's side of the language: every fact of a case and how it is read. What is left out reads as unknown.

Most follow from the declaration of the case (`visit.reading.documents.case`); what is put together from several fields stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias, cast

from visit.case import Case, place_key
from visit.reading.declared import Field, FieldKind, Group, Keyed, LatLon, ListOf, Record, declared
from visit.reading.documents.case import Application, CaseDocument, fact_name
from visit.reading.documents.lists import vocabulary_list
from visit.rules.facts.declaration import CaseFact
from visit.rules.facts.improvement import improvement, worsened
from visit.rules.language.types import (
    DATE,
    DAYS,
    HOURS,
    KM,
    LEVEL,
    NUMBER,
    TEXT,
    TEXTS,
    TRUTH,
    YEARS,
    Type,
    code,
    codes,
)
from visit.rules.language.values import UNKNOWN, Levels, Members, Possible, Value, lift, possible, years_between
from visit.vocabulary import vocabulary

ReadCase = Callable[[Case, date], Value]
_RecordedAt: TypeAlias = "tuple[tuple[str, ...], Field[Any]]"
"""The keys of the groups in which a field is recorded, and the field."""


_MOST_REACHES = 500
"""So many reaches of dates of birth are kept: many citizens of whom an age or a year is recorded have the same."""


# --- facts of several fields ---


def case_age(case: Case, as_of: date) -> Value:
    """Return the age in whole years on a date; a birth year alone leaves two possible ages."""
    age, born = case.citizen.age, case.citizen.born
    if age is not None:
        return age if as_of == case.assessed else Possible(frozenset(_aged(age, case, as_of)))
    if born is None:
        return _UNDER_OR_OVER_18.get(case.citizen.adult, UNKNOWN)
    if isinstance(born, int):
        oldest = as_of.year - born
        return oldest if oldest == 0 else Possible(frozenset((oldest - 1, oldest)))
    return years_between(born, as_of)


_UNDER_OR_OVER_18: Mapping[bool | None, Value] = {
    True: Possible(frozenset((*range(18, 81), 120))),
    False: Possible(frozenset(range(18))),
}
"""The ages of an adult, and of somebody who is none. The oldest stands for all above 80: a set of possible values has at most 64,
and what is asked of an age is whether it lies above or below another."""


def case_born(case: Case, as_of: date) -> Value:
    """Return the date of birth; a birth year, or an age on the day of assessment, leaves a reach of dates.

    The first and the last day of each month in the reach stand for it: whatever rises or falls with the date of birth has its
    bounds there, so a comparison is known exactly when every date of the reach agrees.
    """
    age, born = case.citizen.age, case.citizen.born
    if age is not None:
        first = _years_before(case.assessed, age + 1) + timedelta(days=1)
        return _reach(first, _years_before(case.assessed, age))
    if isinstance(born, int):
        return _reach(date(born, 1, 1), min(date(born, 12, 31), case.assessed))
    return UNKNOWN if born is None else born  # that somebody is an adult tells no date


def _turns_18(case: Case, as_of: date) -> Value:
    """The day on which the citizen comes of age."""
    return _of_age(case_born(case, as_of))


@lru_cache(maxsize=_MOST_REACHES)
def _of_age(born: Value) -> Value:
    return born if born is UNKNOWN else lift(lambda day: birthday(day, 18), born)


def birthday(born: date, years: int) -> date:
    """Return the day on which somebody turns an age, as `years_between` counts: born on 29 February, it may be 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def _years_before(day: date, years: int) -> date:
    """Return the last date of birth that gives at least this age on a day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


@lru_cache(maxsize=_MOST_REACHES)
def _reach(first: date, last: date) -> Value:
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    bounds = [day for start in months for day in (start, start - timedelta(days=1)) if first <= day <= last]
    return possible((first, last, *bounds))


def _aged(age: int, case: Case, as_of: date) -> tuple[int, int]:
    """The age was recorded on the assessment date; the birthday may have been passed since."""
    years = years_between(case.assessed, as_of)
    return age + years, age + years + 1


def dwelling_offered(case: Case, as_of: date) -> Value:
    """Return whether an ordinary dwelling is offered; false where none can be had. What was learned later does not count yet."""
    dwelling = case.citizen.home.dwelling
    known_yet = dwelling.on is None or dwelling.on <= as_of
    return UNKNOWN if dwelling.offered is None or not known_yet else dwelling.offered


def _dwelling_from(case: Case, as_of: date) -> Value:
    """The day on which the citizen can move into the dwelling that is offered."""
    start = case.citizen.home.dwelling.start
    return UNKNOWN if start is None or dwelling_offered(case, as_of) is not True else start


def dwelling_found(case: Case, as_of: date) -> bool:
    """Return whether an ordinary dwelling is offered from a day that is known."""
    return _dwelling_from(case, as_of) is not UNKNOWN


def _stay_ends(case: Case, as_of: date) -> Value:
    """Whether a service that runs now, gives the home, and ends."""
    if case.citizen.current is None:
        return UNKNOWN
    provisions = vocabulary().provisions
    return any(row.question == "ends" and "home" in provisions[row.service].areas for row in case.citizen.current)


def leaves_institution(case: Case, as_of: date) -> bool:
    """Return whether the citizen is recorded as living in an institution, and the stay ends, or a discharge is planned."""
    return case.citizen.home.housing == "institution" and (
        _stay_ends(case, as_of) is True or case.flags.discharge is True
    )


def _target_groups(case: Case, as_of: date) -> Value:
    if not case.has("target_groups"):
        return UNKNOWN
    primary, secondary = case.target_groups.primary, case.target_groups.secondary
    found = frozenset((*((primary,) if primary else ()), *(secondary or ())))
    return Members(found, complete=secondary is not None)


def _functioning(case: Case, as_of: date) -> Value:
    levels = case.functioning or {}
    themes = len(vocabulary().codes["theme"].terms)
    return Levels(levels, themes - len(levels), 0, 4)


def _hours(case: Case, as_of: date) -> Value:
    return _by_area(case.needs.hours_per_week)


def _days(case: Case, as_of: date) -> Value:
    return _by_area(case.needs.days_per_week)


def _by_area(recorded: Mapping[str, Decimal] | None) -> Value:
    """Once some are recorded, the others are none."""
    return Levels({}, len(vocabulary().codes["area"].terms)) if recorded is None else Levels(recorded, 0)


def round_the_clock(case: Case, as_of: date) -> Value:
    """Whether the need is round the clock."""
    return _answered(case, "round_the_clock", case.needs.round_the_clock)


def _tied_staff(case: Case, as_of: date) -> Value:
    """Whether staff must be on the spot."""
    return _answered(case, "tied_staff", case.needs.tied_staff)


def _answered(case: Case, need: str, answer: bool | None) -> Value:
    """Whether there is a need that has a question of its own: answered, or among the needs; to leave it out is no answer."""
    if need in (case.needs.must or ()):
        return True
    return UNKNOWN if answer is None else answer


def _with_benefit(benefit: str) -> ReadCase:
    """How many ties do the citizen good, or harm; one of which nothing is said may be another."""

    def read(case: Case, as_of: date) -> Value:
        if case.network is None:
            return UNKNOWN
        sure = sum(1 for member in case.network if member.benefit == benefit)
        not_stated = sum(1 for member in case.network if member.benefit is None)
        return possible(range(sure, sure + not_stated + 1))

    return read


# --- facts of one field ---


def case_facts() -> list[CaseFact]:
    """Return every fact of the case's side."""
    return [
        CaseFact("as_of", DATE, lambda case, as_of: as_of),
        CaseFact("case.age", YEARS, case_age),
        CaseFact("case.born", DATE, case_born),
        CaseFact("case.turns_18", DATE, _turns_18),
        CaseFact("case.home.dwelling.offered", TRUTH, dwelling_offered),
        CaseFact("case.home.dwelling.from", DATE, _dwelling_from),
        CaseFact("case.home.stay_ends", TRUTH, _stay_ends),
        CaseFact("case.improvement", TRUTH, improvement),
        CaseFact("case.worsened", codes("theme"), worsened),
        CaseFact("case.target_groups", codes("target_group"), _target_groups),
        CaseFact("case.functioning", Type("levels", "theme", "level"), _functioning),
        CaseFact("case.needs.hours_per_week", Type("levels", "area", "hours"), _hours),
        CaseFact("case.needs.days_per_week", Type("levels", "area", "days"), _days),
        CaseFact("case.needs.round_the_clock", TRUTH, round_the_clock),
        CaseFact("case.needs.tied_staff", TRUTH, _tied_staff),
        CaseFact("case.network.documented", NUMBER, _with_benefit("documented")),
        CaseFact("case.network.harmful", NUMBER, _with_benefit("harmful")),
        *_facts_of(CaseDocument, ()),
    ]


def _facts_of(group: type[Record], above: tuple[str, ...]) -> Iterator[CaseFact]:
    for one in declared(group):
        if isinstance(one, Group):
            yield from _facts_of(one.of, (*above, one.key))
            continue
        path = (above, one)
        if one.counted:
            yield CaseFact(one.counted, NUMBER, _count(path))
        if isinstance(one.kind, ListOf):
            yield from _facts_over(one.kind, path)
        elif isinstance(one.kind, Keyed) and not one.read_by:
            yield from _facts_by_code(one.kind, path)
        elif not (one.counted or one.read_by or one.unread):
            yield CaseFact(_name(path), type_of(one.kind), _recorded(path))


def _facts_over(rows: ListOf[Record], path: _RecordedAt) -> Iterator[CaseFact]:
    for field in declared(rows.of):
        if isinstance(field, Field) and field.gathered:
            yield CaseFact(field.gathered, codes(vocabulary_list(field.kind.codes)), _gathered(path, field))


def _facts_by_code(kind: Keyed[object], path: _RecordedAt) -> Iterator[CaseFact]:
    for key in vocabulary().codes[kind.codes].terms:
        yield CaseFact(f"{_name(path)}.{key}", type_of(kind.value), _of_code(path, kind.value, key))


def _name(path: _RecordedAt) -> str:
    above, field = path
    return fact_name(".".join((*above, field.key)))


def type_of(kind: FieldKind[object]) -> Type:
    """Return the type that a field's value has in the language."""
    if kind.name in ("code", "codes"):
        return {"code": code, "codes": codes}[kind.name](vocabulary_list(kind.codes))
    return _TYPES[kind.name]


_TYPES: Mapping[str, Type] = {
    "day": DATE,
    "days": DAYS,
    "hours": HOURS,
    "km": KM,
    "level": LEVEL,
    "municipality": TEXT,
    "offers": TEXTS,
    "option": TEXT,
    "past": DATE,
    "place": TEXT,
    "text": TEXT,
    "texts": TEXTS,
    "truth": TRUTH,
    "whole": NUMBER,
}


def _group(case: Case, above: tuple[str, ...]) -> Mapping[str, object]:
    """Return the plain values of the group under some keys."""
    found = case.recorded
    for key in above:
        found = cast(Mapping[str, object], found.get(key) or {})
    return found


def _at(case: Case, path: _RecordedAt) -> Any:
    """Return what is recorded at a path, or None where it is left out."""
    above, field = path
    return field.within(_group(case, above))


def _recorded(path: _RecordedAt) -> ReadCase:
    def read(case: Case, as_of: date) -> Value:
        found: Value | tuple[str, ...] | LatLon | None = _at(case, path)
        if found is None:
            return UNKNOWN
        if isinstance(found, tuple):
            return Members(frozenset(found))
        return place_key(found) if isinstance(found, LatLon) else found

    return read


def _of_code(path: _RecordedAt, kind: FieldKind[object], key: str) -> ReadCase:
    above, field = path

    def read(case: Case, as_of: date) -> Value:
        found = cast(Mapping[str, object], _group(case, above).get(field.key) or {})
        return cast(Value, kind.read(found[key])) if key in found else UNKNOWN

    return read


def _count(path: _RecordedAt) -> ReadCase:
    def read(case: Case, as_of: date) -> Value:
        found = _at(case, path)
        return UNKNOWN if found is None else len(found)

    return read


def _gathered(path: _RecordedAt, field: Field[str]) -> ReadCase:
    """The set of one field over recorded rows; a row without the field leaves the set open."""

    def read(case: Case, as_of: date) -> Value:
        rows = _at(case, path)
        if rows is None:
            return UNKNOWN
        counting = [row for row in rows if not (isinstance(row, Application) and row.on and row.on > as_of)]
        found = [field.__get__(row, type(row)) for row in counting]
        return Members(frozenset(one for one in found if one is not None), complete=None not in found)

    return read
