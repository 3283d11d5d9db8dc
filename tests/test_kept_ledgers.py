"""Ledgers written by earlier versions, and by this one: they verify, and every decision in them replays to the same bytes."""

from __future__ import annotations

import lzma
from datetime import date, timedelta
from pathlib import Path

import pytest

from visit import __version__
from visit.audit.replaying import chosen_numbers, replay
from visit.decisions.named import RecordedNames
from visit.ledger.log import Ledger
from visit.ledger.notes import read_checkpoint
from visit.ledger.verifying import verify
from visit.render.decision_rows import due_rows

CHANGED = {
    "0.1.0": {
        "esb-2026-0390",
        "had-2026-0019",
        "had-2026-0058",
        "had-2026-0311",
        "had-2026-0777",
        "hol-2025-0930",
        "hol-2026-0071",
        "ib-2025-1108",
        "ib-2026-0233",
        "ib-2026-0318",
        "ib-2026-0417",
        "sil-2025-0733",
        "sil-2026-0205",
        "sil-2026-0466",
    },
    "0.2.0": {"hol-2025-0930"},
}
"""Of each version, the cases that this one answers otherwise; the changelog says why."""
KEPT = sorted((Path(__file__).parent / "kept").glob("*.db.xz"))


@pytest.fixture(params=KEPT, ids=lambda path: path.name.removesuffix(".db.xz"))
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str, str]:
    """A ledger of some version, unpacked, the head that was kept of it, and the version."""
    path = tmp_path / "ledger.db"
    path.write_bytes(lzma.decompress(request.param.read_bytes()))
    checkpoint = request.param.with_name(request.param.name.replace(".db.xz", ".checkpoint"))
    return path, checkpoint.read_text(encoding="utf-8"), request.param.name.removesuffix(".db.xz")


def test_this_version_has_left_one() -> None:
    assert f"{__version__}.db.xz" in [path.name for path in KEPT]


def test_it_verifies_against_the_head_that_was_kept(kept: tuple[Path, str, str]) -> None:
    report = verify(str(kept[0]), checkpoint=read_checkpoint(kept[1]))
    assert (report.faults, report.erased, report.checkpoints) == ((), 1, 1)
    assert report.compared is not None
    assert report.compared.head.size < report.head.size


def test_every_decision_replays(kept: tuple[Path, str, str]) -> None:
    with Ledger.open(str(kept[0])) as ledger:
        numbers = chosen_numbers(ledger)
    found = list(replay(str(kept[0]), numbers))
    assert len(found) > 20
    told = {one.seq: (one.status, [d.cause for d in one.differences]) for one in found}
    assert {status for status, _causes in told.values()} == {"same", "differs", "erased"}
    # Where facts were corrected the answer is another, and says so; a later version's may be where its changelog says so.
    by_engine = {one.case for one in found if "engine" in told[one.seq][1]}
    assert by_engine == CHANGED.get(kept[2], set())
    assert all(set(causes) <= {"facts", "engine"} for _status, causes in told.values())


def test_it_says_how_often_somebody_looks_again(kept: tuple[Path, str, str]) -> None:
    told = set()
    with Ledger.open(str(kept[0])) as ledger:
        named = RecordedNames(ledger)
        for entry in ledger.entries():
            wording = named.wording(entry)
            told |= {days.partition(", ")[2].rpartition(" from")[0] for days, _what in due_rows(entry, wording)}
            for row in entry.get("follow_up") or ():
                due = [date.fromisoformat(day) for day in row["due"]]
                assert wording.then_every(row["id"], [due[0], due[-1] + timedelta(days=1)]) is None
    assert told >= {"then every year", "then every month"}
