"""What is edited between two guidelines and compared by nothing: invariants, shelf lives, and what is only read.

Whoever edits one of these is told so: no number of a comparison says what it does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from visit.lab.answers import Answerer
from visit.lab.pieces import UNDECIDING, flattened
from visit.lab.reads import NUMBERS_AND_TABLES, reading, statement_reads, what_decides
from visit.rules.guideline.edits import Edit, edits_between
from visit.rules.guideline.values import Guideline

LABELS = "labels"
CERTAINTY = "certainty"
BESIDE: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "notices": ("kind",), "roles": ("outside",),
    "case_facts": ("unit", "ordered"),
    "parameters": ("local",), "facts": ("local",), "deadlines": ("local",),
})  # fmt: skip
"""The fields of a section that no answer has; how certain a reading is, is one of every section."""
_READ = ("departures",)
"""The sections of which every edit is one of wording."""
_TEXTS = ("reason", "text", "da", "en")


class UncomparedEdit(NamedTuple):
    """A statement of which an edit is compared by nothing, or that one of its fields is another."""

    section: str
    key: str
    field: str = ""


def uncompared(between: Iterable[tuple[Guideline, Guideline]]) -> tuple[UncomparedEdit, ...]:
    """Return the edits between the guidelines of two sides that nothing compares.

    Of a number or a table that is one that texts and invariants alone read; another text or source of what has a value is none.
    """
    return tuple(sorted({one for old, new in between if old is not new for one in _between(old, new)}))


def _between(old: Guideline, new: Guideline) -> Iterator[UncomparedEdit]:
    edits = edits_between((flattened(old),), (flattened(new),))
    for section in UNDECIDING:
        if section != LABELS:
            yield from (UncomparedEdit(section, key) for key in _others(old, new, section))
    for edit in edits:
        if edit.section not in UNDECIDING and edit.path and edit.path[0] in (CERTAINTY, *BESIDE.get(edit.section, ())):
            yield UncomparedEdit(*edit.statement, str(edit.path[0]))
    yield from _of_numbers(edits, (old, new))
    before, after = (one.record["settings"].get("labels", {}) for one in (old, new))
    yield from (UncomparedEdit(LABELS, name) for name in {**before, **after} if before.get(name) != after.get(name))


def _others(old: Guideline, new: Guideline, section: str) -> list[str]:
    """Return the keys of the statements of a section that are others, as they bind on the day."""
    before, after = (one.record["sections"].get(section, {}) for one in (old, new))
    return [
        key for key in {**before, **after} if _deciding(section, before.get(key)) != _deciding(section, after.get(key))
    ]


def _deciding(section: str, row: object) -> object:
    """Return what a statement decides; of one that is words alone the words."""
    return row if section in _READ else what_decides(row)


def _of_numbers(edits: Iterable[Edit], sides: Iterable[Guideline]) -> Iterator[UncomparedEdit]:
    """Yield the numbers and tables with another value that are read, and by nothing that is compared."""
    for key in dict.fromkeys(edit.statement for edit in edits if edit.section in NUMBERS_AND_TABLES and _decides(edit)):
        compared = is_read = False
        for guideline in sides:
            through = reading((key[1],), guideline)
            compared |= any(reads & through for _statement, reads in statement_reads(guideline))
            is_read |= any(_word(name).search(text) for name in through for text in _texts(guideline))
        if is_read and not compared:
            yield UncomparedEdit(*key)


def _decides(edit: Edit) -> bool:
    return not edit.is_wording and not (edit.path and edit.path[0] in BESIDE.get(edit.section, ()))


def _texts(guideline: Guideline) -> Iterator[str]:
    """Yield what is read of a guideline and compared by nothing; of texts the names that stand for values."""
    for section, rows in guideline.record["sections"].items():
        for row in rows.values():
            if section in UNDECIDING and section not in _READ:
                yield json.dumps(row, ensure_ascii=False, default=str)
            elif isinstance(row, Mapping):
                written = json.dumps({field: row[field] for field in _TEXTS if field in row}, ensure_ascii=False)
                yield " ".join(re.findall(r"\{(\w+)\}", written))


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])")


def paired(old: Answerer, new: Answerer) -> list[tuple[Guideline, Guideline]]:
    """Return the guidelines of two sides that answered, each with the one beside it; of a side that has fewer the last."""
    sides = [*old.guidelines.values()], [*new.guidelines.values()]
    count = max(map(len, sides)) if all(sides) else 0
    before, after = ([*one, *one[-1:] * (count - len(one))] for one in sides)
    return list(zip(before, after, strict=False))
