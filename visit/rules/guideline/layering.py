"""The files of guidelines: reading one, finding the version in force on a date, and the layers below it, national law first.

A version that `corrects` another is a better reading of the same text: it takes the other's place on every day on which both are in
force. The other stays, and is asked for by name and version: `serviceloven@2026.1`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import cast

from visit import compiled
from visit.canonical import digest
from visit.cpr import redacted
from visit.errors import GuidelineError, Location, UsageError, did_you_mean
from visit.locale import formats
from visit.locale import text as _
from visit.places import fold
from visit.reading.source import Document, read
from visit.rules.guideline.records import GuidelineRecord
from visit.shipped import CORRECTED, GUIDELINES
from visit.vocabulary import sources as vocabulary_sources

KEYED = (
    "areas", "proposals", "needs", "reference_prices", "rules", "rights", "approvals", "notices", "follow_up", "deadlines",
    "service_levels", "grants",
)  # fmt: skip
KEYED_LATE = ("invariants",)
MAPPED = ("case_facts", "roles", "groups", "parameters", "facts", "departures", "shelf_life")


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One guideline file: its record, and the document it was read from where positions are known."""

    record: GuidelineRecord
    document: Document | None = None

    @property
    def id(self) -> str:
        """The guideline's id."""
        return self.record["guideline"]

    @property
    def version(self) -> str:
        """The version's name."""
        return self.record["version"]

    @property
    def municipality(self) -> str | None:
        """Whose it is: as it says, else the municipality that its id is the name of."""
        return self.record.get("municipality") or _municipality_called(self.id)

    def locate(self, path: Sequence[str | int]) -> Location:
        """Return where a value stands, as exactly as is known."""
        if self.document is not None:
            return self.document.locate(path)
        return Location(f"{self.id}.yaml")

    def locate_in(self, path: Sequence[str | int], offset: int) -> Location:
        """Return where a character of a text stands, as exactly as is known."""
        return self.locate(path) if self.document is None else self.document.locate_in(path, offset)

    def in_force(self, day: date) -> bool:
        """Return whether this version is in force on a date."""
        return within(self.record["in_force"], day)

    def statements(self) -> Iterator[tuple[str, str, object, tuple[str | int, ...]]]:
        """Yield every statement: section, key, row, path."""
        record: Mapping[str, object] = self.record
        for section in (*KEYED, *KEYED_LATE, "preferences"):
            rows = record.get(section)
            for index, row in enumerate(rows if isinstance(rows, list | tuple) else ()):
                yield section, statement_key(section, row), row, (section, index)
        for section in MAPPED:
            rows = record.get(section)
            for key, row in rows.items() if isinstance(rows, Mapping) else ():
                yield section, key, row, (section, key)

    def places(self, section: str) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        """Yield the statements of a section: key and path."""
        return ((key, path) for one, key, _row, path in self.statements() if one == section)


@cache
def _municipality_called(id: str) -> str | None:
    from visit.places import fold, municipalities

    return next((one.name for one in municipalities() if fold(one.name) == fold(id)), None)


def within(period: Mapping[str, object], day: date) -> bool:
    """Return whether a date lies in `{from, until}`, both included."""
    return str(period.get("from") or "0000") <= day.isoformat() <= str(period.get("until") or "9999")


def turning_days(layers: Sequence[Layer]) -> tuple[date, ...]:
    """Return the days from which on another set of the layers' statements stands, in order."""
    days = set()
    rows = (row for layer in layers for _section, _key, row, _path in layer.statements() if isinstance(row, Mapping))
    for row in rows:
        if row.get("from"):
            days.add(date.fromisoformat(row["from"]))
        if row.get("until") and (last := date.fromisoformat(row["until"])) < date.max:
            days.add(last + timedelta(days=1))
    return tuple(sorted(days))


@cache
def shipped_layers() -> tuple[Layer, ...]:
    """Return every guideline file that comes with visit."""
    found = compiled.read_compiled(compiled.FOLDER / "guidelines.json", compiled.made_from(sources()))
    if found is None:
        return tuple(read_layer(path) for path in (*shipped_files(), *corrected_files()))
    return tuple(Layer(record) for record in found.value)


def sources() -> tuple[Path, ...]:
    """Return the files that the shipped guidelines are made from, and checked against."""
    return (*shipped_files(), *corrected_files(), *vocabulary_sources())


def shipped_files() -> tuple[Path, ...]:
    """Return the guideline files that come with visit and that no other corrects."""
    return tuple(path for path in sorted(GUIDELINES.glob("*.yaml")) if not path.name.endswith(".cases.yaml"))


