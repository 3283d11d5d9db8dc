"""What the entries of a ledger hold of decisions and answers, as plain values: the fields that are read again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NotRequired, TypedDict

from visit.case import CaseRecord
from visit.decisions.core import Core
from visit.rules.guideline.records import WaitsFor

AGAINST_RULE = "against-rule"
"""The departure code, and the approval, of a choice that a must rules out."""
RIGHT = "right"
"""The strength of a right of the citizen that a choice departs from."""
PLANNED_END = "plan-ends"
"""The id of the follow-up date that a plan's expected end is."""


class PlanStatus(TypedDict):
    """Where the action plan stands."""

    status: str
    on: NotRequired[str]


class PlanPhase(TypedDict):
    """Hours of help for some months; hours as text."""

    months: int
    hours_per_week: dict[str, str]


class PlanHandover(TypedDict):
    """Who follows the citizen into what comes next."""

    on: NotRequired[str]
    responsible: str


class PlanTariff(TypedDict):
    """Who settled the price."""

    settled_by: str
    on: NotRequired[str]
    dkk_per_day: NotRequired[int]


PlanDialogue = TypedDict("PlanDialogue", {"on": str, "with": list[str], "citizen_agreed": NotRequired[bool]})
"""A talk about the decision."""


class Plan(TypedDict):
    """A plan document."""

    plan: str
    handleplan: NotRequired[PlanStatus]
    ends: NotRequired[str]
    phases: NotRequired[list[PlanPhase]]
    handover: NotRequired[PlanHandover]
    tariff: NotRequired[PlanTariff]
    dialogue: NotRequired[list[PlanDialogue]]
    notes: NotRequired[str]


class ChosenRecord(TypedDict, total=False):
    """What was chosen: options, something outside the catalogue, or nothing."""

    kind: str
    parts: list[str]
    rank: int | None
    standing: str
    unmet: list[str]
    open: list[str]
    not_yet: list[str]
    text: str
    why: str


class OwnRoleRecord(TypedDict):
    """What the guideline that was decided under says of a role of its own, so that its key stays readable."""

    da: str
    en: str
    outside: bool


class AskedApproval(TypedDict):
    """Who must approve a choice; `sure` is false where it only may be needed, `role` is there for a guideline's own role."""

    id: str
    by: str | None
    four_eyes: bool
    kind: str
    sure: bool
    role: NotRequired[OwnRoleRecord]


class DueDates(TypedDict):
    """When to look again."""

    id: str
    due: list[date]


class DeadlineDays(TypedDict):
    """By when something is to be done: the days that are known, what it waits for, and whose task it is."""

    id: str
    due: list[date]
    waits_for: WaitsFor
    by: NotRequired[str]
    role: NotRequired[OwnRoleRecord]


class GrantedUntil(TypedDict):
    """Until when a part is granted, and which statement says so."""

    id: str
    option: str
    until: date


class DepartedRule(TypedDict):
    """A rule that a choice departs from, or may depart from, and for which option."""

    rule: str
    option: str | None
    strength: str
    outcome: str


class DepartureRecord(TypedDict):
    """What a choice departs from: the code, the placement that came first, rules."""

    code: str | None
    first: str | None
    rules: list[DepartedRule]


class WorkedOut(TypedDict):
    """What visit works out of the answer and the choice."""

    choice: ChosenRecord
    approvals: list[AskedApproval]
    follow_up: list[DueDates]
    deadlines: NotRequired[list[DeadlineDays]]
    grants: NotRequired[list[GrantedUntil]]
    departure: NotRequired[DepartureRecord]


class DecisionRecord(WorkedOut):
    """What is written down of a decision."""

    by: str
    system_user: str
    case: str
    facts: CaseRecord
    as_of: date
    core: Core
    shown: Mapping[str, str]
    reason: str
    plan: NotRequired[Plan]
    participation: NotRequired[dict[str, str]]
    team: NotRequired[str]


class MeasuredGoal(TypedDict):
    """What a follow-up says of one goal."""

    theme: str
    level: NotRequired[int]
    reached: NotRequired[bool]
    text: NotRequired[str]


class Measured(TypedDict):
    """A follow-up document."""

    follow_up: str
    measured: str
    outcome: str
    ended: NotRequired[str]
    goals: NotRequired[list[MeasuredGoal]]
    functioning: NotRequired[dict[str, int]]
    support_need: NotRequired[int]
    deadlines_met: NotRequired[list[str]]
    own_words: NotRequired[str]
    notes: NotRequired[str]
