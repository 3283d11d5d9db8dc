"""What a comparison reads of the answer to one case: the only seam between the lab and the engine that answers.

    Answerer(basis).answer(case)             a `CaseAnswer`: plain values, no ranking behind them
    Answerer(basis).answers(block, places)     the same of many cases, in less time

Whoever answers many cases has to give the same values, and nothing else in the lab has to know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from visit.case import Case
from visit.catalogue import Option
from visit.errors import CaseError
from visit.lab.bases import Basis
from visit.lab.blocks import CaseBlock
from visit.lab.said import DECIDES_FIRST, TWO_PEOPLE, consequences_of, what_follows
from visit.matching import TOP, Engine
from visit.ranking.needs import needed_areas
from visit.ranking.values import Placement, Ranking, Standing
from visit.ranking.verdict import NotYet, verdict
from visit.reasons.refused import refused_of_case
from visit.rules.deciding.caching import Cache
from visit.rules.facts.declaration import OptionFact
from visit.rules.guideline.values import Guideline
from visit.rules.language.values import AtMost, Value, most_of

ENGINES = 20
"""For so many guidelines an `Answerer` keeps what was worked out."""


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """The answer to one case, as far as it is compared.

    Attributes:
        as_of: The day that it is for.
        parts: The ids of the options of the first placement; none where there is no placement.
        steps: Per ladder, in the guideline's order, the steps of these parts, the highest first.
        standing: The standing of the first placement.
        verdict: `grantable`, `not_yet` or `none`.
        undecided: Whether it is not decided yet, as `match` says it: the verdict is `not_yet`, for whichever reason.
        unproved: Whether the search reached its limit, so that another placement may come first.
        exception_first: Whether the first placement departs from a presumption, while one of the further ones is suitable.
        by_name: Whether nothing but names sets the first placement before the second.
        needs_unsure: How many of the needs the first placement does not surely cover; None where there is no placement.
        external: Whether a part is bought from others.
        metres: From the network to the part that is farthest from it.
        dkk_per_day: What its help costs the municipality a day; not known of a dwelling alone, which has no price of help.
        dkk_at_most: The same where only the most is known.
        hours: The hours a week that its parts state, in all.
        waiting_days: Of the part that is waited for longest.
        dwelling_alone: Whether nothing is given but the home that the citizen has, or a tenancy to be found.
        approvals: Who has to approve, with `PERHAPS` behind who perhaps has to.
        notices, deadlines, follow_up: What is to be said, done and looked at, each by its id, with its period where it has one,
            a follow-up with how often it is repeated and until when, a deadline with whose task it is, what meets it and what it
            is counted from, and `PERHAPS` behind what is so only perhaps.
        grants: For how long the help of its parts is granted, by the statements that say so, with their periods.
        decides_first: For whom it waits, who may say no, with `PERHAPS` where that is not known.
        two_people: Of `approvals` those by another than who decides, with `PERHAPS` where that is only perhaps so.
        areas: Each area of need, with the ids of the parts that serve it.

    Of external to waiting_days, None is not known, or no placement.
    """

    as_of: date
    parts: tuple[str, ...]
    steps: tuple[tuple[str, tuple[int, ...]], ...]
    standing: Standing | None
    verdict: str
    undecided: bool
    exception_first: bool
    by_name: bool
    external: bool | None
    metres: int | None
    dkk_per_day: Fraction | None
    dkk_at_most: Fraction | None
    hours: Fraction | None
    waiting_days: int | None
    approvals: frozenset[str]
    notices: frozenset[str]
    deadlines: frozenset[str]
    follow_up: frozenset[str]
    areas: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dwelling_alone: bool = False
    grants: frozenset[str] = frozenset()
    two_people: frozenset[str] = frozenset()
    decides_first: frozenset[str] = frozenset()
    unproved: bool = False
    needs_unsure: int | None = None


class Answerer:
    """Answers cases on one basis; what was worked out for one may serve the next.

    Attributes:
        guidelines: What was answered under, by digest, in the order in which it was first needed: more than one where cases are
            asked about on days between which the guideline changes.
    """

    def __init__(self, basis: Basis) -> None:
        self.basis = basis
        self.guidelines: dict[str, Guideline] = {}
        self._engines: Cache[Engine] = Cache(ENGINES)
        self._first: Engine | None = None
        self._known: set[Guideline] = set()

    def engine(self, guideline: Guideline) -> Engine:
        """Return the engine that answers under a guideline."""
        return self._engines.of(guideline, lambda: self._made(guideline))

    def _made(self, guideline: Guideline) -> Engine:
        if self._first is None:
            self._first = Engine(self.basis.catalogue, guideline)
        return self._first if self._first.guideline is guideline else self._first.under(guideline)

    def engine_for(self, case: Case) -> Engine:
        """Return the engine that answers a case."""
        return self.engine(self.basis.guideline_of(case))

    def guideline_for(self, case: Case) -> Guideline:
        """Return the guideline that binds for a case.

        Raises:
            CaseError: The case says what the guideline does not know.
        """
        guideline = self.basis.guideline_of(case)
        if guideline not in self._known:
            self._known.add(guideline)
            self.guidelines.setdefault(guideline.digest, guideline)
        for _path, message, help in refused_of_case(case, guideline):
            raise CaseError(message, help=help)
        return guideline

    def ranking(self, case: Case) -> Ranking:
        """Return the whole answer to a case.

        Raises:
            CaseError: The case says what the guideline does not know.
        """
        guideline = self.guideline_for(case)
        return self.engine(guideline).match(case, self.basis.day_of(case), top=TOP)

    def answer(self, case: Case) -> CaseAnswer:
        """Return what is compared of the answer to a case.

        Raises:
            CaseError: The case says what the guideline does not know.
        """
        return case_answer(self.ranking(case))

    def refused(self, case: Case) -> CaseError | None:
        """Return why a case cannot be answered before it is asked; None where it can be asked."""
        try:
            self.guideline_for(case)
        except CaseError as error:
            return error
        return None

    def together(self, block: CaseBlock, places: Iterable[int]) -> dict[tuple[Guideline, date], list[int]]:
        """Return the places of the cases that are asked about under one guideline on one day."""
        found: dict[tuple[Guideline, date], list[int]] = {}
        for place in places:
            case = block.cases[place]
            found.setdefault((self.basis.guideline_of(case), self.basis.day_of(case)), []).append(place)
        return found

    def answers(
        self,
        block: CaseBlock,
        places: Iterable[int],
        *,
        beside: Iterable[Guideline] = (),
        each: Callable[[int, Ranking, CaseAnswer], None] = lambda _place, _ranking, _answer: None,
    ) -> dict[int, CaseAnswer | CaseError]:
        """Return what is compared of the answers to some cases of a block, or why one cannot be answered, by their places.

        Args:
            block: The cases.
            places: Which of them; the guideline is known to take them.
            beside: Guidelines whose approvals, notices, deadlines, follow-up and grants are asked of the same rankings.
            each: Is called with each ranking, as far as a comparison reads it, and its answer.
        """
        found: dict[int, CaseAnswer | CaseError] = {}
        for (guideline, day), those in self.together(block, places).items():
            rankings = block.rankings(self.engine(guideline), those, day, beside)
            for place, one in zip(those, rankings, strict=True):
                if isinstance(one, CaseError):
                    found[place] = one
                else:
                    found[place] = answer = case_answer(one)
                    each(place, one, answer)
        return found


def case_answer(ranking: Ranking) -> CaseAnswer:
    """Return what is compared of a ranking."""
    first, found = ranking.first, verdict(ranking)
    consequences = consequences_of(ranking)
    of_parts = PartFacts(ranking, () if first is None else first.parts)
    is_dwelling = first is not None and all(part.is_ordinary_home for part in first.parts)
    price = None if first is None or is_dwelling else first.facts.get("placement.price_dkk_per_day")
    return CaseAnswer(
        as_of=ranking.as_of,
        parts=() if first is None else tuple(part.id for part in first.parts),
        steps=_steps(ranking, first),
        standing=None if first is None else first.standing,
        verdict=found.name,
        undecided=found.name == "not_yet",
        exception_first=first is not None
        and first.standing is Standing.BY_EXCEPTION
        and any(one.standing is Standing.SUITABLE for one in ranking.placements),
        by_name=first is not None
        and ranking.second is not None
        and [one.key for one in first.order] == [one.key for one in ranking.second.order],
        external=of_parts.any("option.external"),
        metres=of_parts.most("travel.network_km", _metres),
        dkk_per_day=Fraction(price) if isinstance(price, int | Decimal | Fraction) else None,
        dkk_at_most=Fraction(most_of(price)) if isinstance(price, AtMost) else None,
        hours=_hours(first),
        waiting_days=of_parts.most("option.waiting_days", _whole),
        approvals=what_follows(consequences, "approvals"),
        notices=what_follows(consequences, "notices"),
        deadlines=what_follows(consequences, "deadlines"),
        follow_up=what_follows(consequences, "follow_up"),
        grants=what_follows(consequences, "grants"),
        two_people=what_follows(consequences, TWO_PEOPLE),
        decides_first=what_follows(consequences, DECIDES_FIRST),
        areas=_areas(ranking, first),
        dwelling_alone=is_dwelling,
        unproved=NotYet.UNPROVED in found.reasons,
        needs_unsure=None if first is None else len(first.leans_on),
    )


# --- the first placement ---


@dataclass(frozen=True, slots=True, eq=False)
class PartFacts:
    """Facts of some parts of a placement."""

    ranking: Ranking
    parts: Sequence[Option]

    def values(self, fact: str) -> list[Value]:
        """Return a fact of each part."""
        read, now = self.ranking.guideline.facts[fact], self.ranking.side.circumstances
        assert isinstance(read, OptionFact)
        return [read.value(part, now) for part in self.parts]

    def any(self, fact: str) -> bool | None:
        """Return whether a fact is true of a part; None where it is surely of none, and not known of one."""
        found = self.values(fact)
        if any(value is True for value in found):
            return True
        return False if found and all(value is False for value in found) else None

    def most(self, fact: str, whole: Callable[[Value], int | None]) -> int | None:
        """Return the largest of the parts' values as a whole number; None where one is not known, or there are none."""
        found = [whole(value) for value in self.values(fact)]
        return None if not found or None in found else max(one for one in found if one is not None)


def _metres(value: Value) -> int | None:
    is_number = isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool)
    return round(Fraction(value) * 1000) if is_number else None  # type: ignore[arg-type]


def _whole(value: Value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _steps(ranking: Ranking, first: Placement | None) -> tuple[tuple[str, tuple[int, ...]], ...]:
    if first is None:
        return ()
    steps = [ranking.steps[ranking.index(part)] for part in first.parts]
    return tuple(
        (ladder, tuple(sorted((one[ladder] for one in steps if ladder in one), reverse=True)))
        for ladder in ranking.guideline.ladders
    )


def _areas(ranking: Ranking, first: Placement | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    parts = () if first is None else first.parts
    return tuple(
        (area, tuple(part.id for part in parts if area in part.areas)) for area in sorted(needed_areas(ranking.side))
    )


def _hours(first: Placement | None) -> Fraction | None:
    stated = [part.hours_limit for part in first.parts if part.hours_limit is not None] if first else []
    return sum(map(Fraction, stated), Fraction(0)) if stated else None
