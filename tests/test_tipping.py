"""Where a number of a guideline tips an answer: every value of a stretch gives the same, held against the values themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import drawn
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visit.case import Case
from visit.catalogue import Catalogue, catalogue_of
from visit.errors import Location
from visit.lab.answers import Answerer, CaseAnswer, case_answer
from visit.lab.bases import Basis
from visit.lab.curve import Sweep, SweptValue, tipping, what_follows_of
from visit.lab.members import Member
from visit.lab.stretches import Cut, Stretch, around
from visit.lab.sweeping import Sweeping
from visit.lab.swept_cases import SweptBlock
from visit.lab.turns import LaterDay, day_turns, number_turns
from visit.matching import Engine
from visit.reading.source import Document, parse
from visit.rules.guideline.by_date import ByDate
from visit.rules.guideline.layering import Layer, layer_of
from visit.rules.language.conditions import ORDER
from visit.rules.language.periods import later

NUMBERS = (
    "n <= case.age", "case.age > n", "case.age + n > 50", "2 * n - 4 == case.age", "case.age in [n, 22]", "case.age - n != 5",
    "travel.network_km <= n", "n < travel.home_km", "travel.network_km > n * 0.1", "case.support_need * n >= 12",
    "any(case.functioning >= n)", "count(assessed(case.functioning) < n) >= 1", "case.functioning.cook == n",
    "option.price_dkk_per_day > n * 50", "option.waiting_days >= 3 * n", "max(case.functioning) <= n - 1",
    "limit < case.age", "graded == high", "travel.network_km <= limit",
)  # fmt: skip
ALONE = "placement.visits_km <= n"
UNSOLVED = ("min(n, 20) < case.age", "n * n > case.age", ALONE, "counted > n")
MONTHS = (
    "as_of < case.assessed + n",
    "case.assessed - n <= 2026-01-31",
    "option.months > n",
    "extra.begun + n < as_of",
)
PLAIN = ("option.external", "option.step >= 4", "case.support_need >= 2", "case.flags.acute", "option.gives_home")
TEXT = {"da": "a", "en": "b"}


@st.composite
def conditions(draw: st.DrawFn, pool: tuple[str, ...]) -> str:
    """One to three atoms, one of which reads the number."""
    parts = [draw(st.sampled_from(pool)), *draw(st.lists(st.sampled_from((*pool, *PLAIN)), max_size=2))]
    written = [f"not ({one})" if draw(st.booleans()) else one for one in draw(st.permutations(parts))]
    text = f" {draw(st.sampled_from(('and', 'or')))} ".join(written)
    return ALONE if ALONE in text else text


@st.composite
def guidelines(draw: st.DrawFn, pool: tuple[str, ...], unit: str | None) -> dict[str, Any]:
    said = {"source": "s"}
    case_only = tuple(
        one for one in pool if not any(word in one for word in ("option.", "travel.", "placement.", "limit"))
    )

    def rule(id: str) -> dict[str, Any]:
        gate, strength = draw(st.sampled_from((("policy", "must"), ("policy", "presumption"), ("sufficiency", "must"))))
        text = draw(conditions(pool))
        of = {"of": "placement"} if "placement." in text else {}
        return {"id": id, "gate": gate, "strength": strength, "require": text, "reason": TEXT, **of, **said}

    number = {"value": draw(st.integers(0, 40)), **({"unit": unit} if unit else {}), **said}
    read = draw(conditions(pool))
    read = read if "placement." in read else f"option.external and ({read})"
    when = draw(conditions(tuple(one for one in pool if "placement." not in one)))
    document: dict[str, Any] = {
        "guideline": "own", "version": "1", "title": TEXT, "in_force": {"from": "2020-01-01"}, **said,
        "parameters": {"n": number},
        "case_facts": {"extra.begun": {"type": "date", "label": TEXT, **said}},
        "rules": [rule(f"r{one}") for one in range(draw(st.integers(0, 1)))],
        "preferences": [
            {"id": "p", "lower": read, "over": "max", **({"of": "placement"} if "placement." in read else {}), **said},
            {"id": "q", "lower": "travel.network_km", "bands": [10, 30], **said},
        ],
        "notices": [{"id": "k", "when": when, "text": TEXT, **said}],
        "approvals": [{"id": "a", "when": draw(conditions(pool)), "by": "leader", "text": TEXT, **said}],
    }  # fmt: skip
    if unit is None:
        document["facts"] = {
            "limit": {"rows": [{"when": "case.support_need >= 3", "then": "n + 10"}, {"then": "2 * n"}], **said},
            "graded": {"values": ["low", "high"],
                       "rows": [{"when": "case.age > n", "then": "high"}, {"then": "low"}], **said},
            "counted": {"rows": [{"when": "case.age > n", "then": "30"}, {"then": "3"}], **said},
        }  # fmt: skip
    else:
        document["follow_up"] = [
            {"id": "f", "when": draw(conditions((*PLAIN, *pool))), "after": "n", "text": TEXT, **said}
        ]
    if case_only and draw(st.booleans()):
        document["areas"] = [{"area": "care", "when": draw(st.sampled_from(case_only)), **said}]
    return document


def swept(
    layer: Layer, cases: list[Case], catalogue: Catalogue, values: tuple[Decimal, ...]
) -> tuple[SweptBlock, Sweep]:
    side = Answerer(Basis("own", ByDate(lambda _day: (layer,), has_decided=True), catalogue, drawn.DAY))
    sweeping, found = Sweeping("n", values, side), Sweep("n", tuple(map(SweptValue, values)))
    block = SweptBlock(side, sweeping.number, found, [Member(one, Location("a case")) for one in cases])
    block.sweep(lambda _fault: None, lambda _part: None)
    return block, found


def probes(answers: list[tuple[Stretch, CaseAnswer]], *, is_whole: bool) -> set[Decimal]:
    """Return numbers at, just before and just behind every place where stretches meet, as far as they can be written."""
    unit = 1 if is_whole else 1000
    ends = {end.value for stretch, _answer in answers for end in (stretch.start, stretch.end)}
    return {Decimal(round(end * unit) + more) / unit for end in ends for more in (-1, 0, 1)}


@pytest.mark.parametrize("unit", [None, "months"])
@drawn.quiet(8)
@given(st.data())
def test_a_stretch_gives_the_same_at_each_of_its_values(unit: str | None, data: st.DataObject) -> None:
    pool = (*NUMBERS, *UNSOLVED) if unit is None else MONTHS
    catalogue = drawn.catalogue(data.draw(drawn.catalogues(least=3, most=5)))
    document = data.draw(drawn.DOCUMENTS)
    citizen = {**document.get("citizen", {}), "age": data.draw(st.integers(5, 40))}
    citizen.pop("adult", None)
    case = drawn.case({**document, "needs": {"areas": ["support"]}, "citizen": citizen})
    step = Decimal(data.draw(st.sampled_from(("7", "6.5") if unit is None else ("7",))))
    values = tuple(step * n for n in range(1, 5))
    block, found = swept(layer_of(Document("own.yaml", data.draw(guidelines(pool, unit)))), [case], catalogue, values)
    if not block.cases:
        return
    one = block.cases[0]
    if 0 in block.tried:
        assert found.tried == 1
        return
    assert next(stretch.start for stretch, _answer in one.answers) == around(values[0])[0]
    assert all(first.end <= second.start for (first, _one), (second, _other) in pairwise(one.answers))
    for value in sorted({*probes(one.answers, is_whole=one.number.is_whole), *values}):
        mine = next((answer for stretch, answer in one.answers if stretch.has(value)), None)
        if mine is None:
            continue
        alone = case_answer(Engine(catalogue, one.number.guideline_at(value)).match(case, drawn.DAY))
        assert (mine.parts, mine.steps) == (alone.parts, alone.steps), value
        if not one.is_followed_at or value in values:
            assert what_follows_of(mine) == what_follows_of(alone), value


# --- where comparisons turn ---

OPERATORS = ("==", "!=", "<", "<=", ">", ">=")
QUARTERS = [Fraction(one, 4) for one in range(-28, 29)]


def truths_turn(truth: Callable[[Fraction], bool], cuts: set[Cut]) -> None:
    """Hold that of numbers next to each other a truth is another exactly where there is a cut between them, or an odd number."""
    for low, high in pairwise(QUARTERS):
        between = {one for one in cuts if Cut(low, True) <= one <= Cut(high)}
        assert (len(between) % 2 == 1) is (truth(low) is not truth(high)), (low, high)


@given(st.sampled_from(OPERATORS), *[st.tuples(*2 * [st.integers(-3, 3)]) for _side in range(2)])
def test_a_comparison_of_two_lines_turns_where_its_truth_is_another(
    operator: str, left: tuple[int, int], right: tuple[int, int]
) -> None:
    def truth(number: Fraction) -> bool:
        sides = (at_0 + (at_1 - at_0) * number for at_0, at_1 in (left, right))
        return ORDER[operator](*sides)

    truths_turn(truth, set(number_turns(operator, left, right)))


@given(
    st.sampled_from(OPERATORS[2:]), st.tuples(*2 * [st.integers(-3, 3)]), st.sampled_from((-1, 1)), st.booleans(),
    st.sampled_from(("days", "months")), st.integers(-12, 12),
)  # fmt: skip
def test_a_day_that_moves_turns_where_the_whole_part_of_its_amount_reaches_another_day(
    operator: str, amount: tuple[int, int], sign: int, is_left: bool, unit: str, other: int
) -> None:
    start = date(2026, 1, 31)
    day, there = LaterDay(start, amount, unit, sign), later(start, other, unit)

    def truth(number: Fraction) -> bool:
        moved = later(start, sign * int(amount[0] + (amount[1] - amount[0]) * number), unit)
        return ORDER[operator](moved, there) if is_left else ORDER[operator](there, moved)

    truths_turn(truth, set(day_turns(operator, day, there, (QUARTERS[0], QUARTERS[-1]), is_left=is_left)))


# --- what is told ---

HEAD = """guideline: own
version: "1"
title: {da: a, en: b}
in_force: {from: 2026-01-01}
source: s
parameters: {n: {value: 3, %s source: s}}
"""
OFFERS = """catalogue: two
as_of: 2026-01-01
offers:
  - {id: aaa, name: A, place: Ikast, operator: {type: municipal, municipality: Herning}, source: {ref: s},
     services: [{provision: SEL-85, price_dkk_per_day: 40}]}
  - {id: bbb, name: B, place: Herning, operator: {type: private}, source: {ref: s},
     services: [{provision: SEL-85, price_dkk_per_day: 50}]}
