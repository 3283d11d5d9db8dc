"""Whether the first placement can be granted now: what keeps it from that beside its standing, and the exit code that follows."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from reference import Reference
from written import a_case, a_guideline, an_offer, offers

from visit.commands.match import exit_code
from visit.locale import speaking
from visit.matching import match
from visit.ranking.values import Ranking
from visit.ranking.verdict import verdict
from visit.reasons.explanation import Explanation
from visit.render.one_screen import OneScreen

OFFERS = offers(an_offer("a", "SEL-85"))
WISH = {"id": "wish", "higher": "option.wished", "over": "any"}
FOUND = {"offered": True, "from": "2027-01-01"}


def ranked(dwelling: dict[str, Any] | None) -> Ranking:
    """Rank for somebody without a home who needs one and support."""
    home: dict[str, Any] = {"housing": "none"}
    if dwelling is not None:
        home["dwelling"] = dwelling
    document = a_case(needs={"areas": ["home", "support"]}, citizen={"home": home})
    return match(case(document), catalogue(OFFERS), guideline(a_guideline()))


@pytest.mark.parametrize(
    ("dwelling", "asked"),
    [
        pytest.param(None, "case.home.dwelling.offered", id="nothing is recorded"),
        pytest.param({"offered": True}, "case.home.dwelling.from", id="offered, from when is not recorded"),
        pytest.param({**FOUND, "on": "2999-01-01"}, "case.home.dwelling.offered", id="learned after the day asked for"),
    ],
)
def test_a_dwelling_to_be_found_is_not_yet_and_the_first_thing_asked(dwelling: dict[str, Any], asked: str) -> None:
    ranking = ranked(dwelling)
    assert ranking.first is not None
    assert (ranking.first.id, ranking.first.standing) == ("a/SEL-85+tenancy/ordinary", "suitable")
    assert (verdict(ranking).name, list(verdict(ranking).reasons)) == ("not_yet", ["dwelling"])
    assert exit_code(ranking, strict=False) == 3
    assert Explanation(ranking).to_confirm(ranking.first)[0].fact == asked


def test_a_dwelling_that_is_offered_can_be_granted() -> None:
    ranking = ranked(FOUND)
    assert ranking.first is not None
    assert ranking.first.id == "a/SEL-85+tenancy/ordinary"
    assert (verdict(ranking).name, exit_code(ranking, strict=False)) == ("grantable", 0)


@pytest.mark.parametrize(
    ("first", "second", "more", "reasons"),
    [
        pytest.param({"hours_per_week": 6}, {"hours_per_week": 12}, {}, ["extent"], id="other hours"),
        pytest.param({"waiting_days": 6}, {"waiting_days": 12}, {}, ["extent"], id="other days"),
        pytest.param({"sessions": 5}, {"sessions": 8}, {}, ["extent"], id="another number of sessions"),
        pytest.param({"months": 3}, {"months": 6}, {}, ["extent"], id="other months"),
        pytest.param({"hours_per_week": 6}, {"hours_per_week": 6}, {}, [], id="the same hours"),
        pytest.param({"hours_per_week": 6}, {}, {}, [], id="one alone states hours"),
        pytest.param({"hours_per_week": 6}, {"hours_per_week": 12}, {"wishes": {"offers": ["b"]}}, [], id="a wish parts them"),
        pytest.param(
            {"hours_per_week": 6}, {"hours_per_week": 12}, {"needs": {"areas": ["support"], "hours_per_week": {"support": 5}}}, [],
            id="both give the hours that are needed",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("top", [1, 5])
def test_where_names_alone_part_the_first_two_and_they_state_other_hours_or_days(
    first: dict[str, Any], second: dict[str, Any], more: dict[str, Any], reasons: list[str], top: int
) -> None:
    found = offers(an_offer("a", "SEL-85", **first), an_offer("b", "SEL-85", **second))
    document = a_case(**{"needs": {"areas": ["support"]}, **more})
    ranking = match(case(document), catalogue(found), guideline(a_guideline(preferences=[WISH])), top=top)
    assert ranking.first is not None
    assert ranking.first.grantable
    assert list(verdict(ranking).reasons) == reasons


def test_where_no_dwelling_can_be_had_none_is_part_of_a_placement() -> None:
    ranking = ranked({"offered": False})
    assert [option.id for option in ranking.options] == ["a/SEL-85"]
    assert (verdict(ranking).name, exit_code(ranking, strict=False)) == ("none", 1)


@pytest.mark.parametrize(("areas", "reasons", "exit"), [(None, ["areas"], 3), ([], [], 1), (["work"], [], 1)])
def test_where_nobody_has_said_what_to_cover_the_answer_is_not_no(
    areas: list[str] | None, reasons: list[str], exit: int
) -> None:
    ranking = match(case(a_case(needs={"areas": areas})), catalogue(OFFERS), guideline(a_guideline()))
    assert (list(verdict(ranking).reasons), exit_code(ranking, strict=False)) == (reasons, exit)


def test_what_the_citizen_alone_can_tell_is_no_doubt() -> None:
    document = a_case(
        needs={"areas": ["home", "support"], "premises": ["step_free"]}, citizen={"home": {"housing": "none"}}
    )
    ranking = match(case(document), catalogue(OFFERS), guideline(a_guideline()))
    assert ranking.first is not None
    assert [one.id for one in ranking.first.leans_on] == ["premises:step_free"]
    assert {one.id: one.key for one in ranking.first.order}["fewest-unknown"] == (1,)  # the dwelling alone


LEAVING: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "discharge is planned": ({}, {"flags": {"discharge": True}}, ["dwelling"]),
    "the stay ends": (
        {"current": [{"offer": "x", "service": "SEL-107-1", "question": "ends", "ground": "citizen_wishes"}]},
        {},
        ["dwelling"],
    ),
    "nobody says that it ends": ({}, {}, []),
    "there is a tenancy to return to": ({"home": {"tenancy": True}}, {"flags": {"discharge": True}}, []),
    "a dwelling is offered": ({"home": {"dwelling": FOUND}}, {"flags": {"discharge": True}}, []),
    "a home of one's own": ({"home": {"housing": "own"}}, {"flags": {"discharge": True}}, []),
}


@pytest.mark.parametrize("name", LEAVING)
def test_whoever_leaves_an_institution_needs_a_place_to_live(name: str) -> None:
    """Also where the home is not among the areas to cover: support alone leaves somebody in the street."""
    citizen, fields, reasons = LEAVING[name]
    home = {"housing": "institution", **citizen.get("home", {})}
    document = a_case(needs={"areas": ["support"]}, citizen={**citizen, "home": home}, **fields)
    asked = case(document), catalogue(OFFERS), guideline(a_guideline()), DAY
    found = match(*asked)
    assert found.first is not None
    assert (found.first.id, found.first.standing) == ("a/SEL-85", "suitable")
    assert list(verdict(found).reasons) == Reference(*asked).not_yet == reasons
    asks = [one.fact for one in Explanation(found).to_confirm(found.first)]
    assert ("case.home.dwelling.offered" in asks) is bool(reasons)


@pytest.mark.parametrize(
    ("fields", "service", "first"),
    [
        pytest.param({"support_need": 2}, {}, True, id="not answered"),
        pytest.param({"support_need": 1}, {}, False, id="a slight need"),
        pytest.param({}, {}, False, id="the need is not assessed"),
        pytest.param({"support_need": 2, "needs": {"tied_staff": False}}, {}, False, id="answered"),
        pytest.param({"support_need": 2}, {"staff": "tied_part_of_day"}, False, id="staff is there"),
    ],
)
def test_staff_on_the_spot_is_the_first_thing_to_confirm_of_agreed_visits(
    fields: dict[str, Any], service: dict[str, Any], first: bool
) -> None:
    needs = {"areas": ["support"], **fields.get("needs", {})}
    document = a_case(**{**fields, "needs": needs})
    found = match(case(document), catalogue(offers(an_offer("a", "SEL-85", **service))), guideline(a_guideline()), DAY)
    assert found.first is not None
    asks = [(one.fact, one.assumed) for one in Explanation(found).to_confirm(found.first)]
    assert (asks[:1] == [("case.needs.tied_staff", False)]) is first


@pytest.mark.parametrize(
    ("home", "found"),
    [
        pytest.param({}, ("not_yet", ["undecided"], 3), id="not recorded"),
        pytest.param({"housing": "none"}, ("none", [], 1), id="no home"),
        pytest.param({"housing": "own"}, ("grantable", [], 0), id="a home"),
    ],
)
def test_no_placement_for_want_of_a_home_asks_whether_there_is_one(
    home: dict[str, Any], found: tuple[str, list[str], int]
) -> None:
    document = a_case(needs={"areas": ["home", "support"]}, citizen={"home": home}, consent={"move": "refused"})
    stays = {"id": "stays", "gate": "consent", "strength": "must", "when": "option.moves_home",
             "require": "option.consent_to_move != refused", "reason": {"da": "…", "en": "…"}, "source": "…"}  # fmt: skip
    ranking = match(case(document), catalogue(OFFERS), guideline({**a_guideline(), "rules": [stays]}))
    answer = verdict(ranking)
    assert (answer.name, list(answer.reasons), exit_code(ranking, strict=False)) == found
    with speaking("en"):
        said = "\n".join(line.text for line in OneScreen(ranking, "en").nothing())
    assert ("whether the citizen has a home" in said) is (answer.name == "not_yet")
