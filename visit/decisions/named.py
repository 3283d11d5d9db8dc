"""What stands behind the digests of a decision, in words: the names of offers, and which guideline in which version.

Read from what the ledger stores. Where that is damaged, or another program's, there are no names and the ids stand alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from visit.catalogue import Catalogue
from visit.decisions.roles import role_label
from visit.decisions.stored import MALFORMED, stored_catalogue, stored_guideline
from visit.decisions.wording import Wording
from visit.errors import VisitError
from visit.ledger.entries import Entry
from visit.ledger.log import Ledger
from visit.locale import citations, formats, language
from visit.locale import text as _
from visit.reasons.labels import provision_name
from visit.reasons.short_names import by_provision, is_bundle, marked
from visit.rules.guideline.by_date import ByDate, stored_by_date
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class RecordedWords:
    """What the ids of one decision stand for.

    Attributes:
        names: What its catalogue calls its offers, by id; of a service with a name of its own also the service, with its
            provision, and each service of a bundle as the screens call it.
        wording: The words of its guideline.
    """

    names: Mapping[str, str]
    wording: Wording

    def option(self, id: str) -> str:
        """Return what an option was called, with its provision."""
        return next(options_by_name((id,), self.names, language()))

    def options(self, ids: Iterable[str]) -> str:
        """Return what several options were called, each with its provision."""
        return " + ".join(options_by_name(ids, self.names, language()))


NO_WORDS = RecordedWords({}, Wording(None))
"""Where nothing is known of what a decision rests on: ids stand alone."""


class RecordedNames:
    """Names out of one ledger, each catalogue and guideline read once."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.catalogues: dict[str | None, Mapping[str, str]] = {None: {}}
        self.guidelines: dict[str, ByDate] = {}
        self.wordings: dict[tuple[str | None, str | None], Wording] = {}

    def offers(self, entry: Entry) -> Mapping[str, str]:
        """Return what the catalogue of a decision calls its offers, by id, and its services that have a name of their own."""
        digest = entry.leaf.catalogue
        if digest not in self.catalogues:
            try:
                self.catalogues[digest] = dict(_names(stored_catalogue(self.ledger, entry)))
            except VisitError:
                self.catalogues[digest] = {}
        return self.catalogues[digest]

    def guideline(self, entry: Entry) -> str | None:
        """Return the guideline of a decision with its layers, its own first, each in the version of the day asked for."""
        found = self.wording(entry).guideline
        return None if found is None else " + ".join(f"{id} {version}" for id, version in reversed(found.layers))

    def of(self, entry: Entry) -> RecordedWords:
        """Return what the ids of a decision stand for."""
        return RecordedWords(self.offers(entry), self.wording(entry))

    def wording(self, entry: Entry) -> Wording:
        """Return the words of the guideline that a decision rests on, as of the day asked for."""
        key = (entry.leaf.guideline, entry.get("as_of"))
        if key not in self.wordings:
            self.wordings[key] = Wording(self._built(entry, *key))
        return self.wordings[key]

    def wording_of_decision(self, answer: Entry) -> Wording:
        """Return the words of the guideline behind the decision that an entry answers; none where it cannot be read."""
        try:
            return self.wording(self.ledger.entry(answer.get("of"), names=("as_of",), partial=True))
        except (VisitError, *MALFORMED):
            return NO_WORDS.wording

    def _built(self, entry: Entry, digest: str | None, day: str | None) -> Guideline | None:
        if digest is None or not day:
            return None
        try:
            if digest not in self.guidelines:
                self.guidelines[digest] = stored_by_date(stored_guideline(self.ledger, entry))
            return self.guidelines[digest].on(date.fromisoformat(day))
        except (VisitError, *MALFORMED):
            return None

    def approver(self, entry: Entry) -> str | None:
        """Return who was asked for an approval, of an entry that gives or refuses it; None where the decision does not say."""
        try:
            asked = self.ledger.entry(entry.get("of"), names=("approvals",), partial=True).get("approvals") or ()
        except (VisitError, *MALFORMED):
            return None
        row = next((one for one in asked if one["id"] == entry.get("approval")), None)
        return None if row is None else role_label(row["by"], row.get("role"), language())


def _names(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for offer in catalogue.offers.values():
        yield offer.id, offer.name
    for option in catalogue.options:
        _offer, _slash, service = option.id.partition("/")
        if option.service.has("name") or service != option.provision.id:
            called = option.service.name.in_language(language()) if option.service.has("name") else ""
            name = f"{option.offer.name}: {called}" if called else option.offer.name
            yield option.id, marked(f"{name} ({provision_name(option.provision.id, language())})", option)
        elif option.is_of_estimated_provision:
            yield option.id, marked(f"{option.offer.name}, {provision_name(option.provision.id, language())}", option)
    yield from bundled(catalogue)


def bundled(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield what the screens call each service of a municipality's bundle, by its id."""
    for option in catalogue.options:
        named = option.service.has("name") or option.id.partition("/")[2] != option.provision.id
        if is_bundle(option.offer.name) and not named:
            name = by_provision(option, language())
            guess = f" {_('(the provision is an estimate)')}" if option.is_of_estimated_provision else ""
            yield option.id, f"{name}{guess}"


def options_by_name(ids: Iterable[str], names: Mapping[str, str], language: str) -> Iterator[str]:
    """Yield what options were called, each with its provision, else with its service; an id where there is no name."""
    for id in _in_order_of_a_day(ids):
        offer, _slash, service = id.partition("/")
        if offer in ("home", "tenancy"):
            yield formats.capital(vocabulary().label("kind", offer, language))
        elif id in names:
            yield citations.cited(names[id])
        elif offer not in names:
            yield id
        else:
            known = [one for one in vocabulary().provisions if service == one or service.startswith(f"{one}-")]
            said = provision_name(max(known, key=len), language) if known else service
            name = citations.cited(names[offer])
            yield name if not said or said in name else f"{name}, {said}" if "(" in said else f"{name} ({said})"


def _in_order_of_a_day(ids: Iterable[str]) -> list[str]:
    """Return options in the order of a day: the home, support in it, where one goes; as they are given where one is not known."""
    found, order = [*ids], list(vocabulary().codes["area"].terms)
    places: dict[str, int] = {}
    for id in found:
        offer, _slash, service = id.partition("/")
        wanted = offer.upper() if offer in ("home", "tenancy") else service
        known = [one for one in vocabulary().provisions if wanted == one or wanted.startswith(f"{one}-")]
        areas = vocabulary().provisions[max(known, key=len)].areas if known else ()
        if not areas:
            return found
        places[id] = min(map(order.index, areas))
    return sorted(found, key=places.__getitem__)


def parts_by_name(parts: Sequence[str], names: Mapping[str, str]) -> str:
    """Return a placement by the names of its offers; an id where there is no name, and each part where no offer has one."""
    parts = _in_order_of_a_day(parts)
    offers = [part.partition("/")[0] for part in parts]
    if not any(one in names for one in offers):
        return " + ".join(parts)
    known = {**names, "tenancy": formats.capital(vocabulary().label("kind", "tenancy", language()))}
    told = dict.fromkeys(
        names[part] if part in names and is_bundle(names.get(offer, "")) else known.get(offer, part)
        for offer, part in zip(offers, parts, strict=True)
    )
    return " + ".join(map(citations.cited, told))
