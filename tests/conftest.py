"""Options that the tests share."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that rewrites golden files, to be read in review."""
    parser.addoption("--rewrite-golden", action="store_true", help="write what is printed now to tests/golden/")
