"""What runs for a citizen, from FHIR: services and offers of plans that have not ended, under the provision that a code says."""

from __future__ import annotations

from datetime import date

from visit.cpr import safe
from visit.imports.bundles import FhirBundle, Resource, group_of, rows_of, text_of
from visit.imports.ffb import FfbCode, codes_in, provisions_named
from visit.imports.imported import CLOSED, ImportedCitizen, day_in, ffb_label
from visit.imports.offers import slug
from visit.locale import formats
from visit.locale import text as _
from visit.reading.source import PlainValue


def put_running(citizen: ImportedCitizen, bundle: FhirBundle) -> None:
    """Put what runs on the day of the assessment into the case."""
    assessed = date.fromisoformat(str(citizen.case["assessed"]))
    current: dict[str, dict[str, PlainValue]] = {}
    for plan in bundle.of("CarePlan"):
        details = [group_of(group_of(one).get("detail")) for one in rows_of(plan.value.get("activity"))]
        codes = [code for one in details for code in codes_in(one.get("code")) if code.kind == "intervention"]
        teams = [bundle.referred(one) for one in rows_of(plan.value.get("careTeam"))]
        concepts = [one.value.get("category") for one in teams if one is not None]
        codes += [code for one in concepts for code in codes_in(one) if code.kind == "offer_type"]
        for code in codes:
            _one_that_runs(citizen, plan, code, assessed, current)
        if not codes and (said := _described(plan)):
            citizen.tell("ask", plan.place, _("a service stands as text only: “{said}”", said=safe(said)))
    if current:
        citizen.put(("citizen", "current"), [*current.values()], "CarePlan")


def _described(plan: Resource) -> str:
    """Return what a plan says in words, where no code does."""
    details = [group_of(group_of(one).get("detail")) for one in rows_of(plan.value.get("activity"))]
    texts = [text_of(one.get("description")) or text_of(group_of(one.get("code")).get("text")) for one in details]
    return next((one for one in (*texts, text_of(plan.value.get("title"))) if one), "")


def _one_that_runs(
    citizen: ImportedCitizen, plan: Resource, code: FfbCode, assessed: date, current: dict[str, dict[str, PlainValue]]
) -> None:
    """Put what runs on the day into the case, where its code says under which provision; else ask."""
    label = ffb_label(str(code.kind), code.key)
    period = group_of(plan.value.get("period"))
    start, end = day_in(period.get("start")), day_in(period.get("end"))
    status = text_of(plan.value.get("status"))
    if status in CLOSED or (end is not None and end < assessed):
        citizen.tell("left_out", plan.place, _ended(label, status, end))
        return
    provisions = provisions_named(code.code)
    if len(provisions) != 1:
        which = formats.either(provisions)
        asked = (
            _("{what} runs: under which provision? {which}", what=label, which=which)
            if which
            else _("{what} runs: under which provision?", what=label)
        )
        citizen.tell("ask", plan.place, asked)
        return
    (provision,) = provisions
    row = current.setdefault(provision, {"offer": slug(f"ffb {label}"), "service": provision, "name": label})
    row["name"] = " · ".join(dict.fromkeys((*str(row["name"]).split(" · "), label)))
    if start is not None and start <= assessed:
        row["since"] = min(str(row.get("since", start.isoformat())), start.isoformat())


def _ended(label: str, status: str, end: date | None) -> str:
    """Return how it is told that something has ended, also where it is marked as active still."""
    if end is not None and status not in CLOSED:
        return _("{what} ended {day}, and is still marked as active", what=label, day=formats.day(end))
    return _("{what} has ended ({status})", what=label, status=status)
