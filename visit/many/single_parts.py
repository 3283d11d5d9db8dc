"""The first few placements of the cases in which each is one option, or one beside the home, ordered for all of them at once.

So it is where every option of the catalogue that can be part of one is suitable, and meets surely all that is asked for, or all
that the citizen's home does not; the home meets the rest surely, and no option anything of that. Nothing else that the case adds
can be part of one. Then no other set of options is a placement, and one comes before another by what the guideline says of their
options. What is left to order by the whole, and every other case, is the search's; so is a guideline that compares options, or has
rules of placements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from visit.catalogue import Option
from visit.many.atoms import Atoms
from visit.many.codes import Codes, classes
from visit.many.judging import JudgingMany
from visit.many.narrowing import NO_VALUE
from visit.many.needs_columns import AskedFor
from visit.many.truths import TRUE_
from visit.many.two_sides import ValuesOfOptions
from visit.many.word_rows import Words, bits_of, has_any, words_of
from visit.ranking.criteria import Each, Key
from visit.ranking.keys import is_step, key_of
from visit.ranking.option_kinds import gives_home
from visit.ranking.ordering import kind_of_parts
from visit.ranking.values import Meeting
from visit.rules.facts.declaration import FactOfOption, nobody
from visit.rules.guideline.values import Preference

ALONE = NO_VALUE - 1
"""The value of a home where none stands beside."""
_AWAY = Meeting(Decimal(0), Decimal(0))


class SingleParts:
    """The cases of one population that have such placements alone.

    Attributes:
        leading: The criteria, from the first, that read single options.
        beside: The addition that stands beside the option of each case, its home; below 0 where none does.
        are_single: Whether each case is one.
    """

    def __init__(self, judging: JudgingMany, atoms: Atoms) -> None:
        self.judging, self.atoms, self.axis, self.needs = judging, atoms, judging.axis, judging.needs
        self.cases, self.guideline = judging.cases, judging.cases.guideline
        self.judged = judging.without_comparing_all()
        every = (*self.guideline.rights, *self.guideline.preferences, *self.guideline.ties)
        self.leading = tuple(takewhile(self.is_of_parts, every))
        self.beside: Codes = np.full(len(self.cases.population), -1)
        self.are_single = self.found_single()

    def first_few(self, top: int) -> Mapping[int, Sequence[tuple[Option, ...]]]:
        """Return the parts of the first few placements of each of these cases, where the leading criteria tell them apart."""
        cases = np.flatnonzero(self.are_single)
        row, place = bits_of(self.judged.suitable[cases])
        keys = [
            np.where(self.applies(one)[cases][row], self.joined(one, keys[of[cases][row], place], home[cases][row]), 0)
            for one in self.leading
            for (of, keys), home in zip(self.keys(one), self.keys_of_home(one), strict=True)
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
            int(cases[one]): self.parts(int(cases[one]), place[begins[one] : min(begins[one] + top, begins[one + 1])])
            for one in np.flatnonzero(told).tolist()
        }

    def parts(self, case: int, places: Codes) -> Sequence[tuple[Option, ...]]:
        """Return the parts of placements, in the order of ids."""
        options, addition = self.axis.shared.options, int(self.beside[case])
        if addition < 0:
            return [(options[place],) for place in places.tolist()]
        home = self.axis.option(addition)
        return [
            (home, options[place]) if home.id < options[place].id else (options[place], home)
            for place in places.tolist()
        ]

    # --- which cases ---

    def found_single(self) -> NDArray[np.bool_]:
        """Return which cases have placements of a single option, or of one beside the home, alone."""
        judging, asked, of = self.judging, self.needs.asked, self.needs.of
        found = np.array([one is not None for one in asked], np.bool_)[of]
        if judging.comparing or any(rule.of_placement for rule in self.guideline.rules):
            return np.zeros_like(found)
        found &= self.has_home_at_most()
        completing, is_clear = self.completing()
        found &= is_clear & ~has_any(self.judged.ranked & ~(self.judged.suitable & completing))
        for preference in (self.guideline.less_last, self.guideline.tried_last):
            found &= ~self.may_hold(preference)
        for preference in self.leading:
            found &= ~self.says_more(preference)
        return found

    def has_home_at_most(self) -> NDArray[np.bool_]:
        """Find what stands beside; return of which cases the citizen's home, suitable, is all they add that can be part."""
        own, case = self.judging.additions_without_comparing(), self.axis.case
        homes = np.array([option.kind == "home" and not option.continues for option in self.axis.versions], np.bool_)
        stands = np.flatnonzero(has_any(own.ranked))
        others = stands[~(homes[self.axis.version[stands]] & has_any(own.suitable)[stands])]
        self.beside[case[stands]] = stands
        found: NDArray[np.bool_] = np.bincount(case[stands], minlength=len(self.beside)) <= 1
        found[case[others]] = False
        return found

    def completing(self) -> tuple[Words, NDArray[np.bool_]]:
        """Return the catalogue's options that make a placement of each case, and where it is clear which do."""
        needs = self.needs
        home = np.where(self.beside < 0, 0, 1 + np.append(needs.own_of, 0)[self.beside])
        found = classes((np.array(needs.of, np.int64), home), len(home))
        rows = []
        for case in found.first.tolist():
            asked, beside = needs.asked[needs.of[case]], int(self.beside[case])
            own = needs.own[needs.own_of[beside]] if beside >= 0 else None
            rows.append(None if asked is None else self.meeting_rest(asked, own))
        is_clear = np.array([row is not None for row in rows], np.bool_)
        return words_of([row or 0 for row in rows], self.axis.width)[found.of], is_clear[found.of]

    def meeting_rest(self, asked: AskedFor, home: AskedFor | None) -> int | None:
        """Return the catalogue's options that meet all that is asked for and not met by the home, and nothing that it meets.

        None where the home meets all or nothing, something not surely, or hours, which may add up.
        """
        wanted = asked.requirements
        here = [_AWAY] * len(wanted) if home is None else home.meetings[0]
        of_home = [bool(one.at_most) for one in here]
        if home is not None:
            surely = all(one.surely == it.amount == 1 for one, it in zip(here, wanted, strict=True) if one.at_most)
            if all(of_home) or not any(of_home) or not surely:
                return None
        found = self.alone if home is None else self.beside_home
        for place, is_met in enumerate(of_home):
            found &= ~asked.in_full[False][place] if is_met else asked.in_full[True][place]
        return found

    @cached_property
    def alone(self) -> int:
        """The catalogue's options that may stand without a home of their offer."""
        options = self.axis.shared.options
        return sum([1 << place for place, option in enumerate(options) if not option.residents_only])

    @cached_property
    def beside_home(self) -> int:
        """Those of them that give no home."""
        options = self.axis.shared.options
        return self.alone & ~sum([1 << place for place, option in enumerate(options) if gives_home(option)])

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

    def keys_of_home(self, preference: Preference) -> Iterator[Codes]:
        """Yield the key of the home that stands beside in each case, as `keys` does those of options."""
        cases = np.flatnonzero(self.are_single & (self.beside >= 0))
        beside, environment = self.beside[cases], self.cases.values

        def of_each(keys: Sequence[int], of: Codes) -> Codes:
            found: Codes = np.full(len(self.beside), ALONE)
            if len(cases):
                found[cases] = np.array(keys, np.int64)[of]
            return found

        if is_step(preference):
            of = np.array(self.needs.own_of, np.int64)[beside]
            for ladder in self.guideline.ladders:
                steps = [ALONE if one is None else one.served[0][1].get(ladder, NO_VALUE) for one in self.needs.own]
                yield of_each(steps, of)
            return
        reads = [codes[cases] for codes in self.atoms.reads(preference.value, environment)]
        alike = classes((*reads, self.axis.version[beside]), len(cases))
        values = [
            self.atoms.value(preference.value, int(cases[at]), self.axis.option(beside[at]), environment)
            for at in alike.first.tolist()
        ]
        yield of_each([key_of(preference, value) for value in values], alike.of)

    def joined(self, preference: Preference, keys: Codes, of_home: Codes) -> Codes:
        """Return keys that order options as what a criterion makes of each with the home beside."""
        there = of_home != ALONE
        (homes, home), (options, option) = (np.unique(one[there], return_inverse=True) for one in (of_home, keys))
        alike = classes((home, option), len(home))
        pairs = zip(homes[home[alike.first]].tolist(), options[option[alike.first]].tolist(), strict=True)
        both = [of_both(preference, pair) for pair in pairs]
        places = {key: place for place, key in enumerate(sorted(set(both)))}
        found = keys.copy()
        found[there] = np.array([places[key] for key in both], np.int64)[alike.of]
        return found

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


def of_both(preference: Preference, keys: tuple[int, int]) -> Key:
    """Return what a criterion makes of a placement of two parts."""
    if is_step(preference):
        return Each([None if key == NO_VALUE else key for key in keys]).key((0, 1))
    return kind_of_parts(preference, keys).key((0, 1))