def corrected_files() -> tuple[Path, ...]:
    """Return the files of versions whose reading a later one corrects."""
    return tuple(sorted(CORRECTED.glob("*.yaml")))


def read_layer(path: str | Path) -> Layer:
    """Read a guideline file; its conditions are not yet bound.

    Raises:
        Problems: Everything that is wrong with its shape.
    """
    return layer_of(read(path))


def layer_of(document: Document) -> Layer:
    """Validate the shape of a guideline document."""
    from visit.reading.documents.guideline import GuidelineDocument
    from visit.reading.validation import validate

    model = validate(document, GuidelineDocument, error=GuidelineError)
    force = model.in_force
    if force.start is not None and force.until is not None and force.until < force.start:
        message = _("it is never in force: until is before from")
        raise GuidelineError(message, at=document.locate(("in_force",)), help=_("check the two dates"))
    record = model.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
    return Layer(cast(GuidelineRecord, record), document)


def shipped_file(name: str) -> Path:
    """Return the YAML file of a shipped guideline, or of its version that a later reading corrects: `serviceloven@2026.1`."""
    id, _at, version = name.partition("@")
    earlier = CORRECTED / f"{id}-{version}.yaml"
    return earlier if version and earlier.exists() else GUIDELINES / f"{id}.yaml"


def chain(leaf: Layer, day: date, known: Sequence[Layer]) -> tuple[Layer, ...]:
    """Return the layers of a guideline, the root first, each in the version in force on a date."""
    layers = [leaf]
    while (parent := layers[0].record.get("extends")) is not None:
        if any(layer.id == parent for layer in layers):
            message = _("{id} extends itself", id=parent)
            raise GuidelineError(message, at=layers[0].locate(("extends",)))
        layers.insert(0, version_of(parent, day, known, at=layers[0].locate(("extends",))))
    return tuple(layers)


def first_day(versions: Iterable[Layer]) -> date | None:
    """Return from which day on some version of a guideline is in force; None where one always was."""
    start = min(str(layer.record["in_force"].get("from") or "") for layer in versions)
    return date.fromisoformat(start) if start else None


def _in_force_when(versions: Sequence[Layer], *, asked_for: bool) -> str | None:
    start = first_day(versions)
    if start is None:
        return None
    said = formats.day(start)
    if not asked_for:
        return _("its first version is in force from {start}", start=said)
    return _(
        "its first version is in force from {start}: ask about a day from then on, such as {option}",
        start=said, option=f"--as-of {start.isoformat()}",
    )  # fmt: skip


def version_of(
    name: str, day: date, known: Sequence[Layer], *, at: Location | None = None, is_asked: bool = False
) -> Layer:
    """Return the version of a guideline that is in force on a date.

    Args:
        name: The guideline's id, or its id and the version that is asked for: `serviceloven@2026.1`.
        day: The date.
        known: Every layer there is.
        at: Where the guideline is named.
        is_asked: Whether somebody asks about the day, and can ask about another.

    Raises:
        UsageError: No such guideline, or no version of it in force.
        GuidelineError: Two versions are in force, and neither corrects the other.
    """
    versions = versions_of(name, known, at=at)
    in_force = [layer for layer in versions if layer.in_force(day)]
    if not in_force:
        raise UsageError(
            _("no version of {id} is in force on {day}", id=name, day=formats.day(day)),
            at=at,
            help=_in_force_when(versions, asked_for=is_asked),
        )
    current = uncorrected(in_force)
    if len(current) != 1:
        named = " / ".join(layer.version for layer in current or in_force)
        raise GuidelineError(
            _("{id} has versions that overlap on {day}: {names}", id=name, day=formats.day(day), names=named), at=at
        )
    return current[0]


