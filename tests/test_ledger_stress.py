"""Eight writers of different kinds at once, killed and started anew: what one of them was told is so, and everything verifies."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from exploring import Exploring
from running import ROOT
from small_ledgers import KEY, made

from visit.ledger.log import Ledger
from visit.ledger.verifying import verify

KINDS = ("decides", "decides", "answers", "answers", "erases", "configures", "signs", "verifies")
"""What each of the eight does."""

# A process that forks a writer for each line it reads: what takes long is starting Python. It alone kills them, since the number
# of a process that it has not waited for is no other's.
WRITERS = """
import os, random, signal, sys
from datetime import UTC, datetime
from hashlib import sha256
import visit.ledger.sqlite
if sys.argv[1].startswith("postgres"):
    import visit.ledger.postgres
sys.path.insert(0, sys.argv[3])
from small_ledgers import KEY, PEOPLE
from visit.canonical import encode
from visit.errors import LedgerError
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger
from visit.ledger.verifying import verify

where, folder = sys.argv[1:3]

def now():
    return datetime.now(UTC)

def decides(ledger, say, name, n, draw):
    document = encode({"layers": [draw.randrange(5)]})
    digest = sha256(document).hexdigest()
    case = f"{name}-{n}"
    draft = Draft("decision", "1.0", {"by": name, "case": case, "reason": case * 50}, digest, documents={digest: document})
    with ledger.writing():
        receipt = ledger.add(draft, now=now())
    say("decided", receipt.seq, case)

def answers(ledger, say, name, n, draw):
    decides(ledger, lambda *_: None, name, n, draw)
    case = f"{name}-{n}"
    with ledger.writing():  # two entries or none
        of = ledger.of_case(case)[0]
        two = [ledger.add(Draft("approval", "1.0", {"by": name, "case": case, "of": of}), now=now()).seq for _ in range(2)]
    say("answered", *two, case)

def erases(ledger, say, name, n, draw):
    decides(ledger, lambda *_: None, name, n, draw)
    case = f"{name}-{n}"
    with ledger.writing():
        numbers = ledger.of_case(case)
        ledger.erase(Draft("erasure", "1.0", {"by": name, "entries": list(numbers)}), numbers, now=now())
    say("erased", *numbers)
    ledger.store.settle()

def configures(ledger, say, name, n, draw):
    with ledger.writing():
        receipt = ledger.add(Draft("configuration", "1.0", {"by": name, "keys": [KEY.public.text], "people": PEOPLE}), now=now())
    say("configured", receipt.seq)

def signs(ledger, say, name, n, draw):
    made = ledger.checkpoint(KEY)
    say("signed", made.head.size, made.head.root.hex())

def verifies(ledger, say, name, n, draw):
    report = verify(where)
    say("verified", report.head.size, *(f"{one.seq}:{one.kind}:{one.detail}".replace(" ", "_") for one in report.faults))

def write(kind, name):
    out = os.open(f"{folder}/{name}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    draw, n = random.Random(name), 0
    while True:
        try:
            with Ledger.open(where, writable=True) as ledger:
                for _ in range(20):
                    n += 1
                    globals()[kind](ledger, lambda *said: os.write(out, (" ".join(map(str, said)) + "\\n").encode()), name, n, draw)
        except LedgerError as error:  # in use for too long, or the connection lost: told, and tried again
            os.write(out, f"refused {error.message}\\n".encode())

for line in sys.stdin:
    what, *said = line.split()
    if what == "start":
        child = os.fork()
        if not child:
            write(*said)
        print(child, flush=True)
    else:
        os.kill(int(said[0]), signal.SIGKILL)
        ended = os.waitpid(int(said[0]), 0)[1]
        print(os.waitstatus_to_exitcode(ended), flush=True)
"""


@contextmanager
def forking(place: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITERS, place, str(folder), str(ROOT / "tests")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            pipe.close()


def asked(process: subprocess.Popen[str], *words: object) -> int:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{' '.join(map(str, words))}\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def stress(place: str, folder: Path, chance: random.Random, seconds: float) -> int:
    """Let eight write for so many seconds, and kill one after the other; return how many were killed."""
    kills = 0
    with forking(place, folder) as process:
        running = {at: asked(process, "start", kind, f"{kind}-{at}-0") for at, kind in enumerate(KINDS)}
        end = time.monotonic() + seconds
        # On a machine that is busy with other things, a run that shows too little goes on.
        while (now := time.monotonic()) < end or (now < end + 60 and (kills < 4 or written(folder) < 4)):
            time.sleep(chance.uniform(0.02, 0.2))
            at = chance.choice(list(running))
            assert asked(process, "kill", running[at]) == -signal.SIGKILL, "it ended by itself"
            kills += 1
            running[at] = asked(process, "start", KINDS[at], f"{KINDS[at]}-{at}-{kills}")
    return kills


def written(folder: Path) -> int:
    """Return how many times a writer was told that decisions, answers or erasures are written."""
    return sum(1 for what, *_said in told(folder) if what in ("decided", "answered", "erased"))


def told(folder: Path) -> Iterator[list[str]]:
    """Yield what the writers were told; a line that the kill cut off is none."""
    for path in folder.iterdir():
        yield from (line.split(" ") for line in path.read_text(encoding="utf-8").split("\n")[:-1])


def everything_is_so(place: str, folder: Path) -> Counter[str]:
    """Hold what was told against the ledger; return how often what was told."""
    report = verify(place)
    assert report.faults == ()
    assert report.stepped_back == (), "times are taken under the lock"
    count = Counter[str]()
    with Ledger.open(place, writable=True) as ledger:
        ledger.store.settle()
        assert ledger.store.owed() == ()
        entries = {entry.seq: entry for entry in ledger.entries()}
        for what, *said in told(folder):
            count[what] += 1
            match what:
                case "decided":
                    assert entries[int(said[0])].get("reason") == said[1] * 50
                case "answered":
                    first, second, case = int(said[0]), int(said[1]), said[2]
                    assert second == first + 1
                    assert entries[first].get("case") == entries[second].get("case") == case
                case "erased":
                    assert all(entries[int(seq)].erased for seq in said)
                case "signed":
                    assert ledger.head(int(said[0])).root.hex() == said[1]
                case "verified":
                    assert said[1:] == []
                case "configured":
                    assert entries[int(said[0])].leaf.type == "configuration"
                case _:
                    assert what == "refused", what
    assert verify(place).faults == ()
    return count


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are made by forking")
def test_eight_mixed_writers_lose_nothing_when_they_are_killed(
    ledger_place: str, tmp_path: Path, exploring: Exploring
) -> None:
    folder = tmp_path / "told"
    folder.mkdir()
    made(ledger_place, 1, [KEY.public.text]).close()
    kills = stress(ledger_place, folder, exploring.chance, max(3.0, exploring.seconds))
    count = everything_is_so(ledger_place, folder)
    print(f"killed {kills}; told {dict(count)}")
    assert kills > 3
    assert written(folder) > 3
