"""Options that the tests share."""

from __future__ import annotations

import pytest
from hypothesis import settings

# The same draws on every machine and in every run: a red build is a change, never luck.
settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that rewrites golden files, to be read in review."""
    parser.addoption("--rewrite-golden", action="store_true", help="write what is printed now to tests/golden/")
