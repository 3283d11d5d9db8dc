"""CPR numbers, and values as a message may show them.

Knows the shape of a CPR number and nothing of whose it is. Refusing a file that has one is left to
`visit.reading.source`, refusing an argument to `visit.commands.arguments`.

A CPR number is a date of birth (ddmmyy) and four more digits. It is known by a day and month that can be a date and by its
grouping; the check digit does not help, as numbers without a valid one have been given out since 2007. What is read as one:

    010190-1234  0101901234  010190 1234          as it is printed
    010190-12 34  010190  -  1234  010190---1234  with more between than one dash
    01.01.90-1234  01/01-90 1234  01 01 90-1234   the date as people write it
    01,01,90-1234  01_01_90-1234                  with any mark that is not the clock's
    1/1-90 1234  1/1 90-1234  1 1 90-1234         with one digit
    0101 90-1234  01 0190-1234  0101 1990-1234    with two of the three together
    0101 90-12 34  01 0190-12 34                  and the last four in pairs
    010190_1234  010190--1234  010190'1234        with other marks before the last four
    (010190) 1234  010190 [1234]  '010190' 1234   with brackets or quotes around either part
    010190,1234  010190;1234  01.01.90, 1234      with a comma before them; not two numbers of a list (010190, 1234)
    01.01.1990-1234  01011990-1234                with the century, unless a year follows (a period: 01.01.2020-2025)
    199001011234  010520055234                    with the century, in one, unless it is a moment (202611291200)
    1. maj 1980-1234  May 1st, 1980 1234          with the month as a word, Danish or English, whole or cut short
    01 jan 90 1234  1. maj 05 5234  01jan90-1234  and two digits of the year, unless a time of day follows (1. maj 26 1030)
    01052005-5234  1. maj 2005 5234               from 2000 on only with what numbers of that century have: 4 to 9 first
    1980-05-01-1234  800501-1234  80.05.01-1234   the year first, with a mark before the last four
    01 01 90 12 34  0 1 0 1 9 0 1 2 3 4           in pairs or letterspaced, where no more digits stand beside
    1.010190-1234  §85.01.01.90-1234              behind a number and a dot, where a dash shows that it is no decimal
    010190-⏎1234                                  broken over lines, also of a comment
    610190-1234                                   the first digit of the day plus 6: a number given in place of one

also in digits and dashes of other scripts, and with characters between them that nobody sees. What is not: a longer number (EAN, an
account), the decimals of one, eight digits (a telephone number, CVR), a date alone, a date with an amount in kroner, a time of
day or a postcode and its town, and what stands in a UUID or hexadecimal digest. A number of another kind can have the shape: one
of ten digits (a P-number), one of twelve that begins with a date (an invoice, a moment before 2000). It counts too, and `instead`
says how to write it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from visit.characters import visible
from visit.locale import text as _


def _date(between: str, year: str = "[0-9]{2}") -> str:
    """Return the pattern of a day, month and year; 29 February may be of any year, and 60 may be added to the day."""
    thirty_days = f"(?:[06][1-9]|[1278][0-9]){between}(?:0[1-9]|1[0-2])|[39]0{between}(?:0[13-9]|1[0-2])"
    return f"(?:{thirty_days}|[39]1{between}(?:0[13578]|1[02])){between}{year}"


_SPLIT = r"(?:[ \t]?[-./][ \t]?|[ \t])"
# A bracket or quote may close behind the date, and open before the last four; any mark may stand close between them. Left out
# are a colon behind a quote ("120526": 1234), a comment (120526 # 2026), and what `hidden` puts for a number (…).
_OPENS, _CLOSES = r"[(\[{<'\"`]", r"[)\]}>'\"`]"
_ANY_MARK = r"[^\w\s:,;…]"
_MARK = (
    rf"(?:[ \t]{{0,3}}[-./_:+=*|~]{{1,4}}[ \t]{{0,3}}|{_CLOSES}?[ \t]{{0,3}}-?[ \t]{{0,3}}{_OPENS}[ \t]{{0,3}}"
    rf"|{_CLOSES}[ \t]{{0,3}}-{{1,4}}[ \t]{{0,3}}|[ \t]{{0,3}}#|{_ANY_MARK}{{1,4}})"
)
_CLOSED = r"[)\]}>'\"`#][ \t]{1,3}"
_HYPHEN = r"[ \t]{0,3}-{1,4}[ \t]{0,3}"
_DASH = rf"(?:{_MARK}|{_CLOSED}|[ \t]{{0,2}})"
_BROKEN = r"[ \t]?-?[ \t]{0,2}(?:\r?\n[ \t]{0,80}){1,3}(?:#[ \t]{0,2})?"
# A date and an amount: from 01.01.26 2150 kr.
_NO_AMOUNT = r"(?!(?:,[0-9]+)?[ \t]?(?:kr|DKK|,-))"
_DAY, _MONTH = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])"
_MONTH_WORD = r"(?i:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)[a-z]{0,6}\.?"
_ANY_DAY = "(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
_TO_MONTH = r"[-./_, \t]{0,3}(?:of[ \t])?"
_AFTER_YEAR = rf"(?:(?:{_MARK}|{_CLOSED}|, ?)(?!19|20)|[ \t])[0-9]{{4}}"
# Who was born from 2000 on has 4 to 9 as the first of the last four: no time of day, and no year of a period. Behind a space they
# can be an amount without kroner, or a postcode with its town.
_SINCE_2000, _FOUR_SINCE = "20[0-5][0-9]", "[4-9][0-9]{3}"
_SPACED_SINCE = rf"(?:[ \t]|{_CLOSED}){_FOUR_SINCE}(?![,.][0-9]|[ \t]+[A-ZÆØÅ])"
_CENTURY_AND_FOUR = (
    rf"(?:19[0-9]{{2}}(?:{_DASH})(?!19|20)[0-9]{{4}}|{_SINCE_2000}(?:{_MARK}{_FOUR_SINCE}|{_SPACED_SINCE}))"
)
# Two digits of a year and no mark: who was born from 1937 to 1999 has 0 to 4 or 9 first. Before that nothing tells the number from
# a date of today and a time of day.
_SHORT_YEAR = (
    rf"'?(?:[0-9]{{2}}{_MARK}[0-9]{{4}}|(?:[0-2][0-9]|3[0-6]){_SPACED_SINCE}"
    rf"|(?:3[7-9]|[4-9][0-9])(?:(?:{_CLOSED}|, ?)(?!19|20)|[ \t])[0-49][0-9]{{3}}(?![,.][0-9]|[ \t]?[0-9]))"
)
_YEAR_AND_FOUR = (
    rf"(?:19[0-9]{{2}}{_AFTER_YEAR}|{_SINCE_2000}(?:{_MARK}{_FOUR_SINCE}|{_SPACED_SINCE})|{_SHORT_YEAR}){_NO_AMOUNT}"
)
_SPELLINGS = (
    f"{_date('')}(?:{_DASH}|[,;]|{_BROKEN})[0-9]{{4}}",
    rf"(?<![0-9][-./]){_date(_SPLIT)}(?:{_DASH}|[,;] ?|{_BROKEN})[0-9]{{4}}{_NO_AMOUNT}",
    f"(?<![0-9][-./]){_date(_SPLIT, '19[0-9]{2}')}{_MARK}(?!19|20)[0-9]{{4}}",
    f"(?<![0-9][-./]){_date(_SPLIT, _SINCE_2000)}(?:{_MARK}{_FOUR_SINCE}|{_SPACED_SINCE}){_NO_AMOUNT}",
    f"{_date('', _SINCE_2000)}(?:{_MARK}{_FOUR_SINCE}|{_SPACED_SINCE}){_NO_AMOUNT}",
    f"{_date(rf'(?:{_ANY_MARK}|[,_])')}{_HYPHEN}[0-9]{{4}}",
    f"(?:{_date('')}|(?<![0-9][-./]){_date(_SPLIT)}){_HYPHEN}[0-9]{{2}} [0-9]{{2}}(?![ ]?[0-9:.]){_NO_AMOUNT}",
    f"(?<![0-9][-./ ])(?:{_date('', '[-./ ][0-9]{2}')}|{_DAY}[-./ ]{_MONTH}[0-9]{{2}}){_HYPHEN}[0-9]{{2}} [0-9]{{2}}"
    f"(?![ ]?[0-9:.]){_NO_AMOUNT}",
    f"(?<![0-9][-./ ]){_DAY}{_MONTH}[-./ ]{_CENTURY_AND_FOUR}{_NO_AMOUNT}",
    f"(?<![0-9][-./ ]){_DAY}[-./ ]{_MONTH}[0-9]{{2}}{_HYPHEN}[0-9]{{4}}",
    f"(?<![0-9][-./ ])(?:0?[1-9]|[12][0-9]|3[01])[-./ ](?:0?[1-9]|1[0-2]) (?:19)?[0-9]{{2}}{_HYPHEN}(?!19|20)[0-9]{{4}}"
    f"{_NO_AMOUNT}",
    f"{_date('', '[-./ ][0-9]{2}')}{_DASH}[0-9]{{4}}",
    rf"(?<![0-9][-./]){_date(_SPLIT, '19[0-9]{2}')}(?: |, ?)[0-9]{{4}}{_NO_AMOUNT}",
    f"{_date('', '19[0-9]{2}')}{_DASH}[0-9]{{4}}",
    rf"(?<![0-9][-./ ])(?:[1-9]|[0-3][0-9])[-./](?:[1-9]|[01][0-9])[-./](?:19)?[0-9]{{2}}"
    rf"{_DASH}[0-9]{{4}}{_NO_AMOUNT}",
    rf"(?<![0-9] ){_date(' ')}{_DASH}[0-9]{{2}} [0-9]{{2}}(?! ?[0-9])",
    rf"(?<![0-9] )(?:[0-26-8] [0-9]|[39] [01]) (?:0 [1-9]|1 [0-2]) [0-9] [0-9]{_DASH}[0-9](?: [0-9]){{3}}(?! ?[0-9])",
    rf"{_ANY_DAY}{_TO_MONTH}{_MONTH_WORD}(?:,?[ \t]|[-./_]){_YEAR_AND_FOUR}",
    rf"(?<![A-Za-z]){_ANY_DAY}{_TO_MONTH}{_MONTH_WORD}{_YEAR_AND_FOUR}",
    rf"[0-9]{{2}}{_MONTH}{_DAY}(?:{_MARK}|{_CLOSED}|[ \t])[0-9]{{4}}",
    # Twelve digits. A moment (202611291200) has 0 to 2 there, one with seconds (190512104530) no year from 1920 on; behind a plus
    # they are a telephone number.
    rf"(?<!\+)(?:19[2-9][0-9]{_MONTH}{_DAY}[0-49][0-9]{{3}}|(?:{_date('', _SINCE_2000)}|{_SINCE_2000}{_MONTH}{_DAY}){_FOUR_SINCE})",
    rf"(?<![0-9][-./])[0-9]{{2}}[-./]{_MONTH}[-./]{_DAY}{_MARK}[0-9]{{4}}",
    rf"19[0-9]{{2}}[-./]?{_MONTH}[-./]?{_DAY}{_AFTER_YEAR}{_NO_AMOUNT}",
    rf"20[0-9]{{2}}[-./]?{_MONTH}[-./]?{_DAY}{_MARK}[4-9][0-9]{{3}}",
)
# Behind a digit and a dot digits are decimals, also of a second (00.010190-0500), unless a date with a dash says otherwise.
_BEHIND_A_DOT = (
    f"(?<!:[0-9][0-9].){_date('')}{_HYPHEN}[0-9]{{4}}",
    f"(?<![0-9][-/]){_date('[-./]')}{_HYPHEN}(?!19|20)[0-9]{{4}}",
    f"{_date('[-./]', '19[0-9]{2}')}{_HYPHEN}(?!19|20)[0-9]{{4}}",
)
_CPR = re.compile(rf"(?<!\d)(?:(?<![0-9]\.)(?:{'|'.join(_SPELLINGS)})|(?<=[0-9]\.)(?:{'|'.join(_BEHIND_A_DOT)}))(?!\d)")
# Where one may begin: found much faster than by trying every spelling at every character.
_DIGITS = rf"(?:[ \t]?(?:{_ANY_MARK}|[,_])?[ \t]?[0-9]){{3}}[\W_]{{0,10}}[0-9]"
_WORD_NEXT = rf"[0-9]?(?:st|nd|rd|th)?{_TO_MONTH}{_MONTH_WORD}"
_BEGINNING = re.compile(rf"[0-9](?<!\d.)(?:{_DIGITS}|{_WORD_NEXT}|[0-9]?(?:st|nd|rd|th)?,[ \t][0-9])")
# In English the month may stand before the day; it is looked for only where day and year have the shape.
_AFTER_MONTH = re.compile(rf"{_ANY_DAY}(?:,?[ \t]|[-./_]){_YEAR_AND_FOUR}(?!\d)")
_MONTH_BEFORE = re.compile(rf"(?<![A-Za-z]){_MONTH_WORD}[-./_ \t]\Z")
_LONGEST_MONTH = 12
# UUIDs and long hexadecimal digests: digits inside them are no number of their own.
_CODE = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32,128})"
    r"(?![0-9A-Za-z])"
)
_CODE_REACH = 128

# ASCII and the letters of Latin writing stand for themselves.
_SPELLED_OTHERWISE = re.compile("[^\0-\x7f\u00c0-\u024f]")
# What is not seen although it has no category of such characters.
_UNSEEN = re.compile("[\u115f\u1160\u2065\u3164\uffa0\U000e0000-\U000e0fff]")
_PLAIN_MARKS = {
    **dict.fromkeys("\u02d7\u2022\u2043\u2212\u30fc", "-"),
    "\u00b7": ".",
    **dict.fromkeys("\u2044\u2215", "/"),
    **dict.fromkeys("\u02dc\u2053\u223c", "~"),
    **dict.fromkeys("\u00b4\u2032\u2033", "'"),
    **{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)},
    "\u2800": " ",
}


def cpr_shaped(text: str) -> tuple[int, int] | None:
    """Return start and end of the first thing shaped like a CPR number in a text, or None."""
    return next(cpr_spans(text), None)


# Digits within a hexadecimal name, as `ffb-3f2a…`, are no number of their own.
_NINE_DIGITS = re.compile(r"(?<![0-9A-Fa-f])([0-9]{5})[\s-]?([0-9]{4})(?![0-9A-Fa-f])")


def lost_its_zero(text: str) -> bool:
    """Return whether an id of a citizen has nine digits that are a CPR number with a 0 before them: a spreadsheet takes it away.

    In a text nine digits are no such number, so this is asked where a citizen's id is taken, and of a value that is refused.
    """
    return any(cpr_shaped(f"0{one[1]}{one[2]}") is not None for one in _NINE_DIGITS.finditer(text))


def hidden_nine(text: str) -> str:
    """Return an error's text without nine digits that are a CPR number with a 0 before them."""
    return _NINE_DIGITS.sub(lambda one: "…" if lost_its_zero(one[0]) else one[0], text)


