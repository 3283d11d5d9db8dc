"""Every set of options that is a placement, and what is said of it as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from reference.conditions import World
from reference.documents import Option
from reference.of_case import Situation, applications
from reference.of_option import moves_home, way_km, way_minutes
from reference.outcome import FAILS, UNSURE, outcome
from reference.prices import in_percent, price_of
from reference.standing import CITIZEN, STAFF, Judged, Wanted, holds_back, waits_for
from reference.values import truth
from visit.rules.guideline.values import Rule
from visit.rules.language.values import UNKNOWN, Members
from visit.vocabulary import vocabulary

WEAKNESS = ("suitable", "by_exception", "awaiting", "undecided")
MEANS = ("car", "transit")
DAY = {"activity", "work", "education"}
Parts = Sequence[Judged]


@dataclass(frozen=True)
class Placement:
    """A set of options that is one: its standing, its facts, and how many requirements it meets only perhaps.

    `waiting` counts those of them that an offer has to tell; what the citizen alone can tell is not counted.
    """

    parts: tuple[Judged, ...]
    standing: str
    whole: Mapping[str, Any]
    leaning: int
    waiting: int

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(part.option.id for part in self.parts)


def is_away(option: Option, home: Option | None) -> bool:
    """Whether there is a way between it and the home: it gives none, and is of another offer than the home's."""
    return not option.gives_home and (home is None or option.offer["id"] != home.offer["id"])


