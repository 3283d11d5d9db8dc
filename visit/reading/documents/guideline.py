"""The guideline file: facts, rules, preferences, and what is said beside them. See `docs/guideline-format.md`.

This is its shape. Conditions are text here; `visit.rules.guideline.values` layers, binds and checks them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from visit.reading.documents.codes import (
    AreaKey,
    Hours,
    Id,
    MunicipalityName,
    OneOf,
    ProvisionOrGroup,
    RoleKey,
    Text,
    WholeNumber,
)
from visit.reading.documents.words import IfUnknown, Over, Strength
from visit.reading.validation import Date, Model

StatementId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
CaseFactName = Annotated[str, Field(pattern=r"^extra\.[a-z][a-z0-9_]{0,79}$")]
CodeKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,79}$")]
NameId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
Expression = Annotated[str, Field(min_length=1, max_length=2000)]
Written = bool | int | Decimal | str
"""A condition may be written as bare `true` or a number."""
WrittenHours = Hours | Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
"""Hours a week, or the name of a parameter that is so many."""
WrittenPeriod = Annotated[str, Field(pattern=r"^([0-9]{1,4} (day|week|month|year)s?|[a-z][a-z0-9_]{0,79})$")]
"""A number and a unit of time, or a parameter that has one."""


class Allowing(Model):
    """What may keep a finding of `visit guideline check`: `allow: {code: reason}`, which decides nothing and is in no record."""

    allow: Annotated[dict[Text, Text], Field(exclude=True)] = {}


class BilingualTextDocument(Model):
    """A text in Danish and English; names in braces are replaced by their values."""

    da: Text
    en: Text


class LabelDocument(Allowing):
    """How a parameter or a fact of the guideline is said in the middle of a sentence, and each value that a fact has a word for."""

    da: Text
    en: Text
    values: dict[Text, BilingualTextDocument] = {}


class InForce(Model):
    """The days on which a version or a statement binds, both included."""

    start: Annotated[Date | None, Field(alias="from")] = None
    until: Date | None = None


class AreaProposal(Allowing):
    """An area to propose when the case leaves areas out."""

    area: AreaKey
    when: Written
    source: Text


class ProposalDocument(Allowing):
    """A case fact to propose when the case leaves it out."""

    id: StatementId
    fact: Text
    value: Written
    when: Written
    source: Text


class CaseFactDocument(Model):
    """A fact of the citizen that the guideline adds: what a case may record for it under `extra`, and how it is said."""

    type: Literal["truth", "whole", "level", "code", "set", "date"]
    unit: Literal["km", "DKK", "days", "months", "years", "hours", "minutes", "percent"] | None = None
    codes: dict[CodeKey, BilingualTextDocument] | None = None
    ordered: bool = False
    at_least: int | Date | None = None
    at_most: int | Date | None = None
    label: BilingualTextDocument
    ask: BilingualTextDocument | None = None
    source: Text


class OwnNeed(Allowing):
    """A need that the guideline adds to the vocabulary."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    areas: Annotated[tuple[AreaKey, ...], Field(min_length=1)]
    usually_met_by: tuple[ProvisionOrGroup, ...] = ()
    da: Text
    en: Text
    source: Text


class OwnRole(Allowing):
    """Who approves or decides, a person, a committee or a unit; one `outside` the municipality has nobody in its ledger."""

    da: Text
    en: Text
    outside: bool = False
    source: Text


class OfferGroup(Allowing):
    """Offers of the catalogue that the guideline speaks of together."""

    offers: Annotated[tuple[Id, ...], Field(min_length=1)]
    da: Text
    en: Text
    source: Text


class NearnessDocument(Allowing):
    """How network nearness is combined."""

    members: Literal["documented", "all"]
    combine: Literal["nearest", "farthest", "weighted"]
    weights: dict[Annotated[str, OneOf("contact")], WholeNumber] | None = None
    source: Text


class ReferencePrice(Allowing):
    """The price that `option.price_ratio` compares with."""

    provision: ProvisionOrGroup
    level: Annotated[int, Field(ge=1, le=3)]
    dkk_per_day: Annotated[int, Field(ge=1)]
    source: Text


