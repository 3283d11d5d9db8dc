"""Which sets of options are placements, and that the best are exactly the best and said to be so."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.commands.match import exit_code
from visit.decisions.core import core
from visit.matching import Engine, match
from visit.ranking import at_hand, search
from visit.ranking.values import Ranking, Standing
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing
from visit.render.match_sheet import MatchSheet

STEP = {"id": "least-intrusive", "lower": "option.step", "over": "all"}


def ranked(needs: dict[str, Any], *given: dict[str, Any], top: int = 9, **guide: Any) -> Ranking:
    return match(case(a_case(needs=needs)), catalogue(offers(*given)), guideline(a_guideline(**guide)), DAY, top=top)


def names(found: Ranking) -> list[str]:
    return ["".join(part.offer.id for part in one.parts) for one in found.placements]


A, B, C = an_offer("a", "SEL-85"), an_offer("b", "SEL-104"), an_offer("c", "SEL-107-1")
BOTH = {"areas": ["support", "activity"]}


def test_only_minimal_covers_are_placements() -> None:
    assert names(ranked(BOTH, A, B, {**C, "services": [{"provision": "SEL-107-1", "areas": {"activity": "H3"}}]})) == [
        "ab",
        "c",
    ]


def test_nothing_wanted_nothing_placed() -> None:
    assert names(ranked({"areas": []}, A, B)) == []
    assert names(ranked(BOTH, A, B, top=0)) == []
    assert names(ranked(BOTH, A)) == []


def test_what_is_kept_is_in_every_placement_though_it_could_be_left_out() -> None:
    document = a_case(needs=BOTH, citizen={"current": [{"offer": "a", "service": "SEL-85"}]})
    home = {**C, "services": [{"provision": "SEL-107-1", "areas": {"activity": "H3"}}]}
    found = match(case(document), catalogue(offers(A, B, home)), guideline(a_guideline()), DAY)
    assert names(found) == ["ab", "ac"]


def test_hours_add_up() -> None:
    four = [an_offer(id, "SEL-85", hours_per_week=2) for id in "abcd"]
    assert names(ranked({"areas": [], "hours_per_week": {"support": 6}}, *four, top=2)) == ["abc", "abd"]
    assert names(ranked({"areas": [], "hours_per_week": {"support": 8}}, *four)) == ["abcd"]
    assert names(ranked({"areas": [], "hours_per_week": {"support": 9}}, *four)) == []


def test_one_home_at_most() -> None:
    found = ranked({"areas": ["home"], "must": ["a_home"]}, C, an_offer("d", "SEL-108"))
    assert all(sum(part.gives_home for part in one.parts) == 1 for one in found.placements)
    assert {"c", "d"} <= set(names(found))


def test_a_service_for_residents_stands_beside_its_home() -> None:
    day = {"provision": "SEL-104", "areas": {"support": "H3"}, "open_to": "residents"}
    one = {**an_offer("o", "SEL-107-1"), "services": [{"provision": "SEL-107-1"}, day]}
    # The day meets everything; its home could be left out if the day were open to others.
    assert [each.id for each in ranked(BOTH, one).placements] == ["o/SEL-104+o/SEL-107-1"]
    assert names(ranked(BOTH, {**one, "services": [day]}, C)) == []


def test_a_rule_of_placements_may_leave_out_the_first_found() -> None:
    rules = [a_rule("w", "placement.price_dkk_per_day >= 500", of="placement")]
    dear, cheap = an_offer("b", "SEL-85", price_dkk_per_day=900), an_offer("a", "SEL-85", price_dkk_per_day=100)
    assert names(ranked({"areas": ["support"]}, dear, cheap, rules=rules)) == ["b"]


# --- many like offers: the number of steps, not the time ------------------------------------------------------------


@pytest.fixture
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_STEPS", 200_000)


@pytest.mark.usefixtures("few_steps")
def test_hours_where_none_are_granted_are_asked_of_the_offer() -> None:
    needs = {"areas": [], "hours_per_week": {"activity": 12}}
    silent, stated = an_offer("a", "SEL-104"), an_offer("b", "SEL-104", hours_per_week=15)
    assert ranked(needs, silent).placements[0].standing is Standing.UNDECIDED
    assert names(ranked(needs, silent, stated)) == ["b", "a"]
    assert names(ranked({"areas": [], "hours_per_week": {"support": 12}}, an_offer("c", "SEL-79"))) == []


def test_twenty_hours_over_sixty_offers_of_five() -> None:
    sixty = [an_offer(f"o{at:02}", "SEL-85", hours_per_week=5) for at in range(60)]
    found = ranked({"areas": [], "hours_per_week": {"support": 20}}, *sixty, top=3, preferences=[STEP])
    assert [one.id.replace("/SEL-85", "") for one in found.placements] == [
        "o00+o01+o02+o03",
        "o00+o01+o02+o04",
        "o00+o01+o02+o05",
    ]


@pytest.mark.usefixtures("few_steps")
@pytest.mark.parametrize("hours", (60, 100, 300))
def test_many_hours_over_sixty_offers_of_five(hours: int) -> None:
    sixty = [an_offer(f"o{at:02}", "SEL-85", hours_per_week=5) for at in range(60)]
    found = ranked({"areas": [], "hours_per_week": {"support": hours}}, *sixty, top=3, preferences=[STEP])
    assert found.proved is None
    assert found.placements[0].id == "+".join(f"o{at:02}/SEL-85" for at in range(hours // 5))


@pytest.mark.usefixtures("few_steps")
def test_two_kinds_of_hours_over_offers_of_unlike_hours() -> None:
    unlike = [
        an_offer(f"o{at:03}", ("SEL-85", "SEL-104")[at % 2], hours_per_week=2.5 + at * 7 % 25 / 2) for at in range(120)
    ]
    found = ranked({"areas": [], "hours_per_week": {"support": 37.5, "activity": 20}}, *unlike, preferences=[STEP])
    assert found.proved is None
    # Three of at least 12.5 hours of support, and two of at least 7.5 of activity.
    assert [len(one.parts) for one in found.placements] == [5] * len(found.placements)


def test_where_the_limit_is_reached_before_anything_is_found_something_is_shown_and_said_to_be_unproved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "MOST_STEPS", 100)
    unlike = [an_offer(f"o{at:02}", "SEL-85", hours_per_week=2 + at % 7) for at in range(60)]
    found = ranked({"areas": [], "hours_per_week": {"support": 20}}, *unlike, preferences=[STEP])
    assert (found.proved, len(found.placements), exit_code(found, strict=False)) == (0, 1, 3)
    [one] = found.placements
    assert sum(part.service.hours_per_week or 0 for part in one.parts) >= 20


NEEDS = (
    "peer_contact", "sign_language", "behaviour_support", "continuity_of_staff", "self_harm_support",
    "medication_support", "parenting_support", "extensive_daily_help",
)  # fmt: skip


def test_five_thousand_offers_that_say_little_of_eight_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each states one or two of the needs, and nothing of the others."""
    monkeypatch.setattr(search, "MOST_STEPS", 600_000)
    many = [
        {**an_offer(f"o{at:04}", "SEL-85"), "covers": sorted({NEEDS[at % 8], NEEDS[at * 5 % 7]})} for at in range(5_000)
    ]
    found = ranked({"areas": ["support"], "must": list(NEEDS)}, *many, top=3, preferences=[STEP])
    assert found.proved is None
    assert [one.standing for one in found.placements] == ["suitable"] * 3
    assert [len(one.parts) for one in found.placements] == [4, 4, 4]


