"""Replay of what is recorded beside an answer: it follows from it, in the same words, or it is said what does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ledgers import a_case, a_ledger, decide, guideline, ranked
from test_replaying import forged

from visit.audit.beside import Beside
from visit.audit.replayed import Under
from visit.audit.replaying import replay
from visit.catalogue import shipped_catalogue
from visit.commands.decide import plain_answer
from visit.decisions.worked_out import Choice
from visit.ledger.log import Ledger
from visit.matching import match
from visit.render.plain import plain
from visit.render.replay_sheet import ReplaySheet

DAY = "sil-noget-at-staa-op-til"
HOMELESS = "hol-hjemloes-stoffer-og-sindslidelse"


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with one decision, which waits for an approval and has days to look again."""
    path = tmp_path_factory.mktemp("beside") / "ledger.db"
    with a_ledger(path) as ledger:
        decide(ledger, a_case(HOMELESS), day="2026-12-01")
    return path


@pytest.fixture
def ledger(decided: Path, tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    path.write_bytes(decided.read_bytes())
    return path


def of(path: Path, seq: int, **shown: Any) -> Beside:
    (found,) = replay(str(path), [seq], **shown)
    assert found.status == "same"
    assert found.beside is not None
    assert found.unexplained is found.beside.unexplained
    return found.beside


def with_fields(path: Path, **changes: Any) -> int:
    with Ledger.open(str(path), writable=True) as log:
        return forged(log, 1, **changes)


def sheet(path: Path, *numbers: int) -> str:
    return plain(ReplaySheet(tuple(replay(str(path), numbers)), Under(), "en").sheet(), width=1000)


def test_what_was_recorded_follows_from_the_answer(ledger: Path) -> None:
    found = of(ledger, 1)
    assert (found.verdict, found.changes, found.not_recorded) == ("same", (), ())
    assert "approvals, days and reasons follow from the answer: 1" in sheet(ledger, 1)


@pytest.mark.parametrize(
    ("choice", "departure"),
    [
        (5, "professional"),
        (7, "professional"),
        ("other:a farm", "professional"),
        ("none:refused", "other"),
        ("none:withdrawn", None),
    ],
)
def test_so_it_is_whatever_was_chosen(choice: Any, departure: str | None, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    case = a_case(DAY)
    with a_ledger(path) as log:
        if choice == 7:  # further down than the answer shows
            more = match(case, shipped_catalogue(), guideline(case.municipality, case.assessed), top=7).placements
            choice = Choice(placement=more[6], rank=7)
        seq = decide(log, case, choice=choice, departure=departure)
    assert of(path, seq).verdict == "same"


def test_an_approval_that_was_left_out_is_unexplained(ledger: Path) -> None:
    seq = with_fields(ledger, approvals=[])
    found = of(ledger, seq)
    assert (found.verdict, [one.section for one in found.changes]) == ("differs", ["approvals"])
    assert found.changes[0].only_recorded == ()
    assert len(found.changes[0].only_now) == 1
    told = sheet(ledger, seq)
    assert "does not follow from the answer, and nothing says why: 1" in told
    assert "reasons follow from the answer" not in told
    assert "who must approve, recorded: nothing" in told
    assert "who must approve, follows today: Approved after a meeting" in told


def test_an_approval_with_another_role_is_told_though_its_statement_is_there(ledger: Path) -> None:
    with Ledger.open(str(ledger)) as log:
        rows = log.entry(1).get("approvals")
    seq = with_fields(ledger, approvals=[{**one, "four_eyes": not one["four_eyes"]} for one in rows])
    assert of(ledger, seq).verdict == "differs"
    assert "who must approve: recorded otherwise" in sheet(ledger, seq)


def test_another_day_and_another_rank_are_told(ledger: Path) -> None:
    with Ledger.open(str(ledger)) as log:
        entry = log.entry(1)
        due, choice = entry.get("follow_up"), entry.get("choice")
    later = [{**one, "due": ["2031-01-01"]} for one in due]
    seq = with_fields(ledger, follow_up=later, choice={**choice, "rank": 3})
    assert {one.section for one in of(ledger, seq).changes} == {"follow_up", "choice"}
    assert "place in the ranking: recorded 3, today 1" in sheet(ledger, seq)


def test_another_version_is_said_to_be_that(ledger: Path) -> None:
    seq = with_fields(ledger, approvals=[], visit="0.0.9")
    found = of(ledger, seq)
    assert (found.verdict, found.unexplained) == ("version", False)
    assert "recorded by visit 0.0.9" in sheet(ledger, seq)


def test_what_an_older_version_did_not_record_is_said_and_no_fault(ledger: Path) -> None:
    with Ledger.open(str(ledger)) as log:
        choice = log.entry(1).get("choice")
    old = {key: value for key, value in choice.items() if key not in ("open", "not_yet")}
    seq = with_fields(ledger, choice=old, visit="0.0.9")
    found = of(ledger, seq)
    assert {*found.not_recorded} == {"open", "not_yet"}
    assert "choice" not in [one.section for one in found.changes]
    assert "not recorded by the version of visit of that time: the open questions" in sheet(ledger, seq)
    # Of this version it would be a gap.
    assert "choice" in [one.section for one in of(ledger, with_fields(ledger, choice=old)).changes]


def test_other_words_are_mild(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    case = a_case(DAY)
    with a_ledger(path) as log:
        right = plain_answer(ranked(case), "en")
        first = decide(log, case, shown=right)
        second = decide(log, case, shown={**right, "text": right["text"] + "and more"})
        third = decide(log, case, shown={"language": "xx", "text": ""})
    found = list(replay(str(path), [first, second, third], shown=plain_answer))
    assert [one.beside.verdict for one in found if one.beside] == ["same", "words", "words"]
    assert not any(one.unexplained for one in found)
    told = plain(ReplaySheet(tuple(found), Under(), "en").sheet(), width=1000)
    assert "only the words of the answer differ: 2 (entries 2 and 3)" in told


def test_a_changed_reason_is_found_and_the_answer_is_the_same(ledger: Path) -> None:
    import sqlite3

    with sqlite3.connect(ledger) as base:
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f"DROP TRIGGER {name}")
        base.execute("UPDATE private SET value = ? WHERE seq = 1 AND name = 'reason'", (b'"another"',))
    base.close()
    found = of(ledger, 1)
    assert (found.verdict, found.problem) == (
        "unreadable",
        "entry 1 is damaged: the reason was changed after it was recorded",
    )


def test_nothing_is_compared_beside_another_answer_or_under_another_guideline(ledger: Path) -> None:
    (found,) = replay(str(ledger), [1], Under("esbjerg"))
    assert found.beside is None
    seq = with_fields(ledger, visit="0.0.9", core={**core_of(ledger), "separations": []})
    (found,) = replay(str(ledger), [seq])
    assert (found.status, found.beside) == ("differs", None)


def core_of(path: Path) -> dict[str, Any]:
    with Ledger.open(str(path)) as log:
        core: dict[str, Any] = log.entry(1).get("core")
    return core
