"""What the examples were answered in version 0.1.0 and are answered now: complete, true, and with a reason for each change.

`tests/golden/answers-0.1.0.yaml` holds the first five placements of that version.
`docs/answers-since-0.1.0.md` has a table for each example that is answered otherwise, written by
`pytest tests/test_answers_since.py --rewrite-golden`; below it stand the reasons, which a person writes: `- 1, 3-5: why`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml
from shares import BEFORE, EXAMPLES, WORDS, engine, kept, letter

from visit.case import load_case

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "answers-since-0.1.0.md"
BEGIN, END = "## The examples, one by one\n", "<!-- the last example -->"
REASON = re.compile(r"^- ((?:verdict|[0-9, -])+): \S", re.MULTILINE)
SHOWN = 5
Placed: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """The verdict on an example, and its first five placements, each with its standing."""

    verdict: str
    placed: tuple[Placed, ...]


@cache
def before() -> dict[str, Answer]:
    """Return the answers of version 0.1.0."""
    stored = yaml.safe_load((ROOT / "tests" / "golden" / "answers-0.1.0.yaml").read_text(encoding="utf-8"))
    verdicts = kept(BEFORE)[0]
    assert list(stored) == [path.stem for path in EXAMPLES]
    rows = zip(stored.items(), verdicts, strict=True)
    return {name: Answer(WORDS[one], tuple((id, standing) for id, standing in placed)) for (name, placed), one in rows}


@cache
def now() -> dict[str, Answer]:
    """Return the answers of today."""
    found = {}
    for path in EXAMPLES:
        case = load_case(path)
        ranking = engine(case.municipality, case.assessed).match(case, top=SHOWN)
        found[path.stem] = Answer(
            WORDS[letter(case)], tuple((one.id, one.standing.value) for one in ranking.placements)
        )
    return found


def changed(old: Answer, new: Answer) -> Iterator[tuple[str, str, str]]:
    """Yield what is otherwise: the verdict, and each number of which another placement or standing is shown."""
    if old.verdict != new.verdict:
        yield "verdict", old.verdict, new.verdict
    for place in range(SHOWN):
        was, now = (one.placed[place] if place < len(one.placed) else ("–", "") for one in (old, new))
        if was != now:
            yield str(place + 1), *(f"{id}, {standing.replace('_', ' ')}".rstrip(", ") for id, standing in (was, now))


def table(rows: list[tuple[str, str, str]]) -> str:
    """Return what is otherwise as a table."""
    return "\n".join(["| no. | in 0.1.0 | now |", "|---|---|---|", *("| " + " | ".join(row) + " |" for row in rows)])


def sections() -> tuple[str, dict[str, str], str]:
    """Return the page before the examples, what stands below each one's heading, and the rest of the page."""
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    body, _, tail = rest.partition(END)
    return head, {one.partition("\n")[0]: one.partition("\n")[2].strip() for one in body.split("### ")[1:]}, tail


def numbers(reasons: str) -> set[str]:
    """Return of what the reasons speak: numbers, and the verdict."""
    found: set[str] = set()
    for written in REASON.findall(reasons):
        for part in written.split(","):
            first, _, last = part.strip().partition("-")
            found |= {str(n) for n in range(int(first), int(last or first) + 1)} if first.isdigit() else {first}
    return found


def test_the_page_has_every_example_that_is_answered_otherwise(request: pytest.FixtureRequest) -> None:
    head, written, tail = sections()
    moved = {name: rows for name, new in now().items() if (rows := list(changed(before()[name], new)))}
    made = {name: table(rows) for name, rows in moved.items()}
    if request.config.getoption("--rewrite-golden"):
        below = {name: "\n".join(row for row in written.get(name, "").splitlines() if row[:1] != "|") for name in made}
        body = "".join(f"\n### {name}\n\n{made[name]}\n\n{below[name].strip()}\n" for name in made)
        PAGE.write_text(f"{head}{BEGIN}{body}\n{END}{tail}", encoding="utf-8")
        written = sections()[1]
    assert list(written) == list(made)
    for name, rows in moved.items():
        assert written[name].startswith(made[name]), name
        reasons = written[name].removeprefix(made[name])
        assert numbers(reasons) == {row[0] for row in rows}, (
            f"{name}: a number without its reason, or a reason too many"
        )


def test_those_that_are_answered_as_before_are_named() -> None:
    same = [name for name, new in now().items() if new == before()[name]]
    listed = next(row for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith("Answered as before"))
    assert re.findall(r"`([a-z0-9-]+)`", listed) == same
