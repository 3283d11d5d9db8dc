"""Guidelines as municipalities write them, of which every text is right: the check has nothing to tell of any of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from visit.rules.findings.lint import findings
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import chain, read_layer, shipped_layers

DAY = date(2026, 11, 1)
RIGHT = sorted((Path(__file__).parent / "right").glob("*.yaml"))


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_nothing_is_told_of_a_right_guideline(path: Path) -> None:
    layer = read_layer(path)
    built = build(chain(layer, DAY, shipped_layers()), DAY)
    assert [f"{one.at}: {one.message} [{one.code}]" for one in findings(layer, {DAY: built})] == []
