"""What must not happen, as a comparison can be held to it: `moved > 5%`, `lost > 0`, `approvals.director > 10`.

A tiny closed language: a name, a comparison, and a number, or so many percent of the cases. A name may be of a subgroup alone:
`group.autism.higher > 3`.
"""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

from visit.errors import UsageError, did_you_mean, nearest
from visit.lab.both_sides import BothSides
from visit.lab.impact import Impact
from visit.lab.movements import Crossing, Movement
from visit.lab.subgroups import DIMENSIONS
from visit.lab.totals import FOLLOWING, percentile
from visit.locale import formats
from visit.locale import text as _
from visit.rules.guideline.values import Guideline
from visit.vocabulary import Term, vocabulary

CROSSED: Mapping[str, Crossing] = MappingProxyType({
    "external": Crossing.TO_EXTERNAL,
    "own": Crossing.TO_OWN,
    "grantable": Crossing.GRANTABLE,
    "not_grantable": Crossing.NOT_GRANTABLE,
    "undecided": Crossing.TO_UNDECIDED,
    "decided": Crossing.TO_DECIDED,
    "exception_first": Crossing.EXCEPTION_FIRST,
    "by_name": Crossing.BY_NAME,
})  # fmt: skip
"""What turns, by name."""


def _crossed(turn: Crossing, found: BothSides) -> int:
    return found.crossings[turn]


MOVED = ("moved", "lower", "higher", "same_step", "gained", "lost")
"""The names of how many move, and how."""
OF_ROWS: Mapping[str, Callable[[BothSides], int]] = MappingProxyType({
    "moved": lambda found: found.moving,
    "lower": lambda found: found.movements[Movement.LOWER],
    "higher": lambda found: found.movements[Movement.HIGHER],
    "same_step": lambda found: found.movements[Movement.SAME_STEP],
    "gained": lambda found: found.movements[Movement.GAINED],
    "lost": lambda found: found.movements[Movement.LOST],
    **{name: partial(_crossed, turn) for name, turn in CROSSED.items()},
})  # fmt: skip
"""Counts of cases, by name, also of a subgroup."""
COUNTED: Mapping[str, Callable[[Impact], int]] = MappingProxyType({
    **OF_ROWS,
    "unread": lambda found: found.unread,
    "others": lambda found: found.others,
})  # fmt: skip
"""Counts of cases, by name."""
GateNumber: TypeAlias = int | Decimal | None
"""A number that a gate can name; None is not known."""
AMOUNTS: Mapping[str, Callable[[BothSides], Decimal | None]] = MappingProxyType({
    "dkk_a_year": lambda found: in_hundredths(found.dkk_a_year) if found.priced_both else None,
    "km_median": lambda found: _more_km(found, 50),
    "km_90": lambda found: _more_km(found, 90),
})  # fmt: skip
"""Amounts that are no share of the cases: how much more, in kroner to the øre, and in kilometres to the metre."""
_CALLED: Mapping[str, str] = MappingProxyType({
    "flyttet": "moved", "flytter": "moved", "en anden nr 1": "moved", "anden nr 1": "moved", "another first": "moved",
    "lavere": "lower", "til et lavere trin": "lower", "højere": "higher",
    "til et højere trin": "higher", "samme trin": "same_step", "fra ingen til en": "gained", "vundet": "gained",
    "fra en til ingen": "lost", "mistet": "lost", "tabt": "lost", "købt": "external", "ekstern": "external",
    "bought": "external", "eget": "own", "kan bevilges": "grantable", "bevilges": "grantable",
    "kan ikke bevilges": "not_grantable", "uafklaret": "undecided", "afklaret": "decided", "undtagelse": "exception_first",
    "kun navnet afgør": "by_name", "navnet": "by_name", "ulæst": "unread", "andre kommuner": "others",
    "kroner om året": "dkk_a_year", "kr om året": "dkk_a_year", "kroner": "dkk_a_year", "km": "km_median",
    "median": "km_median", "godkendelser": "approvals", "bemærkninger": "notices", "frister": "deadlines",
    "opfølgning": "follow_up",
})  # fmt: skip
"""What people call a name in Danish, or otherwise: the words of the answer, in small letters."""
_OPERATORS: Mapping[str, Callable[[Fraction, Fraction], bool]] = MappingProxyType(
    {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq}
)
_WRITTEN = re.compile(r"\s*([\w.-]+)\s*(>=|<=|==|>|<)\s*(-?\d+(?:\.\d+)?)\s*(%?)\s*")
_NAMED = re.compile(r"\s*(\w[^<>=]*?)\s*(?=[<>=])")
"""A name before a comparison, also one of several words."""


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


