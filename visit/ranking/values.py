"""What `match` gives: placements in order, the options of each area in order, and everything that made the order.

Only values. `matching` computes them, `explanation` puts reasons to them, `render` shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Self

from visit.case import Case
from visit.catalogue import Catalogue, Option
from visit.rules.deciding.all_options import Rows
from visit.rules.deciding.case_side import CaseSide
from visit.rules.deciding.one_option import Outcome
from visit.rules.guideline.values import Guideline, Preference, Rule
from visit.rules.language.values import Truth, Value
from visit.vocabulary import vocabulary


class Category(IntEnum):
    """What can become of a placement now, in the order that counts first."""

    GRANTABLE = 0
    AWAITING = 1
    UNDECIDED = 2
    REFUSED = 3
    """It leans on an offer that has refused or ended: after everything that can be decided."""
    COERCION = 4
    """It waits for a decision against the citizen's will: after all else."""
    NO_PART = 5
    """It can be part of no placement; of a set of options, one of them cannot, or a rule of the whole fails."""


class Standing(StrEnum):
    """How an option or a placement stands after all rules; its codes are those of the vocabulary.

    Attributes:
        weakness: A placement has the standing of its weakest part, the one with the largest number.
        category: What can become of a placement that stands so.
    """

    weakness: int
    category: Category

    SUITABLE = "suitable", 0, Category.GRANTABLE
    BY_EXCEPTION = "by_exception", 1, Category.GRANTABLE
    AWAITING = "awaiting", 2, Category.AWAITING
    UNDECIDED = "undecided", 3, Category.UNDECIDED
    RULED_OUT = "ruled_out", 5, Category.NO_PART
    ACUTE = "acute", 4, Category.NO_PART
    """Of an option of the acute lane, which no must rules out."""

    def __new__(cls, code: str, weakness: int, category: Category) -> Self:
        made = str.__new__(cls, code)
        made._value_ = code
        made.weakness, made.category = weakness, category
        return made

    @property
    def can_be_part(self) -> bool:
        """Whether an option that stands so can be part of a placement."""
        return self.category is not Category.NO_PART

    def label(self, language: str) -> str:
        """Return how it is said in `da` or `en`."""
        return vocabulary().label("standing", self, language)


def weakest(standings: Iterable[Standing]) -> Standing:
    """Return the weakest of some standings."""
    return max(standings, key=lambda one: one.weakness)


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """One thing that has to be met: a need, an area with no need of its own, hours in an area, or a feature of the home.

    Attributes:
        kind: `need`, `area`, `hours` or `premises`.
        key: The need, area or feature.
        areas: The areas in which it can be met.
        amount: Hours per week for `hours`, else 1.
        proposed: Whether it rests on a proposal of the guideline.
        of_home: Whether it is asked of the part that gives the home with its staff, where there is one.
    """

    kind: str
    key: str
    areas: frozenset[str]
    amount: Decimal = Decimal(1)
    proposed: bool = False
    of_home: bool = False

    @property
    def id(self) -> str:
        """Kind and key, the order in which requirements stand."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True, eq=False)
class Meeting:
    """How far an option meets a requirement: surely, and at most if what is unknown turns out well.

    Attributes:
        of_citizen: Whether that rests on the citizen's facts alone, so that no offer has to be asked.
    """

    surely: Decimal
    at_most: Decimal
    reason: str = ""
    of_citizen: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Criterion:
    """One step of the order: its id, the placement's key for it, and the values of the parts that made it.

    A key is whole numbers, or lists of them; two keys of one criterion can be compared.

    Attributes:
        preference: What it is a step of; None where the order itself is what decides.
    """

    id: str
    key: tuple[object, ...]
    values: tuple[Value, ...] = ()
    preference: Preference | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Options that together meet every need; what is proposed.

    Attributes:
        parts: The options, in the order of their ids.
        standing: The weakest of its parts, and of the rules of the whole.
        leans_on: Requirements that are met only if an unknown turns out well.
        order: The criteria by which it was ordered, most important first.
        failed: Rules of the whole placement that fail or are unknown, with their outcomes.
    """

    parts: tuple[Option, ...]
    standing: Standing
    leans_on: tuple[Requirement, ...]
    order: tuple[Criterion, ...]
    failed: tuple[tuple[Rule, Outcome], ...]
    facts: Mapping[str, Value]

    @property
    def id(self) -> str:
        """The ids of its parts, joined with `+`."""
        return "+".join(option.id for option in self.parts)

    @property
    def grantable(self) -> bool:
        """Whether it can be granted now: suitable or by exception."""
        return self.standing.category is Category.GRANTABLE

    @property
    def sort_key(self) -> tuple[object, ...]:
        """What placements are sorted by; it ends in ids."""
        return (*(criterion.key for criterion in self.order), tuple(option.id for option in self.parts))


