"""The standing of every option of every case: what the rules say together, with what the first pass finds where that counts.

Rows are of the catalogue's options, as in `option_axis`; of what a case adds, each option is judged as a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple

import numpy as np

from visit.many.case_columns import CaseColumns
from visit.many.comparing import ComparingRule, masked
from visit.many.needs_columns import AskedFor, NeedsColumns
from visit.many.option_axis import OptionAxis
from visit.many.planes import Planes, RulePlanes, together
from visit.many.rule_columns import RuleColumns, RuleOutcomes, of_options
from visit.many.word_rows import Bits, Words, words_of
from visit.ranking.values import Standing
from visit.rules.deciding.one_option import Outcome
from visit.rules.deciding.option_sets import union
from visit.rules.language.values import Value


@dataclass(frozen=True, slots=True, eq=False)
class Judgement(Generic[Bits]):
    """How some options stand, as rows of bits: those of one case, or of many.

    Attributes:
        available: All of them.
        standing: Those that are not ruled out.
        ranked: Those among them that can be part of a placement.
        undecided: Of these what is undecided, and the next two what else is not suitable.
    """

    available: Bits
    standing: Bits
    ranked: Bits
    undecided: Bits
    awaiting: Bits
    by_exception: Bits

    @property
    def suitable(self) -> Bits:
        """What is suitable."""
        return self.ranked & ~(self.undecided | self.awaiting | self.by_exception)

    def rows(self) -> Mapping[Standing, Bits]:
        """Return the options of each standing."""
        return {
            Standing.SUITABLE: self.suitable,
            Standing.BY_EXCEPTION: self.by_exception,
            Standing.AWAITING: self.awaiting,
            Standing.UNDECIDED: self.undecided,
            Standing.RULED_OUT: self.available & ~self.standing,
            Standing.ACUTE: self.standing & ~self.ranked,
        }


class SaidOfOptions(NamedTuple, Generic[Bits]):
    """What is said of some options that decides how they stand, as rows of bits; of `Planes`, and of `AskedFor`."""

    available: Bits
    meets: Bits
    surely: Bits
    acute: Bits
    continuing: Bits
    ruled_out: Bits
    undecided: Bits
    awaiting: Bits
    excepted: Bits


def judgement(said: SaidOfOptions[Bits]) -> Judgement[Bits]:
    """Return how options stand; see `ranking.standings.judge`."""
    standing = (said.meets | said.acute | said.continuing) & said.available & ~said.ruled_out
    ranked = standing & ~said.acute
    undecided = ranked & (said.undecided | (said.meets & ~said.surely))
    awaiting = ranked & said.awaiting & ~undecided
    by_exception = ranked & said.excepted & ~awaiting & ~undecided
    return Judgement(said.available, standing, ranked, undecided, awaiting, by_exception)


@dataclass(frozen=True, slots=True, eq=False)
class JudgedCase:
    """How all options of a case stand: the catalogue's, and each that it adds, in the order of its additions.

    Attributes:
        planes: What the rules say of the catalogue's.
        own_planes: What they say of each that it adds.
    """

    shared: Judgement[int]
    own: tuple[Judgement[int], ...]
    planes: Planes
    own_planes: Sequence[Planes]


@dataclass(frozen=True, slots=True, eq=False)
class ComparedOptions:
    """What the first pass found for one case.

    Attributes:
        of_each: The catalogue's options by their values of a fact, as rows of bits.
        own: The values of each option that the case adds.
        shared: What is the same for all.
    """

    of_each: Mapping[str, Mapping[Value, int]]
    own: Sequence[Mapping[str, Value]]
    shared: Mapping[str, Value]


class JudgingMany:
    """How the options of a population stand under the rules of a guideline.

    Attributes:
        outcomes: What each rule gives that compares nothing, by its id.
        comparing: The rules that compare options.
    """

    def __init__(self, cases: CaseColumns, axis: OptionAxis, columns: RuleColumns, needs: NeedsColumns) -> None:
        self.cases, self.axis, self.needs = cases, axis, needs
        rules = of_options(cases.guideline.rules)
        self.outcomes: dict[str, RuleOutcomes] = {
            rule.id: columns.outcomes(rule) for rule in rules if not rule.comparative
        }
        self.comparing = tuple(ComparingRule(rule, columns) for rule in rules if rule.comparative)
        every = tuple(self.outcomes.values())
        self.planes = RulePlanes(((one.rule, one.shared) for one in every), len(cases.population), axis.width)
        self.own_planes = RulePlanes(((one.rule, one.own) for one in every), len(axis.case), 1)
        self.acute = _row(option.provision.lane == "acute" for option in axis.shared.options)
        self.own_acute = [int(option.provision.lane == "acute") for option in axis.versions]
        self.own_continues = [int(option.continues) for option in axis.versions]

    def without_comparing(self, case: int) -> JudgedCase | None:
        """Return how options stand by the rules that compare nothing; None where a case asks for what there is not."""
        asked = self.needs.asked[self.needs.of[case]]
        if asked is None:
            return None
        own = [self.own_planes.of(addition) for addition in self.axis.additions_of[case]]
        return self.judged(case, self.planes.of(case), own)

    def without_comparing_all(self) -> Judgement[Words]:
        """Return how the catalogue's options stand for all cases by the rules that compare nothing.

        None stands where a case asks for what there is not.
        """
        acute = words_of((self.acute,), self.axis.width)
        available, nothing = self.axis.available_all, np.zeros_like(acute)
        return self.judged_all(self.planes, self.needs.asked, self.needs.of, available, acute, nothing)

    def additions_without_comparing(self) -> Judgement[Words]:
        """Return the same of the option of each addition."""
        available = words_of((1,), 1)
        acute, continuing = (
            words_of(of_version, 1)[self.axis.version] for of_version in (self.own_acute, self.own_continues)
        )
        return self.judged_all(self.own_planes, self.needs.own, self.needs.own_of, available, acute, continuing)

    def judged_all(
        self,
        planes: RulePlanes,
        asked: Sequence[AskedFor | None],
        of: Sequence[int],
        available: Words,
        acute: Words,
        continuing: Words,
    ) -> Judgement[Words]:
        """Return how options stand by what is said of them, and what is asked for class by class."""
        meets, surely = (
            words_of([0 if one is None else getattr(one, name) for one in asked], planes.width)[[*of]]
            for name in ("meets", "surely")
        )
        ruled_out, undecided, awaiting = map(planes.row, ("ruled_out", "undecided", "awaiting"))
        return judgement(
            SaidOfOptions(available, meets, surely, acute, continuing, ruled_out, undecided, awaiting, planes.excepted)
        )

    def judged(self, case: int, planes: Planes, own: Sequence[Planes]) -> JudgedCase:
        """Return how options stand by what is said of them."""
        asked = self.needs.asked[self.needs.of[case]]
        assert asked is not None
        shared = judged_by(planes, asked, available=self.axis.available(case), acute=self.acute)
        of_own = [
            self.judged_addition(addition, one) for addition, one in zip(self.axis.additions_of[case], own, strict=True)
        ]
        return JudgedCase(shared, tuple(of_own), planes, own)

    def outcome(self, rule: str, case: int, option: str) -> Outcome:
        """Return what a rule that compares nothing gives for an option of a case, by its id."""
        outcomes = self.outcomes[rule]
        for addition in self.axis.additions_of[case]:
            if self.axis.option(addition).id == option:
                return outcomes.own.of_one(addition).outcome(0)
        return outcomes.shared.of_one(case).outcome(self.axis.places[option])

    def judged_addition(self, addition: int, planes: Planes) -> Judgement[int]:
        asked = self.needs.own[self.needs.own_of[addition]]
        assert asked is not None
        version = self.axis.version[addition]
        return judged_by(
            planes, asked, available=1, acute=self.own_acute[version], continuing=self.own_continues[version]
        )

    def telling(self, case: int, first: JudgedCase) -> tuple[ComparingRule, ...]:
        """Return the rules that compare, and of which it makes a difference to an option that stands what is found."""
        own = [addition for addition, one in zip(self.axis.additions_of[case], first.own, strict=True) if one.standing]
        return tuple([
            rule
            for rule in self.comparing
            if rule.differs(case) & first.shared.standing or any(map(rule.own_differs, own))
        ])  # fmt: skip

    def final(
        self, case: int, first: JudgedCase, telling: Sequence[ComparingRule] = (), found: ComparedOptions | None = None
    ) -> JudgedCase:
        """Return how options stand by all rules.

        Args:
            case: The case.
            first: How they stand by those that compare nothing.
            telling: The rules of which it makes a difference what the first pass finds.
            found: What it found for these.
        """
        planes, own = first.planes, [*first.own_planes]
        for rule in self.comparing:
            compared = found if rule in telling else None
            if compared is None and not rule.enumerable:
                continue  # nothing stands
            for values, row in self.by_values(rule, compared):
                planes = together(planes, masked(rule.planes(case, values), row))
            for place, addition in enumerate(self.axis.additions_of[case]):
                of_own = rule.every[0] if compared is None else _values(rule, compared.own[place], compared.shared)
                own[place] = together(own[place], rule.own_planes(addition, of_own))
        return self.judged(case, planes, own) if self.comparing else first

    def by_values(self, rule: ComparingRule, compared: ComparedOptions | None) -> list[tuple[tuple[Value, ...], int]]:
        """Return the values that a rule may find, each with the catalogue's options that have them."""
        if compared is None:
            return [(rule.every[0], self.axis.all)]
        found: list[tuple[tuple[Value, ...], int]] = [((), self.axis.all)]
        for name in rule.of_each:
            found = [
                ((*values, value), both)
                for values, row in found
                for value, of_value in compared.of_each[name].items()
                if (both := row & of_value)
            ]
        shared = tuple(compared.shared[name] for name in rule.shared)
        return [((*values, *shared), row) for values, row in found]


def judged_by(planes: Planes, asked: AskedFor, *, available: int, acute: int, continuing: int = 0) -> Judgement[int]:
    """Return how the options of one case stand."""
    said = planes.ruled_out, planes.undecided, planes.awaiting, union(planes.exceptions)
    return judgement(SaidOfOptions(available, asked.meets, asked.surely, acute, continuing, *said))


def _values(rule: ComparingRule, of_each: Mapping[str, Value], shared: Mapping[str, Value]) -> tuple[Value, ...]:
    return (*(of_each[name] for name in rule.of_each), *(shared[name] for name in rule.shared))


def _row(flags: Iterable[bool]) -> int:
    return sum(int(flag) << place for place, flag in enumerate(flags))
