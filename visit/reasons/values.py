"""What there is to say of a ranking, as values: `explanation` finds them, `labels` and `render` put them into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from visit.catalogue import Option
from visit.ranking.values import Meeting, Requirement
from visit.rules.deciding.case_side import Proposed
from visit.rules.deciding.one_option import Trace
from visit.rules.guideline.values import Preference
from visit.rules.language.values import Value


@dataclass(frozen=True, slots=True, eq=False)
class Reason:
    """A rule and what it gave for an option of a placement, or for the whole (`option` is None) of some parts."""

    option: Option | None
    trace: Trace
    values: Mapping[str, Value]
    parts: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class MetNeed:
    """A requirement and the parts that meet it, surely or perhaps."""

    requirement: Requirement
    by: tuple[tuple[Option, Meeting], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Separation:
    """One criterion for two placements, with both keys, the values behind them, and which of these are estimates."""

    criterion: str
    first: tuple[object, ...]
    second: tuple[object, ...]
    first_values: tuple[Value, ...]
    second_values: tuple[Value, ...]
    preference: Preference | None = None
    estimated: tuple[tuple[bool, ...], tuple[bool, ...]] = ((), ())


@dataclass(frozen=True, slots=True, eq=False)
class Confirm:
    """A fact to confirm before deciding, what it is about, and which statements rest on it.

    Attributes:
        assumed: Whether the answer reads it as settled, though nobody recorded it.
    """

    fact: str
    option: Option | None
    rules: tuple[str, ...]
    proposed: Proposed | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class OtherWay:
    """An option that may be part of another way on a lower home step, the facts that are open of it, and who asks."""

    option: Option
    facts: tuple[str, ...]
    rules: tuple[str, ...]
