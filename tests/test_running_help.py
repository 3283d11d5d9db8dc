"""Help that runs: what is kept is not asked again whether the citizen may have it, what is under review is."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from reference import Reference
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.matching import match
from visit.ranking.values import Ranking
from visit.ranking.verdict import NotYet, verdict
from visit.reasons.consequences import Consequences
from visit.reasons.estimates import leaned
from visit.reasons.explanation import Explanation
from visit.render.document import match_document
from visit.render.match_sheet import MatchSheet
from visit.render.one_screen import OneScreen
from visit.render.plain import plain
from visit.rules import load_guideline
from visit.rules.language.values import UNKNOWN, Members

ENTITLED = a_rule("e", "case.legal.impairment == substantial", gate="entitlement", provision="SEL-104")
USUALLY = {**ENTITLED, "id": "u", "strength": "presumption"}
REDUCED, LEFT_OUT = {"legal": {"impairment": "reduced"}}, dict[str, Any]()


@pytest.mark.parametrize(
    ("question", "rule", "recorded", "standing"),
    [
        ("keep", ENTITLED, REDUCED, "suitable"),
        ("keep", ENTITLED, LEFT_OUT, "suitable"),
        ("keep", USUALLY, REDUCED, "suitable"),
        ("review", ENTITLED, REDUCED, "ruled_out"),
        ("review", ENTITLED, LEFT_OUT, "undecided"),
        ("review", USUALLY, REDUCED, "by_exception"),
    ],
)
def test_what_is_kept_is_not_asked_entitlement_again(
    question: str, rule: dict[str, Any], recorded: dict[str, Any], standing: str
) -> None:
    running = {"current": [{"offer": "o", "service": "SEL-104", "question": question}]}
    document = a_case(needs={"areas": ["activity"]}, citizen=running, **recorded)
    asked = case(document), catalogue(offers(an_offer("o", "SEL-104"))), guideline(a_guideline(rules=[rule])), DAY
    found = match(*asked)
    assert found.standing(next(one for one in found.options if one.id == "o/SEL-104")) == standing
    assert Reference(*asked).standings["o/SEL-104"] == standing


def test_to_be_entitled_is_the_citizens() -> None:
    running = {"current": [{"offer": "o", "service": "SEL-104"}]}
    document = a_case(needs={"areas": ["activity"]}, citizen=running, **REDUCED)
    rules = [ENTITLED, a_rule("r", "not entitled(SEL-104)", provision="SEL-104")]
    found = match(case(document), catalogue(offers(an_offer("o", "SEL-104"))), guideline(a_guideline(rules=rules)), DAY)
    assert [one.id for one in found.placements] == ["o/SEL-104"]
    assert found.side.values["entitled(SEL-104)"] is False


ENDS: dict[str, tuple[dict[str, Any] | None, list[str] | None]] = {
    "nobody says what runs": (None, None),
    "nothing runs": ({}, []),
    "it is kept": ({"question": "keep"}, []),
    "it ends": ({"question": "ends"}, ["SEL-85"]),
    "it is reviewed and not granted again": ({"question": "review", "service": "SEL-97"}, ["SEL-97"]),
    "it ends and is granted again": ({"question": "ends", "offer": "o"}, []),
}


@pytest.mark.parametrize("name", ENDS)
def test_what_ends_under_a_placement(name: str) -> None:
    row, expected = ENDS[name]
    rows = [{"offer": "elsewhere", "service": "SEL-85", **row}] if row else []
    citizen = {} if row is None else {"current": rows}
    document = a_case(needs={"areas": ["support"]}, citizen=citizen)
    found = match(case(document), catalogue(offers(an_offer("o", "SEL-85"))), guideline(a_guideline()), DAY)
    ends = next(one for one in found.placements if row == {"question": "keep"} or one.id == "o/SEL-85").facts[
        "placement.ends"
    ]
    assert (sorted(ends.values) if isinstance(ends, Members) else None) == expected


# --- what ends, and what gives less ---------------------------------------------------------------------------------

STEPS = {"id": "least-intrusive", "lower": "option.step", "over": "all"}
GROUNDED = a_rule("g", "option.less_grounded", when="option.gives_less")
STAY = {"offer": "now", "service": "SEL-107-1"}
HOURS = {"offer": "now", "service": "SEL-85", "hours_per_week": 20}
TIED = {"offer": "now", "service": "SEL-85", "staff": "tied_day_and_night"}
TEN = {"support": 10}
DAYS = {"offer": "now", "service": "SEL-104", "hours_per_week": 30}
FIVE, AS_BEFORE_BY_DAY = {"activity": 5}, {"activity": 30}


def asked_of(row: dict[str, Any], offer: dict[str, Any], needs: dict[str, Any], **fields: Any) -> Ranking:
    """What is found for somebody with a service that is in question, in the engine and in the reference."""
    nowhere = {"housing": "institution", "dwelling": {"offered": False}}
    document = a_case(citizen={"current": [row], "home": nowhere}, needs=needs, **fields)
    written = a_guideline(rules=[GROUNDED], preferences=[STEPS])
    asked = case(document), catalogue(offers(offer, an_offer("stay", "SEL-107-2"))), guideline(written), DAY
    found, slow = match(*asked), Reference(*asked)
    assert [one.id for one in found.placements] == ["+".join(one.ids) for one in slow.placements[:5]]
    assert list(verdict(found).reasons) == slow.not_yet
    return found


LESS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], bool]] = {
    "a lower home": (STAY, an_offer("o", "ABL-105"), {"areas": ["home"]}, True),
    "a home on the same step": (STAY, an_offer("o", "SEL-107-1"), {"areas": ["home"]}, False),
    "fewer hours": (HOURS, an_offer("o", "SEL-85"), {"areas": ["support"], "hours_per_week": TEN}, True),
    "as many hours": (HOURS, an_offer("o", "SEL-85"), {"areas": ["support"], "hours_per_week": {"support": 20}}, False),
    "hours that are not assessed": (HOURS, an_offer("o", "SEL-85"), {"areas": ["support"]}, False),
    "hours that nobody counted": (
        {**HOURS, "hours_per_week": 0},
        an_offer("o", "SEL-85"),
        {"areas": ["support"], "hours_per_week": TEN},
        False,
    ),
    "helpers for fewer hours": (
        {"offer": "now", "service": "SEL-96", "hours_per_week": 40},
        an_offer("o", "SEL-85"),
        {"areas": ["support"], "hours_per_week": TEN},
        True,
    ),
    "a stay whatever the hours": (
        {**STAY, "hours_per_week": 30},
        an_offer("o", "SEL-107-1"),
        {"areas": ["home", "support"], "hours_per_week": TEN},
        False,
    ),
    "visits for tied staff": (TIED, an_offer("o", "SEL-85"), {"areas": ["support"]}, True),
    "visits for visits": ({**TIED, "staff": "agreed_visits"}, an_offer("o", "SEL-85"), {"areas": ["support"]}, False),
    "tied staff for tied staff": (
        TIED,
        an_offer("o", "SEL-85", staff="tied_part_of_day"),
        {"areas": ["support"]},
        False,
    ),
}


@pytest.mark.parametrize("name", LESS)
def test_less_under_review_is_undecided_without_a_ground(name: str) -> None:
    row, offer, needs, is_less = LESS[name]
    option = f"o/{offer['services'][0]['provision']}"
    for ground, standing in ((None, "undecided" if is_less else "suitable"), ("price", "suitable")):
        said = {**row, "question": "review", **({"ground": ground} if ground else {})}
        found = asked_of(said, offer, needs)
        assert found.standing(next(one for one in found.options if one.id == option)) == standing


BY_DAY: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], bool]] = {
    "fewer hours by day": (DAYS, an_offer("o", "SEL-104"), {"areas": ["activity"], "hours_per_week": FIVE}, True),
    "as many hours by day": (
        DAYS,
        an_offer("o", "SEL-104"),
        {"areas": ["activity"], "hours_per_week": AS_BEFORE_BY_DAY},
        False,
    ),
    "hours by day that are not assessed": (DAYS, an_offer("o", "SEL-104"), {"areas": ["activity"]}, False),
    "a day offer that gives few hours": (
        DAYS,
        an_offer("o", "SEL-104", hours_per_week=5),
        {"areas": ["activity"]},
        True,
    ),
    "a day offer that gives as many": (
        DAYS,
        an_offer("o", "SEL-104", hours_per_week=30),
        {"areas": ["activity"]},
        False,
    ),
    "few hours that are all that is needed by day, and work not assessed": (
        DAYS,
        an_offer("o", "SEL-104"),
        {"areas": ["activity", "work"], "hours_per_week": FIVE},
        False,
    ),
}


@pytest.mark.parametrize("name", BY_DAY)
def test_fewer_hours_by_day_are_less_though_none_are_granted_there(name: str) -> None:
    row, offer, needs, is_less = BY_DAY[name]
    id = f"o/{offer['services'][0]['provision']}"
    for ground, standing in ((None, "undecided" if is_less else "suitable"), ("price", "suitable")):
        said = {**row, "question": "review", **({"ground": ground} if ground else {})}
        stated = {**offer, "services": [{"hours_per_week": 30, **offer["services"][0]}]}
        assert standing_of(asked_of(said, stated, needs), id) == standing
    assert (NotYet.GROUND in verdict(asked_of({**row, "question": "ends"}, stated, needs)).reasons) is is_less


@pytest.mark.parametrize("name", LESS)
def test_less_than_what_ends_comes_last_and_is_not_yet_granted_without_a_ground(name: str) -> None:
    row, offer, needs, is_less = LESS[name]
    option = f"o/{offer['services'][0]['provision']}"
    without = asked_of({**row, "question": "ends"}, offer, needs)
    with_ground = asked_of({**row, "question": "ends", "ground": "price"}, offer, needs)
    assert {one.standing for one in (*without.placements, *with_ground.placements)} == {"suitable"}
    elsewhere = [one.id for one in with_ground.placements if one.id != "now/SEL-107-1"]  # to stay is an option as well
    assert elsewhere[-2:] == [option, "stay/SEL-107-2"]
    assert (NotYet.GROUND in verdict(without).reasons) is is_less
    assert NotYet.GROUND not in verdict(with_ground).reasons
    assert with_ground.grounds_given is None
    if is_less:
        assert [one.id for one in without.placements].index("stay/SEL-107-2") < [
            one.id for one in without.placements
        ].index(option)
        assert without.grounds_given is not None
        assert without.grounds_given.id == with_ground.placements[0].id
        assert match_document(without)["with_grounds_given"] == with_ground.placements[0].id
    else:
        assert "with_grounds_given" not in match_document(without)


@pytest.mark.parametrize(
    ("applied", "is_less"),
    [({}, True), ({"hours_per_week": 11}, True), ({"hours_per_week": 10}, False)],
)
def test_whoever_applies_for_no_more_hours_gives_the_ground(applied: dict[str, Any], is_less: bool) -> None:
    found = asked_of(
        {**HOURS, "question": "ends"},
        an_offer("o", "SEL-85"),
        {"areas": ["support"], "hours_per_week": TEN},
        applied=[{"provision": "SEL-85", **applied}],
    )
    assert (NotYet.GROUND in verdict(found).reasons) is is_less


LEFT: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "nothing by day in place of activity": ({"offer": "now", "service": "SEL-104"}, {}, True),
    "with a ground": ({"offer": "now", "service": "SEL-104", "ground": "citizen_wishes"}, {}, False),
    "no home in place of a stay": (STAY, {}, True),
    "for whoever has applied for help at home": (STAY, {"applied": [{"provision": "SEL-85"}]}, False),
    "support in place of support": ({"offer": "now", "service": "SEL-82b"}, {}, False),
    "support in place of helpers for care and support": ({"offer": "now", "service": "SEL-96"}, {}, True),
    "for whoever has applied for support alone": (
        {"offer": "now", "service": "SEL-96"},
        {"applied": [{"provision": "SEL-85"}]},
        False,
    ),
    "for whoever has applied for both": (
        {"offer": "now", "service": "SEL-96"},
        {"applied": [{"provision": "SEL-85"}, {"provision": "SEL-83"}]},
        True,
    ),
    "support in place of helpers who only gave support": (
        {"offer": "now", "service": "SEL-96", "covers": ["companionship"]},
        {},
        False,
    ),
}


@pytest.mark.parametrize("question", ["review", "ends"])
@pytest.mark.parametrize("name", LEFT)
def test_what_runs_is_not_left_with_nothing_without_a_ground(name: str, question: str) -> None:
    row, fields, waits = LEFT[name]
    found = asked_of({**row, "question": question}, an_offer("o", "SEL-85"), {"areas": ["support"]}, **fields)
    assert found.first is not None
    assert found.first.id == "o/SEL-85" or question == "review"
    assert (NotYet.GROUND in verdict(found).reasons) is (waits and found.first.id == "o/SEL-85")


def standing_of(found: Ranking, id: str) -> str:
    """The standing of the option of an id."""
    return found.standing(next(one for one in found.options if one.id == id))


CONSENT = a_rule("c", "option.consent_to_move == given", when="option.moves_home")
LIVED_IN = an_offer("now", "SEL-107-1", waiting_days=5), an_offer("another", "SEL-107-1")


@pytest.mark.parametrize("question", ["keep", "review", "ends"])
@pytest.mark.parametrize("said", ["given", "refused", None])
def test_the_place_lived_in_is_no_move_whatever_is_asked_of_it(question: str, said: str | None) -> None:
    """Staying takes no consent, also where the stay is to end; and nobody is moved where nothing but names tells two apart."""
    current = [{"offer": "now", "service": "SEL-107-1", "question": question}]
    nowhere = {"housing": "institution", "dwelling": {"offered": False}}
    document = a_case(
        citizen={"current": current, "home": nowhere}, needs={"areas": ["home"]}, consent={"move": said} if said else {}
    )
    asked = case(document), catalogue(offers(*LIVED_IN)), guideline(a_guideline(rules=[CONSENT])), DAY
    found, slow = match(*asked), Reference(*asked)
    another, now = ("another/SEL-107-1", "now/SEL-107-1")
    assert standing_of(found, now) == slow.standings[now] == "suitable"
    expected = {"given": "suitable", "refused": "ruled_out", None: "undecided"}[said]
    assert standing_of(found, another) == slow.standings[another] == expected
    assert [one.id for one in found.placements][:1] == ["+".join(one.ids) for one in slow.placements[:1]] == [now]
    assert verdict(found).name == "grantable"


@pytest.mark.parametrize("question", ["keep", "review", "ends"])
def test_a_place_lived_in_that_no_catalogue_has_can_be_stayed_in(question: str) -> None:
    """Nobody is left with no answer for want of a row in a catalogue: who says no to moving stays where the case says."""
    row = {"offer": "now", "service": "SEL-107-1", "question": question, "price_dkk_per_day": 900, "covers": ["a_home"]}
    day = {"offer": "day", "service": "SEL-104", "question": "ends"}
    nowhere = {"housing": "institution", "dwelling": {"offered": False}}
    document = a_case(
        citizen={"current": [row, day], "home": nowhere}, needs={"areas": ["home"]}, consent={"move": "refused"}
    )
    asked = case(document), catalogue(offers(an_offer("a", "SEL-107-1"))), guideline(a_guideline(rules=[CONSENT])), DAY
    found, slow = match(*asked), Reference(*asked)
    assert {id: standing_of(found, id) for id in slow.standings} == slow.standings
    assert slow.standings == {"a/SEL-107-1": "ruled_out", "now/SEL-107-1": "suitable"}
    assert [one.id for one in found.placements] == ["now/SEL-107-1"] == ["+".join(one.ids) for one in slow.placements]
    assert found.first is not None
    assert found.first.facts["placement.price_dkk_per_day"] == 900
    assert leaned(Explanation(found), found.first) == ()


def test_another_provision_of_the_house_is_a_move() -> None:
    """A home under another provision is another home, and so is one where nobody says that the citizen lives."""
    current = [{"offer": "now", "service": "SEL-107-1", "question": "ends"}]
    house = offers(an_offer("now", "SEL-107-2"), an_offer("a", "SEL-107-1"))
    document = a_case(citizen={"current": current}, needs={"areas": ["home"]}, consent={"move": "refused"})
    asked = case(document), catalogue(house), guideline(a_guideline(rules=[CONSENT])), DAY
    found, slow = match(*asked), Reference(*asked)
    for id in ("now/SEL-107-2", "a/SEL-107-1"):
        assert standing_of(found, id) == slow.standings[id] == "ruled_out"


REACHED, NOT_REACHED = ({"goals": [{"theme": "cook", "result": result}]} for result in ("partly", "not_reached"))
BETTER, AS_BEFORE, LATER, ANOTHER = (
    {
        "functioning": {"cook": 2},
        "earlier_functioning": [{"theme": theme, "level": before, "on": day}],
    }
    for theme, before, day in (
        ("cook", 3, "2026-01-01"),
        ("cook", 2, "2026-01-01"),
        ("cook", 2, "2026-11-23"),
        ("clean", 2, "2026-01-01"),
    )
)


@pytest.mark.parametrize(
    ("measured", "improved"),
    [
        ({}, UNKNOWN),
        (REACHED, True),
        (NOT_REACHED, False),
        (BETTER, True),
        (AS_BEFORE, False),
        ({**AS_BEFORE, **REACHED}, True),
        (LATER, UNKNOWN),
        (ANOTHER, UNKNOWN),
    ],
)
def test_a_changed_need_grounds_less_unless_no_improvement_was_measured(
    measured: dict[str, Any], improved: Any
) -> None:
    row = {**HOURS, "question": "review", "ground": "need_changed"}
    found = asked_of(row, an_offer("o", "SEL-85"), {"areas": ["support"], "hours_per_week": TEN}, **measured)
    option = next(one for one in found.options if one.id == "o/SEL-85")
    assert found.side.values["case.improvement"] == improved
    assert found.standing(option) == ("undecided" if improved is False else "suitable")
    placement = next(one for one in found.placements if one.id == "o/SEL-85")
    confirm = [one.fact for one in Explanation(found).to_confirm(placement)]
    assert ("case.improvement" in confirm) is (improved is UNKNOWN)


def test_what_became_worse_is_told_whatever_else_has_improved() -> None:
    """A goal that was reached is no reason to say nothing of it."""
    document = a_case(
        citizen={"age": 30, "current": [{**HOURS, "question": "review", "ground": "need_changed"}]},
        needs={"areas": ["support"], "hours_per_week": TEN},
        functioning={"cook": 3, "clean": 2},
        earlier_functioning=[
            {"theme": "cook", "level": 1, "on": "2025-01-01"},
            {"theme": "clean", "level": 3, "on": "2025-01-01"},
        ],
        **REACHED,
    )
    found = match(case(document), catalogue(offers(an_offer("o", "SEL-85"))), load_guideline("serviceloven", DAY), DAY)
    assert found.side.values["case.improvement"] is True
    assert found.side.values["case.worsened"] == Members(frozenset({"cook"}))
    told = {said.statement.id: said for said in Consequences(Explanation(found)).notices(found.placements[0])}
    assert told["measured-worse"].surely


def test_another_ground_needs_no_measurement() -> None:
    row = {**HOURS, "question": "review", "ground": "law"}
    found = asked_of(row, an_offer("o", "SEL-85"), {"areas": ["support"], "hours_per_week": TEN}, **NOT_REACHED)
    placement = next(one for one in found.placements if one.id == "o/SEL-85")
    assert placement.standing == "suitable"
    assert not [one for one in Explanation(found).to_confirm(placement) if one.fact == "case.improvement"]


# --- as much less as was measured -----------------------------------------------------------------------------------


def levels(**measured: tuple[int, int]) -> dict[str, Any]:
    """Sub-themes with their level before and now."""
    before = [{"theme": theme, "level": was, "on": "2026-01-01"} for theme, (was, _is) in measured.items()]
    return {"functioning": {theme: now for theme, (_was, now) in measured.items()}, "earlier_functioning": before}


FEWER: dict[str, tuple[dict[str, Any], bool]] = {
    "better at what the help is for": (levels(cook=(3, 2)), True),
    "better at something else": (levels(employment=(3, 1)), False),
    "a goal of something else": ({"goals": [{"theme": "education", "result": "reached"}]}, False),
    "better at one thing and as much worse at another": (levels(cook=(3, 2), mail=(1, 2)), False),
    "better at one thing by more than worse at another": (levels(cook=(3, 1), mail=(1, 2)), True),
    "a goal reached and a level worse": ({**levels(mail=(1, 2)), **REACHED}, False),
    "a goal reached and levels even": ({**levels(mail=(2, 2)), **REACHED}, True),
}


@pytest.mark.parametrize("name", FEWER)
def test_an_improvement_grounds_less_only_where_it_was_measured(name: str) -> None:
    measured, grounded = FEWER[name]
    row = {**HOURS, "question": "review", "ground": "need_changed"}
    found = asked_of(row, an_offer("o", "SEL-85"), {"areas": ["support"], "hours_per_week": TEN}, **measured)
    assert standing_of(found, "o/SEL-85") == ("suitable" if grounded else "undecided")


OUT: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], bool]] = {
    "little help is left": (STAY, an_offer("o", "ABL-105"), {"support_need": 1}, True),
    "more than a little help is left": (STAY, an_offer("o", "ABL-105"), {"support_need": 2}, False),
    "nobody has said how much is left": (STAY, an_offer("o", "ABL-105"), {}, True),
    "another stay on a lower step": (
        {"offer": "now", "service": "SEL-108"},
        an_offer("o", "SEL-107-1"),
        {"support_need": 3},
        True,
    ),
    "a tenancy is not ended so": (
        {"offer": "now", "service": "ABL-105"},
        an_offer("o", "SEL-85", areas={"home": "H4"}),
        {"support_need": 0},
        False,
    ),
}


@pytest.mark.parametrize("name", OUT)
def test_an_improvement_ends_a_stay_only_where_at_most_a_little_help_is_enough(name: str) -> None:
    row, offer, fields, grounded = OUT[name]
    said = {**row, "question": "review", "ground": "need_changed"}
    found = asked_of(said, offer, {"areas": ["home"]}, **levels(cook=(3, 1)), **fields)
    option = next(one for one in found.options if one.offer.id == "o")
    assert found.standing(option) == ("suitable" if grounded else "undecided")
    placement = next(one for one in found.placements if one.id == option.id)
    confirm = [one.fact for one in Explanation(found).to_confirm(placement)]
    assert ("case.support_need" in confirm) is ("support_need" not in fields)


@pytest.mark.parametrize(("ground", "told"), [("need_changed", True), (None, False)])
def test_a_recorded_change_that_does_not_bear_it_is_said(ground: str | None, told: bool) -> None:
    """Whoever has written the ground is not told that none is recorded."""
    row = {**HOURS, "question": "ends", **({"ground": ground} if ground else {})}
    needs = {"areas": ["support"], "hours_per_week": TEN}
    found = asked_of(row, an_offer("o", "SEL-85"), needs, **levels(employment=(3, 1)))
    assert NotYet.GROUND in verdict(found).reasons
    assert ("this much less help" in OneScreen(found, "en").words.not_yet(NotYet.GROUND)) is told
    assert ("this much less help" in plain(MatchSheet(found, "en").sheet())) is told
