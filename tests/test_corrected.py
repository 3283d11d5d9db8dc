"""Versions whose reading a later one corrects: they stay byte for byte, and are asked for by name and version."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from visit.canonical import digest
from visit.rules import load_guideline
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, corrected_files, read_layer, turning_days

DIGESTS = {"serviceloven@2026.1": "4fdd4cdf229dd65ebe8cc5643cf8fe45231461eed481dd2394ca31197c3b14b7"}
LAYERS = {f"{layer.id}@{layer.version}": layer for layer in map(read_layer, corrected_files())}


def test_every_corrected_version_is_kept_as_it_was() -> None:
    assert {name: digest(layer.record) for name, layer in LAYERS.items()} == DIGESTS


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS.keys())
def test_it_can_be_built_on_all_its_days(layer: Layer) -> None:
    first = date.fromisoformat(layer.record["in_force"]["from"])
    days = [first, *(turn + timedelta(days=one) for turn in turning_days([layer]) for one in (-1, 0) if turn > first)]
    for day in days:
        assert build((layer,), day).version == layer.version


def test_it_decides_nothing_unless_it_is_asked_for_by_its_version() -> None:
    day = date(2026, 11, 2)
    assert load_guideline("serviceloven", day).version != "2026.1"
    assert ("serviceloven", "2026.1") not in load_guideline("ikast-brande", day).layers
    assert load_guideline("serviceloven@2026.1", day).version == "2026.1"
