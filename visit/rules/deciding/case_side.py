"""The case's side of every condition: what is recorded, what the guideline proposes, its tables and entitlements.

It is read once for a case on a date. An operator's own terms are asked of what is recorded alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from visit.case import Case
from visit.errors import CaseError, CatalogueError
from visit.locale import text as _
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.deciding.unknown import truth_of, unknown_facts
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.own import faults_in
from visit.rules.guideline.values import DecisionTable, Guideline, Proposal, Rule
from visit.rules.language.binder import Scope
from visit.rules.language.binding import ExpressionErrors, bind
from visit.rules.language.conditions import Condition
from visit.rules.language.values import (
    UNKNOWN,
    Members,
    Truth,
    Value,
    every,
    possible,
    some,
)

NEVER_ASSUMED = frozenset(("case.legal.impairment", "case.legal.social_problems"))
"""The degrees that entitlement turns on: a proposed one is shown, and stays unknown until somebody confirms it."""


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
        values: Every case-side name, with proposed facts filled in, save those of `NEVER_ASSUMED`.
        bare: The same without proposals; what fails on a proposal alone is unknown.
        proposed: The facts that were proposed, by name.
    """

    circumstances: Circumstances
    dependencies: Dependencies
    values: dict[str, Value]
    bare: dict[str, Value]
    proposed: Mapping[str, Proposed]


def case_side(case: Case, dependencies: Dependencies, as_of: date) -> CaseSide:
    """Read the case's side of a guideline's conditions, and propose what the case leaves out.

    Raises:
        CaseError: The case records a fact that the guideline declares otherwise than it is declared.
    """
    guideline = dependencies.guideline
    for _path, message, help in faults_in(case, guideline.facts.own):
        raise CaseError(message, help=help)
    recorded = {fact.name: fact.read(case, as_of) for fact in guideline.facts.of_case}
    circumstances = Circumstances(
        case=case,
        as_of=as_of,
        nearness=guideline.nearness,
        reference_prices=guideline.reference_prices,
        needs=guideline.needs,
        usually_met=guideline.usually_met,
        groups_of_offers=guideline.groups_of_offers,
    )
    return _side(recorded, circumstances, dependencies)


def side_under(side: CaseSide, dependencies: Dependencies) -> CaseSide:
    """Return a side under a guideline that reads the same facts under the same settings, without reading them again.

    Its numbers, tables, rules, areas and proposals may be others than those of the guideline that the side was read for.
    """
    recorded = {fact.name: side.bare[fact.name] for fact in dependencies.guideline.facts.of_case}
    return _side(recorded, side.circumstances, dependencies)


def side_with(side: CaseSide, dependencies: Dependencies, changed: frozenset[str]) -> CaseSide:
    """Return a side under a guideline of which no more than some numbers and tables of the case are others.

    Args:
        side: The side.
        dependencies: Those of the guideline; neither its areas, proposals and entitlements nor what they read are others.
        changed: The numbers, and the tables that are others or read what is.
    """
    guideline = dependencies.guideline
    numbers = {name: parameter.value for name, parameter in guideline.parameters.items() if name in changed}
    tables = [guideline.tables[name] for name in dependencies.case_tables if name in changed]

    def under(values: dict[str, Value]) -> dict[str, Value]:
        found = {**values, **numbers}
        for table in tables:
            found[table.name] = table_value(table, found)
        return found

    bare = under(side.bare)
    values = bare if side.values is side.bare else under(side.values)
    return CaseSide(_asking(side.circumstances, dependencies, bare), dependencies, values, bare, side.proposed)


def _asking(circumstances: Circumstances, dependencies: Dependencies, bare: dict[str, Value]) -> Circumstances:
    """Return circumstances that ask what offers say of the case of what is recorded."""
    return replace(
        circumstances,
        holds=lambda text: truth_of(operator_condition(text, dependencies), bare),
        open=lambda text: tuple(
            sorted(unknown_facts(operator_condition(text, dependencies), dependencies.guideline, bare))
        ),
    )


def _side(recorded: dict[str, Value], circumstances: Circumstances, dependencies: Dependencies) -> CaseSide:
    guideline = dependencies.guideline
    recorded.update({name: parameter.value for name, parameter in guideline.parameters.items()})
    bare = completed(dependencies, dict(recorded))
    proposed = _proposed(guideline, bare)
    used = {name: one.value for name, one in proposed.items() if name not in NEVER_ASSUMED}
    values = completed(dependencies, {**recorded, **used}) if used else bare
    return CaseSide(_asking(circumstances, dependencies, bare), dependencies, values, bare, proposed)


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


def operator_condition(source: str, dependencies: Dependencies) -> Condition:
    """Return an operator's own condition, which is asked of what is recorded: what is only proposed excludes nobody.

    Raises:
        CatalogueError: It cannot be read.
    """
    try:
        return dependencies.operator_condition(source)
    except ExpressionErrors as errors:
        message = _("an offer's terms cannot be read: {fault}", fault=errors.errors[0].message)
        raise CatalogueError(message, help=_("`visit catalogue check` says where")) from errors
