"""Replay: the same bytes, or the cause and where the paths part."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from ledgers import PEOPLE, a_case, a_ledger, at, correct, decide, erase, ranked

import visit.audit.replaying
from visit.audit.replayed import Replayed, Under
from visit.audit.replaying import chosen_numbers, replay
from visit.audit.separating import Separated
from visit.canonical import encode
from visit.catalogue import catalogue_from, shipped_catalogue
from visit.decisions.core import core, parting
from visit.errors import UsageError
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger

DAY = "sil-noget-at-staa-op-til"
HOMELESS = "hol-hjemloes-stoffer-og-sindslidelse"
STU = "ib-stu-hos-foraeldre"


def replayed(path: Path, *numbers: int, **under: str) -> list[Replayed]:
    return list(replay(str(path), numbers, Under(**under)))


def forged(ledger: Ledger, seq: int, **changes: Any) -> int:
    """Append a decision like another, with fields that no `match` gave."""
    entry = ledger.entry(seq)
    draft = Draft(
        "decision",
        changes.pop("visit", entry.leaf.visit),
        {**entry.values, **changes},
        entry.leaf.guideline,
        entry.leaf.catalogue,
    )
    return ledger.append(draft, now=at("2026-12-01")).seq


@pytest.mark.parametrize("example", [DAY, HOMELESS, STU, "ib-fylder-18", "had-naesten-tom", "ib-vil-ikke-flytte"])
def test_a_decision_replays_to_the_same_bytes(example: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        choice = 1 if ranked(a_case(example)).placements else "none:refused"
        seq = decide(ledger, a_case(example), choice=choice)
    (found,) = replayed(path, seq)
    assert (found.status, found.differences, found.unexplained) == ("same", (), False)


def test_a_core_that_nothing_explains_is_unexplained(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        seq = decide(ledger, a_case(DAY))
        made = json.loads(ledger.raw(seq, "core"))
        made["placements"] = made["placements"][1:]
        seq = forged(ledger, seq, core=made)
    (found,) = replayed(path, seq)
    assert [one.cause for one in found.differences] == ["unexplained"]
    assert found.unexplained
    assert found.differences[0].parting.what == "order"
    assert found.first[0] != found.first[1]


def test_a_core_by_another_version_is_that_versions(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        seq = decide(ledger, a_case(DAY))
        made = json.loads(ledger.raw(seq, "core"))
        rule = next(id for id, rows in sorted(made["outcomes"].items()) if "holds" in rows)
        made["outcomes"][rule] = {"fails": made["outcomes"][rule]["holds"]}
        seq = forged(ledger, seq, core=made, visit="0.0.9")
    (found,) = replayed(path, seq)
    assert [one.cause for one in found.differences] == ["engine"]
    assert found.differences[0].parting.rule == rule
    assert (found.written_by, found.unexplained) == ("0.0.9", False)


def test_corrected_facts_are_the_cause(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        seq = decide(ledger, a_case(HOMELESS))
        other = decide(ledger, a_case(DAY))
        correct(ledger, seq, a_case(HOMELESS, needs={"hours_per_week": {"support": 3}}))
        correct(ledger, seq, a_case(HOMELESS, support_need=1))
    found, untouched = replayed(path, seq, other)
    assert [one.cause for one in found.differences] == ["facts"]
    assert untouched.status == "same"
    assert not found.unexplained


def test_another_guideline_is_the_cause_and_names_the_first_rule(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        seq = decide(ledger, a_case(STU))
    (found,) = replayed(path, seq, guideline="esbjerg")
    assert [one.cause for one in found.differences] == ["guideline"]
    parted = found.differences[0].parting
    assert parted.what == "rule"
    gates = ("competence", "entitlement", "legality", "sufficiency", "permanence", "consent", "policy")
    from ledgers import guideline

    case = a_case(STU)
    both = [guideline(name, case.assessed) for name in ("Ikast-Brande", "Esbjerg")]
    differing = {
        rule.id: gates.index(rule.gate)
        for one in both
        for rule in one.rules
        if all(other.rule(rule.id) is None for other in both if other is not one)
    }
    assert parted.rule in differing


CHILD = """
guideline: nordby
version: "1"
title: {da: a, en: b}
in_force: {from: 2020-01-01}
extends: serviceloven
source: test
draft: true
"""
NOTHING_OF_ITS_OWN = "departures: {}\n"


def under(path: Path, statements: str, *numbers: int) -> list[Replayed]:
    """Replay under a child of the national layer that says one thing more."""
    other = path.with_name("nordby.yaml")
    other.write_text(CHILD + statements, encoding="utf-8")
    return replayed(path, *numbers, guideline=str(other))


def decided_under_the_law(path: Path) -> tuple[int, str, str]:
    """Record a decision under the national layer alone; return its number and the two best placements."""
    with a_ledger(path) as ledger:
        seq = decide(ledger, a_case(DAY), under="serviceloven")
        best = ranked(a_case(DAY), under="serviceloven").placements
        return seq, best[0].id, best[1].id


def test_a_rule_that_rules_the_old_first_out_is_what_separates(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    seq, first, second = decided_under_the_law(path)
    lost = next(one for one in first.split("+") if one not in second.split("+"))
    rule = f"{{id: not-this, gate: policy, strength: must, require: option.id != '{lost}', reason: {{da: x, en: x}}, source: t}}"
    (found,) = under(path, f"rules:\n  - {rule}\n", seq)
    assert found.problem == ""
    (difference,) = found.differences
    assert difference.parting.first == (first, second)
    now, before = difference.separated
    assert now == Separated("rule", "not-this", lost)
    # Under the law the second stood behind by the order, and no rule kept it back.
    assert before is not None
    assert (before.by, before.option) == ("criterion", None)
    assert [name.split(" (")[0] for name in difference.guidelines or ()] == ["serviceloven 2026.6", "nordby 1"]


def test_a_criterion_separates_where_no_rule_does(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    seq, first, second = decided_under_the_law(path)
    wanted = next(one for one in second.split("+") if one not in first.split("+"))
    marks = """
  - {id: least-intrusive, lower: option.step, over: all, source: t}
  - {id: wish, higher: option.wished, over: any, source: t}
  - {id: wish-to-avoid, lower: option.avoided, over: sum, source: t}
  - {id: fewest-exceptions, lower: placement.presumptions_failed, of: placement, source: t}
