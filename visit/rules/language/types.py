"""What a value of the condition language is: its type and its unit, and from which side a name is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from visit.locale import text as _

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
        return _("{kind} in {unit}", kind=word, unit=unit_word(self.unit)) if self.unit else word


def unit_word(unit: str) -> str:
    """Return what a unit is called to a reader."""
    words = {
        "hours": _("hours"), "days": _("days"), "weeks": _("weeks"), "months": _("months"), "years": _("years"),
        "minutes": _("minutes"), "percent": _("percent"), "level": _("level"), "step": _("step"), "DKK": _("DKK"),
    }  # fmt: skip
    return words.get(unit, unit)


TRUTH, TEXT, DATE, TEXTS = Type("truth"), Type("text"), Type("date"), Type("texts")
NUMBER = Type("number")
LEVEL = Type("number", unit="level")
KM, DKK, DAYS, MONTHS = (Type("number", unit=unit) for unit in ("km", "DKK", "days", "months"))
HOURS, PERCENT, STEP, YEARS = (Type("number", unit=unit) for unit in ("hours", "percent", "step", "years"))
MINUTES = Type("number", unit="minutes")


def code(codes: str) -> Type:
    """Return the type of one code of a list."""
    return Type("code", codes)


def codes(codes: str) -> Type:
    """Return the type of a set of codes of a list."""
    return Type("codes", codes)
