"""The cases that turn between two answers, and what an accepted answer keeps of them: whom it accepted, and as what.

What is kept is a digest of each case with what becomes of it, salted with the digest of the comparison: who has the cases finds
them in it, and nobody can tell from it who they are, nor whether two accepted answers have the same people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from visit.canonical import digest
from visit.lab.movements import Crossing, Movement


@dataclass(frozen=True, slots=True)
class TurnedCase:
    """A case whose first placement moves, or in which something turns.

    Attributes:
        id: What the case is called.
        digest: That of everything that is recorded.
        parts: The first placement on the second side.
        moves: How it moves.
        crossings: What turns.
    """

    id: str
    digest: str
    parts: tuple[str, ...]
    moves: Movement
    crossings: frozenset[Crossing]

    def kept(self, salt: str) -> Iterator[str]:
        """Yield what an accepted answer keeps of it."""
        if self.moves is not Movement.UNCHANGED:
            yield self.kept_as(salt, None)
        yield from (self.kept_as(salt, turn) for turn in sorted(self.crossings))

    def kept_as(self, salt: str, turn: Crossing | None) -> str:
        """Return what is kept of it as a case that turns so, or None: as one that gets this first placement."""
        return digest([salt, self.digest, list(self.parts) if turn is None else str(turn)])


def kept_of(turned: Iterable[TurnedCase], salt: str) -> list[str]:
    """Return what an accepted answer keeps, in an order that says nothing of the cases' own."""
    return sorted(kept for one in turned for kept in one.kept(salt))
