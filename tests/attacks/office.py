"""The office that is attacked: a ledger with two decisions, a signed head that the auditor keeps elsewhere, and a forger's hands.

    python tests/attacks/tail_cut.py      # does it, and prints what visit says

Each attack is a file of its own beside this one: who could do it (`Who:`), a function that does it, and the words in which it
must show (`SEEN`). `tests/test_attacks.py` runs them all.
"""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tools")]

from visit import cli  # noqa: E402  (a script finds the package first)
from visit.ledger.entries import Draft, Entry  # noqa: E402
from visit.ledger.log import Ledger  # noqa: E402

ORIGIN = "nordby.dk/visit"
HOMELESS = "hol-hjemloes-stoffer-og-sindslidelse.yaml"
MEANINGFUL_DAY = "sil-noget-at-staa-op-til.yaml"
ERASE = (
    "log",
    "erase",
    "--case",
    "hol-2026-0071",
    "--basis",
    "the period of keeping has ended",
    "--yes",
    "--by",
    "lars",
)
_WIDE = "1000"
"""So many columns leave each sentence on a line, as the words in which an attack shows are looked for."""
Change = Callable[[Entry, dict[str, Any]], None]
"""What a forger makes of the values of an entry."""
_SET_UP: dict[str, bytes] = {}
"""What the first office of this process has set up: every other begins with the same files."""


class Office:
    """A folder with a ledger, one key on the office's machine, and what the auditor keeps at home: a head and the public key."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.said = folder, ""
        for name in (HOMELESS, MEANINGFUL_DAY):
            shutil.copy(ROOT / "examples" / name, folder / name)
        if not _SET_UP:
            self._set_up()
            _SET_UP.update({name: (folder / name).read_bytes() for name in ("ledger.db", "visit.key", "kept.txt")})
        for name, content in _SET_UP.items():
            (folder / name).touch(0o600)
            (folder / name).write_bytes(content)
        self.key = self.public("visit.key")
        self.said = ""

    def _set_up(self) -> None:
        people = ("--role", "anna=caseworker", "--role", "lars=leader")
        self.visit("log", "init", "--origin", ORIGIN, "--key", "visit.key", *people, "--by", "lars")
        self.visit("decide", HOMELESS, "1", "--reason", "he wants a home of his own", "--by", "anna")
        self.visit("decide", MEANINGFUL_DAY, "1", "--reason", "nearest her mother", "--by", "anna")
        self.visit("log", "checkpoint", "--key", "visit.key", "-o", "kept.txt")

    def visit(self, *arguments: str, **environment: str) -> str:
        """Run visit as somebody in the office; return what it says, and keep it."""
        out, err = io.StringIO(), io.StringIO()
        with _in(self.folder, {"COLUMNS": _WIDE, **environment}), redirect_stdout(out), redirect_stderr(err):
            code = cli.main(list(arguments))
        said = f"{out.getvalue()}{err.getvalue()}(exit {code})\n"
        self.said += f"$ visit {' '.join(arguments)}\n{said}"
        return said

    def public(self, file: str) -> str:
        """Return the public key that belongs to a file."""
        from visit.ledger.signing import load_key

        return load_key(self.folder / file).public.text

    def write(self, writer: str, rows: Iterable[tuple[str, tuple[object, ...]]], first: Iterable[str] = ()) -> None:
        """Write to a database by hand, after what has to succeed first; keep what it answers to what it refuses."""
        from postgres import connected
        from psycopg import Error

        with connected(writer) as connection:
            for statement in first:
                connection.execute(statement)
            for statement, values in rows:
                try:
                    connection.execute(statement, values)
                except Error as error:
                    self.said += f"{error}\n"

    @property
    def ledger(self) -> Path:
        """The file."""
        return self.folder / "ledger.db"

    @contextmanager
    def without_guards(self) -> Iterator[sqlite3.Connection]:
        """Hold the file with its triggers taken off; they are put back, so that nothing tells of it."""
        connection = sqlite3.connect(self.ledger, isolation_level=None)
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _name, sql in triggers:
            connection.execute(sql)
        connection.close()

    def rewrite(self, change: Change, *, key: str | None = None, upto: int | None = None) -> None:
        """Make the ledger anew with visit's own code: new salts and hashes, and everything fits; sign it with a key, if given."""
        forged = self.folder / "forged.db"
        with Ledger.open(str(self.ledger)) as true:
            entries = [entry for entry in true.entries() if upto is None or entry.seq < upto]
            documents = {digest.hex(): value for digest, value in true.store.documents()}
        for entry in entries:
            values = dict(entry.values)
            change(entry, values)
            self._append(forged, entry, values, documents)
        for name in ("ledger.db-wal", "ledger.db-shm"):
            (self.folder / name).unlink(missing_ok=True)
        forged.replace(self.ledger)
        if key is not None:
            self.visit("log", "checkpoint", "--key", key)

    def _append(self, forged: Path, entry: Entry, values: Mapping[str, Any], documents: Mapping[str, bytes]) -> None:
        leaf, now = entry.leaf, datetime.fromisoformat(entry.leaf.time)
        digests = [one for one in (leaf.guideline, leaf.catalogue) if one is not None]
        named = {one: documents[one] for one in digests}
        draft = Draft(leaf.type, leaf.visit, values, leaf.guideline, leaf.catalogue, named)
        if entry.seq == 0:
            Ledger.create(str(forged), draft, now=now)[0].close()
            return
        with Ledger.open(str(forged), writable=True) as ledger:
            ledger.append(draft, now=now)


@contextmanager
def _in(folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    before, names = Path.cwd(), ("VISIT_LEDGER", "VISIT_USER", "VISIT_LANG", "LANG", "LC_ALL", "LANGUAGE", *environment)
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    os.environ.update(environment)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        for name in environment:
            os.environ.pop(name, None)
        os.environ.update(kept)


def carried_out(attack: ModuleType, folder: Path) -> str:
    """Carry an attack out in an office of its own; return what visit said."""
    office = Office(folder)
    attack.attack(office)
    return office.said


def main() -> None:
    """Carry out the attack that is run as a script, and print what visit says."""
    attack = sys.modules["__main__"]
    with tempfile.TemporaryDirectory() as folder, suppress(BrokenPipeError):
        said = carried_out(attack, Path(folder))
        print(f"{attack.__doc__}\n{said}")
        missing = [words for words in attack.SEEN if words not in said]
        print(f"NOT SEEN: {missing}" if missing else f"seen: {'; '.join(attack.SEEN)}")
        sys.exit(1 if missing else 0)
