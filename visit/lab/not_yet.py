"""What differs between two sides and is not yet in effect on a day that is asked about: an offer that closes later, a later price.

Whoever edits one of these is told so: no number of a comparison says what it will do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from visit.catalogue import Catalogue
from visit.catalogue_edits import TRAVEL, CatalogueEdit, catalogue_edits
from visit.lab.bases import Basis
from visit.lab.pieces import Piece
from visit.lab.reads import what_decides
from visit.rules.guideline.edits import WHOLE, Edit, edits_between

PRICE = "price"
_OF_BEING_THERE = (None, "opened", "closed")
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, eq=False)
class LaterEdit:
    """An edit that is not yet in effect on the days that are asked about.

    Attributes:
        first: The first day on which it is.
        is_price: Whether it is a price, which nobody knows before that day.
    """

    piece: Piece
    first: date
    is_price: bool = False


def asked_days(side: Basis, assessed: Collection[date]) -> set[date]:
    """Return the days on which a side is asked about cases that were assessed on some days."""
    return {*assessed} if side.day is None else {side.day}


def not_yet(old: Basis, new: Basis, assessed: Collection[date]) -> tuple[LaterEdit, ...]:
    """Return the edits between two sides that are in effect on none of the days that are asked about, and on a later one are."""
    days = asked_days(old, assessed) | asked_days(new, assessed)
    return (*_of_statements(old, new, days), *_of_offers(old.catalogue, new.catalogue, days)) if days else ()


def _later(states: Iterable[tuple[object, object]], later: Iterable[date]) -> date | None:
    """Return the first of the later days on which the two states differ."""
    return next((day for day, (was, now) in zip(later, states, strict=True) if was != now), None)


def _after(days: Collection[date], turns: Iterable[date]) -> list[date]:
    return sorted({one for one in turns if one > max(days)})


# --- of guidelines ---


def _of_statements(old: Basis, new: Basis, days: Collection[date]) -> Iterator[LaterEdit]:
    last = max(days)
    edits: dict[tuple[str, str], list[Edit]] = {}
    for edit in edits_between(old.by_date.layers_on(last), new.by_date.layers_on(last)):
        if not edit.is_wording and edit.section != WHOLE:
            edits.setdefault(edit.statement, []).append(edit)
    for one in edits.values():
        rows = [None if placed is None else placed.row for placed in (one[0].old, one[0].new)]
        if any(_binding(rows[0], day) != _binding(rows[1], day) for day in days):
            continue
        later = _after(days, (turn for row in rows for turn in _turns(row, "from", "until")))
        first = _later(((_binding(rows[0], day), _binding(rows[1], day)) for day in later), later)
        if first is not None:
            yield LaterEdit(Piece(one[0].key, tuple(one)), first)


def _turns(row: object, start: str, end: str) -> Iterator[date]:
    """Yield the first day of what has days, and the first day after it."""
    found = row if isinstance(row, Mapping) else {}
    if found.get(start):
        yield date.fromisoformat(str(found[start]))
    if found.get(end) and (last := date.fromisoformat(str(found[end]))) < date.max:
        yield last + _A_DAY


def _binding(row: object, day: date) -> object:
    """Return what a statement decides on a day; None where it does not bind."""
    found = row if isinstance(row, Mapping) else {}
    start, end = found.get("from"), found.get("until")
    is_there = (start is None or str(start) <= day.isoformat()) and (end is None or day.isoformat() <= str(end))
    return what_decides(row) if is_there else None


# --- of catalogues ---


def _of_offers(before: Catalogue, after: Catalogue, days: Collection[date]) -> Iterator[LaterEdit]:
    if before.digest == after.digest:
        return
    for edit in catalogue_edits(before, after):
        if not edit.decides or (edit.field == TRAVEL and not edit.offer):
            continue
        later = _after(days, _offer_turns(edit, (before, after)))
        price = _price_from(edit.after) if edit.field == PRICE else None
        if price is not None and price > max(days):
            yield LaterEdit(_piece(edit), price, is_price=True)
        elif all(was == now for was, now in (_states(edit, before, after, day) for day in days)):
            first = _later((_states(edit, before, after, day) for day in later), later)
            if first is not None:
                yield LaterEdit(_piece(edit), first)


def _piece(edit: CatalogueEdit) -> Piece:
    return Piece(edit.name, offer=edit.offer, offer_edits=(edit,))


def _states(edit: CatalogueEdit, before: Catalogue, after: Catalogue, day: date) -> tuple[object, object]:
    """Return what an edit makes of its offer on a day: which services are open, and what they have."""
    return tuple(
        _state(edit, value, catalogue, day) for value, catalogue in ((edit.before, before), (edit.after, after))
    )  # type: ignore[return-value]


def _state(edit: CatalogueEdit, value: object, catalogue: Catalogue, day: date) -> object:
    is_open = {
        one.service.own_id for one in catalogue.open_on(day)
        if one.offer.id == edit.offer and edit.service in (None, one.service.own_id)
    }  # fmt: skip
    if not is_open or edit.field in _OF_BEING_THERE:
        return is_open
    start = _price_from(value) if edit.field == PRICE else None
    return None if start is not None and day < start else value


def _offer_turns(edit: CatalogueEdit, catalogues: Iterable[Catalogue]) -> Iterator[date]:
    for catalogue in catalogues:
        for one in catalogue.options:
            if one.offer.id == edit.offer:
                for record in (one.offer.record, one.service):
                    yield from (record.opened,) if record.opened is not None else ()
                    yield from (record.closed + _A_DAY,) if record.closed is not None else ()
    yield from (start for value in (edit.before, edit.after) if (start := _price_from(value)) is not None)


def _price_from(value: object) -> date | None:
    found = value.get("from") if isinstance(value, Mapping) else None
    return None if found is None else date.fromisoformat(str(found))
