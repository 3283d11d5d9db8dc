"""Conditions that are true of a set without members: `within` asks that nothing else is there, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.bound import bound_conditions
from visit.rules.findings.wording import fact_in_words
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Call, Comparison, Listing, Name
from visit.rules.language.values import Members, Value

_SAID = ("approvals", "notices", "follow_up", "deadlines", "proposals", "areas")


def true_of_none(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield conditions of a layer that say something of a citizen because a set of the case has no members."""
    guideline = every[-1]
    for one in bound_conditions(leaf, guideline):
        if one.field != "when" or one.section not in (*_SAID, "rules"):
            continue
        for part in one.condition.parts if one.condition.joined == "and" else (one.condition,):
            name = _of_a_set(guideline, part)
            if name is not None and not _asks_for_a_member(one.condition, name):
                message = _("{id}: `{operator}` is true, too, where {fact} is empty",
                            id=one.id, operator=_operator(part), fact=fact_in_words(guideline, name))  # fmt: skip
                help = _("write `overlaps` for one of them among others, or ask first that there is one")
                yield GuidelineError(message, at=one.at(leaf, part), help=help, code="true-of-none")


def _of_a_set(guideline: Guideline, part: Condition) -> str | None:
    """Return the set of the case that a part asks about, where it is true of none."""
    match part.node:
        case Comparison(operator="within", left=Name(name=name), right=Listing()):
            pass
        case Call(function="all", arguments=(Comparison(left=Name(name=name)),)):
            pass
        case _:
            return None
    type = guideline.types.get(name)
    is_set = name in guideline.facts and guideline.facts[name].side == "case" and type is not None
    if not is_set or type is None or type.kind not in ("codes", "texts") or part.reads != {name}:
        return None
    return name if part.run(_empty(name)) is True else None


def _empty(name: str) -> dict[str, Value]:
    return {name: Members(frozenset())}


def _asks_for_a_member(condition: Condition, name: str) -> bool:
    """Return whether another part of an `and` is not true of the empty set."""
    others = condition.parts if condition.joined == "and" else ()
    of_it = [part for part in others if part.reads == {name}]
    return any(part.run(_empty(name)) is not True for part in of_it)


def _operator(part: Condition) -> str:
    return "within" if isinstance(part.node, Comparison) else "all(…)"
