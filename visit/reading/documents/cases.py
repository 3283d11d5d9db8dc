"""The cases file beside a guideline: rows for single statements, and whole decisions. See `docs/guideline-format.md`.

This is its shape. What stands under `case`, `option` and `offers` is laid over the file's defaults by
`visit.trials.reading` and then validated as the real documents are.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from visit.reading.documents.codes import AreaKey, OneOf, Text
from visit.reading.documents.guideline import NameId, StatementId, WrittenPeriod
from visit.reading.validation import Date, Model

Fields = dict[str, object]
Facts = dict[str, bool | int | Decimal | str]
Names = tuple[Text, ...]
FactsOfPlacement = dict[str, bool | int | Decimal | str | Names]
ExpectedDue = Date | WrittenPeriod
Word = Literal[
    "holds", "not_applicable", "ruled_out", "undecided", "confirm", "by_exception", "perhaps", "awaiting",
    "given", "not_given", "unknown",
]  # fmt: skip
Then = Word | int | Decimal | tuple[bool | int | Decimal | str, ...]


class Defaults(Model):
    """What lies under every case and offer of the file."""

    as_of: Date | None = None
    case: Fields | None = None
    option: Fields | None = None
    offer: Fields | None = None


class GivenDocument(Model):
    """What a row is tried on."""

    as_of: Date | None = None
    case: Fields | None = None
    option: Fields | None = None
    comparative: Facts | None = None
    placement: FactsOfPlacement | None = None


class TrialRow(GivenDocument):
    """One case and one option, and what the statement gives for them; `by` is whose task that is, or who approves."""

    then: Then
    by: Text | None = None
    four_eyes: bool | None = None
    missing: Names | None = None
    due: tuple[ExpectedDue, ...] | None = None


class Statement(GivenDocument):
    """The rows of one statement; exactly one of the keys that name it is there."""

    rule: StatementId | None = None
    notice: StatementId | None = None
    approval: StatementId | None = None
    follow_up: StatementId | None = None
    deadline: StatementId | None = None
    grant: StatementId | None = None
    area: AreaKey | None = None
    proposal: StatementId | None = None
    fact: NameId | None = None
    preference: StatementId | None = None
    right: StatementId | None = None
    service_level: StatementId | None = None
    rows: Annotated[tuple[TrialRow, ...], Field(min_length=1)]


class Ordered(Model):
    """Two placements, each named by its parts, of which the one comes before the other; `by` is what separates them."""

    first: Text | Names
    then: Text | Names
    by: Text | None = None


class Expect(Model):
    """What a whole decision must give; options by offer id or `offer/PROVISION`."""

    home: Names | None = None
    support: Names | None = None
    care: Names | None = None
    activity: Names | None = None
    work: Names | None = None
    education: Names | None = None
    treatment: Names | None = None
    standing: dict[Text, Annotated[str, OneOf("standing")]] | None = None
    placements: tuple[Names, ...] | None = None
    order: (
        Annotated[tuple[Text, ...], Field(min_length=2)] | Annotated[tuple[Ordered, ...], Field(min_length=1)] | None
    ) = None
    because: dict[Text, Text] | None = None
    unknown: dict[Text, Names] | None = None
    ruled_out: dict[Text, Names] | None = None
    areas: tuple[AreaKey, ...] | None = None
    approvals: Names | None = None
    notices: Names | None = None
    absent: Names | None = None
    follow_up: dict[StatementId, ExpectedDue | tuple[ExpectedDue, ...]] | None = None
    deadlines: dict[StatementId, ExpectedDue | tuple[ExpectedDue, ...]] | None = None


class Decision(Model):
    """A whole decision: a case, the offers there are, and what is expected."""

    name: Text
    as_of: Date | None = None
    case: Fields
    offers: tuple[Fields, ...]
    expect: Expect


class CasesDocument(Model):
    """The test cases of one guideline."""

    format: Literal[1] = 1
    guideline: StatementId
    defaults: Defaults | None = None
    rules: tuple[Statement, ...] = ()
    cases: tuple[Decision, ...] = ()
