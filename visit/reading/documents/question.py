"""A question of `visit batch`: one line of JSON. See `docs/batch.md`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from visit.reading.validation import Model

AskedWord = Annotated[str, Field(min_length=1, max_length=500)]


class BatchQuestion(Model):
    """What a case system asks: the placements for a citizen, or why one of them stands where it does."""

    id: Annotated[str | int | None, Field(description="Given back with the answer.")] = None
    command: Literal["match", "why"] = "match"
    case: Annotated[object, Field(description="A case as in a case file, or the path of one.")]
    subject: Annotated[AskedWord | None, Field(description="Of why: a rank, or the name or id of an option.")] = None
    over: Annotated[AskedWord | None, Field(description="Of why: another placement.")] = None
    guideline: Annotated[AskedWord | None, Field(description="Left out: the municipality's own.")] = None
    as_of: Annotated[AskedWord | None, Field(description="Left out: the day of the assessment.")] = None
    set: Annotated[tuple[AskedWord, ...], Field(description="Facts to change, field=value.")] = ()
    top: Annotated[int | None, Field(ge=1, le=50, description="Of match: how many placements.")] = None
    all: Annotated[bool | None, Field(description="Of match: every option.")] = None
    areas: Annotated[bool | None, Field(description="Of match: the options of each area too.")] = None
