"""Bundles with values exchanged, left out or put twice, and which of their resources an import drops."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

from test_case_import import PATIENT, concept, condition, meeting, need, plan, ranked

from fuzzing.odd import CPR, STEERING
from visit.imports.goals import PURPOSE

GOOD_BUNDLE = {
    "resourceType": "Bundle",
    "entry": [
        {"resource": one}
        for one in (
            PATIENT,
            condition("theme", "eat", 3),
            condition("theme", "interact", 2),
            condition("target_group", "anxiety"),
            condition("target_group", "autism-spectrum"),
            ranked(("anxiety", 1), ("autism-spectrum", 2)),
            need("3", "2026-05-28T09:17:33Z"),
            plan(
                "support-for-daily-tasks-at-home",
                period={"start": "2026-01-01"},
                careTeam=[{"reference": "CareTeam/t"}],
            ),
            {"resourceType": "CareTeam", "id": "t"},
            {
                "resourceType": "RelatedPerson",
                "relationship": [{"coding": [{"code": "MTH"}]}],
                "address": [{"city": "Ikast"}],
            },
            {"resourceType": "Goal", "lifecycleStatus": "active", "description": {"text": "Vil bo alene"}},
            {
                "resourceType": "Goal",
                "lifecycleStatus": "active",
                "description": {"text": "At trives"},
                "category": [{"coding": [{"code": PURPOSE}]}],
            },
            {
                "resourceType": "Goal",
                "addresses": [{"reference": "Condition/eat"}],
                "target": [{"detailCodeableConcept": concept("goal_kind", "maintain")}],
                "note": [{"text": "aftalt i maj"}],
            },
            meeting("planned", "2027-02-01"),
            {"resourceType": "RelatedPerson", "relationship": [{"coding": [{"code": "GUARD"}]}]},
            {"resourceType": "Consent", "status": "active", "scope": {"text": "kontakt til søster"}},
        )
    ],
}

_ODD_JSON: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 10**30, "", " ", [], {}, [[]], [None], {"coding": None}, {"coding": [{}]},
    "2026", "2026-11", "2026-02-30",
    "9999-12-31", "active", "entered-in-error", "completed", "Patient", "Condition", "x" * 3000, "{name}", "%s", *CPR, *STEERING,
)  # fmt: skip


def places_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value inside a tree."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*path, key)
        yield from places_in(one, (*path, key))


def damaged_bundle(good: Any, chance: Random) -> Any:
    """Return a bundle with some values exchanged, left out, or put twice."""
    found = deepcopy(good)
    for _time in range(chance.randrange(1, 6)):
        every = list(places_in(found))
        if not every:
            break
        *above, key = chance.choice(every)
        inside = found
        for one in above:
            inside = inside[one]
        other = found
        for one in chance.choice(every):
            other = other[one]
        match chance.randrange(5):
            case 0:
                del inside[key]
            case 1:
                inside[key] = deepcopy(chance.choice(_ODD_JSON))  # it may be damaged further
            case 2:
                inside[key] = deepcopy(other) if len(json.dumps(other)) < 20_000 else None
            case 3 if isinstance(inside, list):
                inside.insert(key, deepcopy(inside[key]))
            case _:
                inside[key] = [inside[key]] if chance.random() < 0.5 else {"value": inside[key]}
    entries = found.get("entry") if isinstance(found, dict) else None
    around = [found, *(entries if isinstance(entries, list) else [])]
    for resource in (*around, *(one for _place, one in resources_in(found))):
        if isinstance(resource, dict) and chance.random() < 0.1:
            resource[chance.choice(NOBODY_READS)] = chance.choice(([{"text": "x"}], {"valueString": "x"}, "x", 0))
    return found


NOBODY_READS = ("component", "bodySite", "unheardOf")
"""Keys of resources, and of what stands around them, that have no place in a case: what stands there must be told by its name."""


def resources_in(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what stands where a resource does, with its place."""
    entries = value.get("entry") if isinstance(value, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict) and "resource" in entry:
            yield f"entry[{index}]", entry["resource"]


_OF_NO_CITIZEN = ("Organization", "MessageHeader", "Practitioner", "PractitionerRole", "Provenance")


def _says_something(value: Any) -> bool:
    """Whether anything stands in a value that somebody could read."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return any(map(_says_something, inside)) if inside is not None else value is not None and bool(str(value).strip())


def dropped_resources(value: Any, document: Any) -> Iterator[str]:
    """Yield the resources of a bundle that are neither in the case nor told."""
    if not isinstance(value, dict) or value.get("resourceType") != "Bundle":
        return
    entries = value.get("entry")
    around = [("Bundle", value)]
    around += [(f"entry[{index}]", one) for index, one in enumerate(entries if isinstance(entries, list) else [])]
    for place, group in around:
        messages = [one["message"] for one in document["notes"] if one["place"] == place]
        for key in NOBODY_READS:
            if isinstance(group, dict) and _says_something(group.get(key)) and not any(key in one for one in messages):
                yield f"{place}.{key} beside the resources"
    places = [*document["places"].values(), *(one["place"] for one in document["notes"])]
    words = {place for told in places for place in told.split(", ")}
    for place, resource in resources_in(value):
        kind = resource.get("resourceType") if isinstance(resource, dict) else None
        if isinstance(kind, str) and kind in (*_OF_NO_CITIZEN, "Bundle"):
            continue
        if not any(one == place or one.startswith((f"{place}.", f"{place}[")) for one in words):
            yield f"{place} {kind}"
        told = [one for one in document["notes"] if one["place"] == place]
        if not isinstance(kind, str) or any(one["kind"] == "ask" or "DELETE" in one["message"] for one in told):
            continue  # it may be left out as a whole
        for key in NOBODY_READS:
            says = isinstance(resource, dict) and _says_something(resource.get(key))
            if says and not any(key in one["message"] for one in told):
                yield f"{place}.{key}"
