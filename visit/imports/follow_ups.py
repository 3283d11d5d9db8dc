"""The next follow-up that is planned for a citizen, from FHIR: of meetings that KL's code calls a follow-up, and of plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from visit.imports.bundles import FhirBundle, Resource, group_of, rows_of, text_of
from visit.imports.holding import LONGEST_STATUS
from visit.imports.imported import CLOSED, ImportedCitizen, day_in
from visit.imports.looked_at import Json
from visit.imports.statuses import status_name
from visit.locale import formats
from visit.locale import text as _

FOLLOW_UP = "9f03dfbb-7a97-45a5-94db-d4c3501714a9"
"""KL's code for a follow-up, among the types of meetings and of what a plan holds."""
_DATE_OF_PLAN = "follow-up-date-extension"
"""What an extension of a plan is called that points to its follow-up."""
_NO_MORE = (*CLOSED, "finished")


def put_follow_up(citizen: ImportedCitizen, bundle: FhirBundle) -> None:
    """Put the next follow-up that is planned into the case, from the day of the assessment on; tell of the others."""
    assessed = date.fromisoformat(str(citizen.case["assessed"]))
    planned = sorted((*_meetings(citizen, bundle), *_of_plans(citizen, bundle)))
    ahead = [(day, place) for day, place in planned if day >= assessed]
    for day, place in planned:
        if day < assessed:
            message = _("a follow-up was planned for {day}, before the assessment", day=formats.day(day))
            citizen.tell("left_out", place, message)
        elif day != ahead[0][0]:
            message = _("a further follow-up is planned for {day}: a case has the next one", day=formats.day(day))
            citizen.tell("left_out", place, message)
    if ahead:
        next_day = ahead[0][0]
        citizen.put(("next_follow_up",), next_day.isoformat(), *(place for day, place in ahead if day == next_day))


def is_follow_up(concepts: Json) -> bool:
    """Return whether one of the concepts is KL's follow-up."""
    codings = (one for concept in rows_of(concepts) for one in rows_of(group_of(concept).get("coding")))
    return any(text_of(group_of(one).get("code")) == FOLLOW_UP for one in codings)


def _meetings(citizen: ImportedCitizen, bundle: FhirBundle) -> Iterator[tuple[date, str]]:
    for resource in bundle.of("Encounter"):
        if not is_follow_up(resource.value.get("type")):
            continue
        status, said = text_of(resource.value.get("status")), group_of(resource.value.get("period")).get("start")
        called = status_name(status) or citizen.shown(status, LONGEST_STATUS) or status_name("unknown")
        day = day_in(said)
        if status in _NO_MORE:
            citizen.tell("left_out", resource.place, _("a follow-up is marked as {status}", status=called))
            if day is not None:
                citizen.withdraw(("next_follow_up",), day.isoformat())
        elif status != "planned":
            citizen.tell("ask", resource.place, _("a follow-up is marked as {status}: is it planned?", status=called))
        else:
            yield from _on(citizen, resource, said)
    for plan in bundle.of("CarePlan"):
        for extension in map(group_of, rows_of(plan.value.get("extension"))):
            wanted = extension.get("valueReference") if text_of(extension.get("url")).endswith(_DATE_OF_PLAN) else None
            if wanted is not None and bundle.referred(wanted) is None:
                message = _("points to {what}, which the bundle does not have: what is it?", what="Encounter")
                citizen.tell("ask", plan.place, message)


def _of_plans(citizen: ImportedCitizen, bundle: FhirBundle) -> Iterator[tuple[date, str]]:
    """Yield the first follow-ups of what plans hold and have not ended."""
    for plan in bundle.of("CarePlan"):
        if text_of(plan.value.get("status")) in _NO_MORE:
            continue
        for activity in rows_of(plan.value.get("activity")):
            detail = group_of(group_of(activity).get("detail"))
            if not is_follow_up(detail.get("code")):
                continue
            if said := text_of(detail.get("description")):
                message = _("of a follow-up stands “{said}”: the day alone is taken", said=citizen.quoted(said))
                citizen.tell("left_out", plan.place, message)
            if text_of(detail.get("status")) not in _NO_MORE:
                period = group_of(group_of(group_of(detail.get("scheduledTiming")).get("repeat")).get("boundsPeriod"))
                yield from _on(
                    citizen, plan, period.get("start") or group_of(detail.get("scheduledPeriod")).get("start")
                )


def _on(citizen: ImportedCitizen, resource: Resource, said: Json) -> Iterator[tuple[date, str]]:
    day = day_in(said)
    if day is None:
        citizen.tell("ask", resource.place, _("a follow-up is planned, and its day is not said: when is it?"))
    else:
        yield day, resource.place
