"""Small inputs that once got a wrong answer, each with the principle that decides it and many like it."""

from __future__ import annotations

import pytest
from not_yet import NOT_YET
from runs import HERE, Run, compare, runs
from test_disputes import DISPUTES

TRIALS = tuple(runs(HERE / "trials"))


@pytest.mark.parametrize("run", [pytest.param(run, id=run.id) for run in TRIALS])
def test_the_principle_decides(run: Run) -> None:
    compare(run)


def test_what_is_listed_as_not_yet_is_a_run() -> None:
    assert NOT_YET.keys() <= {run.id for run in (*TRIALS, *DISPUTES)}
