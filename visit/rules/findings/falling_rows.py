"""Rows that run the wrong way beside each other: a lower price for a higher level, fewer hours for a greater need.

With a lower approver of a dearer place, less that is required for a greater need, and rings numbered the other way.
Compared are only rows of one thing, each with one number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import comparisons_in, written_conditions
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Literal, Logic, Name, Node

_ROLES = ("caseworker", "team", "leader", "leadership", "director", "social_committee")
"""Who may approve ever more, from the first."""
_RISES = (">", ">=")
_A_NEED = ("case.support_need", "case.functioning.")
"""How the facts begin that say how much somebody needs."""


def falling_rows(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield rows of a layer that fall where those beside them rise."""
    yield from _prices(leaf)
    yield from _hours(leaf, every[-1])
    yield from _approvers(leaf, every[-1])
    yield from _shelf_lives(leaf, every[-1])
    yield from _rings(leaf)
    yield from _required(leaf, every[-1])


def _told(leaf: Layer, message: str, path: ValuePath) -> GuidelineError:
    return GuidelineError(message, at=leaf.locate(path), code="falling-rows")


def _prices(leaf: Layer) -> Iterator[GuidelineError]:
    rows: dict[str, dict[int, tuple[int, int]]] = {}
    for index, row in enumerate(leaf.record.get("reference_prices", ())):
        rows.setdefault(str(row["provision"]), {})[int(row["level"])] = (int(row["dkk_per_day"]), index)
    for provision, levels in rows.items():
        for low, high in pairwise(sorted(levels)):
            if levels[high][0] < levels[low][0]:
                message = _(
                    "{provision}: level {high} costs less than level {low}", provision=provision, high=high, low=low
                )
                yield _told(leaf, message, ("reference_prices", levels[high][1], "dkk_per_day"))
                break


