"""What a file of drawn citizens says of itself, in its first line: that it is synthetic, and all that it was drawn from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from visit.canonical import digest
from visit.case import Case
from visit.population.drawing import PREFIX, Drawing, a_year, starts_of
from visit.population.draws import SCHEME
from visit.population.figures import LOW_AND_HIGH, Figures, LowOrHigh, MarginFigure, figure_from
from visit.version import __version__

FILE = "profile_file"
"""Under this key a drawn file names the file of its profile; of one that ships its id is enough."""
ACTS_AS_ASKED = "acts_as_asked"
RestsOn: TypeAlias = Literal["source", "assumption", "both"]
"""What a margin rests on: its figures on sources, on assumptions, or some on the one and some on the other."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnFrom:
    """A population that was drawn.

    Attributes:
        record: The first line of its file, as plain values.
    """

    record: Mapping[str, Any]

    @property
    def seed(self) -> int:
        """What it was drawn with."""
        return int(self.record["seed"])

    @property
    def figures(self) -> dict[str, MarginFigure]:
        """The figures that it was drawn from, by name."""
        return {one.name: one for one in map(figure_from, self.record["figures"])}

    @property
    def profile_file(self) -> str | None:
        """The file of its profile, where that is none that ships."""
        found = self.record.get(FILE)
        return None if found is None else str(found)

    @property
    def digest(self) -> str:
        """SHA-256 over all that it says, but for what the file of its profile is called."""
        return digest({key: value for key, value in self.record.items() if key != FILE})

    @property
    def bounds(self) -> Mapping[str, LowOrHigh]:
        """The assumptions that stood at their low or high value."""
        found: Mapping[str, LowOrHigh] = self.record["bounds"]
        return found

    @property
    def inhabitants_of(self) -> Mapping[str, int]:
        """How many inhabitants the place of each profile has, by id."""
        found: Mapping[str, int] = self.record["inhabitants_of"]
        return found

    @property
    def new_cases_a_year(self) -> int:
        """How many begin in a year by the figures that it was drawn from; 0 where these do not say it."""
        try:
            starts = starts_of(Figures(self.figures, self.bounds), self.inhabitants_of, str(self.record["population"]))
        except KeyError:
            return 0
        return a_year(starts) if starts else 0

    def has(self, case: Case) -> bool:
        """Return whether a case can be one of those that were drawn: by its number, its municipality and its day."""
        number = _NUMBERED.fullmatch(case.id)
        return (
            number is not None
            and self.record.get("synthetic") is True
            and 1 <= int(number[1]) <= int(self.record["n"])
            and case.municipality == self.record["municipality"]
            and case.assessed.isoformat() == self.record.get("assessed", case.assessed.isoformat())
        )


_NUMBERED = re.compile(rf"{PREFIX}([0-9]{{7}})")


def made(
    drawing: Drawing,
    count: int,
    bounds: Mapping[str, LowOrHigh],
    *,
    file: str | None = None,
    acts_as_asked: bool = False,
) -> DrawnFrom:
    """Return what the file of a drawn population says of itself.

    Args:
        drawing: What was drawn from.
        count: How many were drawn.
        bounds: The assumptions that stood at their low or high value.
        file: What the profile is called where it is none that ships.
        acts_as_asked: Whether who acts was asked for, and not left to the profile.
    """
    profile = drawing.profile
    asked = {**({} if file is None else {FILE: file}), **({ACTS_AS_ASKED: True} if acts_as_asked else {})}
    return DrawnFrom({
        "population": profile.id, "format": 1, "synthetic": True, "n": count, "seed": drawing.seed, "scheme": SCHEME,
        "visit": __version__, "label": dict(profile.label), "municipality": profile.municipality,
        "assessed": profile.assessed.isoformat(), "price_year": profile.price_year, "bounds": dict(bounds),
        "profile": profile.digest, **asked, "inhabitants_of": dict(profile.inhabitants_of),
        "figures": [one.record() for one in profile.figures.values()],
        "facts": {id: one.reference for id, one in sorted(profile.facts.items())},
    })  # fmt: skip


def grounds(figures: Iterable[MarginFigure]) -> dict[str, RestsOn]:
    """Return what each margin rests on, in the order of the margins."""
    found: dict[str, set[bool]] = {}
    for one in figures:
        found.setdefault(one.margin.name, set()).add(one.is_assumed)
    words: Mapping[frozenset[bool], RestsOn] = {
        frozenset({True}): "assumption", frozenset({False}): "source", frozenset({True, False}): "both",
    }  # fmt: skip
    return {name: words[frozenset(assumed)] for name, assumed in found.items()}


def assumed(figures: Iterable[MarginFigure]) -> Iterator[MarginFigure]:
    """Yield the figures that are assumptions."""
    return (one for one in figures if one.is_assumed)


def made_lacks(row: Mapping[str, object]) -> Sequence[str]:
    """Return what such a line lacks."""
    return [
        key for key in ("n", "seed", "bounds", "figures", "inhabitants_of", "municipality", "label") if key not in row
    ]


def made_otherwise(row: Mapping[str, object]) -> Sequence[str]:
    """Return what such a line has in another form than `visit population make` writes it."""
    figures, label = row["figures"], row["label"]
    is_so = {
        "n": _is_count(row["n"]),
        "seed": _is_count(row["seed"]),
        "bounds": _is_mapping(row["bounds"], lambda one: one in LOW_AND_HIGH),
        "figures": isinstance(figures, list) and all(map(_is_figure, figures)),
        "inhabitants_of": _is_mapping(row["inhabitants_of"], _is_count),
        "municipality": isinstance(row["municipality"], str),
        "label": isinstance(label, dict) and all(isinstance(label.get(one), str) for one in ("da", "en")),
        "assessed": "assessed" not in row or _is_day(row["assessed"]),
        "population": isinstance(row["population"], str),
        FILE: FILE not in row or (isinstance(row[FILE], str) and isinstance(row.get("profile"), str)),
    }
    return [key for key, so in is_so.items() if not so]


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_mapping(value: object, holds: Callable[[object], bool]) -> bool:
    return isinstance(value, dict) and all(map(holds, value.values()))


def _is_figure(value: object) -> bool:
    try:
        figure_from(value)  # type: ignore[arg-type]
    except (LookupError, TypeError):
        return False
    return True


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value) is not None
    except ValueError:
        return False
