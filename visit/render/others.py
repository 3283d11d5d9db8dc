"""The placements after the first, on one screen: in order, with what differs from it and why they come later, each entry once.

Placements that go together under one name are one entry: the same home beside five day offers, or one service under two provisions.
What all entries have in common stands in the title, and a reason that several in a row have stands once beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.matching import TOP
from visit.ranking.values import Placement
from visit.ranking.whole import granted_under
from visit.reasons.explanation import Explanation
from visit.reasons.labels import in_order_of_a_day, provision_name
from visit.reasons.ruled_out import named_and_ranked
from visit.reasons.short_names import ShortNames, marked
from visit.render.how_far import Distance, HowFar, main_area, told_together
from visit.render.lines import Line, Section
from visit.render.offer_answers import OfferAnswers
from visit.render.others_table import AlikeRows, OtherRow, OthersTable
from visit.render.price_words import price_apart
from visit.render.ruled_out import why_asked
from visit.render.why_later import WhyLater

_MOST_NAMED = 2
"""More parts beside a home than this are not told in a row."""


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """One of the others.

    Attributes:
        numbers: The numbers of its placements.
        placements: They themselves, in order; the first stands for all.
        every: What each of them has and the first placement of the ranking has not, in the order of a day.
        kind: What differs, in words; empty where everything does.
        briefly: Why it stands after the first placement, in a few words.
        why: The same in whole.
    """

    numbers: list[int]
    placements: list[Placement]
    every: list[tuple[Option, ...]]
    kind: str
    briefly: str
    why: str

    @property
    def differing(self) -> tuple[Option, ...]:
        """What the first of its placements has otherwise."""
        return self.every[0]


class Others:
    """What comes after the first placement of a ranking, in the names of one screen."""

    def __init__(self, explanation: Explanation, say: ShortNames) -> None:
        self.explanation, self.ranking, self.say = explanation, explanation.ranking, say
        self.later = WhyLater(explanation, say, OfferAnswers(self.ranking, say))

    def section(self, first: Placement, more: Iterable[Line], *, whole: bool = False) -> Section:
        """The others under their title, in whole where they are asked for, and more lines below."""
        entries = self.entries(first)
        title, groups = self.titled(first, entries)
        complete = self.ranking.proved is None and len(self.ranking.placements) < TOP
        return Section(title, tuple(more), listing=OthersTable(groups, complete) if groups else None, whole=whole)

    def titled(self, first: Placement, entries: Sequence[Alternative]) -> tuple[str, tuple[AlikeRows, ...]]:
        """The title, with what all have in common, and the entries in groups of one reason; of none, that there is none."""
        if not entries:
            return (_("OTHERS – none") if self.ranking.second is None else _("OTHERS – not shown (--top 1)")), ()
        kinds = {one.kind for one in entries}
        cited = {self.cited_alone(one) for one in entries} if len(entries) > 1 else {""}
        far = told_together(self.distances(first, entries))
        kind, provision = (found.pop() if len(found) == 1 else "" for found in (kinds, cited))
        title = ", ".join(filter(None, (kind, provision)))
        title = _("OTHERS – {what}", what=title) if title else _("OTHERS")
        title = f"{title} ({far.title})" if far.title else title
        rows = [
            OtherRow(
                ", ".join(str(number) for number in one.numbers),
                _dotted(self.named(first, one, alike=bool(kind), cited=not provision), self.asked_about(one), behind),
                km,
            )
            for one, km, behind in zip(entries, far.in_column, far.behind, strict=True)
        ]
        return title, tuple(self.grouped(first, entries, rows))

    def distances(self, first: Placement, entries: Sequence[Alternative]) -> list[Distance]:
        """How far each of some entries is."""
        by_network = any(self.later.is_by_network(first, one.placements[0]) for one in entries)
        far = HowFar(self.ranking, by_network=by_network)
        return [far.distance(one.differing, one.placements[0]) for one in entries]

    def asked_about(self, entry: Alternative) -> str:
        """Why a reader asks about an entry: that its first differing part runs now, or was offered, applied or wished for."""
        asked = {option.offer.id: why for why, option, n in named_and_ranked(self.ranking) if n is not None}
        why = asked.get(entry.differing[0].offer.id) if entry.differing else None
        return "" if why is None else why_asked(why)

    def grouped(
        self, first: Placement, entries: Sequence[Alternative], rows: Sequence[OtherRow]
    ) -> Iterator[AlikeRows]:
        """Entries that stand beside each other for one reason, with the prices where these are the reason."""
        for why, found in groupby(zip(entries, rows, strict=True), lambda one: one[0].why):
            group = list(found)
            amounts = self.later.amounts(first, [one for entry, _row in group for one in entry.placements])
            yield AlikeRows(
                tuple(row for _entry, row in group), group[0][0].briefly, f"{why} ({amounts})" if amounts else why,
                self.later.norms(first, group[0][0].placements[0]),
            )  # fmt: skip

    def entries(self, first: Placement) -> list[Alternative]:
        """The placements after the first in order, those that go together as one."""
        found: dict[tuple[str, str, str], Alternative] = {}
        for number, placement in enumerate(self.ranking.placements[1:], start=2):
            differing = tuple(one for one in in_order_of_a_day(placement.parts) if one not in first.parts)
            kind, why = self.what_differs(first, placement), self.later.told(first, placement)
            lead = self.lead(differing[0]) if differing else placement.id
            entry = found.get((kind, why, lead))
            if entry is None:
                briefly = self.later.briefly(first, placement)
                entry = found[kind, why, lead] = Alternative([], [], [], kind, briefly, why)
            entry.numbers.append(number)
            entry.placements.append(placement)
            entry.every.append(differing)
        return list(found.values())

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
        areas = dict.fromkeys(main_area(one) for one in in_order_of_a_day(new))
        return _("as no. 1, but with {others}", others=formats.listed(_another(one) for one in areas))

    def named(self, first: Placement, entry: Alternative, *, alike: bool, cited: bool) -> str:
        """What an entry is called: its first differing part, and what stands beside that in its placements.

        Args:
            first: The placement that it comes after.
            entry: The entry.
            alike: Whether the title says what differs from the first placement in all of them.
            cited: Whether its provisions are named; those that it has instead of the same ones are not.
        """
        if not entry.differing:
            return formats.small(self.what_differs(first, entry.placements[0]))
        lead = entry.differing[0]
        leads = [parts[0] for parts in entry.every]
        beside = [parts[1:] for parts in entry.every]
        provisions = self.provisions(lead, leads) if cited else ""
        gone = {self.provisions(one, [one]) for one in first.parts if one not in entry.placements[0].parts}
        shown = "" if entry.kind and provisions in gone else provisions
        told = _dotted(marked(_dotted(self.called(lead), shown), *leads), self.price(lead))
        if all(len(parts) == 1 for parts in beside) and len(beside) > 1:
            names = list(dict.fromkeys(marked(self.called(one), one) for [one] in beside))
            few = names if len(names) <= _MOST_NAMED else [*names[:_MOST_NAMED], _("another")]
            told = f"{told} + " + formats.either(few)
        else:
            told = " + ".join([told, *(self.with_provisions(one, [one]) for one in beside[0])])
            ways = len({tuple(one.id for one in parts) for parts in beside})
            told = told if ways == 1 else _("{name}, or with other help beside it", name=told)
        return _("no. 1 with {others}", others=told) if entry.kind and not alike else told

    def cited_alone(self, entry: Alternative) -> str:
        """The provisions of an entry that differs in one part; nothing where its name has them, or more differs."""
        alone = all(len(parts) == 1 for parts in entry.every)
        return self.provisions(entry.differing[0], [part for [part] in entry.every]) if alone else ""

    def with_provisions(self, option: Option, same: Sequence[Option]) -> str:
        """The name of an option, the provisions of the same offer, and its price where that tells it apart."""
        return _dotted(marked(_dotted(self.called(option), self.provisions(option, same)), *same), self.price(option))

    def called(self, option: Option) -> str:
        """The name of an option; a service that the citizen's own municipality gives, by its provision alone."""
        return self.say.option_in(option, self.ranking.case.municipality)

    def price(self, option: Option) -> str:
        """The price of an option that is told apart by it."""
        return "" if option.is_ordinary_home else price_apart(self.say, self.ranking, option)

    def provisions(self, option: Option, same: Sequence[Option]) -> str:
        """Every provision that some options of one offer are given under; nothing where the name has it."""
        if option.is_ordinary_home:
            return ""
        cited = dict.fromkeys(
            provision_name(id, self.say.language)
            for one in same
            for id in (one.provision.id, *sorted(granted_under(one, self.ranking.side) - {one.provision.id}))
        )
        told = formats.either(cited) if len({one.id for one in same}) > 1 else " + ".join(cited)
        return "" if told in self.say.option(option) else told


def _dotted(*parts: str) -> str:
    return " · ".join(filter(None, parts))


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
