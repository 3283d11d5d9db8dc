"""A finding said in a whole sentence, where a text of a guideline sets yes or no behind one: “They can: yes” is “They can”."""

from __future__ import annotations

import re
from collections.abc import Mapping

from visit.rules.language.values import Value

_CLAUSE = {
    "da": re.compile(r"(?:^|(?<=[.;] ))((?:[Dd]et|Der) [^.;:,{}]+): \{([^{}]+)\}"),
    "en": re.compile(r"(?:^|(?<=[.;] ))((?:It|it|Here it|They|There|That) [^.;:,{}]+): \{([^{}]+)\}"),
}
_NOT = {
    "da": re.compile(r"[Dd]et (?:kan|gør|passer)\b.*"),
    "en": re.compile(r".* (?:can|does|is)"),
}
"""The clauses that are denied by a word behind them."""


def said_whole(text: str, values: Mapping[str, Value], language: str) -> str:
    """Return a text of a guideline with yes and no left out behind a clause that says it by itself.

    Args:
        text: The text, with names in braces.
        values: What these are.
        language: Of the text, `da` or `en`.
    """

    def said(match: re.Match[str]) -> str:
        clause, value = match.group(1), values.get(match.group(2))
        if value is True:
            return clause
        if value is False and _NOT[language].fullmatch(clause):
            return f"{clause} ikke" if language == "da" else f"{clause} not".replace("can not", "cannot")
        return match.group()

    return _CLAUSE[language].sub(said, text)
