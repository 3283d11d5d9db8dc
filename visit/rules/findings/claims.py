"""What a text claims of a yes or no, and what a condition asks of it: whom a statement takes in, and whom it leaves out.

A text is read clause by clause. A clause that excepts, and one that denies, each turn round what they name: “unless the
citizen does not wish it” takes in whom “where the citizen wishes it” takes in. Text and condition are brought into the same
shape (`Sides`), and only that is compared: whether a statement is for those of whom the fact is true, or for the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from visit.rules.findings.compared import WrittenCondition
from visit.rules.findings.statements import BoundStatement
from visit.rules.findings.texts import plain_text
from visit.rules.language.expression import Comparison, Literal, Logic, Name, Node, Not

_VALUE = re.compile(r"\{[\w-]+\.[\w.()-]+\}")
QUESTION = re.compile(r"[^.;:?!]*\?")
_FOUND_OUT = re.compile(
    r"\b(?:spørg\w*|undersøg\w*|afklar\w*|(?:hør|overvej\w*),? om|udred\w*|screen\w*|ask\w*|look into|look for|find out"
    r"|(?:hear|consider\w*) whether|check\w*|examine\w*|clarif\w*|samme\b[^.;:]*\bsom|ligesom|the same\b[^.;:]*\bas)\b[^.;:]*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;:](?:\s|$)|\s[–—]\s")
_CLAUSE = re.compile(
    r"[,()]|\b(?:der|som|når|hvis|medmindre|med mindre|men|fordi|hvor|mens|indtil|undtagen|bortset fra|dog|og|hvad|hvordan"
    r"|hvilke[nt]?|om|uden(?! for)|who|that|which|when|if|unless|but|because|where|while|until|except|apart from|and|what|how"
    r"|whether|without)\b",
    re.IGNORECASE,
)
_EXCEPTS = re.compile(
    r"\b(?:medmindre|med mindre|undtagen|undtaget|bortset fra|dog ikke|men ikke|andre end|alle på nær|unless|except|apart from"
    r"|but not|other than|(?:every(?:body|one)|all) but)\b",
    re.IGNORECASE,
)
_RELATIVE, _JOINED = r"(?:der|som|hvor|who|which|where)\b", r"(?:eller|og|men|at|or|and|but|that)\b"
_MAIN_CLAUSE = re.compile(
    rf"(?:[^,]|,\s{_RELATIVE}[^,]*,|,\s{_JOINED})*(?P<comma>,)\s(?!{_RELATIVE}|{_JOINED})", re.IGNORECASE
)
"""The comma behind which what is excepted from follows."""
_LEAVES_OUT = re.compile(
    r"\b(?:berøres ikke|(?:er )?ikke omfattet|gælder ikke|er undtaget|er undtagne|går fri|not affected|(?:does|do) not apply"
    r"|(?:is|are) not (?:covered|bound)|(?:is|are) exempt\w*|(?:is|are) excepted|(?:is|are) spared)\b",
    re.IGNORECASE,
)
_DECIDED = re.compile(r"\b(?:afgøres af|(?:is|are) decided by)\b", re.IGNORECASE)
"""Words of a hold that says who waits for whom."""
_ASKS = re.compile(r"(?:hvad|hvordan|hvilke[nt]?|om|which|what|how|whether)\b", re.IGNORECASE)
_DENIES = re.compile(
    r"\b(?:ikke|ingen|intet|aldrig|uden(?! for)|hverken|ej|not|no|never|without|cannot|neither|nor|none|nobody|\w+n't)\b",
    re.IGNORECASE,
)
Sides = frozenset[bool]
"""Of a fact: `True` where those are taken in of whom it is so, `False` where the others are; both where both are named."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a text that says one thing.

    Attributes:
        excepts: Whether it says who is left out.
        denies: Whether it says that something is not so.
    """

    words: str
    excepts: bool
    denies: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """A yes or no that texts speak of.

    Attributes:
        yes: The words for it.
        no: The words for its opposite.
        kin: What stands in the names of other facts that such words may be about as well.
    """

    yes: re.Pattern[str]
    no: re.Pattern[str] | None
    kin: str


def without_findings(text: str) -> str:
    """Return a text without the sentences that say what was found, with the value of a fact in braces."""
    sentences = re.split(r"(?<=\.)\s", text.replace("{offer.name}", "X"))
    return " ".join(one for one in sentences if not _VALUE.search(one))


def without_asked(text: str) -> str:
    """Return a text without what it says is to be found out, and without what it only compares with."""
    return _FOUND_OUT.sub(" ", plain_text(text))


def clauses_of(text: str) -> Iterator[Clause]:
    """Yield the clauses of a text, those left out that say what is to be asked or written, or ask it."""
    for written in _SENTENCE.split(QUESTION.sub(" ", plain_text(text))):
        sentence = _NOT_RECORDED.sub(" not ", written)
        leaves_out = _LEAVES_OUT.search(sentence) is not None
        plain = _LEAVES_OUT.sub(" ", sentence)
        excepts, start, ends = leaves_out, 0, _end_of_first_exception(plain)
        for found in _CLAUSE.finditer(plain):
            yield _clause(plain[start : found.start()], excepts=excepts)
            excepts = (
                leaves_out if found.start() == ends else excepts or _EXCEPTS.match(plain, found.start()) is not None
            )
            start = found.start()
            if _ASKS.match(plain, start) is not None:
                break  # what is to be asked or written
        else:
            yield _clause(plain[start:], excepts=excepts)


def _end_of_first_exception(sentence: str) -> int | None:
    """Return where what a sentence says follows the exception that it begins with: “Unless she wishes it, a new offer ...”."""
    begins = _EXCEPTS.match(sentence, len(sentence) - len(sentence.lstrip()))
    found = None if begins is None else _MAIN_CLAUSE.match(sentence, begins.end())
    return None if found is None else found.start("comma")


def _clause(words: str, *, excepts: bool) -> Clause:
    bare = _EXCEPTS.sub(" ", words)
    return Clause(bare, excepts, _DENIES.search(bare) is not None)


_NOT_RECORDED = re.compile(
    r"\b(?:(?:ikke|not) (?:noteret|oplyst|kendt|skrevet|registreret|dokumenteret|recorded|noted|known|written|stated|documented)"
    r"|fremgår (?:det )?ikke(?: af \w+)?|ved ikke|not appear|not know),? (?:at|om|that|whether) ",
    re.IGNORECASE,
)
"""Where nobody has recorded that something is so, the text is for those of whom it is not."""


_UNTOLD = re.compile(
    r"\b(?:ikke|not) (?:noteret|oplyst|kendt|skrevet|registreret|dokumenteret|recorded|noted|known|written|stated|documented"
    r"|told)\b",
    re.IGNORECASE,
)
_OF_THE_SUBJECT = 3
"""So many words stand before what is not recorded, where that is the subject itself."""
_ALONE = re.compile(r"\W*(?:kun|udelukkende|only|solely)\b", re.IGNORECASE)


def sides_said(text: str, subject: Subject) -> Sides:
    """Return for whom a text says that a statement is, by a fact."""
    found: set[bool] = set()
    for clause in clauses_of(text):
        if _ALONE.match(clause.words) is not None:
            continue  # what only they get is said of the others as well
        turned = clause.excepts != clause.denies
        untold = _UNTOLD.search(clause.words)
        if untold is not None and len(clause.words[: untold.start()].split()) > _OF_THE_SUBJECT:
            continue  # what is not told is something of it: “the price of the external offer is not recorded”
        if subject.yes.search(clause.words) is not None:
            found.add(not turned)
        if subject.no is not None and subject.no.search(clause.words) is not None:
            found.add(clause.denies if not clause.excepts else not clause.denies)
    return frozenset(found)


def sides_of_words(text: str, stems: Sequence[str]) -> Sides:
    """Return for whom a text says that a statement is, by a fact that is named where all of some beginnings of words stand."""
    found: set[bool] = set()
    for sentence in _SENTENCE.split(plain_text(text)):
        plain = _NOT_RECORDED.sub(" not ", _LEAVES_OUT.sub(" ", sentence))
        named = [re.search(rf"(?<!\w){re.escape(stem)}", plain, re.IGNORECASE) for stem in stems]
        places = [one.start() for one in named if one is not None]
        if len(places) < len(stems):
            continue
        leaves_out = _LEAVES_OUT.search(sentence) is not None
        excepts = leaves_out or _is_excepted(plain, max(places))
        said = _around(plain, min(places), max(places))
        found.add(excepts == (_DENIES.search(_EXCEPTS.sub(" ", said)) is not None))
    return frozenset(found)


def _is_excepted(sentence: str, at: int) -> bool:
    ends = _end_of_first_exception(sentence)
    return _EXCEPTS.search(sentence, ends if ends is not None and ends <= at else 0, at) is not None


_ARTICLES = frozenset(("en", "et", "den", "det", "a", "an", "the", "any"))
_BETWEEN = (
    r"[ ](?:(?P<denied{at}>ikke|ingen|intet|aldrig|not|no|never|does not|do not)[ ])?"
    r"(?:(?:selv|nu|allerede|already|now|still|en|et|den|det|an?|the|any)[ ])*"
)
"""What may stand between the words of a phrase, and what of it denies it."""


def sides_of_phrase(text: str, phrase: str) -> Sides:
    """Return for whom a text says that a statement is, by a fact that it says in the words of a phrase: “the citizen has a dog”."""
    words = [re.escape(word) for word in phrase.split() if word.casefold() not in _ARTICLES]
    parts = [word + (_BETWEEN.format(at=at) if at < len(words) else "") for at, word in enumerate(words, 1)]
    whole = re.compile(rf"(?<!\w){''.join(parts)}(?!\w)", re.IGNORECASE)
    found: set[bool] = set()
    for sentence in _SENTENCE.split(QUESTION.sub(" ", without_asked(text))):
        for said in whole.finditer(sentence):
            excepts = _is_excepted(sentence, said.start())
            denied = any(said.groupdict().values()) or _NOT_RECORDED.search(sentence, 0, said.start()) is not None
            found.add(excepts == denied)
    return frozenset(found)


def _around(sentence: str, first: int, last: int) -> str:
    """Return the clause of a sentence that reaches from one place to another; what is denied in another one is another thing."""
    breaks = [found.start() for found in _CLAUSE.finditer(sentence)]
    start = max((at for at in breaks if at <= first), default=0)
    return sentence[start : min((at for at in breaks if at > last), default=len(sentence))]


def denies(text: str) -> bool:
    """Return whether a text has a word that denies."""
    return _DENIES.search(text) is not None


def sides_asked(one: BoundStatement, also: Mapping[str, tuple[str, bool]]) -> dict[str, tuple[Sides, WrittenCondition]]:
    """Return for whom a statement is by its conditions: of each fact the sides, and the condition that reads it first.

    Args:
        one: The statement.
        also: Names that say what another fact says, or its opposite.
    """
    found: dict[str, tuple[set[bool], WrittenCondition]] = {}
    for condition in one.conditions:
        field = condition.path[-1]
        waits = field == "require" and one.row.get("strength") == "hold"
        if field not in ("when", "require", "unless") or (
            waits and not all(_DECIDED.search(text.text) for text in one.worded)
        ):
            continue  # of a hold the text may say who waits, and the condition says who does not
        for name, is_so in asked_of(condition.node):
            fact, same = also.get(name, (name, True))
            found.setdefault(fact, (set(), condition))[0].add((is_so == same) != (field == "unless" or waits))
    return {fact: (frozenset(sides), condition) for fact, (sides, condition) in found.items()}


def asked_of(node: Node, *, turned: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield each yes or no that a condition asks, with what it is to be."""
    match node:
        case Name(name=name):
            yield name, not turned
        case Not(operand=operand):
            yield from asked_of(operand, turned=not turned)
        case Logic(parts=parts):
            for part in parts:
                yield from asked_of(part, turned=turned)
        case Comparison(operator="==" | "!=" as operator, left=Name(name=name), right=Literal(value=bool(value))):
            yield name, (value == (operator == "==")) != turned
        case Comparison(operator="==" | "!=" as operator, left=Name(name=name), right=Name(name=code)) if (
            code in _CODES
        ):
            yield name, (_CODES[code] == (operator == "==")) != turned
        case Comparison(operator=operator, left=Name(name=name), right=Literal(value=int(value))):
            if (operator, value) in _SOME or (operator, value) in _NONE:
                yield name, ((operator, value) in _SOME) != turned
        case _:
            return


_CODES = {"none": False, "given": True, "refused": False, "withdrawn": False}
"""Codes that say yes or no."""
_SOME = ((">=", 1), (">", 0), ("!=", 0))
_NONE = (("==", 0), ("<", 1), ("<=", 0))


def agreed(sides: Sequence[Sides]) -> Sides | None:
    """Return for whom several texts say that a statement is; None where one of them says both or nothing, or two of them part."""
    return sides[0] if sides and len(sides[0]) == 1 and all(one == sides[0] for one in sides) else None
