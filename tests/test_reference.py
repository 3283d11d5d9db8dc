"""The engine against the ranking written to be read, where it was once wrong; drawn ones are in `test_three_ways.py`."""

from __future__ import annotations

from typing import Any

import pytest
import three_ways
from drawn import (
    DAY,
    PROPOSALS,
    STEP,
    WISH,
    case,
    catalogue,
    guideline,
    shipped,
)
from drawn_whole import Written
from reference import Reference
from reference.missing import NOT_WITHOUT
from reference.order import among_undecided
from three_ways import of_match, of_reference
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.case import Case
from visit.catalogue import Catalogue
from visit.matching import Engine, match
from visit.ranking.undecided import UNKNOWN_FACTS
from visit.ranking.values import Standing
from visit.rules.facts.registry import LANGUAGE
from visit.rules.guideline.values import Guideline


def agree(case: Case, catalogue: Catalogue, guideline: Guideline) -> Reference:
    """The engine gives what the reference gives, however many placements are asked for."""
    (slow,) = three_ways.agree([case], catalogue, Written(guideline, guideline))
    engine = Engine(catalogue, guideline)
    for top in (1, 3, 1000):
        assert of_match(engine.match(case, DAY, top=top)) == of_reference(slow, top)
    for one, meant in zip(engine.match(case, DAY, top=5).placements, slow.placements, strict=False):
        if one.standing is Standing.UNDECIDED:
            (to_tell,) = (each.key for each in one.order if each.id == UNKNOWN_FACTS)
            assert to_tell == (among_undecided(meant, slow.now)[-1],), one.id
    return slow


SUPPORT = a_case(needs={"areas": ["support"]})
AGED = a_case(needs={"areas": ["support"]}, citizen={"age": 40})
DEAR = {"values": [True, False], "rows": [{"when": "placement.price_dkk_per_day > 1", "then": True}, {"then": False}]}
BY_FAMILY_COURT = {"strength": "hold", "gate": "consent", "by": "family_court_house"}
PROPOSED_NEED = [PROPOSALS[3]]
NEARBY = a_rule("near", "placement.commute_km <= 15", of="placement", strength="presumption", gate="policy")
FEWEST = {"id": "few", "lower": "placement.presumptions_failed", "of": "placement"}
TO_HOUSE = a_case(
    needs={"areas": ["home", "activity"]}, citizen={"home": {"housing": "none", "dwelling": {"offered": False}}}
)
FREE_CHOICE = "placement.free_choice and (not known(placement.price_ratio) or placement.price_ratio <= 110)"

