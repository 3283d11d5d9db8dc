"""Statements that say again what another one says: a copy changes nothing, and is forgotten when the other one changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import ExpressionError, parse_condition, unparse

_SAYS = {
    "rules": ("gate", "strength", "provision", "when", "require", "unless", "of", "by", "if_unknown"),
    "notices": ("when", "kind", "text"),
    "approvals": ("when", "by", "four_eyes"),
    "follow_up": ("when", "after", "then_every", "ends_after"),
    "proposals": ("fact", "value", "when"),
}
"""What makes two statements of a section the same."""
_CONDITIONS = ("when", "require", "unless")


def copied(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that say what one of a layer below, or an earlier one of their own, says."""
    first: dict[object, tuple[str, Mapping[str, object]]] = {}
    for document in every[-1].documents:
        record: Mapping[str, object] = document
        guideline = str(record["guideline"])
        for section, fields in _SAYS.items():
            rows = record.get(section)
            for index, row in enumerate(rows if isinstance(rows, list | tuple) else ()):
                said = (section, *(_normal(field, row.get(field)) for field in fields), _days(row))
                owner, other = first.setdefault(said, (guideline, row))
                is_kept = owner != guideline and dict(other) == dict(row)
                if guideline == leaf.id and (other["id"] != row["id"] or is_kept):
                    message = _(
                        "{id} says the same as {other} of {owner}", id=row["id"], other=other["id"], owner=owner
                    )
                    yield GuidelineError(message, at=leaf.locate((section, index, "id")), code="copied")


def copied_parameters(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield parameters of a layer that are, word for word, what the layer below has."""
    *below, own = every[-1].documents
    for name, written in _parameters(own).items():
        for document in reversed(below):
            if name in (found := _parameters(document)):
                if found[name] == written and own["guideline"] == leaf.id:
                    message = _(
                        "{id} says the same as {other} of {owner}", id=name, other=name, owner=document["guideline"]
                    )
                    yield GuidelineError(message, at=leaf.locate(("parameters", name)), code="copied")
                break


def _parameters(document: Mapping[str, object]) -> Mapping[str, object]:
    found = document.get("parameters")
    return found if isinstance(found, Mapping) else {}


def _days(row: Mapping[str, object]) -> tuple[str, str]:
    return str(row.get("from", "")), str(row.get("until", ""))


def _normal(field: str, written: object) -> str:
    """Return what is written in a field, a condition without its spaces."""
    if field in _CONDITIONS and isinstance(written, str):
        try:
            return unparse(parse_condition(written))
        except ExpressionError:
            return written
    return str(written)
