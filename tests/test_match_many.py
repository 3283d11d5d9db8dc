"""`visit match` of many cases: a line each, a faulty one told in its place, and the worst exit code."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from running import ROOT, inside

from visit.commands.match_many import WORST_FIRST


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give an empty folder for cases, beside the folder that commands run in."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    Path("cases").mkdir()
    return tmp_path / "cases"


def put(name: str, example: str) -> None:
    """Put an example into the folder."""
    shutil.copy(ROOT / "examples" / f"{example}.yaml", Path("cases", name))


def faulty(name: str) -> None:
    Path("cases", name).write_text("format: 1\ncase: x\nfoo: 1\n")


def example_with(code: int) -> str:
    """Return an example that `match` ends with a code for, as the golden screens have it."""
    golden = ROOT / "tests/golden/commands"
    return next(
        path.name.removeprefix("screen-").removesuffix(".en.txt")
        for path in sorted(golden.glob("screen-*.en.txt"))
        if path.read_text("utf-8").endswith(f"--- exit {code}\n")
    )


def test_what_gives_no_answer_stands_first_and_a_faulty_case_stops_no_other(monkeypatch, capsys) -> None:
    put("c.yaml", example_with(0))
    put("a.yml", example_with(3))
    faulty("b.yaml")
    Path("cases/notes.txt").write_text("no case")
    Path("cases/.hidden.yaml").write_text("no case")
    Path("cases/below").mkdir()
    ran = inside(monkeypatch, capsys, "match", "cases", "--lang", "en")
    head, *rows, _all, counts = (one for one in ran.out.splitlines() if one and not one.startswith(" "))
    assert head.split()[:3] == ["case", "answer", "first"]
    assert [rows[0].startswith("b.yaml"), " not yet " in rows[1], " can be granted " in rows[2]] == [True] * 3
    assert "cannot be read" in rows[0]
    assert counts == "3 cases: 1 cannot be read, 1 not yet, 1 can be granted"
    assert ran.code == 2
    assert 'cases/b.yaml:3:1: error: unknown key "foo"' in ran.err
    assert "line 1: the key" in rows[0]


@pytest.mark.parametrize(("codes", "worst"), [((0, 0), 0), ((0, 3), 3), ((3, 1, 0), 1), ((1, 2, 3), 2), ((0, 2), 2)])
def test_the_worst_exit_code_is_that_of_all(codes: tuple[int, ...], worst: int, monkeypatch, capsys) -> None:
    for place, code in enumerate(codes):
        if code == 2:
            faulty(f"{place}.yaml")
        else:
            put(f"{place}.yaml", example_with(code))
    assert inside(monkeypatch, capsys, "match", "cases").code == worst
    assert set(WORST_FIRST) == {0, 1, 2, 3}


def test_a_line_says_what_the_case_alone_says(monkeypatch, capsys) -> None:
    """One engine answers them all: what it remembers of one case must not leak into the next."""
    names = [path.name for path in sorted((ROOT / "examples").glob("*.yaml"))]
    for name in names:
        put(name, Path(name).stem)
    ran = inside(monkeypatch, capsys, "match", "cases", "--format", "json")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert [Path(one["file"]).name for one in lines] == names
    for name, line in list(zip(names, lines, strict=True))[::4]:
        alone = inside(monkeypatch, capsys, "match", f"cases/{name}", "--format", "json")
        assert line.pop("exit_code") == alone.code
        assert (line.pop("file"), line.pop("errors")) == (f"cases/{name}", [])
        assert line == json.loads(alone.out)


def test_a_faulty_case_is_a_line_of_json_too(monkeypatch, capsys) -> None:
    faulty("a.yaml")
    put("b.yaml", example_with(0))
    ran = inside(monkeypatch, capsys, "match", "cases", "--format", "json", "--lang", "en")
    bad, good = map(json.loads, ran.out.splitlines())
    assert (bad["schema"], bad["exit_code"], good["exit_code"]) == ("visit-match", 2, 0)
    assert [one["line"] for one in bad["errors"]] == [1, 1, 3]
    assert "placements" in good


ANSWERS = {
    "da": ("kan ikke læses", "ingen løsning", "ikke afklaret", "undtagelsesvis", "kan bevilges"),
    "en": ("cannot be read", "no solution", "not yet", "by exception", "can be granted"),
}


@pytest.mark.parametrize("columns", ["60", "80", "120"])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_each_case_has_one_line_at_any_width_with_its_id_and_verdict_whole(
    lang: str, columns: str, monkeypatch, capsys
) -> None:
    ids = {}
    for path in sorted((ROOT / "examples").glob("*.yaml")):
        put(path.name, path.stem)
        ids[re.search("(?m)^case: (.*)$", path.read_text("utf-8"))[1]] = path.name
    faulty("a-file-with-a-name-that-no-column-has-room-for.yaml")
    shapes = [
        inside(monkeypatch, capsys, "match", "cases", "--lang", lang, "--format", shape, COLUMNS=columns).out
        for shape in ("rich", "plain")
    ]
    assert shapes[0] == shapes[1]
    _head, *rows = shapes[0].partition("\n\n")[0].splitlines()
    assert max(map(len, shapes[0].splitlines())) <= int(columns)
    assert len(rows) == len(ids) + 1
    assert {row.split()[0] for row in rows[1:]} == {*ids}
    assert (rows[0].startswith("a-"), rows[0].split()[0].endswith("….yaml"), "…" in rows[0]) == (True, False, True)
    told = [next(one for one in ANSWERS[lang] if f"  {one}" in row) for row in rows]
    assert told == sorted(told, key=ANSWERS[lang].index)
    assert len({row.index(f"  {one}") for row, one in zip(rows, told, strict=True)}) == 1
    whole = inside(monkeypatch, capsys, "match", "cases", "--lang", lang, COLUMNS="400").out
    assert "…" not in whole
    last = {one for row in rows[1:] for one in re.findall(r"(\S+)…", row)}
    assert columns == "60" or {one for one in last if not re.search(rf"{re.escape(one)}(?!\w)", whole)} == set()


@pytest.mark.parametrize(
    ("example", "lang", "told"),
    [
        ("ib-fylder-18", "en", "no solution     none before 2 September 2026"),
        ("esb-fra-ophold-til-egen-bolig", "da", "§ 107, stk. 1 Bostedet Hedehyblerne +1      grund til mindre hjælp?"),
        ("esb-prader-willi", "da", "lederteamet godkender · mindre hjælp nok? +1"),
        ("esb-prader-willi", "en", "the leadership team approves · less help enough? +1"),
        (
            "sil-kan-ikke-samtykke",
            "en",
            "SEL 108 Botilbuddet Alderslyst – Skovhuset  less help enough? · without own consent",
        ),
        ("had-soegt-om-botilbud", "da", "§ 85 Socialpædagogisk støtte  personale på stedet? · partshøring (§ 108)"),
        ("hol-udadreagerende-hus7", "da", "skærmede rammer? · lederen godkender · uden eget samtykke"),
    ],
)
def test_what_is_most_urgent_before_deciding_comes_first(
    example: str, lang: str, told: str, monkeypatch, capsys
) -> None:
    put("a.yaml", example)
    put("b.yaml", "had-frit-valg-lidt-dyrere")
    ran = inside(monkeypatch, capsys, "match", "cases", "--lang", lang, COLUMNS="130")
    assert " ".join(told.split()) in " ".join(ran.out.splitlines()[1].split())


@pytest.mark.parametrize(
    ("example", "lang", "told"),
    [
        ("esb-fra-ophold-til-egen-bolig", "da", "~§ 107, stk. 1 + § 104"),
        ("sil-noget-at-staa-op-til", "da", "§ 85 + ~§ 104"),
        ("esb-job-med-stoette", "en", "SEL 85 + compensation act"),
        ("sil-fra-mor-til-eget-hjem", "da", "~§ 108 Botilbuddet Alderslyst – Parkhuset og… +1"),
    ],
)
def test_where_names_have_no_room_the_provisions_stand_alone(
    example: str, lang: str, told: str, monkeypatch, capsys
) -> None:
    for path in sorted((ROOT / "examples").glob("*.yaml")):
        put(path.name, path.stem)
    ran = inside(monkeypatch, capsys, "match", "cases", "--lang", lang, COLUMNS="80")
    [id] = re.findall("(?m)^case: (.*)$", (ROOT / "examples" / f"{example}.yaml").read_text("utf-8"))
    [row] = (one for one in ran.out.splitlines() if one.startswith(f"{id} "))
    assert re.split("  +", row)[2] == told


def test_who_approves_stands_below_with_the_cases(monkeypatch, capsys) -> None:
    for name in ("hol-hjemloes-stoffer-og-sindslidelse", "hol-udadreagerende-hus7", "had-frit-valg-lidt-dyrere"):
        put(f"{name}.yaml", name)
    told = inside(monkeypatch, capsys, "match", "cases", "--lang", "da").out
    assert "Skal godkendes af lederen: hol-2026-0071 og hol-2025-0930\n" in told


def test_what_has_no_room_is_counted_and_an_id_is_never_cut(monkeypatch, capsys) -> None:
    put("a.yaml", "had-soegt-om-botilbud")
    long = "sag-" * 12 + "1"
    text = (ROOT / "examples/sil-kan-ikke-samtykke.yaml").read_text("utf-8")
    Path("cases/b.yaml").write_text(text.replace("case: sil-2026-0466", f"case: {long}"), "utf-8")
    rows = inside(monkeypatch, capsys, "match", "cases", "--lang", "en").out.splitlines()[1:3]
    assert rows[0].endswith("staff on the spot? +1")
    assert rows[1].startswith(f"{long}  can be granted")
    assert len(rows[1]) <= 80


def test_a_table_for_people_has_everything_uncut(monkeypatch, capsys) -> None:
    put("a.yaml", "esb-hjerneskade-i-koerestol")
    for shape in ("markdown", "csv"):
        told = inside(monkeypatch, capsys, "match", "cases", "--lang", "en", "--format", shape).out
        assert "step-free access and room for a wheelchair" in told
        assert ("before you decide" in told) is (shape == "markdown")


def test_numbers_of_a_list_are_numbers_for_a_spreadsheet(monkeypatch, capsys) -> None:
    put("a.yaml", example_with(0))
    ran = inside(monkeypatch, capsys, "match", "cases", "--format", "csv", "--lang", "en")
    head, row = ran.out.removeprefix("\ufeff").splitlines()
    assert head.split(",")[:6] == ["file", "case", "municipality", "as of", "answer", "exit code"]
    assert row.startswith("cases/a.yaml,")
    assert ",can be granted,0," in row
    one = inside(monkeypatch, capsys, "match", "cases/a.yaml", "--format", "csv", "--lang", "en")
    assert one.out == ran.out


def test_a_folder_without_cases_is_an_error_that_says_so(monkeypatch, capsys) -> None:
    Path("cases/readme.txt").write_text("no case")
    ran = inside(monkeypatch, capsys, "match", "cases", "--lang", "en", "-o", "list.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "cases: error: there is no case file in this folder" in ran.err
    assert not Path("list.txt").exists()


@pytest.mark.parametrize("option", ["--full", "--areas", "--all", "--top 9"])
def test_an_option_without_effect_on_a_list_says_so(option: str, monkeypatch, capsys) -> None:
    put("a.yaml", example_with(0))
    ran = inside(monkeypatch, capsys, "match", "cases", *option.split(), "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert f"{option.split(maxsplit=1)[0]} has no effect on a list of cases" in ran.err
    assert "name one case file, or leave it out" in ran.err


def test_what_is_wrong_with_all_is_told_once(monkeypatch, capsys) -> None:
    put("a.yaml", example_with(0))
    put("b.yaml", example_with(0))
    for wrong in (("--as-of", "soon"), ("-c", "nowhere.yaml"), ("-g", "-")):
        ran = inside(monkeypatch, capsys, "match", "cases", *wrong, "--lang", "en")
        assert (ran.code, ran.out) == (2, ""), wrong
        assert ran.err.count("error:") == 1


def test_standard_input_is_one_of_them(monkeypatch, capsys) -> None:
    put("a.yaml", example_with(3))
    case = (ROOT / "examples" / f"{example_with(0)}.yaml").read_bytes()
    ran = inside(monkeypatch, capsys, "match", "-", "cases/a.yaml", "--lang", "en", stdin=case)
    assert ran.out.splitlines()[-1] == "2 cases: 1 not yet, 1 can be granted"
    assert inside(monkeypatch, capsys, "match", "-", "-", stdin=case).code == 2


def test_a_cpr_number_in_the_name_of_a_file_is_not_repeated(monkeypatch, capsys) -> None:
    put("010190-1234.yaml", example_with(0))
    put("b.yaml", example_with(0))
    for shape in ("plain", "rich", "json", "csv"):
        ran = inside(monkeypatch, capsys, "match", "cases", "--format", shape)
        assert ran.code == 2
        assert "010190" not in ran.out + ran.err


def test_a_list_in_a_folder_of_cases_replaces_none_of_them(monkeypatch, capsys) -> None:
    put("a.yaml", example_with(0))
    before = Path("cases/a.yaml").read_bytes()
    assert inside(monkeypatch, capsys, "match", "cases", "-o", "cases/a.yaml", "--force").code == 2
    assert Path("cases/a.yaml").read_bytes() == before


def test_a_colour_says_only_what_the_words_say(monkeypatch, capsys) -> None:
    for place, code in enumerate((0, 1, 3)):
        put(f"{place}.yaml", example_with(code))
    faulty("3.yaml")
    command = ("match", "cases", "--format", "rich", "--lang", "en")
    plain = inside(monkeypatch, capsys, *command)
    coloured = inside(monkeypatch, capsys, *command, FORCE_COLOR="1", TERM="xterm-256color")
    toned = re.findall(r"\x1b\[(\d+)m([^\x1b]+)\x1b\[0m", coloured.out)
    assert toned == [("31", "cannot be read"), ("31", "no solution"), ("33", "not yet"), ("32", "can be granted")]
    assert re.sub(r"\x1b\[\d+m", "", coloured.out) == plain.out
    without = inside(monkeypatch, capsys, *command, FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color")
    assert without.out == plain.out


def test_what_to_beware_of_stands_with_what_is_missing(monkeypatch, capsys) -> None:
    put("a.yaml", "ib-stu-hos-foraeldre")
    ran = inside(
        monkeypatch, capsys, "match", "cases", "-g", "esbjerg", "--format", "rich", "--lang", "en", COLUMNS="200"
    )
    assert "\n! The guideline is that of Esbjerg; the acting municipality is Ikast-Brande: ib-2026-0417\n" in ran.out


def test_a_price_is_a_number_and_a_bound_is_one_in_a_column_of_its_own(monkeypatch, capsys) -> None:
    put("a.yaml", "had-frit-valg-lidt-dyrere")
    faulty("b.yaml")
    ran = inside(monkeypatch, capsys, "match", "cases", "--format", "csv", "--lang", "en")
    priced, bad = csv.DictReader(ran.out.removeprefix("\ufeff").splitlines())
    assert (priced["DKK a day"], priced["DKK a day at most"], priced["lists of"]) == ("", "2394.00", "2020")
    assert priced["options"] == "hadruplund/lindehuset (Hadruplund: Lindehuset)"
    assert bad["missing"].startswith("line 1: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "a.yaml").write_bytes((ROOT / "examples" / "sil-noget-at-staa-op-til.yaml").read_bytes())
    os.mkfifo(tmp_path / "b.yaml")
    ran = inside(monkeypatch, capsys, "match", str(tmp_path), "--format", "json")
    assert (ran.code, len(ran.out.splitlines())) == (0, 1)


def test_a_text_behind_a_link_in_a_folder_is_not_quoted(tmp_path: Path, monkeypatch, capsys) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("what somebody keeps to themselves\n", "utf-8")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "a.yaml").symlink_to(elsewhere)
    ran = inside(monkeypatch, capsys, "match", str(tmp_path / "shared"), "--lang", "en")
    assert (ran.code, "not text" in ran.out, "themselves" in ran.out + ran.err) == (2, True, False)


@pytest.mark.parametrize("word", ["Garland", "1", "aktivitets- og samværstilbud"])
def test_a_word_behind_a_case_that_names_an_offer_is_no_file(monkeypatch, capsys, word: str) -> None:
    put("c.yaml", "sil-noget-at-staa-op-til")
    ran = inside(monkeypatch, capsys, "match", "cases/c.yaml", word, "--lang", "en")
    meant = f"'{word}'" if " " in word else word
    assert f"did you mean `visit why cases/c.yaml {meant}`?" in ran.err
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize("word", ["nowhere-at-all", "garland.yaml"])
def test_a_file_that_is_missing_is_called_so(monkeypatch, capsys, word: str) -> None:
    put("c.yaml", "sil-noget-at-staa-op-til")
    ran = inside(monkeypatch, capsys, "match", "cases/c.yaml", word, "--lang", "en")
    assert "there is no such file" in ran.err
    assert "visit why" not in ran.err


def test_two_cases_of_one_id_are_told_apart_by_their_files(monkeypatch, capsys) -> None:
    put("a.yaml", "sil-noget-at-staa-op-til")
    put("b.yaml", "sil-noget-at-staa-op-til")
    put("c.yaml", "had-naesten-tom")
    ran = inside(monkeypatch, capsys, "match", "cases", "--lang", "en")
    for told in ("sil-2025-0733 (a.yaml)  ", "sil-2025-0733 (b.yaml)  ", "had-2026-0777  "):
        assert f"\n{told}" in ran.out


@pytest.mark.parametrize("more", [("--format", "markdown"), ("--format", "csv")])
def test_what_is_granted_by_exception_says_what_it_departs_from(more: tuple[str, ...], monkeypatch, capsys) -> None:
    put("a.yaml", "esb-prader-willi")
    ran = inside(monkeypatch, capsys, "match", "cases", "--lang", "da", *more)
    assert "fraviger: Et længerevarende botilbud skal som udgangspunkt komme efter" in ran.out
