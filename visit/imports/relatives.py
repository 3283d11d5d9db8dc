"""Of a bundle the people beside the citizen: relatives become the network; of consents is asked, and of a guardian without a kind.

Source: the FHIR guide kl-ffb-messaging of HL7 Denmark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from visit.characters import hidden_character
from visit.cpr import cpr_shaped
from visit.errors import PlaceError
from visit.imports.bundles import FhirBundle, Resource, group_of, rows_of, text_of
from visit.imports.imported import CitizenNoteKind, ImportedCitizen, days_in
from visit.imports.looked_at import Json
from visit.locale import formats
from visit.locale import text as _
from visit.places import resolve
from visit.reading.source import PlainValue
from visit.vocabulary import vocabulary

ACTS_FOR = {"GUARD": "personal_matters", "POWATT": "future_power"}
"""The roles of who may act for the citizen, and the kind of guardian that may be meant: of money alone the code is the same."""
_NO_TIES = frozenset(("advocate", "E", "F", "I", "S"))
"""The roles of who is there for their office: a bisidder, an employer, an authority, an insurer."""
_KIN = {
    "MTH": ("mor", "mother"), "FTH": ("far", "father"), "SIS": ("søster", "sister"), "BRO": ("bror", "brother"),
    "SPS": ("ægtefælle", "spouse"), "CHILD": ("barn", "child"),
}  # fmt: skip
"""What a relative is called in a case, whoever reads the bundle, and in English."""
_SOMEBODY = "pårørende"
_TIES = frozenset(
    ("FAMMEMB", "N", "PRN", "NPRN", "NMTH", "NFTH", "STPMTH", "STPFTH", "STPPRN", "ADOPTP", "ADOPTF", "ADOPTM", "FTHFOST",
     "MTHFOST", "PRNFOST", "CHLDADOPT", "CHLDFOST", "DAU", "DAUC", "SON", "SONC", "NCHILD", "NDAU", "NSON",
     "STPCHLD", "STPDAU", "STPSON",
     "SIB", "NSIB", "HSIB", "HBRO", "HSIS", "STPSIB", "STPBRO", "STPSIS", "TWIN", "TWINBRO", "TWINSIS", "GRPRN", "GRMTH", "GRFTH",
     "MGRMTH", "MGRFTH", "MGRPRN", "PGRMTH", "PGRFTH", "PGRPRN", "GRNDCHILD", "GRNDDAU", "GRNDSON", "AUNT", "MAUNT", "PAUNT",
     "UNCLE", "MUNCLE", "PUNCLE", "COUSN", "MCOUSN", "PCOUSN", "NIENEPH", "NIECE", "NEPHEW", "INLAW", "MTHINLAW", "FTHINLAW",
     "PRNINLAW", "SIBINLAW", "BROINLAW", "SISINLAW", "CHLDINLAW", "DAUINLAW", "SONINLAW", "EXT", "HUSB", "WIFE", "DOMPART",
     "SIGOTHR", "FRND", "NBOR", "ROOM")
)  # fmt: skip
"""FHIR's other codes of family, friends and neighbours: who has one is close, and no kinship of a case."""
_NO_LONGER = re.compile(
    r"\b(?:af)?død\w*\b|\bdeceased\b|\bdead\b|†|\bekskone\b|\btidligere\b|\bfraskilt\b|\bformer\b", re.IGNORECASE
)
_LONGEST_CODE = 20


def put_network(citizen: ImportedCitizen, bundle: FhirBundle, today: date) -> None:
    """Put the relatives into the case, each with kinship and town: who surely is one, is alive and is one still."""
    network: list[PlainValue] = []
    places: list[str] = []
    for person in bundle.of("RelatedPerson"):
        roles, texts = _roles(person), _texts(person)
        if (no_more := _no_more(person, texts, today)) is not None:
            citizen.tell(*no_more)
            citizen.withdraw(("network",), {"who": _called(roles)})
            continue
        kin = next((_KIN[one][0] for one in roles if one in _KIN), None)
        if acts := [one for one in roles if one in ACTS_FOR]:
            _put_guardian(citizen, person, acts, texts)
        elif kin is None and roles and _NO_TIES.issuperset(roles):
            citizen.tell("left_out", person.place, _("somebody who is there for their office, and no relative"))
            continue
        if kin is None and not _TIES.intersection(roles):
            if not acts:
                citizen.tell("ask", person.place, *_who_is_it(citizen, roles, texts))
            continue
        _told_otherwise(citizen, person, kin, texts)
        row: dict[str, PlainValue] = {"who": _called(roles)}
        town = _town(citizen, person)
        row |= {"place": town} if town is not None else {}
        row |= {"tie": "family"} if kin is not None else {}
        network.append(row)
        places.append(person.place)
    if network:
        citizen.put(("network",), network, *places)
        at = ", ".join(places)
        unknown = any(isinstance(one, dict) and "place" not in one for one in network)
        asked = (
            _("how often the network is seen, and where they live") if unknown else _("how often the network is seen")
        )
        citizen.tell("ask", at, asked)


def _no_more(person: Resource, texts: Sequence[str], today: date) -> tuple[CitizenNoteKind, str, str] | None:
    """Return what is told of a relative who is none any more, or may be none; None where nothing says so."""
    if person.value.get("active") is False:
        return "left_out", person.place, _("a relative is marked as no longer active")
    period = group_of(person.value.get("period"))
    end, start = period.get("end"), days_in(period.get("start"))
    days = days_in(end)
    if end is not None and (days is None or days[0] <= today):
        when = formats.day(days[0]) if days is not None else "?"
        return "left_out", person.place, _("a relative until {day}", day=when)
    if start is not None and start[0] > today:
        return "left_out", person.place, _("a relative from {day}, which has not come", day=formats.day(start[0]))
    if any(_NO_LONGER.search(one) for one in texts):
        return "ask", person.place, _("the text of a relative says that they are one no more, or are dead: is it so?")
    return None


