"""Guidelines in hand: a copy of one that ships, the list of them for a spreadsheet, and what differs between two."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from running import inside

from visit.shipped import CORRECTED, GUIDELINES

SMALL = 'guideline: below\nversion: "1"\ntitle: {da: a, en: b}\nin_force: {from: 2026-01-01}\nsource: s\n'


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


def test_two_that_say_the_same_are_alike(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "diff", "haderslev", "haderslev@2026-11-01", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert "They say the same\n" in ran.out
    assert "The layer below is the same: serviceloven 2026.2\n" in ran.out


def test_the_layer_below_is_told_apart(monkeypatch, capsys) -> None:
    Path("below.yaml").write_text(
        SMALL + "parameters: {a: {value: 12, unit: months, source: s, local: {at_least: 1}}}\n"
    )
    for version, number in (("1", ""), ("2", "parameters: {a: {value: 6, unit: months, source: s}}\n")):
        child = SMALL.replace("below", "child").replace('"1"', f'"{version}"')
        Path(f"child-{version}.yaml").write_text(f"{child}extends: below\n{number}")
    ran = inside(monkeypatch, capsys, "guideline", "diff", "child-1.yaml", "child-2.yaml", "--lang", "en")
    assert (ran.code, ran.err) == (1, "")
    assert "    a: falls from 12 months to 6 months\n    value: 12 → 6\n" in ran.out
    assert "The layer below is the same: below 1\n" in ran.out
    ran = inside(
        monkeypatch, capsys, "guideline", "diff", "child-1.yaml", "child-2.yaml", "-o", "edits.csv", "--lang", "en"
    )
    assert ran.code == 1
    first, *_others = csv.DictReader(Path("edits.csv").read_text("utf-8-sig").splitlines())
    assert (first["part"], first["statement"], first["change"], first["before"], first["after"], first["place before"]) == (
        "own", "a", "value", "12", "6", "below.yaml:6:25",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["nordby", "haderslev@1999-01-01", "haderslev@7"])
def test_what_is_not_there_is_not_compared(name: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "diff", "haderslev", name, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "help: " in ran.err


def test_a_document_tells_the_guidelines_own_part_apart(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "doc", "haderslev", "--lang", "en")
    own, national = ran.out.split("\n2 serviceloven 2026.2\n")
    assert "\n1 Haderslev's own part: haderslev 2\n" in own
    assert "Preferences, the first first" in own
    assert "Preferences, the first first" not in national  # the municipality's order stands in its place
    alone = inside(monkeypatch, capsys, "guideline", "doc", "haderslev", "--own", "--lang", "en")
    assert "SEL 107(1)" in national
    assert "serviceloven 2026.2\n---" not in alone.out
    assert "[near-network]" not in alone.out
    with_ids = inside(monkeypatch, capsys, "guideline", "doc", "haderslev", "--own", "--ids", "--lang", "en")
    assert "[near-network]" in with_ids.out


def test_a_document_tells_what_binds_on_other_days(monkeypatch, capsys) -> None:
    notices = "notices: [{id: a, from: 2027-01-01, text: {da: a, en: From 2027}, source: s}]\n"
    Path("below.yaml").write_text(SMALL + notices)
    ran = inside(monkeypatch, capsys, "guideline", "doc", "below.yaml", "--lang", "en")
    assert "1 statement binds on other days and does not stand here" in ran.out
    ran = inside(monkeypatch, capsys, "guideline", "doc", "below.yaml", "--lang", "en", "--as-of", "2027-01-01")
    assert "- From 2027\n" in ran.out


def test_a_document_is_a_page(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "doc", "haderslev", "-o", "haderslev.html", "--lang", "da")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    page = Path("haderslev.html").read_text("utf-8")
    assert '<a href="#part-1">Haderslev Kommunes egen del: haderslev 2</a>' in page
