"""What differs between two guidelines and is compared by nothing: invariants, shelf lives, what is only read.

Whoever edits one of these is told so: no number of a comparison says what it does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from visit.lab.answers import Answerer
from visit.lab.pieces import PRINTED, UNDECIDING
from visit.lab.reads import what_decides
from visit.rules.guideline.edits import StatementKey
from visit.rules.guideline.values import Guideline

LABELS = "labels"
_READ = ("departures", LABELS)
"""The sections of which every edit is one of wording."""
_VALUES = ("parameters", "facts")
_BESIDE = ("kind",)
"""The fields of what follows that no answer has: of which kind a notice is."""


def uncompared(between: Iterable[tuple[Guideline, Guideline]]) -> tuple[StatementKey, ...]:
    """Return the statements of which nothing is compared that are others on the two sides, by section and key.

    A statement whose number is another is another one, too; another text or source of one that has a value is none. Of what
    follows it is those of which only that is another which no answer has: the kind, a number in the text.
    """
    found = {key for old, new in between if old is not new for key in _between(old, new)}
    return tuple(sorted(found, key=lambda key: ((*UNDECIDING, *PRINTED).index(key[0]), key[1])))


def _between(old: Guideline, new: Guideline) -> Iterator[StatementKey]:
    numbers = [key for section in _VALUES for key in _others(old, new, section)]
    words = [re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])") for name in numbers]
    for section in UNDECIDING:
        if section == LABELS:
            continue
        yield from ((section, key) for key in _others(old, new, section))
        for key, row in new.record["sections"][section].items():
            written = json.dumps(row, ensure_ascii=False, default=str)
            if any(word.search(written) for word in words):
                yield section, key
    yield from _of_what_follows(old, new, words)
    before, after = ({name: (text.da, text.en) for name, text in one.labels.items()} for one in (old, new))
    yield from ((LABELS, name) for name in {**before, **after} if before.get(name) != after.get(name))


def _of_what_follows(old: Guideline, new: Guideline, words: Iterable[re.Pattern[str]]) -> Iterator[StatementKey]:
    for section in PRINTED:
        before, after = (one.record["sections"].get(section, {}) for one in (old, new))
        for key, row in after.items():
            was = before.get(key)
            assert isinstance(row, Mapping)
            if isinstance(was, Mapping) and any(was.get(field) != row.get(field) for field in _BESIDE):
                yield section, key
                continue
            text, rest = (
                json.dumps(one, ensure_ascii=False, default=str)
                for one in (
                    row.get("text"),
                    {field: value for field, value in row.items() if field not in ("text", "source")},
                )
            )
            if any(word.search(text) and not word.search(rest) for word in words):
                yield section, key


def _others(old: Guideline, new: Guideline, section: str) -> list[str]:
    """Return the keys of the statements of a section that are others, as they bind on the day."""
    before, after = (one.record["sections"].get(section, {}) for one in (old, new))
    return [
        key for key in {**before, **after} if _deciding(section, before.get(key)) != _deciding(section, after.get(key))
    ]


def _deciding(section: str, row: object) -> object:
    """Return what a statement decides; of one that is words alone the words."""
    return row if section in _READ else what_decides(row)


def paired(old: Answerer, new: Answerer) -> list[tuple[Guideline, Guideline]]:
    """Return the guidelines of two sides that answered, each with the one beside it; of a side that has fewer the last."""
    sides = [*old.guidelines.values()], [*new.guidelines.values()]
    count = max(map(len, sides)) if all(sides) else 0
    before, after = ([*one, *one[-1:] * (count - len(one))] for one in sides)
    return list(zip(before, after, strict=False))
