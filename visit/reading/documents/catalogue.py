"""The catalogue file: offers and the services they give. See `docs/catalogue-format.md`.

What is not known is left out; an estimate is listed under `estimated` and shown as one. This is the one declaration of a
catalogue's fields: the typed values, the checks and the JSON Schema follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from visit.reading.declared import (
    AMOUNT,
    DAY,
    FORMAT,
    HOURS,
    ID,
    LINE,
    PLACE,
    TEXT,
    TEXTS,
    TRUTH,
    WHOLE,
    Always,
    Field,
    FieldKind,
    Group,
    Keyed,
    ListOf,
    Record,
    code_of,
    codes_of,
    whole_number,
)

AGES: FieldKind[tuple[int | None, int | None]] = FieldKind("ages", lambda pair: (pair[0], pair[1]))
"""From one age to another, both with it; without a bound where one is left out."""
RESIDENTS: FieldKind[str] = FieldKind("residents", str)
LEVEL_RANGE: FieldKind[tuple[int | None, int | None]] = FieldKind("level_range", lambda pair: (pair[0], pair[1]))
"""From one level of functioning to another, both with it; without a bound where one is left out."""
LEVELS = Keyed("target_group", whole_number(least=1, most=3))
"""Specialisation per target group."""
FUNCTIONING = Keyed("theme", LEVEL_RANGE)
"""The levels of functioning per sub-theme that it takes."""

LONGEST_MINUTES = 720
"""No way within Denmark takes longer: a table with more is in seconds."""


class Source(Record):
    """Where a fact stands, and from when it is."""

    ref = Always(LINE)
    as_of = Field(DAY)


class CatalogueWording(Record):
    """A text in Danish and English."""

    da = Always(TEXT)
    en = Always(TEXT)

    def in_language(self, language: str) -> str:
        """Return the text in `da` or `en`."""
        return self.da if language == "da" else self.en


class CatalogueName(CatalogueWording):
    """A name in Danish and English."""

    da = Always(LINE)
    en = Always(LINE)


class Operator(Record):
    """Who runs the offer."""

    type = Field(code_of("operator"))
    municipality = Field(code_of("municipality"))
    region = Field(LINE)
    name = Field(LINE)


class ApprovalRecord(Record):
    """Approval by socialtilsynet and registration on Tilbudsportalen."""

    by = Field(LINE)
    until = Field(DAY)
    tilbudsportalen = Field(TRUTH)
    approved = Field(TRUTH)


class TravelRecord(Record):
    """Stated travel figures from a place, which win over the straight line and the table of travel times."""

    start = Always(TEXT, key="from")
    metres = Field(WHOLE)
    minutes_by_car = Field(whole_number(most=LONGEST_MINUTES))
    minutes_by_transit = Field(whole_number(most=LONGEST_MINUTES))
    source = Always(LINE)


class TownPoint(Record):
    """A town that the shipped list lacks."""

    lat = Always(FieldKind("latitude", Decimal))
    lon = Always(FieldKind("longitude", Decimal))
    source = Always(LINE)


class ImportedFile(Record):
    """A file that values of the catalogue were imported from."""

    file = Always(LINE)
    sheet = Field(LINE)
    sha256 = Always(LINE)
    day = Always(DAY)


CELLS = Keyed("", LINE)
"""By field, the cell that it was imported from: the key of its file under `imports`, and the cell: `rates!C7`."""


class PackageRecord(Record):
    """What is added for the hours of a week, up to and with a number of them."""

    up_to_hours = Always(AMOUNT)
    dkk = Always(AMOUNT)


class PackageStep(Record):
    """How many hours and DKK there are from one package to the next; `steps` of them make these hours where it is not one."""

    hours = Always(AMOUNT)
    dkk = Always(AMOUNT)
    steps = Always(whole_number(least=1, most=100), default=1)


class PriceLevel(Record):
    """A level of the operator's own, with the condition on the case under which it is this one."""

    dkk = Always(AMOUNT)
    when = Field(TEXT)


class FirstDays(Record):
    """Another rate for the first days of a stay."""

    days = Always(WHOLE)
    dkk = Always(AMOUNT)


def _price_level(value: str | int | Mapping[str, object]) -> PriceLevel:
    return PriceLevel(value if isinstance(value, Mapping) else {"dkk": value})


PRICE_LEVEL: FieldKind[PriceLevel] = FieldKind("price_level", _price_level)
"""An amount, or an amount with its condition."""


class Share(Record):
    """The part of the rate that is paid for so many days a week, up to and with a number of them."""

    up_to_days = Always(whole_number(least=1, most=7))
    percent = Always(whole_number(least=1, most=100))


