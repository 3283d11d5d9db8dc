"""Guidelines in hand: a copy of one that ships, the list of them for a spreadsheet, and what differs between two."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from running import ROOT, Ran, inside

from visit.commands import guideline_new
from visit.reading.documents.guideline import StatementId
from visit.shipped import CORRECTED, GUIDELINES

SMALL = 'guideline: below\nversion: "1"\ntitle: {da: a, en: b}\nin_force: {from: 2026-01-01}\nsource: s\n'


@pytest.fixture(autouse=True)
def _in_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("ikast-brande", GUIDELINES / "ikast-brande.yaml"),
        ("serviceloven@2026.6", GUIDELINES / "serviceloven.yaml"),
        ("serviceloven@2026.2", CORRECTED / "serviceloven-2026.2.yaml"),
        ("serviceloven@2026.1", CORRECTED / "serviceloven-2026.1.yaml"),
    ],
)
def test_a_copy_is_what_ships_byte_for_byte(name: str, file: Path, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "copy", name, "-o", "copy.yaml")
    assert (ran.code, ran.out) == (0, "")
    assert "written: copy.yaml\n" in ran.err and ("--cases -o copy.cases.yaml\n" in ran.err) is (
        file.parent == GUIDELINES
    )
    assert Path("copy.yaml").read_bytes() == file.read_bytes()
    assert inside(monkeypatch, capsys, "guideline", "copy", name).out == file.read_text("utf-8")


def test_its_test_cases_are_copied_too_and_run_beside_it(monkeypatch, capsys) -> None:
    assert inside(monkeypatch, capsys, "guideline", "copy", "haderslev", "-o", "h.yaml").code == 0
    assert inside(monkeypatch, capsys, "guideline", "copy", "haderslev", "--cases", "-o", "h.cases.yaml").code == 0
    assert Path("h.cases.yaml").read_bytes() == (GUIDELINES / "haderslev.cases.yaml").read_bytes()
    ran = inside(monkeypatch, capsys, "test", "h.yaml", "--only", "no-such-row", "--lang", "en")
    assert "no test cases for" not in ran.err
    none = inside(monkeypatch, capsys, "guideline", "copy", "serviceloven@2026.1", "--cases", "--lang", "en")
    assert none.code == 2
    assert "visit guideline copy serviceloven --cases" in none.err


def test_what_is_no_file_is_told_as_that(monkeypatch, capsys) -> None:
    Path("b.yaml").write_bytes(b"\x00\x01")
    Path("e.yaml").touch()
    Path("f").mkdir()
    for name, fault in {"b.yaml": "binary", "e.yaml": "empty", "n.yaml": "no such file", "f": "folder"}.items():
        for command in (("guideline", "check"), ("test",)):
            ran = inside(monkeypatch, capsys, *command, name, "--lang", "en")
            assert ran.code in (1, 2)
            assert fault in ran.err + ran.out, (command, name)
    assert "unreadable 1" in inside(monkeypatch, capsys, "guideline", "check", "n.yaml", "--lang", "en").out


@pytest.mark.parametrize("name", ["nordby", "haderslev@9", "nordby.yaml"])
def test_what_does_not_ship_is_not_copied(name: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "copy", name, "-o", "copy.yaml", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "help: " in ran.err
    assert not Path("copy.yaml").exists()


def test_the_list_for_a_spreadsheet_has_days_and_counts_of_its_own(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "list", "-o", "list.csv", "--lang", "en")
    assert (ran.code, ran.out, ran.err) == (0, "", "written: list.csv\n")
    rows = list(csv.DictReader(Path("list.csv").read_text("utf-8-sig").splitlines()))
    found = {(one["guideline"], one["version"]): one for one in rows}
    assert found["serviceloven", "2026.1"]["corrected by"] == "2026.2"
    assert found["ikast-brande", "2021.5"] | {"title": ""} == {
        "guideline": "ikast-brande", "version": "2021.5", "corrected by": "", "in force from": "2021-08-01",
        "in force until": "", "municipality": "Ikast-Brande", "extends": "serviceloven",
        "rules": found["ikast-brande", "2021.5"]["rules"], "preferences": found["ikast-brande", "2021.5"]["preferences"],
        "notices": found["ikast-brande", "2021.5"]["notices"], "title": "",
    }  # fmt: skip
    assert int(found["ikast-brande", "2021.5"]["rules"]) > 0


def test_two_that_say_the_same_are_alike(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "diff", "haderslev", "haderslev@2026-11-01", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert "They say the same\n" in ran.out
    assert "The layer below is the same: serviceloven 2026.6\n" in ran.out


def test_the_layer_below_is_told_apart(monkeypatch, capsys) -> None:
    Path("below.yaml").write_text(
        SMALL + "parameters: {a: {value: 12, unit: months, source: s, local: {at_least: 1}}}\n"
    )
    for version, number in (("1", ""), ("2", "parameters: {a: {value: 6, unit: months, source: s}}\n")):
        child = SMALL.replace("below", "child").replace('"1"', f'"{version}"')
        Path(f"child-{version}.yaml").write_text(f"{child}extends: below\n{number}")
    ran = inside(monkeypatch, capsys, "guideline", "diff", "child-1.yaml", "child-2.yaml", "--lang", "en")
    assert (ran.code, ran.err) == (1, "")
    assert "    a: falls from 12 months to 6 months\n    how far a child may move it: to at least 1 → –\n" in ran.out
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
    own, national = ran.out.split("\n2 serviceloven 2026.6\n")
    assert "\n1 Haderslev's own part: haderslev 4\n" in own
    assert "Preferences, the first first" in own
    assert "Preferences, the first first" not in national  # the municipality's order stands in its place
    alone = inside(monkeypatch, capsys, "guideline", "doc", "haderslev", "--own", "--lang", "en")
    assert "SEL 107(1)" in national
    assert "serviceloven 2026.6\n---" not in alone.out
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


OF_ITS_OWN = """\
case_facts:
  extra.mind: {type: whole, unit: years, at_least: 0, at_most: 99, label: {da: udviklingsalderen, en: the mental age}, source: s}
  extra.moved: {type: date, at_least: 2020-01-02, label: {da: flyttedagen, en: the day of moving}, source: s}
