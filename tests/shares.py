"""The shares of verdicts, before and after: how many can be granted, await, are undecided, or have no placement.

An answer that is undecided for everybody is no answer, and one that is sure for everybody is none either: the table shows where a
change of meaning has moved the whole. `tests/golden/shares.yaml` holds the verdict of every example and of 2,000 drawn cases as
version 0.1.0 gave them, and is never written anew. `tests/golden/shares-now.yaml` holds those of today, written with the tables in
`docs/answers-since-0.1.0.md` by `pytest tests/test_shares.py --rewrite-golden` (two minutes). A plain run asks some of the drawn
cases whether they are still answered so, `make explore` all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from visit.case import case_of, load_case
from visit.catalogue import shipped_catalogue
from visit.matching import Engine
from visit.ranking.verdict import NotYet, verdict
from visit.reading.source import Document
from visit.rules import load_guideline

ROOT = Path(__file__).parent.parent
BEFORE = ROOT / "tests" / "golden" / "shares.yaml"
NOW = ROOT / "tests" / "golden" / "shares-now.yaml"
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
DRAWN = 2_000
SEED = 20261129
DAY = date(2026, 11, 2)
WORDS = {
    "g": "grantable", "a": "awaiting", "u": "undecided", "n": "none",
    "d": "a dwelling to find", "o": "a ground to record", "e": "named alone apart", "m": "nothing asked for", "l": "not proved",
}  # fmt: skip
"""A letter for each verdict; before, those of the second line were not told from the first and the last of the first."""
LETTERS = {
    NotYet.AWAITING: "a", NotYet.UNDECIDED: "u", NotYet.DWELLING: "d", NotYet.GROUND: "o", NotYet.EXTENT: "e",
    NotYet.AREAS: "m", NotYet.UNPROVED: "l",
}  # fmt: skip

TOWNS = {
    "Ikast-Brande": ("Ikast", "Brande"), "Esbjerg": ("Esbjerg", "Ribe"), "Holstebro": ("Holstebro", "Vinderup"),
    "Silkeborg": ("Silkeborg", "Kjellerup"), "Haderslev": ("Haderslev", "Vojens"),
}  # fmt: skip
GROUPS = (
    "autism-spectrum", "anxiety", "depression", "intellectual-disability", "altered-reality", "attention-disorder",
    "acquired-brain-injury", "alcohol-misuse", "drug-misuse", "homelessness",
)  # fmt: skip
THEMES = (
    "interact", "network_relations", "communities", "employment", "finances", "mail", "housing", "cook", "clean",
    "own_health", "wash",
)  # fmt: skip
AREAS = (
    ["support"], ["support", "activity"], ["activity"], ["support", "work"], ["care", "support"], ["treatment", "support"],
)  # fmt: skip
HOUSING = ("own", "own", "with_family", "none", "institution")
SAID = ("round_the_clock", "acute", "lead", "older", "manages", "adapted")
WISHED = ("ib-lundgaarden", "aab-rhedersborg", "aab-rhedersborg/SEL-108")
ASKED_FOR = {
    "support": ("training_home_skills", "mastering_everyday", "budget_and_mail", "social_contact"),
    "home": ("a_home", "social_contact"),
    "activity": ("something_to_get_up_for", "peer_contact"),
    "care": (), "work": ("something_to_get_up_for",), "treatment": (), "education": (),
}  # fmt: skip


@dataclass(frozen=True)
class Drawer:
    """Draws cases from a seed by the few methods of `Random` that give the same on every version of Python."""

    chance: Random

    def one(self, of: Sequence[Any]) -> Any:
        """Draw one of the values."""
        return of[int(self.chance.random() * len(of))]

    def some(self, of: Sequence[Any], likely: float) -> list[Any]:
        """Draw each value, or not."""
        return [value for value in of if self.chance.random() < likely]

    def recorded(self, likely: float, fields: dict[str, Any]) -> dict[str, Any]:
        """Leave each field out, or not."""
        return {key: value for key, value in fields.items() if self.chance.random() < likely}

    def runs(self, *, stay: bool) -> list[dict[str, Any]]:
        """Draw what runs now: mostly nothing; else help at home, or a stay where a stay is what is needed."""
        service = {
            "offer": "elsewhere",
            "service": "SEL-107-1" if stay else "SEL-85",
            "name": "Elsewhere",
            "since": "2025-01-01",
        }
        question = self.one(("keep", "review", "ends"))
        return [{**service, "question": question}] if self.one((True, False, False, False)) else []

    def case(self, number: int) -> dict[str, Any]:
        """Draw a case: a citizen who needs one thing to three, and of whom half, most or all is recorded."""
        likely = self.one((0.6, 0.9, 1.0, 1.0, 1.0))
        municipality = self.one(tuple(TOWNS))
        place = self.one(TOWNS[municipality])
        level = self.one((0, 1, 1, 2, 2, 2, 3, 3, 4))
        stay = level >= 2 and self.chance.random() < 0.5
        areas = self.one(AREAS)
        areas = ["home", *areas] if stay else areas
        said = {name: self.one((True, False, False)) for name in SAID}
        return {
            "case": f"drawn-{number}",
            "assessed": DAY.isoformat(),
            "municipality": municipality,
            "citizen": self.citizen(likely, place, stay=stay),
            "needs": self.needs(likely, areas, round_the_clock=stay and said["round_the_clock"]),
            **self.recorded(likely, self.assessed(likely, municipality, level, said, stay=stay)),
        }

    def citizen(self, likely: float, place: str, *, stay: bool) -> dict[str, Any]:
        """Draw what runs, an age and a home."""
        return {
            **self.recorded(likely, {"current": self.runs(stay=stay)}),
            "age": self.one((18, 19, 22, 30, 45, 60, 72)),
            "home": self.recorded(likely, {"place": place, "housing": self.one(HOUSING), "tenancy": not stay}),
        }

    def needs(self, likely: float, areas: list[str], *, round_the_clock: bool) -> dict[str, Any]:
        """Draw what is needed in some areas."""
        fields = {
            "must": [need for area in areas for need in self.some(ASKED_FOR[area], 0.4)],
            "hours_per_week": {"support": self.one((2, 4, 8, 15, 30))},
            "round_the_clock": round_the_clock,
            "premises": self.some(("step_free",), 0.2),
        }
        return {"areas": areas, **self.recorded(likely, fields)}

    def assessed(
        self, likely: float, municipality: str, level: int, said: dict[str, bool], *, stay: bool
    ) -> dict[str, Any]:
        """Draw the rest of what may be recorded."""
        sister = {"contact": "weekly", "benefit": "documented"}
        return {
            "target_groups": {"primary": self.one(GROUPS)},
            "support_need": level,
            "permanence": self.one(("temporary", "permanent", "unclear")),
            "functioning": {theme: min(4, max(0, level + self.one((-1, 0, 0, 1)))) for theme in self.some(THEMES, 0.6)},
            "legal": self.recorded(likely, self.legal(level, said)),
            "network": [{"who": "a sister", "place": self.one(TOWNS[municipality]), **sister}],
            "wishes": {"offers": self.some(WISHED, 0.15), "avoid": []},
            "applied": [{"provision": "SEL-108" if stay else "SEL-85"}],
            "offered": self.one((None, None, "aab-rhedersborg/SEL-108")),
            "answers": [{"offer": self.one(WISHED), "answer": self.one(("accepts", "refuses"))}] if stay else [],
            "consent": {"support": "given", "move": self.one(("given", "given", "given", "refused"))},
            "guardian": {"kind": "none"},
            "flags": {"acute": said["acute"], "sentence": "none", "discharge": False, "untreated_health": False},
            "goals": [{"theme": "cook", "from": 3, "to": 2, "kind": "develop"}],
        }

    def legal(self, level: int, said: dict[str, bool]) -> dict[str, Any]:
        """Draw the words of the act."""
        return {
            "impairment": self.one(("reduced", "substantial", "substantial")),
            "kinds": ["mental"],
            "social_problems": self.one(("none", "none", "some", "special")),
            "other_law_covers": [],
            "can_hold_ordinary_job": False,
            "can_lead_helpers": said["lead"],
            "covered_by_aeldreloven": said["older"],
            "manages_without_support": level == 0 and said["manages"],
            "needs_adapted_home": said["adapted"],
        }


@cache
def drawn() -> tuple[dict[str, Any], ...]:
    """Return the documents of the drawn cases, the same on every machine."""
    drawer = Drawer(Random(SEED))
    return tuple(drawer.case(number) for number in range(DRAWN))


@cache
def engine(municipality: str, day: date) -> Engine:
    """Return what answers for a municipality on a date."""
    return Engine(shipped_catalogue(), load_guideline(municipality, day))


def letter(case: Any) -> str:
    """Return the letter of the gravest that keeps the first placement from being granted, or of there being one or none."""
    found = verdict(engine(case.municipality, case.assessed).match(case, top=1))
    if found.reasons:
        return LETTERS[found.reasons[0]]
    return "g" if found.found else "n"


def of_drawn(places: Sequence[int]) -> Iterator[str]:
    """Yield the verdicts of some of the drawn cases, one letter each."""
    for place in places:
        yield letter(case_of(Document("drawn case", drawn()[place])))


def of_examples() -> str:
    """Return the verdicts of the examples in the order of their names, one letter each."""
    return "".join(letter(load_case(path)) for path in EXAMPLES)


@cache
def kept(path: Path) -> tuple[str, str]:
    """Return the stored verdicts: those of the examples, and those of the drawn cases."""
    stored = yaml.safe_load(path.read_text(encoding="utf-8"))
    return stored["examples"], "".join(stored["drawn"])


def write() -> None:
    """Ask every example and every drawn case anew, and store the verdicts."""
    answers = "".join(of_drawn(range(DRAWN)))
    rows = [f'  - "{answers[start : start + 100]}"\n' for start in range(0, DRAWN, 100)]
    head = "# The verdicts of today, as `shares.yaml` has those of version 0.1.0; the letters stand in `tests/shares.py`.\n"
    NOW.write_text(f'{head}examples: "{of_examples()}"\ndrawn:\n{"".join(rows)}', encoding="utf-8")
    kept.cache_clear()


def table(old: str, new: str, title: str) -> str:
    """Return the shares of two runs over the same cases, and from which verdict to which the others went."""
    rows = [f"{title}: {len(new):,}", f"  {'':<20}{'in 0.1.0':>9}{'now':>9}"]
    for letter, word in WORDS.items():
        if letter in old + new:
            rows.append(f"  {word:<20}" + "".join(f"{run.count(letter) / len(run):>9.1%}" for run in (old, new)))
    moved = Counter((was, now) for was, now in zip(old, new, strict=True) if was != now)
    rows += [f"  {WORDS[was]} before, {WORDS[now]} now: {count}" for (was, now), count in sorted(moved.items())]
    return "\n".join(rows)


def tables() -> str:
    """Return the tables over all examples and all drawn cases, from what is stored."""
    (old_examples, old_drawn), (examples, cases) = kept(BEFORE), kept(NOW)
    return f"{table(old_examples, examples, 'examples')}\n{table(old_drawn, cases, 'drawn cases')}"
