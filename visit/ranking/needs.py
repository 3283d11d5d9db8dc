"""What has to be met, and how far an option meets it.

A *requirement* is one thing to be met; a *meeting* says how much of it an option meets, surely and at most. The needs come
from the case, or from the guideline's proposals where the case leaves them out. An area that has no need of its own counts
as one need. Premises are asked of the part that gives the home; staff round the clock, tied staff and one-to-one support of
a stay where there is one, else of the support part.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from visit.catalogue import STAFF_FOR, Option, needs_met_by
from visit.errors import CaseError, did_you_mean
from visit.locale import text as _
from visit.ranking.bare_areas import BareAreas
from visit.ranking.values import Meeting, Requirement
from visit.rules.deciding.case_side import CaseSide
from visit.rules.deciding.option_sets import OptionSet, bits
from visit.rules.guideline.values import Guideline
from visit.rules.language.values import UNKNOWN, Members, Truth
from visit.vocabulary import Provision, vocabulary

NOTHING = Meeting(Decimal(0), Decimal(0))
WHOLE = Meeting(Decimal(1), Decimal(1))
PERHAPS = Meeting(Decimal(0), Decimal(1))
PERHAPS_THE_CITIZEN = replace(PERHAPS, of_citizen=True)
ANSWERED = ("round_the_clock", "tied_staff")
"""Needs of staff that have a question of their own, a yes or no."""


def needed_areas(side: CaseSide) -> frozenset[str]:
    """Return the areas that have to be covered; none where they are neither recorded nor proposed."""
    areas = side.values["case.needs.areas"]
    return areas.values if isinstance(areas, Members) else frozenset()


def requirements(side: CaseSide, guideline: Guideline) -> tuple[Requirement, ...]:
    """Return everything that has to be met, in the order of kind and key.

    Where the case records the needed areas, a need counts in those of its areas that are recorded; where it records none of them,
    or the areas are only proposed, in all of them.

    Raises:
        CaseError: The case names a need that neither the vocabulary nor the guideline has.
    """
    areas = needed_areas(side)
    proposed = "case.needs.areas" in side.proposed
    needs = _needs(side)
    found = []
    for key in sorted(needs):
        need = guideline.needs.get(key)
        if need is None:
            raise CaseError(_('unknown need "{name}"', name=key), help=did_you_mean(key, guideline.needs))
        here = frozenset(need.areas) if proposed else (frozenset(need.areas) & areas or frozenset(need.areas))
        found.append(
            Requirement("need", key, here, proposed="case.needs.must" in side.proposed, of_home=key in STAFF_FOR)
        )
    covered = frozenset().union(*(one.areas for one in found))
    found += [Requirement("area", area, frozenset((area,)), proposed=proposed) for area in areas - covered]
    premises = side.values["case.needs.premises"]
    if isinstance(premises, Members):
        found += [Requirement("premises", key, frozenset(("home",))) for key in premises.values]
    hours = side.circumstances.case.needs.hours_per_week or {}
    found += [Requirement("hours", area, frozenset((area,)), amount) for area, amount in hours.items() if amount]
    return tuple(sorted(found, key=lambda one: one.id))


def _needs(side: CaseSide) -> frozenset[str]:
    must = side.values["case.needs.must"]
    needs = must.values if isinstance(must, Members) else frozenset()
    return needs | {key for key in ANSWERED if side.values[f"case.needs.{key}"] is True}


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """How far each option meets one requirement; those that meet it at least perhaps, and surely, as rows of bits."""

    wanted: Requirement
    meetings: Sequence[Meeting]
    perhaps: int
    surely: int

    def in_full(self, *, surely: bool) -> int:
        """Return the options that meet it in full, surely or at least perhaps; only hours can be met in part."""
        row = self.surely if surely else self.perhaps
        if self.wanted.kind != "hours":
            return row
        amounts = ((index, self.meetings[index]) for index in bits(row))
        return sum(
            1 << index for index, met in amounts if (met.surely if surely else met.at_most) >= self.wanted.amount
        )


def meetings(option_set: OptionSet, wanted: Sequence[Requirement], side: CaseSide) -> list[Met]:
    """Return how far the options meet each requirement; for those of the catalogue it is the same in many cases."""
    substitutes, bare = _Substitutes(side), BareAreas.of(side, _own_helpers(option_set))
    return [_met(option_set, one, substitutes, bare) for one in wanted]


def _met(option_set: OptionSet, wanted: Requirement, substitutes: _Substitutes, bare: BareAreas) -> Met:
    barred = tuple(substitutes.barred(one, wanted) for one in _no_equals(option_set))
    filled = bare if wanted.kind == "area" else bare.outside
    key = ("meetings", wanted.kind, wanted.key, wanted.areas, wanted.amount, barred, filled)

    def read() -> Met:
        every = [_meeting(option, wanted, substitutes, bare) for option in option_set.options]
        return Met(wanted, every, *_rows(enumerate(every)))

    found: Met = option_set.cache.decided.of(key, read)
    own = [(index, _meeting(option_set.options[index], wanted, substitutes, bare)) for index in option_set.own]
    column = list(found.meetings)
    for index, meeting in own:
        column[index] = meeting
    others = ~sum(1 << index for index in option_set.own)
    perhaps, surely = _rows(own)
    return Met(wanted, column, found.perhaps & others | perhaps, found.surely & others | surely)


def _rows(meetings: Iterable[tuple[int, Meeting]]) -> tuple[int, int]:
    perhaps = surely = 0
    for index, meeting in meetings:
        perhaps |= (meeting.at_most != 0) << index
        surely |= (meeting.surely != 0) << index
    return perhaps, surely


def _no_equals(option_set: OptionSet) -> Sequence[Provision]:
    """Return the provisions of the catalogue's options that are no substitute for another."""

    def read() -> Sequence[Provision]:
        provisions = {option.provision.id: option.provision for option in option_set.options}
        return tuple(one for one in provisions.values() if one.not_a_substitute_for)

    found: Sequence[Provision] = option_set.cache.decided.of("no equals", read)
    return found


