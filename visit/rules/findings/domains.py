"""Which values of a name conditions tell apart: its domain, from which `possibility` chooses.

No condition at hand tells any other value from one of these: both truths, every code, every level, and of a number or date those
that it is compared with and one on either side; and where it is asked whether something is recorded, that it is not. What is too
rich for that is free: two dates set against each other, a set of many kinds of members.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise
from math import ceil

from visit.rules.facts.declaration import OptionFact, nothing
from visit.rules.findings.measures import Measure, measure_of
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import (
    Arithmetic,
    Call,
    Comparison,
    KeySelection,
    Listing,
    Literal,
    Logic,
    Name,
    Node,
    Not,
    unparse,
)
from visit.rules.language.periods import UNITS
from visit.rules.language.types import TRUTH, Type
from visit.rules.language.values import UNKNOWN, Members, Scalar, Value
from visit.vocabulary import vocabulary

MOST_CLASSES = 6
"""A set is told apart by at most so many kinds of members, or what is asked of it counts as free."""
PROVISION = "provision.id"
"""Everything that is known of a provision follows from which it is."""
AGE, BORN = "case.age", "case.born"
_OLDEST = 120
_SPECIALISATIONS = ("option.specialisation", "reference.specialisation")
"""Levels of their own scale, from general to highly specialised."""
_MOST = (("case.age", 150), ("case.needs.hours_per_week.", 336), ("case.needs.days_per_week.", 7))
"""The most that a case file can lead to: years of age, hours of a week, days of a week."""
_WHOLE = (None, "years", "level", "days", "weeks", "months", "step")
_PARTLY = (
    "case.age", "case.born", "case.turns_18", "case.network.", "case.home.dwelling.", "case.home.stay_ends", "case.worsened",
    "case.improvement",
)  # fmt: skip
"""Facts of the case that are put together, of which something may be known before they are."""


def chosen_name(name: str) -> str:
    """Return the name that is chosen for another: what is known of a provision follows from which it is."""
    return PROVISION if name.startswith("provision.") or name == "option.provision" else name


def atoms_of(condition: Condition) -> Iterator[Condition]:
    """Yield the conditions that are joined in a condition and join none themselves."""
    if not condition.joined:
        yield condition
    for part in condition.parts:
        yield from atoms_of(part)


def all_atoms(
    conditions: Iterable[Condition], guideline: Guideline, entitlements: Mapping[str, Condition]
) -> Iterator[Condition]:
    """Yield the atoms of conditions, and of every table and entitlement that they rest on; what a table gives is one of them."""
    waiting = [atom for condition in conditions for atom in atoms_of(condition)]
    seen: set[str] = set()
    while waiting:
        atom = waiting.pop()
        yield atom
        for name in sorted(atom.reads - seen):
            seen.add(name)
            if name in guideline.tables:
                for when, then in guideline.tables[name].rows:
                    waiting += (*(atoms_of(when) if when is not None else ()), *atoms_of(then))
            elif name in entitlements:
                waiting += atoms_of(entitlements[name])


def domains_of(
    guideline: Guideline,
    atoms: tuple[Condition, ...],
    entitlements: Mapping[str, Condition],
    *,
    recorded: bool,
    on: date | None,
) -> tuple[dict[str, tuple[Value, ...]], frozenset[str]]:
    """Return for every name the values to choose from, and how the atoms are written that are free.

    Args:
        guideline: Whose names they are.
        atoms: What is asked.
        entitlements: What stands behind names: each has no values of its own.
        recorded: Whether everything is recorded: else what it is asked of may be unknown, too.
        on: The one day that is asked about, on which an age follows from a date of birth; None for any day.
    """
    domains: dict[str, tuple[Value, ...]] = {}
    alone: dict[str, list[Condition]] = {}
    asked_of: dict[str, list[Condition]] = {}
    free: set[str] = set()
    aged: list[Condition] = []
    measured: dict[str, list[Measure]] = {}
    for atom in atoms:
        if (asked := _known_of(guideline, atom, recorded=recorded)) is not None:
            asked_of.setdefault(asked, []).append(atom)
        rich: list[str] = []
        written = unparse(atom.node)
        is_aged = on is not None and is_of_age(atom)
        measure = None if is_aged or _mixes(guideline, atom) else measure_of(guideline, atom)
        if measure is not None:
            measured.setdefault(measure.name, []).append(measure)
            continue
        for name in atom.reads - guideline.parameters.keys() - guideline.tables.keys() - entitlements.keys():
            values = _few(guideline, name)
            if values is None:
                rich.append(name)
            else:
                domains[chosen_name(name)] = values
        if is_aged:
            aged.append(atom)
        elif asked is not None:
            for name in rich:
                alone.setdefault(name, []).append(atom)
        elif "known(" in written or (rich and not _compares(atom.node)) or len(rich) > 1 or _mixes(guideline, atom):
            free.add(written)
        elif rich:
            alone.setdefault(rich[0], []).append(atom)
    for name, ones in alone.items():
        found = _cut(guideline, name, ones)
        if found is None:
            free |= {unparse(atom.node) for atom in ones}
        else:
            domains[name] = found
    for name, found_of in measured.items():
        limits, most = {one.limit for one in found_of}, found_of[0].most
        values = _numbers({*limits}, found_of[0].type)
        domains[name] = tuple(one for one in values if most is None or one <= most)  # type: ignore[operator]
    if on is not None:
        domains |= {"as_of": (on,), BORN: _born(guideline, aged, on)}
    if not recorded:
        domains |= {name: (*domains[name], UNKNOWN) for name in asked_of if name in domains}
    return domains, frozenset(free)


def is_of_age(atom: Condition) -> bool:
    """Return whether an atom says how old somebody is, by the age, the date of birth or the time since it."""
    return atom.reads & {AGE, BORN} != frozenset() and _measures_age(atom.node)


def _measures_age(node: Node) -> bool:
    match node:
        case Comparison(left=left, right=right):
            return _measures_age(left) and _measures_age(right)
        case Call(function="years_between" | "months_between", arguments=(Name(name="case.born"), Name(name="as_of"))):
            return True
        case Arithmetic(operator="*", left=Name(), right=Literal(value=12)) | Literal() | Name():
            return True
        case _:
            return False


def _born(guideline: Guideline, atoms: Iterable[Condition], on: date) -> tuple[Value, ...]:
    """Return dates of birth, one of each kind that the atoms tell apart on a day: around each age, each birthday and each date."""
    met = {value for atom in atoms for value in _constants(guideline, atom)}
    numbers = [one for one in met if isinstance(one, int | Decimal) and not isinstance(one, bool)]
    months = {0, *(ceil(number * each) for number in numbers for each in (1, 12) if 0 < number * each <= _OLDEST * 12)}
    turns = {*(one for one in met if isinstance(one, date)), *(_months_before(on, count) for count in months)}
    return tuple(sorted({day + timedelta(days=step) for day in turns for step in range(-1, 3) if day.year > 1800}))


def _months_before(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(year, month + 1, min(day.day, 28))


def _known_of(guideline: Guideline, atom: Condition, *, recorded: bool) -> str | None:
    """Return the fact of which an atom asks whether it is recorded: one that is either known or not, and never in part."""
    match atom.node:
        case Call(function="known", arguments=(Name(name=name),)) if name in guideline.facts:
            fact = guideline.facts[name]
            is_stated = isinstance(fact, OptionFact) and fact.of_case is nothing
            of_case = fact.side == "case" and fact.type.kind != "levels" and not name.startswith(_PARTLY)
            return name if recorded or is_stated or of_case else None
        case _:
            return None


def _mixes(guideline: Guideline, atom: Condition) -> bool:
    """Return whether an atom holds two units of time against each other: what is met in one is not met in the other."""
    units = {guideline.types[name].unit for name in atom.reads if name in guideline.types}
    return len((units | {*_units(atom.node)}) & {*UNITS}) > 1


def _units(node: Node) -> Iterator[str]:
    match node:
        case Literal(unit=str() as unit):
            yield unit
        case Comparison(left=left, right=right):
            yield from (*_units(left), *_units(right))
        case Listing(items=items) | Call(arguments=items):
            for item in items:
                yield from _units(item)
        case _:
            return


def _few(guideline: Guideline, name: str) -> tuple[Value, ...] | None:
    """Return all values of a name that has few, else None."""
    if chosen_name(name) == PROVISION:
        return tuple(vocabulary().provisions)
    type = guideline.types.get(name, TRUTH)
    if type.kind == "truth":
        return (True, False)
    if type.kind == "code":
        return tuple(guideline.lists[type.codes or ""].terms)
    if name in _SPECIALISATIONS:
        return (1, 2, 3)
    levels = tuple(level for level in range(5) if _may_be(guideline, name, level))
    return levels if type.kind == "number" and type.unit == "level" else None


def _compares(node: Node) -> bool:
    """Return whether an atom only compares: nothing is counted or computed."""
    match node:
        case Comparison(left=left, right=right):
            return _compares(left) and _compares(right)
        case Call(function="any", arguments=(Comparison() as inner,)):
            return _compares(inner)
        case Listing(items=items):
            return all(map(_compares, items))
        case Name() | Literal():
            return True
        case KeySelection() | Arithmetic() | Call() | Logic() | Not():
            return False


def _cut(guideline: Guideline, name: str, atoms: list[Condition]) -> tuple[Value, ...] | None:
    """Return values of a name that has many, one of each kind that the atoms tell apart; None where that is too many."""
    type = guideline.types[name]
    if type.kind == "codes" and all(atom.reads == {name} for atom in atoms):
        return _sets(tuple(guideline.lists[type.codes or ""].terms), atoms)
    if type.kind not in _AROUND or any(_gives_no_constant(guideline, read) for atom in atoms for read in atom.reads):
        return None
    met = {value for atom in atoms for value in _constants(guideline, atom)} | _bounds(guideline, name)
    return tuple(one for one in _AROUND[type.kind](met, type) if _may_be(guideline, name, one))


def _bounds(guideline: Guideline, name: str) -> set[Scalar]:
    """Return the least and the most that a fact may be, where the guideline declares it and says so; it is asked while in force."""
    if name == "as_of":
        return {date.fromisoformat(day) for day in guideline.in_force if day is not None}
    own = guideline.facts.own.get(name)
    limits = (own.shape.at_least, own.shape.at_most) if own is not None else ()
    return {date.fromisoformat(one) if isinstance(one, str) else one for one in limits if one is not None}


def _may_be(guideline: Guideline, name: str, value: Value) -> bool:
    """Return whether a fact may have a value: one that the guideline declares has bounds."""
    most = next((most for begun, most in _MOST if name.startswith(begun)), None)
    if most is not None and isinstance(value, int | Decimal) and value > most:
        return False
    if name == "as_of":
        return isinstance(value, date) and guideline.is_in_force(value)
    own = guideline.facts.own.get(name)
    return own is None or not any(own.shape.faults(value.isoformat() if isinstance(value, date) else value))


def _gives_no_constant(guideline: Guideline, name: str) -> bool:
    """Return whether a name is a table whose rows give more than constants."""
    table = guideline.tables.get(name)
    return table is not None and any(then.reads - guideline.parameters.keys() for _when, then in table.rows)


def _constants(guideline: Guideline, atom: Condition) -> Iterator[Scalar]:
    yield from _literals(atom.node)
    for name in atom.reads:
        if name in guideline.parameters:
            yield guideline.parameters[name].value
        elif name in guideline.tables:
            parameters = {one.name: one.value for one in guideline.parameters.values()}
            for _when, then in guideline.tables[name].rows:
                value = then.run(parameters)
                if isinstance(value, Scalar):
                    yield value


def _literals(node: Node) -> Iterator[Scalar]:
    match node:
        case Literal(value=value):
            yield value
        case Comparison(left=left, right=right):
            yield from (*_literals(left), *_literals(right))
        case Listing(items=items):
            for item in items:
                yield from _literals(item)
        case _:
            return


def _numbers(met: set[Scalar], type: Type) -> tuple[Value, ...]:
    """Return the numbers that are met and one on either side of each; no quantity of a unit is below none."""
    numbers = sorted(one for one in met if isinstance(one, int | Decimal) and not isinstance(one, bool))
    around = [0, *(value for one in numbers for value in (one - 1, one, one + 1))]
    if type.unit not in _WHOLE:
        around += [(low + high) / Decimal(2) for low, high in pairwise(numbers)]
    return tuple(sorted({value for value in around if value >= 0 or type.unit is None}))


def _days(met: set[Scalar], type: Type) -> tuple[Value, ...]:
    days = sorted(one for one in met if isinstance(one, date)) or [date(2000, 1, 1)]
    near = {one + timedelta(days=step) for one in days for step in (-1, 0, 1) if date.min < one < date.max}
    return tuple(sorted(near | set(days)))


def _texts(met: set[Scalar], type: Type) -> tuple[Value, ...]:
    return ("", *sorted(one for one in met if isinstance(one, str)))


_AROUND: Mapping[str, Callable[[set[Scalar], Type], tuple[Value, ...]]] = {
    "number": _numbers,
    "date": _days,
    "text": _texts,
}


def _sets(codes: tuple[str, ...], atoms: list[Condition]) -> tuple[Value, ...] | None:
    """Return every set of members of which the atoms, which each ask whether one of some is in it, tell no two apart."""
    kinds: dict[tuple[Value, ...], str] = {}
    for one in codes:
        kinds.setdefault(tuple(atom.run(dict.fromkeys(atom.reads, Members(frozenset((one,))))) for atom in atoms), one)
    if len(kinds) > MOST_CLASSES:
        return None
    return tuple(
        Members(frozenset(some)) for size in range(len(kinds) + 1) for some in combinations(kinds.values(), size)
    )
