"""Conditions of which a part does nothing: always true, or said already by what stands beside it. Proved, or not told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import formats
from visit.locale import text as _
from visit.rules.findings.bound import BoundCondition, bound_conditions
from visit.rules.findings.joined_conditions import both, denied, disjunction, false
from visit.rules.findings.possibility import Possibility
from visit.rules.findings.wording import whole_as_written
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Comparison, Literal, Name, Node, Not

_VALUES = ("higher", "lower")
"""Fields that hold an order, and no condition."""


def idle_parts(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield conditions of a layer that are always true, and parts of conditions that change nothing."""
    for guideline in every[-1:]:
        for one in bound_conditions(leaf, guideline):
            if isinstance(one.condition.node, Literal):
                continue
            space = Possibility(guideline, (one.condition,), plainly=True)
            if one.field not in ("unless", *_VALUES) and not space.can_be(denied(one.condition), {}):
                yield _always(leaf, one)
            else:
                yield from _inside(leaf, space, one, one.condition)


def _always(leaf: Layer, one: BoundCondition) -> GuidelineError:
    at = one.at(leaf)
    if one.field == "require":
        message = _("what the rule {id} requires is always met", id=one.id)
        return GuidelineError(
            message, at=at, help=_("write what may also not be met, or take the rule out"), code="always-true"
        )
    message = _("the condition of {id} is always true", id=one.id)
    return GuidelineError(message, at=at, code="always-true")


def _inside(leaf: Layer, space: Possibility, one: BoundCondition, condition: Condition) -> Iterator[GuidelineError]:
    """Yield the parts that may be left out; of several that say the same, the later one."""
    if condition.joined == "not":
        yield from _inside(leaf, space, one, condition.parts[0])
        return
    left = list(condition.parts)
    for part in reversed(condition.parts):
        others = [other for other in left if other is not part]
        if (
            others
            and not _is_of_level(part, others)
            and not _says_new_help(part, others)
            and not _says_who_travels(part, others)
            and not _ends_a_range(space, part, others)
            and _says_nothing_new(space, part, others, condition.joined)
        ):
            left = others
            yield _told(leaf, one, space, part, others, condition.joined)
        else:
            yield from _inside(leaf, space, one, part)


def _is_of_level(part: Condition, others: Sequence[Condition]) -> bool:
    """Return whether a part says of which help it is that another one asks for the level: that there is one is said elsewhere."""
    return part.reads <= {"provision.id", "option.provision"} and any(
        name.startswith("level.") for other in others for name in other.reads
    )


def _says_new_help(part: Condition, others: Sequence[Condition]) -> bool:
    """Return whether a part says that help is new, or a home, beside one that says that the citizen moves: people write both."""
    is_new = isinstance(part.node, Not) and part.reads == {"option.current"}
    is_home = isinstance(part.node, Name) and part.reads == {"option.gives_home"}
    return (is_new or is_home) and any("option.moves_home" in other.reads for other in others)


def _says_who_travels(part: Condition, others: Sequence[Condition]) -> bool:
    """Return whether a part says that the citizen goes to the offer, beside one that asks how far that is: people write both."""
    comes = isinstance(part.node, Not) and part.reads == {"option.mobile"}
    return comes and any(name.startswith("travel.") for other in others for name in other.reads)


def _ends_a_range(space: Possibility, part: Condition, others: Sequence[Condition]) -> bool:
    """Return whether a part is the end of a scale in a range whose other end stands beside it: people write `0 <= x <= 5`."""
    node, bound = part.node, _bound(part.node)
    is_included = isinstance(node, Comparison) and node.operator in ("<=", ">=")
    if bound is None or not is_included or space.can_be(denied(part), {}):
        return False
    fact, is_upper = bound
    return (fact, not is_upper) in [_bound(other.node) for other in others]


def _bound(node: Node) -> tuple[str, bool] | None:
    """Return what a comparison sets a number beside, and whether the number is the upper end."""
    match node:
        case Comparison(operator="<" | "<=" | ">" | ">=" as operator, left=Name(name=name), right=Literal()):
            return name, operator in ("<", "<=")
        case Comparison(operator="<" | "<=" | ">" | ">=" as operator, left=Literal(), right=Name(name=name)):
            return name, operator in (">", ">=")
        case _:
            return None


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
    leaf: Layer, one: BoundCondition, space: Possibility, part: Condition, others: Sequence[Condition], joined: str
) -> GuidelineError:
    idle = whole_as_written(part)
    beside = formats.listed(f"`{whole_as_written(other)}`" for other in _because_of(space, part, others, joined))
    match joined, bool(beside):
        case "and", True:
            message = _(
                "{id}: `{idle}` changes nothing: it is true wherever {beside} is", id=one.id, idle=idle, beside=beside
            )
        case "and", _never:
            message = _("{id}: `{idle}` changes nothing: it is always true", id=one.id, idle=idle)
        case _or, True:
            message = _("{id}: `{idle}` adds nothing: wherever it is true, {beside} is as well",
                        id=one.id, idle=idle, beside=beside)  # fmt: skip
        case _:
            message = _("{id}: `{idle}` adds nothing: it is never true", id=one.id, idle=idle)
    help = _("take `{idle}` out, or write in its place what it is meant to ask", idle=idle)
    return GuidelineError(message, at=one.at(leaf, part), help=help, code="idle-part")


def _because_of(space: Possibility, part: Condition, others: Sequence[Condition], joined: str) -> Sequence[Condition]:
    """Return what makes a part idle: nothing beside it, one of the others, or all of them together."""
    differs = denied(part) if joined == "and" else part
    if not space.can_be(differs, {}):
        return ()
    for other in others:
        if not space.can_be(both((differs, other if joined == "and" else denied(other))), {}):
            return (other,)
    return others
