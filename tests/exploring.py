"""How the tests that draw their inputs draw them.

Every run draws *frozen* inputs, the same on every machine; and a few *fresh* ones, from a seed that follows from the code: what is
green here is green wherever this code is tried, and other code is tried with others. `make explore` draws fresh ones by chance
alone, for as long as it is told. A failure says how to run it again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

# Hypothesis mixes in what stands in whichever modules are loaded: a test would draw other inputs alone than among the others.
_NO_CONSTANTS = Constants()
providers._get_local_constants = lambda: _NO_CONSTANTS

ROOT = Path(__file__).parent.parent
settings.register_profile("frozen", derandomize=True, database=None, deadline=None, print_blob=True)
FRESH_SHARE = 5
"""One of so many inputs is a fresh one."""
SHORT = 1.0
"""Seconds for a test that explores by the clock, when nobody asked to explore."""
FOUND = DirectoryBasedExampleDatabase(".hypothesis/examples")
"""What exploring found to fail: tried first the next time, until it passes."""


def add_options(parser: pytest.Parser) -> None:
    parser.addoption(
        "--draw-seed",
        type=int,
        help="the seed of the fresh inputs; if not given it follows from the code, or exploring from chance",
    )
    parser.addoption("--explore", type=float, help="draw fresh inputs alone, for so many seconds in all")


@dataclass(frozen=True)
class Exploring:
    """What a test that draws without Hypothesis needs: a source of chance, and for how long to go on."""

    chance: Random
    seconds: float
    whole: bool = False
    """Whether what is too long for a plain run is done to the end."""

    def rounds(self) -> Iterator[int]:
        """Count rounds until the time is up; there is at least one."""
        end, count = monotonic() + self.seconds, 0
        while count == 0 or monotonic() < end:
            yield count
            count += 1

    def some_of(self, places: Sequence[int], *, most: int) -> Sequence[int]:
        """Return at most so many of the places, as far from each other as can be, from a drawn one on; all when exploring."""
        step = 1 if self.whole else max(1, -(-len(places) // most))
        return places[self.chance.randrange(step) :: step]


class Drawing:
    """The plugin: runs each test that draws as it should be run."""

    def __init__(self, config: pytest.Config) -> None:
        of_main: dict[str, int] = getattr(config, "workerinput", {})
        chosen = of_main.get("draw_seed", config.option.draw_seed)
        self.explore: float | None = config.option.explore
        by_itself = seed_of_code if self.explore is None else by_chance
        self.seed: int = by_itself() if chosen is None else chosen
        self.workers = of_main.get("workercount", 1)
        self.share = SHORT

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker of xdist the seed, or each would choose its own."""
        node.workerinput["draw_seed"] = self.seed

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Exploring leaves out what draws nothing, and gives every other test the same share of the time."""
        if self.explore is not None:
            drawing = [item for item in items if draws(item)]
            config.hook.pytest_deselected(items=[item for item in items if not draws(item)])
            items[:] = drawing
            self.share = self.explore * self.workers / max(1, len(drawing))

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Run a property first on frozen inputs and then on fresh ones; or on fresh ones until its time is up."""
        if not is_property(pyfuncitem):
            return None
        arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}

        def run() -> None:
            pyfuncitem.obj(**arguments)

        if self.explore is None:
            with drawn_with(pyfuncitem.obj, lambda n: n - n // FRESH_SHARE):
                run()
            self.fresh(pyfuncitem, run, number=0, examples=lambda n: max(1, n // FRESH_SHARE))
            return True
        for number in Exploring(Random(), self.share).rounds():
            self.fresh(pyfuncitem, run, number=number, examples=lambda n: n)
        return True

    def fresh(self, item: pytest.Item, run: Callable[[], None], *, number: int, examples: Callable[[int], int]) -> None:
        """Run on inputs that follow from the seed, the test's name and the number of the round."""
        database = None if self.explore is None else FOUND
        # A round of exploring is the first round under another seed, so that a plain run can repeat it.
        seed = self.seed + number
        with drawn_with(item.obj, examples, seed=of(seed, item), database=database):  # type: ignore[attr-defined]
            try:
                run()
            except BaseException as failure:
                failure.add_note(again(item, seed, explored=self.explore is not None))
                raise

    def given_to(self, item: pytest.Item) -> Exploring:
        """Return what a test that draws without Hypothesis draws from."""
        return Exploring(Random(of(self.seed, item)), self.share, whole=self.explore is not None)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Say of a test that draws without Hypothesis how to run it again."""
        report = yield
        if report.failed and not is_property(item) and draws(item):
            report.sections.append(("fresh inputs", again(item, self.seed, explored=self.explore is not None)))
        return report

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the seed, whether or not anything failed."""
        terminalreporter.write_line(f"fresh inputs drawn from --draw-seed {self.seed}")


@contextmanager
def drawn_with(
    test: Callable[..., object],
    examples: Callable[[int], int],
    *,
    seed: int | None = None,
    database: DirectoryBasedExampleDatabase | None = None,
) -> Iterator[None]:
    """Let a property draw so many inputs: frozen ones, or those of a seed.

    Hypothesis takes settings when a test is written; its own plugin for pytest changes them by this attribute too.
    """
    written: settings = test._hypothesis_internal_use_settings  # type: ignore[attr-defined]
    test._hypothesis_internal_use_settings = settings(  # type: ignore[attr-defined]
        written, max_examples=examples(written.max_examples), derandomize=seed is None, database=database
    )
    test._hypothesis_internal_use_seed = seed  # type: ignore[attr-defined]
    try:
        yield
    finally:
        test._hypothesis_internal_use_settings = written  # type: ignore[attr-defined]
        test._hypothesis_internal_use_seed = None  # type: ignore[attr-defined]


def seed_of_code(root: Path = ROOT) -> int:
    """The seed that follows from the program and its tests as they stand."""
    files = sorted(file for folder in ("visit", "tests") for file in (root / folder).rglob("*.py"))
    return int.from_bytes(sha256(b"".join(file.read_bytes() for file in files)).digest()[:4])


def by_chance() -> int:
    return int.from_bytes(os.urandom(4))


def of(seed: int, item: pytest.Item) -> int:
    """The seed of one test: it draws the same alone and among the others."""
    return int.from_bytes(sha256(f"{seed} {item.nodeid}".encode()).digest()[:8])


def again(item: pytest.Item, seed: int, *, explored: bool) -> str:
    """How to see a failure again."""
    explore = " --explore 1" if explored else ""
    return f"fresh inputs: run it again with\n  pytest '{item.nodeid}' --draw-seed {seed}{explore}"


def is_property(item: pytest.Item) -> bool:
    return bool(getattr(getattr(item, "obj", None), "is_hypothesis_test", False))


def draws(item: pytest.Item) -> bool:
    return is_property(item) or "exploring" in getattr(item, "fixturenames", ())
