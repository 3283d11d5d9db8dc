"""What stands behind the digests of a decision, in words: the names of offers, and which guideline in which version.

Read from what the ledger stores. Where that is damaged, or another program's, there are no names and the ids stand alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from visit.decisions.stored import MALFORMED, stored_catalogue, stored_guideline
from visit.errors import VisitError
from visit.ledger.entries import Entry
from visit.ledger.log import Ledger
from visit.locale import citations, formats, language
from visit.reasons.labels import provision_name
from visit.rules.guideline.by_date import ByDate, stored_by_date
from visit.vocabulary import vocabulary


class OfferNames:
    """Names out of one ledger, each catalogue and guideline read once."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.catalogues: dict[str | None, Mapping[str, str]] = {None: {}}
        self.guidelines: dict[str, ByDate] = {}
        self.versions: dict[tuple[str, str], str | None] = {}

    def offers(self, entry: Entry) -> Mapping[str, str]:
        """Return what the catalogue of a decision calls its offers, by id."""
        digest = entry.leaf.catalogue
        if digest not in self.catalogues:
            try:
                found = stored_catalogue(self.ledger, entry).offers
                self.catalogues[digest] = {id: offer.name for id, offer in found.items()}
            except VisitError:
                self.catalogues[digest] = {}
        return self.catalogues[digest]

    def guideline(self, entry: Entry) -> str | None:
        """Return the guideline of a decision with its layers, its own first, each in the version of the day asked for."""
        digest, day = entry.leaf.guideline, entry.get("as_of")
        if digest is None or not day:
            return None
        if (digest, day) not in self.versions:
            self.versions[digest, day] = self._layers_on(entry, digest, day)
        return self.versions[digest, day]

    def _layers_on(self, entry: Entry, digest: str, day: str) -> str | None:
        try:
            if digest not in self.guidelines:
                self.guidelines[digest] = stored_by_date(stored_guideline(self.ledger, entry))
            found = self.guidelines[digest].on(date.fromisoformat(day))
        except (VisitError, *MALFORMED):
            return None
        return " + ".join(f"{id} {version}" for id, version in reversed(found.layers))


def options_by_name(ids: Iterable[str], names: Mapping[str, str], language: str) -> Iterator[str]:
    """Yield what options were called, each with its provision, else with its service; an id where there is no name."""
    for id in ids:
        offer, _slash, service = id.partition("/")
        if offer in ("home", "tenancy"):
            yield formats.capital(vocabulary().label("kind", offer, language))
        elif offer not in names:
            yield id
        else:
            provisions = vocabulary().provisions
            known = next((one for one in provisions if service == one or service.startswith(f"{one}-")), None)
            said = service if known is None else provision_name(known, language)
            name = citations.cited(names[offer])
            yield f"{name} ({said})" if said and said not in name else name


def parts_by_name(parts: Sequence[str], names: Mapping[str, str]) -> str:
    """Return a placement by the names of its offers; an id where there is no name, and each part where no offer has one."""
    offers = [part.partition("/")[0] for part in parts]
    if not any(one in names for one in offers):
        return " + ".join(parts)
    known = {**names, "tenancy": vocabulary().label("provision", "TENANCY", language())}
    told = dict.fromkeys(known.get(offer, part) for offer, part in zip(offers, parts, strict=True))
    return " + ".join(map(citations.cited, told))
