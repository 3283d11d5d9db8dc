"""What a home that runs now would give way to: whether that is less, and whether a ground for it is recorded.

A home gives *less* than one that runs where it is on a lower step of the ladder of home life. For that a ground is recorded on the
service, its offer has ended it, or the citizen has applied for the help.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from visit.case import Case
from visit.reading.documents.case import Current
from visit.vocabulary import Provision, vocabulary


@dataclass(frozen=True, slots=True)
class RunningHome:
    """A home that runs now and is in question: its step, and whether a ground for ending it is recorded."""

    step: int
    grounded: bool


def running_homes(case: Case, as_of: date, question: str) -> Iterator[RunningHome]:
    """Yield the homes that run now and of which this is asked (`review` or `ends`)."""
    for row in case.citizen.current or ():
        provision = vocabulary().provisions[row.service]
        if row.question == question and "home" in provision.areas:
            yield RunningHome(home_step(provision), row.ground is not None or _is_ended(case, as_of, row))


def home_step(provision: Provision) -> int:
    """Return the step of a provision on the ladder of home life; 0 where it does not stand on it."""
    return max((step.number for step in provision.areas.values() if step.ladder == "home"), default=0)


def asked_for(case: Case, as_of: date, provision: Provision) -> bool:
    """Return whether the citizen has applied for a home under a provision, or for help in an ordinary home where it is one."""
    expand = vocabulary().codes["provision"].expand
    applied = [id for row in case.applied_by(as_of) or () for id in expand(row.provision)]
    if provision.id in ("HOME", "TENANCY"):
        return any(vocabulary().provisions[id].in_own_home for id in applied)
    return provision.id in applied


def _is_ended(case: Case, as_of: date, row: Current) -> bool:
    """An offer that has ended the help leaves the municipality no choice: that is a ground."""
    said = [one for one in case.answers or () if one.offer == row.offer and (one.on is None or one.on <= as_of)]
    last = max((one.on or date.min for one in said), default=date.min)
    return any(one.answer == "terminated" for one in said if (one.on or date.min) == last)
