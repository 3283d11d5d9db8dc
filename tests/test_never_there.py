"""Days and values that the cases of a statement never have; and those that they may have."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from written import a_guideline

from visit.reading.source import Document
from visit.rules.findings.never_there import never_there
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of

DAY = date(2026, 11, 1)
LET = "case.home.dwelling.from"


def told(**sections: Any) -> list[str]:
    layer = layer_of(Document("g.yaml", a_guideline(**sections)))
    return [one.message for one in never_there(layer, (build((layer,), DAY),))]


def of_deadline(when: str, counted_from: str) -> list[str]:
    text = {"da": "Fristen", "en": "The deadline"}
    return told(
        deadlines=[
            {
                "id": "d",
                "when": when,
                "counted_from": counted_from,
                "within": "8 weeks",
                "waits_for": "decision",
                "text": text,
            }
        ]
    )


@pytest.mark.parametrize(
    ("when", "counted_from", "said"),
    [
        ("not case.home.dwelling.offered", LET, f"d is counted from `{LET}`, a day that is never recorded where it is told"),
        (f"not known({LET})", LET, f"d is counted from `{LET}`, a day that is never recorded where it is told"),
        ("case.home.dwelling.offered", LET, None),
        ("case.age < 30", LET, None),
        ("not known(case.baseline.measured)", "case.assessed", None),
        ("case.applied not includes SEL-108", "application(SEL-108)",
         "d is counted from an application, and is told only where nothing of that was applied for"),
        ("case.applied includes SEL-108", "application(SEL-108)", None),
        ("case.applied not includes SEL-85", "application(SEL-108)", None),
        ("case.applied not includes SEL-85", "application", None),
        ("option.provision == SEL-85", "application(SEL-108)",
         "d is counted from an application for SEL-108, and is told of help under SEL-85"),
        ("provision.id in [SEL-85, SEL-108]", "application(SEL-108)", None),
        ("option.provision == SEL-85", "application", None),
        ("option.provision == SEL-107-1", "application(SEL-107)", None),
    ],
)  # fmt: skip
def test_a_deadline_counts_from_a_day_that_its_cases_have(when: str, counted_from: str, said: str | None) -> None:
    assert of_deadline(when, counted_from) == ([said] if said else [])


@pytest.mark.parametrize(
    ("when", "shown", "said"),
    [
        ("case.guardian.kind == none", "case.guardian.accepts", "whether the guardian accepts"),
        ("case.network.count == 0", "travel.network_km", "distance to the network"),
        ("not known(case.age)", "case.age", "the citizen's age"),
        ("case.guardian.kind != none", "case.guardian.accepts", None),
        ("case.network.count == 0", "case.network.count", None),
        ("case.network.count <= 1", "travel.network_km", None),
        ("case.age < 30", "case.support_need", None),
        ("case.age > 30 and case.age < 20", "case.age", None),
    ],
)
def test_a_text_shows_what_its_cases_have(when: str, shown: str, said: str | None) -> None:
    text = {"da": f"Oplyst: {{{shown}}}", "en": f"Recorded: {{{shown}}}"}
    found = told(notices=[{"id": "n", "when": when, "text": text}])
    assert found == ([f"n: the text shows {said}, which is never recorded where it is said"] if said else [])
