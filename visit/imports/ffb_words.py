"""What is written in words beside a code of FFB: where it says something else, that is told, and the code counts."""

from __future__ import annotations

from visit.imports.bundles import Resource
from visit.imports.ffb import FfbCode
from visit.imports.imported import ImportedCitizen, ffb_label
from visit.locale import text as _
from visit.vocabulary import vocabulary


def tell_other_words(citizen: ImportedCitizen, resource: Resource, code: FfbCode) -> None:
    """Tell where a text beside a code is another label than the code's."""
    kind = str(code.kind)
    labels = {vocabulary().label(kind, code.key, one).casefold() for one in ("da", "en")}
    for said in code.said:
        if said.casefold() not in labels:
            tell_code_counts(citizen, resource, said, ffb_label(kind, code.key))


def tell_code_counts(citizen: ImportedCitizen, resource: Resource, said: str, label: str) -> None:
    """Tell that a text says something else than a code."""
    message = _(
        "the text says “{said}”, and the code is {label}: the code counts", said=citizen.quoted(said), label=label
    )
    citizen.tell("changed", resource.place, message)
