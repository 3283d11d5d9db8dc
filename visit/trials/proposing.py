"""Rows for what no test tries of a guideline, made of its own rows and of the values that its conditions tell apart.

A row is proposed only after it was tried: it goes through what was missing, and what the guideline gives today is written into it.
Whether that is what the guideline should give, a person reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from visit.errors import VisitError
from visit.places import municipalities
from visit.reading.source import Document
from visit.reading.yaml_events import PlainValue
from visit.rules.findings.joined_conditions import both, denied
from visit.rules.findings.possibility import Possibility
from visit.rules.guideline.values import Grant, Guideline, Rule
from visit.rules.language.expression import Call, Name, Node
from visit.rules.language.values import UNKNOWN, Value
from visit.trials.boundaries import SIDES, Boundary
from visit.trials.coverage import CoveredStatement, coverage_of_tests
from visit.trials.free_atoms import asked_by_atoms
from visit.trials.observing import Observed, Observer, conditions_of
from visit.trials.reading import Cases, RowTrial, cases_of
from visit.trials.resting import StatementName, names
from visit.trials.results import Defect
from visit.trials.rows import answer, row_inputs
from visit.trials.running import Versions
from visit.trials.setting import RowCase, with_fact
from visit.trials.spreading import spreading, with_its_day
from visit.trials.witnesses import written_otherwise

MOST_WAYS = 24
"""So many choices of values are tried for one outcome."""
_GIVEN = ("case", "option", "comparative", "placement", "as_of")


@dataclass(frozen=True, slots=True)
class ProposedRows:
    """A row of a statement, with what it goes through that no test did."""

    kind: str
    id: str
    row: Mapping[str, PlainValue]
    tries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """The rows for one guideline with what lies under them, and what no row was found for.

    Attributes:
        not_found: StatementName, comparison (or nothing), outcome or side.
    """

    guideline: str
    defaults: RowCase
    rows: tuple[ProposedRows, ...]
    not_found: tuple[tuple[CoveredStatement, str, str], ...]


def proposals(
    cases: Cases, versions: Versions, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> Proposals:
    """Propose rows for what the tests of a guideline do not try. Nothing is proposed for a parent's statements."""
    coverage = coverage_of_tests(cases, versions)
    day = _day(cases, versions)
    proposing = _Proposing(cases, versions, day, _defaults(cases, versions, day))
    rows: list[ProposedRows] = []
    left: list[tuple[CoveredStatement, str, str]] = []
    for place, one in enumerate(coverage.missing, start=1):
        progress(place, len(coverage.missing))
        if one.outcomes:
            found, without = proposing.of(one)
            rows += found
            left += [(one, *target) for target in without]
    return Proposals(coverage.guideline, proposing.defaults, tuple(rows), tuple(left))


def _defaults(cases: Cases, versions: Versions, day: date) -> RowCase:
    """Return what lies under the rows: as the file has it, and where there is none the least that a case needs."""
    if cases.defaults:
        return dict(cases.defaults)
    municipality = versions.municipality(cases.guideline) or municipalities()[0].name
    return {"case": {"assessed": day.isoformat(), "municipality": municipality}}


def _day(cases: Cases, versions: Versions) -> date:
    """Return the day that most tests are tried on, else the first day on which the guideline and all below it are in force."""
    days = [row.as_of for row in cases.rows]
    if days:
        return max(sorted(set(days)), key=days.count)
    return versions.begins(cases.guideline)


