"""What became of a gate, in words: the number that it looked at, and why one is not evaluated or not asked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from visit.lab.both_sides import BothSides
from visit.lab.gate import Gate, row_of_gate
from visit.lab.gate_values import AMOUNTS, GateNumber
from visit.lab.impact import Impact
from visit.locale import formats
from visit.locale import text as _


def gate_words(
    one: Gate, found: Impact, numbers: Mapping[str, GateNumber], accepted: Mapping[str, int | Decimal], *, fails: bool
) -> str:
    """Return what became of a gate, with the number that it looked at, and of how many cases that is known."""
    value = formats.number(numbers.get(one.name) or 0)
    whole = formats.number(one.cases(numbers, found.cases))
    of_all = _("{n} of {all}", n=value, all=whole) if one.is_share else value
    if one.measure in AMOUNTS:
        known = _known(one.measure, row_of_gate(one, found))
        of_all = _("{value}, known of {n} of {all}", value=value, n=known, all=whole)
    said = _("failed") if fails else _("passed")
    if accepted:
        return _(
            "--fail-if {condition}: {value}, accepted {accepted} ({said})",
            condition=one.written, value=of_all, accepted=formats.number(accepted.get(one.name, 0)), said=said,
        )  # fmt: skip
    return _("--fail-if {condition}: {value} ({said})", condition=one.written, value=of_all, said=said)


def _known(name: str, found: BothSides) -> str:
    """Return of how many cases an amount is known: on both sides, or on each."""
    if name == "dkk_a_year":
        return formats.number(found.priced_both)
    sides = [formats.number(side.metres.total()) for side in (found.old, found.new)]
    return " → ".join(dict.fromkeys(sides))


def gate_not_known(one: Gate) -> str:
    """Return why a gate cannot be evaluated of which nothing is known."""
    if one.name == "dkk_a_year":
        return _(
            "--fail-if {condition} cannot be evaluated: no case has a known price on both sides", condition=one.written
        )
    return _(
        "--fail-if {condition} cannot be evaluated: no distance is known on one of the sides", condition=one.written
    )


def gate_not_asked(one: Gate) -> str:
    """Return why a gate is not asked whose number is of few real citizens: the exit code would tell it."""
    return _(
        "--fail-if {condition} is not asked: its number is of few real citizens, and the exit code would tell it; "
        "--people asks it, and -o FILE.html shows nobody all the same",
        condition=one.written,
    )
