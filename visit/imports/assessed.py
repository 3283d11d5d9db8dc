"""What was found out of a citizen, from FHIR: target groups with their rank, functioning, support need, goals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from visit.cpr import safe
from visit.imports.bundles import FhirBundle, Json, Resource, extension_of, group_of, rows_of, text_of
from visit.imports.ffb import NOT_ASSESSED, FfbCode, codes_in
from visit.imports.imported import CLOSED, RANK, ImportedCitizen, ffb_label, recorded_on
from visit.locale import formats
from visit.locale import text as _
from visit.reading.source import PlainValue
from visit.vocabulary import vocabulary

_ENDED = ("inactive", "resolved", "remission")


def _live(citizen: ImportedCitizen, resource: Resource, kind: str) -> bool:
    """Return whether something found still holds; what does not is told."""
    statuses = [
        text_of(group_of(coding).get("code"))
        for key in ("clinicalStatus", "verificationStatus")
        for coding in rows_of(group_of(resource.value.get(key)).get("coding"))
    ]
    ended = next((one for one in statuses if one in (*_ENDED, "entered-in-error", "refuted")), None)
    if ended is not None:
        citizen.tell("left_out", resource.place, _("{what} is marked as {status}", what=kind, status=ended))
    return ended is None


def put_groups(citizen: ImportedCitizen, bundle: FhirBundle) -> None:
    """Put the target groups into the case, by their rank in plans that have not ended."""
    ranks = _ranks(bundle)
    primary: list[str] = []
    secondary: list[str] = []
    unknown: list[tuple[str, str]] = []
    for resource in bundle.of("Condition"):
        for code in codes_in(resource.value.get("code")):
            if code.kind != "target_group" or not _live(citizen, resource, ffb_label("target_group", code.key)):
                continue
            _told_otherwise(citizen, resource, code, "target_group")
            given = ranks.get(resource.id)
            if given is None:
                unknown.append((code.key, resource.place))
            elif code.key not in (found := primary if given == 1 else secondary):
                found.append(code.key)
    for group in [one for one in secondary if one in primary]:
        secondary.remove(group)
        citizen.tell(
            "changed",
            "Condition",
            _(
                "{group} is both the first and a further group: kept as the first",
                group=ffb_label("target_group", group),
            ),
        )
    if len(primary) > 1:
        citizen.tell(
            "ask",
            "Condition",
            _(
                "several groups have the first rank: {names}",
                names=formats.listed(ffb_label("target_group", one) for one in primary),
            ),
        )
        secondary, primary = [*primary, *secondary], []
    for group, place in unknown:
        if group not in (*primary, *secondary):
            secondary.append(group)
            citizen.tell(
                "ask", place, _("{group} has no rank: is it the first?", group=ffb_label("target_group", group))
            )
    if primary:
        citizen.put(("target_groups", "primary"), primary[0], "Condition")
    if secondary:
        citizen.put(("target_groups", "secondary"), [*dict.fromkeys(secondary)], "Condition")


def _ranks(bundle: FhirBundle) -> Mapping[str, int]:
    """Return the rank of each target group, by the id of its resource: of the plans that have not ended."""
    found: dict[str, int] = {}
    for plan in bundle.of("CarePlan"):
        if text_of(plan.value.get("status")) in CLOSED:
            continue
        for one in rows_of(plan.value.get("addresses")):
            rank = extension_of(one, RANK).get("valuePositiveInt")
            referred = bundle.referred(one)
            if referred is not None and isinstance(rank, int):
                found[referred.id] = min(rank, found.get(referred.id, rank))
    return found


def _told_otherwise(citizen: ImportedCitizen, resource: Resource, code: FfbCode, kind: str) -> None:
    """Tell where the text beside a code is another label than the code's."""
    labels = {vocabulary().label(kind, code.key, one).casefold() for one in ("da", "en")}
    if code.said and code.said.casefold() not in labels:
        message = _(
            "the text says “{said}”, and the code is {label}: the code counts",
            said=safe(code.said),
            label=ffb_label(kind, code.key),
        )
        citizen.tell("changed", resource.place, message)


