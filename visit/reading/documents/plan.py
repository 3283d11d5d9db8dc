"""The plan file: what was agreed with a decision beyond the choice itself. See `docs/plan-format.md`.

Only `plan` is required. Left out means not agreed.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from visit.reading.documents.codes import AreaKey, Hours, Id, OneOf, Text, WholeNumber
from visit.reading.validation import Date, Model


class Handleplan(Model):
    """Where the citizen's action plan (handleplan) stands."""

    status: Annotated[str, OneOf("handleplan_status")]
    on: Date | None = None


class Phase(Model):
    """Hours of help for some months; phases follow each other."""

    months: Annotated[int, Field(ge=1, le=120)]
    hours_per_week: dict[AreaKey, Hours]


class Handover(Model):
    """Who follows the citizen into what comes next."""

    on: Date | None = None
    responsible: Text


class Tariff(Model):
    """Who settled the price with the offer."""

    settled_by: Text
    on: Date | None = None
    dkk_per_day: WholeNumber | None = None


class Dialogue(Model):
    """A talk about the decision: with whom, and whether the citizen agreed that they take part."""

    on: Date
    parties: Annotated[tuple[Annotated[str, OneOf("dialogue_party")], ...], Field(alias="with")]
    citizen_agreed: bool | None = None


class PlanDocument(Model):
    """What was agreed with one decision about one citizen."""

    format: Literal[1] = 1
    plan: Id
    handleplan: Handleplan | None = None
    ends: Date | None = None
    phases: tuple[Phase, ...] | None = None
    handover: Handover | None = None
    tariff: Tariff | None = None
    dialogue: tuple[Dialogue, ...] | None = None
    notes: Text | None = None
