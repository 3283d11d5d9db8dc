"""What puts a first placement before another one: what is against the other alone, else the first criterion that differs.

What is against both of them separates nothing, whether it is of a part that both have or of another one, and is never named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from visit.matching import Engine
from visit.ranking.standings import GROUPS
from visit.ranking.undecided import GROUP, OTHERS, UNKNOWN_FACTS
from visit.ranking.values import Category, Placement, Ranking
from visit.ranking.whole import category_after
from visit.reasons.explanation import Explanation
from visit.reasons.values import Reason
from visit.rules.deciding.one_option import Outcome
from visit.rules.deciding.unknown import is_of_offer

SeparatedBy = Literal["absent", "need", "rule", "criterion"]
_STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Separated:
    """Why a placement does not come first.

    Attributes:
        by: `absent`: an option of it is not there. `need`: a need is not surely met by it. `rule`: a rule fails or is unknown for
            it. `criterion`: it stands behind the first one by a criterion. What is named is not so of the first one.
        id: The option that is absent, the need, the rule, or the criterion.
        option: The option for which a rule fails or is unknown; None for a rule of placements.
    """

    by: SeparatedBy
    id: str
    option: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _HeldBack:
    """What is against a placement.

    Attributes:
        category: What can become of the placement at best because of it.
        what: What it is, of whichever option.
        counts: The criteria among the undecided that count it.
    """

    told: Separated
    category: Category
    what: tuple[str | int, ...]
    counts: frozenset[str]


def separated(engine: Engine, ranking: Ranking, other: Sequence[str]) -> Separated:
    """Return why a placement of these options does not come first in a ranking that the engine gave."""
    options = {option.id: option for option in ranking.options}
    absent = [id for id in other if id not in options]
    if absent:
        return Separated("absent", absent[0])
    explanation, first = Explanation(ranking), ranking.first
    placement = engine.placement(ranking, [options[id] for id in other])
    unmet = [_need(one.id, Category.NO_PART) for one in engine.unmet(ranking, placement.parts)]
    against = sorted((*_against(explanation, placement), *unmet), key=lambda one: -one.category)
    if first is None:
        found = (one for one in against if one.category is Category.NO_PART)
        return next((one.told for one in found), Separated("criterion", _STANDING))
    criterion = explanation.separation(first, placement).criterion
    shared = {one.what for one in _against(explanation, first)}
    found = (
        one
        for one in against
        if one.category is Category.NO_PART
        or (
            one.what not in shared
            and (one.category > _category(first) if criterion == _STANDING else criterion in one.counts)
        )
    )
    return next((one.told for one in found), Separated("criterion", criterion))


def _category(placement: Placement) -> Category:
    """Return what can become of a placement, by the criterion that counts first."""
    (key,) = placement.order[0].key
    assert isinstance(key, int)
    return Category(key)


def _need(id: str, category: Category) -> _HeldBack:
    return _HeldBack(Separated("need", id), category, ("need", id), frozenset((UNKNOWN_FACTS,)))


def _against(explanation: Explanation, placement: Placement) -> Iterator[_HeldBack]:
    """Yield what is against a placement: the rules in the order of gates, and then the needs that it does not surely meet."""
    order = {rule.id: place for place, rule in enumerate(explanation.ranking.guideline.rules)}
    reasons = explanation.of_parts_and_whole(placement, Outcome.FAILS, Outcome.UNKNOWN)
    for option, reason in sorted(reasons, key=lambda one: (one[0] is None, order[one[1].trace.rule.id])):
        rule, outcome = reason.trace.rule, reason.trace.outcome
        if rule.strength in ("must", "hold"):
            told = Separated("rule", rule.id, None if option is None else option.id)
            yield _HeldBack(told, category_after(rule, outcome), ("rule", rule.id, outcome.name), _counting(reason))
    yield from (_need(one.id, Category.UNDECIDED) for one in placement.leans_on)


def _counting(reason: Reason) -> frozenset[str]:
    """Return the criteria among the undecided that count a rule that fails or is unknown: those of a whole are in none."""
    rule, missing = reason.trace.rule, reason.trace.missing
    if reason.option is None:
        return frozenset()
    if rule.strength == "hold":
        return frozenset((OTHERS,) if reason.trace.outcome is Outcome.FAILS or rule.awaits_unknown else ())
    if reason.trace.outcome is Outcome.FAILS:
        return frozenset()
    found = [UNKNOWN_FACTS] if any(map(is_of_offer, missing)) else []
    found += [GROUP] if rule.gate == "entitlement" and GROUPS in missing else []
    return frozenset(found)
