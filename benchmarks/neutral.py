"""Twelve conditions on a citizen and an offer, then the five best: visit, plain Python, SQLite, DuckDB, and NumPy for the purpose.

Run `python -m benchmarks.neutral [CITIZENS [OFFERS]]`. It is the neutral workload that rule engines are compared on, with places of
the register in the stead of drawn points; the guideline is the ordinary one of `tests/test_twelve_conditions.py`, save that the
sub-themes are asked one by one. Every eligible set is held against NumPy's, and the five best of it against plain Python's order.
What is read of the cases is timed once, with the outcomes, and once left out: engines that take columns are handed them.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache, partial
from importlib import import_module
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visit.case import Case
from visit.catalogue import Catalogue, Option
from visit.garbage import look_seldom
from visit.many.many import DecidedBlock
from visit.many.population import population
from visit.many.word_rows import bits_of
from visit.matching import TOP, Engine
from visit.places import distance_metres, main_town, municipalities, resolve
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary

from .neutral_sql import ByDuckDb, NeutralTables, by_sqlite, in_sqlite

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
twelve, drawn, written = (import_module(name) for name in ("test_twelve_conditions", "drawn", "written"))

DAY: date = drawn.DAY
IN_A_BLOCK = 40_000
OF_NUMPY = 2_000
"""NumPy is quickest in blocks of so many."""
SAMPLE = 40
"""So many cases are asked of plain Python and of `match`."""
OF_SQLITE = 2_000
"""SQLite is asked of so many."""
OTHERS = 1_000
"""So many other citizens are answered first, untimed: compiling, and reading the catalogue, are paid once."""
PHASES = ("numpy", "read", "outcomes", "eligible", "best")
GROUPS = [
    key for key in vocabulary().codes["target_group"].terms if vocabulary().codes["target_group"].expand(key) == {key}
][:30]
TOWNS = [one.name for one in municipalities()]
OFTEN = [1 / (place + 2) ** 0.8 for place in range(len(TOWNS))]
THEMES = twelve.THEMES


def by_theme() -> Guideline:
    """The guideline of the twelve conditions, with each sub-theme asked by itself."""
    asked = [
        f"(not known(case.functioning.{one}) or case.functioning.{one} <= max(option.levels_to.[{one}]))"
        for one in THEMES
    ]
    conditions = {**twelve.WRITTEN, "themes": " and ".join(asked)}
    facts = {
        "least_total": {
            "rows": [
                *({"when": f"option.step >= {ring}", "then": twelve.LEAST_TOTAL[ring]} for ring in (6, 5, 4, 3)),
                {"then": 0},
            ]
        }
    }
    rules = [written.a_rule(id, require, provision=["SEL-104"]) for id, require in conditions.items()]
    found: Guideline = drawn.guideline(written.a_guideline(facts=facts, rules=rules, preferences=twelve.ORDER))
    return found


# --- what is drawn ---


def some_groups(chance: random.Random, low: int, high: int) -> list[str]:
    """A few groups: a few are common, and most are rare."""
    in_order = sorted(range(len(GROUPS)), key=lambda place: chance.expovariate(1) * (place + 4))
    return [GROUPS[place] for place in in_order[: chance.randint(low, high)]]


def drawn_offer(chance: random.Random, number: int) -> dict[str, Any]:
    """An offer as the plain conditions read it."""
    spec = chance.choices((1, 2, 3, 4), (20, 30, 30, 20))[0]
    ring = 1 + sum(chance.random() < 0.12 + 0.14 * spec for _time in range(5))
    return {
        "id": f"o{number:05}", "town": chance.choices(TOWNS, OFTEN)[0], "groups": some_groups(chance, 3, 8), "specialised": spec,
        "ages": chance.choices(((0, 17), (15, 25), (18, 64), (60, 110), (16, 110)), (12, 13, 45, 12, 18))[0],
        "wheelchair": chance.random() < 0.4, "free": 0 if chance.random() < 0.25 else chance.randint(1, 40), "ring": ring,
        "handles": {theme: min(4, 1 + sum(chance.random() < 0.4 + 0.14 * spec for _time in range(3))) for theme in THEMES},
        "until": DAY + timedelta(days=chance.randint(-200, -1) if chance.random() < 0.08 else chance.randint(0, 1500)),
        "rate": int(300 + 420 * spec + 260 * ring + chance.gammavariate(2, 300)),
    }  # fmt: skip


def drawn_citizen(chance: random.Random, many: int) -> dict[str, Any]:
    """A citizen as the plain conditions read one."""
    severity = chance.betavariate(2, 2.6)
    levels = {one: 1 + sum(chance.random() < 0.65 * severity for _time in range(3)) for one in THEMES}
    return {
        "age": min(99, int(chance.gammavariate(3.2, 12))), "groups": some_groups(chance, 1, 3),
        "town": chance.choices(TOWNS, OFTEN)[0],
        "levels": {one: level for one, level in levels.items() if chance.random() < 0.25 + 0.45 * severity},
        "need": min(4, max(1, round(1 + 3.4 * severity + chance.gauss(0, 0.5)))), "wheelchair": chance.random() < 0.15,
        "max_km": chance.choices((25, 50, 75, 100, 200, 400), (8, 22, 20, 25, 15, 10))[0],
        "refused": [f"o{chance.randrange(many):05}" for _time in range(chance.choices(range(4), (60, 20, 12, 8))[0])],
    }  # fmt: skip


@cache
def metres(one: str, other: str) -> int:
    """How far two municipalities' main towns are from each other."""
    return distance_metres(resolve(main_town(one)), resolve(main_town(other)))


