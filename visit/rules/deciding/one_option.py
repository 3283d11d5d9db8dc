"""One case, one option or one placement: what every rule gives, with the values it compared.

`case_side` reads the case's side once; `option_environment` adds one option, `whole_environment` one placement.
`outcome_for_option` and `outcome_for_whole` decide a rule, `trace` says why.
`all_options` decides all options at once and must agree.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from visit.case import Case
from visit.catalogue import Option
from visit.errors import CatalogueError
from visit.locale import text as _
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.deciding.unknown import missing, truth_of
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.declaration import OptionFact
from visit.rules.guideline.values import DecisionTable, Guideline, Preference, Proposal, Rule
from visit.rules.language.binder import Scope
from visit.rules.language.binding import ExpressionErrors, bind
from visit.rules.language.values import (
    UNKNOWN,
    Members,
    Possible,
    Truth,
    Value,
    every,
    possible,
    some,
)


class Outcome(enum.IntEnum):
    """What a rule gives for an option."""

    HOLDS = 0
    FAILS = 1
    UNKNOWN = 2
    NOT_APPLICABLE = 3
    CONFIRM = 4


@dataclass(frozen=True, slots=True, eq=False)
class Proposed:
    """A case fact that the guideline proposes because the case leaves it out."""

    fact: str
    value: Value
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CaseSide:
    """The case's side of every condition.

    Attributes:
        dependencies: What the guideline's conditions depend on.
        values: Every case-side name, with proposed facts filled in.
        bare: The same without proposals; what fails on a proposal alone is unknown.
        proposed: The facts that were proposed, by name.
    """

    circumstances: Circumstances
    dependencies: Dependencies
    values: dict[str, Value]
    bare: dict[str, Value]
    proposed: Mapping[str, Proposed]


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


def case_side(case: Case, dependencies: Dependencies, as_of: date) -> CaseSide:
    """Read the case's side of a guideline's conditions, and propose what the case leaves out."""
    guideline = dependencies.guideline
    circumstances = Circumstances(
        case=case,
        as_of=as_of,
        nearness=guideline.nearness,
        reference_prices=guideline.reference_prices,
    )
    recorded = {fact.name: fact.read(case, as_of) for fact in guideline.facts.of_case}
    recorded.update({name: parameter.value for name, parameter in guideline.parameters.items()})
    bare = completed(dependencies, dict(recorded))
    proposed = _proposed(guideline, bare)
    if not proposed:
        values = bare
    else:
        values = completed(dependencies, {**recorded, **{name: one.value for name, one in proposed.items()}})
    return CaseSide(circumstances, dependencies, values, bare, proposed)


def completed(dependencies: Dependencies, values: dict[str, Value]) -> dict[str, Value]:
    """Add the case-side tables and the entitlements to recorded facts."""
    values.update(dict.fromkeys(dependencies.entitlements, UNKNOWN))
    for name in dependencies.case_tables:
        values[name] = table_value(dependencies.guideline.tables[name], values)
    while True:
        found: dict[str, Value] = {name: entitled(rules, values) for name, rules in dependencies.entitled.items()}
        # What Kleene's logic knows only grows: where one entitlement rests on another, repeat until nothing is added.
        settled = not dependencies.nested or all(values[name] is value for name, value in found.items())
        values.update(found)
        if settled:
            return values


def table_value(table: DecisionTable, values: Mapping[str, Value]) -> Value:
    """Return the set of results still reachable: up to the first true row, false rows left out."""
    results: list[Value] = []
    for when, then in table.rows:
        truth = True if when is None else when.holds(values)
        if truth is not False:
            results.append(then.run(values))
        if truth is True:
            break
    return possible(results)


def entitled(rules: Iterable[Rule], values: Mapping[str, Value]) -> Truth:
    """Return whether every entitlement rule of a provision holds, or does not apply."""
    return every(_case_truth(rule, values) for rule in rules)


def _case_truth(rule: Rule, values: Mapping[str, Value]) -> Truth:
    parts: list[Truth] = [truth_of(rule.require, values)]
    if rule.when is not None:
        when = truth_of(rule.when, values)
        parts.append(when if when is UNKNOWN else not when)
    if rule.unless is not None:
        parts.append(truth_of(rule.unless, values))
    return some(parts)


def _proposed(guideline: Guideline, bare: Mapping[str, Value]) -> dict[str, Proposed]:
    found: dict[str, Proposed] = {}
    for proposal in guideline.proposals:
        if bare[proposal.fact] is not UNKNOWN or proposal.when.holds(bare) is not True:
            continue
        earlier = found.get(proposal.fact)
        if guideline.types[proposal.fact].kind == "codes":
            members = earlier.value.values if earlier and isinstance(earlier.value, Members) else frozenset()
            value: Value = Members(members | {str(proposal.value)})
            found[proposal.fact] = Proposed(proposal.fact, value, (*(earlier.proposals if earlier else ()), proposal))
        elif earlier is None:
            found[proposal.fact] = Proposed(proposal.fact, proposal.value, (proposal,))
    if bare["case.needs.areas"] is UNKNOWN:
        rows = [(area, origin) for area, when, origin in guideline.areas if when.holds(bare) is True]
        if rows:
            always = bind("true", Scope({}, {}))
            proposals = tuple(Proposal(area, "case.needs.areas", area, always, origin) for area, origin in rows)
            areas = Members(frozenset(area for area, _origin in rows))
            found["case.needs.areas"] = Proposed("case.needs.areas", areas, proposals)
    return found


def terms_hold(source: str, side: CaseSide) -> Truth:
    """Return whether an operator's own terms hold of what is recorded: what is only proposed excludes nobody.

    Raises:
        CatalogueError: They cannot be read.
    """
    try:
        return truth_of(side.dependencies.term(source), side.bare)
    except ExpressionErrors as errors:
        message = _("an offer's terms cannot be read: {fault}", fault=errors.errors[0].message)
        raise CatalogueError(message, help=_("`visit catalogue check` says where")) from errors


def option_environment(
    side: CaseSide, option: Option, found: Mapping[str, Value] = {}, *, bare: bool = False
) -> dict[str, Value]:
    """Return the values of every name that can be read of one option for a case.

    Args:
        side: The case's side.
        option: The option.
        found: What only a ranking finds out: comparative facts, those of a placement.
        bare: Whether to leave out what the guideline proposes.
    """
    guideline = side.dependencies.guideline
    values = {**(side.bare if bare else side.values), **found}
    for fact in guideline.facts.of_option:
        if isinstance(fact, OptionFact):
            values[fact.name] = fact.value(option, side.circumstances)
        else:
            text = fact.of_option(option)
            values[fact.name] = False if text is None else terms_hold(text, side)
    return with_tables(guideline, values)


def whole_environment(side: CaseSide, found: Mapping[str, Value], *, bare: bool = False) -> dict[str, Value]:
    """Return the values of every name that can be read of a placement: its facts and the comparative ones are `found`."""
    return with_tables(side.dependencies.guideline, {**(side.bare if bare else side.values), **found})


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
    if outcome is Outcome.FAILS and rests_on_proposal(rule, side, guideline):
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
    gone = missing(rule, guideline, values)
    return Outcome.CONFIRM if gone and all(map(guideline.facts.can_tell, gone)) else outcome


def rests_on_proposal(rule: Rule, side: CaseSide, guideline: Guideline) -> bool:
    """Return whether a rule reads a fact that was proposed."""
    return bool(side.proposed) and not guideline.rule_rests_on(rule).isdisjoint(side.proposed)


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
    return gone or tuple(sorted(guideline.rule_rests_on(rule) & side.proposed.keys()))


def band(preference: Preference, value: Value) -> int | None:
    """Return the band of a value, 0 the best; None for unknown, which is a last band of its own.

    Without bands a truth has two and a number is its own band.
    """
    if isinstance(value, Possible):
        bands = {band(preference, one) for one in value.values}
        return bands.pop() if len(bands) == 1 else None
    if isinstance(value, bool):
        return int(value) if preference.lower else int(not value)
    if not isinstance(value, int | Decimal):
        return None
    if preference.bands:
        above = sum(1 for bound in preference.bands if value > bound)
        return above if preference.lower else len(preference.bands) - above
    scaled = int(value * 1000)
    return scaled if preference.lower else -scaled
