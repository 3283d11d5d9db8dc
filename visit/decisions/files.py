"""A ledger read as decisions, each with what became of it: approvals, refusals, follow-ups, corrections.

Values only, straight from the entries. An erased decision is still there as a number, a time and a type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from visit.case import CaseRecord
from visit.cpr import redacted
from visit.decisions.records import ChosenRecord, OwnRoleRecord
from visit.decisions.roles import role_label
from visit.decisions.stored import check_facts, lacking
from visit.errors import FEW, LedgerError, Location, nearest_names
from visit.ledger.entries import Entry
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.local_day import recorded
from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Standing

BRIEF = (
    "approval", "approvals", "as_of", "by", "case", "choice", "code", "deadlines", "decider", "departure", "entries", "follow_up",
    "grants", "measured", "of", "reason", "role", "team", "who",
)  # fmt: skip
"""The fields that tell what happened: all but the facts, the core, and the answer as it was shown."""
_OF_ANSWERS = ("approval", "by", "case", "code", "decider", "measured", "of", "reason", "role", "who")
"""Those of them that an approval, refusal, follow-up or correction may have."""
_ALWAYS: Mapping[EntryType, Sequence[str]] = {
    EntryType.DECISION: ("case", "facts", "as_of", "core", "choice", "approvals", "follow_up", "by", "reason"),
    EntryType.APPROVAL: ("case", "approval", "by"),
    EntryType.REFUSAL: ("case", "who", "code", "by"),
    EntryType.FOLLOW_UP: ("case", "measured", "by"),
    EntryType.CORRECTION: ("case", "facts", "by"),
}
"""What every entry of a type has (`docs/ledger-format.md`, section 7), and readers rely on."""


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """An approval that a decision waits for, or waited for.

    Attributes:
        entry: The newest entry that gives or refuses it.
        role: What is recorded of a guideline's own role.
        refusal: The newest entry that refuses it, also where it was given afterwards.
    """

    id: str
    by: str
    four_eyes: bool
    kind: str
    sure: bool
    state: str
    entry: Entry | None
    role: OwnRoleRecord | None = None
    refusal: Entry | None = None

    @property
    def overruled(self) -> Entry | None:
        """The refusal after which it was given all the same."""
        return self.refusal if self.state == "given" else None

    def called(self, language: str) -> str:
        """Return what the role is called."""
        return role_label(self.by, self.role, language)


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """One decision and the entries that answer it, in order."""

    entry: Entry
    answers: tuple[Entry, ...] = field(default_factory=tuple)

    @property
    def seq(self) -> int:
        """Its number."""
        return self.entry.seq

    @property
    def day(self) -> date:
        """The day it was recorded."""
        return recorded(self.entry.leaf.time).date()

    @property
    def case(self) -> str:
        """The pseudonym; empty where it is erased."""
        return str(self.entry.get("case") or "")

    @property
    def choice(self) -> ChosenRecord:
        """What was chosen; empty where it is erased."""
        found: ChosenRecord | None = self.entry.get("choice")
        return found or ChosenRecord()

    @property
    def parts(self) -> tuple[str, ...]:
        """The options chosen; none where it was something else."""
        return tuple(self.choice.get("parts", ()))

    @property
    def offers(self) -> tuple[str, ...]:
        """The offers chosen."""
        return tuple(dict.fromkeys(part.partition("/")[0] for part in self.parts))

    @property
    def code(self) -> str | None:
        """The departure code, where there is one."""
        return (self.entry.get("departure") or {}).get("code")

    @property
    def rank(self) -> int | None:
        """The place of what was chosen in the ranking, from 1."""
        return self.choice.get("rank")

    def answered(self, type: EntryType) -> tuple[Entry, ...]:
        """Return the answers of one type, in order."""
        return tuple(one for one in self.answers if one.leaf.type == type)

    @property
    def facts(self) -> CaseRecord:
        """The facts of the newest correction, else those that were decided on; empty where they are erased."""
        corrected = [one.get("facts") for one in self.answered(EntryType.CORRECTION) if one.get("facts")]
        found: CaseRecord | None = corrected[-1] if corrected else self.entry.get("facts")
        return found or CaseRecord(document={}, points={})

    @property
    def approval_states(self) -> tuple[Wanted, ...]:
        """Every approval it needs or may need, with its state: `given`, `refused`, `outstanding`, or `perhaps`."""
        last: dict[str, Entry] = {}
        refusals: dict[str, Entry] = {}
        for entry in self.answers:
            if entry.leaf.type in (EntryType.APPROVAL, EntryType.REFUSAL) and entry.get("approval"):
                last[entry.get("approval")] = entry
                if entry.leaf.type == EntryType.REFUSAL:
                    refusals[entry.get("approval")] = entry
        found = []
        for row in self.entry.get("approvals") or ():
            answer = last.get(row["id"])
            state = "outstanding" if row["sure"] else "perhaps"
            if answer is not None:
                state = "given" if answer.leaf.type == EntryType.APPROVAL else "refused"
            asked = (row["id"], row["by"], row["four_eyes"], row["kind"], row["sure"])
            found.append(Wanted(*asked, state, answer, row.get("role"), refusals.get(row["id"])))
        return tuple(found)

    @property
    def refused(self) -> Entry | None:
        """The newest refusal after which it gives no help: the citizen's, the offer's, or an approval's that stands."""
        theirs = [one for one in self.answered(EntryType.REFUSAL) if one.get("who") in ("citizen", "offer")]
        standing = [one.entry for one in self.approval_states if one.state == "refused" and one.entry is not None]
        return max((*theirs, *standing), key=lambda one: one.seq, default=None)

    @property
    def ended(self) -> date | None:
        """The day on which a follow-up says that the help ended or is visited anew."""
        for entry in self.answered(EntryType.FOLLOW_UP):
            measured = entry.get("measured") or {}
            if measured.get("outcome") in ("end", "new_visitation"):
                return date.fromisoformat(measured.get("ended") or measured["measured"])
        return None


