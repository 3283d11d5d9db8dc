"""The groups of offers that a guideline's layers declare: their codes, which offer is in which, what is asked of one by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from visit.rules.facts.declaration import CaseFact
from visit.rules.facts.tried import group_tried
from visit.rules.guideline.records import OfferGroupRecord
from visit.rules.guideline.values import BilingualText
from visit.rules.language.met_by import met_by
from visit.rules.language.tried_named import tried_in
from visit.vocabulary import CodeList, Term

GroupRows: TypeAlias = Mapping[str, OfferGroupRecord]


def group_codes(rows: GroupRows) -> CodeList:
    """Return the groups as a list of codes."""
    return CodeList("offer_group", {key: Term(key, row["da"], row["en"]) for key, row in rows.items()})


def groups_of_offers(rows: GroupRows) -> tuple[tuple[str, str], ...]:
    """Return each offer of a group, with the group."""
    return tuple((offer, key) for key, row in sorted(rows.items()) for offer in row["offers"])


def groups_tried(rows: GroupRows) -> Iterator[CaseFact]:
    """Yield the fact that an offer of a group was tried, of every group."""
    yield from (group_tried(key, frozenset(row["offers"])) for key, row in rows.items())


def group_labels(rows: GroupRows) -> dict[str, BilingualText]:
    """Return how what is asked of each group is said in the middle of a sentence."""
    found = {}
    for key, row in rows.items():
        da, en = row["da"], row["en"]
        found[tried_in(key)] = BilingualText(
            f"om et tilbud blandt {da} er prøvet", f"whether an offer among {en} has been tried"
        )
        found[met_by(key)] = BilingualText(
            f"om behovet kan dækkes med en egnet løsning hos {da}",
            f"whether a suitable placement at {en} meets the need",
        )
    return found
