"""A guideline file that is faulty, without the statements that are: so that all else in it is looked at in the same run.

What is taken out leaves gaps. A fault that only says that something is missing which was taken out is not told, and is not asked
of what is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from visit.errors import VisitError, nearest
from visit.reading.fault_words import ValuePath
from visit.reading.source import Document
from visit.reading.yaml_events import PlainValue
from visit.rules.findings.extents import Extents, document_without, value_at

_INSTEAD: Mapping[str, PlainValue] = {
    "guideline": "unnamed", "version": "0", "title": {"da": "-", "en": "-"}, "in_force": {}, "source": "-",
}  # fmt: skip
"""What stands for what every guideline says of itself, where that is faulty or missing."""
_DEFINING = ("parameters", "facts", "needs", "labels")
_WORD = re.compile(r"[A-Za-z][\w.-]*")
_QUOTED = re.compile(r'"([^"]+)"')


class Mending:
    """A document that gets smaller with each fault, and the faults so far."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.faults: dict[str, VisitError] = {}
        self._gone: set[str] = set()
        self._words: set[str] = set()
        self._order_is_whole = True

    def take_out(self, faults: Iterable[VisitError]) -> bool:
        """Note faults and take out what has them; return whether anything was taken out."""
        found = tuple(faults)
        extents = Extents(self.document)
        for fault in found:
            if not (self._follows_from_a_gap(fault) or self._is_compared_with_a_gap(fault, extents)):
                self.faults.setdefault(str(fault), fault)
        paths = {path for fault in found if (path := extents.around(fault.at)) is not None and path != ("extends",)}
        head = {path[0] for path in paths if len(path) == 1 and path[0] in _INSTEAD}
        gone = {path for path in paths if path[0] not in head}
        for path in gone:
            self._remember(path)
        smaller = document_without(self.document, gone)
        self.document = self._with_a_head(smaller, {str(name) for name in head})
        return bool(gone) or self.document is not smaller

    def is_asked(self, finding: VisitError) -> bool:
        """Return whether a finding still says something, although statements were taken out."""
        if not self.faults:
            return True
        around = Extents(self.document).around(finding.at) or ("",)
        # A name that is misspelt where it is read is read.
        is_of_a_gap = (finding.code or "").startswith("unread-") and nearest(str(around[-1]), self._words) is not None
        return not is_of_a_gap and finding.code not in ("unused-allow", "parent-not-in-force")

    def _follows_from_a_gap(self, fault: VisitError) -> bool:
        if fault.code == "layers":
            return not self._order_is_whole
        return any(re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", fault.message) for name in self._gone)

    def _is_compared_with_a_gap(self, fault: VisitError, extents: Extents) -> bool:
        """Return whether a fault is of a word that only what was taken out would know: `low` in `complexity == low`."""
        path = extents.around(fault.at) if fault.code == "condition" and self._gone else None
        if path is None:
            return False
        statement, gone = str(value_at(self.document, path)), "|".join(map(re.escape, sorted(self._gone)))
        return any(
            re.search(
                rf"(?<![\w.-])(?:{gone})\s*(?:[=!<>]=?|(?:not\s+)?in\b)[\s\[\w,.-]*?(?<![\w.-]){re.escape(word)}(?![\w-])",
                statement,
            )
            for word in _QUOTED.findall(fault.message)
        )

    def _remember(self, path: ValuePath) -> None:
        value = value_at(self.document, path)
        self._words.update(word.rstrip(".-") for word in _WORD.findall(str(value)))
        if path[0] == "preferences":
            self._order_is_whole = False
        if path[0] in _DEFINING:
            key = value.get("key") if isinstance(value, Mapping) else None
            self._gone.add(str(key if path[0] == "needs" else path[-1]))

    @staticmethod
    def _with_a_head(document: Document, faulty: set[str]) -> Document:
        """Return a document with something in place of what it says of itself, where that is faulty or missing."""
        if not isinstance(document.value, Mapping):
            return document
        lacking = {name: one for name, one in _INSTEAD.items() if name in faulty or name not in document.value}
        if all(document.value.get(name) == one for name, one in lacking.items()):
            return document
        return replace(document, value=cast("PlainValue", {**document.value, **lacking}))
