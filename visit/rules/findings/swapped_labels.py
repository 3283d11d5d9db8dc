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
from visit.rules.language.expression import Comparison, Name, parse_condition

_STEM = 5
_INCLUDES = (">=", "<=", "==")
"""What a parameter that is called the most or least of a value bounds it with."""


def swapped_labels(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield labels of a layer that say what another key of their list says, and rows of a table that give another's value."""
    for path, labels in _lists(leaf):
        for key, label in labels.items():
            other = next((other for other in labels if other != key and _is_of(labels, label, other, key)), None)
            if other is not None:
                message = _("{name} is called “{word}”, which is what {other} says", name=key, word=label, other=other)
                yield GuidelineError(message, at=leaf.locate((*path, key)), code="other-name")
                break  # the other one is told by it
    yield from _swapped_rows(leaf, every[-1])


def _swapped_rows(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """Tables of which two rows each give the value that the parameter of the other one is called by."""
    labels = guideline.labels
    for name, table in leaf.record.get("facts", {}).items():
        values = _values_called(leaf, name)
        named: list[tuple[int, str, str, str]] = []
        for index, row in enumerate(table.get("rows", ())):
            parameter = _parameter_of(row.get("when"), guideline)
            label = labels.get(parameter or "")
            if parameter is None or label is None:
                continue
            said = [
                {key for key, (da, en) in values.items() if _has_word(text, (da, en)[at])}
                for at, text in enumerate((label.da, label.en))
            ]
            if said[0] == said[1] and len(said[0]) == 1:
                named.append((index, parameter, min(said[0]), str(row["then"])))
        for index, parameter, called, given in named:
            if called != given and any((said, then) == (given, called) for _index, _name, said, then in named):
                message = _("{id}: {name} is called “{word}”, and its row gives {other}",
                            id=name, name=parameter, word=labels[parameter].da, other=given)  # fmt: skip
                yield GuidelineError(message, at=leaf.locate(("facts", name, "rows", index, "then")), code="other-name")
                break


def _values_called(leaf: Layer, name: str) -> Mapping[str, tuple[str, str]]:
    """Return what the values of a table are called, in Danish and English."""
    label = leaf.record.get("labels", {}).get(name)
    values = label.get("values") if isinstance(label, Mapping) else None
    found = values.items() if isinstance(values, Mapping) else ()
    return {str(key): (str(row["da"]), str(row["en"])) for key, row in found if isinstance(row, Mapping)}


def _parameter_of(when: object, guideline: Guideline) -> str | None:
    """Return the parameter of a condition that is one comparison with it, its value included."""
    node = parse_condition(when) if isinstance(when, str) else None
    if not isinstance(node, Comparison) or node.operator not in _INCLUDES or not isinstance(node.right, Name):
        return None
    return node.right.name if node.right.name in guideline.parameters else None


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


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
    rows += [((section,), record.get(section)) for section in ("roles", "groups", "parameters", "labels", "departures")]
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
