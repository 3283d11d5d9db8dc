"""Which entries `log list` shows, and what its filters name among what the ledger has.

A name is taken in any case, and its beginning where nothing else begins so. What names nothing that there is, is an error: an empty
list would look like an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from visit.cpr import redacted
from visit.decisions.files import Decided
from visit.decisions.named import RecordedNames
from visit.decisions.people import same
from visit.decisions.selection import municipality_of
from visit.decisions.stored import stored_guideline
from visit.errors import FEW, UsageError, VisitError, did_you_mean
from visit.ledger.entries import Entry
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.local_day import recorded
from visit.locale import LANGUAGES, formats, speaking
from visit.locale import text as _
from visit.reasons.selectors import called


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries to list; None lets every one through."""

    type: EntryType | None = None
    case: str | None = None
    since: str | None = None
    until: str | None = None
    municipality: str | None = None
    offer: str | None = None
    departure: str | None = None
    by: str | None = None

    @property
    def names_something(self) -> bool:
        """Whether a value was typed that the ledger may write in another way."""
        return any(one is not None for one in (self.case, self.offer, self.departure, self.by))

    def lets_through(self, entry: Entry) -> bool:
        """Return whether an entry is to be listed."""
        leaf, day = entry.leaf, recorded(entry.leaf.time).date().isoformat()
        one = Decided(entry)
        return (
            self.type in (None, leaf.type)
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
            and self.case in (None, entry.get("case"))
            and (self.by is None or same(self.by, str(entry.get("by") or "")))
            and (self.departure is None or one.code == self.departure)
            and (self.offer is None or self.offer in one.offers or self.offer in one.parts)
            and (self.municipality is None or self.municipality == municipality_of(one))
        )


def type_named(word: str) -> EntryType:
    """Return the type of entry that a word names: as it is stored, or as either language calls it, or begins so.

    Raises:
        UsageError: None is called so.
    """
    names: dict[str, EntryType] = {}
    for spoken in LANGUAGES:
        with speaking(spoken):
            names |= {one.label.casefold(): one for one in EntryType}
    names |= {one.value: one for one in EntryType}
    written = word.strip().casefold()
    begun = {one for name, one in names.items() if written and name.startswith(written)}
    found = names.get(written) or (begun.pop() if len(begun) == 1 else None)
    if found is None:
        raise UsageError(
            _("--type: no entry is called {name}", name=redacted(word)),
            help=did_you_mean(word, names) or _("one of {names}", names=formats.either(one.label for one in EntryType)),
        )
    return found


def as_recorded(wanted: Filter, log: Ledger, entries: Iterable[Entry]) -> Filter:
    """Return a filter with each name as the ledger writes it.

    Raises:
        UsageError: The ledger has nothing of that name, or several things.
    """
    read = tuple(entries)
    found = wanted
    if wanted.case is not None:
        names = _alone(one.get("case") for one in read)
        found = replace(found, case=_meant("--case", wanted.case, names))
    if wanted.by is not None:
        people = (*log.settings().people, *(one.get("by") for one in read))
        found = replace(found, by=_meant("--by", wanted.by, _alone(people)))
    if wanted.offer is not None:
        found = replace(found, offer=_meant("--offer", wanted.offer, _offers(log, read)))
    if wanted.departure is not None:
        found = replace(found, departure=_meant("--departure", wanted.departure, _departures(log, read)))
    return found


def _alone(values: Iterable[object]) -> dict[str, tuple[str, ...]]:
    """Return what goes by no other name."""
    return {one: (one,) for one in values if isinstance(one, str)}


def _offers(log: Ledger, entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Return the names of every offer that a decision could choose, and of every option that one chose."""
    named = RecordedNames(log)
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        one = Decided(entry)
        found |= {part: (part,) for part in (*one.offers, *one.parts)}
        found |= {id: (id, name) for id, name in named.offers(entry).items() if "/" not in id}
    return found


def _departures(log: Ledger, entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Return the labels of every departure code that a decision could have, or has."""
    found: dict[str, tuple[str, ...]] = {}
    by_guideline = {one.leaf.guideline: one for one in entries if one.leaf.guideline is not None}
    for entry in by_guideline.values():
        try:
            layers = stored_guideline(log, entry)["layers"]
        except VisitError:
            continue  # what is gone has no labels; the codes below stand alone
        for layer in layers:
            found |= {code: (code, label["da"], label["en"]) for code, label in layer.get("departures", {}).items()}
    used = {code: (code,) for one in entries if (code := Decided(one).code) is not None}
    return used | found


def _meant(option: str, name: str, names: Mapping[str, tuple[str, ...]]) -> str:
    """Return the one thing that is called so, by the names of each."""
    if name in names:
        return name
    found = called(names, name, {id: id for id in names})
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            _("{option}: several are called {name}", option=option, name=redacted(name)),
            help=_("write {names}", names=formats.either(sorted(found)[:FEW])),
        )
    every = sorted({one for several in names.values() for one in several})
    raise UsageError(
        _("{option}: the ledger has nothing called {name}", option=option, name=redacted(name)),
        help=did_you_mean(name, every) or _("`visit log list` shows what it has"),
    )
