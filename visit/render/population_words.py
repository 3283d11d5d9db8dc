"""What is said of a drawn population wherever one is used: that it is synthetic, and what it rests on."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from visit.canonical import digest
from visit.locale import formats, plural
from visit.locale import text as _
from visit.population.figures import MarginFigure
from visit.population.made import ACTS_AS_ASKED, DrawnFrom, grounds
from visit.rules.guideline.values import DIGITS

ABOUT_A_YEAR = 10
"""Citizens are of about a year where they are at most one in so many more or fewer than begin in it."""


@dataclass(frozen=True, slots=True)
class CitizensTold:
    """The citizens that an answer is about, as it tells of them.

    Attributes:
        digest: What names them.
        is_drawn: Whether all are drawn, and nobody.
        is_invented: Whether whoever asks says that those who are not drawn are invented.
        seeds: What they were drawn with.
        figures: How many figures they were drawn from, and how many of these are assumptions.
        price_years: The years of the prices of the help that they have now.
        made: The commands that draw them again, each into a file of the name that `drawn_file` gives.
        unlike: How many are drawn by their file's word alone, and not as they were drawn.
        drawn: How many were drawn from each profile, and how many new cases it gives in a year.
        lacking: How many that were drawn are not there.
    """

    digest: str
    is_drawn: bool
    seeds: tuple[int, ...] = ()
    figures: tuple[int, int] = (0, 0)
    price_years: tuple[int, ...] = ()
    made: tuple[str, ...] = ()
    unlike: int = 0
    is_invented: bool = False
    drawn: tuple[tuple[int, int], ...] = ()
    lacking: int = 0

    @property
    def is_nobody(self) -> bool:
        """Whether none of them is a person, so that every number and each of them may be shown."""
        return self.is_drawn or self.is_invented

    @property
    def new_cases_a_year(self) -> int:
        """How many new cases the profiles give in a year; 0 where that is not known."""
        return sum(a_year for _n, a_year in self.drawn) if self.is_drawn else 0

    def years_words(self) -> str:
        """Return in how many years so many begin; nothing where that is not known."""
        a_year = self.new_cases_a_year
        if not a_year:
            return ""
        years = Fraction(sum(n for n, _a_year in self.drawn), a_year)
        return plural(
            "the profile gives {a_year} new cases a year; these correspond to {years} years",
            "the profiles give {a_year} new cases a year; these correspond to {years} years",
            len(self.drawn), a_year=formats.number(a_year), years=formats.number(years, decimals=1),
        )  # fmt: skip

    @property
    def may_fill_places(self) -> bool:
        """Whether it says something of an offer how many of them it has places for: not of a number that was chosen freely."""
        return all(abs(n - a_year) * ABOUT_A_YEAR <= a_year for n, a_year in self.drawn)

    def words(self, count: int) -> str:
        """Return how many they are, and of which kind: of drawn ones that they represent nobody, and what they rest on."""
        n = formats.number(count)
        if self.is_invented:
            return plural(
                "{n} case, invented as whoever asks says", "{n} cases, invented as whoever asks says", count, n=n
            )
        if not self.is_drawn:
            return plural("{n} case", "{n} cases", count, n=n)
        told = plural(
            "{n} synthetic citizen, never representative", "{n} synthetic citizens, never representative", count, n=n
        )
        seeds = formats.listed(map(str, self.seeds))
        told = (
            plural("{who}, seed {seed}", "{who}, seeds {seed}", len(self.seeds), who=told, seed=seeds)
            if seeds
            else told
        )
        figures, assumed = (formats.number(one) for one in self.figures)
        if self.figures[0]:
            told = _("{who}; {assumed} of {figures} figures assumed", who=told, assumed=assumed, figures=figures)
        told = f"{told}; {lacking_words(self.lacking)}" if self.lacking else told
        return f"{told}; {unlike_words(self.unlike)}" if self.unlike else told

    def document(self) -> dict[str, object]:
        """Return the same as data, without how many they are."""
        return {
            "digest": self.digest,
            "seeds": list(self.seeds),
            "synthetic": self.is_drawn,
            **({"invented": True} if self.is_invented else {}),
            **({"representative": False} if self.is_drawn else {}),
            "figures": self.figures[0],
            "figures_assumed": self.figures[1],
            "price_years": list(self.price_years),
            "new_cases_a_year": self.new_cases_a_year or None,
            "made": list(self.made),
            "not_as_drawn": self.unlike,
            "not_here": self.lacking,
        }


def lacking_words(n: int) -> str:
    """Return that so many of those that a file says were drawn are not in it."""
    return plural(
        "{n} of those that the file says were drawn is not here",
        "{n} of those that the file says were drawn are not here",
        n, n=formats.number(n),
    )  # fmt: skip


def unlike_words(n: int) -> str:
    """Return that so many are synthetic by their file's word alone: drawing them again gives others."""
    return plural(
        "{n} is synthetic by the file's word alone, and not as drawn",
        "{n} are synthetic by the file's word alone, and not as drawn",
        n, n=formats.number(n),
    )  # fmt: skip


def made_again(drawn: DrawnFrom) -> str:
    """Return the command that draws a population again.

    A profile that ships is named by its id; a file of one's own as it was called, with the digest of what it has to say.
    """
    said, file = drawn.record, drawn.profile_file
    words = ["visit", "population", "make", "--profile", str(said["population"]) if file is None else file]
    words += [] if file is None else ["--digest", str(said["profile"])[:DIGITS]]
    words += ["-n", str(said["n"]), "--seed", str(said["seed"])]
    words += ["--municipality", str(said["municipality"])] if said.get(ACTS_AS_ASKED) is True else []
    assumed = sum(one.is_assumed for one in drawn.figures.values())
    bounds = {*drawn.bounds.values()}
    if len(bounds) == 1 and len(drawn.bounds) == assumed:
        words += ["--assumption", f"all={bounds.pop()}"]
    else:
        for name, bound in drawn.bounds.items():
            words += ["--assumption", f"{name}={bound}"]
    return shlex.join(words)


