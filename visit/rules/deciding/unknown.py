"""What leaves a rule or a condition unknown: the recorded facts behind it that are not known.

It reads an environment, a mapping from name to value, of one option or of a placement; who makes it is `one_option`.
"""

from __future__ import annotations

from collections.abc import Mapping

from visit.rules.facts.declaration import CaseFact, OptionFact, PlacementFact, ResultFact
from visit.rules.facts.own import PREFIX
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import names_in
from visit.rules.language.values import UNKNOWN, Levels, Members, Possible, Truth, Value


def is_of_offer(name: str) -> bool:
    """Return whether a recorded fact is one that the offer can tell."""
    return name.startswith(("option.", "offer."))


def is_of_case(name: str) -> bool:
    """Return whether a recorded fact is one of the case, the guideline's own among them."""
    return name.startswith(("case.", PREFIX))


def truth_of(condition: Condition, values: Mapping[str, Value]) -> Truth:
    """Return whether a condition holds; unknown where something that it reads is not there at all."""
    if not condition.reads <= values.keys():
        return UNKNOWN
    return condition.holds(values)


def missing(
    rule: Rule, guideline: Guideline, values: Mapping[str, Value], *, behind: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Return the recorded facts that are unknown and may decide a rule, in the order of names."""
    found: set[str] = set()
    for condition in rule.conditions:
        found |= unknown_facts(condition, guideline, values, behind=behind)
    return tuple(sorted(found))


def unknown_facts(
    condition: Condition, guideline: Guideline, values: Mapping[str, Value], *, behind: frozenset[str] = frozenset()
) -> set[str]:
    """Return the facts that leave a condition unknown; none where it is known.

    `behind` are the entitlements that are looked behind already: one may rest on another, and that one on it.
    """
    if truth_of(condition, values) is not UNKNOWN:
        return set()
    if condition.parts:
        return set().union(*(unknown_facts(part, guideline, values, behind=behind) for part in condition.parts))
    found: set[str] = set()
    for name in _open(condition, values) - behind:
        found |= unknown_behind(name, guideline, values, behind=behind)
    return found


def _open(condition: Condition, values: Mapping[str, Value]) -> frozenset[str]:
    """Return the names that are not settled. One that stands in assessed() alone matters only where there is no other."""
    found = frozenset([name for name in condition.reads if not is_settled(values.get(name, UNKNOWN))])
    if len(found) == 1:
        return found
    node = condition.node
    return found - (names_in(node) - names_in(node, without="assessed")) or found


def unknown_behind(
    name: str, guideline: Guideline, values: Mapping[str, Value], *, behind: frozenset[str] = frozenset()
) -> set[str]:
    """Return the recorded facts that leave a name unknown: itself, or what its table or entitlement rests on."""
    if name in guideline.tables:
        found: set[str] = set()
        for when, then in guideline.tables[name].rows:
            if when is not None:
                found |= unknown_facts(when, guideline, values)
            for read in then.reads:
                if not is_settled(values.get(read, UNKNOWN)):
                    found |= unknown_behind(read, guideline, values)
            if when is not None and when.holds(values) is True:
                break
        return found or {name}
    if name.startswith("entitled("):
        rules, further = guideline.entitling(name[9:-1]), behind | {name}
        return set().union(*(missing(rule, guideline, values, behind=further) for rule in rules))
    fact = guideline.facts.by_name.get(name)
    if isinstance(fact, OptionFact | PlacementFact) and fact.estimates is not None:
        return unknown_behind(fact.estimates, guideline, values)
    if isinstance(fact, CaseFact) and fact.rests_on:
        return set(fact.rests_on)
    waits_for = fact.waits_for if isinstance(fact, OptionFact | ResultFact) else ()
    found = {one for one in waits_for if not is_settled(values.get(one, UNKNOWN))}
    second = fact.behind if isinstance(fact, OptionFact) else None
    waiting = UNKNOWN if second is None else values.get(second.name, UNKNOWN)
    return found | (set(waiting.values) if isinstance(waiting, Members) else set()) or {name}


def is_estimate(name: str, guideline: Guideline, values: Mapping[str, Value]) -> bool:
    """Return whether a name has a value that is an estimate: what it is an estimate of is not known."""
    fact = guideline.facts.by_name.get(name)
    if (
        not isinstance(fact, OptionFact | PlacementFact)
        or fact.estimates is None
        or values.get(name, UNKNOWN) is UNKNOWN
    ):
        return False
    return values.get(fact.estimates, UNKNOWN) is UNKNOWN


def is_settled(value: Value) -> bool:
    """Return whether nothing more can be recorded of a value."""
    if isinstance(value, Levels):
        return value.open_keys == 0
    if isinstance(value, Members):
        return value.complete
    return value is not UNKNOWN and not isinstance(value, Possible)
