"""Whether a statement can be left open by a case: does it read a fact that need not be recorded."""

from __future__ import annotations

from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Call, Logic, Name, Node, Not, inside

ALWAYS = frozenset(
    {"as_of", "case.assessed", "case.municipality", "option.id", "offer.id", "offer.name", "option.kind"}
    | {"option.provision", "provision.id", "option.areas", "option.step", "option.gives_home", "option.moves_home"}
    | {"option.current", "option.serves", "option.mobile", "option.special_arrangement", "provision.branch"}
    | {"provision.lane", "provision.visitation", "provision.supervision", "provision.free_choice", "provision.may"}
    | {"provision.approval_required", "provision.registration_required", "provision.in_own_home"}
    | {"placement.parts", "placement.kept", "placement.home_step", "placement.moves_home", "placement.free_choice"}
    | {"placement.same_setting", "placement.presumptions_failed"}
    | {"met_lower", "own_match", "current_sufficient"}
)
"""Facts that the engine always knows."""


def rule_may_be_unknown(guideline: Guideline, rule: Rule) -> bool:
    """Return whether a rule reads something that is not always recorded, and is not guarded by `known()`."""
    guarded = _guarded(rule.when.node, "and") if rule.when is not None else frozenset()
    parts = [one for one in (rule.when, rule.require, rule.unless) if one is not None]
    return any(may_be_unknown(guideline, one, guarded) for one in parts)


def may_be_unknown(guideline: Guideline, condition: Condition, guarded: frozenset[str] = frozenset()) -> bool:
    """Return whether a condition reads something that is not always recorded, beside the facts that are `guarded`."""
    read = (_names(condition.node, guarded) & condition.reads) | {
        name for name in condition.reads if name.startswith("entitled(")
    }
    return any(_open(guideline, name) for name in read)


def _open(guideline: Guideline, name: str) -> bool:
    if name in guideline.tables:
        conditions = [one for pair in guideline.tables[name].rows for one in pair if one is not None]
        return any(may_be_unknown(guideline, one) for one in conditions)
    if name.startswith("entitled("):
        rules = guideline.entitling(name[9:-1])
        return any(rule_may_be_unknown(guideline, rule) for rule in rules)
    return name not in ALWAYS and name not in guideline.parameters


def _names(node: Node, guarded: frozenset[str]) -> frozenset[str]:
    if isinstance(node, Call) and node.function == "known":
        return frozenset()
    if isinstance(node, Name):
        return frozenset((node.name,)) - guarded
    if isinstance(node, Logic):
        guarded |= _guarded(node, node.operator)
    return frozenset().union(*(_names(one, guarded) for one in inside(node)))


def _guarded(node: Node, operator: str) -> frozenset[str]:
    """Return the facts that `known(x) and …`, or `not known(x) or …`, asks for before it reads them."""
    parts = node.parts if isinstance(node, Logic) and node.operator == operator else (node,)
    asked = [one.operand for one in parts if isinstance(one, Not)] if operator == "or" else list(parts)
    return frozenset(
        name.name
        for one in asked
        if isinstance(one, Call) and one.function == "known"
        for name in one.arguments
        if isinstance(name, Name)
    )
