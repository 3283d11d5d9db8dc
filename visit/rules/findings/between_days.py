"""Statements that follow each other in time, and days between them on which neither holds, or both do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import permutations

from visit.errors import GuidelineError
from visit.locale import formats
from visit.locale import text as _
from visit.rules.findings.statements import BoundStatement, bound_statements
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Literal, Name, Node, inside, unparse, with_inside

_SAME = ("provision", "of", "by", "kind", "fact", "counted_from", "waits_for")
"""Fields that are alike in a statement and the one that follows it."""


def between_days(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that begin days after one of the same shape has ended, or before it does."""
    dated = [one for one in bound_statements(leaf) if "from" in one.row or "until" in one.row]
    for earlier, later in permutations(dated, 2):
        if earlier.section != later.section or "until" not in earlier.row or "from" not in later.row:
            continue
        ends, begins = _day(earlier.row["until"]), _day(later.row["from"])
        if _day(earlier.row.get("from", date.min)) >= begins or not _is_alike(earlier, later, every[-1]):
            continue
        first, last = ends + timedelta(days=1), begins - timedelta(days=1)
        if first <= last and not _is_covered(dated, earlier, first, last, every[-1]):
            message = _("between {id} and {other} nothing is said from {first} to {last}", id=earlier.id, other=later.id,
                        first=formats.day(first), last=formats.day(last))  # fmt: skip
            help = _("let one begin on the day after the other ends")
            yield GuidelineError(message, at=leaf.locate((*later.path, "from")), help=help, code="gap")
        elif begins <= ends:
            message = _("{id} and {other} both hold from {first} to {last}", id=earlier.id, other=later.id,
                        first=formats.day(begins), last=formats.day(min(ends, _day(later.row.get("until", ends)))))  # fmt: skip
            help = _("let one begin on the day after the other ends")
            yield GuidelineError(message, at=leaf.locate((*later.path, "from")), help=help, code="double")


def _day(written: object) -> date:
    return written if isinstance(written, date) else date.fromisoformat(str(written))


def _is_alike(one: BoundStatement, other: BoundStatement, guideline: Guideline) -> bool:
    """Return whether two statements ask the same of the same, but for their numbers."""
    conditions = {place.path[-1]: _shape(place.node, guideline) for place in one.conditions}
    others = {place.path[-1]: _shape(place.node, guideline) for place in other.conditions}
    if not conditions or conditions != others:
        return False
    return all(one.row.get(field) == other.row.get(field) for field in _SAME)


def _shape(node: Node, guideline: Guideline) -> str:
    return unparse(_without_numbers(node, guideline.parameters))


def _without_numbers(node: Node, parameters: Mapping[str, object]) -> Node:
    """Return a condition in which every number stands for any."""
    if isinstance(node, Name) and node.name in parameters:
        return Literal(0, node.column)
    if isinstance(node, Literal) and not isinstance(node.value, bool | str | date):
        return Literal(0, node.column, node.unit)
    return with_inside(node, [_without_numbers(part, parameters) for part in inside(node)])


def _is_covered(
    dated: Sequence[BoundStatement], earlier: BoundStatement, first: date, last: date, guideline: Guideline
) -> bool:
    """Return whether a third statement of the same shape holds on one of some days."""
    return any(
        other is not earlier
        and other.section == earlier.section
        and _day(other.row.get("from", date.min)) <= last
        and _day(other.row.get("until", date.max)) >= first
        and _is_alike(earlier, other, guideline)
        for other in dated
    )