def is_open(entry: Entry) -> bool:
    """Return whether a decision was made while what was chosen could not be granted yet, or an open question could turn it."""
    return came_too_early(entry) or bool((entry.get("choice") or {}).get("open"))


def came_too_early(entry: Entry) -> bool:
    """Return whether a decision was made while what was chosen could not be granted yet."""
    choice: ChosenRecord = entry.get("choice") or ChosenRecord()
    return bool(choice.get("not_yet")) or choice.get("standing") == Standing.UNDECIDED.value


def _ours(ledger: Ledger, entries: Iterable[Entry], names: Sequence[str] = ()) -> Iterator[Entry]:
    """Yield decisions and answers as visit writes them, whole; others are passed over, and noted.

    Whoever may write to the database can append what visit never would, and delete values: neither may stop what is asked of all.
    """
    for entry in entries:
        try:
            ledger.must_be_whole(entry, names)
            if entry.odd:
                raise ledger.not_ours(entry.seq, entry.odd)
            _must_be_complete(ledger, entry)
        except LedgerError as error:
            ledger.passed_over[entry.seq] = error
        else:
            yield entry


def _must_be_complete(ledger: Ledger, entry: Entry) -> None:
    """Refuse a decision or answer that another program has appended without what visit always writes, or on facts that are none."""
    missing = [name for name in _ALWAYS.get(entry.leaf.type, ()) if name not in entry.leaf.fields]
    if missing:
        raise lacking(ledger, entry.seq, missing)
    check_facts(ledger, entry)


def _with_answers(entry: Entry, others: Iterable[Entry]) -> Decided:
    """Return a decision with those of some entries that answer it: later ones of its own case.

    Another program can append an approval of a decision that is still to come, or under another case: it answers nothing.
    """
    about = (entry.seq, entry.get("case"))
    return Decided(
        entry, tuple(one for one in others if one.seq > entry.seq and (one.get("of"), one.get("case")) == about)
    )


def decided(ledger: Ledger, seq: int) -> Decided:
    """Return one decision with its answers.

    Raises:
        LedgerError: There is no such entry, it is not a decision, or its values were erased.
    """
    entry = ledger.entry(seq)
    at = Location(ledger.store.name)
    if entry.leaf.type != EntryType.DECISION:
        raise LedgerError(
            _("entry {n} is not a decision", n=seq),
            at=at,
            help=_("`visit log list --type decision` lists them"),
        )
    if entry.erased:
        raise LedgerError(_("entry {n} was erased", n=seq), at=at)
    _must_be_complete(ledger, entry)
    numbers = ledger.of_case(str(entry.get("case")))
    if seq not in numbers:  # the index does not have what its table has
        raise ledger.unfit()
    return _with_answers(entry, _ours(ledger, (ledger.entry(one, odd=True) for one in numbers if one > seq)))


