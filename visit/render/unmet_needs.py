"""What nothing meets that can be given: since the catalogue has none, a rule bars all of it, or each has reasons of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Requirement
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing
from visit.reasons.near_misses import NearMisses
from visit.render.sentences import Sentences


@dataclass(frozen=True, slots=True)
class UnmetTold:
    """Needs that nothing meets for one cause.

    Attributes:
        told: Which they are, and the cause where one is common to all that would meet them.
        causes: Where none is, each cause with of how many it holds, the most first.
    """

    told: str
    causes: tuple[str, ...] = ()


class UnmetNeeds:
    """The needs of one ranking that nothing meets, in one language."""

    def __init__(self, explanation: Explanation, say: Phrasing) -> None:
        self.misses, self.say = NearMisses(explanation), say
        self.sentences = Sentences(explanation, say)

    def told(self) -> Iterator[UnmetTold]:
        """Yield them, those of one cause together, in the order of the needs."""
        needs: dict[tuple[bool, tuple[str, ...], tuple[str, ...]], list[str]] = {}
        for requirement in self.misses.unmet():
            n, barring = self.misses.barring(requirement)
            common = tuple(dict.fromkeys(map(self.sentences.reason, barring)))
            causes = () if common else tuple(self.counted(requirement))
            needs.setdefault((n > 0, common, causes), []).append(self.say.requirement(requirement))
        for (any_meets, common, causes), those in needs.items():
            listed = "; ".join(those)
            if not any_meets:
                yield UnmetTold(_("Nothing in the catalogue meets: {needs}", needs=listed))
            elif common:
                told = _("All that meets this is ruled out: {needs}.", needs=listed)
                yield UnmetTold(" ".join((told, *(f"{formats.capital(one)}." for one in common))))
            else:
                yield UnmetTold(_("All that meets this is ruled out: {needs}", needs=listed), causes)

    def counted(self, requirement: Requirement) -> Iterator[str]:
        """Yield what rules out what would meet a requirement, with of how many each holds; those of one text together."""
        total, causes = self.misses.causes(requirement)
        counts: dict[str, int] = {}
        for n, reason in causes:
            told = self.sentences.reason(reason)
            counts[told] = counts.get(told, 0) + n
        for told, n in counts.items():
            yield _("{n} of {total}: {reason}", n=formats.number(n), total=formats.number(total), reason=told)
