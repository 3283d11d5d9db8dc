"""A case that a later bundle of the same citizen updates: what the bundle says wins, all else stays; and what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from visit.reading.source import PlainValue


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A field of a case that is another than before; None where it is not recorded."""

    path: str
    before: PlainValue
    after: PlainValue


def updated(old: Mapping[str, PlainValue], new: Mapping[str, PlainValue]) -> dict[str, PlainValue]:
    """Return a case with what a later bundle says: groups key by key, lists as a whole."""
    made: dict[str, PlainValue] = {**old}
    for key, value in new.items():
        there = made.get(key)
        made[key] = updated(there, value) if isinstance(there, dict) and isinstance(value, dict) else value
    return made


def case_changes(old: Mapping[str, PlainValue], new: Mapping[str, PlainValue], above: str = "") -> Iterator[CaseChange]:
    """Yield the fields that differ between two cases, in the order of the first."""
    for key in (*old, *(one for one in new if one not in old)):
        before, after = old.get(key), new.get(key)
        if isinstance(before, dict | None) and isinstance(after, dict | None) and (before or after):
            yield from case_changes(before or {}, after or {}, f"{above}{key}.")
        elif before != after:
            yield CaseChange(f"{above}{key}", before, after)
