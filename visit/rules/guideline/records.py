"""A guideline file as plain values, as it is stored and digested: dates and decimals as text, what was not written left out.

`visit.reading.documents.guideline` checks the file and says what each field means; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NotRequired, TypeAlias, TypedDict

from visit.reading.documents.words import IfUnknown, Over, Strength

OfPlacement: TypeAlias = Literal["placement"]
WaitsFor: TypeAlias = Literal["decision", "follow_up"]

Scribed: TypeAlias = bool | int | str
"""A condition, a value or a number as it is written."""


class BilingualTextRecord(TypedDict):
    """A text in Danish and English."""

    da: str
    en: str


DaysRecord = TypedDict("DaysRecord", {"from": NotRequired[str], "until": NotRequired[str]})
"""The days on which a version or a statement binds, both included."""


class StatementRecord(DaysRecord):
    """What every statement with days of its own has."""

    id: str
    source: str
    certainty: NotRequired[str]


class AreaRecord(TypedDict):
    """An area to propose."""

    area: str
    when: Scribed
    source: str


class ProposalRecord(TypedDict):
    """A case fact to propose."""

    id: str
    fact: str
    value: Scribed
    when: Scribed
    source: str


class CaseFactRecord(TypedDict):
    """A fact of the citizen that the guideline adds."""

    type: Literal["truth", "whole", "level", "code", "set", "date"]
    unit: NotRequired[str]
    codes: NotRequired[dict[str, BilingualTextRecord]]
    ordered: NotRequired[bool]
    at_least: NotRequired[int | str]
    at_most: NotRequired[int | str]
    label: BilingualTextRecord
    ask: NotRequired[BilingualTextRecord]
    source: str


class NeedRecord(TypedDict):
    """A need that the guideline adds."""

    key: str
    areas: list[str]
    usually_met_by: NotRequired[list[str]]
    da: str
    en: str
    source: str


class RoleRecord(BilingualTextRecord):
    """Somebody who approves or decides, whom the guideline adds."""

    outside: NotRequired[bool]
    source: str


class OfferGroupRecord(BilingualTextRecord):
    """Offers that the guideline speaks of together."""

    offers: list[str]
    source: str


class NearnessRecord(TypedDict):
    """How network nearness is combined."""

    members: Literal["documented", "all"]
    combine: Literal["nearest", "farthest", "weighted"]
    weights: NotRequired[dict[str, int]]
    source: str


class PriceRecord(TypedDict):
    """A reference price."""

    provision: str
    level: int
    dkk_per_day: int
    source: str


class ParameterBoundsRecord(TypedDict):
    """How far a child may move a parameter."""

    at_least: NotRequired[int | str]
    at_most: NotRequired[int | str]
    min: NotRequired[int | str]
    max: NotRequired[int | str]


class FactBoundsRecord(TypedDict):
    """What a child's value may not go below, or above."""

    at_least: NotRequired[Scribed]
    at_most: NotRequired[Scribed]


class ParameterRecord(TypedDict):
    """A number with a unit and a source."""

    value: int | str
    unit: NotRequired[str]
    source: str
    local: NotRequired[ParameterBoundsRecord]
    certainty: NotRequired[str]


class TableRowRecord(TypedDict):
    """One row of a decision table."""

    when: NotRequired[Scribed]
    then: Scribed


class TableRecord(TypedDict):
    """A fact of the guideline's own."""

    values: NotRequired[list[Scribed]]
    rows: list[TableRowRecord]
    source: str
    local: NotRequired[bool | FactBoundsRecord]


class BoundedRecord(TableRecord):
    """A fact that is the higher or the lower of two; no file has one."""

    bounded: bool


class RuleRecord(StatementRecord):
    """One rule."""

    gate: str
    strength: Strength
    provision: NotRequired[str | list[str]]
    when: NotRequired[Scribed]
    require: Scribed
    unless: NotRequired[Scribed]
    if_unknown: NotRequired[IfUnknown]
    by: NotRequired[str]
    of: NotRequired[OfPlacement]
    reason: BilingualTextRecord


class PreferenceRecord(StatementRecord):
    """One preference, or one right."""

    higher: NotRequired[str]
    lower: NotRequired[str]
    bands: NotRequired[list[int | str]]
    over: NotRequired[Over]
    of: NotRequired[OfPlacement]
    when: NotRequired[Scribed]
    text: NotRequired[BilingualTextRecord]


