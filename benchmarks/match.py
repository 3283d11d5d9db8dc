"""How long a match takes in process, as the catalogue grows.

Run `python benchmarks/match.py [CASE]`. The catalogue is the one that ships, its offers repeated under new ids until there
are enough options. Two medians per size: every rule of the national and the municipal guideline decided for every option;
the whole `match`, each time by an engine that was asked nothing before. Then the examples, asked of one engine that was.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from statistics import median

from visit.case import Case, load_case
from visit.catalogue import Catalogue, catalogue_from, shipped_catalogue
from visit.matching import Engine, match
from visit.ranking.options import Openings
from visit.rules import load_guideline
from visit.rules.deciding.all_options import Columns, outcomes_of_all
from visit.rules.deciding.case_side import case_side
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.guideline.values import Guideline

SIZES = (200, 400, 800, 1600)
ROUNDS = 7
EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
CASE = Path(__file__).parent.parent / "examples" / "ib-fylder-18.yaml"
DAY = date(2026, 11, 22)


def main() -> None:
    """Print the medians for every size, and each beside the first per option."""
    case = load_case(sys.argv[1] if len(sys.argv) > 1 else CASE)
    guideline = load_guideline(case.municipality, case.assessed)
    print(f"{case.id}: {len(guideline.rules)} rules of {' + '.join(id for id, _version in guideline.layers)}")
    first: tuple[float, float] | None = None
    for size in SIZES:
        catalogue = repeated(size)
        found = (
            median_ms(lambda catalogue=catalogue: decide(case, catalogue, guideline)),  # type: ignore[misc]
            median_ms(lambda catalogue=catalogue: match(case, catalogue, guideline)),  # type: ignore[misc]
        )
        first = first or found
        growth = [one / base / (size / SIZES[0]) for one, base in zip(found, first, strict=True)]
        print(
            f"{size:5} options   all outcomes {found[0]:7.1f} ms (per option x {growth[0]:.2f})"
            f"   match {found[1]:7.1f} ms (per option x {growth[1]:.2f})"
        )
    print(f"{len(EXAMPLES):5} examples  match {warm():7.1f} ms each, the shipped catalogue, warm")


def warm() -> float:
    """Return the median milliseconds per example, asked again of engines that answered them before."""
    cases = [load_case(path) for path in EXAMPLES]
    catalogue = shipped_catalogue()
    engines = {name: Engine(catalogue, load_guideline(name, DAY)) for name in {case.municipality for case in cases}}
    return median_ms(lambda: [engines[case.municipality].match(case) for case in cases]) / len(cases)


def decide(case: Case, catalogue: Catalogue, guideline: Guideline) -> None:
    """Decide every rule of options for every option of a case."""
    side = case_side(case, Dependencies(guideline), case.assessed)
    columns = Columns(side, Openings(catalogue).of(case, case.assessed))
    outcomes_of_all(columns, [rule for rule in guideline.rules if not rule.of_placement])


def repeated(size: int) -> Catalogue:
    """Return the shipped catalogue with its offers repeated, or cut, to a number of options."""
    shipped = shipped_catalogue()
    offers: list[dict[str, object]] = []
    missing = size
    for turn in count():
        for offer in shipped.document.offers:
            services = [service.recorded for service in offer.services[:missing]]
            id = f"{offer.id}-{turn}" if turn else offer.id
            offers.append({**offer.recorded, "id": id, "services": services})
            missing -= len(services)
            if not missing:
                return catalogue_from({**shipped.record, "document": {**shipped.document.recorded, "offers": offers}})
    raise AssertionError


def median_ms(run: Callable[[], object]) -> float:
    """Return the median milliseconds of several runs, after one unmeasured."""
    run()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


if __name__ == "__main__":
    main()
