"""Whether a condition can be true: proved over all values of what it reads, or not claimed.

What a name can be chosen from says `domains`. What is too rich for that counts as free: it may be true or false whatever the
rest is. So too much is held possible and never too little: what is said here to be impossible is so for every case and option.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from random import Random
from typing import TypeAlias

from visit.rules.findings.atoms import AGE, BORN, PROVISION, Atom, all_atoms, atom_of, chosen_name
from visit.rules.findings.constraints import goes_together, with_senseless
from visit.rules.findings.domains import domains_of
from visit.rules.findings.joined_conditions import UNTRUE, both, not_failed
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.values import UNKNOWN, Truth, Value, negate, possible, years_between
from visit.vocabulary import vocabulary

MOST_TRIED = 20_000
"""So many partly chosen values are looked at before nothing is claimed."""
_REMEMBERED = 64
"""Of so many guidelines what was worked out is kept: one for each date on which the one that is checked changes."""

Assigned: TypeAlias = Mapping[str, Value]
"""The values chosen so far: by name, and the truth of what is free by how it is written."""


class _TooMany(Exception):
    """Nothing is proved within the limit."""


def can_be(condition: Condition, guideline: Guideline, fixed: Assigned = {}) -> bool:
    """Return whether a condition is true for some values; yes where it cannot be told within the limit.

    Args:
        condition: The condition.
        guideline: Whose names it reads.
        fixed: Values that are chosen already.
    """
    return Possibility(guideline, (condition,)).can_be(condition, fixed)


def provisions_of(condition: Condition, guideline: Guideline, among: Iterable[str]) -> list[str]:
    """Return the provisions under which a condition is true for some values; an empty name stands for any."""
    return Possibility(guideline, (condition,)).provisions_of(condition, among)


class _Seen:
    """What was worked out of a guideline: of each atom what is known of it, and what follows from a provision."""

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline
        self.entitlements = _entitlements(guideline)
        self._names = [name for name in guideline.facts.by_name if name.startswith("provision.") and name != PROVISION]
        self._follows: dict[str, Assigned] = {}
        self._atoms: dict[int, Atom] = {}
        self._truths: dict[tuple[object, ...], Truth] = {}
        self.said_of: dict[tuple[Condition, str], object] = {}
        self.given_up: list[Condition] = []

    def follows(self, id: str) -> Assigned:
        """Return what is known of a provision."""
        found = self._follows.get(id)
        if found is None:
            provision = vocabulary().provisions[id]
            known: dict[str, Value] = {
                name: getattr(provision, name.removeprefix("provision.")) for name in self._names
            }
            found = self._follows[id] = {**known, "option.provision": provision.id}
        return found

    def atom(self, condition: Condition) -> Atom:
        """Return what is known of an atom. It is kept, so that its id is nobody else's."""
        found = self._atoms.get(id(condition))
        if found is None:
            found = self._atoms[id(condition)] = atom_of(self.guideline, condition, self.entitlements)
        return found

    def truth(self, atom: Atom, values: tuple[Value, ...]) -> Truth:
        """Return the truth of an atom for the values of what it reads."""
        key = (id(atom), values)
        found = self._truths.get(key)
        if found is None:
            found = self._truths[key] = atom.condition.holds(dict(zip(atom.reads, values, strict=True)))
        return found


def _entitlements(guideline: Guideline) -> Mapping[str, Condition]:
    """Return what stands behind each `entitled(…)`: that all its rules are met. One that rests on another one is left out."""
    names = {f"entitled({id})": id for id in vocabulary().provisions}
    found = {name: both(map(not_failed, guideline.entitling(id))) for name, id in names.items()}
    return {name: one for name, one in found.items() if one.parts and not names.keys() & one.reads}


@lru_cache(_REMEMBERED)
def _seen_of(guideline: Guideline) -> _Seen:
    return _Seen(guideline)


def give_up(guideline: Guideline, conditions: Iterable[Condition]) -> None:
    """Note conditions of which not everything is gone through, so that `check` says so."""
    _seen_of(guideline).given_up.extend(conditions)


