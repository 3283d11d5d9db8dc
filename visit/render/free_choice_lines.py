"""What the citizen chooses freely, beside what was pointed at: how much dearer it is, and what is to be asked first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.ranking.option_kinds import is_of_stay
from visit.ranking.values import Ranking
from visit.reasons.free_choice import ChoiceCompared, choices_compared
from visit.reasons.labels import Phrasing
from visit.reasons.price_sums import is_estimated_price
from visit.rules.facts.prices import price_of
from visit.rules.language.types import DKK, PERCENT
from visit.rules.language.values import UNKNOWN, AtMost, Value, exactly


class FreeChoiceLines:
    """The free choice in one ranking, in one language."""

    def __init__(self, ranking: Ranking, say: Phrasing) -> None:
        self.ranking, self.say = ranking, say

    def lines(self, *, briefly: bool = False) -> Iterator[str]:
        """What `told` says, whether there is something to do about it or not."""
        return (line for line, _is_task in self.told(briefly=briefly))

    def told(self, *, briefly: bool = False) -> Iterator[tuple[str, bool]]:
        """What the citizen chooses freely, beside the stay that was pointed at; list prices, save what the case records.

        Args:
            briefly: Whether it stands beside questions for the prices that are missing.

        Yields:
            A line, and whether it says something to do.
        """
        reference = self.ranking.comparative.reference
        stay = [one for one in reference.parts if is_of_stay(one)]
        pointed_at = formats.listed([self.say.option(one) for one in stay or reference.parts])
        for one in choices_compared(self.ranking):
            of_year = self.of_year(one)
            name = self.say.option(one.option)
            if not reference.recorded and isinstance(one.unpointed, int | Fraction) and one.unpointed > 100:
                yield _(
                    "{name}: {price}, {more} dearer than {other} at {other_price}, the first that nobody wished for;"
                    " a right only against what the municipality has pointed at; record that in the case",
                    name=name, price=self.a_day(one.price, one.option),
                    more=self.say.value(exactly(Fraction(one.unpointed) - 100), PERCENT),
                    other=pointed_at, other_price=self.of_stay(),
                ) + of_year + self.say.in_case("offered"), True  # fmt: skip
            elif not reference.recorded:
                yield _(
                    "Free choice of {name}: record in the case what the municipality has pointed at;"
                    " the right is measured against that",
                    name=name,
                ) + self.say.in_case("offered"), True  # fmt: skip
            elif one.option in reference.parts:
                yield (
                    _("{name}: it is what the municipality has pointed at, so there is nothing to compare", name=name),
                    False,
                )
            elif isinstance(one.as_listed, int | Fraction) and one.percent is UNKNOWN:
                line = self.as_listed(one, pointed_at) + of_year
                yield (line, False) if briefly else (_("{line}: ask for the prices without it", line=line), True)
            elif one.percent is UNKNOWN and briefly and one.price is reference.stay_price is UNKNOWN:
                yield _("Compare the two prices once they are known: a missing price takes no right away"), True
            elif one.percent is UNKNOWN and briefly:
                yield _(
                    "Compare the prices of {name} and {pointed_at} once known: a missing price takes no right away",
                    name=name, pointed_at=pointed_at,
                ), True  # fmt: skip
            elif one.percent is UNKNOWN:
                yield _(
                    "{name} ({price}) and {pointed_at}, pointed at ({other}), cannot be compared:"
                    " a missing price takes no right away",
                    name=name, price=self.a_day(one.price, one.option), pointed_at=pointed_at, other=self.of_stay(),
                ) + of_year, True  # fmt: skip
            else:
                line = self.priced(one, pointed_at) + of_year
                years = formats.listed(map(str, one.years))
                is_task = isinstance(one.percent, AtMost) or not (one.beyond or one.agreed)
                yield _("{line}; the lists are of {years}", line=line, years=years) if one.years else line, is_task

    def of_year(self, choice: ChoiceCompared) -> str:
        """Of which earlier year the lists of a choice are, behind its prices; nothing where they are of this year or several."""
        if len(choice.listed) != 1 or choice.listed[0] >= self.ranking.as_of.year:
            return ""
        return f" ({_('list of {year}', year=choice.listed[0])})"

    def as_listed(self, choice: ChoiceCompared, pointed_at: str) -> str:
        """Compare two prices that both hold indirect VAT."""
        said = {
            "name": self.say.option(choice.option), "price": self.a_day(choice.price, choice.option),
            "pointed_at": pointed_at, "other": self.of_stay(),
        }  # fmt: skip
        percent = choice.as_listed
        if isinstance(percent, int | Fraction) and percent > 100:
            return _(
                "{name} ({price}) is listed {more} dearer than {pointed_at}, pointed at ({other}), both with indirect VAT",
                more=self.say.value(exactly(Fraction(percent) - 100), PERCENT), **said,
            )  # fmt: skip
        return _(
            "{name} ({price}) is listed no dearer than {pointed_at}, pointed at ({other}), both with indirect VAT",
            **said,
        )

    def amount(self, price: Value, *of: Option) -> str:
        """A price as it is known, with `~` where that of an option behind it is an estimate; of 0, that it is likely a blank."""
        now = self.ranking.side.circumstances
        guess = "~" if any(is_estimated_price(one, price_of(one, now)) for one in of) else ""
        return _("0, likely a blank,") if price == 0 else guess + self.say.value(price, DKK)

    def a_day(self, price: Value, *of: Option) -> str:
        return _("price not known") if price is UNKNOWN else _("{amount} a day", amount=self.amount(price, *of))

    def of_stay(self) -> str:
        """What the stay costs a day that was pointed at."""
        reference = self.ranking.comparative.reference
        return self.a_day(reference.stay_price, *filter(is_of_stay, reference.parts))

    def priced(self, choice: ChoiceCompared, pointed_at: str) -> str:
        """Say how much dearer a choice is than what the municipality has pointed at."""
        reference = self.ranking.comparative.reference
        beside = _(
            "{pointed_at}, which the municipality pointed at, at {price} a day",
            pointed_at=pointed_at, price=self.amount(reference.stay_price, *filter(is_of_stay, reference.parts)),
        )  # fmt: skip
        name, price = self.say.option(choice.option), self.amount(choice.price, choice.option)
        percent = choice.percent
        if isinstance(percent, AtMost) and percent.most > 100:
            more = self.say.value(exactly(Fraction(percent.most) - 100), PERCENT)
            return _(
                "{name}: {price} a day with indirect VAT, up to {more} dearer than {beside}; ask for its price without VAT:"
                " what is not known takes no right away",
                name=name, price=price, more=more, beside=beside,
            )  # fmt: skip
        if isinstance(percent, int | Fraction) and percent > 100:
            more = self.say.value(percent - 100, PERCENT)
            line = _(
                "{name}: {price} a day, {more} dearer than {beside}", name=name, price=price, more=more, beside=beside
            )
        else:
            line = _("{name}: {price} a day, not dearer than {beside}", name=name, price=price, beside=beside)
        if choice.beyond:
            return _("{line}: beyond the limit of the free choice, so there is no right to it", line=line)
        return line if choice.agreed else _("{line}; on list prices: confirm the agreed one", line=line)