def _own_helpers(option_set: OptionSet) -> Sequence[Option]:
    """Return the catalogue's options with helpers that the citizen employs; what runs now was asked for."""

    def read() -> Sequence[Option]:
        return tuple(option for _index, option in option_set.of_catalogue() if option.provision.own_helpers)

    found: Sequence[Option] = option_set.cache.decided.of("own helpers", read)
    return found


def _meeting(option: Option, wanted: Requirement, substitutes: _Substitutes, bare: BareAreas) -> Meeting:
    if wanted.areas.isdisjoint(option.areas):
        return NOTHING
    if wanted.kind == "premises":
        return _premises(option, wanted.key)
    if wanted.kind == "area":
        met = WHOLE if bare.filled_by(option, wanted.key) else NOTHING
    elif option.provision.group in bare.outside:
        met = WHOLE if wanted.key in option.covers else NOTHING  # what it is there for, and no more
    else:
        met = _hours(option, wanted) if wanted.kind == "hours" else _need(option, wanted)
    if met is not NOTHING and option.provision.not_a_substitute_for:
        barred = substitutes.barred(option.provision, wanted)
        if barred is True:
            return Meeting(Decimal(0), Decimal(0), "not_a_substitute")
        if barred is UNKNOWN:
            return Meeting(Decimal(0), met.at_most, "perhaps_not_a_substitute", of_citizen=met.surely == met.at_most)
    return met


def _need(option: Option, wanted: Requirement) -> Meeting:
    if wanted.key in option.covers:
        return WHOLE
    if wanted.key in option.lacks or option.is_ordinary_home:
        return NOTHING
    has_staff = has_staff_for(option, wanted.key)
    return PERHAPS if has_staff is None else WHOLE if has_staff else NOTHING


def has_staff_for(option: Option, need: str) -> bool | None:
    """Return whether an option has the staff that a need asks for; None where it does not say, or the need asks for none."""
    staff = option.staff
    return None if need not in STAFF_FOR or staff is None else need in needs_met_by(staff)


def _hours(option: Option, wanted: Requirement) -> Meeting:
    if option.hours_limit is not None:
        return Meeting(option.hours_limit, option.hours_limit)
    if option.hours in ("granted", "included"):
        return Meeting(wanted.amount, wanted.amount)
    return NOTHING if wanted.areas <= _areas_in_hours() else Meeting(Decimal(0), wanted.amount)


@cache
def _areas_in_hours() -> frozenset[str]:
    """The areas in which help is granted in hours; in others an offer has to say how many it gives."""
    every = vocabulary().provisions.values()
    return frozenset().union(*(one.areas for one in every if one.hours == "granted"), {"home"})


