"""A case on a date under a guideline's settings: what option-side facts read beside the option."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from visit.case import Case
from visit.rules.language.values import UNKNOWN, Truth
from visit.vocabulary import Need, vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """How the distances to the network become one: which members count, and how they are combined."""

    members: str = "documented"
    combine: str = "weighted"
    weights: Mapping[str, int] = field(default_factory=lambda: {"daily": 30, "weekly": 4, "monthly": 1, "rarely": 0})


@dataclass(frozen=True, slots=True, eq=False)
class Circumstances:
    """A case on a date under a guideline's settings: everything that option-side facts read beside the option.

    Attributes:
        holds: Whether a condition on the case holds that an offer carries itself; what is only proposed counts for nothing.
        open: The facts of the case that leave such a condition unknown.
        reference_prices: DKK per day by provision and specialisation level.
        needs: Every need there is, by key.
        usually_met: The needs of the guideline's own that help under a provision usually meets.
        groups_of_offers: Each offer of a group that the guideline speaks of, with the group.
    """

    case: Case
    as_of: date
    nearness: Nearness = Nearness()
    holds: Callable[[str], Truth] = lambda text: UNKNOWN
    open: Callable[[str], tuple[str, ...]] = lambda text: ()
    reference_prices: Mapping[tuple[str, int], int] = field(default_factory=dict)
    needs: Mapping[str, Need] = field(default_factory=lambda: vocabulary().needs)
    usually_met: Mapping[str, frozenset[str]] = field(default_factory=dict)
    groups_of_offers: tuple[tuple[str, str], ...] = ()
