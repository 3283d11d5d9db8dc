"""One number of a guideline at every value from one to another: how many get another first solution than today, and where it tips.

Each case is answered once for each stretch of values on which nothing can tip for it (`tipping`), so that no value is missed.
Where these are not known it is tried value by value (`trying`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial

from visit.cpr import redacted
from visit.errors import UsageError, VisitError, did_you_mean
from visit.lab.answers import Answerer
from visit.lab.blocks import IN_A_BLOCK
from visit.lab.comparing import batched
from visit.lab.curve import Sweep, SweptValue
from visit.lab.members import Member
from visit.lab.number_at import MOST_VALUES, NumberAt
from visit.lab.swept_cases import SweptBlock
from visit.locale import formats
from visit.locale import text as _
from visit.rules.guideline.values import Guideline


def values_between(first: Decimal, last: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    """Return the values from one to another; the last one is among them, also where no step ends there.

    Raises:
        UsageError: There are none, or too many.
    """
    if step <= 0 or last < first:
        raise UsageError(_("--from is not above --to, and --step is above 0"))
    count = int((last - first) / step) + 1
    reached = first + step * (count - 1) == last
    count += not reached
    if count > MOST_VALUES:
        raise UsageError(
            _("{n} values are more than {most}", n=count, most=MOST_VALUES),
            help=_("take larger steps, or begin nearer"),
        )
    steps = tuple(first + step * n for n in range(count))
    return steps if reached else (*steps[:-1], last)


def number_meant(word: str, guideline: Guideline) -> str:
    """Return the number of a guideline that a word means: its key, or the beginning of its label in either language.

    Raises:
        UsageError: None is called that, or several are.
    """
    if word in guideline.parameters:
        return word
    labels = {name: guideline.labels[name] for name in guideline.parameters if name in guideline.labels}
    called = {name: [one.casefold() for one in (label.da, label.en)] for name, label in labels.items()}
    folded = word.casefold()
    meant = [name for name, words in called.items() if folded in words]
    meant = meant or [name for name, words in called.items() if any(one.startswith(folded) for one in words)]
    if folded and len(meant) == 1:
        return meant[0]
    if folded and meant:
        raise UsageError(
            _("several are called {subject}", subject=redacted(word)),
            help=_("write {names}", names=formats.either(sorted(meant))),
        )
    raise UsageError(
        _("{id} has no number called {name}", id=guideline.id, name=redacted(word)),
        help=did_you_mean(word, guideline.parameters)
        or _("known: {names}", names=", ".join(sorted(guideline.parameters))),
    )


class Sweeping:
    """Answers cases with a number at many values, block by block."""

    def __init__(self, name: str, values: Sequence[Decimal], side: Answerer) -> None:
        self.name, self.values, self.side = name, tuple(sorted(values)), side
        self._numbers: dict[Guideline, NumberAt] = {}

    def over(
        self,
        members: Iterable[Member | VisitError],
        *,
        own_only: bool,
        told: Callable[[VisitError], None] = lambda _fault: None,
        progress: Callable[[int], None] = lambda _done: None,
    ) -> Sweep:
        """Return what each value does to many cases.

        Args:
            members: The cases, and what is wrong with those that cannot be read.
            own_only: Whether cases of other municipalities than the guideline's are left out.
            told: Is called with what is wrong with a case.
            progress: Is called with how many cases are done.

        Raises:
            UsageError: The guideline has no such number, or there is no value to try.
            Problems: It cannot have such a value.
        """
        if not self.values:
            raise UsageError(_("there is no value to try"), help=_("name at least one"))
        found = Sweep(self.name, tuple(map(SweptValue, self.values)))
        done = 0
        for read in batched(members, IN_A_BLOCK):
            block = SweptBlock(self.side, self.number, found, [*self._asked(read, found, own_only, told)])
            block.sweep(told, partial(_tell_part, progress, done, len(read)))
            done += len(read)
            progress(done)
        numbers = self._numbers.values()
        found.guidelines = self.side.guidelines
        found.today = tuple(dict.fromkeys(one.today for one in numbers))
        found.is_placing = not numbers or any(one.tipping.placing for one in numbers)
        found.is_followed = any(one.tipping.following for one in numbers)
        for one in found.values:
            one.is_today = one.value in found.today
        return found

    def _asked(
        self, read: Iterable[Member | VisitError], found: Sweep, own_only: bool, told: Callable[[VisitError], None]
    ) -> Iterator[Member]:
        """Yield the cases that are to be answered; the others are counted."""
        for member in read:
            if isinstance(member, VisitError):
                found.unread += 1
                told(member)
                continue
            guideline = self.side.basis.guideline_of(member.case)
            found.name = number_meant(self.name, guideline)
            if own_only and not guideline.is_of(member.case.municipality):
                found.others += 1
            elif (refused := self.side.refused(member.case)) is not None:
                found.unread += 1
                told(member.at_fault(refused))
            else:
                yield member

    def number(self, guideline: Guideline) -> NumberAt:
        """Return the number of a guideline at other values."""
        if guideline not in self._numbers:
            name = number_meant(self.name, guideline)
            self._numbers[guideline] = NumberAt(guideline, name, self.values, self.side)
        return self._numbers[guideline]


def _tell_part(progress: Callable[[int], None], before: int, count: int, part: float) -> None:
    """Tell how many cases are done, with so much of the next ones."""
    progress(before + int(count * part))
