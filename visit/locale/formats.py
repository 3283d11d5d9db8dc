"""Numbers, amounts, distances, dates and lists as they are written in the language spoken.

    number(1234)            1.234               1,234
    dkk(1234)               1.234 kr.           DKK 1,234
    percent(12)             12 %                12%
    km(Decimal("12.4"))     12,4 km             12.4 km
    hours(Decimal("7.5"))   7,5 timer           7.5 hours
    day(...)                2. november 2026    2 November 2026
    short_day(...)          02.11.2026          02/11/2026
    listed("abc")           a, b og c           a, b and c
    capital("et behov")     Et behov            Et behov
    small("Depression")     depression          depression

Takes whole numbers, decimals, fractions and dates, never a float. A fraction has one decimal, or as many as show that it is not
whole. A no-break space keeps a number and its unit
on one line. Written as Babel (CLDR) writes `da_DK` and `en_GB`, and tested against it, but for:

- below zero a minus sign, in both languages, where CLDR has a hyphen: a line does not break behind it, and differences have it;
- amounts in English: `DKK 1,234` and `−DKK 1,234` with a no-break space, where CLDR has `DKK1,234`;
  CLDR's own `en_DK` writes numbers the Danish way, which an English reader misreads;
- kilometres and hours: a no-break space, where CLDR has a plain one;
- a whole amount has no øre: `1.234 kr.`, not `1.234,00 kr.`;
- a half is rounded away from zero, as one does by hand; Babel rounds it to the even neighbour;
- minus zero is zero.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from visit.locale import language, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from fractions import Fraction

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

_MONTHS = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}
# The shared context has 28 digits and may be changed by anybody.
_EXACT = Context(prec=200, rounding=ROUND_HALF_UP)


def number(value: int | Decimal | Fraction, *, decimals: int | None = None) -> str:
    """Return a number with grouped thousands: with so many decimals, or as many as it has."""
    digits = _digits(value, decimals)
    return digits.translate(_DANISH) if language() == "da" else digits


def dkk(value: int | Decimal | Fraction) -> str:
    """Return an amount in kroner, with two decimals where it is not whole."""
    amount = number(value, decimals=0 if value == int(value) else 2)
    if language() == "da":
        return f"{amount}{NO_BREAK}kr."
    sign, digits = (MINUS, amount[1:]) if amount.startswith(MINUS) else ("", amount)
    return f"{sign}DKK{NO_BREAK}{digits}"


def percent(value: int | Decimal | Fraction, *, decimals: int | None = None) -> str:
    """Return a percentage: 12 is 12 %."""
    space = NO_BREAK if language() == "da" else ""
    return f"{number(value, decimals=decimals)}{space}%"


def km(value: int | Decimal | Fraction, *, decimals: int | None = None) -> str:
    """Return a distance that is given in kilometres."""
    return f"{number(value, decimals=decimals)}{NO_BREAK}km"


def metres_as_km(metres: int) -> str:
    """Return a distance that is given in metres in kilometres with one decimal."""
    return km(Decimal(metres).scaleb(-3, _EXACT), decimals=1)


def minutes(value: int) -> str:
    """Return a number of minutes with its unit, short."""
    return f"{number(value)}{NO_BREAK}min."


def hours(value: int | Decimal | Fraction) -> str:
    """Return a number of hours with its unit."""
    if language() == "da":
        unit = "time" if 0 < value < 2 or -2 < value < 0 else "timer"
    else:
        unit = "hour" if value in (1, -1) else "hours"
    return f"{number(value)}{NO_BREAK}{unit}"


def day(date: date) -> str:
    """Return a date with the name of its month."""
    month = _MONTHS[language()].split()[date.month - 1]
    return f"{date.day}{'.' if language() == 'da' else ''} {month} {date.year}"


def recorded_day(text: str) -> str:
    """Return a day that is recorded as `2026-12-31` as it is said; any other text as it stands."""
    from datetime import date

    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def short_day(date: date) -> str:
    """Return a date in digits."""
    mark = "." if language() == "da" else "/"
    return f"{date.day:02}{mark}{date.month:02}{mark}{date.year:04}"


def capital(text: str) -> str:
    """Return a text as it begins a sentence or a line."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """Return a label as it stands within a sentence; what is written in capitals (`ADHD`) stays so."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def listed(items: Iterable[str]) -> str:
    """Return items as one text: "a, b and c"."""
    return _joined(items, text(" and "))


def either(items: Iterable[str]) -> str:
    """Return items of which one is meant as one text: "a, b or c"."""
    return _joined(items, text(" or "))


def closed(sentence: str, name: str) -> str:
    """Return a sentence with a comma behind a name that has one in it, wherever the sentence goes on with a word.

    "Is Alcohol treatment, SUL 141, approved?"
    """
    if ", " not in name:
        return sentence
    return re.sub(rf"{re.escape(name)}(?= (?!{_AND_OR})\w)", f"{name},", sentence)


_AND_OR = "(?:og|eller|and|or) "
_DANISH = str.maketrans(",.", ".,")


def _digits(value: int | Decimal | Fraction, decimals: int | None) -> str:
    if isinstance(value, float):
        raise TypeError("a float is not written: it has no exact decimals")
    if isinstance(value, int | Decimal):
        exact = Decimal(value)
    else:
        exact = _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
        decimals = next(n for n in range(1, 100) if round(value, n) % 1) if decimals is None else decimals
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    written = f"{exact:,f}"
    if decimals is None and "." in written:
        written = written.rstrip("0").rstrip(".")
    return written.replace("-", MINUS) if exact else written.removeprefix("-")


def _joined(items: Iterable[str], word: str) -> str:
    *first, last = tuple(items) or ("",)
    if not first:
        return last
    if len(first) == 1:
        return f"{first[0]}{',' if _has_comma(first[0]) else ''}{word}{last}"
    if any(map(_has_comma, (*first, last))):
        return f"{'; '.join(first)};{word}{last}"
    return f"{', '.join(first)}{word}{last}"


def _has_comma(item: str) -> bool:
    return _COMMA.search(_QUOTED.sub("", item)) is not None


_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|`[^`]*`")
_COMMA = re.compile(r", (?!stk\.)")
"""A comma inside an item, by which one would not see where it ends; `§ 107, stk. 1` is read as one."""
