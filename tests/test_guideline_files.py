"""Guidelines in hand: a copy of one that ships, and the list of them for a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from running import inside

from visit.shipped import CORRECTED, GUIDELINES


@pytest.fixture(autouse=True)
def _in_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("ikast-brande", GUIDELINES / "ikast-brande.yaml"),
        ("serviceloven@2026.2", GUIDELINES / "serviceloven.yaml"),
        ("serviceloven@2026.1", CORRECTED / "serviceloven-2026.1.yaml"),
    ],
)
def test_a_copy_is_what_ships_byte_for_byte(name: str, file: Path, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "copy", name, "-o", "copy.yaml")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert Path("copy.yaml").read_bytes() == file.read_bytes()
    assert inside(monkeypatch, capsys, "guideline", "copy", name).out == file.read_text("utf-8")


@pytest.mark.parametrize("name", ["nordby", "haderslev@9", "nordby.yaml"])
def test_what_does_not_ship_is_not_copied(name: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "copy", name, "-o", "copy.yaml", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "help: " in ran.err
    assert not Path("copy.yaml").exists()


def test_the_list_for_a_spreadsheet_has_days_and_counts_of_its_own(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "list", "-o", "list.csv", "--lang", "en")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    rows = list(csv.DictReader(Path("list.csv").read_text("utf-8-sig").splitlines()))
    found = {(one["guideline"], one["version"]): one for one in rows}
    assert found["serviceloven", "2026.1"]["corrected by"] == "2026.2"
    assert found["ikast-brande", "2021.2"] | {"title": ""} == {
        "guideline": "ikast-brande", "version": "2021.2", "corrected by": "", "in force from": "2021-08-01",
        "in force until": "", "municipality": "Ikast-Brande", "extends": "serviceloven",
        "rules": found["ikast-brande", "2021.2"]["rules"], "preferences": found["ikast-brande", "2021.2"]["preferences"],
        "notices": found["ikast-brande", "2021.2"]["notices"], "title": "",
    }  # fmt: skip
    assert int(found["ikast-brande", "2021.2"]["rules"]) > 0
