"""What `visit audit` says of many decisions: departures, approvals that wait, overdue follow-ups. No text from a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from visit.audit.deadlines import NEW_DECISION, Passed
from visit.audit.outcomes import whole_percent
from visit.audit.reports import (
    DEPARTED,
    FOLLOWED,
    NOTHING,
    OTHER,
    UNDECIDED,
    UNPLACED,
    Against,
    ByOffer,
    Departures,
    LeftOpen,
    Overdue,
    Waiting,
)
from visit.characters import spelled
from visit.decisions.wording import Wording, told
from visit.locale import citations, formats, language, plural
from visit.locale import text as _
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.decision_rows import not_yet_reasons
from visit.render.entry_words import overruled, refuser, role, state_in_words
from visit.vocabulary import vocabulary

_ENTRIES = 10
"""So many entries are named by their numbers."""


def share(part: int, whole: int) -> str:
    """Return a share in whole percent; `–` of nothing."""
    found = whole_percent(part, whole)
    return "–" if found is None else formats.percent(found)


def entries_told(numbers: Sequence[int]) -> str:
    """Return the numbers of entries in words; of many the first, and how many more there are."""
    few = [f"{one}" for one in numbers[:_ENTRIES]]
    more = len(numbers) - len(few)
    told = [*few, _("{n} more", n=formats.number(more))] if more else few
    return plural("entry {numbers}", "entries {numbers}", len(numbers), numbers=formats.listed(told))


def kind(offer: str, name: str | None, language: str) -> str:
    """Return what an offer is called: a home and a tenancy by what they are, anything else by its name."""
    if offer in ("home", "tenancy"):
        return vocabulary().label("kind", offer, language)
    if offer in (OTHER, NOTHING):
        return _("outside the catalogue") if offer == OTHER else _("nothing")
    return offer if name is None else citations.cited(name)


def _need(wording: Wording, id: str) -> str:
    """Return what a recorded requirement asks for: a need of the guideline, something of the premises, or help in an area."""
    kind, _colon, key = id.partition(":")
    if kind == "premises":
        return vocabulary().label("premises", key, language())
    return wording.told("needs", key) if kind == "need" else vocabulary().label("area", key, language()).lower()


@dataclass(frozen=True, slots=True, eq=False)
class DeparturesSheet:
    """What people did with the first placement, in one language; `origin` is the ledger's own name."""

    origin: str
    found: Departures
    language: str

    def sheet(self) -> Sheet:
        """Return the counts, the tables, and those against a rule one by one."""
        found = self.found
        n = formats.number(found.decisions)
        first = plural(
            "{origin} · {n} decision", "{origin} · {n} decisions", found.decisions, origin=spelled(self.origin), n=n
        )
        blocks: list[Block] = [Paragraph(first), Items(tuple(self.counts()))]
        blocks += self.codes()
        blocks += self.teams()
        blocks += self.offers()
        blocks += self.against()
        blocks += self.left_open()
        return tuple(blocks)

    def counts(self) -> Iterator[str]:
        counts, found = self.found.counts, self.found
        placed = counts[FOLLOWED] + counts[DEPARTED]

        def line(message: str, outcome: str) -> str:
            return f"{message}: {formats.number(counts[outcome])} ({share(counts[outcome], placed)})"

        if placed != found.decisions:
            yield plural(
                "{n} decision had a no. 1 and decided something; the shares are of that",
                "{n} decisions had a no. 1 and decided something; the shares are of those",
                placed, n=formats.number(placed),
            )  # fmt: skip

        yield line(_("followed the first placement"), FOLLOWED)
        yield line(_("departed from the first placement"), DEPARTED)
        if found.passed_right:
            yield _(
                "the first placement was the citizen's free choice and was not chosen: {n} ({entries})",
                n=formats.number(len(found.passed_right)), entries=entries_told(found.passed_right),
            )  # fmt: skip
        if found.set_aside:
            n = formats.number(found.set_aside)
            yield _("followed it and gave a code, because it departs from a presumption: {n}", n=n)
        if too_early := [one.seq for one in found.left_open if one.too_early]:
            yield _(
                "decided before it could be granted: {n} ({entries})",
                n=formats.number(len(too_early)), entries=entries_told(too_early),
            )  # fmt: skip
        if turning := [one.seq for one in found.left_open if not one.too_early]:
            yield _(
                "of the others, decided while an answer about the citizen could turn what was chosen: {n} ({entries})",
                n=formats.number(len(turning)), entries=entries_told(turning),
            )  # fmt: skip
        if counts[UNPLACED]:
            yield _("there was no placement to follow: {n}", n=formats.number(counts[UNPLACED]))
        if counts[UNDECIDED]:
            yield _("withdrawn or postponed: {n}", n=formats.number(counts[UNDECIDED]))
        if found.erased:
            yield _("erased, and not counted above: {n}", n=formats.number(found.erased))

    def codes(self) -> Iterator[Block]:
        codes = self.found.codes
        if not codes:
            return
        total = sum(one.count for one in codes)
        yield Heading(_("By reason for departing"))
        columns = (
            Column(_("why"), wraps=True), Column(_("given"), number=True), Column(_("share"), number=True),
            Column(_("instead of the first"), number=True),
        )  # fmt: skip
        yield Table(
            columns,
            tuple(
                (told(one.said, one.code), formats.number(one.count),
                 share(one.count, total), formats.number(one.instead))
                for one in codes
            ),
        )  # fmt: skip

    def teams(self) -> Iterator[Block]:
        if not self.found.teams:
            return
        yield Heading(_("By team"))
        columns = (
            Column(_("team"), wraps=True), Column(_("decisions"), number=True), Column(_("followed"), number=True),
            Column(_("departed"), number=True), Column(_("share departed"), number=True),
        )  # fmt: skip
        rows = []
        for one in self.found.teams:
            followed, departed = one.counts[FOLLOWED], one.counts[DEPARTED]
            numbers = (one.decisions, followed, departed)
            shown = _("no team recorded") if one.team is None else one.team
            rows.append((shown, *map(formats.number, numbers), share(departed, followed + departed)))
        yield Table(columns, tuple(rows))

    def offers(self) -> Iterator[Block]:
        if not self.found.offers:
            return
        yield Heading(_("By offer"))
        columns = (
            Column(_("offer"), wraps=True), Column(_("chosen instead"), number=True),
            Column(_("passed over"), number=True),
        )  # fmt: skip
        yield Table(columns, tuple(self.offer(one) for one in self.found.offers))

    def offer(self, one: ByOffer) -> tuple[str, str, str]:
        name = kind(one.offer, one.name, self.language)
        if sum(other.name == one.name for other in self.found.offers) > 1 and one.name is not None:
            name = f"{name} ({one.offer})"  # two offers of one name
        return name, formats.number(one.instead), formats.number(one.passed)

    def against(self) -> Iterator[Block]:
        if self.found.against:
            yield Heading(_("Against a rule"))
            yield Items(tuple(self.broken(one) for one in self.found.against))

    def left_open(self) -> Iterator[Block]:
        if self.found.left_open:
            yield Heading(_("Decided while something was open"))
            yield Items(tuple(self.what_was_open(one) for one in self.found.left_open))

    def what_was_open(self, one: LeftOpen) -> str:
        """Return which decision, and what of it was open; what that asks for stands in the answer as it was shown."""
        wording = one.words.wording
        told = list(not_yet_reasons(one.reasons))
        if one.facts:
            told.append(
                _("not clarified: {facts}", facts=formats.listed(wording.told("facts", id) for id in one.facts))
            )
        if one.needs and one.too_early:
            needs = formats.listed(_need(wording, id) for id in one.needs)
            told.append(_("not known whether it meets: {needs}", needs=needs))
        if one.too_early and not told:
            told.append(_("it could not be granted yet (`visit log show {n}`)", n=one.seq))
        return _("decision {n}, {case}: {what}", n=one.seq, case=one.case, what="; ".join(told))

    def broken(self, one: Against) -> tuple[str, tuple[str, ...]]:
        state = state_in_words(one.approval)
        head = _(
            "decision {n}, {day}, {case}: the leader's approval is {state}",
            n=one.seq, day=formats.day(one.day), case=one.case,
            state=state if one.overruled is None else f"{state} {overruled(one.overruled)}",
        )  # fmt: skip
        return head, tuple(self.rule(one, *broken) for broken in one.rules)

    def rule(self, one: Against, rule: str, option: str | None) -> str:
        said = one.words.wording.told("rules", rule)
        return said if option is None else f"{one.words.option(option)}: {said}"

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        found = self.found
        return {
            "schema": "visit-audit-departures",
            "version": 1,
            "origin": self.origin,
            "decisions": found.decisions,
            "erased": found.erased,
            "counts": dict(found.counts),
            "percent": {name: found.share(name) for name in (FOLLOWED, DEPARTED)},
            "presumption_set_aside": found.set_aside,
            "decided_while_undecided": found.not_known,
            "undecided": list(found.undecided),
            "open_questions": list(found.open),
            "left_open": [
                {"decision": one.seq, "facts": list(one.facts), "needs": list(one.needs)} for one in found.left_open
            ],
            "free_choice_not_chosen": list(found.passed_right),
            "codes": [{"code": one.code, "instead": one.instead, "beside": one.beside} for one in found.codes],
            "teams": [{"team": one.team, "decisions": one.decisions, **one.counts} for one in found.teams],
            "offers": [
                {"offer": one.offer, "name": one.name, "instead": one.instead, "passed_over": one.passed}
                for one in found.offers
            ],
            "against_rule": [
                {"decision": one.seq, "day": one.day.isoformat(), "case": one.case, "approval": one.approval,
                 "given_after_refusal": None if one.overruled is None else one.overruled.seq,
                 "rules": [{"rule": rule, "option": option} for rule, option in one.rules]}
                for one in found.against
            ],
        }  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class ApprovalsSheet:
    """Approvals that are not given, or were given after a refusal, in one language."""

    origin: str
    found: tuple[Waiting, ...]
    language: str

    def sheet(self) -> Sheet:
        """Return how many wait, and each of them."""
        n = sum(1 for one in self.found if one.state == "outstanding")
        told = plural("{n} approval is outstanding", "{n} approvals are outstanding", n, n=formats.number(n))
        blocks: list[Block] = [Paragraph(f"{spelled(self.origin)} · {told}", strong=bool(n))]
        if self.found:
            titles = (_("decision"), _("case"), _("what"), _("who approves"), _("state"))
            columns = tuple(Column(title, wraps=True) for title in titles)
            blocks.append(Table(columns, tuple(self.row(one) for one in self.found)))
        return tuple(blocks)

    def row(self, one: Waiting) -> tuple[str, ...]:
        by = role(one.by, one.role)
        if one.four_eyes:
            by = f"{by} {_('(not the one who decided)')}"
        days = plural("{n} day", "{n} days", one.days, n=formats.number(one.days))
        return (
            f"{one.seq}, {formats.short_day(one.day)}",
            one.case,
            told(one.said, one.id),
            by,
            f"{state_in_words(one.state)}, {days}" + ("" if one.overruled is None else f", {overruled(one.overruled)}"),
        )

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        rows = [
            {"decision": one.seq, "day": one.day.isoformat(), "case": one.case, "approval": one.id, "by": one.by,
             "four_eyes": one.four_eyes, "kind": one.kind, "state": one.state, "days": one.days,
             "given_after_refusal": None if one.overruled is None else one.overruled.seq}
            for one in self.found
        ]  # fmt: skip
        return {"schema": "visit-audit-approvals", "version": 1, "origin": self.origin, "approvals": rows}


