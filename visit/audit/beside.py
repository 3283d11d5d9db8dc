"""What is recorded beside the answer of a decision, held against what visit works out for it now.

Beside the answer an entry holds how what was chosen stands and what it departs from, who must approve, the days to look again, and
the answer in words with its reasons and notices. What a person wrote is not worked out; it is seen to be as it was recorded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypedDict, cast

from visit.audit.following import Following
from visit.canonical import encode
from visit.decisions.stored import MALFORMED
from visit.decisions.wording import RecordedSection
from visit.decisions.worked_out import MOST, Choice, departure, worked_out
from visit.errors import LedgerError, VisitError
from visit.ledger.entries import Entry
from visit.ledger.log import Ledger
from visit.local_day import recorded
from visit.locale import LANGUAGES, speaking
from visit.locale import text as _
from visit.matching import Engine
from visit.ranking.values import Ranking
from visit.reasons.explanation import Explanation
from visit.version import __version__

BesideVerdict = Literal["same", "words", "version", "differs", "unreadable"]
BESIDE: tuple[BesideVerdict, ...] = ("same", "words", "version", "differs", "unreadable")
"""From the mildest to the gravest."""
OnShown = Callable[[Ranking, str], Mapping[str, str]]
"""Returns the answer as it is shown, in a language, as `decide` records it."""
_LISTED: Mapping[str, RecordedSection] = {
    "approvals": "approvals", "follow_up": "follow_up", "deadlines": "deadlines", "grants": "grants",
}  # fmt: skip
_SECTIONS = ("choice", "departure", *_LISTED)
_OF_CHOICE = ("open", "not_yet")
"""What of a choice is written down where there is any, and was not by every version."""


@dataclass(frozen=True, slots=True, eq=False)
class BesideChange:
    """One field that is another than what is worked out: both values, and of a list of statements what only one of them has.

    `only_recorded` and `only_now` are texts as `Following` reads them.
    """

    section: str
    recorded: object
    now: object
    only_recorded: tuple[str, ...] = ()
    only_now: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """What is recorded beside an answer that is the same today.

    Attributes:
        verdict: `same`; `words`, where only the answer in words is another; `version`, where another version of visit recorded it
            and this one works out something else; `differs`, where this version did and nothing explains it; `unreadable`.
        changes: The fields that are another.
        not_recorded: The fields that the version which recorded it did not write down, and this one would.
        other_words: Whether the answer in words is another.
        problem: Why it is unreadable.
    """

    verdict: BesideVerdict
    changes: tuple[BesideChange, ...] = ()
    not_recorded: tuple[str, ...] = ()
    other_words: bool = False
    problem: str = ""

    @property
    def unexplained(self) -> bool:
        """Whether something is another, or cannot be read, and nothing says why."""
        return self.verdict in ("differs", "unreadable")

    def statements(self) -> Iterator[tuple[RecordedSection, str]]:
        """Yield the statements that are spoken of, each with its section."""
        for change in self.changes:
            for text in (*change.only_recorded, *change.only_now):
                yield _LISTED[change.section], Following.read(text).id


def beside(ledger: Ledger, seq: int, engine: Engine, ranking: Ranking, shown: OnShown | None) -> Beside:
    """Compare what a decision records beside its answer; the ranking is the answer, which is the same, and the engine's.

    Without `shown` the answer in words is not compared.
    """
    try:
        entry = ledger.entry(seq, partial=True)
        ledger.must_be_whole(entry)
        if entry.odd:
            raise ledger.not_ours(seq, entry.odd)
        return _compared(entry, engine, ranking, shown)
    except VisitError as error:
        return Beside("unreadable", problem=error.message)
    except MALFORMED as error:
        problem = _("what it rests on is not as visit writes it ({kind})", kind=type(error).__name__)
        return Beside("unreadable", problem=problem)


def _compared(entry: Entry, engine: Engine, ranking: Ranking, shown: OnShown | None) -> Beside:
    other_version = entry.leaf.visit != __version__
    now = _now(entry, engine, ranking)
    changes: list[BesideChange] = []
    left_out: list[str] = []
    for section in _SECTIONS:
        old, new = cast(object, entry.get(section)), now.get(section)
        if other_version and old is None and new:
            left_out.append(section)
            continue
        if other_version and section == "choice" and isinstance(old, dict) and isinstance(new, dict):
            missing = [name for name in _OF_CHOICE if name in new and name not in old]
            left_out += missing
            new = {name: value for name, value in new.items() if name not in missing}
        if old != new:
            changes.append(_changed(section, old, new))
    words = shown is not None and not _same_words(entry, ranking, shown)
    verdict: BesideVerdict = "same"
    if changes:
        verdict = "version" if other_version else "differs"
    elif words:
        verdict = "words"
    return Beside(verdict, tuple(changes), tuple(left_out), words)


def _now(entry: Entry, engine: Engine, ranking: Ranking) -> Mapping[str, object]:
    """Return what is worked out for what was chosen, as it would be read back from a ledger."""
    explanation = Explanation(ranking)
    choice = _choice(entry, engine, ranking)
    code = (entry.get("departure") or {}).get("code")
    day = recorded(entry.leaf.time).date()
    found = worked_out(explanation, choice, departure(explanation, choice), day, code=code, plan=entry.get("plan"))
    read: Mapping[str, object] = json.loads(encode(found))
    return read


def _choice(entry: Entry, engine: Engine, ranking: Ranking) -> Choice:
    """Return what was chosen as `decide` finds it: its place is looked for as far down as there.

    Raises:
        LedgerError: The catalogue does not have it.
    """
    record = entry.get("choice")
    if record["kind"] != "placement":
        return Choice(other=record.get("text"), none=record.get("why"))
    id = "+".join(record["parts"])
    if all(one.id != id for one in ranking.placements):
        ranking = engine.match(ranking.case, ranking.as_of, top=MOST)
    options = {option.id: option for option in ranking.options}
    if missing := [id for id in record["parts"] if id not in options]:
        raise LedgerError(_("there is no option {ids} that was chosen", ids=", ".join(missing)))
    ids = [one.id for one in ranking.placements]
    placement = engine.placement(ranking, [options[id] for id in record["parts"]])
    return Choice(placement=placement, rank=ids.index(id) + 1 if id in ids else None)


def _changed(section: str, old: object, new: object) -> BesideChange:
    if section not in _LISTED:
        return BesideChange(section, old, new)
    before, after = (tuple(map(_in_one_line, cast(list[_ListedRow], rows or []))) for rows in (old, new))
    return BesideChange(
        section, old, new,
        tuple(one for one in before if one not in after), tuple(one for one in after if one not in before),
    )  # fmt: skip


class _ListedRow(TypedDict, total=False):
    id: str
    sure: bool
    due: list[str]
    until: str


def _in_one_line(row: _ListedRow) -> str:
    days = row.get("due") or ([row["until"]] if "until" in row else [])
    for day in days:
        date.fromisoformat(day)
    return " ".join((row["id"], *days)) + ("" if row.get("sure", True) else "?")


def _same_words(entry: Entry, ranking: Ranking, shown: OnShown) -> bool:
    stored = entry.get("shown")
    language = stored["language"]
    if language not in LANGUAGES:
        return False
    with speaking(language):
        same: bool = stored["text"] == shown(ranking, language)["text"]
    return same
