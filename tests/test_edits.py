"""Edits of a guideline: applied they give the other guideline, each stands for itself, and what they do is proved."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from visit.reading.source import parse
from visit.rules.findings.shifts import Direction, Shift, shifts
from visit.rules.guideline.building import build
from visit.rules.guideline.edits import Edit, EditKind, applied, edits_between, statements_of
from visit.rules.guideline.layering import Layer, chain, layer_of, shipped_layers

DAY = date(2026, 12, 1)
HEAD = 'guideline: {id}\nversion: "1"\ntitle: {{da: a, en: b}}\nin_force: {{from: 2026-01-01}}\nsource: s\n'
TEXT = "{da: a, en: b}"


def layers(body: str, *below: Layer, id: str = "one") -> tuple[Layer, ...]:
    extends = f"extends: {below[-1].id}\n" if below else ""
    return (*below, layer_of(parse(HEAD.format(id=id) + extends + body, f"{id}.yaml")))


def shipped() -> list[tuple[Layer, ...]]:
    known = shipped_layers()
    return [chain(layer, DAY, known) for layer in known]


def rows(some: tuple[Layer, ...]) -> list[tuple[tuple[str, str], object]]:
    """What is stated, in an order that says nothing but that of the preferences."""
    found = [(key, one.row) for key, one in statements_of(some).items()]
    return sorted(found, key=lambda one: (one[0][0], "" if one[0][0] == "preferences" else one[0][1]))


def test_all_edits_applied_are_the_other_guideline() -> None:
    for before, after in product(shipped(), repeat=2):
        found = applied(statements_of(before), edits_between(before, after)).items()
        ordered = sorted(found, key=lambda one: (one[0][0], "" if one[0][0] == "preferences" else one[0][1]))
        assert ordered == rows(after), (before[-1].id, after[-1].id)


def test_a_guideline_has_no_edits_to_itself() -> None:
    assert [edits_between(one, one) for one in shipped()] == [()] * len(shipped())


PARAMETERS = "parameters:\n  a: {value: %s, unit: km, source: %s}\n  b: {value: %s, unit: km, source: s}\n"


def test_each_edit_stands_for_itself() -> None:
    before, after = layers(PARAMETERS % (1, "s", 2)), layers(PARAMETERS % (10, "t", 20))
    edits = edits_between(before, after)
    assert [(one.key, one.kind, one.path, one.before, one.after) for one in edits] == [
        ("a", EditKind.VALUE, ("value",), 1, 10),
        ("a", EditKind.SOURCE, ("source",), "s", "t"),
        ("b", EditKind.VALUE, ("value",), 2, 20),
    ]
    assert [str(place) for place in edits[2].places] == ["one.yaml:8:14", "one.yaml:8:14"]
    some = applied(statements_of(before), (edits[1],))
    assert some["parameters", "a"] == {"value": 1, "unit": "km", "source": "t"}
    assert some["parameters", "b"] == {"value": 2, "unit": "km", "source": "s"}
    assert statements_of(before)["parameters", "a"].row == {"value": 1, "unit": "km", "source": "s"}


TABLE = "facts:\n  t:\n    rows:\n      - {when: case.support_need >= %s, then: %s}\n      - {then: 0}\n    source: s\n"


def test_a_table_is_compared_row_by_row() -> None:
    edits = edits_between(layers(TABLE % (3, 1)), layers(TABLE % (2, 5)))
    assert [(one.kind, one.path, one.after) for one in edits] == [
        (EditKind.CONDITION, ("rows", 0, "when"), "case.support_need >= 2"),
        (EditKind.VALUE, ("rows", 0, "then"), 5),
    ]


def preferences(*keys: str) -> str:
    return "preferences:\n" + "".join(f"  - {{id: {key}, lower: option.step, over: all, source: s}}\n" for key in keys)


def test_the_order_is_an_edit_of_its_own_and_what_is_added_knows_its_place() -> None:
    before, after = layers(preferences("a", "b", "c")), layers(preferences("b", "new", "a"))
    edits = edits_between(before, after)
    assert [(one.kind, one.key, one.follows) for one in edits] == [
        (EditKind.REMOVED, "c", None),
        (EditKind.ADDED, "new", "b"),
        (EditKind.ORDER, "", None),
    ]

    def order(*chosen: Edit) -> list[str]:
        return [key for section, key in applied(statements_of(before), chosen) if section == "preferences"]

    assert order(*edits) == ["b", "new", "a"]
    assert order(edits[1]) == ["a", "b", "new", "c"]
    assert order(edits[2]) == ["b", "a", "c"]


def test_what_a_child_replaces_is_compared_with_what_it_inherits() -> None:
    below = layers("parameters: {a: {value: 12, unit: months, source: s, local: {at_least: 1}}}\n", id="below")
    without = layers("", *below, id="child")
    with_own = layers("parameters: {a: {value: 6, unit: months, source: s}}\n", *below, id="child")
    (value, _bounds) = edits_between(without, with_own)
    assert (value.kind, value.before, value.after) == (EditKind.VALUE, 12, 6)
    assert value.old is not None
    assert value.new is not None
    assert (value.old.layer.id, value.new.layer.id) == ("below", "child")


# --- what they do ---

RULE = """
rules:
  - id: r
    gate: policy
    strength: presumption
    {provision}when: {when}
    require: {require}
    unless: {unless}
    reason: {text}
    source: s
