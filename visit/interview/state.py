"""The state of an interview: its setting, and the answers so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from visit import places
from visit.interview.asked import Taken
from visit.interview.fields import FieldPath
from visit.interview.own import NOTHING, Own

# A question that decides whether others are put, and is no field itself.
GATE = "?"
# What a row's first question is answered with where there are none: an empty list in the file.
NOBODY: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """What the catalogue says of an offer: its name, the provisions of its services, and which municipality runs it."""

    name: str
    provisions: tuple[str, ...]
    municipality: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What an interview is given.

    Attributes:
        today: The day of the interview: the assessment date unless another is answered, and never passed by one.
        municipality: The acting municipality where it is known; it is then not asked.
        offers: The offers of the catalogue, by id.
        priced_by_days: The areas in which a price of the catalogue rests on days a week; in others nothing does.
        taken: Ids that other cases have.
        own: What the guideline of a municipality adds.
    """

    today: date
    municipality: str | None = None
    offers: Mapping[str, Offered] = field(default_factory=dict)
    priced_by_days: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    own: Callable[[str], Own] = lambda municipality: NOTHING


@dataclass(frozen=True, slots=True)
class InterviewState:
    """The setting, and the answers so far by path, in the order they were given; None where a question was passed."""

    setting: Setting
    answers: Mapping[FieldPath, Taken]

    def value(self, *path: str | int) -> Any:
        """Return the answer at a path; None where there is none or the question was passed."""
        place: FieldPath = path
        return self.answers.get(place)

    def is_passed(self, *path: str | int) -> bool:
        """Return whether a question was put and passed."""
        place: FieldPath = path
        return place in self.answers and self.answers[place] is None

    @property
    def own(self) -> Own:
        """What the guideline of the acting municipality adds; nothing while that is not answered."""
        municipality = self.setting.municipality or self.answers.get(("municipality",))
        return self.setting.own(str(municipality)) if municipality else NOTHING

    def proposed_id(self) -> str:
        """Return an id that says nothing of the citizen: municipality, year, day, a running number."""
        name = self.setting.municipality or self.answers.get(("municipality",))
        prefix = _prefix(str(name)) if name else "case"
        day = self.answers.get(("assessed",)) or self.setting.today.isoformat()
        year, month, rest = str(day).split("-")
        ids = (f"{prefix}-{year}-{month}{rest}-{n:02}" for n in count(1))
        return next(id for id in ids if id not in self.setting.taken)


def _prefix(municipality: str) -> str:
    words = places.fold(municipality).split()
    return "".join(word[0] for word in words) if len(words) > 1 else words[0][:3]
