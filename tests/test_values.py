"""Three-valued logic, values that are one of a few, and collections of which a part is recorded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from visit.rules.language.values import (
    POSSIBLE_LIMIT,
    UNKNOWN,
    Between,
    Levels,
    Members,
    Possible,
    Tally,
    all_of,
    any_of,
    assessed,
    count,
    every,
    greatest,
    includes,
    is_known,
    least,
    lift,
    lift_truth,
    months_between,
    negate,
    possible,
    some,
    sum_of,
    tally,
    years_between,
)

T, F, U = True, False, UNKNOWN


def few(*values: Any) -> Possible:
    return Possible(frozenset(values))


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [(T, T, T, T), (T, F, F, T), (T, U, U, T), (F, F, F, F), (F, U, F, U), (U, U, U, U)],
)
def test_kleene(a: Any, b: Any, both: Any, either: Any) -> None:
    assert every((a, b)) is every((b, a)) is both
    assert some((a, b)) is some((b, a)) is either
    assert negate(every((a, b))) is some((negate(a), negate(b)))


def test_nothing_is_all_true_and_none_true() -> None:
    assert every(()) is True
    assert some(()) is False


def test_unknown_is_neither_true_nor_false() -> None:
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(UNKNOWN)


@pytest.mark.parametrize(
    ("results", "value"),
    [
        ([1, 1], 1),
        ([1, 2], few(1, 2)),
        ([few(1, 2), 3], few(1, 2, 3)),
        ([1, UNKNOWN], UNKNOWN),
        ([], UNKNOWN),
        ([*range(POSSIBLE_LIMIT)], few(*range(POSSIBLE_LIMIT))),
        ([*range(POSSIBLE_LIMIT + 1)], UNKNOWN),
    ],
)
def test_one_of_a_few(results: list[Any], value: Any) -> None:
    assert possible(results) == value


def test_operations_take_every_combination() -> None:
    assert lift(lambda a, b: a + b, few(1, 2), few(10, 20)) == few(11, 12, 21, 22)
    assert lift(lambda a, b: a * b, few(1, 2), 0) == 0
    assert lift(lambda a, b: a + b, few(1, 2), UNKNOWN) is UNKNOWN
    assert lift(lambda a, b: a + b, few(*range(9)), few(*range(9))) is UNKNOWN
    assert lift_truth(lambda a, b: a < b, few(1, 2), 3) is True
    assert lift_truth(lambda a, b: a < b, few(1, 4), 3) is UNKNOWN


OPEN = Members(frozenset(("a",)), complete=False)
CLOSED = Members(frozenset(("a", "b")))
PARTLY = Levels({"cook": 3, "eat": 1}, open_keys=2, lowest=0, highest=4)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (includes(OPEN, frozenset("ab")), True),
        (includes(OPEN, frozenset("b")), UNKNOWN),
        (includes(CLOSED, frozenset("c")), False),
        (includes(UNKNOWN, frozenset("a")), UNKNOWN),
        (tally(lambda one: one > 2, PARTLY), Tally(1, 1, 2)),
        (tally(lambda one: one == "a", CLOSED), Tally(1, 1, 0)),
        (tally(lambda one: one == "a", OPEN), Tally(1, 0, POSSIBLE_LIMIT - 1)),
        (tally(lambda one: one == "a", UNKNOWN), UNKNOWN),
        (count(Tally(1, 1, 2)), few(1, 2, 3)),
        (count(Tally(1, 1, 0)), 1),
        (count(PARTLY), few(2, 3, 4)),
        (count(CLOSED), 2),
        (count(OPEN), UNKNOWN),
        (any_of(Tally(1, 5, 3)), True),
        (any_of(Tally(0, 5, 3)), UNKNOWN),
        (any_of(Tally(0, 5, 0)), False),
        (all_of(Tally(0, 0, 0)), True),
        (all_of(Tally(5, 0, 1)), UNKNOWN),
        (all_of(Tally(5, 1, 1)), False),
        (greatest(PARTLY), few(3, 4)),
        (least(PARTLY), few(0, 1)),
        (greatest(Levels({"cook": 4}, 5, 0, 4)), 4),
        (greatest(Levels({}, 2, 0, 4)), few(0, 1, 2, 3, 4)),
        (greatest(Levels({"support": Decimal(3)}, 1)), UNKNOWN),
        (greatest(Levels({}, 0)), UNKNOWN),
        (least(Levels({"a": 2, "b": 3}, 0)), 2),
        (sum_of(PARTLY), Between(frozenset((4, 12)))),
        (sum_of(Levels({"cook": 3, "eat": 1}, 0, 0, 4)), 4),
        (sum_of(Levels({}, 0)), 0),
        (sum_of(Levels({"support": Decimal(3)}, 1)), UNKNOWN),
        (sum_of(UNKNOWN), UNKNOWN),
        (possible((Between(frozenset((4, 12))), 20)), Between(frozenset((4, 20)))),
        (lift(lambda a, b: a + b, Between(frozenset((4, 12))), few(1, 2)), Between(frozenset((5, 14)))),
        (lift(lambda a, b: a * b, Between(frozenset((4, 12))), 0), 0),
        (lift_truth(lambda a, b: a > b, Between(frozenset((4, 12))), 3), True),
        (lift_truth(lambda a, b: a > b, Between(frozenset((4, 12))), 4), UNKNOWN),
        (assessed(PARTLY), Levels({"cook": 3, "eat": 1}, 0, 0, 4)),
        (assessed(OPEN), Members(frozenset("a"))),
        (assessed(UNKNOWN), Members(frozenset())),
        (assessed(Tally(1, 2, 3)), Tally(1, 2, 0)),
        (is_known(OPEN), True),
        (is_known(Members(frozenset(), complete=False)), False),
        (is_known(Levels({}, 3)), False),
        (is_known(few(1, 2)), False),
        (is_known(0), True),
    ],
)
def test_collections_of_which_a_part_is_recorded(given: Any, wanted: Any) -> None:
    assert given == wanted
    assert type(given) is type(wanted)


@pytest.mark.parametrize(
    ("start", "end", "years", "months"),
    [
        ("2000-02-29", "2026-02-28", 25, 311),
        ("2000-02-29", "2026-03-01", 26, 312),
        ("2026-01-31", "2026-02-28", 0, 0),
        ("2026-01-31", "2026-03-31", 0, 2),
        ("2025-11-22", "2026-11-22", 1, 12),
        ("2025-11-22", "2026-11-21", 0, 11),
    ],
)
def test_whole_years_and_months(start: str, end: str, years: int, months: int) -> None:
    a, b = date.fromisoformat(start), date.fromisoformat(end)
    assert (years_between(a, b), months_between(a, b)) == (years, months)


def test_levels_can_stand_in_a_cache_key() -> None:
    assert hash(Levels({"cook": 3})) == hash(Levels({"cook": 3}))
