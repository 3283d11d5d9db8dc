"""What is told of many cases while they are answered: how far it is, what is wrong with some, and that there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from visit.commands.citizens import Citizens
from visit.errors import UsageError, VisitError
from visit.lab.members import Member
from visit.locale import plural, render_error
from visit.locale import text as _
from visit.streams import note

MOST_TOLD = 20
"""So many cases that cannot be read are told one by one; the others are counted."""


def as_they_pass(citizens: Citizens, progress: Callable[[int, int | None], None]) -> Iterator[Member | VisitError]:
    """Yield the cases, and tell how many are done."""
    for place, one in enumerate(citizens):
        yield one
        progress(place + 1, citizens.total)


class Faults:
    """Tells on standard error what is wrong with the first cases, and how many there are in all.

    What is told in the same words of the same place, as of several entries of a ledger, is told once.
    """

    def __init__(self) -> None:
        self.count = 0
        self._told: set[str] = set()

    def __call__(self, fault: VisitError) -> None:
        told = render_error(fault)
        if told in self._told:
            return
        self.count += 1
        if self.count <= MOST_TOLD:
            self._told.add(told)
            note(told)

    def end(self) -> None:
        """Tell how many more there are."""
        more = self.count - MOST_TOLD
        if more > 0:
            note(plural("and {n} case more that cannot be read", "and {n} cases more that cannot be read", more))


def nobody_to_compare(others: int) -> UsageError:
    """Return why there is no case to compare, where so many are of other municipalities."""
    if others:
        return UsageError(
            _("every case is of another municipality than the guideline"),
            help=_("--all-municipalities compares them, too"),
        )
    return UsageError(
        _("there is no case to compare"), help=_("name case files or a folder of them, or --population FILE")
    )
