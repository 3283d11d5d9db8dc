"""What the commands that read a ledger print, of the ledger that this version keeps in `tests/kept/`, in both languages.

`pytest --rewrite-golden` writes the files anew; they are read in review.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ledgers import EXAMPLES
from running import GOLDEN, inside, letters, same_as_golden

from visit import __version__
from visit.audit.replayed import Replayed, Under
from visit.audit.replaying import replay
from visit.catalogue import shipped_catalogue
from visit.decisions.files import BRIEF as RECORDED
from visit.rules import load_guideline
from visit.vocabulary import vocabulary

KEPT = Path(__file__).parent / "kept" / f"{__version__}.db.xz"
COMMANDS = {
    "log-list": ("log", "list", "--full"),
    "log-list-one-case": ("log", "list", "--full", "--case", "hol-2026-0071"),
    "log-show-beginning": ("log", "show", "0"),
    "log-show-decision": ("log", "show", "21"),
    "log-show-awaiting": ("log", "show", "25"),
    "log-show-outside": ("log", "show", "27"),
    "log-show-erased": ("log", "show", "1"),
    "log-show-erasure": ("log", "show", "28"),
    "approve-tried": ("approve", "25", "--decider", "Familieretshuset", "--by", "lis", "--dry-run"),
    "refuse-tried": (
        "refuse",
        "10",
        "--who",
        "approver",
        "--code",
        "not_enough_known",
        "--reason",
        "nej",
        "--by",
        "lis",
        "--dry-run",
    ),
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


@cache
def kept_ledger() -> bytes:
    """Return the kept ledger, unpacked."""
    return lzma.decompress(KEPT.read_bytes())


@pytest.fixture(scope="module")
def packed() -> list[str]:
    """The pack of two decisions, which is made once: nothing until a test has made it."""
    return []


@pytest.fixture
def _in_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], packed: list[str]
) -> None:
    """Stand in a folder with the kept ledger, its head, a head that is longer, and a pack."""
    monkeypatch.chdir(tmp_path)
    Path("ledger.db").write_bytes(kept_ledger())
    Path("ledger.db").chmod(0o600)
    kept = KEPT.with_name(f"{__version__}.checkpoint").read_text(encoding="utf-8")
    Path("kept.txt").write_text(kept, encoding="utf-8")
    origin, size, root = kept.splitlines()[:3]
    Path("longer.txt").write_text(f"{origin}\n{int(size) + 100}\n{root}\n", encoding="utf-8")
    if not packed:
        made = inside(monkeypatch, capsys, "pack", "21", "22", "--redact", "facts,reason", "--no-documents", "-o", "-")
        packed.append(made.out)
    Path("pack.json").write_text(packed[0], encoding="utf-8")


@pytest.mark.usefixtures("_in_a_folder")
@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_prints_what_is_on_record(name: str, lang: str, request, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *COMMANDS[name], "--lang", lang, "--format", "plain")
    assert ran.err == ""
    same_as_golden(request, f"ledger/{name}.{lang}.txt", ran.written())


@pytest.fixture
def _replayed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every shape of a replay be made of the same answers: how they look needs no decision answered once more."""

    def once(where: str, numbers: Sequence[int], under: Under, **how: Any) -> Sequence[Replayed]:
        key = (tuple(numbers), under)
        if key not in REPLAYED:
            REPLAYED[key] = tuple(replay(where, numbers, under, **how))
        return REPLAYED[key]

    monkeypatch.setattr("visit.commands.replay.replay", once)


REPLAYED: dict[tuple[tuple[int, ...], Under], Sequence[Replayed]] = {}


def on_record(name: str) -> tuple[str, int]:
    """Return the Danish answer on record in plain text, and its exit code."""
    out, _end, code = (GOLDEN / f"ledger/{name}.da.txt").read_text(encoding="utf-8").rpartition("--- exit ")
    return out, int(code)


