"""The table of verdicts before and after: printed, over the same cases as were asked before, and never all of one kind."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from shares import DRAWN, EXAMPLES, before, drawn, of_drawn, of_examples, table

ASKED = 100
"""How many of the drawn cases a plain run asks; `python tests/shares.py` asks all."""


def test_the_drawn_cases_are_those_that_were_asked_before() -> None:
    written = json.dumps(drawn(), sort_keys=True).encode()
    assert sha256(written).hexdigest() == before()["documents"]
    assert len("".join(before()["drawn"])) == len(drawn()) == DRAWN


def test_the_table_of_shares(capsys: pytest.CaptureFixture[str]) -> None:
    examples, cases = of_examples(), "".join(of_drawn(ASKED))
    old = "".join(before()["drawn"])[:ASKED]
    with capsys.disabled():
        print("\n" + table(before()["examples"], examples, "examples"))
        print(table(old, cases, "drawn cases"))
    assert len(examples) == len(EXAMPLES) == len(before()["examples"])
    assert {"g", "u", "n"} <= set(cases)
    # Before, 80 per cent of the examples and 37 of the drawn cases could be granted.
    assert examples.count("g") > len(examples) / 2
    assert cases.count("g") > ASKED / 5
