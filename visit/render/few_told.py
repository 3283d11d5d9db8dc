"""What a comparison may tell of real citizens: one rule for the screen, the page, Markdown, data and lists.

At the root stands how many there are. How many get another first placement, and where to, whoever asks is told whatever it is, on
their own screen; in what is handed on (a page, Markdown, lists, data) these are numbers like all others. Every other number is
told where it is 0 or at least 5, where all but it are 0 or at least 5, and where nothing else that is told leads to a smaller one.
So counts that add up to another that is told are told all or not at all (`WHOLE`), as are the two turns that a difference between
the sides is made of (`TURNS`), and a sum is told where what is left out of it is of enough.
Of citizens who are nobody, drawn ones and those that whoever asks says are invented, and where `--people` asks for real ones,
everything is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from visit.lab.attribution import Attribution
from visit.lab.events import ANY_MOVE, MOVED_BY_NAME, CaseEvent, EventSets, begins_or_ends, turn_back
from visit.lab.forms import FormTurn, statement_id
from visit.lab.gate import Gate, numbers_of
from visit.lab.gate_values import AMOUNTS, CROSSED, MOVED, GateNumber
from visit.lab.impact import Impact, StepName
from visit.lab.linked import (
    SET_OF,
    VERDICT,
    cover_turns,
    form_groups,
    four_groups,
    of_undecided,
    turn_groups,
    verdict_sides,
    verdict_turns,
)
from visit.lab.movements import Crossing, Movement
from visit.lab.said import DECIDES_FIRST, OF_ROLES, PERHAPS
from visit.lab.subgroups import SubgroupTable, shown
from visit.lab.totals import FOLLOWING, SIDE_COUNTS, SideTotals, percentile
from visit.locale import formats, plural
from visit.locale import text as _
from visit.population.hiding import FEWEST, is_few
from visit.render.row_told import KM_NUMBERS, in_whole_km, row_told

HIDDEN = "–"
"""What stands for a number of real citizens that may not be told."""
WHOLE: tuple[tuple[str, ...], ...] = (
    ("priced", "at_most", "dwelling_alone", "unpriced", "placed"),
    ("external", "own", "unknown_operator", "placed"),
)
"""Counts of a side that add up to the last, those with a solution."""
OF_PLACED = ("grantable", "exception_first", "by_name")
"""Counts of a side of those with a solution alone: what they leave of these is a number, too."""
TURNS: Mapping[Crossing, tuple[str | None, Crossing | None]] = MappingProxyType({
    Crossing.GRANTABLE: ("grantable", Crossing.NOT_GRANTABLE),
    Crossing.NOT_GRANTABLE: ("grantable", Crossing.GRANTABLE),
    Crossing.TO_UNDECIDED: ("undecided", Crossing.TO_DECIDED),
    Crossing.TO_DECIDED: ("undecided", Crossing.TO_UNDECIDED),
    Crossing.TO_EXTERNAL: ("external", Crossing.TO_OWN),
    Crossing.TO_OWN: ("external", Crossing.TO_EXTERNAL),
    Crossing.EXCEPTION_FIRST: ("exception_first", None),
    Crossing.BY_NAME: ("by_name", None),
    Crossing.LESS_COVERED: (None, Crossing.MORE_COVERED),
    Crossing.MORE_COVERED: (None, Crossing.LESS_COVERED),
})  # fmt: skip
"""The count of a side that each turn changes, where there is one, and the turn back where it is counted, too."""
_ENDING = (Crossing.NOT_GRANTABLE, Crossing.TO_DECIDED, Crossing.TO_OWN, Crossing.MORE_COVERED)


def of_enough(cases: int, *counts: int) -> bool:
    """Return whether counts of so many cases, each by itself and what it leaves of all, are 0 or at least 5."""
    return not is_few(*counts, *(cases - count for count in counts))


@dataclass(frozen=True)
class FewTold:
    """What may be told of what was found.

    Attributes:
        tells_all: Whether the citizens are nobody, or somebody who has the cases asks for every number.
        is_handed_on: Whether it is told in a file or to a program, and not on the screen of whoever asks.
    """

    found: Impact
    tells_all: bool
    is_handed_on: bool = False

    def moving(self) -> int | None:
        """Return how many get another first placement; None where that may not be told."""
        found = self.found
        return found.moving if not self.is_handed_on or self.may_tell(found.moving) else None

    def movements(self) -> Mapping[Movement, int] | None:
        """Return how many move how; None where one of these may not be told: they add up to all, so all are told or none."""
        counts = {one: self.found.movements[one] for one in Movement}
        told = not self.is_handed_on or self.may_tell(self.found.moving, *counts.values())
        return counts if told else None

    def may_tell(self, *counts: int) -> bool:
        """Return whether counts of cases, each by itself and what it leaves of all, may be told."""
        return self.tells_all or of_enough(self.found.cases, *counts)

    def crossing(self, turn: Crossing) -> int | None:
        """Return how many turn so; None where that, or how many turn back, may not be told."""
        return self.found.crossings[turn] if self._may_tell_turn(turn) and str(turn) not in self._leading else None

    def _may_tell_turn(self, turn: Crossing) -> bool:
        up = self.found.crossings[turn]
        name, back = TURNS[turn]
        if name is None:
            return self.may_tell(*cover_turns(self.found))
        was, now = self._sides(name)
        down = up - (now - was) if back is None else self.found.crossings[back]
        begins, ends = (down, up) if turn in _ENDING else (up, down)
        kept = () if self.side_count(name) is None else (now - begins, was - ends)
        beside = verdict_turns(self.found) if SET_OF[name] == VERDICT else ()
        return self.may_tell(up, down, *kept, *beside)

    def side_count(self, name: str) -> tuple[int, int] | None:
        """Return a count on both sides; None where it may not be told."""
        beside = next((group for group in WHOLE if name in group[:-1]), (name,))
        told = all(self._may_tell_sides(*self._sides(one), of_placed=name in OF_PLACED) for one in beside)
        if name == "placed" and self.is_handed_on:  # who stays without a solution stands in the flow
            told &= self.may_tell(self.found.movements[Movement.GAINED], self.found.movements[Movement.LOST])
        if SET_OF.get(name) == VERDICT:
            told &= self.may_tell(*verdict_sides(self.found))
        return self._sides(name) if told else None

    def known(self, of: str) -> tuple[int, int] | None:
        """Return of how many solutions of each side `metres` or `waiting_days` are known; None where it may not be told."""
        was, now = (getattr(side, of).total() for side in (self.found.old, self.found.new))
        return (was, now) if self._may_tell_sides(was, now, of_placed=True) else None

    def _may_tell_sides(self, was: int, now: int, *, of_placed: bool) -> bool:
        """Return whether a count of both sides may be told, with what it leaves of those with a solution where it is of these."""
        pairs = [(was, now)]
        if of_placed:
            pairs.append((self.found.old.placed - was, self.found.new.placed - now))
        return self.may_tell(*(count for one, other in pairs for count in (one, other, other - one)))

    def _sides(self, name: str) -> tuple[int, int]:
        return SIDE_COUNTS[name](self.found.old), SIDE_COUNTS[name](self.found.new)

    def flow(self) -> tuple[dict[tuple[StepName, StepName], int], SubgroupTable]:
        """Return how many go from which step to which, as far as that may be told, and what stands together."""
        ways = {f"{place:04}": way for place, way in enumerate(sorted(self.found.flow, key=_way_order))}
        cells = {key: (self.found.flow[way], 0, 0, 0) for key, way in ways.items()}
        table, beside = SubgroupTable(tuple(cells.items()), (), None), list[str]()
        if not self.tells_all:
            table = shown(cells)
            while off := self._ways_leading(table, ways):
                beside.append(min(off, key=lambda key: (cells[key], key)))
                table = shown(cells, beside)
        return {ways[key]: counts[0] for key, counts in table.rows}, table

    def _ways_leading(self, table: SubgroupTable, ways: Mapping[str, tuple[StepName, StepName]]) -> list[str]:
        """Return which ways to tell no more, where those to another step lead to few of those who move."""
        off = [key for key, _counts in table.rows if ways[key][0] != ways[key][1]]
        together = table.pooled if table.together and all(ways[key][0] != ways[key][1] for key in table.pooled) else ()
        moves = self._moves_told if self.movements() is None else self._moves_told[1:]  # which are all who move
        left = {one: self._sets.left_of(one, [ways[key] for key in (*off, *together)]) for one in moves}
        leads = any(is_few(n) and n != self._sets.counts[one] for one, n in left.items())
        return (off or [key for key, _counts in table.rows]) if leads else []

    def flow_moved(self) -> Mapping[tuple[StepName, StepName], int] | None:
        """Return how many of each way get another first placement; None where that may not be told of one of them."""
        found = self.found
        cells = ((n, found.flow_moved[way], n - found.flow_moved[way]) for way, n in found.flow.items())
        told = self.tells_all or (self.movements() is not None and self.may_tell(*(n for one in cells for n in one)))
        return found.flow_moved if told else None

    def moved_by_name(self) -> int | None:
        """Return of how many that move nothing but names decides now; None where that, or what follows from it, is of too few."""
        n = self.found.moved_by_name
        return n if self._may_tell_by_name(n) and MOVED_BY_NAME not in self._leading else None

    def _may_tell_by_name(self, n: int) -> bool:
        found = self.found
        beside = (found.moving - n, n - found.crossings[Crossing.BY_NAME], found.new.by_name - n)
        return self.movements() is not None and self.may_tell(n, *beside)

    # --- of what is part of what ---

    @cached_property
    def _sets(self) -> EventSets:
        return EventSets(self.found.together)

    @cached_property
    def _moves_told(self) -> tuple[str, ...]:
        """How many move, and how, as far as that is told."""
        moves = () if self.movements() is None else tuple(str(one) for one in Movement if one is not Movement.UNCHANGED)
        return (*(() if self.moving() is None else (ANY_MOVE,)), *moves)

    @cached_property
    def _leading(self) -> frozenset[CaseEvent]:
        """What is not told because it, or its way back, is part of what is told, or has such a part, and leaves few of it."""
        if self.tells_all:
            return frozenset()
        told: list[CaseEvent] = [*self._moves_told, *self.flow()[0]]
        hidden: set[CaseEvent] = set()
        for together in self._told_together():
            if any(self._sets.lead_to_few(one, other) for one in together for other in told):
                hidden.update(together)
            else:
                told += together
        return frozenset(hidden)

    def _told_together(self) -> Iterator[tuple[str, ...]]:
        """Yield what is told together, where nothing else keeps it from being told."""
        if self._may_tell_by_name(self.found.moved_by_name):
            yield (MOVED_BY_NAME,)
        for turn, (_name, back) in TURNS.items():
            if turn not in _ENDING and self._may_tell_turn(turn):
                yield str(turn), turn_back(turn) if back is None else str(back)
        for section in FOLLOWING:
            for said in sorted({*self.found.begins[section], *self.found.ends[section]}):
                if self._may_tell_statement(section, said):
                    yield begins_or_ends(section, said)

    # --- what follows ---

    def statement(self, section: str, said: str) -> tuple[int, int, int, int] | None:
        """Return in how many cases a statement follows on each side, begins and ends; None where it may not be told."""
        told = self._may_tell_statement(section, said) and self._leading.isdisjoint(begins_or_ends(section, said))
        return self._statement(section, said) if told else None

    def _may_tell_statement(self, section: str, said: str) -> bool:
        counts = self._statement(section, said)
        was, now, begins, ends = counts
        told = self._may_tell_sides(
            was, now, of_placed=section in (*OF_ROLES, "follow_up", "grants")
        ) and self.may_tell(begins, ends, *four_groups(self.found.cases, was, now, begins))
        return told and (section != DECIDES_FIRST or self.may_tell(*of_undecided(self.found, was, now)))

    def _statement(self, section: str, said: str) -> tuple[int, int, int, int]:
        found = self.found
        was, now = getattr(found.old, section)[said], getattr(found.new, section)[said]
        return was, now, found.begins[section][said], found.ends[section][said]

    def hidden_statements(self, section: str) -> list[str]:
        """Return the statements of a section that begin or end, and of which that may not be told."""
        changed = {*self.found.begins[section], *self.found.ends[section]}
        return sorted(said for said in changed if self.statement(section, said) is None)

    def hidden_forms(self, section: str) -> list[str]:
        """Return those of `hidden_statements`, and the forms that one turns from or to and of which nothing else is told.

        Of approvals that is by how many people: the role neither begins nor ends.
        """
        found = self.found
        changed = {*found.begins[section], *found.ends[section]}
        moved = [turn for turn in found.turns[section] if turn.is_another_period]
        ids = {id for id in {turn.id for turn in moved} if not self.tells_turns(section, id)}
        forms = {said for turn in moved if turn.id in ids for said in turn}
        return sorted({*self.hidden_statements(section), *(forms - changed)})

    def another_form(self, section: str) -> tuple[int, int] | None:
        """Return how many have a statement of a section in another form, surely and only perhaps, each of them once.

        None where that may not be told.
        """
        found = self.found
        ids = {turn.id for turn in found.turns[section] if turn.is_another_period}
        sure, perhaps = found.another_form[section], found.perhaps_another_form[section]
        told = self.tells_all or (
            all(self.tells_turns(section, id) for id in ids)
            and self.may_tell(sure, perhaps, sure + perhaps)
            and not is_few(*form_groups(found, section))
        )
        return (sure, perhaps) if told else None

    def changes(self, section: str, *, perhaps: bool | None = None) -> tuple[int | None, int | None]:
        """Return how often a statement of a section begins, and ends, in all; None where that may not be told.

        Args:
            section: What follows.
            perhaps: Only what is so surely, or only what is so perhaps; None is both together.
        """
        hidden, found = self.hidden_statements(section), self.found
        begins, ends = (
            Counter({said: n for said, n in one.items() if perhaps in (None, said.endswith(PERHAPS))})
            for one in (found.begins[section], found.ends[section])
        )
        return self._total(begins, hidden), self._total(ends, hidden)

    def tells_turns(self, section: str, id: str) -> bool:
        """Return whether it may be told of how many citizens a statement begins, ends and changes: all of it or nothing."""
        said = {one for side in (self.found.old, self.found.new) for one in getattr(side, section)}
        return self.tells_all or (
            all(self.statement(section, one) is not None for one in said if statement_id(one) == id)
            and not is_few(*turn_groups(self.found, section, id))
        )

    def tells_behind(self, one: Gate) -> bool:
        """Return whether it may be told what a net that a gate looked at is made up of."""
        section, id, _turn = one.statement
        return bool(section) and (self.tells_all if one.of else self.tells_turns(section, id))

    def turns(self, section: str) -> dict[FormTurn, int]:
        """Return of how many each statement of a section turns from one form to another, as far as that may be told."""
        found = self.found.turns[section]
        told = {id for id in {turn.id for turn in found} if self.tells_turns(section, id)}
        return {turn: n for turn, n in sorted(found.items()) if turn.id in told}

    def _total(self, counts: Counter[str], hidden: list[str]) -> int | None:
        left = [counts[said] for said in hidden if counts[said]]
        alone = left if len(left) == 1 else ()  # what is told of the others leads to it
        return (
            counts.total() if self.may_tell(*alone) and (self.tells_all or not is_few(counts.total(), *left)) else None
        )

    # --- amounts, offers, edits ---

    def percentile(self, of: Counter[int], percent: int) -> int | None:
        """Return a percentile of what is known of enough cases."""
        return percentile(of, percent) if self.tells_all or not is_few(of.total()) else None

    def metres(self, side: SideTotals, percent: int) -> int | None:
        """Return a percentile of the metres to the network, which is one person's: handed on, in whole kilometres."""
        found = self.percentile(side.metres, percent)
        return found if found is None or self.tells_all or not self.is_handed_on else in_whole_km(found)

    @property
    def tells_hours(self) -> bool:
        """Whether the sums of hours may be told: neither they nor their difference is of too few."""
        old, new = self.found.old.with_hours, self.found.new.with_hours
        return self.may_tell(old, new, new - old) and self.may_tell_sums(self.found.hours_changed)

    @property
    def tells_prices(self) -> bool:
        """Whether the sums of known prices may be told: neither they nor any difference between them is of too few."""
        found = self.found
        both, sides = found.priced_both, (found.old.priced, found.new.priced)
        return self.may_tell(both, *sides, *(one - both for one in sides)) and self.may_tell_sums(found.price_changed)

    def may_tell_sums(self, changed: int) -> bool:
        """Return whether two sums may be told between which so many cases make the difference."""
        return self.tells_all or not is_few(changed)

    def offer(self, id: str) -> tuple[int, int] | None:
        """Return on how many first placements of each side an offer stands; None where it may not be told."""
        was, now = self._offer(id)
        return (was, now) if self._may_tell_sides(was, now, of_placed=True) else None

    def may_tell_touches(self, found: Attribution) -> bool:
        """Return whether it may be told how many cases each edit may touch."""
        return self.tells_all or not is_few(*found.touched.values())

    def _offer(self, id: str) -> tuple[int, int]:
        return self.found.old.offers[id], self.found.new.offers[id]

    def options(self, ids: Set[str]) -> tuple[int, int]:
        """Return on how many first placements of each side one of some options of an offer stands."""
        return self.found.old.with_one_of(ids), self.found.new.with_one_of(ids)

    def may_tell_places(self, offer: str, parts: Sequence[Set[str]]) -> bool:
        """Return whether the use of parts of an offer may be told beside its own: what each leaves of it is of enough, too."""
        counts: list[int] = []
        for ids in (*parts, frozenset[str]().union(*parts)):
            sides = self.options(ids)
            rest = [of_all - one for of_all, one in zip(self._offer(offer), sides, strict=True)]
            counts += [*sides, sides[1] - sides[0], *rest, rest[1] - rest[0]]
        return self.may_tell(*counts)

    def may_tell_edits(self, found: Attribution) -> bool:
        """Return whether it may be told which edit did it: each number, share and sum of shares is 0 or of five at least."""
        counts = [found.touched, found.changes, found.alone, *(() if found.is_exact else (found.needed,))]
        together = [*found.together.values(), *found.undone.values()]
        numbers = [*(n for one in counts for n in one.values()), *together]
        if not found.is_exact:
            numbers += [abs(n) for name in found.pieces for one in FOLLOWING for n in found.in_counts(one, name)]
        shares = [share for of_all in found.shares.values() for share in of_all.values()]
        sums = [round(sum(of_all.values(), Fraction(0))) for of_all in found.shares.values()]
        following = all(None not in self.changes(section) for section in FOLLOWING)
        return self.tells_all or (
            following
            and not is_few(*numbers, *sums)
            and not any(0 < abs(share) < FEWEST or share.denominator > 1 for share in shares)
        )

    def may_tell_statements(self, found: Attribution) -> bool:
        """Return whether it may be told what begins and ends with each edit, by statement and role, and what else it changes."""
        every = [counts for name in found.pieces for _what, counts in found.following.by_edit(name)]
        numbers = [n for of_pieces in found.differs.values() for n in of_pieces.values()]
        numbers += [abs(n) for counts in every for n in (counts.alone, counts.needed)]
        shared = [counts.share for counts in every]
        return self.tells_all or (
            not any(self.hidden_forms(section) for section in FOLLOWING)
            and not is_few(*numbers)
            and not any(0 < abs(share) < FEWEST or share.denominator > 1 for share in shared)
        )

    def numbers(self, gates: Iterable[Gate] = ()) -> dict[str, GateNumber]:
        """Return every number that a gate can name, of subgroups those that some name; None where not told or not known."""
        numbers: dict[str, GateNumber] = {
            name: value if self._tells_number(name) else None for name, value in numbers_of(self.found).items()
        }
        for one in gates:
            if one.of:
                row = row_told(self.found, *one.row, tells_all=self.tells_all)
                numbers[one.name] = None if row is None else row.numbers().get(one.measure, 0)
        for name, percent in KM_NUMBERS.items():
            if numbers[name] is not None and self.is_handed_on:
                was, now = (self.metres(side, percent) or 0 for side in (self.found.old, self.found.new))
                numbers[name] = Decimal(now - was) / 1000
        return numbers

    def _tells_number(self, name: str) -> bool:
        section, dot, rest = name.partition(".")
        id, turns, _turn = rest.partition(".")
        if turns and section in FOLLOWING:
            return self.tells_turns(section, id)
        if dot and section in FOLLOWING:
            said = {*getattr(self.found.old, section), *getattr(self.found.new, section)}
            return all(self.statement(section, one) is not None for one in said if statement_id(one) == id)
        if name in MOVED:
            return (self.moving() if name == "moved" else self.movements()) is not None
        if name in CROSSED:
            return self.crossing(CROSSED[name]) is not None
        if name == "dkk_a_year":
            return self.tells_prices
        sides: tuple[SideTotals, ...] = (self.found.old, self.found.new)
        return name not in AMOUNTS or self.tells_all or not is_few(*(side.metres.total() for side in sides))


