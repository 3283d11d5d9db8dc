"""Entries of a ledger on a page: a list of many, and one with all that it says; `answer_sheet` has what answers a decision."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from visit.characters import spelled
from visit.decisions.files import Decided, Wanted
from visit.decisions.named import NO_WORDS, RecordedNames, RecordedWords, parts_by_name
from visit.decisions.records import RIGHT, ChosenRecord, DepartedRule, DepartureRecord, OwnRoleRecord, Plan
from visit.decisions.roles import role_label
from visit.decisions.wording import Wording
from visit.ledger.entries import LEAF, Entry, Person
from visit.ledger.entry_types import EntryType
from visit.ledger.fields import recorded_field_label
from visit.local_day import recorded
from visit.locale import formats, language, plural
from visit.locale import text as _
from visit.ranking.values import Ranking
from visit.reasons.explanation import Explanation
from visit.reasons.short_names import ShortNames
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.follow_up_rows import follow_up_outcome, measured_rows
from visit.render.next_steps import before_follow_up
from visit.render.said_of_choice import ChoiceRows, SaidOfChoice, chosen_again
from visit.vocabulary import vocabulary

TOLD_IN_SHORT = ("choice", "approval", "who", "code", "entries", "measured", "of")
"""The fields that `what` tells."""
LedgerRows = Iterator[str | tuple[str, tuple[str, ...]]]


def role(key: str, recorded: OwnRoleRecord | None = None) -> str:
    """Return what a role is called; of a guideline's own what is recorded beside it."""
    return role_label(key, recorded, language())


def state_in_words(state: str) -> str:
    """Return what the state of an approval is called."""
    return {
        "outstanding": _("outstanding"),
        "refused": _("refused"),
        "given": _("given"),
        "perhaps": _("perhaps needed"),
    }[state]


def overruled(refusal: Entry) -> str:
    """Return that an approval was given after it had been refused: by which entry, whom, and why."""
    return _(
        "after it was refused (entry {n}, {by}: {why})",
        n=refusal.seq, by=refusal.get("by"), why=_refusal_code(refusal),
    )  # fmt: skip


def state_told(one: Wanted) -> str:
    """Return what the state of an approval is called, with the refusal that it was given after."""
    state = state_in_words(one.state)
    return state if one.overruled is None else f"{state} {overruled(one.overruled)}"


def choice_in_short(choice: ChosenRecord, names: Mapping[str, str]) -> str:
    """Return what was chosen, by name where there is one; what stands outside the catalogue is free text and not repeated."""
    if choice["kind"] == "placement":
        return parts_by_name(choice["parts"], names)
    if choice["kind"] == "other":
        return _("outside the catalogue")
    return vocabulary().label("not_chosen", choice["why"], language())


def what(entry: Entry, words: RecordedWords = NO_WORDS, approver: str | None = None, *, departure: bool = True) -> str:
    """Return what an entry says, in a few words; nothing that a person has written.

    Args:
        entry: Which.
        words: What its ids stand for, where it is a decision.
        approver: Who was asked, where it gives or refuses an approval.
        departure: Whether it says why a decision departs.
    """
    if entry.erased:
        return _("erased")
    if any(entry.get(name) is None for name in entry.leaf.type.needs):
        return _("in a form that visit never writes") if entry.odd else _("damaged: `visit verify` says how")
    of = entry.get("of")
    match entry.leaf.type:
        case EntryType.DECISION:
            chosen = choice_in_short(entry.get("choice"), words.names)
            if open := entry.get("choice").get("open"):
                facts = formats.listed(words.wording.told("facts", one) for one in open)
                chosen = _("{chosen} (not clarified: {facts})", chosen=chosen, facts=facts)
            code = (entry.get("departure") or {}).get("code")
            if code is None or not departure:
                return chosen
            return _("{chosen} (departs: {why})", chosen=chosen, why=words.wording.told("departures", code))
        case EntryType.APPROVAL:
            return _("of {n}: {who}", n=of, who=approver or entry.get("approval"))
        case EntryType.REFUSAL:
            who = approver or refuser(entry.get("who"))
            return _("of {n}, {who}: {code}", n=of, who=who, code=_refusal_code(entry))
        case EntryType.FOLLOW_UP:
            outcome = follow_up_outcome(entry.get("measured"))
            return _("of {n}: {outcome}", n=of, outcome=outcome)
        case EntryType.CORRECTION:
            return _("of {n}: facts corrected", n=of)
        case EntryType.ERASURE:
            numbers = entry.get("entries")
            return plural("entry {numbers}", "entries {numbers}", len(numbers), numbers=", ".join(map(str, numbers)))
        case EntryType.INIT | EntryType.CONFIGURATION:
            return ""


