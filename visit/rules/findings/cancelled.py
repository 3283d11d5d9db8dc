"""Exceptions that take out everybody whom a rule would apply to: by itself, or among those whom a must of its provision lets in."""

from __future__ import annotations

from collections.abc import Sequence

from visit.rules.findings.joined_conditions import both, denied, not_failed
from visit.rules.findings.possibility import provisions_of
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.conditions import Condition


def applies(guideline: Guideline, rule: Rule) -> bool:
    """Return whether a rule applies to anybody."""
    asked = _asked(rule)
    return not asked or bool(provisions_of(both(asked), guideline, sorted(rule.provisions or ("",))))


def is_cancelled(guideline: Guideline, rule: Rule) -> bool:
    """Return whether a rule would apply to somebody, and its exception takes all of them out."""
    if rule.unless is None or applies(guideline, rule):
        return False
    return rule.when is None or bool(provisions_of(rule.when, guideline, sorted(rule.provisions or ("",))))


def cancelled_among(guideline: Guideline, rule: Rule) -> tuple[str, ...]:
    """Return the musts of another layer that let nobody in whom the exception of a rule spares not, one for each provision."""
    if rule.unless is None or rule.provisions is None or rule.of_placement:
        return ()
    read = guideline.rests_on(rule.unless)
    found: list[str] = []
    for provision in sorted(rule.provisions):
        musts = [
            other
            for other in guideline.entitling(provision)
            if other.strength == "must" and other.origin.guideline != rule.origin.guideline and read & other.rests_on
        ]
        must = next((one for one in musts if _is_left_to_nobody(guideline, rule, one, provision)), None)
        if must is None:
            return ()
        found.append(must.id)
    return tuple(dict.fromkeys(found))


def _is_left_to_nobody(guideline: Guideline, rule: Rule, must: Rule, provision: str) -> bool:
    """Return whether a rule applies to nobody whom a must lets in, though it would without its exception."""
    when = () if rule.when is None else (rule.when,)
    let_in = not_failed(must)
    return not provisions_of(both((*_asked(rule), let_in)), guideline, (provision,)) and bool(
        provisions_of(both((*when, let_in)), guideline, (provision,))
    )


def _asked(rule: Rule) -> Sequence[Condition]:
    when = () if rule.when is None else (rule.when,)
    return when if rule.unless is None else (*when, denied(rule.unless))
