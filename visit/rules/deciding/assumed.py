"""What an answer takes for granted: facts of the citizen that nobody recorded, and that it read as if that settled them.

A rule with `known(x)` has an answer where x is not recorded; so has the engine, which asks for no staff where nobody said that
staff is needed. That is wanted: an answer that waits for everything is none. But it may turn once the fact is recorded: so it
is told.

A rule is asked twice: as it stands, and *cautiously*, where `known` of what is not known is itself unknown. What it takes for
granted is what the second misses and the first does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from visit.rules.deciding.case_side import CaseSide, completed
from visit.rules.deciding.one_option import Outcome, outcome_in
from visit.rules.deciding.unknown import missing, unknown_facts
from visit.rules.guideline.values import Rule
from visit.rules.language.values import CAUTIOUS, UNKNOWN, Members, Value

COUNTED_AS_NONE = tuple(f"case.needs.{key}" for key in ("areas", "must", "premises", "round_the_clock", "tied_staff"))
"""What is asked of no option where it is neither recorded nor proposed."""


def cautious(side: CaseSide) -> CaseSide:
    """Return the case's side as it is where `known` of what is not known is unknown."""
    values, bare = (completed(side.dependencies, {**known, CAUTIOUS: True}) for known in (side.values, side.bare))
    return replace(side, values=values, bare=bare)


def assumed_by(rule: Rule, side: CaseSide, outcome: Outcome, values: Mapping[str, Value]) -> Iterator[str]:
    """Yield the facts of the citizen that a rule takes for granted.

    Args:
        rule: The rule.
        side: The case's side, as it stands.
        outcome: What the rule gives as it stands.
        values: What can be read of the option, cautiously.
    """
    if outcome is not Outcome.UNKNOWN and outcome_in(rule, values) is Outcome.UNKNOWN:
        guideline = side.dependencies.guideline
        yield from (fact for fact in missing(rule, guideline, values) if guideline.facts[fact].side == "case")


def assumed_of_needs(side: CaseSide) -> Iterator[str]:
    """Yield the facts of the citizen that could add something to be met, and that neither the case nor the guideline tells."""
    for name in COUNTED_AS_NONE:
        by_day_and_night = name == "case.needs.tied_staff" and side.values["case.needs.round_the_clock"] is True
        if side.values[name] is UNKNOWN and not by_day_and_night:
            yield name


def hours_left_out(side: CaseSide, areas: Iterable[str]) -> Iterator[str]:
    """Yield the hours of needed areas that are not recorded: an option is counted as giving enough of them."""
    needed, hours = side.values["case.needs.areas"], side.circumstances.case.needs.hours_per_week or {}
    if isinstance(needed, Members):
        asked = needed.values.intersection(areas) - {"home"} - hours.keys()
        yield from (f"case.needs.hours_per_week.{area}" for area in sorted(asked))


def proposed_from(side: CaseSide, fact: str) -> frozenset[str]:
    """Return the facts that could still make the guideline propose another: of the areas, the needs."""
    guideline = side.dependencies.guideline
    conditions = [proposal.when for proposal in guideline.proposals if proposal.fact == fact]
    if fact == "case.needs.areas":
        conditions += [when for _area, when, _origin in guideline.areas]
    return frozenset().union(*(unknown_facts(one, guideline, side.bare) for one in conditions))
