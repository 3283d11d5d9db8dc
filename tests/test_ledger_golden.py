"""What the commands that read a ledger print, of the ledger that this version keeps in `tests/kept/`, in both languages.

`pytest --rewrite-golden` writes the files anew; they are read in review.
"""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest
from running import inside, letters, same_as_golden

from visit import __version__

KEPT = Path(__file__).parent / "kept" / f"{__version__}.db.xz"
COMMANDS = {
    "log-list": ("log", "list"),
    "log-list-one-case": ("log", "list", "--case", "hol-2026-0071"),
    "log-show-beginning": ("log", "show", "0"),
    "log-show-decision": ("log", "show", "21"),
    "log-show-awaiting": ("log", "show", "25"),
    "log-show-outside": ("log", "show", "27"),
    "log-show-erased": ("log", "show", "1"),
    "log-show-erasure": ("log", "show", "28"),
    "replay": ("replay", "--all", "--processes", "1"),
    "replay-under": ("replay", "21", "25", "--under", "serviceloven", "--processes", "1"),
    "verify": ("verify", "--checkpoint", "kept.txt", "--processes", "1"),
    "verify-cut-off": ("verify", "--checkpoint", "longer.txt", "--processes", "1"),
    "verify-pack": ("verify", "pack.json"),
    "audit-departures": ("audit", "departures"),
    "audit-approvals": ("audit", "approvals", "--as-of", "2026-12-24"),
    "audit-overdue": ("audit", "overdue", "--as-of", "2027-04-01"),
    "audit-pairs": ("audit", "pairs"),
    "progress-case": ("progress", "hol-2026-0071"),
    "progress-all": ("progress", "--all", "--as-of", "2027-04-01"),
}

LISTS = ("log-list", "replay", "replay-under", "audit-departures", "audit-approvals", "audit-overdue", "audit-pairs",
         "progress-case", "progress-all")  # fmt: skip
"""The commands that answer with a list, and write it for a spreadsheet."""


@pytest.fixture
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Stand in a folder with the kept ledger, its head, a head that is longer, and a pack."""
    monkeypatch.chdir(tmp_path)
    Path("ledger.db").write_bytes(lzma.decompress(KEPT.read_bytes()))
    Path("ledger.db").chmod(0o600)
    kept = KEPT.with_name(f"{__version__}.checkpoint").read_text(encoding="utf-8")
    Path("kept.txt").write_text(kept, encoding="utf-8")
    origin, size, root = kept.splitlines()[:3]
    Path("longer.txt").write_text(f"{origin}\n{int(size) + 100}\n{root}\n", encoding="utf-8")
    inside(monkeypatch, capsys, "pack", "21", "22", "--redact", "facts,reason", "--no-documents", "-o", "pack.json")


@pytest.mark.usefixtures("_in_a_folder")
@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_prints_what_is_on_record(name: str, lang: str, request, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *COMMANDS[name], "--lang", lang, "--format", "plain")
    assert ran.err == ""
    same_as_golden(request, f"ledger/{name}.{lang}.txt", ran.written())


@pytest.mark.usefixtures("_in_a_folder")
@pytest.mark.parametrize("name", COMMANDS)
def test_every_shape_says_what_plain_text_says(name: str, monkeypatch, capsys) -> None:
    plain, *others = (
        inside(monkeypatch, capsys, *COMMANDS[name], "--lang", "da", "--format", shape, COLUMNS="400")
        for shape in ("plain", "markdown", "rich")
    )
    assert [(ran.code, ran.err, letters(ran.out)) for ran in others] == [(plain.code, "", letters(plain.out))] * 2


@pytest.mark.usefixtures("_in_a_folder")
@pytest.mark.parametrize("name", COMMANDS)
def test_json_is_the_same_in_both_languages(name: str, request, monkeypatch, capsys) -> None:
    english = inside(monkeypatch, capsys, *COMMANDS[name], "--lang", "en", "--format", "json")
    document = json.loads(english.out)
    assert document["schema"].startswith("visit-")
    assert document["version"] == 1
    danish = inside(monkeypatch, capsys, *COMMANDS[name], "--lang", "da", "--format", "json")
    assert json.loads(danish.out) == document


@pytest.mark.usefixtures("_in_a_folder")
@pytest.mark.parametrize("name", LISTS)
def test_a_list_for_a_spreadsheet(name: str, request, monkeypatch, capsys) -> None:
    plain = inside(monkeypatch, capsys, *COMMANDS[name], "--format", "plain")
    ran = inside(monkeypatch, capsys, *COMMANDS[name], "--lang", "da", "--format", "csv")
    assert (ran.code, ran.err) == (plain.code, "")
    same_as_golden(request, f"ledger/{name}.da.csv", ran.out)


@pytest.mark.usefixtures("_in_a_folder")
def test_a_workbook_holds_what_the_csv_holds(monkeypatch, capsys) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    csv = inside(monkeypatch, capsys, "log", "list", "--lang", "da", "--format", "csv").out
    assert inside(monkeypatch, capsys, "log", "list", "--lang", "da", "-o", "list.xlsx").code == 0
    (sheet,) = openpyxl.load_workbook("list.xlsx").worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [str(row[0]) for row in rows] == [line.split(";")[0] for line in csv.removeprefix("\ufeff").splitlines()]
    assert [type(row[0]).__name__ for row in rows[:2]] == ["str", "int"]
    assert [row[3] for row in rows[1:] if row[3]] == [
        line.split(";")[3] for line in csv.splitlines()[1:] if line.split(";")[3]
    ]
