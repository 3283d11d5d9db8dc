"""Which of many cases stand there already: each counts once, wherever many are counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from visit.case import Case


@dataclass(eq=False)
class CasesOnce:
    """The cases that went by, by digest and by id.

    Attributes:
        digests: The cases that count, in their order.
        repeated: How many stood there already with all that is recorded.
        contradicting: How many have an id that another has with other facts; they count.
    """

    digests: dict[str, None] = field(default_factory=dict)
    repeated: int = 0
    contradicting: int = 0
    _ids: set[str] = field(default_factory=set)

    def is_new(self, case: Case) -> bool:
        """Return whether a case counts: nothing like it went by."""
        if case.digest in self.digests:
            self.repeated += 1
            return False
        self.digests[case.digest] = None
        self.contradicting += case.id in self._ids
        self._ids.add(case.id)
        return True