"""
    mine = f"  - {{id: this-one, higher: option.id == '{wanted}', over: any, source: t}}\n"
    (found,) = under(path, f"preferences:{marks}{mine}", seq)
    (difference,) = found.differences
    assert difference.parting.moved
    assert difference.separated[0] == Separated("criterion", "this-one")


def test_what_follows_alone_is_told_too(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    seq, first, _second = decided_under_the_law(path)
    text = "text: {da: a, en: b}, source: t"
    (found,) = under(
        path,
        f"approvals:\n  - {{id: the-director, when: case.age >= 18, by: director, {text}}}\n"
        f"follow_up:\n  - {{id: soon, after: 3 months, when: case.age >= 18, {text}}}\n",
        seq,
    )
    assert (found.status, found.first) == ("differs", (first, first))
    (difference,) = found.differences
    assert difference.parting.what == "follows"
    assert [(one.section, one.gone) for one in difference.follows] == [("approvals", ()), ("follow_up", ())]
    assert difference.follows[0].new == ("the-director",)
    assert difference.follows[1].new[0].startswith("soon 20")


def test_the_same_guideline_in_other_words_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    seq, first, _second = decided_under_the_law(path)
    (found,) = under(path, NOTHING_OF_ITS_OWN, seq)
    assert (found.status, found.first) == ("same", (first, first))
    assert found.under is not None
    assert found.under[0].startswith("nordby 1 (")
    assert found.under[1]


def test_an_option_that_is_gone_is_what_separates(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        seq = decide(ledger, a_case(HOMELESS))
    offers = tmp_path / "offers.yaml"
    offers.write_bytes((Path(__file__).parent / "commands" / "offers.yaml").read_bytes())
    (found,) = replayed(path, seq, catalogue=str(offers))
    now, _before = found.differences[0].separated
    assert now is not None
    assert now.by == "absent"


def test_causes_are_split_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        seq = decide(ledger, a_case(HOMELESS))
        correct(ledger, seq, a_case(HOMELESS, support_need=1))
    offers = tmp_path / "offers.yaml"
    offers.write_bytes((Path(__file__).parent / "commands" / "offers.yaml").read_bytes())
    (found,) = replayed(path, seq, catalogue=str(offers), guideline="esbjerg")
    assert [one.cause for one in found.differences] == ["facts", "catalogue", "guideline"]
    firsts = [one.parting.first for one in found.differences]
    assert all(before[1] == after[0] for before, after in pairwise(firsts))


def test_what_a_person_departed_from_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        seq = decide(ledger, a_case(STU), choice=3, departure="network")
    (found,) = replayed(path, seq)
    assert (found.status, found.departed) == ("same", "network")
    assert found.chosen != found.first[0]


def test_the_erased_is_gone_and_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        seq = decide(ledger, a_case(STU))
        erase(ledger, "ib-2026-0417")
    (found,) = replayed(path, seq)
    assert (found.status, found.unexplained, found.case) == ("erased", False, "")


def test_a_document_that_is_gone_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        seq = decide(ledger, a_case(STU))
        ledger.store.run("DROP TRIGGER documents_no_delete")
        ledger.store.run("DELETE FROM documents")
    (found,) = replayed(path, seq)
    assert (found.status, found.unexplained) == ("unreadable", True)
    assert "missing or was changed" in found.problem


def test_another_place_or_step_today_changes_no_old_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        seq = decide(ledger, a_case(DAY))
    monkeypatch.setattr("visit.places.resolve", lambda *_given, **_more: pytest.fail("a place was looked up"))
    assert replayed(path, seq)[0].status == "same"


def test_processes_share_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        numbers = [decide(ledger, a_case(name)) for name in (DAY, STU, HOMELESS)]
    monkeypatch.setattr(visit.audit.replaying, "TOGETHER", 1)
    told: list[tuple[int, int]] = []
    found = list(replay(str(path), numbers, processes=2, progress=lambda done, total: told.append((done, total))))
    assert [(one.seq, one.status) for one in found] == [(seq, "same") for seq in numbers]
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_sample_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    with a_ledger(tmp_path / "ledger.db") as ledger:
        numbers = [decide(ledger, a_case(STU), day=f"2026-01-{day:02}") for day in range(1, 9)]
        assert chosen_numbers(ledger) == tuple(numbers)
        assert chosen_numbers(ledger, since="2026-01-05") == tuple(numbers[4:])
        one, two = (chosen_numbers(ledger, sample=3, seed=seed) for seed in (1, 1))
        assert one == two
        assert len(one) == 3
        assert len({chosen_numbers(ledger, sample=3, seed=seed) for seed in range(9)}) > 1


def test_another_guideline_that_is_none_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path, PEOPLE) as ledger:
        seq = decide(ledger, a_case(STU))
    with pytest.raises(UsageError, match="no guideline is called"):
        replayed(path, seq, guideline="esbjrg")


def test_parting_of_other_options_and_standings() -> None:
    ranking = ranked(a_case(STU))
    made, ids = core(ranking), tuple(option.id for option in ranking.options)
    assert parting(made, made, ids, ids) is None
    fewer = shipped_catalogue()
    record = {
        **fewer.record,
        "document": {**fewer.record["document"], "offers": fewer.record["document"]["offers"][1:]},
    }
    other = ranked(a_case(STU), catalogue=catalogue_from(record))
    parted = parting(made, core(other), ids, tuple(option.id for option in other.options))
    assert parted is not None
    moved = json.loads(encode(made))
    moved["standings"] = {"suitable": "1"}
    found = parting(made, moved, ids, ids)
    assert found is not None
    assert found.what == "standing"


def test_a_guideline_is_asked_of_its_own_municipalitys_decisions(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        numbers = [decide(ledger, a_case(DAY)), decide(ledger, a_case(HOMELESS))]

    def asked(guideline: str, *, own_only: bool) -> list[bool]:
        found = replay(str(path), numbers, Under(guideline, own_only=own_only))
        return [one.status != "others" for one in found]

    assert asked("silkeborg", own_only=True) == [True, False]
    assert asked("holstebro", own_only=True) == [False, True]
    assert asked("serviceloven", own_only=True) == [True, True]
    assert asked("silkeborg", own_only=False) == [True, True]
