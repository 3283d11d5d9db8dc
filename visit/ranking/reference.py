"""What prices are compared with: the placement that the municipality has pointed at, else the first that nobody wished for.

What the citizen wishes for is never measured against itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from visit.catalogue import Option
from visit.ranking.costs import ratio
from visit.ranking.option_kinds import for_residents
from visit.ranking.ordering import Order
from visit.ranking.placements import Placing
from visit.ranking.values import PriceReference, Standing
from visit.ranking.whole import WholeFacts, WholeRules
from visit.rules.deciding.option_sets import bits, union
from visit.rules.language.values import UNKNOWN, Amount, AtMost, Value, most_of


def price_reference(placing: Placing) -> PriceReference:
    """Return what prices are compared with; `placing` is that of the first pass.

    What the case records as offered is completed for the other needs, also where it is ruled out itself; where that cannot be
    done, it stands alone. What is in no catalogue counts as not recorded.
    """
    whole = placing.order.whole
    options, standings = placing.covering.options, placing.order.judged.standings
    suitable = union(1 << index for index, one in enumerate(standings) if one is Standing.SUITABLE)
    pointed = pointed_at(options, whole.columns.side.circumstances.case.offered)
    wished = next((row for value, row in whole.columns.column("option.wished") if value is True), 0)
    if not pointed:
        first = placing.best_suitable(bits(suitable & ~wished))
        return _Priced(whole).reference(() if first is None else first.parts, recorded=False)
    among = suitable & ~wished | pointed
    found = _as_if_suitable(placing, pointed).best_suitable(bits(among), asked=pointed)
    parts = tuple(options[index] for index in bits(pointed))[:1] if found is None else found.parts
    reference = _Priced(whole).reference(parts, recorded=True, alone=found is None)
    stays = [
        index for index in bits(wished) if placing.covering.is_stay(index) and options[index].provision.free_choice
    ]
    not_excluded = [index for index in stays if standings[index] is not Standing.RULED_OUT]
    return replace(reference, private_wish_ratio=_private_ratio(whole, reference, not_excluded))


_PRIVATE = ("private", "foundation")


def _private_ratio(whole: WholeFacts, reference: PriceReference, wished: Sequence[int]) -> Value:
    """Return what the dearest private stay among some costs in percent of a municipal one; 0 where one of the two is not there.

    Who runs an offer is asked only where it is not stated: then it may be so, and nothing is known.
    """
    home = next((one for one in reference.parts if one.gives_home), None)
    pointed_at = None if home is None else home.offer.record.operator.type
    options = whole.weighed.options
    kinds = {index: options[index].offer.record.operator.type for index in wished}
    private = [index for index, kind in kinds.items() if kind is None or kind in _PRIVATE]
    if home is None or pointed_at not in (None, "municipal") or not private:
        return 0
    if pointed_at is None or None in kinds.values():
        return UNKNOWN
    houses = {options[index].offer.id for index in bits(whole.weighed.option_set.of_kind(for_residents))}
    prices = [UNKNOWN if options[one].offer.id in houses else whole.prices.each[one] for one in private]
    found = [ratio(price, reference.stay_price) for price in prices]
    known = [one for one in found if isinstance(one, int | Fraction | AtMost)]
    return max(known, key=_most_first) if len(known) == len(found) else UNKNOWN


def _most_first(price: Amount) -> tuple[Fraction, bool]:
    """Of two that are equal at most, the exact one counts."""
    return Fraction(most_of(price)), not isinstance(price, AtMost)


def pointed_at(options: Sequence[Option], offered: str | None) -> int:
    """Return the options that an id means, as a row of bits: of an offer its homes, or all where it has none."""
    of_id = union(1 << index for index, one in enumerate(options) if one.id == offered)
    of_offer = union(1 << index for index, one in enumerate(options) if one.offer.id == offered)
    homes = union(1 << index for index in bits(of_offer) if options[index].gives_home)
    return of_id or homes or of_offer


def _as_if_suitable(placing: Placing, row: int) -> Placing:
    """Return the placements as they would be if some options were suitable."""
    whole, judged = placing.order.whole, placing.order.judged
    standings = [Standing.SUITABLE if row >> index & 1 else one for index, one in enumerate(judged.standings)]
    facts = WholeFacts(whole.guideline, whole.columns, replace(judged, standings=standings))
    order = Order(facts, (), placing.order.preferences)
    return Placing(order, WholeRules(facts, placing.rules.rules), placing.space)


@dataclass(frozen=True, slots=True, eq=False)
class _Priced:
    """What the parts of a reference cost."""

    whole: WholeFacts

    def reference(self, parts: tuple[Option, ...], *, recorded: bool, alone: bool = False) -> PriceReference:
        """Return a reference; `alone` where what stands beside the home is not known."""
        if not parts:
            return PriceReference(parts, recorded, UNKNOWN, UNKNOWN, UNKNOWN)
        home = next((one for one in parts if one.gives_home), None)
        options, residents = self.whole.weighed.options, self.whole.weighed.option_set.of_kind(for_residents)
        beside = home is not None and any(options[index].offer.id == home.offer.id for index in bits(residents))
        indexes = [options.index(one) for one in parts]
        together = self.whole.prices.together
        stay = UNKNOWN if alone and beside else together(indexes, of_stay_alone=True)
        return PriceReference(
            parts, recorded, together(indexes, of_stay_alone=False), stay, self.level(home or parts[0])
        )

    def level(self, option: Option) -> Value:
        """Return the specialisation of an option for the citizen's group."""
        place = 1 << self.whole.weighed.options.index(option)
        return next(value for value, row in self.whole.columns.column("option.specialisation") if row & place)
