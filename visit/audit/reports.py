"""What many decisions say together: who departed from the ranking, what waits for approval, which follow-ups are overdue.

Values only; how they are said is `visit.render.audit_sheet`'s. A decision whose values were erased is counted as erased and nothing
else. Whether two equal cases got different answers is in `pairs`, what came of the help in `progress`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from visit.audit.outcomes import whole_percent
from visit.decisions.files import Decided, came_too_early, is_open
from visit.decisions.named import RecordedNames, RecordedWords
from visit.decisions.records import AGAINST_RULE, RIGHT, DepartedRule, OwnRoleRecord
from visit.decisions.selection import Selection, selected
from visit.decisions.stored import stored_catalogue
from visit.ledger.entries import Entry
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.local_day import recorded
from visit.ranking.values import Standing
from visit.rules.guideline.values import BilingualText

FOLLOWED, DEPARTED, UNPLACED, UNDECIDED = "followed", "departed", "unplaced", "undecided"
OUTCOMES = (FOLLOWED, DEPARTED, UNPLACED, UNDECIDED)
OTHER, NOTHING = "(other)", "(nothing)"
"""What stands for an offer where something outside the catalogue was chosen, or nothing; no id has parentheses."""


# --- departures ---


@dataclass(frozen=True, slots=True)
class ByCode:
    """How often a departure code was given: where another than the first placement was chosen, and where it was not.

    `said` is what the newest guideline with that code calls it.
    """

    code: str
    instead: int
    beside: int
    said: BilingualText | None

    @property
    def count(self) -> int:
        """How often it was given."""
        return self.instead + self.beside


@dataclass(frozen=True, slots=True)
class ByTeam:
    """What a team's decisions did; None is where no team is recorded."""

    team: str | None
    counts: Mapping[str, int]

    @property
    def decisions(self) -> int:
        """How many it made."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class ByOffer:
    """How often an offer was chosen instead of the first placement, and how often it was in a first placement passed over.

    `offer` is an id, `OTHER` or `NOTHING`; `name` is what the newest stored catalogue calls it.
    """

    offer: str
    name: str | None
    instead: int
    passed: int


@dataclass(frozen=True, slots=True)
class Against:
    """A choice against a rule: the musts that fail with the option each fails for, and whether the leader approved.

    `words` is what the ids stand for; `overruled` is the refusal after which it was approved all the same.
    """

    seq: int
    day: date
    case: str
    rules: tuple[tuple[str, str | None], ...]
    approval: str
    words: RecordedWords
    overruled: Entry | None = None


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A decision made while something was open: the facts that could turn it, and the needs that it may not meet.

    `too_early` is whether what was chosen could not be granted yet; `reasons` are the recorded ones, of `visit.ranking.verdict`.

    `words` is what the ids stand for.
    """

    seq: int
    case: str
    facts: tuple[str, ...]
    needs: tuple[str, ...]
    too_early: bool
    words: RecordedWords
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Departures:
    """What people did with the first placement.

    Attributes:
        erased: Decisions of which nothing but number and time is left; not among the counts.
        counts: `followed`, `departed` (another, or nothing, was chosen), `unplaced` (there was no placement to follow),
            `undecided` (withdrawn or postponed); together all that is not erased.
        set_aside: Of those that followed, how many gave a code, because the first placement departs from a presumption.
        undecided: The numbers of those that chose a placement that was undecided then, whichever it was.
        open: The numbers of those that chose what an answer that nobody had recorded can turn.
        left_open: All that `visit log list` marks: those two, and those that could not be granted yet for another reason.
        passed_right: The numbers of those where the citizen's free choice came first, and was not chosen.
    """

    erased: int
    counts: Mapping[str, int]
    set_aside: int
    undecided: tuple[int, ...]
    open: tuple[int, ...]
    left_open: tuple[LeftOpen, ...]
    passed_right: tuple[int, ...]
    codes: tuple[ByCode, ...]
    teams: tuple[ByTeam, ...]
    offers: tuple[ByOffer, ...]
    against: tuple[Against, ...]

    @property
    def decisions(self) -> int:
        """How many are not erased."""
        return sum(self.counts.values())

    @property
    def not_known(self) -> int:
        """How many chose a placement that was undecided then."""
        return len(self.undecided)

    @property
    def to_look_at(self) -> bool:
        """Whether one of them asks for somebody: it was made before what was chosen could be granted."""
        return any(one.too_early for one in self.left_open)

    def share(self, outcome: str) -> int | None:
        """Return an outcome's share in whole percent of those where there was a first placement and something was decided."""
        placed = self.counts[FOLLOWED] + self.counts[DEPARTED]
        return whole_percent(self.counts[outcome], placed)


