"""What is said of an offer or option by its id: the citizen's wishes, what offers have answered, a guideline's groups of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from visit.case import Case
from visit.catalogue import Option
from visit.reading.declared import Field
from visit.reading.documents.case import Answer, Wishes
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.declaration import Fact, OptionFact, nothing
from visit.rules.language.types import DAYS, TRUTH, code, codes
from visit.rules.language.values import UNKNOWN, Members, Value, possible

Answering: TypeAlias = tuple[str, bool]
"""The provision that an answer is about, and whether it may be a home that the citizen rents."""


def _any(option: Option) -> None:
    """Return what tells options apart where only their ids do."""


def _wishes(wished: Field[tuple[str, ...]]) -> Callable[[Circumstances], bool]:
    return lambda now: now.case.wishes.has(wished.key)


def _listed(wished: Field[tuple[str, ...]]) -> Callable[[Circumstances], tuple[tuple[str, bool], ...]]:
    return lambda now: tuple((id, True) for id in wished.__get__(now.case.wishes, Wishes) or ())


def _is_listed(recorded: bool, option: None, said: tuple[bool, ...]) -> Value:
    return bool(said) if recorded else UNKNOWN


def _answers(now: Circumstances) -> tuple[tuple[str, Answer], ...]:
    """Return what offers have answered by the day asked for."""
    rows = now.case.answers or ()
    return tuple((row.offer, row) for row in rows if row.on is None or row.on <= now.as_of)


def _tenant(now: Circumstances) -> bool:
    return now.case.citizen.home.tenancy is True


def _as_of_and_tenant(now: Circumstances) -> tuple[date, bool]:
    return now.as_of, _tenant(now)


def _answering(option: Option) -> Answering:
    return option.provision.id, option.current is not None and option.provision.tenancy


def _latest(tenant: bool, option: Answering, said: tuple[Answer, ...]) -> list[Answer]:
    """Return the answers of the last day on which the offer answered of this service; undated ones are the oldest.

    None for a home that the citizen rents: an offer cannot end a tenancy by its answer.
    """
    provision, may_be_rented = option
    rows = [] if tenant and may_be_rented else [row for row in said if row.service in (None, provision)]
    last = max((row.on or date.min for row in rows), default=date.min)
    return [row for row in rows if (row.on or date.min) == last]


def answers_that_count(case: Case, option: Option, as_of: date) -> tuple[Answer, ...]:
    """Return what the offer last answered of an option by a day; several where two answers are of one day."""
    said = [row for row in case.answers or () if row.offer in (option.offer.id, option.id)]
    known = tuple(row for row in said if row.on is None or row.on <= as_of)
    return tuple(_latest(case.citizen.home.tenancy is True, _answering(option), known))


def _answer(tenant: bool, option: Answering, said: tuple[Answer, ...]) -> Value:
    """Return the latest answer; two of one day leave it open which of them counts."""
    return possible(row.answer for row in _latest(tenant, option, said))


def _answered(tenant: bool, option: Answering, said: tuple[Answer, ...]) -> Value:
    return bool(_latest(tenant, option, said))


def _free_from_days(case: tuple[date, bool], option: Answering, said: tuple[Answer, ...]) -> Value:
    """Return in how many days an offer that accepts has a place; of several days of one answer the last."""
    as_of, tenant = case
    rows = _latest(tenant, option, said)
    days = [row.free_from for row in rows if row.free_from is not None]
    if not days or {row.answer for row in rows} != {"accepts"}:
        return UNKNOWN
    return max(0, (max(days) - as_of).days)


def _groups(case: None, option: None, said: tuple[str, ...]) -> Value:
    return Members(frozenset(said))


NAMED_OFFER_FACTS: tuple[Fact, ...] = (
    OptionFact(
        "option.wished", TRUTH, _any, _is_listed, _wishes(Wishes.offers), _listed(Wishes.offers),
        waits_for=("case.wishes.offers",),
    ),
    OptionFact(
        "option.avoided", TRUTH, _any, _is_listed, _wishes(Wishes.avoid), _listed(Wishes.avoid),
        waits_for=("case.wishes.avoid",),
    ),
    OptionFact("offer.groups", codes("offer_group"), _any, _groups, nothing, lambda now: now.groups_of_offers),
    OptionFact("option.answer", code("answer"), _answering, _answer, _tenant, _answers, told_by_offer=True),
    OptionFact("option.answered", TRUTH, _answering, _answered, _tenant, _answers),
    OptionFact(
        "option.free_from_days", DAYS, _answering, _free_from_days, _as_of_and_tenant, _answers, told_by_offer=True
    ),
)  # fmt: skip
"""The facts of what a case names."""