SMALLEST: dict[str, tuple[Any, Any, Any, list[str]]] = {
    "hours add up over more parts than there are requirements": (
        a_case(needs={"areas": [], "hours_per_week": {"support": 6}}),
        offers(*(an_offer(id, "SEL-85", hours_per_week=2) for id in "abcd")),
        a_guideline(),
        ["a/SEL-85+b/SEL-85+c/SEL-85", "a/SEL-85+b/SEL-85+d/SEL-85"],
    ),
    "kept services add up too": (
        a_case(
            needs={"areas": [], "hours_per_week": {"support": 6}},
            citizen={"current": [{"offer": "a", "service": "SEL-85"}, {"offer": "b", "service": "SEL-85"}]},
        ),
        offers(*(an_offer(id, "SEL-85", hours_per_week=2) for id in "abz")),
        a_guideline(),
        ["a/SEL-85+b/SEL-85+z/SEL-85"],
    ),
    "among the undecided a part may be there to make a need certain": (
        a_case(needs={"areas": ["support"], "must": ["peer_contact", "sign_language"]}),
        offers(
            an_offer("a", "SEL-85"), {**an_offer("b", "SEL-85"), "covers": ["peer_contact"], "lacks": ["sign_language"]}
        ),
        a_guideline(),
        ["a/SEL-85+b/SEL-85", "a/SEL-85"],
    ),
    "hours of which some are met only perhaps are counted in both ways": (
        a_case(needs={"areas": [], "hours_per_week": {"support": 6}, "must": ["a_home"]}),
        offers(an_offer("a", "SEL-82b"), an_offer("z", "SEL-79", hours_per_week=2)),
        a_guideline(rules=[a_rule("e1", "case.support_need == 0", gate="entitlement", provision="SEL-85")]),
        ["a/SEL-82b+tenancy/ordinary"],
    ),
    "an unknown price may be better than a high one where a right asks whether it is known": (
        a_case(needs={"areas": ["support"]}, wishes={"offers": ["a", "b", "z"]}, offered="r"),
        offers(
            *(an_offer(id, "SEL-108", price_dkk_per_day=3000) for id in "ab"),
            an_offer("z", "SEL-108"),
            an_offer("r", "SEL-85", price_dkk_per_day=1000),
        ),
        a_guideline(rights=[{"id": "fc", "higher": FREE_CHOICE, "of": "placement"}]),
        ["z/SEL-108", "r/SEL-85"],
    ),
    "an unknown price leaves a must of the whole undecided where a high one fails": (
        SUPPORT,
        offers(*(an_offer(id, "SEL-85", price_dkk_per_day=3000) for id in "ab"), an_offer("z", "SEL-85")),
        a_guideline(rules=[a_rule("r", "placement.price_dkk_per_day <= 1000", of="placement")]),
        ["z/SEL-85"],
    ),
    "what compares for equality is neither better high nor better low": (
        a_case(needs={"areas": ["activity"]}, citizen={"home": {"place": "Ikast"}}),
        offers(*(an_offer(id, "SEL-104", place="Herning") for id in "ab"), an_offer("z", "SEL-104", place="Ikast")),
        a_guideline(preferences=[{"id": "p", "higher": "placement.commute_km == 0", "of": "placement"}]),
        ["z/SEL-104", "a/SEL-104"],
    ),
    "what is too far from one home is near another": (
        TO_HOUSE,
        offers(
            an_offer("a", "ABL-105", place="Aalborg"),
            an_offer("b", "ABL-105", place="Herning"),
            an_offer("c", "SEL-104", place="Aarhus"),
            an_offer("d", "SEL-104", place="Herning"),
        ),
        a_guideline(rules=[NEARBY], preferences=[STEP, WISH, FEWEST]),
        ["b/ABL-105+d/SEL-104", "b/ABL-105+c/SEL-104"],
    ),
    "to go too far may be as good as what is near and fails otherwise": (
        TO_HOUSE,
        offers(
            an_offer("b", "ABL-105", place="Herning", price_dkk_per_day=100),
            an_offer("c", "SEL-104", place="Herning", free=0, price_dkk_per_day=500),
            an_offer("d", "SEL-104", place="Aarhus", free=1, price_dkk_per_day=400),
            an_offer("e", "SEL-104", place="Herning", free=0, price_dkk_per_day=300),
        ),
        a_guideline(
            rules=[NEARBY, a_rule("free", "option.free_places >= 1", strength="presumption", provision="SEL-104")],
            preferences=[STEP, WISH, FEWEST, {"id": "cheap", "lower": "option.price_dkk_per_day", "over": "max"}],
        ),
        ["b/ABL-105+e/SEL-104", "b/ABL-105+d/SEL-104"],
    ),
    "a sum of what should be high grows with every part": (
        a_case(needs={"areas": ["activity", "support"]}),
        offers(an_offer("b", "SEL-104", free=0), an_offer("c", "SEL-85", free=3), an_offer("d", "SEL-79", free=1)),
        a_guideline(preferences=[{"id": "p", "higher": "option.free_places", "over": "sum"}]),
        ["b/SEL-104+c/SEL-85", "b/SEL-104+d/SEL-79"],
    ),
    "an unknown part may be better than a bare number": (
        a_case(needs={"areas": ["activity", "support"]}),
        offers(an_offer("a", "SEL-85", free=3), an_offer("c", "SEL-104"), an_offer("d", "SEL-104", free=0)),
        a_guideline(preferences=[{"id": "p", "higher": "option.free_places", "over": "any"}]),
        ["a/SEL-85+d/SEL-104", "a/SEL-85+c/SEL-104"],
    ),
    "a residents' service brings its home, though it meets everything alone": (
        a_case(needs={"areas": ["activity"], "must": ["training_home_skills"]}),
        offers(
            an_offer("a", "SEL-107-1"),
            {
                **an_offer("h", "SEL-107-1"),
                "covers": ["training_home_skills"],
                "services": [{"provision": "SEL-107-1"}, {"provision": "SEL-79", "open_to": "residents"}],
            },
        ),
        a_guideline(),
        ["h/SEL-107-1+h/SEL-79"],
    ),
    "what fails on a proposal is undecided, also where the offer could be asked": (
        AGED,
        offers(an_offer("a", "SEL-85")),
        a_guideline(proposals=PROPOSED_NEED, rules=[a_rule("r", "case.support_need < 2", if_unknown="confirm")]),
        ["a/SEL-85"],
    ),
    "what fails on a proposal is undecided, also of the whole placement": (
        AGED,
        offers(an_offer("a", "SEL-85")),
        a_guideline(
            proposals=PROPOSED_NEED, rules=[a_rule("r", "case.support_need < 2 or placement.parts > 4", of="placement")]
        ),
        ["a/SEL-85"],
    ),
    "only what the offer can tell is left to confirm, also of the whole placement": (
        SUPPORT,
        offers(an_offer("a", "SEL-85")),
        a_guideline(
            rules=[a_rule("r", "case.support_need < 2 or placement.parts > 4", of="placement", if_unknown="confirm")]
        ),
        ["a/SEL-85"],
    ),
    "what is asked for another way on a lower step says nothing of what offers have to tell": (
        a_case(needs={"areas": [], "must": ["peer_contact"]}),
        offers(an_offer("a", "SEL-12"), an_offer("z", "SEL-12", price_dkk_per_day=300)),
        a_guideline(rules=[a_rule("w", "case.support_need == 0", when="case.support_need > 0", of="placement")]),
        ["z/SEL-12", "a/SEL-12"],
    ),
    "help that waits for the citizen's hours comes before a stay": (
        SUPPORT,
        offers(an_offer("a", "SEL-107-1"), an_offer("z", "SEL-85")),
        a_guideline(
            rules=[
                a_rule("r", "any(case.needs.hours_per_week >= 2)", gate="sufficiency", provision="SEL-85"),
                a_rule("s", "case.support_need == 4", gate="entitlement", provision="SEL-107"),
            ],
            preferences=[STEP],
        ),
        ["z/SEL-85", "a/SEL-107-1"],
    ),
    "of what offers can tell the fewest unknown come first": (
        SUPPORT,
        offers(an_offer("a", "SEL-85"), an_offer("z", "SEL-85", free=1)),
        a_guideline(rules=[a_rule("r", "option.free_places >= 1 and case.support_need == 4", gate="sufficiency")]),
        ["z/SEL-85", "a/SEL-85"],
    ),
    "against the citizen's will comes after what is undecided, also after what an offer has refused": (
        a_case(
            needs={"areas": ["support"]}, consent={"move": "refused"}, answers=[{"offer": "m", "answer": "refuses"}]
        ),
        offers(an_offer("a", "SEL-108"), an_offer("m", "SEL-85")),
        a_guideline(
            rules=[
                a_rule("c", "case.consent.move == given", when="option.gives_home", **BY_FAMILY_COURT),
                a_rule("o", "option.answer != refuses", when="option.answered", strength="hold", by="offer"),
                a_rule("u", "case.support_need == 4", provision="SEL-85"),
            ],
        ),
        ["m/SEL-85", "a/SEL-108"],
    ),
    "two answers of one day, each of them a no, are a no": (
        a_case(
            needs={"areas": ["support"]},
            answers=[{"offer": "a", "answer": "refuses"}, {"offer": "a", "answer": "terminated"}],
        ),
        offers(an_offer("a", "SEL-85"), an_offer("m", "SEL-85")),
        a_guideline(
            rules=[
                a_rule(
                    "o",
                    "option.answer not in [refuses, terminated]",
                    when="option.answered",
                    strength="hold",
                    by="offer",
                )
            ],
        ),
        ["m/SEL-85", "a/SEL-85"],
    ),
    "a provision without entitlement rules leaves entitlement unknown": (
        SUPPORT,
        offers(an_offer("a", "SEL-85")),
        a_guideline(rules=[a_rule("r", "entitled(SEL-12) == option.current or option.kind == catalogue")]),
        ["a/SEL-85"],
    ),
    "one entitlement may rest on another, whatever their ids": (
        AGED,
        offers(an_offer("a", "SEL-85")),
        a_guideline(
            rules=[
                a_rule("a1", "entitled(SEL-85)", gate="entitlement", provision="SEL-104"),
                a_rule("z1", "case.age > 3", gate="entitlement", provision="SEL-85"),
                a_rule("r", "entitled(SEL-104)"),
            ]
        ),
        ["a/SEL-85"],
    ),
    "an entitlement that rests on itself stays unknown, and what leaves it so is found": (
        SUPPORT,
        offers(an_offer("a", "SEL-85"), an_offer("b", "SEL-79")),
        a_guideline(
            rules=[
                a_rule("e1", "not entitled(SEL-79) and case.age > 3", gate="entitlement", provision="SEL-85"),
                a_rule("e2", "not entitled(SEL-85)", gate="entitlement", provision="SEL-79"),
            ]
        ),
        ["a/SEL-85", "b/SEL-79"],
    ),
    "a preference may read what the first pass finds": (
        SUPPORT,
        offers(an_offer("a", "SEL-85"), an_offer("b", "SEL-85")),
        a_guideline(preferences=[STEP, WISH, {"id": "p", "higher": "not own_match and option.id == 'b/SEL-85'"}]),
        ["b/SEL-85", "a/SEL-85"],
    ),
    "a decision table may read the whole placement": (
        SUPPORT,
        offers(an_offer("a", "SEL-85", price_dkk_per_day=3), an_offer("b", "SEL-85", price_dkk_per_day=1)),
        a_guideline(facts={"dear": DEAR}, preferences=[{"id": "p", "lower": "dear", "of": "placement"}]),
        ["b/SEL-85", "a/SEL-85"],
    ),
    "a group of codes includes those below it on either side": (
        a_case(needs={"areas": ["support"]}, target_groups={"primary": "anxiety"}),
        offers(an_offer("a", "SEL-85")),
        a_guideline(rules=[a_rule("r", "mental-impairment == case.target_groups.primary")]),
        ["a/SEL-85"],
    ),
    "a tie goes to the smaller id, whatever is better in what nobody asks": (
        a_case(needs={"areas": ["support"]}),
        offers(
            an_offer("a", "SEL-85"),
            an_offer("b", "SEL-85", operator={"type": "private"}),
            an_offer("c", "SEL-85", waiting_days=0),
        ),
        a_guideline(),
        ["a/SEL-85", "b/SEL-85"],
    ),
    "a tie goes to the cheaper, what is not known last": (
        a_case(needs={"areas": ["support"]}),
        offers(
            an_offer("a", "SEL-85"),
            an_offer("b", "SEL-85", price_dkk_per_day=300),
            an_offer("c", "SEL-85", price_dkk_per_day=299),
        ),
        a_guideline(),
        ["c/SEL-85", "b/SEL-85"],
    ),
    "of two that cost the same the nearer to the home comes first": (
        a_case(needs={"areas": ["support"]}, citizen={"home": {"place": "Ikast"}}),
        offers(
            an_offer("a", "SEL-85", place="Herning", price_dkk_per_day=300),
            an_offer("b", "SEL-85", place="Ikast", price_dkk_per_day=300),
        ),
        a_guideline(),
        ["b/SEL-85", "a/SEL-85"],
    ),
    "an open set may have several more members": (
        a_case(needs={"areas": ["support"]}, target_groups={"primary": "anxiety"}),
        offers(an_offer("a", "SEL-85")),
        a_guideline(rules=[a_rule("r", "count(case.target_groups == mental-impairment) <= 2")]),
        ["a/SEL-85"],
    ),
}


