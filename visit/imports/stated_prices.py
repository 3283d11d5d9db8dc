"""What the rows of a service say of its price, once all of them are read: a price is one where it has an amount.

A rate that is stated without VAT alone is the price; what belongs to a price without any amount is left out, and told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

from visit.imports.rows import CellNote
from visit.locale import text as _
from visit.reading.source import PlainValue

_AMOUNTS = frozenset(("basic", "levels", "per_hour", "night"))
_NET = "price.net_of_vat"
_PARTS = ("packages", "package_step", "shares")
"""What stands under its hours or days while the rows are read."""


def settled_price(record: dict[str, PlainValue], cells: dict[str, str], *, is_timed: bool = True) -> list[CellNote]:
    """Mend the price of a service, and return what is to be told of it.

    Args:
        record: The service, as the catalogue holds it.
        cells: The cells that its values are from.
        is_timed: Whether a price without a period of its own is for the one that the map says.
    """
    price = record.get("price")
    if not isinstance(price, dict):
        return []
    told = [*_listed_parts(price, cells)]
    return [*told, *_settled(record, price, cells, is_timed=is_timed)]


def _settled(
    record: dict[str, PlainValue], price: dict[str, PlainValue], cells: dict[str, str], *, is_timed: bool
) -> list[CellNote]:
    if not price.keys() - {"per", "vat"}:
        del record["price"]
        return []
    if _AMOUNTS & price.keys() and not is_timed and "per" not in price:
        return _left_out(record, cells, _("the price is left out: no cell says for which time it is"))
    if _AMOUNTS & price.keys():
        return [*_beside_basic(price, cells)]
    if "net_of_vat" in price:
        record["price"] = {"basic": price.pop("net_of_vat"), **price, "vat": "excl"}
        if _NET in cells:
            cells["price.basic"] = cells.pop(_NET)
        return _note("changed", cells, "price.basic", _("the rate without VAT is the price: there is none with it"))
    return _left_out(record, cells, _("what is said of a price is left out: no amount stands with it"))


def _beside_basic(price: dict[str, PlainValue], cells: dict[str, str]) -> Iterator[CellNote]:
    """Leave out what says something of a basic rate that is not there, and a rate without VAT beside other rates."""
    net_alone = (_AMOUNTS | {"weekend"}) & price.keys() <= {"basic"}
    odd = {
        "weekend": "basic" in price and price.get("per", "day") == "day",
        "net_of_vat": net_alone and _is_less(price),
    }
    said = {
        "weekend": _("a price of the weekend is beside a basic rate per day, and there is none: it is left out"),
        "net_of_vat": _(
            "a rate without VAT is beside one higher basic rate that holds VAT, and here it is not: it is left out"
        ),
    }
    for key, has_room in odd.items():
        if key in price and not has_room:
            del price[key]
            yield from _note("left_out", cells, f"price.{key}", said[key])
            cells.pop(f"price.{key}", None)


def _is_less(price: dict[str, PlainValue]) -> bool:
    """Return whether a rate without VAT stands beside a basic rate with VAT that is no lower."""
    net, basic = price.get("net_of_vat"), price.get("basic")
    if price.get("vat") == "excl" or not isinstance(basic, int | Decimal) or not isinstance(net, int | Decimal):
        return False
    return net <= basic


def _left_out(record: dict[str, PlainValue], cells: dict[str, str], message: str) -> list[CellNote]:
    del record["price"]
    if isinstance(estimated := record.pop("estimated", None), list) and (
        rest := [one for one in estimated if one != "price"]
    ):
        record["estimated"] = [*rest]
    of_price = [name for name in cells if name.startswith("price.")]
    told = _note("left_out", cells, *of_price[:1], message)
    for name in of_price:
        del cells[name]
    return told


def _note(kind: Literal["changed", "left_out"], cells: dict[str, str], *name_and_message: str) -> list[CellNote]:
    """Return what is told of the cell of a field; nothing where only the map says it."""
    *names, message = name_and_message
    place = next((cells[name] for name in names if name in cells), None)
    return [] if place is None else [CellNote(kind, place.partition("!")[2], message)]


def _listed_parts(price: dict[str, PlainValue], cells: dict[str, str]) -> Iterator[CellNote]:
    """Make the packages and shares of a price what a catalogue holds; tell of those that have no rate, or are one too many."""
    for name in _PARTS:
        found = price.get(name)
        if not isinstance(found, dict):
            continue
        rows = sorted((_whole_or_not(key), value) for key, value in found.items())
        places = [key for key in cells if key.startswith(f"price.{name}.")]
        if "basic" not in price and "levels" not in price:
            yield _part_note(
                cells, places[:1], _("packages and shares are beside a rate, and there is none: they are left out")
            )
            del price[name]
        elif name == "package_step":
            price[name] = {"hours": rows[0][0], "dkk": rows[0][1]}
            if len(rows) > 1:
                yield _part_note(cells, places[1:], _("a price has one step between its packages: the first counts"))
        else:
            keys = ("up_to_hours", "dkk") if name == "packages" else ("up_to_days", "percent")
            price[name] = [dict(zip(keys, (most, value), strict=True)) for most, value in rows]
        if places:
            cells[f"price.{name}"] = ", ".join(cells.pop(one) for one in places)
            if name not in price:
                del cells[f"price.{name}"]


def _part_note(cells: Mapping[str, str], names: list[str], message: str) -> CellNote:
    place = next((cells[one] for one in names), "")
    return CellNote("left_out", place.partition("!")[2], message)


def _whole_or_not(number: str) -> int | Decimal:
    found = Decimal(number)
    return int(found) if found == found.to_integral_value() else found
