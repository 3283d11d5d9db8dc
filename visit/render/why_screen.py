"""The answer to `visit why` on a screen or little more: what is needed stands, the rest as far as there is room.

What gives way is counted in one line and stands in the whole answer (`why_in_short`).
"""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Placement
from visit.reasons.labels import in_order_of_a_day
from visit.render.distances import travel_times_told
from visit.render.heading import beware, identified
from visit.render.lines import Line, Room, Section, shortened
from visit.render.why_in_short import WhyInShort
from visit.render.why_parts import WhyPart
from visit.render.why_sheet import only_placements

LINES = 40
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
            brief = tuple(Line(f"{one.title.upper()}  {one.brief}", hang=4) for one in parts if one.brief)
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
        lines = [Line(f"  {one}", hang=4) for one in self.short.separating.parted(first, second, a, b, compared=True)]
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
        yield Line(" · ".join(one for one in rests_on if one), hang=2)
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
    title = part.title.upper() + (f" ({part.aside})" if part.aside and not part.columns else "")
    if part.columns:
        return Section(title, tuple(_table(part)))
    return Section(
        title,
        tuple(
            Line(
                f"  {row}",
                hang=4,
                needed=part.needed or place < part.kept,
                room=Room.SPECIAL if place < part.first else Room.GENERAL,
            )
            for place, [row] in enumerate(part.rows)
        ),
    )


def _table(part: WhyPart) -> Iterator[Line]:
    """The rows under their columns, and what the marks mean that stand in them."""
    _need, *others = part.columns
    room = max(_LEAST_OF_A_NEED, _ROOM - sum(len(one) + 2 for one in others))
    rows = [(shortened(row[0], room), *row[1:]) for row in (part.columns, *part.rows)]
    width = max(len(row[0]) for row in rows)
    for row in rows:
        cells = [cell.ljust(len(title)) for cell, title in zip(row[1:], others, strict=True)]
        yield Line("  ".join([f"  {row[0].ljust(width)}", *cells]), hang=4)
    yield Line(f"  {part.aside}", hang=4)