# Three parts or more: in two parts ten digits are no such number (a P-number: 10034 56789), but as `cpr_shaped` says.
_IN_PARTS = re.compile(r"(?<![0-9A-Fa-f])[0-9]+(?:[\s._/-]{1,2}[0-9]+){2,9}(?![0-9A-Fa-f])")


def is_hidden_number(text: str) -> bool:
    """Return whether an id of a citizen is a CPR number in parts of any length, or one that lost its first 0.

    In a text such digits may be anything, so this is asked only where a citizen's id is taken.
    """
    parts = (re.sub("[^0-9]", "", one.group()) for one in _IN_PARTS.finditer(text))
    return lost_its_zero(text) or any(len(one) == 10 and cpr_shaped(one) is not None for one in parts)


def nine_instead() -> str:
    """Return what to write where nine digits may be a CPR number that lost its first 0; four digits and five never are."""
    return _("write a pseudonym, or a number of the office's own in two parts of four digits and five: 1234-56789")


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
    """Return a value as a message may show it, without a CPR number, also one that lost its first 0.

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
    text = hidden_nine(hidden(str(value)))  # before it is cut: half a number no longer has the shape
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
    plain = [character if character < "\x80" else _plain_character(character) for character in text]
    places = [at for at, character in enumerate(plain) if character]
    return "".join(plain), places if len(places) < len(text) else None


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    """Return what a character counts as: a digit, a mark or a space of ASCII; nothing where it is not seen beside the others."""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if character.isspace():
        return " " if unicodedata.category(character) == "Zs" else "\n"
    match unicodedata.category(character):
        case "Mn" | "Me" | "Cf":
            return ""
        case "Pd":
            return "-"
        case "Ps" | "Pe" | "Pi" | "Pf" as kind if character not in _PLAIN_MARKS:
            return {"Ps": "(", "Pe": ")"}.get(kind, "'")
    return "" if _UNSEEN.match(character) else _PLAIN_MARKS.get(character, character)
