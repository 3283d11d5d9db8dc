"""Running the command line inside the test process or beside it, and comparing what it prints with a golden file."""

from __future__ import annotations

import io
import itertools
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from visit import cli, locale
from visit.commands.app import whole

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
TODAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
with locale.speaking("en"):
    whole()  # what commands and arguments are called is written when they are made: in this process always in English
_KEPT = ("PATH", "HOME", "XDG_CACHE_HOME", "SYSTEMROOT", "COVERAGE_PROCESS_START")


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    def written(self) -> str:
        """Return the whole as a golden file has it, without the folder the project lies in."""
        parts = [self.out, f"--- stderr\n{self.err}" if self.err else "", f"--- exit {self.code}\n"]
        return "".join(parts).replace(f"{ROOT}{os.sep}", "")


def inside(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *arguments: str,
    stdin: bytes = b"",
    **environment: str,
) -> Ran:
    """Run a command in this process, on a day that is always the same."""
    for name in ("VISIT_LANG", "VISIT_SETTINGS", "LC_ALL", "LANG", "NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"COLUMNS": "80", "LANGUAGE": "", "XDG_CONFIG_HOME": os.devnull, **environment}.items():
        monkeypatch.setenv(name, value)
    for module in ("inputs", "catalogue", "decide", "guideline", "guideline_new", "answers", "log"):
        monkeypatch.setattr(f"visit.commands.{module}.today", lambda: TODAY)
    for module in ("decide", "answers", "log", "log_erase"):
        monkeypatch.setattr(f"visit.commands.{module}.now", lambda: NOW)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
    capsys.readouterr()
    before = locale.language()
    try:
        code = cli.main(list(arguments))
    finally:
        locale.use(before)
    printed = capsys.readouterr()
    return Ran(code, printed.out, printed.err)


def predictable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let salts, keys and the system's user be always the same, so that what a ledger prints can be compared."""
    drawn = itertools.count()

    def bytes_(count: int) -> bytes:
        return sha256(f"{next(drawn)}".encode()).digest()[:count]

    monkeypatch.setattr("visit.ledger.commitments.os.urandom", bytes_)
    monkeypatch.setattr("visit.ledger.sqlite.SqliteStore.system_user", lambda _self: "office")


def beside(*arguments: str, stdin: bytes | None = None, cwd: Path = ROOT, **environment: str) -> Ran:
    """Run a command as a process of its own, with nothing of this one's environment but where programs lie."""
    ended = subprocess.run(
        [sys.executable, "-m", "visit", *arguments],
        input=stdin, stdin=subprocess.DEVNULL if stdin is None else None, capture_output=True, cwd=cwd, timeout=120, check=False,
        env=environ(**environment),
    )  # fmt: skip
    return Ran(ended.returncode, ended.stdout.decode("utf-8"), ended.stderr.decode("utf-8"))


def environ(**environment: str) -> Mapping[str, str]:
    """Return an environment with only what a process needs, and what is given."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "", **environment}


def letters(text: str) -> Counter[str]:
    """Return every letter and figure of a text, and how often it stands there."""
    return Counter(re.findall(r"\w", text))


def same_as_golden(request: pytest.FixtureRequest, name: str, found: str) -> None:
    """Compare with a golden file, or write it anew with `--rewrite-golden`."""
    path = GOLDEN / name
    if request.config.getoption("--rewrite-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert path.exists(), f"no golden file {name}: write it with pytest --rewrite-golden and read it"
    assert found == path.read_text(encoding="utf-8")
