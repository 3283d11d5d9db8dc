"""The ways in which an option could break an invariant: what makes it true, and no rule takes the standing away.

Every combination is visited: where no way is left, no case and no option breaks the invariant. What is known in part (a year of
birth, a set of which more may belong) counts as what it may turn out to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from visit.rules.deciding.one_option import Outcome
from visit.rules.findings.possibility import Assigned
from visit.rules.guideline.values import Guideline, Invariant, Rule
from visit.trials.combinations import EVERY, STANDING, Combinations

MOST_VISITED = 50_000
"""So many combinations are visited for one invariant."""
STANDINGS = ("suitable", "by_exception", "awaiting", "undecided", "acute", "ruled_out")
"""Every standing, the best first: what is broken by one that is suitable matters most."""
_HOLDS = frozenset((Outcome.HOLDS, Outcome.NOT_APPLICABLE, Outcome.CONFIRM))


@dataclass(slots=True)
class WaysToBreak:
    """The combinations that make an invariant true while an option has one standing, as far as the rules allow it.

    Attributes:
        limit: So many combinations are looked at, at most.
        goals: The rules that have to be settled, and not only left open, before a combination counts.
        visited: How many combinations were looked at.
        given: How many ways were given.
        is_cut: Whether the limit was reached.
    """

    space: Combinations
    invariant: Invariant
    standing: str
    limit: int
    rules: list[Rule] = field(init=False)
    goals: list[Rule] = field(default_factory=list)
    visited: int = 0
    given: int = 0
    is_cut: bool = False

    def __post_init__(self) -> None:
        self.rules = [rule for rule in self.space.rules if self._allowed(rule) != EVERY]

    def found(self, random: Random | None = None) -> Iterator[Assigned]:
        """Yield each way; what is pursued meanwhile is settled for the last one, too. With chance, values come in any order."""
        waiting: list[tuple[Assigned, str | None]] = [({STANDING: self.standing}, None)]
        while waiting:
            if self.visited == self.limit:
                self.is_cut = True
                return
            chosen, last = waiting.pop()
            self.visited += 1
            asked = self._asked(chosen, last)
            if asked is None:
                continue
            if not asked and self._stuck(chosen):
                continue
            if not asked:
                self.given += 1
                yield chosen
                asked = self._open_goal(chosen)
            if asked:
                waiting += [(further, asked[0]) for further in self.space.further(chosen, asked[0], random)]

    def pursue(self, rules: Iterable[Rule], way: Assigned) -> bool:
        """Let rules be settled from now on; return whether one of them is open in a way."""
        self.goals += [rule for rule in rules if rule not in self.goals]
        return bool(self._open_goal(way))

    def forbids(self, rule: Rule, outcome: Outcome) -> bool:
        """Return whether what a rule gives takes the standing away."""
        return outcome not in self._allowed(rule)

    def _asked(self, chosen: Assigned, last: str | None) -> list[str] | None:
        """Return the names to choose next, none where all is settled; None where the combination is no way."""
        asked: list[str] = []
        truths = self.space.truths(self.invariant.never, chosen, asked)
        if True not in truths or self._forbidden(chosen, last):
            return None
        return asked if truths != {True} else self._open_goal(chosen)

    def _forbidden(self, chosen: Assigned, last: str | None) -> bool:
        """Return whether a rule that reads what was chosen last takes the standing away; that one is asked first from then on."""
        for place, rule in enumerate(self.rules):
            if last is not None and last not in self.space.choices[rule.id]:
                continue
            if self.space.outcomes(rule, chosen, []).isdisjoint(self._allowed(rule)):
                self.rules.insert(0, self.rules.pop(place))
                return True
        return False

    def _stuck(self, chosen: Assigned) -> bool:
        """Return whether a rule that is open takes the standing away whatever is chosen for the next name that it reads."""
        for rule in self.rules:
            asked: list[str] = []
            allowed = self._allowed(rule)
            if self.space.outcomes(rule, chosen, asked) <= allowed or not asked:
                continue
            further = self.space.further(chosen, asked[0], None)
            if all(self.space.outcomes(rule, one, []).isdisjoint(allowed) for one in further):
                return True
        return False

    def _open_goal(self, chosen: Assigned) -> list[str]:
        for rule in self.goals:
            asked: list[str] = []
            if not self.space.outcomes(rule, chosen, asked) <= self._allowed(rule) and asked:
                return asked
        return []

    def _allowed(self, rule: Rule) -> frozenset[Outcome]:
        """Return what a rule may give for an option that has the standing."""
        if self.standing == "ruled_out":
            return EVERY
        if rule.strength == "must":
            return EVERY - {Outcome.FAILS} if self.standing in ("undecided", "acute") else _HOLDS
        if rule.strength == "presumption":
            return _HOLDS if self.standing == "suitable" else EVERY
        if self.standing in ("undecided", "acute"):
            return EVERY
        late = {Outcome.FAILS, *((Outcome.UNKNOWN,) if rule.awaits_unknown else ())}
        return _HOLDS | late if self.standing == "awaiting" else _HOLDS


def comparative_facts(guideline: Guideline, invariant: Invariant) -> tuple[str, ...]:
    """Return the facts behind an invariant that only a comparison of options finds: they count as free."""
    return tuple(sorted(guideline.rests_on(invariant.never) & frozenset(guideline.facts.comparative)))