def _more_km(found: BothSides, percent: int) -> Decimal | None:
    old, new = (percentile(side.metres, percent) for side in (found.old, found.new))
    return None if old is None or new is None else Decimal(new - old) / 1000


def in_hundredths(amount: Fraction) -> Decimal:
    """Return an amount to the hundredth (kroner to the øre), in which it is compared and written down."""
    return Decimal(round(100 * amount)) / 100


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


def numbers_of_row(found: BothSides) -> dict[str, GateNumber]:
    """Return every number that a gate can name of some cases; None for an amount that is not known of any."""
    follows: Counter[str] = Counter()
    for section in FOLLOWING:
        old, new = getattr(found.old, section), getattr(found.new, section)
        for said in sorted({*old, *new}):
            follows[f"{section}.{statement_id(said)}"] += new[said] - old[said]
    return {
        **{name: read(found) for name, read in OF_ROWS.items()},
        **{name: read(found) for name, read in AMOUNTS.items()},
        **follows,
    }


def statement_id(said: str) -> str:
    """Return the id of what follows, surely or perhaps, without its period."""
    return said.removesuffix("?").partition(" ")[0]


def gate_names() -> str:
    """Return every name, for help."""
    named = (*COUNTED, *AMOUNTS, *map(_id_wanted, FOLLOWING))
    return _(
        "{names}; of a subgroup: {rows}",
        names=", ".join(named),
        rows=", ".join(f"{one}.{_('ROW.NAME')}" for one in DIMENSIONS),
    )


def _id_wanted(section: str) -> str:
    """Return how a statement of a section is named."""
    return _("approvals.ROLE") if section == "approvals" else f"{section}.ID"


def gate(written: str) -> Gate:
    """Read a condition.

    Raises:
        UsageError: It is none, or names what there is not.
    """
    found = _WRITTEN.fullmatch(written)
    if found is None:
        meant = re.sub(r"=([<>])", r"\1=", re.sub(r"(\d),(\d)", r"\1.\2", _in_names(written)))
        raise UsageError(
            _('--fail-if cannot be read: "{text}"', text=written),
            help=_("write `{text}`", text=meant.strip())
            if _WRITTEN.fullmatch(meant)
            else _("a name, a comparison and a number, for example `moved > 5%`; names: {names}", names=gate_names()),
        )
    name, than, limit, percent = found.groups()
    dimension, dot, rest = name.partition(".")
    row, _dot, measure = rest.partition(".") if dot and dimension in DIMENSIONS else ("", "", name)
    section, dot, _rest = measure.partition(".")
    counted = OF_ROWS if row else COUNTED
    if (dimension in DIMENSIONS and not row) or (row and not measure):
        raise UsageError(
            _('--fail-if: "{name}" names no number of a subgroup', name=name),
            help=_("name the row and what is counted: `{example}`", example=f"{dimension}.{row or _('ROW')}.moved > 3"),
        )
    if measure not in counted and measure not in AMOUNTS and not (dot and section in FOLLOWING):
        known = (*counted, *AMOUNTS, *FOLLOWING)
        every = [f"{dimension}.{row}.{one}" for one in known] if row else [*known, *DIMENSIONS]
        raise _unknown(written, name, every, written if row else _in_names(written))
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
        for section in FOLLOWING[1:]:
            known[section].update(statement.id for statement in getattr(one, section))
    known["approvals"].update(roles)
    for wanted in gates:
        section, dot, id = wanted.measure.partition(".")
        if dot and id not in known[section]:
            before = wanted.name.removesuffix(wanted.measure)
            called = wanted.written.replace(id, _role_called(id, roles), 1)
            raise _unknown(
                wanted.written, wanted.name, [f"{before}{section}.{one}" for one in sorted(known[section])], called
            )


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


