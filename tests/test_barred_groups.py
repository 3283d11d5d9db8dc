"""Musts that shut a whole group out of what the act gives by need; and those that ask for something else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from written import a_guideline, a_rule

from visit.reading.source import Document
from visit.rules.findings.barred_groups import barred_groups
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, layer_of

DAY = date(2026, 11, 1)
BELOW = layer_of(
    Document(
        "b.yaml", {**a_guideline(rules=[a_rule("adult", "case.age >= 18", provision="SEL-108")]), "guideline": "b"}
    )
)


def label(danish: str, **fields: Any) -> dict[str, Any]:
    return {"type": "truth", "label": {"da": danish, "en": danish}, **fields}


OWN = {
    "extra.debt": label("om borgeren har gæld til kommunen"),
    "extra.lived_here": label("om borgeren har boet i kommunen i to år"),
    "extra.agreed": label("om planen er aftalt med borgeren"),
    "extra.savings": label("opsparingen", type="whole", unit="DKK"),
    "extra.years_here": label("år i kommunen", type="whole", unit="years"),
    "extra.night_unrest": label("uro om natten", type="level"),
}


def told(below: Layer | None = None, **fields: Any) -> list[str]:
    rule = a_rule("r", **{"gate": "policy", "provision": "SEL-85", **fields})
    more = {} if below is None else {"extends": "b"}
    written = " ".join(str(one) for one in rule.values())
    own = {name: row for name, row in OWN.items() if name in written}
    layer = layer_of(Document("g.yaml", a_guideline(rules=[rule], case_facts=own, **more)))
    guideline = build((layer,) if below is None else (below, layer), DAY)
    return [one.message.replace("\N{NO-BREAK SPACE}", " ") for one in barred_groups(layer, (guideline,))]


@pytest.mark.parametrize(
    ("fields", "whom"),
    [
        ({"require": "case.age < 67"}, "the citizen's age at least 67 years"),
        ({"require": "not case.target_groups includes drug-misuse"}, "the citizen's target groups: drug misuse"),
        ({"require": "case.home.housing != with_family"}, "the citizen's housing: with family"),
        ({"require": "case.home.tenancy"}, "whether the citizen has a tenancy: no"),
        ({"when": "case.age >= 65", "require": "false"}, "the citizen's age at least 65 years"),
        ({"when": "case.age < 30", "require": "case.network.count == 0"},
         "the citizen's age at most 29 years and the citizen's network at least 1"),
        ({"gate": "permanence", "require": "case.age >= 30"}, "the citizen's age at most 29 years"),
        ({"require": "not extra.debt"}, "om borgeren har gæld til kommunen: yes"),
        ({"require": "extra.lived_here"}, "om borgeren har boet i kommunen i to år: no"),
        ({"require": "extra.savings <= 50000"}, "opsparingen at least DKK 50,001"),
        ({"when": "case.age >= 18", "require": "extra.years_here >= 2"},
         "the citizen's age at least 18 years and år i kommunen at most 1 year"),
    ],
)  # fmt: skip
def test_a_must_bars_a_group(fields: dict[str, Any], whom: str) -> None:
    assert told(**fields) == [f"the rule r rules SEL-85 out for a whole group, whatever the need is: {whom}"]


def test_a_must_may_name_the_provision_in_its_condition() -> None:
    barred = {"when": "case.target_groups includes alcohol-misuse", "require": "provision.id != SEL-108"}
    found = told(provision=["SEL-107-1", "SEL-108"], **barred)
    assert [one.split(" out for")[0] for one in found] == ["the rule r rules SEL-108"]


def test_every_provision_that_is_barred_is_named() -> None:
    found = told(provision=["SEL-85", "SEL-107-1", "SEL-108"], require="case.age < 67")
    assert [one.split(" out for")[0] for one in found] == ["the rule r rules SEL-107-1, SEL-108 and SEL-85"]


@pytest.mark.parametrize(
    "fields",
    [
        {"require": "case.age < 67", "strength": "presumption"},
        {"require": "case.age < 67 or case.support_need >= 3"},
        {"require": "case.age < 67", "unless": "case.wishes.offers includes offer.id"},
        {"when": "case.target_groups includes drug-misuse", "require": "option.staff >= tied_part_of_day"},
        {"when": "offer.id in ['young-house']", "require": "case.age < 30"},
        {"require": "case.support_need >= 2"},
        {"require": "case.considered.rehabilitation"},
        {"require": "extra.agreed"},
        {"require": "extra.night_unrest >= 2"},
        {"require": "not extra.debt or case.support_need >= 2"},
        {"require": "case.age < 67", "gate": "competence"},
    ],
)
def test_what_asks_for_a_need_or_for_an_offer_bars_nobody(fields: dict[str, Any]) -> None:
    assert told(**fields) == []


def test_what_the_layer_below_asks_for_is_its_own() -> None:
    assert told(BELOW, provision="SEL-108", require="case.age >= 18") == []
    assert len(told(BELOW, provision="SEL-108", require="case.age >= 25")) == 1
