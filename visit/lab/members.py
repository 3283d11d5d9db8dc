"""The citizens of a population: each case with the place that it was read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from visit.canonical import digest
from visit.case import Case
from visit.errors import Location, VisitError


@dataclass(frozen=True, slots=True)
class DecidedAs:
    """What a ledger records of the decision on a case.

    Attributes:
        basis: What names the guideline and the catalogue that it was made on.
        first: The first placement, ids joined with `+`; None where there was none.
        is_corrected: Whether the facts were corrected since.
    """

    basis: str
    first: str | None
    is_corrected: bool


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One citizen of a population.

    Attributes:
        case: What is recorded.
        at: Where it stands: a file, or a line of one.
        decided: What is recorded of the decision, where the old side is what was decided on.
    """

    case: Case
    at: Location
    decided: DecidedAs | None = None

    @property
    def is_helped(self) -> bool:
        """Whether help is recorded that runs now."""
        return bool(self.case.citizen.current)

    def at_fault(self, error: VisitError) -> VisitError:
        """Return what is wrong with the case with the place that it stands at."""
        return error if error.at is not None else type(error)(error.message, at=self.at, help=error.help)


def population_digest(digests: Iterable[str]) -> str:
    """Return what names a population: SHA-256 over the digests of its cases, in their order."""
    return digest([*digests])
