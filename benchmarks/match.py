"""How long a match takes in process, as the catalogue grows.

Run `python benchmarks/match.py [CASE]`. The catalogue is the one that ships, its offers repeated under new ids until there
are enough options. Two medians per size: every rule of the national and the municipal guideline decided for every option;
the whole `match`. What a catalogue keeps for the next case is taken from it before each run, so each is a first case.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from visit.case import Case, load_case
from visit.catalogue import Catalogue, catalogue_from, shipped_catalogue
from visit.matching import match
from visit.ranking.options import slate
from visit.rules import load_guideline
from visit.rules.deciding.all_options import Columns, outcomes
from visit.rules.deciding.one_option import case_side
from visit.rules.guideline.values import Guideline

SIZES = (200, 400, 800, 1600)
ROUNDS = 7
CASE = Path(__file__).parent.parent / "examples" / "ib-fylder-18.yaml"


def main() -> None:
    """Print the medians for every size, and each beside the first per option."""
    case = load_case(sys.argv[1] if len(sys.argv) > 1 else CASE)
    guideline = load_guideline(case.municipality, case.assessed)
    print(f"{case.id}: {len(guideline.rules)} rules of {' + '.join(id for id, _version in guideline.layers)}")
    first: tuple[float, float] | None = None
    for size in SIZES:
        catalogue = repeated(size)
        found = (
            median_ms(catalogue, lambda catalogue=catalogue: decide(case, catalogue, guideline)),  # type: ignore[misc]
            median_ms(catalogue, lambda catalogue=catalogue: match(case, catalogue, guideline)),  # type: ignore[misc]
        )
        first = first or found
        growth = [one / base / (size / SIZES[0]) for one, base in zip(found, first, strict=True)]
        print(
            f"{size:5} options   all outcomes {found[0]:7.1f} ms (per option x {growth[0]:.2f})"
            f"   match {found[1]:7.1f} ms (per option x {growth[1]:.2f})"
        )


def decide(case: Case, catalogue: Catalogue, guideline: Guideline) -> None:
    """Decide every rule of options for every option of a case."""
    columns = Columns(case_side(case, guideline, case.assessed), guideline, slate(case, catalogue, case.assessed))
    outcomes(columns, [rule for rule in guideline.rules if not rule.of_placement])


def repeated(size: int) -> Catalogue:
    """Return the shipped catalogue with its offers repeated, or cut, to a number of options."""
    record = shipped_catalogue().record
    offers: list[dict[str, Any]] = []
    missing = size
    for turn in count():
        for offer in record["document"]["offers"]:
            services = offer["services"][:missing]
            offers.append({**offer, "id": f"{offer['id']}-{turn}" if turn else offer["id"], "services": services})
            missing -= len(services)
            if not missing:
                return catalogue_from({**record, "document": {**record["document"], "offers": offers}})
    raise AssertionError


def median_ms(catalogue: Catalogue, run: Callable[[], object]) -> float:
    """Return the median milliseconds of several runs, after one unmeasured."""
    run()
    times = []
    for _ in range(ROUNDS):
        catalogue.columns.clear()
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


if __name__ == "__main__":
    main()
