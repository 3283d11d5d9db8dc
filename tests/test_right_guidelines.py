"""Guidelines as municipalities write them, of which every text is right: the check has nothing to tell of any of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from visit.rules.findings.lint import lint

RIGHT = sorted((Path(__file__).parent / "right").glob("*.yaml"))


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_nothing_is_told_of_a_right_guideline(path: Path) -> None:
    linted = lint(str(path), date(2026, 11, 1))
    assert [f"{one.at}: {one.message} [{one.code}]" for one in linted.warnings] == []
