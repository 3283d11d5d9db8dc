"""The forms in which a statement follows from an answer: with which period, and whether surely or only perhaps.

Of one citizen a statement follows in one form at most on each side; where that is another form on the second side, it turns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from visit.lab.said import BESIDE_PERIODS, PERHAPS

BEGINS, ENDS, CHANGES, CERTAIN = "begins", "ends", "changes", "certain"
TURN_NAMES = (BEGINS, ENDS, CHANGES, CERTAIN, *(f"{CERTAIN}.{one}" for one in (BEGINS, ENDS, CHANGES)))
"""What a gate can name of a statement beside in how many more cases it follows, behind its name."""


_TWO, _PERHAPS_TWO = " (two people)", " (perhaps two people)"


def approvals_in_form(approvals: Set[str], two_people: Set[str]) -> frozenset[str]:
    """Return who approves as a `CaseAnswer` has it, with what says that it is another than who decides, or perhaps is."""
    return frozenset(_approval_in_form(one, two_people) for one in approvals)


def _approval_in_form(said: str, two_people: Set[str]) -> str:
    role = said.removesuffix(PERHAPS)
    two = _TWO if said in two_people else _PERHAPS_TWO if f"{role}{PERHAPS}" in two_people else ""
    return f"{role}{two}{said.removeprefix(role)}"


def one_or_two(said: str) -> str:
    """Return an approval without how many people it takes."""
    return said.replace(_TWO, "").replace(_PERHAPS_TWO, "")


class FormTurn(NamedTuple):
    """The form in which a statement followed, and the one in which it does; "" where it does not."""

    was: str
    now: str

    @property
    def id(self) -> str:
        """The statement; of approvals the role."""
        return statement_id(self.was or self.now)

    @property
    def certain(self) -> FormTurn:
        """The same of what surely follows alone."""
        return FormTurn(*("" if one.endswith(PERHAPS) else one for one in self))

    @property
    def name(self) -> str:
        """Whether it begins, ends or changes; nothing where it stays as it is."""
        if self.was == self.now:
            return ""
        return BEGINS if not self.was else ENDS if not self.now else CHANGES

    @property
    def is_another_period(self) -> bool:
        """Whether it follows on both sides, as surely, and in another form; of approvals by another number of people."""
        return bool(self.was and self.now) and self.was.endswith(PERHAPS) is self.now.endswith(PERHAPS)

    @property
    def keeps_the_rest(self) -> bool:
        """Whether all that a form has beside periods is the same: of a deadline whose task it is, and what meets it."""
        was, now = ([part for part in parts_of_form(one) if part.startswith(BESIDE_PERIODS)] for one in self)
        return was == now


def statement_id(said: str) -> str:
    """Return the id of what follows, surely or perhaps, without its period."""
    return said.removesuffix(PERHAPS).partition(" ")[0]


def parts_of_form(said: str) -> list[str]:
    """Return the parts of the form in which a statement follows; none of one that has none."""
    form = said.removesuffix(PERHAPS).partition(" ")[2]
    return form.removeprefix("(").removesuffix(")").split(", ") if form else []


def form_turns(was: Set[str], now: Set[str]) -> Iterator[FormTurn]:
    """Yield each statement of a section that follows in another form than it did, or on one side alone."""
    before, after = ({statement_id(said): said for said in some} for some in (was - now, now - was))
    for id in sorted({*before, *after}):
        yield FormTurn(before.get(id, ""), after.get(id, ""))


def turn_numbers(turns: Mapping[FormTurn, int]) -> Counter[str]:
    """Return by statement and `TURN_NAMES` for how many cases it begins, ends and changes; `certain` alone is a net."""
    found: Counter[str] = Counter()
    for turn, cases in sorted(turns.items()):
        if turn.name:
            found[f"{turn.id}.{turn.name}"] += cases
        if name := turn.certain.name:
            found[f"{turn.id}.{CERTAIN}.{name}"] += cases
            found[f"{turn.id}.{CERTAIN}"] += {BEGINS: cases, ENDS: -cases, CHANGES: 0}[name]
    return Counter({name: n for name, n in found.items() if n})
