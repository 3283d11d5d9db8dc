"""How much of the package mypy cannot see: the uses of `Any`, module by module, may only become fewer."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from visit.shipped import ROOT

ALLOWED = {
    "canonical.py": 1,
    "case.py": 1,
    "catalogue.py": 2,
    "commands/app.py": 1,
    "commands/case.py": 1,
    "commands/log_entries.py": 1,
    "commands/log_heads.py": 1,
    "commands/options.py": 2,
    "compiled/__init__.py": 1,
    "interview/case_document.py": 1,
    "interview/state.py": 1,
    "lab/number_at.py": 2,
    "ledger/entries.py": 6,
    "ledger/log.py": 1,
    "ledger/packing.py": 2,
    "ledger/packs.py": 8,
    "ledger/postgres.py": 13,
    "ledger/sqlite.py": 6,
    "ledger/store.py": 9,
    "locale/usage.py": 5,
    "many/codes.py": 3,
    "places/gazetteer.py": 4,
    "population/facts.py": 1,
    "population/figures.py": 4,
    "population/made.py": 1,
    "population/profile.py": 2,
    "population/recorded.py": 5,
    "reading/declared.py": 3,
    "reading/documents/models.py": 2,
    "reading/documents/population.py": 2,
    "reading/fault_words.py": 2,
    "reading/validation.py": 5,
    "reading/yaml_events.py": 3,
    "rules/deciding/caching.py": 1,
    "rules/deciding/option_sets.py": 5,
    "rules/facts/declaration.py": 3,
    "rules/facts/of_case.py": 2,
    "rules/language/conditions.py": 3,
    "trials/decisions.py": 1,
    "trials/reading.py": 1,
    "vocabulary/__init__.py": 12,
}
"""At most so many in a module, 131 in all; a module that is not named has none. Lower a number when there are fewer."""


def uses(path: Path) -> int:
    """Return how often a module says `Any`, also in quoted annotations; an import is no use."""
    found = 0
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name):
            found += node.id == "Any"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "[Any]" in node.value:
            found += node.value.count("[Any]")
    return found


def modules() -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))


@pytest.mark.parametrize("name", modules())
def test_no_module_says_any_more_often_than_before(name: str) -> None:
    found, allowed = uses(ROOT / name), ALLOWED.get(name, 0)
    assert found <= allowed, f"{name} says Any {found} times where {allowed} are allowed: say what the value is"


def test_every_module_that_may_say_any_is_there() -> None:
    assert ALLOWED.keys() <= set(modules())
