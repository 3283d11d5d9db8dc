"""What a statement's own text says otherwise than its fields: another value, bound, strength, provision, role or period.

Only where the text is plain about it. A text that says less than its fields is none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import Threshold, compared
from visit.rules.findings.texts import names_in_braces, plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline, Rule
from visit.vocabulary import vocabulary

_BOUND_WORDS = (
    (r"mindst|fra og med|at least", (">=", "<")), (r"højst|op til|at most|up to", ("<=", ">")),
    (r"over|mere end|more than|above", (">", "<=")), (r"under|mindre end|færre end|less than|below", ("<", ">=")),
)  # fmt: skip
"""Words before a number, with the signs that say the same: of what is asked for, and of what is not."""
_BOUNDS = tuple(
    (re.compile(rf"\b(?:{words}) (\{{[^{{}}]*\}}|\d+)", re.IGNORECASE), signs) for words, signs in _BOUND_WORDS
)
_SECTION = re.compile(r"(?:§ ?|SEL ?|serviceloven ?)(\d+)(?: ?([a-e])\b(?!\w))?", re.IGNORECASE)


def said_otherwise(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose text is plain about something that their fields have otherwise."""
    guideline = every[-1]
    thresholds: dict[ValuePath, list[Threshold]] = {}
    for one in compared(leaf, guideline):
        thresholds.setdefault(one.statement, []).append(one)
    for section, key, row, path in leaf.statements():
        if not isinstance(row, Mapping):
            continue
        field = "reason" if section == "rules" else "text"
        texts = row.get(field)
        if not isinstance(texts, Mapping):
            continue
        rule = guideline.rule(key) if section == "rules" else None
        for language in ("da", "en"):
            said = [*_bounds(str(texts[language]), thresholds.get(path, ()), key)]
            if rule is not None:
                said += [*_values(str(texts[language]), rule, guideline)]
                said += _provision(str(texts[language]), rule)
            if said:
                for message in said:
                    yield GuidelineError(message, at=leaf.locate((*path, field, language)), code="said-otherwise")
                break  # the other language says the same


def _values(text: str, rule: Rule, guideline: Guideline) -> Iterator[str]:
    """A number in braces that the rule does not read."""
    read: set[str] = set()
    waiting = {name for condition in rule.conditions for name in condition.reads}
    while waiting:
        name = waiting.pop()
        read.add(name)
        if name in guideline.tables:
            waiting |= guideline.tables[name].reads - read
    for name in sorted(names_in_braces(text) & guideline.parameters.keys() - read):
        yield _("{id}: the text names {name}, which the rule does not read", id=rule.id, name=name)


def _bounds(text: str, thresholds: Sequence[Threshold], id: str) -> Iterator[str]:
    """`at least 18` beside `> 18`."""
    for pattern, signs in _BOUNDS:
        for found in pattern.finditer(text):
            number = found[1].strip("{}")
            same = [one for one in thresholds if number in (str(one.value), one.parameter)]
            if same and all(one.operator in ("<", "<=", ">", ">=") and one.operator not in signs for one in same):
                yield _("{id}: the text says “{word}”, and the condition has `{sign}`",
                        id=id, word=found[0], sign=f"{same[0].operator} {number}")  # fmt: skip


def _provision(text: str, rule: Rule) -> Iterator[str]:
    """A provision that the rule is not about, where the text names no other."""
    known = vocabulary().provisions
    named = {f"SEL-{number}{letter}" for number, letter in _SECTION.findall(plain_text(text))}
    ranked = {id for one in named for id in known if id == one or id.startswith(f"{one}-")}
    if ranked and rule.provisions is not None and not ranked & rule.provisions:
        yield _("{id}: the text names {names}, and the rule is about {others}",
                id=rule.id, names=", ".join(sorted(ranked)), others=", ".join(sorted(rule.provisions)))  # fmt: skip
