"""A citizen's case from FHIR resources in KL's FFB profiles: what can be read of it, and what is asked.

Read by codes alone. What ended, is entered in error or contradicts itself is told with its place, and nothing is guessed: a stay
whose subsection no code says, a service as text only, a target group without a rank are asked about.

Source: the FHIR guides kl-ffb-reporting and kl-ffb-messaging of HL7 Denmark.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

from visit.cpr import cpr_shaped, is_hidden_number
from visit.errors import Location, SourceError
from visit.imports.assessed import put_functioning, put_groups, put_support_need
from visit.imports.birth import put_birth, put_sex
from visit.imports.bundles import OWN_SYSTEM, FhirBundle, Resource, group_of, rows_of, text_of
from visit.imports.ffb import codes_in, unknown_codes, without_place
from visit.imports.follow_ups import put_follow_up
from visit.imports.free_texts import free_text, put_free_texts
from visit.imports.goals import put_goals
from visit.imports.imported import ImportedCitizen, recorded_in, recorded_on, recorded_said
from visit.imports.pseudonyms import every_number_of, numbers_that_count, patient_number, pseudonym
from visit.imports.relatives import put_network, tell_of_consents
from visit.imports.running import put_running
from visit.imports.unnamed import identities
from visit.imports.unread import tell_unread
from visit.imports.updating import is_in_case
from visit.imports.whose import of_citizen
from visit.interview.fields import label_of
from visit.locale import formats, language
from visit.locale import text as _
from visit.places import municipalities

_MUNICIPALITY = "actingmunicipality"


def imported_citizen(
    bundle: FhirBundle, *, key: bytes, municipality: str | None, today: date, texts: bool
) -> ImportedCitizen:
    """Read a bundle of one citizen.

    Args:
        bundle: Its resources.
        key: Under which the citizen gets a name.
        municipality: The acting municipality, where it is known: a report names it by a number of its own.
        today: The day of the import, where the bundle has none.
        texts: Whether the citizen's own words and other free text go into the case, with the names in them taken out.

    Raises:
        ValueError: There are several citizens in the bundle.
        SourceError: The citizen has several CPR numbers, and it is not said which counts.
    """
    citizen = ImportedCitizen({"format": 1}, said=identities(bundle))
    people = bundle.of("Patient")
    if len({patient_number(one) or one.id for one in people}) > 1:
        raise ValueError("several citizens")
    patient = people[0] if people else None
    _must_have_one_number(citizen, patient, bundle.name)
    bundle = of_citizen(citizen, bundle)
    _identity(citizen, bundle, patient, key, today)
    _acting(citizen, bundle, municipality)
    _person(citizen, patient)
    put_groups(citizen, bundle, today)
    put_functioning(citizen, bundle, today)
    put_support_need(citizen, bundle, today)
    put_goals(citizen, bundle)
    put_follow_up(citizen, bundle)
    put_running(citizen, bundle)
    put_network(citizen, bundle, today)
    tell_of_consents(citizen, bundle)
    put_free_texts(citizen, bundle, into_case=texts)
    _not_read(citizen, bundle)
    _says_nothing(citizen, bundle)
    tell_unread(citizen, bundle)
    tell_what_to_ask(citizen)
    return citizen


# --- who and when ---


def _must_have_one_number(citizen: ImportedCitizen, patient: Resource | None, file: str) -> None:
    """Tell of CPR numbers that count no more.

    Raises:
        SourceError: Several may be the one: the name of the case is made of it, and another would be another citizen's.
    """
    if patient is None:
        return
    if len(numbers_that_count(patient)) > 1:
        raise SourceError(
            _("the citizen has several CPR numbers ({place})", place=patient.place), at=Location(file),
            help=_("mark those that count no more as old (`use: old`), or leave them out, and export again"),
        )  # fmt: skip
    if every_number_of(patient) != numbers_that_count(patient):
        citizen.tell(
            "changed", patient.place, _("a CPR number that is marked as old is not taken: the other one counts")
        )


def _own_name(patient: Resource) -> str:
    """Return what visit itself calls the case of a citizen; empty where it has exported none."""
    named = (group_of(one) for one in rows_of(patient.value.get("identifier")))
    found = next((text_of(one.get("value")) for one in named if one.get("system") == OWN_SYSTEM), "")
    is_number = cpr_shaped(found) is not None or is_hidden_number(found)
    return found if _CASE_NAME.fullmatch(found) and not is_number else ""


_CASE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")


def _identity(citizen: ImportedCitizen, bundle: FhirBundle, patient: Resource | None, key: bytes, today: date) -> None:
    number = patient_number(patient) if patient is not None else ""
    own = _own_name(patient) if patient is not None and not number else ""
    name = number or (patient.id if patient is not None else "") or json.dumps([one.value for one in bundle.resources])
    citizen.put(("case",), own or pseudonym(name, key), patient.place if patient is not None else "")
    if not number and not own:
        message = _("the citizen has no number here: the name of the case is of the bundle alone")
        citizen.tell("changed", patient.place if patient is not None else bundle.name, message)
    for one in bundle.of("Patient"):
        if one.value.get("deceasedBoolean") is True or one.value.get("deceasedDateTime") is not None:
            citizen.tell("ask", one.place, _("the citizen is marked as dead"))
    days = {day: one.place for one in bundle.resources if (day := recorded_on(one)) is not None and day <= today}
    for resource in bundle.resources:
        _tell_day(citizen, resource)
    last = max(days, default=today)
    if not days:
        message = _("no day of an assessment: the day of the import is taken, {day}", day=formats.day(today))
        citizen.tell("ask", bundle.name, message)
    citizen.put(("assessed",), last.isoformat(), days.get(last, ""))


def _tell_day(citizen: ImportedCitizen, resource: Resource) -> None:
    """Ask where the day of a finding is a month or a year alone: the day of the assessment does not follow from it."""
    found, said = recorded_in(resource), recorded_said(resource)
    if found is None and said:
        message = _("the day cannot be read: {said}. When was it?", said=citizen.shown(said, _LONGEST_KIND))
        citizen.tell("ask", resource.place, message)
    if found is not None and found[0] != found[1]:
        message = _(
            "the day is not exact: when between {first} and {last}?",
            first=formats.day(found[0]),
            last=formats.day(found[1]),
        )
        citizen.tell("ask", resource.place, message)


def _acting(citizen: ImportedCitizen, bundle: FhirBundle, municipality: str | None) -> None:
    """Put the acting municipality into the case; ask where the bundle names none or several, and tell where another is given."""
    by_code = {one.code: one.name for one in municipalities()}
    said: dict[str, str] = {}
    for resource in bundle.resources:
        for code in _acting_codes(resource):
            if code in by_code:
                said.setdefault(by_code[code], resource.place)
            else:
                citizen.tell(
                    "ask",
                    resource.place,
                    _("no municipality has the code {code}", code=citizen.shown(code, _LONGEST_KIND)),
                )
    others = [one for one in said if one != municipality]
    if municipality is not None:
        citizen.put(("municipality",), municipality, said.get(municipality, ""))
        if others:
            message = _("the bundle says that {names} acts: --municipality counts", names=formats.listed(others))
            citizen.tell("changed", said[others[0]], message)
    elif len(others) == 1:
        citizen.put(("municipality",), others[0], said[others[0]])
    elif others:
        names = formats.listed(others)
        citizen.tell("ask", said[others[0]], _("several municipalities act: {names}: --municipality", names=names))
    else:
        citizen.tell("ask", "Patient", _("which municipality acts: --municipality"), "municipality")


def _acting_codes(resource: Resource) -> list[str]:
    extensions = (group_of(one) for one in rows_of(resource.value.get("extension")))
    acting = (one for one in extensions if _MUNICIPALITY in text_of(one.get("url")).casefold())
    return [text_of(group_of(one.get("valueCoding")).get("code")) for one in acting]


def _person(citizen: ImportedCitizen, patient: Resource | None) -> None:
    if patient is None:
        return
    put_birth(citizen, patient, is_own=bool(_own_name(patient)))
    put_sex(citizen, patient)


# --- what is left ---

_READ = frozenset(
    ("Patient", "Condition", "Observation", "Goal", "CarePlan", "CareTeam", "RelatedPerson", "Consent", "ClinicalImpression",
     "ServiceRequest", "Encounter", "Organization", "MessageHeader", "Practitioner", "PractitionerRole", "Provenance")
)  # fmt: skip


def _not_read(citizen: ImportedCitizen, bundle: FhirBundle) -> None:
    """Tell of codes that have no place in a case, and of resources that nobody reads."""
    for resource in (*bundle.of("Condition"), *bundle.of("Observation")):
        is_finding = resource.kind == "Condition"
        codes = codes_in(resource.value.get("code" if is_finding else "valueCodeableConcept"))
        for code in codes:
            if code.kind is None:
                named = without_place(code.code, language())
                if named is not None:
                    citizen.tell("left_out", resource.place, _("{what} has no place in a case", what=named))
        if not codes and not is_finding and not free_text(resource):
            citizen.tell("left_out", resource.place, _("an observation without a code of FFB"))
        if not codes and is_finding:
            said = text_of(group_of(resource.value.get("code")).get("text"))
            citizen.tell(
                "left_out",
                resource.place,
                _("a condition without a code of FFB: {said}", said=citizen.quoted(said) or "?"),
            )
    for resource in bundle.resources:
        for wanted in dict.fromkeys(_points_to_nothing(bundle, resource)):
            message = _("points to {what}, which the bundle does not have: what is it?", what=wanted)
            citizen.tell("ask", resource.place, message)
        for unknown in unknown_codes(resource.value):
            shown = citizen.shown(unknown, _LONGEST_KIND)
            message = _("the code {code} is not known: is it outdated, or mistyped?", code=shown)
            citizen.tell("ask", resource.place, message)
        if resource.kind not in _READ:
            citizen.tell(
                "left_out", resource.place, _("{kind} is not read", kind=citizen.shown(resource.kind, _LONGEST_KIND))
            )


_POINTS = ("addresses", "basedOn", "careTeam", "goal", "partOf", "investigation", "finding", "problem")
"""Keys of what stands in one of a citizen's own findings, goals and plans, in another resource."""
_POINTED_TO = ("Condition", "CarePlan", "CareTeam", "Goal", "Observation")


