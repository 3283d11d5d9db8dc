"""Statements that another one of their kind covers entirely, and pairs that contradict each other. Proved, or not told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.constraints import with_bound
from visit.rules.findings.possibility import Possibility, both, can_be, denied, not_failed, provisions_of
from visit.rules.findings.wording import cell_in_words
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Literal

_ALIKE = ("option.kind", "option.current", "option.question", "option.gives_home", "option.moves_home", "as_of")
"""Facts that many rules read to say when they are asked: to read the same of these is no reason to compare two rules."""


def covered(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield rules and approvals of a layer that add nothing to another one, and rules that nothing meets beside another."""
    guideline = every[-1]
    for index, row in enumerate(leaf.record.get("rules", ())):
        rule = guideline.rule(row["id"])
        if rule is not None and _says_no_at_times(guideline, rule):
            at = leaf.locate(("rules", index, "id"))
            for other in guideline.rules:
                if other.id == rule.id or not _comparable(rule, other):
                    continue
                if _covers(guideline, other, rule) and not (
                    _is_first(leaf, rule, other) and _covers(guideline, rule, other)
                ):
                    message = _("the rule {id} says no only where {other} says it already", id=rule.id, other=other.id)
                    yield GuidelineError(message, at=at, code="covered")
                    break
                if other.strength == rule.strength and _is_first(leaf, other, rule):
                    continue
                at = leaf.locate(("rules", index, "require"))
                if _clash(guideline, rule, other):
                    message = _("nothing meets both {id} and {other}", id=rule.id, other=other.id)
                    yield GuidelineError(message, at=at, code="contradictory")
                    break
                if (cell := _clash_where(guideline, rule, other)) is not None:
                    message = _("nothing meets both {id} and {other} where both apply: {cell}",
                                id=rule.id, other=other.id, cell=cell)  # fmt: skip
                    help = _("let each say where it holds, or except one where the other does")
                    yield GuidelineError(message, at=at, help=help, code="contradictory")
                    break
    yield from _approvals(leaf, guideline)


def _approvals(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    own = {row["id"]: index for index, row in enumerate(leaf.record.get("approvals", ()))}
    for one in guideline.approvals:
        for other in guideline.approvals if one.id in own else ():
            if other.id == one.id or (other.by, other.four_eyes) != (one.by, one.four_eyes):
                continue
            if isinstance(one.when.node, Literal) and not one.when.joined and not isinstance(other.when.node, Literal):
                continue
            shares = not one.when.reads.isdisjoint(other.when.reads) or not other.when.reads
            is_part = shares and not can_be(both((one.when, denied(other.when))), guideline)
            is_same = is_part and not can_be(both((other.when, denied(one.when))), guideline)
            if is_part and not (is_same and one.id < other.id):
                message = _("{id} asks nobody whom {other} does not ask already", id=one.id, other=other.id)
                yield GuidelineError(message, at=leaf.locate(("approvals", own[one.id], "id")), code="covered")
                break


def _says_no_at_times(guideline: Guideline, rule: Rule) -> bool:
    """Return whether a rule can fail and be met at all: else that is told by itself."""
    if isinstance(rule.require.node, Literal) and not rule.require.joined:
        return False
    return bool(provisions_of(denied(not_failed(rule)), guideline, sorted(rule.provisions or ("",))))


def _is_first(leaf: Layer, rule: Rule, other: Rule) -> bool:
    """Return whether of two rules that say the same this one is the first: of a layer below, or written before."""
    order = [row["id"] for row in leaf.record.get("rules", ())]
    return other.id in order and (rule.id not in order or order.index(rule.id) < order.index(other.id))


def _comparable(rule: Rule, other: Rule) -> bool:
    if rule.of_placement != other.of_placement or not _shared(rule, other):
        return False
    reads = with_bound(rule.rests_on) & other.rests_on
    return any(name not in _ALIKE and not name.startswith(("provision.", "option.provision")) for name in reads)


def _shared(rule: Rule, other: Rule) -> frozenset[str]:
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


def _clash(guideline: Guideline, rule: Rule, other: Rule) -> bool:
    """Return whether nothing meets two rules of which one is no must: of two musts that is told by itself."""
    if rule.strength == other.strength == "must" or (rule.strength == "must" and other.strength != "must"):
        return False
    one, two = not_failed(rule), not_failed(other)
    for id in sorted(_shared(rule, other)):
        alone = can_be(one, guideline, _of(id)) and can_be(two, guideline, _of(id))
        if not alone or can_be(both((one, two)), guideline, _of(id)):
            return False
    return True


def _clash_where(guideline: Guideline, rule: Rule, other: Rule) -> str | None:
    """Return a cell in which two rules apply that nothing meets both, though each can be met there; None where there is none.

    Only of rules that ask something of the option or placement: two that ask different things of citizens divide them.
    """
    if rule.strength == "must" or other.strength == "must" or rule.when is None:
        return None
    asked = with_bound(guideline.rests_on(rule.require)) & guideline.rests_on(other.require)
    if not any(name in guideline.facts and guideline.facts[name].side != "case" for name in asked):
        return None
    applies = both((*_applies(rule), *_applies(other)))
    values = (rule.require, other.require)
    space = Possibility(guideline, (applies, *values))
    for id in sorted(_shared(rule, other)):
        if not space.can_be(both((applies, *values)), _of(id)):
            alone = all(space.can_be(both((applies, value)), _of(id)) for value in values)
            cell = space.a_way(applies, True, _of(id)) if alone else None
            if cell is not None:
                of_when = {
                    name: value for name, value in cell.items() if name not in asked and not name.startswith("known(")
                }
                return cell_in_words(guideline, of_when)
    return None


def _applies(rule: Rule) -> tuple[Condition, ...]:
    when = () if rule.when is None else (rule.when,)
    return when if rule.unless is None else (*when, denied(rule.unless))


def _of(provision: str) -> dict[str, str | bool]:
    return {"provision.id": provision} if provision else {}
