"""What is recorded with a decision and what follows from it, each on a case of a line or two."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from ledgers import SYSTEM_USER, a_ledger, approve, at, correct, decide, follow, refuse, sil
from ledgers import a_case as an_example
from running import inside
from written import a_case, a_guideline, an_offer, offers

from visit.audit.replaying import chosen_numbers, replay
from visit.case import Case
from visit.decisions.deciding import Recorded, decision
from visit.decisions.files import decided
from visit.decisions.worked_out import Choice
from visit.errors import CaseError, LedgerError
from visit.ledger.log import Ledger
from visit.matching import match
from visit.ranking.values import Ranking
from visit.reasons.consequences import Consequences
from visit.reasons.explanation import Explanation

TEXT = {"da": "tekst", "en": "text"}
SUPPORT = {"areas": ["support"]}
ONE = offers(an_offer("a", "SEL-85"))


def ranked(document: dict[str, Any], written: dict[str, Any], rows: dict[str, Any] = ONE) -> Ranking:
    return match(case(document), catalogue(rows), guideline(written), DAY)


def decided_on(ledger: Ledger, ranking: Ranking) -> int:
    """Record that the first placement was chosen."""
    choice = Choice(placement=ranking.placements[0], rank=1)
    recorded = Recorded("it fits", "anna", SYSTEM_USER)
    draft = decision(ranking, choice, recorded, shown={"language": "en", "text": "…"}, today=DAY)
    return ledger.append(draft, now=at(DAY.isoformat())).seq


# --- follow-ups, approvals, applications ---

LOOK_AGAIN = [
    {"id": "always", "when": "true", "after": "3 months", "text": TEXT},
    {"id": "if-acute", "when": "case.flags.acute", "after": "1 months", "text": TEXT},
    {"id": "never", "when": "case.assessed < 2000-01-01", "after": "2 months", "text": TEXT},
]


@pytest.mark.parametrize(
    ("flags", "recorded"),
    [({}, ["always"]), ({"acute": False}, ["always"]), ({"acute": True}, ["if-acute", "always"])],
    ids=["not known", "no", "yes"],
)
def test_only_what_is_surely_to_be_looked_at_again_is_due(
    flags: dict[str, bool], recorded: list[str], ledger: Ledger
) -> None:
    """What is due only perhaps is told with the ranking; a date that is recorded is overdue one day."""
    ranking = ranked(a_case(needs=SUPPORT, flags=flags), a_guideline(follow_up=LOOK_AGAIN))
    seq = decided_on(ledger, ranking)
    assert {row["id"] for row in decided(ledger, seq).entry.get("follow_up")} == set(recorded)
    told = Consequences(Explanation(ranking)).follow_up(ranking.placements[0])
    perhaps = [] if flags else [("if-acute", False)]
    assert sorted((one.statement.id, one.surely) for one in told) == sorted(
        [*((id, True) for id in recorded), *perhaps]
    )


def test_an_approval_by_somebody_outside_names_who_gave_it(ledger: Ledger) -> None:
    """Nobody in the ledger is a doctor, so an approval by one is recorded as a hold is: by anybody, with who decided."""
    rows = [{"id": "health", "when": "true", "by": "doctor", "text": TEXT}]
    seq = decided_on(ledger, ranked(a_case(needs=SUPPORT), a_guideline(approvals=rows)))
    assert [(one.id, one.kind) for one in decided(ledger, seq).approval_states] == [("health", "approval")]
    with pytest.raises(LedgerError, match=r"the doctor is decided by somebody outside"):
        approve(ledger, seq, "health", by="anna")
    with pytest.raises(LedgerError, match=r"waits for somebody outside the municipality: the doctor"):
        approve(ledger, seq, by="anna")
    approve(ledger, seq, by="anna", decider="Dr Holm")
    (given,) = decided(ledger, seq).answered("approval")
    assert (given.get("role"), given.get("decider")) == ("caseworker", "Dr Holm")


def test_an_application_that_cannot_be_granted_yet_is_open_and_one_that_never_can_is_refused() -> None:
    applied = a_case(needs=SUPPORT, applied=[{"provision": "SEL-85"}])

    def verdict(**rule: Any) -> str:
        found = ranked(
            applied,
            a_guideline(rules=[{"id": "r", "gate": "legality", "strength": "must", "reason": TEXT, **rule}]),
            offers(an_offer("a", "SEL-85", operator={"type": "private"})),
        )
        first = found.placements[0] if found.placements else None
        return Consequences(Explanation(found)).applications(first)[0].verdict

    assert verdict(require="option.external") == "full"
    assert verdict(require="case.flags.acute") == "open"
    assert verdict(require="option.external", strength="hold", by="municipality") == "full"
    assert verdict(require="option.internal", strength="hold", by="municipality") == "open"
    assert verdict(require="option.internal") == "refused"


def test_an_approval_that_is_refused_is_not_open(ledger: Ledger) -> None:
    rows = [{"id": "lead", "when": "true", "by": "leader", "text": TEXT}]
    seq = decided_on(ledger, ranked(a_case(needs=SUPPORT), a_guideline(approvals=rows)))
    assert [one.state for one in decided(ledger, seq).approval_states] == ["outstanding"]
    refuse(ledger, seq, "approver", "other", by="lis")
    assert [one.state for one in decided(ledger, seq).approval_states] == ["refused"]


def test_what_was_measured_on_the_day_of_the_assessment_is_a_follow_up(ledger: Ledger) -> None:
    seq = decided_on(ledger, ranked(a_case(needs=SUPPORT), a_guideline()))
    follow(ledger, seq, DAY.isoformat())
    with pytest.raises(CaseError, match="measured is before the assessment that decision 1 rests on"):
        follow(ledger, seq, "2026-11-21", day=DAY.isoformat())
    assert [one.get("measured")["measured"] for one in decided(ledger, seq).answered("follow-up")] == [DAY.isoformat()]


# --- replay ---


def statuses(path: Path, numbers: list[int]) -> list[tuple[str, list[str]]]:
    return [(one.status, [d.cause for d in one.differences]) for one in replay(str(path), numbers)]


def test_the_same_facts_on_two_days_are_two_questions(tmp_path: Path) -> None:
    """Somebody who turns eighteen between them is not answered twice alike."""
    path = tmp_path / "ledger.db"
    young = an_example("ib-stu-hos-foraeldre", citizen={"born": "2009-01-15", "age": None})
    with a_ledger(path) as ledger:
        numbers = [decide(ledger, young, choice=choice, as_of=day) for choice, day in _before_and_after(young)]
        first, second = (ledger.raw(seq, "core") for seq in numbers)
    assert first != second
    assert statuses(path, numbers) == statuses(path, numbers[::-1]) == [("same", [])] * 2


def _before_and_after(young: Case) -> list[tuple[str, str]]:
    from ledgers import ranked

    days = ("2027-01-14", "2027-01-15")
    return [("1" if ranked(young, as_of=day).placements else "none:refused", day) for day in days]


def test_a_correction_of_one_decision_is_none_of_another_on_the_same_case(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        corrected, other, later = (decide(ledger, sil(), day=f"2026-01-0{day}") for day in (5, 6, 7))
        correct(ledger, corrected, sil(support_need=4), day="2026-01-08")
    found = statuses(path, [corrected, other, later])
    assert found == [("differs", ["facts"]), ("same", []), ("same", [])]


def test_since_a_day_is_that_day_as_well(tmp_path: Path) -> None:
    with a_ledger(tmp_path / "ledger.db") as ledger:
        numbers = [decide(ledger, sil(), day=day) for day in ("2026-01-05", "2026-01-06", "2026-01-07")]
        assert chosen_numbers(ledger, since="2026-01-06") == tuple(numbers[1:])
        assert chosen_numbers(ledger, since="2026-01-08") == ()
        moment = ledger.entry(numbers[1]).leaf.time
        assert chosen_numbers(ledger, since=moment) == tuple(numbers[1:])


def test_an_older_head_may_be_the_newest_one_and_no_newer(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        size = decide(ledger, sil()) + 1
    proof = ("log", "proof", "--ledger", str(path), "--format", "json", "--since")
    found = json.loads(inside(monkeypatch, capsys, *proof, str(size)).out)
    assert (found["old_root"], found["proof"]) == (found["root"], [])
    for since in (0, size + 1):
        ran = inside(monkeypatch, capsys, *proof, str(since))
        assert (ran.code, ran.out) == (2, "")
        assert f"--since needs an older size, from 1 to {size}" in ran.err
