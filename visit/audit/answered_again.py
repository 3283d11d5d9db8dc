"""The ranking that a decision was made on, worked out again from what the ledger holds: for what the core does not say."""

from __future__ import annotations

from datetime import date

from visit.canonical import encode
from visit.case import Case
from visit.decisions.core import TOP, core
from visit.decisions.stored import MALFORMED, check_facts, stored_catalogue, stored_guideline
from visit.decisions.worked_out import MOST
from visit.errors import VisitError
from visit.ledger.entries import Entry
from visit.ledger.log import Ledger
from visit.matching import match
from visit.ranking.values import Ranking
from visit.rules.guideline.by_date import stored_by_date


def answered_again(ledger: Ledger, entry: Entry) -> Ranking | None:
    """Return the ranking of a decision, as far down as what was chosen, or `MOST` placements.

    None where its values are gone or cannot be read, or it comes out as another today.
    """
    facts, recorded = entry.get("facts"), entry.get("core")
    if facts is None or recorded is None:
        return None
    try:
        check_facts(ledger, entry)
        as_of = date.fromisoformat(entry.get("as_of"))
        guideline = stored_by_date(stored_guideline(ledger, entry)).on(as_of)
        rank = (entry.get("choice") or {}).get("rank") or TOP
        ranking = match(Case(facts), stored_catalogue(ledger, entry), guideline, as_of, top=min(max(TOP, rank), MOST))
    except (VisitError, *MALFORMED):
        return None
    return ranking if encode(core(ranking)) == encode(recorded) else None
