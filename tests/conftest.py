"""Options that the tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from math import inf
from pathlib import Path

import pytest
from exploring import Drawing, Exploring, add_options
from hypothesis import settings
from ledgers import a_ledger
from postgres import Server, running

from visit.commands import waiting
from visit.garbage import look_seldom
from visit.ledger.log import Ledger

settings.load_profile("frozen")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that rewrites golden files, to be read in review, and those that say how inputs are drawn."""
    add_options(parser)
    parser.addoption("--rewrite-golden", action="store_true", help="write what is printed now to tests/golden/")


def pytest_configure(config: pytest.Config) -> None:
    """Let the tests that draw their inputs be run as `exploring` says."""
    config.pluginmanager.register(Drawing(config), "drawing")
    os.environ["XDG_CACHE_HOME"] = os.devnull  # what one test had answered is not kept for the next
    waiting.SILENCE = inf  # how far something is, is told by the clock
    look_seldom()


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and not in the tests themselves: it took half of the processor's time."""
    look_seldom()


@pytest.fixture
def exploring(request: pytest.FixtureRequest) -> Exploring:
    """Give a source of chance and a time: short in a plain run, long in `make explore`."""
    drawing = request.config.pluginmanager.get_plugin("drawing")
    assert isinstance(drawing, Drawing)
    return drawing.given_to(request.node)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Run one PostgreSQL server for all tests of this process; entries need not survive the machine."""
    with running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """Give the URL of an empty database, as its superuser."""
    with postgres_server.lent() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def ledger_place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where a ledger can be made: a path in one run, a URL in the other."""
    return str(tmp_path / "ledger") if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with its entry 0, for what reads and records; the stores have tests of their own."""
    with a_ledger(tmp_path / "ledger.db") as made:
        yield made
