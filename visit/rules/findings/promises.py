"""Whether a guideline breaks what a layer below it says must never be true: looked for where it may be, and only told where it is.

The values that make a statement true are chosen (`possibility`), the rest of what the rules read is drawn, and the standing is what
the rules then give. What is drawn need not fit together: so it counts only where the layers below alone keep their word on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.joined_conditions import not_failed
from visit.rules.findings.possibility import Assigned, Possibility
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline, Invariant
from visit.rules.language.conditions import Condition
from visit.rules.language.values import Value

WAYS, DRAWN = 60, 8
"""In how many ways a statement is made true, and how often the rest is drawn for each."""
_STANDING = "option.standing"
_WEAKER = {"must": "ruled_out", "hold": "awaiting", "presumption": "by_exception"}
"""What an option is where a rule of a strength fails, the weakest first."""


def broken_promises(leaf: Layer, guideline: Guideline, below: Guideline) -> Iterator[GuidelineError]:
    """Yield every statement of the layers below that a guideline breaks, with values for which it does.

    Args:
        leaf: The guideline's own layer.
        guideline: It with the layers below.
        below: The layers below alone, on the same date.
    """
    moved = _moved(leaf, below)
    if not moved:
        return  # what is only added makes no option stand better
    both = _Judge(guideline), _Judge(below)
    for invariant in below.invariants:
        reads = _reached(below, invariant.never.reads)
        if _STANDING not in reads and reads.isdisjoint(moved):
            continue
        found = _broken(invariant, *both)
        if found:
            message = _(
                "{id} must never be true by {owner}, and is here", id=invariant.id, owner=invariant.origin.guideline
            )
            help = _("for example with {values}", values=found)
            yield GuidelineError(message, at=leaf.locate(("extends",)), help=help, code="broken-promise")


def _moved(leaf: Layer, below: Guideline) -> frozenset[str]:
    """Return the parameters and tables below that a layer gives another value, where a rule or an invariant reads them."""
    redefined = {*leaf.record.get("parameters", {}), *leaf.record.get("facts", {})}
    read = [condition.reads for rule in below.rules for condition in rule.conditions]
    read += [one.never.reads for one in below.invariants]
    return frozenset(redefined & _reached(below, frozenset().union(*read)))


def _reached(guideline: Guideline, names: frozenset[str]) -> frozenset[str]:
    """Return names with those that stand behind them in tables."""
    found, waiting = set(names), [name for name in names if name in guideline.tables]
    while waiting:
        behind = guideline.tables[waiting.pop()].reads - found
        found |= behind
        waiting += [name for name in behind if name in guideline.tables]
    return frozenset(found)


class _Judge:
    """What a guideline gives for values that are chosen or drawn."""

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline
        self.rules = tuple(rule for rule in guideline.rules if not rule.of_placement)
        nevers = [one.never for one in guideline.invariants]
        self.space = Possibility(guideline, (*nevers, *map(not_failed, self.rules)))

    def is_true(self, never: Condition, drawn: Assigned) -> bool:
        standing = self.standing(drawn) if _STANDING in never.reads else "suitable"
        return self.space.holds(never, {**drawn, _STANDING: standing})

    def standing(self, drawn: Assigned) -> Value:
        """Return how an option stands by what the rules give for it: those of other provisions give nothing."""
        provision = str(drawn.get("provision.id"))
        asked = [rule for rule in self.rules if rule.provisions is None or provision in rule.provisions]
        failed = {rule.strength for rule in asked if not self.space.holds(not_failed(rule), drawn)}
        return next((standing for strength, standing in _WEAKER.items() if strength in failed), "suitable")


def _broken(invariant: Invariant, judge: _Judge, below: _Judge) -> str | None:
    """Return values for which an invariant is true of a guideline and not of the layers below, in words."""
    random = Random(0)  # noqa: S311  (no secret: the same guideline, the same answer)
    for way in judge.space.some_ways(invariant.never, True, {}, WAYS):
        for _again in range(DRAWN if _STANDING in invariant.never.reads else 1):
            drawn = below.space.completed(judge.space.completed(way, random), random)
            if judge.is_true(invariant.never, drawn) and not below.is_true(invariant.never, drawn):
                values = {name: judge.space.value(name, drawn) for name in sorted(invariant.never.reads)}
                return ", ".join(f"{name} {_written(value)}" for name, value in values.items())
    return None


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
