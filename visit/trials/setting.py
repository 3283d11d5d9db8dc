"""A fact set in a row of a cases file: where the case, the option, or the row itself says it.

Only what stands in one field of its own, and what a row sets directly. What is worked out of several fields is set by nobody here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from visit.reading.declared import Declaration, Group, Keyed, declared
from visit.reading.documents.case import CaseDocument, fact_name
from visit.reading.documents.catalogue import OfferDocument, ServiceDocument
from visit.reading.yaml_events import PlainValue
from visit.rules.guideline.values import Guideline
from visit.rules.language.tried_named import tried_in
from visit.rules.language.values import UNKNOWN, Members, Value
from visit.vocabulary import vocabulary

_HELP, _ELSEWHERE = "SEL-85", "offer-1"
"""What is said to have been tried where a row names no provision, and the offer where no group is asked of."""
RowCase: TypeAlias = dict[str, PlainValue]
FactPath: TypeAlias = tuple[str, ...]
_OWN = MappingProxyType(
    {
        "case.age": ("case", "citizen", "age"),
        "case.born": ("case", "citizen", "born"),
        "option.provision": ("option", "provision"),
        "provision.id": ("option", "provision"),
    }
)


def with_fact(row: RowCase, name: str, value: Value, guideline: Guideline) -> RowCase | None:
    """Return a row that sets a fact, or leaves it out where the value is unknown; None where no field says it alone."""
    if name in ("option.internal", "option.external") and isinstance(value, bool):
        own = value is (name == "option.internal")
        if own and guideline.municipality is None:
            return None
        return _operated(row, {"municipality": guideline.municipality} if own else {"type": "private"})
    tried_at = next((offer for offer, group in guideline.groups_of_offers if tried_in(group) == name), None)
    if tried_at is not None:
        return _tried(row, tried_at, value)
    path = path_of(name, guideline)
    written = _written(value)
    if path is None or (written is None and value is not UNKNOWN):
        return None
    changed = deepcopy(row)
    at = changed
    for key in path[:-1]:
        inside = at.setdefault(key, {})
        if not isinstance(inside, dict):
            return None
        at = inside
    if written is None:
        at.pop(path[-1], None)
        return without_empty(changed)
    at[path[-1]] = written
    return changed


def _tried(row: RowCase, offer: str, value: Value) -> RowCase:
    """Return a row in which help was tried at an offer; or not, and so what is tried without an offer was at another."""
    said, option = row.get("case"), row.get("option")
    case = {**said} if isinstance(said, dict) else {}
    listed = case.pop("tried", None)
    trials = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    if value is True:
        under = option.get("provision", _HELP) if isinstance(option, dict) else _HELP
        trials.append({"provision": under, "offer": offer, "result": "not_enough"})
    if value is not UNKNOWN:
        case["tried"] = [{"offer": _ELSEWHERE, **one} for one in trials]
    return without_empty({**row, "case": case})


def _operated(row: RowCase, operator: RowCase) -> RowCase:
    """Return a row whose offer is run by somebody else."""
    option = row.get("option")
    return {**row, "option": {**(option if isinstance(option, dict) else {}), "operator": operator}}


def without_empty(row: RowCase) -> RowCase:
    """Return a row without groups that say nothing."""
    inside = {key: without_empty(value) if isinstance(value, dict) else value for key, value in row.items()}
    return {key: value for key, value in inside.items() if value != {}}


def path_of(name: str, guideline: Guideline) -> FactPath | None:
    """Return where a row says a fact; None where no field says it alone."""
    fact = guideline.facts.by_name.get(name)
    if fact is None:
        return None
    if name in guideline.facts.own:
        return ("case", *name.split("."))
    if fact.side == "comparative":
        return ("comparative", name)
    if fact.side == "placement":
        return ("placement", name.removeprefix("placement."))
    return _OWN.get(name) or _of_case().get(name) or _of_option().get(name)


def _written(value: Value) -> PlainValue:
    """Return a value as a row has it; None for what it cannot have."""
    if isinstance(value, Members):
        return list[PlainValue](sorted(value.values)) if value.complete else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else value
    return None


@cache
def _of_case() -> Mapping[str, FactPath]:
    return {name: ("case", *path) for name, path in _fields(declared(CaseDocument), ())}


def _fields(fields: Iterable[Declaration], above: FactPath) -> Iterator[tuple[str, FactPath]]:
    for one in fields:
        path = (*above, one.key)
        if isinstance(one, Group):
            yield from _fields(declared(one.of), path)
            continue
        yield fact_name(".".join(path)), path
        if isinstance(one.kind, Keyed) and one.kind.codes:
            for key in vocabulary().codes[one.kind.codes].terms:
                yield f"{fact_name('.'.join(path))}.{key}", (*path, key)


@cache
def _of_option() -> Mapping[str, FactPath]:
    keys = [one.key for one in (*declared(OfferDocument), *declared(ServiceDocument)) if not isinstance(one, Group)]
    found: dict[str, FactPath] = {f"option.{key}": ("option", key) for key in keys}
    for key in ("type", "municipality"):
        found[f"offer.operator.{key}"] = ("option", "operator", key)
    return found
