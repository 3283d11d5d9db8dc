"""Words of logic in a text beside a condition that says the other one: at least one and all, either and both, missing and known.

Only any_word that can hardly mean anything else are read, and only conditions that have one way of saying it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.statements import (
    BoundStatement,
    SaidText,
    bound_statements,
    names_written,
    nodes_of,
    parts_of,
)
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Call, Comparison, Literal, Logic, Name, Node, Not


def any_word(several: str) -> re.Pattern[str]:
    """Return what finds any of some words: patterns, with `~` or a line's end between them."""
    patterns = [one.strip() for one in re.split(r"[~\n]", several) if one.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


_SOME = any_word(
    r"""
    mindst (?:ét|et|én|en) ~ blot (?:ét|et|én|en) ~ bare (?:ét|et|én|en) ~ (?:ét|et|én|en) eller flere
    et hvilket som helst ~ at least one ~ one or more ~ any one of ~ any of the ~ on any
    """
)
_EVERY = any_word(
    r"""
    alle ~ samtlige ~ hver eneste ~ hvert eneste ~ both ~ begge ~ all of the ~ all the ~ on all ~ in all ~ every one
    each of the ~ on every ~ in every
    """
)
_EITHER = any_word(
    r"""
    enten\b[^.;:]* eller ~ either\b[^.;:]* or ~ enhver\b[^.;:]* og (?:enhver|ethvert|hver)
    ethvert\b[^.;:]* og (?:enhver|ethvert) ~ every\b[^.;:]* and (?:every|any) ~ any\b[^.;:]* and any
    hver(?:t)? for sig ~ (?:ét|et|én|en) af (?:dem|delene|grundene|betingelserne|to)
    (?:one|either|each|any) of (?:them|these|the two|the conditions|the grounds) (?:is|suffices)
    (?:each|either|(?<!not )one) is enough ~ (?:ét|et|én|en) (?:af dem |\w+ |\w+ \w+ )?er nok ~ one (?:\w+ |of \w+ )?is enough
    mindst (?:ét|et|én|en) af (?:de|dem|følgende|to|tre|fire) ~ blot (?:ét|et|én|en) af (?:de|dem|følgende|to|tre|fire)
    at least one of (?:the|them|these|two|three|four) ~ any one of (?:the|them|these|two|three|four)
    each of which is enough ~ hver(?:t)? især (?:er )?nok
    er (?:hver )?nok i sig selv ~ enough (?:by|in) itself ~ og/eller ~ and/or
    """
)
_OR = any_word(
    r"""
    eller(?! (?:mere|derover|derunder|flere|højere|lavere|over|under|ældre|yngre|mindre)\b)
    or(?! (?:more|above|below|higher|lower|over|under|older|younger|less)\b)
    """
)
_TOGETHER = any_word(
    r"""
    både\b[^.;:]* og ~ both\b[^.;:]* and ~ begge dele ~ samtidig(?:t)? med at ~ at the same time
    dels\b[^.;:]* dels ~ såvel\b[^.;:]* som ~ alle (?:de )?(?:tre|fire|fem|betingelserne|betingelser)
    all (?:of the )?(?:three|four|five|conditions|the conditions) ~ hver af de (?:to|tre|fire) ~ each of the (?:two|three|four)
    (?:ét|et|én|en|hver)\b[^.;:]{0,30} er ikke (?:i sig selv )?nok ~ (?:one|either)\b[^.;:]{0,30} is not enough
    """
)
_NEITHER = any_word(r"hverken\b[^.;:]* eller ~ neither\b[^.;:]* nor")
_MISSING = any_word(
    r"""
    mangler ~ ikke (?:er )?(?:oplyst|beskrevet|skrevet|registreret|vurderet|kendt)
    er (?:endnu )?ikke (?:oplyst|beskrevet|skrevet|registreret|vurderet|kendt) ~ (?:is|are) missing ~ lacks
    (?:is|are|has|have) not (?:yet )?(?:been )?(?:recorded|stated|described|written|assessed|known) ~ uoplyst
    ukendt ~ unknown
    """
)
_THERE = any_word(
    r"""
    er (?:nu )?(?:oplyst|beskrevet|registreret|kendt) ~ foreligger ~ (?:is|are) (?:recorded|known|described)
    has been (?:recorded|described)
    """
)
_NEGATED = any_word(
    r"""
    ikke ~ intet ~ ingen ~ mangler ~ uden ~ før ~ hvis ~ når ~ skal ~ skriv ~ spørg ~ not ~ no ~ missing ~ without
    until ~ before ~ where ~ if ~ must ~ write ~ ask ~ record
    """
)
_NONE = any_word(
    r"""
    intet ~ ingen ~ has no ~ have no ~ there is no ~ there are no ~ without any ~ mangler ~ is missing
    """
)
_SCOPE = (
    "provision.", "option.provision", "option.current", "option.kind", "option.question", "option.gives_home", "case.age", "as_of",
)  # fmt: skip
"""What a condition says of whom or what it is asked, and a text often leaves out."""


def other_logic(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose words of quantity and logic are not those of the condition."""
    for one in bound_statements(leaf):
        found = [*_some_and_every(leaf, one), *_either_and_both(leaf, one, every[-1]), *_missing_and_there(leaf, one)]
        yield from found[:1]


def _told(
    leaf: Layer, one: BoundStatement, path: ValuePath, node: Node, word: str, sign: str, meant: str
) -> GuidelineError:
    message = _("{id}: the text says “{word}”, and the condition has `{sign}`", id=one.id, word=word, sign=sign)
    help = _("write `{sign}` if the text is right, or mend the text", sign=meant)
    return GuidelineError(message, at=leaf.locate_in(path, node.column), help=help, code="other-logic")


def first_word(pattern: re.Pattern[str], texts: Sequence[SaidText]) -> str | None:
    """Return the first of the words of some texts that a pattern finds."""
    for one in texts:
        if (found := pattern.search(plain_text(one.text))) is not None:
            return " ".join(found[0].split())
    return None


def _positive(node: Node, *, turned: bool = False) -> Iterator[Node]:
    """Yield the parts of a condition that are not denied."""
    if isinstance(node, Not):
        yield from _positive(node.operand, turned=not turned)
        return
    if not turned:
        yield node
    if isinstance(node, Logic):
        for part in node.parts:
            yield from _positive(part, turned=turned)


def _some_and_every(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    for condition in one.conditions:
        asked = [(node, *found) for node in nodes_of(condition.node) if (found := _quantified(node)) is not None]
        if len(asked) != 1 or asked[0][0] not in list(_positive(condition.node)):
            continue
        (call, is_every, sign, meant), texts = asked[0], one.texts
        pattern, other = (_SOME, _EVERY) if is_every else (_EVERY, _SOME)
        word = first_word(pattern, texts)
        is_denied = any(
            isinstance(node, Comparison) and node.operator in ("not in", "!=", "not includes")
            for node in nodes_of(call)
        )
        if word is not None and first_word(other, texts) is None and not is_denied:
            yield _told(leaf, one, condition.path, call, word, sign, meant)


def _quantified(node: Node) -> tuple[bool, str, str] | None:
    """Return whether a part asks for all, and not for one, of several values; how that is written, and how the other is."""
    match node:
        case Call(function="any" | "all" as function):
            return function == "all", f"{function}(…)", "any(…)" if function == "all" else "all(…)"
        case Comparison(operator="<" | "<=" | ">" | ">=" as operator, left=Call(function="min" | "max" as function)):
            is_every = (function == "min") is (operator in (">", ">="))
            return is_every, f"{function}(…) {operator}", f"{'max' if function == 'min' else 'min'}(…) {operator}"
        case _:
            return None


def _either_and_both(leaf: Layer, one: BoundStatement, guideline: Guideline) -> Iterator[GuidelineError]:
    if one.section not in ("rules", "approvals", "notices", "areas", "proposals", "follow_up", "facts"):
        return
    field = "require" if one.section == "rules" else "when"
    labels = leaf.record.get("labels", {}).get(one.id) if one.section == "facts" else None
    called = [] if labels is None else [SaidText(one.path, key, labels[key]) for key in ("da", "en")]
    texts = (*one.texts, *called)
    for condition in one.conditions if one.section != "facts" or _is_yes_by_one_row(one) else ():
        node = condition.node
        if condition.path[-1] != field or not isinstance(node, Logic):
            continue
        has = {part.operator for part in nodes_of(node) if isinstance(part, Logic)}
        asked = [part for part in node.parts if not is_scope(part)]
        if len(has) != 1 or len(asked) < 2:
            continue
        if has == {"and"} and not any(_has_choice(part, guideline) for part in asked):
            word = first_word(_EITHER, texts) or _or_in_both(one)
            if word is not None and first_word(_TOGETHER, texts) is None:
                yield _told(leaf, one, condition.path, node, word, "and", "or")
        elif has == {"or"} and field == "when" and all(map(_is_denied, asked)) and _in_all(_NEITHER, one.worded):
            yield _told(leaf, one, condition.path, node, str(first_word(_NEITHER, texts)), "or", "and")
        elif has == {"or"}:
            word = first_word(_TOGETHER, texts)
            if word is not None and first_word(_OR, texts) is None:
                yield _told(leaf, one, condition.path, node, word, "or", "and")


def _in_all(words: re.Pattern[str], texts: Sequence[SaidText]) -> bool:
    return bool(texts) and all(words.search(plain_text(text.text)) for text in texts)


def _is_denied(node: Node) -> bool:
    """Whether a part asks that something is not so."""
    return isinstance(node, Not) or (isinstance(node, Comparison) and node.operator in ("!=", "not in", "not includes"))


def _is_yes_by_one_row(one: BoundStatement) -> bool:
    """Whether a table says yes in one row alone, and no in the rest: its source says when it is so."""
    rows = one.row.get("rows")
    found = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, Sequence) else []
    return [row.get("then") for row in found] == [True, False]


def _or_in_both(one: BoundStatement) -> str | None:
    """Return the word `or` where both languages have it in what they say first, of whom or of what."""
    clauses = [re.split(r"[:;]", plain_text(text.text))[0] for text in one.worded]
    found = [_OR.search(clause) for clause in clauses]
    return found[0][0] if found and all(found) and found[0] is not None and one.section == "approvals" else None


def is_scope(node: Node) -> bool:
    """Whether a part of a condition only says of whom or of what it is asked."""
    inner = node.operand if isinstance(node, Not) else node
    if isinstance(inner, Call) and inner.function == "known":
        return True
    subject = inner.left if isinstance(inner, Comparison) else inner
    return isinstance(subject, Name) and subject.name.startswith(_SCOPE)


def _has_choice(node: Node, guideline: Guideline) -> bool:
    """Whether a part has more than one way of being true in itself."""
    if names_written(node) & guideline.tables.keys():
        return True
    return any(
        isinstance(one, Comparison) and one.operator in ("in", "not in", "overlaps", "within") for one in nodes_of(node)
    )


def _missing_and_there(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    if one.section not in ("notices", "approvals"):
        return
    for condition in one.conditions:
        positive = list(_positive(condition.node))
        elsewhere = _read_beside_known(condition.node)
        denied = [
            node for node in nodes_of(condition.node) if isinstance(node, Not) and known_fact(node.operand) is not None
        ]
        for node in positive:
            fact = known_fact(node)
            if fact is not None and fact not in elsewhere and not denied:
                word = first_word(_MISSING, one.worded)
                if word is not None:
                    yield _told(leaf, one, condition.path, node, word, f"known({fact})", f"not known({fact})")
            if _is_some(node) and isinstance(node, Comparison) and (word := first_word(_NONE, one.worded)) is not None:
                yield _told(leaf, one, condition.path, node, word, f"{node.operator} {_number(node.right)}", "== 0")
        for outer in denied if not elsewhere and len(positive) <= 1 else ():
            word = first_word(_THERE, one.worded)
            if word is not None and not any(_NEGATED.search(plain_text(text.text)) for text in one.worded):
                fact = str(known_fact(outer.operand))
                yield _told(leaf, one, condition.path, outer, word, f"not known({fact})", f"known({fact})")


def known_fact(node: Node) -> str | None:
    """Return the fact of which is asked whether it is known."""
    if isinstance(node, Call) and node.function == "known" and isinstance(node.arguments[0], Name):
        return node.arguments[0].name
    return None


def _read_beside_known(node: Node) -> frozenset[str]:
    if known_fact(node) is not None:
        return frozenset()
    if isinstance(node, Name):
        return frozenset((node.name,))
    return frozenset(name for part in parts_of(node) for name in _read_beside_known(part))


def _is_some(node: Node) -> bool:
    """Whether a part asks that there be one: of a count, or of a number of goals."""
    if not isinstance(node, Comparison) or (node.operator, _number(node.right)) not in ((">=", 1), (">", 0)):
        return False
    counted = isinstance(node.left, Call) and node.left.function == "count"
    return counted or (isinstance(node.left, Name) and node.left.name.endswith(".count"))


def _number(node: Node) -> object:
    return node.value if isinstance(node, Literal) else None
