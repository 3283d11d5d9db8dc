"""Words of a text for a set, beside the word of its condition: among and nothing else, one of several and all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.logic_words import any_word, first_word
from visit.rules.findings.statements import BoundStatement, SaidText, bound_statements, nodes_of
from visit.rules.findings.texts import condition_said, plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Call, Comparison, Listing

_AMONG = any_word(
    r"""
    blandt ~ bl\.a\. ~ iblandt ~ herunder ~ også ~ mindst (?:ét|et|én|en) ~ en eller flere ~ eller
    among ~ amongst ~ including ~ as well ~ at least one ~ one or more ~ one of ~ or ~ also ~ either
    """
)
_NOTHING_ELSE = any_word(
    r"""
    kun ~ udelukkende ~ alene ~ ikke andet ~ intet andet ~ ingen andre ~ ikke andre ~ intet ud over ~ only ~ solely ~ exclusively
    nothing else ~ nothing but ~ no others? ~ none but ~ alone ~ nothing beyond
    eneste ~ (?:the|their|his|her|citizen's) (?:only|sole|single) ~ sole
    """
)
_MORE_THAN_THAT = any_word(
    r"""
    (?:ikke|mere end|andre end|andet end|ud over|udover|desuden|flere)\b ~ også ~ ligeledes
    (?:not|more than|others? than|beyond|besides|in addition|several)\b ~ also ~ as well
    """
)
_NEEDS_ONLY = any_word(
    r"""
    (?:kun|udelukkende|alene) (?:har )?(?:brug for|behov for) ~ har (?:kun|udelukkende|alene) (?:brug|behov) for
    ikke (?:har )?brug for andet
    (?:har )?ikke (?:brug|behov) for andet ~ intet andet (?:behov )?end ~ only needs ~ needs only ~ needs nothing (?:else|but)
    needs? no other ~ no other need than
    """
)
_BOTH = any_word(r"både\b[^.;:]*\bog ~ both\b[^.;:]*\band ~ begge ~ både ~ both")


def other_set(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield conditions of a layer that ask that nothing else is in a set, or that one is, where the text says the other."""
    for one in bound_statements(leaf):
        for condition in one.conditions if one.worded else ():
            nodes = list(nodes_of(condition.node))
            several = [node for node in nodes if isinstance(node, Comparison) and isinstance(node.right, Listing)]
            wrong = _wrong(
                one, several, counts=any(isinstance(node, Call) and node.function == "count" for node in nodes)
            )
            if wrong is not None:
                node, word, meant = wrong
                message = _("{id}: the text says “{word}”, and the condition has `{sign}`",
                            id=one.id, word=word, sign=node.operator)  # fmt: skip
                help = _("write `{sign}` if the text is right, or mend the text", sign=meant)
                at = leaf.locate_in(condition.path, node.column)
                yield GuidelineError(message, at=at, help=help, code="other-logic")
                break


def _wrong(one: BoundStatement, several: Sequence[Comparison], *, counts: bool) -> tuple[Comparison, str, str] | None:
    """Return the comparison that a text has otherwise, the word of the text, and what would say the same."""
    is_all = any(node.operator == "within" for node in several)
    says_only = first_word(_NOTHING_ELSE, one.texts) is not None
    for node in several:
        if node.operator == "not within" and (word := _of_one_alone(one)) is not None:
            return node, word, "within"
        if node.operator == "within" and not says_only and (word := _in_all(_AMONG, one.worded)) is not None:
            return node, word, "overlaps"
        if node.operator != "overlaps" or is_all or counts:
            continue
        if (word := _in_all(_NEEDS_ONLY, one.worded)) is not None:
            return node, word, "within"
        if len(several) == 1 and (word := _in_all(_BOTH, one.worded)) is not None:
            return node, word, "includes … and … includes"
    return None


def _of_one_alone(one: BoundStatement) -> str | None:
    """Return the word by which every text, before its colon, or the source says that there is nothing else."""
    first = [re.split(r"[.;:]", plain_text(text.text))[0] for text in one.worded]
    sources = [condition_said(text.text) for text in one.texts if text.is_source]
    for texts in (first, sources):
        found = [None if _MORE_THAN_THAT.search(text) else _NOTHING_ELSE.search(text) for text in texts]
        if found and found[0] is not None and all(found):
            return found[0][0]
        if any(_MORE_THAN_THAT.search(text) for text in texts):
            return None
    return None


def _in_all(pattern: re.Pattern[str], texts: Sequence[SaidText]) -> str | None:
    """Return the first word that a pattern finds, where it finds one in every text."""
    return first_word(pattern, texts) if all(pattern.search(plain_text(one.text)) for one in texts) else None