def _who_is_it(citizen: ImportedCitizen, roles: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    """Return what is asked of somebody whose kinship no code says, with the fields that answer it."""
    said = ", ".join(
        dict.fromkeys(
            (*(citizen.shown(one, _LONGEST_CODE) for one in roles), *(f"“{citizen.quoted(one)}”" for one in texts))
        )
    )
    if any("værge" in one.casefold() or "guardian" in one.casefold() for one in texts):
        return (
            _("there is a guardian: in personal matters? and do they accept a move?"),
            "guardian.kind",
            "guardian.accepts",
        )
    if not said:
        return (_("somebody is named, and not how they are related: who is it?"),)
    return (_("somebody is named as {said}: is it a relative, and which?", said=said),)


def _told_otherwise(citizen: ImportedCitizen, person: Resource, kin: str | None, texts: Sequence[str]) -> None:
    """Tell where a text beside the code of a kinship says something else."""
    known = {one for words in _KIN.values() for one in words if kin in words}
    kinds = vocabulary().codes["guardian"].terms.values()
    known |= {one for term in kinds for one in (term.da, term.en)}
    for said in texts if kin is not None else ():
        if said.casefold() not in known:
            message = _(
                "the text says “{said}”, and the code is {label}: the code counts", said=citizen.quoted(said), label=kin
            )
            citizen.tell("changed", person.place, message)


def _texts(person: Resource) -> list[str]:
    """Return what texts say of how somebody is related."""
    texts = (text_of(group_of(one).get("text")).strip() for one in rows_of(person.value.get("relationship")))
    return [one for one in texts if one]


def _roles(person: Resource) -> list[str]:
    """Return the codes of how somebody is related."""
    concepts = [group_of(one) for one in rows_of(person.value.get("relationship"))]
    return [text_of(group_of(code).get("code")) for one in concepts for code in rows_of(one.get("coding"))]


def _called(roles: Sequence[str]) -> str:
    return next((_KIN[one][0] for one in roles if one in _KIN), _SOMEBODY)


def _town(citizen: ImportedCitizen, person: Resource) -> str | None:
    """Return the postcode and town where somebody lives, as a place that is known; what is none is told."""
    address = _address(person)
    parts = [one for one in (text_of(address.get("postalCode")), text_of(address.get("city"))) if one]
    written = " ".join(parts)
    found = next((one for one in (written, *parts) if _is_known(one)), None)
    if found is None and written:
        message = _("the town of a relative is not known here: {town}", town=citizen.quoted(written))
        citizen.tell("left_out", person.place, message)
    elif found is not None and found != written:
        message = _("the town of a relative, {town}, is read as {place}", town=citizen.quoted(written), place=found)
        citizen.tell("changed", person.place, message)
    return found


def _is_known(place: str) -> bool:
    """Return whether a place of a case may be called so."""
    if cpr_shaped(place) is not None or hidden_character(place) is not None:
        return False
    try:
        resolve(place)
    except PlaceError:
        return False
    return True


def _put_guardian(citizen: ImportedCitizen, person: Resource, roles: Sequence[str], texts: Sequence[str]) -> None:
    """Put into the case what kind of guardian there is, where a text says it in the words of the list; else ask."""
    terms = vocabulary().codes["guardian"].terms.values()
    meant = [one.key for one in terms for text in texts if text.casefold() in (one.da, one.en) and one.key != "none"]
    group = citizen.case.get("guardian")
    before = group.get("kind") if isinstance(group, dict) else None
    kinds = dict.fromkeys((*meant, *(() if before is None else (str(before),))))
    if len(kinds) == 1 and meant:
        citizen.put(("guardian", "kind"), meant[0], person.place)
        citizen.tell("ask", person.place, _("does the guardian accept a move?"), "guardian.accepts")
    elif "GUARD" in roles:
        citizen.tell("ask", person.place, _("there is a guardian: in personal matters? and do they accept a move?"),
                     "guardian.kind", "guardian.accepts")  # fmt: skip
    else:
        citizen.tell("ask", person.place, _("there is a power of attorney: a future power in personal matters?"),
                     "guardian.kind")  # fmt: skip


def _address(person: Resource) -> Mapping[str, Json]:
    """Return where somebody lives: the home, or another address that is not of earlier days; else an empty group."""
    listed = [group_of(one) for one in rows_of(person.value.get("address"))]
    now = [one for one in listed if text_of(one.get("use")) not in ("old", "billing")]
    return next((one for one in now if text_of(one.get("use")) == "home"), next(iter(now), {}))


def kin_codes() -> Mapping[str, str]:
    """Return FHIR's codes of kinship by their words, Danish and English, in small letters."""
    return {word: code for code, words in _KIN.items() for word in words}


def tell_of_consents(citizen: ImportedCitizen, bundle: FhirBundle) -> None:
    """Tell of consents, which are about what may be told to others."""
    for consent in bundle.of("Consent"):
        if text_of(consent.value.get("status")) == "active":
            message = _("a consent is about what may be told to others: it says nothing of the support or of moving")
            citizen.tell("ask", consent.place, message, "consent.support", "consent.move")
        else:
            citizen.tell("left_out", consent.place, _("a consent that is not marked as active"))
