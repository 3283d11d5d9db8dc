"""Places of which only the municipality is known: estimated for the last criterion and the reach rules, and told."""

from __future__ import annotations

from typing import Any

import pytest
from written import a_case, an_offer, offers

from visit.case import Case, case_of
from visit.catalogue import Catalogue, catalogue_of
from visit.matching import Engine
from visit.places import distance_metres, resolve
from visit.reading.source import Document
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing
from visit.render.next_steps import NextSteps
from visit.render.sentences import Sentences
from visit.rules import load_guideline
from visit.rules.deciding.case_side import case_side
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.deciding.one_option import option_environment
from visit.rules.language.values import UNKNOWN, Value

DAY = "2026-11-22"
HERNING = {"operator": {"type": "municipal", "municipality": "Herning"}}
AALBORG = {"operator": {"type": "municipal", "municipality": "Aalborg"}}
SUPPORTED: dict[str, Any] = {
    "municipality": "Ikast-Brande",
    "citizen": {"age": 30, "home": {"housing": "own", "place": "Ikast"}, "current": []},
    "target_groups": {"primary": "autism-spectrum", "secondary": []},
    "support_need": 2,
    "legal": {"impairment": "substantial", "kinds": ["mental"], "social_problems": "none", "other_law_covers": []},
    "needs": {"areas": ["support"], "hours_per_week": {"support": 5}},
    "consent": {"support": "given", "move": "given"},
    "tried": [],
}
LEVELS = {"specialisation": {"autism-spectrum": 2}, "approved": {"tilbudsportalen": True}, "staff": "agreed_visits"}


def case_from(**fields: Any) -> Case:
    return case_of(Document("case", a_case(**fields)))


def supported(home: dict[str, Any], **citizen: Any) -> Case:
    return case_from(**{**SUPPORTED, "citizen": {**SUPPORTED["citizen"], "home": home, **citizen}})


def catalogue(*rows: dict[str, Any]) -> Catalogue:
    return catalogue_of(Document("catalogue", offers(*rows)))


def explained(case: Case, *rows: dict[str, Any]) -> Explanation:
    guideline = load_guideline("serviceloven", case.assessed)
    return Explanation(Engine(catalogue(*rows), guideline).match(case))


def km(name: str, case: Case, *rows: dict[str, Any]) -> dict[str, Value]:
    """What a distance is for each option of a case."""
    ranking = Engine(catalogue(*rows), load_guideline("serviceloven", case.assessed)).match(case)
    side = case_side(case, Dependencies(ranking.guideline), case.assessed)
    return {option.id: option_environment(side, option)[name] for option in ranking.options}


def metres(a: str, b: str) -> int:
    return distance_metres(resolve(a), resolve(b))


# --- the fact -------------------------------------------------------------------------------------------------------


def whole_metres(value: Value) -> object:
    return value if value is UNKNOWN else int(value * 1000)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("home", "lived", "offer", "expected"),
    [
        pytest.param("Brande", None, {"place": "Ikast"}, ("Brande", "Ikast"), id="both are recorded"),
        pytest.param("Brande", None, HERNING, ("Brande", "Herning"), id="the offer by its operator"),
        pytest.param("Brande", None, {**HERNING, "place": "Ikast"}, ("Brande", "Ikast"), id="its own place wins"),
        pytest.param(None, None, {"place": "Brande"}, ("Ikast", "Brande"), id="the home by the acting municipality"),
        pytest.param(None, None, AALBORG, ("Ikast", "Aalborg"), id="both by their municipalities"),
        pytest.param(
            None, [("Viborg", None)], {"place": "Brande"}, ("Viborg", "Brande"), id="the municipality lived in"
        ),
        pytest.param(None, [("Viborg", "2027-01-01")], {"place": "Brande"}, ("Ikast", "Brande"), id="not yet lived in"),
        pytest.param("Brande", None, {}, None, id="nothing is known of the offer"),
        pytest.param("Brande", None, {"operator": {"type": "regional", "region": "Midtjylland"}}, None, id="a region"),
    ],
)
def test_an_unknown_place_is_taken_to_be_in_the_main_town(
    home: str | None,
    lived: list[tuple[str, str | None]] | None,
    offer: dict[str, Any],
    expected: tuple[str, str] | None,
) -> None:
    rows = [{"municipality": name, **({"from": day} if day else {}), "under": "own_home"} for name, day in lived or ()]
    citizen = {"home": {"housing": "own", **({"place": home} if home else {})}, "lived": rows}
    found = km("travel.estimated_home_km", supported(**citizen), an_offer("o", "SEL-85", **offer))["o/SEL-85"]
    assert whole_metres(found) == (UNKNOWN if expected is None else metres(*expected))


