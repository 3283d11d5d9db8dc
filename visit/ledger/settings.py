"""What entry 0 and the configurations of a ledger say: its name, its public keys, and who has which roles and team."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visit.ledger.entries import Entry, People
from visit.ledger.entry_types import EntryType
from visit.ledger.signing import PublicKey, is_key, read_key

SETTING_UP = (EntryType.INIT, EntryType.CONFIGURATION)
"""The types of entry that say who has which role and which keys sign."""


@dataclass(frozen=True, slots=True, eq=False)
class Settings:
    """What entry 0 and the configurations say: the ledger's name, its public keys, and who has which roles and team."""

    origin: str
    keys: tuple[PublicKey, ...]
    people: People


def settings(entries: Iterator[Entry]) -> Settings:
    """Read the settings off entry 0 and configurations; each list replaces the one before."""
    origin = ""
    keys: list[str] = []
    people: People = {}
    for entry in entries:
        origin = (entry.get("origin") or "") if entry.seq == 0 else origin
        keys = entry.get("keys") or []
        people = entry.get("people") or {}
    return Settings(origin, tuple(read_key(key) for key in keys), people)


def sets_up(entry: Entry) -> bool:
    """Return whether visit can read what an entry sets up: other programs write entries too, and theirs must not stop the log."""
    keys = (*(entry.get("keys") or ()), *(entry.get("retired") or ()))
    return "people" in entry.leaf.fields and not entry.odd and all(map(is_key, keys))
