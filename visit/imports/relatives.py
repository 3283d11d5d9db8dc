"""Of a bundle the people beside the citizen: relatives become the network; of a guardian and of consents is asked.

Source: the FHIR guide kl-ffb-messaging of HL7 Denmark.
"""

from __future__ import annotations

from collections.abc import Mapping

from visit.imports.bundles import FhirBundle, Json, Resource, group_of, rows_of, text_of
from visit.imports.imported import ImportedCitizen
from visit.locale import text as _
from visit.reading.source import PlainValue

_KIN = {"MTH": "mother", "FTH": "father", "SIS": "sister", "BRO": "brother", "SPS": "spouse", "CHILD": "child"}


def put_network(citizen: ImportedCitizen, bundle: FhirBundle) -> None:
    """Put the relatives into the case, each with kinship and town."""
    network: list[PlainValue] = []
    places: list[str] = []
    for person in bundle.of("RelatedPerson"):
        if person.value.get("active") is False:
            citizen.tell("left_out", person.place, _("a relative is marked as no longer active"))
            continue
        concepts = [group_of(one) for one in rows_of(person.value.get("relationship"))]
        roles = [text_of(group_of(code).get("code")) for one in concepts for code in rows_of(one.get("coding"))]
        if "GUARD" in roles:
            citizen.tell("ask", person.place, _("there is a guardian: in personal matters? and do they accept a move?"))
        kin = next((_KIN[one] for one in roles if one in _KIN), None)
        if kin is None and "GUARD" in roles:
            continue
        row: dict[str, PlainValue] = {"who": _kin_words().get(kin or "", _("a relative"))}
        address = _address(person)
        town = " ".join(one for one in (text_of(address.get("postalCode")), text_of(address.get("city"))) if one)
        row |= {"place": town} if town else {}
        row |= {"tie": "family"} if kin is not None else {}
        network.append(row)
        places.append(person.place)
    if network:
        citizen.put(("network",), network, *places)
        citizen.tell("ask", "RelatedPerson", _("how often the network is seen, and where they live"))


def _address(person: Resource) -> Mapping[str, Json]:
    """Return where somebody lives: the home, or another address that is not of earlier days; else an empty group."""
    listed = [group_of(one) for one in rows_of(person.value.get("address"))]
    now = [one for one in listed if text_of(one.get("use")) not in ("old", "billing")]
    return next((one for one in now if text_of(one.get("use")) == "home"), next(iter(now), {}))


def kin_codes() -> Mapping[str, str]:
    """Return FHIR's codes of kinship by their words, in English and in the language spoken, in small letters."""
    words = _kin_words()
    return {word.casefold(): code for code, kin in _KIN.items() for word in (kin, words[kin])}


def _kin_words() -> Mapping[str, str]:
    return {
        "mother": _("mother"), "father": _("father"), "sister": _("sister"), "brother": _("brother"), "spouse": _("spouse"),
        "child": _("child"),
    }  # fmt: skip


def tell_of_consents(citizen: ImportedCitizen, bundle: FhirBundle) -> None:
    """Tell of consents, which are about what may be told to others."""
    for consent in bundle.of("Consent"):
        if text_of(consent.value.get("status")) == "active":
            message = _("a consent is about what may be told to others: it says nothing of the support or of moving")
            citizen.tell("ask", consent.place, message)
        else:
            citizen.tell("left_out", consent.place, _("a consent that is not marked as active"))
