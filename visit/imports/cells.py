"""What is written in a cell, as a value of visit's own: numbers, days, ages, places and codes, the way offices write them.

    12 pladser → 12      1.049,50 kr. → 1049.50      § 107 → SEL-107-1, SEL-107-2      18-65 år → 18, 65      Ja → true

A reader gives the value, with a note where that is another than what stands there. What it cannot read it says; it guesses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from visit.characters import hidden_character
from visit.cpr import cpr_shaped, lost_its_zero, nine_instead, redacted
from visit.imports.price_headings import periods_said, vat_said, without_period
from visit.imports.sheets import CellValue, SheetCell
from visit.interview.dates import written_day
from visit.locale import formats
from visit.locale import text as _
from visit.reading.source import PlainValue


class CellError(Exception):
    """A cell that cannot be read: what is wrong with it, and what can be done."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.message, self.help = message, help


class CeasedError(CellError):
    """A cell that says that what its row is about is no more."""


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A value that was read.

    Attributes:
        note: How it differs from what stands in the cell, where it does.
        estimated: Whether the cell says that it is an estimate: `ca. 1.200`.
    """

    value: PlainValue
    note: str | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Habits:
    """How a file writes.

    Attributes:
        decimal: `,` or `.` before the decimals of a number that is text; None where nothing says.
        words: What a word of the column means here: a code, or nothing.
        separator: What stands between several in one cell; else a comma, a semicolon, a slash or a line break.
        today: The day of the import.
        per: Of amounts, the time that they are for; a cell may say it too.
        vat: Of amounts, whether they hold VAT; a cell may say it too.
    """

    today: date
    decimal: str | None = None
    words: Mapping[str, str | None] | None = None
    separator: str | None = None
    per: str | None = None
    vat: str | None = None


Reader = Callable[[CellValue, Habits], ReadValue | None]
"""Gives nothing where the map says that a word means nothing."""


def read_cell(cell: SheetCell, reader: Reader, habits: Habits) -> ReadValue | None:
    """Return what a cell says; None where it is blank.

    Raises:
        CellError: It cannot be read.
    """
    if cell.doubt is not None:
        raise CellError(cell.doubt)
    value = cell.value
    if value is None or (isinstance(value, str) and value.casefold() in _BLANK):
        return None
    if cpr_shaped(str(value)) is not None:
        raise CellError(_("looks like a CPR number"), _("take it out of the file: no such number is kept"))
    if isinstance(value, str) and hidden_character(value) is not None:
        raise CellError(_("holds a character that cannot be seen"), _("write the cell again"))
    return reader(value, habits)


def _refuse_nine_digits(value: CellValue) -> None:
    """Refuse a cell that is a CPR number alone which has lost its first 0: no amount is so large."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value).strip()
    if _NINE_ALONE.fullmatch(text) and lost_its_zero(re.sub(r"\D", "", text)[:9]):
        raise CellError(_("looks like a CPR number"), nine_instead())


_NINE_ALONE = re.compile(r"-?(?:[0-9]{5}[\s-]?[0-9]{4}|[0-9]{3}(?:[\s.,][0-9]{3}){2})(?:[.,][0-9]{1,2})?")
_BLANK = frozenset(("-", "–", "—", "?", "n/a", "i/a", "ikke oplyst", "ukendt", "uoplyst", "not known", "unknown"))
"""What people write where they do not know."""


# --- texts, numbers, days ---


def line_cell(value: CellValue, habits: Habits) -> ReadValue:
    """A text of one line."""
    _refuse_nine_digits(value)
    match value:
        case bool():
            raise CellError(_("is yes or no where a text stands"))
        case date():
            return ReadValue(value.isoformat())
        case Decimal():
            return ReadValue(f"{value:f}")
        case _:
            return ReadValue(" ".join(str(value).split()))


_NUMBER = re.compile(
    r"(?P<about>(?:ca\.?|cirka|omkring|omtrent|~) ?)?(?:(?:kr\.?|dkk) ?)?"
    r"(?P<number>-?[0-9][0-9., ]*?)(?:,-)? ?(?P<unit>[^0-9., ].*)?",
    re.IGNORECASE,
)
_UNITS_OF = {
    "amount": ("", "kr", "kr.", "dkk"),
    "places": ("", "pladser", "plads", "stk", "stk."),
    "days": ("", "dage", "dag"),
    "months": ("", "måneder", "måned", "mdr", "mdr."),
    "minutes": ("", "min", "min.", "minutter", "minut", "m"),
    "hours": ("", "timer", "time", "t", "t."),
    "number": ("",),
    "percent": ("", "%", "pct", "pct.", "procent"),
    "km": ("", "km", "km."),
    "years": ("", "år"),
}
"""The units that a number of each kind may have behind it; any other is another number than is asked for."""
_A_WEEK = re.compile(r"(?:t|timer?)\.? ?(?:/|pr\.?|om) ?ugen?|(?:t|timer?)\.? (?:ugentligt?|i ugen)")
"""Hours are those of a week."""
_LONGEST_NUMBER = 60
_MOST = 10_000_000
_MOST_HOURS = 336
"""A week of two helpers day and night, which is the most that a case or a catalogue holds."""
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")


