"""Characters that steer a terminal or turn a line: which they are, and how they are shown.

Knows the control characters, the marks that change the direction of writing, and what no file can carry. Refusing them
is left to whoever takes text in (`visit.reading`, the command line); `visible` is for whoever lets text out, `spelled` for
names that must not look like another's.
"""

from __future__ import annotations

import re
import unicodedata

from visit.locale import text as _

_UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\uffff\ud800-\udfff"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
# The last: characters of tags, which are drawn nowhere. Between them lie selectors of a character's variant, which steer nothing.
_HIDDEN = re.compile(f"[{_UNSEEN}]")
# A return alone moves back to the start of the line, so that what follows covers what was there.
_HIDDEN_OR_RETURN = re.compile(f"[{_UNSEEN}]|\r(?!\n)")
_BREAK = re.compile("[ ]*[\t-\r\x1c-\x1e\x85\u2028\u2029][ \t-\r\x1c-\x1e\x85\u2028\u2029]*")
# Letters, marks and signs by category, and drawn as nothing all the same: fillers, joiners, selectors, a blank of Braille.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")


def text_or_fault(raw: bytes, encoding: str = "utf-8") -> tuple[str, int | None]:
    """Return the text of bytes and None; where they are none, an empty text and the place of the first that is not.

    Python's own error carries the bytes, and stays behind the one that is raised for it: whoever logs it would log a CPR number.
    """
    try:
        return raw.decode(encoding), None
    except UnicodeDecodeError as error:
        return "", error.start


def hidden_character(text: str, *, returns: bool = False) -> int | None:
    """Return where the first character stands that nobody sees and a terminal obeys, or None.

    Args:
        text: object text; tabs and line breaks are not hidden.
        returns: Whether a carriage return counts that ends no line.
    """
    found = (_HIDDEN_OR_RETURN if returns else _HIDDEN).search(text)
    return None if found is None else found.start()


def hidden_character_message(character: str) -> str:
    """Return how a hidden character is refused, in a file and on the command line alike."""
    return _("the hidden character {code} cannot be written here", code=_code_point(character))


def visible(text: str) -> str:
    r"""Return a text with every hidden character spelled out: a control as `\x1b`, any other as `<U+202E>`."""
    return _HIDDEN_OR_RETURN.sub(lambda found: _spelled(found.group()), text)


def one_line(text: str) -> str:
    """Return a text on one line: a line break or tab, with the spaces around it, is one space."""
    return _BREAK.sub(" ", text).strip()


def is_unseen(character: str) -> bool:
    """Return whether nobody sees a character where it stands in a name: also every space, and what only joins or selects."""
    return unicodedata.category(character)[0] in "CZ" or _BLANK.match(character) is not None


def spelled(name: str) -> str:
    """Return a name that is compared with others, with everything that nobody sees in it spelled out but the plain space."""
    return "".join(_spelled(one) if one != " " and is_unseen(one) else one for one in name)


def _spelled(character: str) -> str:
    return f"\\x{ord(character):02x}" if ord(character) < 0x100 else f"<{_code_point(character)}>"


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"
