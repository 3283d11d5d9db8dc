"""A comparison over citizens drawn three times: as the profile has it, with its assumptions low, and with them high.

What is the other way round, or nothing, at one of the three is *undecided*: it rests on what nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from visit.lab.gate_values import AMOUNTS, GateNumber
from visit.lab.totals import FOLLOWING

NETS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "higher": ("higher", "lower"), "gained": ("gained", "lost"), "external": ("external", "own"),
    "grantable": ("grantable", "not_grantable"), "undecided": ("undecided", "decided"),
})  # fmt: skip
"""Results that are the difference of two numbers."""


@dataclass(frozen=True, slots=True)
class BoundedResult:
    """One result at the low values, as drawn, and at the high ones: how many more, of a net result in all."""

    name: str
    low: int | Decimal
    drawn: int | Decimal
    high: int | Decimal

    @property
    def is_undecided(self) -> bool:
        """Whether it flips: it is more, fewer or none, and not the same of these three times."""
        return len({(value > 0) - (value < 0) for value in (self.low, self.drawn, self.high)}) > 1


@dataclass(frozen=True, slots=True, eq=False)
class AssumedBounds:
    """The numbers of three comparisons, as a gate can name them, with how many cases each has.

    Attributes:
        populations: The digests of the citizens with low and with high assumptions.
        each: The same with one assumption low and high and the others as drawn, by its name; where that was asked for.
    """

    low: Mapping[str, GateNumber]
    drawn: Mapping[str, GateNumber]
    high: Mapping[str, GateNumber]
    cases: tuple[int, int, int]
    populations: tuple[str, ...] = ("", "")
    each: Mapping[str, AssumedBounds] = field(default_factory=dict)

    @property
    def results(self) -> tuple[BoundedResult, ...]:
        """Every result that is known all three times, and not nothing each time."""
        found = ((name, [_value(name, one) for one in (self.low, self.drawn, self.high)]) for name in self._names())
        known = ((name, [value for value in values if value is not None]) for name, values in found)
        return tuple(BoundedResult(name, *values) for name, values in known if len(values) == 3 and any(values))

    @property
    def hangs_on(self) -> Mapping[str, Mapping[str, BoundedResult]]:
        """By result the assumptions that flip it alone, with what it is then."""
        found: dict[str, dict[str, BoundedResult]] = {name: {} for name in self._names()}
        for assumption, alone in self.each.items():
            for one in alone.results:
                if one.is_undecided:
                    found.setdefault(one.name, {})[assumption] = one
        return {name: by for name, by in found.items() if by}

    def _names(self) -> Iterator[str]:
        yield "moved"
        yield from NETS
        yield from AMOUNTS
        for section in FOLLOWING:
            yield from sorted({
                name for one in (self.low, self.drawn, self.high) for name in one
                if name.startswith(f"{section}.") and name.count(".") == 1
            })  # fmt: skip


def _value(name: str, numbers: Mapping[str, GateNumber]) -> GateNumber:
    if name in NETS:
        more, fewer = (numbers.get(one) or 0 for one in NETS[name])
        return more - fewer
    return numbers.get(name, 0)
