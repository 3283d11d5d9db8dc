"""Provisions and dates inside a source, as Danish writes them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from visit import locale
from visit.locale import citations
from visit.rules import load_guideline

SHORT = re.compile(r"\b(?:SEL|STL|RSL|ABL|FVL|SUL|AEL|BL) \d|\d\(\d+\)|\d/\d+/\d{4}")
"""What no Danish reader should meet: `SEL 108(1)`, `1/7/2025`."""


@pytest.mark.parametrize(
    ("short", "danish"),
    [
        ("SEL 85", "SEL § 85"),
        ("SEL 82 b(1): i op til 6 måneder", "SEL § 82 b, stk. 1: i op til 6 måneder"),
        ("SEL 108(2), ABL 58 a; Ankestyrelsen 41-15", "SEL § 108, stk. 2, ABL § 58 a; Ankestyrelsen 41-15"),
        ("FVL 22-25, RSL 66-67", "FVL §§ 22-25, RSL §§ 66-67"),
        ("SEL 129(1)-(4) og 129 a", "SEL § 129, stk. 1-4, og § 129 a"),
        ("SEL 83-87, 97, 98 og 102 til husets", "SEL §§ 83-87, 97, 98 og 102 til husets"),
        ("STL 4(1) nr. 2-4 og 5(2)", "STL § 4, stk. 1, nr. 2-4 og § 5, stk. 2"),
        ("SEL 101(5) og (7), indtil 2019 101(4)", "SEL § 101, stk. 5 og 7, indtil 2019 § 101, stk. 4"),
        ("SEL 108(2), 3. pkt., fra 1/7/2025", "SEL § 108, stk. 2, 3. pkt., fra 1. juli 2025"),
        ("SEL 108(2) til 30/6/2025", "SEL § 108, stk. 2, til 30. juni 2025"),
        ("SEL 110 fra 2023-10-01", "SEL § 110 fra 1. oktober 2023"),
        ("STU-loven 3(3)-(4), læst i L 213 (2012-13)", "STU-loven § 3, stk. 3-4, læst i L 213 (2012-13)"),
        ("Lov om social pension 1 a(1)", "Lov om social pension § 1 a, stk. 1"),
        ("SEL 129, stk. 2-3", "SEL § 129, stk. 2-3"),
        ("Højesteret 357/2008, 31/2/2025, Masterplan (2011)", "Højesteret 357/2008, 31/2/2025, Masterplan (2011)"),
    ],
)
def test_a_source_is_written_as_danish_writes_it(short: str, danish: str) -> None:
    assert citations.danish(short) == danish
    assert citations.danish(danish) == danish
    assert citations.cited(short) == short
    with locale.speaking("da"):
        assert citations.cited(short) == danish


@pytest.mark.parametrize("id", ["esbjerg", "haderslev", "holstebro", "ikast-brande", "serviceloven", "silkeborg"])
def test_no_source_of_a_guideline_is_left_in_short_form(id: str) -> None:
    found = load_guideline(id, date(2026, 11, 2))
    statements = (*found.rules, *found.notices, *found.approvals, *found.rights, *found.preferences)
    left = {one.id: told for one in statements if SHORT.search(told := citations.danish(one.origin.source))}
    assert left == {}
