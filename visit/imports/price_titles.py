"""What a sheet says of all its prices, above the headings and in them, against the map: for which time, and with or without VAT.

What nobody has said is asked for or told; left out, VAT would be what operators of the kind usually charge, and a time the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.cpr import redacted
from visit.imports.price_headings import YEAR, periods_said, vat_said
from visit.imports.rows import MapError
from visit.locale import formats
from visit.locale import text as _
from visit.reading.documents.column_map import ColumnMap
from visit.reading.source import Document, PlainValue

_NO_AMOUNT = frozenset(("price.net_of_vat", "price.days_a_year", "price.per", "price.vat", "price.from", "price.level"))
_WITHOUT_VAT = frozenset(("municipal", "regional"))
"""Operators whose prices hold no indirect VAT unless something says so."""


def vat_faults(mapped: ColumnMap, document: Document, titles: Sequence[str]) -> Iterator[MapError]:
    """Yield what the sheet says of VAT and the map does not, and each heading of a price that says the opposite of the map.

    Args:
        mapped: The map.
        document: Its file, for the places.
        titles: The name of the sheet, and what stands above the headings in quotes.
    """
    fields = _fields(mapped)
    priced = [heading for heading, field in fields.items() if _is_amount(field)]
    if not priced or _says_of_rows(mapped, fields, "price.vat"):
        return
    if mapped.vat is None:
        said = next((one for one in (*map(redacted, priced), *titles) if vat_said((one,))), None)
        if said is not None:
            message = _("do the prices hold VAT? The sheet says {said}, and the map does not", said=said)
            yield MapError(
                message, at=document.locate(("columns",)), help=_("write `vat: incl` or `vat: excl` in the map")
            )
        return
    for heading in priced:
        if (said_here := vat_said((heading,))) and mapped.vat not in said_here:
            message = _("{heading} says the opposite of `vat: {vat}`", heading=f"“{heading}”", vat=mapped.vat)
            at = document.locate_key(("columns", heading))
            yield MapError(message, at=at, help=_("leave the column out (null), or correct `vat`"))


def price_remarks(
    mapped: ColumnMap, titles: Sequence[str], offers: Sequence[Mapping[str, PlainValue]]
) -> tuple[str, ...]:
    """Return what above the headings says otherwise than the map, and what nothing says of VAT."""
    fields = _fields(mapped)
    if not any(map(_is_amount, fields.values())):
        return ()
    told = []
    periods, vat = periods_said(titles) - {YEAR}, vat_said(titles)
    if periods and mapped.price_per is not None and mapped.price_per not in periods:
        told.append(
            _("above the headings stands another time than `price_per: {per}` of the map", per=mapped.price_per)
        )
    if vat and mapped.vat is not None and mapped.vat not in vat:
        told.append(_("above the headings stands the opposite of `vat: {vat}` of the map", vat=mapped.vat))
    if mapped.vat is None and not _says_of_rows(mapped, fields, "price.vat"):
        names = [str(one["name"]) for one in offers if _operator(one) not in _WITHOUT_VAT and _is_priced(one)]
        if names:
            few = formats.listed(
                [*names[:_FEW], *([_("and {n} more", n=len(names) - _FEW)] if len(names) > _FEW else [])]
            )
            told.append(
                _(
                    "nothing says whether the prices hold VAT; unless the operator is public they count as with it: {names}",
                    names=few,
                )
            )
    return tuple(told)


_FEW = 5


def _is_amount(field: str) -> bool:
    """Return whether a field is an amount that may hold VAT."""
    return field.startswith("price.") and field not in _NO_AMOUNT


def _fields(mapped: ColumnMap) -> Mapping[str, str]:
    """Return the field of each heading that is read."""
    said = {heading: one for heading, one in mapped.columns.items() if one is not None}
    return {heading: one if isinstance(one, str) else one.field for heading, one in said.items()}


def _says_of_rows(mapped: ColumnMap, fields: Mapping[str, str], name: str) -> bool:
    return name in fields.values() or name in (mapped.always or {})


def _operator(offer: Mapping[str, PlainValue]) -> PlainValue:
    operator = offer.get("operator")
    return operator.get("type") if isinstance(operator, dict) else None


def _is_priced(offer: Mapping[str, PlainValue]) -> bool:
    services = offer["services"]
    return isinstance(services, list) and any(isinstance(one, dict) and "price" in one for one in services)
