"""Whether another, approved offer under an option's provision is suitable and has a place: true, false, or unknown.

It counts for an option only where it surely meets as much of every need. Where it is not known whether it is approved or has a
place, or only offers or the citizen can tell that it is suitable, it is unknown: that rules nothing out, and is to be confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from visit.ranking.lower import Candidates, Ways
from visit.ranking.values import Meeting
from visit.rules.deciding.option_sets import bits, union
from visit.rules.language.values import UNKNOWN, Truth


def approved_matches(ways: Ways) -> Mapping[str, Truth]:
    """Return for every option, by its id, whether there is such an offer."""
    columns, options, meetings = ways.columns, ways.options, ways.covering.meetings
    approved = union(row for value, row in columns.column("option.approved") if value is True)
    refused = union(row for value, row in columns.column("option.approved") if value is False)
    surely = approved & ways.pool(Candidates.SURE) & ways.can_be_had & has_a_place(ways)
    others: dict[str, list[int]] = {}
    for index in bits(ways.pool(Candidates.IF_OFFERS_TOO) & ways.can_be_had & ~refused):
        others.setdefault(options[index].provision.id, []).append(index)

    def found(index: int) -> Truth:
        here = meetings[index]
        beside = [other for other in others.get(options[index].provision.id, ()) if other != index]
        if any(surely >> other & 1 and surely_meets(meetings[other], here) for other in beside):
            return True
        return UNKNOWN if any(may_meet(meetings[other], here) for other in beside) else False

    return {option.id: found(index) for index, option in enumerate(options)}


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
