"""Words that stand twice where each is to say its own: a text in one language, a label, a group's offers, a fact of visit's own."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.said_twice import words_shared
from visit.rules.findings.texts import TwoTexts, place_of, texts_of, words_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.vocabulary import fact_label

_LONG = 4
"""So many words has a text that is no one's by chance."""
_IN_COMMON = 0.3
"""So much of the words is the same where two texts say one thing in other words."""
_Worded = TypeVar("_Worded", bound=Hashable)


def double_texts(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield words of a layer that another statement, label, group or fact has already."""
    yield from _in_one_language(leaf)
    yield from _labels(leaf)
    yield from _groups(leaf)
    yield from _facts_of_visit(leaf, every[-1])


def _in_one_language(leaf: Layer) -> Iterator[GuidelineError]:
    """Texts that are the same as another one's in one language, and have nothing in common with it in the other."""
    texts = [two for two in texts_of(leaf) if len(words_in(two.da)) >= _LONG and len(words_in(two.en)) >= _LONG]
    for language, other in (("da", "en"), ("en", "da")):
        for first, second in _pairs((getattr(two, language), two) for two in texts):
            shared = words_shared(getattr(first, other), getattr(second, other))
            if first.statement != second.statement and shared < _IN_COMMON:
                message = (
                    _("{id} has the Danish text of {other}", id=second.of, other=first.of)
                    if language == "da"
                    else _("{id} has the English text of {other}", id=second.of, other=first.of)
                )
                yield _double(leaf, message, second, language)


def _double(leaf: Layer, message: str, two: TwoTexts, language: str) -> GuidelineError:
    return GuidelineError(message, at=place_of(leaf, two, language), code="double-words")


def _pairs(rows: Iterable[tuple[_Worded, TwoTexts]]) -> Iterator[tuple[TwoTexts, TwoTexts]]:
    seen: dict[_Worded, TwoTexts] = {}
    for key, two in rows:
        if key in seen:
            yield seen[key], two
        seen.setdefault(key, two)


def _labels(leaf: Layer) -> Iterator[GuidelineError]:
    """Two parameters or facts of a layer that are called the same in both languages."""
    rows = leaf.record.get("labels", {})
    seen: dict[tuple[str, str], str] = {}
    for name, row in rows.items():
        words = (row["da"].casefold(), row["en"].casefold())
        if words in seen:
            message = _("{id} is called the same as {other}", id=name, other=seen[words])
            yield GuidelineError(message, at=leaf.locate(("labels", name)), code="double-words")
        seen.setdefault(words, name)


def _groups(leaf: Layer) -> Iterator[GuidelineError]:
    """Two groups of a layer that have the same offers."""
    rows: Mapping[str, Mapping[str, object]] = leaf.record.get("groups", {})
    seen: dict[frozenset[str], str] = {}
    for name, row in rows.items():
        offers = row.get("offers")
        members = frozenset(map(str, offers)) if isinstance(offers, list | tuple) else frozenset()
        path: ValuePath = ("groups", name, "offers")
        if members in seen and members:
            message = _("the group {id} has the same offers as {other}", id=name, other=seen[members])
            yield GuidelineError(message, at=leaf.locate(path), code="double-words")
        seen.setdefault(members, name)


def _facts_of_visit(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """Facts of a layer's own that are called what a fact of visit is called."""
    own = leaf.record.get("case_facts", {})
    known = {
        fact_label(name, language).casefold(): name
        for language in ("da", "en") if own
        for name in guideline.facts.by_name
        if name not in guideline.facts.own
    }  # fmt: skip
    for name, row in own.items():
        found = [
            known[label] for label in (row["label"]["da"].casefold(), row["label"]["en"].casefold()) if label in known
        ]
        if len(found) == 2 and found[0] == found[1]:
            message = _("{id} is called what {other} is called: cases record it already", id=name, other=found[0])
            yield GuidelineError(message, at=leaf.locate(("case_facts", name, "label")), code="double-words")