"""


def rule(when: str = "true", require: str = "option.internal", unless: str = "false", provision: str = "") -> str:
    given = f"provision: {provision}\n    " if provision else ""
    return RULE.format(when=when, require=require, unless=unless, provision=given, text=TEXT)


def shift(before: str, after: str) -> dict[tuple[str, str], Shift]:
    one, other = layers(before), layers(after)
    return shifts(build(one, DAY), build(other, DAY), edits_between(one, other))


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (rule(require="travel.network_km <= 30"), rule(require="travel.network_km <= 20"), Direction.MORE),
        (rule(require="travel.network_km <= 20"), rule(require="travel.network_km <= 30"), Direction.LESS),
        (rule(require="travel.network_km <= 20"), rule(require="not (travel.network_km > 20)"), Direction.SAME),
        (rule(require="travel.network_km <= 20"), rule(require="travel.home_km <= 20"), Direction.OTHERWISE),
        (rule(when="case.support_need >= 3"), rule(when="case.support_need >= 2"), Direction.MORE),
        (rule(when="case.support_need >= 2"), rule(when="case.support_need in [2, 3]"), Direction.LESS),
        (rule(), rule(unless="case.support_need == 4"), Direction.LESS),
        (rule(unless="case.flags.acute"), rule(), Direction.MORE),
        (rule(), rule(provision="[SEL-107-1]"), Direction.LESS),
        (rule(provision="[SEL-107-1]"), rule(provision="[SEL-107-1, SEL-108]"), Direction.MORE),
        (rule(provision="[SEL-107-1]"), rule(provision="[SEL-108]"), Direction.OTHERWISE),
        (
            rule(when="case.target_groups includes attention-disorder"),
            rule(when="any(case.target_groups in [attention-disorder, autism-spectrum])"),
            Direction.MORE,
        ),
    ],
)  # fmt: skip
def test_a_rule_fails_for_more_or_fewer_options(before: str, after: str, direction: Direction) -> None:
    assert shift(before, after) == {("rules", "r"): Shift(direction, ())}


READS_A = rule(require="travel.network_km <= a")
READS_T = rule(when="t == 1", require="option.internal")
READS_T_OF_A = (
    "facts:\n  t:\n    rows:\n      - {when: travel.network_km > a, then: 1}\n      - {then: 0}\n    source: s\n"
)


@pytest.mark.parametrize(
    ("before", "after", "direction", "through"),
    [
        (PARAMETERS % (30, "s", 1) + READS_A, PARAMETERS % (20, "s", 1) + READS_A, Direction.MORE, ("a",)),
        (PARAMETERS % (20, "s", 1) + READS_A, PARAMETERS % (30, "s", 1) + READS_A, Direction.LESS, ("a",)),
        (TABLE % (3, 1) + READS_T, TABLE % (2, 1) + READS_T, Direction.MORE, ("t",)),
        (
            PARAMETERS % (20, "s", 1) + READS_T_OF_A + READS_T,
            PARAMETERS % (30, "s", 1) + READS_T_OF_A + READS_T,
            Direction.LESS,
            ("a",),
        ),
    ],
)
def test_a_rule_shifts_through_what_it_reads(before: str, after: str, direction: Direction, through) -> None:
    assert shift(before, after) == {("rules", "r"): Shift(direction, through)}


def test_a_number_with_another_source_alone_shifts_nothing() -> None:
    assert shift(PARAMETERS % (30, "s", 1) + READS_A, PARAMETERS % (30, "t", 1) + READS_A) == {}


def test_what_is_said_where_its_condition_is_true_shifts_too() -> None:
    row = "approvals: [{{id: a, when: {when}, by: leader, text: {{da: a, en: b}}, source: s}}]\n"
    narrower = "option.external and not option.partner"
    assert shift(row.format(when="option.external"), row.format(when=narrower)) == {
        ("approvals", "a"): Shift(Direction.LESS, ())
    }


@pytest.mark.parametrize(
    ("section", "row", "unit", "field"),
    [
        ("deadlines", "{id: x, counted_from: application, within: n, waits_for: decision, text: {da: a, en: b}, source: s}",
         "weeks", "within"),
        ("grants", "{id: x, lasts: n, provision: SEL-85, text: {da: a, en: b}, source: s}", "months", "lasts"),
        ("follow_up", "{id: x, when: true, after: n, text: {da: a, en: b}, source: s}", "months", "after"),
        ("service_levels", "{id: x, provision: SEL-85, when: case.support_need == 2, usual_hours: n, source: s}", "hours",
         "usual_hours"),
    ],
)  # fmt: skip
def test_what_lasts_or_is_given_by_a_number_shifts_with_it(section: str, row: str, unit: str, field: str) -> None:
    one, other = (
        f"parameters:\n  n: {{value: {value}, unit: {unit}, source: s}}\n{section}:\n  - {row}\n" for value in (8, 6)
    )
    assert shift(one, other) == {(section, "x"): Shift(Direction.SAME, ("n",), (field,))}
