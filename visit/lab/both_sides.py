"""What the answers of two sides to some cases add up to, whoever they are: how many move, what turns, and what changes with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from visit.lab.answers import CaseAnswer
from visit.lab.events import case_events
from visit.lab.forms import FormTurn, approvals_in_form, form_turns
from visit.lab.movements import Crossing, Movement
from visit.lab.totals import DAYS_A_YEAR, FOLLOWING, SideTotals


@dataclass(slots=True, eq=False)
class BothSides:
    """Sums and counts over some cases, of both sides, which can be merged.

    Attributes:
        begins, ends: Per section of what follows, how many cases have a statement now and did not, and the other way round.
        turns: The same statement by statement: how many have it in which form on each side, of those who do not have it in one.
        another_form: Per section how many cases have a statement on both sides, as surely, in another form, each case once;
            `perhaps_another_form` those of which that is so of no statement but such as follow perhaps.
        priced_both: How many have a known price on both sides; `dkk_per_day` is what they cost more a day in all.
        happens: What happens to how many; `happens_still` of those whose first placement stays.
        unproved: Of how many the first placement of a side is not proved to come first; `unproved_same` those of them who are
            found to keep it, and perhaps do not.
        moved_metres: Of those who get another first placement, how many go from which distance to which, where both are known.
        price_changed, hours_changed: How many have another known price, or other stated hours, on the second side.
    """

    old: SideTotals = field(default_factory=SideTotals)
    new: SideTotals = field(default_factory=SideTotals)
    movements: Counter[Movement] = field(default_factory=Counter)
    crossings: Counter[Crossing] = field(default_factory=Counter)
    begins: dict[str, Counter[str]] = field(default_factory=lambda: {one: Counter() for one in FOLLOWING})
    ends: dict[str, Counter[str]] = field(default_factory=lambda: {one: Counter() for one in FOLLOWING})
    turns: dict[str, Counter[FormTurn]] = field(default_factory=lambda: {one: Counter() for one in FOLLOWING})
    another_form: Counter[str] = field(default_factory=Counter)
    perhaps_another_form: Counter[str] = field(default_factory=Counter)
    moved_metres: Counter[tuple[int, int]] = field(default_factory=Counter)
    priced_both: int = 0
    price_changed: int = 0
    hours_changed: int = 0
    happens: Counter[str] = field(default_factory=Counter)
    happens_still: Counter[str] = field(default_factory=Counter)
    unproved: int = 0
    unproved_same: int = 0
    dkk_per_day: Fraction = Fraction(0)

    @property
    def cases(self) -> int:
        """How many were compared."""
        return self.old.cases

    @property
    def moving(self) -> int:
        """How many get another first placement."""
        return self.cases - self.movements[Movement.UNCHANGED]

    @property
    def is_changed(self) -> bool:
        """Whether a first placement, what turns with it, what follows from it or what it takes is another for some case."""
        counts = (*self.movements.items(), *self.crossings.items())
        return (
            any(n for what, n in counts if what is not Movement.UNCHANGED)
            or any(self.turns.values())
            or bool(self.price_changed or self.hours_changed)
        )

    @property
    def dkk_a_year(self) -> Fraction:
        """What those with a known price on both sides cost more in a year."""
        return self.dkk_per_day * DAYS_A_YEAR

    def count(self, old: CaseAnswer, new: CaseAnswer, moves: Movement, turns: Iterable[Crossing]) -> None:
        """Count the two answers to a case, how its first placement moves, and what turns with it."""
        self.old.add(old)
        self.new.add(new)
        self.movements[moves] += 1
        self.crossings.update(turns)
        for section in FOLLOWING:
            was, now = getattr(old, section), getattr(new, section)
            if was != now:
                self.begins[section].update(now - was)
                self.ends[section].update(was - now)
            if section == "approvals":
                was, now = (approvals_in_form(one.approvals, one.two_people) for one in (old, new))
            if was != now:
                self._count_forms(section, [*form_turns(was, now)])
        if moves is not Movement.UNCHANGED and old.metres is not None and new.metres is not None:
            self.moved_metres[old.metres, new.metres] += 1
        events = case_events(old, new, moves, turns)
        self.happens.update(events)
        self.happens_still.update(events if moves is Movement.UNCHANGED else ())
        self.price_changed += old.dkk_per_day != new.dkk_per_day
        self.hours_changed += old.hours != new.hours
        if old.unproved or new.unproved:
            self.unproved += 1
            self.unproved_same += moves is Movement.UNCHANGED
        if old.dkk_per_day is not None and new.dkk_per_day is not None:
            self.priced_both += 1
            self.dkk_per_day += new.dkk_per_day - old.dkk_per_day

    def _count_forms(self, section: str, turns: Sequence[FormTurn]) -> None:
        self.turns[section].update(turns)
        if moved := [turn for turn in turns if turn.is_another_period]:
            is_sure = any(turn.certain.now for turn in moved)
            (self.another_form if is_sure else self.perhaps_another_form)[section] += 1

    def add_up(self, other: BothSides) -> None:
        """Add what other cases add up to."""
        self.old.merge(other.old)
        self.new.merge(other.new)
        self.movements.update(other.movements)
        self.crossings.update(other.crossings)
        for section in FOLLOWING:
            self.begins[section].update(other.begins[section])
            self.ends[section].update(other.ends[section])
            self.turns[section].update(other.turns[section])
        self.another_form.update(other.another_form)
        self.perhaps_another_form.update(other.perhaps_another_form)
        self.moved_metres.update(other.moved_metres)
        self.priced_both += other.priced_both
        self.price_changed += other.price_changed
        self.hours_changed += other.hours_changed
        self.happens.update(other.happens)
        self.happens_still.update(other.happens_still)
        self.unproved += other.unproved
        self.unproved_same += other.unproved_same
        self.dkk_per_day += other.dkk_per_day
