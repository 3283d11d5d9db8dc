"""Who runs an offer, and whom it takes: the municipality, its agreements, the approval, the ages, the operator's own terms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from visit.catalogue import Option
from visit.places import municipality_around
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.declaration import DecidedPart, Fact, FactOfOption, OptionFact, behind, nothing
from visit.rules.facts.of_case import case_age
from visit.rules.language.types import TEXT, TEXTS, TRUTH
from visit.rules.language.values import UNKNOWN, Members, Possible, Value


def _municipality(now: Circumstances) -> str:
    return now.case.municipality


def _owner(option: Option) -> bool | str | None:
    """Return the municipality whose own offer it is; true for the citizen's home, false for an offer of no municipality."""
    if option.is_ordinary_home:
        return True
    operator = option.offer.record.operator
    return False if operator.type in ("regional", "private", "foundation") else operator.municipality


def _internal(municipality: str, owner: bool | str | None, said: tuple[()] = ()) -> Value:
    if owner is None:
        return UNKNOWN
    return owner if isinstance(owner, bool) else owner == municipality


def _lies_in(option: Option) -> str | None:
    """Return the municipality that the offer lies in: by its town where it is known of that, else the one that runs it."""
    record = option.offer.record
    here = municipality_around(record.place) if isinstance(record.place, str) else None
    return here or (record.operator.municipality if record.operator.type == "municipal" else None)


def _place_is(case: None, municipality: str | None, said: tuple[()]) -> Value:
    return UNKNOWN if municipality is None else municipality


def _external(municipality: str, owner: bool | str | None, said: tuple[()]) -> Value:
    internal = _internal(municipality, owner)
    return UNKNOWN if internal is UNKNOWN else not internal


def _agreements(option: Option) -> frozenset[str] | None:
    listed = option.offer.record.agreements
    return None if listed is None else frozenset(listed)


def _partner(municipality: str, agreements: frozenset[str] | None, said: tuple[()]) -> Value:
    return UNKNOWN if agreements is None else municipality in agreements


def _served(option: Option) -> frozenset[str] | None:
    listed = option.offer.record.serves
    return None if listed is None else frozenset(listed)


def _serves(municipality: str, served: frozenset[str] | None, said: tuple[()]) -> Value:
    """An offer serves every municipality's citizens unless it states which."""
    return served is None or municipality in served


def _served_by(option: Option) -> tuple[frozenset[str] | None, bool | str | None]:
    return _served(option), _owner(option)


def _comes_here(municipality: str, by: tuple[frozenset[str] | None, bool | str | None], said: tuple[()]) -> Value:
    """Where it is not stated whom it serves, what is a municipality's own comes to its citizens; of others it is not known."""
    served, owner = by
    return municipality in served if served is not None else owner in (True, municipality) or UNKNOWN


def _as_of(now: Circumstances) -> date:
    return now.as_of


def _approval(option: Option) -> tuple[bool, date | None]:
    """Return whether it is recorded as approved, and until when; a home needs no approval."""
    approval = option.offer.record.approved
    if option.is_ordinary_home:
        return True, None
    if approval.approved is False:
        return False, date.min
    return bool(approval.by or approval.approved), approval.until


def _approved(as_of: date, approval: tuple[bool, date | None], said: tuple[()]) -> Value:
    recorded, until = approval
    if until is not None and until < as_of:
        return False
    return True if recorded else UNKNOWN


def _age(now: Circumstances) -> Value:
    return case_age(now.case, now.as_of)


def _ages(option: Option) -> tuple[int | None, int | None] | None:
    if option.is_ordinary_home:
        return None, None
    return option.ages


def _age_fits(age: Value, ages: tuple[int | None, int | None] | None, said: tuple[()]) -> Value:
    if ages is None:
        return UNKNOWN
    low, high = ages
    if low is None and high is None:
        return True
    ages_possible = [one for one in (age.values if isinstance(age, Possible) else (age,)) if isinstance(one, int)]
    fits = {(low is None or one >= low) and (high is None or one <= high) for one in ages_possible}
    return fits.pop() if len(fits) == 1 else UNKNOWN


def _excluding_condition(option: Option) -> str | None:
    return option.offer.record.excludes


def _service_condition(option: Option) -> str | None:
    return option.service.when


def _undecided(now: Circumstances) -> DecidedPart[None]:
    return DecidedPart(None)


def _its_own(text: str | None) -> tuple[str, ...]:
    return () if text is None else (text,)


def _excludes(case: DecidedPart[None], text: str | None, said: tuple[object, ...]) -> Value:
    return False if text is None else dict(case.truths)[text]


def _asked(now: Circumstances) -> DecidedPart[None]:
    return DecidedPart(None, open=())


def _behind_condition(case: DecidedPart[None], text: str | None, said: tuple[object, ...]) -> Value:
    return Members(frozenset(dict(case.open or ()).get(text or "", ())))


def _is_for_a_level(case: None, text: str | None, said: tuple[()]) -> Value:
    return text is not None


def _is_meant(case: DecidedPart[None], text: str | None, said: tuple[object, ...]) -> Value:
    """A service that stands for a level of need says of whom; any other is for everybody."""
    return True if text is None else dict(case.truths)[text]


ReadCondition: TypeAlias = Callable[[DecidedPart[None], str | None, tuple[object, ...]], Value]


def _own_condition(name: str, field: str, of_option: Callable[[Option], str | None], read: ReadCondition) -> Fact:
    """Declare a fact that an operator's own condition on the case gives; what leaves it unknown is the case's."""
    waiting: FactOfOption = OptionFact(behind(name), TEXTS, of_option, _behind_condition, _asked, conditions=_its_own)
    return OptionFact(name, TRUTH, of_option, read, _undecided, conditions=_its_own, field=field, behind=waiting)


OPERATOR_FACTS: tuple[Fact, ...] = (
    OptionFact("option.internal", TRUTH, _owner, _internal, _municipality, told_by_offer=True, field="operator"),
    OptionFact("option.external", TRUTH, _owner, _external, _municipality, told_by_offer=True, field="operator"),
    OptionFact(
        "option.partner", TRUTH, _agreements, _partner, _municipality, told_by_offer=True
    ),
    OptionFact("offer.municipality", TEXT, _lies_in, _place_is, nothing, told_by_offer=True, field="place"),
    OptionFact("option.serves", TRUTH, _served, _serves, _municipality),
    OptionFact(
        "option.comes_here", TRUTH, _served_by, _comes_here, _municipality, told_by_offer=True, field="serves"
    ),
    OptionFact("option.approved", TRUTH, _approval, _approved, _as_of, told_by_offer=True, field="approved"),
    OptionFact(
        "option.age_fits", TRUTH, _ages, _age_fits, _age,
        told_by_offer=True, field="ages", waits_for=("case.age",),
    ),
    _own_condition("option.operator_excludes", "excludes", _excluding_condition, _excludes),
    OptionFact("option.for_a_level", TRUTH, _service_condition, _is_for_a_level, nothing),
    _own_condition("option.meant_for_citizen", "when", _service_condition, _is_meant),
)  # fmt: skip
"""The facts of an operator, and its own conditions."""
