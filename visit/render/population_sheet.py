"""What `visit population` says: what many cases hold, what a profile is made of, and whether the one is what the other says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from visit.locale import formats, plural
from visit.locale import text as _
from visit.population.compared import FigureCompared
from visit.population.described import SEVERAL, TABLES_OF_CASES, CaseTally, CountedCell
from visit.population.facts import PublicFact
from visit.population.figures import FigureValue, MarginFigure
from visit.population.hiding import FEWEST, UNRECORDED
from visit.population.made import DrawnFrom
from visit.population.profile import Profile
from visit.reading.documents.population import NONE, OTHER
from visit.reasons.labels import provision_name
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.grids import Grid
from visit.render.population_words import (
    bounds_in_words,
    drawn_in_a_line,
    grounds_in_a_line,
    lacking_words,
    margin_label,
    table_label,
    unlike_words,
)
from visit.vocabulary import vocabulary

_PERMILLE = ("share", "chances")
_LISTS = {
    "applied": "provision", "recipients": "provision", "kind": "target_group", "secondary": "target_group",
    "areas": "area", "needs": "need", "sex": "sex", "permanence": "permanence", "housing": "housing",
}  # fmt: skip
"""The list of the vocabulary that a table's codes are of."""


def code_label(codes: str, code: str, language: str) -> str:
    """Return what a code of a table, or of a figure's margin, is called; the code itself where it is a number or a name."""
    words = {UNRECORDED: _("not recorded"), NONE: _("none"), OTHER: _("the rest"), "yes": _("yes"), "no": _("no")}
    if codes == "provision" and code not in words:
        return provision_name(code, language)
    named = "target_group" if codes == "assignable_target_group" else codes
    known = vocabulary().codes.get(named)
    if known is not None and code in known.terms:
        return formats.small(vocabulary().label(named, code, language))
    return words.get(code, code)


@dataclass(frozen=True, slots=True)
class Uncounted:
    """What was read beside the cases that count.

    Attributes:
        faulty: Rows that are no case.
        repeated: Cases that stand there already with all that is recorded: they count once.
        twice: Cases with an id that another has with other facts; they count.
        elsewhere: Cases of other municipalities.
        lacking: Those that the file says were drawn, and that are not in it.
    """

    faulty: int = 0
    repeated: int = 0
    twice: int = 0
    elsewhere: int = 0
    lacking: int = 0

    def lines(self) -> Iterator[str]:
        """Yield what there is to say of them."""
        faulty, twice, elsewhere = map(formats.number, (self.faulty, self.twice, self.elsewhere))
        if self.lacking:
            yield lacking_words(self.lacking)
        if self.faulty:
            yield plural(
                "{n} row is no case, and not counted", "{n} rows are no cases, and not counted", self.faulty, n=faulty
            )
        if self.elsewhere:
            yield plural("{n} case of another municipality is left out", "{n} cases of other municipalities are left out",
                         self.elsewhere, n=elsewhere)  # fmt: skip
        if n := self.repeated:
            yield plural(
                "{n} case stands there once more, and counts once", "{n} cases stand there once more, and count once", n
            )
        if self.twice:
            yield plural(
                "{n} case has an id that another has", "{n} cases have an id that another has", self.twice, n=twice
            )

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        return {
            "not_cases": self.faulty,
            "repeated": self.repeated,
            "ids_twice": self.twice,
            "of_other_municipalities": self.elsewhere,
            "not_here": self.lacking,
        }


