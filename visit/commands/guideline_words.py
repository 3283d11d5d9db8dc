"""`visit guideline words`: the words that conditions may use, all or those that hold a text."""

from __future__ import annotations

from visit.commands.guideline_named import named_guideline
from visit.commands.inputs import given_date, today
from visit.commands.printing import print_answer
from visit.render.words_sheet import WordsSheet, language_words, matching


def words_command(
    wanted: str | None, *, guideline: str | None, as_of: str | None, shape: str | None, language: str
) -> int:
    """Print the words."""
    day = given_date(as_of) or today()
    every = language_words(None if guideline is None else named_guideline(guideline, day).guideline)
    sheet = WordsSheet(every if wanted is None else matching(every, wanted), every, language)
    print_answer(shape, document=sheet.document, sheet=sheet.sheet, grids=sheet.grids, paged=True)
    return 0