def codes_and_ids() -> frozenset[str]:
    """What stands for something else: codes and ids of the shipped guidelines, the vocabulary and the catalogue."""
    vocabulary_lists = ("standing", "refusal_approver", "refusal_citizen", "refusal_offer", "not_chosen")
    found = {code for name in vocabulary_lists for code in vocabulary().codes[name].terms}
    for id in ("esbjerg", "haderslev", "holstebro", "ikast-brande", "silkeborg"):
        guideline = load_guideline(id, date(2026, 11, 20))
        printed = (guideline.approvals, guideline.notices, guideline.follow_up, guideline.deadlines, guideline.grants)
        found |= {*guideline.departures, *(one.id for rows in (guideline.rules, *printed) for one in rows)}
        found |= {one.id for one in (*guideline.rights, *guideline.preferences, *guideline.ties)}
    return frozenset((*found, *shipped_catalogue().offers, *RECORDED)) - WORDS


def bare(text: str, ids: Iterable[str]) -> list[str]:
    """Which of some ids stand in a text, other than in parentheses behind what they are called."""
    found = re.compile(rf"(?<![\w(/-])({'|'.join(map(re.escape, sorted(ids, key=len, reverse=True)))})(?![\w-])")
    return sorted(set(found.findall(text)))


WORDS = frozenset(("garland", "price", "team", "of", "by"))
"""Ids and names of fields that are a word of a screen, or of a text in the kept ledger, as well."""


def test_no_danish_screen_of_a_ledger_has_a_bare_code_or_id() -> None:
    ids = codes_and_ids()
    assert bare("Fravigelse: wish", ids) == ["wish"]
    screens = sorted((Path(__file__).parent / "golden" / "ledger").glob("*.da.txt"))
    assert len(screens) >= len(COMMANDS)
    assert {one.name: found for one in screens if (found := bare(one.read_text(encoding="utf-8"), ids))} == {}


@pytest.mark.usefixtures("_in_a_folder")
def test_a_decision_and_what_it_lacks_are_said_in_words(monkeypatch, capsys) -> None:
    case = str(EXAMPLES / "sil-noget-at-staa-op-til.yaml")
    asked = ("decide", case, "2", "--reason", "det passer bedst", "--by", "anna", "--dry-run", "--lang", "da")
    lacking = inside(monkeypatch, capsys, *asked)
    assert (lacking.code, "borgerens ønske (wish)" in lacking.err) == (2, True)
    ran = inside(monkeypatch, capsys, *asked, "--departure", "professional", "--format", "plain")
    assert (ran.code, "Fravigelse: en faglig vurdering" in ran.out, bare(ran.out, codes_and_ids())) == (0, True, [])


@pytest.mark.usefixtures("_in_a_folder", "_replayed_once")
@pytest.mark.parametrize("name", COMMANDS)
def test_every_shape_says_what_plain_text_says(name: str, monkeypatch, capsys) -> None:
    plain, *others = (
        inside(monkeypatch, capsys, *COMMANDS[name], "--lang", "da", "--format", shape, COLUMNS="400")
        for shape in ("plain", "markdown", "rich")
    )
    assert plain.code == on_record(name)[1]
    for ran in others:
        assert (ran.code, ran.err, letters(ran.out)) == (plain.code, "", letters(plain.out))


@pytest.mark.usefixtures("_in_a_folder")
@pytest.mark.parametrize("name", COMMANDS)
def test_json_is_the_same_in_both_languages(name: str, request, monkeypatch, capsys) -> None:
    english = inside(monkeypatch, capsys, *COMMANDS[name], "--lang", "en", "--format", "json")
    document = json.loads(english.out)
    assert document["schema"].startswith("visit-")
    assert document["version"] == 1
    danish = inside(monkeypatch, capsys, *COMMANDS[name], "--lang", "da", "--format", "json")
    assert json.loads(danish.out) == document


@pytest.mark.usefixtures("_in_a_folder", "_replayed_once")
@pytest.mark.parametrize("name", LISTS)
def test_a_list_for_a_spreadsheet(name: str, request, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *COMMANDS[name], "--lang", "da", "--format", "csv")
    assert (ran.code, ran.err) == (on_record(name)[1], "")
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


@pytest.mark.usefixtures("_in_a_folder")
def test_an_offer_whose_services_have_names_is_found_by_the_beginning_of_its_own(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "log", "list", "--offer", "hadruplund –", "--format", "json")
    assert [one["number"] for one in json.loads(ran.out)["entries"]] == [7]
    shown = " ".join(inside(monkeypatch, capsys, "log", "show", "7", "--lang", "da").out.split())
    assert "- Indhold: Hadruplund – Kastanjehuset, Lindehuset og Egehuset: Lindehuset (SEL § 108)" in shown
