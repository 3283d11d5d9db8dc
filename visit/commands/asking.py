"""A yes or no of somebody at a terminal: asked on standard error, in the language spoken; silence is no."""

from __future__ import annotations

import sys

from visit.locale import language
from visit.locale import text as _
from visit.streams import note

_ANSWERS = {
    "da": {"j": True, "ja": True, "n": False, "nej": False},
    "en": {"y": True, "yes": True, "n": False, "no": False},
}


def can_ask() -> bool:
    """Return whether somebody sits at a terminal."""
    return sys.stdin.isatty()


def typed() -> str:
    """Return the line that somebody types; empty at the end of input, and where it is no text."""
    try:
        return sys.stdin.readline()
    except (EOFError, UnicodeDecodeError):
        return ""


def confirmed(question: str) -> bool:
    """Return whether a question is answered with yes; return alone, the end of input and Ctrl-C are no."""
    answers = _ANSWERS[language()]
    while True:
        note(f"{question} {_('[y/N]')} ", end="")
        try:
            line = typed()
        except KeyboardInterrupt:
            line = ""
        if not line:
            note("")  # the prompt's line is still open
        answer = line.strip().casefold()
        if not answer:
            return False
        if answer in answers:
            return answers[answer]
        note(_("write y for yes or n for no"))
