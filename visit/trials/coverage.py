"""What tests, or cases, go through of a guideline: each outcome of each statement, and each side of each boundary.

Only what a guideline says itself is asked for: its own statements, and the boundaries of its parents that a parameter of its own
gives. An outcome that nothing can have is not asked for; it is looked for only where it was not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from visit.case import Case
from visit.catalogue import Catalogue
from visit.errors import Location, VisitError
from visit.matching import Engine
from visit.rules.findings.joined_conditions import both, denied, not_failed
from visit.rules.findings.possibility import can_be
from visit.rules.guideline.layering import Layer, turning_days
from visit.rules.guideline.values import DecisionTable, Guideline, Preference, Rule
from visit.rules.language.conditions import Condition
from visit.trials.boundaries import BoundaryValue
from visit.trials.mutating import Mutation
from visit.trials.observing import Deciding, Observed, Observer, conditions_of, deciders
from visit.trials.openness import may_be_unknown, rule_may_be_unknown
from visit.trials.reading import SECTIONS, Cases, RowTrial
from visit.trials.resting import StatementName
from visit.trials.rows import row_inputs
from visit.trials.running import Versions

_KINDS = {section: kind for kind, section in SECTIONS.items()}


@dataclass(frozen=True, slots=True)
class CoveredBoundary:
    """A comparison with a number or date, and how often a value lay on each side of it that is needed."""

    written: str
    limit: BoundaryValue
    sides: Mapping[str, int]

    @property
    def missing(self) -> tuple[str, ...]:
        """The sides on which no value lay."""
        return tuple(side for side, count in self.sides.items() if not count)


@dataclass(frozen=True, slots=True)
class CoveredStatement:
    """A statement, how often it had each outcome that it can have, and its boundaries."""

    kind: str
    id: str
    at: Location
    outcomes: Mapping[str, int]
    boundaries: tuple[CoveredBoundary, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The outcomes that it never had."""
        return tuple(outcome for outcome, count in self.outcomes.items() if not count)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing and not any(one.missing for one in self.boundaries)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All statements of one guideline, in the order of its file.

    Attributes:
        tried: How many tests or cases were gone through.
        orders: Each two neighbours among its preferences that no test notices the other way round; of cases None.
        early: How many cases were assessed before any version was in force, and are gone through as on the day it `begins`.
        begins: That day; None where there are none.
    """

    guideline: str
    tried: int
    statements: tuple[CoveredStatement, ...]
    orders: tuple[Mutation, ...] | None = None
    early: int = 0
    begins: date | None = None

    @property
    def missing(self) -> tuple[CoveredStatement, ...]:
        """The statements of which something was not tried."""
        return tuple(one for one in self.statements if not one.is_whole)


def coverage_of_tests(cases: Cases, versions: Versions) -> Coverage:
    """Go through the tests of a cases file. A row counts for its own statement, a whole decision for all that it asks.

    A test whose data is at fault is left out; whoever runs it is told.
    """
    watching = _Watching(cases.guideline, versions)
    for row in cases.rows:
        with suppress(VisitError):
            watching.row(row)
    for one in cases.decisions:
        with suppress(VisitError):
            watching.match(one.case, one.catalogue, one.as_of)
    return watching.coverage()


def coverage_of_cases(guideline: str, versions: Versions, cases: Iterable[Case], catalogue: Catalogue) -> Coverage:
    """Go through cases, each on the day of its assessment, with the offers of a catalogue.

    What was assessed before any version of the guideline was in force is gone through as on the first day on which the newest is.

    Raises:
        UsageError: No version of the guideline is in force on a day after that.
    """
    watching = _Watching(guideline, versions)
    first = min(
        (one.record["in_force"].get("from") or "" for one in versions.layers if one.id == guideline), default=""
    )
    begins = versions.begins(guideline)
    early = 0
    for case in cases:
        is_early = case.assessed.isoformat() < first
        early += is_early
        watching.match(case, catalogue, begins if is_early else case.assessed)
    return replace(watching.coverage(), early=early, begins=begins if early else None)


def one_sided(cases: Cases, versions: Versions) -> Iterator[tuple[StatementName, CoveredBoundary]]:
    """Yield of every statement of some rows each limit of which neither they nor a whole decision try one of its sides."""
    watching = _Watching(cases.guideline, versions)
    for row in cases.rows:
        with suppress(VisitError):
            watching.row(row)
    if not list(watching.one_sided(cases)):
        return
    for one in cases.decisions:
        with suppress(VisitError):
            watching.match(one.case, one.catalogue, one.as_of)
    yield from watching.one_sided(cases)


class _Watching:
    """One guideline over all days that are asked for."""

    def __init__(self, guideline: str, versions: Versions) -> None:
        self.id, self.versions, self.tried = guideline, versions, 0
        self.observed = Observed()
        self.observers: dict[Guideline, Observer] = {}
        self.engine: Engine | None = None

    def on(self, day: date) -> Observer:
        guideline = self.versions.on(self.id, day)
        if guideline not in self.observers:
            self.observers[guideline] = Observer(guideline, self.observed)
        return self.observers[guideline]

    def row(self, row: RowTrial) -> None:
        statement = (row.kind, row.statement)
        inputs = row_inputs(row, self.versions.alone_on(self.id, row.as_of, statement))
        self.on(row.as_of).row(statement, inputs)
        self.tried += 1

    def match(self, case: Case, catalogue: Catalogue, day: date) -> None:
        observer = self.on(day)
        if self.engine is None or (self.engine.catalogue, self.engine.guideline) != (catalogue, observer.guideline):
            self.engine = Engine(catalogue, observer.guideline)
        observer.ranking(self.engine.match(case, day))
        self.tried += 1

    def one_sided(self, cases: Cases) -> Iterator[tuple[StatementName, CoveredBoundary]]:
        """Yield each limit that is tried on one side alone; of distances, which hardly ever lie close, none."""
        for key in dict.fromkeys((row.kind, row.statement) for row in cases.rows):
            standing = [one for one in self.observers.values() if key in one.stated]
            for boundary in self.boundaries(key, standing):
                if "at" in boundary.sides and 0 < len(boundary.missing) < len(boundary.sides):
                    yield key, boundary

    def coverage(self) -> Coverage:
        """Put together what was seen, with what can be and was not seen."""
        own = [layer for layer in self.versions.layers if layer.id == self.id]
        for day in (*_days(own), self.versions.begins(self.id)):
            with suppress(VisitError):
                self.on(day)
        places = _places(own)
        statements = [self.own(key, at) for key, at in places.items()]
        parents = [layer for layer in self.versions.family(self.id) if layer.id != self.id]
        parameters = {
            key for layer in own for section, key, _row, _path in layer.statements() if section == "parameters"
        }
        inherited = [self.inherited(key, at, parameters) for key, at in _places(parents).items() if key not in places]
        return Coverage(self.id, self.tried, tuple(one for one in (*statements, *inherited) if one is not None))

    def own(self, key: StatementName, at: Location) -> CoveredStatement | None:
        """Return what was seen of a statement; None where it stands on none of the days."""
        standing = [one for one in self.observers.values() if key in one.stated]
        if not standing:
            return None
        newest = standing[-1]
        counts = {
            outcome: self.observed.outcomes[key, outcome]
            for outcome in _outcomes(newest.stated[key])
            if self.observed.outcomes[key, outcome] or can_have(newest.guideline, key, outcome)
        }
        return CoveredStatement(*key, at, counts, tuple(self.boundaries(key, standing)))

    def inherited(self, key: StatementName, at: Location, parameters: Set[str]) -> CoveredStatement | None:
        """Return what was seen of a parent's statement, of which an own parameter gives a boundary; else None."""
        standing = [one for one in self.observers.values() if key in one.stated]
        given = tuple(self.boundaries(key, standing, parameters))
        return CoveredStatement(*key, at, {}, given) if given else None

    def boundaries(
        self, key: StatementName, standing: Iterable[Observer], parameters: Set[str] | None = None
    ) -> Iterator[CoveredBoundary]:
        for one in dict.fromkeys(one for observer in standing for one in observer.all_boundaries(key)):
            if parameters is None or one.parameters & parameters:
                sides = {side: self.observed.sides[key, one, side] for side in one.needed}
                yield CoveredBoundary(one.written, one.limit, sides)


