"""How a fact is written that stands in other fields than its own: a wish, a level for the group of the citizen, a move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from visit.places import municipalities
from visit.reading.yaml_events import PlainValue
from visit.rules.language.values import UNKNOWN, Members, Value
from visit.trials.setting import RowCase
from visit.vocabulary import vocabulary

_GROUP = "autism-spectrum"
_INSPECTORATE = "Socialtilsyn Midt"
_HOME_STEP = "H5"


def mapping_in(row: RowCase, *path: str) -> RowCase:
    """Return what stands at a place of a row, made where nothing does."""
    at = row
    for key in path:
        inside = at.setdefault(key, {})
        assert isinstance(inside, dict), path
        at = inside
    return at


def offer_of(row: RowCase) -> str:
    """Return the id of the offer that a witness is about."""
    return str(mapping_in(row, "option")["id"])


def _current(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    citizen, option = mapping_in(row, "case", "citizen"), mapping_in(row, "option")
    asked = chosen.get("option.question")
    kept = {} if asked in (None, UNKNOWN) else {"question": str(asked)}
    citizen["current"] = [{"offer": offer_of(row), "service": option["provision"], **kept}] if value is True else []


def _kind(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    if value == "home":
        mapping_in(row, "case", "citizen", "home").setdefault("housing", "own")
    elif value == "tenancy":
        mapping_in(row, "case", "citizen", "home").setdefault("housing", "none")
    elif value == "current":
        _current(row, True, chosen)


def _gives_home(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    option = mapping_in(row, "option")
    if value is True and "home" not in vocabulary().provisions[str(option["provision"])].areas:
        option["areas"] = {"home": _HOME_STEP}


def _internal(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    where = mapping_in(row, "case")["municipality"]
    mapping_in(row, "option")["operator"] = (
        {"type": "municipal", "municipality": where} if value is True else {"type": "private"}
    )


def _external(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    _internal(row, value is not True, chosen)


def _specialisation(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    groups = mapping_in(row, "case", "target_groups")
    chosen_group = chosen.get("case.target_groups.primary")
    primary = chosen_group if isinstance(chosen_group, str) else str(groups.get("primary", _GROUP))
    groups["primary"] = primary
    level = value if isinstance(value, int) and not isinstance(value, bool) else 1
    own = mapping_in(row, "option", "specialisation")
    listed = own.get(primary)
    own[primary] = max(level, listed) if isinstance(listed, int) else level


def _for_the_group(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    if value is True:
        _specialisation(row, chosen.get("option.specialisation", 1), chosen)


def _target_groups(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    groups = mapping_in(row, "case", "target_groups")
    if isinstance(value, Members):
        first, *rest = (*sorted(value.values), None) if value.values else (None,)
        if first is not None:
            groups.setdefault("primary", first)
        groups["secondary"] = [one for one in rest if one is not None]


def _must(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    """A case says what it needs beside what the provision gives, so that there is something for the option to give."""
    if isinstance(value, Members):
        needs = mapping_in(row, "case", "needs")
        usual = needs["must"] if value.values and isinstance(needs["must"], list) else []
        needs["must"] = list[PlainValue](sorted({*map(str, usual), *value.values}))


def _listed(list_name: str) -> Callable[[RowCase, Value, Mapping[str, Value]], None]:
    def write(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
        mapping_in(row, "case", "wishes")[list_name] = [offer_of(row)] if value is True else []

    return write


def _approved(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    said = {"by": _INSPECTORATE} if value is True else {"approved": False}
    mapping_in(row, "option", "approved").update(said)


def _tried(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    provision = mapping_in(row, "option")["provision"]
    mapping_in(row, "case")["tried"] = [{"provision": provision, "result": "not_enough"}] if value is True else []


def _serves(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    where = mapping_in(row, "case")["municipality"]
    others = [one.name for one in municipalities() if one.name != where]
    mapping_in(row, "option")["serves"] = [where] if value is True else list[PlainValue](others[:1])


def _age_fits(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    chosen_age = chosen.get("case.age")
    age = chosen_age if isinstance(chosen_age, int) else 30
    if not isinstance(chosen_age, int):
        mapping_in(row, "case", "citizen").setdefault("age", age)
    mapping_in(row, "option")["ages"] = [0, None] if value is True else [age + 1, None]


def _excludes(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    mapping_in(row, "option")["excludes"] = "true" if value is True else "false"


def _answer(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    mapping_in(row, "case")["answers"] = [{"offer": offer_of(row), "answer": str(value)}]


def _answered(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    if value is False:
        mapping_in(row, "case").pop("answers", None)


def _applied(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    if isinstance(value, Members):
        mapping_in(row, "case")["applied"] = [{"provision": one} for one in sorted(value.values)]


def _field(*path: str) -> Callable[[RowCase, Value, Mapping[str, Value]], None]:
    def write(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
        if isinstance(value, bool | int | str):
            mapping_in(row, *path[:-1])[path[-1]] = value

    return write


def _residents_only(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    if value is True:
        mapping_in(row, "option")["open_to"] = "residents"


def _tied_staff(row: RowCase, value: Value, chosen: Mapping[str, Value]) -> None:
    mapping_in(row, "option")["staff"] = "tied_day_and_night" if value is True else "agreed_visits"


WRITTEN: Mapping[str, Callable[[RowCase, Value, Mapping[str, Value]], None]] = MappingProxyType(
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
LEFT = frozenset(
    ("option.question", "case.functioning", "case.goals.count", "option.id", "option.covers", "option.areas")
)
"""What is written with something else, or follows from the rest."""
