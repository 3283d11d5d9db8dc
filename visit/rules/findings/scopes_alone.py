"""`or` where `and` is meant: a provision or a kind of offer that alone makes a statement hold, or that a fact is known.

The first is told only where no text has a word for “or”. What says of whom or what a statement is
(`option.provision == SEL-85`) is hardly ever enough by itself: it is then asked of every citizen with such an offer, and of
every offer for the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.logic_words import any_word, known_fact
from visit.rules.findings.statements import bound_statements, names_written, nodes_of, through_tables
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Logic, Node, unparse

_OR = any_word(
    r"""eller ~ or ~ enten ~ either ~ samt ~ også ~ as well as ~ and/or ~ og/eller ~ ellers ~ else ~ otherwise ~ also
    nor ~ hverken ~ medmindre ~ unless ~ undtagen ~ except ~ både ~ both ~ såvel ~ alle ~ all ~ hver ~ each ~ any ~ every
    enhver"""
)
_OR_MORE = re.compile(
    r"\b(?:eller|or) (?:mere|derover|derunder|flere|yngre|ældre|mindre|over|under|more|less|older|younger|fewer|above|below)\b"
    r"(?! (?:end|than)\b)",
    re.IGNORECASE,
)
_OF_AN_OPTION = ("option.", "provision.", "offer.", "placement.", "level.")


def scope_alone(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield conditions of a layer that hold by a provision or a kind of offer alone, where no text says “or”."""
    for one in bound_statements(leaf):
        if one.section in ("facts", "areas"):
            continue
        is_said = not one.texts or any(_OR.search(_OR_MORE.sub(" ", text.text)) for text in one.texts)
        for condition in one.conditions:
            node = condition.node
            part = (
                next(_scopes(node, every[-1]), None)
                if not is_said and condition.path[-1] in ("when", "higher", "lower")
                else None
            )
            if part is not None:
                message = _("{id}: it holds by `{part}` alone, and the text has no word for “or”",
                            id=one.id, part=unparse(part))  # fmt: skip
            elif (part := next(_only_known(node), None)) is not None:
                message = _("{id}: `{part}` alone is enough, whatever is known", id=one.id, part=unparse(part))
            else:
                continue
            help = _("write `{sign}` if the text is right, or mend the text", sign="and")
            yield GuidelineError(message, at=leaf.locate_in(condition.path, part.column), help=help, code="other-logic")


def _scopes(node: Node, guideline: Guideline) -> Iterator[Node]:
    """Yield the parts of a choice that only say of whom or of what it is asked."""
    if isinstance(node, Logic) and node.operator == "or" and _differ(node.parts, guideline):
        yield from (part for part in node.parts if _is_of_an_option(part))


def _only_known(node: Node) -> Iterator[Node]:
    """Yield the parts `known(X)` of a choice of which another part reads X: it says no more."""
    for one in nodes_of(node):
        if isinstance(one, Logic) and one.operator == "or":
            for part in one.parts:
                fact = known_fact(part)
                if fact is not None and any(fact in names_written(other) for other in one.parts if other is not part):
                    yield part


def _is_of_an_option(node: Node) -> bool:
    """Return whether a part reads nothing of the citizen, and what it reads of the option is no number."""
    names = {name for name in names_written(node) if "." in name}
    return bool(names) and all(name.startswith(_OF_AN_OPTION) for name in names)


def _differ(parts: Sequence[Node], guideline: Guideline) -> bool:
    """Return whether no two parts ask the same, or of a provision, which are then two values of one thing."""
    read = [
        {"provision.id" if name == "option.provision" else name for name in through_tables(names_written(part), guideline)
         if "." in name}
        for part in parts
    ]  # fmt: skip
    return not any(first & second for at, first in enumerate(read) for second in read[at + 1 :])
