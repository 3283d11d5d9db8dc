"""Which values of facts never go together: no case and no option has them at once.

Each follows from how the facts are read (`visit/rules/facts/`), and says so; what only seldom goes together is none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from visit.rules.facts.distances import HOME_TIMES, NETWORK_TIMES, TRAVEL_TIMES
from visit.rules.findings.measures import NOTHING, OF_SOME
from visit.rules.language.values import UNKNOWN, Members, Value
from visit.vocabulary import vocabulary

_OTHERS = frozenset(("regional", "private", "foundation"))
_NO_HOME = frozenset(("none", "cannot_stay", "institution"))


@dataclass(frozen=True, slots=True)
class Constraint:
    """What two facts are together.

    Attributes:
        fits: Whether one case and option can have a value of the first and one of the second.
    """

    first: str
    second: str
    fits: Callable[[Value, Value], bool]


def _only_where(allowed: Callable[[Value], bool]) -> Callable[[Value, Value], bool]:
    """Return what fits where the first is not true, or the second is allowed beside it."""
    return lambda first, second: first is not True or allowed(second)


def _of_kind(kind: str, allowed: Callable[[Value], bool]) -> Callable[[Value, Value], bool]:
    return lambda first, second: first != kind or allowed(second)


def _covers_home(provision: Value) -> bool:
    found = vocabulary().provisions.get(str(provision))
    return found is not None and "home" in found.areas


def _none(value: Value) -> bool:
    return value == 0 or value is UNKNOWN


def _has_no_members(value: Value) -> bool:
    return not isinstance(value, Members) or not value.values


def _at_most(first: Value, second: Value) -> bool:
    """Return whether the second is no more than the first, where both are numbers."""
    numbers = isinstance(first, int | Decimal) and isinstance(second, int | Decimal)
    return not numbers or second <= first  # type: ignore[operator]


def _at_least(first: Value, second: Value) -> bool:
    return _at_most(second, first)


def _from_lowest_to_highest(highest: Value, lowest: Value) -> bool:
    return (highest == NOTHING) is (lowest == NOTHING) and _at_most(highest, lowest)


def _up_to_highest(highest: Value, one: Value) -> bool:
    """Return whether one of some levels fits beside their highest: of nothing, each is none."""
    return _none(one) if highest == NOTHING else _at_most(highest, one)


def _from_lowest(lowest: Value, one: Value) -> bool:
    """Return whether one of some levels fits beside their lowest: one that is not among them is none, and none is lower."""
    return _none(one) or (lowest != NOTHING and _at_least(lowest, one))


_OF_ALL = {True: _at_most, False: _at_least}
_OF_SOME = {True: _up_to_highest, False: _from_lowest}


CONSTRAINTS = (
    # One's own offer is no other's, and runs under no region, foundation or firm.
    Constraint("option.internal", "option.external", lambda own, bought: own is not bought),
    Constraint("option.internal", "offer.operator.type", _only_where(lambda operator: operator not in _OTHERS)),
    # What comes to the citizen is nowhere away; the home is at home, and a tenancy is looked for near the network.
    Constraint("option.mobile", "travel.home_km", _only_where(_none)),
    Constraint("option.mobile", "travel.estimated_home_km", _only_where(_none)),
    Constraint("option.mobile", "travel.network_km", _only_where(_none)),
    Constraint("option.kind", "travel.home_km", _of_kind("home", _none)),
    Constraint("option.kind", "travel.network_km", _of_kind("tenancy", _none)),
    *(Constraint("option.mobile", fact.name, _only_where(_none)) for fact in TRAVEL_TIMES),
    *(Constraint("option.kind", fact.name, _of_kind("home", _none)) for fact in HOME_TIMES),
    *(Constraint("option.kind", fact.name, _of_kind("tenancy", _none)) for fact in NETWORK_TIMES),
    # What runs is not waited for, and nobody moves to it.
    Constraint("option.current", "option.waiting_days", _only_where(_none)),
    Constraint("option.kind", "option.waiting_days", _of_kind("home", _none)),
    Constraint("option.current", "option.moves_home", _only_where(lambda moves: moves is not True)),
    Constraint("option.kind", "option.moves_home", _of_kind("home", lambda moves: moves is not True)),
    Constraint("option.moves_home", "option.gives_home", _only_where(lambda gives: gives is not False)),
    Constraint("option.kind", "option.current", _of_kind("current", lambda runs: runs is not False)),
    # A provision that covers the home gives one, whatever else a service states.
    Constraint("provision.id", "option.gives_home", lambda given, gives: gives is not False or not _covers_home(given)),
    # Of no goals there are no kinds, and of no network no ties; and no more ties do good or harm than there are.
    Constraint("case.goals.count", "case.goals.kinds", lambda count, kinds: count != 0 or _has_no_members(kinds)),
    Constraint("case.network.count", "case.network.ties", lambda count, ties: count != 0 or _has_no_members(ties)),
    Constraint("case.network.count", "case.network.harmful", _at_most),
    Constraint("case.network.count", "case.network.documented", _at_most),
)  # fmt: skip

SENSELESS = (
    # The home of today is there only for who has one.
    Constraint("option.kind", "provision.id", _of_kind("home", lambda given: given == "HOME")),
    Constraint("option.kind", "provision.id", _of_kind("tenancy", lambda given: given == "TENANCY")),
    Constraint("option.kind", "case.home.housing", _of_kind("home", lambda housing: housing not in _NO_HOME)),
    # Of no guardian there is no answer, and to no network no way.
    *(
        Constraint("case.guardian.kind", answer, lambda kind, accepts: kind != "none" or accepts is UNKNOWN)
        for answer in ("case.guardian.accepts", "option.guardian_accepts")
    ),
    *(
        Constraint("case.network.count", name, lambda count, away: count != 0 or _none(away))
        for name in ("travel.network_km", *(fact.name for fact in NETWORK_TIMES))
    ),
    # A dwelling that is not offered can be moved into on no day.
    *(
        Constraint("case.home.dwelling.offered", day, lambda offered, value: offered is True or value is UNKNOWN)
        for day in ("case.home.dwelling.from", "days_between(case.home.dwelling.from, as_of)")
    ),
)  # fmt: skip
"""What nobody means together, though a case file may say it, or somebody writes both to be clear: told where nothing is left."""


def is_a_member(one: Value, several: Value) -> bool:
    """Return whether a code is in a set, where both are known."""
    return not isinstance(several, Members) or not isinstance(one, str) or one in several.values


def holds_where_in(code: str) -> Callable[[Value, Value], bool]:
    """Return what fits where the second, a set, has a code only beside a first that is true."""
    return lambda first, several: first is True or not isinstance(several, Members) or code not in several.values


MEMBERS = {"case.target_groups.primary": "case.target_groups"}
"""Codes that are in a set: the primary target group is one of the target groups."""
ANSWERED = {
    "case.needs.round_the_clock": ("case.needs.must", "round_the_clock"),
    "case.needs.tied_staff": ("case.needs.must", "tied_staff"),
}
"""Questions that are answered where a set has a code (`visit/rules/facts/of_case.py`)."""


def counted_with(name: str) -> tuple[str, ...]:
    """Return the names that are never more or never less than a number: what they are compared with tells it apart, too."""
    ordered = [one for one in CONSTRAINTS if one.fits is _at_most and name in (one.first, one.second)]
    return tuple(other for one in ordered for other in (one.first, one.second) if other != name)


def levels_of_extreme(name: str) -> str | None:
    """Return the levels of which something is the highest or the lowest; None where it is something else."""
    return name[len("max(") : -len(")")] if name.startswith(("max(", "min(")) else None


def related(names: Collection[str]) -> tuple[Constraint, ...]:
    """Return what follows of the highest and the lowest of levels, and of one of them, for names that are asked about."""
    found: list[Constraint] = []
    for name in sorted(names):
        levels = levels_of_extreme(name)
        if levels is None:
            continue
        is_highest = name.startswith("max(")
        each = [one for one in sorted(names) if one.startswith(f"{levels}.")]
        if is_highest and f"min({levels})" in names:
            found.append(Constraint(name, f"min({levels})", _from_lowest_to_highest))
        fits = _OF_ALL if levels not in OF_SOME else _OF_SOME
        found += [Constraint(name, one, fits[is_highest]) for one in each]
    return tuple(found)


def by_name(constraints: Collection[Constraint]) -> Mapping[str, tuple[Constraint, ...]]:
    """Return constraints under each of the two names that they are about."""
    names = {name for one in constraints for name in (one.first, one.second)}
    return {name: tuple(one for one in constraints if name in (one.first, one.second)) for name in names}


_OF: Mapping[str, tuple[Constraint, ...]] = by_name(CONSTRAINTS)
_OF_SENSELESS: Mapping[str, tuple[Constraint, ...]] = by_name(SENSELESS)


def with_senseless(
    names: Collection[str], further: Mapping[str, Sequence[Constraint]]
) -> Mapping[str, Sequence[Constraint]]:
    """Return what else values of names are together, with what nobody means."""
    found = dict(further)
    for name in _OF_SENSELESS.keys() & names:
        found[name] = (*found.get(name, ()), *_OF_SENSELESS[name])
    return found


def with_bound(names: Collection[str]) -> frozenset[str]:
    """Return names with those that cannot have any value beside them."""
    return frozenset(names).union(*({one.first, one.second} for name in names for one in _OF.get(name, ())))


def goes_together(name: str, chosen: Mapping[str, Value], further: Mapping[str, Sequence[Constraint]]) -> bool:
    """Return whether the value of a name goes together with the others that are chosen.

    Args:
        name: What was chosen last.
        chosen: All that is.
        further: What else values are together, by name (`domains`).
    """
    return all(
        one.first not in chosen or one.second not in chosen or one.fits(chosen[one.first], chosen[one.second])
        for one in (*_OF.get(name, ()), *further.get(name, ()))
    )
