"""Needs of a guideline's own: what usually meets them, offers that name them, cases that have them, and needs that nobody knows."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY
from reference.ranking import Reference
from running import inside
from written import SOURCE, a_case, a_guideline, an_offer, offers

from visit.case import case_of
from visit.catalogue import catalogue_of
from visit.errors import Problems
from visit.matching import match
from visit.ranking.values import Meeting, Ranking
from visit.reading.source import Document
from visit.reasons.labels import Phrasing
from visit.reasons.unknown_needs import unknown_needs
from visit.rules.findings.lint import findings
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of
from visit.rules.guideline.values import Guideline

RIDING = {"key": "riding", "areas": ["activity"], "da": "ridning", "en": "riding", **SOURCE}


def guideline(*above: dict[str, Any], **need: Any) -> Guideline:
    documents = [*above, a_guideline(needs=[{**RIDING, **need}], **({"extends": "parent"} if above else {}))]
    return build(tuple(layer_of(Document("g.yaml", one)) for one in documents), DAY)


def ranked(given: Guideline, *rows: dict[str, Any], **fields: Any) -> Ranking:
    case = case_of(Document("case.yaml", a_case(**{"needs": {"areas": ["activity"], "must": ["riding"]}, **fields})))
    return match(case, catalogue_of(Document("offers.yaml", offers(*rows))), given)


def met(ranking: Ranking, option: str) -> Meeting:
    wanted = [one.id for one in ranking.requirements].index("need:riding")
    return ranking.meetings[[one.id for one in ranking.options].index(option)][wanted]


def test_what_usually_meets_it_meets_it_unless_the_offer_says_no() -> None:
    rows = [an_offer("a", "SEL-104"), an_offer("b", "SEL-104", lacks=["riding"]), an_offer("c", "SEL-79")]
    ranking = ranked(guideline(usually_met_by=["SEL-104"]), *rows)
    assert [met(ranking, id).surely for id in ("a/SEL-104", "b/SEL-104", "c/SEL-79")] == [1, 0, 0]
    assert [met(ranking, id).at_most for id in ("b/SEL-104", "c/SEL-79")] == [0, 1]
    assert [part.id for part in ranking.placements[0].parts] == ["a/SEL-104"]
    before = ranked(guideline(), *rows)
    assert met(before, "a/SEL-104").surely == 0


def test_a_service_of_today_under_that_provision_meets_it_too() -> None:
    running = {"citizen": {"current": [{"offer": "elsewhere", "service": "SEL-104"}]}}
    ranking = ranked(guideline(usually_met_by=["SEL-104"]), an_offer("c", "SEL-79"), **running)
    assert met(ranking, "elsewhere/SEL-104").surely == 1


def test_what_runs_may_cover_it_where_less_is_asked_about() -> None:
    row = {"offer": "elsewhere", "service": "SEL-104", "question": "ends", "covers": ["riding"]}
    ranking = ranked(guideline(areas=["activity", "support"]), an_offer("c", "SEL-85"), citizen={"current": [row]})
    assert ranking.standings


@pytest.mark.parametrize("provisions", [[], ["SEL-104"], ["SEL-85", "SEL-104"]])
def test_engine_and_reference_agree(provisions: list[str]) -> None:
    given = guideline(areas=["activity", "support"], usually_met_by=provisions)
    rows = [
        an_offer("a", "SEL-104", covers=["riding"]),
        an_offer("b", "SEL-104"),
        an_offer("c", "SEL-85", lacks=["riding"]),
    ]
    ends = {"offer": "x", "service": "SEL-104", "question": "ends", "covers": ["riding"]}
    for current in ([], [{"offer": "x", "service": "SEL-85"}], [ends]):
        ranking = ranked(given, *rows, citizen={"current": current})
        reference = Reference(ranking.case, ranking.catalogue, given, DAY)
        assert [[part.id for part in one.parts] for one in ranking.placements] == [
            [part.option.id for part in one.parts] for one in reference.placements[: len(ranking.placements)]
        ]


def test_a_provision_of_none_of_its_areas_is_a_fault() -> None:
    with pytest.raises(Problems, match="SEL-85 covers no area of the need, so it can never meet it"):
        guideline(usually_met_by=["SEL-104", "SEL-85"])


def test_a_child_has_its_parents_needs_and_replaces_one_as_a_whole() -> None:
    parent = {**a_guideline(needs=[{**RIDING, "usually_met_by": ["SEL-104"]}]), "guideline": "parent"}
    other = guideline(parent, key="swimming")
    assert other.usually_met == {"SEL-104": {"riding"}}
    assert guideline(parent, da="hest").usually_met == {}


def test_it_is_said_in_both_languages() -> None:
    ranking = ranked(guideline(), an_offer("a", "SEL-104"))
    wanted = next(one for one in ranking.requirements if one.kind == "need")
    assert [Phrasing(ranking.guideline, one).requirement(wanted) for one in ("da", "en")] == ["ridning", "riding"]


def test_a_need_that_only_the_catalogue_knows_is_told_in_the_answer() -> None:
    rows = [an_offer("a", "SEL-104", covers=["rding"]), an_offer("b", "SEL-104", lacks=["rding", "qqq"])]
    told = unknown_needs(ranked(guideline(), *rows))
    assert [(one.key, one.offers, one.near) for one in told] == [("rding", ("a", "b"), "riding"), ("qqq", ("b",), None)]
    assert Phrasing(guideline(), "en").unknown_need(told[0]) == (
        "the need rding (a and b): the guideline does not know it, so without effect; did you mean riding?"
    )


GUIDE = """\
guideline: g
version: "1"
title: {da: g, en: g}
municipality: Fanø
in_force: {from: 2020-01-01}
source: s
needs: [{key: riding, areas: [activity], da: ridning, en: riding, source: s}]
case_facts: {extra.mental_age: {type: whole, label: {da: a, en: a}, source: s}}
"""
CASE = "case: a\nassessed: 2026-01-02\nmunicipality: Fanø\n"
OFFERS = (
    "catalogue: c\nas_of: 2026-01-02\noffers:\n- {id: a, name: a, source: {ref: s}, services: [{provision: SEL-104}], "
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    (tmp_path / "g.yaml").write_text(GUIDE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("extra", "code", "said"),
    [
        ("needs: {must: [riding]}", 0, None),
        ("needs: {must: [ridin]}", 1, 'c.yaml:4:16: error: unknown need "ridin"\n  help: did you mean "riding"?'),
        ("extra: {mental_age: x}", 1, 'c.yaml:4:21: error: extra.mental_age must be a whole number, not "x"'),
        (
            "extra: {mental_aeg: 9}", 0,
            'c.yaml:4:9: warning: "extra.mental_aeg" is no fact that the guideline declares, so it has no effect\n'
            '  help: did you mean "extra.mental_age"?',
        ),
    ],
)  # fmt: skip
def test_case_check_with_a_guideline_knows_what_it_adds(extra, code, said, here, monkeypatch, capsys) -> None:
    (here / "c.yaml").write_text(f"{CASE}{extra}\n", encoding="utf-8")
    ran = inside(monkeypatch, capsys, "case", "check", "c.yaml", "--guideline", "g.yaml", COLUMNS="1000")
    assert ran.code == code
    assert (said in ran.out) if said else ("warning" not in ran.out)


def test_catalogue_check_with_a_guideline_knows_what_it_adds(here, monkeypatch, capsys) -> None:
    (here / "o.yaml").write_text(f"{OFFERS}covers: [riding], lacks: [ridingg]}}\n", encoding="utf-8")
    alone = inside(monkeypatch, capsys, "catalogue", "check", "o.yaml")
    assert (alone.code, alone.out.count("unknown need")) == (1, 2)
    ran = inside(monkeypatch, capsys, "catalogue", "check", "o.yaml", "-g", "g.yaml")
    assert ran.out == 'o.yaml:4:98: error: unknown need "ridingg"\n  help: did you mean "riding"?\n'


def test_a_need_called_like_one_of_visits_own_is_told() -> None:
    document = a_guideline(needs=[{**RIDING, "key": "social_contact"}, RIDING])
    layer = layer_of(Document("g.yaml", document))
    told = [one.message for one in findings(layer, {DAY: build((layer,), DAY)}) if "need" in one.message]
    assert told == ["social_contact is a need of visit already: this takes its place, areas and words"]