@dataclass(frozen=True, slots=True, eq=False)
class AreaRanking:
    """The options of one area in the order of placements, and what became of the others."""

    area: str
    options: tuple[tuple[Option, Standing], ...]
    accounts: Mapping[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class MetBy:
    """Whether a suitable placement has a part of a kind.

    Attributes:
        truth: For what does not run now.
        of_today: For what does: true or false by what is sure.
        open: Of every option that may be part of such a placement, the facts and the ids of requirements that are open.
    """

    truth: Truth
    of_today: Truth
    open: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Lower:
    """Whether the needs can be met in another way on a lower home step.

    Attributes:
        lowest_step: The lowest home step on which they surely are, or None.
        met: For every option, by id, whether they are on a lower step than its own.
        tried: For every option, by id, whether all that could meet them on a lower step was tried and not enough.
        open: For each option of which that is unknown, what it waits for; where it is false, what was passed over because offers
            say nothing. Of every option that may be part of another way, the facts and the ids of requirements that are open.
        not_to_be_had: What would make it true, had it not refused, ended, or nothing but a waiting list.
        proved: Whether all of this is proved; else the search reached its limit, and took what it did not find for none.
    """

    lowest_step: int | None
    met: Mapping[str, Truth]
    tried: Mapping[str, Truth]
    open: Mapping[str, Mapping[str, tuple[str, ...]]]
    not_to_be_had: tuple[Option, ...]
    proved: bool


@dataclass(frozen=True, slots=True, eq=False)
class PriceReference:
    """What prices are compared with.

    Attributes:
        parts: The placement; empty where there is none.
        recorded: Whether the case records it as what the municipality has pointed at.
        price: What all of it costs a day.
        stay_price: What its home costs a day, with the support for the residents there.
        specialisation: Of its home, else of its first part, for the citizen's group.
        private_wish_ratio: What a private stay that the citizen wishes for costs, in percent of the municipal stay that was
            pointed at: of several the most. 0 where there is no such stay, or another one was pointed at.
    """

    parts: tuple[Option, ...]
    recorded: bool
    price: Value
    stay_price: Value
    specialisation: Value
    private_wish_ratio: Value = 0

    @property
    def facts(self) -> dict[str, Value]:
        """Return it as conditions read it."""
        return {
            "reference.recorded": self.recorded,
            "reference.price_dkk_per_day": self.price,
            "reference.stay_dkk_per_day": self.stay_price,
            "reference.specialisation": self.specialisation,
            "reference.private_wish_ratio": self.private_wish_ratio,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Comparative:
    """The comparative facts of the first pass: the one way in which another option's presence counts.

    Attributes:
        lower: Whether the needs can be met on a lower home step, for every option.
        approved: Whether another, approved offer under its provision is suitable and has a place, for every option by its id.
        approved_open: Of an option of which that is unknown, the offers that may be one, each with what is open of it.
        reference: What prices are compared with.
        parts: For every `met_by(…)` that the guideline asks, by its name, what is known of it.
        proved: Whether all of these are proved; else the search reached its limit, and took what it did not find for none.
    """

    lower: Lower
    approved: Mapping[str, Truth]
    approved_open: Callable[[Option], Mapping[str, tuple[str, ...]]]
    own_match: bool
    current_sufficient: bool
    reference: PriceReference
    parts: Mapping[str, MetBy] = field(default_factory=dict)
    proved: bool = True

    def open_of(self, fact: str, option: Option) -> Mapping[str, tuple[str, ...]]:
        """Return the options that a comparative fact of an option waits for, each with what is open of it."""
        if fact == "approved_match":
            return self.approved_open(option)
        if fact in self.parts:
            return self.parts[fact].open
        return self.lower.open.get(option.id, {}) if fact in ("met_lower", "tried_lower") else {}

    def of_each(self, option: Option) -> dict[str, Value]:
        """Return the comparative facts of an option."""
        return {name: values[0] for name, values in self.of_all((option,)).items()}

    def of_all(self, options: Sequence[Option]) -> dict[str, list[Value]]:
        """Return the comparative facts of some options, each as a list over them."""
        ids = [option.id for option in options]
        runs = [option.current is not None or option.kind == "home" for option in options]
        named = {"met_lower": self.lower.met, "tried_lower": self.lower.tried, "approved_match": self.approved}
        return {
            **{name: [of[id] for id in ids] for name, of in named.items()},
            **{name: [part.of_today if one else part.truth for one in runs] for name, part in self.parts.items()},
        }

    @property
    def values(self) -> dict[str, Value]:
        """The comparative facts that are the same for every option."""
        return {
            "own_match": self.own_match,
            "current_sufficient": self.current_sufficient,
            **self.reference.facts,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Everything `match` found.

    Attributes:
        options: Every option that was considered, in the order of ids.
        standings: The standing of each, in the same order.
        outcomes: For every rule of options, what it gives for each option.
        meetings: For each option, how far it meets each requirement.
        steps: For each option, its step on every ladder in the areas that it serves.
        placements: In order, at most as many as were asked for, undecided ones included.
        second: The placement after the first, whether it was asked for or not.
        proved: How many of these, from the first, are proved to be the best; None where the search did not reach its limit
            and all are.
        continuing: Current services that are part of every placement.
        set_aside: Services that continue and that a must rules out, and that are therefore not forced into placements.
        grounds_given: What would come first with every ground for giving less than what ends; None where none is missing.
    """

    case: Case
    catalogue: Catalogue
    guideline: Guideline
    as_of: date
    side: CaseSide
    requirements: tuple[Requirement, ...]
    options: tuple[Option, ...]
    standings: tuple[Standing, ...]
    outcomes: Mapping[str, Rows]
    meetings: tuple[tuple[Meeting, ...], ...]
    steps: tuple[Mapping[str, int], ...]
    placements: tuple[Placement, ...]
    accounts: Mapping[str, int]
    acute: tuple[Option, ...]
    continuing: tuple[Option, ...]
    set_aside: tuple[Option, ...]
    comparative: Comparative
    second: Placement | None = None
    proved: int | None = None
    grounds_given: Placement | None = None

    @property
    def first(self) -> Placement | None:
        """The first placement, if there is one."""
        return self.placements[0] if self.placements else None

    @property
    def first_is_proved(self) -> bool:
        """Whether no other placement can come first."""
        return self.proved is None or self.proved > 0

    def placement_of(self, parts: Iterable[Option]) -> Placement | None:
        """Return the placement that some options are; None where it was not found."""
        wanted = sorted({option.id for option in parts})
        return next((one for one in self.placements if [part.id for part in one.parts] == wanted), None)

    def index(self, option: Option) -> int:
        """Return where an option stands in `options`."""
        return next(index for index, one in enumerate(self.options) if one.id == option.id)

    def standing(self, option: Option) -> Standing:
        """Return the standing of an option."""
        return self.standings[self.index(option)]
