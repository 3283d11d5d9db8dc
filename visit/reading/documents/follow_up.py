"""The follow-up file: what was measured some time after a decision, against what the case recorded. See `docs/follow-up-format.md`.

Only `follow_up`, `measured` and `outcome` are required. Left out means not measured.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from visit.reading.documents.codes import Id, Level, OneOf, Text, ThemeKey
from visit.reading.documents.guideline import StatementId
from visit.reading.validation import Date, Model


class GoalMeasured(Model):
    """How far a goal of the case has come: the level now, and whether the citizen and the offer find it reached."""

    theme: ThemeKey
    level: Level | None = None
    reached: bool | None = None
    text: Text | None = None


class FollowUpDocument(Model):
    """One follow-up of one citizen: functioning and goals measured on a date, and what it leads to."""

    format: Literal[1] = 1
    follow_up: Id
    measured: Date
    functioning: dict[ThemeKey, Level] | None = None
    support_need: Level | None = None
    goals: tuple[GoalMeasured, ...] | None = None
    outcome: Annotated[str, OneOf("follow_up_outcome")]
    ended: Annotated[Date | None, Field(description="The last day of the help, where the outcome is `end`.")] = None
    deadlines_met: Annotated[
        tuple[StatementId, ...] | None, Field(description="Ids of the decision's deadlines for what is done now.")
    ] = None
    own_words: Text | None = None
    notes: Text | None = None
