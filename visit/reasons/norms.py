"""The norm in a rule's sentence: what is asked of whichever offer, without what was found of one."""

from __future__ import annotations

import re

from visit.rules.guideline.values import BilingualText

_FIRST_PART = re.compile(r"\. (?=[A-ZÆØÅ{])|; ")
"""Behind it a statement's sentence tells what was found, or adds to what it asks."""


def norm_of(text: BilingualText) -> BilingualText:
    """Return what a statement asks for, without what follows it."""
    return BilingualText(*(_FIRST_PART.split(one)[0] for one in (text.da, text.en)))
