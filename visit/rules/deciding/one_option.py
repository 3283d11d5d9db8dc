"""One case, one option or one placement: what every rule gives, with the values it compared.

To the case's side (`case_side`) `option_environment` adds one option, `whole_environment` one placement.
`outcome_for_option` and `outcome_for_whole` decide a rule, `trace` says why.
`all_options` decides all options at once and must agree.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from visit.catalogue import Option
from visit.rules.deciding.case_side import CaseSide, table_value
from visit.rules.deciding.unknown import is_settled, missing, truth_of
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.values import (
    CAUTIOUS,
    UNKNOWN,
    Value,
)


class Outcome(enum.IntEnum):
    """What a rule gives for an option."""

    HOLDS = 0
    FAILS = 1
    UNKNOWN = 2
    NOT_APPLICABLE = 3
    CONFIRM = 4


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A name and the value it had."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """What a rule gave for an option and what it compared.

    Attributes:
        reads: The names the rule reads, with their values, in the order of names.
        missing: The recorded facts that are unknown and may decide it.
    """

    rule: Rule
    outcome: Outcome
    reads: tuple[Read, ...]
    missing: tuple[str, ...]


def option_environment(
    side: CaseSide,
    option: Option,
    found: Mapping[str, Value] = {},
    *,
    bare: bool = False,
    among: frozenset[str] | None = None,
) -> dict[str, Value]:
    """Return the values of every name that can be read of one option for a case.

    Args:
        side: The case's side.
        option: The option.
        found: What only a ranking finds out: comparative facts, those of a placement.
        bare: Whether to leave out what the guideline proposes.
        among: The facts of the option that are asked for, without what they wait for; None are all.
    """
    guideline = side.dependencies.guideline
    values = {**(side.bare if bare else side.values), **found}
    for fact in guideline.facts.of_option:
        if among is not None and fact.name not in among:
            continue
        name = fact.estimates if CAUTIOUS in values and fact.estimates is not None else fact.name
        values[fact.name] = values[name] if name != fact.name else fact.value(option, side.circumstances)
        if among is None and fact.behind is not None and not is_settled(values[fact.name]):
            values[fact.behind.name] = fact.behind.value(option, side.circumstances)
    return with_tables(guideline, values)


def whole_environment(side: CaseSide, found: Mapping[str, Value], *, bare: bool = False) -> dict[str, Value]:
    """Return the values of every name that can be read of a placement: its facts and the comparative ones are `found`."""
    guideline = side.dependencies.guideline
    values = {**(side.bare if bare else side.values), **found}
    if CAUTIOUS in values:
        for fact in guideline.facts.of_placement:
            if fact.estimates is not None:
                values[fact.name] = values[fact.estimates]
    return with_tables(guideline, values)


def with_tables(guideline: Guideline, values: dict[str, Value]) -> dict[str, Value]:
    """Add the tables that read more than the case, where all they read is there."""
    for name, table in guideline.tables.items():
        if name not in values and table.reads <= values.keys():
            values[name] = table_value(table, values)
    return values


def outcome_in(rule: Rule, values: Mapping[str, Value]) -> Outcome:
    """Return what a rule gives in an environment: does not apply, holds, fails, or unknown."""
    unless = False if rule.unless is None else truth_of(rule.unless, values)
    when = True if rule.when is None else truth_of(rule.when, values)
    if unless is True or when is False:
        return Outcome.NOT_APPLICABLE
    require = truth_of(rule.require, values)
    if require is True:
        return Outcome.HOLDS
    if require is UNKNOWN or unless is UNKNOWN or when is UNKNOWN:
        return Outcome.UNKNOWN
    return Outcome.FAILS


def outcome_for_option(
    rule: Rule, side: CaseSide, guideline: Guideline, values: Mapping[str, Value], option: Option
) -> Outcome:
    """Return what a rule gives for an option, with provisions, proposals and `if_unknown` taken into account."""
    if rule.provisions is not None and option.provision.id not in rule.provisions:
        return Outcome.NOT_APPLICABLE
    if rule.opens_help and option.continues:
        return Outcome.NOT_APPLICABLE
    found = {name: values[name] for name in guideline.facts.comparative if name in values}
    return _decided(rule, side, values, lambda: option_environment(side, option, found, bare=True))


def outcome_for_whole(rule: Rule, side: CaseSide, values: Mapping[str, Value], found: Mapping[str, Value]) -> Outcome:
    """Return what a rule of placements gives for a whole, of which `found` has the facts, as `whole_environment` takes them."""
    return _decided(rule, side, values, lambda: whole_environment(side, found, bare=True))


def _decided(
    rule: Rule, side: CaseSide, values: Mapping[str, Value], recorded: Callable[[], Mapping[str, Value]]
) -> Outcome:
    """Return what a rule gives in an environment; `recorded` makes the one without what the guideline proposes."""
    guideline = side.dependencies.guideline
    outcome = outcome_in(rule, values)
    if outcome is Outcome.FAILS and rests_on_proposal(rule, side):
        outcome = unknown_if_proposed(outcome, outcome_in(rule, recorded()))
    return left_to_confirm(outcome, rule, guideline, values)


def unknown_if_proposed(outcome: Outcome, recorded: Outcome) -> Outcome:
    """Return what a rule gives, for what it would give of recorded facts alone: a proposal never rules out, it leaves unknown."""
    return Outcome.UNKNOWN if outcome is Outcome.FAILS and recorded is not Outcome.FAILS else outcome


def left_to_confirm(outcome: Outcome, rule: Rule, guideline: Guideline, values: Mapping[str, Value]) -> Outcome:
    """Return what a rule gives once an unknown is left to confirm: where the rule says so, and offers can tell all that is missing.

    With nothing missing, a proposal is what is in doubt, and no offer can tell that.
    """
    if outcome is not Outcome.UNKNOWN or not rule.confirm:
        return outcome
    return Outcome.CONFIRM if offers_can_tell(missing(rule, guideline, values), guideline) else outcome


def offers_can_tell(gone: Sequence[str], guideline: Guideline) -> bool:
    """Return whether something is missing, and offers can tell all of it."""
    return bool(gone) and all(map(guideline.facts.can_tell, gone))


def rests_on_proposal(rule: Rule, side: CaseSide) -> bool:
    """Return whether a rule reads a fact that was proposed."""
    return bool(side.proposed) and not rule.rests_on.isdisjoint(side.proposed)


def trace(rule: Rule, side: CaseSide, guideline: Guideline, values: Mapping[str, Value], option: Option) -> Trace:
    """Return what a rule gives for an option, with the values it read and the facts it misses."""
    outcome = outcome_for_option(rule, side, guideline, values, option)
    names = sorted(frozenset().union(*(condition.reads for condition in rule.conditions)))
    reads = tuple(Read(name, values[name]) for name in names if name in values)
    return Trace(rule, outcome, reads, left_open(rule, outcome, side, values))


def left_open(rule: Rule, outcome: Outcome, side: CaseSide, values: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the facts that leave an outcome open: those that are unknown, else the proposed ones, which nobody has confirmed."""
    if outcome not in (Outcome.UNKNOWN, Outcome.CONFIRM):
        return ()
    guideline = side.dependencies.guideline
    gone = missing(rule, guideline, values)
    return gone or tuple(sorted(rule.rests_on & side.proposed.keys()))
