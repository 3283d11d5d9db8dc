"""The words of the condition language as they are listed: each that may be written, and where."""

from __future__ import annotations

import csv
from datetime import date

from running import ROOT, inside

from visit.render.words_sheet import LanguageWords, language_words, matching
from visit.rules.facts.registry import LANGUAGE
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import read_layer
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary

SMALL = "tests/commands/small.yaml"


def small() -> Guideline:
    return build((read_layer(ROOT / SMALL),), date(2026, 12, 1))


def said(found: LanguageWords) -> tuple[set[str], dict[str, set[str]]]:
    return {one.name for one in found.names}, {one.key: set(one.terms) for one in found.lists}


def test_every_fact_and_every_list_that_a_fact_has_is_listed() -> None:
    names, lists = said(language_words(None))
    of_each = {
        name for name in LANGUAGE.by_name if name.startswith(("case.functioning.", "case.needs.hours_per_week."))
    }
    missing = LANGUAGE.by_name.keys() - names - of_each
    assert {name for name in missing if not name.startswith("case.needs.days_per_week.")} == set()
    for fact in LANGUAGE.by_name.values():
        if fact.type.codes is not None:
            assert lists[fact.type.codes] == set(vocabulary().codes[fact.type.codes].terms)
    assert {"H6", "B0", "U4", "T4"} <= lists["step"]
    assert "leader" in lists["role"]


def test_a_word_is_found_by_its_name_its_labels_and_what_people_say() -> None:
    every = language_words(None)
    for text in ("attention-dis", "opmærksomhed", "Attention", "adhd"):
        assert said(matching(every, text))[1]["target_group"] == {"attention-disorder"}
    assert "travel.network_km" in said(matching(every, "afstand til netværket"))[0]
    assert said(matching(every, "tilknytning"))[1]["tie"] == {"family", "friends", "work", "education", "leisure"}
    assert said(matching(every, "no such word")) == (set(), {})


def test_a_guidelines_own_names_are_listed_with_it() -> None:
    assert said(language_words(small()))[0] - said(language_words(None))[0] == {"near_km", "far_km", "heavy", "unread"}


def test_a_list_says_where_its_codes_may_stand(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "words", "autis", "--lang", "en")
    assert "Where: case.target_groups, case.target_groups.primary, option.target_groups\n" in ran.out
    ran = inside(monkeypatch, capsys, "guideline", "words", "botilbud", "--format", "csv", "--lang", "en")
    rows = list(csv.reader(ran.out.removeprefix("\ufeff").splitlines()))
    wanted = {"Provisions", "SEL-108", "SEL 108: Long-term residential stay", "H7"}
    assert any(wanted <= {*row} for row in rows)
