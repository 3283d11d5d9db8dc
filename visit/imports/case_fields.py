"""The fields of a case that a column of a list can mean: those of the case file under their own names, and a CPR number.

A row of a list in the case has the number in its name, which the first one does without: `network.place`, `network.2.place`. Free
texts have no column: in them stand names, and of many cases nobody reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from visit.catalogue import Catalogue
from visit.imports import case_cells, cells, code_cells
from visit.imports.cells import Reader
from visit.imports.fields import FieldList, HeadingMeaning, ImportField, headings_in, plain_heading
from visit.interview.fields import AskedField, fields
from visit.reading.documents.lists import keys_of
from visit.vocabulary import vocabulary

CASE, CPR, MUNICIPALITY, ASSESSED = "case", "cpr", "municipality", "assessed"
MOST_ROWS = 5
"""So many rows of one list can be said of a citizen."""
_TEXTS = frozenset(("citizen.current.*.name", "network.*.who"))
"""The texts that are read: without them a row says too little."""
_WORDED = frozenset(("truth", "level", "code", "codes", "offer", "offer_or_option", "offers"))
_UNITS = {"hours": "hours", "days": "days", "km": "km", "whole": "places"}
_MAY_BE_0 = frozenset(("flags.shelter_stays_12m",))
"""Counts of which none is an answer."""


def case_field_list(offers: Mapping[str, str]) -> FieldList:
    """Return the fields of a case.

    Args:
        offers: Ids by what an offer is called, in small letters.
    """
    return FieldList(dict(_fields(offers)), _meaning, frozenset((CASE, CPR, ASSESSED)))


def offers_called(catalogue: Catalogue) -> Mapping[str, str]:
    """Return the ids of offers by what they are called: their id, and the name that one alone has."""
    names = [one.name.casefold() for one in catalogue.offers.values()]
    by_name = {one.name.casefold(): id for id, one in catalogue.offers.items() if names.count(one.name.casefold()) == 1}
    return by_name | {id: id for id in catalogue.offers}


def row_named(name: str) -> tuple[str, int, str] | None:
    """Return the list that a field is of, which of its rows, and the key there; None where it is of none."""
    found = next((one for one in _lists() if name.startswith(f"{one}.")), None)
    if found is None:
        return None
    number, _dot, key = name.removeprefix(f"{found}.").partition(".")
    return (found, int(number), key) if number.isdigit() else (found, 1, name.removeprefix(f"{found}."))


def needed_in(of: str) -> tuple[str, ...]:
    """Return the keys without which a row of a list is nothing."""
    start = f"{of}.*."
    return tuple(name.removeprefix(start) for name, one in fields().items() if name.startswith(start) and one.required)


@cache
def _lists() -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.partition(".*")[0] for name in fields() if ".*" in name))


def _fields(offers: Mapping[str, str]) -> Iterator[tuple[str, ImportField]]:
    yield CPR, ImportField(CPR, "case", case_cells.case_name_cell)
    declared = {**fields(), "citizen.sex": AskedField("code", "sex")}
    for pattern, asked in declared.items():
        reader = _reader(pattern, asked, offers)
        if reader is None:
            continue
        codes, listed = asked.codes if asked.kind in ("code", "codes") else "", asked.kind in ("codes", "offers")
        reader = reader if asked.kind == "id" else case_cells.without_cpr(reader)
        never_0 = asked.kind in _UNITS and pattern not in _MAY_BE_0
        for name in _names(pattern):
            yield name, ImportField(name, "case", reader, codes, asked.kind in _WORDED, listed, never_0)


def _names(pattern: str) -> Iterator[str]:
    if ".*." not in pattern:
        yield pattern
        return
    yield pattern.replace(".*.", ".")
    yield from (pattern.replace(".*.", f".{number}.") for number in range(1, MOST_ROWS + 1))


def _reader(pattern: str, field: AskedField, offers: Mapping[str, str]) -> Reader | None:
    """Return how the cells of a field are read; None where it has no column."""
    if pattern == "citizen.current.*.offer":
        return case_cells.with_words(case_cells.running_offer_cell(offers))
    if pattern == "citizen.age":
        return cells.whole_of("years")
    match field.kind:
        case "id":
            return case_cells.case_name_cell
        case "text" if pattern in _TEXTS:
            return cells.line_cell
        case "born":
            return case_cells.birth_year_cell
        case "truth":
            return case_cells.with_words(cells.truth_cell)
        case "level":
            return case_cells.with_words(case_cells.level_of(field.codes))
        case "day" | "past":
            return cells.day_cell
        case "place":
            return code_cells.place_cell
        case "municipality":
            return code_cells.municipality_cell
        case "code" if field.codes in ("provision", "granted_provision"):
            return case_cells.with_words(case_cells.provision_cell(keys_of(field.codes)))
        case "code":
            return case_cells.with_words(code_cells.code_cell(field.codes))
        case "codes":
            return case_cells.with_words(case_cells.several_codes(code_cells.codes_cell(field.codes)))
        case "offer" | "offer_or_option":
            return case_cells.with_words(case_cells.offer_cell(offers))
        case "offers":
            return case_cells.with_words(case_cells.several_codes(case_cells.offers_cell(offers)))
        case "hours" | "days":
            return cells.number_of(_UNITS[field.kind])
        case "km" | "whole":
            return cells.whole_of(_UNITS[field.kind])
        case _:
            return None


def _meaning(heading: str) -> HeadingMeaning:
    """Return what a heading means: a field under its own name, in the words of offices, or a sub-theme by its name."""
    written = heading.casefold()
    if re.sub(r"\.\d\.", ".", written) in _plain_names():
        return HeadingMeaning(written)
    plain = plain_heading(heading)
    theme = re.sub(
        r"\b(?:funktionsevne(?:niveau)?|niveau)\b", " ", plain
    )  # `Funktionsevne: spise`, `Lave mad (niveau)`
    return HeadingMeaning(_named().get(plain) or _named().get(" ".join(theme.split())))


@cache
def _plain_names() -> frozenset[str]:
    return frozenset((CPR, "citizen.sex", *(name.replace(".*.", ".") for name in fields())))


@cache
def _named() -> Mapping[str, str]:
    themes = vocabulary().codes["theme"].terms.values()
    labels = {plain_heading(name): f"functioning.{term.key}" for term in themes for name in (term.da, term.en)}
    return {**labels, **dict(headings_in("case_headings.yaml"))}