def test_what_is_within_reach_of_a_home_that_nobody_needs_is_no_other_way() -> None:
    # The day offer is near only to a home of its own house, and no home is among the needs.
    document = a_case(
        needs={"areas": [], "must": ["training_home_skills", "peer_contact"], "round_the_clock": True, "tied_staff": False},
        support_need=0, consent={"support": "given", "move": "given"}, citizen={},
    )  # fmt: skip
    house = an_offer("b", "SEL-82a")
    house["services"] += [{"provision": "SEL-110"}]
    found = agree(case(document), catalogue(offers(an_offer("a", "SEL-83"), house)), shipped("ikast-brande"))
    assert not any(found.lower.is_open(one) for one in found.lower.judged)


@pytest.mark.parametrize("name", SMALLEST)
def test_the_smallest_cases_that_were_once_wrong(name: str) -> None:
    document, written_offers, written, expected = SMALLEST[name]
    agree(case(document), catalogue(written_offers), guideline(written))
    found = match(case(document), catalogue(written_offers), guideline(written), DAY, top=2)
    assert [one.id for one in found.placements] == expected


def test_the_reference_is_the_first_suitable_placement() -> None:
    rules = [a_rule("r", "option.id == 'b/SEL-85'", strength="presumption")]
    preferences = [{"id": "p", "lower": "option.waiting_days"}]
    found = match(
        case(SUPPORT),
        catalogue(offers(an_offer("a", "SEL-85", waiting_days=0), an_offer("b", "SEL-85", waiting_days=99))),
        guideline(a_guideline(rules=rules, preferences=preferences)),
        DAY,
    )
    assert [option.id for option in found.comparative.reference.parts] == ["b/SEL-85"]


