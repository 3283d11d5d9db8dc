"""What entry 0 and the configurations of a ledger say: its name, its public keys, and who has which roles and team."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visit.ledger.entries import Entry, People
from visit.ledger.signing import PublicKey, is_key, read_key


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
        origin = entry.get("origin") or origin
        keys = entry.get("keys") or []
        people = entry.get("people") or {}
    return Settings(origin, tuple(read_key(key) for key in keys), people)


def sets_up(entry: Entry) -> bool:
    """Return whether what entry 0 or a configuration calls keys are keys: other programs write entries too."""
    return all(is_key(key) for key in (*(entry.get("keys") or ()), *(entry.get("retired") or ())))
