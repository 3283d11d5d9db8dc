"""The fields of a catalogue that a column can mean: where each stands, how its cells are read, and what headings call it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Literal

from visit.errors import did_you_mean
from visit.imports import cells, code_cells, name_cells, provision_cells
from visit.imports.cells import Reader
from visit.imports.price_headings import YEAR, periods_said, price_level_said, vat_said, without_period
from visit.imports.price_packages import PACKAGES, SHARES, STEP, package_said, share_days_said
from visit.reading import source


@dataclass(frozen=True, slots=True)
class ImportField:
    """A field that a column can mean.

    Attributes:
        name: As a map writes it, `operator.municipality`; its parts are the keys of the catalogue, or of the case.
        of: Whether it is of an offer, of each of its services, or of a citizen.
        codes: The list that its words are of; empty where it has none.
        worded: Whether the map can say what a word in its cells means.
        listed: Whether a cell can hold several.
        zero_is_blank: Whether a 0 in its cells is most likely a blank: places, what something costs, hours, an age.
    """

    name: str
    of: Literal["offer", "service", "case"]
    reader: Reader
    codes: str = ""
    worded: bool = False
    listed: bool = False
    zero_is_blank: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The keys that lead to it."""
        return tuple(self.name.split("."))


PROVISION = "provision"
LEVEL = "price.level"
"""The operator's own level of the row's price: the rows of one service, a level each."""

DEPARTMENT = "department"
"""A department of an offer, which is the unit that a citizen comes to: it becomes part of the offer's name."""
_OFFER: Mapping[str, Reader] = {
    "id": cells.line_cell,
    "name": name_cells.offer_name_cell,
    DEPARTMENT: name_cells.offer_name_cell,
    "operator.type": code_cells.code_cell("operator"),
    "operator.municipality": code_cells.municipality_cell,
    "operator.region": cells.line_cell,
    "operator.name": cells.line_cell,
    "place": code_cells.place_cell,
    "mobile": cells.truth_cell,
    "specialisation": code_cells.codes_cell("target_group"),
    "ages": cells.ages_cell,
    "premises": code_cells.codes_cell("premises"),
    "covers": code_cells.codes_cell("need"),
    "lacks": code_cells.codes_cell("need"),
    "approved.by": cells.line_cell,
    "approved.until": cells.last_day_cell,
    "approved.tilbudsportalen": cells.truth_cell,
    "approved.approved": cells.approval_cell,
    "opened": cells.day_cell,
    "closed": cells.last_day_cell,
    "source.ref": cells.line_cell,
    "source.as_of": cells.day_cell,
}
_SERVICE: Mapping[str, Reader] = {
    PROVISION: provision_cells.provisions_cell,
    "service": cells.line_cell,
    "places": cells.whole_of("places"),
    "free": cells.whole_of("places"),
    "waiting_days": cells.whole_of("days"),
    "staff": code_cells.code_cell("staff"),
    "hours_per_week": cells.number_of("hours"),
    "months": cells.whole_of("months"),
    "price.basic": cells.number_cell,
    "price.net_of_vat": cells.number_cell,
    "price.per_hour": cells.number_cell,
    "price.night": cells.number_cell,
    "price.weekend": cells.number_cell,
    "price.days_a_year": cells.whole_of("days"),
    "price.per": code_cells.code_cell("price_period"),
    "price.vat": code_cells.vat_cell,
    "price.from": cells.day_cell,
    "price.levels": cells.number_cell,
    PACKAGES: cells.number_cell,
    STEP: cells.number_cell,
    SHARES: cells.whole_of("percent"),
    LEVEL: cells.line_cell,
}
_CODES = {
    "specialisation": "target_group", "operator.type": "operator", "staff": "staff", "premises": "premises",
    "covers": "need", "lacks": "need", PROVISION: "granted_provision", "price.per": "price_period", "price.vat": "vat",
}  # fmt: skip
_LISTED = frozenset(("specialisation", "premises", "covers", "lacks", PROVISION))
_NEVER_0 = frozenset(("places", "hours_per_week", "months"))
"""What no service has none of, beside its prices; no free place and no waiting time are answers."""


def _field(name: str, of: Literal["offer", "service"], reader: Reader) -> ImportField:
    never_0 = name in _NEVER_0 or name.startswith("price.")
    return ImportField(name, of, reader, _CODES.get(name, ""), name in _CODES, name in _LISTED, never_0)


FIELDS: Mapping[str, ImportField] = {
    **{name: _field(name, "offer", reader) for name, reader in _OFFER.items()},
    **{name: _field(name, "service", reader) for name, reader in _SERVICE.items()},
}


