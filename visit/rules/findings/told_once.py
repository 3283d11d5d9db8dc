"""One fault that two finders see is told once: of findings of one kind on one line, those that quote the same word or value."""

from __future__ import annotations

import re
from collections.abc import Iterable

from visit.errors import VisitError

_QUOTED = re.compile(r"“([^”]+)”|`([^`]+)`")


def told_once(found: Iterable[VisitError]) -> tuple[VisitError, ...]:
    """Return findings without those that say again what one before them says of the same line."""
    told: dict[tuple[str, str, int], list[frozenset[str]]] = {}
    kept = []
    for one in found:
        quoted = frozenset(word or value for word, value in _QUOTED.findall(one.message))
        if one.code is not None and one.at is not None and one.at.line is not None and quoted:
            before = told.setdefault((one.code, one.at.file, one.at.line), [])
            if any(quoted & other for other in before):
                continue
            before.append(quoted)
        kept.append(one)
    return tuple(kept)
