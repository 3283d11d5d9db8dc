"""What people write in a condition that the language writes otherwise: Danish words, signs, numbers; and what to write for it.

Only asked once a condition cannot be read: a guideline may name a fact `i` or `over`, and then it means that fact.
"""

from __future__ import annotations

import re
import unicodedata

SIGNS = {
    "=>": ">=", "=<": "<=", "<>": "!=", "≥": ">=", "≤": "<=", "≠": "!=", "=": "==", "&": "and", "|": "or", "!": "not",
    "/": "*", "&&": "and", "||": "or",
    '"': "'…'", "“": "'…'", "”": "'…'", "„": "'…'", "’": "'…'", "‘": "'…'", "−": "-", "–": "-", "×": "*",
    "!=": "!=", "==": "==", "<=": "<=", ">=": ">=",
}  # fmt: skip
"""Signs that a condition does not have, and what is written for them; the last four are there, but not with a space within."""
WORDS = {
    "and": "and", "or": "or", "not": "not", "in": "in", "includes": "includes", "true": "true", "false": "false",
    "og": "and", "eller": "or", "ikke": "not", "i": "in", "omfatter": "includes", "indeholder": "includes",
    "sand": "true", "sandt": "true", "ja": "true", "yes": "true", "falsk": "false", "nej": "false", "no": "false",
    "mindst": ">=", "højst": "<=", "over": ">", "under": "<", "er": "==", "lig": "==", "is": "==", "samt": "and",
    "dag": "days", "dage": "days", "uge": "weeks", "uger": "weeks", "måned": "months", "måneder": "months", "år": "years",
}  # fmt: skip
"""Words, in small letters, that are likely written for those of the language; its own are here for who writes them large."""
OPENING = frozenset(("hvis", "når", "if", "when", "såfremt", "at"))
"""Words that people begin a condition with, and that none begins with."""
BETWEEN = frozenset(("mellem", "between", "fra", "from"))
UNITS = frozenset(
    ("km", "kr", "kroner", "timer", "time", "procent", "pct", "hours", "hour", "percent", "DKK", "kilometer")
)
"""Words behind a number that say what is known of the fact it is compared with."""
_SIGN = re.compile(r"([<>=!])\s*([<>=])?|(&&|\|\|)")
_WORD = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"(?<![\w.,])(?P<thousands>\d{1,3}(?:\.\d{3})+|\d+)(?P<decimals>,\d+)?(?![\w.,])")


def meant_by(word: str) -> str | None:
    """Return what is written for a word that the language has not, if anybody would write it so."""
    meant = WORDS.get(word.casefold())
    return None if meant == word else meant


def sign_at(source: str, column: int) -> str | None:
    """Return what is written for the sign at a place where nothing can be read."""
    before = source[:column].rstrip()
    start = len(before) - 1 if source[column] == "=" and before.endswith(("<", ">", "=")) else column
    if sign := _SIGN.match(source, start):
        return SIGNS.get("".join(sign.groups(""))) or SIGNS.get(sign[1] or "")
    return SIGNS.get(source[column])


def mended(source: str, column: int) -> tuple[str, list[int]] | None:
    """Return a condition with what stands at a place written as it is meant, and where each of its characters stood; None without.

    What is mended is read on, so that every fault is told at once; nobody uses the condition so.
    """
    start, end, meant = column, column + 1, number_at(source, column)
    if meant is not None:
        found = next(one for one in _NUMBER.finditer(source) if one.start() <= column < one.end())
        start, end = found.span()
    elif (word := _WORD.match(source, column)) is not None:
        end, meant = word.end(), meant_by(word[0])
    elif column < len(source):
        before = source[:column].rstrip()
        start = len(before) - 1 if source[column] == "=" and before.endswith(("<", ">", "=")) else column
        sign = _SIGN.match(source, start)
        end = sign.end() if sign is not None else column + 1
        meant = "" if source[column] in "),;." else sign_at(source, column)
    if meant is None or meant == source[start:end]:
        return None
    stood = [*range(start), *[start] * len(meant), *range(end, len(source) + 1)]
    return f"{source[:start]}{meant}{source[end:]}", stood


def number_at(source: str, column: int) -> str | None:
    """Return how a number that covers a place is written: `1.000,5` is `1000.5`. None where it stands so already."""
    found = next((one for one in _NUMBER.finditer(source) if one.start() <= column < one.end()), None)
    if found is None:
        return None
    written = found["thousands"].replace(".", "") + (found["decimals"] or "").replace(",", ".")
    written = unicodedata.normalize("NFKC", written)
    return None if written == found[0] else written
