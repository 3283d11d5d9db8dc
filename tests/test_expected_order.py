"""A whole decision says which of two placements comes first and by what, and when to look again, as a date or a period."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import guideline
from written import a_guideline

from visit.errors import VisitError
from visit.reading.source import Document
from visit.rules.guideline.values import Guideline
from visit.trials.decisions import try_decision
from visit.trials.reading import cases_of

TEXT = {"da": "Følg op", "en": "Look again"}
CASE = {"needs": {"areas": ["home"]}, "network": [{"who": "mother", "place": "Ikast", "contact": "daily"}]}
OFFERS = [{"id": "far", "place": "Skjern"}, {"id": "near", "place": "Ikast"}, {"id": "aside", "place": "Herning"}]


@pytest.fixture
def ordering() -> Guideline:
    return guideline(
        a_guideline(
            preferences=[{"id": "near-network", "lower": "travel.network_km"}],
            follow_up=[{"id": "again", "after": "3 months", "then_every": "1 year", "text": TEXT}],
        )
    )


def differences(expect: dict[str, Any], given: Guideline) -> list[str]:
    document = {
        "guideline": "written",
        "defaults": {"case": {"assessed": "2026-11-22", "municipality": "Ikast-Brande"}},
        "cases": [{"name": "one", "case": CASE, "offers": OFFERS, "expect": expect}],
    }
    (trial,) = cases_of(Document("written.cases.yaml", document)).decisions
    return [str(one) for one in try_decision(trial, given).differences]


@pytest.mark.parametrize(
    "order",
    [
        ["near", "aside", "far"],
        ["near", "far"],
        [{"first": "near", "then": "far", "by": "near-network"}],
        [{"first": ["near"], "then": ["aside"]}],
    ],
)
def test_an_order_that_is_so(order: list[Any], ordering: Guideline) -> None:
    assert differences({"order": order}, ordering) == []


@pytest.mark.parametrize(
    ("order", "told"),
    [
        (["far", "near"], "order: expected [far, near], found [near, far] by near-network"),
        (
            [{"first": "near", "then": "far", "by": "wish"}],
            "order [near, far] by: expected wish, found near-network",
        ),
        (
            [{"first": ["near", "far"], "then": "aside"}],
            "order: expected [near + far, aside], found no placement with near + far alone",
        ),
    ],
)
def test_an_order_that_is_not(order: list[Any], told: str, ordering: Guideline) -> None:
    assert differences({"order": order}, ordering) == [told]


def test_each_pair_of_a_chain_is_told(ordering: Guideline) -> None:
    assert len(differences({"order": ["far", "aside", "near"]}, ordering)) == 2


@pytest.mark.parametrize(
    "order", [["near"], [], ["near", "nar"], [{"first": "near"}], [{"first": "near", "then": "far", "because": "x"}]]
)
def test_what_would_have_no_effect_is_refused(order: list[Any], ordering: Guideline) -> None:
    with pytest.raises(VisitError):
        assert differences({"order": order}, ordering) == []


@pytest.mark.parametrize("due", ["3 months", "2027-02-22", ["3 months", "2028-02-22"], ["2027-02-22", "15 months"]])
def test_a_period_is_counted_from_the_day(due: Any, ordering: Guideline) -> None:
    assert differences({"follow_up": {"again": due}}, ordering) == []


def test_another_period_is_told_as_dates(ordering: Guideline) -> None:
    (told,) = differences({"follow_up": {"again": "4 months"}}, ordering)
    assert told == "follow-up again: expected [2027-03-22], found [2027-02-22]"


def test_a_row_takes_a_period_too(ordering: Guideline) -> None:
    from visit.rules.deciding.dependencies import Dependencies
    from visit.trials.rows import try_row

    rows = [{"then": "given", "due": ["3 months"]}, {"then": "given", "due": ["2 months"]}]
    document = {
        "guideline": "written",
        "defaults": {"as_of": "2026-11-22"},
        "rules": [{"follow_up": "again", "rows": rows}],
    }
    right, wrong = cases_of(Document("written.cases.yaml", document), "Ikast-Brande").rows
    assert try_row(right, Dependencies(ordering)).passed
    assert not try_row(wrong, Dependencies(ordering)).passed


def test_what_is_absent_is_not_said_not_even_perhaps() -> None:
    given = guideline(
        a_guideline(
            notices=[
                {"id": "young", "when": "case.age < 25", "text": TEXT},
                {"id": "here", "when": "case.network.documented >= 0", "text": TEXT},
            ],
            follow_up=[{"id": "acute", "after": "3 months", "when": "case.flags.acute == true", "text": TEXT}],
            approvals=[{"id": "leader", "by": "leader", "when": "option.provision == SEL-85", "text": TEXT}],
        )
    )
    assert differences({"absent": ["leader"]}, given) == []
    assert differences({"absent": ["young", "here", "acute"]}, given) == [
        "absent young: expected not_given, found perhaps",
        "absent here: expected not_given, found given",
        "absent acute: expected not_given, found perhaps",
    ]
    with pytest.raises(VisitError, match="no approval, notice, follow-up or deadline yuong"):
        differences({"absent": ["yuong"]}, given)
