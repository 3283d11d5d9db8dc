"""Texts in two languages that do not say the same: other values, other numbers, or the wrong language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.texts import (
    SPELT,
    TwoTexts,
    names_in_braces,
    numbers_in,
    place_of,
    plain_text,
    spelt_numbers_in,
    texts_of,
    words_in,
)
from visit.rules.findings.times_said import is_as_long, lengths_said
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_DANISH = frozenset(
    [
        "og",
        "ikke",
        "borgeren",
        "borger",
        "skal",
        "eller",
        "som",
        "til",
        "af",
        "på",
        "med",
        "er",
        "den",
        "det",
        "der",
        "har",
        "kan",
        "når",
        "fra",
        "ved",
        "være",
        "hvis",
        "støtte",
        "tilbud",
        "kommunen",
        "kommunens",
        "højst",
        "mindst",
        "timer",
        "uge",
        "ugen",
        "år",
        "dage",
        "måneder",
        "bolig",
        "egen",
        "hjælp",
        "behov",
        "behovet",
        "efter",
        "også",
        "kun",
    ]
)
_ENGLISH = frozenset(
    [
        "the",
        "and",
        "not",
        "citizen",
        "shall",
        "or",
        "which",
        "to",
        "of",
        "on",
        "with",
        "is",
        "that",
        "there",
        "has",
        "can",
        "when",
        "from",
        "at",
        "be",
        "if",
        "support",
        "offer",
        "municipality",
        "most",
        "least",
        "hours",
        "week",
        "years",
        "days",
        "months",
        "home",
        "own",
        "help",
        "need",
        "after",
        "also",
        "only",
        "must",
        "should",
        "an",
    ]
) - {"at", "can", "an"}
"""Words that stand in nearly every sentence of one language; of those that are a word in both, none."""
_SHARED = frozenset(("under", "for", "in", "i", "at", "so", "men", "over", "far", "fast", "her", "to"))
_DANISH_LETTERS = re.compile(r"[æøåÆØÅ]")
_ENOUGH = 3
"""So many words must a text have before its language is guessed."""


def other_words(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield texts whose two languages name different values or numbers, or are one language."""
    for two in texts_of(leaf):
        yield from _other_values(leaf, two)
        yield from _other_numbers(leaf, two)
        yield from _other_language(leaf, two)


def _other_values(leaf: Layer, two: TwoTexts) -> Iterator[GuidelineError]:
    da, en = names_in_braces(two.da), names_in_braces(two.en)
    if da != en:
        missing, language = (sorted(da - en), "en") if da - en else (sorted(en - da), "da")
        message = _("{id}: the two languages name different values: {names} stands in one alone",
                    id=two.of, names=", ".join(f"{{{name}}}" for name in missing))  # fmt: skip
        yield GuidelineError(message, at=place_of(leaf, two, language), code="texts-differ")


def _other_numbers(leaf: Layer, two: TwoTexts) -> Iterator[GuidelineError]:
    da, en = numbers_in(two.da, "da"), numbers_in(two.en, "en")
    alone = [*sorted(da - en - spelt_numbers_in(two.en)), *sorted(en - da - spelt_numbers_in(two.da))]
    alone = [number for number in alone if number not in _of_equal_lengths(two)]
    da, en = _spelt_limits(two.da), _spelt_limits(two.en)
    alone = alone or (sorted(da - numbers_in(two.en, "en")) if da and en and da.isdisjoint(en) else [])
    if alone:
        message = _("{id}: the two languages name different numbers: {names} stands in one alone",
                    id=two.of, names=", ".join(map(str, alone)))  # fmt: skip
        yield GuidelineError(message, at=place_of(leaf, two, "en"), code="texts-differ")


_SPELT_LIMIT = re.compile(
    rf"\b(?:mindst|højst|mere end|flere end|færre end|at least|at most|more than|fewer than) ({'|'.join(SPELT)})\b"
    r"(?! (?:halv|half|dag|døgn|uge|måned|år|time|day|week|month|year|hour))",
    re.IGNORECASE,
)


def _spelt_limits(text: str) -> frozenset[Decimal]:
    """Return the small numbers above one that a text writes as words behind a word for a limit; lengths of time are none."""
    found = {SPELT[word.casefold()] for word in _SPELT_LIMIT.findall(plain_text(text))}
    return frozenset(number for number in found if number > 1)


def _of_equal_lengths(two: TwoTexts) -> frozenset[Decimal]:
    """Return the numbers of lengths of time that the other language says in another unit: 14 days and two weeks."""
    return frozenset(
        number
        for da in lengths_said(two.da)
        for en in lengths_said(two.en)
        if da.each != en.each and is_as_long(da.days, en.days)
        for number in numbers_in(da.words, "da") | numbers_in(en.words, "en")
    )


def _other_language(leaf: Layer, two: TwoTexts) -> Iterator[GuidelineError]:
    if two.da == two.en and len(words_in(two.da)) >= _ENOUGH:
        message = _("{id}: one text stands for both languages", id=two.of)
        yield GuidelineError(message, at=place_of(leaf, two, "en"), code="wrong-language")
    elif reads_as(two.en) == "da":
        yield GuidelineError(
            _("{id}: the English text is Danish", id=two.of), at=place_of(leaf, two, "en"), code="wrong-language"
        )
    elif reads_as(two.da) == "en":
        yield GuidelineError(
            _("{id}: the Danish text is English", id=two.of), at=place_of(leaf, two, "da"), code="wrong-language"
        )


def reads_as(text: str) -> str | None:
    """Return the language that a text is surely in; None where that cannot be told, of names and short labels."""
    words = [word for word in words_in(text) if word not in _SHARED]
    if len(words) < _ENOUGH:
        return None
    danish, english = (sum(word in known for word in words) for known in (_DANISH, _ENGLISH))
    letters = sum(bool(_DANISH_LETTERS.search(word)) for word in words)
    if danish + letters >= 2 and english == 0:
        return "da"
    return "en" if english >= 2 and danish == 0 and not letters else None
