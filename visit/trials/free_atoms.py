"""What an atom that is only chosen to be true asks of the documents: what is in a set, or which of two days comes first.

`domains` leaves such an atom free where a name has more values than are told apart. So that a witness shows it, the least that
makes it true is read out of how it is written; whatever is not understood here is left to what follows from the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Listing, Literal, Name, Node, parse_condition
from visit.rules.language.values import Members, Value

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_STEP = {"<": -1, "<=": 0, "==": 0, ">=": 0, ">": 1}


def asked_by_atoms(chosen: Mapping[str, Value], guideline: Guideline, day: date) -> dict[str, Value]:
    """Return values of names that are not chosen themselves, so that the atoms that were chosen to be true are."""
    sets: dict[str, set[str]] = {}
    found: dict[str, Value] = {}
    for written, truth in chosen.items():
        if truth is not True or written in guideline.types:
            continue
        node = parse_condition(written)
        if not isinstance(node, Comparison):
            continue
        for name, operator, other in _sides(node):
            if name in chosen or name not in guideline.types:
                continue
            if guideline.types[name].kind == "codes":
                sets.setdefault(name, set()).update(_members(operator, other))
            elif guideline.types[name].kind == "date" and isinstance(other, Name):
                after = found.get(other.name, day)
                if operator in _STEP and isinstance(after, date):
                    found.setdefault(name, after + timedelta(days=_STEP[operator]))
    return found | {name: Members(frozenset(codes)) for name, codes in sets.items() if codes}


def _sides(node: Comparison) -> Iterator[tuple[str, str, Node]]:
    """Yield a name that can be written, how it is compared, and with what; of two days the one that a document says."""
    if isinstance(node.left, Name) and node.left.name != "as_of":
        yield node.left.name, node.operator, node.right
    elif isinstance(node.right, Name):
        yield node.right.name, _MIRRORED.get(node.operator, node.operator), node.left


def _members(operator: str, other: Node) -> tuple[str, ...]:
    """Return the least that is in a set of which an operator is true."""
    items = other.items if isinstance(other, Listing) else (other,)
    codes = [one.name if isinstance(one, Name) else str(one.value) for one in items if isinstance(one, Name | Literal)]
    if operator == "includes":
        return tuple(codes)
    return tuple(codes[:1]) if operator in ("within", "overlaps") else ()
