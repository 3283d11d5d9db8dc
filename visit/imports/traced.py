"""Where each field of an imported case is from, and what was asked of it, as the comments behind the case: written, and carried on.

## Imported from bundle.json:
##   functioning.cook: entry[14]
## To be asked of bundle.json:
##   Transport runs: under which provision? (entry[6])
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from visit.imports.imported import ImportedCitizen
from visit.locale import speaking
from visit.locale import text as _

_ROW = "##   "
_FIELD = re.compile(rf"{_ROW}([a-z_0-9.]+): \S.*")


def trace_lines(citizen: ImportedCitizen, bundle: str) -> list[str]:
    """Return the comments of a case that is imported: its fields with their places, and what somebody must say of a place."""
    fields = [f"{_ROW}{field}: {place}" for field, place in citizen.cells.items() if place]
    open_still = (one for one in citizen.notes if one.kind == "ask" and one.place and not one.answered_by)
    asked = [f"{_ROW}{one.message} ({one.place})" for one in open_still]
    lines = ["## " + _("Imported from {file}:", file=bundle), *fields]
    return [*lines, *(["## " + _("To be asked of {file}:", file=bundle), *dict.fromkeys(asked)] if asked else [])]


def carried_trace(text: str, *, but: Collection[str] = ()) -> list[str]:
    """Return such comments of a case's file, as far as they are of other fields than those that are said anew.

    Args:
        text: The file.
        but: The fields that a later bundle says.
    """
    lines, headings = text.splitlines(), tuple(_headings())
    begins = next((at for at, line in enumerate(lines) if line.startswith(headings)), len(lines))
    found = [line for line in lines[begins:] if line.startswith("##") and not _is_of(line, but)]
    behind = [*found[1:], ""]
    return [line for at, line in enumerate(found) if line.startswith(_ROW) or behind[at].startswith(_ROW)]


def _is_of(line: str, fields: Collection[str]) -> bool:
    """Return whether a comment is of one of some fields, of a part of one, or of what one is a part of."""
    found = _FIELD.fullmatch(line)
    return found is not None and any(
        found[1] == one or found[1].startswith(f"{one}.") or one.startswith(f"{found[1]}.") for one in fields
    )


def questions_carried(comments: str) -> list[str]:
    """Return what such comments say that somebody must be asked, each with its place."""
    headings, asks, found = tuple(_headings()), tuple(_headings_of_questions()), list[str]()
    is_asked = False
    for line in comments.splitlines():
        if line.startswith((*headings, *asks)):
            is_asked = line.startswith(asks)
        elif is_asked and line.startswith(_ROW):
            found.append(line.removeprefix(_ROW))
    return found


def _headings() -> Iterator[str]:
    """Yield how the comments begin, in each language."""
    for language in ("da", "en"):
        with speaking(language):
            yield "## " + _("Imported from {file}:", file="\0").partition("\0")[0]


def _headings_of_questions() -> Iterator[str]:
    """Yield how those begin that ask, in each language."""
    for language in ("da", "en"):
        with speaking(language):
            yield "## " + _("To be asked of {file}:", file="\0").partition("\0")[0]