def number_of(unit: str) -> Callable[[CellValue, Habits], ReadValue]:
    """Return the reader of a number that is not negative, with at most two decimals, in a unit: another one is refused."""
    most = _MOST_HOURS if unit == "hours" else _MOST

    def read(value: CellValue, habits: Habits) -> ReadValue:
        _refuse_nine_digits(value)
        if isinstance(value, Decimal):
            return _amount(value, None, most)
        if not isinstance(value, str):
            raise CellError(_("is not a number: {value}", value=shown_cell(value)))
        text = " ".join(value.replace("\u00a0", " ").split())
        found = _NUMBER.fullmatch(text) if len(text) <= _LONGEST_NUMBER else None
        if found is None:
            raise CellError(_("is not a number: {value}", value=shown_cell(value)))
        said = (found["unit"] or "").strip().casefold()
        alike = _A_WEEK.fullmatch(said) if unit == "hours" else unit == "amount" and _is_as_the_column(said, habits)
        if said not in _UNITS_OF[unit] and not alike:
            raise CellError(
                _("has another unit: {value}", value=shown_cell(value)),
                _("write the number alone, in the unit of the field"),
            )
        written = _with_point(found["number"].replace(" ", ""), habits.decimal)
        note = _("read as {value}", value=formats.number(Decimal(written))) if text != found["number"] else None
        if found["about"]:
            note = _("read as {value}, an estimate", value=formats.number(Decimal(written)))
        return replace(_amount(Decimal(written), note, most), estimated=found["about"] is not None)

    return read


def _is_as_the_column(unit: str, habits: Habits) -> bool:
    """Return whether what stands behind an amount is what its whole column is: `kr. pr. døgn` of prices per day."""
    alike = periods_said((unit,)) <= {habits.per} and vat_said((unit,)) <= {habits.vat}
    return alike and without_period(unit).strip(" .,/") in ("", "kr", "dkk")


number_cell = number_of("amount")


def _with_point(digits: str, decimal: str | None) -> str:
    """Return a number as Python writes it; one that may be read in two ways is refused."""
    if decimal is None:
        both = "." in digits and "," in digits
        alone = _GROUPED.fullmatch(digits) is not None or re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits) is not None
        if alone and not both:
            raise CellError(
                _("may be thousands or decimals: {value}", value=digits),
                _("write `decimal: comma` or `decimal: point` in the map"),
            )
        decimal = max(",.", key=digits.rfind)
    groups = "." if decimal == "," else ","
    whole, _point, rest = digits.partition(decimal)
    grouped = re.fullmatch(rf"-?[0-9]{{1,3}}(?:\{groups}[0-9]{{3}})+", whole) is not None
    if groups in rest or (groups in whole and not grouped):
        raise CellError(
            _("is not a number: {value}", value=digits), _("`decimal` in the map says what stands before the decimals")
        )
    written = digits.replace(groups, "").replace(decimal, ".")
    if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", written) is None:
        raise CellError(_("is not a number: {value}", value=digits))
    return written


def _amount(value: Decimal, note: str | None, most: int) -> ReadValue:
    if value < 0:
        raise CellError(_("is below zero: {value}", value=formats.number(value)))
    if value > most == _MOST_HOURS:
        raise CellError(
            _("is more than two helpers day and night give in a week, 336 hours: {value}", value=formats.number(value))
        )
    if value > most:
        raise CellError(_("is larger than any number here: {value}", value=formats.number(value)))
    rounded = value.quantize(Decimal("0.01"))
    if rounded != value:
        note = _("rounded to two decimals: {value}", value=formats.number(rounded))
    return ReadValue(int(rounded) if rounded == rounded.to_integral_value() else rounded.normalize(), note)


def whole_of(unit: str) -> Reader:
    """Return the reader of a whole number that is not negative, in a unit."""
    inner = number_of(unit)

    def read(value: CellValue, habits: Habits) -> ReadValue:
        found = inner(value, habits)
        if not isinstance(found.value, int):
            raise CellError(_("is not a whole number: {value}", value=shown_cell(value)))
        return found

    return read


whole_cell = whole_of("places")


_YES = frozenset(("ja", "j", "yes", "y", "x", "true", "sand", "sandt"))
_NO = frozenset(("nej", "n", "no", "false", "falsk"))


def truth_cell(value: CellValue, habits: Habits) -> ReadValue:
    """Yes or no."""
    if isinstance(value, bool):
        return ReadValue(value)
    word = str(value).casefold()
    if word in _YES or word in _NO:
        return ReadValue(word in _YES)
    raise CellError(_("is neither yes nor no: {value}", value=shown_cell(value)), _("write ja or nej"))


