"""Minimal covers of small integers: which sets are placements, and that the best are exactly the best."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from typing import Any

from drawn import quiet
from hypothesis import given
from hypothesis import strategies as st

from visit.ranking.search import Candidate, Search, best, feasible, undominated


def candidate(
    id: str, *meets: int, merit: int = 0, home: bool = False, offer: str = "", setting: str = ""
) -> Candidate:
    index = ord(id)
    met = tuple(Decimal(one) for one in meets)
    # A home beside which residents' services stand is like no other.
    return Candidate(index, id, offer or id, met, (merit,), (offer if home else "",), home, setting)


def search(wanted: tuple[int, ...], *candidates: Candidate, kept: tuple[Candidate, ...] = ()) -> Search:
    def key(parts: tuple[Candidate, ...]) -> tuple[Any, ...]:
        return (max(part.merits[0] for part in parts), tuple(part.id for part in parts))

    return Search(
        tuple(Decimal(one) for one in wanted), candidates, kept, key, lambda parts: (max(p.merits[0] for p in parts),)
    )


def names(found: list[tuple[Candidate, ...]]) -> list[str]:
    return ["".join(part.id for part in parts) for parts in found]


A, B, C = candidate("a", 1, 0), candidate("b", 0, 1), candidate("c", 1, 1, merit=1)


def test_only_minimal_covers_are_placements() -> None:
    assert names(best(search((1, 1), A, B, C), 9)) == ["ab", "c"]


def test_nothing_wanted_nothing_placed() -> None:
    assert best(search((), A, B), 3) == []
    assert best(search((1, 1), A, B), 0) == []
    assert best(search((1, 1), A), 3) == []


def test_what_is_kept_is_in_every_placement_though_it_could_be_left_out() -> None:
    assert names(best(search((1, 1), A, B, C, kept=(A,)), 9)) == ["ab", "ac"]


def test_hours_add_up() -> None:
    parts = [candidate(id, 2) for id in "abcd"]
    assert names(best(search((6,), *parts), 2)) == ["abc", "abd"]
    assert feasible((Decimal(8),), parts, (), lambda parts: True)
    assert not feasible((Decimal(9),), parts, (), lambda parts: True)


def test_one_home_at_most() -> None:
    first, second = candidate("a", 1, 0, home=True), candidate("b", 0, 1, home=True)
    assert best(search((1, 1), first, second), 3) == []


def test_a_service_for_residents_stands_beside_its_home() -> None:
    day, home = candidate("a", 1, offer="o", setting="o"), candidate("h", 0, home=True, offer="o")
    assert names(best(search((1,), day, home), 3)) == ["ah"]
    assert best(search((1,), day, candidate("h", 0, home=True, offer="p")), 3) == []


def test_a_dominated_candidate_is_left_out_unless_a_tie_would_be_its_own() -> None:
    good, same, worse = candidate("b", 1), candidate("a", 1, merit=1), candidate("c", 1, merit=1)
    assert [one.id for one in undominated([good, same, worse], 1)] == ["b", "a"]


CANDIDATES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 2), st.booleans(), st.sampled_from(("", "", "o"))),
    max_size=7,
)


@quiet(300)
@given(CANDIDATES, st.tuples(st.integers(1, 4), st.integers(0, 1)), st.integers(1, 4))
def test_the_best_are_the_best_of_all(rows: Any, wanted: tuple[int, int], count: int) -> None:
    every = [
        candidate(id, hours, need, merit=merit, home=home, offer="o" if home else id, setting="" if home else setting)
        for id, (hours, need, merit, home, setting) in zip("abcdefg", rows, strict=False)
    ]
    question = search(wanted, *every)

    def covers(parts: tuple[Candidate, ...]) -> bool:
        return all(sum(part.meets[place] for part in parts) >= amount for place, amount in enumerate(wanted))

    def is_placement(parts: tuple[Candidate, ...]) -> bool:
        homes = [part for part in parts if part.home]
        guests = [part for part in parts if part.setting]
        if not covers(parts) or len(homes) > 1 or (guests and not homes):
            return False
        spare = [part for part in parts if covers(tuple(one for one in parts if one is not part))]
        return all(part.home and guests for part in spare)

    sets = [parts for size in range(1, 8) for parts in combinations(every, size) if is_placement(parts)]
    assert names(best(question, count)) == names(sorted(sets, key=question.key)[:count])  # type: ignore[arg-type]
