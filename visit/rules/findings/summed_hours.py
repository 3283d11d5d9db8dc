"""Sums of hours or days in several areas of help, where every text names some of those areas and not the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import formats
from visit.locale import text as _
from visit.rules.findings.compared import WrittenCondition
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.sibling_facts import FAMILIES
from visit.rules.findings.statements import BoundStatement, bound_statements, names_written, nodes_of
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Arithmetic

_HOURS = "case.needs.hours_per_week."
_WORDS = {
    name.removeprefix(_HOURS): any_word(words)
    for family in FAMILIES
    for name, words in family.items()
    if name.startswith(_HOURS)
}
_FACT = re.compile(r"case\.needs\.(?:hours|days)_per_week\.(\w+)")
_OF_ANY_HELP = frozenset(("support",))
"""Areas that are called as all help is."""
_IN_ALL = any_word(r"i alt ~ samlet ~ tilsammen ~ hjælp(?:en)? om ugen ~ in all ~ in total ~ altogether ~ total")


def other_sum(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield conditions of a layer that add up the hours or days of more areas than every text of the statement names."""
    for one in bound_statements(leaf):
        for condition in one.conditions if one.worded else ():
            found = _unnamed(one, condition)
            if found:
                message = _("{id}: the condition adds up {areas} too, which the text does not name",
                            id=one.id, areas=formats.listed([f"`{name}`" for name in found]))  # fmt: skip
                help = _("name them in the text, or leave them out of the sum")
                yield GuidelineError(message, at=leaf.locate(condition.path), help=help, code="other-fact")


def _unnamed(one: BoundStatement, condition: WrittenCondition) -> list[str]:
    """Return the facts of a sum that no text names, where every text names the rest."""
    for node in nodes_of(condition.node):
        if not isinstance(node, Arithmetic) or node.operator != "+":
            continue
        added = {found[1]: name for name in names_written(node) if (found := _FACT.fullmatch(name))}
        texts = [plain_text(text.text) for text in one.worded]
        if len(added) < 2 or not added.keys() <= _WORDS.keys() or any(map(_IN_ALL.search, texts)):
            continue
        named = [{area for area in added if _WORDS[area].search(text)} for text in texts]
        if named[0] and all(areas == named[0] for areas in named) and not named[0] & _OF_ANY_HELP:
            return sorted(added[area] for area in added.keys() - named[0])
    return []
