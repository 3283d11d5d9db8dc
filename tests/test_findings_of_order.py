"""Days, ordered codes, bands and refusals that mean something else than is written beside them; and what is right."""

from __future__ import annotations

from typing import Any

import pytest
from test_findings import both, found
from written import TEXT, a_guideline, a_rule

from visit.reading.source import Document
from visit.rules.findings.ordered_codes import falling_codes
from visit.rules.guideline.layering import layer_of


@pytest.mark.parametrize(
    ("fields", "da", "en", "source", "told"),
    [
        ({"from": "2027-01-07"}, "Fra 1. juli 2027", "From 1 July 2027", "s 4", True),
        ({"from": "2027-07-01"}, "Fra 1. juli 2027", "From 1 July 2027", "s 4", False),
        ({"from": "2027-07-01"}, "Skriv det", "Write it", "Gælder fra den 1/8/2027", True),
        ({"from": "2027-07-01"}, "Skriv det", "Write it", "Vejledning af 3/5/2026, læst 1/1/2027", False),
        ({"until": "2027-06-30"}, "Indtil 1. juli 2027", "Until July 1, 2027", "s 4", False),
        ({"until": "2027-06-30"}, "Indtil den 30. maj 2027", "Until 30 May 2027", "s 4", True),
        ({}, "Fra 1. juli 2027", "From 1 July 2027", "s 4", True),
        ({}, "Fra 1. juli 2010", "From 1 July 2010", "s 4", False),
        ({"when": "as_of >= 2027-07-01"}, "Fra 1. juli 2027", "From 1 July 2027", "s 4", False),
        ({"from": "2027-07-01"}, "Tal om det, der var fra 31. juni 2026", "Talk of what was", "s 4", False),
    ],
)
def test_a_statement_begins_on_the_day_of_its_text(
    fields: dict[str, str], da: str, en: str, source: str, told: bool
) -> None:
    notice = {"id": "n", "text": both(da, en), "source": source, **fields}
    assert ("other-date" in found(notices=[notice])) is told


@pytest.mark.parametrize(
    ("codes", "ordered", "told"),
    [
        ("severe moderate mild none", True, True), ("none mild moderate severe", True, False),
        ("severe moderate mild none", False, False),
        ("daily weekly monthly never", True, True), ("never monthly weekly daily", True, False), ("none severe mild", True, True),
        ("green yellow red", True, False), ("high middle low", True, True),
        ("svaer let ingen", True, True), ("a_little much", True, False),
    ],
)  # fmt: skip
def test_ordered_codes_run_from_least_to_most(codes: str, ordered: bool, told: bool) -> None:
    row: dict[str, Any] = {
        "type": "code", "ordered": ordered, "label": both("graden", "the degree"), "source": "s 4",
        "codes": {code: both(f"{code} grad", f"{code.replace('_', ' ')} degree") for code in codes.split()},
    }  # fmt: skip
    layer = layer_of(Document("g.yaml", a_guideline(case_facts={"extra.degree": row})))
    assert [one.code for one in falling_codes(layer, ())] == ["falling-codes"] * told


