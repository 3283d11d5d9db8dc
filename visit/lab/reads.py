"""Which statement of a guideline reads which number or table, and how far a change of these reaches into what is read of a case."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from visit.lab.pieces import PRINTED, UNDECIDING, Lattice, PieceSet
from visit.rules.guideline.edits import OF_FIELD, EditKind, StatementKey
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition

CASE_SECTIONS = ("areas", "proposals")
"""The sections that say more of a case than is recorded."""
_NAME = re.compile(r"[^\W\d][\w.]*")
NUMBERS_AND_TABLES = ("parameters", "facts")
PERIOD_FIELDS = ("after", "then_every", "ends_after", "within", "before", "lasts")
"""The fields in which a statement names a number that is a period of it."""


class Revisions:
    """How far the pieces of a difference reach into the side of a case."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self._changed: dict[PieceSet, frozenset[str] | None] = {}

    def changed_alone(self, some: PieceSet) -> frozenset[str] | None:
        """Return the numbers and tables that may be others with some pieces in effect; None where more may be another."""
        if some not in self._changed:
            self._changed[some] = self._found(some)
        return self._changed[some]

    def _found(self, some: PieceSet) -> frozenset[str] | None:
        edits = [edit for one in some for edit in one.edits]
        guidelines = self.lattice.guideline(some), self.lattice.guideline(frozenset())
        named = [edit.key for edit in edits if edit.section in NUMBERS_AND_TABLES]
        changed = frozenset().union(*(reading(named, guideline) for guideline in guidelines))
        if not {edit.section for edit in edits} <= {*NUMBERS_AND_TABLES, *PRINTED, "rules", "rights", "preferences"}:
            return None
        edited = {edit.statement for edit in edits}
        for guideline in guidelines:
            shaping = {("rules", rule.id) for rule in guideline.rules if rule.entitles}
            for key, conditions in statement_conditions(guideline):
                shapes = key[0] in CASE_SECTIONS or key in shaping
                if shapes and (key in edited or read_by(conditions) & changed):
                    return None
        return changed


def statement_reads(guideline: Guideline) -> Iterator[tuple[StatementKey, frozenset[str]]]:
    """Yield every statement with the names that it reads, also where a number stands for a period, an amount or a limit."""
    for key, conditions in statement_conditions(guideline):
        yield key, read_by(conditions)
    for section, rows in guideline.record["sections"].items():
        for id, row in rows.items() if section not in (*NUMBERS_AND_TABLES, *UNDECIDING) else ():
            yield (
                (section, id),
                frozenset(_NAME.findall(json.dumps(what_decides(row), ensure_ascii=False, default=str))),
            )


def what_decides(row: object) -> object:
    """Return what a statement says beside its texts, sources and days."""
    if not isinstance(row, Mapping):
        return row
    beside = (EditKind.TEXT, EditKind.SOURCE, EditKind.DATES)
    return {field: value for field, value in row.items() if OF_FIELD.get(field) not in beside}


def statement_conditions(guideline: Guideline) -> Iterator[tuple[StatementKey, tuple[Condition, ...]]]:
    """Yield every statement with its conditions."""
    for rule in guideline.rules:
        yield ("rules", rule.id), rule.conditions
    for section, preferences in (("rights", guideline.rights), ("preferences", guideline.preferences)):
        for one in preferences:
            yield (section, one.id), (one.value,) if one.when is None else (one.value, one.when)
    for section in PRINTED:
        for statement in getattr(guideline, section):
            yield (section, statement.id), (statement.when,)
    for area, when, _origin in guideline.areas:
        yield ("areas", area), (when,)
    for proposal in guideline.proposals:
        yield ("proposals", proposal.id), (proposal.when,)


def periods_named(guideline: Guideline) -> Iterator[tuple[StatementKey, frozenset[str]]]:
    """Yield what follows from a placement with the numbers that are its periods, where it has such."""
    for section in PRINTED:
        for id, row in guideline.record["sections"].get(section, {}).items():
            assert isinstance(row, Mapping)
            names = {row[field] for field in PERIOD_FIELDS if row.get(field) in guideline.parameters}
            if names:
                yield (section, id), frozenset(names)


def with_another_period(named: frozenset[str], section: str, guideline: Guideline) -> frozenset[str]:
    """Return which statements of a section get another period where some numbers are others, and nothing else of it changes.

    Args:
        named: The numbers.
        section: One of `PRINTED`.
        guideline: Where both are written.

    Returns:
        The ids of the statements; none where a number is read by a table, by what decides a placement, or by a condition of the
        section, so that what follows may begin or end.
    """
    found = frozenset(key[1] for key, periods in periods_named(guideline) if key[0] == section and periods & named)
    if not found or reading(named, guideline) != named:
        return frozenset()
    conditions = {key for key, every in statement_conditions(guideline) if read_by(every) & named}
    others = {key for key, reads in statement_reads(guideline) if reads & named and key[0] not in PRINTED}
    return frozenset() if others or any(of == section for of, _id in conditions) else found


def read_by(conditions: Iterable[Condition]) -> frozenset[str]:
    """Return the names that some conditions read."""
    return frozenset().union(*(one.reads for one in conditions))


def reading(named: Iterable[str], guideline: Guideline) -> frozenset[str]:
    """Return names with the tables that read them, through others."""
    found = set(named)
    for name, table in guideline.tables.items():  # each after those that it reads
        if table.reads & found:
            found.add(name)
    return frozenset(found)


def told_apart(value: object) -> tuple[type, object]:
    """Return a value of a fact so that it equals another of its kind alone: a truth is no number."""
    return type(value), value
