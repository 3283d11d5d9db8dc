"""What is told of subgroups of real citizens: no number below five, and none that follows from what is told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import ROOT, inside
from test_compare import ANSWER, COMMAND, NOTHING, small_impact

from visit.lab.answers import CaseAnswer
from visit.lab.both_sides import BothSides
from visit.lab.gate import gate, numbers_of
from visit.lab.linked import linked
from visit.lab.movements import crossings, movement
from visit.lab.subgroups import CELLS, DIMENSIONS, TABLE, Subgroups, moved_cells
from visit.population.hiding import FEWEST, hidden_rows, is_few
from visit.render.row_told import RowTold


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


OTHER = replace(ANSWER, parts=("b/x",))
ANSWERS = (
    ANSWER, OTHER, NOTHING, replace(ANSWER, external=True), replace(ANSWER, external=None), replace(OTHER, external=True),
    replace(ANSWER, dkk_per_day=None), replace(OTHER, dkk_per_day=None, dkk_at_most=Fraction(9)),
    replace(ANSWER, verdict="not_yet", undecided=True, decides_first=frozenset(("leader",))),
    replace(ANSWER, approvals=frozenset(("director",))), replace(OTHER, approvals=frozenset(("director", "leader?"))),
)  # fmt: skip


def drawn(seed: int) -> Subgroups:
    """Return some real citizens by age, each with two answers; most rows have some numbers that are small."""
    random, found = Random(seed), Subgroups()
    for row in "abcd"[: random.choice((2, 3, 4))]:
        usual = random.sample(ANSWERS, 2)
        both = [(usual[0], usual[0])] * random.randint(5, 30) + [(usual[0], usual[1])] * random.choice((0, 3, 8))
        both += [(random.choice(ANSWERS), random.choice(ANSWERS)) for _each in range(random.choice((0, 1, 6)))]
        for old, new in both:
            _count(found, "age", row, old, new)
    return found


def _count(found: Subgroups, dimension: str, row: str, old: CaseAnswer, new: CaseAnswer) -> None:
    sides = found.rows[dimension].setdefault(row, BothSides())
    sides.count(old, new, movement(old, new), crossings(old, new))


# --- what can be had by adding and subtracting ---

PRIME = (1 << 61) - 1
Vector = dict[tuple[str, str], int]


def _follows(wanted: Vector, told: Sequence[Vector]) -> bool:
    """Return whether a sum of numbers is a sum of told ones, each taken as often as one likes."""
    pivots: dict[tuple[str, str], Vector] = {}

    def reduced(vector: Vector) -> Vector:
        while vector and (found := next((key for key in vector if key in pivots), None)) is not None:
            times, other = vector[found], pivots[found]
            vector = {
                key: left for key in vector.keys() | other.keys()
                if (left := (vector.get(key, 0) - times * other.get(key, 0)) % PRIME)
            }  # fmt: skip
        return vector

    for one in told:
        if left := reduced(dict(one)):
            first = min(left)
            inverse = pow(left[first], -1, PRIME)
            pivots[first] = {key: value * inverse % PRIME for key, value in left.items()}
    return not reduced(dict(wanted))


def _numbers(found: BothSides) -> dict[str, int]:
    """Return the numbers that everything else about some cases adds up from."""
    numbers = {"cases": found.cases} | dict(zip(CELLS, moved_cells(found), strict=True))
    for name, values in linked(found).items():
        numbers |= {f"{name} {place}": value for place, value in enumerate(values)}
    return numbers


FOUR = (0, 1, 2, 3)
PARTS_WAS, PARTS_NOW = (0, 5, 10), (1, 6, 11)


def _identities(row: str, names: Mapping[str, int]) -> Iterator[Vector]:
    """Yield what adds up to 0 in every row: the four groups of a set are all cases, and what solutions part in is all of them."""

    def of(*plus: str, less: Sequence[str]) -> Vector:
        return {(row, name): 1 for name in plus} | {(row, name): PRIME - 1 for name in less}

    yield of(*CELLS, less=["cases"])
    for place, cell in enumerate(
        CELLS[:3]
    ):  # the movements, in their order: unchanged, same step, lower, higher, gained, lost
        yield of(cell, less=[f"moves {(0, 2, 3)[place]}"])
    yield of("moves 1", "moves 4", "moves 5", less=["other"])
    yield of("placed 2", "moves 5", less=["moves 4"])
    yield of("placed 0", "placed 2", less=["placed 1"])
    yield of("placed 0", "placed 3", less=["cases"])
    for name in {one.rpartition(" ")[0] for one in names if " " in one} - {"moves", "placed", "hours"}:
        if name in ("external", "prices"):
            for places, side in ((PARTS_WAS, 0), (PARTS_NOW, 1)):
                yield of(*(f"{name} {place}" for place in places), less=[f"placed {side}"])
        else:
            yield of(*(f"{name} {place}" for place in FOUR), less=["cases"])


def _told(found: Subgroups, every: Mapping[str, dict[str, int]]) -> Iterator[Vector]:
    """Yield what an answer tells: how many each row has, who moves, what is not hidden of it, and of all what is not of few."""
    small = hidden_rows({key: one.cases for key, one in found.rows["age"].items()})
    for row in found.measured("age", tells_all=False):
        keys = sorted(small) if row.key is None else [row.key]
        names = [name for name in every[keys[0]] if " " in name and name.rpartition(" ")[0] not in row.hidden]
        yield from ({(key, name): 1 for key in keys} for name in ("cases", *names))
    table = found.table("age", tells_all=False)
    shown = [[key] for key, _cells in table.rows] + ([[*table.pooled]] if table.together else [])
    yield from ({(key, cell): 1 for key in keys} for keys in shown for cell in CELLS)
    for name in next(iter(every.values())):
        if not is_few(sum(numbers[name] for numbers in every.values())):
            yield {(key, name): 1 for key in every}


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_no_number_of_few_follows_from_what_is_told_of_subgroups_and_of_all(seed: int) -> None:
    found = drawn(seed)
    every = {key: _numbers(one) for key, one in found.rows["age"].items()}
    names = {name for numbers in every.values() for name in numbers}
    for key, one in found.rows["age"].items():
        absent = dict.fromkeys(sorted(names - every[key].keys()), 0)
        every[key] |= {name: one.cases if name.endswith(" 3") else 0 for name in absent}
    every = {key: dict(sorted(numbers.items())) for key, numbers in every.items()}
    told = [*_told(found, every)]
    told += [one for key, numbers in every.items() for one in _identities(key, numbers)]
    small = [(key, name) for key, numbers in every.items() for name, n in numbers.items() if is_few(n)]
    assert [one for one in small if _follows({one: 1}, told)] == []


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_what_is_hidden_is_hidden_of_two_rows_at_least_and_what_is_told_has_no_few(seed: int) -> None:
    rows = drawn(seed).measured("age", tells_all=False)
    for name in {name for one in rows for name in one.hidden}:
        assert sum(name in row.hidden for row in rows) > 1 or len(rows) == 1 or name == TABLE
    assert all(row.hidden >= {"external", "prices"} for row in rows if "placed" in row.hidden)
    for row in rows:
        assert not any(is_few(*numbers) for name, numbers in linked(row.found).items() if name not in row.hidden)


def test_every_number_of_drawn_citizens_is_told_by_subgroup() -> None:
    found = small_impact()
    for name in DIMENSIONS:
        rows = [RowTold(row, tells_all=True) for row in found.subgroups.measured(name, tells_all=True)]
        for wanted in ("moved", "undecided", "approvals.leadership", "dkk_a_year"):
            assert sum(row.numbers().get(wanted, 0) or 0 for row in rows) == numbers_of(found)[wanted], (name, wanted)
        assert not any(row.row.hidden for row in rows)


# --- gates ---


def test_a_gate_of_a_subgroup_looks_at_its_cases_alone() -> None:
    found, one = small_impact(), gate("age.18-29.moved > 20%")
    row = found.subgroups.rows["age"]["18-29"]
    numbers = numbers_of(found, [one])
    assert (one.of, one.measure, numbers[one.name], one.cases(numbers, found.cases)) == (
        "age.18-29", "moved", row.moving, row.cases
    )  # fmt: skip
    assert one.is_true(numbers, found.cases, {}) is (row.moving * 5 > row.cases)
    assert 0 < row.cases < found.cases


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("age.18-29 > 1", "what is counted: `age.18-29.moved > 3`"),
        ("age > 1", "names no number of a subgroup"),
        ("age.18-29.movd > 1", 'did you mean "age.18-29.moved"?'),
        ("age.18-29.approvals.leeder > 1", "write `age.18-29.approvals.leader > 1`"),
        ("age.18-30.moved > 1", 'no citizen here is in "age.18-30"'),
        ("age.18-29.unread > 1", 'nothing is called "age.18-29.unread"'),
        ("group.autism-spectrum.moved > 1", "no target group is told by itself"),
        ("age.18-29.km_90 > 1%", "has no share"),
    ],
)
def test_a_gate_of_a_subgroup_that_could_never_be_asked_is_refused(
    condition: str, said: str, monkeypatch, capsys
) -> None:
    ran = inside(monkeypatch, capsys, *COMMAND, "examples", "--fail-if", condition, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert said in " ".join(ran.err.split())


def test_a_gate_of_a_subgroup_of_few_is_asked_with_people_alone(monkeypatch, capsys, tmp_path) -> None:
    whole, asked = tmp_path / "whole.json", (*COMMAND, "examples", "--fail-if", "age.18-29.moved > 9", "--lang", "en")
    hidden = inside(monkeypatch, capsys, *asked)
    assert (hidden.code, "is not asked" in hidden.err) == (2, True)
    told = inside(monkeypatch, capsys, *asked, "--people", "-o", str(whole))
    assert (told.code, "age.18-29.moved > 9" in told.err) == (0, True)
    again = inside(monkeypatch, capsys, *asked, "--people", "--baseline", str(whole))
    row = next(one for one in json.loads(whole.read_text("utf-8"))["subgroups"]["age"]["rows"] if one["row"] == "18-29")
    accepted = row["numbers"].get("moved", 0)
    assert f"accepted {accepted} (passed)" in again.err


def test_data_tells_of_a_real_row_what_its_sets_let(monkeypatch, capsys) -> None:
    found = json.loads(inside(monkeypatch, capsys, *COMMAND, "examples", "--format", "json").out)["subgroups"]
    assert "group" not in found
    for table in found.values():
        for row in (*table["rows"], *([table["together"]] if table["together"] else [])):
            for side in ("old", "new"):
                numbers = [one for one in row[side].values() if isinstance(one, int)]
                assert not any(0 < one < FEWEST for one in numbers)
