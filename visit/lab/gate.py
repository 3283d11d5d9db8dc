"""What must not happen, as a comparison can be held to it: `moved > 5%`, `lost > 0`, `approvals.director > 10`.

A tiny closed language: a name, a comparison, and a number, or so many percent of the cases. A name may be of a subgroup alone:
`group.autism.higher > 3`. Of what follows a name alone is a net; behind it can stand what makes it up: `approvals.director.begins`.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from visit.errors import UsageError, did_you_mean
from visit.lab.both_sides import BothSides
from visit.lab.forms import TURN_NAMES
from visit.lab.gate_names import (
    gate_names,
    id_wanted,
    in_names,
    not_of_a_statement,
    role_called,
    turn_called,
    unknown_gate,
)
from visit.lab.gate_values import AMOUNTS, COUNTED, OF_ROWS, GateNumber, numbers_of_row
from visit.lab.impact import Impact
from visit.lab.said import OF_ROLES
from visit.lab.subgroups import DIMENSIONS
from visit.lab.totals import FOLLOWING, OF_STATEMENTS
from visit.locale import text as _
from visit.rules.guideline.values import Guideline
from visit.vocabulary import Term

_OPERATORS: Mapping[str, Callable[[Fraction, Fraction], bool]] = MappingProxyType(
    {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq}
)
_WRITTEN = re.compile(r"\s*([\w.-]+)\s*(>=|<=|==|>|<)\s*(-?\d+(?:\.\d+)?)\s*(%?)\s*")


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition that must not become true.

    Attributes:
        name: What is looked at.
        of: The dimension and the row of the subgroup that it is about, with a dot between; nothing where it is about all.
        than: The comparison.
        limit: What it is compared with.
        is_share: Whether the limit is in percent of the cases.
    """

    written: str
    name: str
    of: str
    than: str
    limit: Fraction
    is_share: bool

    def is_known(self, numbers: Mapping[str, GateNumber]) -> bool:
        """Return whether its number is known; nothing is true or false of one that is not."""
        return numbers.get(self.name, 0) is not None

    def is_true(self, numbers: Mapping[str, GateNumber], cases: int, accepted: Mapping[str, int | Decimal]) -> bool:
        """Return whether it is true of what a comparison has beyond what was accepted; of what is not known nothing is."""
        number = numbers.get(self.name, 0)
        if number is None:
            return False
        value = Fraction(number) - Fraction(accepted.get(self.name, 0))
        whole = self.cases(numbers, cases)
        share = 100 * value / whole if whole else Fraction(0)
        return _OPERATORS[self.than](share if self.is_share else value, self.limit)

    def cases(self, numbers: Mapping[str, GateNumber], cases: int) -> int:
        """Return how many a share is of: all cases, or those of its subgroup."""
        return int(numbers.get(f"{self.of}.cases") or 0) if self.of else cases

    @property
    def row(self) -> tuple[str, str]:
        """The dimension and the row that it is about."""
        dimension, _dot, row = self.of.partition(".")
        return dimension, row

    @property
    def measure(self) -> str:
        """The name without its subgroup."""
        return self.name.removeprefix(f"{self.of}.") if self.of else self.name

    @property
    def statement(self) -> tuple[str, str, str]:
        """Of what follows the section, the statement and what of `TURN_NAMES` is asked of it; each "" where it is not."""
        section, _dot, rest = self.measure.partition(".")
        id, _dot, turn = rest.partition(".")
        return (section, id, turn) if section in FOLLOWING else ("", "", "")


def numbers_of(found: Impact, gates: Iterable[Gate] = ()) -> dict[str, GateNumber]:
    """Return every number that a gate can name of all cases, and those of subgroups that some gates name.

    Of what follows a number is in how many more cases it does. `DIMENSION.ROW.cases` is how many cases a subgroup has.
    """
    numbers: dict[str, GateNumber] = {name: read(found) for name, read in COUNTED.items()}
    numbers |= numbers_of_row(found)
    for one in gates:
        if one.of:
            row = row_of_gate(one, found)
            numbers |= {one.name: numbers_of_row(row).get(one.measure, 0), f"{one.of}.cases": row.cases}
    return numbers


def row_of_gate(gate: Gate, found: Impact) -> BothSides:
    """Return what a gate is about: all cases, or those of its subgroup."""
    dimension, key = gate.row
    return found.subgroups.rows[dimension].get(key, BothSides()) if gate.of else found


