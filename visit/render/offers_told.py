"""How the use of offers changes between the sides of a comparison, against their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.blocks import Block, Column, Heading, Paragraph, Table
from visit.render.compare_words import (
    difference_of,
)
from visit.render.compared import ComparisonTold
from visit.render.few_told import left_out_words
from visit.render.offer_use import OfferUse, offer_uses
from visit.render.sides_told import SidesTold

MOST_OFFERS = 12
"""So many offers whose use changes most are shown to people; data and lists have all."""


@dataclass(frozen=True, slots=True, eq=False)
class OffersTold:
    """What a comparison says of offers in first solutions."""

    sheet: ComparisonTold

    def offers_title(self) -> str:
        """Return what the counts of offers are of: the cases that have a solution, where that may be told."""
        if self.sheet.may.side_count("placed") is not None:
            placed = SidesTold(self.sheet).count_of("placed")
            return _("Offers in the first solutions that {n} cases have", n=placed)
        cases = self.sheet.found.cases
        return plural(
            "Offers in the first solutions of {n} case",
            "Offers in the first solutions of {n} cases",
            cases,
            n=formats.number(cases),
        )

    def offers(self) -> Iterator[Block]:
        """Yield the offers whose use changes most, each against its places."""
        changed = [one for one in self.offer_use() if one.used[0] != one.used[1]]
        old, new = self.sheet.found.old.offers, self.sheet.found.new.offers
        hidden = sum(self.sheet.may.offer(id) is None for id in self.offers_used() if old[id] != new[id])
        if not changed:
            yield from (Heading(self.offers_title()), Paragraph(left_out_words(hidden))) if hidden else ()
            return
        changed.sort(key=lambda one: (-abs(one.used[1] - one.used[0]), one.id))
        columns = (
            Column(_("offer"), wraps=True), Column(_("before"), number=True), Column(_("after"), number=True),
            Column(_("difference"), number=True), Column(_("places"), wraps=True),
        )  # fmt: skip
        rows = tuple(
            (name, formats.number(was), formats.number(now), difference_of(now - was), places)
            for one in changed[:MOST_OFFERS] for name, (was, now), places in one.rows
        )  # fmt: skip
        yield Heading(self.offers_title())
        yield Table(columns, rows)
        if (more := len(changed) - MOST_OFFERS) > 0:
            yield Paragraph(plural("and {n} offer more", "and {n} offers more", more, n=formats.number(more)))
        if hidden:
            yield Paragraph(left_out_words(hidden))
        told = _(
            "{n} of the {all} offers in first solutions stand in more or fewer of them than before.",
            n=formats.number(len(changed)), all=formats.number(len(self.offers_used())),
        )  # fmt: skip
        yield Paragraph(f"{told} {self.places_words()}" if not hidden else self.places_words())

    def places_words(self) -> str:
        """Say of what time places are, and of how long a time those who are compared with them."""
        told = _(
            "Places are those that an offer has at one time, each counted once (–: not stated); first solutions are of those "
            "who begin."
        )
        if not (years := self.sheet.citizens.years_words()):
            return f"{told} {_('Over how long a time these began is not known here.')}"
        told = f"{told} {formats.capital(years)}."
        if self.sheet.citizens.may_fill_places:
            return told
        return f"{told} {_('Which offers would be full is shown for about a year: draw the citizens without -n.')}"

    def offers_used(self) -> list[str]:
        """Return the ids of the offers that stand in a first solution."""
        return sorted({*self.sheet.found.old.offers, *self.sheet.found.new.offers})

    def offer_use(self) -> Iterator[OfferUse]:
        """Yield each offer that stands in a first solution, with its places.

        One with numbers of real citizens that may not be told is left out.
        """
        catalogues = (self.sheet.old.basis.offers, self.sheet.new.basis.offers)
        known = {**catalogues[0], **catalogues[1]}
        names = {id: self.sheet.offer_name(id, known.get(id)) for id in self.offers_used()}
        yield from offer_uses(names, catalogues, self.sheet.may, self.sheet.language)
