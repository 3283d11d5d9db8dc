"""What a text names in braces beside facts: `{tried(SEL-82b)}`, the trials under a provision."""

from __future__ import annotations

import re

from visit.vocabulary import vocabulary

_TRIED = re.compile(r"tried\(([\w-]+)\)")


def tried_named(name: str) -> str | None:
    """Return the provision that a name in a text asks the trials of; None where it is no such name, or no provision."""
    found = _TRIED.fullmatch(name)
    return found[1] if found and found[1] in vocabulary().codes["provision"].terms else None
