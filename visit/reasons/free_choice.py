"""What the citizen's own choice costs beside what the municipality has pointed at, and the right to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from visit.catalogue import Option
from visit.ranking.costs import ratio
from visit.ranking.option_kinds import is_of_stay
from visit.ranking.values import Placement, Ranking
from visit.reasons.values import Confirm
from visit.rules.deciding.one_option import whole_environment
from visit.rules.deciding.unknown import is_of_case
from visit.rules.facts.declaration import OptionFact
from visit.rules.facts.prices import agreed_prices, amount_of, price_of, price_waits_for
from visit.rules.guideline.values import Preference
from visit.rules.language.values import UNKNOWN, AtMost, Value, is_known, percent_of

_RATIO = "placement.stay_price_ratio"
_FREE_CHOICE = "placement.free_choice"


@dataclass(frozen=True, slots=True, eq=False)
class ChoiceCompared:
    """A home that the citizen wishes for, under a provision with a free choice.

    Attributes:
        price: What it costs per day, with the support for its residents.
        percent: That in percent of what the municipality has pointed at.
        as_listed: The same where both prices hold indirect VAT: what it is without is not known, and this is no more than a hint.
        agreed: Whether its price was agreed for this citizen.
        years: Of which years the price lists are that are compared, where they are not of one.
        beyond: Whether a right of the guideline says that it is too dear.
        listed: Of which years the price lists are, also where they are of one.
        unpointed: Where nothing was pointed at, its price in percent of the first stay that nobody wished for.
    """

    option: Option
    price: Value
    percent: Value
    as_listed: Value
    agreed: bool
    years: tuple[int, ...]
    beyond: bool
    unpointed: Value = UNKNOWN
    listed: tuple[int, ...] = ()


def choices_compared(ranking: Ranking) -> Sequence[ChoiceCompared]:
    """Return what the citizen chooses freely, each compared; nothing where nothing is wished for.

    Of an offer that is wished for, a service that is for others than this citizen is no choice.
    """
    wished = set(ranking.case.wishes.offers or ())
    homes = [one for one in ranking.options if one.gives_home and one.provision.free_choice]
    meant, now = ranking.guideline.facts["option.meant_for_citizen"], ranking.side.circumstances
    assert isinstance(meant, OptionFact)
    chosen = [
        one for one in homes if (one.offer.id in wished and meant.value(one, now) is not False) or one.id in wished
    ]
    return [_compared(ranking, one) for one in chosen]


def is_free_choice(ranking: Ranking, placement: Placement) -> bool:
    """Return whether a placement is what the citizen has a right to choose: not beyond the limit, beside what was pointed at."""
    chosen = [one for one in choices_compared(ranking) if one.option in placement.parts]
    return ranking.comparative.reference.recorded and any(not one.beyond for one in chosen)


def right_passed_over(ranking: Ranking, chosen: Placement | None) -> Preference | None:
    """Return the right that put the citizen's free choice first, where another was chosen than that (None: nothing of this)."""
    first = ranking.first
    if first is None or not is_free_choice(ranking, first) or (chosen is not None and is_free_choice(ranking, chosen)):
        return None
    return next((one for one in ranking.guideline.rights if not one.lower and _FREE_CHOICE in one.value.reads), None)


def prices_to_confirm(ranking: Ranking, placement: Placement) -> Iterator[Confirm]:
    """Yield what a price waits for before the free choice of a placement is sure, with the rights that ask for it.

    Where hours or nights are not assessed the case has to say more; else the offer names its price. The stay that was pointed at
    is compared with nothing.
    """
    reference = ranking.comparative.reference
    if not (placement.facts[_FREE_CHOICE] is True and reference.recorded):
        return
    rights = tuple(
        one.id for one in placement.order if one.preference is not None and _RATIO in one.preference.value.reads
    )
    own_stay = [one for one in placement.parts if is_of_stay(one)]
    if (
        is_known(placement.facts[_RATIO])
        or not rights
        or own_stay == [one for one in reference.parts if is_of_stay(one)]
    ):
        return
    now = ranking.side.circumstances
    for option in dict.fromkeys((*placement.parts, *reference.parts)):
        if is_of_stay(option) and not option.is_ordinary_home and not is_known(amount_of(price_of(option, now))):
            waits_for = price_waits_for(option, now)
            yield from (Confirm(fact, None if is_of_case(fact) else option, rights) for fact in waits_for)


def _compared(ranking: Ranking, option: Option) -> ChoiceCompared:
    placement = next((one for one in ranking.placements if option in one.parts), None)
    price = _price(ranking, option, placement)
    reference = ranking.comparative.reference
    percent = ratio(price, reference.stay_price) if reference.recorded else UNKNOWN
    agreed = option.id in agreed_prices(ranking.case, ranking.as_of)
    stays = (option, *(one for one in reference.parts if is_of_stay(one)))
    priced = [price_of(one, ranking.side.circumstances) for one in stays]
    years = sorted({one.model.year for one in priced if one is not None and one.model.year is not None})
    of_years = tuple(years) if len(years) > 1 else ()
    return ChoiceCompared(
        option,
        price,
        percent,
        _as_listed(price, reference.stay_price),
        agreed,
        of_years,
        _is_beyond(ranking, percent),
        UNKNOWN if reference.recorded else ratio(price, reference.stay_price),
        tuple(years),
    )


def _as_listed(price: Value, reference: Value) -> Value:
    """Return a price in percent of another as both are listed, with indirect VAT; unknown where they are not both so."""
    if isinstance(price, AtMost) and isinstance(reference, AtMost):
        return percent_of(price.most, reference.most)
    return UNKNOWN


def _price(ranking: Ranking, option: Option, placement: Placement | None) -> Value:
    """Return what a home costs with what stands beside it; unknown where nobody has put that together."""
    if placement is not None:
        return placement.facts["placement.stay_dkk_per_day"]
    beside = any(one.residents_only and one.offer.id == option.offer.id for one in ranking.options)
    return UNKNOWN if beside else amount_of(price_of(option, ranking.side.circumstances))


def _is_beyond(ranking: Ranking, percent: Value) -> bool:
    """Return whether a right puts a free choice at this price last."""
    facts = {**ranking.comparative.values, _FREE_CHOICE: True, _RATIO: percent}
    environment = whole_environment(ranking.side, facts)
    rights = [one for one in ranking.guideline.rights if one.lower and _RATIO in one.value.reads]
    return any(one.value.run(environment) is True for one in rights)
