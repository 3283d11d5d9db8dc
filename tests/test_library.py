"""`import visit` has a name for what each command does, and an example of it, and costs no command anything."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

import pytest
import typer

import visit
from visit.catalogue import shipped_catalogue
from visit.commands.app import whole

NAMES = {
    "match": "match", "why": "Explanation", "batch": "Engine",
    "case new": "Interview Setting", "case check": "load_case", "case import": "import_case update_case",
    "case export": "export_case not_held",
    "decide": "decision", "approve": "approval_drafts", "refuse": "refusal", "follow-up record": "follow_up_draft",
    "correct": "correction", "replay": "replay", "verify": "verify check_pack", "pack": "pack",
    "log init": "first_entry Ledger", "log list": "Ledger", "log show": "decided", "log checkpoint": "Ledger",
    "log configure": "configuration", "log proof": "Ledger", "log erase": "erasure", "log export": "exported_entries",
    "audit departures": "departures", "audit approvals": "waiting_approvals", "audit overdue": "overdue passed_deadlines",
    "audit pairs": "pairs", "audit report": "sampled yearly", "progress": "progress decisions_of outcomes",
    "guideline list": "shipped_guidelines", "guideline show": "describe_guideline load_guideline",
    "guideline check": "check_guideline prove_invariants", "guideline diff": "guideline_edits",
    "guideline doc": "describe_guideline", "explain": "finding_kinds",
    "test": "run_tests", "schema": "json_schema",
    "catalogue list": "shipped_catalogue", "catalogue show": "load_catalogue", "catalogue check": "check_catalogue",
    "catalogue import": "import_catalogue merge_catalogue propose_map", "catalogue diff": "catalogue_changes",
    "catalogue export": "catalogue_rows",
    "compare": "compare_guidelines", "sweep": "sweep_parameter", "invariants": "count_broken_invariants",
    "travel import": "import_travel merge_travel propose_map",
    "population make": "draw_citizens", "population describe": "describe_citizens many_cases",
    "population check": "check_citizens", "population from-ledger": "RecordedCases", "population import": "import_citizens",
}  # fmt: skip
WITHOUT = {
    "catalogue new": "questions about a file that `load_catalogue` reads",
    "config show": "settings are the command line's own",
    "follow-up new": "a file to fill in",
    "guideline copy": "the file that ships",
    "guideline new": "a file to fill in",
    "guideline words": "the words of conditions, to read",
}
"""Commands that give a text for people alone, and why they have no function."""


def commands(group: Any, above: str = "") -> Iterator[str]:
    for name, one in group.commands.items():
        if hasattr(one, "commands"):
            yield from commands(one, f"{above}{name} ")
        else:
            yield f"{above}{name}"


def test_every_command_has_its_names() -> None:
    assert set(commands(typer.main.get_command(whole()))) == {*NAMES, *WITHOUT}
    assert {name for names in NAMES.values() for name in names.split()} <= set(visit.__all__)


def test_every_name_stands_in_an_example() -> None:
    shown = "".join(one.source for one in doctest.DocTestParser().get_examples(visit.__doc__ or ""))
    words = set(re.findall(r"\w+", shown))
    assert set(visit.__all__) - words == {"__version__", "Case", "Catalogue", "Problems", "Ranking", "VisitError"}


@pytest.mark.parametrize("name", visit.__all__)
def test_a_public_name_is_there_and_is_no_module(name: str) -> None:
    assert getattr(visit, name) is not None
    assert name == "__version__" or find_spec(f"visit.{name}") is None  # else the module would take its place


def test_the_package_imports_nothing_until_it_is_asked() -> None:
    code = "import sys, visit; print(sorted(one for one in sys.modules if one.startswith('visit')))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['visit', 'visit.version']"


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a key that is none": (
        lambda: visit.import_citizens("a.csv", "m", key=b"", catalogue=shipped_catalogue(), today=date(2026, 1, 1)),
        "0 bytes",
    ),
    "the text of a key's file": (
        lambda: visit.import_case("a.json", key=b"ab" * 32, municipality=None, today=date(2026, 1, 1)),
        "is in hexadecimal",
    ),
    "a short key": (
        lambda: visit.import_case("a.json", key=b"a" * 31, municipality=None, today=date(2026, 1, 1)),
        "31 bytes",
    ),
    "a kind that is none": (lambda: visit.json_schema("catalog"), 'called "catalog"'),
    "fewer than none": (lambda: list(visit.draw_citizens("ikast-brande", -1)), "not -1"),
    "nobody": (
        lambda: visit.sweep_parameter("a", [Decimal(1)], "ikast-brande", [], catalogue=shipped_catalogue()),
        "no case",
    ),
    "no value": (
        lambda: visit.sweep_parameter("a", [], "ikast-brande", [], catalogue=shipped_catalogue()),
        "no value",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_answered_is_refused_in_words(what: str) -> None:
    ask, said = REFUSED[what]
    with pytest.raises(visit.VisitError) as told:
        ask()
    assert said in str(told.value)
