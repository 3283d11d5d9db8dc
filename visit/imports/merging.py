"""What a file of rows says, put into a catalogue that is there: fields of the file win, all else stays."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from visit.catalogue import Catalogue, catalogue_of
from visit.catalogue_edits import CatalogueEdit, catalogue_edits
from visit.errors import CatalogueError, Location, Problems
from visit.imports.yaml_text import read_again
from visit.locale import text as _
from visit.places import point
from visit.reading.source import Document, PlainValue
from visit.travel_files import checked_travel, table_of


def merged(old: Mapping[str, PlainValue], imported: Mapping[str, PlainValue]) -> dict[str, PlainValue]:
    """Return a catalogue with what an import says.

    An offer is the one of the same id, else the only one of the same name and municipality; a service is the one of the same id,
    else of the same provision. What the file does not say of them stays as it is.

    Args:
        old: The catalogue's file, in plain values.
        imported: The catalogue that a file became.

    Raises:
        CatalogueError: Several offers of the old one are called as one of the file is.
    """
    offers = [dict(one) for one in _rows(old, "offers")]
    for one in _rows(imported, "offers"):
        there = _same_offer(offers, one)
        if there is None:
            offers.append(dict(one))
        else:
            _put_offer(there, one)
    files = {**_group(old, "imports"), **_group(imported, "imports")}
    whole: dict[str, PlainValue] = {**old, "as_of": max(str(old["as_of"]), str(imported["as_of"]))}
    whole.pop("offers")
    return {**whole, "imports": files, "offers": [*offers]}


@dataclass(frozen=True, slots=True, eq=False)
class MergedCatalogue:
    """A catalogue that an import was put into.

    Attributes:
        document: Its file, in plain values.
        edits: What the import changes in it.
    """

    document: Mapping[str, PlainValue]
    before: Catalogue
    after: Catalogue
    edits: tuple[CatalogueEdit, ...]


def merged_catalogue(imported: Mapping[str, PlainValue], old: Document) -> MergedCatalogue:
    """Put what a file of rows became into a catalogue that is there.

    Raises:
        Problems: What is wrong with the catalogue, or contradicts itself now.
        CatalogueError: Several of its offers are called as one of the file is.
    """
    before = catalogue_of(old)
    assert isinstance(old.value, dict)
    made = merged(old.value, imported)
    after = _checked(made, old.name)
    return MergedCatalogue(made, before, after, catalogue_edits(before, after))


def _checked(made: Mapping[str, PlainValue], onto: str | None) -> Catalogue:
    """Return a catalogue that an import was put into.

    Raises:
        Problems: What contradicts itself now, by offer: it stands in no file yet.
    """
    document = read_again(made)
    try:
        return catalogue_of(document)
    except Problems as problems:
        offers = made["offers"]
        assert isinstance(offers, list)
        begins = [document.locate(("offers", index)).line or 0 for index in range(len(offers))]
        faults = []
        for error in problems.errors:
            place = bisect(begins, (error.at.line or 0) if error.at else 0) - 1
            offer = offers[place] if place >= 0 else None
            name = str(offer["id"]) if isinstance(offer, dict) else str(made["catalogue"])
            message = _("{offer}: {fault}", offer=name, fault=error.message)
            faults.append(CatalogueError(message, at=Location(onto or "catalogue"), help=error.help))
        raise Problems(faults) from None


def with_travel_times(table: Mapping[str, PlainValue], old: Document) -> Mapping[str, PlainValue]:
    """Return a catalogue's file with the travel times in it, in place of those that it has.

    Raises:
        Problems: Everything that is wrong with the catalogue.
    """
    catalogue = catalogue_of(old)
    assert isinstance(old.value, dict)
    towns = {name: point(town.lat, town.lon) for name, town in (catalogue.document.places or {}).items()}
    checked_travel(read_again(table), towns)
    rest = {key: value for key, value in old.value.items() if key not in ("travel", "offers")}
    return {**rest, "travel": table_of(table), "offers": old.value["offers"]}


def _same_offer(
    offers: Sequence[dict[str, PlainValue]], wanted: Mapping[str, PlainValue]
) -> dict[str, PlainValue] | None:
    for offer in offers:
        if offer["id"] == wanted["id"]:
            return offer
    alike = [one for one in offers if _called(one) == _called(wanted)]
    if len(alike) > 1:
        ids = ", ".join(str(one["id"]) for one in alike)
        message = _("several offers are called {name}: {ids}", name=f'"{wanted["name"]}"', ids=ids)
        raise CatalogueError(message, at=Location("catalogue"), help=_("give the id in a column of the file"))
    return alike[0] if alike else None


def _called(offer: Mapping[str, PlainValue]) -> tuple[str, object]:
    return " ".join(str(offer["name"]).casefold().split()), _group(offer, "operator").get("municipality")


def _put_offer(there: dict[str, PlainValue], said: Mapping[str, PlainValue]) -> None:
    """Put what is said of an offer into the one that is there.

    The offer, and each service, keeps its own source unless the file says all that is recorded of it. A price, which is taken as a
    whole, has the file's.
    """
    old, new = _group(there, "source"), _group(said, "source")
    whole = new if _says_all(said, there) else old
    services = [{**one, "source": _group(one, "source") or old} for one in _rows(there, "services")]
    for one in _rows(said, "services"):
        of_file = _group(one, "source") or new
        same = next((row for row in services if _service_key(row) == _service_key(one)), None)
        if same is None:
            services.append({**one, "source": of_file})
        else:
            _put_service(same, one, of_file)
    _put(there, {key: value for key, value in said.items() if key not in ("id", "services", "source")})
    there["source"] = whole
    there["services"] = [
        {key: value for key, value in one.items() if key != "source" or value != whole} for one in services
    ]


def _put_service(there: dict[str, PlainValue], said: Mapping[str, PlainValue], of_file: dict[str, PlainValue]) -> None:
    kept = of_file if _says_all(said, there) else _group(there, "source")
    _put(there, said)
    there["source"] = kept
    price = _group(there, "price")
    if "price" in said and "source" not in price and kept != of_file:
        there["price"] = {**price, "source": of_file}


def _says_all(said: Mapping[str, PlainValue], there: Mapping[str, PlainValue]) -> bool:
    """Return whether a file says all that is recorded; a price of one amount is said by a list of prices."""
    fields = {"price" if key == "price_dkk_per_day" else key for key in there.keys() - _NO_FIELDS}
    return all(
        key in said and (key == "price" or _group(there, key).keys() <= _group(said, key).keys()) for key in fields
    )


_NO_FIELDS = frozenset(("id", "name", "provision", "services", "source", "estimated", "cells"))
"""What says which record it is, or is about what it says."""


def _service_key(service: Mapping[str, PlainValue]) -> PlainValue:
    return service.get("id") or service["provision"]


def _put(there: dict[str, PlainValue], said: Mapping[str, PlainValue]) -> None:
    """Put what is said into a record: groups key by key, a price as a whole, and what was an estimate is none any more."""
    estimated = there.get("estimated")
    for key, value in said.items():
        if key == "estimated":
            continue
        old = there.get(key)
        whole = key == "price" or not (isinstance(old, dict) and isinstance(value, dict))
        there[key] = value if whole else {**_group(there, key), **_group(said, key)}
        if isinstance(estimated, list) and key in estimated:
            estimated = [one for one in estimated if one != key]
    if "price" in said:
        there.pop("price_dkk_per_day", None)
    if isinstance(now := said.get("estimated"), list):
        estimated = [*(estimated if isinstance(estimated, list) else ()), *now]
    if estimated:
        there["estimated"] = estimated
    else:
        there.pop("estimated", None)


def _group(record: Mapping[str, PlainValue], key: str) -> dict[str, PlainValue]:
    found = record.get(key)
    return found if isinstance(found, dict) else {}


def _rows(record: Mapping[str, PlainValue], key: str) -> list[dict[str, PlainValue]]:
    found = record.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
