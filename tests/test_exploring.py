"""Properties draw what `exploring` says: the same each time, or afresh from a seed; a failure tells how to run it again."""

from __future__ import annotations

import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from random import Random

import pytest
from exploring import FRESH_SHARE, Exploring, drawn_with, seed_of_code
from hypothesis import given
from hypothesis import strategies as st

TESTS = Path(__file__).parent
SEEN: list[int] = []

CONFTEST = """
from exploring import Drawing, add_options
from hypothesis import settings
import pytest
settings.load_profile("frozen")
def pytest_addoption(parser): add_options(parser)
def pytest_configure(config): config.pluginmanager.register(Drawing(config), "drawing")
@pytest.fixture
def exploring(request): return request.config.pluginmanager.get_plugin("drawing").given_to(request.node)
"""
PROPERTY = """
from hypothesis import Phase, given, settings, strategies as st
@settings(phases=[Phase.generate])
@given(st.integers(0, 10**9))
def test_fresh(value): assert test_fresh._hypothesis_internal_use_seed is None or value < 1000, f"drew {value}"
"""
"""Fails on fresh inputs alone, whatever their seed: most numbers are small, but of twenty one is above the limit."""
CLOCK = """
def test_clock(exploring): assert False, f"drew {exploring.chance.random()}"
"""


@given(st.integers(0, 10**12))
def a_property(value: int) -> None:
    SEEN.append(value)


def drawn(seed: int | None) -> list[int]:
    SEEN.clear()
    with drawn_with(a_property, lambda _count: 30, seed=seed):
        a_property()
    return list(SEEN)


def test_frozen_inputs_are_the_same_each_time_and_fresh_ones_follow_their_seed() -> None:
    assert drawn(None) == drawn(None)
    assert drawn(1) == drawn(1)
    assert len({tuple(drawn(seed)) for seed in (None, 1, 2)}) == 3
    assert len(drawn(1)) == 30


def test_what_is_drawn_does_not_hang_on_which_modules_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = drawn(1)
    (tmp_path / "a_module_of_constants.py").write_text(f"WRITTEN = {list(range(1000, 1200))}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    import_module("a_module_of_constants")
    assert drawn(1) == before


def test_the_seed_follows_from_the_code(tmp_path: Path) -> None:
    module = tmp_path / "visit" / "one.py"
    module.parent.mkdir()
    seeds = []
    for written in ("ONE = 1", "ONE = 1", "ONE = 2"):
        module.write_text(written, encoding="utf-8")
        seeds.append(seed_of_code(tmp_path))
    assert seeds[0] == seeds[1] != seeds[2]


def test_what_a_property_was_written_with_is_left_as_it_was() -> None:
    before = a_property._hypothesis_internal_use_settings  # type: ignore[attr-defined]
    drawn(1)
    assert a_property._hypothesis_internal_use_settings is before  # type: ignore[attr-defined]
    assert a_property._hypothesis_internal_use_seed is None  # type: ignore[attr-defined]


def test_a_property_is_run_on_frozen_and_on_fresh_inputs(request: pytest.FixtureRequest) -> None:
    drawing = request.config.pluginmanager.get_plugin("drawing")
    assert drawing is not None
    runs: list[tuple[int, bool, int | None]] = []

    @given(st.none())
    def a_test(_nothing: None) -> None:
        written = a_test._hypothesis_internal_use_settings  # type: ignore[attr-defined]
        seed = a_test._hypothesis_internal_use_seed  # type: ignore[attr-defined]
        runs.append((written.max_examples, written.derandomize, seed))

    item = pytest.Function.from_parent(request.node.parent, name="a_test", callobj=a_test)
    item.funcargs = {}
    assert drawing.pytest_pyfunc_call(item) is True
    frozen, fresh = dict.fromkeys(runs)
    assert frozen == (100 - 100 // FRESH_SHARE, True, None)
    assert fresh[:2] == (100 // FRESH_SHARE, False)
    assert fresh[2] is not None


@pytest.mark.parametrize("written", [PROPERTY, CLOCK], ids=["a property", "a test with a clock"])
@pytest.mark.parametrize("options", [[], ["--explore", "0.1"]], ids=["plain", "exploring"])
def test_the_command_that_a_failure_prints_fails_alike(written: str, options: list[str], tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {TESTS}\n", encoding="utf-8")
    (tmp_path / "test_it.py").write_text(written, encoding="utf-8")
    first = pytest_in(tmp_path, *options)
    command = next(line for line in first.splitlines() if "--draw-seed" in line and "pytest" in line)
    again = pytest_in(tmp_path, *shlex.split(command.removeprefix("E"))[1:])
    assert assertions(first) == assertions(again) != []


def pytest_in(folder: Path, *arguments: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    return ran.stdout


def assertions(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if line.startswith("E  ") and ("assert" in line or "drew" in line)]


def test_a_test_with_a_clock_goes_on_until_its_time_is_up() -> None:
    assert list(Exploring(Random(1), 0).rounds()) == [0]
    assert len(list(Exploring(Random(1), 0.05).rounds())) > 1


def test_a_plain_run_takes_some_of_what_is_too_much_and_exploring_all() -> None:
    places = range(1000)
    some = [Exploring(Random(seed), 0).some_of(places, most=300) for seed in range(40)]
    assert {len(one) for one in some} == {250}
    assert {place for one in some for place in one} == set(places)
    assert list(Exploring(Random(1), 0).some_of(places, most=1000)) == list(places)
    assert list(Exploring(Random(1), 0, whole=True).some_of(places, most=300)) == list(places)
