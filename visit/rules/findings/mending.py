"""A guideline file that is faulty, without what is: so that all else in it is looked at in the same run.

Of a statement with a fault of form the field is taken out, or something stands in for it, so that its other fields are read too;
what is still no statement then, or has a fault of another kind, is taken out whole. A misspelt key is read as what it is near to.
That leaves gaps. A fault that only says that something is missing which was taken out is not told, and is not asked of what is
left.
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
from visit.rules.findings.extents import Extents, Position, document_renamed, document_with, document_without, value_at

_INSTEAD: Mapping[str, PlainValue] = {
    "guideline": "unnamed", "version": "0", "title": {"da": "-", "en": "-"}, "in_force": {}, "source": "-",
}  # fmt: skip
"""What stands for what every guideline says of itself, where that is faulty or missing."""
_FIELD_INSTEAD: Mapping[str, PlainValue] = {
    "gate": "policy", "source": "-", "waits_for": "decision", "by": "caseworker", "counted_from": "decision", "after": "3 months",
    "lasts": "12 months", "within": "8 weeks",
    "text": {"da": "-", "en": "-"}, "reason": {"da": "-", "en": "-"}, "label": {"da": "-", "en": "-"},
}  # fmt: skip
"""What stands for a field of a statement, where that is faulty or missing; a field without any is left out."""
_OF_ONE_FIELD = frozenset(("texts-differ", "wrong-language", "off-scale", "never-true", "always-true", "idle-part"))
"""What is found in one field of a statement, whatever its others say."""
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
        self._trimmed: dict[Position, str] = {}

    def take_out(self, faults: Iterable[VisitError]) -> bool:
        """Note faults and take out what has them; return whether anything was taken out."""
        found = tuple(faults)
        extents = Extents(self.document)
        for fault in found:
            if not (
                self._follows_from_a_gap(fault)
                or self._is_compared_with_a_gap(fault, extents)
                or self._is_of_a_stand_in(fault, extents)
            ):
                self.faults.setdefault(str(fault), fault)
        if self._rename(found) or self._trim(found, extents):
            return True
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
        if is_of_a_gap or finding.code in ("unused-allow", "parent-not-in-force"):
            return False
        at = Extents(self.document).start_around(finding.at)
        if at in self._trimmed:
            return finding.code in _OF_ONE_FIELD
        return not any(_names(finding.message, name) for name in self._trimmed.values())

    def _follows_from_a_gap(self, fault: VisitError) -> bool:
        if fault.code == "layers":
            return not self._order_is_whole
        return any(_names(fault.message, name) for name in self._gone)

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

    def _is_of_a_stand_in(self, fault: VisitError, extents: Extents) -> bool:
        """Return whether a statement of which a field was taken out is faulty as a whole: it lacks that field, or misfits it."""
        path = extents.around(fault.at)
        if path is None or extents.start_around(fault.at) not in self._trimmed:
            return False
        return fault.code in (None, "statement", "layers") and extents.field_around(path, fault.at) is None

    def _rename(self, faults: Iterable[VisitError]) -> bool:
        """Read each key that is misspelt as what it is near to, so that nothing is missing for it; return whether any was."""
        before = self.document
        for fault in faults:
            meant = _QUOTED.findall(fault.help or "")
            around = Extents(self.document).around(fault.at)
            for group in (around, around[:-1]) if around is not None and len(meant) == 1 else ():
                row = value_at(self.document, group)
                names = row if isinstance(row, dict) and meant[0] not in row else ()
                here = [one for one in names if self.document.locate_key((*group, one)) == fault.at]
                if here:
                    self.document = document_renamed(self.document, (*group, here[0]), meant[0])
                    break
        return self.document is not before

    def _trim(self, faults: Iterable[VisitError], extents: Extents) -> bool:
        """Take the faulty fields out of statements that have faults of form alone, each once; return whether there were any."""
        fields: dict[ValuePath, set[str]] = {}
        for fault in faults:
            path = extents.around(fault.at)
            if path is None or len(path) < 2 or extents.start_around(fault.at) in self._trimmed:
                continue
            field = extents.field_around(path, fault.at) or next(iter(_QUOTED.findall(fault.message)), None)
            fields.setdefault(path, set()).add(field if fault.code is None and field is not None else "")
        left = {path: names for path, names in fields.items() if "" not in names}
        for path, names in left.items():
            row = value_at(self.document, path)
            if not isinstance(row, dict):
                continue
            self._trimmed[extents.start_of(path)] = str(row.get("id", row.get("key", path[-1])))
            unnamed: dict[str, PlainValue] = {"id": f"nr-{int(path[-1]) + 1}"} if "id" in names else {}
            self.document = document_with(self.document, path, {**_trimmed(row, names), **unnamed})
        return bool(left)

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


def _names(message: str, name: str) -> bool:
    return re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", message) is not None


def _trimmed(row: Mapping[str, PlainValue], faulty: Iterable[str]) -> dict[str, PlainValue]:
    """Return a statement without its faulty fields, and with something in place of those that it needs."""
    names = set(faulty)
    left = {name: value for name, value in row.items() if name not in names}
    left |= {name: one for name in names if (one := _FIELD_INSTEAD.get(name)) is not None}
    if "strength" in names:
        left["strength"] = "hold" if "by" in left else "must"
    return left
