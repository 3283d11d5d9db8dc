"""What a text of a guideline says of what was tried: which help, on which days, and how it went."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, case, guideline
from written import SOURCE, a_case, a_guideline

from visit.errors import Problems
from visit.locale import speaking
from visit.reasons.labels import Phrasing
from visit.rules.deciding.case_side import case_side
from visit.rules.deciding.dependencies import Dependencies

TRIED = [
    {"provision": "SEL-85", "from": "2026-01-10", "until": "2026-06-30", "result": "not_enough"},
    {"provision": "SEL-82b", "until": "2025-12-31", "result": "helped"},
    {"provision": "SEL-107-1", "from": "2026-07-01", "result": "not_enough"},
    {"provision": "SEL-104", "result": "helped"},
    {"provision": "SEL-83", "result": "refused"},
    {"provision": "SEL-12", "from": "2027-01-01", "result": "helped"},
]


def filled(text: str, language: Any, tried: Any) -> str:
    """A notice's text as a person reads it."""
    notice = {"id": "n", "when": True, "text": {"da": text, "en": text}, **SOURCE}
    found = guideline(a_guideline(notices=[notice]))
    one = case(a_case(**({} if tried is None else {"tried": tried})))
    with speaking(language):
        values = case_side(one, Dependencies(found), DAY).values
        return Phrasing(found, language).fill(found.notices[0].text, values)


@pytest.mark.parametrize(
    ("text", "tried", "da", "en"),
    [
        (
            "{tried(SEL-85)}", TRIED,
            "SEL § 85 fra 10. januar 2026 til 30. juni 2026: var ikke nok",
            "SEL 85 from 10 January 2026 to 30 June 2026: was not enough",
        ),
        (
            "{tried(SEL-107)}", TRIED,
            "SEL § 107, stk. 1 fra 1. juli 2026: var ikke nok", "SEL 107(1) from 1 July 2026: was not enough",
        ),
        ("{tried(SEL-110)}", TRIED, "ikke prøvet", "not tried"),
        ("{tried(SEL-83)}", TRIED, "ikke prøvet", "not tried"),
        ("{tried(SEL-85)}", None, "ikke oplyst", "unknown"),
        ("{case.tried}", [], "ingen", "none"),
        (
            "{case.tried}", TRIED[:2],
            "SEL § 82 b til 31. december 2025: hjalp; SEL § 85 fra 10. januar 2026 til 30. juni 2026: var ikke nok",
            "SEL 82 b until 31 December 2025: helped; SEL 85 from 10 January 2026 to 30 June 2026: was not enough",
        ),
    ],
)  # fmt: skip
def test_what_was_tried(text: str, tried: Any, da: str, en: str) -> None:
    assert [filled(text, language, tried) for language in ("da", "en")] == [da, en]


@pytest.mark.parametrize("name", ["tried(SEL-850)", "tried()", "tried(SEL-85", "case.tied"])
def test_a_name_that_is_none_is_told(name: str) -> None:
    with pytest.raises(Problems, match="unknown name"):
        filled(f"{{{name}}}", "en", [])
