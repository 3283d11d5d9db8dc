"""The names behind `met_by(…)`: one comparative fact for each provision, step or choice that a guideline asks about.

They are declared for the guideline that writes them, so that nobody works out what nobody asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from visit.vocabulary import vocabulary

FREE_CHOICE = "free_choice"
"""What stands for the homes that a citizen chooses among."""
_CALL = re.compile(r"\bmet_by\s*\(\s*([\w-]+)\s*\)")
_NAME = re.compile(r"met_by\(([\w-]+)\)")


def met_by(what: str) -> str:
    """Return the name of the fact that a suitable placement has a part of a kind."""
    return f"met_by({what})"


def asked_by(name: str) -> str | None:
    """Return which kind of part a fact asks about; None where it is another fact."""
    found = _NAME.fullmatch(name)
    return None if found is None else found[1]


def step_codes() -> frozenset[str]:
    """Return the codes of all steps of all ladders: `H4`, `B2`."""
    return frozenset(term.key for ladder in vocabulary().ladders.values() for term in ladder.terms)


def written_in(record: object) -> Iterator[str]:
    """Yield the names that a record writes anywhere in its texts, in no order."""
    if isinstance(record, str):
        if "met_by" in record:
            yield from (met_by(what) for what in _CALL.findall(record))
    elif isinstance(record, Mapping):
        for value in record.values():
            yield from written_in(value)
    elif isinstance(record, list | tuple):
        for value in record:
            yield from written_in(value)