@dataclass(frozen=True, slots=True, eq=False)
class DescribedSheet:
    """What many cases hold, in one language."""

    name: str
    tally: CaseTally
    origin: DrawnFrom | None
    uncounted: Uncounted
    language: str
    unlike: int = 0

    def cells(self) -> Iterator[tuple[str, tuple[CountedCell, ...]]]:
        """Yield the tables, in which few real people are hidden."""
        for name in TABLES_OF_CASES:
            found = self.tally.cells(name, hides=self.origin is None)
            if found:
                yield name, found

    def sheet(self) -> Sheet:
        """Return how many there are, what they rest on, and the tables."""
        blocks: list[Block] = [Paragraph(self.headline(), strong=True)]
        if lines := tuple(self.lines()):
            blocks.append(Items(lines))
        for name, cells in self.cells():
            columns = (
                Column(table_label(name), wraps=True),
                Column(_("cases"), number=True),
                Column(_("share"), number=True),
            )
            rows = tuple((self.label(name, cell), *self.numbers(cell)) for cell in cells)
            blocks += [Table(columns, rows)]
        return tuple(blocks)

    def headline(self) -> str:
        """Return how many cases there are."""
        n = self.tally.count
        if self.origin is not None:
            return drawn_in_a_line(self.origin, self.language, n)
        return plural("{n} case", "{n} cases", n, n=formats.number(n))

    def lines(self) -> Iterator[str]:
        if self.origin is not None:
            yield _("drawn; they represent nobody")
            yield grounds_in_a_line(self.origin.figures.values())
            if (bounds := bounds_in_words(self.origin)) is not None:
                yield bounds
            if (year := self.origin.record.get("price_year")) is not None:
                yield _("prices of {year}", year=year)
            if self.unlike:
                yield unlike_words(self.unlike)
        else:
            yield _("cells below five are hidden (–), and enough others that they cannot be worked out")
        yield from self.uncounted.lines()

    def label(self, name: str, cell: CountedCell) -> str:
        return code_label(_LISTS.get(name, name), cell.code, self.language)

    def numbers(self, cell: CountedCell) -> tuple[str, str]:
        if cell.count is None:
            return "–", "–"
        return formats.number(cell.count), formats.percent(Fraction(100 * cell.count, self.tally.count), decimals=0)

    def document(self) -> dict[str, object]:
        """Return the same as data; a hidden count is null."""
        origin = self.origin
        return {
            "schema": "visit-population", "version": 1, "name": self.name, "synthetic": origin is not None,
            "not_as_drawn": self.unlike, "cases": self.tally.count, **self.uncounted.document(),
            "drawn_from": None if origin is None else {key: value for key, value in origin.record.items() if key != "population"},
            "tables": [
                {"table": name, "several": name in SEVERAL,
                 "cells": [{"code": cell.code, "count": cell.count} for cell in cells]}
                for name, cells in self.cells()
            ],
        }  # fmt: skip

    def grid(self) -> Grid:
        """Return the same as one list."""
        columns = (_("table"), _("code"), _("name"), _("cases"))
        rows = tuple(
            (table_label(name), cell.code, self.label(name, cell), cell.count)
            for name, cells in self.cells()
            for cell in cells
        )
        return Grid(_("Population"), columns, rows)


@dataclass(frozen=True, slots=True, eq=False)
class ProfileSheet:
    """What a profile is made of, in one language."""

    profile: Profile
    language: str

    def sheet(self) -> Sheet:
        """Return every figure with what it rests on, and the facts."""
        profile = self.profile
        told = _("{label} · {municipality} · assessed {day}", label=profile.called(self.language),
                 municipality=profile.municipality, day=formats.day(profile.assessed))  # fmt: skip
        blocks: list[Block] = [
            Paragraph(told, strong=True),
            Items((grounds_in_a_line(profile.figures.values()), _("prices of {year}", year=profile.price_year or "?"))),
        ]
        columns = (
            Column(_("figure"), wraps=True), Column(_("value"), wraps=True), Column(_("low"), wraps=True),
            Column(_("high"), wraps=True), Column(_("rests on"), wraps=True),
        )  # fmt: skip
        for margin, figures in self.by_margin():
            rows = tuple(self.row(one) for one in figures)
            blocks += [Heading(margin_label(margin)), Table(columns, rows)]
        facts = tuple(self.fact(one) for _id, one in sorted(profile.facts.items()))
        return (*blocks, Heading(_("Sources")), Items(facts))

    def by_margin(self) -> Iterator[tuple[str, list[MarginFigure]]]:
        found: dict[str, list[MarginFigure]] = {}
        for one in self.profile.figures.values():
            found.setdefault(one.margin.name, []).append(one)
        yield from found.items()

    def row(self, one: MarginFigure) -> tuple[str, ...]:
        values = (
            _value(one, one.value, self.language),
            *(_changed(one, at, self.language) for at in (one.low, one.high)),
        )
        return one.name, *values, self.ground(one)

    def ground(self, one: MarginFigure) -> str:
        notes = [] if one.note is None else [one.note[self.language]]
        if one.margin.name == "recipients" and one.profile != self.profile.id:
            notes.append(_("scaled by inhabitants"))
        note = f" ({'; '.join(notes)})" if notes else ""
        if one.assumption is not None:
            return _("assumed: {why}", why=one.assumption[self.language]) + note
        return ", ".join(one.sources) + note

    def fact(self, one: PublicFact) -> tuple[str, tuple[str, ...]]:
        record = one.record
        said = f"{one.id}: {one.what(self.language)} ({record['area']}, {record['year']}): {record['value']}"
        return said, (f"{one.reference}; {record['source']['address']}",)

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        profile = self.profile
        return {
            "schema": "visit-profile", "version": 1, "population": profile.id, "label": dict(profile.label),
            "municipality": profile.municipality, "assessed": profile.assessed.isoformat(),
            "price_year": profile.price_year, "digest": profile.digest,
            "figures": [one.record() for one in profile.figures.values()],
            "facts": [dict(one.record) for _id, one in sorted(profile.facts.items())],
        }  # fmt: skip

    def grid(self) -> Grid:
        """Return the figures as one list."""
        columns = (_("figure"), _("value"), _("low"), _("high"), _("rests on"))
        rows = tuple(self.row(one) for one in self.profile.figures.values())
        return Grid(_("Figures"), columns, rows)


