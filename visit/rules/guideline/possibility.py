"""Whether a condition can be true: proved over all values of what it reads, or not claimed.

A name is given values from which no condition at hand tells any other value apart: both truths, every code, every level, and of a
number or date those that it is compared with and one on either side. What is too rich for that (two dates set against each other,
how many members a set has, whether something is known) counts as free: it may be true or false whatever the rest is. So too much
is held possible and never too little: what is said here to be impossible is so for every case and option.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise
from random import Random
from typing import TypeAlias

from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import (
    Arithmetic,
    Call,
    Comparison,
    Listing,
    Literal,
    Logic,
    Name,
    Node,
    Not,
    unparse,
)
from visit.rules.language.types import TRUTH, Type
from visit.rules.language.values import UNKNOWN, Members, Scalar, Value
from visit.vocabulary import vocabulary

MOST_TRIED = 20_000
"""So many partly chosen values are looked at before nothing is claimed."""
MOST_CLASSES = 6
"""A set is told apart by at most so many kinds of members, or what is asked of it counts as free."""
_PROVISION = "provision.id"
_WHOLE = (None, "years", "level", "days", "months", "step")

Assigned: TypeAlias = Mapping[str, Value]
"""The values chosen so far: by name, and the truth of what is free by how it is written."""
_Parts: TypeAlias = tuple[Condition, ...]


class _TooMany(Exception):
    """Nothing is proved within the limit."""


def disjunction(conditions: Iterable[Condition]) -> Condition:
    """Return a condition that is true where one of some is."""
    return _joined(tuple(conditions), "or")


def both(conditions: Iterable[Condition]) -> Condition:
    """Return a condition that is true where all of some are."""
    return _joined(tuple(conditions), "and")


def denied(condition: Condition) -> Condition:
    """Return a condition that is true where another is false."""
    return _joined((condition,), "not")


def not_failed(rule: Rule) -> Condition:
    """Return a rule's value as a condition: `unless or not when or require`."""
    spared = () if rule.unless is None else (rule.unless,)
    idle = () if rule.when is None else (denied(rule.when),)
    return disjunction((*spared, *idle, rule.require))


def _joined(parts: _Parts, how: str) -> Condition:
    reads = frozenset().union(*(part.reads for part in parts))
    return Condition(Literal(True, 0), TRUTH, reads, lambda env: True, parts, how)


def can_be(condition: Condition, guideline: Guideline, fixed: Assigned = {}) -> bool:
    """Return whether a condition is true for some values; yes where it cannot be told within the limit.

    Args:
        condition: The condition.
        guideline: Whose names it reads.
        fixed: Values that are chosen already.
    """
    return Possibility(guideline, (condition,)).can_be(condition, fixed)


class Possibility:
    """The values that conditions of a guideline can tell apart, and what these make of the conditions."""

    def __init__(self, guideline: Guideline, conditions: Iterable[Condition]) -> None:
        self.guideline = guideline
        self.domains, self.free = _told_apart(guideline, tuple(_all_atoms(conditions, guideline)))

    def can_be(self, condition: Condition, fixed: Assigned = {}) -> bool:
        """Return whether a condition is true for some values; yes where it cannot be told within the limit."""
        try:
            return next(self.ways(condition, True, fixed), None) is not None
        except _TooMany:
            return True

    def some_ways(self, condition: Condition, wanted: bool, fixed: Assigned, most: int) -> Iterator[Assigned]:
        """Yield at most so many choices of values that settle a condition in a truth; the values left out do not matter."""
        try:
            for count, way in enumerate(self.ways(condition, wanted, fixed)):
                if count == most:
                    return
                yield way
        except _TooMany:
            return

    def ways(self, condition: Condition, wanted: bool, fixed: Assigned) -> Iterator[Assigned]:
        """Yield every choice of values that settles a condition in a truth."""
        open_choices: list[Assigned] = [self._with_provision(fixed)]
        tried = 0
        while open_choices:
            chosen = open_choices.pop()
            tried += 1
            if tried > MOST_TRIED:
                raise _TooMany
            asked: list[str] = []
            truth = self._truth(condition, chosen, asked)
            if truth is wanted:
                yield chosen
            elif truth is None:
                name = asked[0]
                values = (True, False) if name in self.free else self.domains[name]
                open_choices.extend(self._with_provision({**chosen, name: value}) for value in reversed(values))

    def completed(self, chosen: Assigned, random: Random) -> Assigned:
        """Return a choice in which everything that is left out is drawn."""
        drawn = {name: random.choice(values) for name, values in sorted(self.domains.items())}
        free = {written: random.choice((True, False)) for written in sorted(self.free)}
        return self._with_provision({**free, **drawn, **chosen})

    def holds(self, condition: Condition, chosen: Assigned) -> bool:
        """Return whether a condition is true of a complete choice."""
        return self._truth(condition, chosen, []) is True

    def value(self, name: str, chosen: Assigned) -> Value:
        """Return the value of a name in a complete choice; unknown where that has none."""
        value = self._value(name, chosen, [])
        return UNKNOWN if value is None else value

    def _with_provision(self, chosen: Assigned) -> Assigned:
        """Add what follows from a provision that is chosen."""
        if _PROVISION not in chosen:
            return chosen
        provision = vocabulary().provisions[str(chosen[_PROVISION])]
        names = [name for name in self.guideline.facts.by_name if name.startswith("provision.") and name != _PROVISION]
        follows: dict[str, Value] = {name: getattr(provision, name.removeprefix("provision.")) for name in names}
        return {**chosen, **follows, "option.provision": provision.id}

    def _truth(self, condition: Condition, chosen: Assigned, asked: list[str]) -> bool | None:
        """Return the truth for what is chosen; None where it is open, and the first name to choose is noted."""
        if condition.joined == "not":
            inner = self._truth(condition.parts[0], chosen, asked)
            return None if inner is None else not inner
        if condition.joined:
            ends = condition.joined == "or"
            truths = [self._truth(part, chosen, asked) for part in condition.parts]
            return ends if ends in truths else None if None in truths else not ends
        return self._atom(condition, chosen, asked)

    def _atom(self, atom: Condition, chosen: Assigned, asked: list[str]) -> bool | None:
        written = unparse(atom.node)
        if written in self.free:
            if written not in chosen:
                asked.append(written)
                return None
            return chosen[written] is True
        values = {name: self._value(name, chosen, asked) for name in sorted(atom.reads)}
        known = {name: value for name, value in values.items() if value is not None}
        return None if len(known) < len(values) else atom.holds(known) is True

    def _value(self, name: str, chosen: Assigned, asked: list[str]) -> Value | None:
        if name in self.guideline.parameters:
            return self.guideline.parameters[name].value
        if name not in self.guideline.tables:
            if name not in chosen:
                asked.append(_variable(name))
            return chosen.get(name)
        for when, then in self.guideline.tables[name].rows:
            truth = True if when is None else self._truth(when, chosen, asked)
            if truth is None:
                return None
            if truth:
                values = {read: self._value(read, chosen, asked) for read in sorted(then.reads)}
                known = {read: value for read, value in values.items() if value is not None}
                return None if len(known) < len(values) else then.run(known)
        return None


