"""What the words of a cell say of its row: that it adds up others, or is a note below the table, and no offer."""

from __future__ import annotations

import re

from visit.imports.sheets import CellValue

_SUM = r"(?:total(?:t|er|en)?|sum(?:men)?|samle[td]e?)"
_PART = r"(?:(?:sub|hoved|mellem|slut|del)(?:total(?:t|er|en)?|sum(?:men)?)|gennemsnit(?:lig\w*)?|gns|i ?alt)"
_COUNTED = r"(?:antal|pladser|kapacitet|normering|udgift\w*|pris|takst|belægning|(?:bo|dag)?tilbud|budget|for|af|alle|sum|total)"
_TOTAL = re.compile(
    rf"{_PART}\b.*|{_SUM}[ :.\d]*|{_SUM}:.*|{_SUM} (?:{_COUNTED}\b|§).*"
    r"|.*[^-\w](?:i ?alt|total|sum)[ :.]*|(?:alle (?:bo|dag)?tilbud|pladser)[ :.]*|antal\b.*",
    re.IGNORECASE,
)
"""“Total Omsorg” is the name of an offer."""
_NOTE = re.compile(
    r"(?:\*+|\d\)|side \d|(?:note[rn]?|bemærk(?:ning(?:er)?)?|kilde[rn]?|obs|opdateret|senest|forklaring|se også)\b|n\.?b\.)",
    re.IGNORECASE,
)
_LONGEST_NAME = 100


def is_total(value: CellValue) -> bool:
    """Return whether a cell says that its row adds up others: `I alt`, `Sum botilbud`, `Region Nord i alt`."""
    return isinstance(value, str) and _TOTAL.fullmatch(" ".join(value.split())) is not None


def is_note(value: CellValue) -> bool:
    """Return whether a cell that stands alone in its row is a note: it begins as one, is a sentence, or long."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    is_sentence = re.search(r":$|[a-zæøå]{3}\.$|[a-zæøå]{3}[.;] [A-ZÆØÅ]", text) is not None
    return _NOTE.match(text) is not None or is_sentence or len(text) > _LONGEST_NAME
