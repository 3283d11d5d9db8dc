"""Where a character of a text stands in the file that holds the text: YAML folds lines, and quotes, indents and breaks them.

Blanks may be folded, every other character stands in the file once and in the same order, so characters are counted.
"""

from __future__ import annotations

_BLOCK, _QUOTES = (">", "|"), ("'", '"')


def place_in(lines: list[str], line: int, column: int, text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of a character of a text, from 0; where it cannot be told, those of the text.

    Args:
        lines: The lines of the file.
        line: Where the text begins, from 0: at its first character, its quote, or the mark of a block.
        column: The same.
        text: The text, as YAML gives it.
        offset: Which character; past the last one, the place after it.
    """
    mark = lines[line][column : column + 1]
    row, start = (line + 1, 0) if mark in _BLOCK else (line, column + (mark in _QUOTES))
    before = sum(not one.isspace() for one in text[:offset])
    wanted = before + 1 if text[offset:].strip() else before
    seen = 0
    while row < len(lines):
        for place in range(start, len(lines[row])):
            one = lines[row][place]
            if one.isspace():
                continue
            if (mark == '"' and one == "\\") or (mark == "'" and lines[row][place : place + 2] == "''"):
                return line, column  # written otherwise than it reads
            seen += 1
            if seen == wanted:
                return row, place + (wanted == before)
        row, start = row + 1, 0
    return line, column