def _premises(option: Option, feature: str) -> Meeting:
    premises = option.offer.record.premises
    if premises is None:
        return PERHAPS_THE_CITIZEN if option.is_ordinary_home else PERHAPS
    return WHOLE if feature in premises else NOTHING


class _Substitutes:
    """Which provisions are barred for which requirement, because the citizen is entitled to another that is no equal."""

    def __init__(self, side: CaseSide) -> None:
        self.side, self.guideline = side, side.dependencies.guideline
        self.known: dict[tuple[str, str], Truth] = {}

    def barred(self, provision: Provision, wanted: Requirement) -> Truth:
        key = (provision.id, wanted.id)
        if key not in self.known:
            self.known[key] = self.decide(provision, wanted)
        return self.known[key]

    def decide(self, provision: Provision, wanted: Requirement) -> Truth:
        result: Truth = False
        for id in provision.not_a_substitute_for:
            other = vocabulary().provisions[id]
            usual = wanted.key in (self.guideline.usual(other) if wanted.kind == "need" else other.areas)
            entitled = self.side.values.get(f"entitled({id})", UNKNOWN)
            if usual and entitled is True:
                return True
            if usual and entitled is UNKNOWN:
                result = UNKNOWN
        return result


def served_areas(
    option: Option, met: Sequence[Meeting], wanted: Sequence[Requirement], areas: frozenset[str]
) -> frozenset[str]:
    """Return the areas an option serves in a placement: those of what it meets, the needed ones where there are such.

    What gives a home serves the home too: whoever takes it lives there, and it counts on its home step.
    """
    served: set[str] = set()
    for requirement, meeting in zip(wanted, met, strict=True):
        if meeting.at_most:
            here = requirement.areas & option.areas.keys()
            served |= (here & areas) or here
    if served and option.gives_home:
        served.add("home")
    return frozenset(served)


Served: TypeAlias = Sequence[tuple[frozenset[str], Mapping[str, int]]]
"""Of each option the areas it serves, and its steps in them."""


def served_areas_of_all(option_set: OptionSet, met: Sequence[Met], areas: frozenset[str]) -> Served:
    """Return of each option the areas it serves, all its own where it meets nothing, and its steps in them.

    Found again for a case whose own options cover the same, and for which the same options meet the same.
    """
    asked = tuple((one.wanted.areas, one.perhaps) for one in met)
    key = ("served", areas, asked, tuple(_covered(option_set.options[index]) for index in option_set.own))
    found: Served = option_set.cache.decided.of(key, lambda: _read_served(option_set, met, areas))
    return found


def _read_served(option_set: OptionSet, met: Sequence[Met], areas: frozenset[str]) -> Served:
    """Read them once for the options that have the same areas and meet the same."""
    groups = _of_the_same_areas(option_set)
    for one in met:
        groups = [both for row in groups for both in (row & one.perhaps, row & ~one.perhaps) if both]
    found: list[tuple[frozenset[str], Mapping[str, int]]] = [(frozenset(), {})] * len(option_set.options)
    wanted = [one.wanted for one in met]
    for row in groups:
        first = next(bits(row))
        option = option_set.options[first]
        served = served_areas(option, [one.meetings[first] for one in met], wanted, areas) or frozenset(option.areas)
        value = served, steps(option, served)
        for index in bits(row):
            found[index] = value
    return found


def _covered(option: Option) -> Hashable:
    return frozenset(option.areas.items())


def _of_the_same_areas(option_set: OptionSet) -> list[int]:
    """Return rows of options that cover the same areas on the same steps; each of the case's own alone."""

    def read() -> Sequence[int]:
        rows: dict[Hashable, int] = {}
        for index, option in option_set.of_catalogue():
            areas = _covered(option)
            rows[areas] = rows.get(areas, 0) | 1 << index
        return tuple(rows.values())

    found: Sequence[int] = option_set.cache.decided.of("areas", read)
    return [*found, *(1 << index for index in option_set.own)]


def steps(option: Option, served: frozenset[str]) -> Mapping[str, int]:
    """Return the highest step per ladder over the areas an option serves."""
    found: dict[str, int] = {}
    for area in served:
        step = option.areas[area]
        found[step.ladder] = max(found.get(step.ladder, 0), step.number)
    return found
