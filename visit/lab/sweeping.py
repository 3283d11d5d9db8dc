"""One number of a guideline at many values: how many get another first solution than today, and at which values something tips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from visit.cpr import redacted
from visit.errors import UsageError, VisitError, did_you_mean
from visit.lab.answers import Answerer, CaseAnswer
from visit.lab.members import Member
from visit.lab.movements import Movement, movement
from visit.lab.pieces import Lattice, flattened
from visit.lab.touching import Touching
from visit.locale import formats
from visit.locale import text as _
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

MOST_VALUES = 200


@dataclass(slots=True, eq=False)
class SweptValue:
    """What one value does.

    Attributes:
        moved, lower, higher: How many get another first solution than today, of these on a lower and on a higher step.
        tips: How many get another first solution than with the value before it.
    """

    value: Decimal
    is_today: bool = False
    moved: int = 0
    lower: int = 0
    higher: int = 0
    tips: int = 0


@dataclass(slots=True, eq=False)
class Sweep:
    """A number at many values, over many cases.

    Attributes:
        today: Its value now; several where the guideline has others on other days.
    """

    name: str
    values: tuple[SweptValue, ...]
    today: tuple[Decimal, ...] = ()
    cases: int = 0
    unread: int = 0
    others: int = 0
    guidelines: dict[str, Guideline] = field(default_factory=dict)


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
    """Answers cases with a number at many values."""

    def __init__(self, name: str, values: Sequence[Decimal], side: Answerer) -> None:
        self.name, self.values, self.side = name, values, side
        self._lattices: dict[tuple[Guideline, Decimal], tuple[Lattice, Touching]] = {}

    def over(
        self,
        members: Iterable[Member | VisitError],
        *,
        own_only: bool,
        told: Callable[[VisitError], None] = lambda _fault: None,
    ) -> Sweep:
        """Return what each value does to many cases.

        Raises:
            UsageError: The guideline has no such number, or there is no value to try.
            Problems: It cannot have such a value.
        """
        if not self.values:
            raise UsageError(_("there is no value to try"), help=_("name at least one"))
        found = Sweep(self.name, tuple(map(SweptValue, self.values)))
        today: dict[Decimal, None] = {}
        for member in members:
            if isinstance(member, VisitError):
                found.unread += 1
                told(member)
                continue
            guideline = self.side.basis.guideline_of(member.case)
            found.name = name = number_meant(self.name, guideline)
            if own_only and not guideline.is_of(member.case.municipality):
                found.others += 1
                continue
            try:
                now = self.side.answer(member.case)
            except VisitError as error:
                found.unread += 1
                told(member.at_fault(error))
                continue
            today[Decimal(guideline.parameters[name].value)] = None
            self._add(found, guideline, member, now)
        found.today, found.guidelines = tuple(today), self.side.guidelines
        for one in found.values:
            one.is_today = one.value in today
        return found

    def _add(self, found: Sweep, guideline: Guideline, member: Member, now: CaseAnswer) -> None:
        found.cases += 1
        before: CaseAnswer | None = None
        for one in found.values:
            answer = self._answer(guideline, found.name, one.value, member, now)
            moves = movement(now, answer)
            one.moved += moves is not Movement.UNCHANGED
            one.lower += moves is Movement.LOWER
            one.higher += moves is Movement.HIGHER
            one.tips += before is not None and answer.parts != before.parts
            before = answer

    def _answer(self, guideline: Guideline, name: str, value: Decimal, member: Member, now: CaseAnswer) -> CaseAnswer:
        """Return the answer with a value; the one of today where the value surely does not touch the case."""
        key = (guideline, value)
        if key not in self._lattices:
            catalogue = self.side.basis.catalogue
            lattice = Lattice(guideline, _with_value(guideline, name, value), (catalogue, catalogue), None)
            self._lattices[key] = lattice, Touching(lattice)
        lattice, touching = self._lattices[key]
        pieces = touching.pieces(member.case, now.as_of)
        return lattice.answer(member.case, frozenset(pieces), now.as_of) if pieces else now


def _with_value(guideline: Guideline, name: str, value: Decimal) -> Guideline:
    """Return a guideline in which a number has another value, as it is written in a file."""
    record = dict(cast(Mapping[str, Any], flattened(guideline).record))
    written: int | str = int(value) if value == value.to_integral_value() else str(value)
    record["parameters"] = {**record["parameters"], name: {**record["parameters"][name], "value": written}}
    return build((Layer(cast(Any, record)),), guideline.as_of, has_decided=True)


def tipping(found: Sweep) -> Iterator[tuple[Decimal, Decimal, int]]:
    """Yield the values between which something tips: the one before, the one from which on, and for how many cases."""
    for before, one in zip(found.values, found.values[1:], strict=False):
        if one.tips:
            yield before.value, one.value, one.tips
