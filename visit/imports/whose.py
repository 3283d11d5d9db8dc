"""Of a bundle what is about its citizen: a finding of another patient, or of a group, is nobody's here."""

from __future__ import annotations

from dataclasses import replace

from visit.imports.bundles import FhirBundle, Resource, group_of, rows_of, text_of
from visit.imports.imported import ImportedCitizen
from visit.imports.looked_at import Json
from visit.imports.pseudonyms import identifier_number, patient_number
from visit.locale import text as _

_OF_WHOM = ("subject", "patient")
_OF_SOMEBODY = frozenset(("Condition", "Observation", "ClinicalImpression", "Goal", "CarePlan", "RelatedPerson"))
"""The kinds of resources that must say whose they are."""


def of_citizen(citizen: ImportedCitizen, bundle: FhirBundle) -> FhirBundle:
    """Return a bundle without what is about somebody else, or changes its meaning in a way that nobody reads: both are told.

    Raises:
        ValueError: There is no citizen in it, and what is found is about several.
    """
    people = bundle.of("Patient")
    about = {text_of(group_of(one).get("reference")) for each in bundle.resources for one in _subjects(each)} - {""}
    if not people and len(about) > 1:
        raise ValueError("several citizens")
    kept = []
    for resource in bundle.resources:
        if any(not _is_of(bundle, people, one) for one in _subjects(resource)):
            message = _("is about somebody else, or the bundle does not say that it is about this citizen")
            citizen.tell("ask", resource.place, message)
        elif resource.kind != "Patient" and resource.value.get("modifierExtension"):
            message = _(
                "has a `modifierExtension`, which may turn round what it says: it is not taken. What does it say?"
            )
            citizen.tell("ask", resource.place, message)
        else:
            if people and resource.kind in _OF_SOMEBODY and not any(map(_names_somebody, _subjects(resource))):
                citizen.tell("changed", resource.place, _("does not say whose it is, and is read as this citizen’s"))
            kept.append(resource)
    return replace(bundle, resources=tuple(kept))


def _names_somebody(reference: Json) -> bool:
    """Return whether a reference is to somebody: by an address, or by a number."""
    return bool(
        text_of(group_of(reference).get("reference")) or identifier_number(group_of(reference).get("identifier"))
    )


def _subjects(resource: Resource) -> list[Json]:
    return [one for key in _OF_WHOM for one in rows_of(resource.value.get(key))]


def _is_of(bundle: FhirBundle, people: tuple[Resource, ...], reference: Json) -> bool:
    """Return whether a reference is to the citizen, or to nobody else."""
    number = identifier_number(group_of(reference).get("identifier"))
    if number and people:
        return number in {patient_number(one) for one in people} | (
            {number} if not any(map(patient_number, people)) else set()
        )
    wanted = text_of(group_of(reference).get("reference"))
    if not wanted or not people:
        return wanted.rpartition("/")[0].rpartition("/")[2] != "Group"
    if (found := bundle.referred(reference)) is not None:
        return found.kind == "Patient"
    return not any(one.id or one.address for one in people)
