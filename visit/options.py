"""The options of a case: the catalogue's that are open, what runs now, the home the citizen has, a tenancy to be found.

A current service needs no free place. The home is an option unless it cannot be kept; an ordinary tenancy, so that "own home and
support" can be proposed to somebody without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from visit.case import Case
from visit.catalogue import Catalogue, Offer, Option, option_of
from visit.vocabulary import Provision, provision, vocabulary

WITHOUT_HOME = ("none", "cannot_stay", "institution")


def options(case: Case, catalogue: Catalogue, as_of: date) -> tuple[Option, ...]:
    """Return every option of a case on a date, in the order of ids."""
    provisions = {row["id"]: provision(row) for row in catalogue.record["provisions"]}
    found = {option.id: option for option in catalogue.open_on(as_of)}
    for row in case.rows("citizen", "current"):
        if row.get("question", "keep") != "ends":
            option = _current(row, case, found, provisions)
            found[option.id] = option
    for option in _homes(case, provisions):
        found[option.id] = option
    return tuple(found[id] for id in sorted(found))


def _current(
    row: Mapping[str, Any], case: Case, found: Mapping[str, Option], provisions: Mapping[str, Provision]
) -> Option:
    """The case knows what runs now better than the catalogue: its price and what it covers win."""
    service = row["service"]
    given = {key: row[key] for key in ("price_dkk_per_day", "covers") if key in row}
    for option in found.values():
        if option.offer.id == row["offer"] and option.provision.id == service:
            known = {**option.service, **given, "covers": [*option.service.get("covers", ()), *given.get("covers", ())]}
            return option_of(option.offer, known, option.provision, kind="current", current=row)
    offer = Offer(row["offer"], row.get("name", row["offer"]), {}, case.point(row.get("place")), False, {})
    known_provision = provisions.get(service) or vocabulary().provisions[service]
    return option_of(offer, given, known_provision, kind="current", current=row)


def _homes(case: Case, provisions: Mapping[str, Provision]) -> list[Option]:
    housing = case.get("citizen", "home", "housing")
    homes = []
    if housing is not None and housing not in WITHOUT_HOME:
        homes.append(_home("home", "own", case, provisions["HOME"]))
    if housing != "own":
        homes.append(_home("tenancy", "ordinary", case, provisions["TENANCY"]))
    return homes


def _home(kind: str, service: str, case: Case, given: Provision) -> Option:
    point = case.home_point if kind == "home" else None
    offer = Offer(kind, kind, {}, point, False, {})
    return option_of(offer, {"id": service}, given, kind=kind)
