"""The table of placements, a row per part, and the figures of an option, which other tables have too.

In a cell `?` is not known, `~` an estimate, `≤` at most, `*` a stated figure and `–` does not apply.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.prices import CitizenPrice
from visit.ranking.values import Placement, Standing
from visit.ranking.verdict import standing_told
from visit.ranking.whole import granted_under
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing, in_order_of_a_day, provision_name
from visit.reasons.price_sums import is_estimated_price, is_likely_blank, prices_of
from visit.render.blocks import Block, Column, Paragraph, Table
from visit.render.distances import guessed
from visit.render.price_years import with_year
from visit.rules.facts.distances import counted_members, is_weighted, metres_to_each, stated_travel
from visit.rules.facts.prices import amount_of, price_of
from visit.rules.language.values import UNKNOWN, AtMost, Value

_MOST_MEMBERS = 2
"""The distances to more members of the network than this have no room in a cell."""


class PlacementTable:
    """The placements of one ranking as rows, in one language."""

    def __init__(self, explanation: Explanation, say: Phrasing, language: str) -> None:
        self.ranking = explanation.ranking
        self.explanation = explanation
        self.say = say
        self.language = language

    def table(self, placements: tuple[Placement, ...]) -> Table:
        columns = (Column("#", number=True), Column(_("placement"), wraps=True), *self.part_columns())
        rows: list[tuple[str, ...]] = []
        for place, placement in enumerate(placements, start=1):
            parts = in_order_of_a_day(placement.parts)
            for part, (option, price) in enumerate(zip(parts, prices_of(self.ranking, parts), strict=True)):
                number = f"{place}" if placement.grantable else f"({place})"
                cells = self.part_cells(option, price)
                if is_likely_blank(option, price):
                    cells = (*cells[:-1], f"{cells[-1]}?")
                rows.append((number if part == 0 else "", self.part_name(option, placement), *cells))
        return Table(columns, tuple(rows))

    def told(self, placements: tuple[Placement, ...]) -> Iterator[Block]:
        """The table without what the catalogue says of none of them, which is named once below it."""
        table = self.table(placements)
        words = {_("level"): _("the specialisation"), _("free"): _("free places"), _("DKK/day"): _("the price")}
        cells = zip(table.columns, zip(*table.rows, strict=True), strict=True)
        unknown = [column for column, told in cells if column.title in words and "?" in told and {*told} <= {"?", "–"}]
        kept = [place for place, column in enumerate(table.columns) if column not in unknown]
        rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
        yield Table(tuple(table.columns[place] for place in kept), rows)
        if unknown:
            missing = formats.listed(words[column.title] for column in unknown)
            yield Paragraph(_("The catalogue says of none of them: {fields}.", fields=missing))

    def part_name(self, option: Option, placement: Placement) -> str:
        name = self.say.option(option) + self.say.behind(option.id)
        if option.id in {one.id for one in self.ranking.continuing}:
            name = _("{name} (continues)", name=name)
        told = standing_told(self.ranking, placement)
        if option.id == in_order_of_a_day(placement.parts)[0].id and told is not Standing.SUITABLE:
            name = f"{name} [{told.label(self.language)}]"
        return name

    def part_columns(self) -> tuple[Column, ...]:
        """The headings of `part_cells`."""
        return (
            Column(_("provision")),
            Column(_("step"), wraps=not self.say.ids),
            Column(_("level"), number=True),
            Column(_("km (weighted)") if self.is_weighted() and not self.is_of_each() else _("km"), number=True),
            *(Column(_minutes_by(by), number=True) for by in self.means()),
            Column(_("free"), number=True),
            Column(_("DKK/day"), number=True),
        )

    def part_cells(self, option: Option, price: CitizenPrice | None = None) -> tuple[str, ...]:
        """The figures of an option; its price beside other parts, where that is another."""
        values = self.explanation.values(option)
        home = option.is_ordinary_home
        return (
            ("~" if option.is_of_estimated_provision else "")
            + self.provisions(option).replace("SEL §", "§"),  # in Danish a bare § is serviceloven's
            self.say.steps_of(self.ranking, option),
            "–" if home else self.cell(option, "option.specialisation", "specialisation"),
            self.km(option, values["travel.network_km"]),
            *(self.minutes(option, values[f"travel.network_minutes_by_{by}"]) for by in self.means()),
            "–" if home or option.current else self.cell(option, "option.free_places", "free"),
            "–" if home else self.price(option, price),
        )

    def price(self, option: Option, price: CitizenPrice | None = None) -> str:
        """What an option costs, beside other parts or alone, with the year of an earlier list."""
        price = price or price_of(option, self.ranking.side.circumstances)
        field = "price" if is_estimated_price(option, price) else ""
        told = self.cell(option, "option.price_dkk_per_day", field, amount_of(price))
        return told if told == "?" else with_year(told, price, self.ranking)

    def provisions(self, option: Option) -> str:
        """The provisions that it is granted under, its own first."""
        others = granted_under(option, self.ranking.side) - {option.provision.id}
        return " + ".join(
            [self.say.provision(option), *(provision_name(one, self.say.language) for one in sorted(others))]
        )

    def km(self, option: Option, value: Value) -> str:
        """The distance to the network; `–` for what comes to the citizen or is yet to be found, `*` for a stated figure."""
        if option.offer.mobile or option.kind == "tenancy":
            return "–"
        each = metres_to_each(option, self.ranking.side.circumstances) if self.is_of_each() else ()
        if not each and not isinstance(value, int | Decimal | Fraction):
            return "?"
        stated = stated_travel(option, self.ranking.side.circumstances)
        estimated = self.explanation.leans_on_estimate("travel.network_km", option) or (
            not option.is_ordinary_home and guessed(option)
        )
        guess = "~" if estimated and not stated else ""
        of_each: list[Value] = [UNKNOWN if metres is None else Decimal(metres).scaleb(-3) for metres in each]
        told = (
            guess + formats.number(one, decimals=1 if one else 0) if isinstance(one, int | Decimal | Fraction) else "?"
            for one in of_each or [value]
        )
        return " / ".join(told) + ("*" if stated else "")

    def is_of_each(self) -> bool:
        """Whether the distance to each member of the network is told, and not their weighted mean."""
        return self.is_weighted() and len(self.members()) <= _MOST_MEMBERS

    def is_weighted(self) -> bool:
        """Whether the distance that the order reads is a weighted mean."""
        return is_weighted(self.ranking.case, self.ranking.guideline.nearness)

    def members(self) -> list[str]:
        """Who counts."""
        return [one.who for one in counted_members(self.ranking.case, self.ranking.guideline.nearness)]

    def measured(self) -> str:
        """To whom the kilometres are, in words."""
        members = self.members()
        if self.is_of_each() or len(members) == 1:
            return " / ".join(members)
        if self.is_weighted():
            return _("the network, a mean weighted by contact")
        combine = self.ranking.guideline.nearness.combine if members else ""
        return {
            "nearest": _("the nearest of the network"), "farthest": _("the farthest of the network"),
        }.get(combine, _("the network"))  # fmt: skip

    def means(self) -> tuple[str, ...]:
        """By which means there are travel times, each with a column of its own."""
        times = self.ranking.catalogue.times
        return () if times is None else tuple(sorted(times.means))

    def minutes(self, option: Option, value: Value) -> str:
        """The travel time to the network, as the table of travel times has it; `–` as of the distance."""
        if option.offer.mobile or option.kind == "tenancy":
            return "–"
        return formats.number(value) if isinstance(value, int) else "?"

    def cell(self, option: Option, fact: str, field: str, told: Value | None = None) -> str:
        """A number, the one told or the fact's; `?` unknown, `~` an estimate."""
        value = self.explanation.values(option)[fact] if told is None else told
        most = "≤" if isinstance(value, AtMost) else ""
        number = value.most if isinstance(value, AtMost) else value
        if not isinstance(number, int | Decimal | Fraction):
            return "?"
        guess = "~" if option.is_estimate(field) else ""
        return guess + most + formats.number(number, decimals=0 if number == int(number) else 2)


def _minutes_by(means: str) -> str:
    """Return the heading of the travel times by one means."""
    return {"car": _("min. by car"), "transit": _("min. by public transport")}[means]
