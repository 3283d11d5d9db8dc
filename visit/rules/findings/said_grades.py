"""Grades that a text says by their words otherwise than its condition: “substantially reduced” beside `>= reduced`.

Graded are FFB's levels (“moderate or greater difficulty”) and ordered codes by their labels, those of a guideline's own facts too.
A condition and a text each set borders between two grades; it is told where no text has a border of the condition's, or where the
text asks for the grades above a border and the condition for those below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import compared
from visit.rules.findings.statements import BoundStatement, bound_statements, nodes_of
from visit.rules.findings.texts import plain_text, words_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Listing, Name, Not
from visit.vocabulary import fact_label

_UP = r"større|mere|højere|sværere|værre|stærkere|derover|opefter|greater|more|higher|worse|severer|stronger|above|up|over"
_DOWN = r"mindre|lavere|lettere|derunder|svagere|less|lower|milder|below|smaller|weaker"
_LEAD = (
    r"(?:(?P<least>mindst|fra|at least|from)|(?P<most>højst|til og med|op til|at most|up to)"
    r"|(?P<over>over|above|mere end|more than|værre end|worse than)|(?P<under>under|below|mindre end|less than))?"
    r" ?(?:en |et |an? )?"
)
_TAIL = rf"(?: (?:eller|og|or|and) (?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?!\w))?"
_LEVELS = (
    r"ingen|intet|no", r"let|lette|mild|mildly|slight|slightly", r"moderate?|moderately",
    r"svært?|svære|højt?|høje|severe|severely|high", r"fuldstændigt?|fuldstændige|complete|completely|total|totalt",
)  # fmt: skip
_NOUNS = {
    "case.functioning": r"nedsat\w*|funktions\w+|vanskelig\w+|problem\w*|besvær\w*|tab|difficult\w+|loss|reduced|impair\w*",
    "case.support_need": r"støttebehov\w*|behov\w*|support needs?|needs?",
}
"""What is graded by the levels of a fact that begins so."""
_SIDES = {">=": (0, True), ">": (1, True), "<": (0, False), "<=": (1, False)}
"""How far above its grade the border of a comparison lies, and whether it asks for the grades above it."""
_ASKS = ("approvals", "notices", "follow_up", "deadlines", "proposals", "areas", "grants", "service_levels")
_OFTEN = (
    (("dagligt", "daglig", "daily"), r"hver dag|en gang om dagen|every day|each day|once a day"),
    (("ugentligt", "ugentlig", "weekly"), r"hver uge|en gang om ugen|every week|each week|once a week"),
    (("månedligt", "månedlig", "monthly"), r"hver måned|en gang om måneden|every month|each month|once a month"),
    (("årligt", "årlig", "yearly"), r"hvert år|en gang om året|every year|each year|once a year"),
)
"""How often something is, by labels of one word, and in other words."""
_PLAIN_LABEL = 9
"""A label of one word that is so long is said of nothing else."""


@dataclass(frozen=True, slots=True)
class _AskedGrade:
    """What a condition asks of a fact: which grades, where it names them, or one side of a border."""

    fact: str
    path: ValuePath
    written: str
    borders: frozenset[int]
    up: bool | None = None
    only: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _SaidGrade:
    """A grade that a text says, the borders that it may mean, and the side of them; None where it says a grade alone."""

    words: str
    grade: int
    borders: frozenset[int]
    up: bool | None


def said_grades(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose texts say a grade by its words that their condition has otherwise."""
    guideline = every[-1]
    levels: dict[ValuePath, list[_AskedGrade]] = {}
    for one in compared(leaf, guideline):
        if one.fact.startswith(tuple(_NOUNS)) and one.operator in _SIDES and one.unit == "level":
            after, up = _SIDES[one.operator]
            asked = _AskedGrade(one.fact, one.path, f"{one.operator} {one.parameter or one.value}",
                           frozenset((int(one.value) + after,)), up)  # fmt: skip
            levels.setdefault(one.statement, []).append(asked)
    for statement in bound_statements(leaf):
        found = [*levels.get(statement.path, ()), *_of_codes(statement, guideline)]
        facts = {one.fact for one in found}
        if len(facts) == 1:
            yield from _of_statement(leaf, statement, found, guideline)


def _of_statement(
    leaf: Layer, one: BoundStatement, asked: Sequence[_AskedGrade], guideline: Guideline
) -> Iterator[GuidelineError]:
    patterns = _patterns(asked[0].fact, guideline)
    said = [list(_said(plain_text(text.text), patterns)) for text in one.texts]
    if any(_agree(grade, each) for grades in said for grade in grades for each in asked):
        return
    worded = said[: len(one.worded)]
    by_texts = bool(worded) and all(worded)
    first = worded[0] if by_texts else next((each for each in said[len(one.worded) :] if each and not any(worded)), [])
    has_sides = one.section in _ASKS and len(asked) == 1 and not any(_turns(one, each.path) for each in asked)
    for grade in first:
        is_other = all(_is_other(grade, each) for each in asked)
        is_turned = has_sides and grade.up is not None and asked[0].up is (not grade.up)
        if is_other or is_turned:
            message = _("{id}: the text says “{word}”, and the condition has `{sign}`",
                        id=one.id, word=grade.words, sign=asked[0].written)  # fmt: skip
            help = _("ask for the grades that the text says, or mend the text")
            yield GuidelineError(message, at=leaf.locate(asked[0].path), help=help, code="other-limit")
            return


