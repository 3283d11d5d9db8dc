"""What the rows of a service say of its price, once all of them are read: a price is one where it has an amount.

A rate that is stated without VAT alone is the price; what belongs to a price without any amount is left out, and told.
"""

from __future__ import annotations

from typing import Literal

from visit.imports.rows import CellNote
from visit.locale import text as _
from visit.reading.source import PlainValue

_AMOUNTS = frozenset(("basic", "levels", "per_hour", "night"))
_NET = "price.net_of_vat"


def settled_price(record: dict[str, PlainValue], cells: dict[str, str]) -> CellNote | None:
    """Mend the price of a service, and return what is to be told of it; None where it has an amount, or there is none.

    Args:
        record: The service, as the catalogue holds it.
        cells: The cells that its values are from.
    """
    price = record.get("price")
    if not isinstance(price, dict) or _AMOUNTS & price.keys():
        return None
    if "net_of_vat" in price:
        record["price"] = {"basic": price.pop("net_of_vat"), **price, "vat": "excl"}
        if _NET in cells:
            cells["price.basic"] = cells.pop(_NET)
        return _note("changed", cells, "price.basic", _("the rate without VAT is the price: there is none with it"))
    del record["price"]
    of_price = [name for name in cells if name.startswith("price.")]
    told = _note("left_out", cells, *of_price[:1], _("what is said of a price is left out: no amount stands with it"))
    for name in of_price:
        del cells[name]
    return told


def _note(kind: Literal["changed", "left_out"], cells: dict[str, str], *name_and_message: str) -> CellNote | None:
    """Return what is told of the cell of a field; None where only the map says it."""
    *names, message = name_and_message
    place = next((cells[name] for name in names if name in cells), None)
    return None if place is None else CellNote(kind, place.partition("!")[2], message)
