"""The case file: what is recorded about one citizen on one date. See `docs/case-format.md`.

Only `case`, `assessed` and `municipality` are required. Left out means unknown; an empty list means none.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from visit.reading.documents.codes import (
    Area,
    Hours,
    Id,
    Level,
    Municipality,
    Need,
    OneOf,
    Premises,
    Provision,
    ProvisionGroup,
    TargetGroup,
    Text,
    Theme,
    Whole,
)
from visit.reading.validation import Date, Model

Latitude = Annotated[Decimal, Field(ge=54, le=58)]
Longitude = Annotated[Decimal, Field(ge=7, le=16)]


class Coordinates(Model):
    """A point, where a town name is not enough."""

    lat: Latitude
    lon: Longitude


Place = Text | Coordinates
Year = Annotated[int, Field(ge=1900, le=2100)]


class Home(Model):
    """Where the citizen lives now."""

    place: Place | None = None
    housing: Annotated[str, OneOf("housing")] | None = None
    tenancy: bool | None = None
    premises: tuple[Premises, ...] | None = None


class Current(Model):
    """A service that runs now: of the catalogue, or outside it with a name."""

    offer: Id
    service: Provision
    name: Text | None = None
    place: Place | None = None
    since: Date | None = None
    price_dkk_per_day: Whole | None = None
    covers: tuple[Need, ...] | None = None
    question: Annotated[str, OneOf("question")] = "keep"


class Citizen(Model):
    """Age, home, and what runs now."""

    born: Date | Year | None = None
    age: Annotated[int, Field(ge=0, le=120)] | None = None
    home: Home | None = None
    current: tuple[Current, ...] | None = None


class TargetGroups(Model):
    """FFB målgrupper: at most one primary."""

    primary: TargetGroup | None = None
    secondary: tuple[TargetGroup, ...] | None = None


class Dimensions(Model):
    """Functioning in the three dimensions that Esbjerg's masterplan asks for (L210), 0–4 as FFB."""

    physical_practical: Level | None = None
    communication: Level | None = None
    social_behaviour: Level | None = None


class Legal(Model):
    """The words of the acts, set by the visitator."""

    impairment: Annotated[str, OneOf("impairment")] | None = None
    kinds: tuple[Annotated[str, OneOf("impairment_kind")], ...] | None = None
    social_problems: Annotated[str, OneOf("social_problems")] | None = None
    other_law_covers: tuple[Area, ...] | None = None
    can_hold_ordinary_job: bool | None = None
    can_lead_helpers: bool | None = None
    covered_by_aeldreloven: bool | None = None
    manages_without_support: bool | None = None
    needs_adapted_home: bool | None = None
    can_complete_other_youth_education: bool | None = None
    can_improve_by_rehabilitation: bool | None = None


class Needs(Model):
    """What has to be covered, and how much."""

    areas: tuple[Area, ...] | None = None
    must: tuple[Need, ...] | None = None
    hours_per_week: dict[Area, Hours] | None = None
    round_the_clock: bool | None = None
    premises: tuple[Premises, ...] | None = None


class NetworkMember(Model):
    """Somebody or something the citizen belongs to."""

    who: Text
    place: Place | None = None
    contact: Annotated[str, OneOf("contact")] | None = None
    benefit: Annotated[str, OneOf("benefit")] | None = None
    tie: Annotated[str, OneOf("tie")] | None = None


class Travel(Model):
    """A stated travel figure between a place named in the case and an offer; it wins over the straight line."""

    start: Annotated[Text, Field(alias="from")]
    offer: Annotated[Id, Field(alias="to")]
    metres: Whole
    source: Text


class Wishes(Model):
    """What the citizen wishes."""

    offers: tuple[Text, ...] | None = None
    avoid: tuple[Text, ...] | None = None
    max_km: Whole | None = None
    own_words: Text | None = None


class Application(Model):
    """What the citizen has applied for."""

    provision: ProvisionGroup
    offer: Id | None = None
    on: Date | None = None
    hours_per_week: Hours | None = None


class Answer(Model):
    """What an offer has answered."""

    offer: Text
    on: Date | None = None
    answer: Annotated[str, OneOf("answer")]
    free_from: Date | None = None


class Consent(Model):
    """Consent to support and to moving, each for itself."""

    support: Annotated[str, OneOf("consent")] | None = None
    move: Annotated[str, OneOf("consent")] | None = None


class Guardian(Model):
    """A guardian in personal matters or holder of a future power, and whether they accept a move."""

    kind: Annotated[str, OneOf("guardian")] | None = None
    accepts: bool | None = None


class Flags(Model):
    """Circumstances that guidelines ask about."""

    acute: bool | None = None
    sentence: Annotated[str, OneOf("sentence")] | None = None
    violence_close_relation: bool | None = None
    principle_case: bool | None = None
    untreated_health: bool | None = None
    untreated_psychiatric: bool | None = None
    at_risk_of_homelessness: bool | None = None
    discharge: bool | None = None
    pilot: bool | None = None
    legal_review: bool | None = None
    solo_grounds_documented: bool | None = None
    shelter_stays_12m: Whole | None = None


class Goal(Model):
    """A goal for one sub-theme: from a level to a level."""

    theme: Theme
    start: Annotated[Level | None, Field(alias="from")] = None
    target: Annotated[Level | None, Field(alias="to")] = None
    kind: Annotated[str, OneOf("goal_kind")] | None = None
    text: Text | None = None


class Baseline(Model):
    """When functioning was measured at intake."""

    measured: Date | None = None


class Contributions(Model):
    """The triad of Esbjerg's masterplan (L216): citizen, authority and offer each supply their part."""

    citizen: Text | None = None
    relatives: Text | None = None
    functioning: Text | None = None
    potential: Text | None = None
    compensation: Text | None = None
    offer: Text | None = None


class Considered(Model):
    """What has been considered and written into the plan."""

    technology: bool | None = None
    volunteers: bool | None = None
    rehabilitation: bool | None = None
    civil_society: bool | None = None


class CaseDocument(Model):
    """One citizen on one date."""

    format: Literal[1] = 1
    case: Id
    assessed: Date
    municipality: Municipality
    citizen: Citizen | None = None
    target_groups: TargetGroups | None = None
    support_need: Level | None = None
    permanence: Annotated[str, OneOf("permanence")] | None = None
    functioning: dict[Theme, Level] | None = None
    dimensions: Dimensions | None = None
    legal: Legal | None = None
    needs: Needs | None = None
    network: tuple[NetworkMember, ...] | None = None
    travel: tuple[Travel, ...] | None = None
    wishes: Wishes | None = None
    applied: tuple[Application, ...] | None = None
    offered: Text | None = None
    answers: tuple[Answer, ...] | None = None
    consent: Consent | None = None
    guardian: Guardian | None = None
    flags: Flags | None = None
    goals: tuple[Goal, ...] | None = None
    baseline: Baseline | None = None
    actors: tuple[Annotated[str, OneOf("actor")], ...] | None = None
    resources: tuple[Text, ...] | None = None
    contributions: Contributions | None = None
    considered: Considered | None = None
    notes: Text | None = None