def _value(figure: MarginFigure, value: FigureValue, language: str) -> str:
    """Return a figure's numbers: chances in percent, weights as they are."""
    permille = figure.margin.figure in _PERMILLE
    if isinstance(value, int):
        return _percent(value) if permille else formats.number(value)
    named = ((code_label(figure.margin.codes, code, language), one) for code, one in value.items())
    return ", ".join(f"{name}: {_percent(one) if permille else formats.number(one)}" for name, one in named)


def _changed(figure: MarginFigure, value: FigureValue | None, language: str) -> str:
    """Return a low or high value; of many numbers those that differ."""
    if value is None:
        return ""
    if isinstance(value, Mapping) and isinstance(figure.value, Mapping):
        value = {code: one for code, one in value.items() if figure.value.get(code) != one}
    return _value(figure, value, language)


def _percent(permille: int) -> str:
    return formats.percent(Fraction(permille, 10), decimals=0 if permille % 10 == 0 else 1)


def _is_few(one: FigureCompared) -> bool:
    return one.drawn < FEWEST or 0 < one.of - one.drawn < FEWEST


@dataclass(frozen=True, slots=True, eq=False)
class ComparedSheet:
    """Whether many cases are what a profile says, in one language."""

    name: str
    rows: Sequence[FigureCompared]
    figures: Mapping[str, MarginFigure]
    cases: int
    uncounted: Uncounted
    is_synthetic: bool
    language: str
    everything: bool

    @property
    def seen(self) -> tuple[FigureCompared, ...]:
        """What may be told: of real people nothing of fewer than five, nor of all but a few."""
        return tuple(one for one in self.rows if self.is_synthetic or not _is_few(one))

    @property
    def outside(self) -> tuple[FigureCompared, ...]:
        """What is further from the profile than chance does."""
        return tuple(one for one in self.seen if one.is_outside)

    def sheet(self) -> Sheet:
        """Return the verdict, and what is outside; with everything, every cell."""
        told = sum(one.says_enough for one in self.seen)
        outside = len(self.outside)
        judged, every = formats.number(told), formats.number(len(self.rows))
        verdict = (
            _("none of {all} figures could be judged: too few cases", all=every) if not told
            else _("{n} of {all} figures could be judged, all within what chance explains", n=judged, all=every) if not outside
            else _("{n} of {all} figures could be judged, {outside} of them further off than chance explains",
                   n=judged, all=every, outside=formats.number(outside))
        )  # fmt: skip
        n = formats.number(self.cases)
        head = plural("{n} case", "{n} cases", self.cases, n=n)
        if self.is_synthetic:
            head = plural("{n} synthetic citizen", "{n} synthetic citizens", self.cases, n=n)
        lines = [
            _("outside is a difference of more than 4½ standard errors; too few to tell: {n}",
              n=formats.number(len(self.rows) - told)),
            grounds_in_a_line(self.figures.values()),
        ]  # fmt: skip
        lines += self.uncounted.lines()
        shown = self.seen if self.everything else self.outside
        blocks: list[Block] = [Paragraph(f"{head}: {verdict}", strong=True), Items(tuple(lines))]
        return (*blocks, self.table(shown)) if shown else tuple(blocks)

    def table(self, shown: Sequence[FigureCompared]) -> Table:
        columns = (
            Column(_("figure"), wraps=True), Column(_("code"), wraps=True), Column(_("of"), number=True),
            Column(_("expected"), number=True), Column(_("found"), number=True), Column(_("standard errors"), number=True),
            Column(_("rests on"), wraps=True),
        )  # fmt: skip
        return Table(columns, tuple(map(self.row, shown)))

    def row(self, one: FigureCompared) -> tuple[str, ...]:
        found = "–" if not one.of else formats.percent(Fraction(100 * one.drawn, one.of), decimals=1)
        errors = one.standard_errors
        return (
            one.figure, one.code, formats.number(one.of), formats.percent(100 * one.share, decimals=1), found,
            "–" if errors is None else f"{errors:+.1f}", _("assumption") if one.is_assumed else _("source"),
        )  # fmt: skip

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        return {
            "schema": "visit-population-check", "version": 1, "name": self.name, "cases": self.cases,
            **self.uncounted.document(), "synthetic": self.is_synthetic, "ok": not self.outside,
            "figures": [
                {"figure": one.figure, "code": one.code, "of": one.of,
                 "found": one.drawn, "expected": f"{float(one.expected):.1f}", "assumed": one.is_assumed, "enough": one.says_enough,
                 "outside": one.is_outside}
                for one in self.seen
            ],
        }  # fmt: skip

    def grid(self) -> Grid:
        """Return every cell as one list."""
        columns = (
            _("figure"), _("code"), _("of"), _("expected"), _("found"), _("standard errors"), _("rests on"), _("outside"),
        )  # fmt: skip
        return Grid(
            _("Figures"), columns, tuple((*self.row(one), _("yes") if one.is_outside else _("no")) for one in self.seen)
        )
