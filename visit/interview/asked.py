"""A question as it is put, and what an answer becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from visit.interview.fields import CodeChoice, FieldPath, hint_of
from visit.locale import formats
from visit.locale import text as _

Taken: TypeAlias = str | int | bool | Decimal | tuple[str, ...] | None


PROVISIONS = ("provision", "granted_provision")
"""The lists of provisions."""
_LEAST_SECTION = 9
"""No section has a number as small as this."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is put.

    Attributes:
        path: Where the answer stands in the case; begins with `?` where the answer only decides what is asked next.
        name: The path as a person reads it, rows counted from 1.
        section: What the question is about.
        part: Which of the parts of the interview it stands in, of so many.
        kind: How it is answered.
        choices: The codes that are taken.
        listed: Whether the choices are few enough to be shown with the question.
        default: What an empty answer means, where it does not leave the fact unknown.
        required: An empty answer is refused, or leaves the row out.
        in_row: It is of a row that is begun; without an answer where one is required the row is left out.
        row: 0 for the first row's first question, 1 for a later row's, else None.
        codes: The list that the choices are of.
        today: The day of the interview.
        about: What explains it further, where somebody asks.
        without: Choices that another answer has taken.
        nearest: So many choices stand first because they are the municipality's own.
    """

    path: FieldPath
    name: str
    section: str
    text: str
    kind: str
    choices: tuple[CodeChoice, ...] = ()
    listed: bool = True
    default: str | None = None
    required: bool = False
    row: int | None = None
    in_row: bool = False
    codes: str = ""
    today: date = date.min
    about: str = ""
    without: tuple[str, ...] = ()
    nearest: int = 0
    part: tuple[int, int] = (1, 1)

    @property
    def numbered(self) -> bool:
        """Whether a choice may be answered by its number; of many provisions not, where a number is a section."""
        cited = self.codes in PROVISIONS and len(self.choices) > _LEAST_SECTION
        return self.listed and self.kind in ("code", "codes") and not cited

    @property
    def numbers(self) -> int:
        """Up to which number a choice may be answered by it; of offers those of one's own municipality."""
        if self.kind == "option":
            return 0
        return len(self.choices) if self.numbered else self.nearest

    @property
    def hint(self) -> str:
        """How to answer, and what an empty answer means."""
        if self.default is not None:
            is_day = self.kind in ("day", "past")
            empty = _(
                "empty: {answer}", answer=formats.day(date.fromisoformat(self.default)) if is_day else self.default
            )
        elif self.kind == "gate":
            empty = _("empty: no")
        elif self.row is not None:
            empty = _("empty: no more") if self.row else _("empty: unknown, -: none")
        elif self.required:
            empty = _("empty: it is left out") if self.in_row else _("it must be answered")
        else:
            empty = _("empty: unknown")
        cited = self.listed and self.codes in PROVISIONS and not self.numbered
        if cited:
            return f"{_('section or word, for example 85')}; {empty}"
        return f"{hint_of(self.kind, numbers=self.numbers > 0)}; {empty}"


_UNKNOWN = ("unknown", "not known", "don't know", "ukendt", "ved ikke", "ikke oplyst", "uoplyst")


def is_unknown(text: str, question: Question) -> bool:
    """Say whether a text answers that it is not known, to a question that an empty answer leaves unknown."""
    words = question.kind not in ("id", "gate", "text", "texts") and question.default is None
    return words and text.strip().casefold() in _UNKNOWN and not (question.required and not question.in_row)


def is_none(text: str) -> bool:
    """Say whether a text answers that there are none."""
    return text == "-" or text.casefold() in ("none", _("none").casefold())