def decisions(ledger: Ledger, names: Sequence[str] = BRIEF) -> Iterator[Decided]:
    """Yield every decision in order, with its answers; of some fields only.

    Only the answers are kept in memory: the ledger is read once for them, and once more for the decisions.
    """
    stop = ledger.size()
    answers: dict[int, list[Entry]] = {}
    for_answers = [one for one in names if one in _OF_ANSWERS] or ("of",)
    read = (one for one in ledger.entries(0, stop, names=for_answers, partial=True) if one.leaf.type.is_answer)
    for entry in _ours(ledger, _with_facts(ledger, read, names), for_answers):
        if entry.get("of") is not None:
            answers.setdefault(entry.get("of"), []).append(entry)
    every = (one for one in ledger.entries(0, stop, names=names, partial=True) if one.leaf.type == EntryType.DECISION)
    for entry in _ours(ledger, every, names):
        yield _with_answers(entry, answers.pop(entry.seq, ()))


def _with_facts(ledger: Ledger, entries: Iterable[Entry], names: Sequence[str]) -> Iterator[Entry]:
    """Yield answers, and corrections with the facts where they are wanted: no other answer has any."""
    for entry in entries:
        corrected = entry.leaf.type == EntryType.CORRECTION and "facts" in names
        yield ledger.entry(entry.seq, names=names, partial=True) if corrected else entry


def of_case(ledger: Ledger, case: str) -> tuple[Decided, ...]:
    """Return the decisions of one case, in order, with their answers.

    Raises:
        LedgerError: The ledger has nothing of that case.
    """
    found = tuple(ledger.entry(seq, partial=True) for seq in ledger.of_case(case))
    if not found and ledger.is_damaged():
        raise ledger.unfit()
    if not found:
        raise nothing_of_case(ledger, case)
    entries = tuple(_ours(ledger, found))
    return tuple(_with_answers(one, entries) for one in entries if one.leaf.type == EntryType.DECISION)


def case_called(ledger: Ledger, word: str) -> str:
    """Return the pseudonym that a word is, in any case; else the only one that begins so.

    Raises:
        LedgerError: None is called so, or several are.
    """
    if ledger.of_case(word):
        return word
    wanted, every = word.strip().casefold(), _pseudonyms(ledger)
    found = [one for one in every if one.casefold() == wanted] or [
        one for one in every if one.casefold().startswith(wanted)
    ]
    if len(found) != 1 or not wanted:
        raise nothing_of_case(ledger, word, found)
    return found[0]


def nothing_of_case(ledger: Ledger, case: str, begun: Sequence[str] = ()) -> LedgerError:
    """Return that a ledger has no case of a pseudonym, with those that it may stand for."""
    near = nearest_names(case, _pseudonyms(ledger)) or list(begun)[:FEW]
    return LedgerError(
        _('nothing is recorded of a case "{case}"', case=redacted(case)[1:-1]),
        at=Location(ledger.store.name),
        help=_("did you mean {names}?", names=formats.either(f'"{one}"' for one in near))
        if near
        else _("write the pseudonym as the case file has it; `visit log list` lists them"),
    )


def _pseudonyms(ledger: Ledger) -> list[str]:
    """Return the pseudonym of every case, each once; none of a ledger that is damaged."""
    try:
        entries = ledger.entries(0, ledger.store.size(), names=("case",), partial=True)
        return list(dict.fromkeys(str(one.get("case")) for one in entries if one.get("case")))
    except LedgerError:
        return []


def corrections_of(ledger: Ledger, entry: Entry) -> tuple[Entry, ...]:
    """Return the corrections of a decision, of their fields what they are about and the facts."""
    later = (seq for seq in ledger.of_case(str(entry.get("case"))) if seq > entry.seq)
    names = ("of", "facts")
    read = (ledger.entry(seq, names=names, partial=True) for seq in later)
    mine = (one for one in read if one.leaf.type == EntryType.CORRECTION)
    return tuple(one for one in _ours(ledger, mine, names) if one.get("of") == entry.seq)


def municipalities_of(ledger: Ledger, case: str) -> dict[str, int]:
    """Return the municipalities that have decided a case, each with its first decision; erased ones are not known any more."""
    found: dict[str, int] = {}
    for seq, acting in deciders_of(ledger, case).items():
        if acting is not None:
            found.setdefault(acting, seq)
    return found


def deciders_of(ledger: Ledger, case: str) -> dict[int, str | None]:
    """Return the decisions of a case, each with its municipality, None where that cannot be read."""
    found: dict[int, str | None] = {}
    for seq in ledger.of_case(case):
        entry = ledger.entry(seq, names=("facts",), partial=True)
        if entry.leaf.type == EntryType.DECISION:
            acting = (entry.get("facts") or {}).get("document", {}).get("municipality")
            found[seq] = acting if isinstance(acting, str) else None
    return found