def in_the_catalogue(every: list[dict[str, Any]]) -> Catalogue:
    """The offers as visit has them."""
    rows = ({**twelve.in_the_catalogue(one), "place": main_town(one["town"])} for one in every)
    found: Catalogue = drawn.catalogue(written.offers(*rows))
    return found


def in_the_case(citizen: dict[str, Any]) -> Case:
    """A citizen as visit has one."""
    document = twelve.in_the_case(citizen, [])
    document["citizen"]["home"]["place"] = main_town(citizen["town"])
    found: Case = drawn.case(document)
    return found


# --- those beside it ---


def by_plain_python(citizen: dict[str, Any], every: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """The eligible offers and the five best, by twelve functions."""
    here = [{**one, "metres": metres(citizen["town"], one["town"])} for one in every]
    fitting = [one for one in here if all(holds(citizen, one) for holds in twelve.MEANT.values())]
    return [one["id"] for one in fitting], five_of(citizen, fitting)


class ByNumpy:
    """The same by arrays, written for these twelve conditions alone."""

    def __init__(self, every: list[dict[str, Any]]) -> None:
        self.every = every
        self.town, self.group = ({name: at for at, name in enumerate(names)} for names in (TOWNS, GROUPS))
        self.far = np.array([[metres(one, other) for other in TOWNS] for one in TOWNS], np.int32)
        self.places = np.array([self.town[one["town"]] for one in every], np.int16)
        self.groups = np.array([self.of_groups(one) for one in every], np.uint32)
        self.handles = [np.array([one["handles"][theme] for one in every], np.int8) for theme in THEMES]
        self.youngest, self.oldest = (np.array([one["ages"][at] for one in every], np.int16) for at in (0, 1))
        self.of = {
            name: np.array([one[name] for one in every], np.int32)
            for name in ("specialised", "ring", "rate", "wheelchair", "free")
        }
        self.least = np.array(twelve.LEAST_TOTAL)[self.of["ring"]]
        self.open = (self.of["free"] > 0) & np.array([one["until"] >= DAY for one in every])
        self.names = {one["id"]: at for at, one in enumerate(every)}

    def of_groups(self, one: dict[str, Any]) -> int:
        """Return groups as bits."""
        return sum(1 << self.group[name] for name in one["groups"])

    def eligible(self, some: list[dict[str, Any]]) -> NDArray[np.bool_]:
        """Return which offer is eligible for whom."""

        def column(values: list[int]) -> NDArray[np.int64]:
            return np.array(values, np.int64)[:, None]

        need, here = column([one["need"] for one in some]), column([self.town[one["town"]] for one in some])
        age, total = column([one["age"] for one in some]), column([sum(one["levels"].values()) for one in some])
        found: NDArray[np.bool_] = (self.youngest <= age) & (age <= self.oldest) & self.open
        found &= (self.groups & np.array([self.of_groups(one) for one in some], np.uint32)[:, None]) != 0
        found &= self.of["specialised"] >= need
        for theme, handled in zip(THEMES, self.handles, strict=True):
            found &= column([one["levels"].get(theme, 0) for one in some]) <= handled
        found &= (column([one["wheelchair"] for one in some]) == 0) | (self.of["wheelchair"] == 1)
        found &= (need >= 3) | (self.far[here[:, 0]][:, self.places] <= column([one["max_km"] * 1000 for one in some]))
        found &= (
            (total >= self.least)
            & ((need > 2) | (self.places == here))
            & ((need >= 3) | (self.of["rate"] <= twelve.RATE_CAP))
        )
        for row, one in enumerate(some):
            found[row, [self.names[id] for id in one["refused"]]] = False
        return found


def tables_of(citizens: list[dict[str, Any]], every: list[dict[str, Any]], peer: ByNumpy) -> NeutralTables:
    """Return the workload as whole numbers, as SQL has it."""

    def columns(
        rows: list[dict[str, Any]], read: dict[str, Callable[[dict[str, Any]], int]]
    ) -> dict[str, NDArray[np.int64]]:
        found = {name: np.array([value(one) for one in rows], np.int64) for name, value in read.items()}
        return {"id": np.arange(len(rows), dtype=np.int64), **found}

    def refused(one: dict[str, Any], at: int) -> int:
        return peer.names[one["refused"][at]] if at < len(one["refused"]) else -1

    both: dict[str, Callable[[dict[str, Any]], int]] = {
        "town": lambda one: peer.town[one["town"]], "groups": peer.of_groups, "wheelchair": lambda one: int(one["wheelchair"]),
    }  # fmt: skip
    of_offers: dict[str, Callable[[dict[str, Any]], int]] = {
        **both, "youngest": lambda one: one["ages"][0], "oldest": lambda one: one["ages"][1],
        "until": lambda one: one["until"].toordinal(),
        **{name: itemgetter(name) for name in ("specialised", "free", "ring", "rate")},
        **{f"handles{at}": partial(lambda theme, one: one["handles"][theme], theme) for at, theme in enumerate(THEMES)},
    }  # fmt: skip
    of_citizens: dict[str, Callable[[dict[str, Any]], int]] = {
        **both, "age": itemgetter("age"), "need": itemgetter("need"), "max_metres": lambda one: one["max_km"] * 1000,
        "total": lambda one: sum(one["levels"].values()),
        **{f"level{at}": partial(lambda theme, one: one["levels"].get(theme, 0), theme) for at, theme in enumerate(THEMES)},
        **{f"refused{at}": partial(lambda at, one: refused(one, at), at) for at in range(3)},
    }  # fmt: skip
    return NeutralTables(
        columns(every, of_offers),
        columns(citizens, of_citizens),
        peer.far,
        twelve.LEAST_TOTAL,
        twelve.RATE_CAP,
        DAY.toordinal(),
    )


def by_sql(tables: NeutralTables, best: dict[int, list[int]]) -> None:
    """Print what SQL takes for the five best, and hold them against those of visit, by places."""
    size, many = len(tables.offers["id"]), len(tables.citizens["id"])
    some = min(many, OF_SQLITE)
    sqlite = in_sqlite(tables, some)
    start = time.process_time()
    found: dict[int, list[int]] = {}
    for citizen, offer in by_sqlite(sqlite, tables):
        found.setdefault(citizen, []).append(offer)
    told("SQLite, with five best", time.process_time() - start, some * size)
    alike = {"SQLite": sum(found.get(one, []) == best[one] for one in range(some)) / some}
    try:
        duckdb = ByDuckDb(tables)
    except ImportError:
        print("DuckDB is not there: pip install '.[parquet]'")
    else:
        for name, is_chain in (("DuckDB, join", False), ("DuckDB, chain of CASE", True)):
            start = time.process_time()
            ranked = dict(duckdb.best(is_chain=is_chain))
            told(f"{name}, with five best", time.process_time() - start, many * size)
            alike[name] = sum(ranked.get(one, []) == best[one] for one in range(many)) / many
    print("five best alike: " + ", ".join(f"{name} {share:.0%}" for name, share in alike.items()))


# --- visit ---


def eligible_sets(block: DecidedBlock) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the case and the place of every eligible offer, case by case."""
    return bits_of(block.judging.without_comparing_all().suitable)


def first_few(block: DecidedBlock) -> list[list[str]]:
    """Return the five best of each case."""
    found = [block.first_few(case, TOP) for case in range(len(block.population))]
    return [offers_of(few) for few in found if not isinstance(few, str)]


def offers_of(placements: Iterable[Iterable[Option]]) -> list[str]:
    """Return the offer of each placement; the citizen's own home may stand beside it."""
    return [part.offer.id for parts in placements for part in parts if part.kind == "catalogue"]


def told(name: str, seconds: float, pairs: int) -> None:
    """Print a line."""
    print(
        f"{name:34} {pairs / seconds / 1e3:12,.0f} thousand pairs per core-second   {pairs:,} pairs in {seconds:.2f} s"
    )


def five_of(citizen: dict[str, Any], fitting: list[dict[str, Any]]) -> list[str]:
    """The five best of the eligible offers, in plain Python."""
    here = citizen["town"]
    best = sorted(fitting, key=lambda o: (o["ring"], o["town"] != here, metres(here, o["town"]), o["rate"], o["id"]))
    return [one["id"] for one in best[:TOP]]


def main() -> None:
    """Print what each takes, and whether they agree."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    look_seldom()
    chance = random.Random(1)
    every = [drawn_offer(chance, number) for number in range(size)]
    citizens = [drawn_citizen(chance, size) for _number in range(many)]
    offers, rules = in_the_catalogue(every), by_theme()
    engine, reading = Engine(offers, rules), Engine(offers, rules)
    cases = [in_the_case(one) for one in citizens]
    sample = range(0, many, max(1, many // SAMPLE))
    others = [in_the_case(drawn_citizen(chance, size)) for _number in range(OTHERS)]
    for warm in (engine, reading):  # what is read of the catalogue is paid once
        first_few(DecidedBlock(warm, population(others, DAY)))

    start = time.process_time()
    plain = {place: by_plain_python(citizens[place], every) for place in sample}
    told("plain Python, with five best", time.process_time() - start, len(plain) * size)
    peer, spent = ByNumpy(every), dict.fromkeys(PHASES, 0.0)
    eligible = same_sets = same_best = 0
    by_place: dict[int, list[int]] = {}
    for first in range(0, many, IN_A_BLOCK):
        places = range(first, min(many, first + IN_A_BLOCK))
        some = [citizens[place] for place in places]
        people = population([cases[place] for place in places], DAY)
        times = [time.process_time()]
        expected = np.concatenate([peer.eligible(some[at : at + OF_NUMPY]) for at in range(0, len(some), OF_NUMPY)])
        times.append(time.process_time())
        DecidedBlock(reading, people, firsts=False)
        times.append(time.process_time())
        block = DecidedBlock(engine, people)
        times.append(time.process_time())
        rows, columns = eligible_sets(block)
        times.append(time.process_time())
        best = first_few(block)
        times.append(time.process_time())
        for name, (one, other) in zip(PHASES, pairwise(times), strict=True):
            spent[name] += other - one
        numbers = np.array([peer.names[id.split("/")[0]] for id in block.axis.ids])
        found = np.zeros_like(expected)
        found[rows, numbers[columns]] = True
        same_sets += int((found == expected).all(axis=1).sum())
        eligible += len(rows)
        for place, here in zip(places, expected, strict=True):
            five = five_of(citizens[place], [every[one] for one in np.flatnonzero(here)])
            by_place[place] = [peer.names[one] for one in best[place - first]]
            same_best += best[place - first] == five and five == plain.get(place, ("", five))[1]
    pairs = many * size
    outcomes, sets = spent["outcomes"], spent["outcomes"] + spent["eligible"]
    told("NumPy for these twelve, eligible", spent["numpy"], pairs)
    told("visit, cases read, and outcomes", spent["read"], pairs)
    told("visit, outcomes of what was read", outcomes, pairs)
    told("  and eligible sets", sets, pairs)
    told("  and five best", sets + spent["best"], pairs)
    told("visit, read, with five best", spent["read"] + sets - outcomes + spent["best"], pairs)
    by_sql(tables_of(citizens, every, peer), by_place)
    before = time.process_time()
    alone = [engine.match(cases[place], DAY, top=TOP) for place in plain]
    told("visit, `match` with five best", time.process_time() - before, len(plain) * size)
    alike = sum(
        offers_of(one.parts for one in ranked.placements) == five
        for (_eligible, five), ranked in zip(plain.values(), alone, strict=True)
    )
    print(
        f"eligible {eligible / pairs:.2%}; sets alike {same_sets:,} of {many:,}; five best alike {same_best:,} of {many:,}"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"five best of `match` alike {alike} of {len(plain)}; peak {peak:,} MB")


if __name__ == "__main__":
    main()
