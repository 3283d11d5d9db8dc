"""Which small changes to a guideline its tests notice: by a row that gives something else, a decision, or the check.

The rows of what changes are tried first, and of what rests on it; then whole decisions. A test that fails already notices nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from visit.errors import VisitError
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.trials.mutating import KINDS, PERIODS, Mutation, mutations, swapped_preferences
from visit.trials.reading import SECTIONS, Cases, DecisionTrial, RowTrial
from visit.trials.resting import StatementName, resting_on
from visit.trials.running import Versions, try_one

_STATEMENTS = {section: kind for kind, section in SECTIONS.items()}


@dataclass(frozen=True, slots=True)
class Unnoticed:
    """What was changed of one guideline: how many changes there were, and those that no test notices."""

    guideline: str
    changes: int
    unnoticed: tuple[Mutation, ...]


def unnoticed(
    cases: Cases,
    versions: Versions,
    kinds: Collection[str] = KINDS,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Unnoticed:
    """Make every small change to a guideline, one at a time, and return those that no test notices.

    Args:
        cases: Its tests.
        versions: The guidelines that are known.
        kinds: What changes, of `KINDS`.
        progress: Told how many changes have been tried, and of how many.
    """
    return _unnoticed(cases, versions, lambda layer: mutations(layer, kinds), progress)


def unnoticed_orders(cases: Cases, versions: Versions) -> Unnoticed:
    """Put each two neighbours among a guideline's preferences the other way round; return those that no test notices."""
    return _unnoticed(cases, versions, swapped_preferences, lambda _done, _of: None)


def _unnoticed(
    cases: Cases,
    versions: Versions,
    changes: Callable[[Layer], Iterable[Mutation]],
    progress: Callable[[int, int], None],
) -> Unnoticed:
    noticing = Noticing(cases, versions)
    every = [(layer, one) for layer in noticing.own for one in changes(layer)]
    found = []
    for place, (layer, one) in enumerate(every, start=1):
        if not noticing.notices(one, layer):
            found.append(one)
        progress(place, len(every))
    in_file = sorted(found, key=lambda one: (one.at.file, one.at.line or 0))
    return Unnoticed(cases.guideline, len(every), tuple(in_file))


@dataclass(slots=True)
class Noticing:
    """The tests of one guideline, asked about changes to it."""

    cases: Cases
    versions: Versions
    fails: dict[str, bool] = field(default_factory=dict)
    touching: dict[tuple[Guideline, str], list[StatementName]] = field(default_factory=dict)
    standing: tuple[Guideline, ...] = ()

    @property
    def own(self) -> tuple[Layer, ...]:
        """The versions of the guideline itself."""
        return tuple(layer for layer in self.versions.layers if layer.id == self.cases.guideline)

    def notices(self, mutation: Mutation, layer: Layer) -> bool:
        """Return whether a row of a statement that the change to a layer touches breaks, or else a whole decision."""
        touched = set(self.touched_by(mutation))
        rows = [row for row in self.cases.rows if (row.kind, row.statement) in touched]
        # Without the documents, which say where a fault stands: the others were checked when the tests ran.
        layers = (Layer(mutation.record if one is layer else one.record) for one in self.versions.layers)
        changed = Versions(tuple(layers), bound=self.versions.bound)
        trials: tuple[RowTrial | DecisionTrial, ...] = (*rows, *self.cases.decisions)
        return any(self.breaks(trial, changed) for trial in trials)

    def breaks(self, trial: RowTrial | DecisionTrial, changed: Versions) -> bool:
        """Return whether a test that passes does not pass under a changed guideline; what the check refuses it does not."""
        if self._passes(trial, changed):
            return False
        if trial.id not in self.fails:
            self.fails[trial.id] = not self._passes(trial, self.versions)
        return not self.fails[trial.id]

    def _passes(self, trial: RowTrial | DecisionTrial, versions: Versions) -> bool:
        try:
            return try_one(trial, self.cases.guideline, versions).passed
        except VisitError:
            return False

    def touched_by(self, mutation: Mutation) -> Iterator[StatementName]:
        """Yield the statement that changes, or all that rest on the fact or parameter that does."""
        if mutation.section in _STATEMENTS and mutation.kind != "order":
            yield _STATEMENTS[mutation.section], mutation.key
        if mutation.section in ("facts", "parameters"):
            if mutation.section == "facts":
                yield "fact", mutation.key
            for guideline in self.guidelines():
                if (guideline, mutation.key) not in self.touching:
                    self.touching[guideline, mutation.key] = resting_on(guideline, mutation.key)
                yield from self.touching[guideline, mutation.key]
        if mutation.section == "parameters":
            yield from self.lasting(mutation.key)

    def lasting(self, parameter: str) -> Iterator[StatementName]:
        """Yield the statements with a period that a parameter gives."""
        for layer in self.own:
            for section, key, row, _path in layer.statements():
                periods = [row.get(field) for field in PERIODS] if isinstance(row, Mapping) else []
                if section in _STATEMENTS and parameter in periods:
                    yield _STATEMENTS[section], key

    def guidelines(self) -> tuple[Guideline, ...]:
        """Return the guideline as it stands on the days of its tests."""
        if not self.standing:
            trials: tuple[RowTrial | DecisionTrial, ...] = (*self.cases.rows, *self.cases.decisions)
            days = sorted({trial.as_of for trial in trials})
            self.standing = tuple(dict.fromkeys(self.versions.on(self.cases.guideline, day) for day in days))
        return self.standing
