"""What is written in the cells of a list of citizens, beyond what `cells` reads: levels, years, offers by name, CPR numbers.

Moderat → 2      2 - Moderat → 2      14.5.1985 → 1985      Bofællesskabet Egeparken → egeparken
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from visit.cpr import cpr_shaped, is_hidden_number
from visit.errors import did_you_mean, nearest
from visit.imports.cells import CellError, Habits, Reader, ReadValue, shown_cell
from visit.imports.code_cells import NOT_GIVEN, cell_parts, given_word
from visit.imports.provision_cells import provisions_cell
from visit.imports.sheets import CellValue, SheetCell
from visit.interview.dates import written_day
from visit.locale import formats
from visit.locale import text as _
from visit.reading.documents.lists import level_help
from visit.reading.source import PlainValue
from visit.vocabulary import levels_of

MOST_LEVEL = 4
_NOT_ASSESSED = frozenset(("ikke vurderet", "ikke udredt", "not assessed"))
_NONE = frozenset(("ingen", "none"))
_LEVEL = re.compile(r"([0-4])(?:\s*[-–:.)]?\s*(\D.*))?")


def with_words(reader: Reader) -> Reader:
    """Return a reader for which the map can say what a word means, and that it means nothing."""

    def read(value: CellValue, habits: Habits) -> ReadValue | None:
        given = given_word(str(value).strip(), habits)
        if given is None:
            return None
        return reader(value if given is NOT_GIVEN else str(given), habits)

    return read


def without_cpr(reader: Reader) -> Reader:
    """Return a reader that refuses a CPR number which a spreadsheet took for a number, and so does not show it."""

    def read(value: CellValue, habits: Habits) -> ReadValue | None:
        if is_hidden_number(cell_text(value)):
            raise CellError(_("looks like a CPR number"), _("take it out of the file: no such number is kept"))
        return reader(value, habits)

    return read


def several_codes(reader: Reader) -> Reader:
    """Return a reader of several codes for which `ingen` is none of them; a cell of words that mean nothing says nothing."""

    def read(value: CellValue, habits: Habits) -> ReadValue | None:
        if str(value).strip().casefold() in _NONE and given_word(str(value).strip(), habits) is NOT_GIVEN:
            return ReadValue([])
        parts = [one.casefold() for one in cell_parts(str(value), habits.separator)]
        if len(parts) > 1 and any(one in _NONE and given_word(one, habits) is NOT_GIVEN for one in parts):
            raise CellError(
                _("says none and names some: {value}", value=shown_cell(value)), _("write either, not both")
            )
        return reader(value, habits)

    return read


def level_of(scale: str) -> Reader:
    """Return the reader of a level on one of FFB's scales: its digit, its name, the first word of that, or digit and name."""

    def read(value: CellValue, habits: Habits) -> ReadValue | None:
        text = f"{value:f}" if isinstance(value, Decimal) else " ".join(str(value).casefold().split())
        if text in _NOT_ASSESSED:
            return None
        found = _LEVEL.fullmatch(text)
        named = text if found is None else found[2]
        levels = {level for name, level in _level_names(scale) if name == named}
        if found is not None and (named is None or levels == {int(found[1])}):
            return ReadValue(int(found[1]))
        if found is None and len(levels) == 1:
            return ReadValue(min(levels))
        raise CellError(_("is not a level: {value}", value=shown_cell(value)), level_help(scale, text))

    return read


def level_said(scale: str, text: str) -> int | None:
    """Return the level that a text names, as a cell may; None where it names none."""
    try:
        read = level_of(scale)(text, Habits(date.min))
    except CellError:
        return None
    return read.value if read is not None and isinstance(read.value, int) else None


def _level_names(scale: str) -> Sequence[tuple[str, int]]:
    """Return what levels are called, whole and by their first word."""
    named = [
        (name.casefold(), level)
        for one in ("da", "en")
        for level, name in enumerate(levels_of(scale, one)[: MOST_LEVEL + 1])
    ]
    return [*named, *((name.split()[0], level) for name, level in named)]


_YEARS = range(1900, 2101)


def birth_year_cell(value: CellValue, habits: Habits) -> ReadValue:
    """The year of birth, also where a whole date stands: no more of it is needed."""
    if isinstance(value, date):
        return ReadValue(value.year)
    text = f"{value:f}" if isinstance(value, Decimal) else str(value).strip()
    year = int(text) if re.fullmatch(r"[0-9]{4}", text) else getattr(written_day(text, today=habits.today), "year", 0)
    if year not in _YEARS:
        raise CellError(
            _("is not a year or date of birth: {value}", value=shown_cell(value)), _("write the day as 31-12-2026")
        )
    return ReadValue(year)


