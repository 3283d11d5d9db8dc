"""Statements of a layer that have ended before the last date on which it changes: what looks at that date does not see them.

They are looked at by themselves, as a layer with nothing else in it, on the last of the dates on which they hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from visit.reading.fault_words import ValuePath
from visit.rules.findings.extents import document_without
from visit.rules.guideline.layering import KEYED, MAPPED, Layer, within
from visit.rules.guideline.records import GuidelineRecord
from visit.rules.guideline.values import Guideline

_SECTIONS = (*KEYED, *MAPPED, "preferences", "invariants", "labels")


def ended(leaf: Layer, built: Mapping[date, Guideline]) -> Iterator[tuple[Layer, Guideline]]:
    """Yield the statements of a layer that end before its last date, date by date, with the guideline on it.

    Args:
        leaf: The guideline's own layer.
        built: The guideline on each date on which it changes.
    """
    last = max(built)
    on: dict[date, list[ValuePath]] = {}
    for _section, _key, row, path in leaf.statements():
        if isinstance(row, Mapping) and "until" in row and not within(row, last):
            holds = [day for day in built if within(row, day)]
            if holds:
                on.setdefault(max(holds), []).append(path)
    for day, paths in sorted(on.items()):
        yield _alone(leaf, frozenset(paths)), built[day]


def _alone(leaf: Layer, paths: frozenset[ValuePath]) -> Layer:
    """Return a layer with some of its statements alone, each where it stands."""
    record: Mapping[str, object] = leaf.record
    kept: dict[str, object] = {name: value for name, value in record.items() if name not in _SECTIONS}
    for section, index in sorted(path for path in paths if len(path) == 2):
        rows = record[str(section)]
        assert isinstance(rows, list | tuple) and isinstance(index, int)
        kept.setdefault(str(section), [])
        cast("list[object]", kept[str(section)]).append(rows[index])
    document = leaf.document
    if document is not None:
        others = [path for _section, _key, _row, path in leaf.statements() if path not in paths]
        document = document_without(document, others)
    return Layer(cast("GuidelineRecord", kept), document)
