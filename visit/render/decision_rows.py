"""What is recorded with a decision, in rows: what it departs from, until when it is granted, its deadlines, its plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from visit.decisions.files import Decided, came_too_early
from visit.decisions.named import RecordedWords
from visit.decisions.records import RIGHT, ChosenRecord, DepartedRule, DepartureRecord, Plan
from visit.decisions.wording import Wording
from visit.ledger.entries import Entry
from visit.ledger.entry_types import EntryType
from visit.locale import formats, language, plural
from visit.locale import text as _
from visit.ranking.values import Ranking
from visit.ranking.verdict import NotYet
from visit.reasons.explanation import Explanation
from visit.reasons.short_names import ShortNames
from visit.render.entry_words import role, what
from visit.render.next_steps import before_follow_up, looked_again
from visit.render.said_of_choice import ChoiceRows, SaidOfChoice, chosen_again
from visit.vocabulary import vocabulary


def departs(row: DepartedRule, rule: str, option: str | None) -> str:
    """Return what a choice departs from, or may depart from: a rule in words, and for which option."""
    strengths = {"must": _("against the rule"), "presumption": _("against what is normal"), RIGHT: _("against a right")}
    said = formats.small(rule) if row["strength"] == RIGHT else rule
    line = f"{strengths.get(row['strength'], row['strength'])}: {f'{option}: ' if option else ''}{said}"
    return line if row["outcome"] == "fails" else _("perhaps {line}", line=line)


def surely_departs(departure: DepartureRecord) -> bool:
    """Return whether a choice departs from the first placement or a rule, and not only perhaps."""
    return departure["first"] is not None or any(row["outcome"] == "fails" for row in departure["rules"])


def said_then(decided: Decided, ranking: Ranking | None, language: str, *, verdict: bool = True) -> ChoiceRows:
    """Yield what `match` said of what was chosen, of a refusal too; where that cannot be worked out again, where it stands.

    Args:
        decided: The decision.
        ranking: What it was decided on, where that can be worked out again.
        language: In which it is said.
        verdict: Whether the verdict is said.
    """
    refused, chosen = decided.choice.get("why") == "refused", decided.parts
    if not (refused or chosen):
        return
    if ranking is None:
        yield _("What was open then is not worked out again: it stands in the answer as it was shown")
        return
    said = SaidOfChoice(Explanation(ranking), ShortNames.of(ranking, language), then=True)
    if refused:
        yield from said.refused()
    elif (placement := chosen_again(ranking, chosen)) is not None:
        yield from said.rows(placement) if verdict else said.rests_on(placement)


def answer_in_words(decided: Decided, answer: Entry) -> str:
    """Return what an answer to a decision says, in a few words."""
    asked = next((one for one in decided.approval_states if one.id == answer.get("approval")), None)
    return what(answer, approver=None if asked is None else role(asked.by, asked.role))


def departure_reason(entry: Entry, words: RecordedWords) -> str:
    """Return why a decision departs, by the code that was given; a dash where none was asked for."""
    code = (entry.get("departure") or {}).get("code")
    return "–" if code is None else words.wording.told("departures", code)


def departed(entry: Entry, words: RecordedWords) -> Iterator[str]:
    """Yield what a decision departs from, or may depart from."""
    for row in (entry.get("departure") or {}).get("rules", ()):
        option = words.option(row["option"]) if row["option"] else None
        yield departs(row, words.wording.told("rules", row["rule"]), option)


def not_yet_reasons(reasons: Iterable[str]) -> Iterator[str]:
    """Yield why a choice could not be granted yet, as recorded with it; that something was unknown is told by what it was."""
    words = {
        NotYet.UNPROVED: _("the search reached its limit, and another placement may come first"),
        NotYet.AWAITING: _("an offer had said no, a plan was missing, or somebody else decides first"),
        NotYet.DWELLING: _("a dwelling is still to be found"),
        NotYet.AREAS: _("nobody has said what has to be covered"),
        NotYet.GROUND: _("the ground for giving less than what ends is not recorded"),
        NotYet.EXTENT: _("only their names separate no. 1 from no. 2"),
    }
    for one in reasons:
        if one in words:
            yield words[NotYet(one)]


def open_as_recorded(entry: Entry, wording: Wording) -> Iterator[str]:
    """Yield what was open of a decision that is not as it was recorded, and of which nothing is worked out again."""
    choice: ChosenRecord = entry.get("choice") or ChosenRecord()
    if came_too_early(entry):
        reasons = "; ".join(not_yet_reasons(choice.get("not_yet", ()))) or _("something of it was not known")
        yield _("It could not be granted yet: {reasons}", reasons=reasons)
    if facts := choice.get("open"):
        yield _("not clarified: {facts}", facts=formats.listed(wording.told("facts", id) for id in facts))
    if choice.get("kind") == "placement":
        yield _("What was said of it then is not worked out again, as the entry is not as it was recorded")


def decides(choice: ChosenRecord) -> bool:
    """Return whether a choice decides the case: it is neither postponed nor withdrawn."""
    return choice.get("kind") != "none" or choice.get("why") == "refused"


def decided_late(days: int) -> str:
    """Return that it was decided after the deadline."""
    return plural("decided {n} day late", "decided {n} days late", days, n=formats.number(days))


def due_rows(entry: Entry, wording: Wording) -> Iterator[tuple[str, str]]:
    """Yield the days of each follow-up recorded with a decision in words, and what to look at then; the earliest first."""
    for row in sorted(entry.get("follow_up") or (), key=lambda row: (row["due"], row["id"])):
        due = [date.fromisoformat(day) for day in row["due"]]
        yield looked_again(due, wording.then_every(row["id"], due)), wording.told("follow_up", row["id"])


def granted_rows(entry: Entry, words: RecordedWords) -> Iterator[str]:
    """Yield until when each part of what was chosen is granted, and by which statement."""
    for row in entry.get("grants") or ():
        said = words.wording.told("grants", row["id"])
        yield f"{formats.day(date.fromisoformat(row['until']))}, {words.option(row['option'])}: {said}"


def deadline_rows(decided: Decided, wording: Wording) -> Iterator[str]:
    """Yield the deadlines recorded with a decision, and what became of each as far as it is recorded."""
    done = {
        id: one
        for one in decided.answered(EntryType.FOLLOW_UP)
        for id in (one.get("measured") or {}).get("deadlines_met") or ()
    }
    for row in decided.entry.get("deadlines") or ():
        days = [date.fromisoformat(day) for day in row["due"]]
        line = f"{formats.listed(map(formats.day, days)) or _('no day yet')}: {wording.told('deadlines', row['id'])}"
        late = max(((decided.day - day).days for day in days), default=0)
        if row["waits_for"] == "decision" and decides(decided.choice):
            line = f"{line} ({decided_late(late) if late > 0 else _('decided in time')})" if days else line
        elif row["id"] in done:
            when = date.fromisoformat(done[row["id"]].get("measured")["measured"])
            line = f"{line} – " + _("done {day} (entry {n})", day=formats.day(when), n=done[row["id"]].seq)
        elif late > 0:
            line = f"{line} ({_('it had passed at the decision')})"
        else:
            follow_up = (date.fromisoformat(day) for one in decided.entry.get("follow_up") or () for day in one["due"])
            line += before_follow_up(days, row["waits_for"], follow_up, decided.day)
        yield line


def plan_rows(plan: Plan) -> Iterator[str]:
    """Yield what a plan says, a line each; its free text is not repeated."""
    label = vocabulary().label
    if "handleplan" in plan:
        status = label("handleplan_status", plan["handleplan"]["status"], language())
        yield _("action plan: {status}{on}", status=status, on=_on(plan["handleplan"].get("on")))
    for phase in plan.get("phases", ()):
        hours = ", ".join(
            f"{label('area', area, language()).lower()} {formats.hours(Decimal(str(amount)))}"
            for area, amount in phase["hours_per_week"].items()
        )
        months = plural("{n} month", "{n} months", phase["months"])
        yield _("{months}: {hours} a week", months=months, hours=hours)
    if "ends" in plan:
        yield _("expected to end{on}", on=_on(plan["ends"]))
    if "handover" in plan:
        yield _("handover{on}: {who}", on=_on(plan["handover"].get("on")), who=plan["handover"]["responsible"])
    if "tariff" in plan:
        yield _("price settled{on}: {who}", on=_on(plan["tariff"].get("on")), who=plan["tariff"]["settled_by"])
    for talk in plan.get("dialogue", ()):
        parties = formats.listed(label("dialogue_party", one, language()) for one in talk["with"])
        yield _("talked over{on} with {parties}", on=_on(talk["on"]), parties=parties)


def _on(day: str | None) -> str:
    return "" if day is None else _(", {day}", day=formats.day(date.fromisoformat(day)))
