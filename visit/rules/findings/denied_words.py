"""A code that every text names and none denies, beside a condition that denies it: “in a light case” and `weight != light`.

A text denies by any word of “not”, “without”, “other”, “below”, “missing”: where one of them stands anywhere, nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.claims import QUESTION, denies, without_asked
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.named_words import words_for
from visit.rules.findings.statements import BoundStatement, bound_statements, names_written
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Logic, Name, Node, Not, unparse

_SECTIONS = ("approvals", "notices", "follow_up", "deadlines", "grants", "service_levels", "rules")
_DENYING = any_word(
    r"""
    medmindre ~ undtag\w* ~ bortset ~ mangler? ~ savner ~ færre ~ under ~ indtil ~ før ~ inden ~ højst ~ mindre ~ ud over ~ andre
    anden ~ andet ~ andetsteds ~ endnu ~ nye? ~ nyt ~ først ~ uden ~ eksterne? ~ købt\w* ~ køber? ~ købes ~ ophør\w*
    slut\w* ~ holder op
    flytte\w* ~ afslå\w* ~ afvis\w* ~ nægt\w* ~ trukket ~ trækker ~ imod ~ fri for ~ fritag\w* ~ kun ~ alene ~ resten ~ øvrige
    ellers ~ unless ~ except\w* ~ missing ~ lacks? ~ lacking ~ fewer ~ below ~ until ~ before ~ at most ~ less ~ other\w* ~ another
    elsewhere ~ yet ~ new ~ first ~ outside ~ external ~ bought ~ purchased? ~ ends? ~ ended ~ ceas\w*
    stops? ~ mov\w+ ~ refus\w* ~ withdr\w*
    against ~ free of ~ only ~ alone ~ rest ~ else ~ otherwise ~ than ~ end ~ over ~ younger ~ yngre ~ u[bdfgklmnoprstv]\w{5,}
    un\w{5,} ~ in(?:complete|dependent|sufficient)\w* ~ af(?:vent|brudt|brudte)\w* ~ \w+løs\w* ~ \w+fri\w* ~ \w+less
    """
)
_NOT_SAID = ("option.current", "option.kind", "option.question", "option.wished", "as_of", "case.age")
"""Of whom or what a statement is asked, without its text saying so."""


def denied_words(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose condition denies a code that their texts name."""
    guideline = every[-1]
    for one in bound_statements(leaf):
        if one.section not in _SECTIONS or len(one.worded) < 2:
            continue
        found = _denied_in_vain(one, guideline)
        if found is not None:
            path, part = found
            message = _("{id}: the condition has `{part}`, and no text denies it", id=one.id, part=part)
            yield GuidelineError(message, at=leaf.locate(path), code="other-side")


def _denied_in_vain(one: BoundStatement, guideline: Guideline) -> tuple[tuple[str | int, ...], str] | None:
    texts = [plain_text(text.text.replace("{offer.name}", "X")) for text in one.texts]
    if any(denies(text) or _DENYING.search(text) for text in texts):
        return None
    worded = [without_asked(QUESTION.sub(" ", text.text)) for text in one.worded]
    for condition in one.conditions:
        for part, inner in _denied(condition.node) if condition.path[-1] in ("when", "require") else ():
            if not _is_of_one_code(inner):
                continue
            names = {name for name in names_written(inner) if "." in name or name in guideline.tables}
            if any(name.startswith(_NOT_SAID) for name in names) or "known(" in unparse(inner):
                continue
            if all(words_for(inner, guideline).search(said) for said in worded):
                return condition.path, unparse(part)
    return None


def _is_of_one_code(node: Node) -> bool:
    return isinstance(node, Comparison) and node.operator in ("==", "!=") and isinstance(node.right, Name)


def _denied(node: Node) -> Iterator[tuple[Node, Node]]:
    """Yield each part of a condition that is denied, as it is written, with what it denies."""
    match node:
        case Not(operand=operand):
            yield node, operand
        case Comparison(operator="!="):
            yield node, node
        case Logic(parts=parts):
            for part in parts:
                yield from _denied(part)
        case _:
            return
