"""The ranking written to be read stands on its own, and `docs/semantics.md` prints two parts of it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
REFERENCE = sorted((ROOT / "tests" / "reference").glob("*.py"))
PAGE = ROOT / "docs" / "semantics.md"
PRINTED = re.compile(r"<!-- (?P<path>tests/reference/\w+\.py) -->\n```python\n(?P<code>.*?)```", re.DOTALL)
SHARED = {
    "visit.case", "visit.catalogue", "visit.places", "visit.vocabulary", "visit.rules.guideline.values",
    "visit.rules.language.expression", "visit.rules.language.values",
}  # fmt: skip
"""Documents, their vocabulary and the distance between two points. Nothing that reads a fact or decides anything."""


def after_the_imports(path: Path) -> str:
    """The program without the lines that only say where its names come from."""
    text = path.read_text(encoding="utf-8")
    last = max(node.end_lineno or 0 for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom))
    return "".join(text.splitlines(keepends=True)[last:]).lstrip("\n")


def test_the_page_prints_the_reference_as_it_is(request: pytest.FixtureRequest) -> None:
    text = PAGE.read_text(encoding="utf-8")
    again = PRINTED.sub(
        lambda block: f"<!-- {block['path']} -->\n```python\n{after_the_imports(ROOT / block['path'])}```", text
    )
    if request.config.getoption("--rewrite-golden"):
        PAGE.write_text(again, encoding="utf-8")
    assert [block["path"] for block in PRINTED.finditer(text)] == [
        "tests/reference/outcome.py",
        "tests/reference/standing.py",
    ]
    assert PAGE.read_text(encoding="utf-8") == again


@pytest.mark.parametrize("path", REFERENCE, ids=lambda path: path.stem)
def test_the_reference_shares_no_reader_with_the_engine(path: Path) -> None:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    imported = {node.module for node in tree if isinstance(node, ast.ImportFrom) and node.module}
    assert {name for name in imported if name.startswith("visit")} <= SHARED
