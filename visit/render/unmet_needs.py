"""What nothing meets that can be given: since the catalogue has none, a rule bars all of it, or each has reasons of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visit.locale import formats
from visit.locale import text as _
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing
from visit.reasons.near_misses import NearMisses
from visit.render.sentences import Sentences


@dataclass(frozen=True, slots=True)
class UnmetTold:
    """Needs that nothing meets for one cause.

    Attributes:
        told: Which they are, and the cause where one is common to all that would meet them.
        nearest: Why what comes nearest to meeting them does not, where each has reasons of its own.
    """

    told: str
    nearest: tuple[str, ...] = ()


class UnmetNeeds:
    """The needs of one ranking that nothing meets, in one language."""

    def __init__(self, explanation: Explanation, say: Phrasing) -> None:
        self.misses, self.say = NearMisses(explanation), say
        self.sentences = Sentences(explanation, say)

    def told(self) -> Iterator[UnmetTold]:
        """Yield them, those of one cause together, in the order of the needs."""
        needs: dict[tuple[bool, tuple[str, ...], tuple[str, ...]], list[str]] = {}
        for requirement, miss in self.misses.of_unmet():
            n, barring = self.misses.barring(requirement)
            causes = tuple(dict.fromkeys(map(self.sentences.reason, barring)))
            nearest = () if causes or miss is None else tuple(map(self.sentences.reason, miss.reasons))
            needs.setdefault((n > 0, causes, nearest), []).append(self.say.requirement(requirement))
        for (any_meets, causes, nearest), those in needs.items():
            listed = "; ".join(those)
            if not any_meets:
                yield UnmetTold(_("Nothing in the catalogue meets: {needs}", needs=listed))
            elif causes:
                told = _("All that meets this is ruled out: {needs}.", needs=listed)
                yield UnmetTold(" ".join((told, *(f"{formats.capital(one)}." for one in causes))))
            else:
                yield UnmetTold(_("All that meets this is ruled out: {needs}", needs=listed), nearest)
