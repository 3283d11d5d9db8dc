"""The statements of a layer as a reader has them: what each says in words, and the conditions that are written beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import WrittenCondition, written_conditions
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import (
    Arithmetic,
    Call,
    Comparison,
    KeySelection,
    Listing,
    Logic,
    Name,
    Node,
    Not,
)

_LONG = 6
"""So many letters has a title that is told from what a source says."""


@dataclass(frozen=True, slots=True)
class SaidText:
    """A text of a statement, in one language, or its source, which counts as Danish."""

    path: ValuePath
    language: str
    text: str

    @property
    def is_source(self) -> bool:
        """Whether it says where the statement stands."""
        return self.path[-1] == "source"


@dataclass(frozen=True, slots=True, eq=False)
class BoundStatement:
    """One statement of a layer: its row, its texts before its source, and its conditions as they are written."""

    section: str
    id: str
    row: Mapping[str, object]
    path: ValuePath
    texts: tuple[SaidText, ...]
    conditions: tuple[WrittenCondition, ...]

    @property
    def worded(self) -> tuple[SaidText, ...]:
        """Its texts without the source."""
        return tuple(one for one in self.texts if not one.is_source)

    def names(self) -> frozenset[str]:
        """Return every name that its conditions have, codes too."""
        return frozenset(name for one in self.conditions for name in names_written(one.node))


@lru_cache(maxsize=2)
def bound_statements(leaf: Layer) -> tuple[BoundStatement, ...]:
    """Return the statements of a layer that are more than a value."""
    conditions: dict[ValuePath, list[WrittenCondition]] = {}
    for one in written_conditions(leaf):
        conditions.setdefault(one.statement, []).append(one)
    title = _title_of(str(leaf.record.get("source", "")))
    return tuple(
        BoundStatement(section, key, row, path, tuple(_texts(row, path, title)), tuple(conditions.get(path, ())))
        for section, key, row, path in leaf.statements()
        if isinstance(row, Mapping)
    )


def _title_of(source: str) -> str:
    """Return what a document is called: what stands before the first comma or bracket."""
    return re.split(r"[,(:;]", source)[0].strip()


def _texts(row: Mapping[str, object], path: ValuePath, title: str) -> Iterator[SaidText]:
    """Yield the texts of a row; of its source what stands behind the title, which says nothing of one statement.

    The text of an invariant is left out: it may say what must always be, where the condition says what must never be.
    """
    for field in () if "never" in row else ("reason", "text"):
        both = row.get(field)
        for language in ("da", "en") if isinstance(both, Mapping) else ():
            yield SaidText((*path, field, language), language, str(both[language]))  # type: ignore[index]
    if isinstance(row.get("source"), str):
        source = str(row["source"])
        is_titled = len(title) >= _LONG and source.casefold().startswith(title.casefold())
        yield SaidText((*path, "source"), "da", source[len(title) :] if is_titled else source)


def parts_of(node: Node) -> tuple[Node, ...]:
    """Return what a condition is made of, one step down."""
    match node:
        case Comparison() | Arithmetic():
            return (node.left, node.right)
        case Not(operand=operand):
            return (operand,)
        case Logic(parts=parts):
            return parts
        case Call(arguments=arguments):
            return arguments
        case Listing(items=items):
            return items
        case KeySelection(of=of):
            return (of,)
        case _:
            return ()


def nodes_of(node: Node) -> Iterator[Node]:
    """Yield a condition and everything in it."""
    yield node
    for part in parts_of(node):
        yield from nodes_of(part)


def names_written(node: Node) -> frozenset[str]:
    """Return every name in a condition, codes too."""
    return frozenset(one.name for one in nodes_of(node) if isinstance(one, Name))


def through_tables(names: frozenset[str], guideline: Guideline) -> frozenset[str]:
    """Return names with all that the tables among them read."""
    waiting, found = list(names), set(names)
    while waiting:
        table = guideline.tables.get(waiting.pop())
        if table is not None:
            waiting += table.reads - found
            found |= table.reads
    return frozenset(found)
