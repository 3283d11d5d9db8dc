"""What a case and an option make of each statement: its outcome, and the sides of the boundaries that decide it.

A comparison decides where it makes a difference: in `a and b` the one does while the other is not false, in `a or b` while the
other is not true, a row of a table while no row above it is true. What does not decide is not tried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from visit.catalogue import Option
from visit.ranking.keys import band
from visit.ranking.values import Ranking
from visit.reasons.consequences import Consequences
from visit.reasons.explanation import Explanation
from visit.rules.deciding.case_side import CaseSide
from visit.rules.deciding.one_option import Outcome, outcome_for_option, outcome_for_whole, whole_environment
from visit.rules.deciding.unknown import truth_of
from visit.rules.guideline.values import DecisionTable, Guideline, Preference, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.values import UNKNOWN, Truth, Value
from visit.trials.boundaries import Boundary, bands_of, boundaries_of
from visit.trials.resting import StatementName
from visit.trials.rows import RowInputs

Values = Mapping[str, Value]
Deciding: TypeAlias = Rule | DecisionTable | Preference | Condition
"""What a statement is decided by."""
_WORDS = {Outcome.HOLDS: "holds", Outcome.FAILS: "fails", Outcome.UNKNOWN: "unknown", Outcome.CONFIRM: "unknown"}


@dataclass(slots=True)
class Observed:
    """How often each statement had each outcome, and each boundary a value on each of its sides."""

    outcomes: Counter[tuple[StatementName, str]] = field(default_factory=Counter)
    sides: Counter[tuple[StatementName, Boundary, str]] = field(default_factory=Counter)


class Observer:
    """Watches the statements of one guideline, as it stands on a stretch of days."""

    def __init__(self, guideline: Guideline, into: Observed) -> None:
        self.guideline, self.into = guideline, into
        self._boundaries: dict[Condition, tuple[Boundary, ...]] = {}
        self.stated = deciders(guideline)

    # --- what is watched ---

    def row(self, statement: StatementName, inputs: RowInputs) -> None:
        """Watch the statement of one row on what the row sets."""
        found = self.stated.get(statement)
        if isinstance(found, Rule):
            if found.of_placement:
                self.note_rule(
                    statement,
                    found,
                    inputs.values,
                    lambda: outcome_for_whole(found, inputs.side, inputs.values, inputs.found),
                )
            else:
                self.rule_of_option(statement, found, inputs.side, inputs.values, inputs.option)
        elif found is not None:
            bare = statement[0] in ("area", "proposal")
            self.note(statement, found, inputs.side.bare if bare else inputs.values)

    def ranking(self, ranking: Ranking) -> None:
        """Watch every statement on every option of an answer, on its placements, and on the case."""
        explanation = Explanation(ranking)
        for statement, found in self.stated.items():
            if isinstance(found, Rule):
                self._rule(statement, found, ranking, explanation)
            elif isinstance(found, Condition) and statement[0] in ("notice", "approval", "follow_up"):
                for _about, values in Consequences(explanation).environments(found, ranking.first, ()):
                    self.note(statement, found, values)
            else:
                self._each(statement, found, ranking, explanation)

    def _rule(self, statement: StatementName, rule: Rule, ranking: Ranking, explanation: Explanation) -> None:
        if not rule.of_placement:
            for option in ranking.options:
                self.rule_of_option(statement, rule, ranking.side, explanation.values(option), option)
            return
        for placement in ranking.placements:
            found = {**ranking.comparative.values, **placement.facts}
            values = whole_environment(ranking.side, found)

            def outcome(values: Values = values, found: Values = found) -> Outcome:
                return outcome_for_whole(rule, ranking.side, values, found)

            self.note_rule(statement, rule, values, outcome)

    def _each(self, statement: StatementName, found: Deciding, ranking: Ranking, explanation: Explanation) -> None:
        """Watch what reads the case alone once, and what reads more on each option."""
        side = ranking.side.bare if statement[0] in ("area", "proposal") else ranking.side.values
        if _reads(found) <= side.keys():
            self.note(statement, found, side)
        elif isinstance(found, Preference) and found.of_placement:
            for placement in ranking.placements:
                self.note(statement, found, {**side, **ranking.comparative.values, **placement.facts})
        else:
            for option in ranking.options:
                self.note(statement, found, explanation.values(option))

    # --- one statement ---

    def rule_of_option(
        self, statement: StatementName, rule: Rule, side: CaseSide, values: Values, option: Option
    ) -> None:
        """Watch a rule on one option, if it is asked of that option at all."""
        if rule.provisions is not None and option.provision.id not in rule.provisions:
            return
        if rule.opens_help and option.continues:
            return
        self.note_rule(
            statement, rule, values, lambda: outcome_for_option(rule, side, side.dependencies.guideline, values, option)
        )

    def note_rule(self, statement: StatementName, rule: Rule, values: Values, outcome: Callable[[], Outcome]) -> None:
        """Note what a rule gives, and the boundaries of those of its conditions that decide."""
        unless = False if rule.unless is None else truth_of(rule.unless, values)
        when = True if rule.when is None else truth_of(rule.when, values)
        given = outcome()
        word = _WORDS.get(given, "excepted" if unless is True else "not_applicable")
        self.into.outcomes[statement, word] += 1
        if when is not False and truth_of(rule.require, values) is not True:
            self.sides(statement, rule.unless, values)
        if unless is not True:
            self.sides(statement, rule.when, values)
            if when is not False:
                self.sides(statement, rule.require, values)

    def note(self, statement: StatementName, found: Deciding, values: Values) -> None:
        """Note what anything but a rule gives."""
        match found:
            case DecisionTable():
                self.into.outcomes[statement, self.row_of(statement, found, values)] += 1
            case Preference():
                self.preference(statement, found, values)
            case Condition():
                word = _word(truth_of(found, values))
                self.into.outcomes[statement, word] += 1
                self.sides(statement, found, values)

    def row_of(self, statement: StatementName, table: DecisionTable, values: Values) -> str:
        """Return which row of a table decides, or that it is open."""
        open = False
        for number, (when, then) in enumerate(table.rows, start=1):
            truth = True if when is None else truth_of(when, values)
            self.sides(statement, when, values)
            if truth is True:
                self.sides(statement, then, values)
                return "perhaps" if open else f"row {number}"
            open = open or truth is UNKNOWN
        return "perhaps"

    def preference(self, statement: StatementName, preference: Preference, values: Values) -> None:
        self.sides(statement, preference.when, values)
        if preference.when is not None and truth_of(preference.when, values) is not True:
            self.into.outcomes[statement, "not_applicable"] += 1
            return
        known = preference.value.reads <= values.keys()
        place = band(preference, preference.value.run(values)) if known else None
        self.into.outcomes[statement, "unknown" if place is None else "known"] += 1
        self.sides(statement, preference.value, values)
        for one in bands_of(preference):
            self._note_sides(statement, one, values)

    # --- boundaries ---

    def sides(self, statement: StatementName, condition: Condition | None, values: Values) -> None:
        """Note the sides of the boundaries in those parts of a condition that decide it."""
        for atom in () if condition is None else deciding(condition, values):
            for one in self.boundaries(atom):
                self._note_sides(statement, one, values)

    def _note_sides(self, statement: StatementName, boundary: Boundary, values: Values) -> None:
        for side in boundary.sides(values):
            self.into.sides[statement, boundary, side] += 1

    def boundaries(self, condition: Condition) -> tuple[Boundary, ...]:
        """Return the boundaries in a condition."""
        if condition not in self._boundaries:
            self._boundaries[condition] = tuple(boundaries_of(condition, self.guideline))
        return self._boundaries[condition]

    def all_boundaries(self, statement: StatementName) -> Iterator[Boundary]:
        """Yield every boundary of a statement, each once."""
        found = self.stated[statement]
        yield from dict.fromkeys(one for condition in conditions_of(found) for one in self.boundaries(condition))
        if isinstance(found, Preference):
            yield from bands_of(found)


def deciders(guideline: Guideline) -> dict[StatementName, Deciding]:
    """Return the statements of a guideline by kind and id: what decides each of them."""
    found: dict[StatementName, Deciding] = {("fact", name): table for name, table in guideline.tables.items()}
    levels = guideline.record["sections"].get("service_levels", {}).keys()
    found |= {("service_level" if one.id in levels else "rule", one.id): one for one in guideline.rules}
    found |= {("area", area): when for area, when, _origin in guideline.areas}
    found |= {("right", one.id): one for one in guideline.rights}
    found |= {("preference", one.id): one for one in guideline.preferences}
    found |= {("proposal", one.id): one.when for one in guideline.proposals}
    found |= {("notice", one.id): one.when for one in guideline.notices}
    found |= {("approval", one.id): one.when for one in guideline.approvals}
    found |= {("follow_up", one.id): one.when for one in guideline.follow_up}
    found |= {("deadline", one.id): one.when for one in guideline.deadlines}
    found |= {("grant", one.id): one.when for one in guideline.grants}
    return found


def conditions_of(found: Deciding) -> tuple[Condition, ...]:
    """Return the conditions of a statement."""
    match found:
        case Rule():
            return found.conditions
        case DecisionTable():
            return tuple(one for pair in found.rows for one in pair if one is not None)
        case Preference():
            return (found.value, *(() if found.when is None else (found.when,)))
        case Condition():
            return (found,)


def _reads(found: Deciding) -> frozenset[str]:
    return frozenset().union(*(one.reads for one in conditions_of(found)))


def deciding(condition: Condition, values: Values) -> Iterable[Condition]:
    """Yield the parts of a condition that are joined no further and make a difference to it."""
    if not condition.joined:
        yield condition
        return
    settles: Truth = condition.joined == "or"
    truths = [truth_of(part, values) for part in condition.parts]
    for place, part in enumerate(condition.parts):
        if condition.joined == "not" or settles not in (*truths[:place], *truths[place + 1 :]):
            yield from deciding(part, values)


def _word(truth: Truth) -> str:
    return "perhaps" if truth is UNKNOWN else "given" if truth else "not_given"
