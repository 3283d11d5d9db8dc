"""Which values of a name conditions tell apart: its domain, from which `possibility` chooses.

No condition at hand tells any other value from one of these: both truths, every code, every level, and of a number or date those
that it is compared with and one on either side; and where it is asked whether something is recorded, that it is not. What is too
rich for that is free: two dates set against each other, a set of many kinds of members.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import ceil

from visit.rules.findings.atoms import BORN, Atom, may_be
from visit.rules.findings.code_sets import code_values
from visit.rules.findings.constraints import Constraint, by_name, counted_with, levels_of_extreme, related
from visit.rules.findings.measures import HIGHEST_LEVEL, NOTHING, Measure
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Comparison, Listing, Literal, Node
from visit.rules.language.types import Type
from visit.rules.language.values import UNKNOWN, Scalar, Value

_OLDEST = 120
_WHOLE = (None, "years", "level", "days", "weeks", "months", "step")


@dataclass(frozen=True, slots=True, eq=False)
class Domains:
    """What can be chosen.

    Attributes:
        values: For every name the values to choose from.
        free: How the atoms are written that are free.
        is_cut: Whether some of these are free only because a set has more kinds of members than are told apart.
        related: What some of these values are together, by name.
    """

    values: dict[str, tuple[Value, ...]]
    free: frozenset[str]
    is_cut: bool
    related: Mapping[str, tuple[Constraint, ...]]


def domains_of(guideline: Guideline, atoms: Iterable[Atom], *, recorded: bool, on: date | None) -> Domains:
    """Return for every name the values to choose from, and what is free.

    Args:
        guideline: Whose names they are.
        atoms: What is asked.
        recorded: Whether everything is recorded: else what it is asked of may be unknown, too.
        on: The one day that is asked about, on which an age follows from a date of birth; None for any day.
    """
    domains: dict[str, tuple[Value, ...]] = {}
    alone: dict[str, list[Atom]] = {}
    asked_of: list[str] = []
    free: set[str] = set()
    aged: list[Condition] = []
    measured: dict[str, list[Measure]] = {}
    few: dict[str, list[Atom]] = {}
    for atom in atoms:
        asks = atom.asks if atom.is_asked or recorded else None
        if asks is not None:
            asked_of.append(asks)
        is_aged = on is not None and atom.is_of_age
        if atom.measure is not None and not is_aged:
            measured.setdefault(atom.measure.name, []).append(atom.measure)
            continue
        domains.update(atom.few)
        for name in atom.few:
            few.setdefault(name, []).append(atom)
        if is_aged:
            aged.append(atom.condition)
        elif asks is None and atom.is_free:
            free.add(atom.written)
        else:
            for name in atom.rich:
                alone.setdefault(name, []).append(atom)
    is_cut = False
    asked = {name: [one.condition for one in ones] for name, ones in alone.items()}
    sets = {name: ones for name, ones in asked.items() if _is_a_set(guideline, name, ones)}
    of_codes, together = code_values(guideline, few, sets)
    domains |= of_codes
    limits = _limits_of_levels(guideline, measured, asked)
    for name, ones in alone.items():
        if name in of_codes:
            continue
        beside = [one for other in counted_with(name) for one in asked.get(other, ())]
        met = limits.get(name.rpartition(".")[0], frozenset())
        found = None if name in sets else _cut(guideline, name, [*asked[name], *beside], met)
        if found is None:
            free |= {one.written for one in ones}
            is_cut = is_cut or name in sets
        else:
            domains[name] = found
    domains |= {
        name: _measured(ones, limits.get(levels_of_extreme(name) or "", frozenset())) for name, ones in measured.items()
    }
    if on is not None:
        domains |= {"as_of": (on,), BORN: _born(guideline, aged, on)}
    if not recorded:
        domains |= {name: (*domains[name], UNKNOWN) for name in asked_of if name in domains}
    return Domains(domains, frozenset(free), is_cut, by_name((*together, *related(domains))))


def _limits_of_levels(
    guideline: Guideline, measured: Mapping[str, Sequence[Measure]], asked: Mapping[str, Sequence[Condition]]
) -> Mapping[str, frozenset[Scalar]]:
    """Return for levels what their highest, their lowest and each of them are held against: all of these are told apart by it."""
    found: dict[str, set[Scalar]] = {}
    for name, ones in measured.items():
        if (levels := levels_of_extreme(name)) is not None:
            every = range(HIGHEST_LEVEL) if ones[0].type.unit == "level" else ()
            found.setdefault(levels, set()).update(every, (one.limit for one in ones))
    for name, atoms in asked.items():
        if (levels := name.rpartition(".")[0]) in found:
            found[levels].update(value for atom in atoms for value in _constants(guideline, atom))
    return {levels: frozenset(values) for levels, values in found.items()}


def _measured(ones: Sequence[Measure], further: Collection[Scalar]) -> tuple[Value, ...]:
    """Return the numbers that are told apart of what is computed, also those below none where it may be so."""
    least, most = ones[0].least, ones[0].most
    values = _numbers(
        {*further, *(one.limit for one in ones)}, replace(ones[0].type, unit=None) if least is None else ones[0].type
    )
    numbers = (one for one in values if isinstance(one, int | Decimal))
    may_be = (one for one in numbers if (least is None or one >= least) and (most is None or one <= most))
    return (*may_be, *((NOTHING,) if any(one.of_nothing is not None for one in ones) else ()))


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


def _cut(
    guideline: Guideline, name: str, atoms: list[Condition], further: Collection[Scalar]
) -> tuple[Value, ...] | None:
    """Return values of a name that has many, one of each kind that the atoms tell apart; None where that is too many."""
    type = guideline.types[name]
    if type.kind not in _AROUND or any(_gives_no_constant(guideline, read) for atom in atoms for read in atom.reads):
        return None
    met = {value for atom in atoms for value in _constants(guideline, atom)} | {*further, *_bounds(guideline, name)}
    return tuple(one for one in _AROUND[type.kind](met, type) if may_be(guideline, name, one))


def _is_a_set(guideline: Guideline, name: str, atoms: Iterable[Condition]) -> bool:
    """Return whether a name is a set of codes of which nothing else is asked than what is in it."""
    return guideline.types[name].kind == "codes" and all(atom.reads == {name} for atom in atoms)


def _bounds(guideline: Guideline, name: str) -> set[Scalar]:
    """Return the least and the most that a fact may be, where the guideline declares it and says so; it is asked while in force."""
    if name == "as_of":
        return {date.fromisoformat(day) for day in guideline.in_force if day is not None}
    own = guideline.facts.own.get(name)
    limits = (own.shape.at_least, own.shape.at_most) if own is not None else ()
    return {date.fromisoformat(one) if isinstance(one, str) else one for one in limits if one is not None}


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
