"""Where the citizen has lived, and under what: the municipality that acts follows from it (RSL 9)."""

from __future__ import annotations

from datetime import date

from visit.case import Case
from visit.rules.facts.declaration import CaseFact
from visit.rules.language.types import TEXT
from visit.rules.language.values import UNKNOWN, Value, possible


def _acting_municipality(case: Case, as_of: date) -> Value:
    """Return the municipality that acts by where the citizen has lived, the rows in the order of time.

    A stay that a municipality has contributed to leaves it acting; otherwise the municipality lived in acts. Where it is not
    recorded under what the citizen lived there, it may be either.
    """
    acting: Value = UNKNOWN
    for row in case.citizen.lived or ():
        if row.start is not None and row.start > as_of:
            continue
        if row.under is None:
            acting = possible((acting, row.municipality))
        elif row.under != "stay":
            acting = row.municipality
    return acting


ACTING_MUNICIPALITY = CaseFact("case.acting_municipality", TEXT, _acting_municipality)
