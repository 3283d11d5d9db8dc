"""Whether something found of a citizen still holds, by its statuses and its end: what does not, or may not, is told."""

from __future__ import annotations

from datetime import date

from visit.imports.bundles import Resource, group_of, rows_of, text_of
from visit.imports.imported import ImportedCitizen, days_in
from visit.imports.looked_at import Json
from visit.imports.statuses import status_name
from visit.locale import formats
from visit.locale import text as _

_HOLDS = ("active", "recurrence", "relapse", "confirmed")
_NO_MORE = ("inactive", "resolved", "remission", "entered-in-error", "refuted")


def holds(citizen: ImportedCitizen, resource: Resource, kind: str, today: date) -> bool:
    """Return whether something found still holds; what does not, or may not, is told."""
    statuses = [
        said
        for key in ("clinicalStatus", "verificationStatus")
        for concept in rows_of(resource.value.get(key))
        for said in _statuses(concept)
    ]
    ended = next((one for one in statuses if one in _NO_MORE), None)
    if ended is not None:
        citizen.tell(
            "left_out", resource.place, _("{what} is marked as {status}", what=kind, status=status_name(ended) or ended)
        )
        return False
    unsure = next((one for one in statuses if one not in _HOLDS), None)
    if unsure is not None:
        called = status_name(unsure) or citizen.shown(unsure, LONGEST_STATUS)
        message = _("{what} is marked as {status}: does it hold?", what=kind, status=called)
        citizen.tell("ask", resource.place, message)
        return False
    return _not_abated(citizen, resource, kind, today)


LONGEST_STATUS = 40


def _statuses(concept: Json) -> list[str]:
    """Return the codes of a status; of one without codes its text."""
    codes = [text_of(group_of(coding).get("code")) for coding in rows_of(group_of(concept).get("coding"))]
    return [one for one in codes or [text_of(group_of(concept).get("text")) or text_of(concept)] if one]


def _not_abated(citizen: ImportedCitizen, resource: Resource, kind: str, today: date) -> bool:
    """Return whether no end is said of something found, or one that has not come; either is told."""
    key = next((one for one in resource.value if one.startswith("abatement") and resource.value.get(one)), None)
    if key is None:
        return True
    days = days_in(resource.value.get(key))
    if days is None:
        citizen.tell("left_out", resource.place, _("{what} has ended", what=kind))
        return False
    if days[0] > today:
        message = _("{what} is to end {day}: does it hold until then?", what=kind, day=formats.day(days[0]))
        citizen.tell("ask", resource.place, message)
        return True
    citizen.tell("left_out", resource.place, _("{what} ended {day}", what=kind, day=formats.day(days[0])))
    return False
