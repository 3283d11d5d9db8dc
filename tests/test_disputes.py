"""Published rulings on which offer a citizen should have, and others decided by the same principles: `tests/disputes/README.md`."""

from __future__ import annotations

from collections import Counter

import pytest
from runs import HERE, Run, compare, runs

DISPUTES = tuple(runs(HERE / "disputes" / "cases"))


@pytest.mark.parametrize("run", [pytest.param(run, id=run.id) for run in DISPUTES])
def test_the_principle_decides(run: Run) -> None:
    compare(run)


@pytest.mark.parametrize("run", [pytest.param(run, id=run.id) for run in DISPUTES if run.fields.get("main")])
def test_a_dispute_says_how_the_principle_is_seen_to_decide(run: Run) -> None:
    assert run.fields.get("reason"), "right for the wrong reason is luck"


def test_each_ruling_has_three_more_of_its_kind() -> None:
    made = Counter(run.folder.name[:2] for run in DISPUTES if run.folder.name[2] != "-" and run.fields.get("main"))
    published = {run.folder.name[:2] for run in DISPUTES if run.folder.name[2] == "-"}
    assert published == set(made) and min(made.values()) >= 3
