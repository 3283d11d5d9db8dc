"""The catalogue file: offers and the services they give. See `docs/catalogue-format.md`.

What is not known is left out; an estimate is listed under `estimated` and shown as one. This is the one declaration of a
catalogue's fields: the typed values, the checks and the JSON Schema follow from it.
"""

from __future__ import annotations

from decimal import Decimal

from visit.reading.declared import (
    DAY,
    FORMAT,
    HOURS,
    ID,
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
LEVELS = Keyed("target_group", whole_number(least=1, most=3))
"""Specialisation per target group."""


class Source(Record):
    """Where a fact stands, and from when it is."""

    ref = Always(TEXT)
    as_of = Field(DAY)


class CatalogueWording(Record):
    """A text in Danish and English."""

    da = Always(TEXT)
    en = Always(TEXT)

    def in_language(self, language: str) -> str:
        """Return the text in `da` or `en`."""
        return self.da if language == "da" else self.en


class Operator(Record):
    """Who runs the offer."""

    type = Field(code_of("operator"))
    municipality = Field(code_of("municipality"))
    region = Field(TEXT)
    name = Field(TEXT)


class ApprovalRecord(Record):
    """Approval by socialtilsynet and registration on Tilbudsportalen."""

    by = Field(TEXT)
    until = Field(DAY)
    tilbudsportalen = Field(TRUTH)
    approved = Field(TRUTH)


class TravelRecord(Record):
    """A stated travel figure, which wins over the straight line."""

    start = Always(TEXT, key="from")
    metres = Always(WHOLE)
    source = Always(TEXT)


class TownPoint(Record):
    """A town that the shipped list lacks."""

    lat = Always(FieldKind("latitude", Decimal))
    lon = Always(FieldKind("longitude", Decimal))
    source = Always(TEXT)


class ServiceDocument(Record):
    """What an offer gives under one provision."""

    provision = Always(code_of("granted_provision"))
    id = Field(ID)
    name = Group(CatalogueWording)
    kind = Field(code_of("service_kind"))
    includes = Field(codes_of("granted_provision"))
    areas = Field(Keyed("area", code_of("step")))
    places = Field(WHOLE)
    free = Field(WHOLE)
    waiting_days = Field(WHOLE)
    price_dkk_per_day = Field(WHOLE)
    staff = Field(code_of("staff"))
    hours_per_week = Field(HOURS)
    months = Field(WHOLE)
    sessions = Field(WHOLE)
    covers = Field(codes_of("need"))
    lacks = Field(codes_of("need"))
    ages = Field(AGES)
    specialisation = Field(LEVELS)
    open_to = Field(RESIDENTS)
    special_arrangement = Field(TRUTH)
    opened = Field(DAY)
    closed = Field(DAY)
    source = Group(Source)
    estimated = Field(TEXTS)

    @property
    def own_id(self) -> str:
        """What stands for it in an option's id: its own id, else its provision."""
        return self.id or self.provision


class OfferDocument(Record):
    """One unit at one place, run by one operator."""

    id = Always(ID)
    name = Always(TEXT)
    operator = Group(Operator)
    place = Field(PLACE)
    mobile = Field(TRUTH)
    specialisation = Field(LEVELS)
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
    services = Always(ListOf(ServiceDocument, least=1))


class CatalogueDocument(Record):
    """The offers that can be proposed."""

    format = Always(FORMAT, default=1)
    catalogue = Always(ID)
    as_of = Always(DAY)
    places = Field(Keyed("", FieldKind("town", TownPoint)))
    offers = Always(ListOf(OfferDocument, least=1))