def _days(layers: Iterable[Layer]) -> Iterator[date]:
    """Yield the days from which on other statements of some layers stand."""
    for layer in layers:
        start = layer.record["in_force"].get("from")
        yield from (() if start is None else (date.fromisoformat(start),))
        yield from (day for day in turning_days((layer,)) if layer.in_force(day))


def _places(layers: Iterable[Layer]) -> dict[StatementName, Location]:
    """Return where each statement of some layers stands that can be tried, in the order of the file."""
    found: dict[StatementName, Location] = {}
    for layer in layers:
        for section, key, _row, path in layer.statements():
            if section in _KINDS:
                found.setdefault((_KINDS[section], key), layer.locate(path))
    return dict(sorted(found.items(), key=lambda one: (one[1].file, one[1].line or 0, one[0])))


# --- what a statement can be ---


def _outcomes(found: Deciding) -> tuple[str, ...]:
    """Return the outcomes that a statement of its kind has."""
    match found:
        case Rule():
            excepted = () if found.unless is None else ("excepted",)
            return ("holds", "fails", "unknown", *excepted, *(() if found.when is None else ("not_applicable",)))
        case DecisionTable():
            return (*(f"row {number}" for number in range(1, len(found.rows) + 1)), "perhaps")
        case Preference():
            return ("known", "unknown", *(() if found.when is None else ("not_applicable",)))
        case Condition():
            return ("given", "not_given", "perhaps")


def can_have(guideline: Guideline, key: StatementName, outcome: str) -> bool:
    """Return whether a statement can have an outcome at all; yes where that cannot be told."""
    found = deciders(guideline)[key]
    match found:
        case Rule() if outcome == "unknown":
            return rule_may_be_unknown(guideline, found)
        case Rule():
            return can_be(_of_rule(found, outcome), guideline)
        case DecisionTable() if outcome.startswith("row "):
            return can_be(_reached(found, int(outcome[4:]) - 1), guideline)
        case Preference() if outcome == "not_applicable":
            return found.when is not None and can_be(denied(found.when), guideline)
        case Preference():
            return outcome == "known" or may_be_unknown(guideline, found.value)
        case Condition() if outcome != "perhaps":
            return can_be(found if outcome == "given" else denied(found), guideline)
        case _:
            return any(may_be_unknown(guideline, one) for one in conditions_of(found))


def _of_rule(rule: Rule, outcome: str) -> Condition:
    """Return the condition under which a rule has an outcome."""
    spared = () if rule.unless is None else (denied(rule.unless),)
    asked = () if rule.when is None else (rule.when,)
    match outcome:
        case "holds":
            return both((*spared, *asked, rule.require))
        case "fails":
            return denied(not_failed(rule))
        case "excepted":
            return denied(both(spared))
        case _:
            return both((*spared, denied(both(asked))))


def _reached(table: DecisionTable, place: int) -> Condition:
    """Return the condition under which a row of a table decides."""
    above = [denied(when) for when, _then in table.rows[:place] if when is not None]
    own = table.rows[place][0]
    return both((*above, *(() if own is None else (own,))))
