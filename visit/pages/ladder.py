"""How many options stand on each step of a ladder: those that can be granted, are not decided, are ruled out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from visit.ranking.values import Category, Ranking, Standing
from visit.vocabulary import vocabulary, vocabulary_record


@dataclass(frozen=True, slots=True)
class Rung:
    """One step.

    Attributes:
        placements: The numbers of the placements that stand on it.
        grantable: How many options can be granted.
        open: How many wait for a decision or for a fact.
        ruled_out: How many are ruled out.
    """

    name: str
    placements: tuple[int, ...]
    grantable: int
    open: int
    ruled_out: int


@dataclass(frozen=True, slots=True)
class LadderCounts:
    """The steps of a ladder, the most intrusive first; `most` is the largest number in it."""

    name: str
    rungs: tuple[Rung, ...]
    most: int


def ladders_of(ranking: Ranking, language: str) -> Iterator[LadderCounts]:
    """Yield the ladders on which a placement stands, in `da` or `en`; that of the home where there is none."""
    steps_of = {option.id: steps for option, steps in zip(ranking.options, ranking.steps, strict=True)}
    on: dict[tuple[str, int], list[int]] = {}
    for place, placement in enumerate(ranking.placements, start=1):
        highest: dict[str, int] = {}
        for part in placement.parts:
            for ladder, number in steps_of[part.id].items():
                highest[ladder] = max(number, highest.get(ladder, 0))
        for step in highest.items():
            on.setdefault(step, []).append(place)
    touched = {ladder for ladder, _number in on} or {"home"}
    names = {row["key"]: row[language] for row in vocabulary_record()["ladders"]}
    for key in ranking.guideline.ladders:
        if key in touched:
            yield _counted(ranking, key, names[key], language, on)


def _counted(
    ranking: Ranking, key: str, name: str, language: str, on: Mapping[tuple[str, int], Sequence[int]]
) -> LadderCounts:
    found: Counter[tuple[int, str]] = Counter()
    for steps, standing in zip(ranking.steps, ranking.standings, strict=True):
        if key in steps and standing is not Standing.ACUTE:
            found[steps[key], _column(standing)] += 1
    rungs = [
        Rung(
            term.label(language), tuple(on.get((key, number), ())),
            *(found[number, column] for column in ("grantable", "open", "ruled_out")),
        )
        for number, term in enumerate(vocabulary().ladders[key].terms)
    ]  # fmt: skip
    return LadderCounts(name, tuple(reversed(rungs)), max(found.values(), default=0))


def _column(standing: Standing) -> str:
    if standing.category is Category.GRANTABLE:
        return "grantable"
    return "ruled_out" if standing is Standing.RULED_OUT else "open"
