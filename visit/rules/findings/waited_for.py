"""What a deadline waits for, where its text says the other: that it is decided, or that something is measured or looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.statements import bound_statements
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_DECIDES = any_word(
    r"""
    træff\w* (?:en |sin |vores )?afgørelse\w* ~ truffet (?:en |sin |den )?afgørelse\w*
    afgørelse\w* (?:skal )?(?:være )?(?:er )?(?:truffet|træffes) ~ (?:er |være |blive |bliver )?afgjort ~ afgøres ~ afgør
    (?:er|være|bliver) besluttet
    (?:make|makes|made|making) (?:a |its |the |our )?decisions?
    decisions? (?:must |is |has |are )*(?:be |been )?(?:made|taken)
    (?:must be|is|are|been|be) decided ~ decides? (?:on )?(?:the|an?) applications?
    """
)
_LOOKS_AGAIN = any_word(
    r"""
    opfølgning\w* ~ følg(?:es)? op ~ følge op ~ fulgt op ~ mål igen ~ måles ~ registreres ~ startmåling\w* ~ statusmøde\w*
    follow(?:ed|s)? up ~ follow-up ~ measure again ~ measured ~ registered ~ baseline ~ status meeting
    """
)
_MEETS = any_word(
    r"""
    (?:hold\w*|afhold\w*|indkald\w*|invit\w*)(?: \w+){0,2} \w*(?:møde\w*|samtale\w*)
    (?:besøg|ring|kontakt|skriv)(?:er|es)?(?: til)? (?:borgeren|tilbuddet|familien) ~ (?:skal )?besøges
    \w*(?:mødet|samtalen|besøget) (?:er|skal være|være) holdt
    (?:holds?|held|call(?:s|ed)?|have|has|invite[sd]?)(?: \w+){0,3} (?:meetings?|talks?|conversations?)
    (?:visit|call|contact|write to) the \w+
    (?:meeting|talk|visit) (?:is|has been|must be|must have been) held
    planen?\b[^.;:]* (?:er|være) (?:klar|lagt|lavet) ~ plan\b[^.;:]* (?:is|be|been) (?:ready|made|drawn up)
    se på\b[^.;:]* igen ~ look at\b[^.;:]* again
    """
)
"""What is done and not decided."""
_CLAUSE = re.compile(r"[,;.:](?:\s|$)")


def other_wait(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield deadlines of a layer that wait for something else than every text of theirs says.

    A decision is told of those alone that are counted from an application: another one may be followed up.
    """
    for one in bound_statements(leaf):
        if one.section != "deadlines" or len(one.worded) < 2:
            continue
        texts = [plain_text(text.text) for text in one.worded]
        decided = [_DECIDES.search(_CLAUSE.split(text)[0]) for text in texts]
        again = [_LOOKS_AGAIN.search(text) or _MEETS.search(text) for text in texts]
        waits, is_applied = one.row.get("waits_for"), str(one.row.get("counted_from", "")).startswith("application")
        if waits == "follow_up" and is_applied and all(decided) and not any(again):
            said, other = decided[0], "decision"
        elif waits == "decision" and all(again) and not any(map(_DECIDES.search, texts)):
            said, other = again[0], "follow_up"
        else:
            continue
        if said is not None:
            message = _("{id}: the text says “{word}”, and the deadline waits for {field}",
                        id=one.id, word=said[0], field=f"`{waits}`")  # fmt: skip
            help = _("write `{sign}` if the text is right", sign=f"waits_for: {other}")
            at = leaf.locate((*one.path, "waits_for"))
            yield GuidelineError(message, at=at, help=help, code="said-otherwise")
