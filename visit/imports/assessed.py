"""What was found out of a citizen, from FHIR: target groups with their rank, functioning, support need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from visit.imports.bundles import FhirBundle, Resource, extension_of, group_of, rows_of, text_of
from visit.imports.case_cells import level_said
from visit.imports.ffb import NOT_ASSESSED, FfbCode, codes_in
from visit.imports.ffb_words import tell_code_counts, tell_other_words
from visit.imports.holding import LONGEST_STATUS, holds
from visit.imports.imported import CLOSED, RANK, ImportedCitizen, ffb_label, recorded_in
from visit.imports.looked_at import Json
from visit.imports.statuses import status_name
from visit.interview.fields import label_of
from visit.locale import formats, language
from visit.locale import text as _
from visit.reading.source import PlainValue
from visit.vocabulary import levels_of

CARE_SOCIAL = "http://fhir.kl.dk/term/CodeSystem/CareSocialCodes"
SUPPORT_NEED = "effe55c7-572c-4a99-8fb4-2a9dda2f6572"
"""What KL's profiles call the observation of the support need, and in which code system."""
_LONG_BEFORE = timedelta(days=183)
"""A level that is so much older than the assessment is asked about: half a year is longer than an assessment takes."""
_COUNTS = ("final", "amended", "corrected", "appended")
"""Statuses of an observation that is done."""


def put_groups(citizen: ImportedCitizen, bundle: FhirBundle, today: date) -> None:
    """Put the target groups into the case, by their rank in plans that have not ended."""
    ranks = _ranks(citizen, bundle)
    primary: list[str] = []
    secondary: list[str] = []
    unknown: list[tuple[str, str]] = []
    places: dict[str, list[str]] = {}
    ended: list[str] = []
    for resource in bundle.of("Condition"):
        for code in codes_in(resource.value.get("code")):
            if code.kind != "target_group":
                continue
            if not holds(citizen, resource, ffb_label("target_group", code.key), today):
                ended.append(code.key)
                continue
            tell_other_words(citizen, resource, code)
            places.setdefault(code.key, []).append(resource.place)
            given = ranks.get(resource.id)
            if given is None:
                unknown.append((code.key, resource.place))
            elif code.key not in (found := primary if given == 1 else secondary):
                found.append(code.key)
    for group in ended:
        if group not in places:
            citizen.withdraw(("target_groups", "primary"), group)
            citizen.withdraw(("target_groups", "secondary"), group)
    for group in [one for one in secondary if one in primary]:
        secondary.remove(group)
        citizen.tell(
            "changed",
            ", ".join(places[group]),
            _(
                "{group} is both the first and a further group: kept as the first",
                group=ffb_label("target_group", group),
            ),
        )
    several = len(primary) > 1
    if several:
        citizen.tell(
            "ask",
            ", ".join(place for one in primary for place in places[one]),
            _(
                "several groups have the first rank: {names}",
                names=formats.listed(ffb_label("target_group", one) for one in primary),
            ),
        )
        secondary, primary = [*primary, *secondary], []
    for group, place in unknown:
        if group not in (*primary, *secondary):
            secondary.append(group)
            message = _("{group} has no rank: is it the first?", group=ffb_label("target_group", group))
            citizen.tell("ask", place, message, "target_groups.primary")
    if secondary and not primary and not unknown and not several:
        message = _("none of the target groups has the first rank: which is the first?")
        citizen.tell(
            "ask", ", ".join(place for one in secondary for place in places[one]), message, "target_groups.primary"
        )
    if primary:
        citizen.put(("target_groups", "primary"), primary[0], *places[primary[0]])
    if secondary:
        citizen.put(
            ("target_groups", "secondary"),
            [*dict.fromkeys(secondary)],
            *(place for one in secondary for place in places[one]),
        )


