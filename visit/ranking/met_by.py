"""Whether a suitable placement that can be had has a part of a kind: under a provision, on a step, in a group, of the free choice.

It is asked of the same pools of options as another way on a lower step (`lower`), and known in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from visit.ranking.lower import Candidates, Ways
from visit.ranking.values import MetBy
from visit.rules.deciding.option_sets import bits
from visit.rules.language.met_by import FREE_CHOICE, asked_by, step_codes
from visit.rules.language.values import UNKNOWN
from visit.vocabulary import step as step_of
from visit.vocabulary import vocabulary


def met_by_parts(ways: Ways) -> Mapping[str, MetBy]:
    """Return what is known of every kind of part that the guideline asks about, by the name of the fact."""
    parts = _WayParts(ways)
    asked = {name: what for name in ways.columns.guideline.facts.of_each if (what := asked_by(name)) is not None}
    return {name: parts.of(what) for name, what in asked.items()}


class _WayParts:
    def __init__(self, ways: Ways) -> None:
        self.ways, self.options = ways, ways.options
        self.with_part: dict[tuple[str, Candidates], bool] = {}

    def of(self, what: str) -> MetBy:
        """Return what is known of a placement with a part of a kind."""
        if self.has_part(what, Candidates.SURE):
            return MetBy(True, True, {})
        unknown = self.has_part(what, Candidates.IF_THE_CITIZEN)
        pool = Candidates.IF_THE_CITIZEN if unknown else Candidates.IF_OFFERS_TOO
        open = self.ways.open_among(self.ways.pool(pool) & self.ways.can_be_had) if self.has_part(what, pool) else {}
        return MetBy(UNKNOWN if unknown else False, False, open)

    def has_part(self, what: str, pool: Candidates) -> bool:
        """Return whether a placement out of a pool that can be had has a part of a kind."""
        key = (what, pool)
        if key not in self.with_part:
            row, placing = self.ways.pool(pool) & self.ways.can_be_had, self.ways.placing(pool)
            asked = self.asked(what, row)
            self.with_part[key] = any(placing.first_suitable(among, None, part) is not None for among, part in asked)
        return self.with_part[key]

    def asked(self, what: str, row: int) -> Iterator[tuple[int, int]]:
        """Yield options to make a placement of, each with those of which it has to have one."""
        found = [(row, row & self.of_kind(what))] if what != FREE_CHOICE else [*self.of_free_choice(row)]
        yield from ((among, part) for among, part in found if part)

    def of_kind(self, what: str) -> int:
        """Return the options under a provision, on a step, or of the offers of a group that the guideline declares."""
        guideline = self.ways.columns.guideline
        if what in step_codes():
            step = step_of(what)
            here = [steps.get(step.ladder) == step.number for steps in self.ways.judged.weighed.steps]
        elif what in guideline.lists["offer_group"].terms:
            offers = {offer for offer, group in guideline.groups_of_offers if group == what}
            here = [option.offer.id in offers for option in self.options]
        else:
            ids = vocabulary().codes["provision"].expand(what)
            here = [option.provision.id in ids for option in self.options]
        return sum(1 << index for index, is_one in enumerate(here) if is_one)

    def of_free_choice(self, row: int) -> Iterator[tuple[int, int]]:
        """Yield the same for the homes of the free choice: a stay, or a house that the support for its residents comes with."""
        homes = row & self.ways.of_choice
        stays = sum(1 << index for index in bits(homes) if self.ways.covering.is_stay(index))
        yield row, stays
        houses = {self.options[index].offer.id for index in bits(homes & ~stays)}
        support = sum(1 << i for i in bits(row & self.ways.residents_support) if self.options[i].offer.id in houses)
        others = [i for i in bits(row & self.ways.covering.homes & ~homes) if self.options[i].offer.id in houses]
        yield row & ~sum(1 << index for index in (*others, *bits(stays))), support
