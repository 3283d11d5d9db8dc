"""A guideline on many dates, built once for every stretch of days on which the same statements stand.

History is asked about thousands of dates, and a guideline changes on few of them. Replay has one of these for each guideline that
is stored, and one for a guideline that history is asked about.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date

from visit.rules.guideline.bound_once import BoundOnce
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import (
    Layer,
    chain,
    family,
    is_file,
    shipped_layers,
    turning_days,
    uncorrected,
    versions_of,
)
from visit.rules.guideline.records import StoredGuideline
from visit.rules.guideline.values import Guideline

Layers = tuple[Layer, ...]


class ByDate:
    """One guideline; `layers_on` gives its layers on a date. One out of a ledger `has_decided`.

    Of guidelines that differ little, what is `bound` can be shared.
    """

    def __init__(
        self, layers_on: Callable[[date], Layers], *, has_decided: bool = False, bound: BoundOnce | None = None
    ) -> None:
        self._layers_on, self._has_decided, self._bound = layers_on, has_decided, bound or BoundOnce()
        self._turns: dict[Layers, Sequence[date]] = {}
        self._built: dict[tuple[Layers, int], Guideline] = {}

    def layers_on(self, day: date) -> Layers:
        """Return its layers on a date, the root first."""
        return self._layers_on(day)

    def on(self, day: date) -> Guideline:
        """Return the guideline for a date; its own `as_of` may be another day of the same stretch.

        Raises:
            Problems: Every fault of its layers.
            UsageError: A layer has no version in force on that date.
        """
        layers = self._layers_on(day)
        if layers not in self._turns:
            self._turns[layers] = turning_days(layers)
        stretch = bisect_right(self._turns[layers], day)
        if (layers, stretch) not in self._built:
            self._built[layers, stretch] = build(layers, day, has_decided=self._has_decided, bound=self._bound)
        return self._built[layers, stretch]


def stored_by_date(stored: StoredGuideline) -> ByDate:
    """Return a guideline that was stored (`Guideline.stored`)."""
    layers = tuple(Layer(record) for record in stored["layers"])
    return ByDate(lambda _day: layers, has_decided=True)


def named_by_date(name: str) -> ByDate:
    """Return the guideline of an id or file, for dates on which it need not have been in force.

    Raises:
        Problems: Every fault in the shape of its files.
        UsageError: No such guideline.
    """
    known: Layers = shipped_layers()
    if is_file(name):
        leaf, known = family(name)
        return ByDate(lambda day: chain(leaf, day, known))
    versions = versions_of(name, known)
    return ByDate(lambda day: chain(_version(versions, day), day, known))


def _version(versions: Sequence[Layer], day: date) -> Layer:
    """Return the version in force on a date, else the newest."""
    return uncorrected([layer for layer in versions if layer.in_force(day)] or versions)[-1]
