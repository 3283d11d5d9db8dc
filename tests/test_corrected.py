"""Versions whose reading a later one corrects: they stay byte for byte, and are asked for by name and version."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from visit.canonical import digest
from visit.rules import load_guideline
from visit.rules.guideline.layering import Layer, corrected_files, read_layer, turning_days

DIGESTS = {
    "esbjerg@2011.1": "12c0b175736c74e8e814b83d9989b8060e165fd55bb353af66efe671b0a35bbe",
    "esbjerg@2011.2": "b79d3b555d330e9dd9673fba38a00b1cf281738109bd3dc4e34a66295997bbab",
    "esbjerg@2011.3": "1fc0fd9cafb00fc13332445286126d0670ef155b8b628668a525c8b4d0ea1c5f",
    "esbjerg@2011.4": "aeca7b7c2c087a3c684be49aca80fded98e6fd8e6b9f8d8063df372e2ad99d2b",
    "haderslev@1": "1fb4a17e0e9190511e86c8dfe126533f7a68e72a7649ca62527ab14152109f8d",
    "haderslev@2": "e8a70ecfc69d0a1cbe47a009cb15353abd9bbc469110a82eae72b87711d7a755",
    "haderslev@3": "86c16e280338c8d1d05f9df9a559c5b0fa32147454d341c5efbac7e84a52a702",
    "holstebro@2013.1": "f208d93cf5f43620f6fc33f86c0c383d2387c028895e5ea81d4be8896e07e1c1",
    "holstebro@2013.2": "e2a42f20557ba7f217b3d9dba36afc364e568984a8320d35d3132de508b100cf",
    "holstebro@2013.3": "33dc7d73199db605ef4e61d85f1f28710fe2e5dd96017283c5710ec0680cac60",
    "holstebro@2013.4": "b2076228bb4fc7e924ec3cb6423efcdd8f96f64d2ea6db5da63fddb2ccf1a181",
    "ikast-brande@2021.1": "de3618ff2a60b5733aa944aa41c89fdf49e122f9a508e432062c30ac7dfdc902",
    "ikast-brande@2021.2": "560df2871a468e5af6776b4e18f99ee857b9e0e13d20b2ead6fa0f5832d7decd",
    "ikast-brande@2021.3": "e12293c7534b8d1eef49c83e3e8645904741f28c8726c1e6fbdb2f2d28f5c0a8",
    "ikast-brande@2021.4": "6007a41909a8516639074529ac0dac3003b75ef48aebdf32ed651c802040fcca",
    "serviceloven@2026.1": "4fdd4cdf229dd65ebe8cc5643cf8fe45231461eed481dd2394ca31197c3b14b7",
    "serviceloven@2026.2": "aaeb74e36a48cd73ebbf85b3e70b0310a6b745f041d975f7483c771a4d02ffa3",
    "serviceloven@2026.3": "181741ba016ae78a668373cfd35996717ba8582f9f16cb4f309e1b2e93bb838e",
    "serviceloven@2026.4": "ff54b886d594a707a37af1ea4178bc6c3626a9302732cb52af4a5774aee294b3",
    "serviceloven@2026.5": "3ce086627d6523273676f821be35830a31bd2857618ab540f50cf2e1509ed285",
    "silkeborg@2018.1": "6c0dc071f57e34171f1ccb3202438a031b7b908e4d70d9009a55a5c4908d38c7",
    "silkeborg@2018.2": "1f515ee092ce27b09d045148fe61ccc86dcc750d5fc80549d6f0275a2052d337",
    "silkeborg@2018.3": "cb47776c2ac54ca282cf8e9388bf39adeb0b2233244a502bdc33675e23c1102e",
    "silkeborg@2018.4": "1eb45c2d21d77c4898a7a2da1fe93a2f42f6677c2db0b48d4f3de2d263fec0f5",
}
LAYERS = {f"{layer.id}@{layer.version}": layer for layer in map(read_layer, corrected_files())}


def test_every_corrected_version_is_kept_as_it_was() -> None:
    assert {name: digest(layer.record) for name, layer in LAYERS.items()} == DIGESTS


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS.keys())
def test_it_can_be_built_on_all_its_days(layer: Layer) -> None:
    first = max(date.fromisoformat(one.record["in_force"]["from"]) for one in (layer, LAYERS["serviceloven@2026.1"]))
    days = [first, *(turn + timedelta(days=one) for turn in turning_days([layer]) for one in (-1, 0) if turn > first)]
    for day in days:
        assert load_guideline(f"{layer.id}@{layer.version}", day).version == layer.version


def test_it_decides_nothing_unless_it_is_asked_for_by_its_version() -> None:
    day = date(2026, 11, 2)
    assert load_guideline("serviceloven", day).version != "2026.1"
    assert ("serviceloven", "2026.1") not in load_guideline("ikast-brande", day).layers
    assert load_guideline("serviceloven@2026.1", day).version == "2026.1"


def test_of_a_chain_of_corrections_the_last_decides_and_each_can_be_asked_for() -> None:
    day = date(2026, 11, 2)
    now = load_guideline("ikast-brande", day).version
    assert now not in ("2021.1", "2021.2", "2021.3", "2021.4")
    for version in ("2021.1", "2021.2", "2021.3", "2021.4"):
        assert load_guideline(f"ikast-brande@{version}", day).version == version
