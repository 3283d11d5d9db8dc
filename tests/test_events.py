"""Of what happens to real citizens no two numbers are told, one of a part of the other, that leave fewer than five between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from test_compare import ANSWER, NOTHING, members
from test_subgroups import drawn

from visit.lab.events import ANY_MOVE, MOVED_BY_NAME, begins_or_ends, turn_back
from visit.lab.impact import ComparedCase, Impact
from visit.lab.movements import Crossing, Movement
from visit.lab.subgroups import TABLE
from visit.lab.totals import FOLLOWING
from visit.population.hiding import is_few
from visit.render.few_told import TURNS, FewTold
from visit.render.row_told import RowTold

MOVED = replace(ANSWER, parts=("b/x",))
BOUGHT = replace(MOVED, external=True, notices=frozenset(("n",)))
ANSWERS = (
    ANSWER, MOVED, BOUGHT, NOTHING, replace(MOVED, steps=(("home", (3,)),)), replace(BOUGHT, notices=frozenset(("n", "m"))),
    replace(MOVED, by_name=True, verdict="not_yet"), replace(BOUGHT, approvals=frozenset(("leader",)), exception_first=True),
    replace(ANSWER, needs_unsure=1), replace(MOVED, needs_unsure=2),
)  # fmt: skip


def found(*cases) -> Impact:
    impact = Impact()
    for n, old, new in cases:
        for _each in range(n):
            impact.add(ComparedCase(members()[0], old, new))
    return impact


def told_sets(few: FewTold) -> Iterator[object]:
    """Yield what is told, or follows from two sides that are told, by what it counts."""
    yield from [ANY_MOVE] if few.moving() is not None else []
    yield from [] if few.movements() is None else [str(one) for one in Movement if one is not Movement.UNCHANGED]
    yield from [MOVED_BY_NAME] if few.moved_by_name() is not None else []
    yield from (way for way in few.flow()[0] if way[0] != way[1])
    for turn in Crossing:
        if few.crossing(turn) is not None:
            yield str(turn)
            yield from [turn_back(turn)] if TURNS[turn][1] is None else []
    for section in FOLLOWING:
        for said in {*few.found.begins[section], *few.found.ends[section]}:
            yield from begins_or_ends(section, said) if few.statement(section, said) is not None else ()


def members_of(impact: Impact, event: object) -> set[tuple[int, int]]:
    rows = enumerate(impact.together.items())
    return {(place, each) for place, (events, n) in rows if event in events for each in range(n)}


def test_one_who_moves_and_does_not_turn_follows_from_no_two_numbers() -> None:
    rest = (90, ANSWER, ANSWER)
    for n, is_told in ((1, False), (4, False), (6, True), (0, True)):
        few = FewTold(found((8, ANSWER, BOUGHT), (n, ANSWER, MOVED), (40, BOUGHT, BOUGHT), rest), False, True)
        assert (few.moving(), few.crossing(Crossing.TO_EXTERNAL)) == (8 + n, 8 if is_told else None)
        assert (few.statement("notices", "n") is not None) is is_told
        assert FewTold(few.found, True, True).crossing(Crossing.TO_EXTERNAL) == 8


def test_a_turn_that_some_have_who_do_not_move_leads_to_nobody() -> None:
    bought = replace(ANSWER, external=True)
    few = FewTold(
        found((8, ANSWER, BOUGHT), (1, ANSWER, MOVED), (5, ANSWER, bought), (90, ANSWER, ANSWER)), False, True
    )
    assert few.crossing(Crossing.TO_EXTERNAL) == 13


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.booleans())
def test_no_two_numbers_lead_to_few(seed: int, is_handed_on: bool) -> None:
    random = Random(seed)
    usual = random.sample(ANSWERS, 3)
    cases = [(random.randint(20, 60), ANSWER, ANSWER)]
    cases += [(random.choice((1, 3, 5, 8, 20)), *random.sample(usual, 2)) for _each in range(random.randint(1, 6))]
    few = FewTold(found(*cases), False, is_handed_on)
    sets = [members_of(few.found, one) for one in told_sets(few)]
    root = {*Movement, ANY_MOVE} if not is_handed_on else set()
    moves = [members_of(few.found, str(one)) for one in root]
    for one in sets:
        for other in sets:
            if one and one < other and not (one in moves and other in moves):
                assert not is_few(len(other) - len(one))
    off = {way: few.found.flow[way] for way in few.flow()[0] if way[0] != way[1]}
    if off and is_handed_on and few.moving() is not None:
        assert not is_few(few.found.moving - sum(off.values()))


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_nor_do_two_of_a_subgroup(seed: int) -> None:
    for row in drawn(seed).measured("age", tells_all=False):
        told, both = RowTold(row, False), row.found
        if TABLE in row.hidden:
            continue
        for turn in Crossing:
            if (n := told.turn(turn)) and not both.happens_still[str(turn)]:
                assert not is_few(both.moving - n)
        for section in FOLLOWING:
            for said, numbers in told.statements(section):
                for n, event in zip((numbers or (0, 0, 0, 0))[2:], begins_or_ends(section, said), strict=True):
                    if n and not both.happens_still[event]:
                        assert not is_few(both.moving - n)


def test_a_distance_that_is_handed_on_is_nobodys() -> None:
    far = replace(ANSWER, metres=84_413)
    impact = found((20, ANSWER, far))
    assert FewTold(impact, False).metres(impact.new, 90) == 84_413
    few = FewTold(impact, False, True)
    assert (few.metres(impact.new, 90), few.numbers()["km_90"]) == (84_000, 83)
    assert FewTold(impact, True, True).metres(impact.new, 90) == 84_413
