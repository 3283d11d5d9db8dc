"""Conditions that mix `and`, `or` and `not` otherwise than their text: “under 30, and discharged or homeless”, “neither … nor”.

`and` binds tighter than `or`, and `not` tighter than both; who leaves out the parentheses gets another condition than is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.compared import WrittenCondition
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.named_words import words_for
from visit.rules.findings.statements import BoundStatement, bound_statements
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Logic, Name, Node, Not, unparse

_AND = re.compile(r"\b(?:og|and|samt)\b", re.IGNORECASE)
_WHO = re.compile(r"\b(?:der|som|who|that)\b", re.IGNORECASE)
_COMMA = re.compile(r", (?:og|and|samt|når|hvis|where|when|if|som også|who also|men kun|but only)\b", re.IGNORECASE)
_VERBS = r"(?:bor|har|er|får|modtager|lives|has|is|gets|receives)"
_AND_DOES = re.compile(rf"\b(?:og|and|samt) {_VERBS}\b", re.IGNORECASE)
_OR_DOES = re.compile(rf"\b(?:eller|or) (?:\w+ )?{_VERBS}\b", re.IGNORECASE)
_OR = re.compile(
    r"(?<!, )\b(?:eller|or)\b(?! (?:mere|derover|derunder|flere|yngre|ældre|mindre|senere|tidligere|over|under|more|less"
    r"|older|younger|fewer|above|below|later|earlier)\b)",
    re.IGNORECASE,
)
_EITHER = re.compile(r"\beller\b|(?<!\bhis )\bor\b", re.IGNORECASE)
_NEITHER = any_word(r"hverken ~ neither ~ nor")
_ENDS = re.compile(r"[.;:](?:\s|$)")
_SHORT = re.compile(r"\b(stk|nr|kr)\. ")
_SECTION = re.compile(r"[A-Z]+-(\d+\w*)")


def other_mixture(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield conditions of a layer that take apart what the text holds together, and deny one of two that it denies."""
    for one in bound_statements(leaf):
        for condition in one.conditions if one.worded else ():
            if condition.path[-1] == "when" and isinstance(condition.node, Logic):
                yield from _without_brackets(leaf, one, condition, condition.node, every[-1])
                yield from _half_denied(leaf, one, condition, condition.node)


def _without_brackets(
    leaf: Layer, one: BoundStatement, condition: WrittenCondition, node: Logic, guideline: Guideline
) -> Iterator[GuidelineError]:
    """`a or b and c`, where every text says what is asked of c beside “and”, and a and b on the other side of it."""
    joined = [part for part in node.parts if isinstance(part, Logic) and part.operator == "and"]
    alone = [part for part in node.parts if part not in joined]
    if node.operator != "or" or len(joined) != 1 or not alone or any(isinstance(part, Logic) for part in alone):
        return
    for held in (joined[0].parts[-1], joined[0].parts[0]):
        rest = [part for part in joined[0].parts if part is not held]
        choices = [*alone, rest[0]] if len(rest) == 1 else []
        is_one_fact = len({_fact_of(choice) for choice in choices}) == 1 and _fact_of(held) != _fact_of(alone[0])
        if choices and all(
            _holds_together(text.text, held, choices, guideline)
            or (is_one_fact and _fact_of(alone[0]) is not None and _is_one_choice(text.text, held, guideline))
            or (is_one_fact and _is_said_of_all(text.text, held, rest[0], alone, guideline))
            or (is_one_fact and _is_said_of_one(text.text, held, choices, guideline))
            for text in one.worded
        ):
            either = " or ".join(unparse(part) for part in node.parts if part not in joined)
            meant = f"({either} or {unparse(rest[0])}) and {unparse(held)}"
            message = _("{id}: by its text `{part}` is asked of all, and the condition asks it of some",
                        id=one.id, part=unparse(held))  # fmt: skip
            help = _("write `{sign}` if the text is right, or mend the text", sign=meant)
            yield GuidelineError(message, at=leaf.locate_in(condition.path, held.column), help=help, code="other-logic")
            return


