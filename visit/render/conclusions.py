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
    for place, one in zip((2, 1), (Movement.HIGHER, Movement.LOWER), strict=True):
        yield from _alike(may, one, place, language)
    yield from _undecided(may, waits)


def _alike(may: FewTold, movement: Movement, cell: int, language: str) -> Iterator[str]:
    """Yield what most of those have in common who move so, and few of the others: a row of a table that is told."""
    movements, found = may.movements(), may.found
    n = 0 if movements is None else movements[movement]
    alike: list[tuple[int, str, str]] = []
    for dimension, table in tables(found.subgroups, tells_all=may.tells_all) if n >= FEWEST else ():
        for key, cells in table.rows:
            m, all = cells[cell], sum(cells)
            if m >= FEWEST and 4 * m >= 3 * n and m * found.cases >= 2 * n * all:
                alike.append((-m, dimension, key))
    if alike:
        m, dimension, key = min(alike)
        yield _(
            "{n} {how}: {m} of them have {what} {row}",
            n=formats.number(n), how=movement_words(movement), m=formats.number(-m), what=dimension_words(dimension),
            row=formats.small(row_words(dimension, key, language)),
        )  # fmt: skip


def _undecided(may: FewTold, waits: WaitedFor) -> Iterator[str]:
    n = may.crossing(Crossing.TO_UNDECIDED)
    if not n or not waits.facts or not may.tells_all:
        return
    words = Wording(waits.guideline)
    told = []
    for (fact, is_of_offer), count in sorted(waits.facts.items(), key=lambda one: (-one[1], one[0]))[:MOST_FACTS]:
        name = words.told("needs" if ":" in fact else "facts", fact)
        said = _("an offer does not state {fact}", fact=name) if is_of_offer else _("the case lacks {fact}", fact=name)
        told.append(f"{said} ({formats.number(count)})")
    of = "" if waits.cases == n else _(" of the first {n}", n=formats.number(waits.cases))
    yield plural(
        "{n} is undecided now and was decided: most often{of} {facts}",
        "{n} are undecided now and were decided: most often{of} {facts}",
        n, n=formats.number(n), of=of, facts="; ".join(told),
    )  # fmt: skip
