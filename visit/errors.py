"""Every error visit raises for something a person can put right, as one tree.

    VisitError             a message, the place it is about, and what to do
    ├── UsageError         an option or argument that cannot be used
    ├── SourceError        a file that cannot be read, or is not YAML
    ├── DocumentError      a file that is read, but does not say what it must
    │   ├── CaseError
    │   ├── CatalogueError
    │   └── GuidelineError
    ├── PlaceError         a place name or postcode that is not known
    ├── LedgerError        a ledger that cannot be read, written or trusted
    │   └── UnknownTypeError   an entry of a type that this version does not know
    └── Problems           several of these at once, sorted by place

A defect in visit itself is none of them. The wording of a message is made where it is raised, with
`visit.locale`; this module knows how an error looks (`file:line:col: error: message`, then a help
line), and how a near name is suggested. Raise the narrowest class, with a `Location`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from visit.cpr import hidden_nine, safe
from visit.locale import text as _

# Below this likeness a suggestion is more often wrong than right: "wrok" and "work" have 0.75,
# "gone" and "home" 0.5.
_NEAR = 0.7
_SOMEWHAT_NEAR = 0.6
FEW = 5
"""How many ids a help line names."""
_LONGEST_WORD = 100


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file, counted from 1; None where the whole line or file is meant."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)


class VisitError(Exception):
    """Something a person can put right.

    Args:
        message: What is wrong: lower case, no full stop, user text in quotes or backticks.
        at: Where it stands, if it stands in a file.
        help: What to do about it.
        code: Which kind of finding it is, where `visit explain` knows kinds.
    """

    def __init__(
        self, message: str, *, at: Location | None = None, help: str | None = None, code: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.help = help
        self.code = code

    def __str__(self) -> str:
        return self.rendered()

    def rendered(self, error_word: str = "error", help_word: str = "help") -> str:
        """Return the error as lines, with these two words around what it says."""
        place = f"{self.at}: " if self.at is not None else ""
        advice = f"\n  {help_word}: {_line(hidden_nine(self.help))}" if self.help is not None else ""
        return f"{_line(place)}{error_word}: {_line(hidden_nine(self.message))}{advice}"


def render(error: VisitError, *, error_word: str = "error", help_word: str = "help") -> str:
    """Return an error as lines, with other words than "error" and "help" where they are given."""
    return error.rendered(error_word, help_word)


class UsageError(VisitError):
    """An option or argument that cannot be used."""


class SourceError(VisitError):
    """A file that cannot be read, or is not YAML as visit reads it."""


class DocumentError(VisitError):
    """A file that is read, but does not say what it must."""


class CaseError(DocumentError):
    """A case that does not say what it must."""


class CatalogueError(DocumentError):
    """A catalogue that does not say what it must, or lacks what is asked of it."""


class GuidelineError(DocumentError):
    """A guideline that does not say what it must."""


class PlaceError(VisitError):
    """A place name or postcode that is not known."""


class LedgerError(VisitError):
    """A ledger that cannot be read, written or trusted."""


class UnknownTypeError(LedgerError):
    """An entry of a type that this version does not know: a later one, or another program, has written it."""


class Problems(VisitError):
    """Several errors at once, sorted by place; those of another `Problems` are taken out of it.

    `at` is the first place, `message` the messages alone, one per line.
    """

    errors: tuple[VisitError, ...]

    def __init__(self, errors: Iterable[VisitError]) -> None:
        self.errors = tuple(sorted(_flat(errors), key=_order))
        if not self.errors:
            raise ValueError("Problems needs at least one error")
        super().__init__("\n".join(e.message for e in self.errors), at=self.errors[0].at)
        # INVARIANT: `args` rebuilds the error, so that it can come back from another process.
        self.args = (self.errors,)

    def rendered(self, error_word: str = "error", help_word: str = "help") -> str:
        """Return every error in turn."""
        return "\n".join(error.rendered(error_word, help_word) for error in self.errors)


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that `word` is most likely a slip or the beginning of, or None when none is near.

    Capitals do not count, and the order of the candidates does not either.
    """
    from difflib import get_close_matches

    by_folded = {name.casefold(): name for name in sorted(candidates, reverse=True)}
    folded = word[:_LONGEST_WORD].casefold()
    near = get_close_matches(folded, sorted(by_folded), n=1, cutoff=_NEAR)
    if near:
        return by_folded[near[0]]
    begun = [name for name in by_folded if len(folded) > 3 and name.startswith(folded)]
    return by_folded[begun[0]] if len(begun) == 1 else None


def near_names(word: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Return up to three candidates that share much with a word, the nearest first: too little to say that one is meant."""
    from difflib import get_close_matches

    by_folded = {name.casefold(): name for name in sorted(candidates, reverse=True)}
    near = get_close_matches(word[:_LONGEST_WORD].casefold(), sorted(by_folded), n=3, cutoff=_SOMEWHAT_NEAR)
    return tuple(by_folded[one] for one in near)


def nearest_names(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that a word is most likely a slip of, whole or of one of their words; of several at most three."""
    found: dict[str, list[str]] = {}
    for name in sorted({*names}):
        for one in dict.fromkeys((name.casefold(), *re.findall(r"[^\W_]{4,}", name.casefold()))):
            found.setdefault(one, []).append(name)
    near = nearest(word, found)
    return () if near is None else tuple(found[near][:3])


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """Return the help line that names the candidate `word` is most likely a slip of, or None when none is near."""
    near = nearest(word, candidates)
    return _('did you mean "{near}"?', near=near) if near else None


def _line(text: str) -> str:
    """Return a text of one line, without what a terminal would obey and without a CPR number."""
    return safe(text).replace("\n", "\\n")


def _flat(errors: Iterable[VisitError]) -> Iterable[VisitError]:
    for error in errors:
        if isinstance(error, Problems):
            yield from error.errors
        else:
            yield error


def _order(error: VisitError) -> tuple[str, int, int, str]:
    at = error.at or Location("")
    return (at.file, at.line or 0, at.column or 0, error.message)