def what_in(named: RecordedNames, entry: Entry, *, departure: bool = True) -> str:
    """Return what an entry says, in a few words, by the names of its ledger."""
    asked = not entry.erased and entry.get("approval") is not None
    return what(entry, named.of(entry), named.approver(entry) if asked else None, departure=departure)


def reason_on_a_line(entry: Entry) -> str:
    """Return the reason that a person gave, on one line; empty where there is none."""
    return " ".join(str(entry.get("reason") or "").split())


def refuser(who: str) -> str:
    """Return who said no."""
    return {"approver": _("the approver"), "citizen": _("the citizen"), "offer": _("the offer")}.get(who, who)


def refused_told(decided: Decided) -> str | None:
    """Return when a decision was refused, by whom and why, and that it gives no help; None where nobody refused it."""
    refusal = decided.refused
    if refusal is None:
        return None
    asked = next((one for one in decided.approval_states if one.id == refusal.get("approval")), None)
    who = refuser(refusal.get("who")) if asked is None else role(asked.by, asked.role)
    return _(
        "Refused {day} by {who} (entry {n}): {why}. The decision gives no help",
        day=formats.day(recorded(refusal.leaf.time).date()), who=who, n=refusal.seq, why=_refusal_code(refusal),
    )  # fmt: skip


def of_refused(title: str, decided: Decided) -> str:
    """Return the title of what was recorded for the help, with what it is of where the decision was refused."""
    return title if decided.refused is None else _("{title} (the decision was refused)", title=title)


def _refusal_code(entry: Entry) -> str:
    return refusal_label(str(entry.get("who")), str(entry.get("code")))


def refusal_label(who: str, code: str) -> str:
    """Return what a reason to refuse is called; the code itself where it is none of those."""
    codes = f"refusal_{who}"
    return vocabulary().label(codes, code, language()) if codes in vocabulary().codes else code


def moment(time: str) -> str:
    """Return a leaf's time as a person reads it: the day and the time of day in Denmark."""
    shown = recorded(time)
    return f"{formats.short_day(shown.date())} {shown:%H:%M}"


def departs(row: DepartedRule, rule: str, option: str | None) -> str:
    """Return what a choice departs from, or may depart from: a rule in words, and for which option."""
    strengths = {"must": _("against the rule"), "presumption": _("against what is normal"), RIGHT: _("against a right")}
    said = formats.small(rule) if row["strength"] == RIGHT else rule
    line = f"{strengths.get(row['strength'], row['strength'])}: {f'{option}: ' if option else ''}{said}"
    return line if row["outcome"] == "fails" else _("perhaps {line}", line=line)


def surely_departs(departure: DepartureRecord) -> bool:
    """Return whether a choice departs from the first placement or a rule, and not only perhaps."""
    return departure["first"] is not None or any(row["outcome"] == "fails" for row in departure["rules"])


def changed_mark(text: str) -> str:
    """Return a line of which something is not as it was recorded, with a mark before it."""
    return _("CHANGED AFTER IT WAS RECORDED: {what}", what=text)


