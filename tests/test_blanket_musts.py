"""Musts that rule offers out whoever the citizen is: told with what such an offer is; where a citizen speaks, nothing is told."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, SHIPPED
from written import a_guideline, a_rule

from visit.reading.source import Document
from visit.rules import NATIONAL
from visit.rules.findings.blanket_musts import blanket_musts
from visit.rules.findings.effects import beforehand
from visit.rules.findings.lint import dates
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, chain, family, layer_of


def local(id: str = "local", **sections: Any) -> Layer:
    return layer_of(Document(id, {**a_guideline(**sections), "guideline": id}))


def told(require: str, layer: str = "local", **fields: Any) -> list[str]:
    leaf = local(layer, rules=[a_rule("r", require, **fields)])
    return [error.message for error in blanket_musts(leaf, (build((leaf,), DAY),))]


GENERAL = "the offer's level of specialisation for the citizen's target group: 1"
BOUGHT = "whether the offer is the municipality's own: no"
LONG = "whether the option gives a home: no; the planned length in months: 7 months"
DEAR = "the price per day without indirect VAT: DKK\xa02,001"


def says(values: str) -> list[str]:
    return [f"the rule r rules offers out whoever the citizen is: {values}"]


def says_of(values: str, whom: str) -> list[str]:
    return [f"the rule r rules offers out whatever else is so of the citizen: {values}; of whom {whom}"]


@pytest.mark.parametrize(
    ("require", "fields", "expected"),
    [
        ("option.specialisation >= 3", {}, says(GENERAL)),
        ("option.specialisation >= 3", {"provision": "SEL-104"}, says(GENERAL)),
        ("option.specialisation >= 3", {"unless": "option.current"}, says(GENERAL)),
        ("option.specialisation >= 3", {"when": "known(case.support_need)"}, says(GENERAL)),
        ("option.specialisation >= 3", {"when": "case.support_need >= 3"}, []),
        ("option.specialisation >= 3", {"unless": "option.wished"}, []),
        ("option.specialisation >= case.support_need - 1", {}, []),
        ("option.specialisation >= 3", {"strength": "presumption"}, []),
        ("option.specialisation >= 4", {}, []),
        ("option.internal", {}, says(BOUGHT)),
        ("option.internal or case.flags.acute", {}, says_of(BOUGHT, "whether the case is acute: no")),
        ("option.internal or case.considered.technology", {}, []),
        ("option.price_dkk_per_day <= 2000", {}, says(DEAR)),
        ("option.price_dkk_per_day <= 2000 or option.internal", {}, says(f"{BOUGHT}; {DEAR}")),
        ("option.age_fits", {}, []),
        ("option.months <= 6", {"when": "option.gives_home == false"}, says(LONG)),
        ("travel.network_km <= 30", {}, []),
        ("not met_lower", {}, []),
        ("provision.id != SEL-85", {}, []),
        ("option.price_dkk_per_day <= 2000", {"when": "case.age >= 18"}, says_of(DEAR, "the citizen's age at least 18 years")),
        ("option.price_dkk_per_day <= 2000 or case.support_need >= 4", {},
         says_of(DEAR, "level of support need at most 3")),
        ("option.price_dkk_per_day <= 2000 or option.wished", {"when": "case.age >= 18"}, []),
        ("option.waiting_days <= 30", {"when": "case.support_need >= 1"},
         says_of("the waiting time in days: 31 days", "level of support need at least 1")),
        ("option.waiting_days <= 30", {"when": "case.flags.acute"}, []),
        ("option.staff >= tied_part_of_day", {"when": "case.support_need >= 3"}, []),
        ("placement.price_dkk_per_day <= 4000", {"of": "placement"},
         says("the placement's price per day: DKK\xa04,001")),
        ("placement.price_dkk_per_day <= 4000", {"of": "placement", "when": "case.support_need <= 3"},
         says_of("the placement's price per day: DKK\xa04,001", "level of support need at most 3")),
        ("placement.same_setting", {"of": "placement", "when": "case.support_need <= 3"}, []),
    ],
)  # fmt: skip
def test_a_must_that_asks_nothing_of_the_citizen(require: str, fields: dict[str, Any], expected: list[str]) -> None:
    assert told(require, **fields) == expected


def test_the_law_may_ask_something_of_every_offer() -> None:
    assert told("option.approved", NATIONAL) == []
    assert told("option.approved") == says("whether the offer is approved by socialtilsynet: no")


def test_a_level_that_no_offer_has_rules_every_offer_out() -> None:
    leaf = local(rules=[a_rule("r", "option.specialisation >= 4")])
    found = [error.message for error in beforehand(leaf, (build((leaf,), DAY),))]
    assert found == ["the rule r rules every offer out for everybody"]


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_told_of_what_ships(name: str) -> None:
    leaf, known = family(name)
    latest = max(dates(leaf, known, DAY))
    assert [one.message for one in blanket_musts(leaf, (build(chain(leaf, latest, known), latest),))] == []
