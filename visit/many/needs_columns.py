"""What every case asks for, and how far the options meet it: once per class of cases that ask alike.

`ranking.needs` reads a class.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from visit.errors import CaseError
from visit.many.case_columns import CaseColumns
from visit.many.codes import Codes, classes, interned
from visit.many.option_axis import OptionAxis
from visit.ranking.bare_areas import groups_outside, is_unasked, may_be_slight
from visit.ranking.needs import Met, meetings, needed_areas, requirements, served_areas_of_all
from visit.ranking.values import Meeting, Requirement
from visit.rules.deciding.case_side import CaseSide
from visit.rules.deciding.option_sets import OptionSet, uncached, union
from visit.rules.facts.circumstances import Circumstances

_BARE = ("case.support_need", "case.target_groups")
_NEEDS = ("areas", "must", "round_the_clock", "tied_staff", "premises")


@dataclass(frozen=True, slots=True, eq=False)
class AskedFor:
    """What the cases of one class ask for, and how the options of the catalogue meet it.

    Attributes:
        areas: The needed areas.
        meetings: Of each option how far it meets each requirement.
        meets: The options that meet a requirement, if only perhaps, as a row of bits.
        surely: Those that surely meet one.
        in_full: For each requirement the options that meet it in full, surely or at least perhaps.
        served: Of each option the areas that it serves, and its steps in them.
    """

    requirements: tuple[Requirement, ...]
    areas: frozenset[str]
    meetings: Sequence[tuple[Meeting, ...]]
    meets: int
    surely: int
    in_full: Mapping[bool, Sequence[int]]
    served: Sequence[tuple[frozenset[str], Mapping[str, int]]]


class NeedsColumns:
    """What the cases of a population ask for.

    Attributes:
        of: The class of each case.
        asked: What each class asks for, and the options of the catalogue; None where a case names a need that is none.
        own_of: The class of each addition.
        own: The same of the option of an addition.
    """

    def __init__(self, cases: CaseColumns, axis: OptionAxis) -> None:
        self.cases, self.axis, self.guideline = cases, axis, cases.guideline
        options = (*axis.shared.options, *axis.versions)
        self.others = sorted({f"entitled({id})" for option in options for id in option.provision.not_a_substitute_for})
        found = classes(self.reads(), len(cases.population))
        self.of: Sequence[int] = found.of.tolist()
        self.asked = [self.shared(int(case)) for case in found.first]
        own = classes((found.of[axis.case], axis.version), len(axis.case))
        self.own_of: Sequence[int] = own.of.tolist()
        self.own = [self.of_addition(int(addition)) for addition in own.first]

    def reads(self) -> list[Codes]:
        """Return columns that together say all that is read of a case."""
        cases = self.cases
        found = [cases.values.column(f"case.needs.{name}").codes for name in _NEEDS]
        found += [codes for name, codes in cases.proposed.items() if name.startswith("case.needs.")]
        found.append(cases.circumstance(_hours).codes)
        found += [cases.values.column(name).codes for name in self.others]
        return [*found, *self.bare_areas()]

    def bare_areas(self) -> list[Codes]:
        """Return columns that together say what fills the bare areas of each case; see `BareAreas`."""
        cases, bare = self.cases, self.cases.bare
        helpers = [option for option in self.axis.shared.options if option.provision.own_helpers]
        found = [
            bare.column("case.support_need").mapped(may_be_slight).codes,
            bare.column("case.target_groups").mapped(groups_outside).codes,
        ]
        if not helpers:
            return found
        asked_for = classes([cases.circumstance(read).codes for read in (_wished, _applied)], len(cases.population))
        people, day = cases.population.cases, cases.population.as_of
        unasked = interned(
            tuple([one.id for one in helpers if is_unasked(one, people[case], day)])
            for case in asked_for.first.tolist()
        )
        return [*found, unasked.codes[asked_for.of]]

    def side(self, case: int) -> CaseSide:
        """Return as much of the side of one case as is read of it."""
        return self.cases.asking(case, (*(f"case.needs.{name}" for name in _NEEDS), *_BARE, *self.others))

    def shared(self, case: int) -> AskedFor | None:
        """Return what one case asks for, and how the catalogue's options meet it."""
        side, options = self.side(case), self.axis.shared
        try:
            wanted = requirements(side, self.guideline)
        except CaseError:
            return None
        return _asked(wanted, needed_areas(side), meetings(options, wanted, side), options)

    def of_addition(self, addition: int) -> AskedFor | None:
        """Return how the option of an addition meets what its case asks for."""
        case = int(self.axis.case[addition])
        asked = self.asked[self.of[case]]
        if asked is None:
            return None
        options = uncached((self.axis.option(addition),))
        met = meetings(options, asked.requirements, self.side(case))
        return _asked(asked.requirements, asked.areas, met, options)


def _asked(wanted: tuple[Requirement, ...], areas: frozenset[str], met: Sequence[Met], options: OptionSet) -> AskedFor:
    return AskedFor(
        wanted,
        areas,
        tuple(zip(*(one.meetings for one in met), strict=True)) if met else ((),) * len(options.options),
        union(one.perhaps for one in met),
        union(one.surely for one in met),
        {surely: [one.in_full(surely=surely) for one in met] for surely in (True, False)},
        served_areas_of_all(options, met, areas),
    )


def _hours(now: Circumstances) -> Hashable:
    return tuple((now.case.needs.hours_per_week or {}).items())


def _wished(now: Circumstances) -> Hashable:
    return tuple(now.case.wishes.offers or ())


def _applied(now: Circumstances) -> Hashable:
    return tuple(row.provision for row in now.case.applied_by(now.as_of) or ())