def _agree(said: _SaidGrade, asked: _AskedGrade) -> bool:
    return not _is_other(said, asked) and (said.up is None or asked.up is None or said.up is asked.up)


def _is_other(said: _SaidGrade, asked: _AskedGrade) -> bool:
    if asked.only:
        return said.up is None and said.grade not in asked.only
    return not said.borders & asked.borders


def _turns(one: BoundStatement, path: ValuePath) -> bool:
    """Return whether a condition is denied somewhere, or says who is excepted."""
    if path[-1] == "unless":
        return True
    return any(isinstance(node, Not) for each in one.conditions if each.path == path for node in nodes_of(each.node))


def _of_codes(one: BoundStatement, guideline: Guideline) -> Iterator[_AskedGrade]:
    """Yield what the conditions of a statement ask of a fact whose codes are ordered."""
    for condition in one.conditions:
        for node in nodes_of(condition.node):
            if not isinstance(node, Comparison) or not isinstance(node.left, Name):
                continue
            order = _order(node.left.name, guideline)
            items = node.right.items if isinstance(node.right, Listing) else (node.right,)
            grades = [order.index(item.name) for item in items if isinstance(item, Name) and item.name in order]
            if not grades:
                continue
            written = f"{node.operator} {', '.join(order[grade] for grade in grades)}"
            if node.operator in _SIDES:
                after, up = _SIDES[node.operator]
                yield _AskedGrade(node.left.name, condition.path, written, frozenset((grades[0] + after,)), up)
            elif node.operator in ("==", "in"):
                yield _AskedGrade(node.left.name, condition.path, written, frozenset(), only=frozenset(grades))


def _order(fact: str, guideline: Guideline) -> tuple[str, ...]:
    type = guideline.types.get(fact)
    codes = guideline.lists.get(type.codes or "") if type is not None else None
    return tuple(codes.terms) if codes is not None and codes.ordered else ()


@lru_cache(maxsize=256)
def _patterns(fact: str, guideline: Guideline) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """Return what finds each grade of a fact in a text."""
    nouns = next((nouns for start, nouns in _NOUNS.items() if fact.startswith(start)), None)
    if nouns is not None:
        return tuple((level, re.compile(_beside(word, nouns), re.IGNORECASE)) for level, word in enumerate(_LEVELS))
    order = _order(fact, guideline)
    terms = guideline.lists[guideline.types[fact].codes or ""].terms
    declared = guideline.facts.own.get(fact)
    called = [
        word
        for language in ("da", "en")
        for word in words_in(declared.words.label(language) if declared is not None else fact_label(fact, language))
    ]
    labels = [[words_in(label) for label in (terms[key].da, terms[key].en)] for key in order]
    of_codes = {word for pair in labels for words in pair for word in words}
    stems = {
        re.escape(word[: max(4, len(word) - 2)]) + r"\w*" for word in called if len(word) > 4 and word not in of_codes
    }
    nouns = "|".join(sorted(stems)) or "(?!)"
    found = []
    for grade, pair in enumerate(labels):
        each = [
            rf"\b{_LEAD}\b{_words(words)}{_TAIL}" if len(words) > 1 or len(words[0]) >= _PLAIN_LABEL
            else _beside(_words(words), nouns)
            for words in pair if words
        ]  # fmt: skip
        said = {word for words in pair for word in words if len(words) == 1}
        each += [rf"\b{_LEAD}\b(?:{often})\b{_TAIL}" for known, often in _OFTEN if not said.isdisjoint(known)]
        found += [(grade, re.compile(one, re.IGNORECASE)) for one in each]
    return tuple(found)


def _words(words: Sequence[str]) -> str:
    """Return what finds a label in a text, inflected, and with a word or two in it."""
    return r"\w*(?: \w+){0,2} ".join(map(re.escape, words)) + r"\w*"


def _beside(word: str, nouns: str) -> str:
    """Return what finds a grade before what it is a grade of, or behind it."""
    lead = re.sub(r"\?P<\w+>", "?:", _LEAD)
    behind = _TAIL.replace("<up>", "<more>").replace("<down>", "<less>")
    return (
        rf"(?:\b{_LEAD}\b(?:{word})\b{_TAIL}(?= (?:\w+ ){{0,2}}(?:{nouns})(?!\w){behind}))"
        rf"|(?:\b(?:{nouns})(?: (?:er|is|på|of|as|vurderet|assessed|som)){{0,3}} {lead}(?:{word})\b)"
    )


def _said(text: str, patterns: Sequence[tuple[int, re.Pattern[str]]]) -> Iterator[_SaidGrade]:
    """Yield the grades that a text says; of two of which one is part of the other, the longer."""
    found = [(grade, one) for grade, pattern in patterns for one in pattern.finditer(text)]
    for grade, one in found:
        if any(
            other.start() <= one.start() and one.end() <= other.end() and len(other[0]) > len(one[0])
            for _at, other in found
        ):
            continue
        has = {name for name, words in one.groupdict().items() if words}
        if has & {"least", "up", "more"}:
            borders, up = {grade}, True
        elif "over" in has:
            borders, up = {grade + 1}, True
        elif "under" in has:
            borders, up = {grade}, False
        elif has & {"most", "down", "less"}:
            borders, up = {grade + 1}, False
        else:
            borders, up = {grade, grade + 1}, None
        yield _SaidGrade(" ".join(one[0].split()), grade, frozenset(borders), up)