def marked_where_changed(entry: Entry, text: str, *fields: str) -> str:
    """Return what an entry tells, with a mark before it where one of the fields that it tells is not as it was recorded."""
    return changed_mark(text) if not {*fields}.isdisjoint(entry.changed) else text


class ListSheet:
    """Many entries, one line each."""

    def __init__(
        self,
        where: str,
        entries: Sequence[Entry],
        size: int,
        language: str,
        *,
        named: RecordedNames,
        damaged: Container[int] = (),
    ) -> None:
        self.where, self.entries, self.size, self.language, self.named = where, entries, size, language, named
        self.damaged = damaged

    def document(self) -> dict[str, object]:
        """Return the list as data."""
        return {
            "schema": "visit-log-list",
            "version": 1,
            "size": self.size,
            "entries": [
                {
                    "number": one.seq,
                    "time": one.leaf.time,
                    "type": one.leaf.type,
                    "case": one.get("case"),
                    "by": one.get("by"),
                    "of": one.get("of"),
                    "choice": one.get("choice"),
                    "departure": (one.get("departure") or {}).get("code"),
                    "guideline": self.named.guideline(one),
                    "reason": one.get("reason"),
                    "erased": one.erased,
                    "changed": sorted(one.changed),
                    "damaged": one.seq in self.damaged,
                }
                for one in self.entries
            ],
        }

    def sheet(self) -> Sheet:
        """Return the list as a table."""
        columns = (
            Column("#", number=True), Column(_("time")), Column(_("type")), Column(_("case")),
            Column(_("what"), wraps=True), Column(_("under"), wraps=True), Column(_("by")), Column(_("reason"), wraps=True),
        )  # fmt: skip
        rows = tuple(
            (str(one.seq), moment(one.leaf.time), one.leaf.type.label, one.get("case") or "–",
             self.marked(one), self.named.guideline(one) or "–", one.get("by") or "–",
             reason_on_a_line(one) or "–")
            for one in self.entries
        )  # fmt: skip
        return (Table(columns, rows), Paragraph(self.counted())) if rows else (Paragraph(self.counted()),)

    def counted(self) -> str:
        """Return how many of the ledger's entries are listed."""
        return _("{n} of {total} entries in {where}", n=len(self.entries), total=self.size, where=self.where)

    def marked(self, entry: Entry) -> str:
        """Return what an entry says, in a few words, behind a mark where it is not as it was recorded."""
        said = what_in(self.named, entry)
        return changed_mark(said) if entry.seq in self.damaged and entry.changed else said


