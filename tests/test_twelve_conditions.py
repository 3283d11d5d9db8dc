"""Twelve conditions that any matching of citizens and offers has, written as an ordinary guideline and catalogue.

Some read the case, some the offer, most of them both: sets against sets, levels against levels, a sum against a table. Beside them
stands what they mean, in the plainest Python; drawn citizens and offers must be answered alike, and ranked alike.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from drawn import DAY, STEP, WISH, case, catalogue, guideline
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.matching import match
from visit.ranking.values import Ranking
from visit.rules.deciding.one_option import Outcome
from visit.vocabulary import vocabulary

_GROUPS = vocabulary().codes["target_group"]
GROUPS = [key for key in _GROUPS.terms if _GROUPS.expand(key) == {key}][:12]
THEMES = list(vocabulary().codes["theme"].terms)[:11]
AS_A_WHOLE = list(vocabulary().codes["theme"].terms)[11]
"""The sub-theme under which the offers state up to which support need they go."""
TOWNS = ("Esbjerg", "Ikast-Brande", "Silkeborg")
LEAST_TOTAL = (0, 0, 0, 5, 9, 13, 17)
RATE_CAP = 2_600
WRITTEN = {
    "age": "option.age_fits",
    "group": "case.target_groups overlaps option.target_groups",
    "specialisation": f"max(option.levels_to.[{AS_A_WHOLE}]) >= case.support_need",
    "themes": "all(assessed(case.functioning) <= option.levels_to)",
    "wheelchair": "case.needs.premises within option.premises",
    "free-place": "option.free_places >= 1",
    "approval": "option.approved",
    "distance": "case.support_need >= 3 or travel.home_km <= case.wishes.max_km",
    "ring": "sum(assessed(case.functioning)) >= least_total",
    "internal": "case.support_need > 2 or option.internal",
    "rate": "case.support_need >= 3 or option.price_dkk_per_day <= 2600",
    "refused": "not option.answered or option.answer != refuses",
}
MEANT: dict[str, Any] = {
    "age": lambda c, o: o["ages"][0] <= c["age"] <= o["ages"][1],
    "group": lambda c, o: bool(set(c["groups"]) & set(o["groups"])),
    "specialisation": lambda c, o: o["specialised"] >= c["need"],
    "themes": lambda c, o: all(level <= o["handles"][theme] for theme, level in c["levels"].items()),
    "wheelchair": lambda c, o: not c["wheelchair"] or o["wheelchair"],
    "free-place": lambda c, o: o["free"] > 0,
    "approval": lambda c, o: o["until"] >= DAY,
    "distance": lambda c, o: c["need"] >= 3 or o["metres"] <= c["max_km"] * 1000,
    "ring": lambda c, o: sum(c["levels"].values()) >= LEAST_TOTAL[o["ring"]],
    "internal": lambda c, o: c["need"] > 2 or o["town"] == c["town"],
    "rate": lambda c, o: c["need"] >= 3 or o["rate"] <= RATE_CAP,
    "refused": lambda c, o: o["id"] not in c["refused"],
}
ORDER = (
    STEP,
    WISH,
    {"id": "own", "lower": "option.external", "over": "sum"},
    {"id": "near", "lower": "travel.home_km"},
    {"id": "rate", "lower": "option.price_dkk_per_day"},
)
GUIDELINE = guideline(
    a_guideline(
        facts={
            "least_total": {
                "rows": [
                    *({"when": f"option.step >= {ring}", "then": LEAST_TOTAL[ring]} for ring in (6, 5, 4, 3)),
                    {"then": 0},
                ]
            }
        },
        rules=[a_rule(id, require, provision=["SEL-104"]) for id, require in WRITTEN.items()],
        preferences=ORDER,
    )
)


def drawn_offer(chance: random.Random, number: int) -> dict[str, Any]:
    """An offer as the plain conditions read it."""
    return {
        "id": f"o{number:02}", "town": chance.choice(TOWNS), "ages": chance.choice(((0, 17), (16, 64), (18, 110))),
        "groups": chance.sample(GROUPS, 5), "specialised": chance.choice((2, 3, 4)), "wheelchair": chance.random() < 0.7,
        "handles": {theme: chance.choice((1, 3, 4, 4, 4)) for theme in THEMES}, "free": chance.choice((0, 1, 1, 2)),
        "until": DAY + timedelta(days=chance.choice((-1, 0, 400))), "ring": chance.randint(1, 6),
        "rate": chance.choice((900, RATE_CAP, RATE_CAP + 1, 4000)), "metres": chance.choice((4_000, 25_000, 25_001, 90_000)),
    }  # fmt: skip


def drawn_citizen(chance: random.Random, every: list[dict[str, Any]]) -> dict[str, Any]:
    """A citizen as the plain conditions read one."""
    return {
        "age": chance.choice((16, 17, 18, 40, 65)), "groups": chance.sample(GROUPS, 2), "town": chance.choice(TOWNS),
        "levels": {theme: chance.randint(0, 3) for theme in chance.sample(THEMES, 5)},
        "wheelchair": chance.random() < 0.3, "max_km": chance.choice((25, 100)),
        "refused": [one["id"] for one in chance.sample(every, 2)],
    }  # fmt: skip


def in_the_catalogue(o: dict[str, Any]) -> dict[str, Any]:
    """The offer as a catalogue has it."""
    return an_offer(
        o["id"], "SEL-104", operator={"type": "municipal", "municipality": o["town"]}, ages=list(o["ages"]),
        specialisation=dict.fromkeys(o["groups"], 1), premises=["step_free"] if o["wheelchair"] else [],
        levels={AS_A_WHOLE: [None, o["specialised"]], **{theme: [0, level] for theme, level in o["handles"].items()}},
        free=o["free"], approved={"by": "Socialtilsyn", "until": o["until"].isoformat()}, place="Herning",
        areas={"activity": f"H{o['ring']}"}, price={"basic": o["rate"]},
    )  # fmt: skip


def in_the_case(c: dict[str, Any], every: list[dict[str, Any]]) -> dict[str, Any]:
    """The citizen as a case has one."""
    return a_case(
        municipality=c["town"], citizen={"age": c["age"], "home": {"place": "Ikast", "housing": "own", "premises": ["step_free"]}},
        target_groups={"primary": c["groups"][0], "secondary": c["groups"][1:]}, support_need=c["need"],
        functioning=c["levels"], needs={"areas": ["activity"], "premises": ["step_free"] if c["wheelchair"] else []},
        wishes={"max_km": c["max_km"]}, answers=[{"offer": id, "answer": "refuses"} for id in c["refused"]],
        travel=[{"from": "Ikast", "to": o["id"], "metres": o["metres"], "source": "measured"} for o in every],
    )  # fmt: skip


def given(ranking: Ranking, rule: str, offer: str) -> bool:
    """What a rule gives for an offer: never unknown, since everything is recorded."""
    index = next(index for index, option in enumerate(ranking.options) if option.offer.id == offer)
    outcome = ranking.outcomes[rule].outcome(index)
    assert outcome in (Outcome.HOLDS, Outcome.FAILS), (rule, offer, outcome)
    return outcome is Outcome.HOLDS


def test_the_twelve_conditions_and_their_order_can_be_written() -> None:
    chance = random.Random(12)
    every = [drawn_offer(chance, number) for number in range(25)]
    listed = catalogue(offers(*map(in_the_catalogue, every)))
    passed: set[tuple[str, bool]] = set()
    for need in (1, 2, 3, 4) * 4:
        citizen = {**drawn_citizen(chance, every), "need": need}
        ranking = match(case(in_the_case(citizen, every)), listed, GUIDELINE, DAY)
        for offer in every:
            for rule, holds in MEANT.items():
                assert given(ranking, rule, offer["id"]) is holds(citizen, offer), (rule, citizen, offer)
                passed.add((rule, holds(citizen, offer)))
        fitting = [offer for offer in every if all(holds(citizen, offer) for holds in MEANT.values())]
        best = sorted(fitting, key=lambda o: (o["ring"], o["town"] != citizen["town"], o["metres"], o["rate"], o["id"]))
        found = [part.offer.id for one in ranking.placements for part in one.parts if part.kind == "catalogue"]
        assert found == [offer["id"] for offer in best][: len(found)]
        assert bool(found) is bool(best)
    assert passed == {(rule, truth) for rule in MEANT for truth in (True, False)}


def test_what_the_offer_does_not_state_is_asked_of_it_and_not_of_the_citizen() -> None:
    """Only what is assessed counts, so what is missing is the offer's: how far it goes on that sub-theme."""
    rule = a_rule("themes", WRITTEN["themes"], if_unknown="confirm")
    written = guideline(a_guideline(rules=[rule]))
    one = a_case(functioning={THEMES[0]: 2}, needs={"areas": ["activity"]})
    unsaid, said = an_offer("unsaid", "SEL-104"), an_offer("said", "SEL-104", levels={THEMES[0]: [0, 2]})
    ranking = match(case(one), catalogue(offers(unsaid, said)), written, date(2026, 11, 22))
    found = {
        option.id: ranking.outcomes["themes"].outcome(n)
        for n, option in enumerate(ranking.options)
        if option.kind == "catalogue"
    }
    assert found == {"unsaid/SEL-104": Outcome.CONFIRM, "said/SEL-104": Outcome.HOLDS}
