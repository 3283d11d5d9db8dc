"""The first pass: what other options there are, compared without wishes and rights.

It gives the comparative facts, the one way in which another option's presence counts. What runs and continues is not
weighed again: it counts as suitable here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from visit.catalogue import Option
from visit.ranking.covering import Covering
from visit.ranking.ordering import Order
from visit.ranking.placements import Placing
from visit.ranking.standings import Judged
from visit.ranking.values import Comparative, Standing
from visit.ranking.whole import WholeFacts, WholeRules
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.one_option import COMPARATIVE
from visit.rules.guideline.values import Guideline
from visit.rules.language.values import UNKNOWN

_NOT_IN_FIRST_PASS = frozenset(
    ("option.wished", "option.avoided", "placement.free_choice", "placement.price_ratio", *COMPARATIVE)
)


def compare(
    guideline: Guideline, columns: Columns, judged: Judged, covering: Covering, continuing: Sequence[int]
) -> Comparative:
    """Say whether there is a lower step, a match of own offers alone, whether today's help is enough, and what the reference is.

    Args:
        guideline: Its preferences order, save those that read a wish or what this pass is to find.
        columns: The options of the case.
        judged: Their standings by the rules that compare nothing.
        covering: What they meet together.
        continuing: The services that are part of every placement.
    """
    standings = [Standing.SUITABLE if index in continuing else one for index, one in enumerate(judged.standings)]
    whole = WholeFacts(guideline, columns, replace(judged, standings=standings))
    preferences = tuple(one for one in guideline.preferences if not guideline.rests_on(one.value) & _NOT_IN_FIRST_PASS)
    rules = WholeRules(whole, tuple(rule for rule in guideline.rules if rule.of_placement and not rule.comparative))
    placing = Placing(Order(whole, (), preferences), rules, covering, continuing)
    options = covering.options
    suitable = [index for index, standing in enumerate(standings) if standing is Standing.SUITABLE]
    reference = _reference(placing, suitable)
    internal = next((row for value, row in columns.column("option.internal") if value is True), 0)
    lowest = _lowest_step(placing, suitable)
    steps = [steps.get("home", -1) for steps in judged.weighed.steps]
    own = placing.possible(index for index in suitable if internal >> index & 1)
    today = placing.possible(
        index for index in suitable if options[index].current is not None or options[index].kind == "home"
    )
    return Comparative(
        lowest_step=lowest,
        above_lowest=frozenset(
            option.id for option, step in zip(options, steps, strict=True) if lowest is not None and lowest < step
        ),
        own_match=own,
        current_sufficient=today,
        reference=reference,
        reference_price=whole.price(reference) if reference else UNKNOWN,
        proved=not placing.limit_reached,
    )


def _reference(placing: Placing, suitable: Sequence[int]) -> tuple[Option, ...]:
    """Return the option that the case records as offered, else the parts of the first suitable placement."""
    offered = placing.order.whole.columns.side.circumstances.case.offered
    for option in placing.covering.options:
        if offered in (option.id, option.offer.id):
            return (option,)
    first = placing.best_suitable(suitable)
    return () if first is None else first.parts


def _lowest_step(placing: Placing, suitable: Sequence[int]) -> int | None:
    """Return the lowest home step at which there is a suitable placement."""
    steps = {index: placing.order.weighed.steps[index].get("home", 0) for index in suitable}
    for step in sorted(set(steps.values())):
        if placing.possible(index for index, one in steps.items() if one <= step):
            return step
    return None
