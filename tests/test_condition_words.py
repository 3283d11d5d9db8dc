"""Conditions in words: what each part of the language is said as, and that nothing of what ships stays as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from visit.locale import speaking
from visit.reading.source import parse
from visit.reasons.labels import Phrasing
from visit.render.condition_words import condition_in_words
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import chain, layer_of, shipped_layers
from visit.rules.guideline.values import Guideline

DAY = date(2026, 12, 1)
OWN = """
guideline: own
version: "1"
title: {da: a, en: b}
in_force: {from: 2026-01-01}
source: s
parameters:
  near: {value: 30, unit: km, source: s}
  far: {value: 90, unit: km, source: s}
labels:
  far: {da: "det fjerne", en: "what is far"}
"""


def said(written: str | bool | int, language: str = "en") -> str:
    guideline = build((layer_of(parse(OWN, "own.yaml")),), DAY)
    with speaking(language):  # type: ignore[arg-type]
        return condition_in_words(written, Phrasing(guideline, language)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (True, "always"),
        ("case.support_need <= 1", "level of support need is at most 1"),
        ("3 <= case.support_need", "level of support need is at least 3"),
        ("travel.network_km > near", "distance to the network is above 30 km"),
        ("travel.network_km > far", "distance to the network is above 90 km (what is far)"),
        ("option.internal", "the offer is the municipality's own"),
        ("option.internal == false", "it is not so that the offer is the municipality's own"),
        ("option.internal != false", "the offer is the municipality's own"),
        ("not known(case.support_need)", "not recorded: level of support need"),
        ("known(option.internal)", "recorded: whether the offer is the municipality's own"),
        ("as_of >= 2018-01-01", "the date asked about is 1 January 2018 or later"),
        ("as_of < 2018-01-01", "the date asked about is before 1 January 2018"),
        ("case.home.housing in [own, with_family]", "the citizen's housing: own home or with family"),
        ("case.target_groups includes autism-spectrum", "among the citizen's target groups: autism spectrum"),
        ("case.applied not includes SEL-107-1", "not among what the citizen has applied for: SEL 107(1)"),
        ("count(case.applied) >= 2", "how many: what the citizen has applied for is at least 2"),
        (
            "count(case.flags.acute, case.support_need >= 2) >= 1",
            "how many of these are so (the case is acute; level of support need is at least 2) is at least 1",
        ),
        ("tried(SEL-82b)", "it has been tried: SEL 82 b"),
        ("entitled(SEL-85)", "entitlement to help under SEL 85"),
        (
            "option.internal and (case.flags.acute or case.support_need == 4)",
            "the offer is the municipality's own; and (the case is acute; or level of support need is 4)",
        ),
        ("near + 2 * (near - 1) > travel.home_km", "30 km + (2 × (30 km - 1)) is above distance to the citizen's present home"),
    ],
)  # fmt: skip
def test_a_condition_is_said(written: str | bool, words: str) -> None:
    assert said(written) == words


def test_it_is_said_in_danish() -> None:
    assert said("not option.internal and case.support_need >= 3", "da") == (
        "det gælder ikke, at tilbuddet er kommunens eget; og støttebehovsniveauet er mindst 3"
    )


def conditions(guideline: Guideline) -> Iterator[str | bool | int]:
    for rows in guideline.record["sections"].values():
        for row in rows.values():
            if isinstance(row, Mapping):
                yield from (row[one] for one in ("when", "require", "unless", "higher", "lower", "never") if one in row)
                yield from (line["when"] for line in row.get("rows", ()) if "when" in line)


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_condition_that_ships_stays_as_it_is_written(language: str) -> None:
    known = shipped_layers()
    told = []
    with speaking(language):  # type: ignore[arg-type]
        for guideline in (build(chain(one, DAY, known), DAY) for one in known if "corrects" in one.record):
            say = Phrasing(guideline, language)
            told += [condition_in_words(one, say) for one in set(conditions(guideline))]
    assert len(told) > 500
    raw = re.compile(r"\b(?:case|option|offer|placement|provision|travel|reference)\.\w|[<>=_]|\b(?:and|or|not) \w+\(")
    assert [one for one in told if raw.search(one)] == []
