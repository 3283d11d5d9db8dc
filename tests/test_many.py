"""Many cases at once against `match`: every outcome, standing and first placement, and what follows from it, case by case."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from drawn import (
    AREAS,
    DAY,
    DOCUMENTS,
    SHIPPED,
    SOURCE,
    case,
    catalogue,
    catalogues,
    guideline,
    guidelines,
    quiet,
    shipped,
)
from hypothesis import given
from hypothesis import strategies as st
from written import TEXT, a_case, a_guideline, an_offer, offers

from visit import many
from visit.case import Case
from visit.catalogue import Catalogue
from visit.errors import CaseError, UsageError
from visit.lab.answers import case_answer
from visit.many.many import DecidedBlock, decided_many
from visit.many.population import population
from visit.matching import TOP, Engine
from visit.ranking.values import Ranking, Standing
from visit.rules.guideline.values import Guideline

SIMPLE = guidelines(comparing=False, placing=False, most_rules=1)
SEVERAL = st.lists(DOCUMENTS, min_size=1, max_size=5)


def agree(cases: list[Case], offers: Catalogue, rules: Guideline) -> None:
    """Each case is answered as by itself."""
    deciding = DecidedBlock(Engine(offers, rules), population(cases, DAY))
    alone = Engine(offers, rules)
    for place, (one, answer) in enumerate(zip(cases, deciding.answers().each, strict=True)):
        try:
            ranking = alone.match(one, DAY, top=1)
        except CaseError as error:
            assert answer.refused == error.message
            continue
        assert not answer.refused
        assert dict(answer.standings) == standings(ranking)
        first = ranking.placements[0].parts if ranking.placements else ()
        assert answer.first == tuple(option.id for option in first)
        full = alone.match(one, DAY)
        assert case_answer(deciding.ranking(place)) == case_answer(full)
        assert first_few(deciding, place) == [[part.id for part in found.parts] for found in full.placements]
        for rule in deciding.judging.outcomes:
            for index, option in enumerate(ranking.options):
                found = deciding.judging.outcome(rule, place, option.id)
                assert found == ranking.outcomes[rule].outcome(index), rule


def first_few(deciding: DecidedBlock, place: int, top: int = TOP) -> list[list[str]]:
    found = deciding.first_few(place, top)
    assert not isinstance(found, str)
    return [[part.id for part in parts] for parts in found]


def standings(ranking: Ranking) -> dict[Standing, tuple[str, ...]]:
    found: dict[Standing, tuple[str, ...]] = {}
    for option, standing in zip(ranking.options, ranking.standings, strict=True):
        if standing is not Standing.RULED_OUT:
            found[standing] = (*found.get(standing, ()), option.id)
    return found


@pytest.mark.parametrize("name", SHIPPED)
@quiet(5)
@given(documents=SEVERAL, offers=catalogues())
def test_many_cases_are_answered_as_one_by_one_under_shipped_guidelines(
    name: str, documents: list[dict[str, Any]], offers: dict[str, Any]
) -> None:
    agree([case(one) for one in documents], catalogue(offers), shipped(name))


@quiet(40)
@given(SEVERAL, catalogues(), guidelines())
def test_many_cases_are_answered_as_one_by_one_under_drawn_guidelines(
    documents: list[dict[str, Any]], offers: dict[str, Any], rules: dict[str, Any]
) -> None:
    agree([case(one) for one in documents], catalogue(offers), guideline(rules))


@quiet(40)
@given(
    SEVERAL,
    catalogues(4),
    guidelines(comparing=False, placing=False, most_rules=1),
    st.sampled_from(AREAS[1:]),
    st.integers(1, TOP),
)
def test_the_first_few_are_those_of_match_where_most_placements_are_one_option(
    documents: list[dict[str, Any]], offers: dict[str, Any], rules: dict[str, Any], area: str, top: int
) -> None:
    plain = {"needs": {"areas": [area]}, "flags": {}}
    cases = [case({**one, **plain, "citizen": {**one.get("citizen", {}), "current": []}}) for one in documents]
    asked = [one for one in rules["rules"] if one["id"] == "r0" and one["strength"] == "must"]
    rate = {"id": "rate", "lower": "option.price_dkk_per_day", **SOURCE}
    written = {**rules, "rules": asked, "areas": [], "proposals": [], "preferences": [*rules["preferences"], rate]}
    engine = Engine(catalogue(offers), guideline(written))
    deciding = DecidedBlock(engine, population(cases, DAY))
    for place, one in enumerate(cases):
        ranking = engine.match(one, DAY, top=top)
        assert first_few(deciding, place, top) == [[part.id for part in found.parts] for found in ranking.placements]


def test_only_its_own_room_asks_for_numpy() -> None:
    """The rest of visit starts without it."""
    root = Path(__file__).parent.parent / "visit"
    others = [path for path in root.rglob("*.py") if path.parent.name != "many"]
    asking = [path for path in others if re.search(r"^(from|import) (numpy|visit\.many)", path.read_text(), re.M)]
    assert asking == []


def test_without_numpy_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    many.must_have_library()
    monkeypatch.setattr(many, "find_spec", lambda name: None)
    with pytest.raises(UsageError) as told:
        many.must_have_library()
    assert "'.[lab]'" in (told.value.help or "")


def test_blocks_are_added_up_and_what_match_was_asked_is_counted() -> None:
    offers_, rules = catalogue(offers(an_offer("a", "SEL-85"))), guideline(a_guideline())
    cases = [case(a_case(needs={"areas": ["support"]})), case(a_case(needs={"must": ["no_such_need"]}))]
    engine = Engine(offers_, rules)
    one, other = (decided_many(engine, population([each], DAY)) for each in cases)
    both = one + other
    assert [answer.first for answer in both.each] == [("a/SEL-85",), None]
    assert both.each[1].refused and both.by_match == {"refused": 1}


def test_what_is_said_of_acute_help_beside_reads_what_is_known_of_it() -> None:
    """It stands beside what is ranked, and another way than it is looked for too."""
    day_offers = catalogue(offers(an_offer("a", "SEL-85"), an_offer("b", "SEL-110")))
    said = [{"id": name, "kind": "flag", "when": when, "text": TEXT} for name, when in
            (("other-way", "option.provision == SEL-110 and met_lower"),
             ("no-other-way", "option.provision == SEL-110 and not met_lower"))]  # fmt: skip
    rules = guideline(a_guideline(notices=said))
    cases = [case(a_case(needs={"areas": areas}, flags={"acute": True})) for areas in (["support"], ["home"])]
    agree(cases, day_offers, rules)
    assert [one.notices for one in map(case_answer, (Engine(day_offers, rules).match(each, DAY) for each in cases))]
