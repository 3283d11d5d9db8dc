"""The first pass: what other options there are, compared without wishes and rights.

It gives the comparative facts, the one way in which another option's presence counts. What runs and continues is not
weighed again: it counts as suitable here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from visit.ranking.approved import ApprovedMatches
from visit.ranking.lower import Ways, open_options
from visit.ranking.met_by import met_by_parts
from visit.ranking.option_kinds import is_current_or_home
from visit.ranking.ordering import Order
from visit.ranking.placements import Placing
from visit.ranking.reference import price_reference
from visit.ranking.regions import SearchSpace
from visit.ranking.standings import Judged
from visit.ranking.values import Comparative, Standing
from visit.ranking.whole import WholeFacts, WholeRules
from visit.rules.deciding.all_options import Columns, Rows

OF_WISHES = frozenset(
    ("option.wished", "option.avoided", "placement.free_choice", "placement.price_ratio", "placement.stay_price_ratio")
)
"""The facts that rest on a wish, and the ratios of prices, whose reference this pass is to find."""


def compare(columns: Columns, judged: Judged, rows: Mapping[str, Rows], space: SearchSpace) -> Comparative:
    """Say whether there is a lower step, a match of own offers alone, whether today's help is enough, and what the reference is.

    Args:
        columns: The options of the case. Preferences order them, save those that read a wish or what this pass is to find.
        judged: Their standings by the rules that compare nothing.
        rows: What each of these rules gives.
        space: What they meet together, and the services that are part of every placement.
    """
    guideline = columns.guideline
    standings = [Standing.SUITABLE if index in space.continuing else one for index, one in enumerate(judged.standings)]
    whole = WholeFacts(guideline, columns, replace(judged, standings=standings))
    later = OF_WISHES.union(guideline.facts.comparative)
    preferences = tuple(one for one in guideline.preferences if not guideline.rests_on(one.value) & later)
    rules = tuple(rule for rule in guideline.rules if not rule.comparative)
    whole_rules = tuple(rule for rule in rules if rule.of_placement)
    of_whole = WholeRules(whole, whole_rules)
    open = open_options(columns, judged, [rule for rule in rules if not rule.of_placement], rows, space)
    ways = Ways(columns, judged, whole_rules, space, open)
    lower, approved, parts = ways.found(), ApprovedMatches(ways), met_by_parts(ways)
    placing = Placing(Order(whole, (), preferences), of_whole, space)
    suitable = sum(1 << index for index, one in enumerate(standings) if one is Standing.SUITABLE)
    internal = next((row for value, row in columns.column("option.internal") if value is True), 0)
    of_today = columns.option_set.of_kind(is_current_or_home)
    return Comparative(
        lower=lower,
        approved=approved.truths,
        approved_open=approved.open,
        own_match=placing.possible(suitable & internal),
        current_sufficient=placing.possible(suitable & of_today),
        reference=price_reference(placing),
        parts=parts,
        proved=ways.proved and not placing.limit_reached,
    )
