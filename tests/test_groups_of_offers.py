"""Groups of offers that a guideline speaks of together: read by its rules, said in words, and refused where there is none."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY
from reference.ranking import Reference
from written import SOURCE, a_case, a_guideline, a_rule, an_offer, offers

from visit.case import case_of
from visit.catalogue import catalogue_of
from visit.errors import Problems
from visit.locale import speaking
from visit.matching import match
from visit.ranking.values import Ranking
from visit.reading.source import Document
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing
from visit.reasons.unknown_members import unknown_members
from visit.render.condition_words import condition_in_words
from visit.rules.deciding.case_side import case_side
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.findings.unread import unread
from visit.rules.guideline.bound_once import BoundOnce
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of
from visit.rules.guideline.values import BilingualText, Guideline
from visit.rules.language.values import UNKNOWN
from visit.trials.witnesses import witness

CENTRES = {"offers": ["a", "b"], "da": "misbrugscentrene", "en": "the misuse centres", **SOURCE}
ROWS = [an_offer(id, "SEL-104") for id in "abc"]


def guideline(*above: dict[str, Any], **sections: Any) -> Guideline:
    documents = [*above, a_guideline(**sections, **({"extends": "parent"} if above else {}))]
    return build(tuple(layer_of(Document("g.yaml", one)) for one in documents), DAY)


def ranked(given: Guideline, **fields: Any) -> Ranking:
    case = case_of(Document("case.yaml", a_case(needs={"areas": ["activity"]}, **fields)))
    return match(case, catalogue_of(Document("offers.yaml", offers(*ROWS))), given)


@pytest.mark.parametrize(
    ("require", "left"),
    [
        ("offer.groups includes centres", ["a", "b"]),
        ("offer.groups not includes centres", ["c"]),
        ("offer.groups overlaps [centres, others]", ["a", "b", "c"]),
        ("offer.groups within [others]", ["c"]),
    ],
)
def test_a_rule_reads_them_and_the_reference_agrees(require: str, left: list[str]) -> None:
    groups = {"centres": CENTRES, "others": {**CENTRES, "offers": ["c"]}}
    ranking = ranked(guideline(groups=groups, rules=[a_rule("r", require)]))
    assert [one.parts[0].offer.id for one in ranking.placements] == left
    reference = Reference(ranking.case, ranking.catalogue, ranking.guideline, DAY)
    assert [one.parts[0].option.id for one in reference.placements] == [f"{id}/SEL-104" for id in left]


@pytest.mark.parametrize("require", ["offer.groups includes {}", "tried({})", "met_by({})"])
def test_a_group_that_is_none_is_refused_with_the_one_that_is_meant(require: str) -> None:
    for word, help in (("centrs", 'did you mean "centres"?'), ("misbrugscentrene", "write `centres`")):
        with pytest.raises(Problems) as found:
            guideline(groups={"centres": CENTRES}, rules=[a_rule("r", require.format(word))])
        assert [(one.message, one.help) for one in found.value.errors] == [(f'unknown code "{word}"', help)]


def test_it_is_said_in_both_languages_and_a_child_replaces_one_as_a_whole() -> None:
    parent = {**a_guideline(groups={"centres": CENTRES}), "guideline": "parent"}
    rule = a_rule("r", "offer.groups includes centres")
    assert guideline(parent, rules=[rule]).groups_of_offers == (("a", "centres"), ("b", "centres"))
    own = guideline(parent, groups={"centres": {**CENTRES, "offers": ["c"]}}, rules=[rule])
    assert own.groups_of_offers == (("c", "centres"),)
    said = [condition_in_words("offer.groups includes centres", Phrasing(own, one)) for one in ("da", "en")]
    assert ["misbrugscentrene" in said[0], "the misuse centres" in said[1]] == [True, True]


def test_an_offer_that_the_catalogue_lacks_is_told_in_the_answer() -> None:
    given = guideline(groups={"centres": {**CENTRES, "offers": ["a", "abc", "bb"]}})
    told = unknown_members(ranked(given))
    assert [(one.id, one.group, one.near) for one in told] == [("abc", "centres", None), ("bb", "centres", None)]
    assert Phrasing(given, "en").unknown_member(told[0]) == (
        "abc of the misuse centres: in no catalogue, so without effect"
    )


def test_a_group_that_no_condition_names_is_told() -> None:
    named = ("offer.groups includes centres", "tried(centres)", "not met_by(centres)")
    notice = {"id": "n", "when": True, "text": {"da": "{tried(centres)}", "en": "{tried(centres)}"}, **SOURCE}
    of_text = {"notices": [notice]}
    for sections, told in (*(({"rules": [a_rule("r", one)]}, 0) for one in named), (of_text, 0), ({}, 1)):
        layer = layer_of(Document("g.yaml", a_guideline(groups={"centres": CENTRES}, **sections)))
        found = [one.code for one in unread(layer, (build((layer,), DAY),))]
        assert found == ["unread-group"][:told]


AT_A, AT_C, SOMEWHERE = (
    {"provision": "SEL-104", "result": "helped", **at} for at in ({"offer": "a"}, {"offer": "c"}, {})
)
LATER, REFUSED = {**AT_A, "until": "2027-06-30"}, {**AT_A, "result": "refused"}


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        (None, UNKNOWN), ([], False), ([AT_A], True), ([AT_C], False), ([LATER, REFUSED], False),
        ([SOMEWHERE], UNKNOWN), ([SOMEWHERE, AT_A], True),
    ],
)  # fmt: skip
def test_whether_one_of_it_was_tried_and_a_trial_without_an_offer_leaves_it_open(tried: Any, expected: Any) -> None:
    given = guideline(groups={"centres": CENTRES}, rules=[a_rule("r", "tried(centres)")])
    ranking = ranked(given, **({} if tried is None else {"tried": tried}))
    assert ranking.side.values["tried(centres)"] is expected
    missing = {one.fact for one in Explanation(ranking).missing(ranking.placements[0])} if ranking.placements else set()
    assert ("case.tried" in missing) is (expected is UNKNOWN)


def test_what_was_tried_there_is_filled_into_a_text() -> None:
    given = guideline(groups={"centres": CENTRES}, rules=[a_rule("r", "tried(centres)")])
    text = BilingualText("{tried(centres)}", "{tried(centres)}")
    for tried, said in (([AT_A, AT_C], "SEL 104: helped"), ([AT_C], "not tried")):
        with speaking("en"):
            assert Phrasing(given, "en").fill(text, ranked(given, tried=tried).side.values) == said


@pytest.mark.parametrize(
    ("rules", "expected"),
    [([], True), ([a_rule("c", "offer.id == 'c'")], False), ([a_rule("k", "case.support_need >= 2")], UNKNOWN)],
)
def test_whether_one_of_it_meets_what_is_asked(rules: list[dict[str, Any]], expected: Any) -> None:
    asks = a_rule("asks", "met_by(centres)", strength="presumption")
    ranking = ranked(guideline(groups={"centres": CENTRES}, rules=[asks, *rules]))
    assert {ranking.comparative.of_each(one)["met_by(centres)"] for one in ranking.options} == {expected}
    reference = Reference(ranking.case, ranking.catalogue, ranking.guideline, DAY)
    assert {one.parts[0].option.id for one in reference.placements} == {one.parts[0].id for one in ranking.placements}


@pytest.mark.parametrize(
    ("condition", "da", "en"),
    [
        (
            "tried(centres)",
            "et tilbud blandt misbrugscentrene er prøvet", "an offer among the misuse centres has been tried",
        ),
        (
            "met_by(centres)",
            "behovet kan dækkes med en egnet løsning hos misbrugscentrene",
            "a suitable placement at the misuse centres meets the need",
        ),
    ],
)  # fmt: skip
def test_both_are_said_in_words(condition: str, da: str, en: str) -> None:
    given = guideline(groups={"centres": CENTRES}, rules=[a_rule("r", condition)])
    assert [condition_in_words(condition, Phrasing(given, one)) for one in ("da", "en")] == [da, en]


def test_it_is_not_called_what_the_language_has_already() -> None:
    with pytest.raises(Problems, match="free_choice is a word of the language"):
        guideline(groups={"free_choice": CENTRES}, rules=[a_rule("r", "met_by(free_choice)")])


def test_a_condition_that_is_bound_once_reads_the_offers_of_its_own_version() -> None:
    bound, asks = BoundOnce(), [a_rule("r", "tried(centres)")]
    found = []
    for offers_of_it in (["a", "b"], ["c"]):
        record = a_guideline(groups={"centres": {**CENTRES, "offers": offers_of_it}}, rules=asks)
        given = build((layer_of(Document("g.yaml", record)),), DAY, bound=bound)
        found.append(given.rule("r").require.holds(ranked(given, tried=[AT_C]).side.values))
    assert found == [False, True]


@pytest.mark.parametrize("value", [True, False])
def test_a_case_that_is_written_for_it_says_it(value: bool) -> None:
    given = guideline(groups={"centres": CENTRES}, rules=[a_rule("r", "tried(centres)")])
    chosen = {"option.tried_not_enough": True, "provision.id": "SEL-104", "tried(centres)": value}
    row = witness(chosen, given, DAY)
    side = case_side(case_of(Document("case.yaml", a_case(**row["case"]))), Dependencies(given), DAY)
    assert side.values["tried(centres)"] is value
