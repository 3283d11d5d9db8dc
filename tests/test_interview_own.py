"""The interview under a guideline with facts and needs of its own: what it asks, takes, refuses and writes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from running import inside

from visit import locale
from visit.errors import VisitError
from visit.interview import Interview, Own, Question, Setting, case_file
from visit.reading.source import parse
from visit.rules import load_guideline
from visit.vocabulary import vocabulary

GUIDE = """\
guideline: g
version: "1"
title: {da: g, en: g}
in_force: {from: 2020-01-01}
source: s
needs: [{key: riding, areas: [activity], da: ridning, en: horse riding, source: s}]
case_facts:
  extra.mental_age:
    type: whole
    at_most: 18
    label: {da: den mentale alder, en: the mental age}
    ask: {da: "Hvad er den mentale alder?", en: "What is the mental age?"}
    source: side 3
  extra.calm: {type: truth, label: {da: om der er ro, en: whether it is calm}, source: side 4}
  extra.burden: {type: level, at_least: 1, label: {da: belastningen, en: the burden}, source: s}
  extra.colour:
    {type: code, codes: {red: {da: rød, en: reddish}, green: {da: grøn, en: greenish}}, label: {da: f, en: c}, source: s}
  extra.signs: {type: set, codes: {red: {da: rød, en: reddish}, green: {da: grøn, en: greenish}}, label: {da: t, en: s}, source: s}
  extra.since: {type: date, at_least: 2020-01-01, label: {da: siden, en: since}, source: s}
"""
TAKEN: dict[str, tuple[str, Any]] = {
    "extra.mental_age": ("9", 9),
    "extra.calm": ("n", False),
    "extra.burden": ("3", 3),
    "extra.colour": ("2", "green"),
    "extra.signs": ("red, 2", ["red", "green"]),
    "extra.since": ("5.6.2023", "2023-06-05"),
}


@pytest.fixture
def own(tmp_path: Path) -> Own:
    (tmp_path / "g.yaml").write_text(GUIDE, encoding="utf-8")
    found = load_guideline(tmp_path / "g.yaml", date(2026, 11, 22))
    return Own(tuple(found.facts.own.values()), (found.needs["riding"],))


def started(own: Own, **setting: Any) -> Interview:
    return Interview(Setting(date(2026, 11, 22), **{"municipality": "Fanø", "own": lambda _name: own, **setting}))


def questions(interview: Interview, answers: dict[str, str]) -> tuple[list[Question], Interview]:
    found = []
    while (question := interview.question()) is not None:
        found.append(question)
        interview = interview.answer(answers.get(question.name, ""))
    return found, interview


def at(own: Own, name: str) -> Interview:
    interview = started(own)
    while (question := interview.question()) is not None and question.name != name:
        interview = interview.answer("")
    return interview


@pytest.mark.parametrize("lang", ["da", "en"])
def test_its_facts_are_asked_after_the_others_and_written_with_their_labels(own: Own, lang: Any) -> None:
    with locale.speaking(lang):
        answers = {name: text for name, (text, _value) in TAKEN.items()} | {"needs.must": "riding, personal_care"}
        asked, interview = questions(started(own), answers)
        assert [one.name for one in asked][-7:] == [*TAKEN, "notes"]
        first = asked[-7]
        assert first.text == ("Hvad er den mentale alder?" if lang == "da" else "What is the mental age?")
        assert first.about == ("kilde: side 3; 18 eller mindre" if lang == "da" else "source: side 3; 18 or less")
        assert asked[-6].text == ("Om der er ro" if lang == "da" else "Whether it is calm")
        document = interview.document()
        assert document["extra"] == {name.removeprefix("extra."): value for name, (_text, value) in TAKEN.items()}
        written = case_file(document, own=own)
        assert ("riding  # ridning" if lang == "da" else "riding  # horse riding") in written
        assert ("colour: green  # grøn" if lang == "da" else "colour: green  # greenish") in written
        read = parse(written, "case.yaml").value
        assert isinstance(read, dict)
        assert read["extra"] == document["extra"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("extra.mental_age", "19", "extra.mental_age must be 18 or less, not 19"),
        ("extra.mental_age", "nine", 'the answer must be a whole number, not "nine"'),
        ("extra.burden", "0", 'the answer must be 0 to 4, not "0"'),
        ("extra.colour", "blue", '"blue" is not one of the choices'),
        ("extra.since", "1.1.2019", 'extra.since must be 2020-01-01 or more, not "2019-01-01"'),
    ],
)
def test_what_the_file_would_be_refused_for_is_refused_at_once(own: Own, name: str, text: str, message: str) -> None:
    with pytest.raises(VisitError) as found:
        at(own, name).answer(text)
    assert found.value.message == message


def test_without_such_a_guideline_nothing_of_it_is_asked_or_written(own: Own) -> None:
    asked, interview = questions(started(Own()), {})
    assert not [one for one in asked if one.name.startswith("extra")]
    assert "extra" not in case_file(interview.document())
    unknown = started(own, municipality=None)
    assert unknown.state.own.facts == ()
    assert unknown.answer("Fanø").state.own is own


def test_what_is_not_answered_is_left_to_fill_in_and_no_answer(own: Own) -> None:
    written = case_file(started(own).document(), own=own)
    assert "  ## What is the mental age?\n  # mental_age: …\n" in written
    assert "  ## C: red = reddish, green = greenish\n  # colour: …\n" in written
    assert "riding = horse riding" in written
    value = parse(written, "case.yaml").value
    assert isinstance(value, dict)
    assert value["extra"] is None


def test_the_command_asks_what_the_guideline_adds(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "g.yaml").write_text(GUIDE, encoding="utf-8")
    ran = inside(monkeypatch, capsys, "case", "new", "c.yaml", "--no-input", "-m", "Fanø", "--guideline", "g.yaml")
    assert (ran.code, "next: visit match c.yaml --guideline g.yaml" in ran.out) == (0, True)
    assert "# mental_age: …" in (tmp_path / "c.yaml").read_text(encoding="utf-8")
    assert inside(monkeypatch, capsys, "case", "new", "d.yaml", "--no-input", "-m", "Fanø").code == 0
    assert "mental_age" not in (tmp_path / "d.yaml").read_text(encoding="utf-8")
    assert "riding" not in vocabulary().needs
