"""What a reader must beware of in a guideline stands in the heading; what binds nobody is tried, and not decided on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from running import ROOT, Ran, inside, predictable

CASE = str(ROOT / "examples" / "sil-noget-at-staa-op-til.yaml")
OWN = """\
guideline: nordby
version: "1"
title: {da: Nordby, en: Nordby}
in_force: {from: 2020-01-01}
extends: serviceloven
municipality: Silkeborg
source: s
"""
DRAFT = OWN + "draft: true\n"
LATER = OWN.replace("2020-01-01", "2027-01-01")
OVER = OWN.replace("2020-01-01}", "2020-01-01, until: 2024-12-31}")
OTHERS = OWN.replace("municipality: Silkeborg", "municipality: Esbjerg")
BY_NAME = OWN.replace("municipality: Silkeborg\n", "").replace("guideline: nordby", "guideline: varde")
ALONE = OWN.replace("extends: serviceloven\n", "")
CHANGED = OWN + "notices:\n  - {id: mine, text: {da: a, en: b}, source: s}\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command in a folder with a ledger, with a guideline in a file."""
    monkeypatch.chdir(tmp_path)
    for name in ("VISIT_LEDGER", "VISIT_USER"):
        monkeypatch.delenv(name, raising=False)
    predictable(monkeypatch)

    def ran(guideline: str, *arguments: str, **more: Any) -> Ran:
        Path("nordby.yaml").write_text(guideline, encoding="utf-8")
        return inside(monkeypatch, capsys, *arguments, "--guideline", "nordby.yaml", **more)

    inside(monkeypatch, capsys, "log", "init", "--origin", "nordby.dk/visit", "--role", "anna=caseworker")
    return ran


def decide(run: Any, guideline: str, *more: str) -> Ran:
    found: Ran = run(guideline, "decide", CASE, "1", "--reason", "r", "--by", "anna", *more)
    return found


SAID = {
    DRAFT: "DRAFT: the guideline is not adopted",
    LATER: "The guideline is in force from 1 January 2027, and is only tried here",
    OVER: "The guideline was in force until 31 December 2024, and is only tried here",
    OTHERS: "The guideline is that of Esbjerg; the acting municipality is Silkeborg",
    BY_NAME: "The guideline is that of Varde; the acting municipality is Silkeborg",
    ALONE: "No national layer: no rule of the law and no guarded order stands behind the guideline",
}


@pytest.mark.parametrize(
    "guideline", SAID, ids=["draft", "later", "over", "another municipality's", "by its name", "alone"]
)
def test_the_heading_says_what_to_beware_of(guideline: str, run: Any) -> None:
    for command in (("match", CASE), ("why", CASE, "1")):
        assert SAID[guideline] in run(guideline, *command).out.replace("\n  ", " ").replace("\n", " ")


def test_the_heading_of_what_binds_says_nothing_of_it(run: Any) -> None:
    for command in (("match", CASE), ("why", CASE, "1")):
        out = run(OWN, *command).out.replace("\n  ", " ").replace("\n", " ")
        assert [said for said in SAID.values() if said in out] == []


def test_the_document_says_it_too(run: Any) -> None:
    def of(guideline: str) -> tuple[bool, bool, str]:
        found = json.loads(run(guideline, "match", CASE, "--format", "json").out)["guideline"]
        return found["draft"], found["in_force"], found["municipality"]

    assert of(OWN) == (False, True, "Silkeborg")
    assert of(DRAFT) == (True, True, "Silkeborg")
    assert of(LATER) == (False, False, "Silkeborg")
    assert of(OTHERS) == (False, True, "Esbjerg")


def test_a_draft_is_decided_on_only_knowingly(run: Any) -> None:
    refused = decide(run, DRAFT)
    assert (refused.code, refused.err) == (
        2,
        "error: nordby 1 is a draft\n  help: --draft records the decision all the same\n",
    )
    recorded = decide(run, DRAFT, "--draft")
    assert recorded.code == 0
    assert "DRAFT" in recorded.out


@pytest.mark.parametrize("guideline", [LATER, OVER], ids=["later", "over"])
def test_what_is_not_in_force_is_not_decided_on(guideline: str, run: Any) -> None:
    refused = decide(run, guideline, "--draft")
    assert refused.code == 2
    assert "nordby 1 is not in force on 1 December 2025" in refused.err


def test_one_name_has_one_content_in_a_ledger(run: Any) -> None:
    assert decide(run, OWN).code == 0
    assert decide(run, OWN, "--again").code == 0
    refused = decide(run, CHANGED)
    assert refused.code == 2
    assert "nordby 1 is the name of another content" in refused.err
    assert decide(run, CHANGED.replace('version: "1"', 'version: "2"')).code == 0


@pytest.mark.parametrize(
    "command", [("guideline", "check"), ("guideline", "show"), ("match", CASE, "-g")], ids=lambda one: one[0]
)
def test_no_file_takes_the_name_of_what_ships(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "visit" / "guidelines" / "haderslev.yaml").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    Path("same.yaml").write_text(f"# a comment changes nothing\n{text}", encoding="utf-8")
    Path("other.yaml").write_text(text.replace("bands: [5, 10, ", "bands: [7, 10, "), encoding="utf-8")
    for name in ("same", "other"):
        Path(f"{name}.cases.yaml").write_text("guideline: haderslev\nrules: []\n", encoding="utf-8")
    told = "haderslev 4 is the name of another content"
    assert told not in inside(monkeypatch, capsys, *command, "same.yaml").written()
    assert told in inside(monkeypatch, capsys, *command, "other.yaml").written()


@pytest.mark.parametrize(
    ("written", "warnings"),
    [
        pytest.param(OWN, (), id="of a municipality, on national law"),
        pytest.param(BY_NAME, (), id="its id is the name of a municipality"),
        pytest.param(
            OWN.replace("municipality: Silkeborg\n", ""),
            ("nordby.yaml:1:12: warning: it does not say whose it is", "help: write `municipality: …`"),
            id="of nobody",
        ),
        pytest.param(
            ALONE,
            ("nordby.yaml:1:12: warning: no national layer stands behind it", "help: write `extends: serviceloven`"),
            id="alone",
        ),
    ],
)
def test_the_check_asks_for_what_is_not_said(
    written: str,
    warnings: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("nordby.yaml").write_text(written, encoding="utf-8")
    said = inside(monkeypatch, capsys, "guideline", "check", "nordby.yaml")
    assert said.code == 0
    assert [one for one in warnings if one not in said.err + said.out] == []
    assert ("warning" in said.err + said.out) is bool(warnings)
