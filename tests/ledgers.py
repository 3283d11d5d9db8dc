"""Small ledgers for tests: made through the library, of the example cases with variations, on days that the test gives.

    with a_ledger(tmp_path / "ledger.db") as ledger:
        seq = decide(ledger, a_case("ib-stu-hos-foraeldre"), day="2026-01-05")
        follow(ledger, seq, "2026-04-01", functioning={"interact": 2})

Each function appends one entry at 09:00 UTC of its day and returns the number of the entry.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from visit.case import Case, case_of
from visit.catalogue import Catalogue, Option, shipped_catalogue
from visit.decisions import answering
from visit.decisions.deciding import Recorded, decision
from visit.decisions.files import decided
from visit.decisions.worked_out import Choice
from visit.errors import CaseError
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger
from visit.matching import Engine, match
from visit.ranking.values import Ranking
from visit.reading.source import parse, read
from visit.reading.validation import validate
from visit.reasons.selectors import any_placement_named
from visit.rules import load_guideline
from visit.rules.guideline.values import Guideline

EXAMPLES = Path(__file__).parent.parent / "examples"
PEOPLE: Mapping[str, Mapping[str, Any]] = {
    "anna": {"roles": ["caseworker"], "team": "north"},
    "bo": {"roles": ["caseworker"], "team": "south"},
    "lis": {"roles": ["leader"]},
    "dan": {"roles": ["director", "leadership"]},
}
"""Two caseworkers, a leader, and somebody above."""
SYSTEM_USER = "tester"
SIL = "sil-noget-at-staa-op-til"
DAY = "2026-01-05"
"""The day of an entry that is given none."""


def at(day: str) -> datetime:
    """The moment of an entry of a day; `2026-11-05T23:30` is one at another time, of UTC too."""
    return datetime.fromisoformat(day if "T" in day else f"{day}T09:00").replace(tzinfo=UTC)


def a_ledger(path: Path, people: Mapping[str, Mapping[str, Any]] = PEOPLE, *, day: str = "2020-01-01") -> Ledger:
    """A new ledger with its entry 0."""
    draft = answering.init("nordby.dk/visit", (), people, by="lis", system_user=SYSTEM_USER)
    return Ledger.create(str(path), draft, now=at(day))[0]


# --- cases ---


def a_case(example: str, **changes: Any) -> Case:
    """An example case; a change replaces a field of the document, a mapping is merged into it, None takes it out."""
    document = json.loads(json.dumps(read(EXAMPLES / f"{example}.yaml").value, default=_plain))
    return case_of(parse(json.dumps(_merged(document, changes)), f"{example}.yaml"))


def an_objection(example: str) -> Case:
    """An example case of somebody who cannot consent and objects, and who may be moved if Familieretshuset says so."""
    conditions = ("move_required", "not_possible_at_home", "cannot_see_consequences", "risk_of_serious_injury")
    met = dict.fromkeys((*conditions, "irresponsible_not_to_move"), True)
    return a_case(example, consent={"move": "cannot_consent_objects"}, without_consent=met)


def sil(number: int = 1, **changes: Any) -> Case:
    """The example case that needs something to get up for, as another citizen's."""
    return a_case(SIL, case=f"sil-{number}", **changes)


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)


