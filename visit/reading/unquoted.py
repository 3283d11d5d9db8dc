"""Conditions that stand without quotes between braces, where a comma or a bracket in them ends them: `{when: a in [b, c]}`.

Read as YAML they are broken off, and the faults are told of whatever comes behind. Here they are put in quotes, so that the rest
of the file is read as it was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from visit.reading.yaml_events import Places

_CONDITION = re.compile(
    r"""(?P<before>[{,]|^)\s*(?:when|require|unless|never|lower|higher|then): +(?=[^\s'"{\[|>&*!%@`#])"""
)
_ENDS = re.compile(r",\s*(?:[\w.-]+:(?:\s|$)|$)")
_CLOSING = {"(": ")", "[": "]"}

Inserted = dict[int, list[int]]
"""For each line, from 0, the columns of the text as it was before which a quote was put."""


def with_quotes(text: str) -> tuple[str, list[tuple[int, int]], Inserted]:
    """Return a text with its conditions in quotes that need them; where each stands, line and column from 0; and the quotes."""
    lines, starts, inserted = text.split("\n"), list[tuple[int, int]](), Inserted()
    above = ""
    for number, line in enumerate(lines):
        changed, done = "", 0
        for start, end in _in_need(line, above):
            mark = '"' if "'" in line[start:end] else "'"
            changed += f"{line[done:start]}{mark}{line[start:end]}{mark}"
            done = end
            starts.append((number, start))
            inserted.setdefault(number, []).extend((start, end))
        lines[number] = changed + line[done:]
        above = line.strip() or above
    return "\n".join(lines), starts, inserted


def _in_need(line: str, above: str) -> Iterator[tuple[int, int]]:
    """Yield where each condition of a line begins and ends that does not go without quotes."""
    at = 0
    while (found := _CONDITION.search(line, at)) is not None:
        at = found.end()
        if not found["before"] and not above.endswith((",", "{")):
            continue
        end = _end(line, at)
        if '"' not in line[at:end] and re.search(r"[,\[\]]", line[at:end]):
            yield at, end
        at = end


def _end(line: str, start: int) -> int:
    """Return where a condition ends: before a brace, or a comma behind which another key stands, outside every bracket."""
    open: list[str] = []
    at = start
    while at < len(line):
        sign = line[at]
        if sign in _CLOSING:
            open.append(_CLOSING[sign])
        elif open and sign == open[-1]:
            open.pop()
        elif sign in "{}" or line.startswith(" #", at) or (sign == "," and not open and _ENDS.match(line, at)):
            break
        at += 1
    return start + len(line[start:at].rstrip())


def placed_as_before(places: int | Places | None, inserted: Inserted) -> int | Places | None:
    """Return places in a text with quotes as they are in the text without them."""
    if isinstance(places, Places):
        inside = {key: placed_as_before(one, inserted) or 0 for key, one in places.inside.items()}
        return Places(
            _before(places.at, inserted), inside, {key: _before(at, inserted) for key, at in places.keys.items()}
        )
    return None if places is None else _before(places, inserted)


def _before(at: int, inserted: Inserted) -> int:
    line, column = at >> 32, at & 0xFFFFFFFF
    marks = inserted.get(line, ())
    return line << 32 | column - sum(column > mark + place for place, mark in enumerate(marks))