def whole_day(value: CellValue, today: date) -> date | None:
    """Return the day that a cell of births says; None where it says a year alone."""
    return value if isinstance(value, date) else written_day(str(value).strip(), today=today)


def is_of_day(number: str, day: date) -> bool:
    """Return whether a CPR number is of somebody born on a day and month; the day plus 60 is of a number given in place of one."""
    return (int(number[:2]) % 60, int(number[2:4])) == (day.day, day.month)


_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")


def case_name_cell(value: CellValue, habits: Habits) -> ReadValue:
    """What the office calls the case, as an id.

    Raises:
        CellError: It is a CPR number that a spreadsheet took for a number, or has no letter or digit.
    """
    from visit.imports.offers import slug

    text = cell_text(value)
    if is_hidden_number(text):
        raise CellError(_("looks like a CPR number"), _("write `field: cpr` in the map: no such number is kept"))
    id = text.casefold() if _ID.fullmatch(text.casefold()) else slug(text)
    if id == "x" and "x" not in text.casefold():  # nothing of it is left
        raise CellError(
            _("has no letter of a to å and no digit: {value}", value=shown_cell(value)), _("write the cell again")
        )
    return ReadValue(id, None if id == text else _("{text} is written as {id}", text=shown_cell(text), id=id))


def cell_text(value: CellValue) -> str:
    """Return a cell in one line, as it stands there."""
    return f"{value:f}" if isinstance(value, Decimal) else " ".join(str(value).split())


def provision_cell(codes: Sequence[str]) -> Reader:
    """Return the reader of one provision, or of a group of them where these are asked for."""

    def read(value: CellValue, habits: Habits) -> ReadValue | None:
        text = str(value).strip()
        if (own := next((key for key in codes if key.casefold() == text.casefold()), None)) is not None:
            return ReadValue(own)
        cited = provisions_cell(value, habits)
        if cited is None:
            return None
        found = cited.value
        assert isinstance(found, list)
        if len(found) == 1:
            return ReadValue(found[0])
        which = formats.either(f"`{one}`" for one in found)
        raise CellError(
            _("may be several provisions: {value}", value=shown_cell(value)), _("write {codes}", codes=which)
        )

    return read


# --- offers ---


def offer_cell(offers: Mapping[str, str]) -> Reader:
    """Return the reader of an offer of the catalogue, by its id or its name.

    Args:
        offers: Ids by what an offer is called, in small letters.
    """

    def read(value: CellValue, habits: Habits) -> ReadValue:
        return ReadValue(_offer(value, offers))

    return read


def offers_cell(offers: Mapping[str, str]) -> Reader:
    """Return the reader of several offers of the catalogue."""

    def read(value: CellValue, habits: Habits) -> ReadValue:
        text = str(value).strip()
        if text.casefold() in offers:
            return ReadValue([offers[text.casefold()]])
        found: list[PlainValue] = [_offer(one, offers) for one in cell_parts(text, habits.separator)]
        return ReadValue([*dict.fromkeys(found)])

    return read


def _offer(value: CellValue, offers: Mapping[str, str]) -> str:
    text = " ".join(str(value).split())
    if text.casefold() in offers:
        return offers[text.casefold()]
    raise CellError(
        _("is not an offer in the catalogue: {value}", value=shown_cell(value)),
        did_you_mean(text, offers.values()) or _("name the catalogue that has it with --catalogue"),
    )


def running_offer_cell(offers: Mapping[str, str]) -> Reader:
    """Return the reader of what runs now: an id where the catalogue has the offer, else its name as it stands."""

    def read(value: CellValue, habits: Habits) -> ReadValue:
        text = " ".join(str(value).split())
        if text.casefold() in offers:
            return ReadValue(offers[text.casefold()])
        near = nearest(text, offers)
        if near is None:
            return ReadValue(
                text, _("{name} is not an offer in the catalogue: taken as help outside it", name=shown_cell(text))
            )
        note = _(
            "{name} is not an offer in the catalogue: taken as help outside it; is it `{near}`?",
            name=shown_cell(text), near=offers[near],
        )  # fmt: skip
        return ReadValue(text, note)

    return read


# --- CPR numbers ---

_DIGITS = re.compile(r"[0-9]{9,10}")


def cpr_number(cell: SheetCell) -> str:
    """Return the ten digits of a CPR number; a spreadsheet that took it for a number has lost a 0 in front.

    INVARIANT: the number is in no message.

    Raises:
        CellError: It is none.
    """
    value = cell.value
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    digits = re.sub(r"[\s-]", "", text)
    if cell.doubt is None and _DIGITS.fullmatch(digits):
        number = digits.zfill(10)
        if cpr_shaped(number) is not None:
            return number
    raise CellError(
        _("is not a CPR number"), _("correct it, or write `field: case` in the map where it is another number")
    )
