"""What must never be by a guideline's own word, and is: each invariant that is true of an option of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from visit.catalogue import Option
from visit.reasons.explanation import Explanation
from visit.rules.guideline.values import Invariant
from visit.rules.language.values import UNKNOWN


def broken_invariants(explanation: Explanation, options: Iterable[Option]) -> Iterator[tuple[Invariant, Option]]:
    """Yield every invariant of the guideline that is true of one of some options of a ranking, with the option."""
    ranking = explanation.ranking
    invariants = ranking.guideline.invariants
    standings = {one.id: standing for one, standing in zip(ranking.options, ranking.standings, strict=True)}
    for option in options if invariants else ():
        values = {**explanation.values(option), "option.standing": standings[option.id].value}
        for one in invariants:
            unread = dict.fromkeys(one.never.reads - values.keys(), UNKNOWN)
            if one.never.holds({**values, **unread}) is True:
                yield one, option


def broken_by_what_is_proposed(explanation: Explanation) -> Iterator[tuple[Invariant, Option]]:
    """Yield every invariant that is true of a part of a placement, with that part."""
    parts = {part.id: part for one in explanation.ranking.placements for part in one.parts}
    return broken_invariants(explanation, parts.values())
