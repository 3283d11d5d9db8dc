"""What was acknowledged is there, whole, however its writer or its server died."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from postgres import Server, running
from running import ROOT
from small_ledgers import NOW, decision, made

from visit.ledger.log import Ledger
from visit.ledger.opening import is_url
from visit.ledger.verifying import verify

# A process that appends and, once an append has returned, writes down its number and what it holds. Each kill ends a fork:
# what takes long is starting Python, not dying.
WRITER = """
import os, sys
from datetime import UTC, datetime
import visit.ledger.sqlite
if sys.argv[1].startswith("postgres"):
    import visit.ledger.postgres
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger

def write(where, out, name):
    with Ledger.open(where, writable=True) as ledger:
        os.write(out, b"ready\\n")
        n = 0
        while True:
            n += 1
            case = f"{name}-{n}"
            draft = Draft("decision", "1.0", {"by": name, "case": case, "reason": case * 20})
            receipt = ledger.append(draft, now=datetime.now(UTC))
            os.write(out, f"{receipt.seq} {case}\\n".encode())

where, folder = sys.argv[1:]
for line in sys.stdin:  # each line names a writer
    name = line.strip()
    child = os.fork()
    if not child:
        write(where, os.open(f"{folder}/{name}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), name)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


@contextmanager
def starter(place: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a process that starts one writer for each line it reads."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, place, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def start(process: subprocess.Popen[str], name: str) -> int:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{name}\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def gone(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "gone\n"


def wait_until_ready(path: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if path.exists() and path.read_bytes():
            return
        time.sleep(0.001)
    raise AssertionError("the writer does not begin")


def acknowledged(folder: Path) -> dict[int, str]:
    """Return the numbers that writers wrote down, each with its case; a line cut off by the kill is not one."""
    found: dict[int, str] = {}
    for path in folder.iterdir():
        for line in path.read_text().split("\n")[1:-1]:
            seq, case = line.split(" ")
            assert int(seq) not in found, "a number was given twice"
            found[int(seq)] = case
    return found


def kill_writers(place: str, folder: Path, *, rounds: int, together: int, seed: int) -> int:
    """Start writers and kill each at a random moment, again and again; return how many died while they wrote."""
    draw, kills = random.Random(seed), 0
    with ExitStack() as stack:
        starters = [stack.enter_context(starter(place, folder)) for _one in range(together)]
        for number in range(rounds):
            names = [f"w{seed}-{number}-{one}" for one in range(together)]
            writers = [start(process, name) for process, name in zip(starters, names, strict=True)]
            for name in names:
                wait_until_ready(folder / name)
            for writer in draw.sample(writers, together):
                time.sleep(draw.uniform(0, 0.03))
                os.kill(writer, signal.SIGKILL)
                kills += 1
            for process in starters:
                gone(process)
    return kills


def all_is_there(place: str, told: dict[int, str]) -> int:
    """Compare a ledger with what was acknowledged; return how many entries came without an answer."""
    report = verify(place)
    assert report.faults == ()
    with Ledger.open(place, writable=True) as ledger:
        there = {entry.seq: entry for entry in ledger.entries(1)}
        assert list(there) == list(range(1, report.head.size))
        assert {seq: there[seq].get("case") for seq in told} == told
        for entry in there.values():
            assert entry.leaf.fields.keys() == entry.values.keys()
            assert entry.get("reason") == entry.get("case") * 20
        assert ledger.append(decision("z", reason="z" * 20), now=NOW).seq == report.head.size
    assert verify(place).faults == ()
    return len(there) - len(told)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_writers_that_are_killed_lose_nothing_acknowledged(tmp_path: Path, seed: int) -> None:
    place, folder = str(tmp_path / "ledger"), tmp_path / "told"
    folder.mkdir()
    made(place).close()
    kills = kill_writers(place, folder, rounds=20, together=3, seed=seed)
    told = acknowledged(folder)
    more = all_is_there(place, told)
    print(f"killed {kills}, acknowledged {len(told)}, written without an answer {more}")
    assert kills == 60
    assert len(told) > kills
    assert 0 <= more <= kills


def test_a_file_as_it_lies_at_any_moment_opens_whole(tmp_path: Path) -> None:
    """What a machine that stops leaves: file and log, copied between appends, without the shared memory."""
    place = tmp_path / "ledger"
    with made(str(place)) as ledger:
        for seq in range(1, 30):
            ledger.append(decision(f"c{seq}", reason=f"c{seq}" * 20), now=NOW)
            copy = tmp_path / f"copy{seq}"
            shutil.copy(place, copy)
            shutil.copy(f"{place}-wal", f"{copy}-wal")
            # The log's last frame torn: an entry that was not acknowledged when the machine stopped is not there at all.
            torn = tmp_path / f"torn{seq}"
            shutil.copy(place, torn)
            log = Path(f"{place}-wal").read_bytes()
            Path(f"{torn}-wal").write_bytes(log[:-100])
            assert verify(str(copy)).head == ledger.head()
            report = verify(str(torn))
            assert report.faults == ()
            assert report.head == ledger.head(report.head.size)
            assert report.head.size == seq


@pytest.fixture(scope="module")
def durable_server() -> Iterator[Server]:
    with running(durable=True) as server:
        yield server


def test_clients_of_a_server_that_are_killed_lose_nothing_acknowledged(durable_server: Server, tmp_path: Path) -> None:
    place = durable_server.database()
    assert is_url(place)
    made(place).close()
    kills = kill_writers(place, tmp_path, rounds=10, together=3, seed=5)
    told = acknowledged(tmp_path)
    more = all_is_there(place, told)
    print(f"killed {kills}, acknowledged {len(told)}, written without an answer {more}")
    assert (kills, len(told) > kills, 0 <= more <= kills) == (30, True, True)


def test_a_server_that_crashes_loses_nothing_acknowledged(durable_server: Server, tmp_path: Path) -> None:
    place = durable_server.database()
    with made(place) as ledger:
        assert not any("fsync" in one for one in ledger.store.warnings())
    for crash in range(3):
        with starter(place, tmp_path) as process:
            name = f"w{crash}"
            start(process, name)
            wait_until_ready(tmp_path / name)
            time.sleep(0.2)
            durable_server.stop("immediate")
            gone(process)
        durable_server.start()
        told = acknowledged(tmp_path)
        written = len(told)
        # One entry may have been written while its answer was lost, and `all_is_there` appends one each time.
        assert 0 <= all_is_there(place, told) <= 2 * crash + 1
    assert written > 3
