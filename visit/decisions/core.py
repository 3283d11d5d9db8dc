"""The core of a ranking: what decided, in ids and whole numbers, so that it can be compared byte for byte.

`docs/ledger-format.md`, section 8. No wording, no names: those may change from one version of visit to the next, the core may not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NotRequired, TypedDict

from visit.ranking.undecided import GROUP, KEPT, OTHERS, UNKNOWN_FACTS, WISH
from visit.ranking.values import Placement, Ranking, Standing
from visit.rules.guideline.values import Preference

FORMAT = 1
TOP = 5
"""How many placements the core holds; asking for more never changes those that come first."""
_OUTCOMES = ("holds", "fails", "unknown", "confirm")


class CoreOptions(TypedDict):
    """How many options there were, and the ids of those that the catalogue does not have."""

    count: int
    others: list[str]


class CorePlacement(TypedDict):
    """A placement: its options, how it stands, and its key of each criterion but the ties, which a separation names."""

    parts: list[str]
    standing: str
    keys: list[list[object]]


class CoreComparative(TypedDict):
    """What the first pass found."""

    lowest_step: int | None
    own_match: object
    current_sufficient: object
    reference: list[str]


class Core(TypedDict):
    """What decided; rows of options are bits in hexadecimal, the first option lowest."""

    format: int
    options: CoreOptions
    standings: dict[str, str]
    outcomes: dict[str, dict[str, str]]
    placements: list[CorePlacement]
    separations: list[str]
    comparative: CoreComparative
    proved: NotRequired[int]


def core(ranking: Ranking) -> Core:
    """Return the core of a ranking."""
    placements = ranking.placements[:TOP]
    comparative = ranking.comparative
    found: Core = {
        "format": FORMAT,
        "options": {
            "count": len(ranking.options),
            "others": [one.id for one in ranking.options if one.kind != "catalogue"],
        },
        "standings": _standings(ranking),
        "outcomes": {id: rows for id in sorted(ranking.outcomes) if (rows := _outcomes(ranking, id))},
        "placements": [_placement(one, ranking.guideline.ties) for one in placements],
        "separations": [_separation(a, b) for a, b in pairwise(placements)],
        "comparative": {
            "lowest_step": comparative.lower.lowest_step,
            "own_match": comparative.own_match,
            "current_sufficient": comparative.current_sufficient,
            "reference": [option.id for option in comparative.reference.parts],
        },
    }
    # Where the search did not reach its limit all is proved, and nothing is said: so it is in every older core.
    if ranking.proved is not None:
        found["proved"] = min(ranking.proved, TOP)
    return found


def _standings(ranking: Ranking) -> dict[str, str]:
    rows = dict.fromkeys(Standing, 0)
    for index, standing in enumerate(ranking.standings):
        rows[standing] |= 1 << index
    # What is ruled out is the rest.
    return {one.value: f"{row:x}" for one, row in rows.items() if row and one is not Standing.RULED_OUT}


def _outcomes(ranking: Ranking, rule: str) -> dict[str, str]:
    rows = ranking.outcomes[rule]
    return {name: f"{row:x}" for name in _OUTCOMES if (row := getattr(rows, name))}


def _placement(placement: Placement, ties: Sequence[Preference]) -> CorePlacement:
    return {
        "parts": [option.id for option in placement.parts],
        "standing": placement.standing.value,
        "keys": [*_keys(placement, ties)],
    }


def _keys(placement: Placement, ties: Sequence[Preference]) -> Iterator[list[object]]:
    """Yield the keys of the criteria as in every older core: whether others decide first stands with what is unknown.

    Of the other criteria of what is undecided, those are named that say anything.
    """
    keys = {one.id: one.key for one in placement.order}
    for one in placement.order:
        if one.id == UNKNOWN_FACTS:
            yield [one.id, _key((*keys[OTHERS], *one.key))]
        elif (
            one.id != OTHERS and one.preference not in ties and not (one.id in (GROUP, WISH, KEPT) and one.key == (0,))
        ):
            yield [one.id, _key(one.key)]


def _key(key: Iterable[object]) -> list[object]:
    return [_key(one) if isinstance(one, tuple | list) else one for one in key]


def _separation(first: Placement, second: Placement) -> str:
    pairs = zip(first.order, second.order, strict=True)
    found = next((a.id for a, b in pairs if a.key != b.key), "id")
    return UNKNOWN_FACTS if found == OTHERS else found


# --- comparing two cores ---


@dataclass(frozen=True, slots=True, eq=False)
class Parting:
    """Where the paths of two cores part.

    Attributes:
        rule: The first rule, in the order in which rules are reported, whose outcome differs for an option that both have; None
            where no rule does.
        options: The options for which it differs; where no rule differs, those that only one of the cores has, else those whose
            standing differs.
        what: `rule`, `options`, `standing`, `order` or `other`: the first level on which they differ; `follows` where it is only
            what follows from them.
        first: The first placement of each, ids joined with `+`; None where there is none.
    """

    what: str
    rule: str | None
    options: tuple[str, ...]
    first: tuple[str | None, str | None]

    @property
    def moved(self) -> bool:
        """Whether another placement comes first."""
        return self.first[0] != self.first[1]


def first_of_core(core: Core) -> str | None:
    """Return the first placement of a core, ids joined with `+`."""
    placements = core["placements"]
    return "+".join(placements[0]["parts"]) if placements else None


def parting(
    old: Core, new: Core, old_options: tuple[str, ...], new_options: tuple[str, ...], order: Sequence[str] = ()
) -> Parting | None:
    """Return where two cores part, or None where they are equal.

    Args:
        old: One core.
        new: The other.
        old_options: The ids that the rows of the one are over, in order.
        new_options: Those of the other.
        order: The rules in the order in which they are reported: competence and entitlement before convenience.
    """
    if old == new and old_options == new_options:
        return None
    first = (first_of_core(old), first_of_core(new))
    both = [id for id in old_options if id in set(new_options)]
    at_old = {id: place for place, id in enumerate(old_options)}
    at_new = {id: place for place, id in enumerate(new_options)}

    def differing(a: Mapping[str, str], b: Mapping[str, str]) -> tuple[str, ...]:
        rows = [(int(a.get(name, "0"), 16), int(b.get(name, "0"), 16)) for name in sorted({*a, *b})]
        return tuple(id for id in both if any((one >> at_old[id] & 1) != (two >> at_new[id] & 1) for one, two in rows))

    place = {rule: index for index, rule in enumerate(order)}
    for rule in sorted({*old["outcomes"], *new["outcomes"]}, key=lambda one: (place.get(one, len(place)), one)):
        found = differing(old["outcomes"].get(rule, {}), new["outcomes"].get(rule, {}))
        if found:
            return Parting("rule", rule, found, first)
    if old_options != new_options:
        return Parting("options", None, tuple(sorted({*old_options} ^ {*new_options})), first)
    found = differing(old["standings"], new["standings"])
    if found:
        return Parting("standing", None, found, first)
    same = (old["placements"], old["separations"]) == (new["placements"], new["separations"])
    return Parting("other" if same else "order", None, (), first)