class PriceList(Record):
    """What a service costs, as its list states it."""

    per = Always(code_of("price_period"), default="day")
    basic = Field(AMOUNT)
    packages = Field(ListOf(PackageRecord, least=1))
    package_step = Group(PackageStep)
    levels = Field(Keyed("", PRICE_LEVEL))
    per_hour = Field(AMOUNT)
    night = Field(AMOUNT)
    weekend = Field(AMOUNT)
    first_days = Group(FirstDays)
    shares = Field(ListOf(Share, least=1))
    days_a_year = Field(whole_number(least=1, most=366))
    beside = Field(Keyed("granted_provision", AMOUNT), key="with")
    vat = Field(code_of("vat"))
    net_of_vat = Field(AMOUNT)
    start = Field(DAY, key="from")
    source = Group(Source)


class ServiceDocument(Record):
    """What an offer gives under one provision."""

    provision = Always(code_of("granted_provision"))
    id = Field(ID)
    name = Group(CatalogueName)
    kind = Field(code_of("service_kind"))
    includes = Field(codes_of("granted_provision"))
    areas = Field(Keyed("area", code_of("step")))
    places = Field(WHOLE)
    shares_places_with = Field(TEXTS)
    free = Field(WHOLE)
    waiting_days = Field(WHOLE)
    price_dkk_per_day = Field(WHOLE)
    price = Group(PriceList)
    staff = Field(code_of("staff"))
    hours_per_week = Field(HOURS)
    months = Field(WHOLE)
    sessions = Field(WHOLE)
    forms = Field(codes_of("form"))
    open_on = Field(codes_of("weekday"))
    open_hours = Field(HOURS)
    covers = Field(codes_of("need"))
    lacks = Field(codes_of("need"))
    ages = Field(AGES)
    specialisation = Field(LEVELS)
    levels = Field(FUNCTIONING)
    open_to = Field(RESIDENTS)
    special_arrangement = Field(TRUTH)
    when = Field(TEXT)
    opened = Field(DAY)
    closed = Field(DAY)
    source = Group(Source)
    estimated = Field(TEXTS)
    cells = Field(CELLS)

    @property
    def own_id(self) -> str:
        """What stands for it in an option's id: its own id, else its provision."""
        return self.id or self.provision


class OfferDocument(Record):
    """One unit at one place, run by one operator."""

    id = Always(ID)
    name = Always(LINE)
    operator = Group(Operator)
    place = Field(PLACE)
    mobile = Field(TRUTH)
    specialisation = Field(LEVELS)
    levels = Field(FUNCTIONING)
    ages = Field(AGES)
    premises = Field(codes_of("premises"))
    covers = Field(codes_of("need"))
    lacks = Field(codes_of("need"))
    approved = Group(ApprovalRecord)
    homes_for_elderly = Field(TRUTH)
    entrance = Field(TRUTH)
    agreements = Field(codes_of("municipality"))
    serves = Field(codes_of("municipality"))
    excludes = Field(TEXT)
    opened = Field(DAY)
    closed = Field(DAY)
    travel = Field(ListOf(TravelRecord))
    source = Group(Source, required=True)
    estimated = Field(TEXTS)
    notes = Group(CatalogueWording)
    cells = Field(CELLS)
    services = Always(ListOf(ServiceDocument, least=1))


class TravelTime(Record):
    """How long it takes from one place to another, by one means; `cell` is where it was imported from."""

    start = Always(PLACE, key="from")
    to = Always(PLACE)
    by = Always(code_of("travel_mode"))
    minutes = Always(whole_number(most=LONGEST_MINUTES))
    method = Field(LINE)
    as_of = Field(DAY)
    cell = Field(LINE)


class TravelTable(Record):
    """An office's own travel times: how they were found, on which day, and by row another way or day where it has one."""

    table = Always(ID)
    as_of = Always(DAY)
    method = Always(LINE)
    imports = Field(Keyed("", FieldKind("imported", ImportedFile)))
    times = Always(ListOf(TravelTime, least=1))


class TravelDocument(Record):
    """A file of travel times. In a catalogue it stands under `travel`, and what it is called under `table`."""

    format = Always(FORMAT, default=1)
    travel = Always(ID)
    as_of = Always(DAY)
    method = Always(LINE)
    imports = Field(Keyed("", FieldKind("imported", ImportedFile)))
    times = Always(ListOf(TravelTime, least=1))


class CatalogueDocument(Record):
    """The offers that can be proposed."""

    format = Always(FORMAT, default=1)
    catalogue = Always(ID)
    as_of = Always(DAY)
    places = Field(Keyed("", FieldKind("town", TownPoint)))
    imports = Field(Keyed("", FieldKind("imported", ImportedFile)))
    travel = Group(TravelTable)
    offers = Always(ListOf(OfferDocument, least=1))
