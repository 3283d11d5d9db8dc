"""Options that the tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from ledgers import a_ledger
from postgres import Server, running

from visit.ledger.log import Ledger

# The same draws on every machine and in every run: a red build is a change, never luck.
settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that rewrites golden files, to be read in review."""
    parser.addoption("--rewrite-golden", action="store_true", help="write what is printed now to tests/golden/")


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
