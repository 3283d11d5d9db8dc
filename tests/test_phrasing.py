"""What separates two placements, and what a fact is, in words."""

from __future__ import annotations

from datetime import date

import pytest

from visit import locale
from visit.ranking.values import Category
from visit.reasons.labels import Phrasing
from visit.reasons.values import Separation
from visit.rules import load_guideline
from visit.rules.language.values import Possible


@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_category_of_a_placement_has_words(lang: str) -> None:
    say = Phrasing(load_guideline("serviceloven", date(2026, 11, 2)), lang)
    of_placements = [one for one in Category if one is not Category.NO_PART]
    with locale.speaking(lang):  # type: ignore[arg-type]
        words = {say.separation(Separation("standing", (int(one),), (0,), (), ()))[0] for one in of_placements}
    assert len(words) == len(of_placements)


@pytest.mark.parametrize(
    ("lang", "unknown", "either"), [("da", "ikke oplyst", "4 eller 5"), ("en", "unknown", "4 or 5")]
)
def test_what_may_be_yes_or_no_is_unknown_and_two_numbers_are_told(lang: str, unknown: str, either: str) -> None:
    say = Phrasing(load_guideline("serviceloven", date(2026, 11, 2)), lang)
    with locale.speaking(lang):  # type: ignore[arg-type]
        assert say.value(Possible(frozenset({True, False})), None) == unknown
        assert say.value(Possible(frozenset({4, 5})), None) == either
