"""What the rules together say of options, as rows of bits: of all cases at once, or of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from visit.many.codes import Codes
from visit.many.rule_columns import Gaps, GivenOutcomes
from visit.many.word_rows import Bits, Words, has_any, row_from, words_of
from visit.ranking.standings import FAMILY_COURT_HOUSE, OFFER
from visit.rules.deciding.all_options import Rows
from visit.rules.deciding.unknown import is_of_offer
from visit.rules.guideline.values import Rule

_GROUPS = "case.target_groups"


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


def by_outcome(rule: Rule, fails: Bits, unknown: Bits) -> dict[str, Bits]:
    """Return what one rule says by what it gives alone, by the names of `Planes`; see `standings.judge`."""
    found = {} if rule.by == OFFER else {"unfit": fails}
    if rule.strength == "must":
        return {**found, "ruled_out": fails, "undecided": unknown}
    if rule.strength != "hold":
        return {**found, "exceptions": fails | unknown}
    found |= {"awaiting": fails | unknown} if rule.awaits_unknown else {"awaiting": fails, "undecided": unknown}
    by = {OFFER: "refused", FAMILY_COURT_HOUSE: "coercion"}
    return {**found, by[rule.by]: fails} if rule.by in by else found


def by_gaps(rule: Rule, unknown: int, gaps: Gaps) -> tuple[dict[str, int], dict[str, int]]:
    """Return what one rule says by what is missing where it is unknown, and what is to be told; see `lower.Ways`."""
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
    found = {"of_group": of_group, "told_by_offers": told_by_offers, "told_by_citizen": told_by_citizen}
    return found, to_tell


def said_by(rule: Rule, rows: Rows, gaps: Gaps) -> Planes:
    """Return what one rule says."""
    if not (rows.fails | rows.unknown | rows.confirm):
        return NOTHING_SAID
    found = by_outcome(rule, rows.fails, rows.unknown)
    excepted = found.pop("exceptions", 0)
    open_, to_tell = by_gaps(rule, rows.unknown, gaps)
    return Planes(**found, **open_, exceptions=(excepted,) if excepted else (), to_tell=to_tell)


class RulePlanes:
    """What some rules together say of the options of each case, or of the option of each addition.

    Attributes:
        rows: By the names of `Planes`, a row for each; what nobody says is left out.
        excepted: The options that a presumption speaks against.
    """

    def __init__(self, given: Iterable[tuple[Rule, GivenOutcomes]], count: int, width: int) -> None:
        self.count, self.width = count, width
        self.rows: dict[str, Words] = {}
        self.to_tell: dict[str, Words] = {}
        self.excepted = np.zeros((count, width), np.int64)
        self.exceptions: list[tuple[Codes, Words]] = []
        for rule, one in given:
            self.add(rule, one)

    def add(self, rule: Rule, given: GivenOutcomes) -> None:
        """Add what one rule says."""
        for name, words in by_outcome(rule, given.rows.fails, given.rows.unknown).items():
            if name == "exceptions" and words.any():
                self.exceptions.append((given.of, words))
                self.excepted |= words[given.of]
            elif words.any():
                self.put(self.rows, name, words[given.of])
        if not any(gaps for gaps, _at in given.gaps):
            return
        open_ = [by_gaps(rule, row_from(given.rows.unknown[at]), gaps) if gaps else ({}, {}) for gaps, at in given.gaps]
        for kind, into in enumerate((self.rows, self.to_tell)):
            for name in {name for one in open_ for name in one[kind]}:
                words = words_of([one[kind].get(name, 0) for one in open_], self.width)
                if words.any():
                    self.put(into, name, words[given.gaps_of])

    def row(self, name: str) -> Words:
        """Return a row for each by a name of `Planes`; one for all where nobody says it."""
        return self.rows[name] if name in self.rows else np.zeros((1, self.width), np.int64)

    def put(self, into: dict[str, Words], name: str, words: Words) -> None:
        into[name] = into[name] | words if name in into else words

    @cached_property
    def excepting(self) -> NDArray[np.bool_]:
        """Which of the presumptions speak against an option, case by case."""
        flags = [has_any(words)[of] for of, words in self.exceptions]
        return np.stack(flags, axis=1) if flags else np.zeros((self.count, 0), np.bool_)

    def of(self, case: int) -> Planes:
        """Return what all rules say of the options of one case, or of the option of one addition."""
        exceptions = []
        for place in np.flatnonzero(self.excepting[case]).tolist():
            of, words = self.exceptions[place]
            exceptions.append(row_from(words[of[case]]))
        return Planes(
            **{name: row_from(words[case]) for name, words in self.rows.items()},
            exceptions=tuple(exceptions),
            to_tell={fact: row for fact, words in self.to_tell.items() if (row := row_from(words[case]))},
        )
