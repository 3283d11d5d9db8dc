"""How a document is declared, once: its groups of fields, and what each field may be.

    class Home(Record):
        place = Field(PLACE)
        housing = Field(code("housing"))

A `Record` is a typed view of what is recorded: reading `home.housing` gives `str | None`, None where it is left out. The same
declaration is walked by `visit.reading.acceptance`, is turned into a pydantic model by `visit.reading.documents.models`, tells the
rules which facts there are and the interview how to ask. Nothing here checks a value: a stored record is read as it is, so that
a later version's checks never refuse an old one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Generic, NoReturn, Self, TypeAlias, TypeVar, cast, overload

from visit.characters import one_line

T = TypeVar("T")
P = TypeVar("P", bound="Record")
ValueT_co = TypeVar("ValueT_co", covariant=True)


class FieldKind(Generic[ValueT_co]):
    """What a field may be.

    Attributes:
        name: What kind of value it is; each reader of documents has a table by it.
        read: The value of what is recorded.
        codes: The list of the vocabulary that its codes are of.
        least: The smallest number.
        most: The largest number.
    """

    __slots__ = ("codes", "least", "most", "name", "read")

    def __init__(self, name: str, read: Callable[[Any], ValueT_co], *, codes: str = "", least: int = 0, most: int = 0):
        self.name, self.read, self.codes, self.least, self.most = name, read, codes, least, most


class Record:
    """A group of fields as recorded; what is left out reads as None. Compared by identity; `recorded` is what is equal.

    Attributes:
        recorded: The plain values by key, as they are stored.
    """

    __slots__ = ("recorded",)
    recorded: Mapping[str, object]

    def __init__(self, recorded: Mapping[str, object]) -> None:
        object.__setattr__(self, "recorded", recorded)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def has(self, key: str) -> bool:
        """Return whether anything is recorded under a key, be it that there is nothing."""
        return self.recorded.get(key) is not None

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"  # what is recorded is personal

    def __reduce__(self) -> tuple[type[Self], tuple[Mapping[str, object]]]:
        return type(self), (self.recorded,)


class Field(Generic[T]):
    """A field that may be left out.

    What a guideline can read of it is one of: a fact of its own, called `case.` and its path; a fact gathered over the rows it
    stands in; a count; facts that read it beside other things; nothing, for a reason.

    Attributes:
        key: Its name in the file: the attribute's own, unless that is a word of Python.
        kind: What it may be.
        default: What is recorded where the file leaves it out.
        gathered: The fact that is the set of this field over all rows.
        counted: The fact that is how many there are.
        read_by: A fact that reads it, and is declared elsewhere.
        unread: Why no guideline can read it.
        instead_of: The field it stands in for; the interview asks for that one.
        unasked: Why the interview leaves it out.
    """

    def __init__(
        self,
        kind: FieldKind[T],
        *,
        key: str = "",
        default: object = None,
        gathered: str = "",
        counted: str = "",
        read_by: str = "",
        unread: str = "",
        instead_of: str = "",
        unasked: str = "",
    ) -> None:
        self.kind, self.key, self.default = kind, key, default
        self.gathered, self.counted, self.read_by, self.unread = gathered, counted, read_by, unread
        self.instead_of, self.unasked = instead_of, unasked

    @property
    def required(self) -> bool:
        """Whether a file that leaves it out is refused."""
        return False

    def __set_name__(self, owner: type[Record], name: str) -> None:
        self.key = self.key or name

    @overload
    def __get__(self, group: None, owner: type[Record]) -> Self: ...
    @overload
    def __get__(self, group: Record, owner: type[Record]) -> T | None: ...
    def __get__(self, group: Record | None, owner: type[Record]) -> Self | T | None:
        return self if group is None else self.within(group.recorded)

    def within(self, recorded: Mapping[str, object]) -> T | None:
        """Return what is recorded of it in a group's plain values."""
        value = recorded.get(self.key)
        return None if value is None else self.kind.read(value)


class Always(Field[T]):
    """A field that every record has: a required one, or one with a default."""

    @property
    def required(self) -> bool:
        """Whether a file that leaves it out is refused."""
        return self.default is None

    @overload
    def __get__(self, group: None, owner: type[Record]) -> Self: ...
    @overload
    def __get__(self, group: Record, owner: type[Record]) -> T: ...
    def __get__(self, group: Record | None, owner: type[Record]) -> Self | T:
        return self if group is None else self.within(group.recorded)

    def within(self, recorded: Mapping[str, object]) -> T:
        """Return what is recorded of it in a group's plain values, or its default."""
        return self.kind.read(recorded.get(self.key, self.default))


