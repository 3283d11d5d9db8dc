"""A guideline with a statement in every section: what is printed of it is in words, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import get_type_hints

import pytest
from running import inside

from visit.reading.documents.cases import GivenDocument, Statement
from visit.reading.documents.guideline import GuidelineDocument
from visit.reading.source import read
from visit.render.edit_words import _others_come_or_gone
from visit.render.guideline_sheet import titles
from visit.render.statement_fields import _names
from visit.rules.guideline import records
from visit.rules.guideline.edits import PREFERENCES
from visit.rules.guideline.layering import KEYED, KEYED_LATE, MAPPED, layer_of
from visit.trials.mutating import mutations
from visit.trials.reading import SECTIONS
from visit.trials.rows import _TRIES

FILE = Path(__file__).parent / "every_section" / "alt.yaml"
DAY = ("--as-of", "2026-11-29")
KEYS = (
    "counted_from",
    "waits_for",
    "within:",
    "lasts",
    "usual_hours",
    "most_hours",
    "usually_met_by",
    "codes",
    "follow_up",
)
SETTINGS = {
    "format", "guideline", "version", "title", "municipality", "draft", "in_force", "extends", "corrects", "source",
    "nearness", "ladders", "step_labels", "labels", "allow",
}  # fmt: skip
"""What a guideline file says of itself and of how it is read, which is no statement."""
DOCUMENT = {
    "en": (
        "Within 8 weeks", "Counted from: the application for SEL 85", "Waits for: a decision", "At least 6 months before",
        "Counted from: the birthday on which the citizen is 18", "After 8 weeks", "Granted for 1 year at a time",
        "One of: parking card; no card", "Asked: Which card does the citizen have?", "Areas: activity and company",
        "Usually met by: SEL 104", "usually 2 hours a week, at most 4 hours",
    ),
    "da": (
        "Inden for 8 uger", "Regnes fra: ansøgningen om SEL § 85", "Afventer: en afgørelse", "Mindst 6 måneder før",
        "Regnes fra: den dag, borgeren fylder 18", "Efter 8 uger", "Bevilges for 1 år ad gangen",
        "En af: parkeringskort; intet kort", "Der spørges: Hvilket kort har borgeren?", "Indsatsområder: aktivitet og samvær",
        "Dækkes normalt af: SEL § 104", "normalt 2 timer om ugen, højst 4 timer",
    ),
}  # fmt: skip
CHANGED = {
    "within: frist": ("within: 6 weeks", "the time is 6 weeks, and was 8 weeks"),
    "before: 6 months": ("before: 1 year", "the time is 1 year, and was 6 months"),
    "counted_from: birthday(18)": ("counted_from: birthday(17)", "it is counted from another day"),
    "waits_for: follow_up": ("waits_for: decision", "it waits for a decision, and waited for a follow-up"),
    "by: caseworker": ("by: leader", "it is now the task of the leader, and was that of the caseworker"),
    "lasts: 1 year": ("lasts: 6 months", "the time is 6 months, and was 1 year"),
    "usual_hours: 2": ("usual_hours: 3", "usually 3 hours a week, and was 2 hours"),
    "most_hours: 4": ("most_hours: 5", "a reason is needed beyond 5 hours a week, and was beyond 4 hours"),
    "weeks: 26": ("weeks: 52", "the usual time is another"),
    "areas: [activity]": (
        "areas: [activity, care]",
        "the need belongs to activity and company; care and practical help",
    ),
    "en: no card": ("en: no parking card", "it can have other values"),
    "case.support_need <= let": ("case.support_need <= 2", "the service level counts in more cases\n"),
    "when: extra.parking == card\n    lasts": ("lasts", "help is granted for this time in more cases"),
    "when: extra.parking == card\n    counted": ("counted", "the deadline applies in more cases"),
}
THROUGH = {
    "let: {value: 1,": ("let: {value: 2,", "the service level counts in more cases, through let"),
    'en: "the citizen\'s parking card"': ('en: "parking card"', "only the wording differs, and no answer"),
}
"""Changes of the file, and what each means; those of `THROUGH` beside what is as it was."""


@pytest.mark.parametrize("language", DOCUMENT)
def test_a_document_says_every_field_in_words(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = inside(monkeypatch, capsys, "guideline", "doc", str(FILE), "--own", *DAY, "--lang", language)
    told = found.out.replace("\N{NO-BREAK SPACE}", " ")
    assert [words for words in DOCUMENT[language] if words not in told] == []
    assert [key for key in KEYS if key in told] == []


@pytest.mark.parametrize("changes", [CHANGED, THROUGH], ids=["changed", "through"])
def test_a_change_of_any_field_is_said_in_words(
    changes: dict[str, tuple[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = FILE.read_text(encoding="utf-8")
    for old, (new, _words) in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    other = tmp_path / "alt.yaml"
    other.write_text(text, encoding="utf-8")
    found = inside(monkeypatch, capsys, "guideline", "diff", str(FILE), str(other), *DAY, "--lang", "en")
    told = found.out.replace("\N{NO-BREAK SPACE}", " ")
    assert [words for _new, words in changes.values() if words not in told] == [], told + found.err


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("strength: hold, by: leader", "strength: presumption", "the leader no longer decides it"),
        ("strength: presumption", "strength: hold, by: leader", "the leader decides it"),
    ],
)
def test_who_decides_of_a_rule_that_is_a_hold_in_one_of_them(
    old: str, new: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = "rules: [{id: own, gate: policy, %s, require: option.internal, reason: {da: a, en: a}, source: s}]\n"
    head = 'format: 1\nguideline: g\nversion: "1"\ntitle: {da: a, en: a}\nsource: s\nin_force: {from: 2026-01-01}\n'
    files = [tmp_path / "old.yaml", tmp_path / "new.yaml"]
    for file, strength in zip(files, (old, new), strict=True):
        file.write_text(head + rule % strength, encoding="utf-8")
    found = inside(monkeypatch, capsys, "guideline", "diff", *map(str, files), *DAY, "--lang", "en")
    assert f"{words}\n" in found.out and "None" not in found.out


def test_a_section_of_the_language_is_read_of_layers_and_has_a_title_and_sentences() -> None:
    stated = {*KEYED, *KEYED_LATE, *MAPPED, PREFERENCES}
    assert set(GuidelineDocument.model_fields) - stated == SETTINGS, "a section that no layer reads"
    assert set(titles()) == stated
    said = {section for _kind, section in _others_come_or_gone()} | {"rules"}
    assert stated - said == {
        "parameters",
        "facts",
        "reference_prices",
        "shelf_life",
        "departures",
        "invariants",
        "roles",
        "groups",
    }


def test_a_kind_of_row_in_a_cases_file_is_declared_and_tried() -> None:
    named = Statement.model_fields.keys() - GivenDocument.model_fields.keys() - {"rows"}
    assert named == set(SECTIONS) == set(_TRIES)


def test_a_period_that_is_a_number_of_the_guideline_changes_with_the_number_alone() -> None:
    found = [one for one in mutations(layer_of(read(FILE))) if one.key in ("igennem", "frist")]
    assert [(one.section, one.new) for one in found] == [("parameters", "9"), ("parameters", "7")]


def test_an_edit_calls_every_field_by_its_name() -> None:
    classes = [one for name, one in vars(records).items() if name.endswith("Record") and name != "MergedRecord"]
    fields = {field for one in classes for field in get_type_hints(one)}
    without = {
        "id",
        "key",
        "format",
        "guideline",
        "version",
        *titles(),
        "labels",
    }  # what a statement is found by; sections
    inside = {
        "bounded",
        "min",
        "max",
        "members",
        "combine",
        "weights",
        "area",
    }  # told as a whole with what they stand in
    assert not fields - without - inside - _names().keys()