class ParameterBounds(Model):
    """How far a child may move a parameter; `min` and `max` are older words for the same."""

    at_least: int | Decimal | None = None
    at_most: int | Decimal | None = None
    min: int | Decimal | None = None
    max: int | Decimal | None = None


class FactBounds(Model):
    """What a child's value may not go below, or above: one of the values, or `here`, what this layer gives."""

    at_least: Written | None = None
    at_most: Written | None = None


class ParameterDocument(Allowing):
    """A number with a unit and a source."""

    value: int | Decimal
    unit: (
        Literal["km", "DKK", "days", "weeks", "months", "years", "hours", "minutes", "percent", "level", "step"] | None
    ) = None
    source: Text
    local: ParameterBounds | None = None
    certainty: Annotated[str, OneOf("certainty")] = "confirmed"


class TableRow(Model):
    """One row of a decision table; the first that is true gives the value."""

    when: Written | None = None
    then: Written


class TableDocument(Allowing):
    """A fact of the guideline's own."""

    values: tuple[Written, ...] | None = None
    rows: Annotated[tuple[TableRow, ...], Field(min_length=1)]
    source: Text
    local: FactBounds | bool = False


class RuleDocument(Allowing):
    """One statement: what it requires of an option or a placement, how strongly, and where it stands."""

    id: StatementId
    gate: Annotated[str, OneOf("gate")]
    strength: Strength
    provision: tuple[ProvisionOrGroup, ...] | ProvisionOrGroup | None = None
    when: Written | None = None
    require: Written
    unless: Written | None = None
    if_unknown: IfUnknown | None = None
    by: RoleKey | None = None
    of: Literal["placement"] | None = None
    reason: BilingualTextDocument
    source: Text
    certainty: Annotated[str, OneOf("certainty")] = "confirmed"
    start: Annotated[Date | None, Field(alias="from")] = None
    until: Date | None = None


class PreferenceDocument(Allowing):
    """An order of placements: lower or higher is better, whole bands compared."""

    id: StatementId
    higher: Expression | None = None
    lower: Expression | None = None
    bands: tuple[int | Decimal, ...] | None = None
    over: Over = "max"
    of: Literal["placement"] | None = None
    when: Written | None = None
    text: BilingualTextDocument | None = None
    source: Text
    certainty: Annotated[str, OneOf("certainty")] = "confirmed"
    start: Annotated[Date | None, Field(alias="from")] = None
    until: Date | None = None


class ApprovalDocument(Allowing):
    """Who must approve before it is decided."""

    id: StatementId
    when: Written = True
    by: RoleKey
    four_eyes: bool = False
    of: Literal["placement"] | None = None
    text: BilingualTextDocument
    source: Text
    certainty: Annotated[str, OneOf("certainty")] = "confirmed"
    start: Annotated[Date | None, Field(alias="from")] = None
    until: Date | None = None


class NoticeDocument(Allowing):
    """Advice, a flag, a duty, or something to put on record."""

    id: StatementId
    when: Written = True
    kind: Literal["advice", "flag", "duty", "record"] = "advice"
    of: Literal["placement"] | None = None
    text: BilingualTextDocument
    source: Text
    certainty: Annotated[str, OneOf("certainty")] = "confirmed"
    start: Annotated[Date | None, Field(alias="from")] = None
    until: Date | None = None


class FollowUpRow(Allowing):
    """When to look again."""

    id: StatementId
    when: Written = True
    after: WrittenPeriod
    then_every: WrittenPeriod | None = None
    ends_after: WrittenPeriod | None = None
    of: Literal["placement"] | None = None
    text: BilingualTextDocument
    source: Text
    certainty: Annotated[str, OneOf("certainty")] = "confirmed"
    start: Annotated[Date | None, Field(alias="from")] = None
    until: Date | None = None


