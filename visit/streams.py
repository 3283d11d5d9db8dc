"""Standard input, output and error of a process that somebody may have closed, or that lead to a full disk."""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

COULD_NOT_ANSWER = 2
READABLE = "visit-readable"
"""How a stream writes what its code page lacks: in letters that it has, else escaped; never an error."""
_IN_ASCII = {
    "ø": "oe", "Ø": "OE", "å": "aa", "Å": "AA", "æ": "ae", "Æ": "AE", "§": "par.", "□": "[ ]", "“": '"', "”": '"', "„": '"',
    "’": "'", "–": "-", "—": "-", "…": "...", "·": "-", "●": "x", "◐": "(x)", "✓": "+", "≤": "<=", "≥": ">=", "→": "->",
    "◀": "<", "│": "|", "\N{NO-BREAK SPACE}": " ",
}  # fmt: skip


def in_ascii(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for the characters that an encoding lacks, and where to go on: the handler of `READABLE`.

    Raises:
        UnicodeError: It is no fault of writing.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_letters, error.object[error.start : error.end])), error.end


def _letters(character: str) -> str:
    if character in _IN_ASCII:
        return _IN_ASCII[character]
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or character.encode("ascii", "backslashreplace").decode()


codecs.register_error(READABLE, in_ascii)


def open_streams() -> bool:
    """Put an empty stream in the place of each that is closed; return whether standard output was open.

    INVARIANT: else the next file that is opened takes the number of the closed stream: what is written to standard error would
    go into a ledger.
    """
    answerable = sys.stdout is not None
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  (it lives as long as the process)
    return answerable


def takes_every_letter() -> bool:
    """Return whether standard output can write whatever there is; else JSON escapes what it may lack, or would be none."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")


def as_output_has_it(text: str) -> str:
    """Return a text as standard output writes it, what its code page lacks in letters that it has: before it is laid out."""
    if takes_every_letter():
        return text
    return text.encode(sys.stdout.encoding, READABLE).decode(sys.stdout.encoding)


def note(text: str, *, end: str = "\n") -> None:
    """Print to standard error where it can be; where nobody can read it, the note is lost and the command goes on.

    INVARIANT: the one door to standard error. A note that could fail would leave an order undone, or change its exit code.
    """
    try:
        sys.stderr.write(f"{text}{end}")
        sys.stderr.flush()
    except (OSError, ValueError):
        abandon(sys.stderr)


def say(text: str) -> int:
    """Print to standard error where it can be, and return the exit code of a command that could not answer."""
    note(text)
    return COULD_NOT_ANSWER


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """Print an answer whose reader may have left: the rest of it goes nowhere, and the command goes on to its exit code."""
    try:
        yield
    except BrokenPipeError:
        abandon(sys.stdout)


def abandon(stream: TextIO) -> None:
    """Let what is left of a stream go nowhere: it would fail once more when Python ends, with a code of its own."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