@dataclass(frozen=True, slots=True, eq=False)
class OverdueSheet:
    """Follow-ups that are overdue on a day, and deadlines that have passed and still wait, in one language.

    Follow-ups of help that was refused are told apart: they are not overdue.
    """

    origin: str
    found: tuple[Overdue, ...]
    as_of: date
    deadlines: tuple[Passed, ...] = ()

    def sheet(self) -> Sheet:
        """Return how many are overdue, and each of them."""
        n = len(self.late)
        counted = plural("{n} follow-up is overdue", "{n} follow-ups are overdue", n, n=formats.number(n))
        blocks: list[Block] = [
            Paragraph(f"{spelled(self.origin)} · {formats.day(self.as_of)} · {counted}", strong=bool(n))
        ]
        if self.late:
            columns = (
                Column(_("entry"), number=True), Column(_("case"), wraps=True), Column(_("follow-up"), wraps=True),
                Column(_("due")), Column(_("days overdue"), number=True), Column(_("newer decision"), number=True),
            )  # fmt: skip
            rows = tuple(
                (f"{one.seq}", one.case, told(one.said, one.id), formats.short_day(one.due), formats.number(one.days),
                 "–" if one.later is None else f"{one.later}")
                for one in self.late
            )  # fmt: skip
            blocks.append(Table(columns, rows))
        refused = tuple(self.never_begun())
        if refused:
            blocks += [Paragraph(_("Not overdue, as the help was refused and never began:")), Items(refused)]
        if self.deadlines:
            blocks += self.passed()
        return tuple(blocks)

    @property
    def late(self) -> tuple[Overdue, ...]:
        """Those that are overdue."""
        return tuple(one for one in self.found if one.refused is None)

    def never_begun(self) -> Iterator[str]:
        """Yield each decision whose help was refused, and by whom."""
        refused = {one.seq: one for one in self.found if one.refused is not None}
        for one in refused.values():
            yield _("decision {n}, {case}: refused by {who}", n=one.seq, case=one.case, who=refuser(str(one.refused)))

    def passed(self) -> Iterator[Block]:
        """Yield how many deadlines have passed, and each of them with what it waits for."""
        n = len(self.deadlines)
        counted = plural("{n} deadline has passed", "{n} deadlines have passed", n, n=formats.number(n))
        yield Paragraph(counted, strong=True)
        columns = (
            Column(_("entry"), number=True), Column(_("case"), wraps=True), Column(_("deadline"), wraps=True),
            Column(_("last day")), Column(_("days late"), number=True), Column(_("waits for"), wraps=True),
        )  # fmt: skip
        yield Table(
            columns,
            tuple(
                (
                    f"{one.seq}",
                    one.case,
                    told(one.said, one.id),
                    formats.short_day(one.due),
                    formats.number(one.days),
                    waits_for(one),
                )
                for one in self.deadlines
            ),
        )

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        rows = [
            {"decision": one.seq, "case": one.case, "follow_up": one.id, "due": one.due.isoformat(),
             "days": one.days, "newer_decision": one.later}
            for one in self.late
        ]  # fmt: skip
        return {
            "schema": "visit-audit-overdue", "version": 1, "origin": self.origin, "as_of": self.as_of.isoformat(),
            "follow_ups": rows,
            "refused": [
                {"decision": one.seq, "case": one.case, "follow_up": one.id, "due": one.due.isoformat(), "by": one.refused}
                for one in self.found if one.refused is not None
            ],
            "deadlines": [
                {"decision": one.seq, "case": one.case, "deadline": one.id, "due": one.due.isoformat(), "days": one.days,
                 "waits_for": one.waits_for, "by": one.by}
                for one in self.deadlines
            ],
        }  # fmt: skip


def waits_for(one: Passed) -> str:
    """Return what a deadline waits for, and whose task it is."""
    words = {
        "decision": _("a decision"),
        "follow_up": _("a follow-up that records it as done"),
        NEW_DECISION: _("a new decision: help was granted until then"),
    }
    what = words.get(one.waits_for, one.waits_for)
    return what if one.by is None else f"{what} ({role(one.by, one.role).lower()})"
