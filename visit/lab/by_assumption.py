"""A comparison with each assumption low and high by itself: which of them a result hangs on.

Citizens with one assumption at a bound are those that were drawn, save the few who come out otherwise; so only these are answered
again, each once, and a comparison is put together of the answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from visit.case import Case
from visit.errors import Location
from visit.lab.answers import CaseAnswer
from visit.lab.assumed_bounds import AssumedBounds
from visit.lab.both_sides import BothSides
from visit.lab.comparing import BlockComparing
from visit.lab.gate_values import GateNumber, numbers_of_row
from visit.lab.impact import ComparedCase
from visit.lab.members import Member
from visit.lab.movements import crossings, movement
from visit.population.altered import DrawnAgain, as_case
from visit.population.figures import LOW_AND_HIGH, LowOrHigh

TwoAnswers = tuple[CaseAnswer, CaseAnswer] | None
"""A case on both sides; None where it cannot be answered, or is left out."""


class TooManyError(Exception):
    """More citizens come out otherwise than may be answered."""


@dataclass(frozen=True, slots=True, eq=False)
class Altered:
    """The cases that each assumption alters.

    Attributes:
        drawn: The digests of the citizens as they were drawn.
        others: By assumption and bound, the digests of those who come out otherwise, by their place.
        cases: Every case that is to be answered, once, by its digest.
    """

    drawn: Sequence[str]
    others: Mapping[tuple[str, LowOrHigh], Mapping[int, str]]
    cases: Mapping[str, Case] = field(repr=False)


def altered_by(again: DrawnAgain, most: int, progress: Callable[[int, int | None], None]) -> Altered:
    """Return whom each assumption alters, low and high by itself.

    Raises:
        TooManyError: With them more than `most` are to be answered.
    """
    cases: dict[str, Case] = {}

    def kept(case: Case) -> str:
        cases.setdefault(case.digest, case)
        if len(cases) > most:
            raise TooManyError
        return case.digest

    drawn = [kept(as_case(one)) for one in again.drawn]
    others: dict[tuple[str, LowOrHigh], Mapping[int, str]] = {}
    for name in again.assumptions:
        for bound in LOW_AND_HIGH:
            others[name, bound] = {place: kept(one) for place, one in again.others(name, bound).items()}
            progress(len(others), len(LOW_AND_HIGH) * len(again.assumptions))
    return Altered(drawn, others, cases)


def by_each_assumption(altered: Altered, answers: Mapping[str, TwoAnswers]) -> dict[str, AssumedBounds]:
    """Return what a comparison comes to with each assumption low and high by itself, by its name."""
    drawn = _numbers(answers[one] for one in altered.drawn)

    def at(name: str, bound: LowOrHigh) -> Mapping[str, GateNumber]:
        others = altered.others[name, bound]
        if not others:
            return drawn
        return _numbers(answers[others.get(place, one)] for place, one in enumerate(altered.drawn))

    names = dict.fromkeys(name for name, _bound in altered.others)
    n = len(altered.drawn)
    return {name: AssumedBounds(at(name, "low"), drawn, at(name, "high"), (n, n, n)) for name in names}


def _numbers(every: Iterable[TwoAnswers]) -> Mapping[str, GateNumber]:
    found = BothSides()
    for one in every:
        if one is not None:
            found.count(*one, movement(*one), crossings(*one))
    return numbers_of_row(found)


def two_answers(comparing: BlockComparing, cases: Sequence[Case]) -> Iterator[TwoAnswers]:
    """Yield what both sides answer to each of some cases, which are asked about together."""
    members = [Member(one, Location("drawn")) for one in cases]
    for one in comparing.compared(members, lambda _done: None, Counter()):
        yield (one.old, one.new) if isinstance(one, ComparedCase) else None
