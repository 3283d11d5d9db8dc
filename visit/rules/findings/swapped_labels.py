"""Labels that are another one's: what a value, role, group or step is called beside what its key says.

A key is a word or two of English or Danish. It is told only where a label has all words of another key of its list, and none
of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.texts import words_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_STEM = 5


def swapped_labels(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield labels of a layer that say what another key of their list says."""
    for path, labels in _lists(leaf):
        for key, label in labels.items():
            other = next((other for other in labels if other != key and _is_of(labels, label, other, key)), None)
            if other is not None:
                message = _("{name} is called “{word}”, which is what {other} says", name=key, word=label, other=other)
                yield GuidelineError(message, at=leaf.locate((*path, key)), code="other-name")
                break  # the other one is told by it


def _lists(leaf: Layer) -> Iterator[tuple[ValuePath, Mapping[str, str]]]:
    """Yield each list of keys with what they are called, in each language."""
    record: Mapping[str, object] = leaf.record
    labels = record.get("labels")
    rows: list[tuple[ValuePath, object]] = [
        (("labels", str(name), "values"), row.get("values"))
        for name, row in (labels.items() if isinstance(labels, Mapping) else ())
        if isinstance(row, Mapping)
    ]
    own = record.get("case_facts")
    rows += [
        (("case_facts", str(name), "codes"), row.get("codes"))
        for name, row in (own.items() if isinstance(own, Mapping) else ())
        if isinstance(row, Mapping)
    ]
    rows += [((section,), record.get(section)) for section in ("roles", "groups", "parameters", "labels")]
    for path, found in rows:
        if not isinstance(found, Mapping):
            continue
        for language in ("da", "en"):
            worded = {str(key): row for key, row in found.items() if isinstance(row, Mapping) and language in row}
            said = {key: str(row[language]) for key, row in worded.items()}
            if len(said) > 1:
                yield path, said


def _is_of(labels: Mapping[str, str], label: str, other: str, key: str) -> bool:
    own, others = _stems(key), _stems(other)
    said = {word[:_STEM] for word in words_in(label)}
    theirs = {word[:_STEM] for word in words_in(labels[other])}
    only = others - own
    return bool(only) and only <= said and not (own - others) & said and bool(own - others) and not only & theirs


def _stems(key: str) -> set[str]:
    return {word.casefold()[:_STEM] for word in re.findall(r"[^\W\d_]+", key) if len(word) > 2}
