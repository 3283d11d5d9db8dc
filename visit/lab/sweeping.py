"""One number of a guideline at many values: how many get another first solution than today, and at which values something tips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, cast

from visit.cpr import redacted
from visit.errors import UsageError, VisitError, did_you_mean
from visit.lab.answers import Answerer, CaseAnswer
from visit.lab.blocks import IN_A_BLOCK, CaseBlock
from visit.lab.comparing import batched
from visit.lab.looks import CaseLooks
from visit.lab.members import Member
from visit.lab.movements import Movement, movement
from visit.lab.pieces import PRINTED, Lattice, PieceSet, flattened
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
        tips: For how many cases something tips between two values that are next to each other.
        today: Its value now; several where the guideline has others on other days.
        is_placing: Whether something that a placement depends on reads it.
    """

    name: str
    values: tuple[SweptValue, ...]
    today: tuple[Decimal, ...] = ()
    cases: int = 0
    unread: int = 0
    others: int = 0
    tips: Counter[tuple[Decimal, Decimal]] = field(default_factory=Counter)
    guidelines: dict[str, Guideline] = field(default_factory=dict)
    is_placing: bool = True


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
        self.name, self.values, self.side = name, values, side
        self._lattices: dict[tuple[Guideline, Decimal], tuple[Lattice, Touching]] = {}

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
        today: dict[Decimal, None] = {}
        done = 0
        for read in batched(members, IN_A_BLOCK):
            block = SweptBlock(self, found, [*self._asked(read, found, own_only, told)], done, progress)
            today |= block.swept(told)
            done += len(read)
            progress(done)
        found.today, found.guidelines = tuple(today), self.side.guidelines
        reached = [touching.reached for lattice, touching in self._lattices.values() if lattice.pieces]
        found.is_placing = not reached or any(one[0] not in PRINTED for statements in reached for one in statements)
        for one in found.values:
            one.is_today = one.value in today
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

    def between(self, guideline: Guideline, name: str, value: Decimal) -> tuple[Lattice, Touching]:
        """Return what lies between today's number and a value, and which cases it can touch."""
        key = (guideline, value)
        if key not in self._lattices:
            catalogue = self.side.basis.catalogue
            lattice = Lattice(guideline, _with_value(guideline, name, value), (catalogue, catalogue), None)
            self._lattices[key] = lattice, Touching(lattice)
        return self._lattices[key]


@dataclass(slots=True, eq=False)
class SweptBlock:
    """Some cases, answered with one value after the other."""

    sweeping: Sweeping
    found: Sweep
    members: Sequence[Member]
    before: int
    progress: Callable[[int], None]

    def swept(self, told: Callable[[VisitError], None]) -> dict[Decimal, None]:
        """Count what each value does; return the numbers of today."""
        block, side, found = CaseBlock(one.case for one in self.members), self.sweeping.side, self.found
        answers = side.answers(
            block, range(len(self.members)), each=lambda place, _ranking, _answer: self._tell(place + 1)
        )
        now: dict[int, CaseAnswer] = {}
        for place, one in sorted(answers.items()):
            if isinstance(one, CaseAnswer):
                now[place] = one
            else:
                found.unread += 1
                told(self.members[place].at_fault(one))
        found.cases += len(now)
        last: dict[int, CaseAnswer] = {}
        for number, value in enumerate(found.values):
            with_value = self._with(block, now, value.value)
            for place, answer in with_value.items():
                moves = movement(now[place], answer)
                value.moved += moves is not Movement.UNCHANGED
                value.lower += moves is Movement.LOWER
                value.higher += moves is Movement.HIGHER
                if place in last and answer.parts != last[place].parts:
                    value.tips += 1
                    ends = found.values[number - 1].value, value.value
                    found.tips[self._exactly(block, now, place, ends, last[place])] += 1
            last = with_value
            self._tell(len(self.members) * (number + 2))
        return {self._today(block, place): None for place in now}

    def _tell(self, answers: int) -> None:
        """Tell how many cases are done, where so many of the answers to each of the block are."""
        self.progress(self.before + answers // (len(self.found.values) + 1))

    def _today(self, block: CaseBlock, place: int) -> Decimal:
        return Decimal(self.sweeping.side.basis.guideline_of(block.cases[place]).parameters[self.found.name].value)

    def _with(self, block: CaseBlock, now: Mapping[int, CaseAnswer], value: Decimal) -> dict[int, CaseAnswer]:
        """Return the answers with a value; the one of today where the value surely changes no placement of a case."""
        together: dict[tuple[Guideline, date], dict[int, PieceSet]] = {}
        for place, one in now.items():
            case = block.cases[place]
            guideline = self.sweeping.side.basis.guideline_of(case)
            touching = self.sweeping.between(guideline, self.found.name, value)[1]
            placing = touching.of_case(CaseLooks(touching.revisions, case, one.as_of)).placing
            if placing:
                together.setdefault((guideline, one.as_of), {})[place] = placing
        found = dict(now)
        for (guideline, day), placing_of in together.items():
            lattice = self.sweeping.between(guideline, self.found.name, value)[0]
            wanted = {place: [placing] for place, placing in placing_of.items()}
            given = lattice.answers(block, wanted, day, placing=placing_of, each=lambda: None)
            found |= {place: given[place][placing] for place, placing in placing_of.items()}
        return found

    def _exactly(
        self,
        block: CaseBlock,
        now: Mapping[int, CaseAnswer],
        place: int,
        ends: tuple[Decimal, Decimal],
        before: CaseAnswer,
    ) -> tuple[Decimal, Decimal]:
        """Return the two values next to each other between which a case tips, by halving what lies between two that were tried."""
        low, high = ends
        finest = finest_step(low, high, self._today(block, place))
        while high - low > finest:
            middle = low + (high - low) // (2 * finest) * finest
            answer = self._with(block, {place: now[place]}, middle)[place]
            low, high = (middle, high) if answer.parts == before.parts else (low, middle)
        return low, high


def finest_step(*values: Decimal) -> Decimal:
    """Return the step between numbers that are written with as many decimals as these."""
    places = max(-int(exponent) for one in values if isinstance(exponent := one.normalize().as_tuple().exponent, int))
    return Decimal(1).scaleb(-max(0, places))


def _with_value(guideline: Guideline, name: str, value: Decimal) -> Guideline:
    """Return a guideline in which a number has another value, as it is written in a file."""
    record = dict(cast(Mapping[str, Any], flattened(guideline).record))
    written: int | str = int(value) if value == value.to_integral_value() else str(value)
    record["parameters"] = {**record["parameters"], name: {**record["parameters"][name], "value": written}}
    return build((Layer(cast(Any, record)),), guideline.as_of, has_decided=True)


def tipping(found: Sweep) -> Iterator[tuple[Decimal, Decimal, int]]:
    """Yield where something tips: the last value before, the first one from which on, and for how many cases."""
    for (before, value), count in sorted(found.tips.items()):
        yield before, value, count
