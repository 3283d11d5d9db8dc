"""Conditions of which a part does nothing: always true, or said already by what stands beside it. Proved, or not told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.bound import BoundCondition, bound_conditions
from visit.rules.findings.joined_conditions import both, denied, disjunction, false
from visit.rules.findings.possibility import Possibility
from visit.rules.findings.wording import condition_shortly
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Literal, Not

_VALUES = ("higher", "lower")
"""Fields that hold an order, and no condition."""


def idle_parts(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield conditions of a layer that are always true, and parts of conditions that change nothing."""
    for guideline in every[-1:]:
        for one in bound_conditions(leaf, guideline):
            if isinstance(one.condition.node, Literal):
                continue
            space = Possibility(guideline, (one.condition,))
            if one.field not in ("unless", *_VALUES) and not space.can_be(denied(one.condition), {}):
                yield _always(leaf, one)
            else:
                yield from _inside(leaf, guideline, space, one, one.condition)


def _always(leaf: Layer, one: BoundCondition) -> GuidelineError:
    at = one.at(leaf)
    if one.field == "require":
        message = _("what the rule {id} requires is always met", id=one.id)
        return GuidelineError(
            message, at=at, help=_("write what may also not be met, or take the rule out"), code="always-true"
        )
    message = _("the condition of {id} is always true", id=one.id)
    return GuidelineError(message, at=at, code="always-true")


def _inside(
    leaf: Layer, guideline: Guideline, space: Possibility, one: BoundCondition, condition: Condition
) -> Iterator[GuidelineError]:
    """Yield the parts that may be left out; of several that say the same, the later one."""
    if condition.joined == "not":
        yield from _inside(leaf, guideline, space, one, condition.parts[0])
        return
    left = list(condition.parts)
    for part in reversed(condition.parts):
        others = [other for other in left if other is not part]
        if (
            others
            and not _is_of_level(part, others)
            and not _says_new_help(part, others)
            and _says_nothing_new(space, part, others, condition.joined)
        ):
            left = others
            yield _told(leaf, guideline, one, part, others, condition.joined)
        else:
            yield from _inside(leaf, guideline, space, one, part)


def _is_of_level(part: Condition, others: Sequence[Condition]) -> bool:
    """Return whether a part says of which help it is that another one asks for the level: that there is one is said elsewhere."""
    return part.reads <= {"provision.id", "option.provision"} and any(
        name.startswith("level.") for other in others for name in other.reads
    )


def _says_new_help(part: Condition, others: Sequence[Condition]) -> bool:
    """Return whether a part says that help is new beside one that says that the citizen moves for it: people write both."""
    is_new = isinstance(part.node, Not) and part.reads == {"option.current"}
    return is_new and any("option.moves_home" in other.reads for other in others)


def _says_nothing_new(space: Possibility, part: Condition, others: Sequence[Condition], joined: str) -> bool:
    """Return whether the others of an `and` together make a part true, or a part of an `or` makes one of the others true.

    What is unknown without the part is so with it, too: `known(x) and x > 5` is false where `x > 5` alone is unknown.
    """
    if joined == "and":
        rest = both(others)
        differs = [both((rest, denied(part)))]
        settles = both((denied(false(rest)), false(part)))
    else:
        rest = disjunction(others)
        differs = [both((part, denied(rest)))]
        settles = both((denied(false(part)), false(rest)))
    if space.may_be_unknown:
        differs.append(settles)
    decides = rest if joined == "and" else denied(rest)
    return not any(space.can_be(one, {}) for one in differs) and space.can_be(decides, {})


def _told(
    leaf: Layer, guideline: Guideline, one: BoundCondition, part: Condition, others: Sequence[Condition], joined: str
) -> GuidelineError:
    idle = condition_shortly(guideline, part)
    said_by = [other for other in others if not {*part.reads}.isdisjoint(other.reads)] or others
    beside = ", ".join(condition_shortly(guideline, other) for other in said_by)
    if joined == "and":
        message = _("{id}: {idle} is not needed: it follows from {beside}", id=one.id, idle=idle, beside=beside)
    else:
        message = _("{id}: {idle} adds nothing: it is part of {beside}", id=one.id, idle=idle, beside=beside)
    return GuidelineError(message, at=one.at(leaf, part), code="idle-part")