class Placements:
    """The placements of one pass."""

    def __init__(
        self,
        now: Situation,
        wanted: Sequence[Wanted],
        judged: Sequence[Judged],
        rules: Sequence[Rule],
    ) -> None:
        self.now, self.wanted, self.rules = now, wanted, rules
        self.standing = [one for one in judged if one.standing in WEAKNESS]
        self.kept = [one for one in self.standing if one.option.continues]

    def every(self) -> list[Placement]:
        """Every set of standing options that surely meets everything, or may: a set is asked the stricter where it can be."""
        found = []
        for parts in subsets(self.standing):
            if self.is_placement(parts):
                placement = self.judge(parts)
                if placement is not None:
                    found.append(placement)
        return found

    # --- which sets are placements ---

    def is_placement(self, parts: Parts) -> bool:
        """Meets everything, keeps what is kept, has one home at most, residents' services beside theirs, and nothing to spare."""
        if not self.wanted or not self.covers(parts, surely=False) or not all(one in parts for one in self.kept):
            return False
        homes = [part.option for part in parts if part.option.gives_home]
        residents = {part.option.offer["id"] for part in parts if part.option.for_residents}
        if len(homes) > 1 or not residents <= {home.offer["id"] for home in homes}:
            return False
        return not any(self.can_be_left_out(part, parts) for part in parts)

    def can_be_left_out(self, part: Judged, parts: Parts) -> bool:
        """Whether the others meet everything too, and as surely.

        What is kept stays, and so does the home that residents' services need.
        """
        others = [other for other in parts if other is not part]
        needs_it = part.option.gives_home and any(
            other.option.for_residents and other.option.offer["id"] == part.option.offer["id"] for other in others
        )
        if part in self.kept or needs_it or not self.covers(others, surely=False):
            return False
        return all(
            self.met(place, others, surely=True) >= one.amount or self.met(place, parts, surely=True) < one.amount
            for place, one in enumerate(self.wanted)
        )

    def covers(self, parts: Parts, *, surely: bool) -> bool:
        return all(self.met(place, parts, surely=surely) >= one.amount for place, one in enumerate(self.wanted))

    def met(self, place: int, parts: Parts, *, surely: bool) -> Decimal:
        """How much of a requirement the parts meet together. Staff are asked of the stay, where there is one."""
        asked = self.asked(place, parts)
        return sum((part.surely[place] if surely else part.at_most[place] for part in asked), Decimal(0))

    def asked(self, place: int, parts: Parts) -> Parts:
        stays = [part for part in parts if part.option.is_stay]
        return stays if stays and self.wanted[place].id.removeprefix("need:") in STAFF else parts

    # --- what is said of one as a whole ---

    def judge(self, parts: tuple[Judged, ...]) -> Placement | None:
        """The weakest standing of its parts, undecided where it leans on an unknown, weakened by the rules of the whole.

        None where a must of the whole fails.
        """
        leaning = sum(self.met(place, parts, surely=True) < one.amount for place, one in enumerate(self.wanted))
        standing = weakest([part.standing for part in parts] + ["undecided"] * bool(leaning))
        whole = self.facts(parts)
        exceptions = sum(part.exceptions for part in parts)
        world = World(self.now, whole=whole)
        for rule in self.rules:
            given = outcome(rule, world)
            if (given, rule.strength) == (FAILS, "must"):
                return None
            standing = weakest([standing, effect(rule, given)])
            exceptions += rule.strength == "presumption" and given in (FAILS, UNSURE)
        counted = {**whole, "placement.presumptions_failed": frozenset((exceptions,))}
        waiting = sum(not self.known_but_for_the_citizen(place, parts) for place in range(len(self.wanted)))
        return Placement(parts, standing, counted, leaning, waiting)

    def known_but_for_the_citizen(self, place: int, parts: Parts) -> bool:
        """Whether a requirement is met surely, or by a part of which only the citizen's facts are open."""
        wanted = self.wanted[place]
        alone = any(
            part.at_most[place] >= wanted.amount and waits_for(part.option, wanted, self.now) == CITIZEN
            for part in self.asked(place, parts)
        )
        return alone or self.met(place, parts, surely=True) >= wanted.amount

    def facts(self, parts: Parts) -> dict[str, Any]:
        """What conditions with `of: placement` read."""
        options = [part.option for part in parts]
        holds = World(self.now).recorded_alone
        price = price_of(options, self.now, holds)
        home = next((option for option in options if option.gives_home), None)
        external = [self.truth("option.external", option) for option in options]
        residing = [one for one in options if one.gives_home or one.service.get("open_to") == "residents"]
        stay = price_of(residing, self.now, holds, options)
        found = {
            "placement.commute_km": self.way(self.day(parts, home), home, estimated=False),
            "placement.estimated_commute_km": self.way(self.day(parts, home), home, estimated=True),
            "placement.visits_km": self.way(self.visits(parts, home), home, estimated=False),
            "placement.estimated_visits_km": self.way(self.visits(parts, home), home, estimated=True),
            **{f"placement.commute_minutes_by_{by}": self.time(self.day(parts, home), home, by) for by in MEANS},
            **{f"placement.visits_minutes_by_{by}": self.time(self.visits(parts, home), home, by) for by in MEANS},
            "placement.same_setting": home is not None
            and any(one.offer["id"] == home.offer["id"] and not one.gives_home for one in options),
            "placement.free_choice": any(
                self.truth("option.wished", one) is True and one.provision.free_choice for one in options
            ),
            "placement.parts": len(options),
            "placement.external": UNKNOWN if UNKNOWN in external else external.count(True),
            "placement.kept": sum(option.of_today for option in options),
            "placement.presumptions_failed": sum(part.exceptions for part in parts),
            "placement.home_step": max(self.steps(part).get("home", 0) for part in parts),
            "placement.moves_home": any(moves_home(option, self.now) for option in options),
            "placement.meets_application": self.meets_application(options),
        }
        compared = self.now.compared
        prices = {
            "placement.price_dkk_per_day": price,
            "placement.price_ratio": in_percent(price, compared.get("reference.price_dkk_per_day", UNKNOWN)),
            "placement.stay_dkk_per_day": stay,
            "placement.stay_price_ratio": in_percent(stay, compared.get("reference.stay_dkk_per_day", UNKNOWN)),
        }
        single = {name: value if value is UNKNOWN else frozenset((value,)) for name, value in found.items()}
        return {**single, **prices, "placement.ends": self.ends(options)}

    def truth(self, name: str, option: Option) -> Any:
        return truth(World(self.now, option=option).name(name))

    def ends(self, options: Sequence[Option]) -> Any:
        """The provisions of what runs now and is not among the parts: it ends, or something else replaces it."""
        if self.now.citizen.get("citizen", "current") is None:
            return UNKNOWN
        granted = {(option.offer["id"], option.provision.id) for option in options}
        running = [(row["offer"], row["service"]) for row in self.now.citizen.rows("citizen", "current")]
        return Members(frozenset(service for offer, service in running if (offer, service) not in granted))

    def meets_application(self, options: Sequence[Option]) -> Any:
        """Whether every provision applied for is granted, at the offer named where one is."""
        if self.now.citizen.get("applied") is None:
            return UNKNOWN
        for row in applications(self.now):
            granted = vocabulary().codes["provision"].expand(row["provision"])
            if not any(self.under(o) & granted and row.get("offer", o.offer["id"]) == o.offer["id"] for o in options):
                return False
        return True

    def under(self, option: Option) -> set[str]:
        """Under which provisions it is granted: its own, and of a stay that treats misuse of drugs that of the treatment too."""
        treats = "treatment_drugs" in option.covers or "SEL-101" in option.service.get("includes", ())
        also = (
            option.provision.id == "SEL-107-2" and treats and truth(World(self.now).name("entitled(SEL-101)")) is True
        )
        return {option.provision.id, "SEL-101"} if also else {option.provision.id}

    def way(self, ends: Sequence[Option], home: Option | None, *, estimated: bool) -> Any:
        """The longest way between the home and some options. What is not recorded may be estimated by its municipality."""
        far = [way_km(home, end, self.now, estimated=estimated) for end in ends]
        return UNKNOWN if UNKNOWN in far else max([value for one in far for value in one], default=Decimal(0))

    def time(self, ends: Sequence[Option], home: Option | None, by: str) -> Any:
        """The longest time that it takes between the home and some options."""
        took = [way_minutes(home, end, by, self.now) for end in ends]
        return UNKNOWN if UNKNOWN in took else max([value for one in took for value in one], default=0)

    def day(self, parts: Parts, home: Option | None) -> list[Option]:
        """What is gone to by day."""
        return [part.option for part in parts if is_away(part.option, home) and self.served(part) & DAY]

    def visits(self, parts: Parts, home: Option | None) -> list[Option]:
        """Help in the home that comes from somewhere."""
        away = [part for part in parts if is_away(part.option, home) and not self.served(part) & DAY]
        return [part.option for part in away if part.option.provision.in_own_home]

    def served(self, part: Judged) -> set[str]:
        """The areas in which an option meets something, the needed ones where there are such; else all it covers."""
        needed = World(self.now).name("case.needs.areas")
        areas: set[str] = set()
        for wanted, amount in zip(self.wanted, part.at_most, strict=True):
            if amount:
                here = wanted.areas & set(part.option.areas)
                areas |= (here & (frozenset() if needed is UNKNOWN else needed.values)) or here
        if areas and part.option.gives_home:
            areas.add("home")
        return areas or set(part.option.areas)

    def steps(self, part: Judged) -> dict[str, int]:
        """The highest step per ladder, over the areas served."""
        steps: dict[str, int] = {}
        for area in self.served(part):
            step = part.option.areas[area]
            steps[step.ladder] = max(step.number, steps.get(step.ladder, 0))
        return steps


def weakest(standings: Sequence[str]) -> str:
    return max(standings, key=WEAKNESS.index)


def effect(rule: Rule, given: str) -> str:
    """What a rule of the whole makes of a placement."""
    if given not in (FAILS, UNSURE):
        return "suitable"
    if rule.strength == "presumption":
        return "by_exception"
    return "awaiting" if holds_back(rule, given) else "undecided"


def subsets(options: Sequence[Judged]) -> Iterable[tuple[Judged, ...]]:
    """Every set of options but the empty one, parts in the order of ids."""
    ordered = sorted(options, key=lambda one: one.option.id)
    for size in range(1, len(ordered) + 1):
        yield from combinations(ordered, size)
