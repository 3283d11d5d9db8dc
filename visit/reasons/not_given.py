"""Provisions that a case names with an offer which does not give them: an application, an answer or a move that finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from visit.case import Case
from visit.catalogue import Catalogue
from visit.reasons.unfound import Path
from visit.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class NotGiven:
    """A provision that an offer does not give.

    Attributes:
        offer: The offer's name.
        provision: The code that the case has.
        path: Where it stands in the case file.
        given: The provisions that the offer gives, in the order of the catalogue.
    """

    offer: str
    provision: str
    path: Path
    given: tuple[str, ...]


def not_given(case: Case, catalogue: Catalogue, as_of: date) -> Iterator[NotGiven]:
    """Yield each provision that an open offer of the catalogue is named with and does not give, in the order of the case."""
    given: dict[str, dict[str, None]] = {}
    also: dict[str, set[str]] = {}
    for option in catalogue.open_on(as_of):
        given.setdefault(option.offer.id, {})[option.provision.id] = None
        also.setdefault(option.offer.id, set()).update(option.also_under)
    expand = vocabulary().codes["provision"].expand
    for offer, provision, path in _named(case):
        found = given.get(offer)
        if found is not None and expand(provision).isdisjoint({*found, *also[offer]}):
            yield NotGiven(catalogue.offers[offer].name, provision, path, tuple(found))


def _named(case: Case) -> Iterator[tuple[str, str, Path]]:
    """Yield each offer that a row names with a provision, and where the provision stands; past help may be of another time."""
    for place, applied in enumerate(case.applied or ()):
        if applied.offer is not None:
            yield applied.offer, applied.provision, ("applied", place, "provision")
    for place, answer in enumerate(case.answers or ()):
        if answer.service is not None:
            yield answer.offer, answer.service, ("answers", place, "service")
