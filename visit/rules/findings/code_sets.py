"""Which codes and sets of codes conditions tell apart: one code of each kind, and every set of kinds.

A code that is in a set (the primary target group) is told apart with the set, so that the two can be chosen together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from visit.rules.findings.atoms import PROVISION, Atom
from visit.rules.findings.constraints import ANSWERED, MEMBERS, Constraint, holds_where_in, is_a_member
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.values import Members, Value

MOST_CLASSES = 6
"""A set is told apart by at most so many kinds of members, or what is asked of it counts as free."""
_GROUPS = "offer.groups"
_MANY_CODES = 12
"""Of a name that has more codes one of each kind is enough; of one with fewer each is said by itself."""


def code_values(
    guideline: Guideline, codes: Mapping[str, Sequence[Atom]], sets: Mapping[str, Sequence[Condition]]
) -> tuple[dict[str, tuple[Value, ...]], list[Constraint]]:
    """Return the values to choose from of codes and sets of codes, and what they are together.

    Args:
        guideline: Whose names they are.
        codes: The atoms that read each name of few values.
        sets: The atoms that read each set, and nothing else.
    """
    values: dict[str, tuple[Value, ...]] = {}
    together: list[Constraint] = []
    for name, conditions in sets.items():
        every = _codes(guideline, name)
        runs = [_of_member(one) for one in conditions]
        member = next((one for one, several in MEMBERS.items() if several == name and _alone(codes, one)), None)
        answered = {
            one: code for one, (several, code) in ANSWERED.items() if several == name and one in codes and code in every
        }
        beside = [] if member is None else [_of_code(member, atom) for atom in codes[member]]
        beside += [_is_code(code) for code in answered.values()]
        kinds = _kinds(every, (*runs, *beside))
        if len(kinds) <= MOST_CLASSES:
            together += [Constraint(one, name, holds_where_in(code)) for one, code in answered.items()]
            if member is not None:
                values[member] = kinds
                together.append(Constraint(member, name, is_a_member))
        else:
            kinds = _kinds(every, runs)
        if len(kinds) <= MOST_CLASSES:
            values[name] = _of_offers(guideline, runs) if name == _GROUPS else _sets(kinds)
    for name in codes:
        if (
            name not in values
            and name in guideline.types
            and guideline.types[name].kind == "code"
            and _alone(codes, name)
        ):
            every = _codes(guideline, name)
            if len(every) > _MANY_CODES:
                values[name] = _kinds(every, [_of_code(name, atom) for atom in codes[name]])
    return values, together


def _of_offers(guideline: Guideline, tells: Sequence[Callable[[str], Value]]) -> tuple[Value, ...]:
    """Return the sets of groups that an offer may be in, one of each kind: each offer stands in the groups that list it."""
    groups: dict[str, set[str]] = {}
    for offer, group in guideline.groups_of_offers:
        groups.setdefault(offer, set()).add(group)
    told = {group: tuple(tell(group) for tell in tells) for of_one in groups.values() for group in of_one}
    kinds = {frozenset(told[group] for group in of_one): frozenset(of_one) for of_one in groups.values()}
    return (Members(frozenset()), *(Members(of_one) for of_one in kinds.values()))


def _codes(guideline: Guideline, name: str) -> tuple[str, ...]:
    return tuple(guideline.lists[guideline.types[name].codes or ""].terms)


def _alone(codes: Mapping[str, Sequence[Atom]], name: str) -> bool:
    """Return whether atoms read a name, and each of them that alone."""
    return name != PROVISION and name in codes and all(atom.reads == (name,) for atom in codes[name])


def _of_member(condition: Condition) -> Callable[[str], Value]:
    return lambda code: condition.run(dict.fromkeys(condition.reads, Members(frozenset((code,)))))


def _is_code(wanted: str) -> Callable[[str], Value]:
    return lambda code: code == wanted


def _of_code(name: str, atom: Atom) -> Callable[[str], Value]:
    return lambda code: atom.condition.run({name: code})


def _kinds(codes: Iterable[str], tells: Sequence[Callable[[str], Value]]) -> tuple[str, ...]:
    """Return the first code of each kind that is told apart."""
    kinds: dict[tuple[Value, ...], str] = {}
    for one in codes:
        kinds.setdefault(tuple(tell(one) for tell in tells), one)
    return tuple(kinds.values())


def _sets(kinds: Sequence[str]) -> tuple[Value, ...]:
    """Return every set of kinds."""
    return tuple(Members(frozenset(some)) for size in range(len(kinds) + 1) for some in combinations(kinds, size))
