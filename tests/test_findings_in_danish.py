"""What a finding says in Danish: nothing of it is English but what the file itself says, which stands in backticks or quotes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from running import ROOT
from test_findings import both
from test_findings_between import said, told
from written import a_rule

from visit.locale import speaking
from visit.rules.findings.finders import FINDERS

_QUOTED = re.compile(r"`[^`]*`|“[^”]*”|\"[^\"]*\"|\{[^}]*\}")
_ENGLISH = re.compile(
    r"\b(?:the|and|not|or|is|are|of|with|above|below|at least|at most|than|what|where|which|when|from|have|none|yes|no|says"
    r"|hours|days|weeks|months|years|contact|distance|price|waiting|wish)\b"
)
_NAME = re.compile(r"\b(?:case|option|offer|placement|travel|provision|level)\.\w+")
"""A fact as a condition has it."""
NEAR = {"id": "p", "text": both("nær", "near")}
PLANTED: tuple[dict[str, Any], ...] = (
    {"notices": [said("n", "case.age > 30 and case.age > 50")]},
    {"notices": [said("n", "case.tried includes SEL-96", text=both("Borgeren har søgt", "The citizen has applied"))]},
    {"notices": [said("n", "case.target_groups includes dementia", text=both("Ved hjerneskade", "With a brain injury"))]},
    {"notices": [said("n", "option.price_dkk_per_day > 2000", text=both("Over 2.000 kr. pr. måned", "Above 2,000 a month"))]},
    {"approvals": [said("a", "option.external", by="leader", text=both("Direktøren godkender", "The director approves"))]},
    {"rules": [a_rule("r", "option.waiting_days >= 30"), a_rule("s", "option.waiting_days <= 40")]},
    {"rules": [a_rule("r", "case.age < 18 or option.internal", when="case.age >= 18", unless="case.age > 99")]},
    {"rules": [a_rule("r", "travel.network_km <= 30"), a_rule("s", "travel.network_km <= 40")]},
    {"preferences": [{**NEAR, "higher": "travel.network_km"}, {**NEAR, "id": "q", "lower": "option.waiting_days"}]},
    {"preferences": [{"id": "p", "lower": "option.waiting_days", "text": both("billigst", "cheapest"), "bands": [7]}]},
    {"follow_up": [said("f", after="300 years")]},
    {"facts": {"t": {"values": [1, 2], "rows": [
        {"when": "case.support_need >= 2", "then": 1}, {"when": "case.support_need >= 3", "then": 2}, {"then": 1}]}}},
    {"case_facts": {"extra.cleaning": {"type": "whole", "unit": "months", "label": both("ugerne", "the weeks"),
        "ask": both("Hvor mange uger?", "How many weeks?")}}},
    {"nearness": {"members": "all", "combine": "weighted", "weights": {"daily": 0, "weekly": 4, "monthly": 1, "rarely": 0},
        "source": "Kun dokumenterede"}},
    {"shelf_life": {"prise": "90 days"}},
)  # fmt: skip


@pytest.mark.parametrize("sections", PLANTED, ids=lambda sections: next(iter(sections)))
def test_a_finding_is_danish_but_for_what_it_quotes(sections: dict[str, Any]) -> None:
    with speaking("da"):
        found = [_QUOTED.sub(" ", one) for finder in FINDERS for one in told(finder, **sections)]
    assert found
    assert [one for one in found if _ENGLISH.search(one) or _NAME.search(one)] == []


def test_no_wording_of_a_finding_has_english_in_its_danish() -> None:
    texts = (ROOT / "visit/locale/da/LC_MESSAGES/visit.po").read_text("utf-8").split("\n\n")
    danish = [
        line.partition(" ")[2]
        for text in texts if "visit/rules/findings/" in text
        for line in text.splitlines() if line.startswith("msgstr")
    ]  # fmt: skip
    assert len(danish) > 200
    assert [one for one in danish if _ENGLISH.search(re.sub(r"`[^`]*`|“[^”]*”|\{[^}]*\}", " ", one))] == []
