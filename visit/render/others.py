"""The placements after the first, on one screen: grouped by what differs from it and by why they come later, each entry once.

Placements that go together under one name are one entry: the same home beside five day offers, or one service under two provisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.places import distance_metres
from visit.ranking.values import Placement
from visit.ranking.whole import granted_under
from visit.reading.documents.case import NetworkMember
from visit.reasons.explanation import Explanation
from visit.reasons.labels import in_order_of_a_day, provision_name
from visit.reasons.short_names import ShortNames
from visit.render.distances import from_present_home, guessed, home_point, kilometres
from visit.render.lines import Line, Section, StandIn
from visit.render.offer_answers import OfferAnswers
from visit.render.price_words import price_apart
from visit.render.why_later import WhyLater
from visit.rules.facts.distances import counted_members

_WIDEST_NAME = 50
"""A longer name moves no distance further to the right."""
_MOST_NAMED = 2
"""More members of the network, or parts beside a home, than this are not told in a row."""


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """One line of the others.

    Attributes:
        numbers: The numbers of its placements.
        placements: They themselves, in order; the first stands for all.
        differing: What that one has and the first placement has not, in the order of a day.
        kind: What differs, in words.
        why: Why it stands after the first placement.
        measured: To whom its distances are, where there are several to each.
    """

    numbers: list[int]
    placements: list[Placement]
    differing: tuple[Option, ...]
    kind: str
    why: str
    measured: str


class Others:
    """What comes after the first placement of a ranking, in the names of one screen."""

    def __init__(self, explanation: Explanation, say: ShortNames) -> None:
        self.explanation, self.ranking, self.say = explanation, explanation.ranking, say
        self.later = WhyLater(explanation, say, OfferAnswers(self.ranking, say))

    def section(self, first: Placement, more: Iterable[Line], *, whole: bool = False) -> Section | None:
        """The others under their title, in whole where they are asked for, and more lines below; nothing where there are none.

        What every group has in common stands in the title.
        """
        entries = self.entries(first)
        groups = [list(group) for _key, group in groupby(entries, lambda one: (one.kind, one.why))]
        kinds = {group[0].kind for group in groups}
        title = alone = _("OTHERS") if entries else self.none()
        if len(kinds) == 1 and (kind := kinds.pop()):
            title = _("OTHERS – {what}", what=kind)
            groups = [[replace(one, kind="") for one in group] for group in groups]
        measured = {group[0].measured for group in groups}
        if len(measured) == 1 and (common := measured.pop()):
            title = f"{title} ({common})"
            groups = [[replace(one, measured="") for one in group] for group in groups]
        rows = [line for group in groups for line in self.lines(first, group)]
        found = (*rows, *more)
        if not found:
            return None
        return Section(
            title,
            found,
            alone,
            instead=self.next_one(first, entries),
            whole=whole,
            behind="" if entries else _("what is left out, and why"),
        )

    def none(self) -> str:
        """The title where no other placement is listed: there is none, or only the first was asked for."""
        return _("OTHERS – none") if self.ranking.second is None else _("OTHERS – not shown (--top 1)")

    def next_one(self, first: Placement, entries: Sequence[Alternative]) -> StandIn | None:
        """The first of the others, for a screen that has no room for its line: its name, how far, and why it is not no. 1."""
        if not entries:
            return None
        entry = entries[0]
        placement = entry.placements[0]
        differing = entry.differing or in_order_of_a_day(placement.parts)
        name = " + ".join(self.with_provisions(one, [one]) for one in differing)
        if entry.differing and len(differing) < len(placement.parts):
            name = _("as no. 1, but with {others}", others=name)
        number = f"{entry.numbers[0]:<3}"
        return StandIn(f"{number} {name}", self.far(entry), entry.measured, self.later.briefly(first, placement))

    def lines(self, first: Placement, group: Sequence[Alternative]) -> Iterator[Line]:
        """A line an entry of a group; the first has above it what the group has in common."""
        kind, why = group[0].kind, group[0].why
        head = formats.capital(f"{kind} – {why}" if kind else why)
        amounts = self.later.amounts(first, [placement for entry in group for placement in entry.placements])
        head = f"{head} ({amounts})" if amounts else head
        measured = f" ({group[0].measured})" if group[0].measured else ""
        names = [self.named(first, one) for one in group]
        far = [self.far(one) for one in group]
        width = min(max(map(len, names)), _WIDEST_NAME)
        for place, (entry, name, km) in enumerate(zip(group, names, far, strict=True)):
            numbers = ", ".join(str(one) for one in entry.numbers)
            text = f"  {numbers:<3} {name:<{width}}  {km}".rstrip()
            above = (Line(f"  {head}{measured}{'' if ': ' in head else ':'}", hang=4),) if place == 0 else ()
            yield Line(text, hang=6, needed=False, above=above)

    def entries(self, first: Placement) -> list[Alternative]:
        """The placements after the first, those that go together as one, entries of one kind and reason side by side."""
        found: dict[tuple[str, str, str], Alternative] = {}
        groups: dict[tuple[str, str], list[Alternative]] = {}
        for number, placement in enumerate(self.ranking.placements[1:], start=2):
            differing = tuple(one for one in in_order_of_a_day(placement.parts) if one not in first.parts)
            kind, why = self.what_differs(first, placement), self.later.told(first, placement)
            lead = self.lead(differing[0]) if differing else placement.id
            entry = found.get((kind, why, lead))
            if entry is None:
                entry = found[kind, why, lead] = Alternative([], [], differing, kind, why, self.measured(differing))
                groups.setdefault((kind, why), []).append(entry)
            entry.numbers.append(number)
            entry.placements.append(placement)
        return [one for group in groups.values() for one in group]

    def lead(self, option: Option) -> str:
        """What stands for an entry: an offer by the name it has here, or a service of it that only its price tells from another."""
        return f"{option.offer.id} {self.say.option(option)} {price_apart(self.say, self.ranking, option)}"

    # --- what differs ---

    def what_differs(self, first: Placement, placement: Placement) -> str:
        """What a placement has otherwise than the first, which else is the same; nothing where all of it is."""
        gone = [one for one in first.parts if one not in placement.parts]
        new = [one for one in placement.parts if one not in first.parts]
        if len(gone) == len(first.parts):
            return ""
        if not new:
            return _("as no. 1, without {parts}", parts=formats.listed(self.say.option(one) for one in gone))
        areas = dict.fromkeys(_main_area(one) for one in in_order_of_a_day(new))
        return _("as no. 1, but with {others}", others=formats.listed(_another(one) for one in areas))

    def named(self, first: Placement, entry: Alternative) -> str:
        """What an entry is called: its first differing part, and what stands beside that in its placements."""
        if not entry.differing:
            return self.say.placement(entry.placements[0])
        lead = entry.differing[0]
        leads, beside = [], []
        for placement in entry.placements:
            differing = [one for one in in_order_of_a_day(placement.parts) if one not in first.parts]
            leads.append(differing[0])
            beside.append(differing[1:])
        told = self.with_provisions(lead, leads)
        if all(len(parts) == 1 for parts in beside) and len(beside) > 1:
            names = list(dict.fromkeys(self.say.option(one) for [one] in beside))
            return f"{told} + " + formats.either(names if len(names) <= _MOST_NAMED else [*names[:_MOST_NAMED], "…"])
        told = " + ".join([told, *(self.with_provisions(one, [one]) for one in beside[0])])
        ways = len({tuple(one.id for one in parts) for parts in beside})
        return told if ways == 1 else _("{name}, or with other help beside it", name=told)

    def with_provisions(self, option: Option, same: Sequence[Option]) -> str:
        """The name of an option with every provision that some of the same offer are given under."""
        name = self.say.option(option)
        if option.is_ordinary_home:
            return name
        cited = dict.fromkeys(
            provision_name(id, self.say.language)
            for one in same
            for id in (one.provision.id, *sorted(granted_under(one, self.ranking.side) - {one.provision.id}))
        )
        told = formats.either(cited) if len({one.id for one in same}) > 1 else " + ".join(cited)
        found = name if told in name else f"{name} · {told}"
        apart = price_apart(self.say, self.ranking, option)
        return f"{found} · {apart}" if apart else found

    # --- how far ---

    def measured(self, differing: Sequence[Option]) -> str:
        """To whom the distances of an entry are, where there are several to each; nothing where each row says it."""
        members = self.members(differing)
        return _("distance to {members}", members=" / ".join(members)) if len(members) == _MOST_NAMED else ""

    def members(self, differing: Sequence[Option]) -> list[str]:
        """Who the distance of an entry's home is told to; nobody where it has none, or where they are many."""
        members = [one.who for one in self.network()]
        return members if differing and differing[0].gives_home and len(members) <= _MOST_NAMED else []

    def network(self) -> list[NetworkMember]:
        """Who counts, and of whom a place is recorded."""
        members = counted_members(self.ranking.case, self.ranking.guideline.nearness)
        return [one for one in members if one.place is not None]

    def far(self, entry: Alternative) -> str:
        """How far a home is from the members of the network, or what one goes out to from the home; nothing where none is told."""
        if not entry.differing:
            return ""
        option = entry.differing[0]
        members = self.members(entry.differing)
        if option.gives_home:
            point = self.ranking.case.home_point if option.is_ordinary_home else option.offer.point
            if not members:
                return self.from_where_the_citizen_lives(option)
            if point is None:
                return ""
            places = [self.ranking.case.point(one.place) for one in self.network()]
            far = [None if place is None else distance_metres(point, place) for place in places]
            km = " / ".join("?" if metres is None else guessed(option) + kilometres(metres) for metres in far)
            return km if len(members) > 1 else _("{km} to {who}", km=km, who=members[0])
        point = home_point(self.ranking, entry.placements[0])
        where = option.offer.point
        if option.offer.mobile or where is None or point is None:
            return ""
        return _("{km} from the home", km=guessed(option) + kilometres(distance_metres(point, where)))

    def from_where_the_citizen_lives(self, option: Option) -> str:
        """How far a home is from the present one, which counts where there is no network to count."""
        return "" if self.network() else from_present_home(self.ranking, option)


def _main_area(option: Option) -> str:
    order = in_order_of_a_day([option])
    return "home" if order[0].gives_home else min(option.areas, key=_AREAS.index)


_AREAS = ("home", "support", "care", "activity", "work", "education", "treatment")


def _another(area: str) -> str:
    return {
        "home": _("another place to live"),
        "support": _("other support"),
        "care": _("other care"),
        "activity": _("another day offer"),
        "work": _("another offer of work"),
        "education": _("another education"),
        "treatment": _("other treatment"),
    }[area]
