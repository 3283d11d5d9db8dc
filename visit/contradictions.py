"""What in a catalogue contradicts itself: faults between fields that are each well-formed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from visit.errors import CatalogueError, VisitError
from visit.locale import text as _
from visit.reading.documents.catalogue import CatalogueDocument, OfferDocument, PriceList, ServiceDocument
from visit.reading.source import Document


def contradictions(document: Document, said: CatalogueDocument) -> Iterator[VisitError]:
    """Faults between fields that are each well-formed."""
    seen: set[str] = set()
    for index, offer in enumerate(said.offers):
        here: tuple[str | int, ...] = ("offers", index)
        if offer.id in seen:
            yield CatalogueError(_("the offer id {id} is used twice", id=offer.id), at=document.locate((*here, "id")))
        seen.add(offer.id)
        services: set[str] = set()
        for number, service in enumerate(offer.services):
            there = (*here, "services", number)
            if service.own_id in services:
                yield CatalogueError(
                    _("two services of {offer} are called {name}", offer=offer.id, name=service.own_id),
                    at=document.locate(there),
                    help=_("give the second an id"),
                )
            services.add(service.own_id)
            if service.places is not None and (service.free or 0) > service.places:
                yield CatalogueError(_("more free places than places"), at=document.locate((*there, "free")))
            yield from _in_shared_places(document, offer, service, there)
            yield from _inside(document, service, there)
            if service.has("price"):
                given = {one.provision for one in offer.services if one is not service}
                yield from _in_price(document, service, (*there, "price"), given)
        for number, figure in enumerate(offer.travel or ()):
            if not any(figure.has(name) for name in ("metres", "minutes_by_car", "minutes_by_transit")):
                yield CatalogueError(
                    _("says neither metres nor minutes"),
                    at=document.locate((*here, "travel", number)),
                    help=_("write `metres`, `minutes_by_car` or `minutes_by_transit`"),
                )
        yield from _inside(document, offer, here)


def _in_shared_places(
    document: Document, offer: OfferDocument, service: ServiceDocument, path: tuple[str | int, ...]
) -> Iterator[VisitError]:
    others = {one.own_id: one for one in offer.services if one.own_id != service.own_id}
    for place, name in enumerate(service.shares_places_with or ()):
        at = document.locate((*path, "shares_places_with", place))
        if name not in others:
            help = _("its other services: {names}", names=", ".join(others)) if others else _("leave it out")
            message = _('"{name}" is no other service of {offer}', name=name, offer=offer.id)
            yield CatalogueError(message, at=at, help=help)
        elif None is not service.places != others[name].places is not None:
            yield CatalogueError(
                _("{one} and {other} share their places, and state {n} and {m}",
                  one=service.own_id, other=name, n=service.places, m=others[name].places),
                at=at, help=_("write the same number under both, or under one alone"),
            )  # fmt: skip


def _inside(
    document: Document, row: OfferDocument | ServiceDocument, path: tuple[str | int, ...]
) -> Iterator[VisitError]:
    low, high = row.ages or (None, None)
    if low is not None and high is not None and low > high:
        yield CatalogueError(_("ages run from high to low"), at=document.locate((*path, "ages")))
    for theme, (low, high) in (row.levels or {}).items():
        if low is not None and high is not None and low > high:
            yield CatalogueError(_("levels run from high to low"), at=document.locate((*path, "levels", theme)))
    if row.opened is not None and row.closed is not None and row.closed < row.opened:
        yield CatalogueError(_("closed is before opened"), at=document.locate((*path, "closed")))
    for need in set(row.covers or ()) & set(row.lacks or ()):
        yield CatalogueError(
            _("{need} stands under both covers and lacks", need=need), at=document.locate((*path, "lacks"))
        )


def needs_of_catalogue(said: CatalogueDocument) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Yield every need that a catalogue names: the need, the offer's id, and where it stands."""
    for index, offer in enumerate(said.offers):
        here: tuple[str | int, ...] = ("offers", index)
        rows = [(here, offer.covers, offer.lacks)]
        rows += [((*here, "services", n), one.covers, one.lacks) for n, one in enumerate(offer.services)]
        for path, covers, lacks in rows:
            for key, listed in (("covers", covers), ("lacks", lacks)):
                yield from ((need, offer.id, (*path, key, place)) for place, need in enumerate(listed or ()))


_ADDED = ("basic", "packages", "package_step", "levels", "per_hour", "night")
_OF_BASIC = ("weekend", "with", "net_of_vat", "first_days")
"""What says something of the basic rate, and is nothing without it."""


def _in_price(
    document: Document, service: ServiceDocument, path: tuple[str | int, ...], given: Collection[str]
) -> Iterator[VisitError]:
    """`given`: the provisions of the offer's other services."""
    price = service.price
    stated = [key for key in _ADDED if price.has(key)]
    if service.has("price_dkk_per_day"):
        yield CatalogueError(
            _("the service has two prices"), at=document.locate(path), help=_("remove price_dkk_per_day")
        )
    if not stated:
        help = _("write `basic: …`, or one of {keys}", keys=", ".join(_ADDED[1:]))
        yield CatalogueError(_("the price has no amount"), at=document.locate(path), help=help)
    for key in _OF_BASIC:
        if price.has(key) and not price.has("basic"):
            yield CatalogueError(_("{key} stands without basic", key=key), at=document.locate((*path, key)))
    if price.per == "hour" and stated != ["basic"]:
        message = _("a price per hour is its basic rate alone")
        yield CatalogueError(message, at=document.locate((*path, "per")), help=_("write the rest as `per_hour`"))
    if price.per != "day" and price.has("weekend"):
        message = _("only a price per day has another for days of the weekend")
        yield CatalogueError(message, at=document.locate((*path, "weekend")))
    for provision in price.beside or {}:
        if provision not in given:
            message = _("the offer has no service under {provision}", provision=provision)
            yield CatalogueError(message, at=document.locate_key((*path, "with", provision)))
    yield from _net_of_vat(document, price, path)
    for index, (one, other) in enumerate(pairwise(price.packages or ()), start=1):
        if other.up_to_hours <= one.up_to_hours:
            there = (*path, "packages", index, "up_to_hours")
            yield CatalogueError(_("the packages do not go up in hours"), at=document.locate(there))
    if price.has("package_step") and not price.package_step.hours:
        there = (*path, "package_step", "hours")
        yield CatalogueError(_("a step between packages has more than 0 hours"), at=document.locate(there))
    for index, (share, next_share) in enumerate(pairwise(price.shares or ()), start=1):
        if next_share.up_to_days <= share.up_to_days:
            there = (*path, "shares", index, "up_to_days")
            yield CatalogueError(_("the shares do not go up in days"), at=document.locate(there))


def _net_of_vat(document: Document, price: PriceList, path: tuple[str | int, ...]) -> Iterator[VisitError]:
    """What is net is one figure beside one figure; a list of several rates is written without VAT throughout."""
    net, basic, at = price.net_of_vat, price.basic, document.locate((*path, "net_of_vat"))
    if net is None or basic is None:
        return
    if any(price.has(key) for key in (*_ADDED[1:], "weekend", "first_days", "with")):
        yield CatalogueError(
            _("net_of_vat is of the basic rate alone"), at=at, help=_("write every rate without VAT, and `vat: excl`")
        )
    if price.vat == "excl":
        yield CatalogueError(_("a price without VAT has no other price without VAT"), at=at)
    if net > basic:
        yield CatalogueError(_("the price without VAT is more than the price"), at=at)
