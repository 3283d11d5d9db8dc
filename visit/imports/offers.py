"""Rows that are read become offers with services: the rows of one offer together, each value with the cell that it is from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from visit.cpr import redacted
from visit.errors import PlaceError
from visit.imports.fields import LEVEL, PROVISION
from visit.imports.price_packages import PACKAGES, PART_OF, STEP, hours_or_days, path_of_part
from visit.imports.rows import CellNote, SaidValue, SheetRow, values_of
from visit.imports.stated_prices import settled_price
from visit.locale import text as _
from visit.places import resolve
from visit.reading.documents.column_map import ColumnMap
from visit.reading.source import PlainValue

OfferRecord = dict[str, PlainValue]
"""An offer as a catalogue's file holds it."""


@dataclass(slots=True)
class _GatheredService:
    """A service that is put together from rows."""

    record: OfferRecord
    cells: dict[str, str] = field(default_factory=dict)
    row: int = 0
    """The last row that spoke of it."""


@dataclass(slots=True)
class _GatheredOffer:
    """An offer that is put together from rows."""

    record: OfferRecord
    cells: dict[str, str] = field(default_factory=dict)
    services: dict[tuple[str, str | None], _GatheredService] = field(default_factory=dict)


@dataclass(slots=True)
class MadeRow:
    """What became of a row.

    Attributes:
        offer: The id of the offer that it went into; None where it is refused.
    """

    number: int
    offer: str | None
    told: list[CellNote]


@dataclass(slots=True)
class MadeOffers:
    """What rows became: offers in their order, and each row."""

    offers: list[OfferRecord]
    rows: list[MadeRow]


def made_offers(rows: Iterable[SheetRow], mapped: ColumnMap, file: str) -> MadeOffers:
    """Put rows together to offers.

    Args:
        rows: As they were read.
        mapped: What the map says of every one.
        file: What the file is called in the catalogue, before each cell.
    """
    offers: dict[str, _GatheredOffer] = {}
    made: list[MadeRow] = []
    sheet = ""
    for row in rows:
        told = list(row.told)
        named = (one.place for one in row.said if one.place is not None and "!" in one.place)
        sheet = next((place[: place.rfind("!") + 1] for place in named), sheet)
        if row.refused:
            made.append(MadeRow(row.number, None, told))
            continue
        if (fault := _names_no_provision(row)) is not None:
            made.append(MadeRow(row.number, None, [*told, fault]))
            continue
        id = _id_of(row, offers)
        if id in offers and (fault := _is_of_another(row, offers[id])) is not None:
            made.append(MadeRow(row.number, None, [*told, fault]))
            continue
        offer = offers.setdefault(id, _GatheredOffer({"id": id}))
        told += _add(offer, row, mapped, file)
        made.append(MadeRow(row.number, id, told))
    columns = (one if isinstance(one, str) or one is None else one.field for one in mapped.columns.values())
    is_timed = mapped.price_per is not None or "price.per" not in columns
    by_number = {row.number: row for row in made}
    for service in (service for offer in offers.values() for service in offer.services.values()):
        told = by_number[service.row].told
        for note in settled_price(service.record, service.cells, is_timed=is_timed):
            if (note := replace(note, place=f"{sheet}{note.place}")) not in told:
                told.append(note)
    return MadeOffers([_whole(offer, mapped) for offer in offers.values()], made)


def _names_no_provision(row: SheetRow) -> CellNote | None:
    """Return that a row says of no service; None where it names a provision, or a column is about one."""
    provisions = [one.value for one in row.said if one.field.name == PROVISION]
    if any(provisions) or any(one.column.provision is not None for one in row.said):
        return None
    at = next((one.place for one in row.said if one.place is not None), str(row.number))
    return CellNote(
        "refused", at, _("the row names no provision"), _("say it in a column, or under `always` in the map")
    )


def _id_of(row: SheetRow, offers: Mapping[str, _GatheredOffer]) -> str:
    """Return the id of a row's offer: as it says, else of its name, and of its place where two are called alike."""
    said = row.value("id")
    name, place = str(row.value("name")), row.value("place")
    id = slug(str(said)) if said is not None else slug(name)
    there = offers.get(id)
    if said is None and there is not None and place is not None and there.record.get("place") not in (None, place):
        return slug(f"{name} {place}")
    return id