def given_up(guideline: Guideline) -> tuple[Condition, ...]:
    """Return the conditions of which not everything was gone through so far."""
    return tuple(_seen_of(guideline).given_up)


def follows_of(guideline: Guideline, provision: str) -> Assigned:
    """Return what is known of an option by its provision."""
    return _seen_of(guideline).follows(provision)


def written_of(guideline: Guideline, atom: Condition) -> tuple[str, tuple[str, ...]]:
    """Return how an atom is written, and the names that it reads, in order."""
    found = _seen_of(guideline).atom(atom)
    return found.written, found.reads


class Possibility:
    """The values that conditions of a guideline can tell apart, and what these make of the conditions.

    Where everything counts as `recorded`, nothing of which that is asked is unknown. On one day alone an age follows from a date
    of birth; on any day the two are chosen apart. What nobody means together is never so, unless conditions are asked `plainly`.
    """

    def __init__(
        self,
        guideline: Guideline,
        conditions: Iterable[Condition],
        *,
        recorded: bool = False,
        on: date | None = None,
        plainly: bool = False,
    ) -> None:
        self.guideline, self.on = guideline, on
        self._seen = _seen_of(guideline)
        conditions = tuple(conditions)
        atoms = [*map(self._seen.atom, all_atoms(conditions, guideline, self._seen.entitlements))]
        self._of_provision = [one for one in atoms if PROVISION in one.few]
        found = domains_of(guideline, atoms, recorded=recorded, on=on)
        self.domains, self.free = found.values, found.free
        self._related = found.related if plainly else with_senseless(found.values.keys(), found.related)
        if found.is_cut:
            give_up(guideline, conditions)
        self.may_be_unknown = any(UNKNOWN in values for values in self.domains.values())

    def can_be(self, condition: Condition, fixed: Assigned = {}) -> bool:
        """Return whether a condition is true for some values; yes where it cannot be told within the limit."""
        try:
            return next(self.ways(condition, True, fixed), None) is not None
        except _TooMany:
            return True

    def provisions_of(self, condition: Condition, among: Iterable[str]) -> list[str]:
        """Return the provisions under which a condition is true for some values; an empty name stands for any.

        Those that no atom tells apart are asked about once.
        """
        found: dict[tuple[object, ...], bool] = {}
        answers = []
        for id in among:
            fixed: Assigned = {PROVISION: id} if id else {}
            kind = tuple(self._said_of(atom, id, fixed) for atom in self._of_provision)
            if kind not in found:
                found[kind] = self.can_be(condition, fixed)
            if found[kind]:
                answers.append(id)
        return answers

    def _said_of(self, atom: Atom, id: str, fixed: Assigned) -> object:
        """Return the truth of an atom under a provision; where something else decides it too, what it reads of the provision."""
        if atom.written in self.free or (atom.measure is not None and atom.measure.name in self.domains):
            return None  # it is chosen, whatever the provision is
        known = self._seen.said_of
        if (atom.condition, id) not in known:
            truth = self._atom(atom.condition, fixed, [])
            known[atom.condition, id] = (
                truth
                if truth is not None
                else tuple(self._value(name, fixed, []) for name in atom.reads if chosen_name(name) == PROVISION)
            )
        return known[atom.condition, id]

    def a_way(self, condition: Condition, wanted: bool, fixed: Assigned) -> Assigned | None:
        """Return a choice of values that settles a condition in a truth; None where there is none, or none within the limit."""
        return next(self.some_ways(condition, wanted, fixed, 1), None)

    def some_ways(self, condition: Condition, wanted: bool, fixed: Assigned, most: int) -> Iterator[Assigned]:
        """Yield at most so many choices of values that settle a condition in a truth; the values left out do not matter."""
        try:
            for count, way in enumerate(self.ways(condition, wanted, fixed)):
                if count == most:
                    give_up(self.guideline, (condition,))
                    return
                yield way
        except _TooMany:
            return

    def ways(self, condition: Condition, wanted: bool, fixed: Assigned) -> Iterator[Assigned]:
        """Yield every choice of values that settles a condition in a truth."""
        open_choices: list[Assigned] = [fixed]
        tried = 0
        while open_choices:
            chosen = open_choices.pop()
            tried += 1
            if tried > MOST_TRIED:
                give_up(self.guideline, (condition,))
                raise _TooMany
            asked: list[str] = []
            truth = self.truth(condition, chosen, asked)
            if truth is wanted:
                yield chosen
            elif truth is None:
                open_choices += reversed(self.further(chosen, asked[0]))

    def further(self, chosen: Assigned, name: str) -> list[Assigned]:
        """Return a choice with each value of one more name that goes together with it."""
        values = (True, False) if name in self.free else self.domains[name]
        return [one for value in values if goes_together(name, one := {**chosen, name: value}, self._related)]

    def completed(self, chosen: Assigned, random: Random) -> Assigned:
        """Return a choice in which everything that is left out is drawn."""
        drawn = {name: random.choice(values) for name, values in sorted(self.domains.items())}
        free = {written: random.choice((True, False)) for written in sorted(self.free)}
        return {**free, **drawn, **chosen}

    def holds(self, condition: Condition, chosen: Assigned) -> bool:
        """Return whether a condition is true of a complete choice."""
        return self.truth(condition, chosen, []) is True

    def value(self, name: str, chosen: Assigned) -> Value:
        """Return the value of a name in a complete choice; unknown where that has none."""
        value = self._value(name, chosen, [])
        return UNKNOWN if value is None else value

    def truth(self, condition: Condition, chosen: Assigned, asked: list[str]) -> Truth | None:
        """Return the truth for what is chosen; None where it is open, and the first name to choose is noted."""
        if condition.joined == "not":
            inner = self.truth(condition.parts[0], chosen, asked)
            return None if inner is None else negate(inner)
        if condition.joined == UNTRUE:
            inner = self.truth(condition.parts[0], chosen, asked)
            return None if inner is None else inner is not True
        if condition.joined:
            ends, open, unknown = condition.joined == "or", False, False
            for part in condition.parts:
                truth = self.truth(part, chosen, asked)
                if truth is ends:
                    return ends
                open, unknown = open or truth is None, unknown or truth is UNKNOWN
            return None if open else UNKNOWN if unknown else not ends
        return self._atom(condition, chosen, asked)

    def _atom(self, condition: Condition, chosen: Assigned, asked: list[str]) -> Truth | None:
        atom = self._seen.atom(condition)
        measure = atom.measure
        if measure is not None and measure.name in self.domains:
            value = chosen.get(measure.name)
            if value is None:
                asked.append(measure.name)
                return None
            return measure.truth(value)
        if atom.written in self.free:
            if atom.written not in chosen:
                asked.append(atom.written)
                return None
            return chosen[atom.written] is True
        known: list[Value] = []
        for name in atom.reads:
            read = self._value(name, chosen, asked)
            if read is None:
                return None
            known.append(read)
        return self._seen.truth(atom, tuple(known))

    def _value(self, name: str, chosen: Assigned, asked: list[str]) -> Value | None:
        found = chosen.get(name)
        if found is not None:
            return found
        if name in self.guideline.parameters:
            return self.guideline.parameters[name].value
        if name in self._seen.entitlements:
            return self.truth(self._seen.entitlements[name], chosen, asked)
        if name == AGE and self.on is not None:
            born = self._value(BORN, chosen, asked)
            return years_between(born, self.on) if isinstance(born, date) else born
        if name not in self.guideline.tables:
            stands_for = chosen_name(name)
            if stands_for == PROVISION and PROVISION in chosen:
                return self._seen.follows(str(chosen[PROVISION])).get(name)
            asked.append(stands_for)
            return None
        results: list[Value] = []
        for when, then in self.guideline.tables[name].rows:
            truth = True if when is None else self.truth(when, chosen, asked)
            if truth is None:
                return None
            if truth is not False:
                values = {read: self._value(read, chosen, asked) for read in sorted(then.reads)}
                known = {read: value for read, value in values.items() if value is not None}
                if len(known) < len(values):
                    return None
                results.append(then.run(known))
            if truth is True:
                break
        return results[0] if len(results) == 1 else possible(results)
