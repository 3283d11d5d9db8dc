"""What has been tried before: which help was given, and whether an option is help that was not enough."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from visit.case import Case
from visit.catalogue import Option
from visit.reading.documents.case import Tried
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.declaration import CaseFact, OptionFact
from visit.rules.language.tried_named import tried_in
from visit.rules.language.types import TRUTH, codes
from visit.rules.language.values import UNKNOWN, Trial, Trials, Value

OfHelp: TypeAlias = tuple[str, bool]
"""The provision of an option, and whether it is help for the residents of a house."""


@dataclass(frozen=True, slots=True)
class PastHelp:
    """Help under a provision that was tried: its last day, and whether it speaks against trying it again."""

    provision: str
    last_day: date
    not_enough: bool


def _tried_by(case: Case, day: date) -> Iterator[Tried]:
    """Yield what had been tried by a day. What the citizen refused was not tried; what ended later does not count yet."""
    return (row for row in case.tried or () if row.result != "refused" and _last_day(row) <= day)


def _last_day(row: Tried) -> date:
    return row.until or row.start or date.min


def _tried(case: Case, as_of: date) -> Value:
    """The provisions under which help has been given."""
    if not case.has("tried"):
        return UNKNOWN
    rows = sorted(_tried_by(case, as_of), key=lambda row: (row.start or _last_day(row), row.provision, row.offer or ""))
    each = tuple(Trial(row.provision, row.offer, row.start, row.until, row.result) for row in rows)
    return Trials(frozenset(one.provision for one in each), each=each)


def _past_help(row: Tried) -> PastHelp:
    """A new ground for trying it again takes its failure off the table."""
    return PastHelp(row.provision, _last_day(row), row.result == "not_enough" and row.again is None)


def _anywhere(now: Circumstances) -> tuple[PastHelp, ...] | None:
    """Return what was tried without a word of where."""
    if not now.case.has("tried"):
        return None
    return tuple(_past_help(row) for row in _tried_by(now.case, now.as_of) if row.offer is None)


def _at_offers(now: Circumstances) -> tuple[tuple[str, PastHelp], ...]:
    return tuple((row.offer, _past_help(row)) for row in _tried_by(now.case, now.as_of) if row.offer is not None)


def _help(option: Option) -> OfHelp:
    return option.provision.id, option.residents_only


def _tried_not_enough(anywhere: tuple[PastHelp, ...] | None, option: OfHelp, there: tuple[PastHelp, ...]) -> Value:
    """Return whether it was not enough when it was tried last.

    Help for the residents of a house is other help than what came to the home one had: only a trial there speaks of it.
    """
    if anywhere is None:
        return UNKNOWN
    provision, residents_only = option
    about = [one for one in (*there, *(() if residents_only else anywhere)) if one.provision == provision]
    last = max((one.last_day for one in about), default=date.min)
    return any(one.not_enough for one in about if one.last_day == last)


def group_tried(group: str, offers: Collection[str]) -> CaseFact:
    """Return the fact that an offer of a group was tried. A trial that says of no offer may have been at one of them."""

    def read(case: Case, as_of: date) -> Value:
        if not case.has("tried"):
            return UNKNOWN
        named = {row.offer for row in _tried_by(case, as_of)}
        return not named.isdisjoint(offers) or (UNKNOWN if None in named else False)

    return CaseFact(tried_in(group), TRUTH, read, rests_on=(TRIED.name,))


TRIED = CaseFact("case.tried", codes("provision"), _tried)
TRIED_NOT_ENOUGH = OptionFact(
    "option.tried_not_enough", TRUTH, _help, _tried_not_enough, _anywhere, _at_offers, waits_for=("case.tried",)
)
