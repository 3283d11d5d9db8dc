"""The first few placements of the cases in which each is a single option, ordered for all of them at once.

So it is where every option that can be part of one meets by itself, and surely, all that is asked for, where each of these is
suitable, and where nothing that the case adds can be part of one. Then no set of several options is a placement, and a placement
comes before another one by what the guideline says of their options. What is left to order by the whole, and every other case, is
the search's; so is a guideline that compares options, or has rules of placements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from operator import ge

import numpy as np
from numpy.typing import NDArray

from visit.many.atoms import Atoms
from visit.many.codes import Codes, classes
from visit.many.judging import JudgingMany
from visit.many.narrowing import NO_VALUE
from visit.many.needs_columns import AskedFor
from visit.many.truths import TRUE_
from visit.many.two_sides import ValuesOfOptions
from visit.many.word_rows import bits_of, has_any, words_of
from visit.ranking.keys import is_step, key_of
from visit.rules.facts.declaration import FactOfOption, nobody
from visit.rules.guideline.values import Preference


class SingleParts:
    """The cases of one population that have such placements alone.

    Attributes:
        leading: The criteria, from the first, that read single options.
        are_single: Whether each case is one.
    """

    def __init__(self, judging: JudgingMany, atoms: Atoms) -> None:
        self.judging, self.atoms, self.axis, self.needs = judging, atoms, judging.axis, judging.needs
        self.cases, self.guideline = judging.cases, judging.cases.guideline
        self.judged = judging.without_comparing_all()
        every = (*self.guideline.rights, *self.guideline.preferences, *self.guideline.ties)
        self.leading = tuple(takewhile(self.is_of_parts, every))
        self.are_single = self.found_single()

    def first_few(self, top: int) -> Mapping[int, Sequence[int]]:
        """Return the first few options of each of these cases, by their places, where the leading criteria tell them apart."""
        cases = np.flatnonzero(self.are_single)
        row, place = bits_of(self.judged.suitable[cases], len(self.axis.ids))
        keys = [
            np.where(self.applies(one)[cases][row], keys[of[cases][row], place], 0)
            for one in self.leading
            for of, keys in self.keys(one)
        ]
        order = np.lexsort((place, *reversed(keys), row))
        row, place = row[order], place[order]
        begins = np.searchsorted(row, np.arange(len(cases) + 1))
        same = row[1:] == row[:-1]
        for one in keys:
            same &= one[order][1:] == one[order][:-1]
        told = np.ones(len(cases), np.bool_)
        told[row[:-1][same & (np.arange(len(same)) < begins[row[:-1]] + top)]] = False
        return {
            int(cases[one]): place[begins[one] : min(begins[one] + top, begins[one + 1])].tolist()
            for one in np.flatnonzero(told).tolist()
        }

    # --- which cases ---

    def found_single(self) -> NDArray[np.bool_]:
        """Return which cases have placements of a single option alone."""
        judging, asked, of = self.judging, self.needs.asked, self.needs.of
        found = np.array([one is not None for one in asked], np.bool_)[of]
        if judging.comparing or any(rule.of_placement for rule in self.guideline.rules):
            return np.zeros_like(found)
        alone = words_of([0 if one is None else self.meeting_all(one) for one in asked], self.axis.width)
        found &= ~has_any(self.judged.ranked & ~(self.judged.suitable & alone[of]))
        found[self.axis.case[has_any(judging.additions_without_comparing().ranked)]] = False
        for preference in (self.guideline.less_last, self.guideline.tried_last):
            found &= ~self.may_hold(preference)
        for preference in self.leading:
            found &= ~self.says_more(preference)
        return found

    def meeting_all(self, asked: AskedFor) -> int:
        """Return the catalogue's options that each meet all that is asked for, and may stand alone."""
        amounts, options = [one.amount for one in asked.requirements], self.axis.shared.options
        each = [all(map(ge, [one.surely for one in meetings], amounts)) for meetings in asked.meetings]
        return sum([1 << place for place, meets in enumerate(each) if meets and not options[place].residents_only])

    def may_hold(self, preference: Preference) -> NDArray[np.bool_]:
        """Return for which cases a criterion counts that does so where it holds for any option."""
        of, values = self.values(preference)
        found = self.says_more(preference)
        found |= np.array([any(value is True for value, _row in one.values) for one in values], np.bool_)[of]
        case = self.axis.case
        for fact in self.facts(preference):
            own = classes((self.cases.circumstance(fact.of_case).codes[case], self.axis.part(fact)), len(case))
            holds = [
                fact.value(self.axis.option(one), self.cases.asked_by_offers(int(case[one]))) is True
                for one in own.first.tolist()
            ]
            found[case[np.array(holds, np.bool_)[own.of]]] = True
        return found

    def says_more(self, preference: Preference) -> NDArray[np.bool_]:
        """Return which cases say something of single offers that a criterion reads."""
        columns = [self.cases.circumstance(fact.named) for fact in self.facts(preference) if fact.named is not nobody]
        said = [np.array([bool(said) for said in one.values], np.bool_)[one.codes] for one in columns]
        return np.asarray(np.any([np.zeros(len(self.cases.population), np.bool_), *said], axis=0))

    def facts(self, preference: Preference) -> Sequence[FactOfOption]:
        """Return the facts of options that a criterion reads."""
        found = map(self.atoms.fact, self.atoms.dependencies.of(preference.value).option)
        return [fact for fact in found if fact is not None]

    # --- their order ---

    def is_of_parts(self, preference: Preference) -> bool:
        """Return whether a criterion reads single options, and the case."""
        facts = self.guideline.facts
        others = {*facts.comparative, *(fact.name for fact in facts.of_placement)}
        return not preference.of_placement and self.guideline.rests_on(preference.value).isdisjoint(others)

    def keys(self, preference: Preference) -> Iterator[tuple[Codes, NDArray[np.int64]]]:
        """Yield the class of each case, and the key of every option of the catalogue class by class; of steps ladder by ladder."""
        if not is_step(preference):
            of, values = self.values(preference)
            each = [np.array([key_of(preference, value) for value, _row in one.values])[one.of] for one in values]
            yield of, np.array(each, np.int64)
            return
        none = [NO_VALUE] * len(self.axis.ids)
        for ladder in self.guideline.ladders:
            steps = [
                none if one is None else [steps.get(ladder, NO_VALUE) for _areas, steps in one.served]
                for one in self.needs.asked
            ]
            yield np.array(self.needs.of, np.int64), np.array(steps, np.int64)

    def applies(self, preference: Preference) -> NDArray[np.bool_]:
        """Return in which cases a criterion orders."""
        if preference.when is None:
            return np.ones(len(self.cases.population), np.bool_)
        return np.asarray(self.cases.values.truth(preference.when) == TRUE_)

    def values(self, preference: Preference) -> tuple[Codes, Sequence[ValuesOfOptions]]:
        """Return the class of each case, and what a criterion compares of every option of the catalogue class by class."""
        environment = self.cases.values
        found = classes(self.atoms.all_read(preference.value, environment), len(self.cases.population))
        return found.of, [self.atoms.values(preference.value, case, environment) for case in found.first.tolist()]
