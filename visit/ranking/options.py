"""The options of a case: the catalogue's that are open, what runs now, the home the citizen has, a tenancy to be found.

A current service needs no free place. What ends is no option by itself, save the place where the citizen lives: staying is one,
in a catalogue or not. The home is an option unless it cannot be kept; an ordinary tenancy, so that "own home and support" can be
proposed to somebody without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from visit.case import Case
from visit.catalogue import Catalogue, Offer, Option, option_of
from visit.reading.documents.case import Current
from visit.reading.documents.catalogue import OfferDocument, ServiceDocument
from visit.rules.deciding.caching import Cache, MixedCache
from visit.rules.deciding.option_sets import OptionCache, OptionSet
from visit.rules.facts.of_case import dwelling_offered
from visit.rules.guideline.values import Guideline
from visit.travel import TimesByPlace, times_to
from visit.vocabulary import Provision, provision, vocabulary

_MOST_BESIDE = 4
WITHOUT_HOME = ("none", "cannot_stay", "institution")


def options(case: Case, catalogue: Catalogue, as_of: date, guideline: Guideline | None = None) -> tuple[Option, ...]:
    """Return every option of a case on a date, in the order of ids; a guideline may add needs that they usually meet."""
    return Openings(catalogue, guideline).of(case, as_of).options


def with_own_needs(provision: Provision, usually_met: Mapping[str, frozenset[str]]) -> Provision:
    """Return a provision that usually meets what a guideline adds, too."""
    added = usually_met.get(provision.id)
    return provision if added is None else replace(provision, usual=provision.usual | added)


def meeting_own_needs(option: Option, usually_met: Mapping[str, frozenset[str]]) -> Option:
    """Return an option of a catalogue that meets what a guideline adds and help under its provision usually meets."""
    if option.provision.id not in usually_met:
        return option
    return option_of(option.offer, option.service, with_own_needs(option.provision, usually_met))


class _OpenOptions:
    """The options of a catalogue that are open together, by id."""

    def __init__(self, options: Sequence[Option]) -> None:
        self.options = {option.id: option for option in options}
        self.first: dict[tuple[str, str], Option] = {}
        for option in options:
            self.first.setdefault((option.offer.id, option.provision.id), option)


class Openings:
    """What is open in one catalogue, day by day, and what was read of it for earlier cases.

    Attributes:
        beside: What others have read of the options that are open together, each by a key of its own.
    """

    def __init__(self, catalogue: Catalogue, guideline: Guideline | None = None) -> None:
        self.catalogue = catalogue
        self.usually_met = {} if guideline is None else guideline.usually_met
        found = {**vocabulary().provisions, **{row["id"]: provision(row) for row in catalogue.record["provisions"]}}
        self.provisions = {id: with_own_needs(one, self.usually_met) for id, one in found.items()}
        self.days: Cache[_OpenOptions] = Cache(5_000)
        self.open: Cache[_OpenOptions] = Cache(20)
        self.caches: Cache[OptionCache] = Cache(50)
        self.beside = MixedCache(_MOST_BESIDE)

    def of(self, case: Case, as_of: date) -> OptionSet:
        """Return every option of a case on a date, with the cache of the cases that have the same ones."""
        opened, own = self.on(as_of), self.added(case, as_of)
        found = {**opened.options, **own}
        ids = sorted(found)
        places = tuple(index for index, id in enumerate(ids) if id in own)
        return OptionSet(tuple(found[id] for id in ids), places, self.cache_for(opened, own))

    def added(self, case: Case, as_of: date) -> Mapping[str, Option]:
        """Return the options that a case adds to the catalogue's on a date, by id."""
        opened = self.on(as_of)
        own: dict[str, Option] = {}
        for row in case.citizen.current or ():
            if row.question != "ends":
                option = _current(row, case, opened, own, self.provisions, self.catalogue.times)
                own[option.id] = option
        for row in case.citizen.current or ():
            lived_in = "home" in vocabulary().provisions[row.service].areas
            if row.question == "ends" and lived_in and _known(row.offer, row.service, opened, own) is None:
                option = _of_no_catalogue(row, case, self.provisions, self.catalogue.times, current=None)
                own[option.id] = option
        for option in _homes(case, self.provisions, self.catalogue.times, as_of):
            own[option.id] = option
        return own

    def ids_on(self, day: date) -> Iterable[str]:
        """Return the ids of the options that are open on a date."""
        return self.on(day).options.keys()

    def on(self, day: date) -> _OpenOptions:
        """Return the options that are open on a date; on most dates they are the same."""
        return self.days.of(day, lambda: self.open_together(self.catalogue.open_on(day)))

    def open_together(self, options: tuple[Option, ...]) -> _OpenOptions:
        return self.open.of(
            options, lambda: _OpenOptions([meeting_own_needs(one, self.usually_met) for one in options])
        )

    def cache_for(self, opened: _OpenOptions, own: Iterable[str]) -> OptionCache:
        """Return the cache of the cases that add options of the same ids to those that are open."""
        return self.caches.of((opened, frozenset(own)), OptionCache)