"""
PREFER = "preferences: [{id: p, higher: '%s', over: sum, source: s}]\n"
BOUGHT = PREFER % "option.external and %s"
ENTITLED = """rules:
  - {id: e, gate: entitlement, strength: must, provision: SEL-108, require: case.age >= n, reason: {da: a, en: b}, source: s}
  - {id: r, gate: policy, strength: must, require: option.internal or not entitled(SEL-108), reason: {da: a, en: b}, source: s}
"""
ORDERED = (
    "facts: {t: {rows: [{when: option.external, then: n}, {then: 20}], source: s}}\n"
    "preferences: [{id: p, higher: t, source: s}]\n"
)
LAST = "preferences: [{id: p, higher: option.external, over: sum, source: s}]\n"
WAYS = "preferences: [{id: w, lower: '%s', of: placement, source: s}, {id: p, higher: option.external, over: sum, source: s}]\n"
NOTICE = "notices: [{id: k, when: '%s', text: {da: a, en: b}, source: s}]\n"


@pytest.mark.parametrize(
    ("unit", "body", "tips", "between"),
    [
        ("", BOUGHT % "case.age <= n", ["40"], False),
        ("", BOUGHT % "case.age < n", ["41"], False),
        ("", BOUGHT % "case.age == n", ["40", "41"], True),  # there and back again between two of the values
        ("unit: hours,", BOUGHT % "case.needs.hours_per_week.support == n", ["7.5", "7.5+"], True),
        ("unit: hours,", BOUGHT % "case.needs.hours_per_week.support * 2 < n", ["15+"], False),
        ("unit: hours,", BOUGHT % "3 * n > case.needs.hours_per_week.support + 0.5", ["8/3+"], False),
        ("unit: months,", BOUGHT % "case.assessed - n <= 2026-01-31", ["10"], False),
        ("", BOUGHT % "any(case.functioning >= n)", ["4"], False),
        ("", "facts: {t: {rows: [{when: case.age > 18, then: n + 5}, {then: n}], source: s}}\n" + BOUGHT % "t >= case.age",
         ["35"], False),
        ("", "proposals: [{id: g, fact: case.permanence, value: permanent, when: case.age >= n, source: s}]\n"
         + BOUGHT % "case.permanence == permanent", ["41"], False),
        ("", "proposals: [{id: g, fact: case.support_need, value: 3, when: case.age < n, source: s}]\n"
         + BOUGHT % "case.support_need + 47 < n", ["51"], False),
        ("", ENTITLED + BOUGHT % "option.price_dkk_per_day < n", ["51"], False),
        ("", ORDERED, ["21"], False),  # every whole number is tried
        ("unit: km,", ORDERED, ["20 to 21"], False),  # only the values are, and what lies between two that differ
        ("", LAST, [], False),
        ("unit: km,", WAYS % "placement.visits_km > n", ["11249/1000"], False),  # as far as the other offer lies from the home
        ("unit: km,", WAYS % "placement.commute_km > n", [], False),  # no part of a placement is for the day
    ],
)  # fmt: skip
def test_where_one_case_tips(unit: str, body: str, tips: list[str], between: bool) -> None:
    needs = {"areas": ["support"], "hours_per_week": {"support": Decimal("7.5")}}
    case = drawn.case(
        {"case": "n", "assessed": "2026-11-22", "municipality": "Herning", "needs": needs,
         "citizen": {"age": 40, "home": {"place": "Ikast"}},
         "functioning": {"cook": 3, "clean": 1}}
    )  # fmt: skip
    layer = layer_of(parse(HEAD % unit + body, "own.yaml"))
    values = tuple(map(Decimal, (1, 60)))
    _block, found = swept(layer, [case], catalogue_of(parse(OFFERS, "two.yaml")), values)
    told = [
        f"{one.before} to {one.value}" if one.at is None else f"{one.at}{'+' if one.is_above else ''}"
        for one, _cases in tipping(found.tips)
    ]
    assert [one.replace("15/2", "7.5") for one in told] == tips
    assert found.between == int(between)
    assert found.tried == int(any(" to " in one for one in tips))
