"""What follows from first placements, edit by edit: which statements and roles begin with an edit, and which end.

Each is counted by itself, with what is so only perhaps apart: an approval that goes from one role to another ends for the one and
begins for the other, and is not nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from visit.lab.said import PERHAPS


class Followed(NamedTuple):
    """A statement, or of approvals a role, as a `CaseAnswer` has it; and whether it begins, or ends."""

    section: str
    said: str
    begins: bool

    @property
    def is_perhaps(self) -> bool:
        """Whether it is so only perhaps."""
        return self.said.endswith(PERHAPS)


class EditCounts(NamedTuple):
    """For how many cases an edit does something.

    Attributes:
        share: Its share, where these were worked out.
        alone: For how many it does so by itself.
        needed: For how many that is so, and would not be but for it.
    """

    share: Fraction = Fraction(0)
    alone: int = 0
    needed: int = 0

    def plus(self, other: EditCounts) -> EditCounts:
        """Return the sum of both."""
        return EditCounts(self.share + other.share, self.alone + other.alone, self.needed + other.needed)


@dataclass(slots=True, eq=False)
class FollowedByEdit:
    """What begins and ends with each edit, by the name of the edit; the shares of all edits add up to what begins, or ends."""

    of: dict[str, dict[Followed, EditCounts]] = field(default_factory=dict)

    def add(self, piece: str, what: Followed, counts: EditCounts) -> None:
        """Count what an edit does to a case; that it does nothing is not kept."""
        if any(counts):
            of_piece = self.of.setdefault(piece, {})
            of_piece[what] = of_piece.get(what, EditCounts()).plus(counts)

    def merge(self, other: FollowedByEdit) -> None:
        """Add what the edits do to other cases."""
        for piece, every in other.of.items():
            for what, counts in every.items():
                self.add(piece, what, counts)

    def in_short(self) -> FollowedByEdit:
        """Return the same without shares."""
        return FollowedByEdit({
            piece: {what: counts._replace(share=Fraction(0)) for what, counts in every.items()}
            for piece, every in self.of.items()
        })  # fmt: skip

    def by_edit(self, piece: str) -> Iterator[tuple[Followed, EditCounts]]:
        """Yield what begins and ends with an edit, by section and statement; what comes to nothing over all cases is left out."""
        rows = self.of.get(piece, {})
        yield from ((what, rows[what]) for what in sorted(rows) if any(rows[what]))

    def sums(self, piece: str, section: str, *, perhaps: bool) -> tuple[EditCounts, EditCounts]:
        """Return how often statements of a section begin with an edit in all, and how often they end."""
        begins, ends = EditCounts(), EditCounts()
        for what, counts in self.of.get(piece, {}).items():
            if what.section == section and what.is_perhaps is perhaps:
                begins, ends = (begins.plus(counts), ends) if what.begins else (begins, ends.plus(counts))
        return begins, ends

    def more(self, piece: str, section: str) -> EditCounts:
        """Return how many more statements of a section surely follow with an edit: what begins without what ends."""
        begins, ends = self.sums(piece, section, perhaps=False)
        return EditCounts(begins.share - ends.share, begins.alone - ends.alone, begins.needed - ends.needed)