def drawn_file(drawn: DrawnFrom) -> str:
    """Return what a file of drawn citizens is called in a command to run again: the same, whatever it is called here."""
    said, bounds = drawn.record, {*drawn.bounds.values()}
    assumed = sum(one.is_assumed for one in drawn.figures.values())
    if len(bounds) == 1 and len(drawn.bounds) == assumed:
        bound = f"-{bounds.pop()}"
    else:
        bound = f"-{digest(dict(drawn.bounds))[:8]}" if bounds else ""
    own = "" if drawn.profile_file is None else f"-{str(said['profile'])[:DIGITS]}"
    acts = f"-{said['municipality']}" if said.get(ACTS_AS_ASKED) is True else ""
    return f"{said['population']}{own}{acts}-{said['n']}-{said['seed']}{bound}.jsonl"


def made_into_a_file(drawn: DrawnFrom) -> str:
    """Return the command that draws a population again, into a file of that name."""
    return f"{made_again(drawn)} -o {shlex.quote(drawn_file(drawn))}"


def drawn_in_a_line(made: DrawnFrom, language: str, here: int | None = None) -> str:
    """Return how many citizens were drawn, from what, and by which seed; and how many of them are here, where that is not all."""
    count = made.record["n"]
    if here is not None and here != count:
        return _(
            "{here} of {n} synthetic citizens · {label} · seed {seed}",
            here=formats.number(here), n=formats.number(count), label=made.record["label"][language], seed=made.record["seed"],
        )  # fmt: skip
    return plural(
        "{n} synthetic citizen · {label} · seed {seed}",
        "{n} synthetic citizens · {label} · seed {seed}",
        count, n=formats.number(count), label=made.record["label"][language], seed=made.record["seed"],
    )  # fmt: skip


def grounds_in_a_line(figures: Iterable[MarginFigure]) -> str:
    """Return how many margins rest on sources, on assumptions, and on both."""
    every = tuple(figures)
    counted = Counter(grounds(every).values())
    return _(
        "{margins} margins: {source} on sources, {assumption} on assumptions, {both} on both ({n} of {all} figures assumed)",
        margins=counted.total(), source=counted["source"], assumption=counted["assumption"], both=counted["both"],
        n=sum(one.is_assumed for one in every), all=len(every),
    )  # fmt: skip


def bounds_in_words(made: DrawnFrom) -> str | None:
    """Return which assumptions stand at their low or high value; None where none does."""
    if not made.bounds:
        return None
    words = {"low": _("low"), "high": _("high")}
    if len(set(made.bounds.values())) == 1 and len(made.bounds) > 1:
        [bound] = set(made.bounds.values())
        if len(made.bounds) == sum(one.is_assumed for one in made.figures.values()):
            return _("every assumption at its {bound} value", bound=words[bound])
    return formats.listed(f"{name} = {words[bound]}" for name, bound in made.bounds.items())


def margin_label(name: str) -> str:
    """Return what a margin is called."""
    return {
        "inhabitants": _("Inhabitants"), "recipients": _("Recipients by provision"),
        "started": _("Share whose help began within the year"), "kinds": _("Kind of target group"),
        "groups": _("Target group"), "together": _("Groups that go together"), "men": _("Share of men"),
        "ages": _("Age"), "support_need": _("Support need"), "permanence": _("Permanence of the need"),
        "areas": _("Areas of help"), "day_offer": _("Day offer beside it"), "needs": _("Needs"),
        "hours": _("Hours a week at home"), "home_hours": _("Hours a week in a residential offer"),
        "round_the_clock": _("Support round the clock"), "premises": _("Premises"), "housing": _("Housing"),
        "help_now": _("Help that runs now"), "outside_own": _("Living outside the municipality"),
        "towns": _("Towns"), "outside_towns": _("Towns outside the municipality"), "network": _("People in the network"),
        "network_near": _("Network in the municipality"), "contact": _("Contact"), "benefit": _("Benefit of the contact"),
        "themes": _("Themes that are assessed"), "functioning": _("Functioning around the support need"),
        "impairment": _("Impairment in the words of the act"), "social_problems": _("Social problems in the words of the act"),
        "legal": _("Other words of the acts"), "elder": _("Covered by the Act on Elder Care from 67"), "flags": _("Circumstances"),
        "sentence": _("Sentence"), "guardian": _("Guardian"), "consent_support": _("Consent to support"),
        "consent_move": _("Consent to moving"), "application_days": _("Days since the application"),
        "basic_price": _("Basic rate a day"), "package_price": _("Price of a package a day"),
        "package_hours": _("Hours in a package"), "unrecorded": _("Share of fields that are left out"),
    }[name]  # fmt: skip


def table_label(name: str) -> str:
    """Return what a table of cases is called."""
    return {
        "municipality": _("municipality"), "age": _("age"), "sex": _("sex"), "kind": _("kind of target group"),
        "support_need": _("support need"), "permanence": _("permanence of the need"), "housing": _("housing"),
        "help_now": _("has help now"), "applied": _("applied for"), "areas": _("areas"), "needs": _("needs"),
        "secondary": _("other target groups"),
    }[name]  # fmt: skip
