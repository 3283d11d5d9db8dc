"""The page of a comparison: how many move, from which step to which, which edit did it, and what else changes.

A page is shown to others. Of real citizens it has nobody one by one, and no number below 5 by step, offer, statement or group: rows
that have one stand together, as `visit.lab.subgroups` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from visit.catalogue_edits import TRAVEL, CatalogueEdit, catalogue_edits
from visit.lab.pieces import Piece
from visit.lab.subgroups import Cells, SubgroupTable, shown
from visit.lab.totals import FOLLOWING
from visit.locale import formats, plural
from visit.locale import text as _
from visit.pages.affected_table import affected_rows
from visit.pages.flow import NODE, WIDTH, flow_picture
from visit.pages.writing import written
from visit.render.affected_words import area_blocks, subgroup_blocks
from visit.render.attribution_words import (
    beside_words,
    idle_words,
    piece_words,
    rows_by_share,
    together_words,
)
from visit.render.blocks import Sheet
from visit.render.bounds_words import bounds_blocks
from visit.render.compare_screen import CompareScreen
from visit.render.compare_sheet import CompareSheet
from visit.render.compare_words import section_words, share_of_fraction
from visit.render.conclusions import beside_names, conclusions
from visit.render.few_told import few_words, left_out_words
from visit.render.gate_words import gate_lines, gates_title
from visit.render.turned import large, turn_counts

HEAT = 5
"""So many shades are there for how much of an offer's places is used, and one for more than all."""
KM_BANDS = (0, 10, 20, 40, 80)
"""The last whole kilometre of each band of distances but the last, which is beyond."""


@dataclass(frozen=True, slots=True)
class BarRow:
    """A row of a table with bars: its title with what stands `under` it, each number as written and as long as its bar is.

    Bars are in hundredths.
    """

    title: str
    cells: tuple[tuple[str, int], ...]
    more: str = ""
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeatRow:
    """An offer that states its places: how many first solutions on each side, as written and as dark as they are of the places."""

    title: str
    cells: tuple[tuple[str, int], ...]


def compare_page(sheet: CompareSheet, difference: Sheet) -> str:
    """Return the page.

    Args:
        sheet: What was compared.
        difference: What the two guidelines say differently.
    """
    found, shown_large = sheet.found, large(sheet.may)
    told = sheet.may, sheet.waits, sheet.language
    return written(
        "compare",
        head=(sheet.guidelines_line(), sheet.basis_line()),
        cautions=tuple(one.removeprefix("! ") for one in (*sheet.recorded(), *sheet.cautions())),
        question=_question(sheet),
        who=sheet.who(),
        verdict=sheet.verdict(),
        gates=tuple(gate_lines(sheet.gates, sheet.may)),
        gates_title=gates_title(),
        large=shown_large,
        turns=tuple(_turned(sheet)),
        conclusions=tuple(beside_names(*told) if any(one.is_by_name for one in shown_large) else conclusions(*told)),
        flow=flow_picture(sheet),
        edits=tuple(one for one, moves in _edits(sheet) if moves),
        still=tuple(one for one, moves in _edits(sheet) if not moves),
        together=tuple(together_words(sheet.attribution, sheet.said())) if sheet.attribution
        else tuple(f"{words}: {formats.number(n)}" for words, n in sheet.edits_told.touches()),
        idle=tuple(idle_words(sheet.attribution, sheet.said(), named=True)) if sheet.attribution else (),
        sides_title=sheet.sides_told.sides_title(),
        offers_title=sheet.offers_told.offers_title(),
        last=sheet.edits_told.share_title() if sheet.attribution is None or sheet.attribution.is_exact else _("all but it"),
        how=sheet.edits_told.how_attributed(sheet.attribution)
        if sheet.attribution and sheet.attribution.pieces
        else sheet.not_attributed,
        changes=tuple(CompareScreen(sheet).changes()),
        distances=tuple(_distances(sheet)),
        both_sides=sheet.sides_told.both_sides(),
        offers=tuple(one for one, changes in _offers(sheet) if changes),
        unchanged=tuple(one for one, changes in _offers(sheet) if not changes),
        heat=tuple(_heat(sheet)),
        places_words=sheet.offers_told.places_words(),
        follows=tuple(_follows(sheet)),
        bounds=() if sheet.bounds is None or not sheet.tells_all else tuple(
            bounds_blocks(sheet.bounds, sheet.guidelines, sheet.language)
        )[1:],
        groups=(
            *area_blocks(found.areas, sheet.language, tells_all=sheet.tells_all),
            *subgroup_blocks(found.subgroups, sheet.language, tells_all=sheet.tells_all),
        ),
        people=tuple(affected_rows(sheet.affected, sheet.language, sheet.edits_told.moved_by)) if sheet.tells_all else (),
        people_title=_people_title(sheet),
        few="" if sheet.tells_all else few_words(),
        difference=difference,
        origins=tuple(_origins(sheet)),
        width=WIDTH, node=NODE,
    )  # fmt: skip


