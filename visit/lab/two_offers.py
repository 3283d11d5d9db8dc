"""Offers that differ in one field, invented for an edit of what offers are ordered by: on both sides of each number it changes.

They are made of an offer that a citizen gets, so that each of them fits; which comes first is then up to the order, and to names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import cast

from visit.catalogue import Option
from visit.lab.reads import what_decides
from visit.reading.yaml_events import PlainValue
from visit.rules.guideline.edits import PREFERENCES, StatementKey
from visit.rules.guideline.values import Guideline, Preference
from visit.trials.setting import RowCase
from visit.trials.witnesses import OFFER

PRICE = "price"
FIELDS: Mapping[str, str] = MappingProxyType({
    "option.waiting_days": "waiting_days", "option.free_places": "free",
    "option.price_dkk_per_day": PRICE, "option.hours_per_week": "hours_per_week",
    "option.months": "months",
})  # fmt: skip
"""What is stated of a service and has a number that offers can be ordered by: by the fact, its field."""
_NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w.-])")
_LEFT = frozenset((
    "id", "name", "services", "source", "cells", "notes", "estimated", "opened", "closed", "includes", "shares_places_with",
    "price", "price_dkk_per_day", "travel", "approved",
))  # fmt: skip
SECOND = f"{OFFER[:-1]}2"


def invented_offers(
    reached: Iterable[StatementKey], guidelines: tuple[Guideline, Guideline], option: Option
) -> Iterator[tuple[RowCase, ...]]:
    """Yield two offers each time, made of one that fits, for what an edit reaches of the order of two guidelines."""
    offer = _as_row(option)
    for section, id in reached:
        if section != PREFERENCES:
            continue
        both = [next((one for one in side.preferences if one.id == id), None) for side in guidelines]
        reads = {name for one in both if one is not None for name in _reads(one)}
        numbers = [_numbers(side, id) for side in guidelines]
        turning = sorted((numbers[0] ^ numbers[1]) or (numbers[0] | numbers[1]))
        for field in sorted({FIELDS[name] for name in reads & FIELDS.keys()}):
            for one, other in _pairs(turning):
                yield {**offer, field: _as_stated(field, one)}, {**offer, "id": SECOND, field: _as_stated(field, other)}


def is_ordered_by_numbers(reached: Iterable[StatementKey], guidelines: Sequence[Guideline]) -> bool:
    """Return whether offers can be invented for what an edit reaches."""
    ids = {id for section, id in reached if section == PREFERENCES}
    return any(_reads(one) & FIELDS.keys() for side in guidelines for one in side.preferences if one.id in ids)


def _reads(one: Preference) -> frozenset[str]:
    return frozenset(one.value.reads)


def _numbers(guideline: Guideline, id: str) -> set[int]:
    """Return the numbers that a preference tells apart by: its bands, those in its condition, and those that it names."""
    row = guideline.record["sections"][PREFERENCES].get(id)
    written = json.dumps(what_decides(row), ensure_ascii=False, default=str)
    found = {Decimal(one) for one in _NUMBER.findall(written)}
    names = set(re.findall(r"[^\W\d]\w*", written))
    found |= {Decimal(one.value) for name, one in guideline.parameters.items() if name in names}
    return {int(one) for one in found}


def _pairs(turning: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the numbers on both sides of each that turns the order, the farthest apart last, each pair in both orders."""
    values = sorted({one + more for one in turning for more in (0, 1)}) or [0, 1]
    for one, other in dict.fromkeys((*pairwise(values), (values[0], values[-1]))):
        yield other, one
        yield one, other


def _as_stated(field: str, value: int) -> PlainValue:
    return {"basic": value, "vat": "excl"} if field == PRICE else value


def _as_row(option: Option) -> RowCase:
    """Return an option as a row of a cases file has it: what its offer and its service say, in one."""
    offer, service = option.offer.record.recorded, option.service.recorded
    said = {**offer, **service}
    row = {key: value for key, value in said.items() if key not in _LEFT}
    return cast(RowCase, {**row, "id": OFFER, "provision": option.provision.id})
