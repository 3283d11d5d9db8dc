"""What a ledger holds of a case, a catalogue and a guideline, looked at before it is read as one.

The ledger itself knows bytes and the forms of its fields; what stands in the facts and in a shared document is known from here up.
Whoever may write to the database can commit to facts and documents of any form: the entry that rests on them is then named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from visit.case import CaseRecord
from visit.catalogue import Catalogue, CatalogueRecord, catalogue_from
from visit.errors import LedgerError, Location
from visit.ledger.entries import Entry
from visit.ledger.log import Ledger
from visit.locale import text as _
from visit.reading.documents.case import CaseDocument
from visit.reading.documents.catalogue import CatalogueDocument
from visit.reading.documents.readable import is_readable
from visit.reading.forms import (
    is_amount,
    is_day,
    is_mapping,
    is_number,
    is_text,
    is_truth,
    list_of,
    mapping_of,
    or_none,
    record,
)
from visit.rules.guideline.records import StoredGuideline

OLDEST = 150
"""The age that nobody reaches: a year of birth can be worked out of any below it."""
MALFORMED = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, AssertionError)
"""What reading a document ends with that names what it lacks, or has a value of another kind."""


def check_facts(ledger: Ledger, entry: Entry) -> None:
    """Refuse facts that are no case, whatever program has written them; facts that are erased or were not read pass.

    Raises:
        LedgerError: They are none.
    """
    facts = entry.get("facts")
    if facts is not None and not _is_case(facts):
        raise ledger.not_ours(entry.seq, ["facts"])


def _is_case(facts: CaseRecord) -> bool:
    return (
        is_readable(facts["document"], CaseDocument)
        and 0 <= (CaseDocument(facts["document"]).citizen.age or 0) < OLDEST
        and all(len(point) == 2 for point in facts["points"].values())
    )


def stored_catalogue(ledger: Ledger, entry: Entry) -> Catalogue:
    """Return the catalogue that a decision rests on.

    Raises:
        LedgerError: It is gone, was changed, or is none.
    """
    digest = entry.leaf.catalogue
    if digest is None:
        raise lacking(ledger, entry.seq, ("catalogue",))
    found = ledger.document(digest)
    if not _CATALOGUE(found) or not is_readable(found["document"], CatalogueDocument):
        raise ledger.not_ours(entry.seq, ["catalogue"])
    try:
        return catalogue_from(cast(CatalogueRecord, found), known_digest=digest)
    except MALFORMED:
        raise ledger.not_ours(entry.seq, ["catalogue"]) from None


def stored_guideline(ledger: Ledger, entry: Entry) -> StoredGuideline:
    """Return the guideline that a decision rests on; whether it can be built is not asked.

    Raises:
        LedgerError: It is gone, was changed, or is none.
    """
    digest = entry.leaf.guideline
    if digest is None:
        raise lacking(ledger, entry.seq, ("guideline",))
    found = ledger.document(digest)
    if not is_guideline(found):
        raise ledger.not_ours(entry.seq, ["guideline"])
    return cast(StoredGuideline, found)


def is_guideline(value: object) -> bool:
    """Return whether a document is a guideline's layers, as far as they are read without building it."""
    return _GUIDELINE(value)


def lacking(ledger: Ledger, seq: int, names: Iterable[str]) -> LedgerError:
    """Return the error of an entry without what visit always writes."""
    return LedgerError(
        _("entry {n} lacks what visit always writes: {names}", n=seq, names=", ".join(names)),
        at=Location(ledger.store.name),
        help=_("another program has written it; `visit log show {n}` says who", n=seq),
    )


def _is_step(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("[HBUT][0-9]{1,2}", value) is not None


_PROVISION = record(
    {
        **dict.fromkeys(("id", "da", "en", "hours", "branch", "visitation", "supervision", "duty"), is_text),
        **dict.fromkeys(("source", "certainty"), is_text),
        "areas": mapping_of(_is_step),
    },
    **dict.fromkeys(("usual", "never", "not_a_substitute_for"), list_of(is_text)),
    **dict.fromkeys(("free_choice", "approval_required", "registration_required", "in_own_home", "appeal"), is_truth),
    **dict.fromkeys(("lane", "from"), is_text),
    staff=or_none(is_text),
    max_months=or_none(is_number),
)
_CATALOGUE = record(
    {"document": is_mapping, "provisions": list_of(_PROVISION), "points": mapping_of(list_of(is_number))}
)
_WORDING = record({"da": is_text, "en": is_text})
_PARAMETER = record({"value": is_amount}, **{"from": is_day, "until": is_day})
_LAYER = record(
    {"guideline": is_text, "version": is_text, "title": _WORDING},
    departures=mapping_of(_WORDING),
    parameters=mapping_of(_PARAMETER),
)
_GUIDELINE = record({"layers": list_of(_LAYER)})
