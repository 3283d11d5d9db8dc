"""What a value of the condition language is: its type, its unit, and the shape of a fact."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Literal

from visit.locale import text as _
from visit.rules.language.values import Value

Side = Literal["case", "option", "comparative", "placement"]


@dataclass(frozen=True, slots=True)
class Type:
    """What a value is: truth, number, text, date, code, codes (a set), texts (a set) or levels (numbers per key)."""

    kind: str
    codes: str | None = None
    unit: str | None = None

    def __str__(self) -> str:
        words = {
            "truth": _("yes or no"),
            "number": _("a number"),
            "text": _("a text"),
            "date": _("a date"),
            "code": _("a code"),
            "codes": _("a set of codes"),
            "texts": _("a set of texts"),
            "levels": _("levels"),
            "conditions": _("a collection of conditions"),
        }
        word = words.get(self.kind, self.kind)
        return _("{kind} in {unit}", kind=word, unit=self.unit) if self.unit else word


TRUTH, TEXT, DATE, TEXTS = Type("truth"), Type("text"), Type("date"), Type("texts")
NUMBER = Type("number")
LEVEL = Type("number", unit="level")
KM, DKK, DAYS, MONTHS = (Type("number", unit=unit) for unit in ("km", "DKK", "days", "months"))
HOURS, PERCENT, STEP, YEARS = (Type("number", unit=unit) for unit in ("hours", "percent", "step", "years"))


def code(codes: str) -> Type:
    """Return the type of one code of a list."""
    return Type("code", codes)


def codes(codes: str) -> Type:
    """Return the type of a set of codes of a list."""
    return Type("codes", codes)


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A name of the language, and how it is read; comparative and placement facts are computed by `matching`.

    Attributes:
        given: For an option's fact: what it reads beside the option. Where this is equal it reads alike; None promises nothing.
        alike: For an option's fact: of a case, what tells the catalogue's options apart for it; None promises nothing.
    """

    name: str
    side: Side
    type: Type
    read: Callable[..., Value] | None = None
    given: Callable[..., Hashable] | None = None
    alike: Callable[..., Callable[..., Hashable]] | None = None