def _variable(name: str) -> str:
    """Return the name that is chosen for another: what is known of a provision follows from which it is."""
    return _PROVISION if name.startswith("provision.") or name == "option.provision" else name


# --- which values are told apart ---


def atoms_of(condition: Condition) -> Iterator[Condition]:
    """Yield the conditions that are joined in a condition and join none themselves."""
    if not condition.joined:
        yield condition
    for part in condition.parts:
        yield from atoms_of(part)


def _all_atoms(conditions: Iterable[Condition], guideline: Guideline) -> Iterator[Condition]:
    """Yield the atoms of conditions, and of every table that they rest on; what a table gives is one of them."""
    waiting = [atom for condition in conditions for atom in atoms_of(condition)]
    tables: set[str] = set()
    while waiting:
        atom = waiting.pop()
        yield atom
        for name in sorted(atom.reads & guideline.tables.keys() - tables):
            tables.add(name)
            for when, then in guideline.tables[name].rows:
                waiting += (*(atoms_of(when) if when is not None else ()), *atoms_of(then))


def _told_apart(
    guideline: Guideline, atoms: tuple[Condition, ...]
) -> tuple[dict[str, tuple[Value, ...]], frozenset[str]]:
    """Return for every name the values to choose from, and how the atoms are written that are free."""
    domains: dict[str, tuple[Value, ...]] = {}
    alone: dict[str, list[Condition]] = {}
    free: set[str] = set()
    for atom in atoms:
        rich: list[str] = []
        written = unparse(atom.node)
        for name in atom.reads - guideline.parameters.keys() - guideline.tables.keys():
            values = _few(guideline, name)
            if values is None:
                rich.append(name)
            else:
                domains[_variable(name)] = values
        if "known(" in written or (rich and not _compares(atom.node)) or len(rich) > 1:
            free.add(written)
        elif rich:
            alone.setdefault(rich[0], []).append(atom)
    for name, asked in alone.items():
        found = _cut(guideline, name, asked)
        if found is None:
            free |= {unparse(atom.node) for atom in asked}
        else:
            domains[name] = found
    return domains, frozenset(free)


def _few(guideline: Guideline, name: str) -> tuple[Value, ...] | None:
    """Return all values of a name that has few, else None."""
    if _variable(name) == _PROVISION:
        return tuple(vocabulary().provisions)
    type = guideline.types.get(name, TRUTH)
    if type.kind == "truth":
        return (True, False)
    if type.kind == "code":
        return tuple(guideline.lists[type.codes or ""].terms)
    return tuple(range(5)) if type.kind == "number" and type.unit == "level" else None


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
        case Arithmetic() | Call() | Logic() | Not():
            return False


def _cut(guideline: Guideline, name: str, atoms: list[Condition]) -> tuple[Value, ...] | None:
    """Return values of a name that has many, one of each kind that the atoms tell apart; None where that is too many."""
    type = guideline.types[name]
    if type.kind == "codes" and all(atom.reads == {name} for atom in atoms):
        return _sets(tuple(guideline.lists[type.codes or ""].terms), atoms)
    if type.kind not in _AROUND or any(_gives_no_constant(guideline, read) for atom in atoms for read in atom.reads):
        return None
    met = {value for atom in atoms for value in _constants(guideline, atom)}
    return _AROUND[type.kind](met, type)


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
