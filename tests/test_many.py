"""Many cases at once against `match`: the orders that have a way of their own. All else is in `test_three_ways.py`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from drawn import (
    AREAS,
    DAY,
    DOCUMENTS,
    PREFERENCES,
    SOURCE,
    case,
    catalogue,
    catalogues,
    guideline,
    guidelines,
    quiet,
)
from drawn_whole import Written
from hypothesis import given
from hypothesis import strategies as st
from three_ways import agree
from written import TEXT, a_case, a_guideline, an_offer, offers

from visit import many
from visit.errors import UsageError
from visit.lab.answers import case_answer
from visit.many.many import DecidedBlock, decided_many
from visit.many.population import population
from visit.matching import TOP, Engine

SEVERAL = st.lists(DOCUMENTS, min_size=1, max_size=5)


def first_few(deciding: DecidedBlock, place: int, top: int = TOP) -> list[list[str]]:
    found = deciding.first_few(place, top)
    assert not isinstance(found, str)
    return [[part.id for part in parts] for parts in found]


@quiet(40)
@given(
    SEVERAL,
    catalogues(4),
    guidelines(comparing=False, placing=False, most_rules=1),
    st.sampled_from(AREAS[1:]),
    st.integers(1, TOP),
    st.sampled_from(([], ["step_free"])),
)
def test_the_first_few_are_those_of_match_where_most_placements_are_one_option_or_one_beside_the_home(
    documents: list[dict[str, Any]],
    offers: dict[str, Any],
    rules: dict[str, Any],
    area: str,
    top: int,
    asked_of_home: list[str],
) -> None:
    plain = {"needs": {"areas": [area], "premises": asked_of_home}, "flags": {}}
    cases = [case({**one, **plain, "citizen": at_home(one.get("citizen", {}), asked_of_home)}) for one in documents]
    asked = [one for one in rules["rules"] if one["id"] == "r0" and one["strength"] == "must"]
    rate = {"id": "rate", "lower": "option.price_dkk_per_day", **SOURCE}
    written = {**rules, "rules": asked, "areas": [], "proposals": [], "preferences": [*rules["preferences"], rate]}
    engine = Engine(catalogue(offers), guideline(written))
    deciding = DecidedBlock(engine, population(cases, DAY))
    for place, one in enumerate(cases):
        ranking = engine.match(one, DAY, top=top)
        assert first_few(deciding, place, top) == [[part.id for part in found.parts] for found in ranking.placements]


def at_home(citizen: dict[str, Any], premises: list[str]) -> dict[str, Any]:
    home = {**citizen.get("home", {}), "housing": "own", "premises": premises}
    return {**citizen, "current": [], **({"home": home} if premises else {})}


@pytest.mark.parametrize("written", ["case.permanence != permanent", "case.permanence == temporary and option.wished"])
def test_an_order_may_read_what_the_case_says(written: str) -> None:
    rules = guideline(a_guideline(preferences=[{"id": "p", "higher": written, **SOURCE}]))
    fields = {"needs": {"areas": ["support"]}, "wishes": {"offers": ["b"]}}
    cases = [case(a_case(permanence=one, **fields)) for one in ("temporary", "permanent")]
    engine = Engine(catalogue(offers(an_offer("a", "SEL-85"), an_offer("b", "SEL-85"))), rules)
    deciding = DecidedBlock(engine, population(cases, DAY))
    for place, one in enumerate(cases):
        assert first_few(deciding, place) == [
            [part.id for part in found.parts] for found in engine.match(one, DAY).placements
        ]


@pytest.mark.parametrize("over", ["all", "any", "max", "sum"])
def test_an_option_beside_the_home_that_it_needs_is_ordered_with_the_others(over: str) -> None:
    towns = {"a": "Esbjerg", "b": "Odense", "c": "Aarhus"}
    offers_ = offers(*(an_offer(id, "SEL-104", place=town, areas={"activity": "H2"}) for id, town in towns.items()))
    near = {"id": "near", "lower": "travel.home_km", "over": over, "bands": [10, 100], **SOURCE}
    low = {"id": "low", "lower": "option.step", **SOURCE}
    rules = guideline(a_guideline(preferences=[low, near, {**near, "id": "nearest", "bands": []}]))
    written = a_case(
        citizen={"age": 30, "home": {"place": "Odense", "housing": "own", "premises": ["step_free"]}},
        needs={"areas": ["activity"], "premises": ["step_free"]},
    )
    engine = Engine(catalogue(offers_), rules)
    deciding = DecidedBlock(engine, population([case(written)], DAY))
    together = first_few(deciding, 0)
    assert together == [[part.id for part in found.parts] for found in engine.match(case(written), DAY).placements]
    assert len(together) == 3 and all("home/own" in parts for parts in together)
    told_apart = over != "any"  # the home is always the nearest part
    assert (0 in deciding.single(TOP)) is told_apart


LAST = {"id": "last", "lower": "travel.home_km", "over": "all"}
OF_PARTS = [one for one in PREFERENCES if "of" not in one]
TOWNS = ("Esbjerg", "Odense", "Aarhus", "Ikast", "Holstebro", "Haderslev")
BESIDE = st.fixed_dictionaries(
    {"place": st.sampled_from(TOWNS), "areas": st.sampled_from(({"activity": "H1"}, {"activity": "H3"}))},
    optional={"free": st.integers(0, 3), "waiting_days": st.sampled_from((0, 40, 100))},
)  # fmt: skip


@quiet(40)
@given(
    st.lists(BESIDE, min_size=2, max_size=6, unique_by=lambda one: one["place"]),
    st.lists(st.sampled_from(OF_PARTS), max_size=4, unique_by=str),
    st.lists(st.sampled_from(("Esbjerg", "Odense", "")), min_size=1, max_size=3),
    st.integers(1, TOP),
)
def test_what_stands_beside_the_home_is_ordered_as_in_match(
    every: list[dict[str, Any]], preferences: list[dict[str, Any]], homes: list[str], top: int
) -> None:
    offers_ = offers(*(an_offer(f"o{place}", "SEL-104", **one) for place, one in enumerate(every)))
    facts = {"need_level": {"rows": [{"when": "case.support_need >= 3", "then": 3}, {"then": 1}]}}
    rules = guideline(a_guideline(facts=facts, preferences=[{**one, **SOURCE} for one in (*preferences, LAST)]))
    home = {"housing": "own", "premises": ["step_free"]}
    cases = [
        case(
            a_case(
                citizen={"age": 30, "home": {**home, **({"place": town} if town else {})}},
                needs={"areas": ["activity"], "premises": ["step_free"] if place else []},
            )
        )
        for place, town in enumerate(homes)
    ]
    engine = Engine(catalogue(offers_), rules)
    deciding = DecidedBlock(engine, population(cases, DAY))
    for place, one in enumerate(cases):
        found = engine.match(one, DAY, top=top).placements
        assert first_few(deciding, place, top) == [[part.id for part in each.parts] for each in found]


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


def test_how_many_needs_are_not_surely_covered_is_what_match_says() -> None:
    rules = guideline(a_guideline())
    sure, unsure = ({"areas": ["support"], "must": ["social_contact", *more]} for more in ([], ["sign_language"]))
    asked = ((sure, 0), (unsure, 1), ({"areas": ["work"]}, None))
    cases = [case(a_case(needs=needs)) for needs, _n in asked]
    engine = Engine(catalogue(offers(an_offer("a", "SEL-85"))), rules)
    deciding = DecidedBlock(engine, population(cases, DAY))
    for place, (one, (_needs, n)) in enumerate(zip(cases, asked, strict=True)):
        for ranking in (deciding.ranking(place), engine.match(one, DAY)):
            assert not isinstance(ranking, str) and case_answer(ranking).needs_unsure == n


def test_what_is_said_of_acute_help_beside_reads_what_is_known_of_it() -> None:
    """It stands beside what is ranked, and another way than it is looked for too."""
    day_offers = catalogue(offers(an_offer("a", "SEL-85"), an_offer("b", "SEL-110")))
    said = [{"id": name, "kind": "flag", "when": when, "text": TEXT} for name, when in
            (("other-way", "option.provision == SEL-110 and met_lower"),
             ("no-other-way", "option.provision == SEL-110 and not met_lower"))]  # fmt: skip
    rules = guideline(a_guideline(notices=said))
    cases = [case(a_case(needs={"areas": areas}, flags={"acute": True})) for areas in (["support"], ["home"])]
    agree(cases, day_offers, Written(rules, rules))
    assert [one.notices for one in map(case_answer, (Engine(day_offers, rules).match(each, DAY) for each in cases))]