def gate(written: str) -> Gate:
    """Read a condition.

    Raises:
        UsageError: It is none, or names what there is not.
    """
    found = _WRITTEN.fullmatch(written)
    if found is None:
        meant = re.sub(r"=([<>])", r"\1=", re.sub(r"(\d),(\d)", r"\1.\2", in_names(written)))
        raise UsageError(
            _('--fail-if cannot be read: "{text}"', text=written),
            help=_("write `{text}`", text=meant.strip())
            if _WRITTEN.fullmatch(meant)
            else _("a name, a comparison and a number, for example `moved > 5%`; names: {names}", names=gate_names()),
        )
    name, than, limit, percent = found.groups()
    dimension, dot, rest = name.partition(".")
    row, _dot, measure = rest.partition(".") if dot and dimension in DIMENSIONS else ("", "", name)
    section, dot, rest = measure.partition(".")
    counted = OF_ROWS if row else COUNTED
    if (dimension in DIMENSIONS and not row) or (row and not measure):
        raise UsageError(
            _('--fail-if: "{name}" names no number of a subgroup', name=name),
            help=_("name the row and what is counted: `{example}`", example=f"{dimension}.{row or _('ROW')}.moved > 3"),
        )
    if measure not in counted and measure not in AMOUNTS and not (dot and section in FOLLOWING):
        known = (*counted, *AMOUNTS, *FOLLOWING)
        every = [f"{dimension}.{row}.{one}" for one in known] if row else [*known, *DIMENSIONS]
        raise unknown_gate(written, name, every, written if row else in_names(written))
    _id, turns, turn = rest.partition(".")
    if section in FOLLOWING and turns and turn not in TURN_NAMES:
        raise not_of_a_statement(written, name, turn)
    if percent and measure in AMOUNTS:
        raise UsageError(
            _('"{name}" is no count of cases, and has no share', name=name), help=_("write a number without %")
        )
    return Gate(written.strip(), name, f"{dimension}.{row}" if row else "", than, Fraction(limit), bool(percent))


def check_ids(gates: Iterable[Gate], guidelines: Iterable[Guideline]) -> None:
    """Refuse a gate that names a role or statement that no guideline has: it would never be true.

    Raises:
        UsageError: There is such a gate.
    """
    known: dict[str, set[str]] = {section: set() for section in FOLLOWING}
    roles: dict[str, Term] = {}
    for one in guidelines:
        roles.update(one.lists["role"].terms)
        for section in OF_STATEMENTS:
            known[section].update(statement.id for statement in getattr(one, section))
    known.update({section: {*roles} for section in OF_ROLES})
    for wanted in gates:
        section, id, turn = wanted.statement
        if section and id not in known[section]:
            before, behind = wanted.name.removesuffix(wanted.measure), f".{turn}" if turn else ""
            called = wanted.written.replace(id, role_called(id, roles), 1)
            if not turn and turn_called(id) in TURN_NAMES:
                called = wanted.written.replace(f"{section}.{id}", f"{id_wanted(section)}.{turn_called(id)}", 1)
            known_names = [f"{before}{section}.{one}{behind}" for one in sorted(known[section])]
            raise unknown_gate(wanted.written, wanted.name, known_names, called)


def check_rows(gates: Iterable[Gate], found: Impact, *, tells_all: bool) -> None:
    """Refuse a gate of a subgroup in which nobody is: it would never be true.

    Raises:
        UsageError: There is such a gate, or one of a dimension that is not told of real citizens.
    """
    for wanted in gates:
        dimension, row = wanted.row
        if not dimension:
            continue
        if dimension == "group" and not tells_all:
            raise UsageError(
                _(
                    "--fail-if {condition}: of real citizens no target group is told by itself",
                    condition=wanted.written,
                ),
                help=_("ask of a kind of target groups, for example `kind.mental-health.higher > 5`, or with --people"),
            )  # fmt: skip
        if row not in found.subgroups.rows[dimension]:
            shown = [key for key, _cells in found.subgroups.table(dimension, tells_all=tells_all).rows]
            raise UsageError(
                _('--fail-if: no citizen here is in "{name}"', name=wanted.of),
                help=did_you_mean(row, shown) or _("rows: {names}", names=", ".join(shown) or "–"),
            )
