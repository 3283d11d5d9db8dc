"""The norm in a rule's sentence, what is asked of whichever offer, and what was found of one."""

from __future__ import annotations

import re

from visit.rules.guideline.values import BilingualText

_FIRST_PART = re.compile(r"\. (?=[A-ZÆØÅ{])|; ")
"""Behind it a statement's sentence tells what was found, or adds to what it asks."""
_LAST_SENTENCE = re.compile(r".*(?<!\bPr)\. (?=[A-ZÆØÅ{])|^.*?; ", re.DOTALL)
_ASIDE = re.compile(r"\(\{[^{}]*\}\)|\{offer\.name\}")
_POINTS_BACK = re.compile(r"(?:Det|Der|De|Here|It|They|There)\b|.*\b(?:can|does|do|has|is)$")


def norm_of(text: BilingualText) -> BilingualText:
    """Return what a statement asks for, without what follows it."""
    return BilingualText(*(_FIRST_PART.split(one)[0] for one in (text.da, text.en)))


def finding_of(text: BilingualText) -> BilingualText | None:
    """Return what a statement says was found; None where it says nothing of it, or the norm has a limit that it is read beside."""
    found = [_LAST_SENTENCE.sub("", one, count=1) for one in (text.da, text.en)]
    limited = any("{" in _ASIDE.sub("", one) for one in (norm_of(text).da, norm_of(text).en))
    alone = all(one != whole for one, whole in zip(found, (text.da, text.en), strict=True))
    return BilingualText(*found) if alone and not limited else None


def points_back(finding: str) -> bool:
    """Return whether a sentence in words is about what stands before it, and says nothing alone."""
    return _POINTS_BACK.match(finding) is not None
