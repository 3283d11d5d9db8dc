"""Who approves and decides: the vocabulary's roles and those that a guideline's layers add, and whether what is named is one.

A person, a committee and a unit are all roles: what counts is who may record the answer. A role is inside the municipality, where
people of a ledger have it, unless its declaration says `outside`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from visit.errors import did_you_mean
from visit.locale import formats
from visit.locale import text as _
from visit.reading.documents.lists import called_help
from visit.rules.guideline.merging import Merged
from visit.rules.guideline.records import RoleRecord
from visit.vocabulary import CodeList, Term, vocabulary

ROLE = "role"

RoleFault: TypeAlias = tuple[str, str, tuple[str, ...], str, str]
"""In which section, of which statement, where in it, what, and a help."""


def with_own_roles(rows: Mapping[str, RoleRecord]) -> CodeList:
    """Return the vocabulary's roles and those that a guideline adds."""
    own = {key: Term(key, row["da"], row["en"]) for key, row in rows.items()}
    return CodeList(ROLE, {**vocabulary().codes[ROLE].terms, **own})


def faults_of_roles(merged: Merged, known: CodeList) -> Iterator[RoleFault]:
    """Yield what is wrong with the roles that the layers add, and every `by` that names none."""
    for key in merged.rows("roles"):
        if key in vocabulary().codes[ROLE].terms:
            yield "roles", key, (), _("{name} is a role of visit already", name=key), _("give it another name")
    for section, key, by in _named(merged):
        if by not in known.terms:
            yield section, key, ("by",), _('unknown role "{name}"', name=by), _help(by, known)


def _named(merged: Merged) -> Iterator[tuple[str, str, str]]:
    yield from (("rules", key, row["by"]) for key, row in merged.rows("rules").items() if "by" in row)
    yield from (("approvals", key, row["by"]) for key, row in merged.rows("approvals").items())
    yield from (("deadlines", key, row["by"]) for key, row in merged.rows("deadlines").items() if "by" in row)


def _help(by: str, known: CodeList) -> str:
    meant = [key for key, term in known.terms.items() if by.casefold() in (term.da.casefold(), term.en.casefold())]
    if meant:
        return _("write {codes}", codes=formats.either(f"`{one}`" for one in meant))
    near = did_you_mean(by, known.terms) or called_help(ROLE, by)
    return near or _("declare it under `roles`, or write one of: {roles}", roles=", ".join(known.terms))
