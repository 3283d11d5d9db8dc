"""Small inputs that once got a wrong answer, each with the principle that decides it and many like it."""

from __future__ import annotations

import pytest
from not_yet import NOT_YET
from runs import HERE, Run, compare, runs
from test_disputes import DISPUTES

from visit.errors import Location
from visit.trials.grouping import grouped
from visit.trials.results import Result, TrialDifference

TRIALS = tuple(runs(HERE / "trials"))


@pytest.mark.parametrize("run", [pytest.param(run, id=run.id) for run in TRIALS])
def test_the_principle_decides(run: Run) -> None:
    compare(run)


def test_what_is_listed_as_not_yet_is_a_run() -> None:
    assert NOT_YET.keys() <= {run.id for run in (*TRIALS, *DISPUTES)}


def test_many_differences_are_told_by_statement_with_alike_ones_together() -> None:
    rows = [
        Result(
            f"a.cases.yaml::rule near row {n}",
            Location("a.cases.yaml", 10 + n, 3),
            (TrialDifference("", "holds", "fails" if n < 9 else "unknown", Location("a.cases.yaml", 10 + n, 3)),),
        )
        for n in range(1, 12)
    ]
    whole = Result(
        "a.cases.yaml::an own offer comes first",
        Location("a.cases.yaml", 40, 3),
        (TrialDifference("because of b", "wish", "[]", Location("a.cases.yaml", 41, 3)),),
    )
    told = list(grouped([*rows, Result("a.cases.yaml::rule near row 12", Location("a.cases.yaml", 22, 3), ()), whole]))
    assert told == [
        "rule near: 11 of 12 rows",
        "  lines 11–18: expected holds, found fails",
        "  lines 19–21: expected holds, found unknown",
        "an own offer comes first",
        "  line 41: because of b: expected wish, found []",
    ]
