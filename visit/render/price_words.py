"""The sum behind a price, as data and in words.

`basic 1,206 + package 14–21 h 942.50 = 2,148.50 a day (list of 2024, net of VAT)`
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.prices import DAYS_OF_WEEK, CitizenPrice, PriceTerm
from visit.ranking.costs import added_up
from visit.ranking.values import Ranking
from visit.reasons.labels import Phrasing
from visit.reasons.price_sums import (
    clashing_prices,
    days_without_price,
    is_estimated_price,
    is_likely_blank,
    levels_beside_agreed,
    prices_of,
    unknown_levels,
)
from visit.render.price_years import earlier_lists, with_year, years_of
from visit.rules.facts.prices import PRICE, amount_of, price_of, price_waits_for
from visit.rules.language.types import DKK
from visit.rules.language.values import Unknown


def sum_in_words(price: CitizenPrice, asked: Sequence[str], *, estimated: bool = False) -> str:
    """Return a price with its sum, or what has to be known first; `asked` has the facts of the case that it waits for, in words."""
    about = ", ".join([*_about(price), *([_("an estimate")] if estimated and price.per_day is None else [])])
    if price.per_day is None:
        found = _(
            "{terms}; not known before this is recorded: {facts}",
            terms=_terms(price),
            facts=formats.listed([*asked, *_lacks(price)] or [_("the price for so many hours")]),
        )
    else:
        found = _known_sum(price, price.per_day, ("~" if estimated else "") + formats.dkk(price.per_day))
    return f"{found} ({about})" if about else found


def _known_sum(price: CitizenPrice, per_day: Fraction, total: str) -> str:
    """Return a sum, with the total as it is told; of one term that is the whole price the amount stands once."""
    [first, *more] = price.terms
    of_a_day = Fraction(first.dkk) / DAYS_OF_WEEK if first.kind == "hours" else first.dkk
    if more or of_a_day != per_day:
        return _("{terms} = {amount} a day", terms=_terms(price), amount=total)
    if first.kind == "basic":
        return _("{amount} a day", amount=total)
    if first.kind == "week":
        return _("{amount} a day", amount=_term(first))
    return _("{what}: {amount} a day", what=_what(first), amount=total)


def is_plain(price: CitizenPrice) -> bool:
    """Return whether there is no more to say of a price than its amount."""
    return (
        price.per_day is not None
        and len(price.terms) == 1
        and price.terms[0].kind == "basic"
        and not price.model.holds_vat
        and price.model.first_days is None
    )


def amount(dkk: Fraction) -> str:
    """Return an amount without its unit, with two decimals where it is not whole."""
    return formats.number(dkk, decimals=0 if dkk.denominator == 1 else 2)


def _terms(price: CitizenPrice) -> str:
    added = [one for one in price.terms if one.kind not in ("share", "year")]
    found = " + ".join(_term(one) for one in added) or _("the price")
    period = {
        "week": _("a week × 1/7"),
        "month": _("a month × 12/365"),
    }.get(price.model.per)
    if period is not None:
        found = f"({found}) {period}" if len(added) > 1 else f"{found} {period}"
    parts = [_part(one) for one in price.terms if one.kind in ("share", "year")]
    if parts and len(added) > 1 and period is None:
        found = f"({found})"
    return " × ".join((found, *parts))


def _term(term: PriceTerm) -> str:
    return f"{_what(term)} {amount(term.dkk / DAYS_OF_WEEK if term.kind == 'hours' else term.dkk)}"


def _what(term: PriceTerm) -> str:
    """Return what a term is, without its amount; a level that is a number is called one."""
    of = [str(one) if isinstance(one, str) else formats.number(one) for one in term.of]
    match term.kind:
        case "agreed":
            return _("agreed for this citizen")
        case "package":
            return _("package {low}–{high} h", low=of[0], high=of[1])
        case "level":
            return of[0] if any(map(str.isalpha, of[0])) else _("level {name}", name=of[0])
        case "hours":
            return _("{hours} h a week at {rate}", hours=of[0], rate=of[1])
        case "night":
            return _("night")
        case "week":
            return _("5 days at {weekday} and 2 at {weekend}, on average", weekday=of[0], weekend=of[1])
        case _:
            return _("basic")


def _part(term: PriceTerm) -> str:
    of = [str(one) if isinstance(one, str) else formats.number(one) for one in term.of]
    if term.kind == "share":
        return _("{percent} % for {days} days a week", percent=of[0], days=of[1])
    return _("{days} of 365 days", days=of[0])


def _lacks(price: CitizenPrice) -> list[str]:
    """Return what a price lacks that no fact of the case would tell."""
    words = {
        "package": _("a package for so many hours"),
        "weekend": _("which days of the week"),
        "from": _("the price before {day}", day="" if price.model.start is None else formats.day(price.model.start)),
        "agreed": _("which of the prices agreed on the same day counts"),
    }
    return [words[one] for one in dict.fromkeys(price.lacks) if one in words]


def _about(price: CitizenPrice) -> Iterator[str]:
    """Yield of which year the list is, whether VAT is in it, and what the first days cost."""
    model = price.model
    if model.year is not None:
        yield _("list of {year}", year=model.year)
    if price.terms:
        yield _("holds indirect VAT: at most") if model.holds_vat else _("net of VAT")
    if model.first_days is not None:
        days, dkk = model.first_days
        yield _("the first {days} days {amount}", days=days, amount=amount(Fraction(dkk)))


def years_differ(prices: Sequence[CitizenPrice]) -> str | None:
    """Return what there is to say of price lists of different years; None where they are of one."""
    found = sorted({one.model.year for one in prices if one.model.year is not None})
    return (
        None
        if len(found) < 2
        else _("the price lists are of different years: {years}", years=formats.listed(map(str, found)))
    )


def prices_without_effect(say: Phrasing, ranking: Ranking) -> Iterator[str]:
    """Yield what the case says of prices and is of no effect."""
    for one in unknown_levels(ranking):
        name = say.option(one.option)
        if one.levels:
            known = formats.listed(one.levels)
            yield _("{name} has no price level {level}; it has {levels}", name=name, level=one.level, levels=known)
        else:
            yield _("{name} has no price levels, so {level} has no effect", name=name, level=one.level)
    for option in levels_beside_agreed(ranking):
        yield _("{name}: the agreed price counts, so the price level has no effect", name=say.option(option))
    for fact in days_without_price(ranking):
        yield _("{fact}: no price rests on it, so it has no effect", fact=formats.capital(say.fact(fact)))
    for id in clashing_prices(ranking):
        yield _("{id}: two prices were agreed on one day; which one counts is not known: ask again", id=id)


def in_one_line(say: Phrasing, ranking: Ranking, parts: Sequence[Option]) -> str | None:
    """Return what the parts of a placement cost together, with the sum; None where a price is not known, or likely a blank."""
    total, holds_vat, terms, guess = Fraction(0), False, [], ""
    of_year = earlier_lists(years_of(ranking, parts), ranking)
    for option, price in zip(parts, prices_of(ranking, parts), strict=True):
        if option.is_ordinary_home:
            continue
        if price is None or price.per_day is None or is_likely_blank(option, price):
            return None
        total, holds_vat = total + price.per_day, holds_vat or price.model.holds_vat
        own = "~" if is_estimated_price(option, price) else ""
        guess = guess or own
        terms.append((f"{say.option(option)} {own}{amount(price.per_day)}", price, price.per_day))
    if not terms:
        return None
    added = " + ".join(told for told, _price, _per_day in terms)
    found = _("{terms} = {amount} a day", terms=added, amount=guess + amount(total))
    if len(terms) == 1:
        _told, price, per_day = terms[0]
        found = _known_sum(price, per_day, guess + amount(per_day))
    found += f" ({of_year})" if of_year else ""
    if holds_vat:
        return _("Price in DKK: {sum}, at most, since indirect VAT is in it", sum=found)
    return _("Price in DKK: {sum}", sum=found)


def price_apart(say: Phrasing, ranking: Ranking, option: Option) -> str:
    """Return the price of a service where another of its offer has its name and provision at another; else nothing."""
    now = ranking.side.circumstances
    own = amount_of(price_of(option, now))
    others = [
        one
        for one in ranking.options
        if one.offer is option.offer and one.provision is option.provision and say.option(one) == say.option(option)
    ]
    if isinstance(own, Unknown) or all(amount_of(price_of(one, now)) == own for one in others):
        return ""
    guess = "~" if is_estimated_price(option, price_of(option, now)) else ""
    return with_year(_("{amount} a day", amount=guess + say.value(own, DKK)), price_of(option, now), ranking)


def sums(say: Phrasing, ranking: Ranking, parts: Sequence[Option], *, every: bool = False) -> Iterator[str]:
    """Yield a line for each part whose price is a sum, waits for something or depends on another; and what they are together.

    Args:
        say: The names.
        ranking: The ranking.
        parts: The parts of the placement.
        every: Whether also a price of which there is no more to say than its amount has a line.
    """
    prices = prices_of(ranking, parts)
    now = ranking.side.circumstances
    for option, price in zip(parts, prices, strict=True):
        asked = [say.fact(one) for one in price_waits_for(option, now) if one != PRICE]
        if price is None:
            continue
        told = sum_in_words(price, asked, estimated=is_estimated_price(option, price))
        if is_likely_blank(option, price):
            yield _("{name}: {sum}; 0 is likely a blank", name=say.option(option), sum=told)
        elif every or not is_plain(price) or price.model.beside:
            yield f"{say.option(option)}: {told}"
    differ = years_differ([price for price in prices if price is not None])
    if differ is not None:
        yield differ
    total = added_up(
        [0 if one.is_ordinary_home else amount_of(price) for one, price in zip(parts, prices, strict=True)]
    )
    if sum(price is not None for price in prices) > 1 and not isinstance(total, Unknown):
        guess = "~" if any(map(is_estimated_price, parts, prices)) else ""
        yield _("together {amount} a day", amount=guess + say.value(total, DKK))


def plain_number(number: Fraction) -> int | str:
    """Return a number as JSON has it: whole, or a decimal of at most four places as text."""
    if number.denominator == 1:
        return number.numerator
    return f"{Decimal(round(number * 10_000)).scaleb(-4):f}".rstrip("0").rstrip(".")


def price_document(ranking: Ranking, option: Option, price: CitizenPrice) -> dict[str, object]:
    """Return a price with its sum as data: amounts in DKK of the price's own period, and what falls on a day."""
    model = price.model
    return {
        "per": model.per,
        "terms": [
            {"kind": one.kind, "dkk": plain_number(one.dkk), "of": [str(each) for each in one.of]}
            for one in price.terms
        ],
        "dkk_per_day": None if price.per_day is None else plain_number(price.per_day),
        "lacks": list(price.lacks),
        "waits_for": list(price_waits_for(option, ranking.side.circumstances)),
        "holds_vat": model.holds_vat,
        "year": model.year,
        "first_days": None
        if model.first_days is None
        else {"days": model.first_days[0], "dkk": plain_number(Fraction(model.first_days[1]))},
        "likely_blank": is_likely_blank(option, price),
    }
