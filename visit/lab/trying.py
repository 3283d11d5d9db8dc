"""Cases of which it is not known at which values of a number they can tip: tried at each value that is asked about.

Where an answer differs between two of these it is halved between them down to two numbers next to each other. What tips there and
back again between two values is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from visit.errors import CaseError
from visit.lab.answers import CaseAnswer, case_answer
from visit.lab.blocks import CaseBlock
from visit.lab.curve import Tip
from visit.lab.looks import CaseLooks
from visit.lab.number_at import NumberAt
from visit.lab.pieces import Lattice
from visit.lab.touching import Touching
from visit.ranking.values import Ranking


@dataclass(slots=True, eq=False)
class Trying:
    """Cases of a block that are tried at the values of a number.

    Attributes:
        places: Which of the cases, each with its ranking today.
        now: What is read of these.
    """

    number: NumberAt
    block: CaseBlock
    places: Mapping[int, Ranking]
    now: Mapping[int, CaseAnswer]
    _touching: dict[Decimal, Touching] = field(default_factory=dict)

    def at_values(self) -> dict[int, list[CaseAnswer]]:
        """Return the answers to each case with the values that are asked about, in their order."""
        found: dict[int, list[CaseAnswer]] = {place: [] for place in self.places}
        for value in self.number.values:
            for place, answer in self.at(value, [*self.places]).items():
                found[place].append(answer)
        return found

    def at(self, value: Decimal, places: Sequence[int]) -> dict[int, CaseAnswer]:
        """Return the answers to some cases with a value; the ranking of today stays where it surely changes no placement."""
        found: dict[int, CaseAnswer] = {}
        asked: list[int] = []
        for place in places:
            today = self.places[place]
            touching = self._touching_at(value)
            looks = CaseLooks(touching.revisions, self.block.cases[place], today.as_of, today.side)
            if touching.of_case(looks).placing:
                asked.append(place)
            elif self.number.tipping.following:
                found[place] = case_answer(self.number.under(today, value))
            else:
                found[place] = self.now[place]
        for day in {self.places[place].as_of for place in asked}:
            those = [place for place in asked if self.places[place].as_of == day]
            for place, ranking in zip(those, self.block.rankings(self.number.engine(value), those, day), strict=True):
                if isinstance(ranking, CaseError):
                    raise ranking
                found[place] = case_answer(ranking)
        return found

    def tips(self, answers: Mapping[int, Sequence[CaseAnswer]]) -> Iterator[Tip]:
        """Yield between which two numbers next to each other the cases tip."""
        for place, of_case in answers.items():
            ends = zip(self.number.values, self.number.values[1:], strict=False)
            for (low, high), before, after in zip(ends, of_case, of_case[1:], strict=False):
                if before.parts != after.parts:
                    yield self._between(place, low, high, before)

    def _between(self, place: int, low: Decimal, high: Decimal, before: CaseAnswer) -> Tip:
        finest = self.number.finest
        while high - low > finest:
            middle = low + (high - low) // (2 * finest) * finest
            is_before = self.at(middle, [place])[place].parts == before.parts
            low, high = (middle, high) if is_before else (low, middle)
        return Tip(low, high)

    def _touching_at(self, value: Decimal) -> Touching:
        if value not in self._touching:
            catalogue = self.number.side.basis.catalogue
            lattice = Lattice(self.number.guideline, self.number.engine(value).guideline, (catalogue, catalogue), None)
            self._touching[value] = Touching(lattice)
        return self._touching[value]
