"""`visit catalogue list`, `show` and `check`: what is offered, everything recorded of one offer, and whether a file is usable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from visit.catalogue import Catalogue, Offer, shelf_life_of
from visit.catalogue_edits import catalogue_edits
from visit.commands.checking import Good, check_command
from visit.commands.files import catalogue_of_file
from visit.commands.inputs import given_date, load_given_catalogue, municipality_meant, today
from visit.commands.printing import print_answer, print_grids
from visit.contradictions import needs_of_catalogue
from visit.cpr import redacted
from visit.errors import FEW, CatalogueError, Location, Problems, UsageError, VisitError, did_you_mean, nearest_names
from visit.implausible import IMPLAUSIBLE, implausible_values
from visit.locale import citations, formats, plural
from visit.locale import text as _
from visit.offer_doubts import OFFER_KINDS, offer_doubts
from visit.places import Point, fold, resolve
from visit.price_doubts import KINDS, doubts
from visit.reading.documents.lists import called_help, need_help
from visit.reading.source import Document
from visit.reasons.selectors import called, either_of
from visit.reasons.short_names import names_in_catalogue
from visit.render.catalogue_diff_sheet import CatalogueDiffSheet
from visit.render.catalogue_sheet import Ages, CatalogueSheet, OfferSheet, metres_from, shelf_life_days
from visit.rules import load_guideline
from visit.streams import note, reader_may_leave
from visit.vocabulary import vocabulary

if TYPE_CHECKING:
    from visit.render.grids import Grid


def list_command(
    *,
    municipality: str | None,
    provision: str | None,
    near: str | None,
    ids: bool,
    catalogue: str | None,
    shape: str | None,
    language: str,
) -> int:
    """Print the offers, with their ids where asked for; exit code 1 where none is left."""
    wanted = None if municipality is None else municipality_meant(municipality)
    provisions = _provisions(provision)
    point = None if near is None else resolve(near)
    found = load_given_catalogue(catalogue)
    offers = [one for one in found.offers.values() if _is_wanted(one, wanted, provisions)]
    listed = tuple(sorted(offers, key=lambda one: _place_in_list(one, point)))
    sheet = CatalogueSheet(found, listed, near, point, language, ids=ids)

    def grids() -> tuple[Grid, ...]:
        from visit.render.catalogue_grid import services_grid

        return (services_grid(listed, None if near is None or point is None else (near, point), language),)

    print_answer(shape, document=sheet.document, sheet=sheet.sheet, grids=grids)
    return 0 if offers else 1


def show_command(
    id: str, *, near: str | None, catalogue: str | None, as_of: str | None, shape: str | None, language: str
) -> int:
    """Print everything that is recorded of one offer."""
    day = given_date(as_of) or today()
    point = None if near is None else resolve(near)
    found = load_given_catalogue(catalogue)
    offer = _offer(found, id)
    sheet = OfferSheet(found, offer, Ages(day), near, point, language)
    print_answer(shape, document=sheet.document, sheet=sheet.sheet)
    return 0


def catalogue_diff_command(before: str, after: str, *, shape: str | None, language: str) -> int:
    """Print what differs between two catalogues, and return 0 where nothing does, 1 where something does."""
    old, new = catalogue_of_file(before)[0], catalogue_of_file(after)[0]
    sheet = CatalogueDiffSheet(old, new, catalogue_edits(old, new), language)
    print_answer(shape, document=sheet.document, sheet=sheet.sheet, grids=lambda: (sheet.grid(),))
    return 1 if sheet.edits else 0


def catalogue_export_command(catalogue: str | None, *, shape: str | None) -> int:
    """Write a catalogue as rows, in a workbook its travel times on a sheet of their own, and tell which fields have no cell."""
    from visit.render.catalogue_export import export_grid, travel_grid, without_cell

    found = load_given_catalogue(catalogue)
    times = travel_grid(found)
    with_travel = shape == "xlsx" and bool(times.rows)
    with reader_may_leave():
        print_grids((export_grid(found), *((times,) if with_travel else ())), shape or "csv")
    if left := without_cell(found, with_travel=with_travel):
        note(
            _(
                "not in the rows, and kept where an import is put onto the catalogue: {names}",
                names=formats.listed(left),
            )
        )
    return 0


def catalogue_check_command(files: list[str], *, guideline: str | None, as_of: str | None, shape: str | None) -> int:
    """Check catalogue files and return 0 when all are good, 1 when one is not, 2 when one cannot be read.

    With a guideline, the needs that it adds may be named.
    """
    day = given_date(as_of) or today()
    needs = vocabulary().needs if guideline is None else load_guideline(guideline, day).needs

    def good(name: str) -> Good:
        catalogue, document = catalogue_of_file(name)
        if unknown := list(_unknown_needs(catalogue, document, needs)):
            raise Problems(unknown)
        return good_catalogue(catalogue, document, day)

    return check_command("catalogue", files, good, shape)


def _unknown_needs(catalogue: Catalogue, document: Document, known: Iterable[str]) -> Iterator[VisitError]:
    """Yield a fault for every need that a catalogue names and that is none of those known."""
    known = set(known)
    for need, _offer_id, path in needs_of_catalogue(catalogue.document):
        if need not in known:
            help = need_help(need, known) or _("name the guideline that adds it: `--guideline`")
            yield CatalogueError(_("unknown need {need}", need=f'"{need}"'), at=document.locate(path), help=help)


def good_catalogue(catalogue: Catalogue, document: Document, day: date) -> Good:
    """Return how much a catalogue holds, what of it is old or left out, and what is worth a look."""
    lives = shelf_life_days()
    of_offers = offer_doubts(catalogue, document, day=day, shelf_life_days=lives)
    life = shelf_life_of(lives, "price_dkk_per_day")
    odd = implausible_values(catalogue, document, day=day)
    found = (*doubts(catalogue, document, day=day, shelf_life_days=life), *of_offers, *odd)
    ages, rows = Ages(day), catalogue.document.offers
    services = [service for row in rows for service in row.services]
    numbers = {
        "offers": len(rows),
        "services": len(services),
        "stale_offers": sum(ages.stale("source", row.source.as_of) for row in rows),
        "undated_offers": sum(row.source.as_of is None for row in rows),
        "offers_without_place": sum(
            row.place is None and row.operator.municipality is None and not row.mobile for row in rows
        ),
        "services_without_price": sum(one.price_dkk_per_day is None and not one.has("price") for one in services),
        "services_without_places": sum(one.places is None for one in services),
        **{kind: sum(one.kind == kind for one in found) for kind in (*KINDS, *OFFER_KINDS, IMPLAUSIBLE)},
    }
    offers = plural("{n} offer", "{n} offers", len(rows), n=formats.number(len(rows)))
    of_services = plural("{n} service", "{n} services", len(services), n=formats.number(len(services)))
    warnings = (*_warnings(numbers, document.name, day), *(one.warning for one in found))
    return Good(f"{offers}, {of_services}", warnings, numbers=dict(numbers))


def _warnings(numbers: dict[str, int], name: str, day: date) -> tuple[VisitError, ...]:
    said = {
        "stale_offers": _("{n} of {all} offers are older than their shelf life on {day}", n=numbers["stale_offers"],
                          all=numbers["offers"], day=formats.day(day)),
        "offers_without_place": _("{n} of {all} offers say neither their place nor their municipality: no distance is known",
                                  n=numbers["offers_without_place"], all=numbers["offers"]),
        "undated_offers": _("{n} of {all} offers have a source without a date", n=numbers["undated_offers"], all=numbers["offers"]),
        "services_without_price": _("services without price: {price}, without places: {places}, of {all}",
                                    price=numbers["services_without_price"], places=numbers["services_without_places"],
                                    all=numbers["services"]),
    }  # fmt: skip
    return tuple(CatalogueError(text, at=Location(name)) for key, text in said.items() if numbers[key])


# --- what is asked for ---


def _provisions(name: str | None) -> frozenset[str] | None:
    if name is None:
        return None
    codes = vocabulary().codes["provision"]
    written = re.sub(r"^(?:sel)?[\s§-]*(?=[0-9])", "SEL-", name.strip(), flags=re.IGNORECASE).replace(" ", "")
    key = next((key for key in codes.terms if key.casefold() in (name.casefold(), written.casefold())), None)
    if key is not None:
        return codes.expand(key)
    raise UsageError(
        _("no provision is called {name}", name=redacted(name)),
        help=did_you_mean(name, codes.terms)
        or called_help("provision", name)
        or _("for example SEL-85, SEL-107 or ABL-105"),
    )


def _is_wanted(offer: Offer, municipality: str | None, provisions: frozenset[str] | None) -> bool:
    if municipality is not None and offer.record.operator.municipality != municipality:
        return False
    return provisions is None or any(service.provision in provisions for service in offer.record.services)


def _place_in_list(offer: Offer, near: Point | None) -> tuple[object, ...]:
    """Municipal offers first, municipality by municipality; from a place, the nearest first."""
    if near is not None:
        metres = metres_from(offer, near)
        return (metres is None, metres or 0, offer.id)
    municipal = offer.record.operator.type == "municipal"
    return (not municipal, offer.record.operator.municipality or "", offer.id)


def _offer(catalogue: Catalogue, id: str) -> Offer:
    wanted = id.partition("/")[0]
    found = catalogue.offers.get(wanted)
    if found is not None:
        return found
    services: dict[str, list[str]] = {}
    for option in catalogue.options:
        if option.service.has("name"):
            services.setdefault(option.offer.id, []).extend((option.service.name.da, option.service.name.en))
    written = id.replace(f" {_('(estimate)')}", "").replace(" · ", ", ")
    names = {one: (offer.name,) for one, offer in catalogue.offers.items()} | names_in_catalogue(catalogue.options)
    named = called(names, written, catalogue.offers, parts=services)
    if len(named) == 1:
        return named[0]
    if named:
        told = either_of(f'"{citations.cited(one.name)}"' for one in named)
        raise UsageError(_("several are called {subject}", subject=redacted(id)), help=_("write {names}", names=told))
    on_screens = [citations.cited(offer.name) for offer in catalogue.offers.values()]
    parts = re.findall(r"\w+", fold(written))
    with_every_word = [name for name in on_screens if parts and all(one in fold(name) for one in parts)]
    near = with_every_word[:FEW] or nearest_names(written, on_screens) or nearest_names(wanted, catalogue.offers)
    raise UsageError(
        _("no offer is called {name}", name=redacted(id)),
        help=_("did you mean {names}?", names=formats.either(f'"{one}"' for one in near))
        if near
        else _("`visit catalogue list` lists them"),
    )
