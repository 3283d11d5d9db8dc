"""Cases with a number of their guideline at many values: each answered once on every stretch of values on which nothing can tip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from visit.errors import CaseError, VisitError
from visit.lab.answers import Answerer, CaseAnswer, case_answer
from visit.lab.blocks import CaseBlock
from visit.lab.curve import MovedCounts, Sweep, SweptValue, moves, surely_follows_of, tip_at, what_follows_of
from visit.lab.members import Member
from visit.lab.number_at import NumberAt
from visit.lab.stretches import Stretch, around
from visit.lab.trying import Trying
from visit.ranking.values import Ranking
from visit.rules.guideline.values import Guideline


@dataclass(slots=True, eq=False)
class SweptCase:
    """One case.

    Attributes:
        now: Its answer today.
        answers: What it is answered on each stretch of what is asked about.
        is_followed_at: Whether what follows is only known for the values that are asked about.
        unproved: Whether the first placement is not proved to come first, today or on a stretch.
    """

    number: NumberAt
    now: CaseAnswer
    answers: list[tuple[Stretch, CaseAnswer]] = field(default_factory=list)
    is_followed_at: bool = False
    unproved: bool = False

    def answered(self, stretch: Stretch, value: Decimal, ranking: Ranking, answer: CaseAnswer) -> None:
        """Keep what it is answered on a stretch on which its placements stay.

        Args:
            stretch: The stretch.
            value: One of its values.
            ranking: The ranking with this value.
            answer: What is read of it.
        """
        self.unproved |= answer.unproved
        number, asked = self.number, stretch.within(self.number.asked)
        if asked is None:
            return
        if not number.tipping.following:
            self.answers.append((asked, answer))
            return
        cuts = number.tipping.of_what_follows(ranking)
        self.is_followed_at |= cuts is None
        if cuts is None:
            cuts = frozenset(cut for one in number.values for cut in around(one))
        for part in number.parted(asked, cuts):
            other = number.asked_in(part) if self.is_followed_at else number.value_in(part)
            if other is None or part.has(value):
                self.answers.append((part, answer))
            else:
                self.answers.append((part, case_answer(number.under(ranking, other))))

    def count(self, found: Sweep) -> None:
        """Count it in what a sweep found."""
        self.answers.sort(key=lambda one: one[0].start)
        found.followed_at += self.is_followed_at
        found.unproved += self.unproved
        was, last = MovedCounts(), None
        for stretch, answer in self.answers:
            moved = moves(self.now, answer)
            if moved != was:
                found.turns[stretch.start] = found.turns.get(stretch.start, MovedCounts()).plus(moved).plus(was, -1)
            if last is not None and answer.parts != last.parts:
                found.tips[tip_at(stretch.start, self.number.finest)] += 1
            elif last is not None and not self.is_followed_at and what_follows_of(answer) != what_follows_of(last):
                tip = tip_at(stretch.start, self.number.finest)
                found.what_follows_tips[tip] += 1
                found.perhaps_follows_tips[tip] += surely_follows_of(answer) == surely_follows_of(last)
            was, last = moved, answer
        at_values = [*self._at_values(found.values)]
        count_at_values(found, self.now, at_values)
        is_moved = any(moves(self.now, answer).all for _stretch, answer in self.answers)
        found.between += is_moved and not any(moves(self.now, answer).all for answer in at_values)

    def _at_values(self, values: Iterable[SweptValue]) -> Iterator[CaseAnswer]:
        rest = iter(self.answers)
        stretch, answer = next(rest)
        for one in values:
            while not stretch.has(one.value):
                stretch, answer = next(rest)
            yield answer


def count_at_values(found: Sweep, now: CaseAnswer, answers: Iterable[CaseAnswer]) -> None:
    """Count what a case is answered with each value beside its answer today."""
    last: CaseAnswer | None = None
    for value, answer in zip(found.values, answers, strict=True):
        moved = moves(now, answer)
        value.moved += moved.all
        value.lower += moved.lower
        value.higher += moved.higher
        value.tips += last is not None and answer.parts != last.parts
        if not moved.all and what_follows_of(answer) != what_follows_of(now):
            value.follows += 1
            value.follows_perhaps += surely_follows_of(answer) == surely_follows_of(now)
        last = answer


class SweptBlock:
    """Some cases, answered stretch by stretch.

    Args:
        side: What answers today.
        number: Gives the number of a guideline at other values.
        found: What is counted.
        members: The cases.

    Attributes:
        cases: Those that were answered, by their places.
        tried: Those that are tried value by value, with their rankings today.
    """

    def __init__(
        self, side: Answerer, number: Callable[[Guideline], NumberAt], found: Sweep, members: Sequence[Member]
    ) -> None:
        self.side, self.number, self.found, self.members = side, number, found, members
        self.block = CaseBlock(one.case for one in members)
        self.cases: dict[int, SweptCase] = {}
        self.tried: dict[int, Ranking] = {}
        self.wanted: dict[tuple[Guideline, date, Decimal], dict[int, Stretch]] = {}

    def sweep(self, told: Callable[[VisitError], None], progress: Callable[[float], None]) -> None:
        """Count what each value does.

        Args:
            told: Is called with what is wrong with a case.
            progress: Is called with which part of the work is done.
        """
        count = len(self.members)

        def first(place: int, ranking: Ranking, answer: CaseAnswer) -> None:
            self._begin(place, ranking, answer)
            progress((place + 1) / count / 4)

        answers = self.side.answers(self.block, range(count), each=first)
        for place, one in sorted(answers.items()):
            if not isinstance(one, CaseAnswer):
                self.found.unread += 1
                told(self.members[place].at_fault(one))
        self.found.cases += len(self.cases)
        for done, ((guideline, day, value), places) in enumerate(
            sorted(self.wanted.items(), key=lambda one: one[0][2])
        ):
            self._answer(guideline, day, value, places)
            progress(0.25 + 0.75 * (done + 1) / len(self.wanted))
        for place, case in sorted(self.cases.items()):
            if place not in self.tried:
                case.count(self.found)
        for number in dict.fromkeys(self.cases[place].number for place in self.tried):
            self._try(number)

    def _try(self, number: NumberAt) -> None:
        """Count what each value does to the cases that are tried."""
        places = {place: ranking for place, ranking in self.tried.items() if self.cases[place].number is number}
        now = {place: self.cases[place].now for place in places}
        trying = Trying(number, self.block, places, now)
        answers = trying.at_values()
        self.found.tried += len(places)
        self.found.tips.update(trying.tips(answers))
        for place, of_case in answers.items():
            self.found.unproved += any(one.unproved for one in of_case)
            count_at_values(self.found, now[place], of_case)

    def _begin(self, place: int, ranking: Ranking, answer: CaseAnswer) -> None:
        """Find the stretches of a case, and keep the answer to the one in which today's number lies."""
        case = self.block.cases[place]
        number = self.number(self.side.basis.guideline_of(case))
        swept = self.cases[place] = SweptCase(number, answer, unproved=answer.unproved)
        if answer.unproved:  # where another may come first today, no value is known to change that
            swept.answers.append((number.asked, answer))
            return
        stretches = number.stretches(case, ranking)
        if stretches is None:
            self.tried[place] = ranking
            return
        for stretch in stretches:
            if stretch.has(number.today):
                swept.answered(stretch, number.today, ranking, answer)
            elif (asked := stretch.within(number.asked)) is not None:
                value = number.value_in(asked)
                if value is not None:
                    self.wanted.setdefault((number.guideline, ranking.as_of, value), {})[place] = asked

    def _answer(self, guideline: Guideline, day: date, value: Decimal, places: dict[int, Stretch]) -> None:
        """Answer cases with a value."""
        engine = self.number(guideline).engine(value)
        for place, ranking in zip(places, self.block.rankings(engine, [*places], day), strict=True):
            if isinstance(ranking, CaseError):
                raise ranking
            self.cases[place].answered(places[place], value, ranking, case_answer(ranking))