def _question(sheet: CompareSheet) -> str:
    """Return what is asked, by the name of what is tried: a guideline, else a catalogue, else a day."""
    old, new = ([*side.guidelines.values()][-1] for side in (sheet.old, sheet.new))
    catalogues, days = ([getattr(side.basis, of) for side in (sheet.old, sheet.new)] for of in ("catalogue", "day"))
    what = f"“{new.title.in_language(sheet.language)} {new.version}”"
    if (old.id, old.version) == (new.id, new.version):
        if days[0] != days[1] and days[1] is not None:
            what = _("{what} as of {day}", what=what, day=formats.day(days[1]))
        elif catalogues[0].digest != catalogues[1].digest:
            edits = [one for one in catalogue_edits(*catalogues) if one.decides]
            if len(edits) == 1:
                return _question_of_one(sheet, edits[0])
            what = _("the catalogue “{name}”", name=catalogues[1].id)
    if sheet.citizens.is_drawn:
        return _("What would {what} change?", what=what)
    return _("What would {what} have changed?", what=what)


def _question_of_one(sheet: CompareSheet, edit: CatalogueEdit) -> str:
    """Return what is asked where one thing of a catalogue is another: by what becomes of it."""
    piece = Piece(edit.name, offer=edit.offer, offer_edits=(edit,)) if edit.offer else Piece(TRAVEL)
    edit_words = piece_words(piece, sheet.called())
    if sheet.citizens.is_drawn:
        return _("What would it change? {edit}", edit=formats.capital(edit_words))
    return _("What would it have changed? {edit}", edit=formats.capital(edit_words))


