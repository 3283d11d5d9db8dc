"""Layers: which version of which guideline, and what a child may not change."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from written import SOURCE, a_guideline, a_rule

from visit.errors import GuidelineError, Problems, UsageError
from visit.locale import formats
from visit.reading.source import Document
from visit.rules import load_guideline
from visit.rules.findings.lint import lint
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, chain, layer_of, shipped_layers, version_of, within
from visit.rules.guideline.merging import merge
from visit.rules.guideline.values import Guideline

DAY = date(2026, 11, 22)


def layer(id: str, **sections: Any) -> Layer:
    return layer_of(Document(id, {**a_guideline(**sections), "guideline": id}))


def built(parent: dict[str, Any], child: dict[str, Any]) -> Guideline:
    return build((layer("parent", **parent), layer("child", extends="parent", **child)), DAY)


def faults(parent: dict[str, Any], child: dict[str, Any]) -> list[str]:
    with pytest.raises(Problems) as caught:
        built(parent, child)
    return [error.message for error in caught.value.errors]


MUST = a_rule("floor", "option.specialisation >= least")
LEAST = {"value": 2, "unit": "level"}
ROWS = {"values": [1, 2], "rows": [{"when": "case.support_need >= 3", "then": 2}, {"then": 1}]}


def test_new_ids_append_and_other_ids_replace() -> None:
    first = a_rule("own", "option.internal", strength="presumption")
    second = a_rule("own", "option.partner", strength="presumption")
    found = built({"rules": [first]}, {"rules": [second, a_rule("more", "option.serves")]})
    assert [(rule.id, rule.origin.guideline) for rule in found.rules] == [("more", "child"), ("own", "child")]
    own = found.rule("own")
    assert own is not None
    assert own.require.reads == {"option.partner"}


def test_preferences_replace_as_a_whole_and_rights_add_up() -> None:
    near, wish = {"id": "near", "lower": "travel.network_km"}, {"id": "wish", "higher": "option.wished"}
    found = built({"preferences": [near], "rights": [near]}, {"preferences": [wish], "rights": [wish]})
    assert [one.id for one in found.preferences] == ["wish"]
    assert [one.id for one in found.rights] == ["near", "wish"]
    assert [one.id for one in built({"preferences": [near]}, {}).preferences] == ["near"]


@pytest.mark.parametrize("strength", ["must", "hold"])
def test_a_child_may_not_reuse_the_id_of_a_must_or_hold(strength: str) -> None:
    by = {"by": "municipality"} if strength == "hold" else {}
    given = {"rules": [{**a_rule("floor", "option.serves"), "strength": strength, **by}]}
    message = "floor is a must or hold of parent and cannot be replaced"
    assert faults(given, {"rules": [a_rule("floor", "true")]}) == [message]


def test_what_a_must_reads_is_final() -> None:
    parent = {"rules": [MUST], "parameters": {"least": LEAST}}
    assert faults(parent, {"parameters": {"least": {**LEAST, "value": 1}}}) == [
        "least is final: a must, a right or an invariant of parent reads it"
    ]


def test_what_a_must_reads_through_a_table_is_final() -> None:
    table = {"values": [1, 2], "rows": [{"when": "case.support_need >= bound", "then": 2}, {"then": 1}]}
    rule = a_rule("floor", "option.specialisation >= need")
    parent = {"rules": [rule], "facts": {"need": table}, "parameters": {"bound": {"value": 3, "unit": "level"}}}
    assert faults(parent, {"facts": {"need": ROWS}}) == [
        "need is final: a must, a right or an invariant of parent reads it"
    ]
    assert faults(parent, {"parameters": {"bound": LEAST}}) == [
        "bound is final: a must, a right or an invariant of parent reads it"
    ]


@pytest.mark.parametrize(("value", "fits"), [(1, True), (3, True), (4, False), (0, False)])
def test_a_local_parameter_moves_within_its_bounds(value: int, fits: bool) -> None:
    parent = {"rules": [MUST], "parameters": {"least": {**LEAST, "local": {"min": 1, "max": 3}}}}
    child = {"parameters": {"least": {**LEAST, "value": value}}}
    if fits:
        assert built(parent, child).parameters["least"].value == value
    else:
        assert faults(parent, child) == ["least must lie between 1 and 3"]


def test_what_only_a_presumption_reads_may_change() -> None:
    parent = {"rules": [{**MUST, "strength": "presumption"}], "parameters": {"least": LEAST}}
    assert built(parent, {"parameters": {"least": {**LEAST, "value": 3}}}).parameters["least"].value == 3


def test_an_id_is_used_once_in_a_layer() -> None:
    merged = merge((layer("one", rules=[a_rule("a", "true"), a_rule("a", "false")]),), DAY)
    assert [error.message for error in merged.problems] == ["the id a is used twice"]


def test_what_a_child_may_not_do_is_told_with_what_is_wrong_inside() -> None:
    child = {"rules": [a_rule("must", "travel.network_kn <= 5")]}
    assert faults({"rules": [{**MUST, "id": "must"}]}, child) == [
        "must is a must or hold of parent and cannot be replaced",
        'unknown name "travel.network_kn"',
    ]


def test_a_statement_binds_on_its_days() -> None:
    rules = [a_rule("old", "true", until="2025-06-30"), {**a_rule("new", "true"), "from": "2025-07-01"}]
    for day, id in ((date(2025, 6, 30), "old"), (date(2025, 7, 1), "new")):
        assert [rule.id for rule in build((layer("one", rules=rules),), day).rules] == [id]


@pytest.mark.parametrize(
    ("period", "inside"),
    [
        ({}, True), ({"from": "2026-11-22"}, True), ({"from": "2026-11-23"}, False),
        ({"until": "2026-11-22"}, True), ({"until": "2026-11-21"}, False),
    ],
)  # fmt: skip
def test_the_first_and_last_day_are_inside(period: dict[str, str], inside: bool) -> None:
    assert within(period, DAY) is inside


def version(name: str, *, corrects: str | None = None, **period: str) -> Layer:
    better = {"corrects": corrects} if corrects else {}
    return Layer({"guideline": "one", "version": name, "in_force": period, **better})


def test_the_version_in_force_is_taken() -> None:
    old, new = version("1", until="2025-12-31"), version("2", **{"from": "2026-01-01"})
    assert version_of("one", date(2025, 12, 31), (new, old)) is old
    assert version_of("one", date(2026, 1, 1), (new, old)) is new


def test_overlapping_versions_are_an_error_of_the_guideline() -> None:
    known = (version("1"), version("2", **{"from": "2026-01-01"}))
    with pytest.raises(GuidelineError, match="one has versions that overlap on 22 November 2026: 1 / 2"):
        version_of("one", DAY, known)


def test_a_corrected_reading_takes_the_place_of_the_earlier_on_the_days_of_both() -> None:
    earlier, better = version("1", **{"from": "2020-01-01"}), version("2", corrects="1", **{"from": "2024-01-01"})
    again = version("3", corrects="2", **{"from": "2026-01-01"})
    known = (again, earlier, better)
    assert version_of("one", date(2023, 12, 31), known) is earlier
    assert version_of("one", date(2024, 1, 1), (earlier, better)) is better
    assert version_of("one", date(2025, 12, 31), known) is better


def test_a_reading_corrects_the_version_that_it_names_and_no_other() -> None:
    known = (version("1"), version("2", corrects="0"))
    with pytest.raises(GuidelineError, match="one has versions that overlap on 22 November 2026: 1 / 2"):
        version_of("one", DAY, known)


def test_two_readings_that_correct_each_other_are_an_error() -> None:
    known = (version("1", corrects="2"), version("2", corrects="1"))
    with pytest.raises(GuidelineError, match="one has versions that overlap on 22 November 2026: 1 / 2"):
        version_of("one", DAY, known)


def test_a_version_is_asked_for_by_its_name() -> None:
    earlier, better = version("1"), version("2", corrects="1")
    assert version_of("one@1", DAY, (earlier, better)) is earlier
    assert version_of("one@2", DAY, (earlier, better)) is better
    with pytest.raises(UsageError, match="no version of one@3 is in force on 22 November 2026"):
        version_of("one@3", DAY, (earlier, version("3", until="2020-12-31")))
    with pytest.raises(UsageError, match='one has no version "4"') as caught:
        version_of("one@4", DAY, (earlier, better))
    assert caught.value.help == "known: 1, 2"


def test_no_version_in_force_says_from_when() -> None:
    with pytest.raises(UsageError, match="no version of one is in force on 22 November 2026") as caught:
        version_of("one", DAY, (version("1", **{"from": "2027-01-01"}),))
    assert caught.value.help == "its first version is in force from 1 January 2027"


def test_an_unknown_guideline_is_told_its_neighbour() -> None:
    with pytest.raises(UsageError, match='no guideline is called "serviceloveen"') as caught:
        version_of("serviceloveen", DAY, (Layer({"guideline": "serviceloven", "version": "1", "in_force": {}}),))
    assert caught.value.help == 'did you mean "serviceloven"?'


def test_layers_stand_with_the_root_first_and_none_extends_itself() -> None:
    def link(id: str, parent: str | None) -> Layer:
        extends = {"extends": parent} if parent else {}
        return Layer({"guideline": id, "version": "1", "in_force": {}, **extends, **SOURCE})

    known = (link("a", None), link("b", "a"), link("c", "b"))
    assert [one.id for one in chain(known[2], DAY, known)] == ["a", "b", "c"]
    circle = (link("a", "b"), link("b", "a"))
    with pytest.raises(GuidelineError, match="extends itself"):
        chain(circle[1], DAY, circle)


def test_a_guideline_older_than_the_national_layer_answers_from_that_layers_first_day_on(tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    path.write_text(
        "guideline: old\nversion: '1'\ntitle: {da: t, en: t}\nmunicipality: Silkeborg\nin_force: {from: 2010-01-01}\n"
        "extends: serviceloven\nsource: s\n"
    )
    assert load_guideline(path, date(2019, 12, 1)).layers[0][0] == "serviceloven"
    first = min(one.record["in_force"]["from"] for one in shipped_layers() if one.id == "serviceloven")
    assert load_guideline(path, date.fromisoformat(first)).as_of.isoformat() == first
    with pytest.raises(UsageError) as caught:
        load_guideline(path, date(2013, 6, 1))
    assert caught.value.message == "no version of serviceloven is in force on 1 June 2013"
    assert caught.value.help == f"its first version is in force from {formats.day(date.fromisoformat(first))}"
    [warning] = lint(str(path), DAY).warnings
    assert (warning.message, warning.help) == (
        "no version of serviceloven is in force on 1 January 2010",
        f"its first version is in force from {formats.day(date.fromisoformat(first))}",
    )  # fmt: skip
