"""Published rulings on which offer a citizen should have, and others decided by the same principles: `tests/disputes/README.md`."""

from __future__ import annotations

import pytest
from runs import HERE, Run, compare, runs

DISPUTES = tuple(runs(HERE / "disputes" / "cases"))


@pytest.mark.parametrize("run", [pytest.param(run, id=run.id) for run in DISPUTES])
def test_the_principle_decides(run: Run) -> None:
    compare(run)