@pytest.mark.parametrize(
    ("preference", "told"),
    [
        ({"lower": "travel.network_km", "bands": [5, 10, 20]}, ["bands-end-early"]),
        ({"lower": "travel.network_km", "bands": [5, 20, 80, 320, 640]}, []),
        ({"higher": "travel.harm_km", "bands": [5, 10, 20]}, []),
        ({"lower": "placement.commute_km", "bands": [5, 15, 30], "of": "placement"}, []),
        ({"lower": "placement.commute_km", "bands": [5, 15], "of": "placement"}, ["bands-end-early"]),
        ({"lower": "placement.commute_minutes_by_transit", "bands": [20, 40, 60], "of": "placement"}, []),
        ({"lower": "placement.commute_minutes_by_car", "bands": [20, 40], "of": "placement"}, ["bands-end-early"]),
        ({"lower": "option.waiting_days", "bands": [7, 14]}, ["bands-end-early"]),
        ({"lower": "option.waiting_days", "bands": [30, 90]}, []),
        ({"lower": "placement.price_ratio", "bands": [100], "of": "placement"}, ["bands-end-early"]),
        ({"lower": "placement.price_ratio", "bands": [110], "of": "placement"}, []),
        ({"lower": "travel.network_km", "bands": [5, 160], "text": both("også langt væk", "also far away")}, ["bands-end-early"]),
        ({"lower": "option.mobile", "over": "any", "text": both("færrest dele", "fewest parts")}, ["odd-over"]),
        ({"lower": "option.mobile", "over": "all", "text": both("så få dele", "as few parts")}, ["odd-over"]),
        ({"lower": "option.mobile", "over": "sum", "text": both("færrest dele", "fewest parts")}, []),
        ({"lower": "option.mobile", "over": "any", "text": both("kommunens egne", "the municipality's own")}, []),
        ({"lower": "option.avoided", "over": "any"}, ["odd-over"]),
        ({"lower": "option.avoided", "over": "any", "text": both("færrest", "fewest")}, ["odd-over"]),
        ({"lower": "travel.network_km", "over": "any", "bands": [5, 200]}, ["odd-over"]),
        ({"lower": "travel.network_km", "over": "max", "bands": [640]}, ["orders-nothing"]),
        ({"lower": "travel.network_km", "over": "max", "bands": [100, 640]}, []),
        ({"lower": "travel.network_km", "over": "max", "bands": [100]}, []),
        ({"lower": "travel.network_km", "over": "sum", "bands": [5, 200]}, ["odd-over"]),
        ({"lower": "travel.network_km", "over": "sum", "bands": [5, 200], "text": both("den samlede vej", "the way in all")}, []),
        ({"lower": "travel.network_km", "over": "max", "bands": [5, 200]}, []),
        ({"higher": "option.wished", "over": "any"}, []),
    ],
)  # fmt: skip
def test_bands_go_on_and_a_count_is_a_sum(preference: dict[str, Any], told: list[str]) -> None:
    assert found(preferences=[{"id": "p", "text": TEXT, **preference}]) == told


@pytest.mark.parametrize(
    ("require", "fields", "told"),
    [
        ("tried(SEL-85)", {}, True), ("tried(SEL-85)", {"strength": "presumption"}, False), ("not tried(SEL-85)", {}, False),
        ("tried(SEL-85) or option.wished", {}, True), ("case.tried includes SEL-85", {}, True),
        ("tried(SEL-85)", {"strength": "hold", "by": "leader"}, True), ("case.goals.count >= 1", {}, False),
    ],
)  # fmt: skip
def test_no_help_is_refused_by_an_order_of_steps(require: str, fields: dict[str, str], told: bool) -> None:
    assert ("refused-by-steps" in found(rules=[a_rule("r", require, **fields)])) is told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"provision": ["SEL-108"], "require": "option.internal"}, True),
        ({"provision": "ABL-105", "require": "offer.municipality == case.municipality"}, True),
        ({"when": "option.provision == SEL-108", "require": "travel.network_km <= 30"}, True),
        ({"provision": "SEL-108", "require": "option.internal", "unless": "option.wished"}, False),
        ({"provision": "SEL-108", "require": "option.internal", "strength": "presumption"}, False),
        ({"provision": "SEL-85", "require": "option.internal"}, False),
        ({"provision": "SEL-108", "require": "case.goals.count >= 1"}, False),
        ({"when": "option.provision != SEL-108", "require": "option.internal"}, False),
    ],
)
def test_a_must_leaves_the_free_choice(fields: dict[str, Any], told: bool) -> None:
    assert ("against-free-choice" in found(rules=[a_rule("r", **fields)])) is told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"when": "option.question != keep"}, True), ({"when": "option.current and option.question != keep"}, False),
        ({"unless": "option.question == keep"}, True), ({"unless": "option.current and option.question == keep"}, False),
        ({"when": "known(option.question) and option.question == ends"}, False), ({"require": "option.less_grounded"}, True),
        ({"require": "option.less_grounded", "when": "option.gives_less"}, False),
    ],
)  # fmt: skip
def test_what_runs_is_asked_first(fields: dict[str, str], told: bool) -> None:
    rule = a_rule("r", **{"require": "case.goals.count >= 1", **fields})
    assert ("known-of-running-help" in found(rules=[rule])) is told
