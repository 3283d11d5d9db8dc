"""What the prices of a placement wait for, part by part: facts that the case leaves out, and what only an offer can tell.

A price that is known as the most that it can be waits for what it is without indirect VAT.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.catalogue import Option
from visit.ranking.option_kinds import is_of_stay
from visit.ranking.values import Ranking
from visit.rules.deciding.unknown import is_of_case
from visit.rules.facts.declaration import behind
from visit.rules.facts.prices import amount_of, price_of, price_waits_for
from visit.rules.language.values import Members, Value, is_known

_OF_STAY = {
    "placement.price_dkk_per_day": False,
    "placement.price_ratio": False,
    "placement.stay_dkk_per_day": True,
    "placement.stay_price_ratio": True,
    "reference.price_dkk_per_day": False,
    "reference.stay_dkk_per_day": True,
}
"""The facts that several prices make, each with whether only those of the stay do."""


def waiting_prices(ranking: Ranking, fact: str, parts: Sequence[Option]) -> Iterator[tuple[Option | None, str]]:
    """Yield what such a fact waits for, each with the option whose offer can tell it; None where the case has to say it.

    Args:
        ranking: The ranking.
        fact: The fact; of any other nothing is yielded.
        parts: The parts of the placement.
    """
    if fact not in _OF_STAY:
        return
    own = () if fact.startswith("reference.") else parts
    compared = () if fact.endswith("_dkk_per_day") and own else ranking.comparative.reference.parts
    now = ranking.side.circumstances
    for option in dict.fromkeys((*own, *compared)):
        counted = not option.is_ordinary_home and (is_of_stay(option) or not _OF_STAY[fact])
        if counted and not is_known(amount_of(price_of(option, now))):
            yield from ((None if is_of_case(one) else option, one) for one in price_waits_for(option, now))


def behind_prices(ranking: Ranking, parts: Sequence[Option]) -> Mapping[str, Value]:
    """Return what leaves each of these facts unknown: facts of the case, and itself for all that offers can tell."""
    found: dict[str, Value] = {}
    for fact in _OF_STAY:
        waits_for = frozenset(fact if option else one for option, one in waiting_prices(ranking, fact, parts))
        found[behind(fact)] = Members(waits_for)
    return found
