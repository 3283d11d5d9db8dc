"""The types of entry, each with what it is called and what it says nothing without.

`docs/ledger-format.md`, section 2, has their names: what stands in a leaf never changes.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from visit.locale import text as _


class EntryType(StrEnum):
    """What an entry records.

    Attributes:
        needs: The fields without which it says nothing.
        is_answer: Whether it is said of a decision afterwards.
    """

    needs: tuple[str, ...]
    is_answer: bool

    INIT = "init"
    DECISION = "decision", ("choice",)
    APPROVAL = "approval", ("of", "approval"), True
    REFUSAL = "refusal", ("of", "who", "code"), True
    FOLLOW_UP = "follow-up", ("of", "measured"), True
    CORRECTION = "correction", ("of",), True
    ERASURE = "erasure", ("entries",)
    CONFIGURATION = "configuration"

    def __new__(cls, name: str, needs: tuple[str, ...] = (), is_answer: bool = False) -> Self:
        made = str.__new__(cls, name)
        made._value_ = name
        made.needs, made.is_answer = needs, is_answer
        return made

    @property
    def label(self) -> str:
        """What it is called."""
        return _(LABELS[self])


LASTING = (EntryType.INIT, EntryType.CONFIGURATION, EntryType.ERASURE)
"""The types that are about no case: without their values nobody knows who may sign, who has which role, what is gone."""
LABELS = {
    "init": "beginning",
    "decision": "decision",
    "approval": "approval",
    "refusal": "refusal",
    "follow-up": "follow-up",
    "correction": "correction",
    "erasure": "erasure",
    "configuration": "configuration",
}
