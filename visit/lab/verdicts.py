"""What became of each gate of a comparison: the number that it looked at, how much of that was accepted, and whether it passed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from visit.lab.gate import Gate
from visit.lab.gate_values import CROSSED, MOVED
from visit.lab.impact import Impact
from visit.lab.movements import Movement
from visit.lab.turned import TurnedCase


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What became of one gate.

    Attributes:
        gate: The condition.
        value: The number that it looked at.
        cases: How many there are in all.
        accepted: How much of the number was accepted; None where nothing was to be.
        passed: Whether it is not true; None where it was not asked.
        says: That in words.
        behind: What a net hides that it looked at, and what to ask instead; nothing where it hides nothing.
    """

    gate: Gate
    value: int | Decimal
    cases: int
    accepted: int | Decimal | None
    passed: bool | None
    says: str
    behind: str = ""

    def in_words(self, *, tells_behind: bool = True) -> str:
        """Return what became of it, and what a net hides where that may be told."""
        return f"{self.says}; {self.behind}" if self.behind and tells_behind else self.says


def counts_cases(name: str) -> bool:
    """Return whether a number of a gate counts cases that turn, so that it is known which."""
    return name in MOVED or name in CROSSED


def not_accepted(found: Impact, name: str, kept: Collection[str], salt: str) -> list[TurnedCase]:
    """Return which of the cases that a number counts were not accepted as what they are.

    Args:
        found: What was compared.
        name: A number that `counts_cases`.
        kept: What the accepted answer keeps; see `turned`.
        salt: What that is salted with.
    """
    turn = CROSSED.get(name)
    if turn is not None:
        counted = [one for one in found.turned if turn in one.crossings]
    elif name == "moved":
        counted = [one for one in found.turned if one.moves is not Movement.UNCHANGED]
    else:
        counted = [one for one in found.turned if one.moves == name]
    return [one for one in counted if one.kept_as(salt, turn) not in kept]
