"""Names, codes and units of conditions: what a bound condition gives, and every fault with its column and the nearest name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from visit.rules.facts.registry import LANGUAGE
from visit.rules.language.binder import Scope
from visit.rules.language.binding import ExpressionErrors, bind
from visit.rules.language.types import NUMBER, TRUTH, Type
from visit.rules.language.values import UNKNOWN, Between, Levels, Members, Possible, Value
from visit.vocabulary import vocabulary

NAMES = {name: fact.type for name, fact in LANGUAGE.by_name.items()}
OWN = {"near_km": Type("number", unit="km"), "plain": NUMBER, "limit_weeks": Type("number", unit="weeks")}
SCOPE = Scope({**NAMES, **OWN}, vocabulary().codes, OWN)
JUNE, MAY, JULY = date(2000, 6, 1), date(2000, 5, 1), date(2000, 7, 1)
SUMMER = {"case.born": Possible(frozenset((MAY, JULY)))}
SETS = {
    "case.needs.must": Members(frozenset(("care", "meals"))),
    "case.target_groups": Members(frozenset(("anxiety",)), False),
}
IMPAIRED = Members(frozenset(("mental-impairment",)))
TAKES = Levels({"cook": 3}, 30, 0, 4)
THEMES = Levels({"cook": 3, "clean": 1}, 2, 0, 4)

GIVES: list[tuple[str, Mapping[str, Value], Value]] = [
    ("case.age >= 18", {"case.age": 18}, True),
    ("case.age >= 18", {"case.age": UNKNOWN}, UNKNOWN),
    ("case.age >= 18", {"case.age": Possible(frozenset((18, 19)))}, True),
    ("case.age >= 18", {"case.age": Possible(frozenset((17, 18)))}, UNKNOWN),
    ("17 < case.age <= 18", {"case.age": 18}, True),
    ("case.age + 1 == 19", {"case.age": 18}, True),
    ("case.age * 2 - 1 > 35", {"case.age": 18}, False),
    ("min(case.age, plain) == 3", {"case.age": 18, "plain": 3}, True),
    ("case.born == 2000-06-01", {"case.born": JUNE}, True),
    ("case.born != 2000-06-01", {"case.born": MAY}, True),
    ("case.born == 2000-06-01", SUMMER, UNKNOWN),
    ("case.born != 2000-06-01", SUMMER, UNKNOWN),
    ("case.born == 2000-07-02", SUMMER, False),
    ("case.born < 2000-07-02", SUMMER, True),
    ("case.born < 2000-06-01", SUMMER, UNKNOWN),
    ("case.flags.acute or case.age > 1", {"case.flags.acute": UNKNOWN, "case.age": 2}, True),
    ("case.flags.acute and case.age > 1", {"case.flags.acute": UNKNOWN, "case.age": 2}, UNKNOWN),
    ("case.flags.acute and case.age > 1", {"case.flags.acute": UNKNOWN, "case.age": 1}, False),
    ("not case.flags.acute", {"case.flags.acute": UNKNOWN}, UNKNOWN),
    ("known(case.flags.acute)", {"case.flags.acute": UNKNOWN}, False),
    ("known(case.age)", {"case.age": Possible(frozenset((17, 18)))}, False),
    ("case.permanence == temporary", {"case.permanence": "temporary"}, True),
    ("temporary == case.permanence", {"case.permanence": "permanent"}, False),
    ("case.permanence in [temporary, unclear]", {"case.permanence": "unclear"}, True),
    ("case.permanence not in [temporary, unclear]", {"case.permanence": UNKNOWN}, UNKNOWN),
    ("case.legal.impairment >= reduced", {"case.legal.impairment": "substantial"}, True),
    ("case.legal.impairment < reduced", {"case.legal.impairment": "substantial"}, False),
    ("provision.id == SEL-107", {"provision.id": "SEL-107-2"}, True),
    ("SEL-107 != provision.id", {"provision.id": "SEL-107-2"}, False),
    ("case.target_groups.primary == mental-impairment", {"case.target_groups.primary": "anxiety"}, True),
    ("case.target_groups includes mental-impairment", SETS, True),
    ("case.target_groups includes intellectual-disability", SETS, UNKNOWN),
    ("case.needs.must includes care", SETS, True),
    ("case.needs.must not includes care", SETS, False),
    ("case.needs.must includes activity", SETS, False),
    ("count(case.needs.must in [care, activity]) == 1", SETS, True),
    ("all(case.needs.must != activity)", SETS, True),
    ("count(case.needs.must)", SETS, 2),
    ("count(case.target_groups)", SETS, UNKNOWN),
    ("count(case.support_need >= 2, case.needs.must includes care) == 2", {**SETS, "case.support_need": 2}, True),
    ("count(case.support_need >= 2, case.needs.must includes care) >= 1", {**SETS, "case.support_need": UNKNOWN}, True),
    ("count(case.support_need >= 2, case.needs.must includes care) >= 2", {**SETS, "case.support_need": UNKNOWN}, UNKNOWN),
    ("count(case.support_need >= 2, case.needs.must includes care) >= 2", {**SETS, "case.support_need": 1}, False),
    ("count(case.functioning >= 3) >= 1", {"case.functioning": THEMES}, True),
    ("count(case.functioning >= 3) >= 4", {"case.functioning": THEMES}, False),
    ("count(case.functioning >= 3) >= 2", {"case.functioning": THEMES}, UNKNOWN),
    ("count(assessed(case.functioning) >= 3) >= 2", {"case.functioning": THEMES}, False),
    ("any(case.functioning >= 4)", {"case.functioning": THEMES}, UNKNOWN),
    ("all(case.functioning >= 2)", {"case.functioning": THEMES}, False),
    ("max(case.functioning) >= 3", {"case.functioning": THEMES}, True),
    ("min(case.functioning) <= 1", {"case.functioning": THEMES}, True),
    ("sum(case.functioning)", {"case.functioning": THEMES}, Between(frozenset((4, 12)))),
    ("sum(case.functioning) >= 4", {"case.functioning": THEMES}, True),
    ("sum(case.functioning) > 12", {"case.functioning": THEMES}, False),
    ("sum(case.functioning) >= 5", {"case.functioning": THEMES}, UNKNOWN),
    ("sum(case.functioning) == 8", {"case.functioning": THEMES}, UNKNOWN),
    ("sum(case.functioning) != 13", {"case.functioning": THEMES}, True),
    ("sum(case.functioning) in [3, 13]", {"case.functioning": THEMES}, False),
    ("sum(case.functioning.[cook])", {"case.functioning": THEMES}, 3),
    ("sum(case.functioning.[cook, eat])", {"case.functioning": THEMES}, Between(frozenset((3, 7)))),
    ("max(case.functioning.[cook, clean])", {"case.functioning": THEMES}, 3),
    ("all(case.functioning <= option.levels_to)", {"case.functioning": THEMES, "option.levels_to": TAKES}, UNKNOWN),
    ("all(assessed(case.functioning) <= option.levels_to)", {"case.functioning": THEMES, "option.levels_to": TAKES}, UNKNOWN),
    ("all(case.functioning.[cook] <= option.levels_to)", {"case.functioning": THEMES, "option.levels_to": TAKES}, True),
    ("all(case.functioning.[cook] < option.levels_to)", {"case.functioning": THEMES, "option.levels_to": TAKES}, False),
    ("any(option.levels_to <= case.functioning)", {"case.functioning": THEMES, "option.levels_to": TAKES}, True),
    ("case.needs.must within [care, meals, activity]", SETS, True),
    ("case.needs.must within [care]", SETS, False),
    ("case.needs.must not within [care]", SETS, True),
    ("case.needs.must overlaps [care, activity]", SETS, True),
    ("case.needs.must overlaps [activity]", SETS, False),
    ("case.target_groups within [mental-impairment]", SETS, UNKNOWN),
    ("case.target_groups within [intellectual-disability]", SETS, False),
    ("case.target_groups overlaps option.target_groups", {**SETS, "option.target_groups": UNKNOWN}, UNKNOWN),
    ("case.target_groups overlaps option.target_groups", {**SETS, "option.target_groups": IMPAIRED}, True),
    ("option.target_groups overlaps case.target_groups", {**SETS, "option.target_groups": IMPAIRED}, UNKNOWN),
    ("case.target_groups overlaps option.target_groups", {**SETS, "option.target_groups": Members(frozenset())}, False),
    ("case.needs.must within option.covers", {"case.needs.must": Members(frozenset()), "option.covers": UNKNOWN}, True),
    ("case.wishes.offers overlaps ['a', 'b']", {"case.wishes.offers": Members(frozenset("a"))}, True),
    ("sum(assessed(case.functioning)) == 4", {"case.functioning": THEMES}, True),
    ("case.wishes.offers includes offer.id", {"case.wishes.offers": Members(frozenset("a")), "offer.id": "a"}, True),
    ("years_between(case.assessed, as_of)", {"case.assessed": date(2024, 2, 29), "as_of": date(2026, 2, 28)}, 1),
    ("months_between(case.assessed, as_of)", {"case.assessed": date(2026, 1, 31), "as_of": date(2026, 2, 28)}, 0),
    ("travel.network_km * 2 <= near_km", {"travel.network_km": Decimal("7.5"), "near_km": 15}, True),
    ("entitled(SEL-107)", {"entitled(SEL-107-1)": False, "entitled(SEL-107-2)": UNKNOWN}, UNKNOWN),
    ("tried(SEL-107)", {"case.tried": Members(frozenset(("SEL-107-1",)))}, True),
    ("tried(SEL-82b)", {"case.tried": Members(frozenset(("SEL-107-1",)))}, False),
    ("tried(SEL-82b)", {"case.tried": UNKNOWN}, UNKNOWN),
    ("option.waiting_days <= 3 weeks", {"option.waiting_days": 21}, True),
    ("option.waiting_days <= 3 weeks", {"option.waiting_days": 22}, False),
    ("option.waiting_days <= 3 weeks", {"option.waiting_days": UNKNOWN}, UNKNOWN),
    ("option.waiting_days < limit_weeks", {"option.waiting_days": 13, "limit_weeks": 2}, True),
    ("option.waiting_days in [1 week, 2 weeks]", {"option.waiting_days": 14}, True),
    ("option.waiting_days > 1 week + 1 day", {"option.waiting_days": 9}, True),
    ("min(option.waiting_days, 1 week) == 7", {"option.waiting_days": 9}, True),
    ("max(1 week, option.waiting_days, 8 days) == 9", {"option.waiting_days": 9}, True),
    ("option.months <= 1 year", {"option.months": 12}, True),
    ("case.age >= 216 months", {"case.age": 18}, True),
    ("case.age in [24 months]", {"case.age": 2}, True),
    ("months_between(case.born, as_of) < 1 year", {"case.born": MAY, "as_of": date(2001, 4, 30)}, True),
    ("days_between(case.assessed, as_of) <= 3 weeks", {"case.assessed": MAY, "as_of": date(2000, 5, 22)}, True),
    ("case.assessed + 1 month", {"case.assessed": date(2025, 1, 31)}, date(2025, 2, 28)),
    ("case.assessed - 1 month", {"case.assessed": date(2024, 3, 31)}, date(2024, 2, 29)),
    ("as_of <= case.assessed + limit_weeks", {"case.assessed": MAY, "as_of": date(2000, 5, 15), "limit_weeks": 2}, True),
    ("case.born + 18 years > 2018-04-01", SUMMER, True),
    ("case.born + 18 years > 2018-06-01", SUMMER, UNKNOWN),
    ("any(case.needs.days_per_week < 1 week)", {"case.needs.days_per_week": Levels({"work": 5})}, True),
    ("case.municipality == 'Esbjerg'", {"case.municipality": "Esbjerg"}, True),
]  # fmt: skip


@pytest.mark.parametrize(("source", "values", "result"), GIVES, ids=range(len(GIVES)))
def test_a_bound_condition_gives(source: str, values: Mapping[str, Value], result: Value) -> None:
    given = bind(source, SCOPE).run(values)
    assert given is result if isinstance(result, bool) or result is UNKNOWN else given == result


OF_WHOLE = "it is a number of whole years: write it so, or count from a date: months_between(…), days_between(…)"
OF_DAYS = "a month has 28 to 31 days: count from a date, for example `as_of < case.assessed + 3 months`"
UNRECORDED = "what is not recorded is asked with `not known(…)` around the name"
COMPARED = "compare it, for example `case.age >= 1`"
GROUP = "write a provision, for example `SEL-85`, or the key of a group of offers under `groups`"
REFUSED: list[tuple[str, Any, int, str | None]] = [
    ("case.age < 6 months", "years cannot be compared with months", 9, OF_WHOLE),
    ("case.age < option.months", "years cannot be compared with months", 9, OF_WHOLE),
    ("option.waiting_days < 2 months", "days cannot be compared with months", 20, OF_DAYS),
    ("min(option.waiting_days, 1 year) > 3", "days cannot be compared with years", 0, OF_DAYS),
    ("1 year + 3 weeks > 2 years", "years cannot be compared with weeks", 7, OF_DAYS),
    ("case.needs.hours_per_week.support > 2 weeks", "hours cannot be compared with weeks", 34, None),
    ("case.goals.count < 6 months", "a number without a unit cannot be compared with months", 17, None),
    ("case.assessed + 3", "a number cannot be added to a date", 14, "write a period, for example `case.assessed + 3 months`"),
    ("option.months < 3 måneder", "unexpected `måneder`", 18, "write `months`"),
    ("case.agee > 3", 'unknown name "case.agee"', 0, 'did you mean "case.age"?'),
    ("option.stepp > 1", 'unknown name "option.stepp"', 0, 'did you mean "option.step"?'),
    ("case.functioning.cok > 1", 'unknown name "case.functioning.cok"', 0, 'did you mean "case.functioning.cook"?'),
    ("qqqqq", 'unknown name "qqqqq"', 0, None),
    ("case.permanence == temporry", 'unknown code "temporry"', 19, 'did you mean "temporary"?'),
    ("case.permanence == nonsense", 'unknown code "nonsense"', 19, "one of temporary, permanent, unclear"),
    ("case.target_groups.primary == nothing", 'unknown code "nothing"', 30, None),
    ("case.permanence in [temporary, permanant]", 'unknown code "permanant"', 31, 'did you mean "permanent"?'),
    ("case.legal.impairment >= substancial", 'unknown code "substancial"', 25, 'did you mean "substantial"?'),
    ("count(case.needs.must in [care, nursing]) > 1", 'unknown code "nursing"', 32, 'did you mean "nursing_care"?'),
    ("entitled(SEL-85x)", 'unknown code "SEL-85x"', 9, 'did you mean "SEL-85"?'),
    ("case.age == 'x'", "a number in years cannot be compared with a text", 9, None),
    ("as_of > 3", "a date cannot be compared with a number", 6, None),
    ("option.staff >= 2", "a code cannot be compared with a number", 13, None),
    ("case.age in ['x']", "a number in years cannot be compared with a text", 13, None),
    ("case.functioning >= 'x'", "levels in level cannot be compared with a text", 17, None),
    ("case.permanence == case.home.housing", "permanence cannot be compared with housing", 16, None),
    ("case.age > near_km", "years cannot be compared with km", 9, None),
    ("case.age + near_km > 1", "years cannot be compared with km", 9, None),
    ("case.age in [18, near_km]", "years cannot be compared with km", 17, None),
    ("case.functioning >= case.age", "level cannot be compared with years", 17, None),
    ("max(case.age, near_km) > 1", "years cannot be compared with km", 0, None),
    ("case.age * near_km > 1", "only one side of * may have a unit", 9, None),
    ("case.permanence < temporary", "the codes of permanence have no order", 16, None),
    ("case.municipality < 'x'", "a text has no order", 18, None),
    ("case.flags.acute > true", "yes or no has no order", 17, None),
    ("case.needs.must >= care", "a set of codes has no order", 16, None),
    ("case.age and true", "yes or no expected, not a number in years", 0, COMPARED),
    ("not case.age", "yes or no expected, not a number in years", 4, COMPARED),
    ("case.age", "yes or no expected, not a number in years", 0, COMPARED),
    ("case.functioning >= 3", None, 17, "write any(…) or all(…) around it"),
    ("case.functioning >= 3 and true", None, 17, "write any(…) or all(…) around it"),
    ("(case.age > 3) + 1 > 2", "a number expected, not yes or no", 10, None),
    ("case.age - 'x' > 1", "a number expected, not a text", 11, None),
    ("max(case.age, 'x') > 1", "a number expected, not a text", 14, None),
    ("case.age in 3", "a list in brackets expected", 12, "write `[a, b]`"),
    ("case.permanence == [temporary]", "a list can only follow `in`", 19, None),
    ("case.age includes 3", "a set expected, not a number in years", 0, None),
    ("case.needs.must includes 3", "a set of codes cannot include a number", 25, None),
    ("case.wishes.offers includes 3", "a set of texts cannot include a number", 28, None),
    ("known(3)", "known() needs the name of a fact", 0, None),
    ("known(case.age + 1)", "known() needs the name of a fact", 0, None),
    ("known()", "known() needs 1 in its brackets", 0, None),
    ("years_between(as_of) > 1", "years_between() needs 2 in its brackets", 0, None),
    ("years_between(as_of, case.age) > 1", "years_between() cannot take a number in years", 21, None),
    ("any(case.age)", "any() cannot take a number in years", 4, None),
    ("count(case.age, case.flags.acute) > 1", "yes or no expected, not a number in years", 6, COMPARED),
    ("count(case.age) > 1", "count() cannot take a number in years", 6, None),
    ("assessed(case.age) > 1", "assessed() cannot take a number in years", 9, None),
    ("max(case.needs.must) > 1", "max() cannot take a set of codes", 0, None),
    ("sum(case.age) > 1", "sum() cannot take a number in years", 4, None),
    ("case.age within [3]", "a set expected, not a number in years", 0, "write `in`"),
    ("case.functioning within option.levels_to", "a set expected, not levels in level", 0, "write all(… <= …)"),
    ("case.needs.must within case.target_groups", "need cannot be compared with target_group", 23, None),
    ("case.needs.must within [care, mealz]", 'unknown code "mealz"', 30, 'did you mean "meals"?'),
    ("case.needs.must within care", "a list in brackets expected", 23, "write `[a, b]`"),
    ("sum(case.functioning.[cok]) > 1", 'unknown code "cok"', 22, 'did you mean "cook"?'),
    ("sum(case.age.[cook]) > 1", "levels expected, not a number in years", 4, None),
    ("all(case.functioning <= case.needs.hours_per_week)", "levels in level cannot be compared with levels in hours", 21, None),
    ("entitled(3)", "entitled() needs one provision", 0, "write `entitled(SEL-85)`"),
    ("tried(3)", "tried() needs one provision", 0, "write `tried(SEL-85)`"),
    ("tried(108)", "tried() needs one provision", 0, "write `tried(SEL-108)`"),
    ("tried(centres)", 'unknown code "centres"', 6, GROUP),
    ("case.permanence", "yes or no expected, not a code", 0, "compare it, for example `case.permanence == temporary`"),
    ("case.foo == low", 'unknown name "case.foo"', 0, None),
    ("case.age == unknown", 'unknown name "unknown"', 12, UNRECORDED),
    ("case.permanence == ukendt", 'unknown code "ukendt"', 19, UNRECORDED),
    ("option.step == H9", 'unknown name "H9"', 15, "write the number of the step, for example `option.step == 9`"),
    ("tried(H4)", 'unknown code "H4"', 6, "write the code of the provision, for example `SEL-85`"),
    ("case.assessed < 01-07-2026", "a date cannot be compared with a number", 14, "write `2026-07-01`"),
    ("case.age >= '18'", "a number in years cannot be compared with a text", 9, "write `18`"),
    ("case.age >= high", 'unknown name "high"', 12, "write a number, or the name of a parameter"),
    ("provision.id == SEL 85", "unexpected `85`", 20, "write `SEL-85`"),
    ("(case.age > 3 and case.flags.acute", "`)` expected", 34, "add `)` where the bracket ends"),
    ("case.age > 3 && case.flags.acute", "the condition cannot be read from '&' on", 13, "write `and`"),
    ("case.age > 3 || case.flags.acute", "the condition cannot be read from '|' on", 13, "write `or`"),
    ("tried(SEL-85, SEL-104)", "tried() needs one provision", 0, "write `tried(SEL-85)`"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "message", "column", "help"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_fault_is_named_with_its_column(source: str, message: str | None, column: int, help: str | None) -> None:
    with pytest.raises(ExpressionErrors) as caught:
        bind(source, SCOPE, TRUTH)
    (error,) = caught.value.errors
    assert message is None or error.message == message
    assert (error.column, error.help) == (column, help)


def test_no_parameter_is_asked_for_where_none_can_be_read() -> None:
    with pytest.raises(ExpressionErrors) as caught:
        bind("case.age >= near_km", Scope(NAMES, vocabulary().codes), TRUTH)
    (error,) = caught.value.errors
    assert error.message == 'unknown name "near_km"'
    assert error.help == "write a number; no parameter of a guideline can be read here"


@pytest.mark.parametrize(
    ("source", "columns"),
    [
        ("near_km <= 5 and case.agee > 3 or case.permanense == x", [17, 34]),
        ("near_km <= 7,5 and case.agee > 3", [12, 19]),
        ("near_km <= 7,5 og case.agee > 3 eller case.age => 1.000,5", [12, 15, 18, 32, 47, 55]),
        ("near_km <= 5) and case.agee ≥ 3", [12, 18, 28]),
        ("near_km <= 5 and (case.agee > 3", [31]),
    ],
)
def test_every_fault_of_a_condition_is_named_at_once(source: str, columns: list[int]) -> None:
    with pytest.raises(ExpressionErrors) as caught:
        bind(source, SCOPE, TRUTH)
    assert sorted(error.column for error in caught.value.errors) == columns


def test_a_condition_says_what_it_reads() -> None:
    condition = bind("case.age > 3 and not (entitled(SEL-107) or any(case.functioning >= 2))", SCOPE, TRUTH)
    assert condition.reads == {"case.age", "case.functioning", "entitled(SEL-107-1)", "entitled(SEL-107-2)"}
    assert condition.joined == "and"
    assert [part.joined for part in condition.parts] == ["", "not"]
