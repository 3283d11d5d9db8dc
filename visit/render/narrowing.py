"""A table in the columns that there are: cells that may wrap are wrapped, and what belongs together stands in one line."""

from __future__ import annotations

import re
from dataclasses import replace
from textwrap import wrap

from visit.locale import formats
from visit.locale import text as _
from visit.render.blocks import Table
from visit.render.lines import apart, is_place, kept_together

BETWEEN = 2
"""So many spaces stand between two columns."""
_COMFORTABLE = 24
"""So many letters a column that wraps has, or a column that folds is left out."""
_SYLLABLE = re.compile(r"(?<=\w\w)[^\W\d_](?=[bcdfghjklmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ][aeiouyæøåAEIOUYÆØÅ]\w)")
"""The last letter of a syllable inside a word: the next one begins with a consonant and a vowel."""
_JOINT = re.compile(r"(?<=\w\w)(?:heds|tets|ions|ings|ness)(?=\w\w\w)")
"""The end of the first word of a compound."""
_LONG_WORD = 16
"""A longer word is broken before a table is given up."""


def in_width(text: str, width: int, *, under: str = "", break_words: bool = False) -> list[str]:
    """Return a text in lines of at most a width, the further ones set in; a longer word is broken where that is asked for."""
    kept = kept_together(text)
    if break_words:
        kept = " ".join(part for word in kept.split(" ") for part in parted(word, width))
    lines = wrap(kept, width, subsequent_indent=under, break_long_words=break_words, break_on_hyphens=False)
    return [apart(one) for one in lines] or [""]


def narrowed(table: Table, width: int, *, behind_titles: int = 0) -> Table | None:
    """Return a table that has room in so many columns, the lines of a cell apart by line breaks; None where it has none.

    A column that folds is left out before that, the last of several first.

    Args:
        table: The table.
        width: So many columns there are.
        behind_titles: So many of them whoever writes the table leaves free behind a title.
    """
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    wide, least = [], []
    for column, cells in zip(table.columns, columns, strict=True):
        wide.append(max(len(column.title) + behind_titles, *map(len, cells), 0))
        words = max(_longest(column.title) + behind_titles, *map(_longest, cells), 0)
        least.append(words if column.wraps else wide[-1])
    room = width - BETWEEN * (len(wide) - 1)
    if sum(wide) <= room:
        return table
    folding = [place for place, column in enumerate(table.columns) if column.folds]
    if folding and room < sum(max(few, min(all, _COMFORTABLE)) for few, all in zip(least, wide, strict=True)):
        return narrowed(table.without(folding[-1]), width, behind_titles=behind_titles)
    left = room - sum(least)
    if left < 0:
        return None
    given = list(least)
    order = sorted(range(len(wide)), key=lambda place: wide[place] - least[place])
    for turn, place in enumerate(order):
        more = min(wide[place] - least[place], left // (len(order) - turn))
        given[place], left = given[place] + more, left - more
    titles = (_cell(column.title, most - behind_titles) for column, most in zip(table.columns, given, strict=True))
    return Table(
        tuple(replace(column, title=title) for column, title in zip(table.columns, titles, strict=True)),
        tuple(tuple(map(_cell, row, given)) for row in table.rows),
        table.folded,
    )


def folded_told(table: Table) -> str:
    """Return which columns were left out of a narrowed table; empty where none was."""
    if not table.folded:
        return ""
    return _("Left out for want of room: {columns}. --format csv has them", columns=formats.listed(table.folded))


def parted(word: str, width: int) -> list[str]:
    """Return a word in parts of at most a width: behind a hyphen that it has, else with one between two of its syllables.

    The syllables of a compound part where its first word ends; else one begins with the last consonant before a vowel. What has
    no such place is broken where the width ends.
    """
    parts = []
    while len(word) > width:
        marks = [place + 1 for place, letter in enumerate(word[:width]) if letter in "-_/." and place]
        joints = [one.end() for one in _JOINT.finditer(word[: width - 1])]
        syllables = joints or [
            one.start() + 1 for one in _SYLLABLE.finditer(word[: width + 1]) if one.start() + 1 < width
        ]
        if marks:
            part = word[: marks[-1]]
        elif syllables and word.isalpha():
            part = word[: syllables[-1]]
        else:
            part = word[:width]
        word = word[len(part) :]
        parts.append(f"{part}-" if part.isalpha() and syllables and not marks else part)
    return [*parts, *([word] if word else [])]


def _cell(text: str, most: int) -> str:
    return "\n".join(in_width(text, max(most, 1), break_words=not is_place(text)))


def _longest(text: str) -> int:
    """Return how many letters stand together whatever the width: the longest word, or what is not broken of it."""
    words = kept_together(text).split(" ")
    return max(len(one) if is_place(one) else min(len(one), _LONG_WORD) for one in words)