@pytest.mark.parametrize("name", ["travel.home_km", "travel.network_km"])
def test_no_other_distance_is_estimated(name: str) -> None:
    case = case_from(**SUPPORTED, network=[{"who": "mother", "place": "Ikast", "contact": "daily"}])
    assert km(name, case, an_offer("o", "SEL-85", **HERNING))["o/SEL-85"] is UNKNOWN


def test_a_tenancy_to_be_found_is_in_the_main_town_of_the_acting_municipality() -> None:
    case = supported({"housing": "none", "place": "Brande"})
    found = km("travel.estimated_home_km", case, an_offer("o", "SEL-85", **HERNING))
    assert whole_metres(found["tenancy/ordinary"]) == metres("Brande", "Ikast")


def test_a_case_and_a_catalogue_of_before_have_no_estimate() -> None:
    case = supported({"housing": "own"})
    before = Case({**case.record, "points": {}})
    assert before.home_or_estimate(case.assessed) is None
    assert case.home_or_estimate(case.assessed) == resolve("Ikast")


# --- what rests on it -----------------------------------------------------------------------------------------------


def standings(explanation: Explanation) -> dict[str, str]:
    ranking = explanation.ranking
    return {one.offer.id: str(ranking.standing(one)) for one in ranking.options if one.kind == "catalogue"}


def test_what_is_within_reach_by_an_estimate_is_no_exception() -> None:
    rows = [an_offer(id, "SEL-85", **LEVELS, **of) for id, of in (("near", HERNING), ("far", AALBORG), ("dark", {}))]
    found = standings(explained(supported({"housing": "own", "place": "Ikast"}), *rows))
    assert found == {"near": "suitable", "far": "by_exception", "dark": "by_exception"}


def test_the_nearer_by_an_estimate_comes_before_names_decide() -> None:
    rows = [
        an_offer(id, "SEL-85", **LEVELS, **of)
        for id, of in (("a", AALBORG), ("b", HERNING), ("c", {"place": "Aalborg"}))
    ]
    case = supported({"housing": "own"})
    first = explained(case, rows[0], rows[1]).ranking.placements[0]
    assert [part.offer.id for part in first.parts] == ["b"]


# --- what is told ---------------------------------------------------------------------------------------------------


def to_confirm(explanation: Explanation) -> list[str]:
    say = Phrasing(explanation.ranking.guideline, "en", ids=True)
    return [*NextSteps(explanation, say).confirmations(explanation.ranking.placements[0])]


def test_an_estimated_offer_is_to_confirm() -> None:
    told = to_confirm(
        explained(supported({"housing": "own", "place": "Ikast"}), an_offer("o", "SEL-85", **LEVELS, **HERNING))
    )
    assert "o: where it lies is not recorded; taken to be in the main town of Herning" in told


def test_an_estimated_home_is_to_confirm() -> None:
    told = to_confirm(explained(supported({"housing": "own"}), an_offer("o", "SEL-85", **LEVELS, place="Ikast")))
    assert "In which town does the citizen live or stay? [near-the-own-home]" in told


def test_what_is_recorded_is_not_to_confirm() -> None:
    told = to_confirm(
        explained(
            supported({"housing": "own", "place": "Ikast"}), an_offer("o", "SEL-85", **LEVELS, **HERNING, place="Ikast")
        )
    )
    assert not [line for line in told if "main town" in line or "near-the-own-home" in line]


def test_an_estimate_is_printed_with_its_mark() -> None:
    rows = [an_offer("a", "SEL-85", **LEVELS, **HERNING), an_offer("b", "SEL-85", **LEVELS, place="Holstebro")]
    explanation = explained(supported({"housing": "own", "place": "Ikast"}), *rows)
    sentences = Sentences(explanation, Phrasing(explanation.ranking.guideline, "en", ids=True))
    first, second = explanation.ranking.placements[:2]
    assert sentences.separated(first, second, 1, 2) == (
        "no. 1 before no. 2: nearest the citizen's home: ~11.2\N{NO-BREAK SPACE}km, against 41.6\N{NO-BREAK SPACE}km [near-home]"
    )
    (said,) = [
        sentences.reason(one) for one in explanation.traces(first.parts[0]) if one.trace.rule.id == "near-the-own-home"
    ]
    assert "~11.2" in said


# --- whoever may move -----------------------------------------------------------------------------------------------

