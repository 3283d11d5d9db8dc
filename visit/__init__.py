"""Rank the placements a Danish municipality can offer a citizen, and say why.

    from visit import load_case, shipped_catalogue, load_guideline, match
    case = load_case("case.yaml")
    ranking = match(case, shipped_catalogue(), load_guideline(case.municipality, case.assessed))

`decision` makes an entry of what a person decides on a ranking, a `Ledger` keeps it, `replay` answers it again, `verify` proves it.

Everything the command line does can be done from here; nothing but the command line reads a clock or knows a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from visit.version import __version__ as __version__

if TYPE_CHECKING:
    from visit.audit.replaying import replay as replay
    from visit.case import Case as Case
    from visit.case import load_case as load_case
    from visit.catalogue import Catalogue as Catalogue
    from visit.catalogue import load_catalogue as load_catalogue
    from visit.catalogue import shipped_catalogue as shipped_catalogue
    from visit.decisions.deciding import decision as decision
    from visit.ledger.log import Ledger as Ledger
    from visit.ledger.verifying import verify as verify
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
    "decision": "visit.decisions.deciding",
    "Ledger": "visit.ledger.log",
    "replay": "visit.audit.replaying",
    "verify": "visit.ledger.verifying",
    "Ranking": "visit.ranking.values",
}
__all__ = [
    "Case",
    "Catalogue",
    "Ledger",
    "Ranking",
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


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that no command pays for what it does not use."""
    if name not in _HOME:
        raise AttributeError(f"module 'visit' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
