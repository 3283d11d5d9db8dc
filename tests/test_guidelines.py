"""The guidelines that ship: every case passes, every statement has cases, and no small change goes unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from visit.errors import Location
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.guideline.layering import Layer
from visit.trials.noticing import unnoticed
from visit.trials.openness import rule_may_be_unknown
from visit.trials.reading import SECTIONS, Cases, DecisionTrial, RowTrial, read_cases
from visit.trials.resting import StatementName, names, statements
from visit.trials.rows import try_row
from visit.trials.running import cases_files, shipped_versions, try_one, unknown_statements

VERSIONS = shipped_versions()
TODAY = date(2026, 11, 2)


def _cases() -> Iterator[Cases]:
    for path in cases_files():
        id = path.name.partition(".")[0]
        yield read_cases(path, VERSIONS.municipality(id))


CASES = {cases.guideline: cases for cases in _cases()}
TRIALS = [
    pytest.param(cases.guideline, trial, id=trial.id)
    for cases in CASES.values()
    for trial in (*cases.rows, *cases.decisions)
]
LAYERS = [pytest.param(layer, id=f"{layer.id}-{layer.version}") for layer in VERSIONS.layers]

PRINTED_UNITS = {"km", "DKK", "percent", "days", "months", "years", "hours"}
"""Units that a number is printed with; a level and a step stand alone."""
BITES = {"ruled_out", "by_exception", "awaiting"}
SPARES = {"holds", "not_applicable"}
OPEN = {"undecided", "confirm", "perhaps"}
ONLY_ASK = {
    "support-need-assessed", "visits-need-hours", "visits-need-a-staff-answer", "visits-by-day-alone", "less-needs-a-ground",
}  # fmt: skip
"""Rules that no value fails: where the fact is missing they leave undecided, and that is all they do."""


@pytest.mark.parametrize(("guideline", "trial"), TRIALS)
def test_the_case_passes(guideline: str, trial: RowTrial | DecisionTrial) -> None:
    result = try_one(trial, guideline, VERSIONS)
    assert result.passed, "\n".join(f"{one.at}: {one}" for one in result.differences)


def test_every_guideline_has_cases() -> None:
    assert sorted(CASES) == sorted({layer.id for layer in VERSIONS.layers})


@pytest.mark.parametrize("cases", [pytest.param(one, id=id) for id, one in CASES.items()])
def test_the_cases_name_statements_that_there_are(cases: Cases) -> None:
    assert [str(fault) for fault in unknown_statements(cases, VERSIONS)] == []


@pytest.mark.parametrize("layer", LAYERS)
def test_every_statement_has_rows(layer: Layer) -> None:
    rows = rows_of(layer.id)
    lacking = []
    for kind, section in SECTIONS.items():
        for id, at in stated(layer, section):
            found = {word for row in rows.get((kind, id), ()) for word in shown(row)}
            lacking += [f"{at}: {kind} {id} has no row {what}" for what in lacks(layer, kind, id, found)]
    assert not lacking, "\n" + "\n".join(lacking)


def lacks(layer: Layer, kind: str, id: str, found: set[str]) -> Iterator[str]:
    if not found:
        yield "at all"
    elif kind == "rule":
        if not found & BITES and id not in ONLY_ASK:
            yield "where it bites"
        if not found & SPARES:
            yield "where it holds or does not apply"
        if not found & OPEN and can_be_unknown(layer, id):
            yield "with a fact missing"


def shown(row: RowTrial) -> set[str]:
    """What a row gives; one that names a missing fact shows what that gives as well, whatever the strength makes of it."""
    return {str(row.then)} | ({"undecided"} if row.part.fields.get("missing") else set())


def can_be_unknown(layer: Layer, id: str) -> bool:
    for day in (TODAY, *sorted({row.as_of for row in rows_of(layer.id).get(("rule", id), ())})):
        guideline = VERSIONS.on(layer.id, day)
        rule = guideline.rule(id)
        if rule is not None:
            return rule_may_be_unknown(guideline, rule)
    return False


def stated(layer: Layer, section: str) -> Iterator[tuple[str, Location]]:
    rows = layer.record.get(section, ())
    for index, row in rows.items() if isinstance(rows, dict) else enumerate(rows):
        yield str(index if section == "facts" else row.get("id", row.get("area"))), layer.locate((section, index))


@cache
def rows_of(guideline: str) -> dict[StatementName, list[RowTrial]]:
    found: dict[StatementName, list[RowTrial]] = {}
    for row in CASES[guideline].rows if guideline in CASES else ():
        found.setdefault((row.kind, row.statement), []).append(row)
    return found


# --- what a person reads ---------------------------------------------------------------------------------------------

UNIT_WORDS = re.compile(
    r"[\s\u00a0]*(år|years?|km|kr\b|kroner|DKK|timer?\b|hours?|dage?\b|days?|måneder|months?|procent|per ?cent|%)"
)
NAME_IN_TEXT = re.compile(r"\{([^{}]*)\}")
LONGEST = 180
"""How long a reason may be, with a yes or no counted as three letters and every other value as ten."""


def said(layer: Layer) -> Iterator[tuple[str, str, str]]:
    """Yield statement, field and text of everything that a layer says to people."""
    for section in ("rules", "rights", "preferences", "approvals", "notices", "follow_up"):
        for row in layer.record.get(section, ()):
            for field in ("reason", "text"):
                yield from ((row["id"], field, text) for text in row.get(field, {}).values())


@pytest.mark.parametrize("layer", LAYERS)
def test_no_unit_follows_a_value_that_has_one(layer: Layer) -> None:
    types = VERSIONS.on(layer.id, TODAY).types
    doubled = [
        f"{id}: {text}"
        for id, _field, text in said(layer)
        for name in NAME_IN_TEXT.finditer(text)
        if types[name.group(1)].unit in PRINTED_UNITS and UNIT_WORDS.match(text, name.end())
    ]
    assert doubled == []


@pytest.mark.parametrize("layer", LAYERS)
def test_reasons_are_short(layer: Layer) -> None:
    types = VERSIONS.on(layer.id, TODAY).types

    def filled(text: str) -> str:
        return NAME_IN_TEXT.sub(lambda name: "x" * (3 if types[name.group(1)].kind == "truth" else 10), text)

    assert [id for id, field, text in said(layer) if field == "reason" and len(filled(text)) > LONGEST] == []


# --- no small change goes unseen -----------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", LAYERS)
def test_no_small_change_goes_unseen(layer: Layer) -> None:
    survivors = unnoticed(CASES[layer.id], VERSIONS, ("number", "strength", "role")).unnoticed
    assert not survivors, f"\n{len(survivors)} changes break no case:\n" + "\n".join(map(str, survivors))


@pytest.mark.parametrize("cases", [pytest.param(one, id=id) for id, one in CASES.items()])
def test_rows_pass_in_the_whole_guideline(cases: Cases) -> None:
    """A row is tried with what its statement rests on; all else there is in the guideline makes no difference."""
    whole = cache(Dependencies)
    results = [try_row(row, whole(VERSIONS.on(cases.guideline, row.as_of))) for row in cases.rows]
    assert [one.id for one in results if not one.passed] == []


def test_a_statement_names_what_it_reads_through_tables_and_entitlement() -> None:
    guideline = VERSIONS.on("serviceloven", TODAY)
    found = {key for key, conditions in statements(guideline) if "adult_age" in names(guideline, conditions)}
    assert ("rule", "adult") in found
