"""Needs that a catalogue names and neither the vocabulary nor the guideline of the answer knows: without effect, and told.

One catalogue serves several guidelines, so what one of them adds is no fault under another; `visit catalogue check` is the place
for a fault. A need of the case that nobody knows is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from visit.contradictions import needs_of_catalogue
from visit.errors import nearest
from visit.ranking.values import Ranking


@dataclass(frozen=True, slots=True, eq=False)
class UnknownNeed:
    """A need that no case can have under the guideline.

    Attributes:
        key: As the catalogue writes it.
        offers: The ids of the offers that name it, in the order of the catalogue.
        near: The need that it is most likely a slip of.
    """

    key: str
    offers: tuple[str, ...]
    near: str | None


def unknown_needs(ranking: Ranking) -> tuple[UnknownNeed, ...]:
    """Return the needs that only the catalogue knows, in its order."""
    known, found = ranking.guideline.needs, dict[str, list[str]]()
    for need, offer, _path in needs_of_catalogue(ranking.catalogue.document):
        if need not in known:
            found.setdefault(need, []).append(offer)
    return tuple(UnknownNeed(key, tuple(dict.fromkeys(offers)), nearest(key, known)) for key, offers in found.items())
