"""What is edited and compared by nothing is told by name: in a comparison in every form, and where a witness is looked for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from running import ROOT, inside

from visit.lab.uncompared import UncomparedEdit, uncompared
from visit.locale import speaking
from visit.render.uncompared_words import uncompared_words
from visit.rules import load_guideline

TEXT = (ROOT / "visit/guidelines/ikast-brande.yaml").read_text(encoding="utf-8")
DAY = date(2026, 11, 1)
GRANT = ("    lasts: cti_months\n", "    lasts: 6 months\n")
LEVEL = "{id: level, provision: SEL-85, weeks: 4, source: S}"
GROUP = "ours: {offers: [ib-a], da: A, en: A, source: S}"
EDITS = {
    "a grant": (*GRANT, []),
    "a number that a grant reads": ("  cti_months: {value: 24", "  cti_months: {value: 18", []),
    "a number that none reads": ("  cti_phases: {value: 3", "  cti_phases: {value: 2", []),
    "what a grant says": ("Støtten bevilges for hele", "Støtten gives for hele", []),
    "a departure": ('da: "netværkets støtte"', 'da: "støtten fra netværket"', [("departures", "network", "")]),
    "a label": ('{da: "antallet af faser', '{da: "tallet af faser', [("labels", "cti_phases", "")]),
    "an invariant": ("and not option.internal and not option.current and not option.wished", "and not option.internal",
                     [("invariants", "ib-own-first-at-low-complexity", "")]),
    "a shelf life": ("\ndepartures:\n", "\nshelf_life: {price: 3 months}\ndepartures:\n", [("shelf_life", "price", "")]),
    "of which kind a notice is": ("  - id: stu-needs-a-home\n    kind: flag", "  - id: stu-needs-a-home\n    kind: advice",
                                  [("notices", "stu-needs-a-home", "kind")]),
    "how certain a reading is": ("  - id: decided-fast\n", "  - id: decided-fast\n    certainty: uncertain\n",
                                 [("deadlines", "decided-fast", "certainty")]),
    "a new service level": ("\ndepartures:\n", f"\nservice_levels:\n  - {LEVEL}\ndepartures:\n", []),
    "a new group": ("\ndepartures:\n", f"\ngroups:\n  {GROUP}\ndepartures:\n", []),
    "a rule": ("    when: fast_track == proposed and known(option.months) and", "    when: known(option.months) and", []),
}  # fmt: skip


def two(folder: Path, *edits: str) -> tuple[str, str]:
    """Write the guideline as it ships and with some edits."""
    text = TEXT.replace('version: "2021.5"\ncorrects: "2021.4"', 'version: "2027.1"')
    for edit in edits:
        before, after, _told = EDITS[edit]
        assert text.count(before) == 1, edit
        text = text.replace(before, after, 1)
    paths = folder / "old.yaml", folder / "new.yaml"
    for path, written in zip(paths, (TEXT, text), strict=True):
        path.write_text(written, encoding="utf-8")
    return str(paths[0]), str(paths[1])


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_that_nothing_compares_is_found(edit: str, tmp_path: Path) -> None:
    old, new = (load_guideline(one, DAY) for one in two(tmp_path, edit))
    assert list(uncompared([(old, new)])) == EDITS[edit][2]


def test_edits_are_named_by_section_and_many_in_short() -> None:
    edits = [UncomparedEdit("invariants", "a"), *(UncomparedEdit("labels", f"n{place}") for place in range(5))]
    with speaking("en"):
        told = uncompared_words(edits, {"a": "The course", "n0": "No name for itself"})
        one = uncompared_words(edits[:1], {})
    assert told == (
        "6 edits are not compared, and no number here says what they do "
        "(never true: The course; labels: n0, n1, n2 and 2 more)"
    )
    assert one == "1 edit is not compared, and no number here says what it does (never true: a)"
    assert uncompared_words([], {}) == ""


@pytest.mark.parametrize("form", ["plain", "markdown", "csv", "json", "html"])
def test_a_comparison_tells_them_in_every_form(form: str, tmp_path: Path, monkeypatch, capsys) -> None:
    command = (
        "compare",
        *two(tmp_path, "a shelf life"),
        str(ROOT / "examples/ib-fylder-18.yaml"),
        "--most-answers",
        "0",
    )
    out = inside(monkeypatch, capsys, *command, "-f", form, "--lang", "en").out
    if form == "json":
        assert json.loads(out)["not_compared"] == [{"section": "shelf_life", "id": "price", "field": None}]
    else:
        assert "1 edit is not compared" in " ".join(out.split())
        assert "price" in out


@pytest.mark.parametrize("form", ["plain", "markdown", "csv", "json"])
def test_so_does_a_search_for_witnesses(form: str, tmp_path: Path, monkeypatch, capsys) -> None:
    command = ("guideline", "diff", *two(tmp_path, "a shelf life"), "--witness", "--as-of", "2026-11-01")
    out = inside(monkeypatch, capsys, *command, "-f", form, "--lang", "en").out
    if form == "json":
        assert json.loads(out)["witnesses"]["not_compared"] == [{"section": "shelf_life", "id": "price", "field": None}]
    else:
        assert ("not compared" in " ".join(out.split())) and "price" in out.partition("Whom each edit moves")[2]