def _current(
    row: Current,
    case: Case,
    opened: _OpenOptions,
    own: Mapping[str, Option],
    provisions: Mapping[str, Provision],
    times: TimesByPlace | None,
) -> Option:
    """The case knows what runs now better than the catalogue: its price and what it covers win."""
    recorded = _recorded(row)
    option = _known(row.offer, row.service, opened, own)
    if option is not None:
        known = {
            **option.service.recorded, **recorded, "covers": [*(option.service.covers or ()), *(row.covers or ())]
        }  # fmt: skip
        return option_of(option.offer, ServiceDocument(known), option.provision, kind="current", current=row)
    return _of_no_catalogue(row, case, provisions, times, current=row)


def _of_no_catalogue(
    row: Current,
    case: Case,
    provisions: Mapping[str, Provision],
    times: TimesByPlace | None,
    *,
    current: Current | None,
) -> Option:
    """Return the option that a service of today is by what the case says of it alone."""
    point = case.point(row.place)
    offer = Offer(row.offer, row.name or row.offer, OfferDocument({}), point, times=times_to(times, point))
    return option_of(offer, ServiceDocument(_recorded(row)), provisions[row.service], kind="current", current=current)


def _recorded(row: Current) -> dict[str, object]:
    """What the case says of a service of today, as a catalogue would say it."""
    recorded: dict[str, object] = {key: row.recorded[key] for key in ("covers", "staff") if row.has(key)}
    if row.price_dkk_per_day is not None:  # what is paid: no indirect VAT is left in it
        recorded["price"] = {"basic": row.price_dkk_per_day, "vat": "excl"}
    return recorded


def _known(offer: str, service: str, opened: _OpenOptions, own: Mapping[str, Option]) -> Option | None:
    """Return the option that a current service is one of: the catalogue's, as an earlier row may have it, or such a row's own."""
    option = opened.first.get((offer, service))
    if option is not None:
        return own.get(option.id, option)
    return next((one for one in own.values() if one.offer.id == offer and one.provision.id == service), None)


def _homes(case: Case, provisions: Mapping[str, Provision], times: TimesByPlace | None, as_of: date) -> list[Option]:
    """The home the citizen has and can stay in; without one of one's own also a tenancy, unless none can be had."""
    housing = case.citizen.home.housing
    homes = []
    if housing is not None and housing not in WITHOUT_HOME:
        homes.append(_home("home", "own", case, provisions["HOME"], times))
    if housing != "own" and dwelling_offered(case, as_of) is not False:
        homes.append(_home("tenancy", "ordinary", case, provisions["TENANCY"], times))
    return homes


def _home(kind: str, service: str, case: Case, provision: Provision, times: TimesByPlace | None) -> Option:
    """The home is where the case says it is, and has the premises that the case records.

    A tenancy is yet to be found: it is taken to be in the main town of the acting municipality.
    """
    premises = case.citizen.home.premises if kind == "home" else None
    record = OfferDocument({} if premises is None else {"premises": premises})
    if kind == "home":
        offer = Offer(kind, kind, record, case.home_point, times=times_to(times, case.home_point))
    else:
        offer = Offer(kind, kind, record, None, estimate=case.main_town(case.municipality))
    return option_of(offer, ServiceDocument({"id": service}), provision, kind=kind)