def versions_of(name: str, known: Sequence[Layer], *, at: Location | None = None) -> list[Layer]:
    """Return all versions of a guideline, or the one that its name asks for.

    Raises:
        UsageError: No such guideline, or no such version of it.
    """
    id, _at, version = name.partition("@")
    id = id if at is not None else _id_meant(id, {layer.id for layer in known})
    versions = [layer for layer in known if layer.id == id]
    if not versions:
        if Path(id).is_file():
            raise UsageError(
                _("a guideline's file ends in .yaml, .yml or .json"), at=at or Location(redacted(id)[1:-1]),
                help=_("rename it, or name another file or an id"),
            )  # fmt: skip
        if Path(id).is_dir():
            raise UsageError(
                _("this is a folder, not a file"), at=at or Location(redacted(id)[1:-1]), help=_("name one file in it")
            )
        names = sorted({layer.id for layer in known})
        help = did_you_mean(id, names) or _("known: {names}", names=", ".join(names))
        raise UsageError(_('no guideline is called "{id}"', id=id), at=at, help=help)
    if not version:
        return versions
    found = [layer for layer in versions if layer.version == version]
    if not found:
        names = sorted(layer.version for layer in versions)
        help = _("known: {names}", names=", ".join(names))
        raise UsageError(_('{id} has no version "{version}"', id=id, version=version), at=at, help=help)
    return found


def _id_meant(word: str, ids: Iterable[str]) -> str:
    """Return the id that somebody writes otherwise (`Ikast Brande`), or of which they write the beginning, where only one fits."""
    every, written = tuple(ids), fold(word)
    if word in every:
        return word
    found = [id for id in every if fold(id) == written]
    if not found and len(written) >= _LEAST:
        found = [id for id in every if fold(id).startswith(written)]
    return found[0] if len(found) == 1 else word


_LEAST = 3
"""So many letters of an id are asked for before it is taken for meant."""


def uncorrected(layers: Sequence[Layer]) -> list[Layer]:
    """Return the layers that none of the others corrects."""
    corrected = {(layer.id, layer.record.get("corrects")) for layer in layers}
    return [layer for layer in layers if (layer.id, layer.version) not in corrected]


def statement_key(section: str, row: object) -> str:
    """Return what a statement is called in its section."""
    assert isinstance(row, Mapping)
    if section == "areas":
        return str(row["area"])
    if section == "reference_prices":
        return f"{row['provision']} {row['level']}"
    return str(row["key"] if section == "needs" else row["id"])


def is_file(name: str) -> bool:
    """Return whether a name means a file and no id."""
    return name == "-" or name.endswith((".yaml", ".yml", ".json"))


def family(name: str, document: Document | None = None) -> tuple[Layer, tuple[Layer, ...]]:
    """Return a layer and all it stands on, read from YAML so that every position is exact.

    Raises:
        Problems: Everything that is wrong with the shape of any of them.
        GuidelineError: One has the id and version of another content that ships.
    """
    leaf, known = relatives(name, document or read_named(name))
    for layer in known:
        if layer.document is not None and (fault := name_taken(layer)) is not None:
            raise fault
    return leaf, known


def read_named(name: str) -> Document:
    """Read the file of a guideline that ships, or a file that is named.

    Raises:
        UsageError: No guideline is called that.
    """
    if is_file(name):
        return read(name)
    versions_of(name, shipped_layers())
    return read(shipped_file(name))


def relatives(name: str, document: Document) -> tuple[Layer, tuple[Layer, ...]]:
    """Return a layer and all it stands on, whatever they call themselves, and every other layer that ships.

    Raises:
        Problems: Everything that is wrong with the shape of any of them.
    """
    leaf = layer_of(document)
    layers = [leaf]
    while (parent := layers[-1].record.get("extends")) is not None and parent not in [layer.id for layer in layers]:
        path = _file_of(parent, name)
        if path is None:
            break
        layers.append(layer_of(read(path)))
    others = [layer for layer in shipped_layers() if layer.id not in {one.id for one in layers}]
    return leaf, (*layers, *others)


def name_taken(layer: Layer) -> GuidelineError | None:
    """Return what is wrong with a file that calls itself as a guideline that ships and says something else."""
    same = [one for one in shipped_layers() if (one.id, one.version) == (layer.id, layer.version)]
    if any(digest(one.record) != digest(layer.record) for one in same):
        return taken(layer.id, layer.version, at=layer.locate(("version",)))
    return None


def taken(id: str, version: str, *, at: Location | None = None) -> GuidelineError:
    """Return what is said of a second content under one id and version: a decision could not be told which it rests on."""
    return GuidelineError(
        _("{id} {version} is the name of another content", id=id, version=version), at=at,
        help=_(
            "write a `version` of your own; where it reads {id} {version} better, `corrects: \"{version}\"` too",
            id=id, version=version,
        ), code="name-taken",
    )  # fmt: skip


def _file_of(id: str, name: str) -> Path | None:
    beside = Path(name).with_name(f"{id}.yaml") if is_file(name) and name != "-" else None
    return next((path for path in (beside, shipped_file(id)) if path is not None and path.exists()), None)
