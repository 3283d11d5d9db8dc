"""How long the ways in a placement of a case can be: from a home that it may have to each option that a way may lead to.

A number that is held against the longest way of a placement (`placement.visits_km`) can turn at these lengths alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from visit.lab.looks import Look
from visit.ranking.needs import Met, meetings, needed_areas, requirements, served_areas_of_all
from visit.ranking.reach import FACTS, FromTheHome
from visit.rules.deciding.option_sets import bits, union
from visit.rules.facts.declaration import said_of
from visit.rules.facts.distances import ESTIMATED_HOME_KM
from visit.rules.language.values import UNKNOWN, Value


class LengthsOfWays:
    """The ways of one case.

    Args:
        look: The case, over its options.
        options: Those that may be part of a placement, as a row of bits.
    """

    def __init__(self, look: Look, options: int) -> None:
        self.look, self._options = look, options
        self._found: dict[str, frozenset[Value]] = {}

    def of(self, fact: str) -> frozenset[Value]:
        """Return every length that the longest way of a placement may have, of one of the facts in `FACTS`; 0 without a way."""
        if fact not in self._found:
            self._found[fact] = frozenset((0, *self._lengths(fact))) - {UNKNOWN}
        return self._found[fact]

    def _lengths(self, name: str) -> Sequence[Value]:
        way, fact = FACTS[name]
        home, every = self._from_the_home, self.look.columns.option_set.options
        ends = [every[index] for index in bits(home.ends[way] & self._parts)]
        if not ends:
            return ()
        homes = [None, *(one for index in bits(self._parts) if (one := every[index]).gives_home)]
        starts = {home.spots_of(one)[fact is ESTIMATED_HOME_KM] for one in homes}
        return [
            fact.read(start, fact.of_option(end), said_of(end, home.figures)) for start in starts for end in ends
        ]  # fmt: skip

    @cached_property
    def _met(self) -> Sequence[Met]:
        look = self.look
        return meetings(look.columns.option_set, requirements(look.side, look.guideline), look.side)

    @cached_property
    def _parts(self) -> int:
        """What may be part of a placement: what may meet something, and what the case adds."""
        own = sum(1 << index for index in self.look.columns.option_set.own)
        return self._options & (union(one.perhaps for one in self._met) | own)

    @cached_property
    def _from_the_home(self) -> FromTheHome:
        option_set = self.look.columns.option_set
        served = served_areas_of_all(option_set, self._met, needed_areas(self.look.side))
        return FromTheHome(self.look.columns, option_set.options, [areas for areas, _steps in served])
