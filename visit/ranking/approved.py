"""Whether another, approved offer under an option's provision is suitable and has a place: true, false, or unknown.

It counts for an option only where it surely meets as much of every need. Where it is not known whether it is approved or has a
place, or only offers or the citizen can tell that it is suitable, it is unknown: that rules nothing out, and is to be confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from visit.catalogue import Option
from visit.ranking.lower import Candidates, Ways
from visit.ranking.values import Meeting
from visit.rules.deciding.option_sets import bits, union
from visit.rules.language.values import UNKNOWN, Truth


class ApprovedMatches:
    """What is known of other, approved offers, for each option of a first pass.

    Attributes:
        truths: Whether there is one, by the id of the option.
    """

    def __init__(self, ways: Ways) -> None:
        columns = ways.columns
        self.ways, self.options, self.meetings = ways, ways.options, ways.covering.meetings
        self.approved = union(row for value, row in columns.column("option.approved") if value is True)
        self.placed = has_a_place(ways)
        refused = union(row for value, row in columns.column("option.approved") if value is False)
        self.surely = self.approved & ways.pool(Candidates.SURE) & ways.can_be_had & self.placed
        self.others: dict[str, list[int]] = {}
        for index in bits(ways.pool(Candidates.IF_OFFERS_TOO) & ways.can_be_had & ~refused):
            self.others.setdefault(self.options[index].provision.id, []).append(index)
        self.two: dict[tuple[str, Sequence[Meeting]], tuple[Sequence[int], Sequence[int]]] = {}
        self.truths = {option.id: self.truth(index) for index, option in enumerate(self.options)}

    def truth(self, index: int) -> Truth:
        """Return whether there is one for an option."""
        surely, perhaps = self.that_count(self.options[index].provision.id, self.meetings[index])
        if len(surely) > (index in surely):
            return True
        return UNKNOWN if len(perhaps) > (index in perhaps) else False

    def that_count(self, provision: str, here: Sequence[Meeting]) -> tuple[Sequence[int], Sequence[int]]:
        """Return the first two that count for an option, surely and perhaps; one of them may be the option itself."""
        key = provision, here
        if key not in self.two:
            others, meetings = self.others.get(provision, ()), self.meetings
            surely = (one for one in others if self.surely >> one & 1 and surely_meets(meetings[one], here))
            perhaps = (one for one in others if may_meet(meetings[one], here))
            self.two[key] = tuple(islice(surely, 2)), tuple(islice(perhaps, 2))
        return self.two[key]

    def open(self, option: Option) -> Mapping[str, tuple[str, ...]]:
        """Return the options that may be one for an option, each with the facts and the ids of requirements that are open.

        Nothing where that is known. Where nothing is open of them, it is the option itself of which it is not known how much it
        meets.
        """
        if self.truths[option.id] is not UNKNOWN:
            return {}
        index = self.options.index(option)
        others = self.others.get(option.provision.id, ())
        may_be = [one for one in others if one != index and may_meet(self.meetings[one], self.meetings[index])]
        told = {self.options[one].id: facts for one in may_be if (facts := self.left_to_tell(one))}
        return told or {option.id: self.met_perhaps(index)}

    def left_to_tell(self, index: int) -> tuple[str, ...]:
        """Return what is open of an option that may be one: its approval, its places, and what its rules and needs wait for."""
        unapproved = ("option.approved",) if not self.approved >> index & 1 else ()
        placeless = ("option.free_places",) if not self.placed >> index & 1 else ()
        return tuple(sorted({*self.ways.facts.get(index, ()), *unapproved, *placeless}))

    def met_perhaps(self, index: int) -> tuple[str, ...]:
        """Return the requirements of which it is not known how much an option meets."""
        wanted = zip(self.ways.covering.requirements, self.meetings[index], strict=True)
        return tuple(one.id for one, met in wanted if met.surely != met.at_most)


def surely_meets(one: Sequence[Meeting], other: Sequence[Meeting]) -> bool:
    """Return whether one option surely meets as much of everything as another at most does."""
    return all(mine.surely >= its.at_most for mine, its in zip(one, other, strict=True))


def may_meet(one: Sequence[Meeting], other: Sequence[Meeting]) -> bool:
    """Return whether one option may meet as much of everything as another surely does."""
    return all(mine.at_most >= its.surely for mine, its in zip(one, other, strict=True))


def has_a_place(ways: Ways) -> int:
    """Return the options that have a place for the citizen, as far as is recorded; what runs now has one."""
    columns = ways.columns
    free = union(row for value, row in columns.column("option.free_places") if isinstance(value, int) and value >= 1)
    accepting = union(row for value, row in columns.column("option.answer") if value == "accepts")
    running = union(row for value, row in columns.column("option.current") if value is True)
    return free | accepting | running