SPECIALISED: Mapping[str, int] = {f"specialisation {level}": level for level in (1, 2, 3)}
"""Headings of target groups that say how specialised: a column for each."""


@dataclass(frozen=True, slots=True)
class HeadingMeaning:
    """What a heading is taken to mean.

    Attributes:
        field: The field; None where the heading says nothing known.
        provision: The paragraph in the heading, `Pladser § 107`.
        specialised: Of target groups, how specialised the heading says that the column is.
        level: Of a price, which of the operator's levels the heading says.
        hours: Of a package, up to how many hours a week the heading says.
        days: Of a share, up to how many days a week the heading says.
        year: The year in the heading, `Takst 2026`: of several such columns the latest counts.
    """

    field: str | None
    provision: str | None = None
    specialised: int | None = None
    year: int | None = None
    level: str | None = None
    hours: Decimal | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FieldList:
    """The fields that the columns of one kind of file can mean.

    Attributes:
        fields: By name.
        meaning: What a heading is taken to mean.
        necessary: Fields without which a row is about nothing: one that cannot be read refuses its row.
        named_by: The field that says what a row is about; None where a row says so by itself.
    """

    fields: Mapping[str, ImportField]
    meaning: Callable[[str], HeadingMeaning]
    necessary: frozenset[str] = frozenset()
    named_by: str | None = None

    def help(self, name: str) -> str | None:
        """Return the help line for a name that is no field."""
        return did_you_mean(name, self.fields)


_DATED = re.compile(r" ?\b(?:pr|per|den)? ?\d{1,2} (?:\d{1,2}|[a-zæøå]{3,9}) (20\d\d)\b")
"""A day in a heading, `Ledige pladser pr. 1.3.2026`: its year counts."""


def heading_meaning(heading: str) -> HeadingMeaning:
    """Return what a heading means, in the Danish words of the register and of rate sheets, or in visit's own."""
    plain = _DATED.sub(r" \1", plain_heading(heading)).strip()
    if heading.casefold() in SPECIALISED:
        return HeadingMeaning("specialisation", specialised=SPECIALISED[heading.casefold()])
    if heading.casefold() in FIELDS:
        return HeadingMeaning(heading.casefold())
    if plain in _named():
        return HeadingMeaning(_named()[plain])
    dated = re.search(r"\b20\d\d\b", plain)
    if dated is not None and (undated := " ".join(plain.replace(dated[0], " ").split())) in _named():
        return HeadingMeaning(_named()[undated], year=int(dated[0]))
    cited = re.search(r"(?:(?:sel|abl|sul)\s*)?§+\s*\d+\s*[a-e]?\b(?:,?\s*stk\.?\s*\d)?", heading, re.IGNORECASE)
    if cited is not None:
        rest = plain_heading(heading[: cited.start()] + heading[cited.end() :])
        if rest in _named():
            return HeadingMeaning(_named()[rest], cited[0])
    if _named().get(plain_heading(without_period(heading))) == "price.basic":
        return _of_period(heading)
    if (hours := package_said(heading)) is not None:
        return HeadingMeaning(PACKAGES, hours=hours)
    if (days := share_days_said(heading)) is not None:
        return HeadingMeaning(SHARES, days=days)
    level = price_level_said(heading)
    return HeadingMeaning(None) if level is None else HeadingMeaning("price.levels", level=level)


def _of_period(heading: str) -> HeadingMeaning:
    """Return what a heading means that says a price, with its period and VAT: of a price per year nothing is known."""
    periods = periods_said((heading,))
    if YEAR in periods:
        return HeadingMeaning(None)
    if "hour" in periods:
        return HeadingMeaning("price.per_hour")
    return HeadingMeaning("price.net_of_vat" if vat_said((heading,)) == {"excl"} else "price.basic")


OFFER_FIELDS = FieldList(FIELDS, heading_meaning, frozenset(("name", PROVISION)), "name")


@cache
def _named() -> Mapping[str, str]:
    """The fields by what headings call them."""
    return dict(headings_in("headings.yaml"))


def headings_in(file: str) -> Iterator[tuple[str, str]]:
    """Yield the headings of a file of this room, each with its field."""
    document = source.parse((resources.files("visit.imports") / file).read_bytes(), file)
    assert isinstance(document.value, dict)
    for field, words in document.value.items():
        assert isinstance(words, list)
        for word in words:
            yield plain_heading(str(word)), str(field)


def plain_heading(text: str) -> str:
    """Return a heading without case, marks, units in brackets and double spaces."""
    text = re.sub(r"\((?:kr\.?|dkk|antal|dage|år)\)", " ", text.casefold())
    return " ".join(re.sub(r"[^\wæøå%§ ]", " ", text).split())
