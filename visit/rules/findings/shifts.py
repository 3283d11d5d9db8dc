"""What edits of a guideline do: whether a statement takes hold more often than before, less often, or otherwise.

It is proved over all values of what a statement reads, as `possibility` proves; what is not proved is said to be otherwise.
A statement also shifts where it is as it was, and a number or a table that it reads is another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from visit.rules.findings.joined_conditions import both, denied, not_failed
from visit.rules.findings.possibility import can_be
from visit.rules.guideline.edits import Edit, StatementKey
from visit.rules.guideline.values import DecisionTable, Guideline, Rule
from visit.rules.language.conditions import Condition, Environment
from visit.rules.language.expression import Name, Node, inside, unparse, with_inside
from visit.rules.language.values import Value

_NAMING = ("parameters", "facts")
"""The sections whose statements are read by name."""
_OF_A_NUMBER = ("within", "before", "lasts", "after", "then_every", "ends_after", "usual_hours", "most_hours")
"""The fields in which a period or hours stand, or the parameter that gives them."""


class Direction(StrEnum):
    """How often a statement takes hold, compared with before."""

    SAME = "same"
    MORE = "more"
    LESS = "less"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Shift:
    """How a statement takes hold now: a rule where it fails, anything else where its condition is true.

    Attributes:
        through: The numbers and tables that it reads and that are another now, by name.
        given: The fields of the statement that name one of these numbers: for how long, or how many hours.
    """

    direction: Direction
    through: tuple[str, ...]
    given: tuple[str, ...] = ()


def shifts(before: Guideline, after: Guideline, edits: Iterable[Edit]) -> dict[StatementKey, Shift]:
    """Return how the statements of two guidelines shift, of those that are in both and bind on the day of each."""
    given = tuple(edits)
    touched = {edit.statement for edit in given if not edit.is_wording}
    named = {edit.key for edit in given if edit.section in _NAMING and not edit.is_wording}
    moved = _moved(before, after)
    old, new = dict(_conditions(before)), dict(_conditions(after))
    found: dict[StatementKey, Shift] = {}
    for key in sorted(old.keys() & new.keys()):
        numbers = {field: name for field, name in _given(key, after) if name in moved}
        read = _read(old[key][0], before) | _read(new[key][0], after) | frozenset(numbers.values())
        if key in touched or read & moved:
            direction = _direction(old[key], new[key], before, after, moved)
            found[key] = Shift(direction, tuple(sorted(named & read)), tuple(numbers))
    return found


def _given(key: StatementKey, guideline: Guideline) -> Iterator[tuple[str, str]]:
    """Yield the fields of a statement in which a number stands that may be a parameter's, with what is written in them."""
    row = guideline.record["sections"].get(key[0], {}).get(key[1])
    if isinstance(row, Mapping):
        yield from ((field, str(row[field])) for field in _OF_A_NUMBER if field in row)


def directions_of(
    before: Guideline, after: Guideline, statements: Iterable[StatementKey]
) -> dict[StatementKey, Direction]:
    """Return how often some statements take hold, of those that bind in both guidelines."""
    moved, old, new = _moved(before, after), dict(_conditions(before)), dict(_conditions(after))
    return {
        key: _direction(old[key], new[key], before, after, moved)
        for key in sorted(statements) if key in old and key in new
    }  # fmt: skip


def _moved(before: Guideline, after: Guideline) -> frozenset[str]:
    """Return the names of the first guideline's numbers and tables that give something else in the second, or may do."""
    found = {
        name
        for name, one in before.parameters.items()
        if name in after.parameters and one.value != after.parameters[name].value
    }
    found |= {
        name for name, table in before.tables.items()
        if name not in after.tables or _written(table) != _written(after.tables[name])
    }  # fmt: skip
    return frozenset(found) | {name for name, table in before.tables.items() if _through(table.reads, before) & found}


def _written(table: DecisionTable) -> tuple[tuple[str | None, str], ...]:
    return tuple((None if when is None else unparse(when.node), unparse(then.node)) for when, then in table.rows)


