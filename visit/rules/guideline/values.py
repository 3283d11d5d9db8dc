"""A guideline as a value: its layers resolved, its conditions bound, ready to be evaluated.

Knows what each statement says and where it stands; `layering` finds and merges the layers, `building` binds them and reports what
is wrong, `one_option` and `all_options` say what the statements give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from visit.canonical import digest
from visit.reading.documents.words import IfUnknown, Over, Strength
from visit.rules import NATIONAL
from visit.rules.facts.circumstances import Nearness
from visit.rules.facts.registry import FactRegistry
from visit.rules.guideline.anchors import Anchor
from visit.rules.guideline.records import GuidelineRecord, MergedRecord, RoleRecord, StoredGuideline, WaitsFor
from visit.rules.language.conditions import Condition
from visit.rules.language.periods import Period, later
from visit.rules.language.types import Type
from visit.rules.language.values import Scalar
from visit.vocabulary import CodeList, Need, Provision

DIGITS = 8
"""So many digits of its digest name a guideline to a reader, beside its version."""
GATES = ("competence", "entitlement", "legality", "sufficiency", "permanence", "consent", "policy")
"""The order in which rules are reported: entitlement before convenience."""


@dataclass(frozen=True, slots=True, eq=False)
class BilingualText:
    """A text in Danish and English; names in braces are replaced by their values."""

    da: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in `da` or `en`."""
        return self.da if language == "da" else self.en


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """Where a statement stands: the guideline and version that say it, and the source they cite."""

    guideline: str
    version: str
    source: str
    certainty: str = "confirmed"


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One statement: what it requires of an option or placement, and how strongly.

    Its value is `unless or not when or require`; it does not apply when `unless` is true or `when` is false.
    `if_unknown` says what an unknown counts as: of a must as holding (`confirm`), of a hold as failing (`awaiting`).
    `rests_on` are the recorded facts behind its conditions, through decision tables; it is `comparative` where one compares.
    """

    id: str
    gate: str
    strength: Strength
    provisions: frozenset[str] | None
    when: Condition | None
    require: Condition
    unless: Condition | None
    if_unknown: IfUnknown | None
    by: str | None
    of_placement: bool
    reason: BilingualText
    origin: Origin
    rests_on: frozenset[str] = frozenset()
    comparative: bool = False

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Those of `when`, `require` and `unless` that it has."""
        return tuple(one for one in (self.when, self.require, self.unless) if one is not None)

    @property
    def confirm(self) -> bool:
        """Whether it counts as holding while only offers can tell what is missing."""
        return self.if_unknown == "confirm"

    @property
    def awaits_unknown(self) -> bool:
        """Whether not to know is to await the decider."""
        return self.if_unknown == "awaiting"

    @property
    def opens_help(self) -> bool:
        """Whether it says who may have the help: that is not asked again of help that runs and is kept."""
        return self.gate == "entitlement" and not self.of_placement

    @property
    def entitles(self) -> bool:
        """Whether it is one of those that decide entitlement."""
        return self.opens_help and self.strength == "must"


@dataclass(frozen=True, slots=True, eq=False)
class Preference:
    """An order of placements. `bands` are upper bounds of whole bands; above the last comes one more, unknown after that."""

    id: str
    value: Condition
    lower: bool
    bands: tuple[int | Decimal, ...]
    over: Over
    of_placement: bool
    when: Condition | None
    text: BilingualText | None
    origin: Origin


@dataclass(frozen=True, slots=True, eq=False)
class Approval:
    """Who must approve before it is decided."""

    id: str
    when: Condition
    by: str
    four_eyes: bool
    text: BilingualText
    origin: Origin


@dataclass(frozen=True, slots=True, eq=False)
class Notice:
    """Advice, a flag, a duty, or something to put on record."""

    id: str
    when: Condition
    kind: str
    text: BilingualText
    origin: Origin


@dataclass(frozen=True, slots=True, eq=False)
class FollowUp:
    """When to look again: a period after the decision, and then at an interval.

    Attributes:
        ends_after: So long after the decision the help has ended at the latest, and nobody looks again after that.
    """

    id: str
    when: Condition
    after: Period
    then_every: Period | None
    ends_after: Period | None
    text: BilingualText
    origin: Origin

    def due(self, start: date, last: date = date.max) -> tuple[date, ...]:
        """Return the first dates to look again, counted from the day of the decision, up to the last day of the help."""
        first = later(start, *self.after)
        dates = (first,) if self.then_every is None else (first, later(first, *self.then_every))
        return tuple(day for day in dates if day <= last)


