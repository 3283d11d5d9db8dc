"""Lengths of time as texts say them: in digits or words, halves too, once or again and again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from visit.rules.findings.texts import SPELT, plain_text

_UNITS = (
    (1, r"dage?|dages|døgn|days?"), (7, r"uger?|ugers|weeks?"), (14, r"fortnights?"),
    (30, r"måneder|måneders|måned|mdr\.?|months?"), (91, r"kvartaler|kvartal|quarters?"), (182, r"halvår"), (365, r"år|års|years?"),
)  # fmt: skip
_HALVES = {"halvandet": Decimal("1.5"), "halvanden": Decimal("1.5"), "et halvt": Decimal("0.5"), "en halv": Decimal("0.5"),
           "halvt": Decimal("0.5"), "halve": Decimal("0.5"), "half a": Decimal("0.5"), "half": Decimal("0.5"),
           "a": Decimal(1), "an": Decimal(1), "et": Decimal(1), "en": Decimal(1), "one and a half": Decimal("1.5")}  # fmt: skip
_ORDINALS = (
    "anden andet second other", "tredje third", "fjerde fourth", "femte fifth", "sjette sixth", "syvende seventh", "ottende eighth",
    "niende ninth", "tiende tenth", "ellevte eleventh", "tolvte twelfth",
)  # fmt: skip
_EVERY = {
    f"{every} {word}": Decimal(number)
    for number, words in enumerate(_ORDINALS, 2)
    for word in words.split()
    for every in ("hver", "hvert", "every", "each")
}
_NTH = r"(?:hver|hvert|every|each) (?P<nth>\d+)(?:\.|th|nd|rd)"
_NUMBER = "|".join(sorted((*_HALVES, *SPELT, *_EVERY), key=len, reverse=True))
_LENGTH = re.compile(
    rf"(?<![\w.,§/-])(?P<number>{_NTH}|\d+(?:[.,]\d+)?|{_NUMBER})[ -](?:hele |full |whole |calendar )?"
    rf"(?:(?P<unit>{'|'.join(words for _days, words in _UNITS)}))(?![\w/-])",
    re.IGNORECASE,
)
_REGULARLY = (
    (365, r"årligt|årlig|hvert år|om året|yearly|annual(?:ly)?|(?:once )?a year|every year|each year"),
    (182, r"halvårligt|halvårlig|hvert halve år|hvert halvår|to gange (?:om året|årligt)|(?:half|semi|bi)-?(?:yearly|annual(?:ly)?)"
          r"|every half year|twice (?:a year|yearly|annually)"),
    (91, r"kvartalsvis|kvartalsvist|hvert kvartal|fire gange (?:om året|årligt)|quarterly|every quarter|each quarter"
         r"|four times (?:a year|yearly)"),
    (30, r"månedligt|månedlig|månedsvis|hver måned|om måneden|monthly|(?:once )?a month|every month|each month"),
    (14, r"hver anden uge|hveranden uge|hver 14\. dag|fortnightly|bi-?weekly|every other week|every fortnight"),
    (7, r"ugentligt|ugentlig|hver uge|weekly|once a week|every week|each week"),
)  # fmt: skip
_REGULAR = tuple(
    (days, re.compile(rf"(?<![\w-])(?<!\d )(?:{words})(?!\w)", re.IGNORECASE)) for days, words in reversed(_REGULARLY)
)
_AGAIN = re.compile(
    r"\b(?:derefter|herefter|dernæst|siden|så|hver|hvert|hvert andet|every|then|thereafter|after that|afterwards|each)\b[^.;:]*$",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\b(?:(?:den |det )?første(?: gang)?|for the first time|(?:the )?first time|first)\b[^.;:,]*$", re.IGNORECASE
)
_PAST = re.compile(r"\b(?:de|den|det|the)? ?(?:seneste|sidste|forløbne|last|past|previous|recent)\s*$", re.IGNORECASE)
_HALFWAY = re.compile(r"\b(?:midtvejs|halvvejs|halfway|midway)(?: \w+){0,2}\s*$", re.IGNORECASE)
_BEFORE = re.compile(r"\s*(?:før|inden(?! for)|forud for|before|prior to|ahead of)\b", re.IGNORECASE)
_OF_EACH = re.compile(
    r"(?:dage?|døgn|timers?|minutter|nætter|gange|besøg|days?|hours?|minutes?|nights?|times|visits?)(?: [^\W\d]+){0,2}\s*$",
    re.IGNORECASE,
)
_A_RATE = re.compile(
    r"(?:om (?:ugen|måneden|året)|an? (?:week|month|year))(?! (?:after|before|from|efter|før|fra)\b)", re.IGNORECASE
)
"""What is said of each week, month or year: three opening days a week."""
_LONGEST = 10 * 365
"""What is longer is somebody's age."""


@dataclass(frozen=True, slots=True)
class SaidLength:
    """A length of time that a text says.

    Attributes:
        days: How long, a month as 30 days and a year as 365.
        again: Whether it is said of what comes back: every year, then yearly.
        end: Where in the text it ends.
        first: Whether it is said of the first time.
        each: How many days its unit has: 30 for months.
        before: Whether it is said of how long before something.
    """

    days: int
    words: str
    again: bool
    end: int
    first: bool = False
    each: int = 0
    before: bool = False


def lengths_said(text: str) -> list[SaidLength]:
    """Return the lengths of time that a text says, in order."""
    found: dict[int, SaidLength] = {}
    for one in _lengths(plain_text(text)):
        known = found.get(one.end)
        if known is None or len(known.words) <= len(one.words):  # “twice a year” is not “a year”
            found[one.end] = one
    return [found[end] for end in sorted(found)]


def _lengths(text: str) -> Iterator[SaidLength]:
    for days, regular in _REGULAR:
        for found in regular.finditer(text):
            if not _is_a_rate(text, found):
                yield SaidLength(days, found[0], again=True, end=found.end(), each=days)
    for found in _LENGTH.finditer(text):
        number = found["number"].casefold()
        each = next(days for days, words in _UNITS if re.fullmatch(words, found["unit"], re.IGNORECASE))
        number = found["nth"] or number
        many = _HALVES.get(number, SPELT.get(number, _EVERY.get(number)))
        length = int((Decimal(number.replace(",", ".")) if many is None else many) * each)
        before = text[: found.start()]
        if 0 < length <= _LONGEST and _PAST.search(before) is None and not _is_a_rate(text, found):
            yield SaidLength(
                length // 2 if _HALFWAY.search(before) else length,
                found[0],
                again=_AGAIN.search(before) is not None or number in _EVERY or found["nth"] is not None,
                end=found.end(),
                first=_FIRST.search(before) is not None,
                each=each,
                before=_BEFORE.match(text, found.end()) is not None,
            )


def _is_a_rate(text: str, found: re.Match[str]) -> bool:
    """Return whether what is found says of how long something is counted, and not how long it lasts."""
    return _A_RATE.match(text, found.start()) is not None and _OF_EACH.search(text, 0, found.start()) is not None


def is_as_long(first: int, second: int) -> bool:
    """Return whether two lengths in days are one as it is said: 30 days and a month, half a year and 26 weeks."""
    return abs(first - second) <= 0.15 * max(first, second)