def _in_names(written: str) -> str:
    """Return a condition with the name for what it calls otherwise; as it stands where that is no word for one."""
    found = _NAMED.match(written)
    if found is None:
        return written
    name, dot, id = found[1].replace("nr. 1", "nr 1").partition(".")
    word = None if name in FOLLOWING else nearest(name.replace("_", " "), _CALLED)
    meant = name if word is None else _CALLED[word]
    if meant in FOLLOWING:
        id = _role_called(id, vocabulary().codes["role"].terms) if meant == "approvals" and id else id
        meant = f"{meant}.{id}" if id else _id_wanted(meant)
    elif dot or name in COUNTED or name in AMOUNTS:
        return written
    return written.replace(found[1], meant, 1)


def _role_called(id: str, roles: Mapping[str, Term]) -> str:
    """Return the key of the role that is called so in Danish or English; what is written where none is."""
    by_label = {label.casefold(): key for key, term in roles.items() for label in (term.en, term.da)}
    label = None if id in roles else nearest(id.replace("_", " "), by_label)
    return id if label is None else by_label[label]


def _unknown(written: str, name: str, known: Iterable[str], called: str) -> UsageError:
    """Return that nothing is called so, with what is `called` so, or the name that is near."""
    help = _("write `{text}`", text=called.strip()) if called != written else did_you_mean(name, known)
    return UsageError(
        _('--fail-if: nothing is called "{name}"', name=name), help=help or _("names: {names}", names=gate_names())
    )


def gate_words(
    one: Gate, found: Impact, numbers: Mapping[str, GateNumber], accepted: Mapping[str, int | Decimal], *, fails: bool
) -> str:
    """Return what became of a gate, with the number that it looked at, and of how many cases that is known."""
    value = formats.number(numbers.get(one.name) or 0)
    whole = formats.number(one.cases(numbers, found.cases))
    of_all = _("{n} of {all}", n=value, all=whole) if one.is_share else value
    if one.measure in AMOUNTS:
        known = _known(one.measure, row_of_gate(one, found))
        of_all = _("{value}, known of {n} of {all}", value=value, n=known, all=whole)
    said = _("failed") if fails else _("passed")
    if accepted:
        return _(
            "--fail-if {condition}: {value}, accepted {accepted} ({said})",
            condition=one.written, value=of_all, accepted=formats.number(accepted.get(one.name, 0)), said=said,
        )  # fmt: skip
    return _("--fail-if {condition}: {value} ({said})", condition=one.written, value=of_all, said=said)


def _known(name: str, found: BothSides) -> str:
    """Return of how many cases an amount is known: on both sides, or on each."""
    if name == "dkk_a_year":
        return formats.number(found.priced_both)
    sides = [formats.number(side.metres.total()) for side in (found.old, found.new)]
    return " → ".join(dict.fromkeys(sides))


def gate_not_known(one: Gate) -> str:
    """Return why a gate cannot be evaluated of which nothing is known."""
    if one.name == "dkk_a_year":
        return _(
            "--fail-if {condition} cannot be evaluated: no case has a known price on both sides", condition=one.written
        )
    return _(
        "--fail-if {condition} cannot be evaluated: no distance is known on one of the sides", condition=one.written
    )


def gate_not_asked(one: Gate) -> str:
    """Return why a gate is not asked whose number is of few real citizens: the exit code would tell it."""
    return _(
        "--fail-if {condition} is not asked: its number is of few real citizens, and the exit code would tell it; "
        "--people asks it, and -o FILE.html shows nobody all the same",
        condition=one.written,
    )
