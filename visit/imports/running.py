"""What runs for a citizen, from FHIR: services and offers of plans that have not ended, under the provision that a code says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from visit.imports.bundles import FhirBundle, Resource, group_of, rows_of, text_of
from visit.imports.ffb import FfbCode, codes_in, provisions_named
from visit.imports.ffb_words import tell_other_words
from visit.imports.follow_ups import is_follow_up
from visit.imports.imported import CLOSED, ImportedCitizen, day_in, days_in, ffb_label
from visit.imports.looked_at import Json
from visit.imports.offers import slug
from visit.imports.statuses import status_name
from visit.locale import formats
from visit.locale import text as _
from visit.reading.source import PlainValue
from visit.vocabulary import vocabulary

_STOPPED = ("stopped", "inactive")
_NOT_BEGUN = ("draft", "proposed", "proposal", "option", "not-started", "scheduled")
_RUNNING = ("active", "in-progress")


def put_running(citizen: ImportedCitizen, bundle: FhirBundle) -> None:
    """Put what runs on the day of the assessment into the case."""
    assessed = date.fromisoformat(str(citizen.case["assessed"]))
    current: dict[str, dict[str, PlainValue]] = {}
    places: list[str] = []
    for plan in bundle.of("CarePlan"):
        details = [group_of(group_of(one).get("detail")) for one in rows_of(plan.value.get("activity"))]
        teams_named = [one for one in map(bundle.referred, rows_of(plan.value.get("careTeam"))) if one is not None]
        teams = [one.value for one in teams_named]
        parts = [
            (code, one)
            for listed, key, kind in ((details, "code", "intervention"), (teams, "category", "offer_type"))
            for one in listed
            for code in codes_in(one.get(key))
            if code.kind == kind
        ]
        for code, part in parts:
            _one_that_runs(citizen, plan, part, code, assessed, current)
        places += [one.place for one in (plan, *teams_named)] if parts else []
        for said in dict.fromkeys(_described(plan, details, has_codes=bool(parts))):
            citizen.tell("ask", plan.place, _("a service stands as text only: “{said}”", said=citizen.quoted(said)))
    if current:
        citizen.put(("citizen", "current"), [*current.values()], *places)


def _described(plan: Resource, details: Sequence[Mapping[str, Json]], *, has_codes: bool) -> Iterator[str]:
    """Yield what a plan says in words of a service that no code says; where nothing else does, its title."""
    wordy = [one for one in details if not any(code.kind == "intervention" for code in codes_in(one.get("code")))]
    wordy = [one for one in wordy if not is_follow_up(one.get("code"))]
    texts = [
        said
        for one in wordy
        for said in (text_of(one.get("description")), text_of(group_of(one.get("code")).get("text")))
    ]
    yield from filter(None, texts)
    if not has_codes and not any(texts) and (title := text_of(plan.value.get("title"))):
        yield title


def _one_that_runs(
    citizen: ImportedCitizen,
    plan: Resource,
    part: Mapping[str, Json],
    code: FfbCode,
    assessed: date,
    current: dict[str, dict[str, PlainValue]],
) -> None:
    """Put what runs on the day into the case, where its code says under which provision; else ask."""
    tell_other_words(citizen, plan, code)
    label = ffb_label(str(code.kind), code.key)
    statuses = [text_of(one.get("status")) for one in (plan.value, part)]
    periods = [group_of(plan.value.get("period")), group_of(part.get("scheduledPeriod") or part.get("period"))]
    if part.get("doNotPerform") is True:
        citizen.tell("left_out", plan.place, _("{what} is marked as not to be done", what=label))
        citizen.withdraw(("citizen", "current"), {"name": _name_of(code)})
        return
    if (why := _not_running(label, statuses, text_of(plan.value.get("intent")), periods, assessed)) is not None:
        citizen.tell("left_out", plan.place, why)
        citizen.withdraw(("citizen", "current"), {"name": _name_of(code)})
        return
    if (why := _unsure(citizen, label, statuses, periods, assessed)) is not None:
        citizen.tell("ask", plan.place, why)
        return
    provisions = provisions_named(code.code)
    if len(provisions) != 1:
        which = formats.either(provisions)
        asked = (
            _("{what} runs: under which provision? {which}", what=label, which=which)
            if which
            else _("{what} runs: under which provision?", what=label)
        )
        citizen.tell("ask", plan.place, asked)
        return
    (provision,) = provisions
    name = _name_of(code)
    row = current.setdefault(provision, {"offer": slug(f"ffb {code.key}"), "service": provision, "name": name})
    row["name"] = " · ".join(dict.fromkeys((*str(row["name"]).split(" · "), name)))
    if (start := day_in(periods[0].get("start"))) is not None:
        before = date.fromisoformat(str(row.get("since", start.isoformat())))
        if before != start:
            message = _("{what} begins {day} in one plan and {other} in another: the first day counts",
                        what=str(row["name"]), day=formats.day(min(before, start)),
                        other=formats.day(max(before, start)))  # fmt: skip
            citizen.tell("changed", plan.place, message)
        row["since"] = min(before, start).isoformat()


def _name_of(code: FfbCode) -> str:
    """Return what a service is called in a case: the same whoever reads the bundle, in the language of the field."""
    return vocabulary().label(str(code.kind), code.key, "da")


def _not_running(
    label: str, statuses: Sequence[str], intent: str, periods: Sequence[Mapping[str, Json]], assessed: date
) -> str | None:
    """Return why something surely does not run on a day; None where it may."""
    closed = next((one for one in statuses if one in (*CLOSED, *_STOPPED)), None)
    ends = [days for one in periods if (days := days_in(one.get("end"))) is not None]
    if closed is not None or any(last < assessed for _first, last in ends):
        return _ended(label, closed, min((last for _first, last in ends), default=None))
    not_begun = next((one for one in (*statuses, intent) if one in _NOT_BEGUN), None)
    if not_begun is not None:
        return _("{what} has not begun ({status})", what=label, status=status_name(not_begun) or not_begun)
    return None


def _unsure(
    citizen: ImportedCitizen, label: str, statuses: Sequence[str], periods: Sequence[Mapping[str, Json]], assessed: date
) -> str | None:
    """Return what must be asked of something before it is said to run on a day; None where it surely runs."""
    unclear = next((one for one in statuses if one and one not in _RUNNING), None)
    if unclear is not None or not statuses[0]:
        called = status_name(unclear or "unknown") or citizen.shown(str(unclear), 30)
        return _("{what} is marked as {status}: does it run?", what=label, status=called)
    for period in periods:
        start, end = days_in(period.get("start")), days_in(period.get("end"))
        if start is not None and start[0] > assessed:
            return _("{what} begins {day}, after the assessment: does it run?", what=label, day=formats.day(start[0]))
        unread = next(
            (
                citizen.shown(said, 30)
                for key, days in (("start", start), ("end", end))
                if (said := text_of(period.get(key))) and _is_unclear(days, assessed)
            ),
            None,
        )
        if unread is not None:
            return _("the period of {what} is not exact ({said}): does it run?", what=label, said=unread)
    return None


def _is_unclear(days: tuple[date, date] | None, assessed: date) -> bool:
    """Return whether a date may lie on either side of a day."""
    return days is None or (days[0] != days[1] and days[0] <= assessed <= days[1])


def _ended(label: str, status: str | None, end: date | None) -> str:
    """Return how it is told that something has ended, also where it is marked as active still."""
    if end is not None and status is None:
        return _("{what} ended {day}, and is still marked as active", what=label, day=formats.day(end))
    return _("{what} has ended ({status})", what=label, status=status and (status_name(status) or status))