def _points_to_nothing(bundle: FhirBundle, resource: Resource) -> Iterator[str]:
    """Yield the kinds of resources that one names as its own and the bundle does not have."""
    rows = [group_of(one) for key in _POINTS for one in rows_of(resource.value.get(key))]
    rows += [group_of(one.get("itemReference")) for one in rows]
    activities = map(group_of, rows_of(resource.value.get("activity")))
    rows += [group_of(one) for activity in activities for one in rows_of(activity.get("outcomeReference"))]
    for one in rows:
        wanted = text_of(one.get("reference"))
        kind = wanted.rpartition("/")[0].rpartition("/")[2]
        if kind in _POINTED_TO and bundle.referred(one) is None:
            yield kind


_OF_NO_CITIZEN = frozenset(("Organization", "MessageHeader", "Practitioner", "PractitionerRole", "Provenance"))
"""Who sends and who has written: nothing of the citizen."""


def _says_nothing(citizen: ImportedCitizen, bundle: FhirBundle) -> None:
    """Tell of every resource that nothing has been told of yet, and of what is no resource."""
    told = citizen.places_told
    for resource in bundle.resources:
        if resource.place not in told and resource.kind not in _OF_NO_CITIZEN:
            message = _(
                "{kind} says nothing that has a place in a case", kind=citizen.shown(resource.kind, _LONGEST_KIND)
            )
            citizen.tell("left_out", resource.place, message)
    for kind, place, message in bundle.odd:
        citizen.tell(kind, place, message)


_LONGEST_KIND = 40


_NO_ROOM_FOR = (
    ("needs.hours_per_week", "needs.round_the_clock", "needs.tied_staff", "needs.premises"),
    ("permanence", "needs.must"),
    ("consent.support", "consent.move"),
    ("citizen.home.place", "citizen.home.housing"),
)
"""What the profiles have no room for, and a decision needs."""


def tell_what_to_ask(citizen: ImportedCitizen) -> None:
    """Tell what the case does not have of what a decision needs: of what is assessed, and of what no bundle can say."""
    has_groups = any(is_in_case(citizen.case, f"target_groups.{one}") for one in ("primary", "secondary"))
    lacks = [] if has_groups else ["target_groups.primary"]
    lacks += [] if is_in_case(citizen.case, "support_need") else ["support_need"]
    if lacks and citizen.holds_facts:
        citizen.tell("ask", "", formats.listed(map(label_of, lacks)), *lacks)
    for fields in _NO_ROOM_FOR:
        missing = [label_of(one) for one in fields if not is_in_case(citizen.case, one)]
        if missing:
            citizen.tell("ask", "", formats.listed(missing), *fields)