@dataclass(slots=True)
class _Proposing:
    cases: Cases
    versions: Versions
    day: date
    defaults: RowCase
    observers: dict[Guideline, Observer] = field(default_factory=dict)

    def of(self, one: CoveredStatement) -> tuple[list[ProposedRows], list[tuple[str, str]]]:
        """Return rows that go through what is missing of a statement, and what none was found for."""
        statement = (one.kind, one.id)
        wanted = {("", outcome) for outcome in one.missing}
        wanted |= {(edge.written, side) for edge in one.boundaries for side in edge.missing}
        found: list[ProposedRows] = []
        seen: set[str] = set()
        for row in self.candidates(statement, wanted):
            if (written := repr(row)) in seen:
                continue
            seen.add(written)
            tried = self.tried(statement, row)
            if tried is not None and (new := tried[0] & wanted):
                found.append(ProposedRows(*statement, {**row, **tried[1]}, tuple(sorted(new))))
                wanted -= new
            if not wanted:
                break
        return found, sorted(wanted)

    # --- candidates ---

    def candidates(self, statement: StatementName, wanted: set[tuple[str, str]]) -> Iterator[RowCase]:
        """Yield rows to try: those that decide an outcome, these with a number moved, and these with a fact left out."""
        guideline = self.versions.on(self.cases.guideline, self.day)
        observer = self.observer(guideline)
        if statement not in observer.stated:
            return
        own = [self.as_row(row) for row in self.cases.rows if (row.kind, row.statement) == statement]
        ways = list(self.ways(observer, statement))
        deadline = next((one for one in guideline.deadlines if statement == ("deadline", one.id)), None)
        if deadline is not None:
            counted = [with_its_day(deadline.counted_from, row, guideline, self.day) for row in (*ways, {})]
            yield from counted
            ways += counted
        bases = [*own, *ways, {}]
        missing = {written for written, _side in wanted}
        edges = [one for one in observer.all_boundaries(statement) if one.written in missing]
        for edge in edges:
            for base in bases:
                yield from _moved(base, edge, guideline)
        yield from ways
        beside = spreading(conditions_of(observer.stated[statement]), guideline, self.day)
        read = sorted(names(guideline, conditions_of(observer.stated[statement])))
        for base in bases:
            for name in read:
                without = with_fact(base, name, UNKNOWN, guideline)
                if without is not None:
                    yield without
        for base in (*bases, *beside.ends(read)):
            yield base
            for name in read:
                yield from beside.rows(base, name)
        yield {}

    def ways(self, observer: Observer, statement: StatementName) -> Iterator[RowCase]:
        """Yield rows made of the values that settle the statement's conditions one way or the other."""
        guideline, found = observer.guideline, observer.stated[statement]
        conditions = conditions_of(found)
        space = Possibility(guideline, conditions)
        fixed: dict[str, Value] = {}
        if isinstance(found, Rule):
            wanted = [found.require, denied(found.require), *((found.unless,) if found.unless is not None else ())]
            wanted += [denied(found.when)] if found.when is not None else []
            when, unless = found.when, found.unless
            joint = [one for one in (when, denied(unless) if unless is not None else None) if one is not None]
        else:
            wanted, joint = [*conditions, *map(denied, conditions)], []
        for condition in wanted:
            for goal in (both((*joint, condition)), condition):
                for way in islice(space.some_ways(goal, True, fixed, MOST_WAYS), MOST_WAYS):
                    row = _row_of({**way, **asked_by_atoms(way, guideline, self.day)}, guideline)
                    if isinstance(found, Rule | Grant) and found.provisions is not None:
                        row = with_fact(row, "option.provision", min(found.provisions), guideline) or row
                    yield row

    def as_row(self, row: RowTrial) -> RowCase:
        """Return what a row is tried on, as a row of its own over the same defaults."""
        given: RowCase = {key: value for key, value in row.inputs.fields.items() if key in _GIVEN and value is not None}
        if row.option.fields:
            given["option"] = row.option.value
        return _over(given, self.defaults)

    # --- trying ---

    def observer(self, guideline: Guideline) -> Observer:
        if guideline not in self.observers:
            self.observers[guideline] = Observer(guideline, Observed())
        return self.observers[guideline]

    def tried(self, statement: StatementName, row: RowCase) -> tuple[set[tuple[str, str]], RowCase] | None:
        """Return what a row goes through, and what its statement gives, with what is missing; None where it is no row."""
        kind, id = statement
        block: dict[str, PlainValue] = {kind: id, "rows": [{**row, "then": "unknown"}]}
        document: dict[str, PlainValue] = {
            "guideline": self.cases.guideline, "defaults": self.defaults, "rules": [block],
        }  # fmt: skip
        try:
            made = cases_of(Document(self.cases.file, document), self.versions.municipality(self.cases.guideline))
            (trial,) = made.rows
            guideline = self.versions.on(self.cases.guideline, trial.as_of)
            inputs = row_inputs(trial, self.versions.alone_on(self.cases.guideline, trial.as_of, statement))
            given = answer(trial, inputs)
        except (VisitError, Defect):
            return None
        observer = self.observer(guideline)
        observer.into = Observed()
        observer.row(statement, inputs)
        through = {("", outcome) for _statement, outcome in observer.into.outcomes}
        through |= {(edge.written, side) for _statement, edge, side in observer.into.sides}
        gives: RowCase = {"then": _then(given.then)}
        if given.due and given.then != "not_given":
            gives["due"] = [one.isoformat() for one in given.due[:2]]
        if given.then not in ("not_given", "not_applicable"):
            gives |= given.who
        return through, gives | ({"missing": list[PlainValue](missing)} if (missing := sorted(given.missing)) else {})


def _over(given: RowCase, below: RowCase) -> RowCase:
    """Return what is given beyond the defaults."""
    found: RowCase = {}
    for key, value in given.items():
        under = below.get(key)
        if key == "case" and isinstance(value, dict) and isinstance(under, dict):
            inside = _over(value, under)
            found |= {key: inside} if inside else {}
        elif value != under:
            found[key] = value
    return found


def _then(given: object) -> PlainValue:
    """Return what a statement gives as a row writes it."""
    if isinstance(given, list):
        return sorted((_then(one) for one in given), key=str)
    if isinstance(given, Fraction):
        return int(given) if given == int(given) else Decimal(given.numerator) / Decimal(given.denominator)
    return given if isinstance(given, bool | int | Decimal | str) else str(given)


def _row_of(way: Mapping[str, Value], guideline: Guideline) -> RowCase:
    """Return a row that sets what was chosen, as far as a row can."""
    row: RowCase = {}
    for name, value in way.items():
        if (name in guideline.facts and not name.startswith("provision.")) or name == "provision.id":
            otherwise = written_otherwise(row, name, value, guideline)
            row = otherwise or with_fact(row, name, value, guideline) or row
    return row


def _moved(base: RowCase, edge: Boundary, guideline: Guideline) -> Iterator[RowCase]:
    """Yield a row with what is measured moved to each side of a limit; of several facts, all of them."""
    names = _measured(edge.measured.node)
    for step in (SIDES.index(side) - 1 for side in SIDES) if names else ():
        value, moved = _stepped(edge.limit, step), base
        for name in names:
            moved = written_otherwise(moved, name, value, guideline) or with_fact(moved, name, value, guideline) or base
        if moved is not base:
            yield moved


def _measured(node: Node) -> tuple[str, ...]:
    """Return the facts that are compared: one, or those in the brackets of a call; of a collection its first key is set."""
    if isinstance(node, Call):
        return tuple(name for argument in node.arguments for name in _measured(argument))
    return (node.name,) if isinstance(node, Name) else ()


def _stepped(limit: object, step: int) -> Value:
    if isinstance(limit, date):
        return limit + timedelta(days=step)
    return limit + step if isinstance(limit, int | Decimal) else UNKNOWN