def _hours(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """Service levels of one provision by one need: from that need up, or up to it."""
    rows: dict[object, list[tuple[float, float, int]]] = {}
    for index, row in enumerate(leaf.record.get("service_levels", ())):
        hours, found = row.get("usual_hours"), _one_comparison(leaf, ("service_levels", index, "when"), guideline)
        amount = guideline.parameters[str(hours)].value if str(hours) in guideline.parameters else hours
        if found is not None and amount is not None and found[0].startswith(_A_NEED):
            rows.setdefault((str(row.get("provision")), found[0]), []).append((_middle(found), float(amount), index))
    for levels in rows.values():
        for low, high in pairwise(sorted(levels)):
            if high[1] < low[1] and high[0] > low[0]:
                ids = [leaf.record["service_levels"][one[2]]["id"] for one in (high, low)]
                message = _("{id} gives fewer hours for a greater need than {other}", id=ids[0], other=ids[1])
                yield _told(leaf, message, ("service_levels", high[2], "usual_hours"))
                break


def _middle(compared: tuple[str, str, float]) -> float:
    """Return a number on the side of a comparison where it is true."""
    _fact, operator, value = compared
    return value if operator == "==" else value + 0.5 if operator in _RISES else value - 0.5


def _approvers(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """Approvals that ask about more of one thing, and somebody who may approve less."""
    rows: dict[str, list[tuple[float, int, int]]] = {}
    for index, row in enumerate(leaf.record.get("approvals", ())):
        found = _one_range(leaf, ("approvals", index, "when"), guideline)
        if found is not None and row.get("by") in _ROLES:
            rows.setdefault(found[0], []).append((found[1], _ROLES.index(row["by"]), index))
    for fact, asked in rows.items():
        for low, high in pairwise(sorted(asked)):
            if high[1] < low[1] and high[0] > low[0]:
                ids = [leaf.record["approvals"][one[2]]["id"] for one in (high, low)]
                message = _("{id} asks about more `{fact}` than {other}, and somebody who may approve less",
                            id=ids[0], other=ids[1], fact=fact)  # fmt: skip
                yield _told(leaf, message, ("approvals", high[2], "by"))
                break


def _one_range(leaf: Layer, path: ValuePath, guideline: Guideline) -> tuple[str, float] | None:
    """Return the fact that a condition alone is about, and where the range begins that it gives; None where it is no range."""
    node = _conditions(leaf).get(path)
    parts = node.parts if isinstance(node, Logic) and node.operator == "and" else () if node is None else (node,)
    found = [_compared(one, guideline) for one in parts]
    known = [one for one in found if one is not None]
    if not known or len(known) < len(found) or len({fact for fact, _sign, _value in known}) > 1:
        return None
    begins = [value + 0.5 * (sign == ">") for _fact, sign, value in known if sign in _RISES]
    return known[0][0], max(begins, default=float("-inf"))


@lru_cache(maxsize=2)
def _conditions(leaf: Layer) -> Mapping[ValuePath, Node]:
    return {one.path: one.node for one in written_conditions(leaf)}


def _one_comparison(leaf: Layer, path: ValuePath, guideline: Guideline) -> tuple[str, str, float] | None:
    """Return the fact, operator and number of a condition that is one comparison."""
    node = _conditions(leaf).get(path)
    return None if node is None else _compared(node, guideline)


def _compared(node: Node, guideline: Guideline) -> tuple[str, str, float] | None:
    if not isinstance(node, Comparison) or len(list(comparisons_in(node))) != 1 or not isinstance(node.left, Name):
        return None
    right = node.right
    value = right.value if isinstance(right, Literal) else None
    if isinstance(right, Name) and right.name in guideline.parameters:
        value = guideline.parameters[right.name].value
    is_number = value is not None and not isinstance(value, bool | str) and hasattr(value, "__float__")
    return (node.left.name, node.operator, float(value)) if is_number else None  # type: ignore[arg-type]


def _shelf_lives(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """Free places that are believed for longer than prices: those are other ones within days."""
    lives = guideline.shelf_life_days
    own = leaf.record.get("shelf_life", {})
    if own.keys() & {"free", "price"} and lives.get("free", 0) > lives.get("price", lives.get("default", 0)) > 0:
        message = _("free places are believed for longer than prices: {free} and {price} days", free=lives["free"],
                    price=lives.get("price", lives.get("default", 0)))  # fmt: skip
        yield _told(leaf, message, ("shelf_life", "free" if "free" in own else "price"))


def _rings(leaf: Layer) -> Iterator[GuidelineError]:
    """Labels of the steps of one ladder that are numbered, and not in the order of the steps."""
    rows = leaf.record.get("step_labels", {})
    for language in ("da", "en"):
        numbered: dict[str, list[tuple[str, int]]] = {}
        for step in sorted(rows):
            found = re.match(r"([^\W\d]+) (\d+)\b", rows[step][language])
            if found is not None:
                numbered.setdefault(f"{step[0]} {found[1].casefold()}", []).append((step, int(found[2])))
        for steps in numbered.values():
            fallen = next((second for first, second in pairwise(steps) if second[1] < first[1]), None)
            if fallen is not None:
                message = _("{step} is numbered {n}, and a step before it higher", step=fallen[0], n=fallen[1])
                yield _told(leaf, message, ("step_labels", fallen[0], language))
                return


def _required(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """Tables by which less is required of an offer the more somebody needs, in every row."""
    least = {
        node.right.name
        for path, node in _conditions(leaf).items()
        if path[-1] == "require" and isinstance(node, Comparison) and node.operator in _RISES
        if isinstance(node.right, Name)
    }
    for name, table in leaf.record.get("facts", {}).items():
        given = [row["then"] for row in table["rows"] if isinstance(row["then"], int)]
        if name not in least or len(given) < len(table["rows"]) or len(given) < 2:
            continue
        found = [
            _one_comparison(leaf, ("facts", name, "rows", index, "when"), guideline) for index in range(len(given))
        ]
        known = [(one, then) for one, then in zip(found, given, strict=True) if one is not None]
        facts = {one[0] for one, _then in known}
        if len(facts) != 1 or not min(facts).startswith(_A_NEED) or len(known) < len(given) - 1:
            continue
        middles = [(_middle(one), then) for one, then in known]
        signs = {one[1] for one, _then in known}
        if (
            len(known) < len(given) and len({sign in _RISES for sign in signs - {"=="}}) == 1
        ):  # the last row is of the rest
            middles.append((float("-inf") if signs & {*_RISES} else float("inf"), given[-1]))
        in_order = [then for _middle, then in sorted(middles)]
        if all(high <= low for low, high in pairwise(in_order)) and in_order[-1] < in_order[0]:
            message = _("{name} requires less the higher `{fact}` is", name=name, fact=min(facts))
            yield _told(leaf, message, ("facts", name, "rows"))
