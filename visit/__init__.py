"""Rank the placements a Danish municipality can offer a citizen, and say why.

    >>> from visit import load_case, load_guideline, match, shipped_catalogue
    >>> case = load_case("case.yaml")
    >>> guideline = load_guideline(case.municipality, case.assessed)
    >>> ranking = match(case, shipped_catalogue(), guideline)
    >>> for rank, placement in enumerate(ranking.placements[:3], start=1):
    ...     print(rank, placement.id)
    1 ib-stoette-85/SEL-85+ib-stu/STU
    2 aab-fristedet/SEL-85+ib-stu/STU
    3 ib-bostoette-socialpsykiatri/SEL-85+ib-stu/STU

`decision` makes an entry of what a person decides on a ranking, a `Ledger` (`visit log init` makes one) keeps it, `replay` answers
it again, and `verify` proves that nothing was changed.

    >>> from datetime import UTC, date, datetime
    >>> from visit import Choice, Ledger, Recorded, decision, replay, verify
    >>> entry = decision(
    ...     ranking,
    ...     Choice(placement=ranking.first, rank=1),
    ...     Recorded(reason="Nearest to his parents", by="anna", system_user="office"),
    ...     shown={"language": "en", "text": "what the caseworker saw"},
    ...     today=date(2026, 12, 1),
    ... )
    >>> with Ledger.open("ledger.db", writable=True) as ledger:
    ...     receipt = ledger.append(entry, now=datetime(2026, 12, 1, 9, 30, tzinfo=UTC))
    >>> [(one.seq, one.status) for one in replay("ledger.db", [receipt.seq])]
    [(1, 'same')]
    >>> verify("ledger.db").faults
    ()

What else the command line does has modules of its own: approvals and follow-up in `visit.decisions`, reports in `visit.audit`,
tests of guidelines in `visit.trials`, the interview in `visit.interview`.
Nothing but the command line reads a clock or knows a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visit.version import __version__ as __version__

if TYPE_CHECKING:
    from visit.audit.replaying import replay as replay
    from visit.case import Case as Case
    from visit.case import load_case as load_case
    from visit.catalogue import Catalogue as Catalogue
    from visit.catalogue import load_catalogue as load_catalogue
    from visit.catalogue import shipped_catalogue as shipped_catalogue
    from visit.decisions.deciding import Choice as Choice
    from visit.decisions.deciding import Recorded as Recorded
    from visit.decisions.deciding import decision as decision
    from visit.ledger.log import Ledger as Ledger
    from visit.ledger.verifying import verify as verify
    from visit.matching import Engine as Engine
    from visit.matching import match as match
    from visit.ranking.values import Ranking as Ranking
    from visit.rules import load_guideline as load_guideline

_HOME = {
    "Case": "visit.case",
    "load_case": "visit.case",
    "Catalogue": "visit.catalogue",
    "load_catalogue": "visit.catalogue",
    "shipped_catalogue": "visit.catalogue",
    "load_guideline": "visit.rules",
    "match": "visit.matching",
    "Engine": "visit.matching",
    "Choice": "visit.decisions.deciding",
    "Recorded": "visit.decisions.deciding",
    "decision": "visit.decisions.deciding",
    "Ledger": "visit.ledger.log",
    "replay": "visit.audit.replaying",
    "verify": "visit.ledger.verifying",
    "Ranking": "visit.ranking.values",
}
__all__ = [
    "Case",
    "Catalogue",
    "Choice",
    "Engine",
    "Ledger",
    "Ranking",
    "Recorded",
    "__version__",
    "decision",
    "load_case",
    "load_catalogue",
    "load_guideline",
    "match",
    "replay",
    "shipped_catalogue",
    "verify",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that no command pays for what it does not use."""
    if name not in _HOME:
        raise AttributeError(f"module 'visit' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