_NOT_APPROVED = (
    "ikke godkendt",
    "godkendelse bortfaldet",
    "bortfaldet",
    "godkendelse tilbagekaldt",
    "tilbagekaldt",
    "afslag",
)
_CEASED = ("ophørt", "nedlagt", "lukket", "tilbud ophørt", "ceased", "closed")


def approval_cell(value: CellValue, habits: Habits) -> ReadValue:
    """Whether it is approved, in the words of the register; of an offer that has ceased nothing is taken."""
    word = " ".join(str(value).casefold().split())
    if word in _CEASED:
        raise CeasedError(
            _("says that the offer has ceased: {value}", value=shown_cell(value)),
            _("nobody can be placed there; write `closed` where an older catalogue has it"),
        )
    if word == "godkendt" or word in _NOT_APPROVED:
        return ReadValue(word == "godkendt")
    if isinstance(value, bool) or word in _YES | _NO:
        return truth_cell(value, habits)
    raise CellError(
        _("is not a status of approval: {value}", value=shown_cell(value)), _("write godkendt, ikke godkendt or ophørt")
    )


_SPREADSHEET_DAY_0 = date(1899, 12, 30)
"""From this day a spreadsheet counts the days of a date whose cell is formatted as a number; one that counts from 1904 differs."""


def last_day_cell(value: CellValue, habits: Habits) -> ReadValue:
    """A last day; of a year alone it is not known which."""
    if re.fullmatch(r"(?:19|20)\d\d", f"{value:f}" if isinstance(value, Decimal) else str(value)):
        raise CellError(_("is a year alone: {value}", value=shown_cell(value)), _("write the day as 31-12-2026"))
    return day_cell(value, habits)


def day_cell(value: CellValue, habits: Habits) -> ReadValue:
    """A day; a year alone is the first of January."""
    if isinstance(value, date):
        return ReadValue(value.isoformat())
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return ReadValue(f"{text}-01-01", _("read as {value}", value=formats.day(date(int(text), 1, 1))))
    if re.fullmatch(r"[2-6]\d{4}", text):
        told = formats.day(_SPREADSHEET_DAY_0 + timedelta(days=int(text)))
        help = _(
            "let the column be of dates in the spreadsheet, or write the day: {day}, if it counts from 1900", day=told
        )
        raise CellError(_("is a number in place of a date: {value}", value=shown_cell(value)), help)
    found = written_day(text, today=habits.today)
    if found is None:
        raise CellError(_("is not a date: {value}", value=shown_cell(value)), _("write the day as 31-12-2026"))
    return ReadValue(found.isoformat())


_BETWEEN = re.compile(
    r"(?:fra )?(\d{1,3})\s*(?:år)?\s*(?:-|–|til|to)\s*(\d{1,3})\s*(?:år(?:ige)?)?|mellem (\d{1,3}) og (\d{1,3})(?: år)?"
)
_UP = r"og (?:op|opefter|derover)"
_FROM = re.compile(
    rf"(?:fra |over )?(\d{{1,3}})\s*(?:\+|(?:år)?\s*[-–](?: ?år)?|år(?:ige)? (?:{_UP}|\+)|{_UP})|fra (\d{{1,3}})(?: år)?"
)
_BELOW = re.compile(r"(?:under|op til) (\d{1,3})(?: år)?")


def ages_cell(value: CellValue, habits: Habits) -> ReadValue:
    """From one age to another, either open: `18-65 år`, `18+`, `under 25`; a group in brackets behind it is told."""
    text = " ".join(str(value).casefold().split())
    alone = re.sub(r" ?\([^()\d]*\)$", "", text)
    if (ages := _ages_said(alone)) is not None:
        least, most = ages
        if least is not None and most is not None and least > most:
            raise CellError(_("ends before it begins: {value}", value=shown_cell(value)))
        return ReadValue([least, most], None if alone == text else _("read as {value}", value=shown_cell(alone)))
    raise CellError(_("is not a range of ages: {value}", value=shown_cell(value)), _("write it as 18-65, or 18+"))


def _ages_said(text: str) -> tuple[int | None, int | None] | None:
    """Return the ages that a text says; None where it says none, or not surely."""
    if (both := _BETWEEN.fullmatch(text)) is not None:
        return int(both[1] or both[3]), int(both[2] or both[4])
    if (found := _FROM.fullmatch(text)) is not None and not text.startswith("over"):
        return int(found[1] or found[2]), None
    if (below := _BELOW.fullmatch(text)) is not None:
        return None, int(below[1]) - 1 if text.startswith("under") else int(below[1])
    return None


def shown_cell(value: CellValue) -> str:
    """Return what stands in a cell, short and without a CPR number."""
    return redacted(value.isoformat() if isinstance(value, date) else str(value), limit=60)
