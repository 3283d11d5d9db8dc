"""Many cases at once beside `match`, in one run: CPU per case for outcomes and standings, and for the first placement.

Run `python -m benchmarks.lab [CASES [GUIDELINE [ASKED]]]`. The cases are mixed from the examples: every section of a case is
that of one of them, by a seed; what does not go together is left out. `match` is asked of some of them by an engine
that was asked before, and each answer is held against that for many.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from visit.case import Case, case_of, load_case
from visit.catalogue import shipped_catalogue
from visit.errors import VisitError
from visit.many.many import DecidedBlock
from visit.many.population import population
from visit.matching import Engine
from visit.reading.source import Document
from visit.rules import load_guideline

DAY = date(2026, 11, 22)
EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
KEPT = ("case", "assessed", "municipality")
"""What a case has of one example together."""


def mixed(count: int, municipality: str, seed: int = 7) -> list[Case]:
    """Return cases of a municipality whose sections come from examples drawn by a seed."""
    chance = random.Random(seed)
    documents = [load_case(path).record["document"] for path in EXAMPLES]
    sections = sorted({key for one in documents for key in one} - set(KEPT))
    found: list[Case] = []
    while len(found) < count:
        several = {key: chance.choice(documents).get(key) for key in sections}
        drawn: dict[str, Any] = {key: value for key, value in several.items() if value is not None}
        drawn |= {"case": f"mixed-{len(found)}", "assessed": DAY.isoformat(), "municipality": municipality}
        try:
            found.append(case_of(Document("mixed", drawn)))
        except VisitError:
            continue
    return found


def main() -> None:
    """Print what a case takes for many at once, and by itself."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    name = sys.argv[2] if len(sys.argv) > 2 else "Silkeborg"
    asked = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    cases = mixed(count, name)
    engine = Engine(shipped_catalogue(), load_guideline(name, DAY))
    start = time.process_time()
    block = DecidedBlock(engine, population(cases, DAY), firsts=False)
    prepared = time.process_time()
    answers = [block.answer(case) for case in range(count)]
    standing = time.process_time()
    print(f"{count} cases, {len(block.axis.ids)} options, {len(block.judging.outcomes)} rules that compare nothing")
    print(f"outcomes    {1e3 * (prepared - start) / count:8.3f} ms a case, {block.columns.evaluated:,} classes decided")
    print(f"standings   {1e3 * (standing - prepared) / count:8.3f} ms a case beside")
    block.firsts = True
    sample = range(0, count, max(1, count // asked))
    firsts = alone = 0.0
    different = 0
    for case in sample:
        before = time.process_time()
        answer = block.answer(case)
        between = time.process_time()
        ranking = engine.match(cases[case], DAY, top=1)
        firsts, alone = firsts + between - before, alone + time.process_time() - between
        first = tuple(part.id for part in ranking.placements[0].parts) if ranking.placements else ()
        same = answer.first == first and dict(answer.standings) == dict(answers[case].standings)
        different += not same and ranking.proved != 0
    of_one, of_many = alone / len(sample), firsts / len(sample)
    of_outcomes, of_standings = (prepared - start) / count, (standing - start) / count
    print(f"all         {1e3 * of_many:8.3f} ms a case beside the outcomes, of {len(sample)} cases")
    print(f"match       {1e3 * of_one:8.3f} ms a case")
    ratios = of_one / of_standings, of_one / (of_many + of_outcomes)
    print(f"ratios      outcomes and standings {ratios[0]:.1f}, with first placements {ratios[1]:.1f}")
    print(f"different   {different}; by the search of match: {block.by_search}; asked of match: {dict(block.by_match)}")


if __name__ == "__main__":
    main()
