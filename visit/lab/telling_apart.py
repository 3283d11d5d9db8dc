"""The combinations of values on which a rule gives something else under one guideline than under another.

Every combination that the conditions of either tell apart is visited, up to a limit. What is found is no case yet: whoever asks
lets `match` answer it. Where nothing is found and everything was visited and is sure, the rule is the same to every case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from visit.rules.deciding.one_option import Outcome
from visit.rules.findings.possibility import Assigned
from visit.rules.guideline.values import Guideline, Rule
from visit.trials.combinations import Combinations

_WITHOUT_EFFECT = frozenset((Outcome.HOLDS, Outcome.NOT_APPLICABLE))
_NOTHING = frozenset((Outcome.NOT_APPLICABLE,))


@dataclass(slots=True, eq=False)
class ToldApart:
    """Two guidelines over the same values.

    Attributes:
        limit: So many combinations are looked at, at most, for a rule.
        visited: How many were looked at.
        is_sure: Whether each was decided, so that where none was given there is none.
    """

    old: Guideline
    new: Guideline
    limit: int
    visited: int = 0
    is_sure: bool = True
    spaces: tuple[Combinations, Combinations] = field(init=False)

    def __post_init__(self) -> None:
        self.spaces = Combinations(self.old), Combinations(self.new)
        one, other = self.spaces
        domains = {
            name: tuple(dict.fromkeys((*one.domains.get(name, ()), *other.domains.get(name, ()))))
            for name in {**one.domains, **other.domains}
        }
        for space in self.spaces:
            space.domains, space.free = domains, one.free | other.free

    def ways(self, id: str) -> Iterator[Assigned]:
        """Yield the combinations on which a rule gives something else, or the same with another weight."""
        rules = tuple(next((one for one in space.rules if one.id == id), None) for space in self.spaces)
        there = [one for one in rules if one is not None]
        self.is_sure &= bool(there) and not any(self._may_be_more(one) for one in there)
        weighed_alike = len(there) == 2 and _weight(there[0]) == _weight(there[1])
        waiting: list[Assigned] = [{}]
        end = self.visited + self.limit
        while waiting:
            if self.visited == end:
                self.is_sure = False
                return
            chosen = waiting.pop()
            self.visited += 1
            asked: list[str] = []
            old, new = (self._outcomes(one, rule, chosen, asked) for one, rule in enumerate(rules))
            if len(old) == len(new) == 1 and old == new and (weighed_alike or old <= _WITHOUT_EFFECT):
                continue
            if not asked or (len(old) == len(new) == 1):
                self.is_sure = False
                if old != new or not weighed_alike:
                    yield chosen
                continue
            waiting += self.spaces[1].further(chosen, asked[0], None)

    def settled(self, way: Assigned, id: str) -> Assigned:
        """Return a combination with what else has to be known for the new guideline's other rules to hold, as far as it goes."""
        space = self.spaces[1]
        for rule in space.rules:
            while rule.id != id:
                asked: list[str] = []
                if space.outcomes(rule, way, asked) <= _WITHOUT_EFFECT or not asked:
                    break
                further = [one for one in space.further(way, asked[0], None) if not self._broken(one, asked[0], id)]
                if not further:
                    break
                way = next(
                    (one for one in reversed(further) if space.outcomes(rule, one, []) <= _WITHOUT_EFFECT), further[-1]
                )
        return way

    def _broken(self, way: Assigned, name: str, id: str) -> bool:
        """Return whether a rule that reads a name, other than the one that is told apart, does not hold."""
        space = self.spaces[1]
        reading = (rule for rule in space.rules if rule.id != id and name in space.choices[rule.id])
        return any(Outcome.FAILS in (given := space.outcomes(rule, way, [])) and len(given) == 1 for rule in reading)

    def others(self, way: Assigned, names: Iterable[str]) -> Iterator[Assigned]:
        """Yield a combination with another value of each of some names of the option: another offer for the same citizen."""
        for name in names:
            if name.startswith(("option.", "offer.")) and name in self.spaces[1].domains:
                for other in self.spaces[1].domains[name]:
                    if other != way[name]:
                        yield {**way, name: other}

    def _may_be_more(self, rule: Rule) -> bool:
        """Return whether a rule may do more than what is visited shows: by what is known in part, free, or of others."""
        return (
            rule.comparative or rule.entitles
            or any(space.is_known_in_part(rule) for space in self.spaces)
            or not self.spaces[0].free.isdisjoint(self.spaces[0].choices_of(rule) | self.spaces[1].choices_of(rule))
        )  # fmt: skip

    def _outcomes(self, side: int, rule: Rule | None, chosen: Assigned, asked: list[str]) -> frozenset[Outcome]:
        return _NOTHING if rule is None else self.spaces[side].outcomes(rule, chosen, asked)


def _weight(rule: Rule) -> tuple[object, ...]:
    return rule.strength, rule.gate, rule.if_unknown, rule.by, rule.provisions


def smallest_first(ways: Iterable[Assigned], most: int) -> list[Assigned]:
    """Return some combinations, those that say least first."""
    found = [one for _number, one in zip(range(most), ways, strict=False)]
    return sorted(found, key=len)
