"""A case and an offer made of chosen values: the document in which each value stands, as far as one says it.

What is worked out of several fields (a wish, a level for the citizen's group, a move) is written as the fields that make it so.
Nothing here is taken for true: whoever asks for a witness lets `match` answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import date
from types import MappingProxyType

from visit.places import municipalities
from visit.reading.source import Document
from visit.reading.yaml_events import PlainValue
from visit.rules.guideline.values import Guideline
from visit.rules.language.values import UNKNOWN, Members, Value
from visit.trials.free_atoms import asked_by_atoms
from visit.trials.reading import USUAL_PROVISION, DecisionTrial, cases_of
from visit.trials.setting import RowCase, with_fact, without_empty
from visit.vocabulary import vocabulary

OFFER = "offer-1"
_GROUP = "autism-spectrum"
_INSPECTORATE = "Socialtilsyn Midt"
_HOME_STEP = "H5"
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
        if name in _WRITTEN:
            _WRITTEN[name](row, value, chosen)
        elif name not in _LEFT:
            row = with_fact(row, name, value, guideline) or row
    row.pop("comparative", None)
    row.pop("placement", None)
    return row


def written_otherwise(row: RowCase, name: str, value: Value, guideline: Guideline) -> RowCase | None:
    """Return a row of a cases file in which a few fields together make a fact so; None where nothing is known of that."""
    if name not in _WRITTEN or value is UNKNOWN:
        return None
    changed = deepcopy(row)
    usual: tuple[tuple[tuple[str, ...], str, PlainValue], ...] = (
        (("option",), "id", "option"), (("option",), "provision", USUAL_PROVISION),
        (("case",), "municipality", guideline.municipality or municipalities()[0].name), (("case", "needs"), "must", []),
    )  # fmt: skip
    lacking = [(path, key, one) for path, key, one in usual if key not in _mapping(changed, *path)]
    for path, key, one in lacking:
        _mapping(changed, *path)[key] = one
    _WRITTEN[name](changed, value, {})
    for path, key, one in lacking:
        if _mapping(changed, *path).get(key) == one and (key != "must" or name != "case.needs.must"):
            del _mapping(changed, *path)[key]
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


def offer_of(row: RowCase) -> str:
    """Return the id of the offer that a witness is about."""
    return str(_mapping(row, "option")["id"])


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
    case = {**_mapping(row, "case"), "assessed": min(day, today).isoformat()}
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
        parents.append(_mapping(parents[-1], key))
    del parents[-1][path[-1]]
    for key, parent, inner in reversed(list(zip(path, parents, parents[1:], strict=False))):
        if not inner:
            del parent[key]
    return changed


# --- what stands in other fields than its own ---


def _mapping(row: RowCase, *path: str) -> RowCase:
    at = row
    for key in path:
        inside = at.setdefault(key, {})
        assert isinstance(inside, dict), path
        at = inside
    return at


def _current(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    citizen, option = _mapping(row, "case", "citizen"), _mapping(row, "option")
    asked = chosen.get("option.question")
    kept = {} if asked in (None, UNKNOWN) else {"question": str(asked)}
    citizen["current"] = [{"offer": offer_of(row), "service": option["provision"], **kept}] if value is True else []


def _kind(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    if value == "home":
        _mapping(row, "case", "citizen", "home").setdefault("housing", "own")
    elif value == "tenancy":
        _mapping(row, "case", "citizen", "home").setdefault("housing", "none")
    elif value == "current":
        _current(row, True, chosen)


def _gives_home(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    option = _mapping(row, "option")
    if value is True and "home" not in vocabulary().provisions[str(option["provision"])].areas:
        option["areas"] = {"home": _HOME_STEP}


def _internal(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    where = _mapping(row, "case")["municipality"]
    _mapping(row, "option")["operator"] = (
        {"type": "municipal", "municipality": where} if value is True else {"type": "private"}
    )


def _external(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    _internal(row, value is not True, chosen)


def _specialisation(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    groups = _mapping(row, "case", "target_groups")
    chosen_group = chosen.get("case.target_groups.primary")
    primary = chosen_group if isinstance(chosen_group, str) else str(groups.get("primary", _GROUP))
    groups["primary"] = primary
    level = value if isinstance(value, int) and not isinstance(value, bool) else 1
    own = _mapping(row, "option", "specialisation")
    listed = own.get(primary)
    own[primary] = max(level, listed) if isinstance(listed, int) else level


def _for_the_group(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    if value is True:
        _specialisation(row, chosen.get("option.specialisation", 1), chosen)


def _target_groups(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    groups = _mapping(row, "case", "target_groups")
    if isinstance(value, Members):
        first, *rest = (*sorted(value.values), None) if value.values else (None,)
        if first is not None:
            groups.setdefault("primary", first)
        groups["secondary"] = [one for one in rest if one is not None]


def _must(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    """A case says what it needs beside what the provision gives, so that there is something for the option to give."""
    if isinstance(value, Members):
        needs = _mapping(row, "case", "needs")
        usual = needs["must"] if value.values and isinstance(needs["must"], list) else []
        needs["must"] = list[PlainValue](sorted({*map(str, usual), *value.values}))


def _listed(list_name: str) -> Callable[[RowCase, Value, Mapping[str, Value]], None]:
    def write(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
        _mapping(row, "case", "wishes")[list_name] = [offer_of(row)] if value is True else []

    return write


def _approved(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    said = {"by": _INSPECTORATE} if value is True else {"approved": False}
    _mapping(row, "option", "approved").update(said)


def _tried(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    provision = _mapping(row, "option")["provision"]
    _mapping(row, "case")["tried"] = [{"provision": provision, "result": "not_enough"}] if value is True else []


def _serves(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    where = _mapping(row, "case")["municipality"]
    others = [one.name for one in municipalities() if one.name != where]
    _mapping(row, "option")["serves"] = [where] if value is True else list[PlainValue](others[:1])


def _age_fits(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    chosen_age = chosen.get("case.age")
    age = chosen_age if isinstance(chosen_age, int) else 30
    if not isinstance(chosen_age, int):
        _mapping(row, "case", "citizen").setdefault("age", age)
    _mapping(row, "option")["ages"] = [0, None] if value is True else [age + 1, None]


def _excludes(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    _mapping(row, "option")["excludes"] = "true" if value is True else "false"


def _answer(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    _mapping(row, "case")["answers"] = [{"offer": offer_of(row), "answer": str(value)}]


def _answered(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    if value is False:
        _mapping(row, "case").pop("answers", None)


def _applied(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    if isinstance(value, Members):
        _mapping(row, "case")["applied"] = [{"provision": one} for one in sorted(value.values)]


def _field(*path: str) -> Callable[[RowCase, Value, Mapping[str, Value]], None]:
    def write(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
        if isinstance(value, bool | int | str):
            _mapping(row, *path[:-1])[path[-1]] = value

    return write


def _residents_only(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    if value is True:
        _mapping(row, "option")["open_to"] = "residents"


def _tied_staff(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    _mapping(row, "option")["staff"] = "tied_day_and_night" if value is True else "agreed_visits"


_WRITTEN: Mapping[str, Callable[[RowCase, Value, Mapping[str, Value]], None]] = MappingProxyType(
    {
        "case.applied": _applied,
        "case.needs.must": _must,
        "case.target_groups": _target_groups,
        "offer.homes_for_elderly": _field("option", "homes_for_elderly"),
        "offer.tied_staff": _tied_staff,
        "option.age_fits": _age_fits,
        "option.answer": _answer,
        "option.answered": _answered,
        "option.approved": _approved,
        "option.avoided": _listed("avoid"),
        "option.consent_to_move": _field("case", "consent", "move"),
        "option.current": _current,
        "option.external": _external,
        "option.for_the_group": _for_the_group,
        "option.free_places": _field("option", "free"),
        "option.gives_home": _gives_home,
        "option.guardian_accepts": _field("case", "guardian", "accepts"),
        "option.internal": _internal,
        "option.kind": _kind,
        "option.operator_excludes": _excludes,
        "option.registered": _field("option", "approved", "tilbudsportalen"),
        "option.residents_only": _residents_only,
        "option.serves": _serves,
        "option.specialisation": _specialisation,
        "option.tried_not_enough": _tried,
        "option.wished": _listed("offers"),
    }
)
"""The facts that other fields make so, by name."""
_LEFT = frozenset(
    ("option.question", "case.functioning", "case.goals.count", "option.id", "option.covers", "option.areas")
)
"""What is written with something else, or follows from the rest."""
