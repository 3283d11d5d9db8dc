"""How firmly a text says that something is to be done, beside a strength or a kind that is harder or softer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.claims import without_asked
from visit.rules.findings.logic_words import any_word, first_word
from visit.rules.findings.statements import BoundStatement, SaidText, bound_statements
from visit.rules.findings.texts import plain_text, words_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_USUALLY = any_word(
    r"""
    som udgangspunkt ~ som hovedregel ~ hovedreglen ~ normalt ~ sædvanligvis ~ i reglen ~ som regel ~ typisk ~ almindeligvis
    as a rule ~ normally ~ usually ~ ordinarily ~ as a starting point ~ in general ~ typically ~ generally
    kan fraviges ~ kan der fraviges ~ kan man fravige ~ (?:can|may) be departed from ~ by exception ~ undtagelsesvis
    """
)
_ALWAYS = any_word(
    r"""
    uden undtagelse\w* ~ aldrig ~ altid ~ kan ikke fraviges ~ ufravigelig\w* ~ i alle tilfælde ~ under ingen omstændigheder
    ingen undtagelse\w* ~ without exception ~ never ~ always ~ no exceptions? ~ cannot be departed from ~ in all cases
    under no circumstances ~ in every case ~ absolute(?:ly)? ~ udelukket ~ ruled out
    """
)
_WAITS = any_word(
    r"""
    ikke (?:er )?(?:fravalgt|udelukket) ~ udelukker (?:det )?ikke ~ (?:står|holdes) åbent ~ i bero ~ sat på hold
    (?:er|sættes) på hold ~ (?:tilbuddet|ophold(?:et)?|hjælpen|støtten|bevillingen|afgørelsen) (?:af)?venter
    venter (?:tilbuddet|opholdet|hjælpen|støtten|bevillingen)
    not (?:been )?ruled out ~ does not rule out ~ stays open ~ kept open ~ (?:is|put|placed) on hold
    the (?:offer|stay|help|support|grant|decision) waits ~ stay waits until
    """
)
"""What is said of help that waits for something, and is not refused."""
_MUST = any_word(
    r"""
    skal ~ pligt\w* ~ påkrævet ~ lovpligtigt? ~ obligatorisk ~ må ikke ~ must ~ shall ~ has to ~ have to
    (?:is|are) required ~ duty ~ obliged ~ mandatory ~ (?:is|are) to be ~ obligatory
    """
)
_SHOULD = any_word(
    r"""
    bør ~ overvej(?:es?)? ~ anbefal\w* ~ eventuelt ~ med fordel ~ god idé ~ så vidt muligt ~ frivilligt ~ should ~ consider
    recommend\w* ~ advisable ~ good idea ~ if possible ~ optional
    """
)
_MAY = any_word("kan ~ kunne ~ gerne ~ prøv ~ can ~ may ~ might ~ could ~ try")
_OFFICE = ("der", "kommunen", "vi", "sagsbehandleren", "visitator", "there", "municipality", "we", "caseworker")
_NOT_OF_OFFICE = "".join(rf"(?<!\b{word} )" for word in _OFFICE)
_DONE_BY_IT = (
    "tilbudt|tilbydes|spørges|høres|inddrages|informeres|orienteres|vejledes|oplyses|aftales"
    "|offered|asked|heard|involved|informed|told|agreed"
)
_OF_THE_CASE = re.compile(
    rf"{_NOT_OF_OFFICE}\b(?:skal|bør|må ikke|must|should|shall|ha(?:s|ve) to|(?:is|are) to be)\b"
    rf"(?! (?:(?:be|have|også|altid|also|always) )*(?:{_DONE_BY_IT})\b)(?=[^:]*:\s)",
    re.IGNORECASE,
)
"""Before a colon, what is so of the citizen; what is to be done about it stands behind."""


_LEFT_OPEN = re.compile(
    r"\b(?:skriv|beskriv|noter|aftal|drøft|planlæg|write|describe|note|agree(?: on)?|discuss|plan),?"
    r" (?:hvad|hvem|hvor\w*|hvilke[nt]?|what|who|how|when|where|which)\b[^.;:]*",
    re.IGNORECASE,
)
"""What is to be written or agreed, and is not said here."""
_A_SENTENCE = 3
"""So many words a text has that says without whom or when it does not hold."""


def other_firmness(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield rules and notices of a layer whose text is firmer or softer than their strength or kind."""
    for one in bound_statements(leaf):
        if one.section == "rules":
            yield from _of_rule(leaf, one)
            yield from _of_hold(leaf, one)
        elif one.section == "notices":
            yield from _of_notice(leaf, one)


def _of_rule(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    strength = str(one.row.get("strength"))
    for said, has in ((_USUALLY, "must"), (_ALWAYS, "presumption")):
        texts = [text for text in one.texts if strength == "must" or len(words_in(text.text)) >= _A_SENTENCE]
        text = _first(said, texts) if strength == has else None
        if text is None or (strength == "presumption" and _first(_USUALLY, one.texts) is not None):
            continue
        word = first_word(said, (text,))
        message = (
            _("{id} is a must, and the text says “{word}”", id=one.id, word=word)
            if strength == "must"
            else _("{id} is a presumption, and the text says “{word}”", id=one.id, word=word)
        )
        meant = "presumption" if strength == "must" else "must"
        help = _("write `{sign}` if the text is right, or mend the text", sign=f"strength: {meant}")
        at = leaf.locate((*one.path, "strength") if text.is_source else text.path)
        yield GuidelineError(message, at=at, help=help, code="said-otherwise")


def _of_hold(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    """A rule that refuses an offer which waits by its source, or by its reason in both languages."""
    strength = str(one.row.get("strength"))
    sources = [text for text in one.texts if text.is_source]
    for texts in (one.worded, sources) if strength in ("must", "presumption") else ():
        if texts and all(_WAITS.search(plain_text(text.text)) for text in texts):
            message = _("{id}: the text says “{word}”, and the statement has `{written}`",
                        id=one.id, word=first_word(_WAITS, texts), written=f"strength: {strength}")  # fmt: skip
            help = _("write `{sign}` if the text is right, or mend the text", sign="strength: hold")
            yield GuidelineError(message, at=leaf.locate((*one.path, "strength")), help=help, code="said-otherwise")
            return


def _of_notice(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    kind = str(one.row.get("kind"))
    for said, others, has, meant in ((_MUST, (_SHOULD, _MAY), "advice", "duty"), (_SHOULD, (_MUST,), "duty", "advice")):
        if kind != has:
            continue
        texts = [plain_text(text.text) for text in one.worded]
        asserted = [_LEFT_OPEN.sub(" ", without_asked(text.text)) for text in one.worded] if has == "advice" else texts
        words = [said.search(_OF_THE_CASE.sub(" ", text)) for text in asserted]
        if words and words[0] and all(words) and not any(other.search(text) for other in others for text in texts):
            message = _("{id}: the text says “{word}”, and the statement has `{written}`",
                        id=one.id, word=" ".join(words[0][0].split()), written=f"kind: {kind}")  # fmt: skip
            help = _("write `{sign}` if the text is right, or mend the text", sign=f"kind: {meant}")
            yield GuidelineError(message, at=leaf.locate((*one.path, "kind")), help=help, code="said-otherwise")


def _first(said: re.Pattern[str], texts: Sequence[SaidText]) -> SaidText | None:
    return next((text for text in texts if said.search(plain_text(text.text)) is not None), None)
