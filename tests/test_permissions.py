"""Files and folders that somebody may not read or write: told with their name, nothing left behind, never a defect."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import ROOT, environ

CASE = "sil-noget-at-staa-op-til.yaml"
DENIED = "permission denied"
COMMANDS = {
    "match secret.yaml": ("secret.yaml", DENIED),
    "match closed/case.yaml": ("closed/case.yaml", DENIED),
    "match case.yaml -c closed/offers.yaml": ("closed/offers.yaml", DENIED),
    "match case.yaml -g closed/guide.yaml": ("closed/guide.yaml", DENIED),
    "case check closed": ("closed", "this is a folder, not a file"),
    "case check closed/case.yaml": ("closed/case.yaml", DENIED),
    "case new closed/new.yaml --no-input": ("closed/new.yaml", DENIED),
    "case new readable/new.yaml --no-input": ("readable", DENIED),
    "catalogue check secret.yaml": ("secret.yaml", DENIED),
    "catalogue list -c secret.yaml": ("secret.yaml", DENIED),
    "guideline check closed/guide.yaml": ("closed/guide.yaml", DENIED),
    "guideline show secret.yaml": ("secret.yaml", DENIED),
    "test closed/guide.yaml": ("closed/guide", DENIED),
    "decide case.yaml 1 --reason-file secret.yaml": ("secret.yaml", DENIED),
    "decide case.yaml 1 --reason x --plan closed/plan.yaml": ("closed/plan.yaml", DENIED),
    "decide case.yaml --none refused --reason x --ledger readable/ledger.db": ("readable/ledger.db", "the ledger is read-only"),
    "log init --ledger closed/new.db": ("closed/new.db", DENIED),
    "log init --ledger readable/new.db": ("readable/new.db", DENIED),
    "log init --ledger mine/new.db --key readable/new.key": ("readable/new.key", DENIED),
    "log list --ledger closed/ledger.db": ("closed/ledger.db", DENIED),
    "log checkpoint --key secret.yaml --ledger mine/ledger.db": ("secret.yaml", DENIED),
    "log checkpoint --ledger mine/ledger.db -o readable/new.txt": ("readable/new.txt", DENIED),
    "log export --ledger mine/ledger.db -o closed/new.txt": ("closed/new.txt", DENIED),
    "pack 0 --ledger mine/ledger.db -o readable/new.json": ("readable/new.json", DENIED),
    "pack 0 --ledger closed/ledger.db": ("closed/ledger.db", DENIED),
    "verify closed/ledger.db": ("closed/ledger.db", DENIED),
    "verify closed": ("closed", DENIED),
    "verify --ledger mine/ledger.db --checkpoint secret.yaml": ("secret.yaml", DENIED),
}  # fmt: skip
"""Each command with what is named, and what is said of it."""
# One process for all commands: what takes long is starting Python.
RUN = """
import contextlib, io, json, sys
from visit import cli
told = {}
for command in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(command.split())
    told[command] = [code, out.getvalue(), err.getvalue()]
print(json.dumps(told))
"""


def as_somebody_else() -> list[str]:
    """Return what runs a program without root's leave to read and write everything."""
    if os.name != "posix":
        pytest.skip("leave is given otherwise here")
    if os.getuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may read everything, and setpriv is not installed")
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


@pytest.fixture(scope="module")
def told() -> Iterator[dict[str, tuple[int, str, str]]]:
    """Run every command in a folder whose files are another's, or closed; pytest's own folders are closed to everybody else."""
    program = [*as_somebody_else(), sys.executable]
    if subprocess.run([*program, "-c", "import sys"], capture_output=True, check=False).returncode:
        pytest.skip("this Python may not be run by another user")
    folder = Path(tempfile.mkdtemp(prefix="visit-leave-"))
    try:
        _laid_out(folder)
        before = _names(folder)
        ran = subprocess.run(
            [*program, "-c", RUN], input=json.dumps([*COMMANDS]), cwd=folder, capture_output=True, text=True, timeout=300,
            check=False, env=environ(HOME="/nix"),
        )  # fmt: skip
        assert ran.stderr == ""
        assert _names(folder) == before, "something was left behind"
        yield json.loads(ran.stdout)
    finally:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o700)
        shutil.rmtree(folder)


def _names(folder: Path) -> set[str]:
    for path in folder.iterdir():
        if path.is_dir() and os.getuid() != 0:
            path.chmod(0o755)
    # The log that SQLite keeps beside a ledger is no file of ours.
    found = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.name.endswith(("-wal", "-shm"))
    }
    _close(folder)
    return found


def _laid_out(folder: Path) -> None:
    """`secret.yaml` and `closed/` can be read by nobody here, `readable/` not be written to, `mine/` is the runner's own."""
    for name in ("closed", "readable", "mine"):
        (folder / name).mkdir()
    case = ROOT / "examples" / CASE
    for name in ("case.yaml", "secret.yaml", "closed/case.yaml"):
        shutil.copy(case, folder / name)
    for name in ("readable/ledger.db", "mine/ledger.db"):
        subprocess.run(
            [sys.executable, "-m", "visit", "log", "init", "--ledger", str(folder / name)],
            check=True, capture_output=True, env=environ(),
        )  # fmt: skip
        (folder / name).chmod(0o644)
    if os.getuid() == 0:
        for path in (folder / "mine", *(folder / "mine").iterdir()):
            shutil.chown(path, "nobody", "nogroup")
    _close(folder)


def _close(folder: Path) -> None:
    folder.chmod(0o755)
    (folder / "mine").chmod(0o755)
    (folder / "readable" / "ledger.db").chmod(0o444)
    (folder / "readable").chmod(0o555)
    (folder / "secret.yaml").chmod(0o000)
    (folder / "closed").chmod(0o000)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_may_not_be_read_or_written_is_told(command: str, told: dict[str, tuple[int, str, str]]) -> None:
    code, out, err = told[command]
    name, said = COMMANDS[command]
    assert code == 2, (out, err)
    assert "error: " in err
    assert name in err
    assert said in err
    assert "\n  help: " in err
    assert "defect" not in err