# --- what would do as well ------------------------------------------------------------------------------------------


def alike(found: Ranking, at: int = 0) -> list[list[str]]:
    """The options that could stand in the place of each part of a placement."""
    engine = Engine(found.catalogue, found.guideline)
    return [[option.id for option in others] for others in engine.equivalents(found, found.placements[at])]


def test_of_sixty_offers_that_are_alike_the_others_would_do_as_well() -> None:
    sixty = [an_offer(f"o{at:02}", "SEL-85") for at in range(60)]
    found = ranked({"areas": ["support"]}, *sixty, top=2, preferences=[STEP])
    every = [f"o{at:02}/SEL-85" for at in range(60)]
    assert alike(found, 0) == [every[1:]]
    assert alike(found, 1) == [[every[0], *every[2:]]]


def test_what_a_criterion_tells_apart_would_not_do_as_well() -> None:
    soon = {"id": "soon", "lower": "option.waiting_days", "bands": [4], "over": "max"}
    rows = [an_offer("a", "SEL-85", waiting_days=3), an_offer("b", "SEL-85", waiting_days=5)]
    assert alike(ranked({"areas": ["support"]}, *rows, preferences=[STEP])) == [["b/SEL-85"]]
    assert alike(ranked({"areas": ["support"]}, *rows, preferences=[STEP, soon])) == [[]]


def test_what_meets_less_would_not_do_as_well() -> None:
    rows = [an_offer("a", "SEL-85"), an_offer("b", "SEL-85", lacks=["sign_language"]), an_offer("c", "SEL-85")]
    found = ranked({"areas": ["support"], "must": ["sign_language", "social_contact"]}, *rows)
    assert [one.id for one in found.placements[0].leans_on] == ["need:sign_language"]
    assert alike(found) == [["c/SEL-85"]]


def test_another_home_would_not_do_as_well_where_the_services_of_a_house_stand_beside_it() -> None:
    def house(id: str) -> dict[str, Any]:
        services = [{"provision": "ABL-105"}, {"provision": "SEL-85", "open_to": "residents"}]
        return {**an_offer(id, "ABL-105"), "services": services}

    needs = {"areas": ["home", "support"], "must": ["a_home"]}
    found = ranked(needs, house("a"), house("b"), preferences=[STEP])
    at = next(at for at, name in enumerate(names(found)) if name == "aa")
    assert alike(found, at) == [[], []]
    found = ranked({"areas": ["home"], "must": ["a_home"]}, house("a"), house("b"))
    at = next(at for at, name in enumerate(names(found)) if name == "a")
    assert alike(found, at) == [["b/ABL-105"]]


