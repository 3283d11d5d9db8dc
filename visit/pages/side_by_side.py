"""The first placements beside each other: a row for each thing that a person compares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.places import Point, distance_metres
from visit.ranking.values import Placement, Standing
from visit.ranking.verdict import standing_told
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing, in_order_of_a_day
from visit.reasons.price_sums import prices_of
from visit.reasons.short_names import marked, with_marked_provision
from visit.render.distances import (
    from_home_of,
    from_present_home,
    guessed,
    home_point,
    kilometres,
    minutes_between,
    travel_times_told,
)
from visit.render.missing_facts import MissingFacts
from visit.render.placement_table import PlacementTable
from visit.rules.facts.distances import counted_members
from visit.vocabulary import vocabulary

COMPARED = 5
_UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class SideCell:
    """What one placement has in a row: a line for each part that it is told of; `kind` is `yes`, `unknown` or nothing."""

    lines: tuple[str, ...]
    kind: str = ""


_NOTHING = SideCell(("–",))


@dataclass(frozen=True, slots=True)
class Compared:
    """The placements by number, name of parts and standing; the rows; the names of rows in which nothing is known.

    With how the travel times were found, where there are some.
    """

    heads: tuple[tuple[int, tuple[str, ...], Standing], ...]
    rows: tuple[tuple[str, tuple[SideCell, ...]], ...]
    unstated: tuple[str, ...]
    travel_times: str = ""


class SideBySide:
    """The first placements of one ranking, in one language."""

    def __init__(self, explanation: Explanation, say: Phrasing) -> None:
        self.explanation, self.ranking, self.say = explanation, explanation.ranking, say
        self.table = PlacementTable(explanation, say, say.language)
        self.placements = self.ranking.placements[:COMPARED]
        self.missing = MissingFacts(explanation.ranking, say)

    def compared(self) -> Compared:
        """Return all of it."""
        heads = tuple(
            (place, tuple(self.part(one) for one in in_order_of_a_day(placement.parts)), self.standing(placement))
            for place, placement in enumerate(self.placements, start=1)
        )
        rows = [row for row in self.rows() if any(cell.lines and cell != _NOTHING for cell in row[1])]
        stated = [row for row in rows if not all(cell.kind == "unknown" for cell in row[1])]
        unstated = tuple(formats.small(name) for name, cells in rows if all(cell.kind == "unknown" for cell in cells))
        return Compared(heads, tuple(stated), unstated, formats.capital(travel_times_told(self.ranking)))

    def part(self, option: Option) -> str:
        provisions = "" if option.is_ordinary_home else self.table.provisions(option)
        if not provisions or provisions in self.say.option(option):
            return with_marked_provision(self.say, option)
        return marked(f"{self.say.option(option)}, {provisions}", option)

    def rows(self) -> Iterator[tuple[str, tuple[SideCell, ...]]]:
        yield _("Standing"), self.each(lambda one: SideCell((self.standing(one).label(self.say.language),)))
        yield _("Needs that it meets"), self.each(self.needs)
        yield from self.distances()
        yield _("The citizen's wish"), self.each(lambda one: self.truth(one, "option.wished", gone=True))
        yield _("The municipality's own"), self.each(lambda one: self.truth(one, "option.internal"))
        yield _("Level of the staff"), self.figures("option.specialisation", "specialisation")
        yield _("Free places"), self.figures("option.free_places", "free", running=False)
        yield _("Kroner a day"), self.each(self.prices)
        yield _("Why before the next"), tuple(self.why())

    def standing(self, placement: Placement) -> Standing:
        return standing_told(self.ranking, placement)

    def each(self, cell: Callable[[Placement], SideCell]) -> tuple[SideCell, ...]:
        return tuple(map(cell, self.placements))

    def needs(self, placement: Placement) -> SideCell:
        if self.missing.no_need_is_recorded():
            return SideCell((_("not known"),), "unknown")
        met = self.explanation.met(placement)
        surely = sum(any(meeting.surely for _option, meeting in one.by) for one in met)
        return SideCell((_("{n} of {all}", n=surely, all=len(met)),))

    # --- where things are ---

    def distances(self) -> Iterator[tuple[str, tuple[SideCell, ...]]]:
        """How far the home is from each member of the network that counts, whose place is recorded."""
        for member in counted_members(self.ranking.case, self.ranking.guideline.nearness):
            point = self.ranking.case.point(member.place)
            if point is None:
                continue
            contact = "" if member.contact is None else vocabulary().label("contact", member.contact, self.say.language)
            name = _("Home to {who}", who=member.who) + (f" ({contact.lower()})" if contact else "")
            yield name, tuple(self.distance(placement, point) for placement in self.placements)
        yield _("The home"), self.each(self.from_present_home)
        starts = {from_home_of(self.ranking, one) for one in self.placements}
        start = starts.pop() if len(starts) == 1 else _("from the home")
        yield formats.capital(_("{start} to support, day offer and treatment", start=start)), self.each(self.ways)

    def from_present_home(self, placement: Placement) -> SideCell:
        """How far a home is from the present one, which is told where nobody in the network has a place."""
        home = next((one for one in placement.parts if one.gives_home), None)
        network = counted_members(self.ranking.case, self.ranking.guideline.nearness)
        if home is None or any(one.place is not None for one in network):
            return _NOTHING
        told = from_present_home(self.ranking, home)
        return SideCell((told,)) if told else _NOTHING

    def ways(self, placement: Placement) -> SideCell:
        """How far it is from the home to each part that the citizen goes to; a dash where there is none."""
        here = home_point(self.ranking, placement)
        gone_to = [one for one in self.parts(placement) if not one.gives_home and not one.offer.mobile]
        figures = [
            _UNKNOWN if here is None or one.offer.point is None
            else guessed(one) + kilometres(distance_metres(here, one.offer.point))
            for one in gone_to
        ]  # fmt: skip
        return self.of_parts(gone_to, figures)

    def distance(self, placement: Placement, point: Point) -> SideCell:
        """How far its home is from a point: what it gives, else the home that the citizen has."""
        home = next((one for one in placement.parts if one.gives_home), None)
        here = home_point(self.ranking, placement)
        if here is None:
            return SideCell((_("not known"),), "unknown")
        took = minutes_between(self.ranking, point, here)
        far = (guessed(home) if home is not None else "") + kilometres(distance_metres(here, point))
        return SideCell((f"{far} ({took})" if took else far,))

    # --- figures of parts ---

    def figures(self, fact: str, field: str, *, running: bool = True) -> tuple[SideCell, ...]:
        """A figure of each part that has it: not of an ordinary home, nor, where so said, of what runs now."""

        def cell(placement: Placement) -> SideCell:
            asked = [one for one in self.parts(placement) if running or one.current is None]
            return self.of_parts(asked, [self.table.cell(one, fact, field) for one in asked])

        return self.each(cell)

    def prices(self, placement: Placement) -> SideCell:
        ordered = in_order_of_a_day(placement.parts)
        prices = dict(zip((one.id for one in ordered), prices_of(self.ranking, ordered), strict=True))
        asked = self.parts(placement)
        cells = [self.table.price(one, prices[one.id]) for one in asked]
        return self.of_parts(asked, cells)

    def parts(self, placement: Placement) -> list[Option]:
        return [one for one in in_order_of_a_day(placement.parts) if not one.is_ordinary_home]

    def of_parts(self, parts: Iterable[Option], figures: list[str]) -> SideCell:
        """Return figures with what the part of each is for, where there are several and they differ."""
        if not figures:
            return _NOTHING
        kind = "unknown" if all(one == _UNKNOWN for one in figures) else ""
        if len(set(figures)) == 1:
            return SideCell((self.unknown_in_words(figures[0]),), kind)
        named = [f"{self.area(part)}: {self.unknown_in_words(one)}" for part, one in zip(parts, figures, strict=True)]
        return SideCell(tuple(dict.fromkeys(named)), kind)

    def area(self, option: Option) -> str:
        """What a part is for, in a word: the first area that it serves in the order of a day."""
        terms = vocabulary().codes["area"].terms
        return formats.capital(
            next(term.label(self.say.language) for key, term in terms.items() if key in option.areas)
        )

    def unknown_in_words(self, figure: str) -> str:
        return _("not known") if figure == _UNKNOWN else figure

    def truth(self, placement: Placement, fact: str, *, gone: bool = False) -> SideCell:
        """Whether a fact is so of any part; `gone`: an answer of no is a dash."""
        found = [self.explanation.values(one)[fact] for one in self.parts(placement)]
        if any(one is True for one in found):
            every = all(one is True for one in found)
            return SideCell((_("yes") if every or gone else _("in part"),), "yes")
        if found and all(one is False for one in found):
            return SideCell(("–" if gone else _("no"),))
        return SideCell((_("not known"),), "unknown") if found else SideCell(("–",))

    # --- the order ---

    def why(self) -> Iterator[SideCell]:
        for place, placement in enumerate(self.placements):
            if place + 1 == len(self.ranking.placements):
                yield SideCell(())
                continue
            separation = self.explanation.separation(placement, self.ranking.placements[place + 1])
            told = (
                _("nothing but their names separates them") if separation.criterion == "id"
                else self.say.criterion(separation)
            )  # fmt: skip
            yield SideCell((told,))