def test_a_lower_placement_that_a_rule_of_placements_refuses_is_no_lower_placement() -> None:
    rules = [a_rule("w", "placement.home_step >= 5", of="placement"), a_rule("m", "not met_lower", provision="SEL-108")]
    found = match(
        case(SUPPORT),
        catalogue(offers(an_offer("a", "SEL-85"), an_offer("b", "SEL-108"))),
        guideline(a_guideline(rules=rules)),
        DAY,
    )
    assert [one.id for one in found.placements] == ["b/SEL-108"]


def test_no_option_is_a_lower_placement_than_itself() -> None:
    found = match(
        case(a_case(needs={"areas": ["work"]})),
        catalogue(offers(an_offer("d", "SEL-104"))),
        guideline(a_guideline(rules=[a_rule("r", "not met_lower")])),
        DAY,
    )
    assert [one.id for one in found.placements] == ["d/SEL-104"]


# --- what was found wrong once --------------------------------------------------------------------------------------


@pytest.mark.parametrize("condition", ["option.lives_here", "option.for_the_group", "travel.harm_km > 20"])
def test_what_is_known_only_with_a_fact_of_the_citizen_is_no_doubt_of_the_offer(condition: str) -> None:
    document = a_case(needs={"areas": ["support"]})
    document.pop("target_groups", None)
    given = offers(
        an_offer("a", "SEL-85", specialisation={"autism-spectrum": 1}, place="Ikast"), an_offer("b", "SEL-79")
    )
    agree(case(document), catalogue(given), guideline(a_guideline(rules=[a_rule("r", condition)])))


