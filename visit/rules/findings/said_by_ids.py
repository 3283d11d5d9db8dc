"""An id whose words say the opposite of the condition: `external-…` of the municipality's own, `over-…` beside “less than”.

Read only of what says when a statement applies, and only where it asks it in one way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.claims import sides_asked
from visit.rules.findings.compared import Threshold, compared
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.said_limits import says_the_limit
from visit.rules.findings.statements import BoundStatement, bound_statements
from visit.rules.findings.texts import plain_text
from visit.rules.findings.wording import fact_in_words
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_SIDES: Mapping[str, tuple[str, bool]] = {
    "external": ("option.internal", False), "bought": ("option.internal", False), "purchased": ("option.internal", False),
    "internal": ("option.internal", True), "running": ("option.current", True), "existing": ("option.current", True),
    "acute": ("case.flags.acute", True), "urgent": ("case.flags.acute", True), "wished": ("option.wished", True),
    "unwished": ("option.wished", False), "unregistered": ("option.registered", False), "unapproved": ("option.approved", False),
}  # fmt: skip
"""Of words in ids the fact that they say, and whether it is so."""
_ALSO: Mapping[str, tuple[str, bool]] = {"option.external": ("option.internal", False)}
_SIZES: Mapping[str, tuple[bool, tuple[str, ...]]] = {
    **dict.fromkeys(("over", "above", "beyond", "exceeds"), (True, ())),
    **dict.fromkeys(("dear", "dearer", "expensive", "costly"), (True, ("DKK", "percent"))),
    **dict.fromkeys(("cheap", "cheaper"), (False, ("DKK", "percent"))),
    **dict.fromkeys(("far", "distant"), (True, ("km",))),
    **dict.fromkeys(("near", "nearby", "close"), (False, ("km",))),
    **dict.fromkeys(("long", "longer"), (True, ("months", "weeks", "days"))),
    **dict.fromkeys(("short", "shorter", "brief"), (False, ("months", "weeks", "days"))),
    **dict.fromkeys(("elderly", "older", "senior", "seniors"), (True, ("years",))),
    **dict.fromkeys(("young", "younger", "youth"), (False, ("years",))),
}  # fmt: skip
"""Of words in ids whether they say more, and the units in which they say it; of no unit where they say it of anything."""
_TURNS = frozenset(
    ("not", "no", "without", "non", "unless", "before", "after", "until", "than", "stop", "end", "from", "to")
)
"""Words after or before which an id may mean anything."""
_YOUNG = any_word(
    r"er ung ~ ungt? menneske\w* ~ den unge ~ unge borgere? ~ is young ~ young (?:person|people|citizens?)"
)
_OLD = any_word(
    r"er ældre(?! end) ~ ældre (?:borger|menneske)\w* ~ pensionist\w* ~ is old ~ older (?:people|citizens?) ~ elderly ~ pensioners?"
)
_NOT_YOUNG, _NOT_OLD = 40, 50
"""From this age on nobody is called young, and below this one nobody old."""
_SECTIONS = frozenset(("notices", "approvals", "follow_up", "deadlines", "grants", "proposals", "service_levels"))


def other_id(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that apply where their id says that they do not."""
    guideline = every[-1]
    thresholds: dict[str, list[Threshold]] = {}
    for threshold in compared(leaf, guideline):
        if threshold.path[-1] == "when":
            thresholds.setdefault(threshold.id, []).append(threshold)
    for one in bound_statements(leaf):
        words = set(one.id.split("-"))
        if one.section in _SECTIONS and not words & _TURNS:
            yield from _sides(leaf, guideline, one, words)
            yield from _sizes(leaf, guideline, one, words, thresholds.get(one.id, ()))
        yield from _ages(leaf, one, thresholds.get(one.id, ()))


def _ages(leaf: Layer, one: BoundStatement, asked: Sequence[Threshold]) -> Iterator[GuidelineError]:
    """Texts of the young beside a condition that asks for the old, and the other way round."""
    aged = [threshold for threshold in asked if threshold.fact == "case.age"]
    if len(aged) != 1 or not one.worded or one.section == "rules":
        return
    is_old = aged[0].operator in (">", ">=") and aged[0].value >= _NOT_YOUNG
    is_young = aged[0].operator in ("<", "<=") and aged[0].value <= _NOT_OLD
    words, others = (_YOUNG, _OLD) if is_old else (_OLD, _YOUNG)
    texts = [re.split(r"[.;:]", plain_text(text.text))[0] for text in one.worded]
    found = words.search(texts[0])
    if (
        (is_old or is_young)
        and found
        and all(words.search(text) for text in texts)
        and not any(map(others.search, texts))
    ):
        message = _("{id}: the text says “{word}”, and the condition has `{sign}`",
                    id=one.id, word=found[0], sign=f"case.age {aged[0].operator} {aged[0].value}")  # fmt: skip
        yield GuidelineError(message, at=aged[0].at(leaf), code="other-side")


def _sides(leaf: Layer, guideline: Guideline, one: BoundStatement, words: set[str]) -> Iterator[GuidelineError]:
    asked = sides_asked(one, _ALSO)
    for word in sorted(words & _SIDES.keys()):
        fact, is_so = _SIDES[word]
        if fact in asked and asked[fact][0] == frozenset((not is_so,)):
            message = _("{id}: the id says “{word}”, and the condition asks for the opposite: {fact}",
                        id=one.id, word=word, fact=fact_in_words(guideline, fact))  # fmt: skip
            yield GuidelineError(message, at=leaf.locate(asked[fact][1].path), code="other-side")
            return


def _sizes(
    leaf: Layer, guideline: Guideline, one: BoundStatement, words: set[str], asked: Sequence[Threshold]
) -> Iterator[GuidelineError]:
    if len(asked) != 1 or asked[0].operator not in ("<", "<=", ">", ">="):
        return
    is_more = asked[0].operator in (">", ">=")
    said = {word: _SIZES[word] for word in words & _SIZES.keys()}
    is_agreed = says_the_limit(
        guideline, one, asked[0]
    )  # then the word may name the thing: “a short stay that is longer than …”
    against = [
        word
        for word, (more, units) in said.items()
        if more != is_more and (not units or (asked[0].unit in units and not is_agreed))
    ]
    if against and all(more != is_more for more, _units in said.values()):
        sign = f"{asked[0].fact} {asked[0].operator} {asked[0].value}"
        message = _(
            "{id}: the id says “{word}”, and the condition has `{sign}`", id=one.id, word=min(against), sign=sign
        )
        yield GuidelineError(message, at=asked[0].at(leaf), code="other-side")
