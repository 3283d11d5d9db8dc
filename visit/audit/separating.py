"""What puts a first placement before another one: what keeps the other back, else the first criterion that differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from visit.catalogue import Option
from visit.matching import Engine
from visit.ranking.undecided import GROUP, OTHERS, UNKNOWN_FACTS
from visit.ranking.values import Placement, Ranking
from visit.reasons.explanation import Explanation
from visit.rules.deciding.one_option import Outcome

SeparatedBy = Literal["absent", "need", "rule", "criterion"]
_LOOKED_AT = (
    ("must", (Outcome.FAILS,)),
    ("must", (Outcome.UNKNOWN,)),
    ("hold", (Outcome.FAILS, Outcome.UNKNOWN)),
)
"""Which rules keep a placement back, in the order in which they are asked."""
_STANDING = ("standing", GROUP, OTHERS, UNKNOWN_FACTS)
"""Criteria behind which a rule stands, or a need."""


@dataclass(frozen=True, slots=True)
class Separated:
    """Why a placement does not come first.

    Attributes:
        by: `absent`: an option of it is not there. `need`: a need is not surely met. `rule`: a rule fails or is unknown for it.
            `criterion`: it stands behind the first one by a criterion.
        id: The option that is absent, the need, the rule, or the criterion.
        option: The option for which a rule fails or is unknown; None for a rule of placements.
    """

    by: SeparatedBy
    id: str
    option: str | None = None


def separated(engine: Engine, ranking: Ranking, other: Sequence[str]) -> Separated:
    """Return why a placement of these options does not come first in a ranking that the engine gave."""
    options = {option.id: option for option in ranking.options}
    absent = [id for id in other if id not in options]
    if absent:
        return Separated("absent", absent[0])
    explanation = Explanation(ranking)
    placement = engine.placement(ranking, [options[id] for id in other])
    criterion = "standing"
    if ranking.placements:
        criterion = explanation.separation(ranking.placements[0], placement).criterion
    kept_back = _kept_back(explanation, placement) if criterion in _STANDING else iter(())
    return next(kept_back, Separated("criterion", criterion))


def _kept_back(explanation: Explanation, placement: Placement) -> Iterator[Separated]:
    """Yield the rules that keep a placement back, in the order of gates, and then the needs that it does not surely meet."""
    for strength, outcomes in _LOOKED_AT:
        yield from _rules(explanation, placement.parts, strength, outcomes)
        whole = explanation.failing_whole(placement, *outcomes)
        yield from (Separated("rule", one.trace.rule.id) for one in whole if one.trace.rule.strength == strength)
    yield from (Separated("need", one.id) for one in placement.leans_on)


def _rules(
    explanation: Explanation, parts: Iterable[Option], strength: str, outcomes: Sequence[Outcome]
) -> Iterator[Separated]:
    order = {rule.id: place for place, rule in enumerate(explanation.ranking.guideline.rules)}
    found = [
        (order[reason.trace.rule.id], option.id, reason.trace.rule.id)
        for option in parts
        for reason in explanation.failing(option, *outcomes)
        if reason.trace.rule.strength == strength
    ]
    yield from (Separated("rule", rule, option) for _place, option, rule in sorted(found))