class EntrySheet:
    """One entry with all that it says; a decision with what answered it."""

    def __init__(
        self,
        entry: Entry,
        decided: Decided | None,
        language: str = "en",
        *,
        named: RecordedNames | None = None,
        ranking: Ranking | None = None,
    ) -> None:
        self.entry, self.decided, self.language, self.named, self.ranking = entry, decided, language, named, ranking
        self.words = NO_WORDS if named is None else named.of(entry)

    def document(self) -> dict[str, object]:
        """Return the entry as data: the leaf, and the values that are still there."""
        leaf = self.entry.leaf
        return {
            "schema": "visit-log-entry",
            "version": 1,
            "number": self.entry.seq,
            "time": leaf.time,
            "type": leaf.type,
            "visit": leaf.visit,
            "guideline": leaf.guideline,
            "catalogue": leaf.catalogue,
            "erased": self.entry.erased,
            "fields": sorted(leaf.fields),
            "changed": sorted(self.entry.changed),
            "values": dict(self.entry.values),
            "answers": [one.seq for one in self.decided.answers] if self.decided else [],
            "approvals": [
                {"id": one.id, "by": one.by, "kind": one.kind, "state": one.state}
                for one in (self.decided.approval_states if self.decided else ())
            ],
        }

    def sheet(self) -> Sheet:
        """Return the entry as a page."""
        entry, leaf = self.entry, self.entry.leaf
        head = _("{n}. {type}, {time}", n=entry.seq, type=leaf.type.label, time=moment(leaf.time))
        if LEAF in entry.changed:
            head = changed_mark(head)
        blocks: list[Block] = [Paragraph(head, strong=True)]
        if self.decided is not None and (refused := refused_told(self.decided)) is not None:
            blocks.append(Paragraph(refused, strong=True))
        blocks.append(Items(tuple(self.rows())))
        if self.decided is not None:
            blocks += self.answers(self.decided)
        return tuple(blocks)

    def rows(self) -> LedgerRows:
        entry, leaf = self.entry, self.entry.leaf
        if entry.erased:
            gone = "; ".join(map(recorded_field_label, sorted(leaf.fields)))
            yield _("Its values are gone: {fields}; `visit verify` says whether an erasure names them", fields=gone)
        elif entry.get("case"):
            yield self.mark(_("Case: {case}", case=entry.get("case")), "case")
        if not entry.erased:
            said = self.said()
            if said:
                yield self.mark(_("What: {what}", what=said), *TOLD_IN_SHORT)
            under = None if self.named is None else self.named.guideline(entry)
            if under is not None:
                yield _("Under: {guideline}", guideline=under)
            yield from self.of_decision()
            yield from self.of_follow_up()
            for key, label in (("reason", _("Reason")), ("basis", _("Ground"))):
                if entry.get(key):
                    yield self.mark(f"{label}: {entry.get(key)}", key)
            yield from self.of_participation()
            yield from self.of_plan()
            yield from self.of_settings()
            if entry.odd:
                yield _("In a form that visit never writes: {names}", names=", ".join(sorted(entry.odd)))
            by, user = (entry.get(name) or _("not said") for name in ("by", "system_user"))
            yield self.mark(_("By: {by} (the system says {user})", by=by, user=user), "by", "system_user")
        if entry.changed:
            yield _("What came after is not shown, as the entry is not as it was recorded")
        yield _("Written by visit {version}", version=leaf.visit)
        for label, digest in ((_("Guideline"), leaf.guideline), (_("Catalogue"), leaf.catalogue)):
            if digest is not None:
                yield f"{label}: {digest}"

    def mark(self, text: str, *fields: str) -> str:
        """Return a line, with a mark before it where a field that it tells is not as it was recorded."""
        return marked_where_changed(self.entry, text, *fields)

    def said(self) -> str:
        """Return what it says; of a decision what was chosen, each with its provision."""
        choice: ChosenRecord | None = self.entry.get("choice")
        if choice is not None:
            placed = choice["kind"] == "placement"
            return self.words.options(choice["parts"]) if placed else choice_in_short(choice, self.words.names)
        return what(self.entry) if self.named is None else what_in(self.named, self.entry)

    def of_decision(self) -> LedgerRows:
        entry = self.entry
        choice = entry.get("choice")
        if choice is None:
            return
        if choice["kind"] == "other":
            yield _("Outside the catalogue: {text}", text=choice["text"])
        if choice["kind"] == "placement":
            rank = _("not among the first") if choice["rank"] is None else str(choice["rank"])
            label = vocabulary().label("standing", choice["standing"], self.language)
            yield _("Place in the ranking: {rank}, {standing}", rank=rank, standing=label)
        if self.decided is not None:
            yield from said_then(self.decided, self.ranking, self.language)
        departure = entry.get("departure")
        if departure:
            passed = departure["first"] and self.words.options(departure["first"].split("+"))
            first = (_("first in the ranking: {names}", names=passed),) if passed else ()
            departs = _("Departs: {code}", code=departure_reason(entry, self.words))
            yield self.mark(departs, "departure"), (*first, *departed(entry, self.words))
        if entry.get("as_of"):
            answered = _("Answered as of {day}", day=formats.day(date.fromisoformat(entry.get("as_of"))))
            yield self.mark(answered, "as_of")
        yield self.mark(_("The answer as it was shown: `visit log show {n} --shown`", n=entry.seq), "shown")

    def of_follow_up(self) -> LedgerRows:
        measured = self.entry.get("measured")
        if measured:
            yield from (self.mark(one, "measured") for one in measured_rows(measured, self.wording_of_decision()))

    def wording_of_decision(self) -> Wording:
        """Return the words of the guideline behind the decision that an entry answers."""
        return NO_WORDS.wording if self.named is None else self.named.wording_of_decision(self.entry)

    def of_participation(self) -> LedgerRows:
        said = self.entry.get("participation") or {}
        for key, label in (("own_words", _("The citizen's own words")), ("offer_reply", _("The offer's reply"))):
            if key in said:
                yield self.mark(f"{label}: {said[key]}", "participation")

    def of_plan(self) -> LedgerRows:
        plan = self.entry.get("plan")
        if plan:
            yield self.mark(_("Plan:"), "plan"), tuple(plan_rows(plan))

    def of_settings(self) -> LedgerRows:
        entry = self.entry
        if entry.get("origin"):
            yield self.mark(_("Origin: {origin}", origin=spelled(entry.get("origin"))), "origin")
        for key in entry.get("keys") or ():
            yield self.mark(_("Key: {key}", key=spelled(key)), "keys")
        for key in entry.get("retired") or ():
            yield self.mark(_("Retired key: {key}", key=spelled(key)), "retired")
        people = entry.get("people")
        if people:
            yield (
                self.mark(_("People:"), "people"),
                tuple(person_row(name, row) for name, row in sorted(people.items())),
            )

    def answers(self, decided: Decided) -> Iterator[Block]:
        wording = self.words.wording
        approvals = tuple(
            f"{role(one.by, one.role)}, {state_told(one)}"
            + (f" ({one.entry.seq})" if one.entry else "")
            + f": {wording.told('approvals', one.id)}"
            for one in decided.approval_states
        )
        if approvals:
            yield Heading(of_refused(_("Approval"), decided))
            yield Items(approvals)
        due = tuple(
            f"{_(' then ').join(formats.day(date.fromisoformat(day)) for day in one['due'])}:"
            f" {wording.told('follow_up', one['id'])}"
            for one in decided.entry.get("follow_up") or ()
        )
        if due:
            yield Heading(of_refused(_("Follow-up"), decided))
            yield Items(due)
        granted = tuple(granted_rows(decided.entry, self.words))
        if granted:
            yield Heading(of_refused(_("Granted until"), decided))
            yield Items(granted)
        deadlines = tuple(deadline_rows(decided, self.words.wording))
        if deadlines:
            yield Heading(_("Deadlines"))
            yield Items(deadlines)
        if decided.answers:
            yield Heading(_("What came after"))
            yield Items(
                tuple(
                    f"{one.seq}. {one.leaf.type.label}, {moment(one.leaf.time)}: {answer_in_words(decided, one)}"
                    for one in decided.answers
                )
            )


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


def decides(choice: ChosenRecord) -> bool:
    """Return whether a choice decides the case: it is neither postponed nor withdrawn."""
    return choice.get("kind") != "none" or choice.get("why") == "refused"


def decided_late(days: int) -> str:
    """Return that it was decided after the deadline."""
    return plural("decided {n} day late", "decided {n} days late", days, n=formats.number(days))


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


def person_roles(row: Person) -> Iterator[str]:
    """Yield what the roles of somebody are called."""
    called = row.get("called", {})
    yield from (role_label(one, called.get(one), language()) for one in row.get("roles", ()))


def person_row(name: str, row: Person) -> str:
    """Return who has which roles, and which team."""
    return f"{name}: {', '.join(person_roles(row))}" + (f" ({row['team']})" if row.get("team") else "")
