"""The ids that a case names and the catalogue cannot follow: a slip, an offer outside the catalogue, or one that is closed.

Such a wish, answer or figure has no effect on the ranking, so the answer has to say so. Which fields name offers follows from the
declaration of the case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from visit.case import Case
from visit.catalogue import Catalogue
from visit.errors import nearest
from visit.reading.declared import Group, ListOf, Record, declared
from visit.reading.documents.case import CaseDocument, Current

Path: TypeAlias = tuple[str | int, ...]

_NAMING = ("offer", "offer_or_option", "offers", "option")
"""The kinds of fields that name offers."""
_OF_THE_CASE = ("home", "home/own", "tenancy", "tenancy/ordinary")
"""The options that stand in no catalogue: the home that the citizen has, and a tenancy to be found."""


@dataclass(frozen=True, slots=True, eq=False)
class Unfound:
    """An id that has no effect.

    Attributes:
        id: As the case writes it.
        paths: Where it stands in the case file.
        near: The id that it is most likely a slip of.
        closed: Whether the catalogue has it, and it is not open on the day.
    """

    id: str
    paths: tuple[Path, ...]
    near: str | None
    closed: bool

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it stands in, each once: `wishes.offers`, `answers`."""
        return tuple(dict.fromkeys(_field(path) for path in self.paths))


def unfound(case: Case, catalogue: Catalogue, as_of: date) -> tuple[Unfound, ...]:
    """Return the ids of a case that no option has on a date, in the order in which the case names them."""
    places: dict[str, list[Path]] = {}
    for path, id in _named(CaseDocument(case.recorded), ()):
        places.setdefault(id, []).append(path)
    if not places:
        return ()
    opened = {id for option in catalogue.open_on(as_of) for id in (option.id, option.offer.id)}
    known = {*opened, *_OF_THE_CASE}
    for row in case.citizen.current or ():
        known |= {row.offer, f"{row.offer}/{row.service}"}
    listed = {*catalogue.offers, *(option.id for option in catalogue.options)}
    called = {offer.name: offer.id for offer in catalogue.offers.values() if offer.id in opened}
    return tuple(
        Unfound(id, tuple(paths), None if id in listed else meant(id, opened, called), closed=id in listed)
        for id, paths in places.items()
        if id not in known
    )


def meant(id: str, opened: set[str], called: dict[str, str]) -> str | None:
    """Return the id meant: a near one, else that of the offer with a near name, under the same provision if it has it."""
    near = nearest(id, opened)
    if near is not None:
        return near
    offer, _slash, service = id.partition("/")
    found = nearest(offer, {one for one in opened if "/" not in one}) or called.get(nearest(offer, called) or "")
    return f"{found}/{service}" if f"{found}/{service}" in opened else found


def _named(group: Record, above: Path) -> Iterator[tuple[Path, str]]:
    """Yield every id of an offer or option under a group; what runs now may well be in no catalogue."""
    if isinstance(group, Current):
        return
    for one in declared(type(group)):
        path = (*above, one.key)
        if isinstance(one, Group):
            yield from _named(one.__get__(group, type(group)), path)
        elif isinstance(one.kind, ListOf):
            for index, row in enumerate(one.__get__(group, type(group)) or ()):
                yield from _named(row, (*path, index))
        elif one is CaseDocument.price_level:
            yield from (((*path, option), option) for option in one.__get__(group, type(group)) or ())
        elif one.kind.name in _NAMING:
            ids = one.__get__(group, type(group))
            if isinstance(ids, str):
                yield path, ids
            else:
                yield from (((*path, index), id) for index, id in enumerate(ids or ()))


def _field(path: Path) -> str:
    """Return the field of the case that a path leads to; of a row the list, of a service's entry the whole."""
    below = (place for place, key in enumerate(path) if isinstance(key, int) or "/" in key)
    return ".".join(str(key) for key in path[: next(below, len(path))])
