"""A case that a later bundle of the same citizen updates: what the bundle says wins, all else stays; and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TypeAlias

from visit.imports.imported import CitizenNote
from visit.reading.source import PlainValue

Withdrawn: TypeAlias = tuple[tuple[str, ...], PlainValue]
"""What holds no more: the path of a field, and of a list which rows of it."""


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


def without_withdrawn(
    old: Mapping[str, PlainValue], new: Mapping[str, PlainValue], withdrawn: Iterable[Withdrawn]
) -> tuple[dict[str, PlainValue], list[str]]:
    """Return a case without what a later bundle says holds no more, and the fields that it is taken from.

    A field that the bundle says anew is left to `updated`, which takes it as a whole.
    """
    made, fields = deepcopy(dict(old)), list[str]()
    for path, row in withdrawn:
        inside, there = _group_at(made, path[:-1]), _group_at(new, path[:-1])
        before = inside.get(path[-1])
        if before is None or path[-1] in there:
            continue
        left = [one for one in before if not _is_row(one, row)] if isinstance(before, list) else []
        if not isinstance(before, list) and row is not None and before != row:
            continue
        if left != before:
            fields.append(".".join(path))
            if left:
                inside[path[-1]] = left
            else:
                del inside[path[-1]]
    return made, list(dict.fromkeys(fields))


def settle_ranks(kept: dict[str, PlainValue], new: dict[str, PlainValue]) -> None:
    """Change the target groups of a case and of a later bundle so that none would stand twice.

    A group that is now further and was the first, where the bundle names no first one, stays the first; a further one that is
    now the first is no longer further.
    """
    before, after = _group_at(kept, ("target_groups",)), _group_at(new, ("target_groups",))
    if "primary" not in after:
        _leave_out(after, before.get("primary"))
    elif "secondary" not in after:
        _leave_out(before, after["primary"])


def _leave_out(groups: dict[str, PlainValue], group: PlainValue) -> None:
    """Take a group out of the further ones; of none that are left nothing is said."""
    further = groups.get("secondary")
    if isinstance(further, list) and group in further:
        groups["secondary"] = [one for one in further if one != group]
        if not groups["secondary"]:
            del groups["secondary"]


def is_answered(note: CitizenNote, case: Mapping[str, PlainValue]) -> bool:
    """Return whether a case answers all that a note asks."""
    return bool(note.answered_by) and all(is_in_case(case, path) for path in note.answered_by)


def is_in_case(case: Mapping[str, PlainValue], path: str) -> bool:
    """Return whether a field is in a case; behind a `=` stands which row or value of it must be there."""
    field, _equals, wanted = path.partition("=")
    *above, key = field.split(".")
    found = _group_at(case, above).get(key)
    return found is not None if not wanted else found == wanted or (isinstance(found, list) and wanted in found)


def _is_row(row: PlainValue, wanted: PlainValue) -> bool:
    """Return whether a row of a list is one that is meant: the same, or a group with these values; a name may be one of several."""
    if isinstance(wanted, dict) and isinstance(row, dict):
        return all(value == row.get(key) or value in str(row.get(key)).split(" · ") for key, value in wanted.items())
    return row == wanted


def _group_at(value: Mapping[str, PlainValue], path: Sequence[str]) -> dict[str, PlainValue]:
    """Return the group at a path; an empty one where there is none."""
    inside: PlainValue = value  # type: ignore[assignment]
    for part in path:
        inside = inside.get(part) if isinstance(inside, dict) else None
    return inside if isinstance(inside, dict) else {}


def case_changes(old: Mapping[str, PlainValue], new: Mapping[str, PlainValue], above: str = "") -> Iterator[CaseChange]:
    """Yield the fields that differ between two cases, in the order of the first."""
    for key in (*old, *(one for one in new if one not in old)):
        before, after = old.get(key), new.get(key)
        if isinstance(before, dict | None) and isinstance(after, dict | None) and (before or after):
            yield from case_changes(before or {}, after or {}, f"{above}{key}.")
        elif before != after:
            yield CaseChange(f"{above}{key}", before, after)
