"""Which change of a draft makes which test fail: each statement that differs from the version that ships, put back by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from visit.errors import VisitError
from visit.rules.guideline.edits import ORDER, PREFERENCES, WHOLE, Edit, edits_between
from visit.rules.guideline.layering import MAPPED, Layer, shipped_layers, uncorrected, versions_of
from visit.rules.guideline.records import GuidelineRecord
from visit.trials.reading import Cases, DecisionTrial, RowTrial
from visit.trials.results import Result
from visit.trials.running import Versions, try_one

MOST_CHANGES = 40
"""A draft with more changes than this is another guideline, and each of its tests is told by itself alone."""


@dataclass(frozen=True, slots=True, eq=False)
class PutBack:
    """One change of a draft, and the tests that fail with it and pass without it.

    Attributes:
        section, key: The statement; the order of the preferences has no key.
    """

    section: str
    key: str
    results: tuple[Result, ...]


def put_back(cases: Cases, versions: Versions, failed: Sequence[Result]) -> tuple[PutBack, ...]:
    """Return each change of a draft against the newest version of its guideline that ships, in the order of the file.

    None where it is no draft of one that ships, or where its changes are too many.
    """
    own = [layer for layer in versions.layers if layer.id == cases.guideline]
    shipped = [layer for layer in shipped_layers() if layer.id == cases.guideline]
    if len(own) != 1 or not shipped or not failed:
        return ()
    draft, before = own[0], uncorrected(versions_of(cases.guideline, shipped_layers()))[-1]
    changes = dict.fromkeys(_change(edit) for edit in edits_between((before,), (draft,)) if _decides(edit))
    if len(changes) > MOST_CHANGES:
        return ()
    every: tuple[RowTrial | DecisionTrial, ...] = (*cases.rows, *cases.decisions)
    trials = {one.id: one for one in every}
    found = []
    for section, key in changes:
        without = Layer(_without(section, key, before, draft))
        layers = tuple(without if layer is draft else layer for layer in versions.layers)
        reverted = Versions(layers, bound=versions.bound)
        passing = []
        for result in failed:
            try:
                again = try_one(trials[result.id], cases.guideline, reverted)
            except VisitError:
                continue
            if again.passed:
                passing.append(result)
        found.append(PutBack(section, key, tuple(passing)))
    return tuple(found)


def _decides(edit: Edit) -> bool:
    return not edit.is_wording and edit.section != WHOLE


def _change(edit: Edit) -> tuple[str, str]:
    return (PREFERENCES, "") if edit.path == ORDER else edit.statement


def _without(section: str, key: str, before: Layer, draft: Layer) -> GuidelineRecord:
    """Return the record of a draft with one statement as it was."""
    record: Mapping[str, object] = draft.record
    old = {one: row for name, one, row, _path in before.statements() if name == section}
    new = {one: row for name, one, row, _path in draft.statements() if name == section}
    if not key:
        rows = {one: new.get(one, row) for one, row in old.items() if one in new}
        rows |= {one: row for one, row in new.items() if one not in rows}
    else:
        rows = dict(_replaced(new, key, old))
    written: object = rows if section in MAPPED else list(rows.values())
    return cast("GuidelineRecord", {**record, section: written})


def _replaced(new: Mapping[str, object], key: str, old: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for one, row in new.items():
        if one != key:
            yield one, row
        elif key in old:
            yield one, old[key]
    if key in old and key not in new:
        yield key, old[key]
