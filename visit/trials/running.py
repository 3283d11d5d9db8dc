"""All trials of a cases file against its guideline, in the versions in force on each date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from visit.errors import DocumentError, Location, Problems, UsageError, VisitError, did_you_mean
from visit.locale import text as _
from visit.reading.source import read
from visit.reasons.refused import refused_of_case
from visit.reasons.undeclared import undeclared
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.guideline.bound_once import BoundOnce
from visit.rules.guideline.by_date import ByDate
from visit.rules.guideline.layering import Layer, chain, is_file, read_layer, shipped_files, version_of
from visit.rules.guideline.values import Guideline
from visit.shipped import GUIDELINES
from visit.trials.decisions import try_decision
from visit.trials.reading import SECTIONS, Cases, DecisionTrial, RowTrial, read_cases
from visit.trials.resting import StatementName, alone
from visit.trials.results import Result
from visit.trials.rows import try_row

_CASES = ".cases.yaml"


@dataclass(frozen=True, slots=True)
class Versions:
    """The guideline files that are known; a guideline is built once for every stretch of days on which it says the same."""

    layers: tuple[Layer, ...]
    built: dict[str, ByDate] = field(default_factory=dict)
    narrowed: dict[tuple[Guideline, StatementName], Dependencies] = field(default_factory=dict)
    bound: BoundOnce = field(default_factory=BoundOnce)

    def on(self, id: str, day: date) -> Guideline:
        """Return a guideline as it stands on a date."""
        if id not in self.built:
            self.built[id] = ByDate(
                lambda day: chain(version_of(id, day, self.layers), day, self.layers), bound=self.bound
            )
        return self.built[id].on(day)

    def alone_on(self, id: str, day: date, statement: StatementName) -> Dependencies:
        """Return a statement as it stands on a date, with what it rests on."""
        key = (self.on(id, day), statement)
        if key not in self.narrowed:
            self.narrowed[key] = Dependencies(alone(*key))
        return self.narrowed[key]

    def family(self, id: str) -> tuple[Layer, ...]:
        """Return every version of a guideline and of those above it."""
        found: list[Layer] = []
        wanted: str | None = id
        while wanted is not None:
            versions = [layer for layer in self.layers if layer.id == wanted]
            if not versions or versions[0] in found:
                break
            found += versions
            wanted = versions[0].record.get("extends")
        return tuple(found)

    def begins(self, id: str) -> date:
        """Return the first day on which the newest version of a guideline and something of each below it are in force."""
        starts: dict[str, list[date]] = {}
        for layer in self.family(id):
            if start := layer.record["in_force"].get("from"):
                starts.setdefault(layer.id, []).append(date.fromisoformat(start))
        own = max(starts.pop(id, [date.min]))
        return max([own, *map(min, starts.values())])

    def municipality(self, id: str) -> str | None:
        """Return whose cases a guideline is for."""
        return next((layer.municipality for layer in self.layers if layer.id == id), None)

    def replaced(self, layer: Layer) -> Versions:
        """Return the same with one more layer, which takes the place of all versions of its id."""
        return Versions((*(one for one in self.layers if one.id != layer.id), layer))


def shipped_versions() -> Versions:
    """Return the guidelines that come with visit, read from YAML so that an edit shows at once.

    Raises:
        Problems: Everything that is wrong with the shape of one.
    """
    return Versions(tuple(read_layer(path) for path in shipped_files()))


def cases_files() -> tuple[Path, ...]:
    """Return the cases files that come with visit."""
    return tuple(sorted(GUIDELINES.glob("*" + _CASES)))


def tried(names: Sequence[str], *, begin: bool = False) -> Iterable[tuple[Cases, Versions]]:
    """Yield the cases of every name, with the guidelines to try them on.

    Args:
        names: Ids of shipped guidelines, guideline files or cases files; all that ship where there are none.
        begin: Whether a guideline file without cases beside it has none yet, and that is no fault.

    Raises:
        UsageError: There is no such guideline, or it has no cases beside it.
        Problems: Everything that is wrong with a file.
    """
    shipped = shipped_versions()
    asked = dict.fromkeys(cases_file(name, begin=begin) for name in names)  # a guideline and its cases are one
    for path in asked or cases_files():
        versions = shipped
        beside = path.with_name(path.name.removesuffix(_CASES) + ".yaml")
        if path.parent.resolve() != GUIDELINES.resolve() and beside.exists():
            versions = shipped.replaced(read_layer(beside))
        if begin and not path.exists():
            yield Cases(path.name, read_layer(beside).id, Location(str(path)), (), ()), versions
        else:
            yield read_cases(path, versions.municipality), versions


def cases_file(name: str, *, begin: bool = False) -> Path:
    """Return the cases file that a name stands for; one that is still to be written where it is to `begin`."""
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        path = GUIDELINES / (name + _CASES)
    elif not path.name.endswith(_CASES):
        path = path.with_name(path.stem + _CASES)
    guideline = path.with_name(path.name.removesuffix(_CASES) + ".yaml")
    if path.exists() or (begin and guideline.exists()):
        return path
    known = [one.name.removesuffix(_CASES) for one in cases_files()]
    if is_file(name) or Path(name).is_dir():
        read(guideline if guideline.exists() else name)  # what is no guideline is told as that
    help = did_you_mean(name, known) or _("known: {names}", names=", ".join(known))
    if guideline.exists():
        help = _("begin with `{command}`", command=f"visit test {guideline} --write-boundaries -o {path}")
    raise UsageError(_('no test cases for "{name}"', name=name), help=help)


def try_cases(cases: Cases, versions: Versions, only: str | None = None) -> tuple[Result, ...]:
    """Try everything in a cases file, or what has `only` in its id.

    Raises:
        Problems: Every test whose data is at fault, and every fault of the guideline.
    """
    faults: list[VisitError] = [*unknown_statements(cases, versions)]
    results = []
    trials: tuple[RowTrial | DecisionTrial, ...] = (*cases.rows, *cases.decisions)
    for trial in trials:
        if only is None or only in trial.id:
            try:
                results.append(try_one(trial, cases.guideline, versions))
            except VisitError as error:
                faults.append(error)
    if faults:
        raise Problems({str(fault): fault for fault in faults}.values())
    return tuple(results)


def try_one(trial: RowTrial | DecisionTrial, guideline: str, versions: Versions) -> Result:
    """Try one row or whole decision."""
    if faults := [*_faults_of_case(trial, versions.on(guideline, trial.as_of))]:
        raise Problems(faults)
    if isinstance(trial, RowTrial):
        return try_row(trial, versions.alone_on(guideline, trial.as_of, (trial.kind, trial.statement)))
    return try_decision(trial, versions.on(guideline, trial.as_of))


def _faults_of_case(trial: RowTrial | DecisionTrial, guideline: Guideline) -> Iterable[DocumentError]:
    """Yield what the guideline refuses in a trial's case, and facts of its own that it does not declare, at their place."""
    wrong = [*refused_of_case(trial.case, guideline)]
    for one in undeclared(trial.case, guideline):
        near = None if one.near is None else _('did you mean "{near}"?', near=one.near)
        wrong.append((tuple(one.name.split(".")), _('the guideline declares no "{name}"', name=one.name), near))
    for path, message, help in wrong:
        part = trial.inputs.at("case", *path)
        yield DocumentError(message, at=part.location if part is not None else trial.at, help=help)


def statement_ids(layer: Layer, section: str) -> list[str]:
    """Return the ids of what stands in one section of a layer."""
    return [key for key, _path in layer.places(section)]


def unknown_statements(cases: Cases, versions: Versions) -> Iterable[DocumentError]:
    """Yield an error for the rows of every statement that neither the guideline nor a parent has."""
    known: dict[str, list[str]] = {kind: [] for kind in SECTIONS}
    for layer in versions.family(cases.guideline):
        for kind, section in SECTIONS.items():
            known[kind] += statement_ids(layer, section)
    seen: set[tuple[str, str]] = set()
    for row in cases.rows:
        if row.statement not in known[row.kind] and (row.kind, row.statement) not in seen:
            seen.add((row.kind, row.statement))
            yield _unknown(row, known[row.kind])


def _unknown(row: RowTrial, known: Sequence[str]) -> DocumentError:
    """Return the error of rows for a statement that no layer has."""
    help = did_you_mean(row.statement, known)
    return DocumentError(
        _('the guideline has no {kind} "{id}"', kind=row.kind, id=row.statement), at=row.key, help=help
    )