def _turned(sheet: CompareSheet) -> Iterator[BarRow]:
    """Yield what turns, the gravest first, each of how many."""
    rows = turn_counts(sheet.may)
    most = max((one.count or 0 for one in rows), default=0) or 1
    for one in rows:
        yield BarRow(one.what, ((one.written, 100 * (one.count or 0) // most),), one.share)


def _people_title(sheet: CompareSheet) -> str:
    """Return whose rows stand in the table: all that get another first solution, or so many of them."""
    shown, moving = len(sheet.affected), sheet.found.moving
    if shown == moving:
        return plural(
            "The one who gets another first solution", "The {n} who get another first solution", moving,
            n=formats.number(moving),
        )  # fmt: skip
    return _(
        "{n} of the {all} who get another first solution, those affected most", n=shown, all=formats.number(moving)
    )


# --- what may be shown ---


def _shown(rows: Mapping[str, Cells], *, tells_all: bool) -> SubgroupTable:
    """Return what may be shown of rows: of drawn citizens all."""
    return SubgroupTable(tuple(rows.items()), (), None) if tells_all else shown(rows)


# --- the rest ---


def _edits(sheet: CompareSheet) -> Iterator[tuple[BarRow, bool]]:
    """Yield each edit with how many it moves alone, and its share, and whether it moves anybody."""
    by_edit, moving = sheet.attribution, sheet.found.moving
    if by_edit is None:
        return
    called = sheet.said()
    for piece, share in rows_by_share(by_edit):
        alone = by_edit.alone[piece.name]
        last = share if by_edit.is_exact else Fraction(by_edit.needed[piece.name])
        told = share_of_fraction(share, moving) if by_edit.is_exact else formats.number(by_edit.needed[piece.name])
        length = int(abs(100 * last / moving)) if moving else 0
        row = BarRow(
            piece_words(piece, called),
            ((formats.number(alone), 100 * alone // max(moving, alone, 1)), (told, min(100, length))),
            under=tuple(beside_words(by_edit, piece, sheet.guidelines, sheet.edits_told.role)),
        )
        yield row, bool(alone or last)


def _distances(sheet: CompareSheet) -> Iterator[BarRow]:
    """Yield how many have which distance to the network, on both sides; they add up to those whose distance is known."""
    if sheet.may.known("metres") is None:
        return
    sides = (sheet.found.old.metres, sheet.found.new.metres)
    bounds = [*KM_BANDS, None]
    rows: dict[str, Cells] = {}
    for place, most in enumerate(bounds):
        least = None if place == 0 else KM_BANDS[place - 1]
        title = (
            _("at the home, or comes to it") if least is None
            else _("more than {km} km", km=least) if most is None
            else _("up to {km} km", km=most) if least == 0
            else _("{first}–{last} km", first=least, last=most)
        )  # fmt: skip
        old, new = (sum(n for metres, n in one.items() if _is_within(metres, least, most)) for one in sides)
        if old or new:
            rows[title] = (old, new, abs(new - old), 0)
    table = _shown(rows, tells_all=sheet.tells_all)
    top = max((n for _title, cells in table.rows for n in cells[:2]), default=1) or 1
    for title, cells in table.rows:
        yield BarRow(title, tuple((formats.number(n), 100 * n // top) for n in cells[:2]))


def _is_within(metres: int, least_km: int | None, most_km: int | None) -> bool:
    return (least_km is None or metres > 1000 * least_km) and (most_km is None or metres <= 1000 * most_km)


def _offers(sheet: CompareSheet) -> Iterator[tuple[BarRow, bool]]:
    """Yield the offers of first solutions, those whose use changes most first, each against its places, and whether it does."""
    rows = [*sheet.offers_told.offer_use()]
    top = max((n for one in rows for n in one.used), default=1) or 1
    for one in sorted(rows, key=lambda one: (-abs(one.used[1] - one.used[0]), one.id)):
        for name, used, places in one.rows:
            row = BarRow(name, tuple((formats.number(n), 100 * n // top) for n in used), places)
            yield row, one.used[0] != one.used[1]


def _heat(sheet: CompareSheet) -> Iterator[HeatRow]:
    """Yield the offers that state their places, the fullest first."""
    found = []
    for one in sheet.offers_told.offer_use() if sheet.citizens.may_fill_places else ():
        for some in one.places:
            title = f"{one.name}: {some.title}" if some.title else one.name
            name = _("{value} (estimate)", value=title) if some.is_estimated else title
            sides = [(n, places or 0) for n, places in zip(some.used, some.places, strict=True)]
            told = tuple(_in_places(n, places) for n, places in sides)
            fullness = max(Fraction(n, places or 1) for n, places in sides)
            found.append((-fullness, one.id, HeatRow(name, told)))
    yield from (row for _fullness, _id, row in sorted(found, key=lambda one: one[:2]))


def _in_places(n: int, places: int) -> tuple[str, int]:
    """Return how many first solutions there are for so many places, in words and as a shade; without places it is the number."""
    if not places:
        return formats.number(n), 0
    told = plural(
        "{n} for {all} place", "{n} for {all} places", places, n=formats.number(n), all=formats.number(places)
    )
    return f"▲ {told}" if n > places else told, min(HEAT - 1, (HEAT - 1) * n // places) + (n > places)


def _follows(sheet: CompareSheet) -> Iterator[tuple[str, Sequence[tuple[str, ...]], str, tuple[str, ...], str]]:
    """Yield each section of what follows with the statements that begin or end, those with another period, and their title."""
    for section in FOLLOWING:
        rows = {
            said: (was, now, begins, ends)
            for _id, said, was, now, begins, ends in sheet.following(section)
            if begins or ends
        }
        hidden = len(sheet.may.hidden_forms(section))
        moved = sheet.moved_periods(section)
        if rows or hidden or moved:
            told = [(said, *map(formats.number, cells)) for said, cells in rows.items()]
            yield (
                formats.capital(section_words(section)),
                told,
                left_out_words(hidden),
                moved,
                sheet.moved_title(section),
            )


def _origins(sheet: CompareSheet) -> Iterator[tuple[str, str]]:
    yield _("digest"), sheet.again.digest
    yield _("cases, by digest"), sheet.citizens.digest
    *draws, compares = sheet.again.commands
    for one in draws:
        yield _("drawn again"), one
    yield _("run again"), compares
