"""A catalogue from answers: which question comes next, how an answer is read, and the catalogue that they make.

Answers are read as the cells of a spreadsheet are, in the words that offices use. Nothing is guessed: what is passed stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from visit.imports import code_cells
from visit.imports.cells import CellError, Habits, Reader, ReadValue, read_cell
from visit.imports.fields import FIELDS
from visit.imports.offers import made_offers, slug
from visit.imports.rows import SaidValue, SheetRow
from visit.imports.sheets import CellValue, SheetCell
from visit.locale import language
from visit.locale import text as _
from visit.reading.documents.column_map import ColumnMap, ColumnMeaning, MapSource
from visit.reading.source import PlainValue

SPECIALISED = "specialised"
MORE = "more"
COMES = "comes"
_COMES = ("kommer", "kommer til borgeren", "ude", "comes", "comes to the citizen")
"""What is answered where a place is asked for, of an offer that comes to the citizen."""
_AFTER: Mapping[str, str] = {
    "name": "operator.type",
    "operator.type": "operator.municipality",
    "operator.municipality": "place",
    "place": "provision",
    "provision": "places",
    "places": "price.basic",
    "price.basic": MORE,
    "specialisation": SPECIALISED,
    SPECIALISED: "source.ref",
    "source.ref": "name",
}
"""Which question comes after which; what hangs on the answer stands in `next_key`."""
NEEDED = ("name", "provision", "source.ref")
CHOICES: Mapping[str, str] = {
    "operator.type": "operator", "provision": "granted_provision", MORE: "granted_provision", "specialisation": "target_group",
}  # fmt: skip
"""The list of codes that a question is answered with."""


@dataclass(frozen=True, slots=True)
class OfferAnswer:
    """One answer: to which question, and what it says; None where it was passed."""

    key: str
    value: PlainValue = None


def question_text(key: str, answers: tuple[OfferAnswer, ...] = ()) -> tuple[str, str]:
    """Return a question, and how it is answered; places are asked of each provision by its name, where several were answered."""
    codes, told = _places_of(answers)
    if key == "places" and len(codes) > 1:
        return _("How many places does it have under {provision}?", provision=_provision(codes[told])), _("a number")
    return {
        "name": (_("What is the offer called?"), _("a department of its own is an offer")),
        "operator.type": (_("Who runs it?"), _("municipal, regional, private or foundation")),
        "operator.municipality": (_("In whose municipality, or by which, is it run?"), _("a municipality")),
        "place": (_("Where is it?"), _("a town or postcode; comes where it comes to the citizen")),
        "provision": (_("Under which provision?"), _("for example § 107, or § 85 og § 104")),
        "places": (_("How many places does it have under it?"), _("a number")),
        "price.basic": (_("What does it cost per day, without VAT?"), _("DKK, for example 1.850,50")),
        MORE: (_("Under which further provision?"), _("empty where there is none")),
        "specialisation": (_("For which target groups is it?"), _("with commas between")),
        SPECIALISED: (_("How specialised is it for them?"), _("1 general, 2 specialised, 3 highly specialised")),
        "source.ref": (_("Where is this from?"), _("for example the rate sheet of 2026")),
    }[key]


def next_key(answers: tuple[OfferAnswer, ...]) -> str | None:
    """Return the question that comes next; None when there are no more."""
    if not answers:
        return "name"
    last = answers[-1]
    codes, told = _places_of(answers)
    if last.key == "places" and told < len(codes):
        return "places"
    if last.value is None and last.key == "name":
        return None
    if last.key == MORE:
        return "specialisation" if last.value is None else "places"
    if last.key == "specialisation" and last.value is None:
        return "source.ref"
    return _AFTER[last.key]


def _places_of(answers: tuple[OfferAnswer, ...]) -> tuple[list[str], int]:
    """Return the provisions that were answered last, and of how many of them the places were asked."""
    told = 0
    for one in reversed(answers):
        if one.key in ("provision", MORE):
            return [str(code) for code in one.value] if isinstance(one.value, list) else [], told
        told += one.key == "places"
    return [], 0


def _provision(code: str) -> str:
    from visit.reasons.labels import provision_name

    return provision_name(code, language())


def with_answer(answers: tuple[OfferAnswer, ...], text: str, today: date) -> tuple[tuple[OfferAnswer, ...], str | None]:
    """Return the answers with one more, and how it was read, where that is not as it was written.

    Raises:
        CellError: It cannot be taken.
    """
    key = str(next_key(answers))
    if not text.strip():
        return (*answers, OfferAnswer(key, _where_passed(key, answers))), None
    read = read_cell(SheetCell(text.strip(), ""), _reader(key), Habits(today, decimal=","))
    if read is None:
        return (*answers, OfferAnswer(key, _where_passed(key, answers))), None
    if key == "name" and slug(str(read.value)) in {slug(str(one.value)) for one in answers if one.key == "name"}:
        raise CellError(_("an offer is called so already"), _("write its department behind the name"))
    return (*answers, OfferAnswer(key, read.value)), read.note


def _where_passed(key: str, answers: tuple[OfferAnswer, ...]) -> PlainValue:
    """Return what a passed question says: nothing, or the source as it was said last.

    Raises:
        CellError: It must be answered.
    """
    sources = [one.value for one in answers if one.key == "source.ref"]
    if key == "source.ref" and sources:
        return sources[-1]
    if key in NEEDED and not (key == "name" and answers):
        raise CellError(_("must be answered"), _("`.` stops and saves what there is"))
    return None


def _reader(key: str) -> Reader:
    if key == "place":
        return _place
    if key == SPECIALISED:
        return _level
    return FIELDS["provision" if key == MORE else key].reader


def _place(value: CellValue, habits: Habits) -> ReadValue:
    return ReadValue(COMES) if str(value).casefold() in _COMES else code_cells.place_cell(value, habits)


def _level(value: CellValue, habits: Habits) -> ReadValue:
    if str(value) not in ("1", "2", "3"):
        raise CellError(_("is none of 1, 2 and 3"))
    return ReadValue(int(str(value)))


# --- the catalogue ---


def answered_catalogue(answers: tuple[OfferAnswer, ...], file: Path, today: date) -> dict[str, PlainValue]:
    """Return the catalogue that answers make, in plain values; an offer without a provision or a source is left out."""
    key = slug(file.stem)
    mapped = ColumnMap(map="catalogue", catalogue=key, as_of=today, source=MapSource(ref="-"), vat="excl", columns={})
    rows = [row for number, offer in enumerate(_by_offer(answers)) for row in _rows_of(number, offer)]
    return {
        "format": 1,
        "catalogue": key,
        "as_of": today.isoformat(),
        "offers": [*made_offers(rows, mapped, key).offers],
    }


def unfinished(answers: tuple[OfferAnswer, ...]) -> tuple[str, ...]:
    """Return the names of offers that lack what an offer must have."""
    return tuple(str(offer[0].value) for offer in _by_offer(answers) if not _is_whole(offer))


def _by_offer(answers: tuple[OfferAnswer, ...]) -> list[list[OfferAnswer]]:
    offers: list[list[OfferAnswer]] = []
    for one in answers:
        if one.key == "name" and one.value is not None:
            offers.append([])
        if one.value is not None or (one.key == "places" and offers):
            offers[-1].append(one)
    return offers


def _is_whole(offer: list[OfferAnswer]) -> bool:
    return {*NEEDED} <= {one.key for one in offer}


def _rows_of(number: int, offer: list[OfferAnswer]) -> list[SheetRow]:
    """Return an offer as rows: one for each provision that was answered, with what is said of it."""
    if not _is_whole(offer):
        return []
    specialised = next((one.value for one in offer if one.key == SPECIALISED), None)
    common = [_said(one, specialised) for one in offer if one.key not in (*_OF_SERVICE, SPECIALISED)]
    rows: list[list[SaidValue]] = []
    new: list[list[SaidValue]] = []
    for index, one in enumerate(offer):
        if one.key in ("provision", MORE) and isinstance(one.value, list):
            new = [[*common, _said(OfferAnswer("provision", [code]), None)] for code in one.value]
            rows += new
        elif one.key == "places":
            _codes, told = _places_of(tuple(offer[:index]))
            new[told] += [] if one.value is None else [_said(one, None)]
        elif one.key in _OF_SERVICE:
            for row in new:
                row.append(_said(one, None))
    return [SheetRow(number, tuple(said), ()) for said in rows]


_OF_SERVICE = ("provision", MORE, "places", "price.basic")


def _said(answer: OfferAnswer, specialised: PlainValue) -> SaidValue:
    if answer.key == "place" and answer.value == COMES:
        return SaidValue(FIELDS["mobile"], ColumnMeaning(field="mobile"), True, None)
    level = specialised if answer.key == "specialisation" and isinstance(specialised, int) else None
    return SaidValue(FIELDS[answer.key], ColumnMeaning(field=answer.key, specialised=level), answer.value, None)
