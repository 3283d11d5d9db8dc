"""What a comparison shows that a reader would else have to work out, in sentences; whether it is good is theirs to say."""

from __future__ import annotations

from collections.abc import Iterator

from visit.decisions.wording import Wording
from visit.lab.movements import Crossing, Movement
from visit.lab.subgroups import tables
from visit.lab.undecided import WaitedFor
from visit.locale import formats, plural
from visit.locale import text as _
from visit.population.hiding import FEWEST
from visit.render.affected_words import dimension_words, row_words
from visit.render.compare_words import movement_words
from visit.render.few_told import FewTold

MOST_FACTS = 2
"""So many of the facts that are missing most often are told."""


def conclusions(may: FewTold, waits: WaitedFor, language: str) -> Iterator[str]:
    """Yield what stands out: that names decide, whom a step takes together, and what those who are undecided wait for."""
    yield from names_decide(may)
    yield from beside_names(may, waits, language)


def names_decide(may: FewTold) -> Iterator[str]:
    """Yield that nothing but names decides for most of those that move, where that is so."""
    by_name = may.moved_by_name() or 0
    if 2 * by_name >= may.found.moving and by_name:
        yield plural(
            "{n} of the {moving} who get another first solution stands first by name alone: nothing in the guideline tells the "
            "first two apart, so a priority may be missing",
            "{n} of the {moving} who get another first solution stand first by name alone: nothing in the guideline tells the "
            "first two apart, so a priority may be missing",
            by_name, n=formats.number(by_name), moving=formats.number(may.found.moving),
        )  # fmt: skip


def beside_names(may: FewTold, waits: WaitedFor, language: str) -> Iterator[str]:
    """Yield whom a step takes together, and what those who are undecided wait for."""
    counts = may.movements()
    if (moving := may.moving()) and (row := _alike(may, moving, slice(1, None), language)):
        n, m, what = row
        yield _("{m} of the {n} who get another first solution have {what}", m=m, n=n, what=what)
    for cell, one in ((2, Movement.HIGHER), (1, Movement.LOWER)):
        if counts and (row := _alike(may, counts[one], slice(cell, cell + 1), language)):
            n, m, what = row
            yield _("{m} of the {n} {how} have {what}", m=m, n=n, how=movement_words(one), what=what)
    yield from _undecided(may, waits)


def _alike(may: FewTold, n: int, cells: slice, language: str) -> tuple[str, str, str] | None:
    """Return how many move so, how many of them are in one row that is told and holds few of the others, and that row."""
    found = may.found
    alike: list[tuple[int, str, str]] = []
    for dimension, table in tables(found.subgroups, tells_all=may.tells_all) if n >= FEWEST else ():
        for key, counts in table.rows:
            each: tuple[int, ...] = counts
            m = sum(each[cells])
            if m >= FEWEST and 3 * m >= 2 * n and m * found.cases >= 2 * n * sum(counts):
                alike.append((-m, dimension, key))
    if not alike:
        return None
    m, dimension, key = min(alike)
    row = f"{dimension_words(dimension)}: {formats.small(row_words(dimension, key, language))}"
    return formats.number(n), formats.number(-m), row


def _undecided(may: FewTold, waits: WaitedFor) -> Iterator[str]:
    n = may.crossing(Crossing.TO_UNDECIDED)
    if not n or not waits.facts or not may.tells_all:
        return
    words = Wording(waits.guideline)
    told = []
    for (fact, is_of_offer), count in sorted(waits.facts.items(), key=lambda one: (-one[1], one[0]))[:MOST_FACTS]:
        name = words.told("needs" if ":" in fact else "facts", fact)
        where = _("of an offer") if is_of_offer else _("in the case")
        told.append(f"{name} ({where}: {formats.number(count)})")
    of = "" if waits.cases == n else _(" of the first {n}", n=formats.number(waits.cases))
    yield plural(
        "{n} is undecided after and was decided before; missing most often{of}: {facts}",
        "{n} are undecided after and were decided before; missing most often{of}: {facts}",
        n, n=formats.number(n), of=of, facts="; ".join(told),
    )  # fmt: skip
