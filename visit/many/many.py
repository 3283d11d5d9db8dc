"""Many cases decided at once: the standing of every option and the first placement, as `match` has them.

What cannot be done for many at once is asked of `match`, and counted by the reason. The unit of work is a block of cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from visit.catalogue import Option
from visit.errors import CaseError
from visit.many.answers import ManyAnswers, StandingAnswer
from visit.many.case_columns import CaseColumns
from visit.many.first_passes import FirstPass, values_found
from visit.many.first_rankings import UNPROVED, first_ranking
from visit.many.judging import JudgedCase, JudgingMany
from visit.many.needs_columns import NeedsColumns
from visit.many.one_case import OneCase
from visit.many.option_axis import OptionAxis
from visit.many.population import Population
from visit.many.rule_columns import RuleColumns
from visit.many.second_passes import SecondPass
from visit.many.single_parts import SingleParts
from visit.matching import TOP, Engine
from visit.ranking.values import Ranking, Standing
from visit.rules.deciding.option_sets import bits
from visit.rules.facts.own import faults_in
from visit.rules.guideline.values import Guideline, what_follows_rests_on

REFUSED = "refused"


def decided_many(engine: Engine, population: Population, *, firsts: bool = True) -> ManyAnswers:
    """Decide the cases of a population, each as the engine would by itself.

    Args:
        engine: The catalogue and the guideline.
        population: The cases on a date; a large one is decided in blocks, whose answers are added up.
        firsts: Whether to find the first placement too.

    Raises:
        CatalogueError: An offer's own terms cannot be read.
    """
    return DecidedBlock(engine, population, firsts=firsts).answers()


class DecidedBlock:
    """One population under one guideline.

    Args:
        engine: The catalogue and the guideline.
        population: The cases on a date.
        firsts: Whether to find the first placement too.
        beside: Guidelines whose approvals, notices, deadlines, follow-up and grants will be asked of the same rankings.

    Attributes:
        judging: How the options stand.
        asked: What follows from a first placement rests on these facts.
        by_match: How many cases were asked of `match`, by the reason.
        by_search: Of how many the first placement was not found over cells, but by the search of `match`.
    """

    def __init__(
        self, engine: Engine, population: Population, *, firsts: bool = True, beside: Iterable[Guideline] = ()
    ) -> None:
        self.engine, self.population, self.firsts = engine, population, firsts
        self.asked = frozenset().union(*map(what_follows_rests_on, (engine.guideline, *beside)))
        self.cases = CaseColumns(population, engine.dependencies)
        self.axis = OptionAxis(population, engine)
        self.columns = RuleColumns(self.cases, self.axis)
        self.needs = NeedsColumns(self.cases, self.axis)
        self.judging = JudgingMany(self.cases, self.axis, self.columns, self.needs)
        self.by_match: Counter[str] = Counter()
        self.by_search = 0
        self.of_single_parts: dict[int, Mapping[int, Sequence[tuple[Option, ...]]]] = {}

    def answers(self) -> ManyAnswers:
        """Return the answers of all cases."""
        return ManyAnswers([self.answer(case) for case in range(len(self.population))], self.by_match)

    def first_few(self, case: int, top: int) -> Sequence[tuple[Option, ...]] | str:
        """Return the parts of the first few placements of one case; a text, the reason, where `match` has to be asked."""
        single = self.single(top).get(case)
        if single is not None and not self.is_faulty(case):
            return single
        found = self.judged(case)
        if isinstance(found, str):
            return found
        first_pass, final = found
        assert first_pass is not None
        second = SecondPass(first_pass, final)
        parts = second.best_few(top)
        return parts if second.proved else UNPROVED

    def single(self, top: int) -> Mapping[int, Sequence[tuple[Option, ...]]]:
        """Return the parts of the first few placements of the cases in which each is one option, or one beside the home."""
        if top not in self.of_single_parts:
            self.of_single_parts[top] = SingleParts(self.judging, self.columns.atoms).first_few(top)
        return self.of_single_parts[top]

    def answer(self, case: int) -> StandingAnswer:
        """Return the answer of one case."""
        found = self.judged(case)
        if isinstance(found, str):
            return self.by_one(case, found)
        first_pass, final = found
        standings = self.standings(case, final)
        if first_pass is None or not self.firsts:
            return StandingAnswer(standings)
        second = SecondPass(first_pass, final)
        best = second.best()
        if not second.proved:
            return self.by_one(case, UNPROVED)
        self.by_search += second.by_search
        return StandingAnswer(standings, tuple(part.id for part in best))

    def ranking(self, case: int) -> Ranking:
        """Return the ranking of one case, as far as `first_rankings` finds it for many, and else that of `match`.

        Raises:
            CaseError: `match` refuses the case.
        """
        found = self.judged(case)
        if isinstance(found, str):
            return self.match(case, found, top=TOP)
        first_pass, final = found
        assert first_pass is not None
        second = SecondPass(first_pass, final)
        ranking = first_ranking(second, self.asked)
        self.by_search += second.by_search
        return self.match(case, ranking, top=TOP) if isinstance(ranking, str) else ranking

    def judged(self, case: int) -> tuple[FirstPass | None, JudgedCase] | str:
        """Return the first pass of one case, where it was needed, and how its options stand; else why `match` has to be asked."""
        first = None if self.is_faulty(case) else self.judging.without_comparing(case)
        if first is None or self.homes_clash(case, first):
            return REFUSED
        telling = self.judging.telling(case, first)
        found = first_pass = None
        if telling or self.firsts:
            first_pass = FirstPass(OneCase(self.judging, case, first), first)
        if telling and first_pass is not None:
            of_each = {name for rule in telling for name in rule.of_each}
            shared = {name for rule in telling for name in rule.shared}
            found = values_found(first_pass, sorted(of_each), shared)
            if not first_pass.proved:
                return UNPROVED
        return first_pass, self.judging.final(case, first, telling, found)

    def match(self, case: int, reason: str, *, top: int = 1) -> Ranking:
        """Ask `match`."""
        self.by_match[reason] += 1
        return self.engine.match(self.population.cases[case], self.population.as_of, top=top)

    # --- what is refused ---

    def is_faulty(self, case: int) -> bool:
        """Return whether a case records a fact otherwise than the guideline declares it."""
        own = self.engine.guideline.facts.own
        return bool(own) and any(True for _fault in faults_in(self.population.cases[case], own))

    def homes_clash(self, case: int, judged: JudgedCase) -> bool:
        """Return whether two services that continue may both give a home."""
        homes = 0
        for addition, one in zip(self.axis.additions_of[case], judged.own, strict=True):
            option = self.axis.option(addition)
            homes += option.continues and option.gives_home and bool(one.ranked)
        return homes > 1

    def by_one(self, case: int, reason: str) -> StandingAnswer:
        """Ask `match` alone, which says why a case cannot be answered."""
        try:
            ranking = self.match(case, reason)
        except CaseError as error:
            return StandingAnswer({}, refused=error.message, by_match=reason)
        standings: dict[Standing, tuple[str, ...]] = {}
        for option, standing in zip(ranking.options, ranking.standings, strict=True):
            if standing is not Standing.RULED_OUT:
                standings[standing] = (*standings.get(standing, ()), option.id)
        first = tuple(part.id for part in ranking.placements[0].parts) if ranking.placements else ()
        return StandingAnswer(standings, first if self.firsts else None, by_match=reason)

    # --- standings ---

    def standings(self, case: int, judged: JudgedCase) -> dict[Standing, tuple[str, ...]]:
        """Return the ids of the options of each standing, in order, save what is ruled out."""
        found: dict[Standing, list[str]] = {}
        for standing, row in judged.shared.rows().items():
            if row and standing is not Standing.RULED_OUT:
                found[standing] = [self.axis.ids[place] for place in bits(row)]
        for addition, one in zip(self.axis.additions_of[case], judged.own, strict=True):
            for standing, row in one.rows().items():
                if row and standing is not Standing.RULED_OUT:
                    found.setdefault(standing, []).append(self.axis.option(addition).id)
        return {standing: tuple(sorted(ids)) for standing, ids in found.items()}
