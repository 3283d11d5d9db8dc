"""Days that deadlines are counted from and values that texts show, where a case that the statement is for never has them.

Proved over all values of what the condition reads, or not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from visit.errors import GuidelineError
from visit.locale import formats
from visit.locale import text as _
from visit.rules.findings.bound import BoundCondition, bound_conditions
from visit.rules.findings.possibility import Possibility
from visit.rules.findings.statements import bound_statements
from visit.rules.findings.texts import names_in_braces
from visit.rules.findings.wording import fact_in_words, whole_as_written
from visit.rules.guideline.anchors import Anchor
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Name
from visit.rules.language.values import UNKNOWN, Members, Value
from visit.vocabulary import vocabulary

_SOME: Mapping[str, tuple[Value, ...]] = {"truth": (True, False), "number": (5,), "date": (date(2026, 1, 1),)}
"""Values that stand for any of a fact that the condition does not read."""
_APPLIED = "case.applied"


def never_there(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield deadlines of a layer whose day is never there, and texts that show what is never recorded where they are said."""
    guideline = every[-1]
    shown = {
        one.path: sorted({name for text in one.worded for name in names_in_braces(text.text)})
        for one in bound_statements(leaf)
        if one.section in ("approvals", "notices", "follow_up", "deadlines", "grants")
    }
    anchors = {one.id: one.counted_from for one in guideline.deadlines}
    for one in bound_conditions(leaf, guideline):
        if one.field != "when":
            continue
        anchor = anchors.get(one.id) if one.section == "deadlines" else None
        names = [name for name in shown.get(one.path[:-1], ()) if _some_values(guideline, name)]
        if anchor is None and not names:
            continue
        space = Possibility(guideline, (one.condition,))
        if not space.can_be(one.condition):
            continue  # that it is never true is told by itself
        if anchor is not None:
            yield from _day(leaf, guideline, space, one, anchor)
        for name in names:
            if not _may_be(guideline, space, one, name):
                message = _("{id}: the text shows {fact}, which is never recorded where it is said",
                            id=one.id, fact=fact_in_words(guideline, name))  # fmt: skip
                help = _("leave `{name}` out of the text, or mend the condition", name=f"{{{name}}}")
                yield GuidelineError(message, at=leaf.locate((*one.path[:-1], "text")), help=help, code="never-there")
                break


def _some_values(guideline: Guideline, name: str) -> tuple[Value, ...]:
    type = guideline.types.get(name)
    return () if type is None or name not in guideline.facts else _SOME.get(type.kind, ())


def _may_be(guideline: Guideline, space: Possibility, one: BoundCondition, name: str) -> bool:
    """Return whether a fact may be recorded where a condition is true."""
    if f"not known({name})" in _asked_for(one.condition):
        return False
    values = [value for value in space.domains.get(name, ()) if value is not UNKNOWN] or _some_values(guideline, name)
    return any(space.can_be(one.condition, {name: value}) for value in values)


def _asked_for(condition: Condition) -> set[str]:
    """Return how everything is written that a condition asks for."""
    parts = condition.parts if condition.joined == "and" else ()
    return {whole_as_written(condition)}.union(*map(_asked_for, parts))


def _day(
    leaf: Layer, guideline: Guideline, space: Possibility, one: BoundCondition, anchor: Anchor
) -> Iterator[GuidelineError]:
    at = leaf.locate((*one.path[:-1], "counted_from"))
    if anchor.date is not None and isinstance(anchor.date.node, Name):
        name = anchor.date.node.name
        if not _may_be(guideline, space, one, name):
            message = _("{id} is counted from {fact}, a day that is never recorded where it is told",
                        id=one.id, fact=f"`{name}`")  # fmt: skip
            help = _("count from a day that these cases have, or mend the condition")
            yield GuidelineError(message, at=at, help=help, code="never-there")
    elif anchor.kind == "application":
        about = space.provisions_of(one.condition, vocabulary().provisions)
        if not _is_applied_for(space, one, anchor):
            message = _(
                "{id} is counted from an application, and is told only where nothing of that was applied for", id=one.id
            )
            help = _("count from a day that these cases have, or mend the condition")
            yield GuidelineError(message, at=at, help=help, code="never-there")
        elif anchor.provisions is not None and about and not anchor.provisions & {*about}:
            message = _("{id} is counted from an application for {provisions}, and is told of help under {others}",
                        id=one.id, provisions=formats.listed(sorted(anchor.provisions)[:3]),
                        others=formats.listed(about[:3]))  # fmt: skip
            sign = f"counted_from: application({about[0]})"
            help = _("write `{sign}` if the condition is right, or mend the condition", sign=sign)
            yield GuidelineError(message, at=at, help=help, code="never-there")


def _is_applied_for(space: Possibility, one: BoundCondition, anchor: Anchor) -> bool:
    """Return whether a condition may be true where something was applied for that the day is taken from."""
    told_apart = [value for value in space.domains.get(_APPLIED, ()) if isinstance(value, Members)]
    if not told_apart:
        return True
    counts = anchor.provisions or frozenset(vocabulary().provisions)
    applied = [value for value in told_apart if value.values & counts]
    applied += [Members(value.values | {each}) for value in told_apart for each in sorted(counts)]
    return any(space.can_be(one.condition, {_APPLIED: value}) for value in applied)