def _way_order(way: tuple[StepName, StepName]) -> tuple[tuple[str, int], ...]:
    return tuple(("", -1) if step is None else step for step in way)


def cases_told(count: int | None) -> str:
    """Return a count of cases, and what stands for one that may not be told."""
    return HIDDEN if count is None else formats.number(count)


def few_words() -> str:
    """Return what is not told of real citizens."""
    return _(
        "A count of real citizens below 5, or of all but so few, or from which one follows, is not shown (–). Whoever has the "
        "cases is told on the screen how many get another first solution, and all with --people, but not on the page. Of cases "
        "that are invented --invented tells all."
    )


def few_in_short() -> str:
    """Return the same in a line."""
    return _(
        "–: of fewer than 5 real citizens, or leads to it; --people tells it, and --invented where the cases are invented"
    )


def few_edits_words(*, on_page: bool) -> str:
    """Return why it is not told which edit did it; the page never tells it."""
    if on_page:
        return _(
            "Which edit did it is not shown: it is of fewer than 5 real citizens, in whole or in part; of invented cases "
            "--invented tells it"
        )
    return _(
        "Which edit did it is not shown: it is of fewer than 5 real citizens, in whole or in part; --people tells it"
    )


def left_out_words(hidden: int) -> str:
    """Return how many rows are left out because they are of too few real citizens; nothing where none is."""
    if not hidden:
        return ""
    return plural(
        "{n} row is of too few real citizens to show",
        "{n} rows are of too few real citizens to show",
        hidden, n=formats.number(hidden),
    )  # fmt: skip
