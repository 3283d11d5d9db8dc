"""All that a comparison measures by age, group, need, sex, help now and municipality: as data, as a list, and for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from visit.lab.movements import Crossing, Movement
from visit.lab.said import DECIDES_FIRST, OF_ROLES, PERHAPS
from visit.lab.subgroups import DIMENSIONS, Subgroups, tables
from visit.lab.totals import FOLLOWING, OF_STATEMENTS, SIDE_COUNTS
from visit.locale import formats
from visit.locale import text as _
from visit.population.hiding import UNRECORDED
from visit.render.affected_words import cells_document, dimension_words, row_words, rows_together
from visit.render.blocks import Block, Column, Heading, Paragraph, Table
from visit.render.compare_words import (
    crossing_words,
    difference_of,
    followed,
    json_number,
    kilometres_of,
    movement_words,
    section_words,
    side_counts,
)
from visit.render.few_told import HIDDEN
from visit.render.grids import Cell
from visit.render.row_told import RowTold
from visit.rules.guideline.values import Guideline

SELDOM = (Movement.SAME_STEP, Movement.GAINED, Movement.LOST)
"""The movements that the table of who moves has together."""
MeasuredCells = tuple[int | None, int | None, int | None, int | None]
"""How many before and after, and for how many it begins and ends; None where there is none, or it may not be told."""
NONE: MeasuredCells = (None, None, None, None)


@dataclass(frozen=True, slots=True, eq=False)
class SubgroupMeasures:
    """The subgroups of a comparison in one language, with the guidelines whose words it is told in."""

    found: Subgroups
    guidelines: Sequence[Guideline]
    language: str
    tells_all: bool

    def rows(self) -> Iterator[tuple[str, str, RowTold]]:
        """Yield each row that is shown: its dimension, what it is called, and what may be told of it."""
        for name, _table in tables(self.found, tells_all=self.tells_all):
            for row in self.found.measured(name, tells_all=self.tells_all):
                title = rows_together(row.rows) if row.key is None else row_words(name, row.key, self.language)
                yield name, title, RowTold(row, self.tells_all)

    def cells(self) -> Iterator[tuple[Cell, ...]]:
        """Yield everything for a spreadsheet: by what, the row, what is measured, its numbers, and of turns how many cases."""
        for name, title, row in self.rows():
            for what, numbers, cases in self._measured(row):
                yield dimension_words(name), title, what, *numbers, cases

    def _measured(self, row: RowTold) -> Iterator[tuple[str, MeasuredCells, int | None]]:
        for movement in SELDOM:
            yield movement_words(movement), NONE, row.movement(movement)
        for turn in Crossing:
            yield crossing_words(turn), NONE, row.turn(turn)
        for what, numbers in (*self._sides(row), *self._following(row)):
            yield what, numbers, None

    def _sides(self, row: RowTold) -> Iterator[tuple[str, MeasuredCells]]:
        for name, words in side_counts().items():
            yield words, _two(row.side_count(name))
        for of, percent, words in (
            ("metres", 50, _("metres to the network, median")),
            ("metres", 90, _("metres to the network, 90th percentile")),
            ("waiting_days", 50, _("days of waiting, median")),
            ("waiting_days", 90, _("days of waiting, 90th percentile")),
        ):
            yield words, _two(row.percentiles(of, percent))
        yield _("stated hours a week, in all"), _two(row.hours())
        yield _("known prices, kroner a year"), _two(row.kroner())

    def _following(self, row: RowTold) -> Iterator[tuple[str, MeasuredCells]]:
        for section in FOLLOWING:
            for said, numbers in row.statements(section):
                told = followed(section, said, [*self.guidelines], self.language)
                yield f"{section_words(section)}: {told}", NONE if numbers is None else numbers

    # --- for people ---

    def blocks(self) -> Iterator[Block]:
        """Yield table by table the rows in which something changes: what is bought, undecided, far, follows, and who approves."""
        rows: dict[str, list[tuple[str, ...]]] = {}
        roles: dict[str, dict[str, list[tuple[str, ...]]]] = {section: {} for section in OF_ROLES}
        for name, title, row in self.rows():
            of_rows, told = rows.setdefault(name, []), (*self._in_short(row),)
            of_rows += [(title, *told)] if any(mark in one for one in told for mark in "→+−") else []
            for section, of_roles in roles.items():
                of_roles.setdefault(name, []).extend(
                    (title, followed(section, said, [*self.guidelines], self.language), *map(formats.number, numbers))
                    for said, numbers in row.statements(section) if numbers is not None and any(numbers[2:])
                )  # fmt: skip
        if not any((*rows.values(), *(table for one in roles.values() for table in one.values()))):
            return
        short = [_("bought"), _("undecided"), _("km"), *map(section_words, self._sections())]
        numbers = [_("before"), _("after"), _("begins"), _("ends")]
        yield Heading(_("What else changes, by subgroup"))
        for name, of_rows in rows.items():
            first = Column(dimension_words(name), wraps=True)
            if of_rows:
                yield Table((first, *(Column(title, number=True) for title in short)), tuple(of_rows))
            for section, title in (("approvals", _("who approves")), (DECIDES_FIRST, _("who decides first"))):
                if roles[section][name]:
                    who = Column(title, wraps=True)
                    columns = (first, who, *(Column(title, number=True) for title in numbers))
                    yield Table(columns, tuple(roles[section][name]))
        yield Paragraph(
            _(
                "Only rows in which something changes. Km: to the network, median. What follows: for how many it surely begins "
                "and ends. Every number by subgroup, and each statement: -o FILE.csv, FILE.xlsx or FILE.json"
            )
        )

    def _sections(self) -> Iterator[str]:
        """Yield the sections that have a column: that of grants where any begins or ends."""
        turned = [row.turns["grants"] for rows in self.found.rows.values() for row in rows.values()]
        yield from (section for section in OF_STATEMENTS if section != "grants" or any(turned))

    def _in_short(self, row: RowTold) -> Iterator[str]:
        for count in (row.side_count("external"), row.side_count("undecided")):
            yield HIDDEN if count is None else _way(*map(formats.number, count))
        yield _way(*kilometres_of(*row.percentiles("metres", 50))[:2])
        for section in self._sections():
            told = [numbers for said, numbers in row.statements(section) if not said.endswith(PERHAPS)]
            known = [numbers for numbers in told if numbers is not None]
            begins, ends = (sum(numbers[place] for numbers in known) for place in (2, 3))
            yield HIDDEN if len(known) < len(told) else _begins_and_ends(begins, ends)


def _way(was: str, now: str) -> str:
    return was if was == now else f"{was} → {now}"


def _begins_and_ends(begins: int, ends: int) -> str:
    return "0" if not begins and not ends else f"{difference_of(begins)}/{difference_of(-ends)}"


def subgroups_document(found: Subgroups, *, tells_all: bool) -> dict[str, object]:
    """Return every table as data: who moves, and all that is measured of each row that is shown."""
    documents: dict[str, object] = {}
    for name in DIMENSIONS:
        if name == "group" and not tells_all:
            continue
        table = found.table(name, tells_all=tells_all)
        rows, small = [], None
        for row in found.measured(name, tells_all=tells_all):
            told = RowTold(row, tells_all)
            measured = {"cases": row.found.cases, **cells_document(told.moved()), **measured_document(told)}
            if row.key is None:
                small = {"rows": row.rows, **measured}
            else:
                rows.append({"row": None if row.key == UNRECORDED else row.key, **measured})
        documents[name] = {
            "rows": rows,
            "together": None if table.together is None else {
                "rows": len(table.pooled), "cases": sum(table.together), **cells_document(table.together)
            },
            "small_together": small,
            "hidden": len(table.pooled),
        }  # fmt: skip
    return documents


def measured_document(row: RowTold) -> dict[str, object]:
    """Return all that is measured of a row as data; None stands for a number that may not be told."""
    statements = {section: dict(row.statements(section)) for section in FOLLOWING}
    return {
        **{str(one): row.movement(one) for one in SELDOM},
        "crossings": {str(one): row.turn(one) for one in Crossing},
        "old": _side_document(row, 0, statements),
        "new": _side_document(row, 1, statements),
        "follows": {
            section: {
                "begins": {said: numbers[2] for said, numbers in of_section.items() if numbers and numbers[2]},
                "ends": {said: numbers[3] for said, numbers in of_section.items() if numbers and numbers[3]},
                "hidden": sum(numbers is None for numbers in of_section.values()),
            }
            for section, of_section in statements.items()
        },
        "numbers": {name: json_number(value) for name, value in row.numbers().items()},
    }


def _side_document(
    row: RowTold, place: int, statements: dict[str, dict[str, tuple[int, int, int, int] | None]]
) -> dict[str, object]:
    counts = {name: row.side_count(name) for name in SIDE_COUNTS if name != "unknown_operator"}
    kroner, hours = row.kroner(), row.hours()
    return {
        **{
            "priced_at_most" if name == "at_most" else name: None if count is None else count[place]
            for name, count in counts.items()
        },
        "dkk_a_year": None if kroner is None else kroner[place],
        "hours_a_week": None if hours is None else hours[place],
        **{
            name: {"median": row.percentiles(of, 50)[place], "percentile_90": row.percentiles(of, 90)[place]}
            for name, of in (("metres_to_the_network", "metres"), ("waiting_days", "waiting_days"))
        },
        **{
            section: {said: numbers[place] for said, numbers in of_section.items() if numbers and numbers[place]}
            for section, of_section in statements.items()
        },
    }


def _two(numbers: tuple[int | None, int | None] | None) -> MeasuredCells:
    return NONE if numbers is None else (*numbers, None, None)
