"""Numbers that a text has without a name in braces, beside those of its statement; and beside each a right one."""

from __future__ import annotations

import pytest
from test_findings import both
from test_findings_between import told

from visit.rules.findings.counts_said import other_count
from visit.rules.findings.said_limits import said_limits
from visit.rules.findings.scales import other_number


@pytest.mark.parametrize(
    ("usual", "most", "da", "en", "is_other"),
    [
        (8, 10, "Som regel 5 timer; ud over 10 begrundes", "Usually 5 hours; beyond 10 with a reason", True),
        (5, 12, "Som regel fem timer; ud over 10 begrundes", "Usually five hours; beyond 10 with a reason", True),
        (5, 10, "Som regel fem timer; ud over 10 begrundes", "Usually five hours; beyond 10 with a reason", False),
        (5, 10, "Som regel 5 timer; mere begrundes", "Usually 5 hours; more with a reason", False),
        ("usual", 10, "Som regel {usual}; ud over 12 begrundes", "Usually {usual}; beyond 12 with a reason", False),
    ],
)
def test_a_service_level_has_the_numbers_of_its_text(
    usual: object, most: int, da: str, en: str, is_other: bool
) -> None:
    usually = {"usual": {"value": 5, "unit": "hours", "source": "Side 4"}}
    level = {"id": "s", "provision": "SEL-85", "usual_hours": usual, "most_hours": most, "text": both(da, en)}
    assert bool(told(other_number, parameters=usually, service_levels=[level])) is is_other


@pytest.mark.parametrize(("least", "is_other"), [(3, True), (5, False)])
def test_a_count_has_the_number_that_stands_before_what_is_counted(least: int, is_other: bool) -> None:
    notice = {"id": "n", "when": f"count(case.actors) >= {least}", "text": both("Fem aktører eller flere: mød dem",
              "Five actors or more: meet them")}  # fmt: skip
    assert bool(told(other_count, notices=[notice])) is is_other


@pytest.mark.parametrize(
    ("when", "lower", "is_other"),
    [
        ("case.age >= 25", "option.waiting_days", True),
        ("case.age < 25", "option.waiting_days", False),
        ("case.age < 25", "option.waiting_days > 30", False),
    ],
)
def test_a_preference_is_for_whom_its_text_says(when: str, lower: str, is_other: bool) -> None:
    one = {"id": "p", "when": when, "lower": lower, "text": both("hurtig start for borgere under 25 år",
           "an early start for citizens under 25")}  # fmt: skip
    assert bool(told(said_limits, preferences=[one])) is is_other
