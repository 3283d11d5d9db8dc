"""Where a number of a guideline tips something, in words and as data."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from visit.lab.curve import Tip, tip_at
from visit.lab.stretches import Cut
from visit.locale import formats
from visit.locale import text as _

_MOST = 12
"""So many places are named at most."""
_FINE = Decimal("0.001")
"""What tips at a number that cannot be written is told between two numbers of so many decimals."""


def places_of_tips(told: Sequence[tuple[Tip, int]]) -> str:
    """Return where something tips, in order; of many places those of the most cases."""
    most = sorted(told, key=lambda one: -one[1])[:_MOST]
    named = [_place(tip, cases) for tip, cases in told if (tip, cases) in most]
    if len(told) > len(named):
        named.append(_("and at {n} further places (--format json)", n=formats.number(len(told) - len(named))))
    return "; ".join(named)


def _place(tip: Tip, cases: int) -> str:
    n = formats.number(cases)
    if tip.at is not None and not _is_written(tip.at):
        tip = tip_at(Cut(tip.at, tip.is_above), _FINE)._replace(at=None)
    if tip.at is None:
        return _("between {before} and {value} for {n}", before=_number(tip.before), value=_number(tip.value), n=n)
    if tip.is_above:
        return _("above {value} for {n}", value=_number(tip.at), n=n)
    return _("from {value} on for {n}", value=_number(tip.at), n=n)


def tip_data(tip: Tip, cases: int) -> dict[str, object]:
    """Return where something tips as data; where a number cannot be written with decimals, it is a fraction: `325/3`."""
    document: dict[str, object] = {"from": str(tip.before), "to": str(tip.value), "cases": cases}
    at = None if tip.at is None else exactly_written(tip.at)
    return {**document, "exact": tip.at is not None, "at": at, "above": tip.is_above}


def _is_written(value: Fraction) -> bool:
    """Return whether a number can be written with decimals."""
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return rest == 1


def exactly_written(value: Fraction) -> str:
    """Return a number as it is, with decimals where it can be written so."""
    if not _is_written(value):
        return str(value)
    found = Decimal(value.numerator) / Decimal(value.denominator)
    return format(found.normalize(), "f")


def _number(value: Decimal | Fraction) -> str:
    return formats.number(Decimal(exactly_written(Fraction(value))))
