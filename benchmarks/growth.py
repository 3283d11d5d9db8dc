"""How what many cases take grows with the offers and with the rules, beside `match`, in one run; and what reading them takes.

Run `python -m benchmarks.growth [CASES [ASKED]]`. The citizens are drawn from the profile of Ikast-Brande by a seed.
More offers are those of the shipped catalogue again under other ids; more rules are the nation's again under other ids, in the
municipality's guideline. Each first placement that `match` is asked for is held against that for many.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import yaml

from visit.case import Case, case_of
from visit.catalogue import Catalogue, catalogue_of
from visit.garbage import look_seldom
from visit.many.many import DecidedBlock
from visit.many.population import population
from visit.matching import Engine
from visit.population.drawing import Drawing
from visit.population.profile import load_profile
from visit.reading.source import Document, PlainValue
from visit.rules import load_guideline
from visit.rules.guideline.values import Guideline

NAME, SEED, DAY = "ikast-brande", 7, date(2026, 11, 22)
SHIPPED = Path(__file__).parent.parent / "visit"
OFFERS, RULES = (1, 4, 14), (1, 2, 4)
"""So many times the offers, and the rules."""


def catalogue(times: int) -> Catalogue:
    """Return the shipped offers so many times."""
    document: dict[str, Any] = yaml.safe_load((SHIPPED / "catalogue.yaml").read_text("utf-8"))
    offers = document["offers"]
    document["offers"] = [
        {**one, "id": one["id"] if not n else f"{one['id']}-again-{n}"} for n in range(times) for one in offers
    ]
    return catalogue_of(Document("catalogue", cast("PlainValue", _plain(document))))


def _plain(value: object) -> object:
    """Return dates as they are written."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def guideline(folder: str, times: int) -> Guideline:
    """Return the municipality's guideline with the nation's rules so many times."""
    own, nation = (
        yaml.safe_load((SHIPPED / f"guidelines/{name}.yaml").read_text("utf-8")) for name in (NAME, "serviceloven")
    )
    own |= {"version": "2099.1", "draft": True}
    own.pop("corrects", None)
    own["rules"] += [{**one, "id": f"{one['id']}-again-{n}"} for n in range(1, times) for one in nation["rules"]]
    path = Path(folder) / f"{times}.json"
    path.write_text(json.dumps(_plain(own)), "utf-8")
    return load_guideline(path, DAY)


def measured(what: str, cases: list[Case], engine: Engine, asked: int) -> None:
    """Print what the cases take, each part by itself."""
    begun = time.process_time()
    block = DecidedBlock(engine, population(cases, DAY), firsts=False)
    outcomes = time.process_time()
    for case in range(len(cases)):
        block.answer(case)
    standings = time.process_time()
    block.firsts = True
    firsts = [block.answer(case).first for case in range(len(cases))]
    first = time.process_time()
    sample = range(0, len(cases), max(1, len(cases) // asked))
    engine.match(cases[0], DAY, top=1)
    before = time.process_time()
    ranked = {case: engine.match(cases[case], DAY, top=1) for case in sample}
    alone = 1e3 * (time.process_time() - before) / len(ranked)
    of_outcomes, of_standings, of_firsts = (
        1e3 * one / len(cases) for one in (outcomes - begun, standings - outcomes, first - standings)
    )
    alike = sum(
        firsts[case] == (tuple(part.id for part in one.placements[0].parts) if one.placements else ())
        for case, one in ranked.items()
    )
    print(
        f"{what:14}  {len(block.axis.ids):5,} options {len(block.judging.outcomes):4} rules   outcomes {of_outcomes:7.2f}"
        f"   standings {of_standings:6.2f}   firsts {of_firsts:7.2f}   match {alone:7.2f} ms a case   times"
        f" {alone / (of_outcomes + of_standings):5.1f} {alone / (of_outcomes + of_firsts):5.1f}   alike {alike} of {len(ranked)}",
        flush=True,
    )


def main() -> None:
    """Print what drawing and reading take, and how the rest grows."""
    look_seldom()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    asked = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    profile = load_profile(NAME, municipality=None)
    begun = time.process_time()
    documents = [*Drawing(profile, profile.drawn_from(profile.bounds([])), SEED).citizens(count)]
    drawn = time.process_time()
    cases = [case_of(Document("drawn", cast("PlainValue", one))) for one in documents]
    read = time.process_time()
    plain, offers, people = load_guideline(NAME, DAY), catalogue(1), population(cases, DAY)
    DecidedBlock(Engine(offers, plain), population(cases[:1], DAY), firsts=False)
    at = [time.process_time()]
    for _again in range(2):  # the second time every recorded fact is a column already
        DecidedBlock(Engine(offers, plain), people, firsts=False)
        at.append(time.process_time())
    first, second = (later - earlier for earlier, later in pairwise(at))
    parts = [1e3 * one / count for one in (drawn - begun, read - drawn, first - second, second)]
    said = "drawn {:.2f}   cases made {:.2f}   facts read as columns {:.2f}   the rest of the outcomes {:.2f} ms a case"
    print(f"{count} citizens: {said.format(*parts)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for times in OFFERS:
            measured(f"offers x {times}", cases, Engine(catalogue(times), plain), asked)
        for times in RULES:
            measured(f"rules x {times}", cases, Engine(catalogue(1), guideline(folder, times)), asked)


if __name__ == "__main__":
    main()