class TextedRecord(StatementRecord):
    """What is told where its condition is true."""

    when: NotRequired[Scribed]
    text: BilingualTextRecord


class SaidRecord(TextedRecord):
    """What is printed beside a placement where its condition is true."""

    of: NotRequired[OfPlacement]


class ApproverRecord(SaidRecord):
    """Who must approve."""

    by: str
    four_eyes: NotRequired[bool]


class NoticeRecord(SaidRecord):
    """One notice."""

    kind: NotRequired[Literal["advice", "flag", "duty", "record"]]


class FollowUpRecord(SaidRecord):
    """When to look again."""

    after: str
    then_every: NotRequired[str]
    ends_after: NotRequired[str]


class DeadlineBoundsRecord(TypedDict):
    """How far a child may move a deadline."""

    at_least: NotRequired[str]
    at_most: NotRequired[str]


class DeadlineRecord(TextedRecord):
    """By when something is to be done."""

    counted_from: str
    within: NotRequired[str]
    before: NotRequired[str]
    waits_for: WaitsFor
    by: NotRequired[str]
    local: NotRequired[DeadlineBoundsRecord]


class ServiceLevelRecord(StatementRecord):
    """How much help under a provision is usual."""

    provision: str | list[str]
    when: NotRequired[Scribed]
    usual_hours: NotRequired[int | str]
    most_hours: NotRequired[int | str]
    weeks: NotRequired[int]
    form: NotRequired[str]
    text: NotRequired[BilingualTextRecord]


class GrantRecord(TextedRecord):
    """For how long help is granted at a time."""

    provision: NotRequired[str | list[str]]
    lasts: str


class InvariantRecord(TypedDict):
    """A statement that must never be true."""

    id: str
    never: str
    text: NotRequired[BilingualTextRecord]
    source: NotRequired[str]


class LabelRecord(BilingualTextRecord):
    """How a parameter or a fact is said, and its values."""

    values: NotRequired[dict[str, BilingualTextRecord]]


class SettingsRecord(TypedDict):
    """What is no statement: replaced as a whole, save that labels are added to."""

    nearness: NotRequired[NearnessRecord]
    ladders: NotRequired[list[str]]
    step_labels: NotRequired[dict[str, BilingualTextRecord]]
    labels: NotRequired[dict[str, LabelRecord]]


class GuidelineRecord(SettingsRecord):
    """A guideline file."""

    format: NotRequired[int]
    guideline: str
    version: str
    title: BilingualTextRecord
    municipality: NotRequired[str]
    draft: NotRequired[bool]
    in_force: DaysRecord
    extends: NotRequired[str]
    corrects: NotRequired[str]
    source: str
    areas: NotRequired[list[AreaRecord]]
    proposals: NotRequired[list[ProposalRecord]]
    needs: NotRequired[list[NeedRecord]]
    case_facts: NotRequired[dict[str, CaseFactRecord]]
    roles: NotRequired[dict[str, RoleRecord]]
    groups: NotRequired[dict[str, OfferGroupRecord]]
    reference_prices: NotRequired[list[PriceRecord]]
    parameters: NotRequired[dict[str, ParameterRecord]]
    facts: NotRequired[dict[str, TableRecord]]
    rules: NotRequired[list[RuleRecord]]
    rights: NotRequired[list[PreferenceRecord]]
    preferences: NotRequired[list[PreferenceRecord]]
    approvals: NotRequired[list[ApproverRecord]]
    notices: NotRequired[list[NoticeRecord]]
    departures: NotRequired[dict[str, BilingualTextRecord]]
    follow_up: NotRequired[list[FollowUpRecord]]
    deadlines: NotRequired[list[DeadlineRecord]]
    service_levels: NotRequired[list[ServiceLevelRecord]]
    grants: NotRequired[list[GrantRecord]]
    shelf_life: NotRequired[dict[str, str]]
    invariants: NotRequired[list[InvariantRecord]]


class MergedRecord(TypedDict):
    """The statements that bind on a date, layer upon layer: everything that decides."""

    layers: list[list[str]]
    sections: Mapping[str, Mapping[str, object]]
    settings: SettingsRecord


class StoredGuideline(TypedDict):
    """What a ledger holds of a guideline: the document of every layer, the national one first."""

    layers: list[GuidelineRecord]
