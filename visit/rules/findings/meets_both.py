"""Two rules that nothing meets both: anywhere, or for some citizens only, who are said. Proved, or not told.

Two musts that leave nothing for anybody are told where they are musts (`effects`). A must beside a weaker rule is no fault: what
the must leaves stands as an exception.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.constraints import with_bound
from visit.rules.findings.covered import comparable, says_no_at_times, shared_provisions
from visit.rules.findings.joined_conditions import both, denied, not_failed
from visit.rules.findings.possibility import Assigned, Possibility, can_be
from visit.rules.findings.wording import cell_in_words
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.values import Value

_MOST_WAYS = 200
"""In so many ways one of two rules is seen to fail before nothing is claimed of some citizens."""


def meets_both(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield rules of a layer beside another one, of it or of a layer below, where nothing meets both."""
    guideline = every[-1]
    own = dict(leaf.places("rules"))
    order = list(own)
    for id, path in own.items():
        rule = guideline.rule(id)
        if rule is None or not says_no_at_times(guideline, rule):
            continue
        for other in guideline.rules:
            is_told_there = other.id in own and order.index(other.id) < order.index(id)
            if other.id == id or not comparable(rule, other):
                continue
            if other.strength == rule.strength and is_told_there:
                continue
            at = leaf.locate((*path, "require"))
            if _clash(guideline, rule, other):
                message = _("nothing meets both {id} and {other}", id=id, other=other.id)
                yield GuidelineError(message, at=at, code="contradictory")
                break
            if (cell := _clash_where(guideline, rule, other)) is not None:
                message = _("nothing meets both {id} and {other} where both apply: {cell}",
                            id=id, other=other.id, cell=cell)  # fmt: skip
                help = _("let each say where it holds, or except one where the other does")
                yield GuidelineError(message, at=at, help=help, code="contradictory")
                break


def _clash(guideline: Guideline, rule: Rule, other: Rule) -> bool:
    """Return whether nothing meets two rules of which one is no must: of two musts that is told by itself."""
    if rule.strength == other.strength == "must" or (rule.strength == "must" and other.strength != "must"):
        return False
    one, two = not_failed(rule), not_failed(other)
    for id in sorted(shared_provisions(rule, other)):
        alone = can_be(one, guideline, _of(id)) and can_be(two, guideline, _of(id))
        if not alone or can_be(both((one, two)), guideline, _of(id)):
            return False
    return True


def _clash_where(guideline: Guideline, rule: Rule, other: Rule) -> str | None:
    """Return where two rules apply that nothing meets both, though each can be met there; None where there is none.

    Only of rules that ask something of the option or placement: two that ask different things of citizens divide them.
    """
    are_musts = rule.strength == other.strength == "must"
    if ("must" in (rule.strength, other.strength) and not are_musts) or (rule.when is None and other.when is None):
        return None
    asked = with_bound(guideline.rests_on(rule.require)) & guideline.rests_on(other.require)
    if not any(name in guideline.facts and guideline.facts[name].side != "case" for name in asked):
        return None
    applies = both((*_applies(rule), *_applies(other)))
    values = (rule.require, other.require)
    space = Possibility(guideline, (applies, *values))
    for id in sorted(shared_provisions(rule, other)):
        if are_musts and not can_be(both(map(not_failed, (rule, other))), guideline, _of(id)):
            continue  # they leave nothing for anybody, and that is told by itself
        cell = _cell(guideline, space, applies, values, _of(id))
        if cell is not None:
            of_when = {
                name: value for name, value in cell.items() if name not in asked and not name.startswith("known(")
            }
            of_citizen = {name: value for name, value in of_when.items() if _is_of_the_case(guideline, name)}
            return cell_in_words(guideline, of_citizen or of_when)
    return None


def _cell(
    guideline: Guideline, space: Possibility, applies: Condition, values: Sequence[Condition], fixed: Assigned
) -> Assigned | None:
    """Return a choice of values in which two rules apply, each can be met, and both cannot."""
    meets = both((applies, *values))
    if not space.can_be(meets, fixed):
        alone = all(space.can_be(both((applies, value)), fixed) for value in values)
        return space.a_way(applies, True, fixed) if alone else None
    first, second = map(guideline.rests_on, values)
    shared = {name for name in with_bound(first) & second if not name.startswith(("provision.", "option.provision"))}
    if all(_is_of_the_case(guideline, name) for name in shared):
        return None  # they divide citizens, or provisions, among them
    if not any(_is_of_the_case(guideline, name) for name in first | second):
        return None  # what they ask for is the same for every citizen
    seen: set[frozenset[tuple[str, Value]]] = set()
    for way in space.some_ways(both((applies, denied(both(values)))), True, fixed, _MOST_WAYS):
        citizen: Mapping[str, Value] = {name: one for name, one in way.items() if _is_of_the_case(guideline, name)}
        if not citizen or frozenset(citizen.items()) in seen:
            continue
        seen.add(frozenset(citizen.items()))
        if space.can_be(meets, {**fixed, **citizen}):
            continue
        if all(space.can_be(both((applies, value)), {**fixed, **citizen}) for value in values):
            return citizen
    return None


def _is_of_the_case(guideline: Guideline, name: str) -> bool:
    return name in guideline.facts and guideline.facts[name].side == "case"


def _applies(rule: Rule) -> tuple[Condition, ...]:
    when = () if rule.when is None else (rule.when,)
    return when if rule.unless is None else (*when, denied(rule.unless))


def _of(provision: str) -> dict[str, str | bool]:
    return {"provision.id": provision} if provision else {}
