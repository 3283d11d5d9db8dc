"""What the README and docs show is run, and compared with what they print."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import make_api
import make_cli
import pytest
from running import environ, inside, predictable

from visit import Ledger
from visit.decisions import answering

ROOT = Path(__file__).parent.parent
CONSOLE = re.compile(r"```console\n\$ (?P<command>visit [^\n]+)\n(?P<output>.*?)```", re.DOTALL)
DIGEST = re.compile(r"\([0-9a-f]{8}\)|(?<=^Digest )[0-9a-f]{64}$", re.MULTILINE)
SESSION = re.compile(r"```session\n(?P<text>.*?)```", re.DOTALL)
NAMED_YAML = re.compile(r"```yaml\n# ([\w.-]+\.yaml)\n(.*?)```", re.DOTALL)
"""A file that a page shows, under the name in its first line."""
EDITED = re.compile(r"```diff\n# ([\w.-]+\.yaml), from ([\w-]+)\n(.*?)```", re.DOTALL)
"""A guideline that ships with some lines changed, as a page shows it."""
YAML = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def printed(command: str, folder: Path = ROOT) -> str:
    arguments = shlex.split(command)[1:]
    environment = {"PYTHONPATH": str(ROOT), "VISIT_LANG": "en", "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", "visit", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == "", ran.stderr
    return "\n".join(line.rstrip() for line in ran.stdout.splitlines()) + "\n"


@pytest.mark.parametrize("page", ["README.md"])
def test_console_blocks_print_what_they_show(page: str, request: pytest.FixtureRequest) -> None:
    path = ROOT / page
    text = path.read_text(encoding="utf-8")
    shown = CONSOLE.sub(lambda block: f"```console\n$ {block['command']}\n{printed(block['command'])}```", text)
    if request.config.getoption("--rewrite-golden"):
        path.write_text(shown, encoding="utf-8")
    # A guideline's digest is another with each word of it: that of the day the page was written may stand.
    assert DIGEST.sub("()", path.read_text(encoding="utf-8")) == DIGEST.sub("()", shown)


@pytest.mark.parametrize("page", ["ledger.md", "writing-a-guideline.md", "policy-lab.md"])
def test_sessions_print_what_they_show(
    page: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = ROOT / "docs" / page
    text = path.read_text(encoding="utf-8")
    in_a_folder(tmp_path, monkeypatch)
    for name, body in NAMED_YAML.findall(text):
        Path(name).write_text(body, encoding="utf-8")
    for name, shipped, lines in EDITED.findall(text):
        Path(name).write_text(edited(shipped, lines), encoding="utf-8")

    def ran(block: re.Match[str]) -> str:
        commands = [line[2:] for line in block["text"].splitlines() if line.startswith("$ visit ")]
        shown = []
        for command in commands:
            found = inside(
                monkeypatch, capsys, *shlex.split(command)[1:], "--lang", "en", VISIT_LEDGER="", VISIT_USER=""
            )
            said = "\n".join(line.rstrip() for line in (found.out + found.err).splitlines())
            shown.append(f"$ {command}\n{said}\n" if said else f"$ {command}\n")
        return "```session\n" + "\n".join(shown) + "```"

    again = SESSION.sub(ran, text)
    if request.config.getoption("--rewrite-golden"):
        path.write_text(again, encoding="utf-8")
    # As on README: a guideline's digest may be that of the day.
    assert DIGEST.sub("()", path.read_text(encoding="utf-8")) == DIGEST.sub("()", again)


def edited(shipped: str, lines: str) -> str:
    """Return a guideline that ships with the lines of a diff changed, each of which has to be there once."""
    text = (ROOT / "visit/guidelines" / f"{shipped}.yaml").read_text(encoding="utf-8")
    for block in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", lines, re.MULTILINE):
        before, after = (re.sub(r"(?m)^[-+]", "", one) for one in block)
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


COMMANDS = re.compile(r"```sh\n(.*?)```", re.DOTALL)
ASKS = "visit case new"
CODES = {
    "visit match examples": 3, "visit match examples -o monday.csv": 3, "visit match examples --as-of 2027-01-01": 3,
    "visit guideline diff ikast-brande nordby.yaml": 1,
    "visit audit report --year 2026": 1, "visit audit departures": 1,  # one was decided while it was undecided
}  # fmt: skip
"""Commands of README that answer with another code than 0."""


def test_the_commands_of_readme_run_one_after_the_other_on_what_ships(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (tmp_path / "examples").mkdir()
    for example in set(re.findall(r"examples/[\w-]+\.yaml", text)):  # those that it names, since each takes its time
        shutil.copy(ROOT / example, tmp_path / example)
    monkeypatch.chdir(tmp_path)
    lines = [line.partition(" #")[0].strip() for block in COMMANDS.findall(text) for line in block.splitlines()]
    commands = [line for line in lines if line.startswith("visit ") and not line.startswith(ASKS)]
    assert len(commands) > 25
    for command in commands:
        words = [sorted(map(str, Path().glob(word))) if "*" in word else [word] for word in shlex.split(command)[1:]]
        arguments = [one for several in words for one in several]
        ran = inside(monkeypatch, capsys, *arguments, VISIT_LEDGER="", VISIT_USER="")
        assert (command, ran.code) == (command, CODES.get(command, 0)), ran.err


def in_a_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder with the example cases, a follow-up and a corrected case, where nothing is left to chance."""
    for example in (ROOT / "examples").glob("*.yaml"):
        (folder / example.name).write_bytes(example.read_bytes())
    shutil.copytree(ROOT / "examples", folder / "examples")
    follow_up = "follow_up: hol-2026-0071\nmeasured: 2026-11-30\nfunctioning: {interact: 2}\noutcome: continue\n"
    (folder / "follow-up.yaml").write_text(follow_up, encoding="utf-8")
    case = (folder / "sil-noget-at-staa-op-til.yaml").read_text(encoding="utf-8")
    (folder / "corrected.yaml").write_text(re.sub(r"(?m)^support_need: \d", "support_need: 1", case), encoding="utf-8")
    monkeypatch.chdir(folder)
    predictable(monkeypatch)


