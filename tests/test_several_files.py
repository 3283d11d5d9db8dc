"""Several `-o`, and options that stand twice: each file that is named is written, or it is said why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import ROOT, inside

OFFERS = str(ROOT / "tests/commands/offers.yaml")
COMPARE = (
    "compare", str(ROOT / "tests/commands/small.yaml"), str(ROOT / "tests/commands/small-next.yaml"), "-c", OFFERS,
    str(ROOT / "examples/had-soegt-om-botilbud.yaml"), "--lang", "en",
)  # fmt: skip
BEGINS = {
    "a.json": b"{",
    "b.md": b"small 1",
    "c.html": b"<!doctype html>",
    "d.xlsx": b"PK",
    "e.csv": b"\xef\xbb\xbf",
}


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def named(*files: str) -> list[str]:
    return [word for one in files for word in ("-o", one)]


def test_every_file_has_the_answer_in_its_format_and_the_screen_too(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *COMPARE, *named(*BEGINS, "-"))
    assert (ran.code, "GETS ANOTHER FIRST SOLUTION" in ran.out) == (0, True)
    assert [line for line in ran.err.splitlines() if "written" in line] == [f"written: {one}" for one in BEGINS]
    assert {
        one.name: one.read_bytes()[: len(BEGINS[one.name])].lower() for one in Path().iterdir() if one.is_file()
    } == {name: begins.lower() for name, begins in BEGINS.items()}
    one_by_one = inside(monkeypatch, capsys, *COMPARE, "-f", "json").out
    assert Path("a.json").read_text("utf-8") == one_by_one


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (named("a.json", "./a.json"), "./a.json is named twice"),
        ([*named("a.json", "b.md"), "-f", "csv"], "--format is for one file"),
        (named("a.json", "b.pdf"), "cannot be written as .pdf"),
        ([*named("a.json", "b.md"), "--open"], "--open goes with -o FILE.html"),
        (named("a.json", "there.md"), "there.md cannot be written: file exists"),
    ],
)
def test_what_cannot_all_be_written_is_refused_before_anything_is_compared(given, said, monkeypatch, capsys) -> None:
    Path("there.md").write_text("somebody's")
    ran = inside(monkeypatch, capsys, *COMPARE, *given)
    assert (ran.code, said in ran.err, "written" in ran.err.replace("cannot be written", "")) == (2, True, False)
    assert [one.name for one in Path().iterdir() if one.is_file()] == ["there.md"]


@pytest.mark.parametrize(
    "command",
    [("catalogue", "list"), ("guideline", "list"), ("match", "x.yaml"), ("schema", "case"), ("case", "new", "a", "b")],
)
def test_a_command_that_writes_one_file_refuses_two(command: tuple[str, ...], monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *command, *named("a.txt", "b.txt"), "--lang", "en")
    assert (ran.code, ran.out, [*Path().glob("*.txt")]) == (2, "", [])
    assert "-o stands there more than once" in ran.err or "no such option: -o" in ran.err


def test_of_an_option_that_stands_twice_the_last_counts_and_that_is_told(monkeypatch, capsys) -> None:
    ran = inside(
        monkeypatch, capsys, "catalogue", "list", "-c", "nowhere.yaml", "-c", OFFERS, "-f", "json", "--lang", "da"
    )
    assert (ran.code, ran.err) == (0, "--catalogue er angivet flere gange; den sidste gælder\n")
    assert json.loads(ran.out)["schema"]