DAY_OFFER = {"approved": {"tilbudsportalen": True}, "specialisation": {"autism-spectrum": 2}}
NOWHERE = {"housing": "none", "place": "Aalborg"}


def whole_facts(case: Case, *rows: dict[str, Any]) -> dict[str, dict[str, object]]:
    """The four ways of every placement of a case."""
    names = ("commute", "estimated_commute", "visits", "estimated_visits")
    found = explained(case, *rows).ranking.placements
    return {one.id: {name: whole_metres(one.facts[f"placement.{name}_km"]) for name in names} for one in found}


def moving(**needs: Any) -> Case:
    return case_from(**{**SUPPORTED, "citizen": {**SUPPORTED["citizen"], "home": NOWHERE}, "needs": needs})


def test_the_way_begins_in_the_main_town_where_a_dwelling_is_to_be_found() -> None:
    case = moving(areas=["home", "support", "activity"], hours_per_week={"support": 5})
    found = whole_facts(
        case, an_offer("s", "SEL-85", **LEVELS, place="Brande"), an_offer("d", "SEL-104", **DAY_OFFER, **HERNING)
    )
    assert found["d/SEL-104+s/SEL-85+tenancy/ordinary"] == {
        "commute": UNKNOWN, "estimated_commute": metres("Ikast", "Herning"),
        "visits": UNKNOWN, "estimated_visits": metres("Ikast", "Brande"),
    }  # fmt: skip


def test_the_way_begins_in_the_home_of_the_placement_and_there_is_none_inside_its_offer() -> None:
    case = moving(areas=["home", "support", "activity"])
    stay = {
        **an_offer("h", "ABL-105", place="Brande"),
        "services": [{"provision": "ABL-105"}, {"provision": "SEL-104"}],
    }
    rows = (
        stay,
        an_offer("s", "SEL-85", **LEVELS, place="Ikast"),
        an_offer("d", "SEL-104", **DAY_OFFER, place="Herning"),
    )
    found = km_of_wholes(case, ("h/ABL-105", "s/SEL-85", "h/SEL-104"), *rows)
    assert found == {"commute": 0, "visits": metres("Brande", "Ikast")}
    found = km_of_wholes(case, ("h/ABL-105", "s/SEL-85", "d/SEL-104"), *rows)
    assert found == {"commute": metres("Brande", "Herning"), "visits": metres("Brande", "Ikast")}


def km_of_wholes(case: Case, ids: tuple[str, ...], *rows: dict[str, Any]) -> dict[str, object]:
    """The recorded ways of a set of options, whatever stands of it."""
    engine = Engine(catalogue(*rows), load_guideline("serviceloven", case.assessed))
    ranking = engine.match(case)
    facts = engine.placement(ranking, [one for one in ranking.options if one.id in ids]).facts
    return {name: whole_metres(facts[f"placement.{name}_km"]) for name in ("commute", "visits")}


def test_whoever_is_to_move_is_measured_from_the_home_in_the_placement() -> None:
    """From the town that is left both are far off; from where the dwelling will be one of them is near."""
    case = moving(areas=["home", "support"], hours_per_week={"support": 5})
    rows = [an_offer("far", "SEL-85", **LEVELS, place="Aalborg"), an_offer("near", "SEL-85", **LEVELS, place="Herning")]
    explanation = explained(case, *rows)
    assert standings(explanation) == {"far": "suitable", "near": "suitable"}
    assert [(one.id, str(one.standing)) for one in explanation.ranking.placements] == [
        ("near/SEL-85+tenancy/ordinary", "suitable"), ("far/SEL-85+tenancy/ordinary", "by_exception"),
    ]  # fmt: skip


def test_where_the_home_will_be_is_to_confirm() -> None:
    case = moving(areas=["home", "support"], hours_per_week={"support": 5})
    told = to_confirm(explained(case, an_offer("near", "SEL-85", **LEVELS, place="Herning")))
    question = "Where will the home be, and where does the support come from? [near-the-home-in-the-placement]"
    assert question in told


def test_a_distance_from_a_place_that_the_catalogue_estimates_has_its_mark() -> None:
    rows = [
        an_offer("a", "SEL-104", place="Holstebro", estimated=["place"]),
        an_offer("b", "SEL-104", place="Esbjerg"),
    ]
    explanation = explained(supported({"housing": "own", "place": "Ikast"}), *rows)
    by_id = {one.offer.id: one for one in explanation.ranking.options}
    assert explanation.leans_on_estimate("travel.home_km", by_id["a"])
    assert not explanation.leans_on_estimate("travel.home_km", by_id["b"])
