"""CPR numbers, and values as a message may show them.

Knows the shape of a CPR number and nothing of whose it is. Refusing a file that has one is left to
`visit.reading.source`, refusing an argument to `visit.commands.arguments`.

A CPR number is a date of birth (ddmmyy) and four more digits. It is known by a day and month that can be a date and by its
grouping; the check digit does not help, as numbers without a valid one have been given out since 2007. What is read as one:

    010190-1234  0101901234  010190 1234          as it is printed
    01.01.90-1234  01/01-90 1234  01 01 90-1234   the date as people write it
    1/1-90 1234  0101 90-1234                     with one digit, or the day and month together
    010190_1234  010190--1234  010190 (1234)      with other marks before the last four
    010190,1234  01.01.90, 1234                   with a comma before them; not two numbers of a list (010190, 1234)
    01.01.1990-1234                               with the century, unless a year follows (a period: 01.01.2020-2025)
    1. maj 1980-1234  May 1st, 1980 1234          with the month as a word, Danish or English, whole or cut short
    1980-05-01-1234  800501-1234  80.05.01-1234   the year first, with a mark before the last four
    01 01 90 12 34  0 1 0 1 9 0 1 2 3 4           in pairs or letterspaced, where no more digits stand beside
    010190-⏎1234                                  broken over two lines, also of a comment
    610190-1234                                   the first digit of the day plus 6: a number given in place of one

also in digits and dashes of other scripts, and with characters between them that nobody sees. What is not: a longer number (EAN, an
account), the decimals of one, eight digits (a telephone number, CVR), a date alone, a date with an amount in kroner or a time of
day, and what stands in a UUID or hexadecimal digest. A ten-digit number of another kind can have the shape (a P-number): it counts
too, and `instead` says how to write it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from visit.characters import visible
from visit.locale import text as _


def _date(between: str, year: str = "[0-9]{2}") -> str:
    """Return the pattern of a day, month and year; 29 February may be of any year, and 60 may be added to the day."""
    thirty_days = f"(?:[06][1-9]|[1278][0-9]){between}(?:0[1-9]|1[0-2])|[39]0{between}(?:0[13-9]|1[0-2])"
    return f"(?:{thirty_days}|[39]1{between}(?:0[13578]|1[02])){between}{year}"


_SPLIT = r"(?:[ \t]?[-./][ \t]?|[ \t])"
_MARK = r"[ \t]?(?:[-./_:+=*|~]{1,2}|\()[ \t]?"
_DASH = rf"(?:{_MARK}|[ \t]{{0,2}})"
_BROKEN = r"[ \t]?-?[ \t]{0,2}\r?\n[ \t]{0,80}(?:#[ \t]{0,2})?"
# A date and an amount: from 01.01.26 2150 kr.
_NO_AMOUNT = r"(?!(?:,[0-9]+)?[ \t]?(?:kr|DKK|,-))"
_DAY, _MONTH = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])"
_MONTH_WORD = r"(?i:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)[a-z]{0,6}\.?"
_ANY_DAY = "(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
_AFTER_YEAR = rf"(?:(?:{_MARK}|, ?)(?!19|20)|[ \t])[0-9]{{4}}"
# Who was born from 2000 on has 4 to 9 as the first of the last four: no time of day, and no year of a period.
_YEAR_AND_FOUR = (
    rf"(?:19[0-9]{{2}}{_AFTER_YEAR}|20[0-9]{{2}}{_MARK}[4-9][0-9]{{3}}|[0-9]{{2}}{_MARK}[0-9]{{4}})"
    rf"{_NO_AMOUNT}"
)
_SPELLINGS = (
    f"{_date('')}(?:{_DASH}|,|{_BROKEN})[0-9]{{4}}",
    rf"(?<![0-9][-./]){_date(_SPLIT)}(?:{_DASH}|, ?|{_BROKEN})[0-9]{{4}}{_NO_AMOUNT}",
    f"(?<![0-9][-./]){_date(_SPLIT, '(?:19|20)[0-9]{2}')}[ ]?[-./][ ]?(?!19|20)[0-9]{{4}}",
    f"{_date('', '[-./ ][0-9]{2}')}{_DASH}[0-9]{{4}}",
    rf"(?<![0-9][-./]){_date(_SPLIT, '19[0-9]{2}')}(?: |, ?)[0-9]{{4}}{_NO_AMOUNT}",
    f"{_date('', '19[0-9]{2}')}{_DASH}[0-9]{{4}}",
    rf"(?<![0-9][-./ ])(?:[1-9]|[0-3][0-9])[-./](?:[1-9]|[01][0-9])[-./](?:19)?[0-9]{{2}}"
    rf"{_DASH}[0-9]{{4}}{_NO_AMOUNT}",
    rf"(?<![0-9] ){_date(' ')}{_DASH}[0-9]{{2}} [0-9]{{2}}(?! ?[0-9])",
    rf"(?<![0-9] )(?:[0-26-8] [0-9]|[39] [01]) (?:0 [1-9]|1 [0-2]) [0-9] [0-9]{_DASH}[0-9](?: [0-9]){{3}}(?! ?[0-9])",
    rf"{_ANY_DAY}\.?[ \t]?-?(?:of[ \t])?{_MONTH_WORD},?(?:[ \t]|-){_YEAR_AND_FOUR}",
    rf"[0-9]{{2}}{_MONTH}{_DAY}(?:{_MARK}|[ \t])[0-9]{{4}}",
    rf"(?<![0-9][-./])[0-9]{{2}}[-./]{_MONTH}[-./]{_DAY}{_MARK}[0-9]{{4}}",
    rf"19[0-9]{{2}}[-./]?{_MONTH}[-./]?{_DAY}{_AFTER_YEAR}{_NO_AMOUNT}",
    rf"20[0-9]{{2}}[-./]?{_MONTH}[-./]?{_DAY}{_MARK}[4-9][0-9]{{3}}",
)
_CPR = re.compile(rf"(?<!\d)(?<![0-9]\.)(?:{'|'.join(_SPELLINGS)})(?!\d)")
# Where one may begin: found much faster than by trying every spelling at every character.
_DIGITS = r"(?:[ \t]?[-./]?[ \t]?[0-9]){4}"
_WORD_NEXT = rf"[0-9]?(?:\.|st|nd|rd|th)?[ \t]?-?(?:of[ \t])?{_MONTH_WORD}"
_BEGINNING = re.compile(rf"[0-9](?<!\d.)(?:{_DIGITS}|{_WORD_NEXT}|[0-9]?(?:st|nd|rd|th)?,[ \t][0-9])")
# In English the month may stand before the day; it is looked for only where day and year have the shape.
_AFTER_MONTH = re.compile(rf"{_ANY_DAY},?[ \t]{_YEAR_AND_FOUR}(?!\d)")
_MONTH_BEFORE = re.compile(rf"(?<![A-Za-z]){_MONTH_WORD}[ \t]\Z")
_LONGEST_MONTH = 12
# UUIDs and long hexadecimal digests: digits inside them are no number of their own.
_CODE = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32,128})"
    r"(?![0-9A-Za-z])"
)
_CODE_REACH = 128

# What stands for an ASCII digit, dash, dot, slash or space, and what stands between characters and is not seen.
_UNSEEN = (
    "\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_IS_UNSEEN = re.compile(f"[{_UNSEEN}]")
_OTHER_MARKS = (
    "\u00b2\u00b3\u00b9\u2070-\u2089\u2460-\u2473\u24ea"
    "\u2776-\u277f\u24f5-\u24fe\u24ff\U0001f100-\U0001f10a"
    "\u00b7\u02d7\u058a\u2010-\u2015\u2022\u2043\u2044\u2212\u2215\u2800\u30fc\ufe58\ufe63\uff0d-\uff0f"
)
_SPELLED_OTHERWISE = re.compile(f"[{_UNSEEN}]|[^\\D0-9]|[^\\S \\t\\r\\n]|[{_OTHER_MARKS}]")
_PLAIN_MARKS = {
    **dict.fromkeys("\u02d7\u058a\u2010\u2011\u2012\u2013\u2014\u2015\u2022\u2043\u2212\u30fc\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u00b7\uff0e", "."),
    "\u2800": " ",
    **dict.fromkeys("\u2044\u2215\uff0f", "/"),
}


def cpr_shaped(text: str) -> tuple[int, int] | None:
    """Return start and end of the first thing shaped like a CPR number in a text, or None."""
    return next(cpr_spans(text), None)


def hidden(text: str) -> str:
    """Return a text with everything shaped like a CPR number taken out."""
    for start, end in reversed(list(cpr_spans(text))):
        text = f"{text[:start]}…{text[end:]}"
    return text


def instead() -> str:
    """Return what to write where something has the shape of a CPR number; five digits and five have it never."""
    return _("write a pseudonym; a P-number or an account in two parts of five digits: 10034 56789")


def safe(text: str) -> str:
    """Return a text as it may leave visit: CPR numbers taken out, hidden characters spelled out, line breaks as they are."""
    return visible(hidden(text)).replace("\r\n", "\n")


def redacted(value: object, *, limit: int | None = 40) -> str:
    """Return a value as a message may show it, without a CPR number.

    Text stands in quotes, cut to the limit, what cannot be printed escaped.
    """
    if value is None:
        return _("empty")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return _("a group of keys")
    if isinstance(value, (list, tuple)):
        return _("a list")
    text = hidden(str(value))  # before it is cut: half a number no longer has the shape
    if limit is not None and len(text) > limit:
        text = text[: limit - 1] + "…"
    if isinstance(value, str):
        return '"' + "".join(c if c.isprintable() else _escape(c) for c in text) + '"'
    return text


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def cpr_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of everything shaped like a CPR number, as the module says."""
    for start, end in _shaped(text):
        low = max(0, start - _CODE_REACH)
        around = text[low : end + _CODE_REACH]
        codes = (code.span() for code in _CODE.finditer(around))
        if not any(a <= start - low and end - low <= z for a, z in codes):
            yield start, end


