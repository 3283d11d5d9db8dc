"""CPR numbers, and values as a message may show them.

Knows the shape of a CPR number and nothing of whose it is. Refusing a file that has one is left to
`visit.reading.source`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from visit.locale import text as _

# ddmmyy that can be a date, at most one dash with a space on each side, four digits; not inside a
# longer number.
_CPR = re.compile(
    r"(?<!\d)(?<![0-9]\.)"
    r"(?:(?:0[1-9]|[12][0-9])(?:0[1-9]|1[0-2])|30(?:0[13-9]|1[0-2])|31(?:0[13578]|1[02]))[0-9]{2}"
    r"[ \u00a0]?[-\u2010-\u2015\u2212]?[ \u00a0]?[0-9]{4}(?!\d)"
)
# UUIDs and long hexadecimal digests: digits inside them are no number of their own.
_CODE = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32,128})"
    r"(?![0-9A-Za-z])"
)
_CODE_REACH = 128


def cpr_shaped(text: str) -> tuple[int, int] | None:
    """Return start and end of the first thing shaped like a CPR number in a text, or None.

    Six digits that can be a day (29 February of any year) and four more, with or without a dash or
    space between them, in any surroundings but a longer number, the decimals of one, a UUID or a
    hexadecimal digest. A ten-digit number of another kind may have that shape: it counts too.
    """
    return next(cpr_spans(text), None)


def hidden(text: str) -> str:
    """Return a text with everything shaped like a CPR number taken out."""
    for start, end in reversed(list(cpr_spans(text))):
        text = f"{text[:start]}…{text[end:]}"
    return text


def shown(value: object, *, limit: int | None = 40) -> str:
    """Return a value as a message may show it, without a CPR number.

    Text stands in quotes, cut to the limit, what cannot be printed escaped.
    """
    if value is None:
        return _("empty")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return _("a group of keys")
    if isinstance(value, (list, tuple)):
        return _("a list")
    text = hidden(str(value))  # before it is cut: half a number no longer has the shape
    if limit is not None and len(text) > limit:
        text = text[: limit - 1] + "…"
    if isinstance(value, str):
        return '"' + "".join(c if c.isprintable() else _escape(c) for c in text) + '"'
    return text


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def cpr_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of everything shaped like a CPR number, as `cpr_shaped` says."""
    for match in _CPR.finditer(text):
        start, end = match.span()
        low = max(0, start - _CODE_REACH)
        around = text[low : end + _CODE_REACH]
        codes = (code.span() for code in _CODE.finditer(around))
        if not any(a <= start - low and end - low <= z for a, z in codes):
            yield start, end
