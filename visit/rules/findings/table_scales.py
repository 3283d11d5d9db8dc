"""Tables whose values form a scale, and that run the wrong way or to and fro as the one number rises that they read.

A scale is a row of words of size, of how often or of age, or the order in which a table declares its `values`. Which row
answers a number is found as the table finds it: the first that holds. Of rows that read something else it is told where one
hides a part of another, and the two stand in another order than their values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from operator import eq, ge, gt, le, lt, ne

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.bound import own_table
from visit.rules.findings.compared import written_conditions
from visit.rules.findings.joined_conditions import both, denied
from visit.rules.findings.ordered_codes import size_ranks
from visit.rules.findings.possibility import can_be
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Literal, Name, Node, unparse

_COMPARES = {"<": lt, "<=": le, ">": gt, ">=": ge, "==": eq, "!=": ne}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_RISES_WITH_NEED = (
    "case.support_need", "case.functioning.", "case.needs.hours_per_week", "case.needs.days_per_week", "case.dimensions.",
    "count(case.actors)", "count(case.needs", "count(case.target_groups",
)  # fmt: skip
"""Of what there is more where somebody needs more: small help for much of it is the wrong way round."""
_AGE = "case.age"
_GROWING_OLD = {
    word: rank
    for rank, words in enumerate(
        (
            "child children barn børn",
            "young youth ung unge",
            "adult adults voksen voksne",
            "senior seniors elderly old ældre",
        )
    )
    for word in words.split()
}
_LENGTHS = {
    word: rank
    for rank, words in enumerate((
        "none ingen",
        "near close short nær kort cheap billig", "middle medium mellem",
        "far distant long fjern lang dear expensive dyr",
    ))
    for word in words.split()
}  # fmt: skip
_KINDS = {
    word: rank
    for rank, words in enumerate(
        ("simple enkel enkelt", "mixed blandet", "compound complex composite sammensat kompleks")
    )
    for word in words.split()
}
_FALLS = re.compile(
    r"independen|self|selv|egen|own|resourc|ressourc|mastery|mestr|progress|fremskridt|strength|styrke|wait|vent|frist|deadline"
    r"|interval|funktion|function|capab|evne|abilit|distance|afstand",
    re.IGNORECASE,
)
"""In what a table is called, of which there is less where the need is greater."""
_UNITS = ("km", "minutes", "DKK", "DKK_per_day", "days", "months")
_GivenWhere = tuple[Node | None, object]


def falling_tables(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield tables of a layer whose values do not run along with what their rows read."""
    guideline = every[-1]
    conditions = {one.path: one.node for one in written_conditions(leaf)}
    for name, table in leaf.record.get("facts", {}).items():
        rows = [
            (conditions.get(("facts", name, "rows", at, "when")), row["then"]) for at, row in enumerate(table["rows"])
        ]
        message = _wrong_way(guideline, name, table, rows)
        if message is not None:
            yield GuidelineError(message, at=leaf.locate(("facts", name, "rows")), code="falling-rows")
        else:
            yield from _hidden(leaf, guideline, name, table.get("values"), rows)


def _wrong_way(guideline: Guideline, name: str, table: Mapping[str, object], rows: Sequence[_GivenWhere]) -> str | None:
    found = _along(guideline, rows)
    if found is None:
        return None
    fact, values = found
    ranks = _ranks(guideline, name, fact, values)
    if None not in ranks and len(set(ranks)) > 1:
        known = [rank for rank in ranks if rank is not None]
        if known == sorted(known, reverse=True) and _grows(fact, guideline) and not _falls(guideline, name):
            return _("{name}: its words fall where `{fact}` rises", name=name, fact=fact)
        if known not in (sorted(known), sorted(known, reverse=True)):
            return _("{name}: its words go {values} as `{fact}` rises", name=name, values=_listed(values), fact=fact)
        return None
    if len(set(map(str, values))) > 2 and values[0] == values[-1] and fact.startswith(_RISES_WITH_NEED):
        return _("{name}: its values go {values} as `{fact}` rises, and the most need gets what the least does",
                 name=name, values=_listed(values), fact=fact)  # fmt: skip
    declared = table.get("values")
    order = list(declared) if isinstance(declared, Sequence) else []
    if len(order) < 3 or len(set(map(str, values))) != len(values) or any(value not in order for value in values):
        return None
    places = [order.index(value) for value in values]
    rest = rows[-1][1] if rows[-1][0] is None else None
    if len(places) > 2 and rest not in values[1:-1] and places not in (sorted(places), sorted(places, reverse=True)):
        return _("{name}: its values go {values} as `{fact}` rises, and stand in another order in `values`",
                 name=name, values=_listed(values), fact=fact)  # fmt: skip
    return None


def _listed(values: Sequence[object]) -> str:
    return ", ".join(map(str, values))


