"""What is worth a look about the offers of a catalogue, and no fault.

Places that are old, an approval that has run out, a provision or staff that says otherwise than the rest, two alike.
Prices are looked at by `price_doubts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from visit.catalogue import Catalogue, needs_met_by, shelf_life_of
from visit.errors import CatalogueError
from visit.locale import formats, language
from visit.locale import text as _
from visit.price_doubts import Doubt, KeyPath
from visit.reading.documents.catalogue import OfferDocument, ServiceDocument
from visit.reading.source import Document
from visit.vocabulary import vocabulary

OFFER_KINDS = ("stale_places", "approvals_run_out", "groups_against_provision", "staff_against_needs", "offers_alike")
_ADULT = 18
_NEEDS_OF_TIED_STAFF = ("round_the_clock", "tied_staff")


def offer_doubts(
    catalogue: Catalogue, document: Document, *, day: date, shelf_life_days: Mapping[str, int]
) -> tuple[Doubt, ...]:
    """Return everything worth a look, in the order of the file.

    Args:
        catalogue: What the document says.
        document: The file, for the place of each.
        day: On which it is old, or an approval has run out.
        shelf_life_days: How old a field may be, by field; one that is not there is never too old.
    """
    rows = _RowsOnDay(document, day, shelf_life_days)
    found: list[Doubt] = []
    for index, offer in enumerate(catalogue.document.offers):
        found += rows.of_offer(offer, ("offers", index))
        for number, service in enumerate(offer.services):
            found += rows.of_service(offer, service, ("offers", index, "services", number))
    found += rows.alike(catalogue.document.offers)
    return tuple(sorted(found, key=lambda one: (one.warning.at and one.warning.at.line) or 0))


@dataclass(frozen=True, slots=True)
class _RowsOnDay:
    """The rows of a catalogue's file on a day."""

    document: Document
    day: date
    shelf_life_days: Mapping[str, int]

    def doubt(self, kind: str, message: str, path: KeyPath, help: str) -> Doubt:
        return Doubt(kind, CatalogueError(message, at=self.document.locate(path), help=help))

    def of_offer(self, offer: OfferDocument, path: KeyPath) -> Iterator[Doubt]:
        until = offer.approved.until
        if until is not None and until < self.day:
            message = _("the approval of {offer} ran out on {date}", offer=offer.id, date=formats.day(until))
            yield self.doubt(
                "approvals_run_out",
                message,
                (*path, "approved", "until"),
                _("ask the social supervision authority (socialtilsynet)"),
            )

    def of_service(self, offer: OfferDocument, service: ServiceDocument, path: KeyPath) -> Iterator[Doubt]:
        name = f"{offer.id}/{service.own_id}"
        stated = service.source.as_of if service.has("source") else offer.source.as_of
        for field, label in (("free", _("free places")), ("waiting_days", _("waiting time in days"))):
            life = shelf_life_of(self.shelf_life_days, "free")  # a waiting time is as short-lived as a free place
            if (
                service.has(field)
                and life is not None
                and stated is not None
                and stated + timedelta(days=life) < self.day
            ):
                message = _(
                    "what {name} says of {field} is from {date}: on {day} older than {days} days",
                    name=name, field=label, date=formats.day(stated), day=formats.day(self.day), days=life,
                )  # fmt: skip
                yield self.doubt("stale_places", message, (*path, field), _("ask the offer"))
        yield from self.against_provision(offer, service, name, path)
        if service.staff is not None:
            yield from self.against_staff(offer, service, name, path)

    def against_staff(
        self, offer: OfferDocument, service: ServiceDocument, name: str, path: KeyPath
    ) -> Iterator[Doubt]:
        """Yield each need that a service covers without the staff for it, or lacks with it; one to one is to be had beside any."""
        met = needs_met_by(service.staff or "none")
        needs = (("covers", need) for need in _NEEDS_OF_TIED_STAFF if need not in met)
        for key, need in (*needs, *(("lacks", need) for need in sorted(met))):
            if any(need in (listed or ()) for listed in (getattr(offer, key), getattr(service, key))):
                message = _(
                    "{name} has {need} under {key}, and its staff is stated as {staff}: {key} decides",
                    name=name,
                    need=vocabulary().label("need", need, language()),
                    key=f"`{key}`",
                    staff=vocabulary().label("staff", service.staff or "none", language()),
                )
                help = _("remove the need there, or the staff")
                yield self.doubt("staff_against_needs", message, (*path, "staff"), help)

    def against_provision(
        self, offer: OfferDocument, service: ServiceDocument, name: str, path: KeyPath
    ) -> Iterator[Doubt]:
        """Yield where the groups or ages of a service are not those that its provision is for."""
        provision = vocabulary().provisions[service.provision]
        groups = service.specialisation or offer.specialisation
        if provision.group is not None and groups and provision.group not in groups:
            label = vocabulary().label("target_group", provision.group, language())
            message = _(
                "{name} is for another group than its provision, which is for {group} alone", name=name, group=label
            )
            yield self.doubt("groups_against_provision", message, (*path, "provision"), _("look at the provision"))
        ages = service.ages or offer.ages
        if ages is not None and ages[1] is not None and ages[1] < _ADULT and service.provision.startswith("SEL-"):
            message = _("{name} ends before the age of 18, from which its provision gives help", name=name)
            yield self.doubt("groups_against_provision", message, (*path, "provision"), _("look at the ages"))

    def alike(self, offers: tuple[OfferDocument, ...]) -> Iterator[Doubt]:
        """Yield each offer that is called and run as one before it, in the same place."""
        first: dict[tuple[object, ...], OfferDocument] = {}
        for index, offer in enumerate(offers):
            place = offer.place if isinstance(offer.place, str) else None
            called = " ".join(offer.name.casefold().replace("–", " ").replace("-", " ").split())
            key = (called, offer.operator.municipality, place)
            other = first.setdefault(key, offer)
            if other is not offer:
                message = _(
                    "{offer} looks like {other}: the same name, place and municipality", offer=offer.id, other=other.id
                )
                yield self.doubt(
                    "offers_alike", message, ("offers", index, "name"), _("make one of them, if they are one")
                )
