"""Words that a reader meets: no key as a label, the field's own terms in Danish, nobody addressed in the wrong person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import messages
import pytest
import yaml

from visit.reasons.labels import Phrasing
from visit.rules import load_guideline
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary, vocabulary_record

FOLDER = Path(__file__).parent.parent / "visit" / "guidelines"
GUIDELINES = sorted(path.stem for path in FOLDER.glob("*.yaml") if not path.stem.endswith(".cases"))
DAY = date(2026, 11, 2)
LANGUAGES = ("da", "en")

# The beginning of a word that means something else in the field, and what to write.
ELSEWHERE = {
    "uafgjort": "uafklaret",
    "stilling": "status",
    "placering": "løsning; nr. 1",
    "valgmulighed": "mulighed; tilbud",
    "topværdi": "kontrolværdi",
    "(?<!adgang )nægt": "ikke godkendt",
    "udgangspunktet": "startmålingen; hovedreglen",
    "udgangsmåling": "startmålingen",
    "formodning": "hovedregel",
    "vurderingsdato": "udredningsdato",
    "fugleflugt": "luftlinje",
    "prøvesag": "testsag",
    "menneske": "medarbejder",
    "anbefal": "forslag",
    "logbog": "protokol",
}
TO_THE_CITIZEN = re.compile(
    r"\b(?:du|dig|din|dit|dine|dem|deres) (?:bolig|behov|støtte|samtykke|hjem|alder)\b|\bdit hjem\b", re.I
)
SHORT_CITATION = re.compile(r"\b(?:SEL|STL|RSL|ABL|FVL|SUL|AEL|BL) \d|\d\(\d+\)|\b\d{1,2}/\d{1,2}/\d{4}\b")


@cache
def guideline(id: str) -> Guideline:
    return load_guideline(id, DAY)


def _texts(value: object, key: str = "") -> Iterator[str]:
    """Yield every Danish text of a document: what stands under `da`."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, key)
    elif key == "da":
        yield str(value)


def danish() -> dict[str, tuple[str, ...]]:
    """Return every Danish text that ships, by where it stands."""
    written = {path: yaml.safe_load((FOLDER / f"{path}.yaml").read_text("utf-8")) for path in GUIDELINES}
    messaged = [
        word for domain in ("visit", "messages") for words in messages.read(domain)[0].values() for word in words
    ]
    vocabulary_texts = [text for name, part in vocabulary_record().items() if name not in FFB for text in _texts(part)]
    return {
        "messages": tuple(messaged),
        "vocabulary": tuple(vocabulary_texts),
        **{path: tuple(_texts(record)) for path, record in written.items()},
    }


FFB = ("target_groups", "themes", "interventions", "offer_types")
"""Official labels, which are not ours to word."""


@pytest.mark.parametrize("where", ["messages", "vocabulary", *GUIDELINES])
def test_danish_uses_the_words_of_the_field(where: str) -> None:
    found = {
        text: f"{word} -> {better}"
        for text in danish()[where]
        for word, better in ELSEWHERE.items()
        if re.search(rf"\b{word}", text, re.I)
    }
    assert found == {}


@pytest.mark.parametrize("where", ["messages", "vocabulary", *GUIDELINES])
def test_danish_cites_provisions_and_dates_in_one_form(where: str) -> None:
    assert [text for text in danish()[where] if SHORT_CITATION.search(text)] == []


@pytest.mark.parametrize("id", GUIDELINES)
def test_a_guideline_speaks_of_the_citizen_in_the_third_person(id: str) -> None:
    second = re.compile(r"\b(?:du|dig|din|dit|dine)\b", re.I)
    assert [text for text in danish()[id] if second.search(text)] == []


def test_a_message_addresses_the_caseworker_not_the_citizen() -> None:
    assert [text for text in danish()["messages"] if TO_THE_CITIZEN.search(text)] == []


# --- no label made from a key


@pytest.mark.parametrize("id", GUIDELINES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_guideline_has_words(id: str, language: str) -> None:
    found = guideline(id)
    say = Phrasing(found, language)
    names = (*found.parameters, *found.tables)
    assert [name for name in names if say.fact(name) in (name, name.replace("_", " "))] == []
    for name, table in found.tables.items():
        codes = found.lists.get(table.type.codes or "")
        if codes is not None and codes.key.startswith("fact "):
            missing = [] if name in found.labels else [name]
            written = found.record["settings"]["labels"][name].get("values", {})
            assert [*missing, *(key for key in codes.terms if key not in written)] == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_of_the_vocabulary_is_made_of_its_key(language: str) -> None:
    found = vocabulary()
    labels = {name: fact.label(language) for name, fact in (*found.facts.items(), *found.case_fields.items())}
    assert [name for name, label in labels.items() if "_" in label or label == name] == []
    terms = [term for codes in found.codes.values() for term in codes.terms.values()]
    assert [term.key for term in terms if "_" in term.label(language)] == []


# --- what is printed


GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("path", sorted(GOLDEN.rglob("*.da.txt")), ids=lambda path: path.name)
def test_a_danish_screen_cites_in_one_form_and_shows_no_key_for_a_label(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert [line for line in lines if SHORT_CITATION.search(line)] == []
    keys = {name.replace("_", " ") for id in GUIDELINES for name in (*guideline(id).parameters, *guideline(id).tables)}
    made = re.compile("|".join([r"\b[Nn]eed:\w+", *(rf"\b{re.escape(key)}: " for key in sorted(keys) if " " in key)]))
    assert [line for line in lines if made.search(line)] == []
