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
from visit.matching import match
from visit.ranking.values import Ranking
from visit.reading.source import Document
from visit.reasons.labels import Phrasing
from visit.reasons.unknown_members import unknown_members
from visit.render.condition_words import condition_in_words
from visit.rules.findings.unread import unread
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of
from visit.rules.guideline.values import Guideline

CENTRES = {"offers": ["a", "b"], "da": "misbrugscentrene", "en": "the misuse centres", **SOURCE}
ROWS = [an_offer(id, "SEL-104") for id in "abc"]


def guideline(*above: dict[str, Any], **sections: Any) -> Guideline:
    documents = [*above, a_guideline(**sections, **({"extends": "parent"} if above else {}))]
    return build(tuple(layer_of(Document("g.yaml", one)) for one in documents), DAY)


def ranked(given: Guideline) -> Ranking:
    case = case_of(Document("case.yaml", a_case(needs={"areas": ["activity"]})))
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


def test_a_group_that_is_none_is_refused_with_the_one_that_is_meant() -> None:
    for word, help in (("centrs", 'did you mean "centres"?'), ("misbrugscentrene", "write `centres`")):
        with pytest.raises(Problems) as found:
            guideline(groups={"centres": CENTRES}, rules=[a_rule("r", f"offer.groups includes {word}")])
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
    rule = a_rule("r", "offer.groups includes centres")
    for rules, told in (([rule], 0), ([], 1)):
        layer = layer_of(Document("g.yaml", a_guideline(groups={"centres": CENTRES}, rules=rules)))
        found = [one.code for one in unread(layer, (build((layer,), DAY),))]
        assert found == ["unread-group"][:told]
