"""What is written in a cell, as a place or a code of a list: the names that offices call them by.

Herning Kommune → Herning      autisme → autism-spectrum
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from visit.cpr import redacted
from visit.errors import PlaceError, did_you_mean
from visit.imports.cells import CellError, Habits, Reader, ReadValue, shown_cell
from visit.imports.sheets import CellValue
from visit.locale import text as _
from visit.places import municipalities, resolve
from visit.reading.documents.lists import codes_called, keys_of, vocabulary_list
from visit.reading.source import PlainValue
from visit.vocabulary import names_of


def place_cell(value: CellValue, habits: Habits) -> ReadValue:
    """A town, a postcode, or both; of an address the last of its lines."""
    text = f"{value:f}" if isinstance(value, Decimal) else " ".join(str(value).split())
    try:
        resolve(text)
    except PlaceError as error:
        found = re.search(r"\b(\d{4}) ([^\d,]+)$", text)
        if found is None or found[0] == text:
            raise _no_place(error) from None
        return _town_of(found[0], text)
    return ReadValue(text)


def _town_of(town: str, text: str) -> ReadValue:
    try:
        resolve(town)
    except PlaceError as error:
        raise _no_place(error) from None
    return ReadValue(town, _("read as {value}", value=town))


def _no_place(error: PlaceError) -> CellError:
    """Return why a cell is no place; the help of a file of ours may ask for a point, which no cell holds."""
    is_of_file = error.help is not None and "lat:" in error.help
    help = _("write the nearest larger town, or a postcode") if is_of_file else error.help
    return CellError(_("cannot be read: {why}", why=error.message), help)


def municipality_cell(value: CellValue, habits: Habits) -> ReadValue:
    """A municipality, with or without the word kommune."""
    text = " ".join(str(value).split())
    name = re.sub(r"^kommunen? |s? kommune$", "", text, flags=re.IGNORECASE)
    names = [one.name for one in municipalities()]
    for candidate in (text, name, re.sub(r" kommune$", "", text, flags=re.IGNORECASE)):
        found = next((one for one in names if one.casefold() == candidate.casefold()), None)
        if found is not None:
            return ReadValue(found)
    raise CellError(_("is not a municipality: {value}", value=shown_cell(value)), did_you_mean(name, names))


def code_cell(codes: str) -> Reader:
    """Return the reader of one code of a list, by its code, its Danish or its English name."""

    def read(value: CellValue, habits: Habits) -> ReadValue:
        found, note = _code(codes, str(value).strip(), habits)
        if found is None:
            raise CellError(_("means nothing here: {value}", value=shown_cell(value)))
        return ReadValue(found, note)

    return read


def vat_cell(value: CellValue, habits: Habits) -> ReadValue | None:
    """Whether a price holds VAT: a code of the list, or what stands in short: `inkl.`, `ekskl. moms`."""
    word = re.fullmatch(r"(inkl|ekskl|eksl|med|uden)\w*\.?(?: moms)?", str(value).strip(), re.IGNORECASE)
    if word is None or given_word(str(value).strip(), habits) is not NOT_GIVEN:
        return _VAT_CODE(value, habits)
    return ReadValue("incl" if word[1].casefold() in ("inkl", "med") else "excl")


_VAT_CODE = code_cell("vat")


def codes_cell(codes: str) -> Reader:
    """Return the reader of several codes of a list; a cell of which every word says nothing, by the map, says nothing."""

    def read(value: CellValue, habits: Habits) -> ReadValue | None:
        text = str(value).strip()
        whole = given_word(text, habits)
        parts = [text] if whole is not NOT_GIVEN else cell_parts(text, habits.separator)
        read = [_code(codes, part, habits) for part in parts]
        found: list[PlainValue] = list(dict.fromkeys(code for code, _note in read if code is not None))
        notes = [note for _code_, note in read if note is not None]
        return ReadValue(found, "; ".join(notes) or None) if found else None

    return read


def cell_parts(text: str, separator: str | None = None) -> list[str]:
    """Return the parts of a cell that holds several."""
    split = text.split(separator) if separator else re.split(r",(?! *(?:stk|nr\.? ?\d\b))|[;/\n]| (?:og|\+|&) ", text)
    return [part.strip() for part in split if part.strip()]


NOT_GIVEN = object()


def given_word(text: str, habits: Habits) -> object:
    """Return what the map says of a word."""
    for word, code in (habits.words or {}).items():
        if word.casefold() == text.casefold():
            return code
    return NOT_GIVEN


def _code(codes: str, text: str, habits: Habits) -> tuple[str | None, str | None]:
    """Return the code of a name, with a note where it is not written as itself."""
    given = given_word(text, habits)
    if given is not NOT_GIVEN:
        return (None if given is None else str(given)), None
    keys = keys_of(codes)
    if text.casefold() in keys:
        return text.casefold(), None
    named = _named(codes, text.casefold())
    if len(named) == 1:
        return next(iter(named)), None
    likely = " | ".join(_likely(codes, text)) or "…"
    raise CellError(
        _("is not a name known here: {value}", value=shown_cell(text)),
        _("say in the map what it means: `words: {{{word}: {codes}}}`", word=redacted(text), codes=likely),
    )


_FEW = 5
_HELD = 1024
"""So many words are remembered: a long table says the same ones in row after row."""


@lru_cache(maxsize=_HELD)
def _named(codes: str, text: str) -> frozenset[str]:
    """Return the codes of a list that are called so, in small letters."""
    keys = keys_of(codes)
    return frozenset(key for label, key in names_of(vocabulary_list(codes)) if key in keys and label.casefold() == text)


@lru_cache(maxsize=_HELD)
def _likely(codes: str, text: str) -> tuple[str, ...]:
    """Return the codes that a word may mean."""
    return tuple(codes_called(codes, text)[:_FEW])
