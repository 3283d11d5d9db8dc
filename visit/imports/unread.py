"""What of a bundle nobody read: found by what was asked of it, and told in one line for each kind of resource."""

from __future__ import annotations

import re

from visit.imports.bundles import BundlePart, FhirBundle, Resource
from visit.imports.imported import ImportedCitizen
from visit.imports.looked_at import paths_unread
from visit.locale import formats
from visit.locale import text as _

_OF_COURSE = frozenset(
    ("resourceType", "id", "meta", "implicitRules", "language", "fullUrl", "system", "version", "userSelected", "use",
     "reference", "subject", "patient", "status", "managingOrganization", "identifier", "clinicalStatus", "verificationStatus",
     "intent", "basedOn")
)  # fmt: skip
"""Keys that say what kind of thing something is or whose it is, and nothing of the citizen."""
_LONGEST = 40
_OF_NOBODY = frozenset(("Organization", "MessageHeader", "Practitioner", "PractitionerRole", "Provenance"))
_LOUD = "modifierExtension"
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")


def tell_unread(citizen: ImportedCitizen, bundle: FhirBundle) -> None:
    """Tell of each kind of resource which of its parts were not read, with the places."""
    found: dict[str, dict[str, list[str]]] = {}
    every: tuple[Resource | BundlePart, ...] = (*bundle.resources, *bundle.parts)
    for resource in every:
        if resource.kind in _OF_NOBODY:
            continue
        for path in dict.fromkeys(paths_unread(resource.value, _OF_COURSE)):
            shown = path if _PLAIN.fullmatch(path) else "…"
            if path.rpartition(".")[2] == _LOUD:
                message = _(
                    "{path} is not read, and may turn round what stands beside it: what does it say?", path=shown
                )
                citizen.tell("ask", resource.place, message)
            else:
                found.setdefault(resource.kind, {}).setdefault(shown[:_LONGEST], []).append(resource.place)
    for kind, paths in found.items():
        places = dict.fromkeys(place for one in paths.values() for place in one)
        message = _("{kind}: {parts}", kind=citizen.shown(kind, _LONGEST), parts=formats.listed(paths))
        for place in places:
            citizen.tell("not_read", place, message)
