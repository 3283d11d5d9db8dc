"""The fields of a catalogue that a column can mean: where each stands, how its cells are read, and what headings call it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from visit.errors import did_you_mean
from visit.imports import cells
from visit.imports.cells import Reader
from visit.reading import source


@dataclass(frozen=True, slots=True)
class ImportField:
    """A field that a column can mean.

    Attributes:
        name: As a map writes it, `operator.municipality`; its parts are the keys of the catalogue.
        of: Whether it is of an offer, or of each of its services.
    """

    name: str
    of: Literal["offer", "service"]
    reader: Reader

    @property
    def path(self) -> tuple[str, ...]:
        """The keys that lead to it."""
        return tuple(self.name.split("."))


PROVISION = "provision"
LEVEL = "price.level"
"""The operator's own level of the row's price: the rows of one service, a level each."""

_OFFER: Mapping[str, Reader] = {
    "id": cells.line_cell,
    "name": cells.line_cell,
    "operator.type": cells.code_cell("operator"),
    "operator.municipality": cells.municipality_cell,
    "operator.region": cells.line_cell,
    "operator.name": cells.line_cell,
    "place": cells.place_cell,
    "mobile": cells.truth_cell,
    "specialisation": cells.codes_cell("target_group"),
    "ages": cells.ages_cell,
    "premises": cells.codes_cell("premises"),
    "covers": cells.codes_cell("need"),
    "lacks": cells.codes_cell("need"),
    "approved.by": cells.line_cell,
    "approved.until": cells.day_cell,
    "approved.tilbudsportalen": cells.truth_cell,
    "approved.approved": cells.approval_cell,
    "opened": cells.day_cell,
    "closed": cells.day_cell,
    "source.ref": cells.line_cell,
    "source.as_of": cells.day_cell,
}
_SERVICE: Mapping[str, Reader] = {
    PROVISION: cells.provisions_cell,
    "service": cells.line_cell,
    "places": cells.whole_of("places"),
    "free": cells.whole_of("places"),
    "waiting_days": cells.whole_of("days"),
    "staff": cells.code_cell("staff"),
    "hours_per_week": cells.number_of("hours"),
    "months": cells.whole_of("months"),
    "price.basic": cells.number_cell,
    "price.net_of_vat": cells.number_cell,
    "price.per_hour": cells.number_cell,
    "price.night": cells.number_cell,
    "price.weekend": cells.number_cell,
    "price.days_a_year": cells.whole_of("days"),
    "price.per": cells.code_cell("price_period"),
    "price.vat": cells.code_cell("vat"),
    "price.from": cells.day_cell,
    "price.levels": cells.number_cell,
    LEVEL: cells.line_cell,
}
FIELDS: Mapping[str, ImportField] = {
    **{name: ImportField(name, "offer", reader) for name, reader in _OFFER.items()},
    **{name: ImportField(name, "service", reader) for name, reader in _SERVICE.items()},
}


SPECIALISED: Mapping[str, int] = {f"specialisation {level}": level for level in (1, 2, 3)}
"""Headings of target groups that say how specialised: a column for each."""


def field_help(name: str) -> str | None:
    """Return the help line for a name that is no field."""
    return did_you_mean(name, FIELDS)


@dataclass(frozen=True, slots=True)
class HeadingMeaning:
    """What a heading is taken to mean.

    Attributes:
        field: The field; None where the heading says nothing known.
        provision: The paragraph in the heading, `Pladser § 107`.
        specialised: Of target groups, how specialised the heading says that the column is.
    """

    field: str | None
    provision: str | None = None
    specialised: int | None = None


def heading_meaning(heading: str) -> HeadingMeaning:
    """Return what a heading means, in the Danish words of the register and of rate sheets, or in visit's own."""
    plain = _plain(heading)
    if heading.casefold() in SPECIALISED:
        return HeadingMeaning("specialisation", specialised=SPECIALISED[heading.casefold()])
    if heading.casefold() in FIELDS:
        return HeadingMeaning(heading.casefold())
    if plain in _named():
        return HeadingMeaning(_named()[plain])
    cited = re.search(r"(?:(?:sel|abl|sul)\s*)?§+\s*\d+\s*[a-e]?\b(?:,?\s*stk\.?\s*\d)?", heading, re.IGNORECASE)
    if cited is not None:
        rest = _plain(heading[: cited.start()] + heading[cited.end() :])
        if rest in _named():
            return HeadingMeaning(_named()[rest], cited[0])
    return HeadingMeaning(None)


@cache
def _named() -> Mapping[str, str]:
    """The fields by what headings call them."""
    return dict(_headings())


def _headings() -> Iterator[tuple[str, str]]:
    document = source.parse((resources.files("visit.imports") / "headings.yaml").read_bytes(), "headings.yaml")
    assert isinstance(document.value, dict)
    for field, words in document.value.items():
        assert isinstance(words, list)
        for word in words:
            yield _plain(str(word)), str(field)


def _plain(text: str) -> str:
    """Return a heading without case, marks, units in brackets and double spaces."""
    text = re.sub(r"\((?:kr\.?|dkk|antal|dage|år)\)", " ", text.casefold())
    return " ".join(re.sub(r"[^\wæøå%§ ]", " ", text).split())
