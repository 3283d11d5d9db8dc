"""Who is meant by a name: two ways of writing it that a reader cannot tell apart are one person.

Names are claims. Comparing them folded guards against a slip of the keyboard, and against a second pair of eyes that is the first
one with a space behind it; it is no guard against somebody who writes another's name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from visit.characters import is_unseen
from visit.ledger.entries import People

# Cyrillic, Greek, Armenian, Latin's own, and digits, each with the small Latin letter that it looks like.
_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝкмтвнзьӏүανορτυικχγωεηϲϳօոսհցյıɑɡɩʟ01|",
    "aeopcyxijshdqwkmtbh3blyavoptuikxywencjonuhgjiagiloll",
)


def folded(name: str) -> str:
    """Return a name as it is compared: without case, spaces, marks that cannot be seen, and letters that look like others."""
    seen = "".join(one for one in name if not is_unseen(one))
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return small.translate(_LOOK_ALIKES)


def same(one: str, other: str) -> bool:
    """Return whether two names cannot be told apart; a capital I looks like a small l, and is a small i as well."""
    return folded(one) == folded(other) or folded(one.replace("I", "l")) == folded(other.replace("I", "l"))


def known(people: Iterable[str], name: str) -> str | None:
    """Return how the list writes a person, or None where nobody in it is meant."""
    return next((one for one in people if same(one, name)), None)


def roles(people: People, name: str) -> tuple[str, ...]:
    """Return the roles of whoever is meant; none where nobody in the list is."""
    found = known(people, name)
    return () if found is None else tuple(people[found].get("roles", ()))
