"""Equal facts, different choices: what makes facts equal, and what explains the choices."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ledgers import SIL, a_case, a_ledger, correct, decide, erase, refuse, sil
from running import inside

from visit.audit.pairs import Pairs, pairs, rule_facts
from visit.canonical import digest
from visit.catalogue import catalogue_from, shipped_catalogue
from visit.decisions.named import options_by_name, parts_by_name
from visit.decisions.selection import Selection
from visit.ledger.log import Ledger

AS_OF = date(2025, 12, 1)


# --- which facts count ---

SAME = {
    "another pseudonym": {"case": "sil-9"},
    "another day of assessment": {"assessed": "2025-11-28"},
    "another birthday at the same age": {"citizen": {"born": "1972-05-07"}},
    "the age in place of the birthday": {"citizen": {"born": None, "age": 53}},
    "notes": {"notes": "she phoned twice"},
    "own words": {"wishes": {"own_words": "Jeg keder mig."}},
    "what is contributed": {"contributions": {"citizen": "Something else."}},
    "other resources": {"resources": ["cooks", "draws"]},
    "the wording of goals": {
        "goals": [
            {"theme": "communities", "from": 3, "to": 2, "kind": "develop", "text": "a choir"},
            {"theme": "mail", "from": 2, "to": 1, "kind": "develop"},
        ]
    },
    "the order of a list": {"target_groups": {"primary": "depression", "secondary": ["social-isolation", "anxiety"]}},
    "who the network is": {
        "network": [
            {"who": "sister", "place": "Kjellerup", "contact": "monthly", "benefit": "documented", "tie": "family"},
            {"who": "club", "place": "Kjellerup", "contact": "rarely", "benefit": "documented", "tie": "leisure"},
        ]
    },
    "when was applied": {"applied": [{"provision": "SEL-85", "on": "2025-11-01"}]},
}
OTHER = {
    "another age": {"citizen": {"born": "1971-05-06"}},
    "another level": {"functioning": {"interact": 3}},
    "another home": {"citizen": {"home": {"place": "Silkeborg"}}},
    "a resource more": {"resources": ["sings", "handy with wood", "drives"]},
    "a contribution more": {"contributions": {"relatives": "They help."}},
    "another goal": {"goals": [{"theme": "mail", "from": 2, "to": 1, "kind": "develop"}]},
    "another need": {"needs": {"hours_per_week": {"support": 5}}},
    "another wish": {"wishes": {"max_km": 10}},
    "another municipality": {"municipality": "Esbjerg"},
    "an answer of an offer": {"answers": [{"offer": "sil-aktivitet-og-samvaer", "answer": "waiting"}]},
    "something not recorded": {"support_need": None},
}


def key(**changes: Any) -> str:
    return digest(rule_facts(a_case(SIL, **changes).record, AS_OF))


@pytest.mark.parametrize("what", SAME)
def test_what_no_rule_reads_makes_no_other_case(what: str) -> None:
    assert key(**SAME[what]) == key()


@pytest.mark.parametrize("what", OTHER)
def test_what_a_rule_may_read_makes_another_case(what: str) -> None:
    assert key(**OTHER[what]) != key()


def test_the_age_is_that_on_the_day_asked_for() -> None:
    record = a_case(SIL).record
    assert rule_facts(record, date(2026, 5, 5))["ages"] == [53]
    assert rule_facts(record, date(2026, 5, 6))["ages"] == [54]
    assert rule_facts(a_case(SIL, citizen={"born": 1972}).record, AS_OF)["ages"] == [52, 53]
    assert rule_facts(a_case(SIL, citizen={"born": None}).record, AS_OF)["ages"] is None


def test_since_when_a_service_runs_is_no_fact_of_a_rule() -> None:
    runs = {"offer": "sil-stoette-85", "service": "SEL-85"}
    assert key(citizen={"current": [{**runs, "since": "2024-01-01"}]}) == key(citizen={"current": [runs]}) != key()


# --- what explains a pair ---


def told(found: Pairs) -> list[tuple[int, int, tuple[str, ...]]]:
    return [(one.first.seq, one.second.seq, one.because) for one in found.pairs]


def test_equal_choices_are_no_pair(ledger: Ledger) -> None:
    decide(ledger, sil(1))
    decide(ledger, sil(2))
    found = pairs(ledger)
    assert (found.compared, found.with_equal_facts, found.pairs) == (2, 2, ())


def test_other_facts_are_no_pair(ledger: Ledger) -> None:
    decide(ledger, sil(1))
    decide(ledger, sil(2, support_need=3), choice=2, departure="professional")
    found = pairs(ledger)
    assert (found.compared, found.with_equal_facts, found.pairs) == (2, 0, ())


def test_a_departure_explains_with_its_code(ledger: Ledger) -> None:
    a, b = decide(ledger, sil(1)), decide(ledger, sil(2), choice=2, departure="professional")
    found = pairs(ledger)
    assert told(found) == [(a, b, ("departure",))]
    assert found.pairs[0].codes == ("professional",)
    assert found.counts == {"departure": 1}


def test_capacity_explains_by_its_code(ledger: Ledger) -> None:
    a, b = decide(ledger, sil(1)), decide(ledger, sil(2), choice=2, departure="capacity")
    assert told(pairs(ledger)) == [(a, b, ("capacity",))]


def test_capacity_explains_where_an_offer_had_no_place(ledger: Ledger) -> None:
    a = decide(ledger, sil(1))
    refuse(ledger, a, "offer", "no_place")
    b = decide(ledger, sil(2), choice=2, departure="professional")
    assert told(pairs(ledger)) == [(a, b, ("capacity", "departure"))]


def test_another_refusal_is_no_capacity(ledger: Ledger) -> None:
    a = decide(ledger, sil(1))
    refuse(ledger, a, "offer", "composition")
    b = decide(ledger, sil(2), choice=2, departure="professional")
    assert told(pairs(ledger)) == [(a, b, ("departure",))]


ABROAD = {"needs": {"areas": ["education"], "must": [], "hours_per_week": None}, "applied": []}
"""A case that no placement fits: a choice outside the catalogue departs from nothing, and needs no code."""


def test_another_date_explains(ledger: Ledger) -> None:
    a = decide(ledger, sil(1, **ABROAD), choice="none:refused")
    b = decide(ledger, sil(2, **ABROAD), choice="other:a school", as_of="2026-01-15")
    assert told(pairs(ledger)) == [(a, b, ("date",))]


def test_another_catalogue_explains(ledger: Ledger) -> None:
    record = shipped_catalogue().record
    fewer = catalogue_from({**record, "document": {**record["document"], "offers": record["document"]["offers"][1:]}})
    a = decide(ledger, sil(1, **ABROAD), choice="none:refused")
    b = decide(ledger, sil(2, **ABROAD), choice="other:a school", catalogue=fewer)
    assert told(pairs(ledger)) == [(a, b, ("catalogue",))]


def test_another_guideline_explains(ledger: Ledger) -> None:
    a = decide(ledger, sil(1, **ABROAD), choice="none:refused")
    b = decide(ledger, sil(2, **ABROAD), choice="other:a school", under="serviceloven")
    assert told(pairs(ledger)) == [(a, b, ("guideline",))]


def test_what_nothing_explains_is_unexplained(ledger: Ledger) -> None:
    a = decide(ledger, sil(1, **ABROAD), choice="none:refused")
    b = decide(ledger, sil(2, **ABROAD), choice="other:a school")
    found = pairs(ledger)
    assert told(found) == [(a, b, ())]
    assert found.counts == {"unexplained": 1}
    assert found.unexplained == found.pairs


def test_every_two_choices_are_compared_once_by_the_smallest_numbers(ledger: Ledger) -> None:
    a = decide(ledger, sil(1))
    decide(ledger, sil(2))
    b = decide(ledger, sil(3), choice=2, departure="professional")
    decide(ledger, sil(4), choice=2, departure="price")
    c = decide(ledger, sil(5), choice=3, departure="professional")
    assert [one[:2] for one in told(pairs(ledger))] == [(a, b), (a, c), (b, c)]


def test_an_explained_pair_hides_no_unexplained_one_of_the_same_choices(ledger: Ledger) -> None:
    decide(ledger, sil(1, **ABROAD), choice="none:refused", departure="other")
    b = decide(ledger, sil(2, **ABROAD), choice="other:a school")
    c = decide(ledger, sil(3, **ABROAD), choice="none:refused")
    assert told(pairs(ledger)) == [(b, c, ())]


def test_what_was_withdrawn_or_erased_is_not_compared(ledger: Ledger) -> None:
    decide(ledger, sil(1))
    decide(ledger, sil(2), choice="none:withdrawn")
    decide(ledger, sil(3), choice=2, departure="professional")
    erase(ledger, "sil-3")
    found = pairs(ledger)
    assert (found.compared, found.erased, found.pairs) == (1, 1, ())


def test_what_counts_are_the_facts_that_were_decided_on(ledger: Ledger) -> None:
    a, b = decide(ledger, sil(1)), decide(ledger, sil(2), choice=2, departure="professional")
    correct(ledger, b, sil(2, support_need=4))
    assert [one[:2] for one in told(pairs(ledger))] == [(a, b)]


def test_only_the_decisions_asked_about_are_compared(ledger: Ledger) -> None:
    decide(ledger, sil(1), day="2026-01-05")
    decide(ledger, sil(2), choice=2, departure="professional", day="2026-02-05")
    assert pairs(ledger, Selection(since=date(2026, 2, 1))).pairs == ()
    assert pairs(ledger, Selection(municipality="Esbjerg")).compared == 0
    assert len(pairs(ledger, Selection(municipality="Silkeborg")).pairs) == 1


# --- the command ---


@pytest.mark.parametrize(("explained", "code"), [(True, 0), (False, 1)])
def test_the_command_ends_with_1_where_nothing_explains(
    explained: bool, code: int, tmp_path: Path, monkeypatch, capsys
) -> None:
    path = str(tmp_path / "ledger.db")
    with a_ledger(tmp_path / "ledger.db") as ledger:
        decide(ledger, sil(1, **ABROAD), choice="none:refused")
        decide(ledger, sil(2, **ABROAD), choice="other:a secret", departure="wish" if explained else None)
    for shape in ("plain", "markdown", "rich", "json"):
        ran = inside(monkeypatch, capsys, "audit", "pairs", "--ledger", path, "--format", shape)
        assert (ran.code, ran.err, "secret" in ran.out) == (code, "", False)
        if shape == "rich":
            assert all(len(line) <= 80 for line in ran.out.splitlines())
    (pair,) = json.loads(ran.out)["pairs"]
    assert (pair["decisions"], pair["because"]) == ([1, 2], "departure" if explained else None)
    danish = inside(monkeypatch, capsys, "audit", "pairs", "--ledger", path, "--lang", "da")
    assert (danish.code, danish.err) == (code, "")


def test_the_parts_of_a_placement_stand_in_the_order_of_a_day() -> None:
    names = {"a": "Stedet", "b": "Hjælpen", "c": "Huset"}
    assert [*options_by_name(("a/SEL-104", "b/SEL-85", "c/SEL-108"), names, "da")] == [
        "Huset (SEL § 108)", "Hjælpen (SEL § 85)", "Stedet (SEL § 104)",
    ]  # fmt: skip
    assert [*options_by_name(("a/SEL-104", "c/ukendt"), names, "da")] == ["Stedet (SEL § 104)", "Huset (ukendt)"]
    assert parts_by_name(("a/SEL-104", "b/SEL-85"), names) == "Hjælpen + Stedet"
