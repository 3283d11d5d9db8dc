"""A case as FHIR resources in KL's FFB profiles for messages: in, a case; out, a bundle of what the profiles have room for.

The same case gives the same bytes. A resource names its profile only where it has all that the profile demands: a care plan has an
author, and a guardian an address and a telephone, whom and which no case knows. Consent has no room: the profile's is about what a
relative may be told.

Source: the FHIR guides kl-ffb-messaging and kl-ffb-reporting of HL7 Denmark, and their examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias
from uuid import NAMESPACE_URL, uuid5

from visit.case import Case
from visit.imports.assessed import CARE_SOCIAL, SUPPORT_NEED
from visit.imports.bundles import OWN_SYSTEM
from visit.imports.ffb import FFB_SYSTEM, level_code, provisions_named
from visit.imports.follow_ups import FOLLOW_UP
from visit.imports.goals import CITIZEN_OBJECTIVE, INTERVENTION_GOAL, PURPOSE
from visit.imports.looked_at import Json
from visit.imports.relatives import ACTS_FOR, kin_codes
from visit.locale import language
from visit.places import municipality
from visit.vocabulary import vocabulary, vocabulary_record

FhirValue: TypeAlias = "dict[str, Json]"
_PROFILE = "http://fhir.kl.dk/ffbmessaging/StructureDefinition/kl-messaging-ffb-"
_RANK = "http://fhir.kl.dk/core/StructureDefinition/ConditionRank"
_HL7 = "http://terminology.hl7.org/CodeSystem/"
_CHANGE, _SEVERITY = "90c48f03-f194-4b2f-ad7d-6cba1069ae48", "66959f77-6e2a-4574-8423-3ff097f8b9fa"
"""The codes of KL for what a goal measures."""
_GOAL_CODE = {"system": "http://snomed.info/sct", "code": "410518001"}


@dataclass(eq=False)
class _Exported:
    """The resources so far, in their order."""

    case: Case
    entries: list[Json] = field(default_factory=list)

    def reference(self, kind: str, key: str) -> FhirValue:
        return {"reference": f"urn:uuid:{self._id(kind, key)}"}

    def add(self, kind: str, key: str, value: Mapping[str, Json], profile: str = "") -> FhirValue:
        """Add a resource; return the reference to it."""
        id = self._id(kind, key)
        meta: FhirValue = {"meta": {"profile": [f"{_PROFILE}{profile}"]}} if profile else {}
        self.entries.append(
            {"fullUrl": f"urn:uuid:{id}", "resource": {"resourceType": kind, "id": id, **meta, **value}}
        )
        return self.reference(kind, key)

    def _id(self, kind: str, key: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"visit:{self.case.id}:{kind}:{key}"))

    @property
    def subject(self) -> FhirValue:
        return {"subject": self.reference("Patient", "")}


def exported_bundle(case: Case) -> FhirValue:
    """Return a case as a FHIR bundle (R4), a collection of resources."""
    made = _Exported(case)
    _citizen(made)
    _themes_found(made)
    groups = _groups(made)
    _support_need(made)
    _goals(made)
    _next_follow_up(made)
    _plans(made, groups)
    _guardian(made)
    _network(made)
    return {"resourceType": "Bundle", "type": "collection", "entry": made.entries}


def _coded(system: str, code: str) -> FhirValue:
    return {"coding": [{"system": system, "code": code}]}


def _ffb(kind: str, key: str) -> FhirValue:
    return _coded(FFB_SYSTEM, str(vocabulary().codes[kind].terms[key].ffb))


def _citizen(made: _Exported) -> None:
    citizen, sex = made.case.citizen, {"man": "male", "woman": "female"}.get(made.case.citizen.sex or "")
    value: FhirValue = {"identifier": [{"system": OWN_SYSTEM, "value": made.case.id}]}
    value |= {"gender": sex} if sex is not None else {}
    value |= {"birthDate": str(citizen.born)} if citizen.born is not None else {}
    made.add("Patient", "", value, "citizen")


# --- what was found out ---


def _themes_found(made: _Exported) -> None:
    """Add the levels of functioning, the earlier ones of a theme behind it, and the theme of a goal; and when they were found."""
    case, findings = made.case, list[Json]()
    levels = dict(case.functioning or {})
    earlier = [row for row in case.earlier_functioning or () if row.theme in levels]
    for theme in dict.fromkeys((*levels, *(goal.theme for goal in case.goals or ()))):
        findings.append({"itemReference": _theme(made, theme, theme, levels.get(theme), case.assessed)})
        for number, row in enumerate(one for one in earlier if one.theme == theme):
            reference = _theme(made, theme, f"{theme} {number}", row.level, row.on)
            findings.append({"itemReference": reference})
    value: FhirValue = {"status": "completed", **made.subject, "effectiveDateTime": case.assessed.isoformat()}
    value |= {"finding": findings} if findings else {}
    value |= {"summary": case.notes} if case.notes else {}
    made.add("ClinicalImpression", "", value, "informationGathering")


def _theme(made: _Exported, theme: str, key: str, level: int | None, on: date) -> FhirValue:
    value: FhirValue = {
        "clinicalStatus": _coded(f"{_HL7}condition-clinical", "active"),
        "verificationStatus": _coded(f"{_HL7}condition-ver-status", "confirmed"),
    }
    value |= {"severity": _coded(FFB_SYSTEM, level_code("functioning", level))} if level is not None else {}
    value |= {"code": _ffb("theme", theme), **made.subject, "recordedDate": on.isoformat()}
    return made.add("Condition", key, value, "condition")


def _groups(made: _Exported) -> list[Json]:
    """Add the target groups; return them as a plan names them, each with its rank."""
    groups = made.case.target_groups
    ranked = [(group, 1) for group in (groups.primary,) if group is not None]
    ranked += [(group, 2) for group in groups.secondary or ()]
    found: list[Json] = []
    for group, rank in ranked:
        value = {"code": _ffb("target_group", group), **made.subject, "recordedDate": made.case.assessed.isoformat()}
        reference = made.add("Condition", group, value, "targetGroup")
        found.append({"extension": [{"url": _RANK, "valuePositiveInt": rank}], **reference})
    return found


def _support_need(made: _Exported) -> None:
    level = made.case.support_need
    if level is not None:
        value: FhirValue = {
            "status": "final", "code": _coded(CARE_SOCIAL, SUPPORT_NEED), **made.subject,
            "effectiveDateTime": made.case.assessed.isoformat(),
            "valueCodeableConcept": _coded(FFB_SYSTEM, level_code("support_need", level)),
        }  # fmt: skip
        made.add("Observation", "", value, "evaluation")


def _goals(made: _Exported) -> None:
    kinds = {row["key"]: row["code"] for row in vocabulary_record()["goal_kinds"]}
    for number, goal in enumerate(made.case.goals or ()):
        targets: list[Json] = []
        if goal.kind is not None:
            targets.append(_target(_CHANGE, str(kinds[goal.kind])))
        if goal.target is not None:
            targets.append(_target(_SEVERITY, level_code("functioning", goal.target)))
        theme: FhirValue = {
            "extension": [{"url": _RANK, "valuePositiveInt": 1}],
            **made.reference("Condition", goal.theme),
        }
        value: FhirValue = {
            "lifecycleStatus": "accepted", "category": [_coded(CARE_SOCIAL, INTERVENTION_GOAL)],
            "description": {"text": goal.text} if goal.text else {"coding": [_GOAL_CODE]},
            **made.subject, **({"target": targets} if targets else {}), "addresses": [theme],
        }  # fmt: skip
        made.add("Goal", str(number), value, "interventionGoal")
    own = made.case.wishes.own_words
    if own:
        value = {
            "lifecycleStatus": "accepted", "category": [_coded(CARE_SOCIAL, CITIZEN_OBJECTIVE)], "description": {"text": own},
            **made.subject,
        }  # fmt: skip
        made.add("Goal", "own", value, "citizenObjective")
    for number, purpose in enumerate(made.case.purposes or ()):
        value = {
            "lifecycleStatus": "accepted", "category": [_coded(CARE_SOCIAL, PURPOSE)], "description": {"text": purpose},
            **made.subject,
        }  # fmt: skip
        made.add("Goal", f"purpose {number}", value, "interventionPurpose")


def _next_follow_up(made: _Exported) -> None:
    day = made.case.next_follow_up
    if day is not None:
        value: FhirValue = {
            "status": "planned", "class": {"system": f"{_HL7}v3-ActCode", "code": "HH"}, "type": [_coded(CARE_SOCIAL, FOLLOW_UP)],
            **made.subject, "period": {"start": day.isoformat()},
        }  # fmt: skip
        made.add("Encounter", "", value, "followUp")


def _target(measure: str, code: str) -> FhirValue:
    return {"measure": _coded(CARE_SOCIAL, measure), "detailCodeableConcept": _coded(FFB_SYSTEM, code)}


# --- what runs ---


def _plans(made: _Exported, groups: list[Json]) -> None:
    """Add the plan, with who acts and for whom, and a plan for each service of FFB that runs."""
    acting: FhirValue = {
        "url": f"{_PROFILE}actingMunicipality",
        "valueCoding": {
            "system": "http://hl7.dk/fhir/core/CodeSystem/dk-core-municipality-codes",
            "code": municipality(made.case.municipality).code,
        },
    }
    value: FhirValue = {"extension": [acting], "status": "active", "intent": "plan", **made.subject}
    plan = made.add("CarePlan", "", value | ({"addresses": groups} if groups else {}))
    for number, row in enumerate(made.case.citizen.current or ()):
        for kind, key in services_named(row.name, row.service):
            _service(made, f"{number} {key}", kind, key, plan, row.since)


def services_named(name: str | None, provision: str) -> Iterator[tuple[str, str]]:
    """Yield the services and offers of FFB that what runs is called by, with their lists: those under just this provision."""
    for part in (name or "").split(" · "):
        for kind in ("intervention", "offer_type"):
            for term in vocabulary().codes[kind].terms.values():
                if part in (term.da, term.en) and term.ffb is not None and provisions_named(term.ffb) == (provision,):
                    yield kind, term.key


def _service(made: _Exported, name: str, kind: str, key: str, plan: FhirValue, since: date | None) -> None:
    value: FhirValue = {"basedOn": [plan], "status": "active", "intent": "order", **made.subject}
    value |= {"period": {"start": since.isoformat()}, "created": since.isoformat()} if since is not None else {}
    if kind == "intervention":
        value |= {"activity": [{"detail": {"code": _ffb(kind, key), "status": "in-progress"}}]}
        made.add("CarePlan", name, value, "intervention")
        return
    team = made.add("CareTeam", name, {"category": [_ffb(kind, key)], **made.subject})
    made.add("CarePlan", name, value | {"careTeam": [team]})


# --- people ---

_TOWN = re.compile(r"(\d{4})?\s*(.*)")


def _guardian(made: _Exported) -> None:
    """Add the guardian, or holder of a future power, with the kind in words: the codes do not tell it from one of money alone."""
    role = next((role for role, kind in ACTS_FOR.items() if kind == made.case.guardian.kind), None)
    if role is not None:
        kind = vocabulary().label("guardian", str(made.case.guardian.kind), language())
        relationship = {**_coded(f"{_HL7}v3-RoleCode", role), "text": kind}
        made.add(
            "RelatedPerson", "guardian", {"patient": made.reference("Patient", ""), "relationship": [relationship]}
        )


def _network(made: _Exported) -> None:
    """Add the relatives whose kinship FHIR has a code for."""
    for number, member in enumerate(made.case.network or ()):
        code = kin_codes().get(member.who.casefold())
        if code is None:
            continue
        value: FhirValue = {
            "patient": made.reference("Patient", ""), "relationship": [_coded(f"{_HL7}v3-RoleCode", code)]
        }  # fmt: skip
        if isinstance(member.place, str) and (found := _TOWN.fullmatch(member.place)) is not None:
            postcode: FhirValue = {"postalCode": found[1]} if found[1] else {}
            value |= {"address": [{**postcode, **({"city": found[2]} if found[2] else {})}]}
        made.add("RelatedPerson", str(number), value)
