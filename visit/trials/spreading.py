"""Rows with a fact that no single field says: levels of all sub-themes, how many there are of something, days around a day.

`setting` sets what stands in one field, `witnesses` what a few fields say together. Here several values of one fact are spread
out, for whoever tries them and keeps those that show something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from visit.reading.documents.lists import keys_of
from visit.reading.yaml_events import PlainValue
from visit.rules.findings.statements import nodes_of
from visit.rules.guideline.anchors import Anchor
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import KeySelection, Literal, Name
from visit.rules.language.periods import UNITS, later
from visit.rules.language.values import Members
from visit.trials.setting import FactPath, RowCase, path_of, with_fact
from visit.trials.witnesses import written_otherwise
from visit.vocabulary import vocabulary

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MOST, _HIGHEST = 12, 4
"""So many there are at most of something that is counted; and the highest level."""
_COUNTED: Mapping[str, tuple[FactPath, PlainValue]] = MappingProxyType(
    {
        "case.goals.count": (("case", "goals"), {"theme": "cook", "kind": "maintain"}),
        "case.resources.count": (("case", "resources"), "-"),
        "case.network.count": (("case", "network"), {"who": "friend", "tie": "friends"}),
        "case.network.harmful": (("case", "network"), {"who": "friend", "benefit": "harmful"}),
        "case.network.documented": (("case", "network"), {"who": "friend", "benefit": "documented"}),
        "case.wishes.offers": (("case", "wishes", "offers"), "offer-1"),
        "case.wishes.avoid": (("case", "wishes", "avoid"), "offer-1"),
    }
)
"""Where what is counted stands, and one of it."""
_LISTED: Mapping[str, tuple[FactPath, str, RowCase]] = MappingProxyType(
    {
        "case.tried": (("case", "tried"), "provision", {"result": "not_enough"}),
        "case.applied": (("case", "applied"), "provision", {}),
        "case.network.ties": (("case", "network"), "tie", {"who": "friend"}),
        "case.goals.kinds": (("case", "goals"), "kind", {"theme": "cook"}),
    }
)
"""Where codes are listed, in which field of an entry, and what else an entry says."""
_OF_A_PROVISION = frozenset(("option.step", "option.gives_home", "option.moves_home"))
"""What follows from the provision, where the offer says no more."""
_BORN: Mapping[str, int] = {"case.turns_18": -18, "case.born": 0}
"""Days that a date of birth gives, and so many years before them it lies."""


@dataclass(frozen=True, slots=True)
class Spreading:
    """What the conditions of a statement compare with, on a day.

    Attributes:
        numbers: The whole numbers, its parameters' too.
        lengths: The lengths of time: a number and its unit.
        named: The names and codes.
    """

    guideline: Guideline
    day: date
    numbers: tuple[int, ...]
    lengths: tuple[tuple[int, str], ...]
    named: frozenset[str]

    def ends(self, names: Iterable[str]) -> tuple[RowCase, RowCase]:
        """Return a row with the first value of each of several facts, and one with the last."""
        first: RowCase = {}
        last: RowCase = {}
        for name in names:
            first = next(self.rows(first, name), first)
            *_others, last = (last, *self.rows(last, name))
        return first, last

    def rows(self, base: RowCase, name: str) -> Iterator[RowCase]:
        """Yield a row with several values of a fact; nothing where no more is known of it than `setting` knows."""
        type = self.guideline.types.get(name)
        path = path_of(name, self.guideline)
        listed = self.guideline.lists.get((None if type is None else type.codes) or "")
        if name in _COUNTED:
            at, one = _COUNTED[name]
            yield from (_with(base, at, [one] * many) for many in self._around() if many <= _MOST)
        elif name in ("option.open_on", "option.open_days"):
            for few in (*(_WEEK[:many] for many in range(len(_WEEK) + 1)), _WEEK[5:]):
                yield _with(base, ("option", "open_on"), list(few))
        elif name in _OF_A_PROVISION:
            yield from (_with(base, ("option", "provision"), id) for id in _one_on_each_step())
        elif type is None:
            return
        elif type.kind == "levels" and path is not None and listed is not None:
            keys = list(listed.terms)
            found = self._levels(keys) if type.unit == "level" else self._amounts(keys)
            yield from (_with(base, path, levels) for levels in found)
        elif type.kind == "date" and name != "as_of" and (path is not None or name in _BORN):
            yield from (self._of_a_day(base, name, path, day) for day in self._days())
        elif type.kind == "codes" and listed is not None:
            codes = sorted({_recorded(one) for one in self.named & listed.terms.keys()})
            yield from self._of_codes(base, name, [(), *((one,) for one in codes), tuple(codes)])
        elif type.kind == "truth":
            answers = (written_otherwise(base, name, value, self.guideline) for value in (True, False))
            yield from (row for row in answers if row is not None)

    def _of_codes(self, base: RowCase, name: str, choices: Iterable[tuple[str, ...]]) -> Iterator[RowCase]:
        for few in choices:
            if name in _LISTED:
                path, field, beside = _LISTED[name]
                yield _with(base, path, [{field: code, **beside} for code in few])
            else:
                value = Members(frozenset(few))
                row = written_otherwise(base, name, value, self.guideline) or with_fact(
                    base, name, value, self.guideline
                )
                yield from () if row is None else (row,)

    def _around(self) -> list[int]:
        return sorted({0, 1, *(number + step for number in self.numbers for step in (-1, 0, 1) if number + step >= 0)})

    def _levels(self, keys: Sequence[str]) -> Iterator[RowCase]:
        """Yield levels: one of one sub-theme, the same of all, a few high ones among low ones, and some that sum to a number."""
        for level in range(_HIGHEST + 1):
            yield {keys[0]: level}
            yield dict.fromkeys(keys, level)
        for many in (one for one in self._around() if 0 < one < len(keys)):
            for high in range(1, _HIGHEST + 1):
                yield {key: high if place < many else 0 for place, key in enumerate(keys)}
        for total in (one for one in self._around() if _HIGHEST < one <= _HIGHEST * len(keys)):
            yield {key: max(0, min(_HIGHEST, total - _HIGHEST * place)) for place, key in enumerate(keys)}

    def _amounts(self, keys: Sequence[str]) -> Iterator[RowCase]:
        """Yield hours or days of one of the keys that are named."""
        for key in (one for one in keys if one in self.named):
            for number in self._around():
                yield {key: number}

    def _days(self) -> Iterator[date]:
        for amount, unit in self.lengths:
            for sign in (-1, 1):
                for step in (-1, 0, 1):
                    yield later(self.day, sign * amount, unit) + timedelta(days=step)

    def _of_a_day(self, base: RowCase, name: str, path: FactPath | None, day: date) -> RowCase:
        if name in _BORN:
            return _without_age(_with(base, ("case", "citizen", "born"), later(day, _BORN[name], "years").isoformat()))
        assert path is not None
        row = _with(base, path, day.isoformat())
        return {**row, "as_of": self.day.isoformat()} if name == "case.assessed" else row


def spreading(conditions: Iterable[Condition], guideline: Guideline, day: date) -> Spreading:
    """Return what some conditions compare with."""
    nodes = [node for condition in conditions for node in nodes_of(condition.node)]
    written = [(node.value, node.unit) for node in nodes if isinstance(node, Literal)]
    named = [
        guideline.parameters[one.name] for one in nodes if isinstance(one, Name) and one.name in guideline.parameters
    ]
    whole = [
        (int(value), unit)
        for value, unit in (*written, *((one.value, one.unit) for one in named))
        if isinstance(value, int | Decimal) and not isinstance(value, bool)
    ]
    lengths = {(number, unit) for number, unit in whole if unit in UNITS}
    lengths |= {(number, unit) for number, one in whole if one is None for unit in UNITS if unit != "weeks"}
    keys = [key for one in nodes if isinstance(one, KeySelection) for key in one.keys]
    names = frozenset(one.name for one in (*nodes, *keys) if isinstance(one, Name))
    numbers = tuple(sorted({one for one, _unit in whole}))
    return Spreading(guideline, day, numbers, ((0, "days"), *sorted(lengths)), names)


def with_its_day(anchor: Anchor, row: RowCase, guideline: Guideline, day: date) -> RowCase:
    """Return a row that says the day which a deadline is counted from; as it is where it says it, or nothing has to be said."""
    match anchor.kind:
        case "application":
            applied: RowCase = {"provision": min(anchor.provisions or ("SEL-85",)), "on": day.isoformat()}
            return _with(row, ("case", "applied"), [applied])
        case "birthday":
            born = _with(row, ("case", "citizen", "born"), later(day, 1 - anchor.years, "years").isoformat())
            return _without_age(born)
        case _:
            paths = [path_of(name, guideline) for name in sorted(anchor.reads)]
            return next((_with(row, path, day.isoformat()) for path in paths if path is not None), row)


def _without_age(row: RowCase) -> RowCase:
    """Return a row in which the date of birth alone says how old somebody is."""
    case = row.get("case")
    citizen = case.get("citizen") if isinstance(case, dict) else None
    if isinstance(citizen, dict):
        citizen.pop("age", None)
    return row


def _with(base: RowCase, path: FactPath, value: PlainValue) -> RowCase:
    changed = deepcopy(base)
    at = changed
    for key in path[:-1]:
        inside = at.setdefault(key, {})
        if not isinstance(inside, dict):
            return base
        at = inside
    at[path[-1]] = value
    return changed


def _recorded(code: str) -> str:
    """Return a code as a case records it: of a target group that none is put in, the first below it."""
    assignable = keys_of("assignable_target_group")
    below = sorted(vocabulary().codes["target_group"].expand(code).intersection(assignable))
    return below[0] if code not in assignable and below else code


@cache
def _one_on_each_step() -> tuple[str, ...]:
    """Return a provision for each step of each ladder, the first that gives help on it."""
    found: dict[object, str] = {}
    for id, provision in vocabulary().provisions.items():
        for step in provision.areas.values():
            found.setdefault(step, id)
    return tuple(dict.fromkeys(found.values()))
