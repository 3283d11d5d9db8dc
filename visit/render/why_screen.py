"""The answer to `visit why` on a screen or little more: what is needed stands, the rest as far as there is room.

What gives way is counted in one line and stands in the whole answer (`why_in_short`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from shlex import quote

from visit.catalogue import Option
from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import Placement
from visit.reasons.labels import in_order_of_a_day
from visit.render.distances import travel_times_told
from visit.render.heading import beware, identified
from visit.render.lines import Length, Line, Room, Section, in_lines
from visit.render.why_in_short import WhyInShort
from visit.render.why_parts import WhyPart
from visit.render.why_sheet import only_placements

LINES = 24
"""So many lines it has, or as many as what is needed takes."""
_LEAST_OF_A_NEED = 20
_ROOM = 78


class WhyScreen:
    """What is said of one placement or option, on one screen."""

    def __init__(self, short: WhyInShort) -> None:
        self.short, self.ranking, self.say = short, short.ranking, short.say

    def sections(self, subject: str, over: str | None = None) -> Iterator[Section]:
        """Yield everything that may stand on the screen, in order; where two are compared, what separates them and no more.

        Raises:
            UsageError: Nothing is called that, or what is named is not compared.
        """
        found = self.short.facts.find(subject)
        yield Section("", tuple(self.head()))
        if isinstance(found, Placement):
            told = [self.called(found), *self.short.first_once_recorded(found)]
            yield Section(self.short.words.of(found), tuple(Line(f"  {one}", hang=4) for one in told))
        else:
            [named] = self.short.answer(found)
            yield Section("", (Line(named, hang=2),))
        if over is None:
            parts = list(self.short.parts_of(found))
            yield from (_section(one) for one in parts if not one.brief)
            brief = tuple(
                Line(f"{one.title.upper()}  {one.brief}", hang=4, needed=one.needed, room=Room.REST, quiet=True)
                for one in parts
                if one.brief
            )
            if brief:
                yield Section("", brief)
        else:
            yield self.compared(found, over)
        yield Section("", tuple(self.end(found, subject)))

    def head(self) -> Iterator[Line]:
        ranking = self.ranking
        yield Line(" · ".join([ranking.case.id, ranking.case.municipality, formats.day(ranking.as_of)]))
        yield from (Line(f"! {one}", hang=2) for one in beware(ranking))

    def called(self, placement: Placement) -> str:
        """The parts of a placement, after its rank where that is not the first and the verdict over it does not say it."""
        place = self.ranking.placements.index(placement) + 1
        parts = self.short.named_together(in_order_of_a_day(placement.parts))
        told = self.short.words.of(placement).startswith(_("NO. {n} CAN BE GRANTED", n=place))
        return formats.capital(parts) if told or place == 1 else _("no. {n}: {what}", n=place, what=parts)

    def compared(self, found: Placement | Option, over: str) -> Section:
        """Every criterion of the order with what it finds of two placements; the first that differs decides."""
        pair = self.short.facts.pair(found, over)
        if pair is None:
            return Section(_("What separates them").upper(), (Line(f"  {only_placements()}", hang=4),))
        (a, first), (b, second) = pair
        lines = [Line(f"  {one}", hang=4) for one in self.short.separating.parted(first, second, a, b)]
        for one in self.short.explanation.compared(first, second):
            values = _side_by_side(*self.say.separation(one), a, b)
            lines.append(
                Line(f"  {'=' if one.first == one.second else '≠'} {self.say.criterion(one)}: {values}", hang=4)
            )
        return Section(_("Why no. {a} is before no. {b}", a=a, b=b).upper(), tuple(lines))

    def end(self, found: Placement | Option, subject: str) -> Iterator[Line]:
        """What else can be asked, and what the answer rests on."""
        yield from (Line(one, hang=2) for one in self.short.facts.other_services(found, subject))
        ranking = self.ranking
        rests_on = [
            identified(ranking.guideline),
            _("catalogue {id}", id=ranking.catalogue.id),
            travel_times_told(ranking),
        ]
        yield Line(" · ".join(one for one in rests_on if one), hang=2, needed=False, room=Room.REST, quiet=True)
        yield Line(
            _(
                "All of it: visit why CASE {subject} --full. Every rule with its values: --facts",
                subject=quote(subject),
            ),
            hang=2,
        )


def _side_by_side(left: str, right: str, a: int, b: int) -> str:
    """Return what a criterion finds of two placements: whether they meet it, where that is all it asks, else both values."""
    yes, no = _("yes"), _("no")
    met = {
        (yes, yes): _("both meet it"),
        (no, no): _("neither meets it"),
        (yes, no): _("no. {a} meets it, no. {b} does not", a=a, b=b),
        (no, yes): _("no. {a} meets it, no. {b} does not", a=b, b=a),
    }
    values = left if left == right else _("no. {a}: {left}; no. {b}: {right}", a=a, b=b, left=left, right=right)
    return met.get((left, right), values)


def _section(part: WhyPart) -> Section:
    title = part.title.upper() + (f" ({part.aside})" if part.aside else "")
    if part.columns:
        return Section(title, (), listing=_MeetsTable(part.columns, part.rows))
    lines = tuple(_lines(part))
    if len(lines) == 1 and lines[0].needed:
        beside = replace(lines[0], text=f"{title}  {lines[0].text.strip()}")
        if len(beside.wrapped(_ROOM)) <= len(lines[0].wrapped(_ROOM)):
            return Section("", (beside,))
    n = formats.number(len(lines))
    items = plural("{n} item: --full", "{n} items: --full", len(lines), n=n)
    return Section(title, lines, told_in_title=True, instead=f"{part.title.upper()} ({items})" if part.stays else "")


def _lines(part: WhyPart) -> Iterator[Line]:
    for place, [row] in enumerate(part.rows):
        basis = part.cited[place] if part.cited else ""
        told = part.briefly[place] if part.briefly else row
        yield Line(
            f"  {told} ({basis})" if basis else f"  {told}",
            hang=4,
            needed=part.needed or place < part.kept,
            room=Room.SPECIAL if place < part.first else Room.GENERAL,
        )


@dataclass(frozen=True, slots=True)
class _MeetsTable:
    """Which part meets which need: needs with the same marks in one row, or each in its own where there is room."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def lengths(self, width: int) -> list[Length]:
        """Return the table with rows in one, and with all its rows."""
        by_marks: dict[tuple[str, ...], list[str]] = {}
        for need, *marks in self.rows:
            by_marks.setdefault(tuple(marks), []).append(need)
        together = [(", ".join(needs), *marks) for marks, needs in by_marks.items()]
        found = [Length(Room.ALWAYS, list(self.laid_out(together, width)))]
        every = list(self.laid_out(self.rows, width))
        return [*found, Length(Room.REST, every)] if len(together) < len(self.rows) else found

    def laid_out(self, rows: Sequence[tuple[str, ...]], width: int) -> Iterator[str]:
        """Yield the rows under their columns; a need takes as many lines as it must."""
        need, *others = self.columns
        room = max(_LEAST_OF_A_NEED, width - 2 - sum(len(one) + 2 for one in others))
        widest = min(room, max(len(told) for told in (need, *(row[0] for row in rows))))
        yield "  ".join([f"  {need.ljust(widest)}", *others]).rstrip()
        for told, *marks in rows:
            first, *further = in_lines(told, widest)
            cells = [mark.ljust(len(title)) for mark, title in zip(marks, others, strict=True)]
            yield "  ".join([f"  {first.ljust(widest)}", *cells]).rstrip()
            yield from (f"  {one}" for one in further)
