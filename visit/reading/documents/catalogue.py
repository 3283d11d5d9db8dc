"""The catalogue file: offers and the services they give. See `docs/catalogue-format.md`.

What is not known is left out; an estimate is listed under `estimated` and shown as one.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from visit.reading.documents.codes import (
    AnyTargetGroup,
    AreaKey,
    Hours,
    Id,
    Latitude,
    Longitude,
    MunicipalityName,
    NeedKey,
    OneOf,
    PlaceText,
    Premises,
    ProvisionId,
    Text,
    WholeNumber,
)
from visit.reading.validation import Date, Model

Age = Annotated[int, Field(ge=0, le=120)]
AgeRange = tuple[Age | None, Age | None]
SpecialisationLevel = Annotated[int, Field(ge=1, le=3)]
StepCode = Annotated[str, OneOf("step")]


class Source(Model):
    """Where a fact stands, and from when it is."""

    ref: Text
    as_of: Date | None = None


class CatalogueWording(Model):
    """A text in Danish and English."""

    da: Text
    en: Text


class Operator(Model):
    """Who runs the offer."""

    type: Annotated[str, OneOf("operator")] | None = None
    municipality: MunicipalityName | None = None
    region: Text | None = None
    name: Text | None = None


class ApprovalRecord(Model):
    """Approval by socialtilsynet and registration on Tilbudsportalen."""

    by: Text | None = None
    until: Date | None = None
    tilbudsportalen: bool | None = None
    approved: bool | None = None


class TravelRecord(Model):
    """A stated travel figure, which wins over the straight line."""

    start: Annotated[Text, Field(alias="from")]
    metres: WholeNumber
    source: Text


class TownPoint(Model):
    """A town that the shipped list lacks."""

    lat: Latitude
    lon: Longitude
    source: Text


class ServiceDocument(Model):
    """What an offer gives under one provision."""

    provision: ProvisionId
    id: Id | None = None
    name: CatalogueWording | None = None
    includes: tuple[ProvisionId, ...] | None = None
    areas: dict[AreaKey, StepCode] | None = None
    places: WholeNumber | None = None
    free: WholeNumber | None = None
    waiting_days: WholeNumber | None = None
    price_dkk_per_day: WholeNumber | None = None
    staff: Annotated[str, OneOf("staff")] | None = None
    hours_per_week: Hours | None = None
    months: WholeNumber | None = None
    sessions: WholeNumber | None = None
    covers: tuple[NeedKey, ...] | None = None
    lacks: tuple[NeedKey, ...] | None = None
    ages: AgeRange | None = None
    specialisation: dict[AnyTargetGroup, SpecialisationLevel] | None = None
    open_to: Literal["residents"] | None = None
    special_arrangement: bool | None = None
    opened: Date | None = None
    closed: Date | None = None
    source: Source | None = None
    estimated: tuple[Text, ...] | None = None


class OfferDocument(Model):
    """One unit at one place, run by one operator."""

    id: Id
    name: Text
    operator: Operator | None = None
    place: PlaceText | None = None
    mobile: bool | None = None
    specialisation: dict[AnyTargetGroup, SpecialisationLevel] | None = None
    ages: AgeRange | None = None
    premises: tuple[Premises, ...] | None = None
    covers: tuple[NeedKey, ...] | None = None
    lacks: tuple[NeedKey, ...] | None = None
    approved: ApprovalRecord | None = None
    homes_for_elderly: bool | None = None
    agreements: tuple[MunicipalityName, ...] | None = None
    serves: tuple[MunicipalityName, ...] | None = None
    excludes: Text | None = None
    opened: Date | None = None
    closed: Date | None = None
    travel: tuple[TravelRecord, ...] | None = None
    source: Source
    estimated: tuple[Text, ...] | None = None
    notes: CatalogueWording | None = None
    services: Annotated[tuple[ServiceDocument, ...], Field(min_length=1)]


class CatalogueDocument(Model):
    """The offers that can be proposed."""

    format: Literal[1] = 1
    catalogue: Id
    as_of: Date
    places: dict[Text, TownPoint] | None = None
    offers: Annotated[tuple[OfferDocument, ...], Field(min_length=1)]
