"""What an answer leans on in the catalogue: the fields it reads that are estimates, or older than their shelf life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from visit.catalogue import Option, price_as_of, shelf_life_of
from visit.ranking.values import Placement
from visit.reasons.explanation import Explanation
from visit.rules.deciding.one_option import Outcome
from visit.rules.deciding.unknown import is_estimate

PRICE = "price_dkk_per_day"


@dataclass(frozen=True, slots=True, eq=False)
class Leaned:
    """A catalogue field that the answer leans on and that is an estimate, or older than its shelf life."""

    option: Option
    field: str
    estimated: bool
    as_of: date | None

    @property
    def from_municipality(self) -> bool:
        """Whether it is a place that is not recorded, and is taken to be the main town of the operator's municipality."""
        return self.field == "place" and self.option.offer.point is None


def leaned(explanation: Explanation, placement: Placement) -> tuple[Leaned, ...]:
    """Return the estimated or stale catalogue fields that a placement's parts lean on."""
    ranking = explanation.ranking
    limits = ranking.guideline.shelf_life_days
    found: list[Leaned] = []
    for option in placement.parts:
        if not option.offer.record.has("services"):
            continue  # of no catalogue: the home, or what the case says of what runs
        for field in sorted(fields_used(explanation, option)):
            stamp = _as_of(option, field)
            limit = shelf_life_of(limits, field)
            estimated = option.is_estimate(field) or field not in fields_of(option)
            old = stamp is not None and limit is not None and stamp + timedelta(days=limit) < ranking.as_of
            if estimated or old:
                found.append(Leaned(option, field, estimated, stamp))
    return tuple(found)


def fields_used(explanation: Explanation, option: Option) -> set[str]:
    """Return the catalogue fields that the answer for an option reads and that are recorded; a place also where it is estimated."""
    ranking, row = explanation.ranking, fields_of(option)
    used = {"services"}
    keys = {one.key for one in ranking.requirements if one.kind == "need"}
    if keys & {*(option.offer.record.covers or ()), *(option.service.covers or ())}:
        used.add("covers")
    reads = {
        name
        for rule in ranking.guideline.rules
        if ranking.outcomes.get(rule.id)
        and ranking.outcomes[rule.id].outcome(explanation.by_id[option.id]) is not Outcome.NOT_APPLICABLE
        for name in ranking.guideline.rests_on(rule.require)
    }
    behind = {one.field for one in ranking.guideline.facts.of_option if one.name in reads and one.field is not None}
    used |= behind & row.keys()
    values = explanation.values(option)
    if "place" not in row and any(is_estimate(name, ranking.guideline, values) for name in reads):
        used.add("place")
    ordered = {name for one in ranking.guideline.preferences for name in ranking.guideline.rests_on(one.value)}
    if "travel.network_km" in ordered and "place" in row and not option.offer.mobile:
        used.add("place")
    if ranking.case.wishes.offers:
        ordered |= {name for one in ranking.guideline.rights for name in ranking.guideline.rests_on(one.value)}
    if PRICE in row and any("price" in name or "dkk" in name for name in ordered):
        used.add(PRICE)
    return used


def fields_of(option: Option) -> dict[str, object]:
    """Return what the catalogue says of an option: the service's own fields win over those of its offer.

    A price stands under one name, whichever form it is written in.
    """
    found = {**option.offer.record.recorded, **option.service.recorded}
    return {PRICE if key == "price" else key: value for key, value in found.items()}


def _as_of(option: Option, field: str) -> date | None:
    if field == PRICE:
        return price_as_of(option.service, option.offer.record)
    of_service = option.service.has(field) or field == "services"
    return option.source.as_of if of_service else option.offer.record.source.as_of
