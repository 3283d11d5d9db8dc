"""Characters that nobody sees and a terminal obeys: known in every range, and spelled out where text leaves visit."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from visit.characters import hidden_character, is_unseen, spelled, visible
from visit.errors import Location, SourceError, UsageError
from visit.imports.bundle_files import read_bundle
from visit.population.rows import line_text
from visit.reading.source import read


@pytest.mark.parametrize("bidirectional", ["LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"])
def test_every_mark_of_direction_is_one(bidirectional: str) -> None:
    marks = [chr(code) for code in range(0x110000) if unicodedata.bidirectional(chr(code)) == bidirectional]
    assert marks
    assert all(hidden_character(f"a{mark}b") == 1 for mark in marks)


def test_every_control_character_is_one_but_tabs_and_the_ends_of_lines() -> None:
    controls = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cc"]
    assert [one for one in controls if hidden_character(one) is None] == ["\t", "\n", "\r"]
    assert hidden_character("a\rb", returns=True) == 1
    assert hidden_character("a\r\nb", returns=True) is None


@pytest.mark.parametrize(
    "reads",
    [
        read,
        read_bundle,
        lambda path: line_text(path.read_bytes(), "cases.jsonl", 1),
    ],
)
def test_bytes_that_are_no_text_stay_out_of_what_is_raised(reads: Callable[[Path], object], tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(b'{"number": "0707614285", "name": "\xe6"}')
    with pytest.raises(SourceError) as raised:
        reads(file)
    assert raised.value.__context__ is None


def test_letters_are_none() -> None:
    assert hidden_character("Ærø, Århus: “ja” – 7½ km → 👩‍👧 ﬁ") is None


def test_how_they_are_shown() -> None:
    assert visible("tag\U000e0041") == "tag<U+E0041>"
    assert visible("a\x1b[2K\x9b\u202e\u2028b\rc\td\ne\r\nf") == "a\\x1b[2K\\x9b<U+202E><U+2028>b\\x0dc\td\ne\r\nf"


def test_an_error_shows_them_in_one_line() -> None:
    error = UsageError('no place is called "a\x1b\nb 010190-1234"', at=Location("x\u202e.yaml", 3), help="c\x07")
    assert str(error) == 'x<U+202E>.yaml:3: error: no place is called "a\\x1b\\nb …"\n  help: c\\x07'


@pytest.mark.parametrize(
    "code", [0x00AD, 0x200B, 0x200D, 0x2060, 0xFEFF, 0x00A0, 0x202F, 0x3000, 0x2800, 0x3164, 0x034F, 0xFE0F, 0xE0100]
)
def test_in_a_name_every_character_that_nobody_sees_is_spelled_out(code: int) -> None:
    assert is_unseen(chr(code))
    shown = f"<U+{code:04X}>" if code > 0xFF else f"\\x{code:02x}"
    assert spelled(f"nordby.dk/visit{chr(code)}") == f"nordby.dk/visit{shown}"


def test_letters_of_a_name_stay() -> None:
    assert spelled("Ærø Kommune/visit–2") == "Ærø Kommune/visit–2"
