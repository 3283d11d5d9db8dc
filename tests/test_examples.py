"""The example cases: each is answered under every guideline, and its first placement moves only in review.

`tests/golden/examples.yaml` holds the answer of each under its own guideline, and the guidelines under which the five placements
are others or stand otherwise; `pytest --rewrite-golden` writes it anew.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from visit.case import Case, load_case
from visit.catalogue import shipped_catalogue
from visit.matching import Engine
from visit.ranking.needs import needed_areas
from visit.ranking.values import Ranking, Standing
from visit.ranking.verdict import verdict
from visit.rules.guideline.by_date import ByDate, named_by_date
from visit.rules.guideline.layering import shipped_layers
from visit.rules.guideline.values import Guideline

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
GOLDEN = Path(__file__).parent / "golden" / "examples.yaml"
GUIDELINES = sorted({layer.id for layer in shipped_layers()})
HEAD = """\
# The answer to each example under its own municipality's guideline: first placement, its standing, the areas needed, and
# how many options have which standing; then the guidelines that give other placements, or another order of the five. Written by
# `pytest --rewrite-golden`; a change here is a change of answers.
"""


@cache
def by_date(id: str) -> ByDate:
    """Return a shipped guideline, built once for every stretch of days."""
    return named_by_date(id)


@cache
def engine(guideline: Guideline) -> Engine:
    """Return what answers under a guideline."""
    return Engine(shipped_catalogue(), guideline)


@cache
def example(path: Path) -> Case:
    """Return an example."""
    return load_case(path)


@cache
def ranked(path: Path, id: str) -> Ranking:
    """Return the answer to an example under a guideline."""
    case = example(path)
    return engine(by_date(id).on(case.assessed)).match(case)


def own(path: Path) -> str:
    """Return the guideline of the acting municipality."""
    return example(path).municipality.lower()


def answer(path: Path) -> dict[str, Any]:
    """Return what the golden file holds of one example."""
    ranking = ranked(path, own(path))
    first = ranking.placements[0] if ranking.placements else None
    return {
        "first": first.id if first else None,
        "standing": first.standing.value if first else None,
        **wanting(ranking),
        "areas": sorted(needed_areas(ranking.side)),
        "standings": {str(name): count for name, count in ranking.accounts.items()},
        "otherwise": [id for id in GUIDELINES if order(ranked(path, id)) != order(ranking)],
    }


def wanting(ranking: Ranking) -> dict[str, list[str]]:
    """Return what keeps the first placement from being granted, beside its standing."""
    found = [str(one) for one in verdict(ranking).reasons if str(one) not in list(Standing)]
    return {"not_yet": found} if found else {}


def order(ranking: Ranking) -> list[tuple[str, str]]:
    """Return the placements found, each with its standing."""
    return [(one.id, one.standing) for one in ranking.placements]


def written(answers: dict[str, dict[str, Any]]) -> str:
    """Return the golden file, a few lines for each example."""
    text = yaml.safe_dump(answers, sort_keys=False, default_flow_style=None, allow_unicode=True, width=200)
    return HEAD + text


def test_two_examples_for_each_municipality() -> None:
    acting = [example(path).municipality for path in EXAMPLES]
    assert min(acting.count(name) for name in ("Ikast-Brande", "Esbjerg", "Holstebro", "Silkeborg", "Haderslev")) >= 2


def test_the_readme_lists_every_example() -> None:
    text = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    listed = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
    assert listed == {path.name for path in EXAMPLES}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_first_line_says_what_it_shows_in_two_languages(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert all(first[2:].split(" / ")[:2])
    assert first.count(" / ") == 1


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_answer_is_that_on_record(path: Path, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-golden"):
        pytest.skip("the file is being written")
    assert answer(path) == recorded()[path.stem]


@cache
def recorded() -> Any:
    """Return every answer on record."""
    return yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))


def test_every_example_is_on_record_and_nothing_else(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-golden"):
        GOLDEN.write_text(written({path.stem: answer(path) for path in EXAMPLES}), encoding="utf-8")
    assert list(recorded()) == [path.stem for path in EXAMPLES]


def test_a_guideline_of_ones_own_makes_a_difference() -> None:
    """Were every guideline to give the same five, asking under each would show nothing."""
    assert {id for one in recorded().values() for id in one["otherwise"]} == set(GUIDELINES)
