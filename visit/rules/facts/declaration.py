"""What a fact is: everything that is known about one name of the condition language stands in one declaration.

A fact of an option is read from a part of the case and a part of the option. Its reader receives the two parts and nothing else,
so that what was read may be found again wherever the parts are equal: a cache that is keyed by them cannot say less than was read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, Generic, Literal, TypeAlias, TypeVar, cast

from visit.case import Case
from visit.catalogue import Option
from visit.rules.facts.circumstances import Circumstances
from visit.rules.language.types import Side, Type
from visit.rules.language.values import Truth, Value

CasePart = TypeVar("CasePart", bound=Hashable)
OptionPart = TypeVar("OptionPart", bound=Hashable)
NamedPart = TypeVar("NamedPart", bound=Hashable)
RecordedPart = TypeVar("RecordedPart", bound=Hashable)


@dataclass(frozen=True, slots=True, eq=False)
class CaseFact:
    """A fact of the case on a date.

    Attributes:
        rests_on: The recorded facts that it is read from and that are missing where it is unknown; none for itself.
    """

    name: str
    type: Type
    read: Callable[[Case, date], Value]
    rests_on: tuple[str, ...] = field(default=(), kw_only=True)
    side: ClassVar[Side] = "case"
    told_by_offer: ClassVar[bool] = False


def nothing(now: Circumstances) -> None:
    """Return what a fact depends on that is the same for every case."""


def nobody(now: Circumstances) -> tuple[()]:
    """Return the ids that a case names for a fact that no case says anything of."""
    return ()


def behind(name: str) -> str:
    """Return under which name stands what leaves a fact unknown; no condition can name it."""
    return f"behind({name})"


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
        waits_for: Facts of the case without which it is unknown.
        estimates: The fact of the option that it is an estimate of, where that one is unknown, and else equal to.
        conditions: The conditions on the case that the option's part carries: an operator's own. Where a fact has such, the part of
            the case is `DecidedPart`, and receives what they give.
        behind: A second reader, for where it is not known: the names of the facts that it waits for, itself where only the offer
            can tell. No condition names it.
    """

    name: str
    type: Type
    of_option: Callable[[Option], OptionPart]
    read: Callable[[CasePart, OptionPart, tuple[NamedPart, ...]], Value]
    of_case: Callable[[Circumstances], CasePart]
    named: Callable[[Circumstances], tuple[tuple[str, NamedPart], ...]] = nobody
    told_by_offer: bool = False
    field: str | None = None
    waits_for: tuple[str, ...] = ()
    estimates: str | None = None
    conditions: Callable[[OptionPart], tuple[str, ...]] | None = None
    behind: FactOfOption | None = None
    side: ClassVar[Side] = "option"

    def value(self, option: Option, now: Circumstances) -> Value:
        """Return what it is for one option."""
        part = self.of_option(option)
        return self.read(self.case_part(now, (part,)), part, said_of(option, self.named(now)))

    def case_part(self, now: Circumstances, parts: Iterable[OptionPart]) -> CasePart:
        """Return what it is read from beside an option's part; each condition that the parts carry is decided once."""
        of_case = self.of_case(now)
        if self.conditions is None or not isinstance(of_case, DecidedPart):
            return of_case
        texts = sorted({text for part in parts for text in self.conditions(part)})
        truths = tuple([(text, now.holds(text)) for text in texts])
        open = None if of_case.open is None else tuple([(text, now.open(text)) for text in texts])
        return cast("CasePart", replace(of_case, truths=truths, open=open))


@dataclass(frozen=True, slots=True)
class DecidedPart(Generic[RecordedPart]):
    """A part of a case, with what the conditions give that options carry themselves.

    Attributes:
        open: The facts that leave each of them unknown; None where that is not asked.
    """

    recorded: RecordedPart
    truths: tuple[tuple[str, Truth], ...] = ()
    open: tuple[tuple[str, tuple[str, ...]], ...] | None = None


def said_of(option: Option, named: tuple[tuple[str, NamedPart], ...]) -> tuple[NamedPart, ...]:
    """Return what a case says of an option, by its own id or its offer's."""
    return tuple([said for id, said in named if id in (option.offer.id, option.id)]) if named else ()


@dataclass(frozen=True, slots=True, eq=False)
class ResultFact:
    """What only a ranking finds out: how an option compares with the others, or stands; `of_each` option, or the same for all.

    Attributes:
        waits_for: As of a fact of an option.
    """

    name: str
    type: Type
    side: Side = "comparative"
    told_by_offer: bool = False
    of_each: bool = False
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PlacementFact:
    """A fact of a whole placement. What is unknown of it, the offers of its parts can tell.

    Attributes:
        over: How the values of its parts make it: it is their sum, and unknown where one is, or the highest of them.
            Without one it is read of the whole in a way of its own, and the search cannot look ahead at it.
        estimates: As of a fact of an option.
    """

    name: str
    type: Type
    over: Literal["sum", "max"] | None = None
    estimates: str | None = None
    side: ClassVar[Side] = "placement"
    told_by_offer: ClassVar[bool] = True


FactOfOption: TypeAlias = OptionFact[Any, Any, Any]
"""What is read from parts that only the fact itself knows the types of."""
Fact: TypeAlias = CaseFact | FactOfOption | ResultFact | PlacementFact
