"""Statements that another one of their kind covers entirely. Proved, or not told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.cancelled import cancelled_among
from visit.rules.findings.constraints import with_bound
from visit.rules.findings.joined_conditions import both, denied, not_failed
from visit.rules.findings.possibility import can_be, provisions_of
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.expression import Literal

_ALIKE = ("option.kind", "option.current", "option.question", "option.gives_home", "option.moves_home", "as_of")
"""Facts that many rules read to say when they are asked: to read the same of these is no reason to compare two rules."""


def covered(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield rules and approvals of a layer that add nothing to another one."""
    guideline = every[-1]
    for index, row in enumerate(leaf.record.get("rules", ())):
        rule = guideline.rule(row["id"])
        if rule is not None and says_no_at_times(guideline, rule) and not cancelled_among(guideline, rule):
            at = leaf.locate(("rules", index, "id"))
            for other in guideline.rules:
                if other.id == rule.id or not comparable(rule, other):
                    continue
                if _covers(guideline, other, rule) and not (
                    _is_first(leaf, rule, other) and _covers(guideline, rule, other)
                ):
                    message = _("the rule {id} says no only where {other} says it already", id=rule.id, other=other.id)
                    yield GuidelineError(message, at=at, code="covered")
                    break
    yield from _approvals(leaf, guideline)


def _approvals(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    own = {row["id"]: index for index, row in enumerate(leaf.record.get("approvals", ()))}
    for one in guideline.approvals:
        for other in guideline.approvals if one.id in own else ():
            if other.id == one.id or other.by != one.by or (one.four_eyes and not other.four_eyes):
                continue
            if isinstance(one.when.node, Literal) and not one.when.joined and not isinstance(other.when.node, Literal):
                continue
            shares = not one.when.reads.isdisjoint(other.when.reads) or not other.when.reads
            is_part = shares and not can_be(both((one.when, denied(other.when))), guideline)
            is_same = (
                is_part
                and other.four_eyes == one.four_eyes
                and not can_be(both((other.when, denied(one.when))), guideline)
            )
            if is_part and not (is_same and one.id < other.id):
                message = _("{id} asks nobody whom {other} does not ask already", id=one.id, other=other.id)
                yield GuidelineError(message, at=leaf.locate(("approvals", own[one.id], "id")), code="covered")
                break


def says_no_at_times(guideline: Guideline, rule: Rule) -> bool:
    """Return whether a rule can fail and be met at all: else that is told by itself."""
    if isinstance(rule.require.node, Literal) and not rule.require.joined:
        return False
    return bool(provisions_of(denied(not_failed(rule)), guideline, sorted(rule.provisions or ("",))))


def _is_first(leaf: Layer, rule: Rule, other: Rule) -> bool:
    """Return whether of two rules that say the same this one is the first: of a layer below, or written before."""
    order = [row["id"] for row in leaf.record.get("rules", ())]
    return other.id in order and (rule.id not in order or order.index(rule.id) < order.index(other.id))


def comparable(rule: Rule, other: Rule) -> bool:
    """Return whether two rules read one thing of the same help, other than to say when they are asked."""
    if rule.of_placement != other.of_placement or not shared_provisions(rule, other):
        return False
    reads = with_bound(rule.rests_on) & other.rests_on
    return any(name not in _ALIKE and not name.startswith(("provision.", "option.provision")) for name in reads)


def shared_provisions(rule: Rule, other: Rule) -> frozenset[str]:
    """Return the provisions that two rules are both of; one that stands for any, where neither names any."""
    if rule.provisions is None:
        return other.provisions or frozenset(("",))
    return rule.provisions if other.provisions is None else rule.provisions & other.provisions


def _covers(guideline: Guideline, other: Rule, rule: Rule) -> bool:
    """Return whether another rule says no, as strongly, wherever a rule does."""
    if other.strength != "must" and (other.strength, other.by) != (rule.strength, rule.by):
        return False
    if rule.entitles and not other.entitles:
        return False  # whether there is a right is asked of those rules alone
    if other.provisions is not None and (rule.provisions is None or not rule.provisions <= other.provisions):
        return False
    adds = both((denied(not_failed(rule)), not_failed(other)))
    return not provisions_of(adds, guideline, sorted(rule.provisions or ("",)))
