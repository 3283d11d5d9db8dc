"""What the entries of a ledger hold of decisions and answers, as plain values: the fields that are read again."""

from __future__ import annotations

from datetime import date
from typing import NotRequired, TypedDict


class Plan(TypedDict):
    """A plan document."""

    plan: str
    ends: NotRequired[str]


class ChosenRecord(TypedDict, total=False):
    """What was chosen: options, something outside the catalogue, or nothing."""

    kind: str
    parts: list[str]
    rank: int | None
    standing: str
    text: str
    why: str


class AskedApproval(TypedDict):
    """Who must approve a choice; `sure` is false where it only may be needed."""

    id: str
    by: str | None
    four_eyes: bool
    kind: str
    sure: bool


class DueDates(TypedDict):
    """When to look again."""

    id: str
    due: list[date]


class MeasuredGoal(TypedDict):
    """What a follow-up says of one goal."""

    theme: str
    level: NotRequired[int]
    reached: NotRequired[bool]


class Measured(TypedDict):
    """A follow-up document."""

    follow_up: str
    measured: str
    outcome: NotRequired[str]
    ended: NotRequired[str]
    goals: NotRequired[list[MeasuredGoal]]
    functioning: NotRequired[dict[str, int]]
    support_need: NotRequired[int]
