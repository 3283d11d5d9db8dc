"""Two languages of one text that say opposite things: only and always, before and after, must and may, weeks and months.

A pair of opposites is told only where one language has nothing but the one, and the other nothing but the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.claims import QUESTION, without_asked, without_findings
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.opposite_words import OPPOSITES
from visit.rules.findings.texts import TwoTexts, numbers_in, place_of, plain_text, texts_of, words_in
from visit.rules.findings.times_said import SaidLength, is_as_long, lengths_said
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary

_ONLY = re.compile(
    r"(?<!kan )(?<!må )(?<!can )(?<!may )\b(?:kun|udelukkende|only|solely|exclusively)\b"
    r"(?![^.;:]*\b(?:når|hvis|efter|where|when|if|after|with|med)\b)",
    re.IGNORECASE,
)
_ONLY_TOO = any_word(
    r"""kun ~ udelukkende ~ only ~ solely ~ exclusively ~ alene ~ alone ~ bare ~ blot ~ just ~ merely ~ eneste ~ sole ~ single
    enkelt\w* ~ kræve\w* ~ takes ~ require\w* ~ need\w* ~ own choice
    ikke ~ ingen ~ intet ~ uden ~ undtagen ~ medmindre ~ højst ~ først ~ før ~ inden ~ ud over ~ end ~ mindre ~ få ~ enig ~ helst
    not ~ no ~ none ~ nothing ~ nobody ~ never ~ without ~ except ~ unless ~ at most ~ until ~ before ~ but ~ than ~ less ~ few
    limited ~ begrænset ~ cannot ~ \w+n't ~ restrict\w* ~ mere"""
)
"""What leaves all else out, and what may do so in the other language."""
_EXCEPTS = any_word(
    r"""medmindre ~ med mindre ~ undtagen ~ bortset fra ~ ikke ~ ingen ~ kun ~ uden ~ før ~ inden ~ mindre ~ også (?:når|hvis|selv)
    unless ~ except ~ not ~ no ~ only ~ without ~ until ~ before ~ apart from ~ other than"""
)
_UNLESS = any_word("medmindre ~ med mindre ~ unless")
_NOT_UNLESS = re.compile(r"\b(?:ikke|ingen|aldrig|not|no|never)\b[^.;:]*\b(?:medmindre|unless)\b", re.IGNORECASE)
_WHERE = any_word("når ~ hvis ~ såfremt ~ where ~ when ~ if ~ once ~ provided")
"""How a condition is put: except where it is so, and where it is so."""
_HOW_MANY = re.compile(
    r"\b(?:hvor (?:mange|lang tid i)|antal(?:let af)?|how many|(?:the )?number of)\s+(?:hele |full )?([^\W\d_]+)",
    re.IGNORECASE,
)
_UNIT_WORDS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"minut\w*|minutes?", r"timer?s?|hours?", r"dage?s?|døgn|days?", r"ugers?|uges?|weeks?", r"måned\w*|months?",
        r"års?|years?", r"kilomet\w*|km", r"kroner|kr|dkk",
    )
)  # fmt: skip
_BINDING = (
    any_word("skal ~ pligt ~ must ~ shall ~ has to ~ have to ~ (?:is|are) (?:required|to)"),
    any_word("bør ~ kan ~ should ~ can ~ may ~ might ~ could"),
)
"""What binds, and what does not. A question does neither."""
_USUALLY = any_word("som udgangspunkt ~ som hovedregel ~ normalt ~ normally ~ as a rule ~ usually")
_OR, _AND = any_word("eller ~ or"), any_word("og ~ and ~ samt")
_DENIES = any_word(
    r"ikke ~ ingen ~ intet ~ aldrig ~ uden(?! for) ~ not ~ no ~ never ~ without ~ cannot ~ none ~ nobody ~ neither ~ nor"
)
_DENIES_ITSELF = any_word(
    r"""
    hverken ~ ej ~ nej ~ mangler ~ manglende ~ medmindre ~ kun ~ højst ~ før ~ inden ~ for \w+ til ~ undtagen ~ undgå\w* ~ anden
    andet ~ andre
    u(?:den|kendt|oplyst|afklaret|godkendt|egnet|ændret|afhængig)\w* ~ gratis ~ alene ~ afvis\w* ~ afsl\w* ~ frem for
    løs\w* ~ fri\w*
    missing ~ lacks? ~ lacking ~ unless ~ only ~ at most ~ un(?:til|known|clear|approved|suitable|changed|\w+ed) ~ before ~ except
    in(?:complete|sufficient|dependent\w*) ~ avoid\w* ~ other\w* ~ too ~ instead ~ outside ~ \w+n't ~ nothing ~ \w+less ~ fewer
    more than ~ free ~ alone ~ refus\w* ~ fails? ~ stop\w* ~ end\w* ~ rather
    """
)
"""Words that deny, or may do so, without a word of their own for it."""
_NO_MORE = re.compile(
    r"\b(?:no|not|ikke) (?:later|sooner|earlier|more|less|fewer|longer|shorter|older|younger|higher|lower|senere|tidligere|før"
    r"|mere|mindre|flere|færre|længere|kortere|ældre|yngre|højere|lavere)(?: \w+)? (?:than|end)\b",
    re.IGNORECASE,
)
_BOUND = any_word(
    r"""senest ~ tidligst ~ inden(?! for) ~ inden for ~ højst ~ mindst ~ op til ~ maksimalt ~ maks ~ til og med ~ fra
    within ~ at (?:the )?(?:latest|earliest|most|least) ~ by ~ up to ~ before ~ from ~ a maximum of ~ a minimum of"""
)
"""A limit that is put as a denial, and without one: no later than, and at the latest."""
_EVERYBODYS = frozenset(("municipality", "citizen", "caseworker", "offer", "team", "court"))