def last_day(follow_up: Iterable[FollowUp], start: date) -> date:
    """Return the last day of the help by what is said of it; without a word of that, the last there is."""
    return min((later(start, *one.ends_after) for one in follow_up if one.ends_after is not None), default=date.max)


@dataclass(frozen=True, slots=True, eq=False)
class Deadline:
    """By when something is to be done.

    Attributes:
        counted_from: The day that it is counted from.
        period: How long after that day; with an amount below 0 so long before it.
        waits_for: What it waits for: that it is decided, or that a follow-up records it as done.
        by: The role whose task it is, where it is said.
    """

    id: str
    when: Condition
    counted_from: Anchor
    period: Period
    waits_for: WaitsFor
    by: str | None
    text: BilingualText
    origin: Origin

    def due(self, day: date) -> date:
        """Return the last day in time, counted from a day."""
        return later(day, *self.period)


@dataclass(frozen=True, slots=True, eq=False)
class Grant:
    """For how long help is granted at a time: after that it is decided anew.

    Attributes:
        provisions: Of help under which provisions; None for any.
    """

    id: str
    when: Condition
    provisions: frozenset[str] | None
    lasts: Period
    text: BilingualText
    origin: Origin

    def until(self, start: date) -> date:
        """Return the day from which on it is granted no more, counted from the day of the decision."""
        return later(start, *self.lasts)


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """A case fact to propose when the case leaves it out."""

    id: str
    fact: str
    value: Scalar
    when: Condition
    origin: Origin


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A number with a unit and a source."""

    name: str
    value: int | Decimal
    unit: str | None
    origin: Origin


@dataclass(frozen=True, slots=True, eq=False)
class DecisionTable:
    """A decision table: the first row that is true gives the value; with unknown rows, the set still reachable."""

    name: str
    type: Type
    rows: tuple[tuple[Condition | None, Condition], ...]
    origin: Origin
    reads: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Invariant:
    """A statement that must never be true."""

    id: str
    never: Condition
    origin: Origin


class PrintedStatements(Protocol):
    """What is printed beside a placement, each section bound when it is first asked for."""

    @property
    def approvals(self) -> tuple[Approval, ...]:
        """Who must approve."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is said."""

    @property
    def follow_up(self) -> tuple[FollowUp, ...]:
        """When to look again."""

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """By when something is to be done."""

    @property
    def grants(self) -> tuple[Grant, ...]:
        """For how long help is granted."""


