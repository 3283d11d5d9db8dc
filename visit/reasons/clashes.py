"""Two answers of one offer on one day: which of them counts is not known, so it is said, and a check finds fault with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from visit.case import Case


@dataclass(frozen=True, slots=True, eq=False)
class Clash:
    """Answers of one offer, or of one service of it, that contradict each other.

    Attributes:
        offer: The id that the case has.
        on: The day; None where it is not recorded.
        answers: What was answered, in the order of codes.
        places: Where the answers stand in the case's list.
    """

    offer: str
    on: date | None
    answers: tuple[str, ...]
    places: tuple[int, ...]


def clashes(case: Case, as_of: date) -> Iterator[Clash]:
    """Yield the clashes among the answers that were given by a day, in the order of the case."""
    found: dict[tuple[str, str | None, date | None], list[int]] = {}
    answers = case.answers or ()
    for place, row in enumerate(answers):
        if row.on is None or row.on <= as_of:
            found.setdefault((row.offer, row.service, row.on), []).append(place)
    for (offer, _service, on), places in found.items():
        words = tuple(sorted({answers[place].answer for place in places}))
        if len(words) > 1:
            yield Clash(offer, on, words, tuple(places))
