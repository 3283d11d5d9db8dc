"""Every declared field of a case: what a guideline reads of it, how it is said, that it is asked for, and its line in the docs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import make_case_page
import pytest

from visit import locale
from visit.interview import Interview, Question, Setting
from visit.interview.answers import READERS
from visit.interview.fields import fields, hint_of, label_of, pattern_of, question_of
from visit.reading.declared import Declaration, Field, Group, Keyed, ListOf, Record, declared
from visit.reading.documents.case import CaseDocument, fact_name
from visit.reading.documents.lists import keys_of
from visit.rules.facts.registry import LANGUAGE
from visit.vocabulary import vocabulary


def leaves(group: type[Record] = CaseDocument, above: str = "") -> Iterator[tuple[str, Field[Any], bool]]:
    """Yield every field that is no list of rows, by its pattern, and whether it stands in a row."""
    for one in declared(group):
        if isinstance(one, Group):
            yield from leaves(one.of, f"{above}{one.key}.")
        elif isinstance(one.kind, ListOf):
            yield from leaves(one.kind.of, f"{above}{one.key}.*.")
        else:
            yield above + one.key, one, "*" in above


def lists(group: type[Record] = CaseDocument) -> Iterator[Declaration]:
    for one in declared(group):
        if isinstance(one, Group):
            yield from lists(one.of)
        elif isinstance(one.kind, ListOf):
            yield one


@pytest.mark.parametrize(("name", "field", "in_row"), [pytest.param(*leaf, id=leaf[0]) for leaf in leaves()])
def test_a_guideline_reads_the_field_or_the_declaration_says_why_not(
    name: str, field: Field[Any], in_row: bool
) -> None:
    said = [one for one in (field.gathered, field.counted, field.read_by, field.unread) if one]
    assert len(said) <= 1, "say one of gathered, counted, read_by and unread"
    assert said or not in_row, f"{name} stands in a row: say gathered, read_by or unread"
    if field.unread:
        assert fact_name(name) not in LANGUAGE.by_name
        return
    read = said or [fact_name(name)]
    assert set(read) <= LANGUAGE.by_name.keys(), f"no fact {read} reads {name}"


@pytest.mark.parametrize("one", [*lists()], ids=lambda one: one.key)
def test_a_guideline_reads_of_every_list(one: Field[Any]) -> None:
    assert {one.counted or one.read_by} <= LANGUAGE.by_name.keys()


def test_every_fact_of_a_case_has_words_and_every_field_too() -> None:
    for lang in ("da", "en"):
        with locale.speaking(lang):  # type: ignore[arg-type]
            for name, field in fields().items():
                words = vocabulary()
                assert name in words.case_fields or field.fact in words.facts, (
                    f"vocabulary/facts.yaml or case_fields.yaml has no words for {name}"
                )
                assert label_of(name) and len(question_of(name)) > 3
                assert hint_of(field.kind) and field.kind in READERS


def test_no_words_are_left_of_a_field_that_is_gone() -> None:
    written = {*fields(), *(name for name, _field, _in_row in leaves())}
    groups = {".".join(name.split(".")[:end]) for name in written for end in range(1, name.count(".") + 2)}
    assert vocabulary().case_fields.keys() <= groups


# --- the interview ---

# An answer of each kind that leads on to further questions.
ANSWERS = {
    "born": "1990", "day": "2026-11-01", "days": "2.5", "gate": "y", "hours": "7.5", "id": "a-1", "km": "20", "level": "2",
    "municipality": "Esbjerg", "offer": "x-1", "offer_or_option": "x-1", "offers": "x-1", "option": "x-1/SEL-108",
    "past": "2026-11-01", "place": "Ikast", "text": "a text", "texts": "a text", "truth": "y", "whole": "1",
}  # fmt: skip


def answer(question: Question, last: bool) -> str:
    """Answer the first row of a list, and end it with the second."""
    if question.row:
        return ""
    if question.kind == "codes":
        return ", ".join(one.code for one in question.choices)
    if question.kind == "code":
        return question.choices[-1 if last else 0].code
    return ANSWERS[question.kind]


def asked(*, last: bool) -> set[str]:
    found = set()
    interview = Interview(
        Setting(date(2026, 11, 22), priced_by_days=frozenset(vocabulary().codes["area"].terms) - {"home"})
    )
    while (question := interview.question()) is not None:
        found.add(pattern_of(question.path))
        # The first code is the primary group; whether somebody is an adult is asked where the birth is not known.
        passed = question.path in [("target_groups", "secondary"), *([("citizen", "born")] if last else [])]
        interview = interview.answer("" if passed else answer(question, last))
    return found


def test_the_interview_asks_for_every_field_or_the_declaration_says_why_not() -> None:
    # A home is not given by the hour or day.
    by_the_week = {"needs.hours_per_week.home", "needs.days_per_week.home"}
    expected = {name for name, field in fields().items() if field.asked} - by_the_week
    found = {name for name in asked(last=False) | asked(last=True) if not name.startswith("?")}
    assert found == expected


def test_what_the_interview_leaves_out_is_declared_with_its_reason() -> None:
    def written(one: Field[Any], name: str) -> set[str]:
        return {f"{name}.{key}" for key in keys_of(one.kind.codes)} if isinstance(one.kind, Keyed) else {name}

    lists = {one.key for one in declared(CaseDocument) if isinstance(one, Field) and one.unasked}
    unasked = lists | {name for name, one, _ in leaves() if one.unasked}
    left = [(name, one) for name, one, _ in leaves() if name.split(".")[0] not in lists and not one.unasked]
    assert {key for name, one in left for key in written(one, name)} == fields().keys()
    assert unasked == {
        "agreed",
        "citizen.sex",
        "extra",
        "format",
        "next_follow_up",
        "price_level",
        "purposes",
        "travel",
    }
    assert {name for name, field in fields().items() if not field.asked} == {"citizen.age"}


def test_the_page_of_the_case_file_has_every_field() -> None:
    assert make_case_page.PAGE.read_text(encoding="utf-8") == make_case_page.page(), (
        "run python tools/make_case_page.py"
    )
