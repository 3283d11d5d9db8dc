"""The conditions that a layer writes, each with its place and as it is bound in the whole guideline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from visit.errors import Location
from visit.reading.fault_words import ValuePath
from visit.rules.guideline.bounds import OWN
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import DecisionTable, Guideline, Preference
from visit.rules.language.conditions import Condition


@dataclass(frozen=True, slots=True, eq=False)
class BoundCondition:
    """A condition of a layer.

    Attributes:
        section: Of the statement.
        id: What the statement is called.
        path: Where the condition stands in the document.
        provisions: Those that a rule is of; none for no bound.
    """

    section: str
    id: str
    path: ValuePath
    condition: Condition
    provisions: frozenset[str] = frozenset()

    @property
    def field(self) -> str:
        """The field of the statement that it stands in."""
        return str(self.path[-1])

    def at(self, leaf: Layer, part: Condition | None = None) -> Location:
        """Return where it stands, or one of its parts."""
        return leaf.locate(self.path) if part is None else leaf.locate_in(self.path, part.node.column)


def bound_conditions(leaf: Layer, guideline: Guideline) -> Iterator[BoundCondition]:
    """Yield every condition that a layer writes and that binds on the guideline's date, those of tables row by row."""
    said: dict[tuple[str, str], object] = {}
    for section in (
        "approvals",
        "notices",
        "follow_up",
        "deadlines",
        "proposals",
        "rights",
        "preferences",
        "invariants",
        "grants",
    ):
        said |= {(section, one.id): one for one in getattr(guideline, section)}
    said |= {("rules", rule.id): rule for rule in guideline.rules}
    areas = {area: when for area, when, _origin in guideline.areas}
    for section, id, row, path in leaf.statements():
        if not isinstance(row, Mapping):
            continue
        if section == "areas" and id in areas:
            yield BoundCondition(section, id, (*path, "when"), areas[id])
        elif section == "facts" and (table := own_table(guideline, id)) is not None:
            yield from _of_table(id, table, path)
        elif (section, id) in said:
            yield from _of_statement(section, id, row, path, said[section, id])


def own_table(guideline: Guideline, name: str) -> DecisionTable | None:
    """Return a table as the layer writes it, also where a parent's bound stands beside it."""
    return guideline.tables.get(f"{name}.{OWN}", guideline.tables.get(name))


def _of_table(id: str, table: DecisionTable, path: ValuePath) -> Iterator[BoundCondition]:
    for index, (when, _then) in enumerate(table.rows):
        if when is not None:
            yield BoundCondition("facts", id, (*path, "rows", index, "when"), when)


def _of_statement(
    section: str, id: str, row: Mapping[str, object], path: ValuePath, one: object
) -> Iterator[BoundCondition]:
    provisions = getattr(one, "provisions", None) or frozenset()
    for field in ("when", "require", "unless", "never"):
        condition: Condition | None = getattr(one, field, None)
        if field in row and condition is not None:
            yield BoundCondition(section, id, (*path, field), condition, provisions)
    for field in ("higher", "lower"):
        if field in row and isinstance(one, Preference):
            yield BoundCondition(section, id, (*path, field), one.value)