def outcome(decided: Decided) -> str:
    """Return what a decision did with the first placement: one of `OUTCOMES`."""
    choice = decided.choice
    if choice.get("kind") == "none" and choice.get("why") != "refused":
        return UNDECIDED
    if first_passed_over(decided) is not None:
        return DEPARTED
    return FOLLOWED if decided.rank == 1 else UNPLACED


def first_passed_over(decided: Decided) -> str | None:
    """Return the first placement where another was chosen."""
    return (decided.entry.get("departure") or {}).get("first")


def departures(ledger: Ledger, which: Selection = Selection()) -> Departures:  # noqa: B008  (frozen)
    """Count what people did with the first placement."""
    tally = _Counters()
    named = RecordedNames(ledger)
    for decided in selected(ledger, which):
        tally.add(decided, named)
    return tally.departures(ledger, named)


class _Counters:
    """Counters while the decisions go by; of the documents only the newest decision that has a code, or rests on a catalogue."""

    def __init__(self) -> None:
        self.erased = self.set_aside = 0
        self.undecided: list[int] = []
        self.open: list[int] = []
        self.left_open: list[LeftOpen] = []
        self.passed_right: list[int] = []
        self.outcomes: Counter[str] = Counter()
        self.teams: dict[str | None, Counter[str]] = {}
        self.codes: dict[str, list[int]] = {}
        self.offers: dict[str, list[int]] = {}
        self.guidelines: dict[str, Entry] = {}
        self.catalogues: dict[str | None, Entry] = {}
        self.against: list[Against] = []

    def add(self, decided: Decided, named: RecordedNames) -> None:
        if decided.entry.erased:
            self.erased += 1
            return
        what, code = outcome(decided), decided.code
        self.outcomes[what] += 1
        self.teams.setdefault(decided.entry.get("team"), Counter())[what] += 1
        if code is not None:
            self.codes.setdefault(code, [0, 0])[what != DEPARTED] += 1
            self.guidelines[code] = decided.entry
            self.set_aside += what == FOLLOWED
        if decided.choice.get("standing") == Standing.UNDECIDED.value:
            self.undecided.append(decided.seq)
        if decided.choice.get("open"):
            self.open.append(decided.seq)
        if is_open(decided.entry):
            self.left_open.append(_left_open(decided, named.of(decided.entry)))
        if any(row["strength"] == RIGHT for row in _departed_rules(decided)):
            self.passed_right.append(decided.seq)
        if code == AGAINST_RULE:
            self.against.append(_against(decided, named.of(decided.entry)))
        if what == DEPARTED:
            self.add_offers(decided)

    def add_offers(self, decided: Decided) -> None:
        first = list(dict.fromkeys(part.partition("/")[0] for part in str(first_passed_over(decided)).split("+")))
        chosen = decided.offers or (OTHER if decided.choice.get("kind") == "other" else NOTHING,)
        for offer in chosen:
            if offer not in first:
                self.offers.setdefault(offer, [0, 0])[0] += 1
        for offer in first:
            if offer not in chosen:
                self.offers.setdefault(offer, [0, 0])[1] += 1
        # Kept in the order in which they were last used: the newest name wins.
        self.catalogues.pop(decided.entry.leaf.catalogue, None)
        self.catalogues[decided.entry.leaf.catalogue] = decided.entry

    def departures(self, ledger: Ledger, named: RecordedNames) -> Departures:
        labels = {code: named.wording(entry).of("departures", code) for code, entry in self.guidelines.items()}
        names = _offer_names(ledger, self.catalogues.values())
        codes = [ByCode(code, a, b, labels[code]) for code, (a, b) in self.codes.items()]
        teams = [ByTeam(team, _every(counts)) for team, counts in self.teams.items()]
        offers = [ByOffer(offer, names.get(offer), a, b) for offer, (a, b) in self.offers.items()]
        return Departures(
            erased=self.erased,
            counts=_every(self.outcomes),
            set_aside=self.set_aside,
            undecided=tuple(self.undecided),
            open=tuple(self.open),
            left_open=tuple(self.left_open),
            passed_right=tuple(self.passed_right),
            codes=tuple(sorted(codes, key=lambda one: (-one.count, one.code))),
            teams=tuple(sorted(teams, key=lambda one: (one.team is None, one.team or ""))),
            offers=tuple(sorted(offers, key=lambda one: (-one.instead - one.passed, one.offer))),
            against=tuple(self.against),
        )


def _left_open(decided: Decided, words: RecordedWords) -> LeftOpen:
    choice = decided.choice
    facts, needs = tuple(choice.get("open", ())), tuple(choice.get("unmet", ()))
    reasons = tuple(choice.get("not_yet", ()))
    return LeftOpen(decided.seq, decided.case, facts, needs, came_too_early(decided.entry), words, reasons)