@dataclass(frozen=True, slots=True, eq=False)
class Guideline:
    """A guideline with its layers, resolved for one date.

    Attributes:
        layers: Id and version of every layer, the national one first.
        tables: Decision tables, each after those that it reads.
        rules: In the order of gates, then of ids.
        facts: What its conditions can name beside parameters and tables.
        usually_met: The needs of its own that help under a provision usually meets, beside those of the vocabulary.
        roles: Who approves and decides beside the roles of the vocabulary.
        groups_of_offers: Each offer of a group that the guideline speaks of, with the group.
        base: For every name of the language: the recorded facts it rests on, through decision tables.
        less_last: What every order begins with where something gives less than what ends, and the ground for that is missing.
        tried_last: What it goes on with where something was tried and was not enough, and a new ground is missing.
        ties: What every order ends in, after all of its own preferences.
        printed: What it has printed beside a placement.
        step_labels: What the guideline itself calls a step, by its code, for example `H4`.
        labels: How its own parameters and tables are said in the middle of a sentence, by name.
        record: The merged document, plain values.
        documents: The document of every layer as validated, the national one first; with the date, all that it is made of.
    """

    id: str
    version: str
    title: BilingualText
    municipality: str | None
    layers: tuple[tuple[str, str], ...]
    as_of: date
    parameters: Mapping[str, Parameter]
    tables: Mapping[str, DecisionTable]
    areas: tuple[tuple[str, Condition, Origin], ...]
    proposals: tuple[Proposal, ...]
    facts: FactRegistry
    needs: Mapping[str, Need]
    usually_met: Mapping[str, frozenset[str]]
    lists: Mapping[str, CodeList]
    roles: Mapping[str, RoleRecord]
    groups_of_offers: tuple[tuple[str, str], ...]
    types: Mapping[str, Type]
    nearness: Nearness
    reference_prices: Mapping[tuple[str, int], int]
    rules: tuple[Rule, ...]
    rights: tuple[Preference, ...]
    preferences: tuple[Preference, ...]
    less_last: Preference
    tried_last: Preference
    ties: tuple[Preference, ...]
    departures: Mapping[str, BilingualText]
    printed: PrintedStatements
    ladders: tuple[str, ...]
    step_labels: Mapping[str, BilingualText]
    labels: Mapping[str, BilingualText]
    shelf_life_days: Mapping[str, int]
    invariants: tuple[Invariant, ...]
    base: Mapping[str, frozenset[str]]
    record: MergedRecord
    documents: tuple[GuidelineRecord, ...]

    @property
    def approvals(self) -> tuple[Approval, ...]:
        """Who must approve what, in the order of ids."""
        return self.printed.approvals

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is to be said, in the order of ids."""
        return self.printed.notices

    @property
    def follow_up(self) -> tuple[FollowUp, ...]:
        """When to look again, in the order of ids."""
        return self.printed.follow_up

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """By when something is to be done, in the order of ids."""
        return self.printed.deadlines

    @property
    def grants(self) -> tuple[Grant, ...]:
        """For how long help is granted at a time, in the order of ids."""
        return self.printed.grants

    @property
    def stored(self) -> StoredGuideline:
        """What is kept of it, so that `by_date` makes it again on any date; its digest names what decided."""
        return {"layers": list(self.documents)}

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical documents of all layers."""
        return digest(self.stored)

    @property
    def is_draft(self) -> bool:
        """Whether a layer of it is not adopted yet: it can be tried, and not decided on."""
        return any(document.get("draft", False) for document in self.documents)

    @property
    def in_force(self) -> tuple[str | None, str | None]:
        """The first and the last day on which its own layer is in force, as written; None where it is open."""
        period = self.documents[-1]["in_force"]
        return period.get("from"), period.get("until")

    def is_in_force(self, day: date) -> bool:
        """Return whether it is in force on a day; one that is not is only tried."""
        start, end = self.in_force
        return (start or "0000") <= day.isoformat() <= (end or "9999")

    @property
    def stands_on_national_law(self) -> bool:
        """Whether the national layer is below it, or is the guideline itself."""
        return self.layers[0][0] == NATIONAL

    def is_of(self, municipality: str) -> bool:
        """Return whether it is a municipality's own, or nobody's."""
        return self.municipality in (None, municipality)

    def usual(self, provision: Provision) -> frozenset[str]:
        """Return the needs that help under a provision usually meets."""
        return provision.usual | self.usually_met.get(provision.id, frozenset())

    def rule(self, id: str) -> Rule | None:
        """Return the rule of that id."""
        return next((rule for rule in self.rules if rule.id == id), None)

    def entitling(self, provision: str) -> tuple[Rule, ...]:
        """Return the rules that decide whether a case is entitled to a provision."""
        return tuple(rule for rule in self.rules if rule.entitles and provision in (rule.provisions or ()))

    def rests_on(self, condition: Condition | None) -> frozenset[str]:
        """Return the recorded facts that a condition rests on, through decision tables."""
        if condition is None:
            return frozenset()
        return frozenset().union(*(self.base[name] for name in condition.reads))


@lru_cache(maxsize=64)
def what_follows_rests_on(guideline: Guideline) -> frozenset[str]:
    """Return the recorded facts that the approvals, notices, deadlines, follow-up and grants of a guideline rest on."""
    conditions = [one.when for one in guideline.approvals]
    conditions += [one.when for one in guideline.notices]
    conditions += [one.when for one in guideline.deadlines]
    conditions += [one.when for one in guideline.follow_up]
    conditions += [one.when for one in guideline.grants]
    return frozenset().union(*map(guideline.rests_on, conditions))
