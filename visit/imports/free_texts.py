"""What stands in words in a bundle: the citizen's own, the purposes of the help, and the rest, each kept apart from the others.

They go into the case only where somebody asks for them, and without the names that the bundle gives.
"""

from __future__ import annotations

from collections.abc import Iterator

from visit.cpr import safe
from visit.imports.bundles import FhirBundle, Resource, group_of, rows_of, text_of
from visit.imports.goals import CITIZEN_OBJECTIVE, PURPOSE, is_goal_of
from visit.imports.imported import CLOSED, ImportedCitizen
from visit.locale import text as _
from visit.reading.source import PlainValue


def put_free_texts(citizen: ImportedCitizen, bundle: FhirBundle, *, into_case: bool) -> None:
    """Put free texts into the case where that is asked for, without the names of people; else tell that they are there."""
    own: dict[str, str] = {}
    purposes: dict[str, str] = {}
    others: dict[str, str] = {}
    for resource in bundle.resources:
        text = free_text(resource)
        if not text or (resource.kind == "Goal" and text_of(resource.value.get("lifecycleStatus")) in CLOSED):
            continue
        is_purpose = is_goal_of(resource, PURPOSE, "purpose")
        if not into_case:
            message = (
                _("the purpose of the help, a free text ({n} characters): --texts puts it into the case", n=len(text))
                if is_purpose
                else _("a free text ({n} characters): --texts puts it into the case", n=len(text))
            )
            citizen.tell("left_out", resource.place, message)
            continue
        is_own = is_goal_of(resource, CITIZEN_OBJECTIVE, "objective") or resource.kind == "ServiceRequest"
        kept = purposes if is_purpose else own if is_own else others
        kept[resource.place] = safe(citizen.unnamed(text))
        message = _("a free text is in the case without the names that the bundle has: read it for the names of others")
        citizen.tell("ask", resource.place, message)
    if own:
        citizen.put(("wishes", "own_words"), "\n".join(own.values()), *own)
    if purposes:
        listed: list[PlainValue] = [*dict.fromkeys(purposes.values())]
        citizen.put(("purposes",), listed, *purposes)
    if others:
        citizen.put(("notes",), "\n\n".join(others.values()), *others)


def free_text(resource: Resource) -> str:
    """Return what stands in words in a resource, and its notes; empty where nothing does."""
    return "\n".join(one for one in _texts(resource) if one.strip()).strip()


def _texts(resource: Resource) -> Iterator[str]:
    match resource.kind:
        case "Goal":
            yield text_of(group_of(resource.value.get("description")).get("text"))
        case "Observation":
            yield text_of(group_of(resource.value.get("valueCodeableConcept")).get("text"))
        case "ClinicalImpression":
            yield text_of(resource.value.get("summary")) or text_of(resource.value.get("description"))
        case _:
            pass
    yield from (text_of(group_of(one).get("text")) for one in rows_of(resource.value.get("note")))
