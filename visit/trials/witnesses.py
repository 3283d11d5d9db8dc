"""A case and an offer made of chosen values: the document in which each value stands, as far as one says it.

What is worked out of several fields (a wish, a level for the citizen's group, a move) is written as the fields that make it so.
Nothing here is taken for true: whoever asks for a witness lets `match` answer it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date

from visit.places import municipalities
from visit.reading.source import Document
from visit.reading.yaml_events import PlainValue
from visit.rules.guideline.values import Guideline
from visit.rules.language.values import UNKNOWN, Members, Value
from visit.trials.free_atoms import asked_by_atoms
from visit.trials.reading import USUAL_PROVISION, DecisionTrial, cases_of
from visit.trials.setting import RowCase, with_fact, without_empty
from visit.trials.witness_fields import LEFT, WRITTEN, mapping_in
from visit.vocabulary import vocabulary

OFFER = "offer-1"
_KEPT = (("case", "municipality"), ("case", "needs", "areas"), ("option", "id"), ("option", "provision"))
"""What stays, so that there is a question to answer."""


def witness(chosen: Mapping[str, Value], guideline: Guideline, day: date) -> RowCase:
    """Return the case and the option that say what was chosen; what stands in no field is left to what follows from the rest."""
    chosen = {**chosen, **asked_by_atoms(chosen, guideline, day)}
    row = _begun(chosen, guideline)
    for name, value in sorted(chosen.items()):
        if (
            name not in guideline.facts
            or value is UNKNOWN
            or name.startswith("provision.")
            or name == "option.provision"
        ):
            continue
        if name in WRITTEN:
            WRITTEN[name](row, value, chosen)
        elif name not in LEFT:
            row = with_fact(row, name, value, guideline) or row
    row.pop("comparative", None)
    row.pop("placement", None)
    return row


def written_otherwise(row: RowCase, name: str, value: Value, guideline: Guideline) -> RowCase | None:
    """Return a row of a cases file in which a few fields together make a fact so; None where nothing is known of that."""
    if name not in WRITTEN or value is UNKNOWN:
        return None
    changed = deepcopy(row)
    usual: tuple[tuple[tuple[str, ...], str, PlainValue], ...] = (
        (("option",), "id", "option"), (("option",), "provision", USUAL_PROVISION),
        (("case",), "municipality", guideline.municipality or municipalities()[0].name), (("case", "needs"), "must", []),
    )  # fmt: skip
    lacking = [(path, key, one) for path, key, one in usual if key not in mapping_in(changed, *path)]
    for path, key, one in lacking:
        mapping_in(changed, *path)[key] = one
    WRITTEN[name](changed, value, {})
    for path, key, one in lacking:
        if mapping_in(changed, *path).get(key) == one and (key != "must" or name != "case.needs.must"):
            del mapping_in(changed, *path)[key]
    return without_empty(changed)


def _begun(chosen: Mapping[str, Value], guideline: Guideline) -> RowCase:
    """Return a case that needs what an option under the provision gives, and that option."""
    provision = vocabulary().provisions[str(chosen.get("provision.id", USUAL_PROVISION))]
    areas = sorted({*provision.areas, *(("home",) if chosen.get("option.gives_home") is True else ())})
    needs: RowCase = {"areas": list[PlainValue](areas), "must": list[PlainValue](sorted(provision.usual))}
    where = guideline.municipality or municipalities()[0].name
    id = _of_groups(chosen.get("offer.groups"), guideline)
    return {"case": {"municipality": where, "needs": needs}, "option": {"id": id, "provision": provision.id}}


def _of_groups(wanted: Value | None, guideline: Guideline) -> str:
    """Return the id of an offer that belongs to some groups; of one that belongs to none, where that is asked."""
    groups = wanted.values if isinstance(wanted, Members) else frozenset()
    listed = guideline.groups_of_offers
    ids = (offer for offer, _group in listed if groups and groups <= {group for one, group in listed if one == offer})
    return next(ids, OFFER)


def as_trial(row: RowCase, guideline: Guideline, day: date, today: date = date.max) -> DecisionTrial:
    """Return a witness as a whole decision: its case, and a catalogue of its one offer.

    Args:
        row: The witness.
        guideline: Under which it is asked.
        day: On which it is asked.
        today: The last day on which it can have been assessed.

    Raises:
        Problems: The values make no good document.
    """
    case = {**mapping_in(row, "case"), "assessed": min(day, today).isoformat()}
    decision: dict[str, PlainValue] = {
        "name": "witness", "case": case, "as_of": day.isoformat(), "offers": [row["option"]], "expect": {},
    }  # fmt: skip
    document = Document("witness", {"guideline": guideline.id, "cases": [decision]})
    (trial,) = cases_of(deepcopy(document), guideline.municipality).decisions
    return trial


def smaller(row: RowCase) -> Iterator[RowCase]:
    """Yield a witness without each fact that it records, in turn."""
    for path in _paths(row, ()):
        if path not in _KEPT:
            yield _without(row, path)


def _paths(value: object, above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for key, inner in value.items() if isinstance(value, dict) else ():
        path = (*above, key)
        if isinstance(inner, dict):
            yield from _paths(inner, path)
        else:
            yield path


def _without(row: RowCase, path: tuple[str, ...]) -> RowCase:
    changed = deepcopy(row)
    parents: list[RowCase] = [changed]
    for key in path[:-1]:
        parents.append(mapping_in(parents[-1], key))
    del parents[-1][path[-1]]
    for key, parent, inner in reversed(list(zip(path, parents, parents[1:], strict=False))):
        if not inner:
            del parent[key]
    return changed