def opposite_texts(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield texts of a layer whose two languages say opposite things."""
    for two in texts_of(leaf):
        found = next(_differences(two), None)
        if found is not None:
            message = _(
                "{id}: the Danish text says “{da}”, and the English one “{en}”", id=two.of, da=found[0], en=found[1]
            )
            yield GuidelineError(message, at=place_of(leaf, two, "en"), code="texts-differ")


def _differences(two: TwoTexts) -> Iterator[tuple[str, str]]:
    da, en = plain_text(two.da), plain_text(two.en)
    usually = _USUALLY.search(da) is not None or _USUALLY.search(en) is not None
    asserted = [QUESTION.sub(" ", without_asked(text)) for text in (da, en)]
    for pair in (*OPPOSITES, _BINDING):
        danish, english = asserted if pair is _BINDING else (da, en)
        for one, other in (pair, pair[::-1]):
            in_da = one.search(danish)
            in_en = None if in_da is None or usually else other.search(english)
            if in_da and in_en and pair is OPPOSITES[0] and any(map(_NOT_UNLESS.search, (danish, english))):
                continue  # “only if” is “not unless”
            if in_da and in_en and in_da[0].casefold() == "inden" and re.search(r"\bwithin\b", english, re.IGNORECASE):
                continue  # “inden 3 måneder” is within three months
            if in_da and in_en and not other.search(danish) and not one.search(english):
                yield in_da[0], in_en[0]
    yield from _denials(without_findings(two.da), without_findings(two.en))
    yield from _conditions(da, en)
    yield from _only(da, en)
    yield from _units(da, en)
    yield from _joins(da, en)
    yield from _lengths(da, en)
    yield from _roles(da, en)


def _denials(da: str, en: str) -> Iterator[tuple[str, str]]:
    """A word that denies in one language, of which the other has none and no word that denies in itself."""
    for one, other, is_danish in ((da, en, True), (en, da, False)):
        denied = _DENIES.search(_NO_MORE.sub(" ", one) if _BOUND.search(other) else one)
        if denied is not None and _DENIES.search(other) is None and _DENIES_ITSELF.search(other) is None:
            said = " ".join(words_in(other)[:6])
            yield (denied[0], said) if is_danish else (said, denied[0])


def _conditions(da: str, en: str) -> Iterator[tuple[str, str]]:
    """An exception in one language, where the other one has the same as a condition."""
    for one, other, is_danish in ((da, en, True), (en, da, False)):
        excepts, where = _UNLESS.search(one), _WHERE.search(other)
        if excepts is not None and where is not None and _EXCEPTS.search(other) is None:
            yield (excepts[0], where[0]) if is_danish else (where[0], excepts[0])


def _only(da: str, en: str) -> Iterator[tuple[str, str]]:
    """A word that leaves all else out in one language, of which the other one has none."""
    for one, other, is_danish in ((da, en, True), (en, da, False)):
        found = _ONLY.search(one)
        if found is not None and _ONLY_TOO.search(other) is None:
            said = " ".join(words_in(other)[:6])
            yield (found[0], said) if is_danish else (said, found[0])


def _units(da: str, en: str) -> Iterator[tuple[str, str]]:
    """How many of one unit are asked for in one language, and how many of another in the other one."""
    danish, english = _HOW_MANY.search(da), _HOW_MANY.search(en)
    if danish is None or english is None:
        return
    units = [next((unit for unit in _UNIT_WORDS if unit.fullmatch(found[1])), None) for found in (danish, english)]
    if None not in units and units[0] is not units[1]:
        yield danish[0], english[0]


def _joins(da: str, en: str) -> Iterator[tuple[str, str]]:
    first, second = (re.split(r"[.;:]", text)[0] for text in (da, en))
    has = [[len(one.findall(text)) for one in (_OR, _AND)] for text in (first, second)]
    if has == [[1, 0], [0, 1]]:
        yield "eller", "and"


def _lengths(da: str, en: str) -> Iterator[tuple[str, str]]:
    """Lengths of time of which none is one of the other language."""
    danish, english = lengths_said(da), lengths_said(en)
    again = [[one for one in lengths if one.again] for lengths in (danish, english)]
    if [len(one) for one in again] == [2, 2]:
        for first, second in zip(*again, strict=True):  # the same two, of other things
            if not is_as_long(first.days, second.days):
                yield first.words, second.words
    if numbers_in(da, "da") != numbers_in(en, "en"):
        return  # other numbers are told as such
    if danish and english and len(danish) == len(english):
        for first, second in zip(sorted(danish, key=_days), sorted(english, key=_days), strict=True):
            if not is_as_long(first.days, second.days):
                yield first.words, second.words


def _days(length: SaidLength) -> int:
    return length.days


def _roles(da: str, en: str) -> Iterator[tuple[str, str]]:
    """Roles that decide, of which the two languages name no common one."""
    danish, english = (
        {key: label for key, label, word in _role_words(language) if word.search(text)}
        for language, text in (("da", da), ("en", en))
    )
    if danish and english and not danish.keys() & english.keys():
        yield min(danish.values()), min(english.values())


@cache
def _role_words(language: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Return the code of every role that decides, its label, and how that is found in a text."""
    labels = {key: term.label(language) for key, term in vocabulary().codes["role"].terms.items()}
    return tuple(
        (key, label, re.compile(rf"(?<!\w){re.escape(label)}", re.I))
        for key, label in labels.items()
        if key not in _EVERYBODYS
    )
