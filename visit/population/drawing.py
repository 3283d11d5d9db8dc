"""One citizen, drawn: a case file as plain values, which `visit case check` accepts.

What hangs together is drawn in its order: the provision that is asked for; the target group by it, and what goes together with the
group; sex by the group; age, support need, areas and housing by the provision; hours, price and the words of the act by the need;
functioning around the need. What the words of the field say by themselves is not drawn: a citizen with drug misuse needs
treatment for drugs, and an impairment of hearing is a sensory one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from visit.population.draws import Draws
from visit.population.figures import Figures
from visit.population.profile import Profile
from visit.population.soundness import age_band
from visit.reading.documents.population import FLAGS, LEGAL, NONE
from visit.vocabulary import vocabulary

PREFIX = "synthetic-"
"""How the id of every drawn case begins."""
OFFER = "drawn-home"
"""The offer of help that runs now: none of a catalogue."""
OFFER_NAME = "nuværende hjælp (syntetisk)"
MEMBER = "pårørende (syntetisk)"
LARGEST = 9_999_999
_DAY_OFFERS = {"activity": "SEL-104", "work": "SEL-103"}
_TREATED = {"drug-misuse": "treatment_drugs", "alcohol-misuse": "treatment_alcohol"}
_KINDS = {
    "physical-impairment": "physical", "mental-health": "mental", "cognitive-disorder": "cognitive",
    "visual-impairment": "sensory", "hearing-impairment": "sensory", "deafblindness": "sensory",
}  # fmt: skip
_SENSORY = ("visual-impairment", "hearing-impairment", "deafblindness")
_PENSION_AGE = 67
_ADULT = 18
_MOST_LEVEL = 4


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """What every citizen of a population is drawn from."""

    profile: Profile
    figures: Figures
    seed: int

    @property
    def starts(self) -> dict[str, int]:
        """How many begin in a year, by provision, in thousandths: the stock times the share that begins, for its inhabitants."""
        return starts_of(self.figures, self.profile.inhabitants_of, self.profile.id)

    def citizens(self, count: int) -> Iterator[dict[str, object]]:
        """Yield as many citizens as are asked for, the first ones of this seed."""
        starts = self.starts
        return (citizen(self, starts, number) for number in range(1, count + 1))


def starts_of(figures: Figures, inhabitants_of: Mapping[str, int], profile: str) -> dict[str, int]:
    """Return how many begin in a year, by provision, in thousandths; a count of another place is scaled to this one."""
    found = {}
    for name, one in figures.figures.items():
        if one.margin.name == "recipients":
            share = figures.number(f"started.{one.key}")
            found[one.key] = figures.number(name) * share * inhabitants_of[profile] // inhabitants_of[one.profile]
    return found


def a_year(starts: Mapping[str, int]) -> int:
    """Return how many begin in a year in all."""
    return max(1, sum(starts.values()) // 1000)


def citizen(drawing: Drawing, starts: Mapping[str, int], number: int) -> dict[str, object]:
    """Return one citizen as a case file has it."""
    return _OneDrawn(drawing, Draws(drawing.figures, drawing.seed, number), starts).document(number)


class _OneDrawn:
    """One citizen while the case is written."""

    def __init__(self, drawing: Drawing, draws: Draws, starts: Mapping[str, int]) -> None:
        self.profile, self.draws, self.figures = drawing.profile, draws, drawing.figures
        self.provision = draws.weighted("provision", starts)
        self.group = self._group(draws.certain("kinds", self.provision), "groups")
        self.others = self._others()
        self.age = self._age()
        self.level = draws.certain("support_need", self.provision)
        self.areas, self.day_offer = self._areas()
        self.housing = draws.certain("housing", self.provision)
        self.home = self._home()

    # --- who ---

    def _group(self, kind: str, name: str) -> str:
        """Return the group itself, or one of a kind of groups."""
        if self.figures.nearest("groups", (kind,)) is None:
            return kind
        return self.draws.weighted(name, self.figures.many(f"groups.{kind}"))

    def _others(self) -> list[str]:
        found: list[str] = []
        for kind in self.draws.each("together", *self._with_above(self.group)):
            one = self._group(kind, f"groups/{kind}")
            if one != self.group and one not in found:
                found.append(one)
        return found

    def _with_above(self, group: str) -> tuple[str, ...]:
        """Return a group and what it belongs to, the nearest first."""
        return group, *reversed(ancestors(group))

    def _age(self) -> int:
        first, last = age_band(self.draws.certain("ages", self.provision))
        return first + self.draws.below("age", last - first + 1)

    def _areas(self) -> tuple[list[str], str | None]:
        areas = [one for one in self.draws.each("areas", self.provision) if one != "treatment" or self._treatments()]
        day = self.draws.code("day_offer", self.provision)
        if day in (None, NONE) or day in areas:
            return areas, None
        return [*areas, str(day)], day

    def _treatments(self) -> list[str]:
        return [_TREATED[one] for one in (self.group, *self.others) if one in _TREATED]

    def _home(self) -> str | None:
        draws = self.draws
        if self.housing == NONE:
            return None
        if self.housing == "institution" and draws.holds("outside_own"):
            return draws.certain("outside_towns", of="/home")
        return draws.code("towns", of="/home")

    # --- what is written ---

    def document(self, number: int) -> dict[str, object]:
        """Return the case; what is left out was not recorded."""
        document: dict[str, object] = {
            "format": 1,
            "case": f"{PREFIX}{number:07d}",
            "assessed": self.profile.assessed.isoformat(),
            "municipality": self.profile.municipality,
            "citizen": self._citizen(),
        }
        fields = {
            "target_groups": {"primary": self.group, "secondary": self.others},
            "support_need": int(self.level),
            "permanence": self.draws.certain("permanence", self.provision),
            "functioning": self._functioning(),
            "legal": self._legal(),
            "needs": self._needs(),
            "network": self._network(),
            "wishes": {"offers": [], "avoid": []},
            "applied": self._applied(),
            "answers": [],
            "consent": self._consent(),
            "guardian": self._guardian(),
            "flags": self._flags(),
        }
        kept = ("target_groups", "support_need", "legal", "needs", "consent", "flags", "applied")
        document |= {key: value for key, value in fields.items() if key in kept or not self.draws.is_left_out(key)}
        return document

    def _citizen(self) -> dict[str, object]:
        found: dict[str, object] = {"age": self.age}
        sex = self.figures.nearest("men", (self.provision, *self._with_above(self.group)))
        if sex is not None:
            found["sex"] = "man" if self.draws.holds("men", self.provision, *self._with_above(self.group)) else "woman"
        home: dict[str, object] = {"housing": self.housing, "tenancy": self.housing == "own"}
        if self.home is not None and not self.draws.is_left_out("citizen.home.place"):
            home = {"place": self.home, **home}
        found["home"] = home
        found["current"] = self._current()
        return found

    def _current(self) -> list[dict[str, object]]:
        """Return the help that runs now; a stay has the price of a basic rate and a package of hours."""
        provision = self.draws.code("help_now", self.housing)
        if provision in (None, NONE):
            return []
        row: dict[str, object] = {"offer": OFFER, "name": OFFER_NAME, "service": provision, "question": "review"}
        if self.home is not None:
            row["place"] = self.home
        if self.housing == "institution":
            hours = int(self.draws.certain("home_hours", self.level))
            row |= {"question": "ends", "price_dkk_per_day": self._price(hours), "ground": "need_changed"}
        else:
            row["hours_per_week"] = int(self.draws.certain("hours", self.level, of="/now"))
        return [row]

    def _price(self, hours: int) -> int:
        """Return DKK a day: the basic rate, and a package that covers so many hours and costs as the middle of it."""
        step, per_package = self.figures.number("package_hours"), self.figures.number("package_price")
        packages = -(-hours // step)
        return int(self.draws.certain("basic_price")) + (2 * packages - 1) * per_package // 2

    def _functioning(self) -> dict[str, int]:
        levels = {}
        for theme in self.draws.each("themes"):
            offset = int(self.draws.certain("functioning", of=f"/{theme}"))
            levels[theme] = max(0, min(_MOST_LEVEL, int(self.level) + offset))
        return levels

    def _legal(self) -> dict[str, object]:
        true = self.draws.each("legal", self.level)
        found: dict[str, object] = {
            "impairment": self.draws.certain("impairment", self.level),
            "kinds": self._kinds_of_impairment(),
            "social_problems": self.draws.certain("social_problems", *self._with_above(self.group)),
            "other_law_covers": [],
            "covered_by_aeldreloven": self.age >= _PENSION_AGE and self.draws.holds("elder"),
            **{name: name in true for name in LEGAL},
        }
        return {key: value for key, value in found.items() if not self.draws.is_left_out(f"legal.{key}")}

    def _kinds_of_impairment(self) -> list[str]:
        found = []
        for group in (self.group, *self.others):
            above = self._with_above(group)
            kind = next((_KINDS[one] for one in above if one in _SENSORY), None)
            found.append(kind or next((_KINDS[one] for one in above if one in _KINDS), None))
        return sorted({one for one in found if one is not None})

    def _needs(self) -> dict[str, object]:
        must: list[str] = []
        for area in self.areas:
            must += self._needs_of(area)
        found: dict[str, object] = {"areas": self.areas, "must": list(dict.fromkeys(must))}
        if "support" in self.areas and "home" not in self.areas:
            found["hours_per_week"] = {"support": int(self.draws.certain("hours", self.level))}
        if "home" in self.areas:
            found["round_the_clock"] = self.draws.holds("round_the_clock", self.level)
            found["premises"] = list(self.draws.each("premises"))
        kept = ("areas", "must")
        return {key: one for key, one in found.items() if key in kept or not self.draws.is_left_out(f"needs.{key}")}

    def _needs_of(self, area: str) -> list[str]:
        if area == "treatment":
            return self._treatments()
        named = list(self.draws.each("needs", area))
        return [*named, "violence_protection"] if area == "home" and self.group == "violent-abuse" else named

    def _network(self) -> list[dict[str, object]]:
        return [self._member(f"/{place}") for place in range(int(self.draws.certain("network")))]

    def _member(self, of: str) -> dict[str, object]:
        near = self.draws.holds("network_near", of=of)
        place = self.draws.code("towns" if near else "outside_towns", of=f"/network{of}")
        row = {"who": MEMBER, "contact": self.draws.certain("contact", of=of)}
        return {**row, **({} if place is None else {"place": place}), "benefit": self.draws.certain("benefit", of=of)}

    def _applied(self) -> list[dict[str, object]]:
        on = self.profile.assessed - timedelta(days=int(self.draws.certain("application_days")))
        asked = [self.provision, *([_DAY_OFFERS[self.day_offer]] if self.day_offer is not None else ())]
        return [{"provision": one, "on": on.isoformat()} for one in asked]

    def _consent(self) -> dict[str, str]:
        found = {"support": self.draws.certain("consent_support"), "move": self.draws.certain("consent_move")}
        return {key: one for key, one in found.items() if not self.draws.is_left_out(f"consent.{key}")}

    def _guardian(self) -> dict[str, object]:
        return {"kind": self.draws.certain("guardian") if self.age >= _ADULT else NONE}

    def _flags(self) -> dict[str, object]:
        true = self.draws.each("flags")
        found = {name: name in true for name in FLAGS}
        flags: dict[str, object] = {**found, "sentence": self.draws.certain("sentence", *self._with_above(self.group))}
        return {key: one for key, one in flags.items() if not self.draws.is_left_out(f"flags.{key}")}


def ancestors(group: str) -> tuple[str, ...]:
    """Return what a target group belongs to, the widest first."""
    below = vocabulary().codes["target_group"].below or {}
    above = [key for key, members in below.items() if group in members and key != group]
    return tuple(sorted(above, key=lambda key: (-len(below[key]), key)))
