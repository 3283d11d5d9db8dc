"""The case's side of the language: every fact of a case and how it is read. What is left out reads as unknown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from visit.case import Case
from visit.rules.facts.declaration import CaseFact
from visit.rules.language.types import (
    DATE,
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
from visit.rules.language.values import UNKNOWN, Levels, Members, Possible, Value, possible, years_between
from visit.vocabulary import vocabulary


def case_age(case: Case, as_of: date) -> Value:
    """Return the age in whole years on a date; a birth year alone leaves two possible ages."""
    age, born = case.get("citizen", "age"), case.get("citizen", "born")
    if age is not None:
        return int(age) if as_of == case.assessed else Possible(frozenset(_aged(int(age), case, as_of)))
    if born is None:
        return UNKNOWN
    if isinstance(born, int):
        oldest = as_of.year - born
        return oldest if oldest == 0 else Possible(frozenset((oldest - 1, oldest)))
    return years_between(date.fromisoformat(born), as_of)


def _aged(age: int, case: Case, as_of: date) -> tuple[int, int]:
    """The age was recorded on the assessment date; the birthday may have been passed since."""
    years = years_between(case.assessed, as_of)
    return age + years, age + years + 1


def _recorded(*path: str) -> Callable[[Case, date], Value]:
    def read(case: Case, as_of: date) -> Value:
        value = case.get(*path)
        return UNKNOWN if value is None else value

    return read


def _recorded_set(*path: str) -> Callable[[Case, date], Value]:
    def read(case: Case, as_of: date) -> Value:
        value = case.get(*path)
        return UNKNOWN if value is None else Members(frozenset(value))

    return read


def _recorded_date(*path: str) -> Callable[[Case, date], Value]:
    def read(case: Case, as_of: date) -> Value:
        value = case.get(*path)
        return UNKNOWN if value is None else date.fromisoformat(value)

    return read


def _column(path: tuple[str, ...], key: str) -> Callable[[Case, date], Value]:
    """The set of one field over recorded rows; a row without the field leaves the set open."""

    def read(case: Case, as_of: date) -> Value:
        rows = case.get(*path)
        if rows is None:
            return UNKNOWN
        found = frozenset(str(row[key]) for row in rows if key in row)
        return Members(found, complete=all(key in row for row in rows))

    return read


def _count(*path: str) -> Callable[[Case, date], Value]:
    def read(case: Case, as_of: date) -> Value:
        rows = case.get(*path)
        return UNKNOWN if rows is None else len(rows)

    return read


def _target_groups(case: Case, as_of: date) -> Value:
    groups = case.get("target_groups")
    if groups is None:
        return UNKNOWN
    primary, secondary = groups.get("primary"), groups.get("secondary")
    found = frozenset((*((primary,) if primary else ()), *(secondary or ())))
    return Members(found, complete=secondary is not None)


def _functioning(case: Case, as_of: date) -> Value:
    levels = case.get("functioning") or {}
    themes = len(vocabulary().codes["theme"].terms)
    return Levels(levels, themes - len(levels), 0, 4)


def _hours(case: Case, as_of: date) -> Value:
    hours = case.get("needs", "hours_per_week")
    if hours is None:
        return Levels({}, len(vocabulary().codes["area"].terms))
    return Levels({area: Decimal(value) for area, value in hours.items()}, 0)


def _hours_of(area: str) -> Callable[[Case, date], Value]:
    def read(case: Case, as_of: date) -> Value:
        value = case.get("needs", "hours_per_week", area)
        return UNKNOWN if value is None else Decimal(value)

    return read


def _documented(case: Case, as_of: date) -> Value:
    rows = case.get("network")
    if rows is None:
        return UNKNOWN
    documented = sum(1 for row in rows if row.get("benefit") == "documented")
    return possible(range(documented, documented + sum(1 for row in rows if "benefit" not in row) + 1))


_LEGAL = (
    "can_hold_ordinary_job", "can_lead_helpers", "covered_by_aeldreloven", "manages_without_support",
    "needs_adapted_home", "can_complete_other_youth_education", "can_improve_by_rehabilitation",
)  # fmt: skip
_FLAGS = (
    "acute", "violence_close_relation", "principle_case", "untreated_health", "untreated_psychiatric",
    "at_risk_of_homelessness", "discharge", "pilot", "legal_review", "solo_grounds_documented",
)  # fmt: skip


def case_facts() -> list[CaseFact]:
    """Return every fact of the case's side."""

    def recorded(type: Type, *path: str, name: str | None = None) -> CaseFact:
        read = {"codes": _recorded_set, "texts": _recorded_set, "date": _recorded_date}.get(type.kind, _recorded)
        return CaseFact(name or ".".join(("case", *path)), type, read(*path))

    facts = [
        CaseFact("as_of", DATE, lambda case, as_of: as_of),
        CaseFact("case.assessed", DATE, lambda case, as_of: case.assessed),
        recorded(DATE, "baseline", "measured"),
        CaseFact("case.age", YEARS, case_age),
        recorded(TEXT, "municipality"),
        recorded(LEVEL, "support_need"),
        recorded(code("permanence"), "permanence"),
        CaseFact("case.functioning", Type("levels", "theme", "level"), _functioning),
        CaseFact("case.target_groups", codes("target_group"), _target_groups),
        recorded(code("target_group"), "target_groups", "primary"),
        recorded(code("impairment"), "legal", "impairment"),
        recorded(codes("impairment_kind"), "legal", "kinds"),
        recorded(code("social_problems"), "legal", "social_problems"),
        recorded(codes("area"), "legal", "other_law_covers"),
        recorded(codes("area"), "needs", "areas"),
        recorded(codes("need"), "needs", "must"),
        recorded(codes("premises"), "needs", "premises"),
        recorded(TRUTH, "needs", "round_the_clock"),
        CaseFact("case.needs.hours_per_week", Type("levels", "area", "hours"), _hours),
        recorded(code("housing"), "citizen", "home", "housing", name="case.home.housing"),
        recorded(TRUTH, "citizen", "home", "tenancy", name="case.home.tenancy"),
        recorded(TEXT, "citizen", "home", "place", name="case.home.place"),
        CaseFact("case.network.count", NUMBER, _count("network")),
        CaseFact("case.network.documented", NUMBER, _documented),
        CaseFact("case.network.ties", codes("tie"), _column(("network",), "tie")),
        recorded(TEXTS, "wishes", "offers"),
        recorded(TEXTS, "wishes", "avoid"),
        recorded(KM, "wishes", "max_km"),
        CaseFact("case.applied", codes("provision"), _column(("applied",), "provision")),
        recorded(TEXT, "offered"),
        recorded(code("consent"), "consent", "support"),
        recorded(code("consent"), "consent", "move"),
        recorded(code("guardian"), "guardian", "kind"),
        recorded(TRUTH, "guardian", "accepts"),
        recorded(code("sentence"), "flags", "sentence"),
        recorded(NUMBER, "flags", "shelter_stays_12m"),
        CaseFact("case.goals.count", NUMBER, _count("goals")),
        CaseFact("case.goals.kinds", codes("goal_kind"), _column(("goals",), "kind")),
        recorded(codes("actor"), "actors"),
        CaseFact("case.resources.count", NUMBER, _count("resources")),
    ]
    facts += [recorded(TRUTH, "legal", key) for key in _LEGAL]
    facts += [recorded(TRUTH, "flags", key) for key in _FLAGS]
    facts += [recorded(LEVEL, "functioning", theme) for theme in vocabulary().codes["theme"].terms]
    dimensions = ("physical_practical", "communication", "social_behaviour")
    facts += [recorded(LEVEL, "dimensions", dimension) for dimension in dimensions]
    facts += [
        CaseFact(f"case.needs.hours_per_week.{area}", HOURS, _hours_of(area))
        for area in vocabulary().codes["area"].terms
    ]
    contributions = ("citizen", "relatives", "functioning", "potential", "compensation", "offer")
    facts += [recorded(TEXT, "contributions", part) for part in contributions]
    considered = ("technology", "volunteers", "rehabilitation", "civil_society")
    facts += [recorded(TRUTH, "considered", part) for part in considered]
    return facts
