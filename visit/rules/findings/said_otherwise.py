"""A value or provision that the text of a rule names and the rule does not read.

Only where the text is plain about it. A text that says less than its fields is none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.named_help import provisions_read
from visit.rules.findings.statements import bound_statements
from visit.rules.findings.texts import names_in_braces, plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline, Rule
from visit.vocabulary import vocabulary

_SECTION = re.compile(r"(?:§ ?|SEL ?|serviceloven ?)(\d+)(?: ?([a-e])\b(?!\w))?", re.IGNORECASE)


def said_otherwise(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield rules of a layer whose text names a value that they do not read, or another provision."""
    guideline = every[-1]
    for one in bound_statements(leaf):
        if one.section != "rules" or (rule := guideline.rule(one.id)) is None:
            continue
        for text in one.worded:
            said = [*_values(text.text, rule, guideline), *_provision(text.text, rule, provisions_read(one))]
            for message in said:
                yield GuidelineError(message, at=leaf.locate(text.path), code="said-otherwise")
            if said:
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
    named = names_in_braces(text)
    for name in sorted(named & guideline.parameters.keys() - read | _of_two_alike(named, rule, guideline) - read):
        yield _("{id}: the text names `{name}`, which the rule does not read", id=rule.id, name=name)


def _of_two_alike(named: frozenset[str], rule: Rule, guideline: Guideline) -> set[str]:
    """Return facts that a text shows where the rule requires something of another in the same unit, of which it shows none."""
    asked = {name for name in rule.require.reads if name in guideline.types and guideline.types[name].kind == "number"}
    units = {(name.partition(".")[0], guideline.types[name].unit) for name in asked - guideline.parameters.keys()}
    return {
        name
        for name in named & guideline.types.keys()
        if not asked & named - guideline.parameters.keys()
        and guideline.types[name].unit is not None
        and (name.partition(".")[0], guideline.types[name].unit) in units
    }


def _provision(text: str, rule: Rule, read: set[str]) -> Iterator[str]:
    """A provision that the rule is not about and asks nothing of, where the text names no other."""
    known = vocabulary().provisions
    named = {f"SEL-{number}{letter}" for number, letter in _SECTION.findall(plain_text(text))}
    ranked = {id for one in named for id in known if id == one or id.startswith(f"{one}-")}
    if ranked and rule.provisions is not None and not ranked & (rule.provisions | read):
        yield _("{id}: the text names {names}, and the rule is about {others}",
                id=rule.id, names=", ".join(sorted(ranked)), others=", ".join(sorted(rule.provisions)))  # fmt: skip
