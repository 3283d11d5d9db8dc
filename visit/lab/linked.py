"""Which numbers of some cases follow from each other, so that of real citizens they are told together or not at all.

Who has something before and after is four groups: who keeps it, who begins, who ends, and who has it neither time. Any two counts
of it lead to all four, so a set has them all, and is told where none of them is of few. Two sets have nothing in common but how
many cases there are; those of `AFTER_PLACED` also how many have a solution.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from visit.lab.both_sides import BothSides
from visit.lab.events import NO_TURN_BACK, begins_or_ends, turn_back
from visit.lab.forms import one_or_two, statement_id
from visit.lab.movements import Crossing, Movement
from visit.lab.said import DECIDES_FIRST
from visit.lab.totals import FOLLOWING, SIDE_COUNTS

MOVES, PLACED, VERDICT, COVER = "moves", "placed", "verdict", "cover"
AFTER_PLACED = ("external", "prices", "distance", "waiting", VERDICT)
"""The sets whose numbers add up to those with a solution: they are hidden wherever these are."""
TURNED: Mapping[str, Crossing] = MappingProxyType({
    "exception_first": Crossing.EXCEPTION_FIRST, "by_name": Crossing.BY_NAME,
})  # fmt: skip
"""What is so or not, with the turn by which it begins."""
SET_OF: Mapping[str, str] = MappingProxyType({
    **{name: name for name in (PLACED, *TURNED)},
    **dict.fromkeys(("grantable", "undecided"), VERDICT),
    **dict.fromkeys(("external", "own", "unknown_operator"), "external"),
    **dict.fromkeys(("priced", "at_most", "dwelling_alone", "unpriced"), "prices"),
    "unplaced": PLACED, "with_distance": "distance", "with_waiting": "waiting", "with_hours": "hours",
})  # fmt: skip
"""The set of each count of a side."""
SET_OF_TURN: Mapping[Crossing, str] = MappingProxyType({
    Crossing.TO_EXTERNAL: "external", Crossing.TO_OWN: "external",
    Crossing.GRANTABLE: VERDICT, Crossing.NOT_GRANTABLE: VERDICT,
    Crossing.TO_UNDECIDED: VERDICT, Crossing.TO_DECIDED: VERDICT,
    Crossing.EXCEPTION_FIRST: "exception_first", Crossing.BY_NAME: "by_name",
    Crossing.LESS_COVERED: COVER, Crossing.MORE_COVERED: COVER,
})  # fmt: skip
"""The set of each turn."""


def events_of(name: str) -> tuple[str, ...]:
    """Return what happens to cases, of which a set tells how many."""
    section, dot, said = name.partition(".")
    if dot:
        return begins_or_ends(section, said)
    turns = [turn for turn, of in SET_OF_TURN.items() if of == name]
    return (*map(str, turns), *(turn_back(turn) for turn in turns if turn in NO_TURN_BACK))


def not_among_them(found: Sequence[BothSides], events: Iterable[str]) -> Iterator[int]:
    """Yield how many of those who move in some rows are not among those to whom something happens, where all of these move."""
    moving = sum(one.moving for one in found)
    for event in events:
        n = sum(one.happens[event] for one in found)
        if n and not any(one.happens_still[event] for one in found):
            yield moving - n


def four_groups(cases: int, was: int, now: int, begins: int) -> tuple[int, ...]:
    """Return how many keep something, begin, end, and have it neither time, and how many more have it."""
    return now - begins, begins, was - now + begins, cases - was - begins, now - was


def of_undecided(found: BothSides, was: int, now: int) -> tuple[int, ...]:
    """Return how many are undecided, and not since somebody decides first for whom so many wait: who waits is undecided."""
    before, after = found.old.undecided - was, found.new.undecided - now
    return before, after, after - before


def turn_groups(found: BothSides, section: str, id: str) -> tuple[int, ...]:
    """Return how many have a statement in each form before and each after, where these differ, keep it, or have it neither time.

    Every case is in one group, so where none is of few, no sum of them is.
    """
    turns = {turn: n for turn, n in found.turns[section].items() if turn.id == id}
    had = {said: n for said, n in getattr(found.old, section).items() if statement_id(said) == id}
    kept = [n - sum(cases for turn, cases in turns.items() if one_or_two(turn.was) == said) for said, n in had.items()]
    begins = sum(n for turn, n in turns.items() if not turn.was)
    return *turns.values(), *kept, found.cases - sum(had.values()) - begins


def form_groups(found: BothSides, section: str) -> tuple[int, ...]:
    """Return how many cases have a statement of a section in another form, and what these leave beside each statement's own.

    These are the cases of the others alone, and those that are counted of several statements.
    """
    of_each = {True: Counter[str](), False: Counter[str]()}
    for turn, n in found.turns[section].items():
        if turn.is_another_period:
            of_each[bool(turn.certain.now)][turn.id] += n
    sure, perhaps = found.another_form[section], found.perhaps_another_form[section]
    every = of_each[True] + of_each[False]
    parts = ((sure, of_each[True]), (perhaps, of_each[False]), (sure + perhaps, every))
    left = (abs(n - one) for n, of in parts for one in (*of.values(), of.total()))
    return sure, perhaps, sure + perhaps, *left


def verdict_sides(found: BothSides) -> tuple[int, ...]:
    """Return how many can be granted a solution, are undecided, and are that without one, on each side, and how many more.

    Who has a solution can be granted it or is undecided, so that the first two lead to the third.
    """
    sides = [
        (one.grantable, one.undecided, one.grantable + one.undecided - one.placed) for one in (found.old, found.new)
    ]
    return (*sides[0], *sides[1], *(now - was for was, now in zip(*sides, strict=True)))


def verdict_turns(found: BothSides) -> tuple[int, ...]:
    """Return what turns of that, and what it leads to: how many of those who get a solution, or lose it, could be granted it."""
    old, new, turns, moves = found.old, found.new, found.crossings, found.movements
    begins, ends = turns[Crossing.GRANTABLE], turns[Crossing.NOT_GRANTABLE]
    decided, undecided = turns[Crossing.TO_DECIDED], turns[Crossing.TO_UNDECIDED]
    gained, lost = begins - decided, ends - undecided
    return (
        begins, ends, decided, undecided, gained, lost, moves[Movement.GAINED] - gained, moves[Movement.LOST] - lost,
        old.grantable - ends, new.grantable - begins, old.undecided - decided, new.undecided - undecided,
        new.undecided - old.undecided - undecided + decided,
    )  # fmt: skip


def cover_turns(found: BothSides) -> tuple[int, ...]:
    """Return of how many with a solution both times more needs are not surely covered, fewer, either, and as many as before."""
    more, fewer = found.crossings[Crossing.LESS_COVERED], found.crossings[Crossing.MORE_COVERED]
    return more, fewer, more + fewer, found.old.placed - found.movements[Movement.LOST] - more - fewer


def linked(found: BothSides) -> dict[str, tuple[int, ...]]:
    """Return the numbers of each set: of one that is told none may be of few."""
    cases, old, new = found.cases, found.old, found.new

    def sides(name: str) -> tuple[int, int]:
        return SIDE_COUNTS[name](old), SIDE_COUNTS[name](new)

    def parted(name: str) -> tuple[int, ...]:
        was, now = sides(name)
        return was, now, now - was, cases - was, cases - now

    def of_placed(name: str) -> tuple[int, ...]:
        was, now = (placed - one for placed, one in zip(sides(PLACED), sides(name), strict=True))
        return was, now, now - was

    turns = found.crossings
    to_external, to_own = turns[Crossing.TO_EXTERNAL], turns[Crossing.TO_OWN]
    both, hours = found.priced_both, (old.with_hours, new.with_hours)
    numbers = {
        MOVES: tuple(found.movements[one] for one in Movement),
        PLACED: parted("placed"),
        VERDICT: (
            *parted("grantable"), *parted("undecided"), *of_placed("grantable"), *of_placed("undecided"),
            *verdict_sides(found), *verdict_turns(found),
        ),
        "external": (
            *parted("external"), *parted("own"), *parted("unknown_operator"), to_external, to_own,
            old.own - to_external, old.external - to_own, new.external - to_external, new.own - to_own,
        ),
        "prices": (
            *parted("priced"), *parted("at_most"), *parted("dwelling_alone"), *parted("unpriced"),
            both, old.priced - both, new.priced - both,
            found.price_changed,
        ),
        COVER: cover_turns(found),
        "distance": (*parted("with_distance"), *of_placed("with_distance")),
        "waiting": (*parted("with_waiting"), *of_placed("with_waiting")),
        "hours": (*hours, hours[1] - hours[0], *(cases - one for one in hours), found.hours_changed),
        **{name: four_groups(cases, *sides(name), turns[turn]) for name, turn in TURNED.items()},
    }  # fmt: skip
    for section in FOLLOWING:
        for said in sorted({*getattr(old, section), *getattr(new, section)}):
            numbers[f"{section}.{said}"] = of_statement(found, section, said)
    return numbers


def of_statement(found: BothSides, section: str, said: str) -> tuple[int, ...]:
    """Return the numbers of a statement, also of one that nobody has."""
    was, now = getattr(found.old, section)[said], getattr(found.new, section)[said]
    beside = of_undecided(found, was, now) if section == DECIDES_FIRST else ()
    return *four_groups(found.cases, was, now, found.begins[section][said]), *beside
