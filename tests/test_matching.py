"""What a ranking means, one small case for each thing it says: the engine and the reference give the answer that stands here."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from test_reference import agree
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.errors import CaseError
from visit.matching import match
from visit.ranking.values import Ranking

AWAY = [
    {"who": "mother", "place": "Ikast", "contact": "weekly"},
    {"who": "job", "place": "Skjern", "contact": "weekly"},
]
SELDOM = [{**one, "contact": "rarely"} for one in AWAY]
WEIGHED = {"members": "documented", "combine": "weighted", "weights": {"daily": 30, "weekly": 4}, "source": "written"}
NEAR = [{"id": "near", "lower": "travel.network_km"}]
LOW_STEP = [{"id": "least-intrusive", "lower": "option.step", "over": "all"}]
TWO_TOWNS = offers(an_offer("a", "SEL-85", place="Ikast"), an_offer("m", "SEL-85", place="Herning"))
SUPPORT = {"areas": ["support"]}
HOME = {"home": {"place": "Ikast", "housing": "own"}}
STEPS = [
    {"provision": "SEL-104", "id": "a", "areas": {"activity": "H3", "work": "B5"}},
    {"provision": "SEL-104", "id": "b", "areas": {"activity": "H5", "work": "B1"}},
]
NIGHTS = ["a_home", "round_the_clock"]


def ranked(document: Any, written_offers: Any, written: Any) -> Ranking:
    """What the engine gives, once the reference has agreed."""
    agree(case(document), catalogue(written_offers), guideline(written))
    return match(case(document), catalogue(written_offers), guideline(written), DAY)


def near(combine: str) -> dict[str, Any]:
    """A guideline that puts the nearer first."""
    return a_guideline(nearness={**WEIGHED, "combine": combine}, preferences=NEAR)


def running(offer: str, provision: str, **more: Any) -> dict[str, Any]:
    """A service that runs now."""
    return {"offer": offer, "service": provision, **more}


# --- which placements there are, and in which order -----------------------------------------------------------------

IN_IKAST = {"home": {"place": "Ikast"}}
ORDERED: dict[str, tuple[Any, Any, Any, list[str]]] = {
    "the nearest member of the network counts": (
        a_case(needs=SUPPORT, network=AWAY),
        TWO_TOWNS,
        near("nearest"),
        ["a/SEL-85", "m/SEL-85"],
    ),
    "the farthest member of the network counts": (
        a_case(needs=SUPPORT, network=AWAY),
        TWO_TOWNS,
        near("farthest"),
        ["m/SEL-85", "a/SEL-85"],
    ),
    "contacts that weigh nothing weigh alike": (
        a_case(needs=SUPPORT, network=SELDOM, citizen=IN_IKAST),
        offers(an_offer("a", "SEL-85", place="Ikast"), an_offer("z", "SEL-85", place="Skjern")),
        a_guideline(rules=[a_rule("between", "20 < travel.network_km and travel.network_km < 30")]),
        ["a/SEL-85", "z/SEL-85"],
    ),
    "what runs and is kept is in every placement": (
        a_case(needs=SUPPORT, citizen={"current": [running("z", "SEL-85")]}),
        offers(an_offer("a", "SEL-85"), an_offer("z", "SEL-85")),
        a_guideline(),
        ["z/SEL-85"],
    ),
    "what runs and is reviewed may go or stay": (
        a_case(needs=SUPPORT, citizen={"current": [running("z", "SEL-85", question="review")]}),
        offers(an_offer("a", "SEL-85"), an_offer("z", "SEL-85")),
        a_guideline(preferences=[{"id": "p", "higher": "option.question == review", "over": "any"}]),
        ["z/SEL-85", "a/SEL-85"],
    ),
    "staff are asked of what gives a home with care alone": (
        a_case(needs={"must": NIGHTS}, citizen={"home": {"housing": "none"}}),
        offers(
            {**an_offer("h", "ABL-105"), "services": [{"provision": "ABL-105", "areas": {"care": "H5"}, "staff": "none"}]},
            an_offer("s", "SEL-85", staff="tied_day_and_night"),
        ),
        a_guideline(),
        ["s/SEL-85+tenancy/ordinary"],
    ),
    "advice gives no staff unless its offer says so": (
        a_case(needs={"areas": ["support"], "must": ["round_the_clock"]}),
        offers(
            an_offer("a", "SEL-12"),
            an_offer("b", "SEL-12", staff="agreed_visits"),
            an_offer("x", "SEL-98"),
            an_offer("y", "SEL-12", covers=["round_the_clock"]),
            an_offer("z", "SEL-12", staff="tied_day_and_night"),
        ),
        a_guideline(),
        ["y/SEL-12", "z/SEL-12", "x/SEL-98"],
    ),
    "advice gives no care unless its offer says so": (
        a_case(needs={"areas": ["support"], "must": ["care"]}),
        offers(
            an_offer("a", "SEL-12"), an_offer("b", "SEL-79"), an_offer("x", "SEL-85"), an_offer("y", "SEL-12", covers=["care"])
        ),
        a_guideline(),
        ["x/SEL-85", "y/SEL-12"],
    ),
    "advice may give structure and safety": (
        a_case(needs={"areas": ["support"], "must": ["structure_and_safety"]}),
        offers(an_offer("a", "SEL-12"), an_offer("x", "SEL-85")),
        a_guideline(),
        ["x/SEL-85", "a/SEL-12"],
    ),
    "stated staff decides before what its provision usually has, and what an offer covers or lacks before both": (
        a_case(needs={"must": ["tied_staff"]}, citizen={"home": {"housing": "none"}}),
        offers(
            an_offer("a", "SEL-108", staff="agreed_visits"),
            an_offer("b", "SEL-108-secured", staff="none"),
            an_offer("c", "SEL-108", staff="tied_day_and_night", lacks=["tied_staff"]),
            an_offer("x", "SEL-108", staff="agreed_visits", covers=["tied_staff"]),
            an_offer("y", "SEL-108"),
            an_offer("z", "SEL-108", staff="tied_part_of_day"),
        ),
        a_guideline(),
        ["x/SEL-108", "y/SEL-108", "z/SEL-108"],
    ),
    "stated staff decides of helpers that the citizen employs": (
        a_case(needs={"areas": ["care"], "must": ["round_the_clock"]}),
        offers(an_offer("a", "SEL-96", staff="tied_part_of_day"), an_offer("z", "SEL-96")),
        a_guideline(),
        ["z/SEL-96"],
    ),
    "the staff that a case states of what runs decides before what is usual": (
        a_case(needs={"must": ["tied_staff"]}, citizen={"current": [{**running("h", "SEL-108"), "staff": "agreed_visits"}]}),
        offers(an_offer("h", "SEL-108")),
        a_guideline(),
        [],
    ),
    "staff are asked of a stay that is kept": (
        a_case(needs={"must": NIGHTS}, citizen={"current": [running("h", "SEL-107-1")]}),
        offers(an_offer("h", "SEL-107-1", staff="none"), an_offer("s", "SEL-85", staff="tied_day_and_night")),
        a_guideline(),
        [],
    ),
    "a stay that is kept is kept, also beside what would do without it": (
        a_case(needs={"must": ["round_the_clock", "social_contact"]}, citizen={"current": [running("h", "SEL-107-1")]}),
        offers(
            an_offer("h", "SEL-107-1", staff="tied_day_and_night", lacks=["social_contact"]),
            an_offer("s", "SEL-85", staff="tied_day_and_night"),
        ),
        a_guideline(),
        ["h/SEL-107-1+s/SEL-85"],
    ),
    "an application for an offer is met by that offer": (
        a_case(needs=SUPPORT, applied=[{"provision": "SEL-85", "offer": "z"}]),
        offers(an_offer("a", "SEL-85"), an_offer("z", "SEL-85")),
        a_guideline(preferences=[{"id": "p", "higher": "placement.meets_application", "of": "placement"}]),
        ["z/SEL-85", "a/SEL-85"],
    ),
    "nobody commutes to what comes to the citizen": (
        a_case(needs={"areas": ["activity"]}, citizen=HOME),
        offers(an_offer("a", "SEL-104", place="Herning"), an_offer("z", "SEL-104", place="Skjern", mobile=True)),
        a_guideline(preferences=[{"id": "p", "lower": "placement.commute_km", "of": "placement"}]),
        ["z/SEL-104", "a/SEL-104"],
    ),
    "an ordinary tenancy costs the municipality nothing": (
        a_case(needs={"must": ["a_home", "social_contact"]}, citizen={"home": {"housing": "none"}}),
        offers(an_offer("a", "SEL-85", price_dkk_per_day=500), an_offer("h", "SEL-107-1", price_dkk_per_day=600)),
        a_guideline(rules=[a_rule("cheap", "placement.price_dkk_per_day <= 500", of="placement")]),
        ["a/SEL-85+tenancy/ordinary"],
    ),
    "what a service lacks it does not meet, though its provision usually does": (
        a_case(needs={"must": ["social_contact"]}),
        offers(an_offer("a", "SEL-85", lacks=["social_contact"]), an_offer("z", "SEL-85")),
        a_guideline(),
        ["z/SEL-85"],
    ),
    "only the areas that are served have a step: activity": (
        a_case(needs={"areas": ["activity"]}),
        offers({**an_offer("o", "SEL-104"), "services": STEPS}),
        a_guideline(preferences=LOW_STEP),
        ["o/a", "o/b"],
    ),
    "what serves an area that is needed is not looked at in another of the need's areas: activity": (
        a_case(needs={"must": ["sign_language"]}, support_need=2),
        offers({**an_offer("o", "SEL-104"), "covers": ["sign_language"], "services": STEPS}),
        a_guideline(areas=[{"area": "activity", "when": "case.support_need > 0"}], preferences=LOW_STEP),
        ["o/a", "o/b"],
    ),
    "what serves an area that is needed is not looked at in another of the need's areas: work": (
        a_case(needs={"must": ["sign_language"]}, support_need=2),
        offers({**an_offer("o", "SEL-104"), "covers": ["sign_language"], "services": STEPS}),
        a_guideline(areas=[{"area": "work", "when": "case.support_need > 0"}], preferences=LOW_STEP),
        ["o/b", "o/a"],
    ),
    "only the areas that are served have a step: work": (
        a_case(needs={"areas": ["work"]}),
        offers({**an_offer("o", "SEL-104"), "services": STEPS}),
        a_guideline(preferences=LOW_STEP),
        ["o/b", "o/a"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ORDERED)
def test_the_placements_in_order(name: str) -> None:
    document, written_offers, written, expected = ORDERED[name]
    assert [one.id for one in ranked(document, written_offers, written).placements] == expected


# --- how an option stands -------------------------------------------------------------------------------------------

FLOOR = a_guideline(rules=[a_rule("floor", "option.specialisation >= 1")])
HIGH = {"id": "p", "fact": "case.support_need", "value": "3", "when": "case.age >= 30"}
BELOW = [
    a_rule("own", "option.internal", strength="presumption", provision="SEL-85"),
    a_rule("lower", "not met_lower", provision="SEL-108"),
]
BY_EXCEPTION = a_rule("never", "1 > 2", strength="presumption", provision="SEL-85")
OWN = {"type": "municipal", "municipality": "Esbjerg"}
LOWER = offers(
    an_offer("a", "SEL-85", operator={"type": "private"}),
    an_offer("h", "SEL-108", operator={"type": "municipal", "municipality": "Esbjerg"}),
)

STANDING: dict[str, tuple[Any, Any, Any, dict[str, str]]] = {
    "no target group is a general need once it is recorded": (
        a_case(needs=SUPPORT, target_groups={"secondary": []}),
        offers(an_offer("a", "SEL-85")),
        FLOOR,
        {"a/SEL-85": "suitable"},
    ),
    "secondary groups left out are unknown, not none": (
        a_case(needs=SUPPORT, target_groups={}),
        offers(an_offer("a", "SEL-85")),
        FLOOR,
        {"a/SEL-85": "undecided"},
    ),
    "secondary groups left out may be any": (
        a_case(needs=SUPPORT, target_groups={"primary": "anxiety"}),
        offers(an_offer("a", "SEL-85")),
        a_guideline(rules=[a_rule("r", "case.target_groups not includes autism-spectrum")]),
        {"a/SEL-85": "undecided"},
    ),
    "secondary groups recorded as none are none": (
        a_case(needs=SUPPORT, target_groups={"primary": "anxiety", "secondary": []}),
        offers(an_offer("a", "SEL-85")),
        a_guideline(rules=[a_rule("r", "case.target_groups not includes autism-spectrum")]),
        {"a/SEL-85": "suitable"},
    ),
    "what is asked of a service that runs is told": (
        a_case(
            needs=SUPPORT,
            citizen={
                "current": [running("a", "SEL-85"), running("b", "SEL-79"), running("z", "SEL-10", question="review")]
            },
        ),
        offers(an_offer("a", "SEL-85"), an_offer("b", "SEL-79"), an_offer("z", "SEL-10"), an_offer("y", "SEL-12")),
        a_guideline(rules=[a_rule("r", "option.question == review")]),
        {"a/SEL-85": "ruled_out", "b/SEL-79": "ruled_out", "z/SEL-10": "suitable", "y/SEL-12": "undecided"},
    ),
    "an operator's terms are asked of what is recorded": (
        a_case(needs=SUPPORT, citizen={"age": 40}, support_need=3),
        offers(an_offer("a", "SEL-85", excludes="case.support_need >= 3")),
        a_guideline(proposals=[HIGH], rules=[a_rule("r", "option.operator_excludes")]),
        {"a/SEL-85": "suitable"},
    ),
    "an operator's terms are not asked of what is proposed": (
        a_case(needs=SUPPORT, citizen={"age": 40}),
        offers(an_offer("a", "SEL-85", excludes="case.support_need >= 3")),
        a_guideline(proposals=[HIGH], rules=[a_rule("r", "option.operator_excludes")]),
        {"a/SEL-85": "undecided"},
    ),
    "what is suitable on a lower step counts as met lower": (
        a_case(needs=SUPPORT),
        LOWER,
        a_guideline(rules=BELOW[1:]),
        {"a/SEL-85": "suitable", "h/SEL-108": "ruled_out"},
    ),
    "what is there by exception does not count as met lower": (
        a_case(needs=SUPPORT),
        LOWER,
        a_guideline(rules=BELOW),
        {"a/SEL-85": "by_exception", "h/SEL-108": "suitable"},
    ),
    "what the municipality itself has by exception is no match of its own": (
        a_case(needs=SUPPORT),
        offers(an_offer("a", "SEL-85", operator=OWN), an_offer("h", "SEL-108")),
        a_guideline(rules=[BY_EXCEPTION, a_rule("own", "not own_match", provision="SEL-108")]),
        {"a/SEL-85": "by_exception", "h/SEL-108": "suitable"},
    ),
    "what the municipality itself surely has is": (
        a_case(needs=SUPPORT),
        offers(an_offer("a", "SEL-85", operator=OWN), an_offer("h", "SEL-108")),
        a_guideline(rules=[a_rule("own", "not own_match", provision="SEL-108")]),
        {"a/SEL-85": "suitable", "h/SEL-108": "ruled_out"},
    ),
    "what runs by exception and is reviewed is not enough": (
        a_case(needs=SUPPORT, citizen={"current": [running("a", "SEL-85", question="review")]}),
        offers(an_offer("a", "SEL-85"), an_offer("h", "SEL-108")),
        a_guideline(rules=[BY_EXCEPTION, a_rule("enough", "not current_sufficient", provision="SEL-108")]),
        {"h/SEL-108": "suitable"},
    ),
    "what a service lacks it does not meet perhaps either": (
        a_case(needs={"must": ["peer_contact"]}),
        offers(an_offer("a", "SEL-85", lacks=["peer_contact"]), an_offer("z", "SEL-85")),
        a_guideline(),
        {"a/SEL-85": "ruled_out", "z/SEL-85": "undecided"},
    ),
    "the home of today belongs to the help of today": (
        a_case(needs={"must": ["a_home", "social_contact"]}, citizen={**HOME, "current": [running("a", "SEL-85")]}),
        offers(an_offer("a", "SEL-85"), an_offer("h", "SEL-108")),
        a_guideline(rules=[a_rule("enough", "not current_sufficient", provision="SEL-108")]),
        {"a/SEL-85": "suitable", "h/SEL-108": "ruled_out"},
    ),
    "what is not of today does not belong to the help of today": (
        a_case(needs={"must": ["a_home", "social_contact"]}, citizen={"current": [running("a", "SEL-85")]}),
        offers(an_offer("a", "SEL-85"), an_offer("h", "SEL-108")),
        a_guideline(rules=[a_rule("enough", "not current_sufficient", provision="SEL-108")]),
        {"a/SEL-85": "suitable", "h/SEL-108": "suitable"},
    ),
}


@pytest.mark.parametrize("name", STANDING)
def test_the_standing_of_options(name: str) -> None:
    document, written_offers, written, expected = STANDING[name]
    found = ranked(document, written_offers, written)
    standings = {option.id: standing for option, standing in zip(found.options, found.standings, strict=True)}
    assert {id: standings[id] for id in expected} == expected


def test_two_services_that_give_a_home_cannot_both_be_kept() -> None:
    both = [running("g", "SEL-107-1"), running("h", "SEL-108")]
    written = offers(an_offer("g", "SEL-107-1"), an_offer("h", "SEL-108"))
    with pytest.raises(CaseError, match=r"two current services both give a home .* g/SEL-107-1, h/SEL-108"):
        match(case(a_case(needs=SUPPORT, citizen={"current": both})), catalogue(written), guideline(a_guideline()), DAY)
    one = [both[0], {**both[1], "question": "review"}]
    found = match(
        case(a_case(needs=SUPPORT, citizen={"current": one})), catalogue(written), guideline(a_guideline()), DAY
    )
    assert [one.id for one in found.placements] == ["g/SEL-107-1"]


# --- a catalogue and a guideline remember nothing of a citizen ------------------------------------------------------

STATED = [{"from": "Ikast", "to": "z", "metres": 1_000, "source": "looked up"}]
UNTIL = [
    an_offer("a", "SEL-85", place="Ikast", approved={"by": "tilsyn", "until": "2026-06-30"}),
    an_offer("z", "SEL-85", place="Herning", approved={"by": "tilsyn", "until": "2026-12-31"}),
]
BESIDE_Z = an_offer("y", "SEL-85", place="Herning", approved={"by": "tilsyn", "until": "2026-06-30"})
MOTHER_DAILY = [{**AWAY[0], "contact": "daily"}, AWAY[1]]
JOB_DAILY = [AWAY[0], {**AWAY[1], "contact": "daily"}]
TODAY = "2026-11-22"
ASKED: dict[str, tuple[Any, list[tuple[Any, str, list[str]]]]] = {
    "stated travel": (
        a_guideline(preferences=[{"id": "p", "lower": "travel.home_km"}]),
        [
            (a_case(needs=SUPPORT, citizen={"home": {"place": "Ikast"}}), TODAY, ["a/SEL-85", "y/SEL-85", "z/SEL-85"]),
            (
                a_case(
                    needs=SUPPORT,
                    citizen={"home": {"place": "Ikast"}},
                    travel=[*STATED, {**STATED[0], "to": "a", "metres": 2_000}],
                ),
                TODAY,
                ["z/SEL-85", "a/SEL-85", "y/SEL-85"],
            ),
        ],
    ),
    "stated travel to the network": (
        a_guideline(preferences=NEAR),
        [
            (a_case(needs=SUPPORT, network=AWAY[:1]), TODAY, ["a/SEL-85", "y/SEL-85", "z/SEL-85"]),
            (
                a_case(needs=SUPPORT, network=AWAY[:1], travel=[*STATED, {**STATED[0], "to": "a", "metres": 2_000}]),
                TODAY,
                ["z/SEL-85", "a/SEL-85", "y/SEL-85"],
            ),
        ],
    ),
    "the end of an approval": (
        a_guideline(rules=[a_rule("r", "option.approved")]),
        [
            (a_case(needs=SUPPORT, citizen=IN_IKAST), "2026-06-30", ["a/SEL-85", "y/SEL-85", "z/SEL-85"]),
            (a_case(needs=SUPPORT, citizen=IN_IKAST), "2026-07-01", ["z/SEL-85"]),
            (a_case(needs=SUPPORT, citizen=IN_IKAST), "2027-01-01", []),
        ],
    ),
    "whether there are secondary groups": (
        a_guideline(rules=[a_rule("r", "known(option.specialisation)")]),
        [
            (
                a_case(needs=SUPPORT, citizen=IN_IKAST, target_groups={"secondary": []}),
                TODAY,
                ["a/SEL-85", "y/SEL-85", "z/SEL-85"],
            ),
            (a_case(needs=SUPPORT, target_groups={}), TODAY, []),
        ],
    ),
    "contacts and how near is combined": (
        a_guideline(preferences=NEAR, nearness=WEIGHED),
        [
            (a_case(needs=SUPPORT, network=MOTHER_DAILY), TODAY, ["a/SEL-85", "y/SEL-85", "z/SEL-85"]),
            (a_case(needs=SUPPORT, network=JOB_DAILY), TODAY, ["y/SEL-85", "z/SEL-85", "a/SEL-85"]),
        ],
    ),
}


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "backwards"])
@pytest.mark.parametrize("name", ASKED)
def test_no_answer_depends_on_who_was_asked_about_before(name: str, backwards: bool) -> None:
    written, questions = ASKED[name]
    one_catalogue, one_guideline = catalogue(offers(*UNTIL, BESIDE_Z)), guideline(written)
    for document, day, expected in reversed(questions) if backwards else questions:
        found = match(case(document), one_catalogue, one_guideline, date.fromisoformat(day))
        assert [one.id for one in found.placements] == expected, day


def test_an_offer_that_refused_comes_after_all_that_can_be_decided() -> None:
    """It is wished for and suitable in all else: it still stands behind what awaits a decision and what is undecided."""
    document = a_case(needs=SUPPORT, wishes={"offers": ["no"]}, answers=[{"offer": "no", "answer": "refuses"}])
    refused = "option.answer not in [refuses, terminated]"
    rules = [
        a_rule("answer", refused, strength="hold", by="offer", when="option.answered"),
        a_rule("court", "offer.id != 'court'", strength="hold", by="municipality"),
        a_rule("open", "option.free_places >= 1", when="offer.id == 'open'"),
    ]
    three = offers(*(an_offer(id, "SEL-85") for id in ("court", "no", "open")))
    wish = {"id": "wish", "higher": "option.wished", "over": "any"}
    found = ranked(document, three, a_guideline(rules=rules, preferences=[wish]))
    assert [one.id for one in found.placements] == ["court/SEL-85", "open/SEL-85", "no/SEL-85"]
    assert [one.standing for one in found.placements] == ["awaiting", "undecided", "awaiting"]