def _holds_together(text: str, held: Node, choices: Sequence[Node], guideline: Guideline) -> bool:
    """Return whether a text has what is asked of all before “and” or “who”, and behind it what is chosen from.

    It may also stand behind “and” and a comma or a verb that what is chosen from does not repeat: “has a or b, and lives in c”.
    A comma before “or” says that all before it is one of the two.
    """
    clause = _ENDS.split(text)[0]
    parted = [(one, False) for words in (_AND, _WHO) for one in words.finditer(clause)]
    parted += [(one, True) for one in _COMMA.finditer(clause)]
    if _OR_DOES.search(clause) is None:
        parted += [(one, True) for one in _AND_DOES.finditer(clause)]
    for join, is_behind in parted:
        both = clause[: join.start()], clause[join.end() :]
        own, other = both[::-1] if is_behind else both
        words = words_for(held, guideline)
        asks = words.search(own) is not None and words.search(other) is None
        chooses = _OR.search(other) is not None and _EITHER.search(own) is None
        named = [words_for(choice, guideline) for choice in choices]
        is_there = any(one.search(other) for one in named) and not any(one.search(own) for one in named)
        if asks and chooses and is_there:
            return True
    return False


def _fact_of(node: Node) -> str | None:
    """Return the fact that a comparison asks for one value of."""
    match node:
        case Comparison(operator="==" | "includes", left=Name(name=name)):
            return name
        case _:
            return None


def _is_one_choice(text: str, held: Node, guideline: Guideline) -> bool:
    """Return whether a text has one “or”, without a comma, and names what is asked beside it: “dementia or …, and at home”."""
    clause = _clause_of(text)
    either = list(_EITHER.finditer(clause))
    is_parted = _COMMA.search(clause) is not None or re.search(r", (?:eller|or)\b", clause) is not None
    return len(either) == 1 and not is_parted and words_for(held, guideline).search(clause) is not None


def _is_said_of_all(text: str, held: Node, first: Node, others: Sequence[Node], guideline: Guideline) -> bool:
    """Return whether a text asks something of all behind the last of several that “and” joins: “107 and 108 that are bought”.

    What the condition asks it of stands first there, so that it cannot be said of the last alone.
    """
    clause = _clause_of(text)
    who = next((one for one in _WHO.finditer(clause) if words_for(held, guideline).search(clause, one.end())), None)
    if who is None or words_for(held, guideline).search(clause, 0, who.start()) is not None:
        return False
    named = [_named_at(clause[: who.start()], choice, guideline) for choice in (first, *others)]
    if any(place is None for place in named):
        return False
    places = [place for place in named if place is not None]
    between = clause[max(places) : who.start()]
    return (
        min(places) == places[0] < max(places)
        and _AND.search(clause, places[0], max(places)) is not None
        and (_AND.search(between) is None)
    )


def _is_said_of_one(text: str, held: Node, choices: Sequence[Node], guideline: Guideline) -> bool:
    """Return whether a text says what is asked of one thing, and tells none of what is chosen apart: “the stay is bought”."""
    clause = _clause_of(text)
    is_joined = any(words.search(clause) is not None for words in (_AND, _EITHER))
    is_told_apart = any(_named_at(clause, choice, guideline) is not None for choice in choices)
    return not is_joined and not is_told_apart and words_for(held, guideline).search(clause) is not None


def _named_at(text: str, choice: Node, guideline: Guideline) -> int | None:
    """Return where a text first names a value that is chosen, by its words or, of a provision, by its section."""
    found = words_for(choice, guideline).search(text)
    if found is None and isinstance(choice, Comparison) and isinstance(choice.right, Name):
        section = _SECTION.match(choice.right.name)
        found = None if section is None else re.search(rf"(?<![\w.,]){section[1]}(?![\w])", text, re.IGNORECASE)
    return None if found is None else found.start()


def _clause_of(text: str) -> str:
    return _ENDS.split(_SHORT.sub(r"\1 ", text))[0]


def _half_denied(
    leaf: Layer, one: BoundStatement, condition: WrittenCondition, node: Logic
) -> Iterator[GuidelineError]:
    """Two parts of which one is denied, where every text says neither of them."""
    denied = [isinstance(part, Not) for part in node.parts]
    if any(isinstance(part, Not) and isinstance(part.operand, Logic) for part in node.parts):
        return
    said = [_NEITHER.search(_ENDS.split(text.text)[0]) for text in one.worded]
    if len(node.parts) == 2 and denied.count(True) == 1 and said[0] is not None and all(said):
        first, second = (unparse(part.operand if isinstance(part, Not) else part) for part in node.parts)
        message = _("{id}: the text says “{word}”, and the condition has `{sign}`",
                    id=one.id, word=said[0][0], sign=unparse(node))  # fmt: skip
        help = _("write `{sign}` if the text is right, or mend the text", sign=f"not ({first} or {second})")
        yield GuidelineError(message, at=leaf.locate_in(condition.path, node.column), help=help, code="other-logic")
