"""Whom a text names in Danish and somebody else in English: the hospital and the police, the caseworker and the offer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.texts import TwoTexts, place_of, plain_text, texts_of
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_ACTORS: tuple[tuple[str, str], ...] = (
    (r"politi\w*", r"police"),
    (r"hospital\w* ~ sygehus\w*", r"hospitals?"),
    (r"læge\w* ~ lægen", r"doctors? ~ physicians? ~ (?:general )?practitioners? ~ GPs? ~ medical"),
    (r"jobcent\w+ ~ beskæftigelses(?:område|forvaltning|afdeling)\w*", r"job cent\w+ ~ employment"),
    (r"pårørende\w*", r"relatives?"),
    (r"værge\w*", r"guardians?"),
    (r"skole\w*", r"schools?"),
    (r"boligselskab\w* ~ boligforening\w*", r"housing (?:compan\w+|associations?)"),
    (r"børne\w* ~ familieafdeling\w*", r"child\w*"),
    (r"sygeplej\w*", r"nurs\w+"),
    (r"kriminalforsorg\w*", r"prison\w* ~ probation"),
    (r"ungeenhed\w*", r"youth"),
    (r"tolk\w*", r"interpret\w+"),
)  # fmt: skip
"""Whom others write and speak to, in Danish and in English."""
_DOERS: tuple[tuple[str, str], ...] = (
    (r"sagsbehandler\w* ~ rådgiver\w*", r"caseworkers? ~ case workers? ~ advis[eo]rs?"),
    (r"borger\w*", r"citizens?"),
    (r"tilbud(?:et|ene)? ~ stedet", r"offers? ~ place"),
    (r"leder\w* ~ ledelsen", r"leaders? ~ managers? ~ heads? ~ management ~ leadership"),
    (r"team\w* ~ \w*team\w*", r"teams?"),
    (r"visitation\w* ~ myndighed\w*", r"(?:placement|referral|visitation)\w* ~ authority"),
)
"""Who has something to do."""
_BEGINS = re.compile(r"(?:the )?(\w+)", re.IGNORECASE)

_WORDS = tuple((any_word(da), any_word(en)) for da, en in _ACTORS)
_DOER_WORDS = tuple((any_word(da), any_word(en)) for da, en in _DOERS)


def other_actor(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield texts of a layer that name somebody in Danish and somebody else in English, or begin with another's task."""
    for two in texts_of(leaf):
        found = _named(two) or _begun(two)
        if found is not None:
            message = _(
                "{id}: the Danish text says “{da}”, and the English one “{en}”", id=two.of, da=found[0], en=found[1]
            )
            yield GuidelineError(message, at=place_of(leaf, two, "en"), code="texts-differ")


def _named(two: TwoTexts) -> tuple[str, str] | None:
    """Return what two texts call those whom only one of them names, where each names one alone."""
    said = [
        {
            place: word[0]
            for place, words in enumerate(_WORDS)
            if (word := words[at].search(plain_text(text))) is not None
        }
        for at, text in enumerate((two.da, two.en))
    ]
    danish, english = (_without(one, other) for one, other in (said, said[::-1]))
    return (danish, english) if danish is not None and english is not None else None


def _without(named: Mapping[int, str], others: Mapping[int, str]) -> str | None:
    alone = [word for place, word in named.items() if place not in others]
    return alone[0] if len(alone) == 1 else None


def _begun(two: TwoTexts) -> tuple[str, str] | None:
    """Return the first words of two texts that each begin with somebody whom the other one does not name."""
    texts = (plain_text(two.da), plain_text(two.en))
    begins = [
        next((place for place, words in enumerate(_DOER_WORDS) if _begins_with(text, words[at])), None)
        for at, text in enumerate(texts)
    ]
    first, second = begins
    if first is None or second is None or first == second:
        return None
    if _DOER_WORDS[first][1].search(texts[1]) or _DOER_WORDS[second][0].search(texts[0]):
        return None
    return " ".join(texts[0].split()[:3]), " ".join(texts[1].split()[:3])


def _begins_with(text: str, words: re.Pattern[str]) -> bool:
    begun = _BEGINS.match(text.strip())
    return begun is not None and words.fullmatch(begun[1]) is not None