def test_the_reference_asks_of_the_citizen_what_the_engine_asks() -> None:
    declared = {one.name: one.waits_for[0] for one in LANGUAGE.by_name.values() if getattr(one, "waits_for", ())}
    assert {name: NOT_WITHOUT.get(name) for name in declared} == declared


def test_a_price_that_nobody_told_is_asked_of_the_offer_as_well_as_the_group_that_it_is_compared_for() -> None:
    """Both are open: that the group is recorded would not settle it, so it is no other way that waits for the citizen."""
    rule = a_rule("dear", "not (option.price_ratio > 120)")
    document = a_case(needs={"areas": ["home"]})
    document.pop("target_groups", None)
    given = catalogue(offers(an_offer("a", "SEL-12")))
    agree(case(document), given, guideline(a_guideline(rules=[rule])))
    assert (
        match(case(document), given, guideline(a_guideline(rules=[rule])), DAY).comparative.lower.met["a/SEL-12"]
        is False
    )


def test_where_ids_alone_decide_a_part_among_others_comes_before_what_it_stands_among() -> None:
    """The support makes the hours sure, and is no part too many: `b+d+tenancy` comes before `b+tenancy`."""
    document = a_case(needs={"areas": ["home"], "must": ["one_to_one"], "hours_per_week": {"support": 2}})
    given = catalogue(
        offers(an_offer("a", "SEL-12"), an_offer("b", "SEL-82b"), an_offer("c", "SEL-12"), an_offer("d", "SEL-85"))
    )
    entitled = a_rule("e", "case.support_need > 0", gate="entitlement", provision=["SEL-85"])
    rules = guideline(a_guideline(rules=[entitled], preferences=[]))
    agree(case(document), given, rules)
    found = [one.id for one in match(case(document), given, rules, DAY).placements]
    assert found.index("b/SEL-82b+d/SEL-85+tenancy/ordinary") < found.index("b/SEL-82b+tenancy/ordinary")


