"""Whether the invariants of a guideline hold: proved over every combination, refuted by a case that `match` answers, or not found.

The ways in which something may break an invariant come from `ways`. Each is written as a case with one offer and answered as any
other; what a rule then forbids is chosen for, too. Where the combinations are more than the limit, cases are drawn from a seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Literal, TypeAlias

from visit.catalogue import Option
from visit.errors import VisitError
from visit.matching import Engine
from visit.ranking.values import Ranking
from visit.reasons.broken import broken_invariants
from visit.reasons.explanation import Explanation
from visit.rules.findings.possibility import Assigned
from visit.rules.guideline.values import Guideline, Invariant, Rule
from visit.rules.language.expression import unparse
from visit.trials.combinations import Combinations
from visit.trials.reading import DecisionTrial
from visit.trials.setting import RowCase
from visit.trials.ways import MOST_VISITED, STANDINGS, WaysToBreak, comparative_facts
from visit.trials.witness_fields import offer_of
from visit.trials.witnesses import as_trial, smaller, witness

TRIED = 200
"""So many ways are answered by `match` before cases are drawn."""
DRAWN = 300
"""So many times a case is drawn where nothing else settles it; what is drawn does not always make a case."""
DEEPEST = 2_000
"""So many combinations are looked at for one case that is drawn."""

ProofVerdict: TypeAlias = Literal["proved", "refuted", "not_found"]
ProofProgress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found of one invariant on one date.

    Attributes:
        combinations: How many were visited.
        free: The comparative facts behind it, which count as free.
        drawn: How many drawn cases were answered; 0 where none had to be.
        is_cut: Whether there were more combinations than are visited.
        witness: The decision that breaks it, where one was found.
        option: The option that it is true of.
    """

    invariant: Invariant
    day: date
    found: ProofVerdict
    combinations: int
    free: tuple[str, ...]
    drawn: int = 0
    is_cut: bool = False
    witness: DecisionTrial | None = None
    option: Option | None = None


def proofs(
    days: Mapping[date, Guideline],
    *,
    seed: int,
    limit: int = MOST_VISITED,
    drawn: int = DRAWN,
    today: date = date.max,
    progress: ProofProgress,
) -> Iterator[Proof]:
    """Yield what is found of each invariant, on each of some dates.

    Args:
        days: A guideline on every date on which the rules are others (`different`).
        seed: Of what is drawn.
        limit: So many combinations at most are visited for an invariant.
        drawn: So many times a case is drawn where these are not all.
        today: The last day on which a case can have been assessed; before the guideline is in force it is asked of a later day.
        progress: Told how many invariants are done, of how many.
    """
    todo = [(day, guideline, one) for day, guideline in days.items() for one in guideline.invariants]
    spaces: dict[Guideline, Combinations] = {}
    for done, (day, guideline, invariant) in enumerate(todo):
        progress(done, len(todo))
        if guideline not in spaces:
            spaces[guideline] = Combinations(guideline)
        yield _Proving(spaces[guideline], invariant, day, limit, drawn, seed, today).proof()


def different(days: Mapping[date, Guideline]) -> dict[date, Guideline]:
    """Return the dates, in order, on which what counts in the invariants is not what it is on another date."""
    found: dict[str, date] = {}
    for day, guideline in days.items():
        found.setdefault(_what_decides(guideline), day)
    return {day: days[day] for day in sorted(found.values())}


def _what_decides(guideline: Guideline) -> str:
    """Return everything of a guideline that counts in its invariants."""
    said: list[object] = [(one.name, one.value) for one in guideline.parameters.values()]
    said += [
        (name, [(when and unparse(when.node), unparse(then.node)) for when, then in table.rows])
        for name, table in guideline.tables.items()
    ]
    said += [
        (
            one.id,
            one.gate,
            one.strength,
            sorted(one.provisions or ()),
            one.if_unknown,
            [part and unparse(part.node) for part in (one.when, one.require, one.unless)],
        )
        for one in guideline.rules
    ]
    said += [(one.id, unparse(one.never.node)) for one in guideline.invariants]
    said += [(one.fact, one.value, unparse(one.when.node)) for one in guideline.proposals]
    return repr(said)


