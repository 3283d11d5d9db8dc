"""What is counted on both sides of a comparison, beside each other, and of how many it is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from visit.catalogue import Catalogue
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.blocks import Column, Table
from visit.render.compare_words import (
    amounts_of,
    difference_of,
    kilometres_of,
    side_counts,
)
from visit.render.compared import ComparisonTold
from visit.render.few_told import HIDDEN
from visit.render.moved_far import moved_far

KNOWN_OF = MappingProxyType({
    "metres": "with_distance", "waiting_days": "with_waiting", "hours": "with_hours", "dkk_a_year": "priced",
})  # fmt: skip
"""Which count of a side says of how many an amount is known."""


@dataclass(frozen=True, slots=True, eq=False)
class SidesTold:
    """What a comparison says of its two sides."""

    sheet: ComparisonTold

    def side_numbers(self) -> Iterator[tuple[str, int | None, int | None]]:
        """Yield what is counted on each side, None where it may not be told."""
        for name, words in side_counts().items():
            was, now = self.sheet.may.side_count(name) or (None, None)
            yield words, was, now

    def percentiles(self, of: str, percent: int) -> tuple[int | None, int | None]:
        """Return a percentile of `metres` or `waiting_days` on both sides, as far as they may be told."""
        was, now = (
            self.sheet.may.metres(side, percent)
            if of == "metres"
            else self.sheet.may.percentile(side.waiting_days, percent)
            for side in (self.sheet.found.old, self.sheet.found.new)
        )
        return was, now

    def sides_title(self) -> str:
        """Return what the counts on both sides are of."""
        n = self.sheet.found.cases
        return plural("On both sides, of {n} case", "On both sides, of {n} cases", n, n=formats.number(n))

    def both_sides(self) -> Table:
        columns = (
            Column("", wraps=True), Column(_("before"), number=True), Column(_("after"), number=True),
            Column(_("difference"), number=True),
        )  # fmt: skip
        return Table(columns, tuple(self.side_rows()))

    def side_rows(self) -> Iterator[tuple[str, ...]]:
        old, new = self.sheet.found.old, self.sheet.found.new
        for name, words in side_counts().items():
            if not name.startswith("with_"):
                was, now = self.sheet.may.side_count(name) or (None, None)
                yield (words, HIDDEN, HIDDEN, HIDDEN) if was is None or now is None else _counted(words, was, now)
        for name, percent in ((_("km to the network, median"), 50), (_("km to the network, 90th percentile"), 90)):
            yield self.known_of(name, "metres"), *kilometres_of(*self.percentiles("metres", percent))
        if (far := moved_far(self.sheet.may)) is not None:
            yield _("km to the network of those who move, median"), *kilometres_of(*far.median)
            yield _("km to the network of those who move, most"), *kilometres_of(*far.largest)
        for name, percent in ((_("days of waiting, median"), 50), (_("days of waiting, 90th percentile"), 90)):
            was, now = self.percentiles("waiting_days", percent)
            known = ["–" if one is None else formats.number(one) for one in (was, now)]
            more = "–" if was is None or now is None else difference_of(now - was)
            yield self.known_of(name, "waiting_days"), *known, more
        if self.sheet.may.tells_hours:
            yield self.amounts(
                _("stated hours a week, in all"), "hours", (old.with_hours, old.hours), (new.with_hours, new.hours)
            )
        if not self.sheet.may.tells_prices:
            return
        kroner = ((one.priced, one.dkk_a_year) for one in (old, new))
        yield self.amounts(_("known prices, kroner a year"), "dkk_a_year", *kroner)
        if not self.sheet.found.priced_both:
            return
        told = _(
            "kroner a year, where both prices are known ({n} cases)", n=formats.number(self.sheet.found.priced_both)
        )
        yield told, "", "", amounts_of(Fraction(0), self.sheet.found.dkk_a_year, 2)[2]

    def amounts(self, name: str, of: str, was: tuple[int, Fraction], now: tuple[int, Fraction]) -> tuple[str, ...]:
        """Return two sums, each with of how many it is known, and their difference where that is as many on both sides.

        That nothing is known is no 0; a sum over more citizens is not dearer.
        """
        sums = amounts_of(was[1], now[1], 2)
        told = [one if known else _("not known") for one, (known, _sum) in zip(sums, (was, now), strict=False)]
        called = self.known_of(name, of) if was[0] or now[0] else name
        return called, *told, sums[2] if was[0] == now[0] and was[0] else ""

    def known_of(self, name: str, of: str) -> str:
        """Return what a number is, and of how many cases it is known before and after."""
        return _("{what} (known of {n})", what=name, n=self.count_of(KNOWN_OF[of]))

    def count_of(self, name: str) -> str:
        """Return a count of `SIDE_COUNTS` before and after, once where both are the same."""
        counts = self.sheet.may.side_count(name)
        return HIDDEN if counts is None else " → ".join(dict.fromkeys(map(formats.number, counts)))

    def prices_edited(self) -> Iterator[str]:
        """Yield of how many services the price is another, and whether that can be read in what first solutions cost."""
        stated = [_prices(side.basis.catalogues) for side in (self.sheet.old, self.sheet.new)]
        edited = {id for id in {*stated[0]} & {*stated[1]} if stated[0][id] != stated[1][id]}
        if not edited:
            return
        n = formats.number(len(edited))
        used = {
            id for side in (self.sheet.found.old, self.sheet.found.new) for parts in side.parts for id in parts
        } & edited
        if not used:
            yield plural(
                "the price of {n} service is another, and no first solution has it",
                "the prices of {n} services are others, and no first solution has one of them",
                len(edited), n=n,
            )  # fmt: skip
        elif self.sheet.tells_all:
            yield plural(
                "the price of {n} service is another, and {used} stands in a first solution",
                "the prices of {n} services are others, and {used} of these stand in first solutions",
                len(edited), n=n, used=formats.number(len(used)),
            )  # fmt: skip


def _prices(catalogues: Iterable[Catalogue]) -> dict[str, list[tuple[object, object]]]:
    """Return the prices that each service states in some catalogues, each once, by the id of its option."""
    found: dict[str, list[tuple[object, object]]] = {}
    for offer in (offer for one in catalogues for offer in one.document.offers):
        for one in offer.services:
            prices = found.setdefault(f"{offer.id}/{one.own_id}", [])
            price = (one.recorded.get("price"), one.recorded.get("price_dkk_per_day"))
            if price not in prices:
                prices.append(price)
    return found


def _counted(name: str, was: int, now: int) -> tuple[str, ...]:
    return name, formats.number(was), formats.number(now), difference_of(now - was)
