"""Which roles the people of a ledger can have, and what a guideline's own role is called where only its key is recorded.

What is recorded of a guideline's own role is its two names and whether it is outside the municipality: whoever reads the ledger
needs no guideline.
"""

from __future__ import annotations

from collections.abc import Mapping

from visit.decisions.records import OwnRoleRecord
from visit.rules.guideline.records import RoleRecord
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary

INSIDE = ("caseworker", "team", "leader", "leadership", "director", "policy", "auditor", "social_committee")
"""The vocabulary's roles that people in a ledger can have; whoever else of them a guideline names decides outside."""


def own_role(guideline: Guideline, key: str | None) -> OwnRoleRecord | None:
    """Return what is recorded of a role beside its key; nothing of one of the vocabulary."""
    row = None if key is None else guideline.roles.get(key)
    return None if row is None else {"da": row["da"], "en": row["en"], "outside": row.get("outside", False)}


def inside_names(guideline: Guideline | None) -> dict[str, Mapping[str, str] | None]:
    """Return every role that people of a ledger can have, with the two names of those that a guideline adds."""
    own: Mapping[str, RoleRecord] = {} if guideline is None else guideline.roles
    named = {key: {"da": row["da"], "en": row["en"]} for key, row in own.items() if not row.get("outside", False)}
    return {**dict.fromkeys(INSIDE), **named}


def decides_outside(key: str, recorded: OwnRoleRecord | None) -> bool:
    """Return whether nobody in a ledger has a role."""
    return key not in INSIDE if recorded is None else recorded["outside"]


def role_label(key: str, recorded: Mapping[str, object] | None, language: str) -> str:
    """Return what a role is called: as recorded, else as the vocabulary has it."""
    return vocabulary().label("role", key, language) if recorded is None else str(recorded[language])


def role_meant(word: str, known: Mapping[str, Mapping[str, str] | None]) -> str | None:
    """Return which of the roles known is written: its key, or its name in either language, with or without the article.

    None where none is, or more than one.
    """
    if word in known:
        return word
    found = [key for key, recorded in known.items() if word.casefold() in _names(key, recorded)]
    return found[0] if len(found) == 1 else None


def _names(key: str, recorded: Mapping[str, str] | None) -> set[str]:
    danish, english = (role_label(key, recorded, spoken).casefold() for spoken in ("da", "en"))
    bare = {danish.removesuffix(ending) for ending in ("en", "et")} if " " not in danish else set()
    return {danish, english, english.removeprefix("the "), *bare}
