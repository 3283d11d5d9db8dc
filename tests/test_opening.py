"""The forms in which a service is given and when it is open: read by rules, unknown where the catalogue does not record it."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from written import SOURCE, a_case, a_guideline, a_rule, offers

from visit.errors import Problems
from visit.matching import match

DAYS = a_rule("days", "case.needs.days_per_week.activity <= option.open_days", provision="SEL-104")
HOURS = a_rule("hours", "case.needs.hours_per_week.activity <= option.open_hours", provision="SEL-104")
SATURDAY = a_rule("saturday", "option.open_on includes saturday", provision="SEL-104")
USUAL = a_rule("usual", "option.forms includes level.form", provision="SEL-104", strength="presumption", gate="policy")
LEVEL = {"id": "level", "provision": "SEL-104", "form": "online", **SOURCE}


def standing(rule: dict[str, Any], **service: Any) -> str:
    """How a day offer stands for somebody who needs three days and 15 hours a week, under one rule."""
    offer = {"id": "o", "name": "o", "source": {"ref": "w"}, "services": [{"provision": "SEL-104", **service}]}
    needs = {"areas": ["activity"], "days_per_week": {"activity": 3}, "hours_per_week": {"activity": 15}}
    whole = guideline(a_guideline(rules=[rule], service_levels=[LEVEL]))
    ranking = match(case(a_case(needs=needs)), catalogue(offers(offer)), whole, DAY)
    return str(ranking.standing(next(one for one in ranking.options if one.id == "o/SEL-104")))


@pytest.mark.parametrize(
    ("rule", "service", "expected"),
    [
        (DAYS, {"open_on": ["monday", "tuesday", "friday"]}, "suitable"),
        (DAYS, {"open_on": ["monday", "friday"]}, "ruled_out"),
        (DAYS, {}, "undecided"),
        (HOURS, {"open_hours": 15}, "suitable"),
        (HOURS, {"open_hours": 14.5}, "ruled_out"),
        (HOURS, {}, "undecided"),
        (SATURDAY, {"open_on": ["saturday"]}, "suitable"),
        (SATURDAY, {"open_on": []}, "ruled_out"),
        (SATURDAY, {}, "undecided"),
        (USUAL, {"forms": ["online", "group"]}, "suitable"),
        (USUAL, {"forms": ["at_office"]}, "by_exception"),
        (USUAL, {}, "by_exception"),  # nobody has recorded it: it may depart from what is usual
    ],
)
def test_what_a_rule_reads(rule: dict[str, Any], service: dict[str, Any], expected: str) -> None:
    assert standing(rule, **service) == expected


def test_a_kind_is_one_of_the_forms_and_not_all_of_them() -> None:
    in_a_group = a_rule("group", "option.forms includes group", provision="SEL-104")
    at_home = a_rule("home", "option.forms includes at_home", provision="SEL-104")
    assert standing(in_a_group, kind="group") == "suitable"
    assert standing(at_home, kind="group") == "undecided"
    assert standing(in_a_group, kind="group", forms=["online"]) == "suitable"
    assert standing(at_home, kind="group", forms=["online"]) == "ruled_out"


@pytest.mark.parametrize("field", [{"forms": ["sitting"]}, {"open_on": ["mandag"]}, {"open_hours": -1}])
def test_what_is_no_form_and_no_day_is_refused(field: dict[str, Any]) -> None:
    with pytest.raises(Problems):
        standing(DAYS, **field)
