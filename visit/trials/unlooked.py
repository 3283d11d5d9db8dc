"""What follows from an answer and no test of a guideline looks at: who approves, what is said, by when, how long.

Rules and tables are `coverage`'s; a change of these statements moves nobody, so that every test of a first solution passes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from visit.trials.reading import WHO, Cases, RowTrial
from visit.trials.running import Versions

FOLLOWING: Mapping[str, str] = {
    "approval": "approvals", "deadline": "deadlines", "follow_up": "follow_up", "notice": "notices", "grant": "grants",
}  # fmt: skip
"""What a cases file calls each kind, and the section of a guideline that it stands in."""
_DATED = ("deadline", "follow_up", "grant")
Aspect = Literal["whether", "who", "when"]


@dataclass(frozen=True, slots=True)
class Unlooked:
    """Statements of one kind of a guideline of which no test looks at something.

    Attributes:
        kind: What a cases file calls them.
        aspect: Whether they are given, who acts, or when.
        ids: Which no test looks at.
        of: How many there are that say it.
    """

    kind: str
    aspect: Aspect
    ids: tuple[str, ...]
    of: int


def unlooked(cases: Cases, versions: Versions) -> tuple[Unlooked, ...]:
    """Return what no test of a guideline looks at of its own statements that follow from an answer."""
    own: dict[str, dict[str, Mapping[str, object]]] = {kind: {} for kind in FOLLOWING}
    kinds = {section: kind for kind, section in FOLLOWING.items()}
    for layer in versions.layers:
        for section, key, row, _path in layer.statements() if layer.id == cases.guideline else ():
            if section in kinds and isinstance(row, Mapping):
                own[kinds[section]].setdefault(key, row)
    seen = Counter(_looked_at(cases))
    found = (_of_kind(kind, aspect, rows, seen) for kind, rows in own.items() for aspect in _ASPECTS)
    return tuple(one for one in found if one.ids)


_ASPECTS: tuple[Aspect, ...] = ("whether", "who", "when")


def _of_kind(
    kind: str, aspect: Aspect, rows: Mapping[str, Mapping[str, object]], seen: Counter[tuple[str, str, Aspect]]
) -> Unlooked:
    """Return which statements nothing looks at; of who and when those alone that are looked at, and say it."""
    says = [id for id, row in rows.items() if _says(kind, aspect, row)]
    looked = [id for id in says if aspect == "whether" or seen[kind, id, "whether"]]
    return Unlooked(kind, aspect, tuple(id for id in looked if not seen[kind, id, aspect]), len(says))


def _says(kind: str, aspect: Aspect, row: Mapping[str, object]) -> bool:
    if aspect == "who":
        return kind in WHO["by"] and "by" in row
    return aspect == "whether" or kind in _DATED


def _looked_at(cases: Cases) -> Iterator[tuple[str, str, Aspect]]:
    for row in cases.rows:
        if row.kind in FOLLOWING:
            yield from ((row.kind, row.statement, aspect) for aspect in _of_row(row))
    for one in cases.decisions:
        for kind, section in FOLLOWING.items():
            expected = one.expect.fields.get(section)
            for id in expected if isinstance(expected, list | dict) else ():
                yield kind, str(id), "whether"
                if isinstance(expected, dict):
                    yield kind, str(id), "when"


def _of_row(row: RowTrial) -> Iterator[Aspect]:
    yield "whether"
    if row.part.fields.get("by") is not None:
        yield "who"
    if row.part.fields.get("due") is not None:
        yield "when"
