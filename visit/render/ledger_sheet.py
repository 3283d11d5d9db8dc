"""Entries of a ledger on a page: a list of many, and one with all that it says; `answer_sheet` has what answers a decision."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from visit.characters import spelled
from visit.decisions.files import Decided
from visit.decisions.named import NO_WORDS, RecordedNames
from visit.decisions.records import ChosenRecord
from visit.decisions.roles import role_label
from visit.decisions.wording import Wording
from visit.ledger.entries import LEAF, Entry, Person
from visit.ledger.fields import recorded_field_label
from visit.ledger.log import said_change
from visit.locale import formats, language
from visit.locale import text as _
from visit.ranking.values import Ranking
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.decision_rows import (
    answer_in_words,
    deadline_rows,
    departed,
    departure_reason,
    due_rows,
    granted_rows,
    open_as_recorded,
    plan_rows,
    said_then,
)
from visit.render.entry_words import (
    TOLD_IN_SHORT,
    changed_mark,
    choice_in_short,
    marked_where_changed,
    moment,
    of_refused,
    reason_on_a_line,
    refusal_told,
    refused_told,
    role,
    short_moment,
    state_told,
    what,
    what_in,
)
from visit.render.follow_up_rows import measured_rows
from visit.render.said_of_choice import standing_then

LedgerRows = Iterator[str | tuple[str, tuple[str, ...]]]


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
        refused: Mapping[int, Entry] = MappingProxyType({}),
    ) -> None:
        self.where, self.entries, self.size, self.language, self.named = where, entries, size, language, named
        self.damaged, self.refused = damaged, refused

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
            (str(one.seq), short_moment(one.leaf.time), one.leaf.type.label, one.get("case") or "–",
             self.marked(one), self.named.guideline(one) or "–", one.get("by") or "–",
             reason_on_a_line(one) or "–")
            for one in self.entries
        )  # fmt: skip
        return (Table(columns, rows), Paragraph(self.counted())) if rows else (Paragraph(self.counted()),)

    def counted(self) -> str:
        """Return how many of the ledger's entries are listed."""
        return _("{n} of {total} entries in {where}", n=len(self.entries), total=self.size, where=self.where)

    def no_to(self, entry: Entry) -> str | None:
        """Return who said no to a decision, and why; None where nobody did."""
        refusal = self.refused.get(entry.seq)
        return None if refusal is None else refusal_told(self.named, refusal)

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
        head = _("Entry {n}: {type}, {time}", n=entry.seq, type=leaf.type.label, time=moment(leaf.time))
        if LEAF in entry.changed:
            head = changed_mark(head)
        blocks: list[Block] = [Paragraph(head, strong=True)]
        if entry.changed:
            blocks.append(Paragraph(formats.capital(said_change(entry)), strong=True))
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
            label = standing_then(choice, self.ranking, self.language)
            yield _("Place in the ranking: {rank}, {standing}", rank=rank, standing=label)
        if self.decided is not None:
            yield from said_then(self.decided, self.ranking, self.language)
        elif entry.changed:
            yield from map(formats.capital, open_as_recorded(entry, self.words.wording))
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
            + (f" {_('(entry {n})', n=one.entry.seq)}" if one.entry else "")
            + f": {wording.told('approvals', one.id)}"
            for one in decided.approval_states
        )
        if approvals:
            yield Heading(of_refused(_("Approval"), decided))
            yield Items(approvals)
        due = tuple(f"{days}: {what}" for days, what in due_rows(decided.entry, wording))
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
                    f"{_('Entry {n}: {type}, {time}', n=one.seq, type=one.leaf.type.label, time=moment(one.leaf.time))}"
                    f" – {answer_in_words(decided, one)}"
                    for one in decided.answers
                )
            )


def person_roles(row: Person) -> Iterator[str]:
    """Yield what the roles of somebody are called."""
    called = row.get("called", {})
    yield from (role_label(one, called.get(one), language()) for one in row.get("roles", ()))


def person_row(name: str, row: Person) -> str:
    """Return who has which roles, and which team."""
    return f"{name}: {', '.join(person_roles(row))}" + (f" ({row['team']})" if row.get("team") else "")
