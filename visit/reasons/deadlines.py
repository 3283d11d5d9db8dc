"""By when something is to be done in one case: the days of a deadline, or which fact is missing to know them. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from visit.case import Case
from visit.rules.facts.of_case import birthday
from visit.rules.guideline.anchors import BORN, Anchor
from visit.rules.guideline.values import Deadline
from visit.rules.language.values import UNKNOWN, Value

APPLIED, APPLIED_ON = "case.applied", "case.applied.on"


@dataclass(frozen=True, slots=True)
class Dated:
    """The last days in time, and the facts without which one is not known; of several applications each has its own."""

    due: tuple[date, ...]
    missing: tuple[str, ...]


def days_of(deadline: Deadline, case: Case, values: Mapping[str, Value], *, as_of: date, decided: date) -> Dated | None:
    """Return by when something is to be done; None where there is nothing to count from, as nothing was applied for.

    Args:
        deadline: The deadline.
        case: The case.
        values: What is known of it, by name.
        as_of: The day that is asked for: a later application does not count yet.
        decided: The day of the decision.
    """
    found = _anchored(deadline.counted_from, case, values, as_of=as_of, decided=decided)
    if found is None:
        return None
    return Dated(tuple(sorted({deadline.due(day) for day in found.due})), found.missing)


def _anchored(anchor: Anchor, case: Case, values: Mapping[str, Value], *, as_of: date, decided: date) -> Dated | None:
    """Return the days that are counted from."""
    match anchor.kind:
        case "decision":
            return Dated((decided,), ())
        case "application":
            return _applied(anchor, case, as_of)
        case "birthday":
            born = values.get(BORN, UNKNOWN)
            return Dated((birthday(born, anchor.years),), ()) if isinstance(born, date) else Dated((), (BORN,))
        case "date":
            assert anchor.date is not None
            day = anchor.date.run(values)
            return Dated((day,), ()) if isinstance(day, date) else Dated((), tuple(sorted(anchor.date.reads)))


def _applied(anchor: Anchor, case: Case, as_of: date) -> Dated | None:
    rows = case.applied_by(as_of)
    if rows is None:
        return Dated((), (APPLIED,))
    those = [one for one in rows if anchor.provisions is None or one.provision in anchor.provisions]
    if not those:
        return None
    days = [one.on for one in those if one.on is not None]
    return Dated(tuple(days), () if len(days) == len(those) else (APPLIED_ON,))
