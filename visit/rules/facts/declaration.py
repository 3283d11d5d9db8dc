"""What a fact is: everything that is known about one name of the condition language stands in one declaration.

A fact of an option is read from a part of the case and a part of the option. Its reader receives the two parts and nothing else,
so that what was read may be found again wherever the parts are equal: a cache that is keyed by them cannot say less than was read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, Literal, TypeAlias, TypeVar

from visit.case import Case
from visit.catalogue import Option
from visit.rules.facts.circumstances import Circumstances
from visit.rules.language.types import TRUTH, Side, Type
from visit.rules.language.values import Truth, Value

CasePart = TypeVar("CasePart", bound=Hashable)
OptionPart = TypeVar("OptionPart", bound=Hashable)
NamedPart = TypeVar("NamedPart", bound=Hashable)


@dataclass(frozen=True, slots=True, eq=False)
class CaseFact:
    """A fact of the case on a date."""

    name: str
    type: Type
    read: Callable[[Case, date], Value]
    side: ClassVar[Side] = "case"
    told_by_offer: ClassVar[bool] = False


def nothing(now: Circumstances) -> None:
    """Return what a fact depends on that is the same for every case."""


def nobody(now: Circumstances) -> tuple[()]:
    """Return the ids that a case names for a fact that no case says anything of."""
    return ()


@dataclass(frozen=True, slots=True, eq=False)
class OptionFact(Generic[CasePart, OptionPart, NamedPart]):
    """A fact of an option for a case. Compared by identity, so that it can be part of a cache key.

    Attributes:
        of_option: The part of an option that it depends on.
        read: The value for a part of the case, a part of an option, and what the case says of that very option.
        of_case: The part of a case that it depends on.
        named: The ids of offers and options that the case names for it, each with what the case says, in the order of the case.
        told_by_offer: Whether the offer can tell it, so that it may be left to confirm before deciding.
        field: The field of the catalogue that stands behind it.
        shelf_life: What a guideline calls the shelf life of that field, where it has another name.
        waits_for: Facts of the case without which it is unknown.
        estimates: The fact of the option that it is an estimate of, where that one is unknown, and else equal to.
    """

    name: str
    type: Type
    of_option: Callable[[Option], OptionPart]
    read: Callable[[CasePart, OptionPart, tuple[NamedPart, ...]], Value]
    of_case: Callable[[Circumstances], CasePart]
    named: Callable[[Circumstances], tuple[tuple[str, NamedPart], ...]] = nobody
    told_by_offer: bool = False
    field: str | None = None
    shelf_life: str | None = None
    waits_for: tuple[str, ...] = ()
    estimates: str | None = None
    side: ClassVar[Side] = "option"

    def value(self, option: Option, now: Circumstances) -> Value:
        """Return what it is for one option."""
        return self.read(self.of_case(now), self.of_option(option), said_of(option, self.named(now)))


def said_of(option: Option, named: tuple[tuple[str, NamedPart], ...]) -> tuple[NamedPart, ...]:
    """Return what a case says of an option, by its own id or its offer's."""
    return tuple([said for id, said in named if id in (option.offer.id, option.id)]) if named else ()


@dataclass(frozen=True, slots=True, eq=False)
class OperatorConditionFact:
    """Whether a condition of the operator's own holds for the case: an option carries it, and it is decided like a rule's.

    Attributes:
        of_option: The condition as text; without one the fact is false.
    """

    name: str
    of_option: Callable[[Option], str | None]
    field: str | None = None
    type: ClassVar[Type] = TRUTH
    side: ClassVar[Side] = "option"
    told_by_offer: ClassVar[bool] = False
    shelf_life: ClassVar[None] = None
    waits_for: ClassVar[tuple[str, ...]] = ()

    def read(self, truths: tuple[tuple[str, Truth], ...], text: str | None, said: tuple[Hashable, ...] = ()) -> Value:
        """Return the truth of one condition among those that were decided."""
        return False if text is None else dict(truths)[text]


@dataclass(frozen=True, slots=True, eq=False)
class ResultFact:
    """What only a ranking finds out: how an option compares with the others, or stands; `of_each` option, or the same for all."""

    name: str
    type: Type
    side: Side = "comparative"
    told_by_offer: bool = False
    of_each: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PlacementFact:
    """A fact of a whole placement. What is unknown of it, the offers of its parts can tell.

    Attributes:
        over: How the values of its parts make it: it is their sum, and unknown where one is, or the highest of them.
            Without one it is read of the whole in a way of its own, and the search cannot look ahead at it.
    """

    name: str
    type: Type
    over: Literal["sum", "max"] | None = None
    side: ClassVar[Side] = "placement"
    told_by_offer: ClassVar[bool] = True


FactOfOption: TypeAlias = OptionFact[Any, Any, Any] | OperatorConditionFact
"""What is read from parts that only the fact itself knows the types of."""
Fact: TypeAlias = CaseFact | FactOfOption | ResultFact | PlacementFact