groups: {centres: {offers: [ib-autismecenter-boegehusene, gone], da: centrene, en: the centres, source: s}}
"""


def test_a_document_has_own_facts_with_unit_and_bounds_groups_with_names_and_days_in_words(monkeypatch, capsys) -> None:
    Path("below.yaml").write_text(SMALL + OF_ITS_OWN)
    told = {
        language: inside(monkeypatch, capsys, "guideline", "doc", "below.yaml", "--lang", language).out
        for language in ("da", "en")
    }
    assert "    Offers: Autismecenter Midtjylland – tidligere Bøgehusene; gone\n" in told["en"]
    assert "- the mental age\n    A whole number, in years\n    At least 0 years\n    At most 99 years\n" in told["en"]
    assert "- the day of moving\n    A date\n    At least 2 January 2020\n" in told["en"]
    assert "- udviklingsalderen\n    Et helt tal, i år\n    Mindst 0 år\n    Højst 99 år\n" in told["da"]
    assert re.search(r"gælder: .*\d\d\d\d-", told["da"]) is None


def test_what_differs_in_the_names_of_steps_is_told_in_the_language_in_which_it_does(monkeypatch, capsys) -> None:
    for name, said in (("below.yaml", "ring 2"), ("other.yaml", "ring 3")):
        Path(name).write_text(
            SMALL + f"step_labels: {{H1: {{da: ring 1, en: ring 1}}, H2: {{da: hjem, en: {said}}}}}\n"
        )
    ran = inside(monkeypatch, capsys, "guideline", "diff", "below.yaml", "other.yaml", "--lang", "da")
    assert "trinnenes navne på engelsk: H1 ring 1 og H2 ring 2 → H1 ring 1 og H2 ring 3" in ran.out


def test_a_document_is_a_page(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "doc", "haderslev", "-o", "haderslev.html", "--lang", "da")
    assert (ran.code, ran.out, ran.err) == (0, "", "skrevet: haderslev.html\n")
    page = Path("haderslev.html").read_text("utf-8")
    assert '<a href="#part-1">Haderslev Kommunes egen del: haderslev 4</a>' in page


# --- a guideline of one's own ---


def new(monkeypatch, capsys, *given: str, lang: str = "en") -> Ran:
    return inside(monkeypatch, capsys, "guideline", "new", *given, "-o", "nordby.yaml", "--force", "--lang", lang)


def check(monkeypatch, capsys) -> Ran:
    return inside(monkeypatch, capsys, "guideline", "check", "nordby.yaml", "--lang", "en", COLUMNS="1000")


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_new_guideline_asks_for_its_source_and_whose_it_is_and_for_nothing_else(lang, monkeypatch, capsys) -> None:
    assert new(monkeypatch, capsys, "nordby", lang=lang).code == 0
    ran = check(monkeypatch, capsys)
    assert (ran.code, ran.out.count("error: "), ran.out.count("warning: ")) == (1, 1, 1)
    assert 'the key "source" is missing' in ran.out
    assert new(monkeypatch, capsys, "nordby", "--source", "Vejledning, 2027", lang=lang).code == 0
    ran = check(monkeypatch, capsys)
    assert (ran.code, ran.out.count("warning: ")) == (0, 1)
    assert "it does not say whose it is" in ran.out
    assert new(monkeypatch, capsys, "nordby", "--source", "s", "-m", "fanø kommune", lang=lang).code == 0
    ran = check(monkeypatch, capsys)
    assert (ran.code, ran.out) == (0, "nordby.yaml: ok: nordby 1: 0 rules of its own, 89 with its layers\n")
    written = Path("nordby.yaml").read_text("utf-8")
    assert 'municipality: "Fanø"\n' in written
    assert "draft: true\n" in written


def test_what_is_there_to_fill_in_has_keys_that_may_be_written(monkeypatch, capsys) -> None:
    new(monkeypatch, capsys, "nordby")
    lines = Path("nordby.yaml").read_text("utf-8").splitlines()
    filled = [line.removeprefix("# ") for line in lines if not line.startswith("##")]
    Path("nordby.yaml").write_text("\n".join(filled) + "\n", "utf-8")
    ran = check(monkeypatch, capsys)
    assert ran.code == 1
    assert ran.out.count("unknown key") == ran.out.count('unknown key "…"')
    assert "is missing" not in ran.out


def test_a_new_guideline_takes_over_anothers_statements_and_not_its_head(monkeypatch, capsys) -> None:
    assert new(monkeypatch, capsys, "nordby", "--from", "ikast-brande@2021.1", "-m", "Fanø", "--source", "s").code == 0
    ran = check(monkeypatch, capsys)
    assert ran.code == 0
    assert "sources that are another municipality's: " in ran.out
    assert "line 21, 22, 23, 24, " in ran.out
    edits = inside(
        monkeypatch,
        capsys,
        "guideline",
        "diff",
        "ikast-brande@2021.1",
        "nordby.yaml",
        "--format",
        "json",
        COLUMNS="1000",
    )
    found = json.loads(edits.out)["edits"]
    assert {one["section"] for one in found} == {"guideline"}
    assert {one["id"] for one in found} == {"title", "municipality", "draft", "in_force", "source"}


@pytest.mark.parametrize("name", ["Nordby", "nord by", "haderslev", "../nordby", ""])
def test_a_name_that_cannot_be_is_refused(name: str, monkeypatch, capsys) -> None:
    ran = new(monkeypatch, capsys, name)
    assert (ran.code, ran.out) == (2, "")
    assert not Path("nordby.yaml").exists()
    assert new(monkeypatch, capsys, "nordby", "-m", "Atlantis").code == 2


def test_the_id_of_a_new_guideline_is_what_a_guideline_may_be_called() -> None:
    assert guideline_new._ID.pattern in str(StatementId.__metadata__)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("lang", "first", "last"),
    [
        ("en", "nordby.yaml: 2 things to look at: ", "`visit explain off-scale` says"),
        ("da", "nordby.yaml: 2 punkter at se nærmere på: ", "`visit explain off-scale` forklarer"),
    ],
)
def test_what_is_to_be_looked_at_is_not_in_order_and_the_gravest_is_explained(
    lang: str, first: str, last: str, monkeypatch, capsys
) -> None:
    new(monkeypatch, capsys, "nordby", "--from", "ikast-brande", "-m", "Fanø", "--source", "s")
    text = (
        Path("nordby.yaml").read_text("utf-8").replace("distance_cost_km: {value: 30", "distance_cost_km: {value: -10")
    )
    Path("nordby.yaml").write_text(text, "utf-8")
    Path("nordby.cases.yaml").write_text("guideline: nordby\nrules: []\n", "utf-8")
    out = inside(monkeypatch, capsys, "guideline", "check", "nordby.yaml", "--lang", lang, COLUMNS="1000").out
    warned = [line for line in out.splitlines() if " advarsel: " in line or " warning: " in line]
    assert out.startswith(first.replace("2", str(len(warned))))
    assert "[off-scale]" in warned[0]
    assert last in out.splitlines()[-1]


def test_codes_and_how_the_network_counts_are_told_in_words(monkeypatch, capsys) -> None:
    rule = "{id: r, strength: must, require: option.internal, reason: {da: a, en: b}, source: s, gate: GATE}"
    for name, gate, counted in (
        ("below.yaml", "policy", "members: documented, combine: nearest"),
        ("other.yaml", "legality", "members: all, combine: weighted"),
    ):
        rows = f"nearness: {{{counted}, source: s}}\nrules:\n  - {rule.replace('GATE', gate)}\n"
        Path(name).write_text(SMALL + rows, encoding="utf-8")
    told = inside(
        monkeypatch, capsys, "guideline", "diff", "below.yaml", "other.yaml", "--lang", "da", COLUMNS="1000"
    ).out
    assert "regelart: lokal praksis → lovligt" in told
    assert "hvem der tæller med: hele netværket; hvordan det lægges sammen: " in told
    assert not any(code in told for code in ("documented", "weighted", "policy"))


def test_what_is_proved_to_take_hold_as_before_is_not_told_as_another_answer(monkeypatch, capsys, tmp_path) -> None:
    text = (ROOT / "visit/guidelines/ikast-brande.yaml").read_text(encoding="utf-8")
    number = "complexity_high_support_need: {value: 3"
    assert text.count(number) == 1
    text = text.replace(number, f"{number[:-1]}2").replace('version: "2021.5"\ncorrects: "2021.4"', 'version: "2027.1"')
    (tmp_path / "new.yaml").write_text(text, encoding="utf-8")
    asked = ("guideline", "diff", "ikast-brande", str(tmp_path / "new.yaml"), "--lang", "en", "-f", "plain")
    told = " ".join(inside(monkeypatch, capsys, *asked).out.split())
    others, proved = told.split("As they were, and proved to take hold as before, though what they read is another: ")
    assert "[external-when-own-cannot]" in others.partition("As they were, and other answers")[2]
    assert "own-municipality-at-low-complexity" in proved and "own-municipality-at-low-complexity" not in others
