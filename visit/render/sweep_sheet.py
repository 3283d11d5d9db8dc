"""A number of a guideline at many values: how many move against today, and where something tips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from visit.lab.sweeping import Sweep, SweptValue, tipping
from visit.locale import formats
from visit.locale import text as _
from visit.population.hiding import FEWEST, is_few
from visit.render.blocks import Block, Column, Items, Paragraph, Sheet, Table
from visit.render.compare_words import share_of
from visit.render.few_told import HIDDEN, few_in_short
from visit.render.grids import Grid
from visit.render.heading import identified
from visit.render.population_words import CitizensTold

_BAR = 12


@dataclass(frozen=True, slots=True)
class SweepSheet:
    """One sweep in one language.

    Attributes:
        is_open: Whether somebody who has the cases asks for every number of real citizens.
    """

    found: Sweep
    citizens: CitizensTold
    language: str
    is_open: bool = False

    @property
    def tells_all(self) -> bool:
        """Whether every number is told: of drawn citizens, and of real ones where it is asked for."""
        return self.citizens.is_drawn or self.is_open

    def rows(self) -> Iterator[tuple[SweptValue, bool]]:
        """Yield each value, and whether it may be told how many move.

        A value at which a few move, or a few more or fewer than at the one told before it, would tell what is recorded of somebody.
        """
        last = (0, 0, 0, 0)
        for one in self.found.values:
            counts = (one.moved, one.lower, one.higher, one.moved - one.lower - one.higher)
            tells = self.tells_all or not is_few(*counts, *(now - was for was, now in zip(last, counts, strict=True)))
            last = counts if tells else last
            yield one, tells

    def tipping(self) -> list[tuple[Decimal, Decimal, int]]:
        """Return where something tips, as far as that may be told."""
        return [one for one in tipping(self.found) if self.tells_all or not is_few(one[2])]

    def called(self) -> str:
        """Return what the guideline calls the number: by its label, or its key where it has none."""
        labels = (one.labels.get(self.found.name) for one in self.found.guidelines.values())
        label = next((one for one in labels if one is not None), None)
        return self.found.name if label is None else formats.capital(label.in_language(self.language))

    def sheet(self) -> Sheet:
        """Return the curve, and where it tips."""
        found = self.found
        named = formats.listed(identified(one) for one in found.guidelines.values())
        cases = self.citizens.words(found.cases)
        today = formats.listed(map(_written, found.today))
        blocks: list[Block] = [
            Paragraph(f"{named} · {cases}"),
            Paragraph(
                _("{name}: first solutions that are others than with today's {value}", name=self.called(), value=today),
                strong=True,
            ),
            self.curve(),
            Paragraph(self.tips()),
        ]
        rows = []
        if found.unread:
            rows.append(_("not read or answered: {n}", n=formats.number(found.unread)))
        if found.others:
            rows.append(_("of other municipalities, left out: {n}", n=formats.number(found.others)))
        if not all(tells for _value, tells in self.rows()) or len(self.tipping()) < len(self.found.tips):
            rows.append(few_in_short())
        return (*blocks, *([Items(tuple(rows))] if rows else []))

    def curve(self) -> Table:
        """The values with how many move."""
        columns = (
            Column(_("value"), number=True), Column(_("another first"), number=True), Column(_("share"), number=True),
            Column(_("lower step"), number=True), Column(_("higher step"), number=True), Column(""),
        )  # fmt: skip
        most = max((one.moved for one, tells in self.rows() if tells), default=0) or 1
        return Table(columns, tuple(self.row(one, most) if tells else hidden_row(one) for one, tells in self.rows()))

    def row(self, one: SweptValue, most: int) -> tuple[str, ...]:
        bar = "█" * (-(-one.moved * _BAR // most))
        counts = (formats.number(one.moved), share_of(one.moved, self.found.cases))
        more = (formats.number(one.lower), formats.number(one.higher))
        return _written(one.value), *counts, *more, _("← today") if one.is_today else bar

    def tips(self) -> str:
        """Between which values something tips."""
        told = [
            _("from {before} to {value} for {n}", before=_written(before), value=_written(value), n=formats.number(n))
            for before, value, n in self.tipping()
        ]
        if not told and self.found.tips:
            return _("Where something tips is of too few real citizens to show")
        if not self.found.is_placing:
            return _("Nothing tips at any value: no placement reads it")
        return _("Tips: {list}", list="; ".join(told)) if told else _("Nothing tips between these values")

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        found = self.found
        return {
            "schema": "visit-sweep",
            "version": 1,
            "parameter": found.name,
            "hidden_below": None if self.tells_all else FEWEST,
            "today": [str(one) for one in found.today],
            "guidelines": [
                {"id": one.id, "version": one.version, "digest": digest} for digest, one in found.guidelines.items()
            ],
            "population": self.citizens.document(),
            "cases": found.cases,
            "unread": found.unread,
            "of_other_municipalities": found.others,
            "values": [
                {
                    "value": str(one.value),
                    "moved": one.moved if tells else None,
                    "lower": one.lower if tells else None,
                    "higher": one.higher if tells else None,
                    "tips": self.tips_at(one),
                }
                for one, tells in self.rows()
            ],
            "tips": [{"from": str(before), "to": str(value), "cases": n} for before, value, n in self.tipping()],
        }

    def grids(self) -> tuple[Grid, ...]:
        """Return the curve for a spreadsheet."""
        columns = (self.found.name, _("another first"), _("lower step"), _("higher step"), _("tips"))
        return (
            Grid(self.found.name, columns,
                 tuple((one.value, *((one.moved, one.lower, one.higher) if tells else (None,) * 3), self.tips_at(one))
                       for one, tells in self.rows())),
        )  # fmt: skip

    def tips_at(self, one: SweptValue) -> int | None:
        """Return for how many something tips at a value; None where it may not be told."""
        return one.tips if self.tells_all or not is_few(one.tips) else None


def hidden_row(one: SweptValue) -> tuple[str, ...]:
    """Return the row of a value of which it may not be told how many move."""
    return _written(one.value), *(HIDDEN,) * 4, ""


def _written(value: Decimal) -> str:
    return formats.number(value)
