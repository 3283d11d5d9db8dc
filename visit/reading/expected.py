"""A document of the kind that is expected: one of another kind is told as such, by the key that names its kind."""

from __future__ import annotations

from collections.abc import Mapping

from visit.errors import DocumentError, nearest
from visit.locale import text as _
from visit.reading.source import Document, spreadsheet_help


def must_be(document: Document, kind: str, error: type[DocumentError]) -> None:
    """Refuse a document of another kind as such, rather than key by key.

    Raises:
        DocumentError: It is a document of another kind.
    """
    value = document.value
    if isinstance(value, str) and document.name.casefold().endswith(".csv"):
        message = _("this is a spreadsheet, and {expected} is expected", expected=_words()[kind])
        raise error(message, at=document.locate(()), help=spreadsheet_help())
    if isinstance(value, dict) and isinstance(value.get("resourceType"), str):
        message = _("this is a FHIR resource, and {expected} is expected", expected=_words()[kind])
        raise error(message, at=document.locate_key(("resourceType",)), help=_("`visit case import` reads it"))
    if not isinstance(value, dict) or (
        kind in value and kind != "travel"
    ):  # a case and a catalogue may have a `travel`, too
        return
    found = next((one for one in _words() if one in value), None)
    if any(nearest(key, (kind,)) for key in value):
        return  # the key that names the kind is misspelt
    if found is not None and found != kind:
        message = _("this is {found}, and {expected} is expected", found=_words()[found], expected=_words()[kind])
        raise error(message, at=document.locate_key((found,)), help=_("name another file"))


def _words() -> Mapping[str, str]:
    return {
        "case": _("a case"), "catalogue": _("a catalogue"), "guideline": _("a guideline"),
        "follow_up": _("a follow-up"), "plan": _("a plan"), "population": _("a profile of a population"),
        "travel": _("a table of travel times"),
    }  # fmt: skip
