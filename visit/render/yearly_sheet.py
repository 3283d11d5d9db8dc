"""The report of an audit of one year, and the worksheet on which somebody signs what was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visit.audit.replayed import Under
from visit.audit.reports import DEPARTED, FOLLOWED
from visit.audit.yearly import Asks, Yearly
from visit.canonical import digest
from visit.characters import spelled
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.audit_sheet import ApprovalsSheet, DeparturesSheet, OverdueSheet, entries_told
from visit.render.beside_sheet import counted_aloud
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.entry_words import refuser
from visit.render.pairs_sheet import PairsSheet
from visit.render.replay_sheet import ReplaySheet
from visit.render.verify_sheet import VerifySheet, faults_in_words


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the overview: what was asked, what was found, whether it asks for somebody, and how it was counted."""

    asked: str
    found: str
    to_look_at: bool
    how: str


class YearlySheet:
    """An audit of one year, in one language; `where` is the ledger as it was named."""

    def __init__(self, found: Yearly, where: str, language: str) -> None:
        self.found, self.where, self.language = found, where, language
        self.verify = VerifySheet(where, found.verified)
        self.replay = ReplaySheet(found.replayed, Under(), language)
        self.departures = DeparturesSheet(found.origin, found.departures, language)
        self.approvals = ApprovalsSheet(found.origin, found.waiting, language)
        self.overdue = OverdueSheet(found.origin, found.overdue, found.as_of, found.deadlines)
        self.pairs = PairsSheet(found.origin, found.pairs)

    def document(self) -> dict[str, object]:
        """Return the report as data; `digest` is that of all the rest, wherever the ledger lies."""
        found = self.found
        report: dict[str, object] = {
            "schema": "visit-audit-report",
            "version": 1,
            "origin": found.origin,
            "year": found.year,
            "as_of": found.as_of.isoformat(),
            "municipality": found.municipality,
            "to_look_at": found.to_look_at,
            "attention": sorted(one.value for one in found.attention),
            "year_begun": found.begun,
            "year_over": found.over,
            "not_counted": list(found.not_counted),
            "sample": {"of": found.sample.of, "seed": found.sample.seed, "decisions": list(found.sample.numbers)},
            "verify": {key: value for key, value in self.verify.document().items() if key != "ledger"},
            "replay": self.replay.document(),
            "departures": self.departures.document(),
            "refusals": {
                **found.refusals.counts,
                "decisions": found.refusals.decisions,
                "given_after_refusal": found.refusals.overruled,
            },
            "approvals": self.approvals.document(),
            "overdue": self.overdue.document(),
            "pairs": self.pairs.document(),
        }
        return {**report, "digest": digest(report)}

    def head(self) -> str:
        """The line that says what was audited."""
        whose = "" if self.found.municipality is None else f" · {self.found.municipality}"
        told = _("{origin} · audit of {year}", origin=spelled(self.found.origin), year=self.found.year)
        return f"{told}{whose} · {formats.day(self.found.as_of)}"

    def findings(self) -> Iterator[Finding]:
        """Yield the overview."""
        found, number, asks = self.found, formats.number, self.found.attention
        faults = len(found.verified.faults)
        size = found.verified.head.size
        whole = (
            _("whole") if found.verified.compared else _("whole, but not compared with anything outside (--checkpoint)")
        )
        yield Finding(
            _("Integrity: the whole ledger, {n} entries", n=number(size)),
            whole if not faults else self.faults_told(),
            Asks.FAULTS in asks,
            _(
                "every entry, its values and documents are worked out anew and held against the tree of hashes and the heads"
            ),
        )
        counts, changed = self.replay.counts(), self.changed()
        explained = counts["differs"] + counts["unreadable"] - counts["unexplained"]
        yield Finding(
            self.drawn(),
            counted_aloud(
                (_("{n} gave the same answer", n=number(counts["same"])), counts["same"]),
                (_("{n} gave another answer, which is explained", n=number(explained)), explained),
                (_("{n} erased", n=number(counts["erased"])), counts["erased"]),
                (self.unexplained_told(), counts["unexplained"]),
                (_("{n} changed after recording ({entries})", n=number(len(changed)), entries=entries_told(changed)), len(changed)),
            ),
            Asks.UNEXPLAINED in asks or bool(changed),
            _("answered again from what is stored, compared byte for byte")
            if self.all_drawn
            else _("drawn by --seed from the decisions of the year, answered again from what is stored, compared byte for byte"),
        )  # fmt: skip
        if self.replay.beside.compared:
            yield Finding(
                _("Beside the answers"),
                self.replay.beside.in_short(),
                Asks.BESIDE in asks,
                _(
                    "of the decisions answered again: approvals, days, grounds of the departure and the answer in words, worked out"
                    " once more from what is stored"
                ),
            )
        of = found.departures.counts
        yield Finding(
            self.counted(),
            counted_aloud(
                (_("{n} followed no. 1", n=number(of[FOLLOWED])), of[FOLLOWED]),
                (_("{n} departed from it", n=number(of[DEPARTED])), of[DEPARTED]),
            ),
            Asks.NOT_COUNTED in asks,
            _(
                "followed: no. 1 was chosen; departed: there was a no. 1, and another, or nothing, was chosen; neither: without a"
                " no. 1, withdrawn or postponed; erased decisions are not counted"
            ),
        )
        if passed := found.departures.passed_right:
            yield Finding(
                _("The free choice passed over"),
                f"{number(len(passed))} ({entries_told(passed)})",
                Asks.FREE_CHOICE in asks,
                _("of the decisions of the year: no. 1 was the citizen's free choice, and something else, or nothing, was chosen"),
            )  # fmt: skip
        left_open = found.departures.left_open
        if too_early := [one.seq for one in left_open if one.too_early]:
            yield Finding(
                _("Decided before it could be granted"),
                f"{number(len(too_early))} ({entries_told(too_early)})",
                Asks.UNDECIDED in asks,
                _("of the decisions of the year; what was open is named under the departures"),
            )
        if turning := [one.seq for one in left_open if not one.too_early]:
            yield Finding(
                _("Decided while an open question could turn it"),
                f"{number(len(turning))} ({entries_told(turning)})",
                False,
                _("of the other decisions of the year; the question is named under the departures"),
            )
        yield Finding(
            _("Refusals of decisions of the year"),
            "; ".join(f"{refuser(who)}: {number(n)}" for who, n in found.refusals.counts.items() if n) or _("none"),
            False,
            _("by who refused; decisions that give no help because of one: {n}", n=number(found.refusals.decisions)),
        )
        overruled = sum(one.overruled is not None for one in found.waiting)
        if overruled:
            yield Finding(
                _("Approvals given after a refusal"),
                number(overruled),
                Asks.OVERRULED in asks,
                _("of every decision up to the end of the year: refused first, and given all the same"),
            )
        outstanding = sum(one.state == "outstanding" for one in found.waiting)
        day = formats.day(found.as_of)
        yield Finding(
            _("Approvals outstanding"),
            self.as_counted(outstanding),
            Asks.OUTSTANDING in asks or bool(found.altered),
            _(
                "of every decision up to the end of the year: surely needed, and neither given nor refused by {day}",
                day=day,
            ),
        )
        yield Finding(
            _("Follow-ups overdue"),
            self.as_counted(len(self.overdue.late)),
            Asks.OVERDUE in asks or bool(found.altered),
            _(
                "of every decision up to the end of the year: each recorded day before {day} that no follow-up answers; help that"
                " was refused never began, and is told apart",
                day=day,
            ),
        )
        if found.deadlines:
            yield Finding(
                _("Deadlines passed"),
                self.as_counted(len(found.deadlines)),
                Asks.DEADLINES in asks,
                _(
                    "of every decision up to the end of the year: each recorded last day before {day} that is not met",
                    day=day,
                ),
            )
        pairs, unexplained = len(found.pairs.pairs), len(found.pairs.unexplained)
        yield Finding(
            _("Equal facts and different choices"),
            counted_aloud(
                (_("{n} explained", n=number(pairs - unexplained)), pairs - unexplained),
                (_("{n} unexplained", n=number(unexplained)), unexplained),
            ),
            Asks.PAIRS in asks,
            _(
                "decisions of the year on facts that are the same to every rule, with different choices; a departure, a missing"
                " place, another date, catalogue or guideline explains a pair"
            ),
        )

    def unexplained_told(self) -> str:
        """Return how many answers nothing explains, and which."""
        which = [one.seq for one in self.found.replayed if one.answer_unexplained]
        return _("{n} unexplained ({entries})", n=formats.number(len(which)), entries=entries_told(which))

    def faults_told(self) -> str:
        """Return how many faults the ledger has, as they are listed, and which entries they are about."""
        n = formats.number(len(faults_in_words(self.found.verified.faults)))
        about = sorted({one.entry for one in self.found.verified.faults if one.entry is not None})
        said = _("faults: {n}", n=n)
        return f"{said} ({entries_told(about)})" if about else said

    def changed(self) -> tuple[int, ...]:
        """Return which of the decisions answered again are not as they were recorded, whatever the answer."""
        faulty = {one.entry for one in self.found.verified.faults} | {*self.found.altered}
        return tuple(one.seq for one in self.found.replayed if one.seq in faulty)

    def as_counted(self, n: int) -> str:
        """Return a count, with the entries that are not as they were recorded and could have changed it."""
        if not self.found.altered:
            return formats.number(n)
        return _(
            "{n}; changed and not counted: {entries}", n=formats.number(n), entries=entries_told(self.found.altered)
        )

    def to_look_at(self) -> tuple[str, ...]:
        """Return what asks for somebody, with what was found."""
        return tuple(f"{one.asked}: {one.found}" for one in self.findings() if one.to_look_at)

    def counted(self) -> str:
        """Say how many decisions of the year are counted, and which are not as they were recorded and are not."""
        n = formats.number(self.found.departures.decisions)
        left_out = self.found.not_counted
        if not left_out:
            return _("Decisions of the year: {n}", n=n)
        return _(
            "Decisions of the year: {n} counted; changed and not counted: {entries}",
            n=n, entries=entries_told(left_out),
        )  # fmt: skip

    def verdict(self) -> str:
        """Say whether anything needs attention."""
        if self.found.to_look_at:
            return _("Something needs attention")
        if not self.found.sample.of:
            whose = self.found.municipality
            told = _("No decision was recorded in {year}: there was nothing to look at", year=self.found.year)
            return told if whose is None else f"{whose}: {formats.small(told)}"
        return _("Nothing of what was looked at needs attention")

    def reservations(self) -> Iterator[str]:
        """Yield what the report says nothing of: the rest of a year that is not over, and what only an outside head would show."""
        found, day = self.found, formats.day(self.found.as_of)
        if not found.begun:
            yield _("{year} has not begun on {day}", year=found.year, day=day)
        elif not found.over:
            yield _("{year} is not over: what is recorded after {day} is not in the report", year=found.year, day=day)
        if not found.verified.compared:
            yield _(
                "The ledger is not compared with a head that was kept elsewhere (--checkpoint): a ledger written anew as a"
                " whole would look whole"
            )

    @property
    def all_drawn(self) -> bool:
        """Whether the sample is every decision of the year."""
        return 0 < len(self.found.sample.numbers) == self.found.sample.of

    def drawn(self) -> str:
        """Say how many decisions were answered again: a sample, or all there are."""
        n, every = len(self.found.sample.numbers), formats.number(self.found.sample.of)
        if self.all_drawn:
            return plural(
                "The only decision of the year, answered again",
                "All {n} decisions of the year, answered again",
                n,
                n=every,
            )
        return _("Sample of {n} decisions out of {all}, answered again", n=formats.number(n), all=every)

    def overview(self) -> Table:
        """Return the overview as a table."""
        columns = (Column(_("what"), wraps=True), Column(_("found"), wraps=True), Column(_("look at it"), wraps=True))
        rows = tuple((one.asked, one.found, _("yes") if one.to_look_at else _("no")) for one in self.findings())
        return Table(columns, rows)

    def worksheet(self) -> Table:
        """Return the sample with room for what a person looked at."""
        columns = (
            Column(_("entry"), number=True), Column(_("recorded")), Column(_("case")), Column(_("answered again")),
            Column(_("reason read")), Column(_("approvals seen")), Column(_("remark")), Column(_("initials")),
        )  # fmt: skip
        again = {
            "same": _("the same answer"), "differs": _("another answer"), "erased": _("erased"), "unreadable": _("not possible"),
            "others": _("not asked"),
        }  # fmt: skip
        changed = self.changed()
        marked = {one: _("ALTERED after recording; {told}", told=told) for one, told in again.items()}
        rows = tuple(
            (f"{one.seq}", formats.short_day(day), one.case or "–",
             (marked if one.seq in changed else again)[one.status], "", "", "", "")
            for one, day in zip(self.found.replayed, self.found.sample.days, strict=True)
        )  # fmt: skip
        return Table(columns, rows)

    def worksheet_lines(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the same in lines, with room to tick off, to write and to sign on paper as wide as a terminal."""
        table = self.worksheet()
        no, _recorded, _case, _again, read, seen, remark, initials = (column.title for column in table.columns)
        for number, recorded, case, again, *_empty in table.rows:
            told = f"{formats.capital(no)} {number} · {recorded} · {case} · {again}"
            ticks = f"[  ] {read}   [  ] {seen}   {initials}: {'_' * 12}"
            yield told, (ticks, f"{remark}: {'_' * 50}")

    def parts(self) -> Iterator[tuple[str, Sheet]]:
        """Yield each part of the report under its title."""
        yield _("Integrity"), self.verify.sheet()
        again = _("All decisions of the year, answered again") if self.all_drawn else _("The sample, answered again")
        yield again, self.replay.sheet()
        yield _("Departures in {year}", year=self.found.year), self.departures.sheet()
        yield _("Approvals of everything decided by the end of {year}", year=self.found.year), self.approvals.sheet()
        yield _("Follow-ups of everything decided by the end of {year}", year=self.found.year), self.overdue.sheet()
        yield _("Equal facts and different choices in {year}", year=self.found.year), self.pairs.sheet()

    def checked(self) -> Iterator[tuple[str, str]]:
        """Yield what identifies that which was checked, and this report of it."""
        found = self.found
        yield _("Head of the ledger"), found.verified.head.text
        yield (
            _("Answered again") if self.all_drawn else _("Sample"),
            _(
                "{n} of {all} decisions, --seed {seed}",
                n=len(found.sample.numbers),
                all=found.sample.of,
                seed=found.sample.seed,
            ),
        )
        yield _("Digest of this report as data"), str(self.document()["digest"])

    def signing(self) -> tuple[str, ...]:
        """What is filled in by hand under the worksheet."""
        return _("Name"), _("Date"), _("Signature")

    def sheet(self) -> Sheet:
        """Return all of it."""
        blocks: list[Block] = [Paragraph(self.head(), strong=True), Paragraph(self.verdict(), strong=True)]
        if attention := self.to_look_at():
            blocks.append(Items(attention))
        if reserved := tuple(self.reservations()):
            blocks += [Paragraph(_("The report says nothing of this:")), Items(reserved)]
        blocks += [self.overview(), Heading(_("How it was counted"))]
        blocks.append(Items(tuple(f"{one.asked}: {one.how}" for one in self.findings())))
        for title, part in self.parts():
            blocks += [
                Heading(title),
                *(Paragraph(one.text, strong=True) if isinstance(one, Heading) else one for one in part),
            ]
        blocks += [Heading(_("Worksheet")), Items(tuple(self.worksheet_lines()))]
        blocks.append(Items(tuple(f"{one}: {'_' * 30}" for one in self.signing())))
        blocks += [Heading(_("What was checked")), Items(tuple(f"{name}: {value}" for name, value in self.checked()))]
        return tuple(blocks)
