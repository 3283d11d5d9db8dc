"""The citizens whom a comparison affects most, before and after, each with what separates the two first placements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from visit.audit.separating import Separated, separated
from visit.lab.answers import Answerer
from visit.lab.impact import ComparedCase, gravest_first
from visit.lab.moved_by import MovedBy, Movers
from visit.ranking.values import Ranking


@dataclass(frozen=True, slots=True, eq=False)
class Affected:
    """One citizen before and after.

    Attributes:
        one: The case and its two answers.
        now: Why what came first does not come first any more; None where nothing did.
        before: Why what comes first did not come first; None where nothing does.
        old, new: The two rankings.
        edits: Which edits moved the citizen; None where that was not worked out.
    """

    one: ComparedCase
    now: Separated | None
    before: Separated | None
    old: Ranking
    new: Ranking
    edits: MovedBy | None = None


def most_affected(
    moved: Iterable[ComparedCase], old: Answerer, new: Answerer, most: int, movers: Movers | None = None
) -> tuple[Affected, ...]:
    """Return the citizens who are affected most: who loses a solution first, of equal ones who has farther to go.

    `movers` knows which edits moved whom.
    """
    return tuple(_explained(one, old, new, movers) for one in sorted(moved, key=gravest_first)[:most])


def _explained(one: ComparedCase, old: Answerer, new: Answerer, movers: Movers | None) -> Affected:
    case = one.member.case
    was, now = old.ranking(case), new.ranking(case)
    engines = old.engine_for(case), new.engine_for(case)
    return Affected(
        one,
        separated(engines[1], now, one.old.parts) if one.old.parts else None,
        separated(engines[0], was, one.new.parts) if one.new.parts else None,
        was,
        now,
        None if movers is None else movers.of(case),
    )
