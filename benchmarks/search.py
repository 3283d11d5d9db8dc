"""What the search costs where options are many and little is known of them: whole processes, seconds and megabytes.

Run `python -m benchmarks.search`. Each question is answered in a process of its own, from a seeded catalogue: eight needs that
few offers state, so that most of what is found is undecided; hours split over many offers, like and unlike; the twenty
examples, asked for one placement and for five. Then ratios of these seconds of the processor, which a busy machine moves less.
"""

from __future__ import annotations

import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from visit.case import Case, case_of, load_case
from visit.catalogue import catalogue_of, shipped_catalogue
from visit.matching import Engine, match
from visit.reading.source import Document
from visit.rules import load_guideline

DAY = date(2026, 11, 22)
NEEDS = (
    "peer_contact", "sign_language", "behaviour_support", "continuity_of_staff", "self_harm_support",
    "medication_support", "parenting_support", "social_contact",
)  # fmt: skip
TOWNS = ("Ikast", "Brande", "Skjern", "Herning", "Esbjerg", "Holstebro", "Silkeborg", "Haderslev")
EXAMPLES = Path(__file__).parent.parent / "examples"


def unknown_coverage(size: int) -> dict[str, Any]:
    """Return a catalogue document of so many options, each stating a few of the needs at most, by a seed."""
    draw = random.Random(1)
    offers = []
    for at in range(size):
        stated = draw.sample(NEEDS, draw.choice((0, 0, 1, 1, 2, 3)))
        denied = [need for need in NEEDS if need not in stated and draw.random() < 0.1]
        service = {
            "provision": draw.choice(("SEL-85", "SEL-85", "SEL-107-1", "SEL-107-2", "SEL-108")),
            "price_dkk_per_day": draw.choice((300, 800, 1200, 2000)) + at,
            "waiting_days": draw.choice((0, 20, 60, 120)),
        }
        place = draw.choice(TOWNS)
        offers.append(
            {"id": f"o{at:05}", "name": "o", "source": {"ref": "drawn"}, "place": place, "covers": stated,
             "lacks": denied, "services": [service]}
        )  # fmt: skip
    return {"catalogue": "drawn", "as_of": DAY.isoformat(), "offers": offers}


def ask(needs: dict[str, Any], document: dict[str, Any], top: int) -> None:
    """Answer one case under the national layer."""
    case = case_of(
        Document("case", {"case": "drawn-1", "assessed": DAY.isoformat(), "municipality": "Herning", "needs": needs})
    )
    catalogue = catalogue_of(Document("catalogue", document))
    guideline = load_guideline("serviceloven", DAY)
    start = time.process_time()
    ranking = match(case, catalogue, guideline, DAY, top=top)
    first = ranking.first
    proved = "all" if ranking.proved is None else f"{ranking.proved} of them"
    print(
        f"match {time.process_time() - start:6.2f} s"
        f"   found {len(ranking.placements)}, first {'none' if first is None else first.standing}, proved {proved}"
    )


def examples(top: int) -> None:
    """Answer the examples, warm: the least of several rounds, added up."""
    asked: list[tuple[Engine, Case, list[float]]] = []
    for path in sorted(EXAMPLES.glob("*.yaml")):
        case = load_case(path)
        engine = Engine(shipped_catalogue(), load_guideline(case.municipality, case.assessed))
        asked.append((engine, case, []))
    for _round in range(15):
        for engine, case, times in asked:
            start = time.process_time()
            engine.match(case, top=top)
            times.append(time.process_time() - start)
    print(f"warm {sum(min(times) for _engine, _case, times in asked) * 1000:6.1f} ms")


QUESTIONS: dict[str, Callable[[], None]] = {
    "200 options, 8 needs": lambda: ask({"areas": ["support"], "must": list(NEEDS)}, unknown_coverage(200), 5),
    "5,000 options, 8 needs": lambda: ask({"areas": ["support"], "must": list(NEEDS)}, unknown_coverage(5_000), 5),
    "5,000 options, the first": lambda: ask({"areas": ["support"], "must": list(NEEDS)}, unknown_coverage(5_000), 1),
    "20 hours over sixty of 5": lambda: ask({"areas": [], "hours_per_week": {"support": 20}}, sixty(), 5),
    "100 hours over sixty of 5": lambda: ask({"areas": [], "hours_per_week": {"support": 100}}, sixty(), 5),
    "two kinds over 120 unlike": lambda: ask(
        {"areas": [], "hours_per_week": {"support": 37.5, "activity": 20}}, unlike(120), 5
    ),
    "examples, five each": lambda: examples(5),
    "examples, the first": lambda: examples(1),
}


def sixty() -> dict[str, Any]:
    """Return a catalogue document of sixty offers of five hours."""
    offers = [
        {"id": f"o{at:02}", "name": "o", "source": {"ref": "drawn"},
         "services": [{"provision": "SEL-85", "hours_per_week": 5}]}
        for at in range(60)
    ]  # fmt: skip
    return {"catalogue": "drawn", "as_of": DAY.isoformat(), "offers": offers}


def unlike(size: int) -> dict[str, Any]:
    """Return a catalogue document of so many offers of support or activity, with hours of many amounts, by a seed."""
    draw = random.Random(2)
    offers = []
    for at in range(size):
        service = {"provision": draw.choice(("SEL-85", "SEL-104")), "hours_per_week": draw.randrange(5, 31) / 2}
        offers.append({"id": f"o{at:03}", "name": "o", "source": {"ref": "drawn"}, "services": [service]})
    return {"catalogue": "drawn", "as_of": DAY.isoformat(), "offers": offers}


RATIOS = (
    ("5,000 options beside 200, which are a 25th", "5,000 options, 8 needs", "200 options, 8 needs"),
    ("five placements beside one, 5,000 options", "5,000 options, 8 needs", "5,000 options, the first"),
    ("five placements beside one, the examples", "examples, five each", "examples, the first"),
)


def main() -> None:
    """Answer every question in a process of its own, or the one that is named."""
    if len(sys.argv) > 1:
        QUESTIONS[sys.argv[1]]()
        print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:5.0f} MB")
        return
    taken: dict[str, float] = {}
    for name in QUESTIONS:
        start = time.perf_counter()
        ran = subprocess.run(
            [sys.executable, "-m", "benchmarks.search", name], check=False, capture_output=True, text=True
        )
        said = " ".join(ran.stdout.split("\n")) or ran.stderr
        print(f"{name:26} process {time.perf_counter() - start:6.2f} s   {said}")
        seconds = re.search(r"(?:match|warm) +([0-9.]+)", said)
        taken[name] = float(seconds[1]) if seconds else 0.0
    for words, name, beside in RATIOS:
        print(f"{words:45} {taken[name] / taken[beside]:5.2f} times" if taken[beside] else f"{words:45} not measured")


if __name__ == "__main__":
    main()
