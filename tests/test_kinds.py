"""The kinds of preference: every word of a guideline leads to one, and every one has a word."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, get_args

from visit.ranking.criteria import Steps
from visit.ranking.ordering import OfParts, kind_of_parts
from visit.reading.documents.words import Over


def test_every_word_leads_to_a_kind_and_every_kind_has_a_word() -> None:
    preferences: list[Any] = [SimpleNamespace(over=word, bands=(1,)) for word in get_args(Over)]
    kinds = {type(kind_of_parts(one, [0])) for one in preferences}
    assert kinds | {Steps} == set(get_args(OfParts)), "a kind that no word of a preference leads to"
    assert len(kinds) == len(preferences), "two words for one kind"
