"""What is said to be impossible is so: proved on small conditions, and held against drawn cases, options and guidelines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from drawn import DAY, DOCUMENTS, case, catalogue, catalogues, guideline, guidelines, quiet
from hypothesis import given
from written import a_guideline, a_rule

from visit.matching import match
from visit.rules.deciding.one_option import option_environment
from visit.rules.findings.joined_conditions import both, denied
from visit.rules.findings.possibility import Possibility, can_be
from visit.rules.findings.unread import conditions
from visit.rules.guideline.values import Guideline
from visit.rules.language.binder import Scope
from visit.rules.language.binding import bind
from visit.rules.language.conditions import Condition
from visit.rules.language.types import TRUTH

WRITTEN = guideline(
    a_guideline(
        parameters={"grown": {"value": 18, "unit": "years"}},
        facts={
            "level": {
                "values": [1, 2],
                "rows": [{"when": "case.support_need >= 3", "then": 2}, {"then": 1}],
            },
            "grown_up": {
                "values": [True, False],
                "rows": [{"when": "case.age >= grown", "then": True}, {"then": False}],
            },
        },
    )
)
NEVER = (
    "false",
    "1 == 2",
    "case.age >= 30 and case.age < 20",
    "case.age > 30 and case.age < 31",
    "case.support_need > 4",
    "case.age < grown and grown_up",
    "level == 2 and case.support_need < 3",
    "level > 2",
    "option.specialisation >= level + 4",
    "option.internal and not option.internal",
    "case.permanence == temporary and case.permanence == permanent",
    "provision.id == SEL-85 and provision.free_choice",
    "as_of >= 2020-01-01 and as_of < 2020-01-01",
    "offer.id == 'a' and offer.id == 'b'",
    "case.needs.must includes a_home and case.needs.must not includes a_home",
    "case.target_groups includes autism-spectrum and not any(case.target_groups in [autism-spectrum, anxiety])",
    "case.needs.hours_per_week.support < 0",
    "any(case.functioning >= 3) and not any(case.functioning >= 3)",
    "known(case.age) and not known(case.age)",
    "not known(case.support_need) and case.support_need >= 3",
    "not known(case.permanence) and case.permanence != temporary",
    "not known(option.months) and option.months < 12",
    "option.mobile and travel.home_km > 0",
    "count(case.actors) >= 5 and count(case.actors) < 3",
    "count(case.needs.areas) >= 12",
    "sum(case.needs.hours_per_week.[support, care]) > 20 and sum(case.needs.hours_per_week.[support, care]) <= 20",
    "max(case.functioning) >= 5",
    "years_between(case.born, as_of) >= grown and years_between(case.born, as_of) < 18",
    "count(case.flags.acute, case.flags.pilot) >= 3",
    "option.kind == tenancy and travel.network_km >= 5",
    "option.current and option.waiting_days > 30",
    "option.moves_home and not option.gives_home",
    "option.moves_home and option.current",
    "case.goals.count == 0 and case.goals.kinds includes develop",
    "case.network.count == 1 and case.network.harmful >= 2",
    "option.internal and option.external",
    "not option.internal and not option.external",
    "tried(SEL-85) and case.tried not includes SEL-85",
    "case.tried includes SEL-107-1 and not tried(SEL-107)",
    "case.target_groups.primary == anxiety and case.target_groups not includes anxiety",
    "case.needs.must includes round_the_clock and not case.needs.round_the_clock",
    "sum(case.functioning) > 500",
    "sum(case.functioning.[cook, clean]) > 8",
    "sum(case.needs.days_per_week) > 49",
    "any(case.functioning > 4)",
    "any(case.functioning >= 3) and max(case.functioning) < 3",
    "not any(case.functioning >= 0)",
    "any(case.needs.hours_per_week >= 3) and max(case.needs.hours_per_week) < 3",
    "any(case.needs.hours_per_week >= 3) and not any(case.needs.hours_per_week >= 2)",
    "not any(case.needs.hours_per_week >= 0) and case.needs.hours_per_week.care > 0",
    "not all(case.needs.hours_per_week >= 3) and not any(case.needs.hours_per_week >= 0)",
    "any(case.needs.hours_per_week < 3) and min(case.needs.hours_per_week) >= 3",
    "case.needs.hours_per_week.care == 2 and all(case.needs.hours_per_week >= 3)",
    "all(case.functioning >= 3) and case.functioning.cook == 1",
    "all(case.functioning >= 3) and any(case.functioning < 3)",
    "case.network.count < 0",
    "case.network.harmful >= 5 and case.network.count <= 4",
    "case.born > as_of",
    "case.network.count == 0 and case.network.ties includes family",
    "as_of < case.assessed",
    "years_between(case.born, as_of) > 150",
    "option.open_days > 7",
    "option.step > 9",
    "provision.id == ABL-105 and not option.gives_home",
)
SOMETIMES = (
    "true",
    "case.age >= 30 and case.age < 32",
    "case.needs.hours_per_week.support > 5 and case.needs.hours_per_week.support < 6",
    "case.needs.hours_per_week.support < 0.5",
    "option.specialisation >= level",
    "not known(case.age) and case.age >= 30",
    "case.target_groups includes autism-spectrum and case.target_groups includes anxiety",
    "count(case.functioning >= 3) >= 4",
    "case.age >= 20 and years_between(case.born, as_of) < 20",
    "provision.id == SEL-108 and provision.free_choice",
    "case.network.count > 3",
    "not known(case.permanence) or case.permanence == temporary",
    "not known(option.wished) and option.wished",
    "option.mobile and travel.home_km == 0",
    "count(case.actors) >= 5 and count(case.goals.kinds) < 3",
    "count(case.actors) >= 3 and count(case.actors) < 5",
    "option.mobile and travel.harm_km > 0",
    "not option.current and option.waiting_days > 30",
    "case.goals.count == 1 and case.goals.kinds includes develop",
    "case.network.count == 2 and case.network.harmful >= 2",
    "tried(SEL-107) and case.tried not includes SEL-107-1",
    "case.target_groups.primary == anxiety and case.target_groups includes autism-spectrum",
    "case.target_groups includes anxiety and case.target_groups.primary != anxiety",
    "case.needs.round_the_clock and case.needs.must not includes round_the_clock",
    "sum(case.functioning.[cook, clean]) >= 8",
    "all(case.functioning >= 3) and any(case.functioning <= 3)",
    "min(case.functioning) < 2 and case.functioning.cook == 4",
    "not any(case.needs.hours_per_week >= 0)",
    "not any(case.needs.days_per_week.[support, activity] >= 0)",
    "not any(case.needs.hours_per_week >= 0) and all(case.needs.hours_per_week >= 3)",
    "not any(case.needs.hours_per_week >= 0) and (min(case.needs.hours_per_week) < 3 or case.flags.acute)",
    "all(case.needs.hours_per_week >= 3) and case.needs.hours_per_week.care == 0",
    "min(case.needs.hours_per_week) >= 3 and case.needs.hours_per_week.care == 0",
    "case.network.harmful >= 5 and case.network.count >= 2",
    "max(case.functioning) != 0 and case.functioning.cook == 3",
    "max(option.levels_to.[cook, wash]) != 0 and all(option.levels_to.[cook, wash] > 3)",
    "max(case.needs.hours_per_week) > 10 and case.needs.hours_per_week.support > 30",
    "min(case.needs.hours_per_week) != 2 and max(case.needs.hours_per_week) > 30",
    "not known(case.acting_municipality) and case.acting_municipality != 'Esbjerg'",
    "case.born == as_of",
    "provision.id == SEL-85 and option.gives_home",
)


def bound(text: str) -> Condition:
    return bind(text, Scope(WRITTEN.types, WRITTEN.lists), TRUTH)


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("case.age >= 67 and months_between(case.born, as_of) < 792", False),
        ("case.age >= 66 and months_between(case.born, as_of) < 804", True),
        ("case.age >= 67 and case.born >= 1960-01-02", False),
        ("case.age >= 66 and case.born >= 1960-01-01", True),
        ("case.age < grown and years_between(case.born, as_of) >= 18", False),
        ("case.age <= grown and years_between(case.born, as_of) >= 18", True),
    ],
)
def test_on_one_day_an_age_follows_from_a_date_of_birth(text: str, possible: bool) -> None:
    condition = bound(text)
    assert Possibility(WRITTEN, (condition,), on=date(2027, 1, 1)).can_be(condition) is possible
    assert can_be(condition, WRITTEN), "on any day the two are chosen apart"


ENTITLED = guideline(
    a_guideline(
        parameters={"grown": {"value": 18, "unit": "years"}},
        rules=[
            a_rule("young", "case.age < 25", gate="entitlement", provision="STU"),
            a_rule(
                "impaired", "case.support_need >= 2", gate="entitlement", provision="STU", unless="case.flags.acute"
            ),
        ],
    )
)


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("entitled(STU) and case.age >= 25", False),
        ("entitled(STU) and case.age >= 24", True),
        ("entitled(STU) and case.support_need < 2 and not case.flags.acute", False),
        ("entitled(STU) and case.support_need < 2", True),
        ("not entitled(STU) and case.age < 25 and case.flags.acute", False),
        ("entitled(SEL-85) and case.age < 1", True),
    ],
)
def test_a_right_is_what_its_rules_ask(text: str, possible: bool) -> None:
    names = {**ENTITLED.types, "entitled(STU)": TRUTH, "entitled(SEL-85)": TRUTH}
    assert can_be(bind(text, Scope(names, ENTITLED.lists), TRUTH), ENTITLED) is possible


@pytest.mark.parametrize("text", NEVER)
def test_what_no_value_makes_true_is_proved(text: str) -> None:
    assert not can_be(bound(text), WRITTEN)
    assert can_be(denied(bound(text)), WRITTEN)


@pytest.mark.parametrize("text", SOMETIMES)
def test_what_may_be_true_is_never_said_to_be_impossible(text: str) -> None:
    assert can_be(bound(text), WRITTEN)


def test_what_is_chosen_already_counts() -> None:
    internal = bound("option.internal or provision.id == SEL-85")
    assert not can_be(internal, WRITTEN, {"option.internal": False, "provision.id": "SEL-104"})
    assert can_be(internal, WRITTEN, {"option.internal": False, "provision.id": "SEL-85"})


def test_nothing_is_claimed_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visit.rules.findings.possibility.MOST_TRIED", 1)
    assert can_be(bound(NEVER[2]), WRITTEN)


def every_condition(guideline: Guideline) -> list[Condition]:
    rows = [when for table in guideline.tables.values() for when, _then in table.rows if when is not None]
    return [*conditions(guideline), *rows]


@quiet(80)
@given(DOCUMENTS, catalogues(), guidelines())
def test_what_was_seen_is_possible(document: Any, offers: Any, written: Any) -> None:
    built = guideline(written)
    ranking = match(case(document), catalogue(offers), built, DAY)
    for option in ranking.options:
        values = option_environment(ranking.side, option)
        seen = [one for one in every_condition(built) if one.type == TRUTH and one.reads <= values.keys()]
        true = [one for one in seen if one.holds(values) is True]
        false = [denied(one) for one in seen if one.holds(values) is False]
        assert can_be(both((*true, *false)), built)
