"""What a bundle does not hold of the case that it is made of: found by reading it again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from visit.case import Case
from visit.imports.bundles import bundle_of
from visit.imports.citizens import imported_citizen
from visit.imports.exporting import FhirValue

_IN_OTHER_WORDS = frozenset(("goals.*.text", "notes"))
"""What the bundle has, and an import puts into another field."""
_UNSAID = ("citizen.current.*.question", "keep")
"""What is meant where nothing is written."""


def not_held(case: Case, bundle: FhirValue) -> tuple[str, ...]:
    """Return the fields of a case that its bundle does not hold, as patterns of fields, a `*` for each row of a list."""
    read = bundle_of(bundle, case.id)
    again = imported_citizen(read, key=b"", municipality=None, today=case.assessed, texts=True)
    return tuple(dict.fromkeys(_lost(case.record["document"], again.case, "")))


def _lost(before: object, after: object, path: str) -> Iterator[str]:
    if isinstance(before, Mapping):
        there = after if isinstance(after, Mapping) else {}
        for key, value in before.items():
            yield from _lost(value, there.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(before, list | tuple) and before and isinstance(before[0], Mapping):
        rows = after if isinstance(after, list) and len(after) == len(before) else [None] * len(before)
        for value, one in zip(before, rows, strict=True):
            yield from _lost(value, one, f"{path}.*")
    elif before != after and not _is_there(before, after, path):
        yield path


def _is_there(before: object, after: object, path: str) -> bool:
    if path in _IN_OTHER_WORDS or (path, before) == _UNSAID:
        return True
    if path == "citizen.born":  # a date of birth is there, and an import takes the year
        return re.match(r"[0-9]{4}", str(before)) is not None and str(before)[:4] == str(after)
    return isinstance(before, tuple) and [*before] == after
