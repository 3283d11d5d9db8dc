"""An atom, a condition that joins no others: how it is written, what it reads, and of which values it can be gone through.

What of it is the same whatever it is asked together with is found once; `domains` puts the values of several together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from visit.rules.facts.declaration import OptionFact, nothing
from visit.rules.findings.measures import MOST, Measure, measure_of
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
from visit.rules.language.types import TRUTH
from visit.rules.language.values import Value
from visit.vocabulary import vocabulary

PROVISION = "provision.id"
"""Everything that is known of a provision follows from which it is."""
AGE, BORN = "case.age", "case.born"
_SPECIALISATIONS = ("option.specialisation", "reference.specialisation")
"""Levels of their own scale, from general to highly specialised."""
_PARTLY = (
    "case.age", "case.born", "case.turns_18", "case.network.", "case.home.dwelling.", "case.home.stay_ends", "case.worsened",
    "case.improvement", "case.acting_municipality",
)  # fmt: skip
"""Facts of the case that are put together, of which something may be known before they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """What is known of an atom of a guideline.

    Attributes:
        written: How it is written.
        reads: The names that it reads, in order.
        few: Those that have few values, by the name that is chosen for each.
        rich: Those that have many.
        measure: What it computes and holds against a number.
        asks: The fact of which it asks whether it is recorded.
        is_asked: Whether that is either known or not, and never in part.
        is_of_age: Whether it says how old somebody is.
        is_free: Whether it is too rich to be gone through.
    """

    condition: Condition
    written: str
    reads: tuple[str, ...]
    few: Mapping[str, tuple[Value, ...]]
    rich: tuple[str, ...]
    measure: Measure | None
    asks: str | None
    is_asked: bool
    is_of_age: bool
    is_free: bool


def atom_of(guideline: Guideline, condition: Condition, entitlements: Iterable[str]) -> Atom:
    """Return what is known of an atom.

    Args:
        guideline: Whose names it reads.
        condition: The atom.
        entitlements: Names that stand for conditions.
    """
    written = unparse(condition.node)
    values = {
        name: _few(guideline, name)
        for name in sorted(condition.reads - guideline.parameters.keys() - guideline.tables.keys() - {*entitlements})
    }
    few = {chosen_name(name): found for name, found in values.items() if found is not None}
    rich = tuple(name for name, found in values.items() if found is None)
    mixes = _mixes(guideline, condition)
    asks = _asks(guideline, condition.node)
    is_free = "known(" in written or (bool(rich) and not _compares(condition.node)) or len(rich) > 1 or mixes
    return Atom(
        condition, written, tuple(sorted(condition.reads)), few, rich,
        None if mixes else measure_of(guideline, condition), asks, asks is not None and _is_whole(guideline, asks),
        _is_of_age(condition), is_free,
    )  # fmt: skip


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


def _is_of_age(atom: Condition) -> bool:
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


def _asks(guideline: Guideline, node: Node) -> str | None:
    match node:
        case Call(function="known", arguments=(Name(name=name),)) if name in guideline.facts:
            return name
        case _:
            return None


def _is_whole(guideline: Guideline, name: str) -> bool:
    """Return whether a fact is either known or not, and never in part."""
    fact = guideline.facts[name]
    is_stated = isinstance(fact, OptionFact) and fact.of_case is nothing
    return is_stated or (fact.side == "case" and fact.type.kind != "levels" and not name.startswith(_PARTLY))


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
    levels = tuple(level for level in range(5) if may_be(guideline, name, level))
    return levels if type.kind == "number" and type.unit == "level" else None


def may_be(guideline: Guideline, name: str, value: Value) -> bool:
    """Return whether a fact may have a value: one that the guideline declares has bounds."""
    most = next((most for begun, most in MOST if name.startswith(begun)), None)
    if most is not None and isinstance(value, int | Decimal) and value > most:
        return False
    if name == "as_of":
        return isinstance(value, date) and guideline.is_in_force(value)
    own = guideline.facts.own.get(name)
    if own is None and isinstance(value, int | Decimal) and value < 0:
        return name not in guideline.facts  # nothing that visit knows of a case or an option is below none
    return own is None or not any(own.shape.faults(value.isoformat() if isinstance(value, date) else value))


def _compares(node: Node) -> bool:
    """Return whether an atom only compares: nothing is counted or computed."""
    match node:
        case Comparison(left=left, right=right):
            return _compares(left) and _compares(right)
        case Call(function="any", arguments=(Comparison() as inner,)):
            return _compares(inner)
        case Call(function="tried"):
            return True
        case Listing(items=items):
            return all(map(_compares, items))
        case Name() | Literal():
            return True
        case KeySelection() | Arithmetic() | Call() | Logic() | Not():
            return False
