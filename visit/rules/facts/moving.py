"""What the citizen, and the guardian, say of moving to an option.

The nearest statement counts: of the very move, else of moves to the offer, else of moves under the provision, else of any move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from visit.case import Case
from visit.catalogue import Option
from visit.reading.documents.case import Move
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.declaration import OptionFact
from visit.rules.language.types import TRUTH, Type, code
from visit.rules.language.values import UNKNOWN, Value, possible
from visit.vocabulary import vocabulary

ToOffer: TypeAlias = tuple[str | None, Value]
"""What is said of a move to an offer, with its provision where one is named."""
Elsewhere: TypeAlias = tuple[Value | None, tuple[tuple[str, Value], ...]]
"""What is said of moving at all, and of moves by provision alone."""


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
