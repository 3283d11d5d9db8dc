"""Hours or days in an area of help that a statement's provisions are not given in, and a table that reads two areas.

A stay may hold help of every kind, so of one nothing is told. What every text names is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.claims import denies
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.named_help import provisions_said
from visit.rules.findings.sibling_facts import AREA_WORDS
from visit.rules.findings.statements import BoundStatement, bound_statements, names_written
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary

_AMOUNT = re.compile(r"case\.needs\.(?:hours|days)_per_week\.(\w+)")
_WORDS: Mapping[str, re.Pattern[str]] = {area: any_word(words) for area, words in AREA_WORDS.items()}
_OF_HELP = ("approvals", "grants", "service_levels")
"""Sections that say how much of a provision's own help there is; a notice may well speak of other help beside it."""


def other_area(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield conditions of a layer that ask how much help a citizen needs in an area that is not their provision's."""
    for one in bound_statements(leaf):
        yield from _of_rows(leaf, one) if one.section == "facts" else _of_provisions(leaf, one)


def _of_provisions(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    own = {area for id in provisions_said(one) for area in _areas_under(id)}
    if not own or "home" in own:
        return
    for condition in one.conditions:
        asked = {found[1]: name for name in names_written(condition.node) if (found := _AMOUNT.fullmatch(name))}
        for area in sorted(asked.keys() - own) if not asked.keys() & own else ():
            if not _is_meant(one, area, own):
                message = _("{id}: the condition reads `{fact}`, and the statement is about help in {areas}",
                            id=one.id, fact=asked[area], areas=", ".join(sorted(own)))  # fmt: skip
                yield GuidelineError(message, at=leaf.locate(condition.path), code="other-fact")


def _areas_under(id: str) -> Iterator[str]:
    """Yield the areas of a provision, or of all that lie under it: § 103 is 103(1) and 103(2)."""
    for one, provision in vocabulary().provisions.items():
        if one == id or one.startswith(f"{id}-"):
            yield from provision.areas


def _is_meant(one: BoundStatement, area: str, own: set[str]) -> bool:
    """Return whether texts name an area and none of the provision's own, or deny that it is the provision's."""
    texts = [re.split(r"[.:;](?:\s|$)", plain_text(text.text))[0] for text in one.worded]
    if any(map(denies, texts)) or area not in _WORDS:
        return any(map(denies, texts))
    if one.section in _OF_HELP or any(_WORDS[other].search(text) for text in texts for other in own if other in _WORDS):
        return False
    return any(_WORDS[area].search(text) for text in texts)


def _of_rows(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    """A table each of whose rows asks how much help in one area, one of them in another than the rest."""
    asked = [
        (next(iter(names)), condition.path)
        for condition in one.conditions
        if condition.path[-1] == "when"
        and len(names := {name for name in names_written(condition.node) if "." in name}) == 1
    ]
    rows = [condition for condition in one.conditions if condition.path[-1] == "when"]
    facts = [fact for fact, _path in asked]
    if len(asked) < len(rows) or len(set(facts)) != 2 or not all(map(_AMOUNT.fullmatch, facts)):
        return
    odd = min(set(facts), key=facts.count)
    other = max(set(facts), key=facts.count)
    if odd.rpartition(".")[0] == other.rpartition(".")[0]:
        if facts.count(odd) == facts.count(other):
            odd, other = facts[-1], facts[0]
        path = next(path for fact, path in asked if fact == odd)
        message = _("{id}: one row reads `{fact}`, and another `{other}`", id=one.id, fact=odd, other=other)
        yield GuidelineError(message, at=leaf.locate(path), code="other-fact")
