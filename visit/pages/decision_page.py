"""The page of a decision: what was chosen and why, what came first then, who approves, when somebody looks again, how to verify.

Nothing of the case but what the sheet of the entry shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from shlex import quote

from visit.audit.answered_again import answered_again
from visit.decisions.files import Decided, came_too_early
from visit.decisions.named import RecordedNames, options_by_name
from visit.ledger.entries import Entry
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.local_day import recorded
from visit.locale import formats
from visit.locale import text as _
from visit.pages.writing import written
from visit.ranking.values import Standing
from visit.ranking.verdict import of_placement
from visit.reasons.explanation import Explanation
from visit.reasons.short_names import ShortNames
from visit.render.decision_rows import (
    answer_in_words,
    deadline_rows,
    departed,
    departure_reason,
    granted_rows,
    plan_rows,
    said_then,
)
from visit.render.entry_words import moment, of_refused, refused_told, role, state_told
from visit.render.ledger_sheet import EntrySheet
from visit.render.missing_facts import MissingFacts
from visit.render.next_steps import then_again
from visit.render.said_of_choice import SaidOfChoice, chosen_again, standing_then
from visit.vocabulary import vocabulary

_DONE, _OPEN, _NONE = "✓", "○", "–"


@dataclass(frozen=True, slots=True)
class Due:
    """A day on which somebody is to look again, what became of it, and a mark that says the same."""

    day: str
    state: str
    mark: str


class DecisionPage:
    """One decision with what answers it, in one language."""

    def __init__(self, ledger: Ledger, decided: Decided, language: str) -> None:
        self.ledger, self.decided, self.entry, self.language = ledger, decided, decided.entry, language
        self.stored = RecordedNames(ledger)
        self.words, self.guideline = self.stored.of(decided.entry), self.stored.guideline(decided.entry)
        self.ranking = answered_again(ledger, decided.entry)

    def html(self) -> str:
        """Return the page."""
        entry = self.entry
        return written(
            "decision",
            head=f"{self.decided.case} · {_('decision {n}', n=entry.seq)} · {moment(entry.leaf.time)}",
            refused=refused_told(self.decided),
            chosen=tuple(self.chosen()),
            standing=self.standing(),
            verdict=self.verdict(),
            rests_on=tuple(self.rests_on()),
            reason=entry.get("reason") or "",
            by=entry.get("by") or "–",
            team=entry.get("team") or "",
            answered=formats.day(date.fromisoformat(entry.get("as_of"))),
            first=tuple(self.first()),
            followed=self.decided.rank == 1,
            code=departure_reason(entry, self.words) if self.decided.code else "",
            departs=tuple(departed(entry, self.words)),
            undecided=self.decided.choice.get("standing") == Standing.UNDECIDED.value,
            too_early=came_too_early(entry),
            not_approved=any(one.state in ("outstanding", "refused") for one in self.decided.approval_states),
            not_known=tuple(self.not_known()),
            said=tuple(self.said()),
            plan=tuple(plan_rows(entry.get("plan"))) if entry.get("plan") else (),
            approval_title=of_refused(_("Approval"), self.decided),
            due_title=of_refused(_("Follow-up"), self.decided),
            granted_title=of_refused(_("Granted until"), self.decided),
            approvals=tuple(self.approvals()),
            due=tuple(self.due()),
            granted=tuple(granted_rows(self.entry, self.words)),
            deadlines=tuple(deadline_rows(self.decided, self.words.wording)),
            after=tuple(self.after()),
            verify=tuple(self.commands()),
            origins=(
                (_("Guideline"), ", ".join(one for one in (self.guideline, entry.leaf.guideline) if one)),
                (_("Catalogue"), entry.leaf.catalogue or "–"),
                (_("Head of the ledger"), ledger_head(self.ledger)),
                (_("Recorded by"), f"visit {entry.leaf.visit}"),
            ),
        )  # fmt: skip

    # --- what was chosen ---

    def named(self, ids: Iterable[str]) -> Iterator[str]:
        """What options were called then, with their provisions; an id where nobody knows any more."""
        return options_by_name(ids, self.words.names, self.language)

    def chosen(self) -> Iterator[str]:
        choice = self.decided.choice
        if choice["kind"] == "other":
            yield _("outside the catalogue: {text}", text=choice["text"])
        elif choice["kind"] == "none":
            yield _("nothing: {why}", why=vocabulary().label("not_chosen", choice["why"], self.language))
        else:
            yield from self.named(self.decided.parts)

    def standing(self) -> str:
        choice = self.decided.choice
        if choice["kind"] != "placement":
            return ""
        label = standing_then(choice, self.ranking, self.language)
        rank = choice["rank"]
        return _("not among the first; {standing}", standing=label) if rank is None else _(
            "no. {rank} in the ranking; {standing}", rank=rank, standing=label
        )  # fmt: skip

    def verdict(self) -> str:
        """What `match` said then of the first, where it was chosen, or why not yet of another; nothing where that is not known."""
        ranking = self.ranking
        found = None if ranking is None else chosen_again(ranking, self.decided.parts)
        if ranking is None or found is None:
            return ""
        words = SaidOfChoice(Explanation(ranking), ShortNames.of(ranking, self.language)).words
        if not words.is_first(found) and not of_placement(ranking, found):
            return ""
        asked = {*self.not_known()}
        told = (one.rstrip(".") for one in words.wanted(found) if one not in asked)
        return "; ".join([words.of(found), *told])

    def rests_on(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What becomes of each application, on whose word it is given, and what can still turn it; or where that stands."""
        for row in said_then(self.decided, self.ranking, self.language, verdict=False):
            yield (row, ()) if isinstance(row, str) else row

    def not_known(self) -> Iterator[str]:
        """What was not known of what was chosen, as it is asked; nothing where it cannot be worked out again."""
        ranking = self.ranking
        found = None if ranking is None else chosen_again(ranking, self.decided.parts)
        if ranking is not None and found is not None and found.standing is Standing.UNDECIDED:
            missing = MissingFacts(ranking, ShortNames.of(ranking, self.language))
            yield from missing.in_full(Explanation(ranking).missing(found))

    def first(self) -> Iterator[str]:
        """The first placement of the answer that was decided on."""
        placements = (self.entry.get("core") or {}).get("placements", ())
        if placements:
            yield from self.named(placements[0]["parts"])

    # --- where it departs ---

    def commands(self) -> Iterator[str]:
        """What to run on the ledger: verify it, replay the decision, show the answer that was shown."""
        ledger = f"--ledger {quote(self.ledger.store.name)}"
        for command in ("verify", f"replay {self.entry.seq}", f"log show {self.entry.seq} --shown"):
            yield f"visit {command} {ledger}"

    # --- who said what ---

    def said(self) -> Iterator[tuple[str, str]]:
        words: Mapping[str, str] = self.entry.get("participation") or {}
        for key, label in (("own_words", _("The citizen's own words")), ("offer_reply", _("The offer's reply"))):
            if key in words:
                yield label, words[key]

    def approvals(self) -> Iterator[tuple[str, str, str]]:
        for one in self.decided.approval_states:
            eyes = " " + _("(not the one who decided)") if one.four_eyes else ""
            answer = "" if one.entry is None else f"{one.entry.get('by')}, {moment(one.entry.leaf.time)}"
            who = formats.capital(role(one.by, one.role)) + eyes
            yield f"{who}: {self.words.wording.told('approvals', one.id)}", state_told(one), answer

    def due(self) -> Iterator[Due]:
        """The days recorded with the decision; a follow-up answers all up to the day that it measured."""
        measured = sorted(
            (date.fromisoformat(one.get("measured")["measured"]), one.seq)
            for one in self.decided.answered(EntryType.FOLLOW_UP)
        )
        ended, refused = self.decided.ended, self.decided.refused
        days: dict[date, list[str]] = {}
        for row in self.entry.get("follow_up") or ():
            due = [date.fromisoformat(day) for day in row["due"]]
            every = self.words.wording.then_every(row["id"], due)
            for day in due:
                again = f" ({then_again(every)})" if every is not None and day == due[-1] else ""
                days.setdefault(day, []).append(self.words.wording.told("follow_up", row["id"]) + again)
        for when, seq in measured:
            if all(when < day for day in days):  # measured before any of the days, or where none was set
                yield Due(formats.day(when), _("a follow-up (entry {n})", n=seq), mark=_DONE)
        for day, what in sorted(days.items()):
            asked = f"{formats.day(day)}: {'; '.join(what)}"
            seen = next(((when, seq) for when, seq in measured if when >= day), None)
            if seen is not None:
                yield Due(asked, _("done {day} (entry {n})", day=formats.day(seen[0]), n=seen[1]), mark=_DONE)
            elif ended is not None and ended <= day:
                yield Due(asked, _("the help had ended"), mark=_DONE)
            elif refused is not None:
                yield Due(asked, _("none: the decision was refused (entry {n})", n=refused.seq), mark=_NONE)
            else:
                yield Due(asked, _("nobody has recorded one"), mark=_OPEN)

    def after(self) -> Iterator[tuple[str, str, str]]:
        for one in self.decided.answers:
            said = answer_in_words(self.decided, one)
            yield (
                formats.day(recorded(one.leaf.time).date()),
                _("{type} (entry {n})", type=one.leaf.type.label, n=one.seq),
                said,
            )


def ledger_head(ledger: Ledger) -> str:
    """Return the head over all entries, as the ledger gives it now."""
    return ledger.head().text


def entry_page(ledger: Ledger, entry: Entry, decided: Decided | None, language: str) -> str:
    """Return the page of an entry: of a decision that can be read all that answers it, of any other what its sheet says."""
    if decided is not None:
        return DecisionPage(ledger, decided, language).html()
    return written(
        "entry",
        head=f"{entry.leaf.type.label} {entry.seq} · {moment(entry.leaf.time)}",
        sheet=EntrySheet(entry, None, language, named=RecordedNames(ledger)).sheet(),
        origins=((_("Head of the ledger"), ledger_head(ledger)),),
    )
