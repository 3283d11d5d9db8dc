"""Where an answer goes: `-o`, whole or not at all, and nothing that is there replaced unless it is asked for."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from running import ROOT, inside

from visit.commands import options
from visit.commands.app import whole
from visit.commands.output import ENDINGS, NEEDS, when_written, written_to, written_to_each
from visit.errors import UsageError
from visit.locale import speaking

OFFERS = str(ROOT / "tests/commands/offers.yaml")
LIST = ("catalogue", "list", "-c", OFFERS)


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def files() -> dict[str, str]:
    """Return what lies in the folder."""
    return {one.name: one.read_text("utf-8") for one in Path().iterdir() if one.is_file()}


def test_a_file_holds_what_a_pipe_gets_and_is_its_owners(monkeypatch, capsys) -> None:
    piped = inside(monkeypatch, capsys, *LIST)
    ran = inside(monkeypatch, capsys, *LIST, "-o", "list.txt")
    assert (ran.code, ran.out, ran.err) == (0, "", "written: list.txt\n")
    assert files() == {"list.txt": piped.out}
    assert Path("list.txt").stat().st_mode & 0o077 == 0
    assert inside(monkeypatch, capsys, *LIST, "-o", "-") == piped


def test_an_answer_that_is_no_is_written_too(monkeypatch, capsys) -> None:
    assert inside(monkeypatch, capsys, *LIST, "--municipality", "Esbjerg", "-o", "list.txt").code == 1
    assert "No offer fits." in files()["list.txt"]


def test_an_error_leaves_nothing(monkeypatch, capsys) -> None:
    assert inside(monkeypatch, capsys, "match", "nowhere.yaml", "-o", "answer.txt").code == 2
    assert inside(monkeypatch, capsys, *LIST, "--municipality", "Nowhere", "-o", "answer.txt").code == 2
    assert files() == {}


def test_what_a_defect_had_begun_is_taken_away() -> None:
    with pytest.raises(ZeroDivisionError), written_to("answer.txt", replaces=False):
        print("half of it")
        raise ZeroDivisionError
    assert files() == {}
    assert sys.stdout.writable()


def test_what_could_be_answered_is_written_beside_what_could_not(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "catalogue", "check", OFFERS, "nowhere.yaml", "-o", "checked.txt")
    assert ran.code == 2
    assert "4 things to look at: " in files()["checked.txt"]
    assert "nowhere.yaml" in ran.err


def test_a_file_that_is_there_stays_unless_it_is_to_go(monkeypatch, capsys) -> None:
    Path("list.txt").write_text("somebody's")
    ran = inside(monkeypatch, capsys, *LIST, "-o", "list.txt")
    assert (ran.code, files()) == (2, {"list.txt": "somebody's"})
    assert "list.txt cannot be written: file exists" in ran.err
    assert "--force" in ran.err
    assert inside(monkeypatch, capsys, *LIST, "-o", "list.txt", "--force").code == 0
    assert "Engen" in files()["list.txt"]


def test_a_file_that_came_meanwhile_stays() -> None:
    with pytest.raises(UsageError, match="file exists"), written_to("answer.txt", replaces=False):
        print("an answer")
        Path("answer.txt").write_text("somebody's")
    assert files() == {"answer.txt": "somebody's"}


def test_where_there_are_no_links(monkeypatch) -> None:
    def refused(*_given) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("visit.commands.output.os.link", refused)
    with written_to("answer.txt", replaces=False):
        print("an answer")
    assert files() == {"answer.txt": "an answer\n"}
    with pytest.raises(UsageError, match="file exists"), written_to("other.txt", replaces=False):
        Path("other.txt").write_text("somebody's")
    assert files()["other.txt"] == "somebody's"


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_link_a_folder_and_a_pipe_are_never_written_through(force: tuple[str, ...], monkeypatch, capsys) -> None:
    Path("far.txt").write_text("somebody's")
    Path("link.txt").symlink_to("far.txt")
    Path("dangling.txt").symlink_to("nowhere.txt")
    Path("folder").mkdir()
    os.mkfifo("pipe")
    for name in ("link.txt", "dangling.txt", "folder", "pipe"):
        ran = inside(monkeypatch, capsys, *LIST, "-o", name, *force)
        assert ran.code == 2, name
        assert name in ran.err
    assert Path("far.txt").read_text() == "somebody's"
    assert not Path("nowhere.txt").exists()


def test_what_a_command_reads_never_goes(monkeypatch, capsys) -> None:
    Path("offers.yaml").write_bytes(Path(OFFERS).read_bytes())
    assert inside(monkeypatch, capsys, "log", "init").code == 0
    read = (
        ("catalogue", "list", "-c", "./offers.yaml", "-o", "offers.yaml"),
        ("catalogue", "check", "offers.yaml", "-o", "offers.yaml"),
        ("log", "list", "-o", "ledger.db"),
        ("log", "list", "-o", "ledger.db-wal"),
        ("catalogue", "list", "-o", "visit.toml"),
    )
    Path("visit.toml").write_text('language = "en"\n')
    Path("ledger.db-wal").touch()
    for command in read:
        ran = inside(monkeypatch, capsys, *command, "--format", "plain", "--force")
        assert ran.code == 2, command
        assert "is read by this very command" in ran.err
    assert inside(monkeypatch, capsys, "log", "list").code == 0


def test_force_alone_has_no_effect_and_says_so(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *LIST, "--force")
    assert (ran.code, ran.out) == (2, "")
    assert "--force goes with -o FILE" in ran.err


def test_a_name_that_holds_a_cpr_number(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *LIST, "-o", "list-010190-1234.txt")
    assert (ran.code, files()) == (2, {})
    assert "010190" not in ran.err


def test_a_folder_that_is_not_there(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *LIST, "-o", "nowhere/list.txt")
    assert ran.code == 2
    assert "nowhere/list.txt cannot be written: no such file or directory" in ran.err


def test_what_is_recorded_is_told_where_its_answer_cannot_be_written(monkeypatch, capsys) -> None:
    def refused(*_given) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("visit.commands.output.os.fsync", refused)
    ran = inside(monkeypatch, capsys, "log", "init", "--ledger", "l.db", "-o", "receipt.txt")
    assert ran.code == 0  # whoever sees an error records it once more
    assert "recorded as 0 in l.db, but the answer could not be written out" in ran.err
    assert not Path("receipt.txt").exists()
    assert not list(Path().glob(".visit-*"))


def test_nothing_is_recorded_where_the_answer_has_no_place(monkeypatch, capsys) -> None:
    Path("receipt.txt").write_text("somebody's")
    assert inside(monkeypatch, capsys, "log", "init", "--ledger", "l.db", "-o", "receipt.txt").code == 2
    assert files() == {"receipt.txt": "somebody's"}


# --- formats ---


def test_the_ending_says_the_format_and_the_option_overrules_it(monkeypatch, capsys) -> None:
    inside(monkeypatch, capsys, *LIST, "-o", "list.json")
    assert json.loads(files()["list.json"])["schema"] == "visit-catalogue-list"
    inside(monkeypatch, capsys, *LIST, "-o", "list.csv")
    assert files()["list.csv"].startswith("\ufeff")
    inside(monkeypatch, capsys, *LIST, "-o", "other.csv", "--format", "plain")
    assert not files()["other.csv"].startswith("\ufeff")


def test_an_ending_that_the_command_has_no_format_for(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "catalogue", "show", "engen", "-c", OFFERS, "-o", "offer.xlsx")
    assert (ran.code, files()) == (2, {})
    assert "this answer cannot be written as .xlsx" in ran.err
    assert "rich, plain, markdown or json" in ran.err


def test_a_workbook_needs_a_file_and_its_library(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *LIST, "--format", "xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "name a file: -o FILE" in ran.err
    monkeypatch.setattr("visit.commands.output.find_spec", lambda _name: None)
    ran = inside(monkeypatch, capsys, *LIST, "--format", "xlsx", "-o", "list.xlsx")
    assert (ran.code, files()) == (2, {})
    assert "pip install '.[xlsx]'" in ran.err


def test_every_command_has_o_and_every_format_is_somebodys() -> None:
    """One that answers and cannot be told where would be found in a script at night."""
    app = whole()
    commands = [*app.registered_commands]
    for group in app.registered_groups:
        assert group.typer_instance is not None
        commands += group.typer_instance.registered_commands
    without = {one.callback.__name__ for one in commands if not issubclass(one.cls, options.Command)}
    assert without == {"case_new", "catalogue_new"}
    formats = {value for one in commands for value in offered(one.callback)}
    assert {*ENDINGS.values(), *NEEDS} <= formats


def offered(callback: object) -> tuple[str, ...]:
    """Return the formats that a command declares."""
    from typing import get_args, get_type_hints

    hints = get_type_hints(callback)
    return tuple(value for one in get_args(hints.get("format")) for value in get_args(one))


def test_something_is_done_once_the_file_stands() -> None:
    seen: list[str] = []
    with written_to("page.txt", replaces=False):
        print("a page")
        assert when_written(lambda path: seen.append(path.read_text()))
        assert seen == []
    assert seen == ["a page\n"]
    assert not when_written(lambda _path: None)


@pytest.mark.parametrize("name", ["x.pdf", "x.docx", "x.YAML"])
def test_an_ending_that_no_answer_has_is_refused(name: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "catalogue", "list", "-o", name, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert f"this answer cannot be written as {Path(name).suffix.lower()}" in ran.err
    assert not Path(name).exists()


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (["a.json"], "interrupted; a.json is not written"),
        (["a.json", "b.csv", "-"], "interrupted; a.json and b.csv are not written"),
    ],
)  # fmt: skip
def test_every_file_that_is_not_written_is_named_where_a_command_is_interrupted(
    files, told, monkeypatch, tmp_path
) -> None:
    monkeypatch.chdir(tmp_path)
    each = [(one, None) for one in files]
    with speaking("en"), pytest.raises(KeyboardInterrupt) as stopped, written_to_each(each, replaces=False):
        raise KeyboardInterrupt
    assert (str(stopped.value), [*tmp_path.iterdir()]) == (told, [])