def _ranks(citizen: ImportedCitizen, bundle: FhirBundle) -> Mapping[str, int]:
    """Return the rank of each target group, by the id of its resource: of the plans that have not ended."""
    found: dict[str, int] = {}
    for plan in bundle.of("CarePlan"):
        if text_of(plan.value.get("status")) in CLOSED:
            continue
        for one in rows_of(plan.value.get("addresses")):
            rank = extension_of(one, RANK).get("valuePositiveInt")
            referred = bundle.referred(one)
            if referred is None or rank is None:
                continue
            if isinstance(rank, bool) or not isinstance(rank, int) or rank < 1:
                shown = citizen.shown(str(rank), LONGEST_STATUS)
                citizen.tell("ask", plan.place, _("{rank} is no rank: which group comes first?", rank=shown))
                continue
            if (before := found.setdefault(referred.id, rank)) != rank:
                message = _("one group has the rank {one} in one plan and {other} in another: the first of them counts",
                            one=min(rank, before), other=max(rank, before))  # fmt: skip
                citizen.tell("changed", plan.place, message)
                found[referred.id] = min(rank, before)
    return found


def _level_told_otherwise(citizen: ImportedCitizen, resource: Resource, code: FfbCode) -> None:
    """Tell where a text beside a level says another one; beside a level of functioning also where it says none.

    Beside a support need it is a free text, which stands in words anyway.
    """
    label = f"{code.key} - {levels_of(str(code.kind), language())[int(code.key)]}"
    for said in code.said:
        level = level_said(str(code.kind), said)
        if str(level) != code.key and (level is not None or code.kind == "functioning"):
            tell_code_counts(citizen, resource, said, label)


def put_functioning(citizen: ImportedCitizen, bundle: FhirBundle, today: date) -> None:
    """Put the levels of functioning into the case: the latest of each theme, and the earlier ones beside it."""
    found: dict[str, list[_LevelFound]] = {}
    for resource in bundle.of("Condition"):
        for code in codes_in(resource.value.get("code")):
            if code.kind != "theme":
                continue
            if not holds(citizen, resource, ffb_label("theme", code.key), today):
                citizen.withdraw(("functioning", code.key))
                continue
            tell_other_words(citizen, resource, code)
            label = ffb_label("theme", code.key)
            level = _level(citizen, resource, resource.value.get("severity"), "functioning", label, today)
            found.setdefault(code.key, []).extend(level)
    earlier: list[PlainValue] = []
    earlier_places: list[str] = []
    for theme, rows in found.items():
        latest = _latest(citizen, ffb_label("theme", theme), rows)
        if latest is None:
            continue
        citizen.put(("functioning", theme), latest.level, *_places_of(latest, rows))
        _ask_if_old(citizen, ffb_label("theme", theme), latest)
        for row in rows:
            if row.last < latest.first and row.first == row.last:
                earlier.append({"theme": theme, "level": row.level, "on": row.first.isoformat()})
                earlier_places.append(row.place)
            elif row.level != latest.level:
                message = _("an earlier level of {theme} has no exact day", theme=ffb_label("theme", theme))
                citizen.tell("left_out", row.place, message)
    if earlier:
        citizen.put(("earlier_functioning",), earlier, *earlier_places)


def put_support_need(citizen: ImportedCitizen, bundle: FhirBundle, today: date) -> None:
    """Put the latest level of support need into the case."""
    found: list[_LevelFound] = []
    for resource in bundle.of("Observation"):
        status, value = text_of(resource.value.get("status")), resource.value.get("valueCodeableConcept")
        is_need = any(code.kind == "support_need" for code in codes_in(value))
        if status not in _COUNTS:
            shown = status_name(status) or citizen.shown(status, LONGEST_STATUS) or status_name("unknown")
            message = _("{what} is marked as {status}", what=_("an observation"), status=shown)
            citizen.tell("left_out" if status in CLOSED else "ask", resource.place, message)
            if is_need:
                citizen.withdraw(("support_need",))
        elif is_need and not _is_of_need(resource):
            message = _("a level of support need, and its code does not say that it is the citizen’s: is it?")
            citizen.tell("ask", resource.place, message, "support_need")
        elif _is_of_need(resource) and not is_need and codes_in(value):
            what = formats.listed(_code_label(citizen, one) for one in codes_in(value))
            message = _("the support need has a code of another list, {what}: which level is it?", what=what)
            citizen.tell("ask", resource.place, message, "support_need")
        elif is_need:
            found += _level(citizen, resource, value, "support_need", label_of("support_need"), today)
    latest = _latest(citizen, label_of("support_need"), found)
    if latest is not None:
        citizen.put(("support_need",), latest.level, *_places_of(latest, found))
        _ask_if_old(citizen, label_of("support_need"), latest)
        for row in found:
            if row.level != latest.level:
                citizen.tell("left_out", row.place, _("an earlier level of {theme}", theme=label_of("support_need")))


