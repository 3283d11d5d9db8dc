"""What the machine refuses is told as such: streams closed or full, names too long, homes that are none. Never as a defect."""

from __future__ import annotations

import ast
import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from running import ROOT, environ, inside

from visit.commands.printing import as_json
from visit.errors import SourceError, UsageError
from visit.ledger.log import Ledger
from visit.processes import processes
from visit.reading.source import read
from visit.render.terminal import is_there

CASE = str(ROOT / "examples" / "sil-noget-at-staa-op-til.yaml")
HOMELESS = str(ROOT / "examples" / "hol-hjemloes-stoffer-og-sindslidelse.yaml")
OFFERS = str(ROOT / "tests" / "commands" / "offers.yaml")
LONG = "a" * 300
pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams are closed and filled by a shell")


SHELL = shutil.which("bash") or "/bin/sh"


def shell(line: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell, with `visit` for the command."""
    line = line.replace("visit ", f"{sys.executable} -m visit ")
    for name, file in (("CASE", CASE), ("HOMELESS", HOMELESS), ("OFFERS", OFFERS)):
        line = line.replace(name, file)
    return subprocess.run(
        [SHELL, "-c", line], cwd=cwd, env=environ(**environment), capture_output=True, text=True, timeout=120, check=False
    )  # fmt: skip


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("shape", ["plain", "markdown", "json", "rich"])
def test_a_full_disk(shape: str, tmp_path: Path) -> None:
    ran = shell(f"visit match CASE --format {shape} >/dev/full", tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.startswith("error: the answer cannot be written: no space left on device\n  help: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("line", ["match nix.yaml", "nix", "match CASE --top 0"])
def test_errors_that_nobody_can_read(line: str, tmp_path: Path) -> None:
    for stream in ("2>/dev/full", "2>&-"):
        ran = shell(f"visit {line} {stream}", tmp_path)
        assert (ran.returncode, ran.stdout) == (2, "")


NOBODY = "2> >(exec true)"
ORDERS = {
    "init": ("log init --ledger other.db --key other.key", "other.db"),
    "decide": ("decide HOMELESS 1 --reason x --by bob --again", "3 entries"),
    "configure": ("log configure --role mette=director --by bob", "3 entries"),
    "approve": ("approve 1 --by lars", "3 entries"),
    "erase": ("log erase --case hol-2026-0071 --basis x --yes --by bob", "3 entries"),
    "checkpoint": ("log checkpoint --key visit.key -o new", "new"),
    "pack": ("pack 1 --key visit.key -o new", "new"),
}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a ledger of two entries that everybody can read, so that each command has something to warn of."""
    folder = tmp_path_factory.mktemp("ledger")
    ran = shell(
        "visit log init --key visit.key --role lars=leader --by lars && visit decide HOMELESS 1 --reason x --by anna"
        " && chmod 644 ledger.db",
        folder,
    )
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.mark.skipif("bash" not in SHELL, reason="there is no bash")
@pytest.mark.parametrize("order", ORDERS)
def test_a_note_that_nobody_reads_stops_no_order(order: str, ledger: Path, tmp_path: Path) -> None:
    """The reader of standard error has left, or it goes to a full disk: the note is lost, what was ordered is done."""
    line, found = ORDERS[order]
    for place, stream in enumerate((NOBODY, "2>/dev/full")):
        folder = tmp_path / str(place)
        shutil.copytree(ledger, folder)
        ran = shell(f"visit {line} {stream}", folder)
        assert ran.returncode == 0
        with Ledger.open(str(folder / "ledger.db")) as there:
            assert found in (*(one.name for one in folder.iterdir()), f"{there.store.size()} entries")


@pytest.mark.skipif("bash" not in SHELL, reason="there is no bash")
@pytest.mark.parametrize(
    "stream", [NOBODY, "| (exec <&-; sleep 1)", "--format rich | exec true", "--format json | exec true"]
)
def test_a_damaged_ledger_is_told_by_the_exit_code_all_the_same(stream: str, ledger: Path, tmp_path: Path) -> None:
    shutil.copytree(ledger, tmp_path / "l")
    with closing(sqlite3.connect(tmp_path / "l" / "ledger.db")) as store:
        triggers = store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            store.execute(f"DROP TRIGGER {name}")
        store.execute("DELETE FROM entries WHERE seq = 1")
        store.commit()
    ran = shell(f"set -o pipefail; visit verify {stream}", tmp_path / "l")
    assert ran.returncode == 1, ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_answer_longer_than_a_pipe_keeps_its_exit_code(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("case: [\n")
    names = " ".join(["bad.yaml", *[CASE] * 300])
    ran = shell(f"set -o pipefail; visit case check {names} | exec true", tmp_path)
    assert (ran.returncode, ran.stderr) == (1, "")


def test_notes_have_one_door() -> None:
    """A module that prints to standard error otherwise fails where its reader has left, and takes the exit code with it."""
    elsewhere = {
        path.relative_to(ROOT / "visit").as_posix()
        for path in (ROOT / "visit").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "stderr"
    }
    # The command line says which letters a stream can take; three ask whether somebody looks at it.
    assert elsewhere == {
        "streams.py",
        "cli.py",
        "commands/editor.py",
        "commands/guideline_new.py",
        "commands/waiting.py",
    }


def test_a_closed_output_is_told_before_anything_is_done(tmp_path: Path) -> None:
    ran = shell("visit log init --ledger l.db >&-", tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.startswith("error: standard output is closed\n  help: ")
    assert list(tmp_path.iterdir()) == []


def test_a_closed_error_stream_is_no_file_of_ours(tmp_path: Path) -> None:
    """A ledger that is opened next would take its number, and what is told would be written into it."""
    ran = shell("visit log init --ledger l.db 2>&-; visit log list --ledger nix.db 2>&-; visit verify l.db", tmp_path)
    assert ran.returncode == 0, ran.stdout


def test_a_closed_input_is_empty(tmp_path: Path) -> None:
    ran = shell("visit match - <&-", tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.startswith("<stdin>: error: the file is empty")


def test_an_input_that_fails() -> None:
    class Broken:
        def read(self, _size: int) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(SourceError, match="the file cannot be read: input/output error"):
        read("-", stdin=Broken())  # type: ignore[arg-type]


LONG_NAMES = (
    "match {}", "match CASE -c {}", "match CASE -g {}", "case check {}", "case new {}", "catalogue check {}", "guideline check {}",
    "test {}", "verify {}", "verify --checkpoint {}", "log list --ledger {}", "log init --ledger {}", "log init --key {}",
    "decide CASE 1 --reason-file {}", "decide CASE 1 --reason x --plan {}", "follow-up 1 --measured {}", "correct 1 {} --reason x",
)  # fmt: skip


@pytest.mark.parametrize("line", LONG_NAMES)
@pytest.mark.parametrize("name", [LONG, "a/" * 3000 + "a"], ids=["name", "path"])
def test_a_name_that_is_too_long(line: str, name: str, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    ran = inside(monkeypatch, capsys, *line.replace("CASE", CASE).format(name).split())
    assert ran.code == 2
    assert "error: " in ran.err
    assert "defect" not in ran.err
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_whole_leaves_nothing(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert inside(monkeypatch, capsys, "log", "init", "--ledger", "l.db").code == 0

    def full(*_given, **_named) -> str:
        raise OSError(28, "No space left on device")

    for command in (("log", "export", "-o", "out"), ("pack", "0", "-o", "out"), ("log", "checkpoint", "-o", "out")):
        with monkeypatch.context() as failing:
            failing.setattr("json.dumps", full)
            failing.setattr("visit.ledger.notes.Checkpoint.text", property(full), raising=False)
            ran = inside(failing, capsys, *command, "--ledger", "l.db")
        assert ran.code == 2, command
        assert "no space left on device" in ran.err
        assert not (tmp_path / "out").exists()


def test_a_key_of_a_ledger_that_was_not_made_goes_too(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    ran = inside(monkeypatch, capsys, "log", "init", "--key", "visit.key", "--ledger", "nix/l.db")
    assert ran.code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_device_is_no_key(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    ran = inside(monkeypatch, capsys, "log", "init", "--key", "/dev/zero")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "/dev/zero: error: this is not a private key")


def test_a_reason_is_no_book(tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "reason.txt").write_text("x" * 2_000_000)
    for given in ("reason.txt", "/dev/zero"):
        ran = inside(monkeypatch, capsys, "decide", CASE, "1", "--dry-run", "--reason-file", str(tmp_path / given))
        assert ran.code == 2
        assert "the file is larger than 1 MB" in ran.err


@pytest.mark.parametrize("home", [None, "", "relative", "~nobody-of-that-name", "/dev/null", "/nix"])
def test_a_home_that_is_none(home: str | None, tmp_path: Path) -> None:
    given = "unset HOME; " if home is None else f"export HOME='{home}'; "
    ran = shell(f"unset XDG_CACHE_HOME; {given}visit match CASE --full -c OFFERS", tmp_path, COLUMNS="1000")
    assert "small" in ran.stdout.splitlines()[0]
    assert ran.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_a_catalogue_from_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "offers")
    ran = shell(
        "(cat OFFERS >offers &) ; visit match CASE --full -c offers; cat OFFERS | visit catalogue list -c /dev/stdin",
        tmp_path,
        COLUMNS="1000",
    )
    assert ran.stderr == ""
    assert "catalogue small" in ran.stdout.splitlines()[0]
    assert "catalogue small · 1 November 2026 · 3 offers" in ran.stdout


ODD = [b"", b"[]", b"{}", b"null", b"\xff\xfe", b'{"value": 3}', b"[" * 100_000, b'{"digest": [], "value": {}}']


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_cache_file_is_passed_over(odd: bytes, tmp_path: Path, monkeypatch, capsys) -> None:
    cache = str(tmp_path / "cache")
    first = inside(monkeypatch, capsys, "catalogue", "list", "-c", OFFERS, XDG_CACHE_HOME=cache)
    stored = list((tmp_path / "cache" / "visit").iterdir())
    assert len(stored) == 1
    stored[0].write_bytes(odd)
    assert inside(monkeypatch, capsys, "catalogue", "list", "-c", OFFERS, XDG_CACHE_HOME=cache) == first
    lines = stored[0].read_bytes()
    assert lines != odd, "the next answer is fast again"


@pytest.mark.parametrize("limit", [32_000, 45_000, 60_000, 90_000])
def test_little_memory_is_no_defect(limit: int, tmp_path: Path) -> None:
    ran = shell(f"ulimit -v {limit}; visit match CASE -c OFFERS", tmp_path)
    assert ran.returncode in (0, 2, 3), ran.stderr
    assert ran.returncode != 2 or ran.stderr.startswith("error: there is not enough memory\n  help: "), ran.stderr


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (ImportError("libssl.so.3: failed to map segment from shared object"), True),
        (RuntimeError("can't start new thread"), True),
        (RuntimeError("something else"), False),
        (ImportError("no module of that name"), False),
    ],
    ids=str,
)
def test_what_lacks_memory_and_what_is_a_defect(error: Exception, told: bool, monkeypatch, capsys) -> None:
    def run(_given: object, *, language: str | None) -> int:
        raise error

    monkeypatch.setattr("visit.commands.app.run", run)
    ran = inside(monkeypatch, capsys, "match", CASE)
    assert (ran.code, "there is not enough memory" in ran.err) == ((2, True) if told else (70, False))


def test_a_process_that_the_system_ends_is_told() -> None:
    with pytest.raises(UsageError, match="a process that shared the work was ended"), processes(2) as pool:
        pool.submit(os._exit, 1).result()


def test_an_answer_as_json_repeats_no_cpr_number_and_nothing_that_cannot_be_seen() -> None:
    document = {"a 010190-1234": ["010190-1234", {"b": "x\u202ey"}, 3, None, True], "c": "2026-11-29"}
    shown = json.loads(as_json(document))
    assert "1234" not in str(shown)
    assert shown["c"] == "2026-11-29"
    [_cpr, within, three, nothing, yes] = next(iter(shown.values()))
    assert within == {"b": "x<U+202E>y"}
    assert (three, nothing, yes) == (3, None, True)
    assert json.loads(as_json({"a": "plain"})) == {"a": "plain"}


@pytest.mark.parametrize("page", ["cp437", "cp850", "cp1252", "iso-8859-1"])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_what_a_code_page_lacks_is_written_in_letters_that_it_has(page: str, lang: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "visit", "--lang", lang, "match", CASE],
        capture_output=True, env={**environ(), "PYTHONIOENCODING": page}, cwd=ROOT, check=False,
    )  # fmt: skip
    told = ran.stdout.decode(page)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "[ ] " in told
    assert "\\" not in told
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize("command", [("match", "examples"), ("match", CASE, "--full"), ("why", CASE, "1")])
def test_what_is_written_in_more_letters_is_laid_out_in_them(command: tuple[str, ...]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "visit", "--lang", "da", *command],
        capture_output=True, env={**environ(), "PYTHONIOENCODING": "cp850"}, cwd=ROOT, check=False,
    )  # fmt: skip
    told = ran.stdout.decode("cp850").splitlines()
    assert max(map(len, told)) <= 80
    assert command[1] == CASE or len(told) == 27
    assert command[1] == CASE or any("..." in one for one in told)


def test_json_and_pages_are_whole_where_the_code_page_lacks_letters() -> None:
    def ran(*more: str) -> bytes:
        command = [sys.executable, "-m", "visit", "match", CASE, *more]
        return subprocess.run(
            command, capture_output=True, env={**environ(), "PYTHONIOENCODING": "cp437"}, cwd=ROOT, check=False
        ).stdout

    assert json.loads(ran("--format", "json").decode("cp437"))["case"]["id"] == "sil-2025-0733"
    assert "“Dagene er lange.”" in ran("--format", "html").decode("utf-8")


@pytest.mark.parametrize(
    ("command", "found"),
    [("", True), ("cat", True), ("LESS=-R cat -u", True), ("no-such-pager -R", False), ("cat 'open", False)],
)
def test_a_pager_that_is_missing_is_told_before_an_answer_goes_to_it(command: str, found: bool) -> None:
    assert is_there(command) is found
