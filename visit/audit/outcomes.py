"""What came of the help to many: goals reached by theme, how long stays last against their target, steps outward and inward.

Values only, counted while the decisions go by: of a case its goals and the stays that run are kept, never its facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from visit.audit.progress import Goals, helps, may_have_begun
from visit.case import Case
from visit.catalogue import Option
from visit.decisions.files import BRIEF, Decided
from visit.decisions.selection import Selection, selected
from visit.decisions.stored import stored_catalogue, stored_guideline
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.rules.guideline.layering import within
from visit.rules.guideline.records import GuidelineRecord
from visit.vocabulary import Step, vocabulary

TARGET = "target_stay_months_"
"""The parameter of a guideline that has the target for a stay begins so, and ends in the number of the provision: `107`."""
STEPS = ("outward", "same", "inward", "unknown")
_NO_STAY = ("HOME", "TENANCY")


@dataclass(frozen=True, slots=True)
class Attained:
    """The goals of one theme: reached, not reached, and not measured."""

    theme: str
    reached: int
    missed: int
    unmeasured: int

    @property
    def measured(self) -> int:
        """How many were measured."""
        return self.reached + self.missed


@dataclass(frozen=True, slots=True)
class Stays:
    """The stays under one provision with one target, in whole months.

    Attributes:
        target: The target of the guideline that the decisions rest on; None where it has none.
        ended: Months of those that ended, in the order of ending.
        running: Months so far of those that run.
        undated: Those of a service that ran before and whose beginning is not recorded; in no other count.
    """

    provision: str
    target: int | None
    ended: tuple[int, ...]
    running: tuple[int, ...]
    undated: int

    @property
    def over(self) -> int | None:
        """How many last or lasted longer than the target."""
        target = self.target
        return None if target is None else sum(1 for months in (*self.ended, *self.running) if months > target)

    @property
    def means(self) -> tuple[int | None, int | None]:
        """Whole months on average, of those that ended and of those that run."""
        return mean(self.ended), mean(self.running)


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """What came of the help in all cases; `steps` counts the way from each decision of a case to the next.

    Attributes:
        waiting: Decisions whose help has not begun, as an approval is missing; neither among the stays nor the steps.
        refused: Decisions whose help never began, as an approver, the citizen or the offer refused it; likewise.
    """

    cases: int
    erased: int
    waiting: int
    refused: int
    goals: tuple[Attained, ...]
    stays: tuple[Stays, ...]
    steps: Mapping[str, int]


def outcomes(ledger: Ledger, as_of: date, which: Selection = Selection()) -> Outcomes:  # noqa: B008  (frozen)
    """Count what came of the help.

    A stay is a part of a placement under a provision. It begins on the day of the decision, or where the case says that the
    service runs already, on the day since when; it continues through every decision of the case that keeps the part. It ends on
    the day a follow-up says, else with the decision that has it no more; what has not ended runs until `as_of`.

    Help that waits for an approval has not begun, unless the case says that it runs already, and help that was refused never
    did: neither is a stay.

    A step is taken between two decisions of a case that both gave help: outward where the highest step on the home ladder is
    lower than before. It is unknown where a part cannot be found, or the choice was outside the catalogue.
    """
    parts = DecidedParts(ledger)
    cases: dict[str, _CaseOutcomes] = {}
    erased = 0
    for decided in selected(ledger, which, (*BRIEF, "facts")):
        if decided.entry.erased:
            erased += 1
        else:
            cases.setdefault(decided.case, _CaseOutcomes()).add(decided, parts)
    return Outcomes(
        cases=len(cases),
        erased=erased,
        waiting=sum(one.waiting for one in cases.values()),
        refused=sum(one.refused for one in cases.values()),
        goals=_attained(cases),
        stays=_stays(cases, as_of),
        steps={name: sum(one.steps[name] for one in cases.values()) for name in STEPS},
    )


# --- goals ---


def _attained(cases: Mapping[str, _CaseOutcomes]) -> tuple[Attained, ...]:
    counts: dict[str, Counter[bool | None]] = {}
    for one in cases.values():
        for goal in one.goals.found:
            counts.setdefault(goal.theme, Counter())[goal.reached] += 1
    order = [theme for theme in vocabulary().codes["theme"].terms if theme in counts]
    return tuple(Attained(theme, counts[theme][True], counts[theme][False], counts[theme][None]) for theme in order)


# --- stays ---


@dataclass(frozen=True, slots=True, eq=False)
class _Stay:
    provision: str
    target: int | None
    start: date | None


class _CaseOutcomes:
    """What is kept of a case while its decisions go by in order; `ended` and `step` are those of the decision before."""

    def __init__(self) -> None:
        self.goals = Goals()
        self.running: dict[str, _Stay] = {}
        self.ended_stays: list[tuple[_Stay, date]] = []
        self.steps: Counter[str] = Counter()
        self.waiting = self.refused = 0
        self.decided = False
        self.ended: date | None = None
        self.stopped = False
        self.step: int | None = None

    def add(self, decided: Decided, parts: DecidedParts) -> None:
        self.goals.add(decided)
        self.refused += decided.refused is not None
        if not may_have_begun(decided):
            if helps(decided):
                self.waiting += 1
                self.take(decided, parts, runs=True)
            return
        step = parts.home_step(decided)
        if self.decided:
            self.steps[_way(self.step, step)] += 1
        self.close(decided)
        self.take(decided, parts)
        self.decided, self.ended, self.stopped, self.step = True, decided.ended, _stopped(decided), step

    def take(self, decided: Decided, parts: DecidedParts, *, runs: bool = False) -> None:
        """Begin the stays of a decision; of one that waits for an approval those alone that the case says run already."""
        for part in decided.parts:
            provision = parts.provision(decided, part)
            if part in self.running or provision is None or provision in _NO_STAY:
                continue
            start = _start(decided, part, provision)
            if not runs or start != decided.day:
                self.running[part] = _Stay(provision, parts.target(decided, provision), start)

    def close(self, decided: Decided) -> None:
        """End what the decision does not keep, or begins again after the help had stopped."""
        for part in [*self.running]:
            if part not in decided.parts or self.stopped:
                self.ended_stays.append((self.running.pop(part), self.ended or decided.day))

    def all(self, as_of: date) -> Iterator[tuple[_Stay, date, bool]]:
        """Yield every stay with the day it is counted to, and whether it has ended."""
        yield from ((stay, day, True) for stay, day in self.ended_stays)
        last = self.ended if self.ended is not None and self.ended <= as_of else None
        yield from ((stay, last or as_of, last is not None) for stay in self.running.values())


def _stopped(decided: Decided) -> bool:
    """Return whether a follow-up ended the help, and did not only send the case to be visited anew."""
    return any(one.get("measured")["outcome"] == "end" for one in decided.answered(EntryType.FOLLOW_UP))


def _start(decided: Decided, part: str, provision: str) -> date | None:
    """Return when a part begins: with the decision, or since when it runs; None where it runs and nobody says since when."""
    offer = part.partition("/")[0]
    for row in Case(decided.facts).citizen.current or ():
        if (row.offer, row.service) == (offer, provision) and row.question != "ends":
            return row.since
    return decided.day


def _stays(cases: Mapping[str, _CaseOutcomes], as_of: date) -> tuple[Stays, ...]:
    found: dict[tuple[str, int | None], tuple[list[int], list[int], list[int]]] = {}
    for one in cases.values():
        for stay, day, over in one.all(as_of):
            ended, running, undated = found.setdefault((stay.provision, stay.target), ([], [], []))
            if stay.start is None:
                undated.append(1)
            else:
                (ended if over else running).append(whole_months(stay.start, day))
    order = [*vocabulary().provisions]
    keys = sorted(found, key=lambda key: (order.index(key[0]) if key[0] in order else len(order), key[0], key[1] or 0))
    return tuple(Stays(*key, tuple(found[key][0]), tuple(found[key][1]), len(found[key][2])) for key in keys)


def _way(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return "unknown"
    return "same" if before == after else "outward" if after < before else "inward"


# --- what the parts of a placement are ---


class DecidedParts:
    """What the parts of decisions are, by the catalogue and guideline that each rests on; each document is read once."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.catalogues: dict[str | None, Mapping[str, Option]] = {}
        self.layers: dict[str | None, tuple[GuidelineRecord, ...]] = {}

    def home_step(self, decided: Decided) -> int | None:
        """Return the highest step on the home ladder, 0 where no part is on it; None where a part is not known."""
        if decided.choice.get("kind") != "placement":
            return None
        found = [self.areas(decided, part) for part in decided.parts]
        if any(areas is None for areas in found):
            return None
        steps = [step.number for areas in found if areas for step in areas.values() if step.ladder == "home"]
        return max(steps, default=0)

    def areas(self, decided: Decided, part: str) -> Mapping[str, Step] | None:
        """Return the areas of a part with their steps."""
        option = self.option(decided, part)
        if option is not None:
            return option.areas
        id = _provision_in(part)
        return None if id is None else vocabulary().provisions[id].areas

    def provision(self, decided: Decided, part: str) -> str | None:
        """Return the provision of a part."""
        option = self.option(decided, part)
        return _provision_in(part) if option is None else option.provision.id

    def option(self, decided: Decided, part: str) -> Option | None:
        """Return the option of the stored catalogue that a part is; None for a home, a tenancy, and what is outside it."""
        digest = decided.entry.leaf.catalogue
        if digest not in self.catalogues:
            catalogue = stored_catalogue(self.ledger, decided.entry)
            self.catalogues[digest] = {option.id: option for option in catalogue.options}
        return self.catalogues[digest].get(part)

    def target(self, decided: Decided, provision: str) -> int | None:
        """Return the target of a stay in months, from the guideline that a decision rests on, as it was on its date."""
        digest = decided.entry.leaf.guideline
        if digest not in self.layers:
            self.layers[digest] = tuple(stored_guideline(self.ledger, decided.entry)["layers"])
        name = TARGET + "".join(provision.split("-")[1:2])
        as_of = date.fromisoformat(decided.entry.get("as_of"))
        rows = [layer["parameters"][name] for layer in self.layers[digest] if name in layer.get("parameters", ())]
        return next((int(Decimal(str(row["value"]))) for row in reversed(rows) if within(row, as_of)), None)


def _provision_in(part: str) -> str | None:
    """Return the provision of a part that no catalogue has: a home, a tenancy, or a service that runs outside it."""
    offer, _slash, service = part.partition("/")
    if offer in ("home", "tenancy"):
        return offer.upper()
    return service if service in vocabulary().provisions else None


# --- shares, means and months, in whole numbers ---


def divided(total: int, by: int) -> int:
    """Return a quotient of numbers that are not negative, rounded to a whole number."""
    return (2 * total + by) // (2 * by)


def whole_percent(part: int, whole: int) -> int | None:
    """Return a share in whole percent; None of nothing."""
    return divided(100 * part, whole) if whole else None


def mean(numbers: Sequence[int]) -> int | None:
    """Return the mean, rounded to a whole number; None of none."""
    return divided(sum(numbers), len(numbers)) if numbers else None


def whole_months(start: date, end: date) -> int:
    """Return how many whole months have passed; a month that has not ended does not count, and none is negative."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return max(0, months)
