"""What one statement makes of another: grants, follow-ups, proposals, ids and days; and pairs that are right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from inspect import getsource
from typing import Any

import pytest
from drawn import catalogue
from written import TEXT, a_guideline, a_rule, an_offer, offers

from visit.errors import GuidelineError
from visit.reading.source import Document
from visit.rules.findings.between_days import between_days
from visit.rules.findings.copies import copied, copied_parameters
from visit.rules.findings.effects import without_effect
from visit.rules.findings.empty_sets import true_of_none
from visit.rules.findings.ended import ended
from visit.rules.findings.finders import FINDERS, ON_LAST
from visit.rules.findings.idle_parts import idle_parts
from visit.rules.findings.idle_rules import idle_rules
from visit.rules.findings.idle_settings import idle_settings
from visit.rules.findings.lint import lint
from visit.rules.findings.meets_both import meets_both
from visit.rules.findings.met_by_none import met_by_none
from visit.rules.findings.named_nothing import named_nothing
from visit.rules.findings.orders import odd_orders
from visit.rules.findings.out_of_reach import out_of_reach
from visit.rules.findings.passed import passed
from visit.rules.findings.preceded import preceded
from visit.rules.findings.replaced import replaced
from visit.rules.findings.said_twice import said_twice
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of

DAY = date(2026, 11, 22)


def told(finder: Callable[..., Iterable[GuidelineError]], **sections: Any) -> list[str]:
    """Return what a finder says of a guideline that stands alone."""
    layer = layer_of(Document("g.yaml", a_guideline(**sections)))
    return [one.message for one in finder(layer, (build((layer,), DAY),))]


def said(id: str, when: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"id": id, "text": TEXT, **({} if when is None else {"when": when}), **fields}


LASTING, YOUNG = "case.permanence == permanent", "case.age < 25"


@pytest.mark.parametrize(
    ("long", "short", "never"),
    [
        ({"when": LASTING, "provision": "SEL-85"}, {"provision": "SEL-85"}, True),
        ({"when": LASTING, "provision": "SEL-85"}, {}, True),
        ({"when": f"{LASTING} and {YOUNG}", "provision": "SEL-85"}, {"when": YOUNG}, True),
        ({"provision": "SEL-85"}, {"when": LASTING, "provision": "SEL-85"}, False),
        ({"when": LASTING, "provision": "SEL-85"}, {"when": "case.permanence != permanent"}, False),
        ({"when": LASTING, "provision": ["SEL-85", "SEL-104"]}, {"provision": "SEL-85"}, False),
    ],
)
def test_a_longer_grant_that_a_shorter_one_always_comes_before(
    long: dict[str, Any], short: dict[str, Any], never: bool
) -> None:
    grants = [said("long", lasts="36 months", **long), said("short", lasts="12 months", **short)]
    message = "long never counts: short is shorter, and holds wherever it does"
    assert told(preceded, grants=grants) == ([message] if never else [])


ACUTE = "case.flags.acute"


@pytest.mark.parametrize(
    ("after", "when", "never"),
    [
        ("1 month", ACUTE, True),
        ("1 month", f"{ACUTE} and {YOUNG}", True),
        ("14 days", ACUTE, False),
        ("1 month", YOUNG, False),
        ("1 month", None, False),
    ],
)
def test_nobody_looks_again_after_the_help_has_ended(after: str, when: str | None, never: bool) -> None:
    rows = [said("ends", ACUTE, after="14 days", ends_after="21 days"), said("visit", when, after=after)]
    message = "visit is never due: by ends the help has ended 21 days after the decision"
    assert told(preceded, follow_up=rows) == ([message] if never else [])


@pytest.mark.parametrize(
    ("when", "open"),
    [
        ("option.provision == SEL-85", True),
        ("case.support_need >= 1", True),
        ("option.provision == SEL-82b", False),
        ("provision.branch == temporary", False),
        ("option.provision == SEL-85 and option.months <= 12", False),
        ("option.provision == SEL-104", False),
    ],
)
def test_help_that_goes_on_has_no_last_day(when: str, open: bool) -> None:
    row = said("half-yearly", when, after="6 months", then_every="6 months", ends_after="12 months")
    grant = said("a-year", lasts="12 months", provision="SEL-104")
    found = told(preceded, follow_up=[row], grants=[grant])
    assert [one.split(":")[0] for one in found] == (["half-yearly"] if open else [])


@pytest.mark.parametrize(
    ("first", "second", "fact", "never"),
    [
        ("case.age < 30", "case.age < 20", "case.permanence", True),
        ("case.age < 20", "case.age < 30", "case.permanence", False),
        ("case.age < 30", "case.age >= 30", "case.permanence", False),
        ("case.age < 30", "case.age < 20", "case.needs.must", False),
    ],
)
def test_the_first_proposal_of_one_value_counts(first: str, second: str, fact: str, never: bool) -> None:
    values = ("meals", "activity") if fact == "case.needs.must" else ("permanent", "unclear")
    rows = [
        {"id": id, "fact": fact, "value": value, "when": when}
        for id, value, when in zip("ab", values, (first, second), strict=True)
    ]
    found = told(preceded, proposals=rows)
    assert [one.partition(":")[0] for one in found] == (["b proposes nothing"] if never else [])


def test_a_service_level_that_an_earlier_one_is_always_before() -> None:
    every = {"id": "all", "provision": "SEL-85", "usual_hours": 6}
    mild = {"id": "mild", "provision": "SEL-85", "usual_hours": 2, "when": "case.support_need <= 1"}
    assert [one.partition(":")[0] for one in told(preceded, service_levels=[every, mild])] == ["mild never counts"]
    assert told(preceded, service_levels=[mild, every]) == []


@pytest.mark.parametrize(
    ("fields", "past"),
    [
        ({"counted_from": "application", "before": "8 weeks", "waits_for": "decision"}, True),
        ({"counted_from": "application", "within": "8 weeks", "waits_for": "decision"}, False),
        ({"counted_from": "birthday(18)", "when": "case.age >= 18"}, True),
        ({"counted_from": "birthday(18)", "when": "case.age >= 16"}, False),
        ({"counted_from": "birthday(18)", "within": "2 years", "when": "case.age >= 18"}, False),
        ({"counted_from": "birthday(18)", "before": "6 months", "when": "case.age < 18"}, False),
    ],
)
def test_a_deadline_that_nobody_can_keep(fields: dict[str, Any], past: bool) -> None:
    row = said("d", **{"waits_for": "follow_up", **fields})
    assert [one.partition(":")[0] for one in told(passed, deadlines=[row])] == (["d is always past"] if past else [])


def test_a_rule_is_not_asked_of_whom_a_must_rules_out() -> None:
    law = a_rule("law", "case.age < 25", provision="STU")
    usual = a_rule("r", "option.internal", provision="STU", strength="presumption", gate="policy")
    message = "the rule r says something only where law rules the help out"
    assert told(out_of_reach, rules=[law, {**usual, "when": "case.age >= 25"}]) == [message]
    assert told(out_of_reach, rules=[law, {**usual, "when": "case.age >= 24"}]) == []


@pytest.mark.parametrize(("when", "is_ruled_out"), [("> 9", True), ("> 5", False)])
def test_nobody_approves_what_a_must_rules_out(when: str, is_ruled_out: bool) -> None:
    short = a_rule("short", "option.months <= 6", provision="SEL-82b", if_unknown="confirm")
    approval = said("a", f"provision.id == SEL-82b and option.months {when}", by="leader")
    message = "a is said only where the rule short rules the help out"
    assert told(out_of_reach, rules=[short], approvals=[approval]) == ([message] if is_ruled_out else [])


IN_TIME = {
    "da": "Behandlingen skal begynde senest 14 dage efter henvendelsen",
    "en": "Treatment must start within 14 days of it",
}
SOON = {
    "da": "Behandlingen skal begynde senest 14 dage efter en henvendelse",
    "en": "The treatment must start within 14 days of it",
}
WEEK = "provision.id in [SEL-101, SUL-141]"


@pytest.mark.parametrize(
    ("section", "first", "second", "is_twice"),
    [
        ("notices", {"kind": "duty", "when": WEEK}, {"kind": "duty", "when": "provision.id in [SUL-141, SEL-101]"}, True),
        ("notices", {"kind": "duty", "when": WEEK}, {"kind": "duty", "when": "provision.id == SUL-141"}, True),
        ("notices", {"kind": "duty", "when": WEEK}, {"kind": "advice", "when": WEEK}, False),
        ("notices", {"kind": "duty", "when": WEEK}, {"kind": "duty", "when": WEEK, "text": TEXT}, False),
        ("notices", {"kind": "duty", "when": WEEK}, {"kind": "duty", "when": "provision.id in [SEL-101, SUL-142]"}, False),
        ("follow_up", {"after": "1 month", "when": YOUNG}, {"after": "1 month", "when": "not case.age >= 25"}, True),
        ("follow_up", {"after": "1 month", "when": YOUNG}, {"after": "2 months", "when": YOUNG}, False),
        ("grants", {"lasts": "6 months", "when": YOUNG}, {"lasts": "6 months", "when": "case.age <= 24"}, True),
        ("grants", {"lasts": "6 months", "when": "case.age < 24"}, {"lasts": "6 months", "when": YOUNG}, False),
        ("proposals", {"fact": "case.needs.must", "value": "meals", "when": YOUNG},
         {"fact": "case.needs.must", "value": "meals", "when": "case.age < 20"}, True),
    ],
)  # fmt: skip
def test_a_statement_in_other_words_says_the_same(
    section: str, first: dict[str, Any], second: dict[str, Any], is_twice: bool
) -> None:
    rows = [{"id": "first", "text": IN_TIME, **first}, {"id": "second", "text": SOON, **second}]
    if section == "proposals":
        rows = [{key: value for key, value in row.items() if key != "text"} for row in rows]
    assert told(said_twice, **{section: rows}) == (["second says the same as first of written"] if is_twice else [])


def test_a_provision_is_named_for_something() -> None:
    rule = a_rule("r", "option.internal", provision=["SEL-107-1", "SEL-108"], when="provision.branch == temporary")
    assert told(idle_rules, rules=[rule]) == ["the rule r names SEL-108, and never says no there"]
    assert told(idle_rules, rules=[{**rule, "when": "option.gives_home"}]) == []


@pytest.mark.parametrize(
    ("value", "said_of_it"),
    [
        ("option.internal and option.external", "p orders nothing: what it asks is never true"),
        ("option.internal or option.external", "p orders nothing: what it asks is always true"),
        ("option.internal or option.current", None),
        ("case.flags.acute", "p orders nothing: what it asks is the same for every placement of a case"),
        ("case.support_need", "p orders nothing: what it asks is the same for every placement of a case"),
        ("case.flags.acute and option.internal", None),
    ],
)
def test_a_preference_asks_what_some_option_is_and_some_is_not(value: str, said_of_it: str | None) -> None:
    steps = {"id": "steps", "lower": "option.step", "text": TEXT}
    wish = {"id": "wish", "higher": "option.wished", "text": TEXT}
    found = told(without_effect, preferences=[steps, wish, {"id": "p", "higher": value, "text": TEXT}])
    assert found == ([] if said_of_it is None else [said_of_it])


def test_a_day_before_the_guideline_is_in_force_never_comes() -> None:
    when = "case.age >= 30 and as_of < 2026-07-01"
    old = layer_of(Document("g.yaml", a_guideline(notices=[said("n", when)])))
    new = layer_of(Document("g.yaml", {**a_guideline(notices=[said("n", when)]), "in_force": {"from": "2026-07-01"}}))
    assert [[*without_effect(one, (build((one,), DAY),))] == [] for one in (old, new)] == [True, False]


# --- an id of the layer below ---


@pytest.mark.parametrize(
    ("section", "old", "new", "what"),
    [
        ("notices", said("n", ACUTE, kind="duty"), said("n", ACUTE, kind="advice"), "there it is a `duty`, here a `advice`"),
        ("notices", said("n", ACUTE, kind="advice"), said("n", ACUTE, kind="duty"), None),
        ("notices", said("n", ACUTE, kind="duty"), said("n", YOUNG, kind="duty"), "another subject"),
        ("notices", said("n", YOUNG, kind="duty"), said("n", "case.age < 30", kind="duty"), None),
        ("approvals", said("n", ACUTE, by="director"), said("n", ACUTE, by="leader"), "there it is of director, here of leader"),
        ("approvals", said("n", ACUTE, by="leader", four_eyes=True), said("n", ACUTE, by="leader"), "there two approve, here one"),
        (
            "grants",
            said("n", lasts="12 months", provision="SEL-85"),
            said("n", lasts="12 months", provision="SEL-104"),
            "there it is of SEL-85, here of SEL-104",
        ),
        ("follow_up", said("n", ACUTE, after="14 days"), said("n", YOUNG, after="14 days"), "another subject"),
    ],
)  # fmt: skip
def test_an_id_of_the_layer_below_is_taken_by_what_is_like_it(
    section: str, old: dict[str, Any], new: dict[str, Any], what: str | None
) -> None:
    below = layer_of(Document("l0.yaml", {**a_guideline(**{section: [old]}), "guideline": "l0"}))
    leaf = layer_of(Document("l1.yaml", {**a_guideline(**{section: [new]}), "guideline": "l1", "extends": "l0"}))
    found = [one.message for one in replaced(leaf, build((below, leaf), DAY), build((below,), DAY))]
    message = f"n takes the place of n of l0, which then says nothing any more: {what}"
    assert found == ([] if what is None else [message])


# --- orders ---


@pytest.mark.parametrize(
    ("weights", "turned"),
    [
        ({"daily": 0, "weekly": 1, "monthly": 4, "rarely": 30}, True),
        ({"daily": 30, "weekly": 4, "monthly": 1, "rarely": 2}, True),
        ({"daily": 30, "weekly": 4, "monthly": 4, "rarely": 0}, False),
    ],
)
def test_the_closer_the_contact_the_more_it_weighs(weights: dict[str, int], turned: bool) -> None:
    nearness = {"members": "all", "combine": "weighted", "weights": weights, "source": "written"}
    layer = layer_of(Document("g.yaml", {**a_guideline(), "nearness": nearness}))
    assert (len([*odd_orders(layer, (build((layer,), DAY),))]) == 1) is turned


@pytest.mark.parametrize(
    ("fields", "alone"),
    [
        ({"lower": "travel.network_km"}, True),
        ({"lower": "placement.price_dkk_per_day", "of": "placement"}, True),
        ({"lower": "travel.network_km", "bands": [5, 10]}, False),
        ({"lower": "travel.network_km", "when": ACUTE}, False),
        ({"lower": "option.waiting_days"}, False),
        ({"higher": "option.current"}, False),
    ],
)
def test_a_measured_preference_without_bands_decides_alone(fields: dict[str, Any], alone: bool) -> None:
    last = {"id": "last", "higher": "option.mobile", "text": TEXT}
    assert (len(told(odd_orders, preferences=[{"id": "p", "text": TEXT, **fields}, last])) == 1) is alone
    assert told(odd_orders, preferences=[{"id": "p", "text": TEXT, **fields}]) == [], "nothing comes after it"


# --- sets without members ---


@pytest.mark.parametrize(
    ("when", "true_of_empty"),
    [
        ("case.needs.areas within [work, education]", True),
        ("case.needs.areas within [work] and case.age >= 18", True),
        ("case.needs.areas overlaps [work, education]", False),
        ("case.needs.areas not within [work, education]", False),
        ("case.needs.areas within [work, support] and case.needs.areas includes work", False),
    ],
)
def test_nothing_else_is_true_of_nothing(when: str, true_of_empty: bool) -> None:
    assert (len(told(true_of_none, notices=[said("n", when)])) == 1) is true_of_empty


# --- days ---


@pytest.mark.parametrize(
    ("until", "start", "require", "message"),
    [
        ("2027-06-30", "2027-08-01", "travel.home_km <= 30", "between a and b nothing is said from 1 July 2027 to 31 July 2027"),
        ("2027-06-30", "2027-06-01", "travel.home_km <= 30", "a and b both hold from 1 June 2027 to 30 June 2027"),
        ("2027-06-30", "2027-07-01", "travel.home_km <= 30", None),
        ("2027-06-30", "2027-08-01", "travel.network_km <= 30", None),
    ],
)  # fmt: skip
def test_what_follows_begins_on_the_day_after(until: str, start: str, require: str, message: str | None) -> None:
    near = {"provision": "SEL-104", "gate": "policy", "strength": "presumption"}
    rules = [a_rule("a", "travel.home_km <= 20", until=until, **near), a_rule("b", require, **near) | {"from": start}]
    assert told(between_days, rules=rules) == ([] if message is None else [message])


def test_days_that_a_third_statement_has_are_no_gap() -> None:
    near = {"provision": "SEL-104"}
    rules = [
        a_rule("a", "travel.home_km <= 20", until="2027-06-30", **near),
        a_rule("c", "travel.home_km <= 25", until="2027-07-31", **near) | {"from": "2027-07-01"},
        a_rule("b", "travel.home_km <= 30", **near) | {"from": "2027-08-01"},
    ]
    assert told(between_days, rules=rules) == []


# --- two rules where both apply ---


@pytest.mark.parametrize(
    ("first", "second", "cell"),
    [
        (("case.support_need <= 2", "option.internal"), ("case.support_need >= 2", "option.external"), "level of support need: 2"),
        (("case.support_need <= 2", "option.internal"), ("case.support_need > 2", "option.external"), None),
        (("case.support_need <= 2", "option.internal"), ("case.support_need >= 2", "option.approved"), None),
        (("case.support_need >= 1", "option.months <= 12"), (ACUTE, "option.months >= 18"),
         "whether the case is acute: yes; level of support need: 1"),
        (("case.support_need >= 1", "option.months <= 12"), (ACUTE, "option.months >= 6"), None),
        (("case.support_need >= 1", "case.age >= 30"), ("case.support_need >= 2", "case.age < 30"), None),
        (("option.mobile", "option.months <= 12"), (ACUTE, "option.months >= 18 or case.support_need <= 2"),
         "whether the case is acute: yes; level of support need: 3"),
        (("option.mobile", "option.months <= 12"), (ACUTE, "option.months >= 18 or case.support_need <= 4"), None),
    ],
)  # fmt: skip
def test_two_rules_that_nothing_meets_both_where_both_apply(
    first: tuple[str, str], second: tuple[str, str], cell: str | None
) -> None:
    message = f"nothing meets both a and b where both apply: {cell}"
    for strength in ("presumption", "must"):
        rules = [
            a_rule(id, require, when=when, strength=strength, gate="policy")
            for id, (when, require) in zip("ab", (first, second), strict=True)
        ]
        assert told(meets_both, rules=rules) == ([] if cell is None else [message])


# --- what has ended ---


def test_a_statement_that_has_ended_is_looked_at_on_the_last_day_on_which_it_holds() -> None:
    narrow = "case.age > 30 and case.age > 50"
    rows = [
        said("before", narrow, until="2027-06-30"),
        said("now", narrow),
        said("later", narrow) | {"from": "2027-08-01"},
    ]
    layer = layer_of(Document("g.yaml", a_guideline(notices=rows)))
    built = {day: build((layer,), day) for day in (DAY, date(2027, 7, 1), date(2027, 8, 1))}
    ((alone, whole),) = ended(layer, built)
    assert whole is built[DAY]
    assert [one.message.split(":")[0] for one in idle_parts(alone, (whole,))] == ["before"]
    assert [one.message.split(":")[0] for one in idle_parts(layer, tuple(built.values()))] == ["now", "later"]


ENDS = {"until": "2027-06-30"}
LATER = said("later", "case.age > 60") | {"from": "2027-08-01"}
ENDED: dict[str, dict[str, Any]] = {
    "always-past": {"deadlines": [said("kept", before="2 weeks", counted_from="application", waits_for="decision")]},
    "idle-part": {"notices": [said("twice", "case.age > 30 and case.age > 50")]},
}


@pytest.mark.parametrize("code", ENDED)
def test_the_check_tells_once_what_is_wrong_with_a_statement_that_has_ended(code: str) -> None:
    sections = {name: [{**row, **ENDS} for row in rows] for name, rows in ENDED[code].items()}
    sections["notices"] = [*sections.get("notices", []), LATER]
    linted = lint("g.yaml", DAY, Document("g.yaml", a_guideline(**sections)))
    assert [one.code for one in linted.warnings].count(code) == 1


def test_what_looks_at_the_last_day_is_asked_of_what_has_ended() -> None:
    looks = {finder for finder in FINDERS if "every[-1" in getsource(finder)}
    assert looks - {*ON_LAST} == {copied, copied_parameters, between_days, idle_settings}, (
        "these look at every statement as it is written"
    )


# --- the options of a catalogue ---

OPTIONS = catalogue(
    offers(
        an_offer("a", "SEL-107-1", months=12, staff="one_to_one"),
        an_offer("b", "SEL-107-1", months=24),
        an_offer("c", "SEL-104", mobile=True),
    )
).options


@pytest.mark.parametrize(
    ("require", "fields", "none"),
    [
        ("option.months <= 3", {"provision": "SEL-107-1"}, True),
        ("option.months <= 3", {"provision": "SEL-107-1", "when": "case.support_need >= 3"}, False),
        ("option.months <= 12", {"provision": "SEL-107-1"}, False),
        ("option.months <= 3", {"provision": "SEL-107-1", "strength": "presumption"}, False),
        ("option.months > 12 and option.staff == one_to_one", {"provision": "SEL-107-1"}, False),
        ("option.months > 24 or case.age < 18", {"provision": "SEL-107-1"}, False),
        ("option.months <= 3", {"provision": "SEL-108"}, False),
        ("not option.mobile", {"provision": "SEL-104"}, True),
        ("option.months <= 12", {"provision": "SEL-107-1", "unless": "option.wished"}, False),
    ],
)
def test_a_must_that_no_option_of_the_catalogue_meets(require: str, fields: dict[str, Any], none: bool) -> None:
    found = told(met_by_none(lambda: OPTIONS), rules=[a_rule("r", require, **fields)])
    assert found == (["no option of the catalogue can meet the rule r, whoever the citizen is"] if none else [])


def test_a_must_of_which_only_the_exception_is_left() -> None:
    rule = a_rule("r", "option.months <= 3", provision="SEL-107-1", unless="option.wished")
    left = "no option of the catalogue can meet what the rule r requires: an exception is all that is left"
    assert told(met_by_none(lambda: OPTIONS), rules=[rule]) == [left]


@pytest.mark.parametrize(
    ("when", "none"),
    [
        ("option.provision == SEL-104 and option.step == 7", True),
        ("option.provision == SEL-104 and option.step == 3", False),
        ("option.provision == SEL-104 and option.step >= 4", True),
        ("option.provision in [SEL-104, SEL-107-1] and option.step == 6", False),
        ("option.step == 7", False),
        ("option.provision != SEL-104 and option.step == 7", False),
    ],
)
def test_an_option_stands_on_the_step_of_its_provision(when: str, none: bool) -> None:
    found = told(met_by_none(lambda: OPTIONS), notices=[said("n", when)])
    assert found == (["n: no option under SEL-104 stands on the step that is asked for"] if none else [])


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("option.provision == SEL-104 and option.gives_home", "n: no option under SEL-104 gives a home"),
        ("option.provision == SEL-104 and option.moves_home", "n: no option under SEL-104 gives a home"),
        ("option.provision == SEL-104 and not option.gives_home", None),
        ("option.provision == SEL-107-1 and option.moves_home", None),
        ("option.provision == SEL-107-1 and option.step == 6 and option.gives_home", None),
        ("option.gives_home", None),
    ],
)
def test_a_home_is_given_under_its_provisions(when: str, said: str | None) -> None:
    notice = {"id": "n", "when": when, "text": TEXT}
    assert told(met_by_none(lambda: OPTIONS), notices=[notice]) == ([said] if said else [])


def test_the_members_of_a_group_are_offers() -> None:
    groups = {"centres": {"offers": ["a", "bb", "c"], "da": "centre", "en": "centres", "source": "written"}}
    assert told(named_nothing(lambda: ("a", "b", "c")), groups=groups) == ["the group centres: no offer is called “bb”"]
