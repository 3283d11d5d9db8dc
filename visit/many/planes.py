"""What the rules together say of options, as rows of bits: classes of cases by all of it, put together from those of each rule.

Two columns of classes are merged into one as long as few combinations occur; what is left is put together case by case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from visit.many.codes import classes
from visit.many.rule_columns import Gaps, RuleOutcomes
from visit.ranking.standings import FAMILY_COURT_HOUSE, OFFER
from visit.rules.deciding.all_options import Rows
from visit.rules.deciding.one_option import Outcome
from visit.rules.deciding.unknown import is_of_offer
from visit.rules.guideline.values import Rule

_GROUPS = "case.target_groups"
_FEWEST, _MOST = 64, 4_000
"""How many classes may be merged into one column, by how many cases there are."""


class Planes(NamedTuple):
    """What some rules together say of the options of a class.

    Attributes:
        ruled_out: A must fails.
        undecided: A must, or a hold that waits for nobody, is unknown.
        awaiting: Somebody decides first.
        refused: Among these, the offer has said no.
        coercion: Among these, it is against the citizen's will.
        of_group: A must of entitlement waits for a target group.
        unfit: Something fails that is not for the offer to answer.
        told_by_offers: Something is open that only an offer can tell.
        told_by_citizen: Something else is open.
        exceptions: A row for each presumption that fails or may.
        to_tell: For each fact of an offer that a must waits for, a row.
    """

    ruled_out: int = 0
    undecided: int = 0
    awaiting: int = 0
    refused: int = 0
    coercion: int = 0
    of_group: int = 0
    unfit: int = 0
    told_by_offers: int = 0
    told_by_citizen: int = 0
    exceptions: tuple[int, ...] = ()
    to_tell: Mapping[str, int] = MappingProxyType({})


NOTHING_SAID = Planes()


def together(one: Planes, other: Planes) -> Planes:
    """Return what two sets of rules together say."""
    if other is NOTHING_SAID:
        return one
    if one is NOTHING_SAID:
        return other
    to_tell = one.to_tell
    if other.to_tell:
        to_tell = dict(to_tell)
        for fact, row in other.to_tell.items():
            to_tell[fact] = to_tell.get(fact, 0) | row
    return Planes(
        one.ruled_out | other.ruled_out,
        one.undecided | other.undecided,
        one.awaiting | other.awaiting,
        one.refused | other.refused,
        one.coercion | other.coercion,
        one.of_group | other.of_group,
        one.unfit | other.unfit,
        one.told_by_offers | other.told_by_offers,
        one.told_by_citizen | other.told_by_citizen,
        one.exceptions + other.exceptions,
        to_tell,
    )


def said_by(rule: Rule, rows: Rows, gaps: Gaps) -> Planes:
    """Return what one rule says; see `standings.judge`, and `lower.Ways` for what is open."""
    fails, unknown = rows.fails, rows.unknown
    if not (fails | unknown | rows.confirm):
        return NOTHING_SAID
    of_group = told_by_offers = told_by_citizen = 0
    to_tell: dict[str, int] = {}
    for facts, row in gaps:
        of_offer = [fact for fact in facts if is_of_offer(fact)]
        told_by_offers, told_by_citizen = (
            (told_by_offers | row, told_by_citizen) if of_offer else (told_by_offers, told_by_citizen | row)
        )
        if rule.strength == "must" and row & unknown:
            for fact in of_offer:
                to_tell[fact] = to_tell.get(fact, 0) | row & unknown
            if rule.gate == "entitlement" and _GROUPS in facts:
                of_group |= row & unknown
    must, hold, waits = rule.strength == "must", rule.strength == "hold", rule.awaits_unknown
    excepted = 0 if must or hold else fails | unknown
    return Planes(
        ruled_out=fails if must else 0,
        undecided=unknown if must or (hold and not waits) else 0,
        awaiting=(fails | (unknown if waits else 0)) if hold else 0,
        refused=fails if hold and rule.by == OFFER else 0,
        coercion=fails if hold and rule.by == FAMILY_COURT_HOUSE else 0,
        of_group=of_group,
        unfit=0 if rule.by == OFFER else fails,
        told_by_offers=told_by_offers,
        told_by_citizen=told_by_citizen,
        exceptions=(excepted,) if excepted else (),
        to_tell=to_tell,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _MergedPlanes:
    of: Sequence[int]
    planes: Sequence[Planes]


class RulePlanes:
    """What all rules together say of the options of each case, or of the option of each addition."""

    def __init__(self, columns: Iterable[tuple[Sequence[int], Sequence[Planes]]], count: int) -> None:
        self.count = count
        most = max(_FEWEST, min(_MOST, count // 4))
        self.columns: list[_MergedPlanes] = []
        parts = [_MergedPlanes(of, planes) for of, planes in columns if any(one is not NOTHING_SAID for one in planes)]
        merged: _MergedPlanes | None = None
        for part in sorted(parts, key=lambda one: len(one.planes)):
            both = None if merged is None else self.merged(merged, part, most)
            if both is None and merged is not None:
                self.columns.append(merged)
            merged = both or part
        if merged is not None:
            self.columns.append(merged)

    def merged(self, one: _MergedPlanes, other: _MergedPlanes, most: int) -> _MergedPlanes | None:
        """Return two columns as one; None where too many combinations occur."""
        found = classes((np.array(one.of, np.int64), np.array(other.of, np.int64)), self.count)
        if len(found) > most:
            return None
        planes = [together(one.planes[one.of[case]], other.planes[other.of[case]]) for case in found.first]
        return _MergedPlanes(found.of.tolist(), planes)

    def of(self, case: int) -> Planes:
        """Return what all rules say of the options of one case, or of the option of one addition."""
        found = NOTHING_SAID
        for column in self.columns:
            found = together(found, column.planes[column.of[case]])
        return found


def planes_of_cases(outcomes: Iterable[RuleOutcomes], count: int) -> RulePlanes:
    """Return what some rules say of the options of the catalogue, for so many cases."""
    return RulePlanes(((one.gaps_of, _by_gaps(one)) for one in outcomes), count)


def _by_gaps(one: RuleOutcomes) -> list[Planes]:
    rows: dict[int, Rows] = {}
    for at, gaps in zip(one.of, one.gaps_of, strict=True):
        rows.setdefault(gaps, one.rows[at])
    return [said_by(one.rule, rows[at], gaps) for at, gaps in enumerate(one.gaps)]


def planes_of_additions(outcomes: Iterable[RuleOutcomes], count: int) -> RulePlanes:
    """Return what some rules say of the option of each of so many additions: its bit is the lowest."""
    return RulePlanes(map(_of_additions, outcomes), count)


def _of_additions(one: RuleOutcomes) -> tuple[Sequence[int], Sequence[Planes]]:
    known: dict[tuple[Outcome, tuple[str, ...]], int] = {}
    of = [known.setdefault(key, len(known)) for key in zip(one.own, one.own_gaps, strict=True)]
    return of, [said_by(one.rule, rows_of_one(outcome), ((facts, 1),)) for outcome, facts in known]


def rows_of_one(outcome: Outcome) -> Rows:
    """Return an outcome as that of a single option."""
    given = [int(outcome is one) for one in (Outcome.HOLDS, Outcome.FAILS, Outcome.UNKNOWN, Outcome.CONFIRM)]
    return Rows(*given)
