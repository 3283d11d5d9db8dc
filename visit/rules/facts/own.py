"""Facts of the citizen that a guideline declares itself, recorded in a case under `extra`.

Knows what each may be, reads it, and says what is wrong with what is recorded; where that stands in a file, others know. In: the
shape of each. Out: facts of the case like any other. What is not as declared reads as unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from visit.case import Case
from visit.cpr import redacted
from visit.errors import did_you_mean, nearest
from visit.locale import text as _
from visit.reading.forms import Form, is_day, is_number, is_text, is_truth, list_of
from visit.rules.facts.declaration import CaseFact
from visit.rules.language.types import DATE, LEVEL, TRUTH, Type, code, codes
from visit.rules.language.values import UNKNOWN, Members, Value
from visit.vocabulary import CodeList, FactLabel

PREFIX = "extra."
"""What the name of every such fact begins with: the place in the case file."""
CasePath: TypeAlias = tuple[str | int, ...]
Wrong: TypeAlias = tuple[CasePath, str, str | None]
"""Where something is wrong in a case, what it is, and what helps."""
FactLimit: TypeAlias = int | str | None


@dataclass(frozen=True, slots=True, eq=False)
class FactShape:
    """What may be recorded for a fact.

    Attributes:
        kind: truth, whole, level, code, set or date.
        codes: The codes that it may be, or be a set of.
        at_least: The least that it may be, as recorded; none for no limit.
        at_most: The most.
    """

    name: str
    kind: str
    codes: CodeList | None
    at_least: FactLimit
    at_most: FactLimit

    @property
    def key(self) -> str:
        """Its name under `extra`."""
        return self.name.removeprefix(PREFIX)

    def faults(self, recorded: object) -> Iterator[Wrong]:
        """Yield what is wrong with what is recorded for it."""
        here: CasePath = ("extra", self.key)
        if not _FORMS[self.kind](recorded):
            yield here, self._must_be(_expected(self.kind), recorded), _help(self.kind)
        elif self.codes is not None:
            yield from self._unknown_codes(here, recorded)
        else:
            yield from ((here, said, None) for said in self._beyond(recorded))

    def read(self, case: Case, as_of: date) -> Value:
        """Return what a case records for it; unknown where that is not as declared."""
        recorded = (case.extra or {}).get(self.key)
        if recorded is None or any(self.faults(recorded)):
            return UNKNOWN
        if isinstance(recorded, str):
            return date.fromisoformat(recorded) if self.kind == "date" else recorded
        return recorded if isinstance(recorded, int) else Members(frozenset(recorded))

    def _unknown_codes(self, here: CasePath, recorded: object) -> Iterator[Wrong]:
        terms = self.codes.terms if self.codes is not None else {}
        several = recorded if isinstance(recorded, list | tuple) else ()
        listed = (
            {here: recorded} if isinstance(recorded, str) else {(*here, n): str(one) for n, one in enumerate(several)}
        )
        for path, one in listed.items():
            if one not in terms:
                called = {term.label(language): key for key, term in terms.items() for language in ("da", "en")}
                meant = called.get(nearest(one, called) or "")
                help = did_you_mean(one, terms) or (_("write `{code}`", code=meant) if meant else None)
                yield path, self._must_be(_("one of {words}", words=", ".join(terms)), one), help

    def _beyond(self, recorded: object) -> Iterator[str]:
        if not isinstance(recorded, int | str):
            return
        if self.at_least is not None and ordinal(recorded) < ordinal(self.at_least):
            yield self._must(_("be {limit} or more", limit=self.at_least), recorded)
        if self.at_most is not None and ordinal(recorded) > ordinal(self.at_most):
            yield self._must(_("be {limit} or less", limit=self.at_most), recorded)

    def _must_be(self, expected: str, recorded: object) -> str:
        return _("{name} must be {expected}, not {value}", name=self.name, expected=expected, value=redacted(recorded))

    def _must(self, limit: str, recorded: object) -> str:
        return _("{name} must {limit}, not {value}", name=self.name, limit=limit, value=redacted(recorded))


@dataclass(frozen=True, slots=True, eq=False)
class OwnFact(CaseFact):
    """A fact of the citizen that a guideline declares.

    Attributes:
        shape: What may be recorded for it.
        words: How it is said in the middle of a sentence, and asked for.
        source: Where it comes from.
    """

    shape: FactShape
    words: FactLabel
    source: str


def own_fact(shape: FactShape, words: FactLabel, source: str, *, unit: str | None = None) -> OwnFact:
    """Return the fact that is declared by a shape and by how it is said; of a whole number with its unit."""
    return OwnFact(shape.name, _TYPES[shape.kind](shape.name, unit), shape.read, shape, words, source)


def ordinal(recorded: int | str) -> int:
    """Return a number, or a date that is recorded as text, as a number to compare it by."""
    return recorded if isinstance(recorded, int) else date.fromisoformat(recorded).toordinal()


def faults_in(case: Case, declared: Mapping[str, OwnFact]) -> Iterator[Wrong]:
    """Yield what a case records otherwise than it is declared, with its place in the case file."""
    for key, recorded in (case.extra or {}).items():
        if (fact := declared.get(PREFIX + key)) is not None:
            yield from fact.shape.faults(recorded)


_TYPES: Mapping[str, Callable[[str, str | None], Type]] = {
    "truth": lambda name, unit: TRUTH,
    "whole": lambda name, unit: Type("number", unit=unit),
    "level": lambda name, unit: LEVEL,
    "code": lambda name, unit: code(name),
    "set": lambda name, unit: codes(name),
    "date": lambda name, unit: DATE,
}
_FORMS: Mapping[str, Form] = {
    "truth": is_truth,
    "whole": is_number,
    "level": is_number,
    "code": is_text,
    "set": list_of(is_text),
    "date": is_day,
}


def _expected(kind: str) -> str:
    return {
        "truth": _("true or false"),
        "whole": _("a whole number"),
        "level": _("a whole number"),
        "code": _("a code"),
        "set": _("a list"),
        "date": _("a date"),
    }[kind]


def _help(kind: str) -> str | None:
    return {
        "truth": _("write true or false"),
        "level": _("write 0 to 4, and leave out what is not assessed"),
        "set": _("write {example}, or one line for each item that starts with `- `", example="`[…]`"),
        "date": _("write YYYY-MM-DD"),
    }.get(kind)