@dataclass(slots=True)
class _Proving:
    space: Combinations
    invariant: Invariant
    day: date
    limit: int
    draws: int
    seed: int
    today: date
    visited: int = 0
    unsettled: int = 0
    is_cut: bool = False

    def proof(self) -> Proof:
        goals: dict[str, list[Rule]] = {}
        for standing in STANDINGS:
            ways = WaysToBreak(self.space, self.invariant, standing, self.limit - self.visited)
            answer = self.refuting(ways)
            self.visited += ways.visited
            if answer is not None:
                return self.least(answer)
            if ways.given:
                goals[standing] = ways.goals
            self.is_cut = ways.is_cut
            if ways.is_cut or self.unsettled >= TRIED:
                return self.drawn(goals or {standing: []})
        return self.drawn(goals) if self.unsettled else self.proved("proved")

    def refuting(self, ways: WaysToBreak) -> _TriedWay | None:
        """Answer each way, and choose for what then forbids it; return the first that breaks the invariant all the same."""
        for way in ways.found():
            answer = self.answered(way)
            if answer is not None and answer.option is not None:
                return answer
            forbidding = [] if answer is None else list(self.forbidding(answer, ways))
            if not ways.pursue(forbidding, way):
                self.unsettled += 1
                if self.unsettled >= TRIED:
                    return None
        return None

    def drawn(self, goals: Mapping[str, Sequence[Rule]]) -> Proof:
        """Answer cases that are drawn among the ways that are left."""
        random = Random(self.seed)  # noqa: S311  (no secret: the same seed, the same cases)
        answers = 0
        for _number in range(self.draws):
            standing = random.choice(sorted(goals))
            ways = WaysToBreak(self.space, self.invariant, standing, DEEPEST)
            ways.goals += goals[standing]
            way = next(ways.found(random), None)
            answer = None if way is None else self.answered(way)
            if answer is not None and answer.option is not None:
                return self.least(answer)
            answers += answer is not None
        return self.proved("not_found", answers)

    # --- one case ---

    def answered(self, way: Assigned) -> _TriedWay | None:
        """Return what `match` answers to a way; None where its values make no case."""
        return self.answer(witness(way, self.space.guideline, min(self.day, self.today)))

    def answer(self, row: RowCase) -> _TriedWay | None:
        try:
            trial = as_trial(row, self.space.guideline, self.day, self.today)
            ranking = Engine(trial.catalogue, self.space.guideline).match(trial.case, trial.as_of)
        except VisitError:
            return None
        broken = broken_invariants(Explanation(ranking), ranking.options)
        option = next((option for one, option in broken if one.id == self.invariant.id), None)
        return _TriedWay(row, trial, ranking, option)

    def forbidding(self, answer: _TriedWay, ways: WaysToBreak) -> Iterator[Rule]:
        """Yield the rules that take the standing away from the option that was meant."""
        ranking = answer.ranking
        for option in ranking.options:
            if option.offer.id == offer_of(answer.row):
                index = ranking.index(option)
                yield from (
                    one for one in self.space.rules if ways.forbids(one, ranking.outcomes[one.id].outcome(index))
                )
                return

    def least(self, answer: _TriedWay) -> Proof:
        """Leave out every fact that the invariant is broken without."""
        smallest, is_least = answer, False
        while not is_least:
            is_least = True
            for row in smaller(smallest.row):
                fewer = self.answer(row)
                if fewer is not None and fewer.option is not None:
                    smallest, is_least = fewer, False
                    break
        return replace(self.proved("refuted"), witness=smallest.trial, option=smallest.option)

    def proved(self, found: ProofVerdict, drawn: int = 0) -> Proof:
        free = comparative_facts(self.space.guideline, self.invariant)
        return Proof(self.invariant, self.day, found, self.visited, free, drawn, self.is_cut)


@dataclass(frozen=True, slots=True, eq=False)
class _TriedWay:
    """A witness and what it is answered; `option` is the one that breaks the invariant, where one does."""

    row: RowCase
    trial: DecisionTrial
    ranking: Ranking
    option: Option | None