def _along(guideline: Guideline, rows: Sequence[_GivenWhere]) -> tuple[str, list[object]] | None:
    """Return what the rows compare, where it is one thing, and what they give as it rises; None where it is several."""
    compared = [_compared(when, guideline) for when, _then in rows if when is not None]
    if not compared or None in compared or any(when is None for when, _then in rows[:-1]):
        return None
    asked = [one for one in compared if one is not None]
    if len({fact for fact, _operator, _value in asked}) != 1:
        return None
    limits = sorted({value for _fact, _operator, value in asked})
    step = 1 if all(limit == int(limit) for limit in limits) else 0.05
    numbers = sorted({limit + way for limit in limits for way in (-step, 0, step)})
    given: list[object] = []
    for number in numbers:
        row = next(
            (at for at, (_f, operator, value) in enumerate(asked) if _COMPARES[operator](number, value)), len(asked)
        )
        if row < len(rows) and (not given or given[-1] != rows[row][1]):
            given.append(rows[row][1])
    return asked[0][0], given


def answers_of_levels(leaf: Layer, guideline: Guideline, name: str) -> dict[int, str] | None:
    """Return what a table of a layer gives at each level of need; None where it reads anything else."""
    table = leaf.record.get("facts", {}).get(name)
    if table is None:
        return None
    conditions = {one.path: one.node for one in written_conditions(leaf) if one.id == name}
    found: dict[int, str] = {}
    for at, row in enumerate(table["rows"]):
        node = conditions.get(("facts", name, "rows", at, "when"))
        asked = None if node is None else _compared(node, guideline)
        if "when" in row and (asked is None or asked[0] != "case.support_need"):
            return None
        for level in range(5):
            if level not in found and (asked is None or _COMPARES[asked[1]](level, asked[2])):
                found[level] = str(row["then"])
    return found


def _compared(node: Node, guideline: Guideline) -> tuple[str, str, float] | None:
    """Return what a condition compares with a number, how, and the number."""
    if not isinstance(node, Comparison) or node.operator not in _COMPARES:
        return None
    for left, right, operator in (
        (node.left, node.right, node.operator), (node.right, node.left, _TURNED[node.operator])
    ):  # fmt: skip
        number = right.value if isinstance(right, Literal) else None
        if isinstance(right, Name) and right.name in guideline.parameters:
            number = guideline.parameters[right.name].value
        if number is not None and not isinstance(number, bool | str) and hasattr(number, "__float__"):
            return unparse(left), operator, float(number)
    return None


def _grows(fact: str, guideline: Guideline) -> bool:
    """Return whether more of something is more need, a longer way or a higher price."""
    unit = guideline.types[fact].unit if fact in guideline.types else None
    return fact == _AGE or fact.startswith(_RISES_WITH_NEED) or unit in _UNITS


def _falls(guideline: Guideline, name: str) -> bool:
    """Return whether a table is called as what there is less of where there is more of everything else."""
    label = guideline.labels.get(name)
    return any(map(_FALLS.search, (name, *(() if label is None else (label.da, label.en)))))


def _ranks(guideline: Guideline, name: str, fact: str, values: Sequence[object]) -> list[int | None]:
    """Return how much each value says by its key or its label."""
    codes = guideline.lists.get(guideline.types[name].codes or "") if name in guideline.types else None
    said = [
        [str(value), *((term.en, term.da) if codes is not None and (term := codes.terms.get(str(value))) else ())]
        for value in values
    ]
    words = [
        [word for text in texts for word in text.replace("_", " ").replace("-", " ").casefold().split()]
        for texts in said
    ]
    scales: Sequence[Mapping[str, int]] = (*size_ranks(), _KINDS)
    if fact == _AGE:
        scales = (_GROWING_OLD,)
    elif fact in guideline.types and guideline.types[fact].unit in _UNITS:
        scales = (_LENGTHS,)
    ranked = [[next((scale[word] for word in one if word in scale), None) for one in words] for scale in scales]
    return max(ranked, key=lambda ranks: sum(rank is not None for rank in ranks))


def _hidden(
    leaf: Layer, guideline: Guideline, name: str, values: object, rows: Sequence[_GivenWhere]
) -> Iterator[GuidelineError]:
    """A row that answers for a part of a later one, where all the rows but for the two stand in the order of the values."""
    table = own_table(guideline, name)
    given = [then for _when, then in rows]
    if (
        table is None
        or not isinstance(values, Sequence)
        or len(given) < 3
        or sorted(map(str, given)) != sorted(map(str, values))
    ):
        return
    order = list(values)
    places = [order.index(value) for value in given]
    if places in (sorted(places), sorted(places, reverse=True)):
        return
    for at, (first, second) in enumerate(pairwise(places[:-1])):
        one, other = table.rows[at][0], table.rows[at + 1][0]
        turned = [*places]
        turned[at], turned[at + 1] = second, first
        if turned not in (sorted(turned), sorted(turned, reverse=True)) or one is None or other is None:
            continue
        if can_be(both((one, other)), guideline) and can_be(both((other, denied(one))), guideline):
            message = _("{name}: row {n} answers also where row {other} is so, and `values` has {value} before {first}",
                        name=name, n=at + 1, other=at + 2, value=given[at + 1], first=given[at])  # fmt: skip
            yield GuidelineError(message, at=leaf.locate(("facts", name, "rows", at)), code="falling-rows")