def test_staff_round_the_clock_is_asked_of_the_part_that_gives_the_home() -> None:
    found = match(
        case(a_case(needs={"areas": ["home", "support"], "must": ["round_the_clock", "a_home"]})),
        catalogue(
            offers(an_offer("h", "SEL-107-1", staff="none"), an_offer("s", "SEL-85", staff="tied_day_and_night"))
        ),
        guideline(a_guideline()),
        DAY,
    )
    assert "h/SEL-107-1+s/SEL-85" not in [one.id for one in found.placements]


# --- units of time ---

TIMED = (
    "option.waiting_days <= 3 weeks", "option.waiting_days > some_weeks", "3 weeks == option.waiting_days", "case.age < 216 months",
    "option.months + 6 months <= 1 year", "option.months < some_years", "min(option.waiting_days, 2 weeks) >= some_weeks",
    "option.waiting_days in [2 weeks, 21 days]", "as_of < case.born + 40 years", "case.assessed - 1 month < 2026-10-23",
    "days_between(case.assessed, as_of) < some_weeks", "any(case.needs.days_per_week < 1 week)", "as_of == case.born + 480 months",
    "2 * some_weeks > option.waiting_days",
)  # fmt: skip


@pytest.mark.parametrize("condition", TIMED)
def test_time_is_counted_as_the_reference_counts_it(condition: str) -> None:
    document = a_case(citizen={"born": "1986-11-22"}, needs={"areas": ["support"], "days_per_week": {"support": 5}})
    waits = {"a": 20, "b": 21, "c": 22, "d": 14}
    given = offers(
        *(an_offer(id, "SEL-85", waiting_days=days, months=abs(days - 15)) for id, days in waits.items()),
        an_offer("e", "SEL-85"),
    )
    parameters = {"some_weeks": {"value": 3, "unit": "weeks"}, "some_years": {"value": 1, "unit": "years"}}
    rules = [a_rule("r", condition), a_rule("not", f"not ({condition})", strength="presumption")]
    agree(case(document), catalogue(given), guideline(a_guideline(rules=rules, parameters=parameters)))
