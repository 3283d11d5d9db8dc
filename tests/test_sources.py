"""Every statement of the shipped guidelines says where it is from: the section and its stk. of an act, or the place in a document.

`docs/law-read.md` lists the sections that are cited without a stk., and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
GUIDELINES = ROOT / "visit" / "guidelines"
NATIONAL = "serviceloven"
MUNICIPAL = sorted(path.stem for path in GUIDELINES.glob("*.yaml") if "." not in path.stem and path.stem != NATIONAL)
SECTION = r"(?:SEL|ABL|RSL|FVL|STL|SUL|AEL|BL) \d+(?:-\d+)?(?: [a-d](?![\w]))?"
CITED = re.compile(rf"(?<![\w-])({SECTION})(.*?)(?={SECTION}|$)")
PLACE = re.compile(r"\bL\d+|Lokalt valg|[Ss]om (?:den landsdækkende|i det nationale)|\bSEL \d")
"""A line of the document; or a choice of the municipality's own, of the national layer, or of an act."""


def sources(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Yield every source below a value, with where it stands."""
    if isinstance(value, dict):
        name = value.get("id") or value.get("fact") or value.get("area") or ""
        for key, below in value.items():
            if key == "source" and isinstance(below, str):
                yield f"{at}.{name}", below
            else:
                yield from sources(below, f"{at}.{name or key}")
    elif isinstance(value, list):
        for below in value:
            yield from sources(below, at)


def read(name: str) -> Any:
    """Return a shipped guideline as it is written."""
    return yaml.safe_load((GUIDELINES / f"{name}.yaml").read_text(encoding="utf-8"))


def without_stk() -> frozenset[str]:
    """Return the sections that the page lists as cited without a stk."""
    page = (ROOT / "docs" / "law-read.md").read_text(encoding="utf-8")
    listed = page.split("## Cited without stk.")[1].split("\n## ")[0]
    rows = [row for row in listed.splitlines() if row.startswith("- ")]
    return frozenset(section for row in rows for section in re.findall(SECTION, row))


def bare(source: str, known: frozenset[str]) -> list[str]:
    """Return the sections that a source cites without a stk., and without saying why."""
    return [
        section
        for section, rest in CITED.findall(source)
        if section not in known and not rest.startswith(("(", " som helhed")) and "stk. ikke læst" not in rest
    ]


def test_a_source_in_law_names_section_and_stk() -> None:
    known = without_stk()
    found = {at: missing for at, source in sources(read(NATIONAL)) if (missing := bare(source, known))}
    assert not found


def test_a_section_without_stk_is_found() -> None:
    assert bare("SEL 107 og 141(1)", without_stk()) == ["SEL 107"]
    assert bare("SEL 85 a(1), RSL 10; SEL 99 (stk. ikke læst)", without_stk()) == []


def test_what_is_listed_without_stk_is_cited_so() -> None:
    cited = {
        section
        for _at, source in sources(read(NATIONAL))
        for section, rest in CITED.findall(source)
        if not rest.startswith("(")
    }
    assert without_stk() <= cited


@pytest.mark.parametrize("name", MUNICIPAL)
def test_a_source_in_a_document_names_the_place(name: str) -> None:
    document = read(name)
    document.pop("source")
    assert not [(at, source) for at, source in sources(document) if not PLACE.search(source)]