def put_functioning(citizen: ImportedCitizen, bundle: FhirBundle) -> None:
    """Put the levels of functioning into the case: the latest of each theme, and the earlier ones beside it."""
    found: dict[str, list[tuple[date, int, str]]] = {}
    for resource in bundle.of("Condition"):
        for code in codes_in(resource.value.get("code")):
            if code.kind != "theme" or not _live(citizen, resource, ffb_label("theme", code.key)):
                continue
            _told_otherwise(citizen, resource, code, "theme")
            level = _level(citizen, resource, resource.value.get("severity"), "functioning")
            if level is not None:
                on = recorded_on(resource) or date.min
                found.setdefault(code.key, []).append((on, level, resource.place))
    earlier: list[PlainValue] = []
    for theme, rows in found.items():
        rows.sort()
        on, level, place = rows[-1]
        if any(day == on and other != level for day, other, _place in rows):
            citizen.tell("ask", place, _("{theme} has two levels on one day", theme=ffb_label("theme", theme)))
            continue
        citizen.put(("functioning", theme), level, place)
        earlier += [
            {"theme": theme, "level": other, "on": day.isoformat()}
            for day, other, _place in rows[:-1]
            if day not in (on, date.min)
        ]
    if earlier:
        citizen.put(("earlier_functioning",), earlier, "Condition")


def _level(citizen: ImportedCitizen, resource: Resource, concept: Json, scale: str) -> int | None:
    for code in codes_in(concept):
        if code.kind == scale and code.key != NOT_ASSESSED:
            return int(code.key)
        if code.kind != scale:
            citizen.tell(
                "left_out", resource.place, _("the code {code} is no level that visit knows", code=safe(code.code))
            )
    return None


def put_support_need(citizen: ImportedCitizen, bundle: FhirBundle) -> None:
    """Put the latest level of support need into the case."""
    found: list[tuple[date, int, str]] = []
    for resource in bundle.of("Observation"):
        if text_of(resource.value.get("status")) == "entered-in-error":
            continue
        value = resource.value.get("valueCodeableConcept")
        if any(code.kind == "support_need" for code in codes_in(value)):
            level = _level(citizen, resource, value, "support_need")
            if level is not None:
                found.append((recorded_on(resource) or date.min, level, resource.place))
    if found:
        _on, level, place = max(found)
        citizen.put(("support_need",), level, place)


def put_goals(citizen: ImportedCitizen, bundle: FhirBundle) -> None:
    """Put the goals into the case, each for its first theme."""
    goals: list[PlainValue] = []
    for resource in bundle.of("Goal"):
        if text_of(resource.value.get("lifecycleStatus")) in ("cancelled", "entered-in-error", "rejected", "completed"):
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
        functioning = citizen.case.get("functioning")
        start = functioning.get(themes[0]) if isinstance(functioning, dict) else None
        row: dict[str, PlainValue] = {"theme": themes[0]}
        row |= {} if start is None or level is None else {"from": start}
        row |= {} if level is None else {"to": level}
        row |= {} if kind is None else {"kind": kind}
        goals.append(row)
    if goals:
        citizen.put(("goals",), goals, "Goal")


def _themes(bundle: FhirBundle, goal: Resource) -> Iterator[str]:
    """Yield the themes of a goal, the first in rank first."""
    rows = []
    for one in rows_of(goal.value.get("addresses")):
        referred, rank = bundle.referred(one), extension_of(one, RANK).get("valuePositiveInt")
        codes = codes_in(referred.value.get("code")) if referred is not None else ()
        rows += [(rank if isinstance(rank, int) else 9, code.key) for code in codes if code.kind == "theme"]
    yield from (theme for _rank, theme in sorted(rows, key=lambda one: one[0]))
