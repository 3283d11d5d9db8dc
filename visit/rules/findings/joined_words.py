"""“Or” in a text between two things that its condition asks both of, and “and” between two of which it asks one.

Read in what a text says first, of whom or of what it is, and only where one of the two is surely on one side of the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.logic_words import is_scope
from visit.rules.findings.named_words import words_for
from visit.rules.findings.statements import BoundStatement, bound_statements, names_written
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Logic, Node

_SECTIONS = ("approvals", "notices", "follow_up", "deadlines", "grants", "service_levels")
_OR = re.compile(
    r"\b(?:eller|or)\b(?! (?:mere|derover|derunder|flere|yngre|ældre|mindre|senere|tidligere|over|under|more|less|older|younger"
    r"|fewer|above|below|later|earlier|færre|højere|lavere|higher|lower)\b)",
    re.IGNORECASE,
)
_AND = re.compile(r"\b(?:og|and|samt)\b", re.IGNORECASE)
_OF_ONE = re.compile(r"\b(?:borgeren|the citizen|sagen|the case|{offer\.name})\b", re.IGNORECASE)


def other_join(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield conditions of a layer that join with `and` what the text joins with or, or the other way round."""
    for one in bound_statements(leaf):
        for condition in one.conditions if one.section in _SECTIONS and one.worded else ():
            node = condition.node
            if condition.path[-1] != "when" or not isinstance(node, Logic):
                continue
            asked = [part for part in node.parts if not is_scope(part) or "case.age" in names_written(part)]
            joins, other, meant = (_OR, _AND, "or") if node.operator == "and" else (_AND, _OR, "and")
            if len(asked) == 2 and (node.operator == "and" or len(asked) == len(node.parts)):
                word = _joins(one, asked, every[-1], joins, other)
                if word is not None:
                    message = _("{id}: the text says “{word}”, and the condition has `{sign}`",
                                id=one.id, word=word, sign=node.operator)  # fmt: skip
                    help = _("write `{sign}` if the text is right, or mend the text", sign=meant)
                    at = leaf.locate_in(condition.path, node.column)
                    yield GuidelineError(message, at=at, help=help, code="other-logic")


def _joins(
    one: BoundStatement, asked: Sequence[Node], guideline: Guideline, joins: re.Pattern[str], other: re.Pattern[str]
) -> str | None:
    """Return the word that joins the two in every text; None where it joins something else, or may do so."""
    found = None
    for text in one.worded:
        clause = re.split(r"[.;:]", text.text)[0] if "{" not in text.text else re.split(r"[.;:](?=\s|$)", text.text)[0]
        words = list(joins.finditer(clause))
        if len(words) != 1 or other.search(clause) is not None or _reads_twice(asked):
            return None
        if joins is _AND and _OF_ONE.search(clause) is None:
            return None  # “young people and homeless people” are two groups
        sides = (clause[: words[0].start()], clause[words[0].end() :])
        named = [
            [pattern.search(side) is not None for side in sides]
            for pattern in (words_for(part, guideline) for part in asked)
        ]
        alone = [each.index(True) if each.count(True) == 1 else None for each in named]
        if alone == [None, None] or alone[0] == alone[1] or any(each == [True, True] for each in named):
            return None
        found = words[0][0]
    return found


def _reads_twice(asked: Sequence[Node]) -> bool:
    if all(isinstance(part, Comparison) and part.operator == "includes" for part in asked):
        return False  # two of one list, which may have both
    first, second = (names_written(part) for part in asked)
    return bool({name for name in first & second if "." in name})
