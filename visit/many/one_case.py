"""One case of a population as the engine has it for its search, put together from columns instead of read anew.

Places are those of the case: its options in the order of ids, as in `match`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from visit.catalogue import Option
from visit.many.judging import JudgedCase, JudgingMany
from visit.many.needs_columns import AskedFor
from visit.many.planes import Planes
from visit.many.some_options import SomeOptions
from visit.ranking.costs import PricesOfParts
from visit.ranking.covering import Covering
from visit.ranking.reach import FromTheHome
from visit.ranking.regions import SearchSpace
from visit.ranking.standings import Judged, Weighed, counts
from visit.ranking.values import Category, Standing
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.case_side import CaseSide
from visit.rules.deciding.option_sets import OptionCache, bits, union
from visit.rules.language.values import UNKNOWN

T = TypeVar("T")


def _by_id(one: tuple[str, int, Option]) -> str:
    return one[0]


class OneCase:
    """One case, with what was found of it for many, among the options that can count for it.

    Those are the options that stand, and those of every offer that the case names or of which it adds one. Nothing else can be part
    of a placement, and nothing that is read of one depends on it.

    Attributes:
        places: Of each option of the catalogue that counts, by its place there, the place here.
        own: The places here of the options that the case adds.
    """

    def __init__(self, judging: JudgingMany, case: int, found: JudgedCase) -> None:
        self.judging, self.axis, self.case = judging, judging.axis, case
        additions = [self.axis.option(addition) for addition in self.axis.additions_of[case]]
        self.counting = self.that_count(found.shared.standing, additions) & self.axis.available(case)
        shared = [(self.axis.ids[place], place, self.axis.shared.options[place]) for place in bits(self.counting)]
        every = sorted([*shared, *((option.id, ~at, option) for at, option in enumerate(additions))], key=_by_id)
        self.options = tuple([option for _id, _place, option in every])
        self.places = {place: here for here, (_id, place, _option) in enumerate(every) if place >= 0}
        self.own = tuple([here for here, (_id, place, _option) in enumerate(every) if place < 0])
        places = tuple([place if place >= 0 else None for _id, place, _option in every])
        self.option_set = SomeOptions(self.options, self.own, OptionCache(), places, self.axis.readings)

    def that_count(self, standing: int, additions: Iterable[Option]) -> int:
        """Return the catalogue's options that stand, and those of offers of which one is added, or named by the case."""
        case, shared = self.axis.population.cases[self.case], self.axis.shared
        named = {*(case.wishes.offers or ()), *((case.offered,) if case.offered else ())}
        of_named = union(shared.of_id(id) for id in named)
        offers = {shared.options[place].offer.id for place in bits(of_named)} | {
            option.offer.id for option in additions
        }
        return standing | of_named | union(shared.of_id(offer) for offer in offers)

    # --- from the places of the catalogue to those here ---

    def row(self, shared: int, own: Sequence[int] = ()) -> int:
        """Return a row of the catalogue's options as one of those here, with a bit for each option that the case adds."""
        places = self.places
        found = sum([1 << places[place] for place in bits(shared & self.counting)])
        for place, one in zip(self.own, own, strict=False):
            found |= (one & 1) << place
        return found

    def spread(self, shared: Sequence[T], own: Sequence[T]) -> list[T]:
        """Return a list over the catalogue's options as one over those here."""
        found = dict(zip(self.own, own, strict=True))
        found.update({here: shared[place] for place, here in self.places.items()})
        return [found[here] for here in range(len(self.options))]

    # --- what is known of every option ---

    @cached_property
    def side(self) -> CaseSide:
        """The case's side."""
        return self.judging.cases.whole(self.case)

    @cached_property
    def columns(self) -> Columns:
        """The options of the case, and what can be read of them."""
        return Columns(self.side, self.option_set)

    @cached_property
    def weighed(self) -> Weighed:
        """What is known of every option before a rule is asked."""
        needs, additions = self.judging.needs, self.axis.additions_of[self.case]
        asked = needs.asked[needs.of[self.case]]
        own = [needs.own[needs.own_of[addition]] for addition in additions]
        assert asked is not None
        of_own: list[AskedFor] = [one for one in own if one is not None]
        served = self.spread([areas for areas, _steps in asked.served], [one.served[0][0] for one in of_own])
        versions = [self.axis.version[addition] for addition in additions]
        return Weighed(
            option_set=self.option_set,
            meetings=tuple(self.spread(asked.meetings, [one.meetings[0] for one in of_own])),
            requirements=asked.requirements,
            areas=asked.areas,
            served=served,
            steps=self.spread([steps for _areas, steps in asked.served], [one.served[0][1] for one in of_own]),
            meets=self.row(asked.meets, [one.meets for one in of_own]),
            surely=self.row(asked.surely, [one.surely for one in of_own]),
            in_full={
                surely: [self.row(row, [one.in_full[surely][at] for one in of_own]) for at, row in enumerate(rows)]
                for surely, rows in asked.in_full.items()
            },
            acute=self.row(self.judging.acute, [self.judging.own_acute[one] for one in versions]),
            continuing=self.row(0, [self.judging.own_continues[one] for one in versions]),
            from_the_home=FromTheHome(self.columns, self.options, served),
            prices=PricesOfParts(self.options, self.columns),
        )

    @cached_property
    def covering(self) -> Covering:
        """What the options meet together."""
        return Covering(self.weighed)

    def planes(self, judged: JudgedCase) -> Planes:
        """Return what the rules say, over the case's options."""
        shared, own = judged.planes, judged.own_planes
        of_own = [one.exceptions for one in own]
        most = max([len(shared.exceptions), *map(len, of_own)])
        exceptions = tuple([
            self.row(
                shared.exceptions[at] if at < len(shared.exceptions) else 0,
                [rows[at] if at < len(rows) else 0 for rows in of_own],
            )
            for at in range(most)
        ])  # fmt: skip
        facts = shared.to_tell.keys() | {fact for one in own for fact in one.to_tell}
        return Planes(
            self.row(shared.ruled_out, [one.ruled_out for one in own]),
            self.row(shared.undecided, [one.undecided for one in own]),
            self.row(shared.awaiting, [one.awaiting for one in own]),
            self.row(shared.refused, [one.refused for one in own]),
            self.row(shared.coercion, [one.coercion for one in own]),
            self.row(shared.of_group, [one.of_group for one in own]),
            self.row(shared.unfit, [one.unfit for one in own]),
            self.row(shared.told_by_offers, [one.told_by_offers for one in own]),
            self.row(shared.told_by_citizen, [one.told_by_citizen for one in own]),
            exceptions,
            {fact: self.row(shared.to_tell.get(fact, 0), [one.to_tell.get(fact, 0) for one in own]) for fact in facts},
        )

    def judged(self, judged: JudgedCase, planes: Planes) -> Judged:
        """Return what the search needs to know of every option; see `ranking.standings.judge`."""
        rows = self.rows(judged)
        count = len(self.options)
        standings = [Standing.RULED_OUT] * count
        for standing, row in rows.items():
            for place in bits(row):
                standings[place] = standing
        ranked = self.row(judged.shared.ranked, [one.ranked for one in judged.own])
        to_tell = list(planes.to_tell.values())
        if self.side.values["case.home.dwelling.from"] is UNKNOWN:
            to_tell.append(sum(1 << place for place in self.own if self.options[place].kind == "tenancy"))
        return Judged(
            self.weighed,
            standings,
            ranked,
            counts(planes.exceptions, ranked, count),
            counts(to_tell, ranked, count),
            planes.of_group,
            planes.awaiting,
            {Category.REFUSED: planes.refused, Category.COERCION: planes.coercion},
        )

    def rows(self, judged: JudgedCase) -> Mapping[Standing, int]:
        """Return the options of each standing, as rows of the case's."""
        own = [one.rows() for one in judged.own]
        return {
            standing: self.row(row, [one[standing] for one in own]) for standing, row in judged.shared.rows().items()
        }

    def space(self, judged: Judged, continuing: Sequence[int]) -> SearchSpace:
        """Return what a pass searches among."""
        return SearchSpace(self.covering, continuing, judged.ranked)

    def continuing(self, judged: Judged) -> list[int]:
        """Return the current services that stay part of every placement."""
        return [place for place in bits(self.weighed.continuing) if judged.standings[place].can_be_part]