def test_what_continues_has_no_equivalent() -> None:
    needs = {"areas": ["support"]}
    document = a_case(needs=needs, citizen={"current": [{"offer": "a", "service": "SEL-85"}]})
    found = match(case(document), catalogue(offers(*FOUR)), guideline(a_guideline()), DAY)
    assert names(found) == ["a"]
    assert alike(found) == [[]]


# --- what is proved -------------------------------------------------------------------------------------------------

FOUR = [an_offer(id, "SEL-85") for id in "abcd"]


def limited(monkeypatch: pytest.MonkeyPatch, most: int, *given: dict[str, Any]) -> Ranking:
    monkeypatch.setattr(search, "MOST_STEPS", most)
    return ranked({"areas": ["support"]}, *given, preferences=[STEP], top=4)


def steps_for(monkeypatch: pytest.MonkeyPatch, proved: int) -> int:
    """The fewest steps that prove so many of the four."""
    return next(most for most in range(1, 2_000) if (limited(monkeypatch, most, *FOUR).proved or 0) >= proved)


def test_all_is_proved_where_the_limit_is_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    found = limited(monkeypatch, 10_000, *FOUR)
    assert (found.proved, names(found), "proved" in core(found)) == (None, ["a", "b", "c", "d"], False)


def test_the_first_may_be_proved_and_the_third_not(monkeypatch: pytest.MonkeyPatch) -> None:
    found = limited(monkeypatch, steps_for(monkeypatch, 1), *FOUR)
    assert (found.proved, names(found)[0], core(found)["proved"], exit_code(found, strict=False)) == (1, "a", 1, 0)
    said = str(MatchSheet(found, "en").sheet())
    assert ("proved to number 1" in said) == (len(found.placements) > 1)


def test_where_the_first_is_not_proved_the_answer_is_not_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    found = limited(monkeypatch, 1, *FOUR)
    assert (found.proved, names(found), core(found)["proved"], exit_code(found, strict=False)) == (0, ["a"], 0, 3)
    assert "it is not proved that no other placement comes first" in str(MatchSheet(found, "en").sheet())


def test_where_the_limit_is_reached_and_nothing_is_at_hand_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_hand, "_helps", lambda *_any: (0, 0, 0))
    found = limited(monkeypatch, 1, *FOUR)
    assert (found.proved, found.placements, exit_code(found, strict=False)) == (0, (), 3)
    assert "before it found a placement" in str(MatchSheet(found, "en").sheet())


# --- any set of options ---------------------------------------------------------------------------------------------

ANY_SET: dict[str, tuple[tuple[str, ...], Standing, str]] = {
    "one that was found": (("a/SEL-85", "b/SEL-104"), Standing.SUITABLE, "can be granted"),
    "one with a part that is ruled out": (("b/SEL-104", "x/SEL-85"), Standing.RULED_OUT, "cannot be part of a placement"),
    "one with a part of the acute lane": (("b/SEL-104", "y/SEL-82c"), Standing.ACUTE, "cannot be part of a placement"),
    "one that leaves a need unmet": (("a/SEL-85",), Standing.UNDECIDED, "undecided"),
    "one that a rule of placements forbids": (("b/SEL-104", "c/SEL-107-1"), Standing.RULED_OUT, "cannot be part of a placement"),
}  # fmt: skip


@pytest.mark.parametrize("name", ANY_SET)
def test_any_set_of_options_stands_in_the_order(name: str) -> None:
    ids, standing, said = ANY_SET[name]
    rules = [
        a_rule("no-price", "not known(option.price_dkk_per_day)", provision="SEL-85"),
        a_rule("no-stay", "placement.home_step < 6", of="placement"),
    ]
    given = offers(A, B, C, an_offer("x", "SEL-85", price_dkk_per_day=1), an_offer("y", "SEL-82c"))
    engine = Engine(catalogue(given), guideline(a_guideline(rules=rules, preferences=[STEP])))
    ranking = engine.match(case(a_case(needs=BOTH)), DAY)
    placement = engine.placement(ranking, [option for option in ranking.options if option.id in ids])
    assert ranking.first is not None
    assert (ranking.first.id, placement.standing) == ("a/SEL-85+b/SEL-104", standing)
    assert [one.id for one in placement.order] == [one.id for one in ranking.first.order]
    phrasing, separation = Phrasing(ranking.guideline, "en"), Explanation(ranking).separation(ranking.first, placement)
    if standing is Standing.SUITABLE:
        assert (separation.criterion, placement.order) == ("id", ranking.first.order)
    else:
        assert (separation.criterion, phrasing.separation(separation)) == ("standing", ("can be granted", said))
