"""What the help is to reach, from FHIR: the goals of a plan, each for a theme."""

from __future__ import annotations

from collections.abc import Iterator

from visit.imports.bundles import FhirBundle, Resource, extension_of, group_of, rows_of, text_of
from visit.imports.ffb import NOT_ASSESSED, codes_in
from visit.imports.imported import CLOSED, RANK, ImportedCitizen, ffb_label
from visit.imports.statuses import status_name
from visit.locale import text as _
from visit.reading.source import PlainValue

INTERVENTION_GOAL, CITIZEN_OBJECTIVE = "0bb3daef-538d-45dc-b444-abdbcb63f6bc", "416fe27d-3ccf-4390-8742-8b52a9d8dc78"
PURPOSE = "424827b1-23aa-4848-962b-56ee47def560"
"""The codes of KL for a goal of the help, the citizen's own goals and wishes, and the purpose of the help."""


def is_goal_of(resource: Resource, code: str, profile: str) -> bool:
    """Return whether a goal is of a kind: by its category, or by what a profile that it names is called."""
    concepts = map(group_of, rows_of(resource.value.get("category")))
    codes = {text_of(group_of(one).get("code")) for concept in concepts for one in rows_of(concept.get("coding"))}
    return resource.kind == "Goal" and (code in codes or any(profile in one.casefold() for one in resource.profiles))


def put_goals(citizen: ImportedCitizen, bundle: FhirBundle) -> None:
    """Put the goals into the case, each for its first theme."""
    goals: list[PlainValue] = []
    places: list[str] = []
    for resource in bundle.of("Goal"):
        status = text_of(resource.value.get("lifecycleStatus"))
        if status in CLOSED:
            citizen.tell(
                "left_out",
                resource.place,
                _("{what} is marked as {status}", what=_("a goal"), status=status_name(status) or status),
            )
            for theme in _themes(bundle, resource):
                citizen.withdraw(("goals",), {"theme": theme})
            continue
        codes = [
            code
            for one in rows_of(resource.value.get("target"))
            for code in codes_in(group_of(one).get("detailCodeableConcept"))
        ]
        kind = next((one.key for one in codes if one.kind == "goal_kind"), None)
        level = next((int(one.key) for one in codes if one.kind == "functioning" and one.key != NOT_ASSESSED), None)
        themes = [*_themes(bundle, resource)]
        if not themes:
            if kind is not None or level is not None:
                citizen.tell("ask", resource.place, _("a goal names no theme that visit knows"))
            continue
        for theme in dict.fromkeys(one for one in themes if one != themes[0]):
            message = _("a further theme of a goal: {theme}", theme=ffb_label("theme", theme))
            citizen.tell("left_out", resource.place, message)
        functioning = citizen.case.get("functioning")
        start = functioning.get(themes[0]) if isinstance(functioning, dict) else None
        row: dict[str, PlainValue] = {"theme": themes[0]}
        row |= {} if start is None or level is None else {"from": start}
        row |= {} if level is None else {"to": level}
        row |= {} if kind is None else {"kind": kind}
        goals.append(row)
        places.append(resource.place)
    if goals:
        citizen.put(("goals",), goals, *places)


def _themes(bundle: FhirBundle, goal: Resource) -> Iterator[str]:
    """Yield the themes of a goal, the first in rank first."""
    rows = []
    for one in rows_of(goal.value.get("addresses")):
        referred, rank = bundle.referred(one), extension_of(one, RANK).get("valuePositiveInt")
        codes = codes_in(referred.value.get("code")) if referred is not None else ()
        rows += [(rank if isinstance(rank, int) else 9, code.key) for code in codes if code.kind == "theme"]
    yield from (theme for _rank, theme in sorted(rows, key=lambda one: one[0]))
