"""What runs now by the case and stands in no catalogue: a slip, or help outside it.

Such help keeps its place in the ranking by what the case says of it alone; what it meets, where nobody has said so, is what is
usual for its provision. A slip looks the same, so the answer has to say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from visit.case import Case
from visit.catalogue import Catalogue
from visit.reading.documents.case import Current
from visit.reasons.unfound import meant


@dataclass(frozen=True, slots=True, eq=False)
class Unlisted:
    """Help that runs now, and that no open service of the catalogue is.

    Attributes:
        row: What the case says of it.
        place: Where it stands in `citizen.current`, from 0.
        near: The offer that its id is most likely a slip of.
        listed: Whether the catalogue has the offer, closed or under other provisions.
        assumed: Whether it is an option of the case, and what it meets is not stated.
    """

    row: Current
    place: int
    near: str | None
    listed: bool
    assumed: bool


def unlisted(case: Case, catalogue: Catalogue, as_of: date) -> tuple[Unlisted, ...]:
    """Return what runs now and the catalogue lacks on a date; help with a name and its needs is told by these, and is left out."""
    opened = catalogue.open_on(as_of)
    pairs = {(one.offer.id, one.provision.id) for one in opened}
    offers = {one.offer.id for one in opened}
    called = {one.offer.name: one.offer.id for one in opened}
    found = []
    for place, row in enumerate(case.citizen.current or ()):
        assumed = row.question != "ends" and row.covers is None
        if (row.offer, row.service) in pairs or (row.name is not None and not assumed):
            continue
        listed = row.offer in catalogue.offers
        near = None if listed or row.name is not None else meant(row.offer, offers, called)
        found.append(Unlisted(row, place, near, listed, assumed))
    return tuple(found)
