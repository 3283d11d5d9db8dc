"""What a statement gives for a case: nothing where it surely has no effect, and what cannot be seen from it alone is told apart."""

from __future__ import annotations

from collections.abc import Hashable

from visit.lab.looks import Look
from visit.lab.pieces import PRINTED
from visit.lab.reads import CASE_SECTIONS, told_apart
from visit.lab.said import form_followed
from visit.lab.taken import RuleGiven
from visit.ranking.keys import is_step, key_of
from visit.rules.deciding.case_side import CaseSide
from visit.rules.deciding.option_sets import bits
from visit.rules.guideline.edits import StatementKey
from visit.rules.guideline.values import Approval, Deadline, FollowUp, Grant, Notice, Preference, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.values import UNKNOWN, Truth, Value, every, some

INERT, UNCLEAR = "inert", "unclear"
"""What a statement is for a case on which it has no effect, and on which its effect cannot be seen from it alone."""


def effect_of(statement: StatementKey, look: Look, entitlements: frozenset[str]) -> Hashable:
    """Return what a statement gives for a case: equal only where it surely has the same effect.

    Args:
        statement: Its section and id.
        look: The case.
        entitlements: Those that something reads.
    """
    section, key = statement
    if section in CASE_SECTIONS:
        own = (*look.guideline.parameters, *look.guideline.tables)
        return tuple((name, told_apart(value)) for name, value in sorted(look.side.values.items()) if name not in own)
    if section == "rules":
        rule = look.guideline.rule(key)
        return INERT if rule is None else _given_by_rule(rule, look, entitlements)
    if section in ("preferences", "rights"):
        every = look.guideline.preferences if section == "preferences" else look.guideline.rights
        if not key:  # their order: that of those that order anything
            return tuple(one.id for one in every if _given_by_preference(one, look) is not INERT)
        return next((_given_by_preference(one, look) for one in every if one.id == key), INERT)
    if section in PRINTED:
        found = next((one for one in getattr(look.guideline, section) if one.id == key), None)
        return INERT if found is None else _given_by_printed(found, look)
    return UNCLEAR


def _given_by_rule(rule: Rule, look: Look, entitlements: frozenset[str]) -> Hashable:
    when, side = rule.when, look.side.values
    if when is not None and when.reads <= side.keys() and when.holds(side) is False:
        return INERT
    if rule.of_placement or rule.comparative:
        return UNCLEAR
    rows = look.columns.rows(rule)
    if not (rows.fails or rows.unknown or rows.confirm or rule.entitles):
        return INERT
    entitled = tuple((name, side[name]) for name in sorted(entitlements)) if rule.entitles else ()
    missing = rule.rests_on if rows.unknown or rows.confirm else None
    not_holding = frozenset(look.columns.option_set.options[index].id for index in bits(rows.fails | rows.unknown))
    return RuleGiven(rule.strength, not_holding, (rule.if_unknown, rule.by, rule.gate, rows, missing, entitled))


def _given_by_preference(preference: Preference, look: Look) -> Hashable:
    if preference.when is not None and preference.when.holds(look.side.values) is not True:
        return INERT
    if preference.of_placement and surely(preference.value, look.side) is not UNKNOWN:
        return INERT  # it is the same for every placement
    if preference.of_placement or is_step(preference):
        return UNCLEAR
    keys: dict[int, int] = {}
    for value, mask in look.columns.values(preference.value):
        key = key_of(preference, value)
        keys[key] = keys.get(key, 0) | mask
    return (preference.over, preference.value.type.kind, bool(preference.bands), *sorted(keys.items()))


def surely(condition: Condition, side: CaseSide) -> Truth:
    """Return the truth of a condition whatever the placement; unknown where that is not seen from the case alone."""
    known: dict[str, Value] = dict(side.values)
    case = side.circumstances.case
    if case.offered is None:
        known["reference.recorded"] = False
    if not case.wishes.offers:
        known["placement.free_choice"] = False

    def truth(one: Condition) -> Truth:
        if one.joined == "not":
            inside = truth(one.parts[0])
            return UNKNOWN if inside is UNKNOWN else not inside
        if one.joined:
            return (every if one.joined == "and" else some)(truth(part) for part in one.parts)
        return one.holds(known) if one.reads <= known.keys() else UNKNOWN

    return truth(condition)


def _given_by_printed(statement: Approval | Notice | Deadline | FollowUp | Grant, look: Look) -> Hashable:
    when, side = statement.when, look.side.values
    if not when.reads <= side.keys():
        facts = look.guideline.facts
        if any(
            name in facts and facts[name].side in ("placement", "comparative") for name in look.guideline.rests_on(when)
        ):
            return INERT if surely(when, look.side) is False else UNCLEAR
        truths = {value for value, _mask in look.columns.values(when)}
        return INERT if truths == {False} else UNCLEAR
    truth = when.holds(side)
    if truth is False:
        return INERT
    if isinstance(statement, Grant):
        return (truth, statement.lasts, statement.provisions)
    counted = (str(statement.counted_from),) if isinstance(statement, Deadline) else ()
    by = (statement.by, statement.four_eyes) if isinstance(statement, Approval) else ()
    return (truth, by, counted, form_followed(statement, look.guideline))