def _shaped(text: str) -> Iterator[tuple[int, int]]:
    plain, places = _plain(text)
    at = 0
    while (begun := _BEGINNING.search(plain, at)) is not None:
        found = _span_at(plain, begun.start())
        at = begun.start() + 1 if found is None else found[1]
        if found is not None:
            start, end = found
            yield (start, end) if places is None else (places[start], places[end - 1] + 1)


def _span_at(plain: str, at: int) -> tuple[int, int] | None:
    """Return start and end of the number that has its first digit at a place."""
    if match := _CPR.match(plain, at):
        return match.span()
    low = max(0, at - _LONGEST_MONTH)
    if (match := _AFTER_MONTH.match(plain, at)) and (month := _MONTH_BEFORE.search(plain[low:at])):
        return low + month.start(), match.end()
    return None


def _plain(text: str) -> tuple[str, list[int] | None]:
    """Return a text with the digits, dashes and spaces of ASCII for all others, and where each character stood if any is gone."""
    if text.isascii() or _SPELLED_OTHERWISE.search(text) is None:
        return text, None
    plain = _SPELLED_OTHERWISE.sub(lambda found: _plain_character(found.group()), text)
    if _IS_UNSEEN.search(plain) is None:
        return plain, None
    places = [at for at, character in enumerate(plain) if _IS_UNSEEN.match(character) is None]
    return "".join(plain[at] for at in places), places


def _plain_character(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if character.isspace():
        return " " if unicodedata.category(character) == "Zs" else "\n"
    return _PLAIN_MARKS.get(character, character)