def _code_label(citizen: ImportedCitizen, code: FfbCode) -> str:
    """Return what a code is called; of a level its digit and name, of one that nobody knows the code itself."""
    match code.kind:
        case "functioning" | "support_need" if code.key != NOT_ASSESSED:
            return f"{code.key} - {levels_of(code.kind, language())[int(code.key)]}"
        case None | "functioning" | "support_need" | "goal_kind":
            return citizen.shown(code.code, LONGEST_STATUS)
        case kind:
            return ffb_label(kind, code.key)


def _is_of_need(resource: Resource) -> bool:
    """Return whether an observation is called the citizen's support need: by its code, and by no other beside it."""
    codings = [group_of(one) for one in rows_of(group_of(resource.value.get("code")).get("coding"))]
    for one in codings:
        one.get("display")
    of_kl = [text_of(one.get("code")) for one in codings if text_of(one.get("system")) == CARE_SOCIAL]
    return of_kl == [SUPPORT_NEED]


@dataclass(frozen=True, slots=True, order=True)
class _LevelFound:
    """A level, and the first and last day on which it can have been found."""

    last: date
    first: date
    level: int
    place: str


def _level(
    citizen: ImportedCitizen, resource: Resource, concept: Json, scale: str, label: str, today: date
) -> list[_LevelFound]:
    """Return the level that a concept says, alone in a list; an empty one where it says none, which is told."""
    codes = codes_in(concept)
    for code in codes:
        if code.kind != scale:
            message = _("the code {code} is no level that visit knows", code=citizen.shown(code.code, LONGEST_STATUS))
            citizen.tell("left_out", resource.place, message)
    of_scale = [one for one in codes if one.kind == scale and one.key != NOT_ASSESSED]
    if len({one.key for one in of_scale}) > 1:
        citizen.tell("ask", resource.place, _("{what} has two levels at one place", what=label))
        return []
    for one in of_scale[:1]:
        _level_told_otherwise(citizen, resource, one)
    level = next((int(one.key) for one in of_scale), None)
    first, last = recorded_in(resource) or (date.min, date.max)
    if level is None:
        if not codes or any(one.key == NOT_ASSESSED for one in codes):
            message = _("{what} has no level here", what=label)
            citizen.tell("left_out", resource.place, message)
        return []
    if today < first:
        message = _("{what} is dated {day}, which has not come", what=label, day=formats.day(first))
        citizen.tell("left_out", resource.place, message)
        return []
    return [_LevelFound(last, first, level, resource.place)]


def _ask_if_old(citizen: ImportedCitizen, label: str, latest: _LevelFound) -> None:
    """Ask of a level that was found long before the assessment whether it still holds: the case has one day for all."""
    assessed = date.fromisoformat(str(citizen.case["assessed"]))
    if latest.last < assessed - _LONG_BEFORE:
        message = _(
            "{what} is of {day}, long before the assessment: does it still hold?",
            what=label,
            day=formats.day(latest.last),
        )
        citizen.tell("ask", latest.place, message)


def _places_of(latest: _LevelFound, rows: Sequence[_LevelFound]) -> Iterator[str]:
    """Yield where a level stands, and where it is said again."""
    yield latest.place
    yield from (one.place for one in rows if one.level == latest.level)


def _latest(citizen: ImportedCitizen, label: str, rows: Sequence[_LevelFound]) -> _LevelFound | None:
    """Return the latest level; None where there is none, or where another may be as late, which is asked about."""
    if not rows:
        return None
    latest = max(rows)
    rivals = [one for one in rows if one.level != latest.level and one.last >= latest.first]
    if not rivals:
        return latest
    on_a_day = all(one.first == one.last for one in (latest, *rivals))
    message = (
        _("{theme} has two levels on one day", theme=label)
        if on_a_day
        else _(
            "{theme} has several levels, and not the days on which they were found: which is the latest?", theme=label
        )
    )
    for one in (latest, *rivals):
        citizen.tell("ask", one.place, message)
    return None