def _is_of_another(row: SheetRow, offer: _GatheredOffer) -> CellNote | None:
    """Return that a row says the id of an offer that a row above calls otherwise."""
    said = next((one for one in row.said if one.field.name == "id"), None)
    name, there = str(row.value("name")), str(offer.record.get("name"))
    if said is None or said.place is None or name.casefold() == there.casefold():
        return None
    message = _(
        "{heading} is that of {other}, which is called otherwise", heading=said.heading, other=redacted(there, limit=60)
    )
    return CellNote(
        "refused", said.place, message, _("give each its own id, or let the map leave the column out (null)")
    )


def slug(text: str) -> str:
    """Return an id of a name: small letters without marks, with `-` between words."""
    folded = text.casefold().translate(_DANISH)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-") or "x"


_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


# --- one row into its offer ---


def _add(offer: _GatheredOffer, row: SheetRow, mapped: ColumnMap, file: str) -> Iterator[CellNote]:
    for said in values_of(row, "offer"):
        if said.field.name != "id":
            yield from _put(offer.record, offer.cells, said, _of_groups(said), file)
    yield from _services(offer, row, mapped, file)


def _of_groups(said: SaidValue) -> PlainValue:
    """Return the value of a field; of target groups, each with how specialised the column is."""
    if said.field.name == "specialisation" and isinstance(said.value, list):
        return {str(group): said.column.specialised or 1 for group in said.value}
    return said.value


def _services(offer: _GatheredOffer, row: SheetRow, mapped: ColumnMap, file: str) -> Iterator[CellNote]:
    common: dict[str, SaidValue] = {}
    for one in values_of(row, "service"):
        of_level = "".join(f" {of}" for of in (one.column.level, hours_or_days(one.column)) if of is not None)
        there = common.setdefault(f"{one.field.name}{of_level}", one)
        if there is not one and one.field.name == PROVISION:
            common[PROVISION] = _both(there, one)
        elif there.value != one.value and one.place is not None:
            yield _other_value(one, {one.field.name: there.place or ""}, one.field.name)
    of_column = [one for one in row.said if one.column.provision is not None]
    provisions = common[PROVISION].value if PROVISION in common else []
    assert isinstance(provisions, list)
    named = common.get("service")
    own = slug(str(named.value)) if named is not None else None
    if len(provisions) > 1:
        yield from _said_of_several(common, len(provisions))
    for provision in provisions:
        service = _service(offer, str(provision), own, row.number)
        if PROVISION in common:
            _trace(service.cells, PROVISION, common[PROVISION], file)
        for said in common.values():
            if said.field.name not in (PROVISION, LEVEL, "service"):
                level = common.get(LEVEL)
                yield from _put_service(service, said, None if level is None else slug(str(level.value)), file)
        _priced(service, mapped)
    for said in of_column:
        service = _service(offer, str(said.column.provision), own, row.number)
        yield from _put_service(service, said, said.column.level, file)
        _priced(service, mapped)


_OF_THE_WHOLE = ("places", "free")
_AMOUNTS = ("price.basic", "price.net_of_vat", "price.per_hour", "price.night", "price.weekend", "price.levels",
            PACKAGES, STEP)  # fmt: skip


def _said_of_several(common: dict[str, SaidValue], services: int) -> Iterator[CellNote]:
    """Leave out the places of a row of several provisions, which are of them together; tell of one price for all of them."""
    at = common[PROVISION].place or ""
    for name in _OF_THE_WHOLE:
        if name in common:
            said = common.pop(name)
            message = _(
                "{heading} is of {n} provisions together: how many each has is not known",
                heading=said.heading or name, n=services,
            )  # fmt: skip
            help = _("give each provision its own row, or its own column of places")
            yield CellNote("left_out", said.place or at, message, help)
    for said in common.values():
        name = said.field.name
        if name in _AMOUNTS:
            message = _("{heading} is the price of each of {n} provisions", heading=said.heading or name, n=services)
            yield CellNote("changed", said.place or at, message)


def _both(first: SaidValue, second: SaidValue) -> SaidValue:
    """Return the provisions of two columns as one value, from the cells of both."""
    assert isinstance(first.value, list) and isinstance(second.value, list)
    places = ", ".join(one.place.rpartition("!")[2] for one in (first, second) if one.place is not None)
    return replace(first, value=[*dict.fromkeys((*first.value, *second.value))], place=places)