class Group(Generic[P]):
    """A group within a group. It is there where it is left out, and empty: its fields read as None.

    Attributes:
        required: Whether a file that leaves it out is refused.
    """

    def __init__(self, of: type[P], *, required: bool = False) -> None:
        self.of, self.key, self.required = of, "", required

    def __set_name__(self, owner: type[Record], name: str) -> None:
        self.key = name

    @overload
    def __get__(self, group: None, owner: type[Record]) -> Self: ...
    @overload
    def __get__(self, group: Record, owner: type[Record]) -> P: ...
    def __get__(self, group: Record | None, owner: type[Record]) -> Self | P:
        return self if group is None else self.of(cast(Mapping[str, object], group.recorded.get(self.key) or {}))


Declaration: TypeAlias = "Field[Any] | Group[Any]"


def declared(of: type[Record]) -> Iterator[Declaration]:
    """Yield what a group declares, in the order of the file."""
    return (one for one in vars(of).values() if isinstance(one, Field | Group))


# --- what a field may be ---


class ListOf(FieldKind[tuple[P, ...]]):
    """A list of groups."""

    __slots__ = ("of",)

    def __init__(self, of: type[P], *, least: int = 0) -> None:
        super().__init__("rows", lambda rows: tuple(of(row) for row in rows), least=least)
        self.of = of


class Keyed(FieldKind[Mapping[str, T]]):
    """A value for each code of a list, or, without one, for each name that the file gives."""

    __slots__ = ("value",)

    def __init__(self, codes: str, value: FieldKind[T]) -> None:
        super().__init__("keyed", lambda row: {key: value.read(one) for key, one in row.items()}, codes=codes)
        self.value = value


def code_of(codes: str) -> FieldKind[str]:
    """One code of a list."""
    return FieldKind("code", str, codes=codes)


def codes_of(codes: str) -> FieldKind[tuple[str, ...]]:
    """Several codes of a list."""
    return FieldKind("codes", tuple, codes=codes)


def whole_number(name: str = "whole", *, codes: str = "", least: int = 0, most: int = 10_000_000) -> FieldKind[int]:
    """A whole number, from 0 unless told otherwise."""
    return FieldKind(name, int, codes=codes, least=least, most=most)


def level(scale: str) -> FieldKind[int]:
    """A level on a scale of FFB, 0 (none) to 4 (complete)."""
    return whole_number("level", codes=scale, most=4)


class LatLon(Record):
    """A point, where a town name is not enough."""

    lat = Always(FieldKind("degrees", Decimal))
    lon = Always(FieldKind("degrees", Decimal))


Place: TypeAlias = str | LatLon
PlainFact: TypeAlias = bool | int | str | Sequence[str]
"""A plain value of which no declaration says what it may be."""


def _place(value: str | Mapping[str, object]) -> Place:
    return value if isinstance(value, str) else LatLon(value)


def _born(value: int | str) -> date | int:
    return value if isinstance(value, int) else date.fromisoformat(value)


ID: FieldKind[str] = FieldKind("id", str)
TEXT: FieldKind[str] = FieldKind("text", str)
LINE: FieldKind[str] = FieldKind("text", one_line)
"""A name, or where something stands: text that is said within a sentence, whatever line breaks the file has in it."""
TEXTS: FieldKind[tuple[str, ...]] = FieldKind("texts", tuple)
TRUTH: FieldKind[bool] = FieldKind("truth", bool)
WHOLE: FieldKind[int] = whole_number()
KM: FieldKind[int] = whole_number("km")
AMOUNT: FieldKind[Decimal] = FieldKind("amount", Decimal, most=10_000_000)
"""DKK and øre, or hours with two decimals."""
DAYS: FieldKind[Decimal] = FieldKind("days", Decimal, most=7)
"""Days a week, at most one decimal."""
HOURS: FieldKind[Decimal] = FieldKind("hours", Decimal, most=336)
DAY: FieldKind[date] = FieldKind("day", date.fromisoformat)
PAST: FieldKind[date] = FieldKind("past", date.fromisoformat)
"""A day that does not lie after the assessment; the interview refuses one that does."""
BORN: FieldKind[date | int] = FieldKind("born", _born, least=1900, most=2100)
"""A date of birth, or the year alone."""
PLACE: FieldKind[Place] = FieldKind("place", _place)
EXTRA: FieldKind[Mapping[str, PlainFact]] = FieldKind("extra", dict, least=-10_000_000, most=10_000_000)
"""What is recorded under names that a guideline declares: it alone says what each may be."""
MUNICIPALITY: FieldKind[str] = FieldKind("municipality", str, codes="municipality")
OFFER: FieldKind[str] = FieldKind("offer", str)
"""The id of an offer."""
OPTION: FieldKind[str] = FieldKind("option", str)
"""An offer and a provision, `kollegiet/SEL-108`."""
OFFER_OR_OPTION: FieldKind[str] = FieldKind("offer_or_option", str)
OFFERS: FieldKind[tuple[str, ...]] = FieldKind("offers", tuple)
"""Offers or options."""
FORMAT: FieldKind[int] = FieldKind("format", int, least=1, most=1)
"""The number of the file's format."""