class DeadlineBounds(Model):
    """How far a child may move a deadline of this layer: a period, or `here`, what this layer gives."""

    at_least: WrittenPeriod | None = None
    at_most: WrittenPeriod | None = None


class DeadlineDocument(Allowing):
    """By when something is to be done, counted from a day of the case, from a birthday, or from the decision."""

    id: StatementId
    when: Written = True
    counted_from: Expression
    within: WrittenPeriod | None = None
    before: WrittenPeriod | None = None
    waits_for: Literal["decision", "follow_up"]
    by: RoleKey | None = None
    text: BilingualTextDocument
    source: Text
    certainty: Annotated[str, OneOf("certainty")] = "confirmed"
    local: DeadlineBounds | None = None
    start: Annotated[Date | None, Field(alias="from")] = None
    until: Date | None = None


class ServiceLevelDocument(Allowing):
    """How much help under a provision the municipality usually gives: a presumption, never a cap."""

    id: StatementId
    provision: tuple[ProvisionOrGroup, ...] | ProvisionOrGroup
    when: Written = True
    usual_hours: WrittenHours | None = None
    most_hours: WrittenHours | None = None
    weeks: Annotated[int, Field(ge=1, le=520)] | None = None
    form: Annotated[str, OneOf("form")] | None = None
    text: BilingualTextDocument | None = None
    source: Text
    certainty: Annotated[str, OneOf("certainty")] = "confirmed"
    start: Annotated[Date | None, Field(alias="from")] = None
    until: Date | None = None


class GrantDocument(Allowing):
    """For how long help is granted at a time; after that it is decided anew."""

    id: StatementId
    when: Written = True
    provision: tuple[ProvisionOrGroup, ...] | ProvisionOrGroup | None = None
    lasts: WrittenPeriod
    text: BilingualTextDocument
    source: Text
    certainty: Annotated[str, OneOf("certainty")] = "confirmed"
    start: Annotated[Date | None, Field(alias="from")] = None
    until: Date | None = None


class InvariantDocument(Allowing):
    """A statement that must never be true of any case and option; its text says what must never be."""

    id: StatementId
    never: Expression
    text: BilingualTextDocument | None = None
    source: Text | None = None


class GuidelineDocument(Allowing):
    """A municipality's visitation guide, or the national law below it."""

    format: Literal[1] = 1
    guideline: StatementId
    version: Text
    title: BilingualTextDocument
    municipality: MunicipalityName | None = None
    draft: bool = False
    in_force: InForce
    extends: StatementId | None = None
    corrects: Text | None = None
    source: Text
    areas: tuple[AreaProposal, ...] = ()
    proposals: tuple[ProposalDocument, ...] = ()
    needs: tuple[OwnNeed, ...] = ()
    case_facts: dict[CaseFactName, CaseFactDocument] = {}
    roles: dict[NameId, OwnRole] = {}
    groups: dict[NameId, OfferGroup] = {}
    nearness: NearnessDocument | None = None
    reference_prices: tuple[ReferencePrice, ...] = ()
    parameters: dict[NameId, ParameterDocument] = {}
    facts: dict[NameId, TableDocument] = {}
    labels: dict[NameId, LabelDocument] = {}
    rules: tuple[RuleDocument, ...] = ()
    rights: tuple[PreferenceDocument, ...] = ()
    preferences: tuple[PreferenceDocument, ...] | None = None
    approvals: tuple[ApprovalDocument, ...] = ()
    notices: tuple[NoticeDocument, ...] = ()
    departures: dict[StatementId, BilingualTextDocument] = {}
    follow_up: tuple[FollowUpRow, ...] = ()
    deadlines: tuple[DeadlineDocument, ...] = ()
    service_levels: tuple[ServiceLevelDocument, ...] = ()
    grants: tuple[GrantDocument, ...] = ()
    ladders: tuple[Literal["home", "work", "education", "treatment"], ...] | None = None
    step_labels: dict[Annotated[str, OneOf("step")], BilingualTextDocument] | None = None
    shelf_life: dict[Text, WrittenPeriod] = {}
    invariants: tuple[InvariantDocument, ...] = ()
