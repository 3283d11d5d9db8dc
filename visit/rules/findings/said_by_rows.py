"""A text that says all that one row of a table asks, beside a condition on the value that the table gives to all others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.claims import denies
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.named_words import words_for
from visit.rules.findings.statements import bound_statements, names_written, nodes_of
from visit.rules.findings.wording import fact_in_words
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import DecisionTable, Guideline
from visit.rules.language.expression import Comparison, Literal, Logic, Name, Node, Not

_SECTIONS = frozenset(("notices", "approvals", "deadlines", "follow_up"))
_LESS = any_word(
    r"under ~ højst ~ mindre ~ lavere ~ lavt ~ færre ~ yngre ~ below ~ at most ~ less ~ lower ~ low ~ fewer"
)
_MORE = any_word(
    r"over ~ mindst ~ mere ~ højere ~ højt ~ flere ~ ældre ~ above ~ at least ~ more ~ higher ~ high ~ from"
)
_TURNED = {">=": _LESS, ">": _LESS, "<=": _MORE, "<": _MORE}
"""Words that say the other side of a number than a comparison asks for."""


def said_by_another_row(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that are for whom no row of a table names, where every text says what one of its rows asks."""
    guideline = every[-1]
    for one in bound_statements(leaf):
        if one.section not in _SECTIONS or not one.worded:
            continue
        first = [re.split(r"[.;:](?=\s|$)", text.text)[0] for text in one.worded]
        for condition in one.conditions:
            asked = _asked(condition.node, guideline)
            if asked is None or condition.path[-1] != "when":
                continue
            table, value = asked
            said = next(
                (then for row, then in _rows(table) if all(_says(text, row, guideline) for text in first)), None
            )
            if said is not None and said != value and _is_of_all_others(table, value):
                message = _("{id}: by its text it is for “{fact}: {said}”, and by its condition for “{fact}: {asked}”",
                            id=one.id, fact=fact_in_words(guideline, table.name), said=said, asked=value)  # fmt: skip
                yield GuidelineError(message, at=leaf.locate(condition.path), code="other-side")


def _asked(node: Node, guideline: Guideline) -> tuple[DecisionTable, str] | None:
    """Return the table of which a condition asks for one value, and nothing else, with the value."""
    match node:
        case Comparison(operator="==", left=Name(name=name), right=Name(name=value)) if name in guideline.tables:
            return guideline.tables[name], value
        case Name(name=name) if name in guideline.tables:
            return guideline.tables[name], "true"
        case Not(operand=Name(name=name)) if name in guideline.tables:
            return guideline.tables[name], "false"
        case _:
            return None


def _rows(table: DecisionTable) -> Iterator[tuple[Node, str]]:
    """Yield the condition of each row that has one, with the value that it gives."""
    yield from ((when.node, _value(then.node)) for when, then in table.rows if when is not None)


def _value(node: Node) -> str:
    return node.name if isinstance(node, Name) else str(node.value).lower() if isinstance(node, Literal) else ""


def _is_of_all_others(table: DecisionTable, value: str) -> bool:
    """Return whether the last row alone, which has no condition, gives a value."""
    given = [when for when, then in table.rows if _value(then.node) == value]
    return given == [None]


def _says(text: str, row: Node, guideline: Guideline) -> bool:
    """Return whether a text says each of two or more things that a row asks, and denies nothing."""
    parts = row.parts if isinstance(row, Logic) and row.operator == "and" else ()
    return len(parts) > 1 and not denies(text) and all(_says_part(text, part, guideline) for part in parts)


def _says_part(text: str, part: Node, guideline: Guideline) -> bool:
    if not isinstance(part, Comparison) or part.operator in ("!=", "not in", "not includes"):
        return False
    numbers = [rf"\{{{re.escape(name)}\}}" for name in names_written(part) & guideline.parameters.keys()]
    numbers += [str(node.value) for node in nodes_of(part) if isinstance(node, Literal)]
    turned = _TURNED.get(part.operator)
    return (
        words_for(part, guideline).search(text) is not None
        and all(re.search(rf"(?<![\w.,]){number}(?!\w)", text) for number in numbers)
        and (turned is None or turned.search(text) is None)
    )
