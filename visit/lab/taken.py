"""Where a rule rules out what it only spoke against before: options are taken away, and nothing else is another.

What is left has the keys that it had, so whatever came first still does, unless an option of it was taken. For what the rule is
unknown for, it becomes undecided, and comes after all that is decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from visit.ranking.standings import OFFER
from visit.ranking.values import Category, Ranking, Standing
from visit.rules.deciding.all_options import Rows


class RuleGiven(NamedTuple):
    """What a rule of options gives for a case.

    Attributes:
        strength: Its strength.
        not_holding: The ids of the options for which it fails or is unknown.
        others: What else is said of it: `if_unknown`, who decides, the gate, the rows, what is missing, the entitlements.
    """

    strength: str
    not_holding: frozenset[str]
    others: tuple[object, ...]


def options_taken(changes: Iterable[tuple[object, object]]) -> frozenset[str] | None:
    """Return the options that are ruled out, or undecided, where they were not; None where more than that is another.

    What a presumption or a hold failed of was no other way either, so that what the first pass finds stays. That does not hold of
    what waits for the offer itself.

    Args:
        changes: What a statement gives before and after, in each version.
    """
    found: frozenset[str] = frozenset()
    for before, after in changes:
        if before == after:
            continue
        if not (isinstance(before, RuleGiven) and isinstance(after, RuleGiven)):
            return None
        _if_unknown, by, _gate, rows, _missing, entitled = after.others
        assert isinstance(rows, Rows)
        is_stronger = before.strength != "must" and after.strength == "must"
        if not is_stronger or before.others != after.others or by == OFFER or entitled or rows.confirm:
            return None
        found |= after.not_holding
    return found


def stays_first(ranking: Ranking, taken: frozenset[str]) -> bool:
    """Return whether the first placement, and what is said of it beside the next, stay where some options are taken away.

    What the municipality has pointed at, what is wished, and acute help are read of options that are ruled out too.
    """
    first, second, case = ranking.first, ranking.second, ranking.case
    is_acute = ranking.acute and ranking.side.values["case.flags.acute"] is True
    if ranking.proved is not None or is_acute or case.offered is not None or case.wishes.offers:
        return False
    if (
        first is None
    ):  # why there is none may be read of what stands; what continues is in the way of every other placement
        continuing = any(option.continues and option.id in taken for option in ranking.options)
        return case.citizen.home.housing is not None and not continuing
    if first.standing.category >= Category.UNDECIDED:
        return False
    kept = [first]
    if second is not None and [one.key for one in first.order] == [one.key for one in second.order]:
        kept.append(second)
    if first.standing is Standing.BY_EXCEPTION:
        kept += ranking.placements
    if ranking.grounds_given is not None:
        kept.append(ranking.grounds_given)
    return not any(part.id in taken for placement in kept for part in placement.parts)