def test_the_guideline_that_the_page_writes_checks_and_passes_its_cases(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "writing-a-guideline.md").read_text(encoding="utf-8")
    written, _title, proven = page.partition("\n## 8. ")[0].partition("\n## 7. ")
    of_tests, _title, never = proven.partition("\n### What must never happen")
    (tmp_path / "nordby.yaml").write_text("".join(YAML.findall(written) + YAML.findall(never)), encoding="utf-8")
    (tmp_path / "nordby.cases.yaml").write_text("".join(YAML.findall(of_tests)), encoding="utf-8")
    printed("visit guideline check nordby.yaml", tmp_path)
    assert "11 passed" in printed("visit test nordby.yaml", tmp_path).replace(",", "")


def test_the_case_of_the_format_page_is_a_case() -> None:
    from visit.case import case_of
    from visit.reading.source import parse

    page = (ROOT / "docs" / "case-format.md").read_text(encoding="utf-8")
    assert case_of(parse(YAML.findall(page)[0], "case-format.md")).id == "ib-2026-0417"


def test_every_link_of_a_page_leads_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")]
    missing = [
        f"{page.name}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert missing == []


# --- pages that are made from the code ---


def test_every_file_and_module_that_the_map_of_the_house_names_is_there() -> None:
    page = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:visit|tests|tools)/[\w/.]+)`", page))
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
    for room, knows in re.findall(r"^\| `(visit/[\w/]+/)` \| (.*) \|$", page, re.MULTILINE):
        modules = set(re.findall(r"`([a-z_]+)(?:/)?`", knows))
        there = {path.stem for path in (ROOT / room).rglob("*") if "__" not in path.stem}
        assert sorted(modules - there) == [], f"{room} has no such module"


def test_every_module_stands_on_the_map_of_the_house_in_the_row_of_its_room() -> None:
    page = (ROOT / "docs" / "house.md").read_text(encoding="utf-8").partition("## To change X")[0]
    rows = [line for line in page.splitlines() if line.startswith("| `visit/")]
    missing = []
    for path in sorted((ROOT / "visit").rglob("*.py")):
        if "__" not in path.stem:
            module = path.relative_to(ROOT)
            room = next(
                (one for one in module.parents if any(f"`{one}/`" in row.split(" | ")[0] for row in rows)), None
            )
            names = (f"`{module.stem}`", f"`{module.name}`", f"`{module}`")
            of_the_room = [row for row in rows if room is None or f"`{room}/`" in row.split(" | ")[0]]
            missing += [] if any(name in row for row in of_the_room for name in names) else [str(module)]
    assert missing == [], "no row of docs/house.md names these"


def test_the_page_of_the_command_line_is_up_to_date() -> None:
    page = make_cli.PAGE.read_text("utf-8")
    if make_cli.MADE_WITH not in page:
        pytest.skip("another version of typer than the one that wrote the page")
    # In a process of its own: help texts are worded in the language in which the commands were first imported.
    made = subprocess.run(
        [sys.executable, "-c", "import make_cli; print(make_cli.page(), end='')"],
        env={**environ(VISIT_LANG="en"), "PYTHONPATH": f"{ROOT}:{ROOT / 'tools'}", "PYTHONUTF8": "1"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert page == made.stdout, "run python tools/make_cli.py"


def test_the_page_of_the_python_interface_is_up_to_date() -> None:
    assert make_api.PAGE.read_text("utf-8") == make_api.page(), "run python tools/make_api.py"


def test_examples_of_the_python_interface_give_what_they_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "tests" / "api", tmp_path, dirs_exist_ok=True)
    shutil.copy(ROOT / "examples" / "ib-stu-hos-foraeldre.yaml", tmp_path / "case.yaml")
    other = (ROOT / "examples" / "hol-udadreagerende-hus7.yaml").read_text("utf-8")
    (tmp_path / "other.yaml").write_text(other, "utf-8")
    (tmp_path / "corrected.yaml").write_text(other.replace("support_need: 4", "support_need: 2"), "utf-8")
    monkeypatch.chdir(tmp_path)
    people = {"anna": {"roles": ["caseworker"]}, "bo": {"roles": ["leader"]}}
    draft = answering.init("nordby.dk/visit", [], people, by="anna", system_user="office")
    Ledger.create("ledger.db", draft, now=datetime(2026, 12, 1, tzinfo=UTC))[0].close()
    ran = doctest.testfile(str(make_api.PAGE), module_relative=False, optionflags=doctest.REPORT_NDIFF)
    assert ran.attempted > 60
    assert ran.failed == 0
