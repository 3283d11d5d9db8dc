"""What a statement of a guideline rests on, and the guideline with that alone.

It knows which conditions a statement has and which names they read in turn, through decision tables and entitlement. What a row
gives with its statement `alone` is what it gives in the whole guideline, and far less is read for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from visit.rules.facts.declaration import Fact, OptionFact, PlacementFact
from visit.rules.facts.registry import FactRegistry
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.conditions import Condition

StatementName: TypeAlias = tuple[str, str]
"""A statement's kind, as a cases file calls it, and its id."""
_AREAS = "case.needs.areas"
_ALWAYS = (_AREAS, "option.provision")
"""Asked of every case and option, whatever a statement reads."""


def resting_on(guideline: Guideline, name: str) -> list[StatementName]:
    """Return the statements that read a parameter or table, directly, through tables or through entitlement."""
    return [key for key, conditions in statements(guideline) if name in names(guideline, conditions)]


def statements(guideline: Guideline) -> Iterator[tuple[StatementName, list[Condition]]]:
    """Yield every statement with its conditions."""
    for name, table in guideline.tables.items():
        yield ("fact", name), [one for pair in table.rows for one in pair if one is not None]
    for rule in guideline.rules:
        yield ("rule", rule.id), [one for one in (rule.when, rule.require, rule.unless) if one is not None]
    for area, when, _origin in guideline.areas:
        yield ("area", area), [when]
    for kind, several in (("right", guideline.rights), ("preference", guideline.preferences)):
        for one in several:
            yield (kind, one.id), [one.value, *((one.when,) if one.when is not None else ())]
    for kind, rows in (
        ("proposal", guideline.proposals),
        ("notice", guideline.notices),
        ("approval", guideline.approvals),
        ("follow_up", guideline.follow_up),
        ("grant", guideline.grants),
    ):
        for row in rows:
            yield (kind, row.id), [row.when]
    yield from ((("deadline", one.id), [one.when]) for one in guideline.deadlines)


def names(guideline: Guideline, conditions: Sequence[Condition]) -> frozenset[str]:
    """Return everything that conditions read, with what their tables and entitlements read in turn."""
    found: set[str] = set()
    waiting = {name for condition in conditions for name in condition.reads}
    while waiting:
        name = waiting.pop()
        found.add(name)
        behind = [one for pair in guideline.tables[name].rows for one in pair] if name in guideline.tables else []
        if name.startswith("entitled("):
            for rule in guideline.entitling(name[9:-1]):
                behind += [rule.when, rule.require, rule.unless]
        waiting |= {read for one in behind if one is not None for read in one.reads} - found
    return frozenset(found)


def alone(guideline: Guideline, statement: StatementName) -> Guideline:
    """Return a guideline with one statement and what it rests on; the whole where an option's own terms are asked.

    Such terms may read any fact of the case. What is proposed of the facts that it rests on stays. A service level is a rule, a
    table and a notice in one, and is asked in the whole.
    """
    if statement[0] == "service_level":
        return guideline
    read = _rests_on(guideline, statement)
    facts = [fact for name, fact in guideline.facts.by_name.items() if name in read or name in _ALWAYS]
    if any(isinstance(fact, OptionFact) and fact.conditions is not None for fact in facts):
        return guideline
    return replace(
        guideline,
        facts=FactRegistry(facts),
        tables={name: table for name, table in guideline.tables.items() if name in read},
        rules=tuple(one for one in guideline.rules if ("rule", one.id) == statement or _decides(one, read)),
        proposals=tuple(one for one in guideline.proposals if one.fact in read),
        areas=tuple(one for one in guideline.areas if _AREAS in read or ("area", one[0]) == statement),
    )


def _rests_on(guideline: Guideline, statement: StatementName) -> frozenset[str]:
    """Return every name that may be asked for a statement: read, waited for, estimated, or behind what is proposed."""
    kind, id = statement
    conditions = [one for key, found in statements(guideline) if key == statement for one in found]
    own = {one.fact for one in guideline.proposals if kind == "proposal" and one.id == id}
    if kind == "deadline":
        own |= {name for one in guideline.deadlines if one.id == id for name in one.counted_from.reads}
    read = names(guideline, conditions) | own | ({id} if kind == "fact" else set())
    while True:
        proposed = [one.when for one in guideline.proposals if one.fact in read]
        proposed += [when for _area, when, _origin in guideline.areas if _AREAS in read]
        beside = {one for name in read if name in guideline.facts for one in _beside(guideline.facts[name])}
        more = names(guideline, proposed) | beside
        if more <= read:
            return read
        read |= more


def _beside(fact: Fact) -> tuple[str, ...]:
    """Return the facts that are told where a fact is not known."""
    waits_for = fact.waits_for if isinstance(fact, OptionFact) else ()
    estimates = fact.estimates if isinstance(fact, OptionFact | PlacementFact) else None
    return waits_for if estimates is None else (*waits_for, estimates)


def _decides(rule: Rule, read: frozenset[str]) -> bool:
    return rule.entitles and any(f"entitled({id})" in read for id in rule.provisions or ())