def _conditions(guideline: Guideline) -> Iterator[tuple[StatementKey, tuple[Condition, frozenset[str] | None]]]:
    """Yield for each statement when it takes hold, and the provisions that it is asked of: None is all of them."""
    levels = guideline.record["sections"].get("service_levels", {})
    for rule in guideline.rules:
        if rule.id not in levels:
            yield ("rules", rule.id), (_failed(rule), rule.provisions)
    for one in guideline.approvals:
        yield ("approvals", one.id), (one.when, None)
    for notice in guideline.notices:  # one of a service level is true where the level counts
        yield ("service_levels" if notice.id in levels else "notices", notice.id), (notice.when, None)
    for deadline in guideline.deadlines:
        yield ("deadlines", deadline.id), (deadline.when, None)
    for grant in guideline.grants:
        yield ("grants", grant.id), (grant.when, grant.provisions)
    for row in guideline.follow_up:
        yield ("follow_up", row.id), (row.when, None)
    for area, when, _origin in guideline.areas:
        yield ("areas", area), (when, None)
    for proposal in guideline.proposals:
        yield ("proposals", proposal.id), (proposal.when, None)


def _failed(rule: Rule) -> Condition:
    return denied(not_failed(rule))


def _read(condition: Condition, guideline: Guideline) -> frozenset[str]:
    """Return every name that a condition reads, through tables."""
    return _through(condition.reads, guideline)


def _through(names: frozenset[str], guideline: Guideline) -> frozenset[str]:
    """Return some names with all that the tables among them read."""
    waiting, found = list(names), set(names)
    while waiting:
        table = guideline.tables.get(waiting.pop())
        if table is not None:
            waiting += table.reads - found
            found |= table.reads
    return frozenset(found)


# --- proving ---


def _direction(
    old: tuple[Condition, frozenset[str] | None],
    new: tuple[Condition, frozenset[str] | None],
    before: Guideline,
    after: Guideline,
    moved: frozenset[str],
) -> Direction:
    """Return how a condition is true now, compared with before."""
    (was, of_old), (now, of_new) = old, new
    names = {name: f"{name}.before" for name in moved}
    together = _together(before, after, names)
    was = _renamed(was, names)
    wider = can_be(both((now, denied(was))), together) or not _within(of_new, of_old)
    narrower = can_be(both((was, denied(now))), together) or not _within(of_old, of_new)
    if wider and narrower:
        return Direction.OTHERWISE
    return Direction.MORE if wider else Direction.LESS if narrower else Direction.SAME


def _within(some: frozenset[str] | None, others: frozenset[str] | None) -> bool:
    return others is None or (some is not None and some <= others)


def _together(before: Guideline, after: Guideline, names: Mapping[str, str]) -> Guideline:
    """Return the second guideline with the numbers and tables of the first beside its own, under names of their own."""
    parameters = {names[one.name]: one for one in before.parameters.values() if one.name in names}
    tables = {
        new: _renamed_table(before.tables[name], new, names) for name, new in names.items() if name in before.tables
    }
    kept = {name: table for name, table in before.tables.items() if name not in names}
    own = {name: one for name, one in before.parameters.items() if name not in names}
    return replace(
        after,
        parameters={**own, **after.parameters, **parameters},
        tables={**kept, **after.tables, **tables},
        types={**before.types, **after.types, **{new: before.types[name] for name, new in names.items()}},
        lists={**before.lists, **after.lists},
    )


def _renamed_table(table: DecisionTable, name: str, names: Mapping[str, str]) -> DecisionTable:
    rows = tuple((None if when is None else _renamed(when, names), _renamed(then, names)) for when, then in table.rows)
    return replace(table, name=name, rows=rows, reads=frozenset(names.get(read, read) for read in table.reads))


def _renamed(condition: Condition, names: Mapping[str, str]) -> Condition:
    """Return a condition that reads some names under others."""
    if not names.keys() & condition.reads:
        return condition
    back = {new: name for name, new in names.items()}

    def run(environment: Environment) -> Value:
        return condition.run({back.get(name, name): value for name, value in environment.items() if name not in names})

    return replace(
        condition,
        node=_renamed_node(condition.node, names),
        reads=frozenset(names.get(read, read) for read in condition.reads),
        run=run,
        parts=tuple(_renamed(part, names) for part in condition.parts),
    )


def _renamed_node(node: Node, names: Mapping[str, str]) -> Node:
    if isinstance(node, Name):
        return replace(node, name=names.get(node.name, node.name))
    return with_inside(node, [_renamed_node(part, names) for part in inside(node)])