def _service(offer: _GatheredOffer, provision: str, own: str | None, row: int) -> _GatheredService:
    record: OfferRecord = {"provision": provision, **({} if own is None else {"id": own})}
    service = offer.services.setdefault((provision, own), _GatheredService(record))
    service.row = row
    return service


def _put_service(service: _GatheredService, said: SaidValue, level: str | None, file: str) -> Iterator[CellNote]:
    """Put a value into a service; a price of a level is one of its levels."""
    level = said.column.level or level
    if said.field.name in ("price.basic", "price.levels") and level is not None:
        yield from _put(service.record, service.cells, said, said.value, file, path=("price", "levels", level))
    elif said.field.name in PART_OF:
        yield from _put(service.record, service.cells, said, said.value, file, path=path_of_part(said.column))
    else:
        yield from _put(service.record, service.cells, said, said.value, file)


def _put(
    record: OfferRecord,
    cells: dict[str, str],
    said: SaidValue,
    value: PlainValue,
    file: str,
    *,
    path: tuple[str, ...] = (),
) -> Iterator[CellNote]:
    """Put a value where it belongs; another one that is there already is told, and stays."""
    *above, key = path or said.field.path
    place = record
    for part in above:
        inner = place.setdefault(part, {})
        assert isinstance(inner, dict)
        place = inner
    name = ".".join((*above, key))
    if key not in place:
        place[key] = value
        _trace(cells, name, said, file)
        if said.estimated:
            estimated = record.setdefault("estimated", [])
            assert isinstance(estimated, list)
            estimated += [] if said.field.path[0] in estimated else [said.field.path[0]]
    elif isinstance(value, dict) and isinstance(there := place[key], dict):
        place[key] = {**value, **there}
        if said.place is not None and value.keys() - there.keys():
            cells[name] = (
                ", ".join((cells[name], _cell(said.place, file))) if name in cells else _cell(said.place, file)
            )
        if said.place is not None and any(value[one] != there[one] for one in value.keys() & there.keys()):
            yield _other_value(said, cells, name)
    elif place[key] != value and said.place is not None and not (name == "place" and _same_town(place[key], value)):
        yield _other_value(said, cells, name)


def _same_town(first: PlainValue, second: PlainValue) -> bool:
    """Return whether two places are the same: a postcode is no other place than the town that it is of."""
    try:
        return resolve(str(first)) == resolve(str(second))
    except PlaceError:
        return False


def _other_value(said: SaidValue, cells: Mapping[str, str], name: str) -> CellNote:
    first = cells.get(name, "").rpartition("!")[2] or _("the map")
    message = _(
        "{field} says another value than {place}, which was read first", field=said.heading or name, place=first
    )
    return CellNote("left_out", said.place or "", message)


def _trace(cells: dict[str, str], name: str, said: SaidValue, file: str) -> None:
    if said.place is not None:
        cells.setdefault(name, _cell(said.place, file))


def _cell(place: str, file: str) -> str:
    return ", ".join(f"{file}!{one}" for one in place.rpartition("!")[2].split(", "))


def _priced(service: _GatheredService, mapped: ColumnMap) -> None:
    """Give a price what the map says of every one."""
    price = service.record.get("price")
    if isinstance(price, dict):
        if mapped.price_per is not None and mapped.price_per != "day":
            price.setdefault("per", mapped.price_per)
        if mapped.vat is not None:
            price.setdefault("vat", mapped.vat)


_ORDER = (
    "id",
    "name",
    "operator",
    "place",
    "mobile",
    "specialisation",
    "ages",
    "premises",
    "covers",
    "lacks",
    "approved",
    "opened",
    "closed",
    "estimated",
)


def _whole(offer: _GatheredOffer, mapped: ColumnMap) -> OfferRecord:
    """Return an offer as the file holds it, its source and cells behind what it says, its services last."""
    record: OfferRecord = {key: offer.record[key] for key in _ORDER if key in offer.record}
    record.setdefault("operator", {})
    own = offer.record.get("source")
    source: dict[str, PlainValue] = {"ref": mapped.source.ref}
    if mapped.source.as_of is not None:
        source["as_of"] = mapped.source.as_of.isoformat()
    record["source"] = {**source, **(own if isinstance(own, dict) else {})}
    if offer.cells:
        record["cells"] = {**offer.cells}
    services: list[PlainValue] = []
    for service in offer.services.values():
        services.append({**service.record, **({"cells": {**service.cells}} if service.cells else {})})
    record["services"] = services
    return record