def _every(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: counts.get(name, 0) for name in OUTCOMES}


def _against(decided: Decided, words: RecordedWords) -> Against:
    broken = dict.fromkeys(
        (row["rule"], row["option"])
        for row in _departed_rules(decided)
        if row["strength"] == "must" and row["outcome"] == "fails"
    )
    asked = next((one for one in decided.approval_states if one.id == AGAINST_RULE), None)
    approval = "outstanding" if asked is None else asked.state
    overruled = None if asked is None else asked.overruled
    return Against(decided.seq, decided.day, decided.case, tuple(broken), approval, words, overruled)


def _departed_rules(decided: Decided) -> Sequence[DepartedRule]:
    found: Sequence[DepartedRule] = (decided.entry.get("departure") or {}).get("rules", ())
    return found


def _offer_names(ledger: Ledger, resting: Iterable[Entry]) -> dict[str, str]:
    return {offer.id: offer.name for entry in resting for offer in stored_catalogue(ledger, entry).offers.values()}


# --- approvals ---


@dataclass(frozen=True, slots=True)
class Waiting:
    """An approval that is not given, or was given after it had been refused.

    Attributes:
        state: `outstanding`, `refused`, `given` (after a refusal), or `perhaps` (an unknown decides whether it is needed).
        days: From the decision until the day asked for, or until it was refused or given.
        role: What is recorded of who approves, where a guideline adds the role.
        said: What it asks for, in the words of the guideline of the decision.
        overruled: The refusal after which it was given all the same.
    """

    seq: int
    day: date
    case: str
    id: str
    by: str
    four_eyes: bool
    kind: str
    state: str
    days: int
    role: OwnRoleRecord | None = None
    said: BilingualText | None = None
    overruled: Entry | None = None


def waiting_approvals(ledger: Ledger, today: date, which: Selection = Selection()) -> tuple[Waiting, ...]:  # noqa: B008  (frozen)
    """Return every approval that is outstanding, refused, given after a refusal or perhaps needed, in the order of decisions."""
    named = RecordedNames(ledger)
    return tuple(
        Waiting(
            decided.seq,
            decided.day,
            decided.case,
            one.id,
            one.by,
            one.four_eyes,
            one.kind,
            one.state,
            max(0, ((today if one.entry is None else _day(one.entry.leaf.time)) - decided.day).days),
            one.role,
            named.wording(decided.entry).of("approvals", one.id),
            one.overruled,
        )
        for decided in selected(ledger, which)
        for one in decided.approval_states
        if one.state != "given" or one.overruled is not None
    )


def _day(time: str) -> date:
    return recorded(time).date()


# --- follow-ups ---


@dataclass(frozen=True, slots=True)
class Overdue:
    """A day to look again that has passed without anybody looking; `later` is a newer decision of the same case.

    `said` is what to look at, in the words of the guideline of the decision. Help that was refused never began: there is nothing
    to look at, and it is not overdue; `refused` says who refused it.
    """

    seq: int
    case: str
    id: str
    due: date
    days: int
    later: int | None
    said: BilingualText | None = None
    refused: str | None = None


def overdue(ledger: Ledger, as_of: date, which: Selection = Selection()) -> tuple[Overdue, ...]:  # noqa: B008  (frozen)
    """Return every recorded due date before a day that no follow-up answers, in the order of decisions.

    A follow-up of a decision answers all its due dates up to the day it measured; one that measured a day too early does not.
    Due dates are those recorded with the decision (the first and, where it repeats, the second): none is worked out beyond
    them, as every new decision records its own. A decision whose help a follow-up ended, or sent to be visited anew, asks no more.
    One whose help an approver, the citizen or the offer refused is there with who refused: it is not overdue.
    """
    found: list[Overdue] = []
    named = RecordedNames(ledger)
    newest: dict[str, int] = {}
    for decided in selected(ledger, which):
        if decided.entry.erased:
            continue
        newest[decided.case] = decided.seq
        if decided.ended is None:
            found += _unanswered(decided, as_of, named)
    return tuple(replace(one, later=later) if (later := newest[one.case]) > one.seq else one for one in found)


def _unanswered(decided: Decided, as_of: date, named: RecordedNames) -> Iterator[Overdue]:
    measured = [date.fromisoformat(one.get("measured")["measured"]) for one in decided.answered(EntryType.FOLLOW_UP)]
    seen = max(measured, default=date.min)
    refused = None if decided.refused is None else str(decided.refused.get("who"))
    for row in decided.entry.get("follow_up") or ():
        for due in map(date.fromisoformat, row["due"]):
            if seen < due < as_of:
                said = named.wording(decided.entry).of("follow_up", row["id"])
                yield Overdue(decided.seq, decided.case, row["id"], due, (as_of - due).days, None, said, refused)
