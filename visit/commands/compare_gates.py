"""`visit compare --fail-if`: each gate asked of what was found, beyond what was accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from visit.commands.compare_baseline import AcceptedAnswer
from visit.commands.compare_bounds import failing_at_bounds
from visit.lab.assumed_bounds import AssumedBounds
from visit.lab.gate import Gate, numbers_of, row_of_gate
from visit.lab.gate_values import MOVED, OF_ROWS, GateNumber
from visit.lab.gate_verdict import behind_net, gate_not_asked, gate_not_known, gate_not_proved, gate_words
from visit.lab.impact import Impact
from visit.lab.turned import TurnedCase
from visit.lab.verdicts import GateVerdict, counts_cases, not_accepted
from visit.locale import formats
from visit.locale import text as _
from visit.render.few_told import FewTold

MOST_NAMED = 3
"""So many of those who were not accepted are named."""


@dataclass(frozen=True, slots=True, eq=False)
class Gates:
    """What gates are asked of.

    Attributes:
        may: What of it may be told, wherever it is told: the exit code tells it, too.
    """

    found: Impact
    may: FewTold
    accepted: AcceptedAnswer | None
    bounds: AssumedBounds | None

    def verdicts(self, gates: Iterable[Gate]) -> tuple[GateVerdict, ...]:
        """Return what became of each."""
        every = tuple(gates)
        numbers, may_be_told = numbers_of(self.found, every), self.may.numbers(every)
        return tuple(self._verdict(one, numbers, told=may_be_told.get(one.name, 0) is not None) for one in every)

    def _verdict(self, one: Gate, numbers: Mapping[str, GateNumber], *, told: bool) -> GateVerdict:
        found, accepted = self.found, self.accepted
        if not told:
            why = gate_not_asked(one) if one.is_known(numbers) else gate_not_known(one)
            return GateVerdict(one, 0, found.cases, None, None, why)
        value = numbers.get(one.name, 0) or 0
        others = self._others(one)
        if accepted is not None and others is None and counts_cases(one.name) and not accepted.is_of_this:
            return GateVerdict(one, value, found.cases, None, None, _says_not_who(one))
        on_own_screen = one.name in MOVED and not self.may.is_handed_on
        if others is not None and not on_own_screen and not self.may.may_tell(len(others), int(value) - len(others)):
            return GateVerdict(one, value, found.cases, None, None, gate_not_asked(one))
        by_number: Mapping[str, int | Decimal] = {} if accepted is None else accepted.numbers
        beyond = by_number if others is None else {one.name: value - len(others)}
        fails = one.is_true(numbers, found.cases, beyond)
        unproved = row_of_gate(one, found).unproved_same if one.measure in OF_ROWS else 0
        if not fails and one.is_true({**numbers, one.name: value + unproved}, found.cases, beyond):
            return GateVerdict(one, value, found.cases, None, None, gate_not_proved(one))
        undecided = "" if fails else failing_at_bounds(one, self.bounds, by_number)
        says = undecided or gate_words(one, found, numbers, beyond, fails=fails)
        if others and self.may.tells_all:
            says = _("{verdict}; not accepted: {cases}", verdict=says, cases=_named(others))
        taken = None if accepted is None else beyond.get(one.name, 0)
        behind = behind_net(one, row_of_gate(one, found)) if self.may.tells_behind(one) else ""
        return GateVerdict(one, value, found.cases, taken, not fails and not undecided, says, behind)

    def _others(self, one: Gate) -> list[TurnedCase] | None:
        """Return whom a gate counts and nobody accepted; None where it counts nobody, or that is not known."""
        accepted = self.accepted
        if accepted is None or accepted.kept is None or not counts_cases(one.name):
            return None
        return not_accepted(self.found, one.name, accepted.kept, accepted.salt)


def _named(others: list[TurnedCase]) -> str:
    ids = [one.id for one in others[:MOST_NAMED]]
    more = len(others) - len(ids)
    return formats.listed([*ids, _("{n} more", n=formats.number(more))] if more else ids)


def _says_not_who(one: Gate) -> str:
    """Return why a gate is not asked where it is not known who was accepted, and others may be meant."""
    return _(
        "--fail-if {condition} is not asked: the accepted answer is to another question, and does not say who was accepted; "
        "accept an answer to this one, of real citizens with --people",
        condition=one.written,
    )
