"""What `tried(…)` asks about: the trials under a provision, or at the offers of a group that a guideline declares."""

from __future__ import annotations

import re
from collections.abc import Collection

from visit.vocabulary import vocabulary

_TRIED = re.compile(r"tried\(([\w-]+)\)")


def tried_in(group: str) -> str:
    """Return the name of the fact that an offer of a group was tried."""
    return f"tried({group})"


def tried_named(name: str, groups: Collection[str] = ()) -> str | None:
    """Return the provision, or the group of offers, that a name in a text asks the trials of; None where it is neither."""
    found = _TRIED.fullmatch(name)
    return found[1] if found and (found[1] in groups or found[1] in vocabulary().codes["provision"].terms) else None
