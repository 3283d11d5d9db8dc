"""Who is affected, in words: the citizens affected most one by one, and all by age, group, need, sex and municipality."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from visit.audit.separating import Separated
from visit.decisions.wording import Wording
from visit.lab.affected import Affected
from visit.lab.areas import AREA_TURNS, AreaCounts
from visit.lab.movements import Crossing, Movement
from visit.lab.subgroups import Cells, Subgroups, SubgroupTable, tables
from visit.locale import formats, plural
from visit.locale import text as _
from visit.population.hiding import UNRECORDED
from visit.ranking.values import Ranking
from visit.ranking.verdict import standing_told
from visit.reasons.explanation import Explanation
from visit.reasons.labels import in_order_of_a_day
from visit.reasons.norms import norm_of
from visit.reasons.short_names import ShortNames, with_marked_provision
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Table
from visit.render.cause_words import absent_words, behind_words
from visit.render.compare_words import crossing_words, movement_words, share_of
from visit.render.grids import Grid
from visit.vocabulary import vocabulary


def first_words(ranking: Ranking, language: str) -> str:
    """Return the first placement in words, with its standing."""
    named = first_named(ranking, language)
    if ranking.first is None:
        return named
    return f"{named} ({formats.small(standing_told(ranking, ranking.first).label(language))})"


def first_named(ranking: Ranking, language: str) -> str:
    """Return what the first placement is called: its parts."""
    if ranking.first is None:
        return _("no solution")
    say = ShortNames.of(ranking, language)
    return " + ".join(with_marked_provision(say, option) for option in in_order_of_a_day(ranking.first.parts))


def separated_words(separated: Separated, ranking: Ranking, language: str, *, beside: Ranking) -> str:
    """Return why a placement that comes first in one ranking does not in another of the same case, in words of its guideline.

    Args:
        separated: Why not.
        ranking: Where it does not come first.
        beside: Where it does.
        language: `da` or `en`.
    """
    say, words = ShortNames.of(ranking, language), Wording(ranking.guideline)
    match separated.by:
        case "absent":
            (option,) = (one for one in beside.options if one.id == separated.id)
            return absent_words(option, ShortNames.of(beside, language).option(option), ranking)
        case "need":
            return _("{need} is not surely met", need=words.told("needs", separated.id))
        case "rule":
            return _rule_words(separated, ranking, say) or words.told("rules", separated.id)
        case _:
            return behind_words(separated.id, words.told("criteria", separated.id))


def _rule_words(separated: Separated, ranking: Ranking, say: ShortNames) -> str:
    """Return what a rule asks of an option, with the numbers of this citizen; nothing of a rule of whole placements."""
    option = next((one for one in ranking.options if one.id == separated.option), None)
    rule = next((one for one in ranking.guideline.rules if one.id == separated.id), None)
    if option is None or rule is None:
        return ""
    values = Explanation(ranking).traced(option, rule).values
    return f"{say.option(option)}: {formats.capital(say.fill(norm_of(rule.reason), values))}"


@dataclass(frozen=True, slots=True)
class AffectedWords:
    """A citizen before and after, in words.

    Attributes:
        moves: How the first solution moves.
        turns: What turns with it.
        now: Why the old one does not come first now; None where there is none.
        before: Why the new one did not come first before; None where there is none.
        edits: Which edits did it; empty where that is not known or not told.
    """

    case: str
    moves: str
    turns: tuple[str, ...]
    old: str
    new: str
    now: str | None
    before: str | None
    edits: str = ""


def no_edits(_one: Affected) -> str:
    """Say nothing of which edits moved a citizen."""
    return ""


def affected_words(one: Affected, language: str, edits: Callable[[Affected], str] = no_edits) -> AffectedWords:
    """Return a citizen before and after in words; `edits` says which edits did it."""
    return AffectedWords(
        one.one.member.case.id,
        movement_words(one.one.movement),
        tuple(map(crossing_words, sorted(one.one.crossings))),
        first_words(one.old, language),
        first_words(one.new, language),
        None if one.now is None else separated_words(one.now, one.new, language, beside=one.old),
        None if one.before is None else separated_words(one.before, one.old, language, beside=one.new),
        edits(one),
    )


def affected_items(
    affected: Sequence[Affected], moving: int, language: str, edits: Callable[[Affected], str] = no_edits
) -> Iterator[Block]:
    """Yield each citizen with both first solutions, what separates them and which edits did it, of so many who move."""
    rows = []
    for said in (affected_words(one, language, edits) for one in affected):
        lines = [_("before: {what}", what=said.old), _("after: {what}", what=said.new)]
        if said.now is not None:
            lines.append(_("after, the old one does not come first: {why}", why=said.now))
        if said.before is not None:
            lines.append(_("before, the new one did not come first: {why}", why=said.before))
        if said.edits:
            lines.append(_("moved by: {edits}", edits=said.edits))
        rows.append((f"{said.case}: {'; '.join((said.moves, *said.turns))}", tuple(lines)))
    if rows:
        yield Heading(affected_title(len(rows), moving))
        yield Items(tuple(rows))


def affected_title(told: int, moving: int) -> str:
    """Return what the list is called of those affected most, with how many of those who move it has where not all."""
    if told >= moving:
        return _("Affected most")
    return _("Affected most: {n} of {moving}", n=formats.number(told), moving=formats.number(moving))


def affected_grid(affected: Iterable[Affected], language: str, edits: Callable[[Affected], str] = no_edits) -> Grid:
    """Return the same for a spreadsheet, a row for each citizen."""
    columns = (
        _("case"), _("first solution"), _("what turns"), _("solution before"), _("solution after"),
        _("why the old one does not come first after"), _("why the new one did not come first before"), _("moved by"),
    )  # fmt: skip
    rows = (
        (
            said.case,
            said.moves,
            "; ".join(said.turns) or None,
            said.old,
            said.new,
            said.now,
            said.before,
            said.edits or None,
        )
        for said in (affected_words(one, language, edits) for one in affected)
    )
    return Grid(_("Affected most"), columns, tuple(rows))


def dimension_words(name: str) -> str:
    """Return what citizens are told apart by."""
    return {
        "age": _("age"), "group": _("primary target group"), "kind": _("kind of primary target group"),
        "help_now": _("help already"), "support_need": _("support need"), "sex": _("sex"),
        "municipality": _("municipality"),
    }[name]  # fmt: skip


def row_words(dimension: str, key: str, language: str) -> str:
    """Return what a row is called."""
    if key == UNRECORDED:
        return _("not recorded")
    if dimension == "help_now":
        return _("yes") if key == "yes" else _("no")
    if dimension in ("group", "kind"):
        return vocabulary().label("target_group", key, language)
    if dimension == "sex":
        return {"man": _("man"), "woman": _("woman")}.get(key, key)
    return key.replace("-", "–") if dimension == "age" else key


def subgroup_blocks(found: Subgroups, language: str, *, tells_all: bool) -> Iterator[Block]:
    """Yield who moves, table by table."""
    hidden, hides = [], False
    for name, table in tables(found, tells_all=tells_all):
        hides |= bool(table.pooled)
        if table.pooled and table.together is None:
            hidden.append(dimension_words(name))
        else:
            yield Heading(_("By {what}", what=dimension_words(name)))
            yield _table(name, table, language)
    if hidden:
        yield Paragraph(_("By {what}: too few to show", what=formats.listed(hidden)))
    if hides:
        yield Paragraph(
            _(
                "No number of real citizens below 5 is shown by group; rows that have one stand together, as one row or not at all."
            )
        )


def area_blocks(found: AreaCounts, language: str, *, tells_all: bool) -> Iterator[Block]:
    """Yield in which area of need how many move; of drawn citizens also who has none there any more, or had none."""
    table = found.table(tells_all=tells_all)
    hidden = Paragraph(_("By area of need: too few to show of {n} areas", n=formats.number(len(table.pooled))))
    if not table.rows:
        yield from (hidden,) if table.pooled else ()
        return
    columns = [
        Column(_("area of need"), wraps=True), Column(_("cases"), number=True), Column(_("another first"), number=True),
        Column(_("share"), number=True), Column(_("lower step"), number=True), Column(_("higher step"), number=True),
    ]  # fmt: skip
    columns += [Column(title, number=True) for title in (_("met only before"), _("met only after")) if tells_all]
    met = (Movement.LOST, Movement.GAINED) if tells_all else ()
    counted = [[formats.number(found.counts[area][one]) for one in met] for area, _cells in table.rows]
    rows = zip(area_rows(table, language), [*counted, []], strict=False)
    yield Heading(_("By area of need"))
    yield Table(tuple(columns), tuple((title, *_numbers(cells), *more) for (title, cells), more in rows))
    if table.pooled:
        yield hidden


def area_rows(table: SubgroupTable, language: str) -> Iterator[tuple[str, Cells]]:
    """Yield the rows that are shown, each with what it is called."""
    for area, cells in table.rows:
        yield formats.capital(vocabulary().label("area", area, language)), cells


def area_turn_words(turn: Crossing) -> str:
    """Return what turns in an area, where it is another thing than of the whole placement."""
    return {
        Crossing.GRANTABLE: _("what meets it can be granted, and could not before"),
        Crossing.NOT_GRANTABLE: _("what meets it cannot be granted, and could before"),
        Crossing.EXCEPTION_FIRST: _("met by exception, and was not before"),
    }.get(turn) or crossing_words(turn)


def area_turn_items(found: AreaCounts, language: str) -> Iterator[Block]:
    """Yield what turns in each area, of drawn citizens."""
    rows = []
    for area, turns in sorted(found.turns.items()):
        told = tuple(f"{area_turn_words(one)}: {formats.number(turns[one])}" for one in AREA_TURNS if turns[one])
        rows += [(formats.capital(vocabulary().label("area", area, language)), told)] if told else []
    if rows:
        yield Heading(_("What turns by area of need"))
        yield Items(tuple(rows))


def areas_document(found: AreaCounts, *, tells_all: bool) -> dict[str, object]:
    """Return the same as data."""
    table = found.table(tells_all=tells_all)
    return {
        "rows": [
            {
                "area": area, "cases": sum(cells), **cells_document(cells),
                **({str(one): found.counts[area][one] for one in Movement} if tells_all else {}),
                **({"crossings": {str(one): found.turns[area][one] for one in AREA_TURNS}} if tells_all else {}),
            }
            for area, cells in table.rows
        ],
        "together": None,
        "hidden": len(table.pooled),
    }  # fmt: skip


def _numbers(cells: Cells) -> tuple[str, ...]:
    """Return a row in numbers: cases, moved, their share, lower and higher."""
    moved = sum(cells[1:])
    counted = formats.number(sum(cells)), formats.number(moved)
    return *counted, share_of(moved, sum(cells)), formats.number(cells[1]), formats.number(cells[2])


def _table(name: str, table: SubgroupTable, language: str) -> Table:
    columns = (
        Column(dimension_words(name), wraps=True), Column(_("cases"), number=True), Column(_("another first"), number=True),
        Column(_("share"), number=True), Column(_("lower step"), number=True), Column(_("higher step"), number=True),
    )  # fmt: skip
    rows = [(row_words(name, key, language), cells) for key, cells in table.rows]
    if table.together is not None:
        rows.append((pooled_words(table), table.together))
    return Table(
        columns,
        tuple((title, *_numbers(cells)) for title, cells in rows),
    )


def subgroup_cells(
    found: Subgroups, language: str, *, tells_all: bool
) -> Iterator[tuple[str, str, int, int, int, int]]:
    """Yield every row that is shown of every table, for a spreadsheet."""
    for name, table in tables(found, tells_all=tells_all):
        rows = [(row_words(name, key, language), cells) for key, cells in table.rows]
        rows += [] if table.together is None else [(pooled_words(table), table.together)]
        for title, cells in rows:
            yield dimension_words(name), title, sum(cells), sum(cells[1:]), cells[1], cells[2]


def pooled_words(table: SubgroupTable) -> str:
    """Return what the rows are called that are shown together alone."""
    return rows_together(len(table.pooled))


def rows_together(n: int) -> str:
    """Return what so many rows are called that are shown together alone."""
    return plural("{n} other row, together", "{n} other rows, together", n, n=formats.number(n))


def cells_document(cells: Cells | None) -> dict[str, int | None]:
    """Return the cells of a row as data; None stands for cells that may not be told."""
    names = ("same", "lower", "higher", "otherwise")
    return dict.fromkeys(names) if cells is None else dict(zip(names, cells, strict=True))