def _merged(document: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(document)
    for key, value in changes.items():
        if value is None:
            found.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(found.get(key), Mapping):
            found[key] = _merged(found[key], value)
        else:
            found[key] = value
    return found


# --- decisions ---


@cache
def guideline(name: str, as_of: date) -> Guideline:
    """A guideline, built once for all tests."""
    return load_guideline(name, as_of)


def ranked(
    case: Case, *, as_of: str | None = None, under: str | None = None, catalogue: Catalogue | None = None
) -> Ranking:
    """What `match` gives: by the case's own guideline on its own date, unless others are given."""
    day = date.fromisoformat(as_of) if as_of else case.assessed
    if catalogue is not None:
        return match(case, catalogue, guideline(under or case.municipality, day), day)
    key = (case.digest, under or case.municipality, day)
    if key not in _RANKED:
        _RANKED[key] = match(case, _shipped(), guideline(key[1], day), day)
    return _RANKED[key]


_shipped = cache(shipped_catalogue)
_RANKED: dict[tuple[str, str, date], Ranking] = {}
"""Most tests decide about the same few cases, and a ranking is never changed."""


def placed(ranking: Ranking, *parts: Option) -> Choice:
    """Choose any options of a ranking."""
    return Choice(placement=Engine(ranking.catalogue, ranking.guideline).placement(ranking, parts))


def decide(
    ledger: Ledger,
    case: Case,
    *,
    choice: int | str | Choice = 1,
    day: str = DAY,
    by: str = "anna",
    departure: str | None = None,
    reason: str = "it fits best",
    as_of: str | None = None,
    under: str | None = None,
    catalogue: Catalogue | None = None,
    shown: Mapping[str, str] = {"language": "en", "text": "as it was shown"},
) -> int:
    """Record a decision.

    Args:
        ledger: Where.
        case: About what.
        choice: A rank, ids joined with `+`, `none:refused` and its like, `other:` and a text, or a choice.
        day: When it is recorded; follow-up dates are counted from it.
        by: Whose decision it is; the team is that person's in the ledger.
        departure: The code, where one is needed.
        reason: Why.
        as_of: The date asked for; else the assessment date.
        under: Another guideline than the municipality's.
        catalogue: Another catalogue than the shipped one.
        shown: The answer as it was shown.
    """
    ranking = ranked(case, as_of=as_of, under=under, catalogue=catalogue)
    recorded = Recorded(
        reason, by, SYSTEM_USER, departure=departure, team=ledger.settings().people.get(by, {}).get("team")
    )
    draft = decision(ranking, _choice(ranking, choice), recorded, shown=shown, today=date.fromisoformat(day[:10]))
    return _append(ledger, draft, day)


def _choice(ranking: Ranking, choice: int | str | Choice) -> Choice:
    if isinstance(choice, Choice):
        return choice
    if isinstance(choice, str) and choice.startswith("none:"):
        return Choice(none=choice.removeprefix("none:"))
    if isinstance(choice, str) and choice.startswith("other:"):
        return Choice(other=choice.removeprefix("other:"))
    found = any_placement_named(Engine(ranking.catalogue, ranking.guideline), ranking, str(choice))
    ids = [one.id for one in ranking.placements]
    return Choice(placement=found, rank=ids.index(found.id) + 1 if found.id in ids else None)


def _append(ledger: Ledger, draft: Draft, day: str) -> int:
    return ledger.append(draft, now=at(day)).seq


# --- what follows a decision ---


def approve(ledger: Ledger, seq: int, *ids: str, by: str = "lis", day: str = DAY, decider: str | None = None) -> int:
    """Approve what is named, or all that waits for the roles of `by`; the number of the last entry."""
    people = ledger.settings().people
    drafts = answering.approval_drafts(
        decided(ledger, seq), people, ids, by=by, system_user=SYSTEM_USER, decider=decider
    )
    return [_append(ledger, one, day) for one in drafts][-1]


def refuse(
    ledger: Ledger,
    seq: int,
    who: str,
    code: str,
    *,
    by: str = "anna",
    day: str = DAY,
    approval: str | None = None,
    reason: str = "as they say",
) -> int:
    """Record the refusal of an approver, the citizen or an offer."""
    draft = answering.refusal(
        decided(ledger, seq), ledger.settings().people, who=who, code=code, reason=reason, by=by,
        system_user=SYSTEM_USER, approval=approval,
    )  # fmt: skip
    return _append(ledger, draft, day)


def follow(ledger: Ledger, seq: int, measured: str, *, by: str = "anna", day: str | None = None, **fields: Any) -> int:
    """Record a follow-up that measured on a day, on that day unless another is given; it lets the help continue."""
    about = decided(ledger, seq)
    document = {"follow_up": about.case, "measured": measured, "outcome": "continue", **fields}
    draft = answering.follow_up_draft(about, followed(document), by=by, system_user=SYSTEM_USER)
    return _append(ledger, draft, day or measured)


def followed(document: Mapping[str, Any]) -> dict[str, Any]:
    """A follow-up document as validated."""
    from visit.reading.documents.follow_up import FollowUpDocument

    model = validate(parse(json.dumps(document), "follow-up.yaml"), FollowUpDocument, error=CaseError)
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def correct(ledger: Ledger, seq: int, case: Case, *, by: str = "anna", day: str = DAY) -> int:
    """Correct the facts of a decision."""
    draft = answering.correction(decided(ledger, seq), case, reason="it was misread", by=by, system_user=SYSTEM_USER)
    return _append(ledger, draft, day)


def erase(ledger: Ledger, case: str, *, by: str = "lis", day: str = DAY) -> int:
    """Erase everything of a case."""
    numbers = ledger.of_case(case)
    with ledger.writing():
        draft = answering.erasure(numbers, basis="the time is over", by=by, system_user=SYSTEM_USER)
        seq = ledger.add(draft, now=at(day)).seq
        ledger.forget(numbers)
    return seq
