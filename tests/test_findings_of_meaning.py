"""Faults of meaning that somebody may plant in a guideline, each told under its code; and correct ones that are left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import pytest
from written import TEXT, a_guideline, a_rule

from visit.errors import GuidelineError
from visit.reading.source import Document
from visit.rules.findings.cells import cells
from visit.rules.findings.covered import covered
from visit.rules.findings.effects import without_effect
from visit.rules.findings.idle_parts import idle_parts
from visit.rules.findings.idle_rules import idle_rules
from visit.rules.findings.meets_both import meets_both
from visit.rules.findings.out_of_reach import out_of_reach
from visit.rules.findings.said_limits import said_limits
from visit.rules.findings.turns import turns
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, layer_of
from visit.rules.guideline.values import Guideline

DAY = date(2026, 11, 1)
KM = {"near_km": {"value": 30, "unit": "km"}}


def told(finder: Callable[..., Iterable[GuidelineError]], below: Layer | None = None, **sections: Any) -> list[str]:
    """Return what a finder says of a guideline: each code with its sentence."""
    layer = layer_of(Document("g.yaml", a_guideline(**sections)))
    guideline = build((layer,) if below is None else (below, layer), DAY)
    return [f"{one.code}: {one.message}".replace("\N{NO-BREAK SPACE}", " ") for one in finder(layer, (guideline,))]


def _of_two_rules(leaf: Layer, every: Sequence[Guideline]) -> list[GuidelineError]:
    return [*covered(leaf, every), *meets_both(leaf, every)]


def a_notice(when: str, id: str = "n", **fields: Any) -> dict[str, Any]:
    return {"id": id, "when": when, "text": TEXT, **fields}


# --- parts of a condition ---


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("case.permanence != temporary or case.permanence != permanent", "always-true: the condition of n is always true"),
        ("not (case.age < 18 and case.age >= 67)", "always-true: the condition of n is always true"),
        ("case.support_need >= 0", "always-true: the condition of n is always true"),
        ("case.age < 30 or case.age >= 18", "always-true: the condition of n is always true"),
        (
            "case.age > 30 and case.age > 50",
            "idle-part: n: `case.age > 30` changes nothing: it is true wherever `case.age > 50` is",
        ),
        (
            "case.flags.acute or (case.flags.acute and case.age >= 18)",
            "idle-part: n: `case.flags.acute and case.age >= 18` adds nothing: wherever it is true, `case.flags.acute` is as well",
        ),
        (
            "case.support_need >= 3 and case.age < 30 and case.support_need > 2",
            "idle-part: n: `case.support_need > 2` changes nothing: it is true wherever `case.support_need >= 3` is",
        ),
        (
            "case.support_need >= 3 or case.support_need == 4",
            "idle-part: n: `case.support_need == 4` adds nothing: wherever it is true, `case.support_need >= 3` is as well",
        ),
        (
            "18 <= case.age < 30 and not option.internal and option.external",
            "idle-part: n: `option.external` changes nothing: it is true wherever `not option.internal` is",
        ),
        (
            "case.flags.acute and (case.age > 5 or case.age <= 5)",
            "idle-part: n: `case.age > 5 or case.age <= 5` changes nothing: it is always true",
        ),
        ("case.flags.acute or case.support_need > 4", "idle-part: n: `case.support_need > 4` adds nothing: it is never true"),
        (
            "case.home.housing in [own, none] and case.home.housing != with_family",
            None,
        ),
        ("case.age >= 18 and case.age < 67", None),
        ("case.age < 18 or case.age >= 67", None),
        ("case.support_need >= 3 and (case.age < 30 or case.flags.acute)", None),
        ("known(case.age) and case.age >= 18", None),
        ("known(case.support_need) and case.support_need >= 3", None),
        ("not known(case.support_need) or case.support_need >= 3", None),
        ("known(case.support_need) or case.support_need >= 3", None),
        ("0 <= days_between(as_of, case.home.dwelling.from) <= 28", None),
        ("days_between(case.assessed, as_of) >= 0", "always-true: the condition of n is always true"),
        ("days_between(as_of, case.assessed) <= 180", "always-true: the condition of n is always true"),
        ("option.moves_home and not option.current", None),
        ("option.gives_home and option.moves_home", None),
        ("not option.mobile and travel.home_km > 25", None),
        ("0 <= case.support_need <= 2", None),
        ("0 <= case.support_need < 2", None),
        ("case.support_need <= 4 and case.support_need >= 3", None),
        (
            "case.age >= 18 and case.age < 30 and case.age >= 20",
            "idle-part: n: `case.age >= 18` changes nothing: it is true wherever `case.age >= 20` is",
        ),
        (
            "case.support_need >= 0 and case.age < 30",
            "idle-part: n: `case.support_need >= 0` changes nothing: it is always true",
        ),
        ("true", None),
    ],
)  # fmt: skip
def test_a_condition_without_a_part_that_does_nothing(when: str, said: str | None) -> None:
    found = told(idle_parts, notices=[a_notice(when)])
    if when.endswith("with_family"):
        assert [one.split(":")[0] for one in found] == ["idle-part"]
    else:
        assert found == ([said] if said else [])


@pytest.mark.parametrize("section", ["approvals", "follow_up", "deadlines", "preferences", "rules", "areas"])
def test_the_conditions_of_every_section_are_looked_at(section: str) -> None:
    when = "case.age > 30 and case.age > 50"
    row: dict[str, Any] = a_notice(when)
    row |= {
        "approvals": {"by": "leader"},
        "follow_up": {"after": "3 months"},
        "deadlines": {"counted_from": "decision", "within": "3 months", "waits_for": "follow_up"},
    }.get(section, {})
    row = {
        "preferences": {"id": "n", "lower": "option.step", "when": when},
        "rules": a_rule("n", "option.approved", when=when),
        "areas": {"area": "support", "when": when},
    }.get(section, row)
    assert [one.split(":")[0] for one in told(idle_parts, **{section: [row]})] == ["idle-part"]


def test_a_comparison_with_the_level_may_say_of_which_help_it_is() -> None:
    level = {"id": "s", "provision": "SEL-85", "usual_hours": 4, "most_hours": 6}
    when = "provision.id == SEL-85 and case.needs.hours_per_week.support > level.most_hours"
    assert told(idle_parts, service_levels=[level], notices=[a_notice(when)]) == []


def test_a_row_of_a_table_and_what_a_rule_requires() -> None:
    rows = [{"when": "case.age > 30 and case.age > 50", "then": 1}, {"then": 0}]
    assert len(told(idle_parts, facts={"band": {"rows": rows}})) == 1
    always = told(idle_parts, rules=[a_rule("r", "case.age >= 18 or case.age < 67")])
    assert always == ["always-true: what the rule r requires is always met"]


# --- rules that decide the same for everybody ---


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"when": "case.support_need >= 3", "require": "case.support_need >= 2"}, "never-fails"),
        ({"provision": "SEL-108", "require": "provision.branch == permanent"}, "never-fails"),
        ({"require": "case.age >= 18", "unless": "case.age < 21"}, "exception-cancels"),
        ({"require": "option.internal", "unless": "not option.internal"}, "exception-cancels"),
        ({"when": "case.age < 30", "require": "option.approved", "unless": "case.age >= 67"}, "idle-exception"),
        ({"require": "case.age >= 18", "unless": "case.age >= 67"}, "idle-exception"),
        ({"when": "case.support_need >= 3", "require": "case.support_need <= 2"}, "always-fails"),
        ({"strength": "presumption", "require": "case.age < 18 and case.age >= 67"}, "always-fails"),
        ({"when": "case.support_need >= 3", "require": "option.staff == tied_day_and_night"}, None),
        ({"require": "case.age >= 18", "unless": "case.flags.acute"}, None),
        ({"when": "case.age < 30", "require": "option.approved", "unless": "case.age < 20"}, None),
        ({"when": "case.flags.acute", "require": "false"}, None),
        ({"when": "known(case.age)", "require": "case.age >= 18"}, None),
    ],
)
def test_a_rule_decides_something(fields: dict[str, Any], code: str | None) -> None:
    found = told(idle_rules, rules=[a_rule("r", **fields)])
    assert [one.split(":")[0] for one in found] == ([code] if code else [])


def hours(operator: str, id: str, **fields: Any) -> dict[str, Any]:
    return a_rule(id, f"case.needs.hours_per_week.support {operator}", **{"strength": "presumption", **fields})


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ((hours("<= 10", "a"), hours("<= 5", "b")), "covered: the rule a says no only where b says it already"),
        ((hours("<= 10", "a"), hours("<= 5", "b", strength="must")), "covered: the rule a says no only where b says it already"),
        ((hours("<= 10", "a"), hours("<= 10.0", "b")), "covered: the rule b says no only where a says it already"),
        ((hours("<= 10", "a", strength="must"), hours("<= 5", "b")), None),
        ((hours("<= 10", "a", provision="SEL-85"), hours("<= 5", "b", provision="SEL-107-1")), None),
        ((hours("<= 10", "a", strength="hold", by="leader"), hours("<= 5", "b", strength="hold", by="director")), None),
        ((a_rule("a", "case.age >= 16"), a_rule("b", "case.age >= 18")),
         "covered: the rule a says no only where b says it already"),
        ((hours("<= 5", "a"), hours("> 5", "b")), "contradictory: nothing meets both a and b"),
        ((a_rule("a", "option.internal", strength="presumption"), a_rule("b", "not option.internal", strength="presumption")),
         "contradictory: nothing meets both a and b"),
        ((a_rule("a", "option.internal"), a_rule("b", "not option.internal", strength="presumption")),
         "contradictory: nothing meets both b and a"),
        ((hours("<= 5", "a"), hours("> 2", "b")), None),
    ],
)  # fmt: skip
def test_a_rule_adds_something_to_another(rules: Iterable[dict[str, Any]], said: str | None) -> None:
    assert told(_of_two_rules, rules=list(rules)) == ([said] if said else [])


def test_a_rule_of_a_layer_below_covers_one_and_is_contradicted() -> None:
    below = layer_of(
        Document("b.yaml", {**a_guideline(rules=[a_rule("adult", "case.age >= 18")]), "guideline": "below"})
    )
    weaker = told(covered, below, rules=[a_rule("sixteen", "case.age >= 16")], extends="below")
    assert weaker == ["covered: the rule sixteen says no only where adult says it already"]
    clash = a_rule("young", "case.age < 18", strength="presumption")
    assert told(meets_both, below, rules=[clash], extends="below") == [
        "contradictory: nothing meets both young and adult"
    ]


def by(when: str, role: str, id: str) -> dict[str, Any]:
    return {**a_notice(when, id), "by": role}


@pytest.mark.parametrize(
    ("approvals", "said"),
    [
        ((by("case.needs.hours_per_week.support > 10", "leader", "a"), by("case.needs.hours_per_week.support > 5", "leader", "b")),
         ["covered: a asks nobody whom b does not ask already"]),
        ((by("case.needs.hours_per_week.support > 10", "director", "a"),
          by("case.needs.hours_per_week.support > 5", "leader", "b")), []),
    ],
)  # fmt: skip
def test_an_approval_adds_something_to_another(approvals: Iterable[dict[str, Any]], said: list[str]) -> None:
    assert told(covered, approvals=list(approvals)) == said


# --- what takes turns as a number rises ---

SUPPORT = "case.needs.hours_per_week.support"


@pytest.mark.parametrize(
    ("whens", "said"),
    [
        ((f"{SUPPORT} <= 10", f"{SUPPORT} > 12"), "gap: between a0 and a1 nothing is said of 11 hours to 12 hours"),
        ((f"{SUPPORT} < 10", f"{SUPPORT} > 10"), "gap: between a0 and a1 nothing is said of 10 hours"),
        ((f"{SUPPORT} <= 10", f"{SUPPORT} >= 10"), "double: a0 and a1 are both so at 10 hours"),
        ((f"{SUPPORT} <= 10", f"{SUPPORT} > 10 and {SUPPORT} <= 20"), "gap: above 20 hours"),
        ((f"{SUPPORT} <= 10", f"{SUPPORT} > 10"), None),
        ((f"{SUPPORT} > 5", f"{SUPPORT} > 10"), None),
        (("case.age < 18", "case.age >= 67"), None),
        (("case.age < 18", "case.age > 18"), "gap: between a0 and a1 nothing is said of 18 years"),
        (("case.support_need <= 1", "case.support_need >= 3"), "gap: between a0 and a1 nothing is said of 2"),
        ((f"{SUPPORT} <= 10 and case.flags.acute", f"{SUPPORT} > 12 and case.flags.acute"), "gap: between a0 and a1"),
        (
            ("option.price_dkk_per_day < 2000", "option.price_dkk_per_day > 2000"),
            "gap: between a0 and a1 nothing is said of",
        ),
    ],
)
def test_approvals_take_turns(whens: Iterable[str], said: str | None) -> None:
    rows = [by(when, role, f"a{n}") for n, (when, role) in enumerate(zip(whens, ("leader", "director"), strict=True))]
    found = told(turns, approvals=rows)
    assert (len(found), bool(found) and found[0].startswith(said or "-")) == (1 if said else 0, said is not None)


def test_follow_ups_holds_and_notices_take_turns() -> None:
    rows = [
        {**a_notice(f"{SUPPORT} {when}", id), "after": after}
        for when, id, after in (("<= 5", "a", "12 months"), (">= 5", "b", "3 months"))
    ]
    assert len(told(turns, follow_up=rows)) == 1
    holds = [hours(sign, id, strength="hold", by="leader") for sign, id in (("> 5", "a"), ("<= 8", "b"))]
    assert [one.split(":")[0] for one in told(turns, rules=holds)] == ["gap"]
    assert len(told(turns, notices=[a_notice("case.age <= 18", "a"), a_notice("case.age >= 18", "b")])) == 1
    assert told(turns, notices=[a_notice("case.support_need <= 1", "a"), a_notice("case.support_need >= 4", "b")]) == []


# --- tables ---


def table(*rows: tuple[str, Any], last: Any, values: list[Any] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"rows": [*({"when": when, "then": then} for when, then in rows), {"then": last}]}
    return {"t": found if values is None else {**found, "values": values}}


NEED = "case.support_need"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (table((f"{NEED} <= 1", 1), (f"{NEED} >= 3", 3), last=0), "gap: t: level of support need: 2 lies between rows 1 and 2"),
        (table((f"{NEED} <= 1", 1), (f"{NEED} >= 3", 3), last=2), None),
        (table(("case.age < 30", 1), ("case.age > 30", 2), last=0), "gap: t: the citizen's age: 30 years lies between"),
        (table(("case.age < 18", 2), ("case.age >= 67", 2), last=0), None),
        (table((f"{NEED} <= 2", 1), (f"{NEED} >= 2", 2), last=3), "double: t: level of support need: 2 stands in rows 1 and 2"),
        (table((f"{NEED} >= 3", 2), (f"{NEED} >= 2", 1), last=0), None),
        (table((f"{NEED} >= 4", 2), (f"{NEED} >= 2", 3), last=1),
         "uneven: t: as level of support need rises, the values go 1, 3, 2"),
        (table((f"{NEED} >= 4", 3), (f"{NEED} >= 2", 2), last=1), None),
        (table((f"{NEED} >= 3", "high"), last="low", values=["low", "middle", "high"]), "value-not-given: t: no row gives middle"),
        (table((f"{NEED} >= 3", True), last=False, values=[True, False]), None),
        (table((f"{NEED} <= 1 and case.flags.acute", 1), (f"{NEED} >= 3", 3), last=0), "gap: t: "),
        (table((f"{NEED} == 3", "team"), (f"{NEED} == 2", "one"), last="phone", values=["phone", "one", "team"]),
         "gap: t: level of support need: 4 lies beyond row 1 and is answered by the last row alone"),
        (table((f"{NEED} >= 3", "team"), (f"{NEED} == 2", "one"), last="phone", values=["phone", "one", "team"]), None),
        (table((f"{NEED} == 3", 30), (f"{NEED} == 2", 20), last=10), "gap: t: level of support need: 4 lies beyond row 1"),
        (table((f"{NEED} >= 3", 30), (f"{NEED} == 2", 20), last=10), None),
        (table(("case.functioning.finances in [2, 3]", 2), ("case.functioning.finances == 1", 1), last=0), "gap: t: "),
        (table(("case.functioning.finances >= 2", 2), ("case.functioning.finances == 1", 1), last=0), None),
        (table(("18 <= case.age < 30", "b"), ("30 <= case.age < 67", "c"), last="a", values=["a", "b", "c"]),
         "gap: t: the citizen's age: 67 years lies beyond row 2"),
        (table(("18 <= case.age < 30", "b"), ("30 <= case.age < 67", "c"), last="none", values=["none", "b", "c"]), None),
        (table(("1 <= case.needs.hours_per_week.support < 10", 2), ("10 <= case.needs.hours_per_week.support < 30", 3), last=1),
         "gap: t: "),
        (table((f"{NEED} == 1", "a"), (f"{NEED} == 2", "b"), (f"{NEED} == 3", "c"), last="d", values=["a", "b", "c", "d"]), None),
    ],
)  # fmt: skip
def test_a_table_answers_each_cell_once_and_in_order(facts: dict[str, Any], said: str | None) -> None:
    found = told(cells, facts=facts)
    assert (len(found), bool(found) and found[0].startswith(said or "-")) == (1 if said else 0, said is not None), found


@pytest.mark.parametrize(
    ("rows", "help"),
    [
        ([(f"{NEED} >= 2", 1), (f"{NEED} >= 3", 2)], "`case.support_need >= 3` is already answered by row 1"),
        ([(f"{NEED} >= 3", 1), (f"{NEED} < 3", 2), ("case.age < 30", 3)],
         "`case.age < 30` is already answered by rows 1 and 2"),
        ([("case.age > 30 and case.age < 20", 1)], "`case.age > 30 and case.age < 20` is never so"),
    ],
)  # fmt: skip
def test_a_row_that_is_not_reached_says_who_answers(rows: list[tuple[str, int]], help: str) -> None:
    layer = layer_of(Document("g.yaml", a_guideline(facts=table(*rows, last=0))))
    found = [one for one in without_effect(layer, (build((layer,), DAY),)) if one.code == "unreached-row"]
    assert help in [one.help for one in found]


# --- what no option has, and no case file takes ---


@pytest.mark.parametrize(
    ("when", "is_never"),
    [
        ("option.internal and option.external", True),
        ("option.internal and offer.operator.type == private", True),
        ("not option.internal and not option.external", True),
        ("case.age > 150", True),
        (f"{SUPPORT} > 336", True),
        ("case.needs.days_per_week.activity > 7", True),
        ("option.internal and offer.operator.type == municipal", False),
        ("option.external and offer.operator.type == private", False),
        ("option.external and offer.operator.type == municipal", False),
        ("case.age > 100", False),
        ("case.guardian.kind == none and case.guardian.accepts", True),
        ("case.guardian.kind == none and option.guardian_accepts", True),
        ("case.guardian.kind != none and case.guardian.accepts", False),
        ("case.network.count == 0 and travel.network_km > 30", True),
        ("case.network.count >= 1 and travel.network_km > 30", False),
        ("not case.home.dwelling.offered and case.home.dwelling.from >= as_of", True),
        ("case.home.dwelling.offered and case.home.dwelling.from >= as_of", False),
        ("option.provision == SEL-107-1 and option.kind == home", True),
        ("option.kind == home and case.home.housing == none", True),
        ("option.kind == home and case.home.housing == with_family", False),
        ("option.provision == SEL-85 and provision.lane == acute", True),
        ("option.provision == SEL-110 and provision.lane == acute", False),
    ],
)
def test_what_cannot_go_together_is_never_true(when: str, is_never: bool) -> None:
    found = told(without_effect, notices=[a_notice(when)])
    assert found == (["never-true: the condition of n is never true"] if is_never else [])


@pytest.mark.parametrize(
    "when",
    ["case.guardian.kind != none and case.guardian.accepts", "case.network.count >= 1 and travel.network_km > 30"],
)
def test_what_is_written_to_be_clear_is_no_idle_part(when: str) -> None:
    assert told(idle_parts, notices=[a_notice(when)]) == []


@pytest.mark.parametrize(
    ("when", "help"),
    [
        ("case.flags.acute and case.age < 18 and case.age >= 67",
         "never so together: `case.age < 18`; `case.age >= 67`"),
        ("case.flags.acute and (case.age > 150 and case.support_need >= 3)", "`case.age > 150` is never so"),
        ("case.age > 150", None),
    ],
)  # fmt: skip
def test_what_is_never_true_says_why(when: str, help: str | None) -> None:
    layer = layer_of(Document("g.yaml", a_guideline(notices=[a_notice(when)])))
    (found,) = without_effect(layer, (build((layer,), DAY),))
    assert (found.help or "").replace("\N{NO-BREAK SPACE}", " ") == (help or "")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"when": "case.age < 30 and case.age >= 18", "unless": "case.age < 30"}, "exception-cancels"),
        ({"provision": "SEL-85", "unless": "option.provision == SEL-85"}, "exception-cancels"),
        ({"when": "case.age < 18 and case.age >= 67", "unless": "case.flags.acute"}, "never-applies"),
        ({"when": "case.age < 30", "unless": "case.age < 18"}, None),
    ],
)
def test_an_exception_that_takes_everybody_out_is_told_as_the_cause(fields: dict[str, Any], code: str | None) -> None:
    found = told(without_effect, rules=[a_rule("r", "option.internal", **fields)])
    assert [one.split(":")[0] for one in found] == ([code] if code else [])


# --- the words of a text beside the condition ---


@pytest.mark.parametrize(
    ("section", "condition", "da", "en", "is_told"),
    [
        ("approvals", f"{SUPPORT} >= 12", "Mere end 12 timer: lederen", "More than 12 hours: the leader", True),
        ("approvals", f"{SUPPORT} < 12", "Mere end 12 timer: lederen", "More than 12 hours: the leader", True),
        ("approvals", f"{SUPPORT} <= 12", "Mere end 12 timer: lederen", "More than 12 hours: the leader", True),
        ("approvals", f"{SUPPORT} > 12", "Mere end 12 timer: lederen", "More than 12 hours: the leader", False),
        ("approvals", f"{SUPPORT} > top_hours", "Over {top_hours}: lederen", "Above {top_hours}: the leader", False),
        ("approvals", f"{SUPPORT} >= top_hours", "Over {top_hours}: lederen", "Above {top_hours}: the leader", True),
        ("notices", "case.age >= 17 and case.age < 18", "Borgeren er mindst 17 og under 18", "At least 17 and below 18", False),
        ("notices", "case.age >= 30", "Indtil de 30 år", "For those under 30 years", False),
        ("notices", "case.age > 30", "Under 30 år", "Under 30 years", True),
        ("notices", "case.age < 30", "Fra 30 år", "At least 30 years: other help", False),
        ("rules", "travel.network_km <= 30", "Højst 30 km væk", "At most 30 km away", False),
        ("rules", "travel.network_km <= 30", "Det ligger mere end 30 km væk", "It lies more than 30 km away", False),
        ("rules", "travel.network_km < 30", "Højst 30 km væk", "At most 30 km away", True),
        ("rules", "travel.network_km <= 30", "Højst 30 minutter", "At most 30 minutes", False),
        ("rules", "option.waiting_days <= 14", "Ikke over 14 dage", "Not over 14 days", False),
        ("approvals", f"12 >= {SUPPORT}", "Mere end 12 timer: lederen", "More than 12 hours: the leader", True),
        ("approvals", f"not ({SUPPORT} > 12)", "Mere end 12 timer: lederen", "More than 12 hours: the leader", True),
        ("approvals", f"not ({SUPPORT} <= 12)", "Mere end 12 timer: lederen", "More than 12 hours: the leader", False),
        ("notices", "not case.age < 65", "Under 65 år: jobcentret", "Under 65: the job centre", True),
        ("notices", "not case.age >= 65", "Under 65 år: jobcentret", "Under 65: the job centre", False),
        ("approvals", "option.price_dkk_per_day <= 2500", "Over 2.500 kr.: lederen", "Above DKK 2,500: the leader", True),
        ("approvals", "option.price_dkk_per_day > 2500", "Over 2.500 kr.: lederen", "Above DKK 2,500: the leader", False),
        ("approvals", "option.price_dkk_per_day < 2500", "Overstiger 2.500 kr.: lederen", "Exceeds DKK 2,500: the leader", True),
        ("notices", "option.months < 24", "To år eller længere: drøft det", "Two years or longer: discuss it", True),
        ("notices", "option.months >= 24", "To år eller længere: drøft det", "Two years or longer: discuss it", False),
        ("notices", "case.age >= 18 and case.age <= 30", "De 18-29-årige", "Those aged 18-29", True),
        ("notices", "case.age >= 18 and case.age < 30", "De 18-29-årige", "Those aged 18-29", False),
        ("notices", "case.age > 18 and case.age < 30", "De 18-29-årige", "Those aged 18-29", True),
        ("notices", "case.age >= 18 and case.age <= 30", "Mellem 18 og 29 år", "Between 18 and 29", True),
        ("notices", "case.age >= 18 and case.age < 30", "Mellem 18 og 30 år", "Between 18 and 30", False),
        ("approvals", f"{SUPPORT} > 12", "Over {top_hours}: lederen", "Above {top_hours}: the leader", True),
        ("approvals", f"{SUPPORT} > 10", "Over {top_hours}: lederen", "Above {top_hours}: the leader", False),
        ("notices", f"{SUPPORT} > 12", "Over 12 timer: aftal {top_hours}", "Above 12 hours: agree {top_hours}", False),
    ],
)  # fmt: skip
def test_a_text_says_the_limit_of_its_condition(section: str, condition: str, da: str, en: str, is_told: bool) -> None:
    said = {"da": da, "en": en}
    rule = a_rule("r", condition, strength="presumption", reason=said)
    row = rule if section == "rules" else {**a_notice(condition), "text": said}
    row |= {"by": "leader"} if section == "approvals" else {}
    parameters = {"top_hours": {"value": 10, "unit": "hours"}}
    found = told(said_limits, parameters=parameters, **{section: [row]})
    assert [one.split(":")[0] for one in found] == (["other-limit"] if is_told else [])


# --- what something else decides before ---

ADULT = layer_of(
    Document(
        "b.yaml", {**a_guideline(rules=[a_rule("adult", "case.age >= 18", provision="SEL-108")]), "guideline": "below"}
    )
)


@pytest.mark.parametrize(
    ("when", "is_told"),
    [
        ("provision.id == SEL-108 and case.age < 18", True),
        ("provision.id == SEL-108 and case.age < 30", False),
        ("provision.id in [SEL-108, SEL-85] and case.age < 18", False),
        ("case.age < 18", False),
    ],
)
def test_nothing_is_said_of_help_that_a_must_rules_out(when: str, is_told: bool) -> None:
    found = told(out_of_reach, ADULT, notices=[a_notice(when)], extends="below")
    assert found == (["out-of-reach: n is said only where the rule adult rules the help out"] if is_told else [])


@pytest.mark.parametrize(
    ("when", "is_told"),
    [
        ("provision.id in [SEL-107-1, SEL-108] and case.age < 18 and not option.current", True),
        ("provision.id in [SEL-107-1, SEL-108] and case.age < 18", False),
        ("provision.id in [SEL-107-1, SEL-85] and case.age < 18 and not option.current", False),
    ],
)
def test_nothing_is_said_of_help_of_which_each_kind_is_ruled_out_by_a_must_of_its_own(when: str, is_told: bool) -> None:
    spared = a_rule("grown", "case.age >= 30", provision="SEL-107-1", unless="option.current")
    found = told(out_of_reach, ADULT, notices=[a_notice(when)], rules=[spared], extends="below")
    sentence = "out-of-reach: n is said only where one of the rules adult, grown rules the help out"
    assert found == ([sentence] if is_told else [])


def test_a_rule_for_those_whom_a_must_rules_out_adds_nothing() -> None:
    rule = a_rule("young", "option.internal", when="case.age < 18", provision="SEL-108", strength="presumption")
    found = told(covered, ADULT, rules=[rule], extends="below")
    assert found == ["covered: the rule young says no only where adult says it already"]


@pytest.mark.parametrize(("when", "is_told"), [("case.support_need >= 2", True), ("case.age >= 18", False)])
def test_a_proposal_does_not_rest_on_what_it_proposes(when: str, is_told: bool) -> None:
    proposal = {"id": "p", "fact": "case.support_need", "value": 3, "when": when}
    assert bool(told(out_of_reach, proposals=[proposal])) is is_told


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        ({"lower": "travel.network_km"}, {"lower": "travel.network_km", "bands": [10]}, True),
        ({"lower": "travel.network_km", "bands": [10]}, {"lower": "travel.network_km"}, False),
        ({"lower": "travel.network_km", "when": "case.flags.acute"}, {"lower": "travel.network_km"}, False),
        ({"lower": "travel.network_km"}, {"lower": "travel.home_km"}, False),
    ],
)
def test_a_preference_decides_something(first: dict[str, Any], second: dict[str, Any], is_told: bool) -> None:
    rows = [{"id": "a", "text": TEXT, **first}, {"id": "b", "text": TEXT, **second}]
    assert bool(told(out_of_reach, preferences=rows)) is is_told


def test_three_musts_leave_somebody() -> None:
    of = {"provision": "SEL-85"}
    rules = [
        a_rule("a", "case.age < 30 or case.flags.acute", **of),
        a_rule("b", "case.age >= 30 or case.flags.discharge", **of),
        a_rule("c", "not case.flags.acute and not case.flags.discharge", **of),
    ]
    assert told(out_of_reach, rules=rules) == [
        "out-together: the rules a, b and c together rule SEL-85 out for everybody"
    ]
    assert told(out_of_reach, rules=rules[:2]) == []


def test_three_musts_leave_something_where_all_apply() -> None:
    of = {"provision": "SEL-104"}
    rules = [
        a_rule("a", "option.internal", when="case.support_need >= 3", **of),
        a_rule("b", "not option.internal or option.free_places >= 2", when="case.flags.acute", **of),
        a_rule("c", "option.free_places <= 1", when="case.age < 30", **of),
    ]
    (said,) = told(out_of_reach, rules=rules)
    assert said.startswith(
        "contradictory: nothing meets a, b and c together where all apply: the citizen's age: 0 years"
    )
    apart = [rules[0], rules[1], a_rule("c", "option.free_places <= 3", when="case.age < 30", **of)]
    assert told(out_of_reach, rules=apart) == []
    divided = [*rules[:2], a_rule("c", "option.free_places <= 1", when="case.support_need < 3", **of)]
    assert told(out_of_reach, rules=divided) == []


def level(id: str, when: str, provision: str = "SEL-85") -> dict[str, Any]:
    return {"id": id, "provision": provision, "when": when, "usual_hours": 3}


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ([level("a", f"{NEED} <= 1"), level("b", f"{NEED} == 2"), level("c", f"{NEED} >= 4")],
         ["gap: between b and c nothing is said of 3 (level of support need)"]),
        ([level("a", f"{NEED} <= 2"), level("b", f"{NEED} >= 2")], ["double: a and b are both so at 2 (level of support need)"]),
        ([level("a", f"{NEED} <= 1"), level("b", f"{NEED} == 2"), level("c", f"{NEED} >= 3")], []),
        ([level("a", f"{NEED} <= 1"), level("b", f"{NEED} >= 3", "SEL-83")], []),
        ([level("a", f"{NEED} == 1"), level("b", f"{NEED} == 2"), level("c", f"{NEED} == 3")], []),
    ],
)  # fmt: skip
def test_service_levels_take_turns(levels: list[dict[str, Any]], said: list[str]) -> None:
    assert told(turns, service_levels=levels) == said


@pytest.mark.parametrize(
    ("first", "second", "provision", "code"),
    [
        ("<= 2", ">= 4", "SEL-85", "gap"), ("<= 2", ">= 2", "SEL-85", "double"), ("<= 2", ">= 3", "SEL-85", None),
        ("<= 2", ">= 4", "SEL-83", None),
    ],
)  # fmt: skip
def test_grants_of_the_same_help_take_turns(first: str, second: str, provision: str, code: str | None) -> None:
    rows = [
        {**a_notice(f"{NEED} {sign}", id), "provision": [of], "lasts": "6 months"}
        for id, sign, of in (("a", first, "SEL-85"), ("b", second, provision))
    ]
    assert [one.split(":")[0] for one in told(turns, grants=rows)] == ([code] if code else [])
