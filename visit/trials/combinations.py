"""The values that the invariants and rules of a guideline tell apart, and what these make of its conditions and rules.

A combination gives names one of the values that `domains` tells apart, or leaves them unrecorded; what is not chosen yet may be
anything. So too much is held possible and never too little.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random
from typing import TypeAlias

from visit.rules.deciding.case_side import NEVER_ASSUMED
from visit.rules.deciding.one_option import Outcome
from visit.rules.findings.atoms import PROVISION, all_atoms, atom_of, chosen_name
from visit.rules.findings.constraints import goes_together
from visit.rules.findings.domains import domains_of
from visit.rules.findings.possibility import Assigned, follows_of, written_of
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Call, Name
from visit.rules.language.values import UNKNOWN, Value, possible
from visit.vocabulary import vocabulary

STANDING, CURRENT, QUESTION = "option.standing", "option.current", "option.question"
_ALWAYS_KNOWN = frozenset(
    (
        "as_of", "option.kind", "option.provision", "option.gives_home", "option.current", "option.moves_home",
        "option.general", "option.residents_only", "option.mobile", "option.special_arrangement", "option.step",
    )
)  # fmt: skip
"""What is known of every option, beside what is known of its provision."""

_SAID_TWICE = frozenset(("option.consent_to_move", "option.guardian_accepts", "option.answer"))
"""Codes of which two may stand beside each other, so that either may count."""

PossibleTruths: TypeAlias = frozenset[object]
"""What a condition may be: some of true, false and unknown."""
_TRUE, _FALSE, _UNKNOWN, _OPEN = (frozenset(one) for one in ((True,), (False,), (UNKNOWN,), (True, False, UNKNOWN)))
EVERY = frozenset(Outcome)
"""Whatever a rule can give."""


class NotChosen:
    """Stands for a value that is still open."""


_NOT_CHOSEN = NotChosen()


class Combinations:
    """The values that the invariants and rules of a guideline tell apart, and what these make of them.

    Attributes:
        rules: The rules of single options.
        domains: The values of each name, with unknown where it may be unrecorded.
        free: How the conditions are written that are too rich for that: true, false or unknown whatever the rest is.
    """

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline
        self.rules = tuple(rule for rule in guideline.rules if not rule.of_placement)
        conditions = [one.never for one in guideline.invariants]
        conditions += [condition for rule in self.rules for condition in rule.conditions]
        # What an atom counts or adds up stays free: no case can be written of a number alone.
        atoms = (replace(atom_of(guideline, one, ()), measure=None) for one in all_atoms(conditions, guideline, {}))
        found = domains_of(guideline, atoms, recorded=True, on=None)
        domains, self.free, self._related = found.values, found.free, found.related
        domains |= {PROVISION: tuple(vocabulary().provisions)}
        domains |= {CURRENT: (False, True), QUESTION: tuple(guideline.lists["question"].terms)}
        self.domains = {name: values if self._known(name) else (*values, UNKNOWN) for name, values in domains.items()}
        self.proposed = frozenset(one.fact for one in guideline.proposals) | {"case.needs.areas"}
        self.proposed -= frozenset(NEVER_ASSUMED)
        self._partly = frozenset(name for name in guideline.facts.by_name if _is_partly_known(guideline, name))
        self.choices = {rule.id: self.choices_of(rule) for rule in self.rules}

    def is_known_in_part(self, rule: Rule) -> bool:
        """Return whether a rule rests on what may be known in part."""
        return not rule.rests_on.isdisjoint(self._partly)

    def choices_of(self, rule: Rule) -> frozenset[str]:
        """Return everything that can be chosen and counts in a rule."""
        atoms = all_atoms(rule.conditions, self.guideline, {})
        named = {chosen_name(name) for atom in atoms for name in (*atom.reads, written_of(self.guideline, atom)[0])}
        of_provision = {PROVISION} if rule.provisions is not None else set()
        return frozenset(named | of_provision | ({CURRENT, QUESTION} if rule.opens_help else set()))

    def _known(self, name: str) -> bool:
        return name in (PROVISION, STANDING) or name in _ALWAYS_KNOWN

    def further(self, chosen: Assigned, name: str, random: Random | None) -> list[Assigned]:
        """Return a combination with each value of one more name, the one to look at first last."""
        values: list[Value] = [True, False, UNKNOWN] if name in self.free else list(self.domains[name])
        if random is not None:
            random.shuffle(values)
        found = [self.completing({**chosen, name: value}) for value in reversed(values)]
        return [one for one in found if goes_together(name, one, self._related)]

    def completing(self, chosen: Assigned) -> Assigned:
        """Add what follows from the provision, once that is chosen."""
        if PROVISION not in chosen:
            return chosen
        return {**chosen, **follows_of(self.guideline, str(chosen[PROVISION]))}

    # --- what a combination makes of a rule ---

    def outcomes(self, rule: Rule, chosen: Assigned, asked: list[str]) -> frozenset[Outcome]:
        """Return everything that a rule may give; the names that leave it open are noted."""
        if rule.provisions is not None:
            if PROVISION not in chosen:
                asked.append(PROVISION)
                return EVERY
            if chosen[PROVISION] not in rule.provisions:
                return frozenset((Outcome.NOT_APPLICABLE,))
        found = self._given(rule, chosen, asked)
        if Outcome.FAILS in found and not rule.rests_on.isdisjoint(self.proposed):
            bare = {**chosen, **dict.fromkeys(rule.rests_on & self.proposed, UNKNOWN)}
            if self._given(rule, bare, []) != {Outcome.FAILS}:
                found |= {Outcome.UNKNOWN}  # what is only proposed rules nothing out
        if Outcome.FAILS in found and self.is_known_in_part(rule):
            found |= {Outcome.UNKNOWN}  # nor does what is known in part, while it may still turn out otherwise
        if rule.opens_help:
            found |= self._of_help_that_runs(found, chosen, asked)
        if Outcome.UNKNOWN in found and rule.confirm:
            found |= {Outcome.CONFIRM}
        return found

    def _of_help_that_runs(self, found: frozenset[Outcome], chosen: Assigned, asked: list[str]) -> frozenset[Outcome]:
        """Help that runs and is kept is not asked who may have it."""
        if chosen.get(CURRENT) is False or chosen.get(QUESTION, "keep") != "keep":
            return frozenset()
        if found != {Outcome.HOLDS}:
            asked += [name for name in (CURRENT, QUESTION) if name not in chosen]
        return frozenset((Outcome.NOT_APPLICABLE,))

    def _given(self, rule: Rule, chosen: Assigned, asked: list[str]) -> frozenset[Outcome]:
        unless = _FALSE if rule.unless is None else self.truths(rule.unless, chosen, asked)
        when = _TRUE if rule.when is None else self.truths(rule.when, chosen, asked)
        idle = frozenset((Outcome.NOT_APPLICABLE,))
        if unless == _TRUE or when == _FALSE:
            return idle
        require = self.truths(rule.require, chosen, asked)
        return frozenset(_outcome(*one) for one in product(unless, when, require))

    # --- what a combination makes of a condition ---

    def truths(self, condition: Condition, chosen: Assigned, asked: list[str]) -> PossibleTruths:
        """Return what a condition may be; the names that leave it open are noted."""
        if condition.joined == "not":
            inner = self.truths(condition.parts[0], chosen, asked)
            return frozenset(one if one is UNKNOWN else not one for one in inner)
        if not condition.joined:
            return self._atom(condition, chosen, asked)
        ends = condition.joined == "or"
        found: PossibleTruths = frozenset((not ends,))
        open: list[str] = []
        for part in condition.parts:
            truths = self.truths(part, chosen, open)
            found = frozenset(_joined(one, two, ends) for one, two in product(found, truths))
            if found == {ends}:
                return found  # what else is open in it does not matter
        asked += open
        return found

    def _atom(self, atom: Condition, chosen: Assigned, asked: list[str]) -> PossibleTruths:
        written, reads = written_of(self.guideline, atom)
        if isinstance(atom.node, Call) and atom.node.function == "known" and self._is_chosen_whole(atom):
            (name,) = reads
            value = self._value(name, chosen, asked)
            return _OPEN if isinstance(value, NotChosen) else _TRUE if value is not UNKNOWN else _FALSE
        if written in self.free:
            if written not in chosen:
                asked.append(written)
                return _OPEN
            return frozenset((chosen[written],))
        known: dict[str, Value] = {}
        for name in reads:
            value = self._value(name, chosen, asked)
            if isinstance(value, NotChosen):
                return _OPEN
            known[name] = value
        truth = atom.holds(known)
        return _UNKNOWN if truth is UNKNOWN else _TRUE if truth else _FALSE

    def _is_chosen_whole(self, atom: Condition) -> bool:
        """Return whether an atom asks of one name that has values here, whether it is known."""
        node = atom.node
        return (
            isinstance(node, Call)
            and len(node.arguments) == 1
            and isinstance(node.arguments[0], Name)
            and (node.arguments[0].name in self.domains)
        )

    def value(self, name: str, chosen: Assigned) -> Value | None:
        """Return the value of a name; None while it is open."""
        value = self._value(name, chosen, [])
        return None if isinstance(value, NotChosen) else value

    def _value(self, name: str, chosen: Assigned, asked: list[str]) -> Value | NotChosen:
        if name in self.guideline.parameters:
            return self.guideline.parameters[name].value
        if name not in self.guideline.tables:
            if name not in chosen:
                asked.append(chosen_name(name))
                return _NOT_CHOSEN
            return chosen[name]
        results: list[Value] = []
        for when, then in self.guideline.tables[name].rows:
            truths = _TRUE if when is None else self.truths(when, chosen, asked)
            if len(truths) > 1:
                return _NOT_CHOSEN
            if truths == _FALSE:
                continue
            values = {read: self._value(read, chosen, asked) for read in sorted(then.reads)}
            known = {read: value for read, value in values.items() if not isinstance(value, NotChosen)}
            if len(known) < len(values):
                return _NOT_CHOSEN
            results.append(then.run(known))
            if truths == _TRUE:
                break
        return possible(results)


def _is_partly_known(guideline: Guideline, name: str) -> bool:
    """Return whether a fact may be known in part: as one of a few, between two bounds, or a set of which more may belong."""
    type = guideline.types.get(name)
    if type is None or name in _SAID_TWICE:
        return name in _SAID_TWICE
    return type.kind in ("date", "codes", "levels") or (type.kind == "number" and type.unit != "level")


def _joined(one: object, two: object, ends: bool) -> object:
    """Return Kleene's `and` of two truths, or their `or` where true ends it."""
    if one is ends or two is ends:
        return ends
    return UNKNOWN if UNKNOWN in (one, two) else one


def _outcome(unless: object, when: object, require: object) -> Outcome:
    if unless is True or when is False:
        return Outcome.NOT_APPLICABLE
    if require is True:
        return Outcome.HOLDS
    return Outcome.UNKNOWN if UNKNOWN in (unless, when, require) else Outcome.FAILS
