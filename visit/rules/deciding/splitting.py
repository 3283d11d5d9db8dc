"""For which options a condition is true, and for which false.

A condition is split at `and`, `or` and `not` into atoms; an atom that reads only the case is decided once, any other once per
distinct value of the option facts that it reads. What one part has decided, the next is not asked.
"""

from __future__ import annotations

from visit.rules.deciding.columns import OptionColumns
from visit.rules.language.conditions import Condition
from visit.rules.language.values import UNKNOWN, Truth, Value


class Splitting:
    """Conditions over the options of one case, with the case's values as given: with what is proposed, or without."""

    def __init__(self, columns: OptionColumns, values: dict[str, Value]) -> None:
        self.columns, self.values = columns, values
        self.truths: dict[Condition, Truth] = {}

    def split(self, condition: Condition, active: int) -> tuple[int, int]:
        """Return for which of the active options a condition is true, and for which false."""
        if not active:
            return 0, 0
        if condition.joined == "not":
            true, false = self.split(condition.parts[0], active)
            return false, true
        if condition.joined:
            return self.joined(condition, active)
        return self.atom(condition, active)

    def atom(self, condition: Condition, active: int) -> tuple[int, int]:
        """Return the same of a condition that cannot be split."""
        if not self.columns.dependencies.option_facts(condition.reads):
            truth = self.truth(condition)
            return (active, 0) if truth is True else (0, active) if truth is False else (0, 0)
        true = false = 0
        for environment, mask in self.columns.groups(condition.reads, active, self.values):
            truth = condition.holds(environment)
            if truth is True:
                true |= mask
            elif truth is False:
                false |= mask
        return true, false

    def joined(self, condition: Condition, active: int) -> tuple[int, int]:
        """Kleene's and and or: what one part decides, the others are not asked."""
        conjunction = condition.joined == "and"
        open_, agreed = active, active
        for part in condition.parts:
            true, false = self.split(part, open_)
            open_ &= ~(false if conjunction else true)
            agreed &= true if conjunction else false
        decided = active & ~open_
        return (agreed, decided) if conjunction else (decided, agreed)

    def truth(self, condition: Condition) -> Truth:
        """Decide a condition that reads the case alone, once for all rules that say it."""
        if condition in self.truths:
            return self.truths[condition]
        if condition.reads <= self.values.keys():
            return self.truths.setdefault(condition, condition.holds(self.values))
        # What rests on a comparative fact is another truth in the second pass.
        values = {**self.values, **self.columns.comparative}
        return condition.holds(values) if condition.reads <= values.keys() else UNKNOWN
