"""One side of a comparison: a guideline, a catalogue and a day. What makes an answer, but for the case."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from visit.case import Case
from visit.catalogue import Catalogue, Offer
from visit.rules.guideline.by_date import ByDate, named_by_date
from visit.rules.guideline.layering import is_file, shipped_layers, version_of
from visit.rules.guideline.values import Guideline


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """A guideline, a catalogue and a day.

    Attributes:
        name: What the guideline was asked for by, without a day.
        day: The day on which every case is asked about; None is a day of its own.
        days: That day of each case, by its pseudonym; None is the day of its assessment.
    """

    name: str
    by_date: ByDate
    catalogue: Catalogue
    day: date | None
    days: Mapping[str, date] | None = None

    @property
    def catalogues(self) -> tuple[Catalogue, ...]:
        """Every catalogue that a case is asked about with."""
        return (self.catalogue,)

    @property
    def offers(self) -> Mapping[str, Offer]:
        """The offers of all of them by id."""
        return {id: offer for one in self.catalogues for id, offer in one.offers.items()}

    def catalogue_of(self, _case: Case) -> Catalogue:
        """Return the catalogue that a case is asked about with."""
        return self.catalogue

    def day_of(self, case: Case) -> date:
        """Return the day on which a case is asked about."""
        if self.day is not None:
            return self.day
        return case.assessed if self.days is None else self.days[case.id]

    def guideline_of(self, case: Case) -> Guideline:
        """Return the guideline as it binds on the day of a case.

        Raises:
            Problems: Every fault of its layers.
            UsageError: A layer has no version in force on that day.
        """
        return self.by_date.on(self.day_of(case))


def named_basis(name: str, catalogue: Catalogue, day: date | None) -> Basis:
    """Return the basis that `name` means: an id, `id@version` or a file, and behind a further `@` the day.

    Args:
        name: For example `ikast-brande@2025-06-30`, `ikast-brande@2021.1` or `ny.yaml@2027-01-01`.
        catalogue: The offers.
        day: The day where the name says none.

    Raises:
        Problems: Every fault in the shape of its files.
        UsageError: No such guideline, or no version of it in force on the day that its name says.
    """
    called, _at, last = name.rpartition("@")
    if called:
        with suppress(ValueError):
            day, name = date.fromisoformat(last), called
            if not is_file(name):
                version_of(name, day, shipped_layers())
    return Basis(name, named_by_date(name), catalogue, day)
