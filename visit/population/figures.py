"""The figures that citizens are drawn from, as values: what each is, what it rests on, and where it is written.

Chances are whole numbers out of 1,000 and weights whole numbers, so that the same citizens are drawn on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from visit.errors import Location
from visit.reading.documents.population import MARGINS, Margin

FigureValue: TypeAlias = int | Mapping[str, int]
"""A number, a chance out of 1,000, weights by code, or chances out of 1,000 by code."""
LowOrHigh: TypeAlias = Literal["low", "high"]
LOW_AND_HIGH: tuple[LowOrHigh, ...] = ("low", "high")
_KEY = {"count": "number", "share": "percent", "chances": "percents", "spread": "weights"}


@dataclass(frozen=True, slots=True, eq=False)
class MarginFigure:
    """One figure.

    Attributes:
        margin: The margin that it is of.
        key: Of what it is, within the margin; empty where the margin has one figure.
        value: What it is.
        low: What it is at its low value; None where it is no assumption.
        high: The same at its high value.
        sources: The ids of the facts that it rests on; none where it is an assumption.
        assumption: Why it is assumed, in Danish and English; None where it rests on facts.
        note: What was done to get from the facts to it, in Danish and English.
        price_year: The year of a price.
        profile: The id of the profile that says it.
        at: Where it is written; None where it was read from a population.
    """

    margin: Margin
    key: str
    value: FigureValue
    low: FigureValue | None
    high: FigureValue | None
    sources: tuple[str, ...]
    assumption: Mapping[str, str] | None
    note: Mapping[str, str] | None
    price_year: int | None
    profile: str
    at: Location | None = None

    @property
    def name(self) -> str:
        """What it is called, for example `men.drug-misuse`."""
        return f"{self.margin.name}.{self.key}" if self.key else self.margin.name

    @property
    def is_assumed(self) -> bool:
        """Whether it is an assumption."""
        return self.assumption is not None

    def at_bound(self, bound: LowOrHigh | None) -> FigureValue:
        """Return the value, or the low or high one where there is one."""
        found = None if bound is None else self.low if bound == "low" else self.high
        return self.value if found is None else found

    def record(self) -> dict[str, object]:
        """Return it as plain values, without where it is written."""
        found: dict[str, object] = {"name": self.name, "value": self.value}
        if self.is_assumed:
            found |= {"low": self.low, "high": self.high, "assumption": self.assumption}
        else:
            found["source"] = list(self.sources)
        if self.note is not None:
            found["note"] = self.note
        if self.price_year is not None:
            found["price_year"] = self.price_year
        return {**found, "profile": self.profile}


def margin_called(name: str) -> Margin | None:
    """Return the margin of a name; None where there is none."""
    return next((one for one in MARGINS if one.name == name), None)


def figure_of(margin: Margin, key: str, row: Mapping[str, Any], profile: str, at: Location) -> MarginFigure:
    """Return a figure as its document has it; the low and high value of many numbers name those that differ."""
    value = _value(margin, row[_KEY[margin.figure]])
    low, high = (_bound(margin, value, row.get(bound)) for bound in LOW_AND_HIGH)
    return MarginFigure(
        margin, key, value, low, high, tuple(row.get("source") or ()), row.get("assumption"), row.get("note"),
        row.get("price_year"), profile, at,
    )  # fmt: skip


def figure_from(row: Mapping[str, Any]) -> MarginFigure:
    """Return a figure from its record.

    Raises:
        LookupError: It is no record of one.
    """
    name, _dot, key = str(row["name"]).partition(".")
    margin = margin_called(name)
    if margin is None:
        raise LookupError(name)
    return MarginFigure(
        margin, key, row["value"], row.get("low"), row.get("high"), tuple(row.get("source") or ()), row.get("assumption"),
        row.get("note"), row.get("price_year"), str(row["profile"]),
    )  # fmt: skip


def _value(margin: Margin, written: Any) -> FigureValue:
    if margin.figure == "count":
        return int(written)
    if margin.figure == "share":
        return _permille(written)
    return {key: one if margin.figure == "spread" else _permille(one) for key, one in written.items()}


def _bound(margin: Margin, value: FigureValue, written: Any) -> FigureValue | None:
    if written is None:
        return None
    found = _value(margin, written)
    return {**value, **found} if isinstance(value, Mapping) and isinstance(found, Mapping) else found


def _permille(percent: Decimal) -> int:
    return int(percent * 10)


class Figures:
    """The figures of a profile, with the bounds that are asked for; what is drawn is drawn from here."""

    def __init__(self, figures: Mapping[str, MarginFigure], bounds: Mapping[str, LowOrHigh]) -> None:
        self.figures = figures
        self.values: dict[str, FigureValue] = {name: one.at_bound(bounds.get(name)) for name, one in figures.items()}

    def nearest(self, margin: str, keys: tuple[str, ...]) -> str | None:
        """Return the name of the figure that holds: of the first key that has one, else `other`; None where none does."""
        return next((name for name in self._names(margin, keys) if name in self.values), None)

    def _names(self, margin: str, keys: tuple[str, ...]) -> Iterator[str]:
        if not keys:
            yield margin
            return
        yield from (f"{margin}.{key}" for key in keys)
        yield f"{margin}.other"

    def number(self, name: str) -> int:
        """Return a count or a chance."""
        found = self.values[name]
        assert isinstance(found, int)
        return found

    def many(self, name: str) -> Mapping[str, int]:
        """Return weights or chances by code."""
        found = self.values[name]
        assert not isinstance(found, int)
        return found
