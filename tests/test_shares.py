"""The table of verdicts in version 0.1.0 and now: printed, over the same cases as were asked before, and never all of one kind."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from exploring import Exploring
from shares import BEFORE, DRAWN, EXAMPLES, NOW, drawn, kept, of_drawn, of_examples, tables, write

ASKED = 100
"""How many of the drawn cases a plain run asks."""
PAGE = Path(__file__).parent.parent / "docs" / "answers-since-0.1.0.md"
BLOCK = "<!-- tests/shares.py -->\n```\n"


def test_the_drawn_cases_are_those_that_were_asked_before() -> None:
    written = json.dumps(drawn(), sort_keys=True).encode()
    assert sha256(written).hexdigest() == yaml.safe_load(BEFORE.read_text(encoding="utf-8"))["documents"]
    assert len(kept(BEFORE)[1]) == len(kept(NOW)[1]) == len(drawn()) == DRAWN
    assert len(kept(BEFORE)[0]) == len(kept(NOW)[0]) == len(EXAMPLES)


def test_the_table_of_shares(
    capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest, exploring: Exploring
) -> None:
    if request.config.getoption("--rewrite-golden"):
        write()
    with capsys.disabled():
        print("\n" + tables())
    examples, cases = kept(NOW)
    asked = exploring.some_of(range(DRAWN), most=ASKED)
    assert of_examples() == examples
    assert dict(zip(asked, of_drawn(asked), strict=True)) == {place: cases[place] for place in asked}, (
        "the stored verdicts are of before: pytest tests/test_shares.py --rewrite-golden, and read what moved"
    )


def test_the_page_has_the_table(request: pytest.FixtureRequest) -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BLOCK)
    shown, _, after = rest.partition("\n```\n")
    if request.config.getoption("--rewrite-golden"):
        PAGE.write_text(f"{before}{BLOCK}{tables()}\n```\n{after}", encoding="utf-8")
    else:
        assert shown == tables()


def test_neither_all_can_be_granted_nor_nobody() -> None:
    examples, cases = kept(NOW)
    assert {"g", "u", "n"} <= set(cases)
    # In version 0.1.0, 80 per cent of the examples and 37 of the drawn cases could be granted.
    assert examples.count("g") > len(examples) / 2
    assert cases.count("g") > DRAWN / 4
