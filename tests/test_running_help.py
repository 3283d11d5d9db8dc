"""Help that runs: what is kept is not asked again whether the citizen may have it, what is under review is."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from reference import Reference
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.matching import match
from visit.rules.language.values import Members

ENTITLED = a_rule("e", "case.legal.impairment == substantial", gate="entitlement", provision="SEL-104")
USUALLY = {**ENTITLED, "id": "u", "strength": "presumption"}
REDUCED, UNKNOWN = {"legal": {"impairment": "reduced"}}, dict[str, Any]()


@pytest.mark.parametrize(
    ("question", "rule", "recorded", "standing"),
    [
        ("keep", ENTITLED, REDUCED, "suitable"),
        ("keep", ENTITLED, UNKNOWN, "suitable"),
        ("keep", USUALLY, REDUCED, "suitable"),
        ("review", ENTITLED, REDUCED, "ruled_out"),
        ("review", ENTITLED, UNKNOWN, "undecided"),
        ("review", USUALLY, REDUCED, "by_exception"),
    ],
)
def test_what_is_kept_is_not_asked_entitlement_again(
    question: str, rule: dict[str, Any], recorded: dict[str, Any], standing: str
) -> None:
    running = {"current": [{"offer": "o", "service": "SEL-104", "question": question}]}
    document = a_case(needs={"areas": ["activity"]}, citizen=running, **recorded)
    asked = case(document), catalogue(offers(an_offer("o", "SEL-104"))), guideline(a_guideline(rules=[rule])), DAY
    found = match(*asked)
    assert found.standing(next(one for one in found.options if one.id == "o/SEL-104")) == standing
    assert Reference(*asked).standings["o/SEL-104"] == standing


def test_to_be_entitled_is_the_citizens() -> None:
    running = {"current": [{"offer": "o", "service": "SEL-104"}]}
    document = a_case(needs={"areas": ["activity"]}, citizen=running, **REDUCED)
    rules = [ENTITLED, a_rule("r", "not entitled(SEL-104)", provision="SEL-104")]
    found = match(case(document), catalogue(offers(an_offer("o", "SEL-104"))), guideline(a_guideline(rules=rules)), DAY)
    assert [one.id for one in found.placements] == ["o/SEL-104"]
    assert found.side.values["entitled(SEL-104)"] is False


ENDS: dict[str, tuple[dict[str, Any] | None, list[str] | None]] = {
    "nobody says what runs": (None, None),
    "nothing runs": ({}, []),
    "it is kept": ({"question": "keep"}, []),
    "it ends": ({"question": "ends"}, ["SEL-85"]),
    "it is reviewed and not granted again": ({"question": "review", "service": "SEL-97"}, ["SEL-97"]),
    "it ends and is granted again": ({"question": "ends", "offer": "o"}, []),
}


@pytest.mark.parametrize("name", ENDS)
def test_what_ends_under_a_placement(name: str) -> None:
    row, expected = ENDS[name]
    rows = [{"offer": "elsewhere", "service": "SEL-85", **row}] if row else []
    citizen = {} if row is None else {"current": rows}
    document = a_case(needs={"areas": ["support"]}, citizen=citizen)
    found = match(case(document), catalogue(offers(an_offer("o", "SEL-85"))), guideline(a_guideline()), DAY)
    ends = next(one for one in found.placements if row == {"question": "keep"} or one.id == "o/SEL-85").facts[
        "placement.ends"
    ]
    assert (sorted(ends.values) if isinstance(ends, Members) else None) == expected
