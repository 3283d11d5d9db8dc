"""The day that a deadline is counted from: the decision, an application, a birthday, or a date of the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from visit.rules.language.conditions import Condition

BORN = "case.born"
AnchorKind: TypeAlias = Literal["decision", "application", "birthday", "date"]


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """What a deadline is counted from.

    Attributes:
        provisions: Of an application: those that count; None for any.
        years: Of a birthday: which.
        date: Of a date of the case: how it is read.
    """

    kind: AnchorKind
    provisions: frozenset[str] | None = None
    years: int = 0
    date: Condition | None = None

    @property
    def reads(self) -> frozenset[str]:
        """The facts that the day is read from; an application is looked up in the case itself."""
        if self.kind == "birthday":
            return frozenset((BORN,))
        return frozenset() if self.date is None else self.date.reads
