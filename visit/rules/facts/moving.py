"""Whether an option would move the citizen, whether the citizen lives at its offer, and what citizen and guardian say of moving.

The place where somebody lives is no move, whatever is to become of the stay there: staying takes no consent. Of what is said of
moves the nearest statement counts: of the very move, else of moves to the offer, else of moves under the provision, else of any
move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from visit.case import Case
from visit.catalogue import Option
from visit.reading.documents.case import Move
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.declaration import OptionFact, nothing
from visit.rules.language.types import TRUTH, Type, code
from visit.rules.language.values import UNKNOWN, Value, possible
from visit.vocabulary import vocabulary

ToOffer: TypeAlias = tuple[str | None, Value]
"""What is said of a move to an offer, with its provision where one is named."""
Elsewhere: TypeAlias = tuple[Value | None, tuple[tuple[str, Value], ...]]
"""What is said of moving at all, and of moves by provision alone."""


def _lives_in(now: Circumstances) -> tuple[tuple[str, str], ...]:
    """Return the offers whose service gives the home that the citizen has today, each with its provision."""
    provisions = vocabulary().provisions
    rows = now.case.citizen.current or ()
    return tuple((row.offer, row.service) for row in rows if "home" in provisions[row.service].areas)


def _other_home(option: Option) -> str | None:
    """Return the provision under which it gives a home that may be another than the present one."""
    is_of_today = option.kind == "home" or option.current is not None
    return option.provision.id if option.gives_home and not is_of_today else None


def _moves_home(case: None, provision: str | None, lived_in: tuple[str, ...]) -> Value:
    return provision is not None and provision not in lived_in


def _lives_elsewhere(now: Circumstances) -> bool:
    """Return whether it is recorded that the citizen lives at no offer, or at one that is named among what runs now."""
    housing = now.case.citizen.home.housing
    return bool(_lives_in(now)) or housing not in (None, "institution")


def _lives_here(elsewhere: bool, is_home: bool, lived_in: tuple[str, ...]) -> Value:
    """True of the offer that gives the home of today, and of the home that the citizen has; unknown where neither is recorded."""
    return True if is_home or lived_in else False if elsewhere else UNKNOWN


def _nearest(elsewhere: Elsewhere, provision: str, said: tuple[ToOffer, ...]) -> Value:
    """Return the nearest statement; two of one move leave it open which of them counts."""
    at_all, by_provision = elsewhere
    expand = vocabulary().codes["provision"].expand
    found = (
        [value for under, value in said if under is not None and provision in expand(under)]
        or [value for under, value in said if under is None]
        or [value for under, value in by_provision if provision in expand(under)]
    )
    return possible(found) if found else UNKNOWN if at_all is None else at_all


def _provision(option: Option) -> str:
    return option.provision.id


def _said_of_moving(
    name: str,
    type: Type,
    at_all: Callable[[Case], Value | None],
    of_move: Callable[[Move], Value | None],
    *,
    field: str,
) -> OptionFact[Elsewhere, str, ToOffer]:
    """Declare a fact of which something may be said of moving at all, and of single moves."""

    def rows(now: Circumstances) -> Iterator[tuple[Move, Value]]:
        for row in now.case.consent.moves or ():
            if (said := of_move(row)) is not None:
                yield row, said

    def elsewhere(now: Circumstances) -> Elsewhere:
        named = ((row.provision, said) for row, said in rows(now) if row.offer is None)
        return at_all(now.case), tuple((provision, said) for provision, said in named if provision is not None)

    def to_offers(now: Circumstances) -> tuple[tuple[str, ToOffer], ...]:
        return tuple((row.offer, (row.provision, said)) for row, said in rows(now) if row.offer is not None)

    return OptionFact(name, type, _provision, _nearest, elsewhere, to_offers, waits_for=(field,))


MOVES_HOME = OptionFact("option.moves_home", TRUTH, _other_home, _moves_home, nothing, _lives_in)
LIVES_HERE = OptionFact(
    "option.lives_here", TRUTH, lambda option: option.kind == "home", _lives_here, _lives_elsewhere, _lives_in,
    waits_for=("case.home.housing",),
)  # fmt: skip
CONSENT_TO_MOVE = _said_of_moving(
    "option.consent_to_move",
    code("consent"),
    lambda case: case.consent.move,
    lambda row: row.consent,
    field="case.consent.move",
)
GUARDIAN_ACCEPTS = _said_of_moving(
    "option.guardian_accepts",
    TRUTH,
    lambda case: case.guardian.accepts,
    lambda row: row.guardian_accepts,
    field="case.guardian.accepts",
)
