"""A profile: what citizens are drawn from, put together of the profiles that it stands under.

A figure of the profile itself takes the place of the same figure above. Faults are told with file, line and column; a figure
that no drawing can come to is one of them: it would have no effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from visit.canonical import digest
from visit.errors import DocumentError, Location, Problems, UsageError, VisitError, did_you_mean
from visit.locale import formats
from visit.locale import text as _
from visit.population.facts import PublicFact, shipped_facts
from visit.population.figures import LOW_AND_HIGH, Figures, LowOrHigh, MarginFigure, figure_of, margin_called
from visit.population.soundness import faults_of, faults_of_all
from visit.reading.documents.population import MARGINS, PopulationDocument
from visit.reading.source import Document, read
from visit.reading.validation import validate
from visit.shipped import PROFILES

_MOST_LAYERS = 10


@dataclass(frozen=True, slots=True, eq=False)
class ProfileLayer:
    """One file of a profile: what is written in it, and where."""

    document: Document
    record: Mapping[str, Any]

    @property
    def figures(self) -> Iterator[MarginFigure]:
        """Every figure that is written in it."""
        for margin in MARGINS:
            written = self.record["margins"].get(margin.name)
            rows = {} if written is None else written if margin.by else {"": written}
            for key, row in rows.items():
                at = self.document.locate_key(("margins", margin.name, *((key,) if key else ())))
                yield figure_of(margin, key, row, self.record["population"], at)


@dataclass(frozen=True, eq=False)
class Profile:
    """What a population is drawn from.

    Attributes:
        id: What it is called in files.
        label: What it is called, in Danish and English.
        municipality: The acting municipality of every citizen.
        assessed: The day on which every citizen is assessed.
        price_year: The year of every price; None where there is none.
        figures: Every figure that holds, by name.
        facts: The facts that they rest on, by id.
        inhabitants_of: How many inhabitants the place of each profile has, by id: a count is of that many.
    """

    id: str
    label: Mapping[str, str]
    municipality: str
    assessed: date
    price_year: int | None
    figures: Mapping[str, MarginFigure]
    facts: Mapping[str, PublicFact]
    inhabitants_of: Mapping[str, int]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what is drawn from: the same figures have the same."""
        return digest(
            [self.municipality, self.assessed, self.price_year, [one.record() for one in self.figures.values()]]
        )

    def called(self, language: str) -> str:
        """Return what it is called."""
        return self.label[language]

    def bounds(self, asked: Sequence[tuple[str, LowOrHigh]]) -> dict[str, LowOrHigh]:
        """Return the bound of each assumption that is asked for: of a figure, of every one of a margin, or of `all`.

        What is asked for of fewer comes before what is asked for of more, in whatever order they are given.

        Raises:
            UsageError: There is no such figure, it is no assumption, or it is asked for low and high.
        """
        found: dict[str, LowOrHigh] = {}
        bounds = dict(asked)
        for name, bound in sorted(asked, key=lambda one: (one[0] != "all", margin_called(one[0]) is None)):
            if bounds[name] != bound:
                raise UsageError(_("{name} cannot be low and high", name=name), help=_("draw two files, one of each"))
            meant = self._meant(name)
            assumed = [one.name for one in meant if one.is_assumed]
            if not assumed:
                raise UsageError(
                    _('"{name}" rests on a source, so it has no low and no high value', name=name),
                    help=_("`visit population describe {profile}` lists the assumptions", profile=self.id),
                )
            found |= dict.fromkeys(assumed, bound)
        return found

    def _meant(self, name: str) -> list[MarginFigure]:
        if name == "all":
            return list(self.figures.values())
        if margin_called(name) is not None:
            return [one for one in self.figures.values() if one.margin.name == name]
        if name in self.figures:
            return [self.figures[name]]
        known = {*self.figures, *(one.margin.name for one in self.figures.values())}
        raise UsageError(
            _('no figure is called "{name}"', name=name),
            help=did_you_mean(name, known) or _("`visit population describe {profile}` lists them", profile=self.id),
        )

    def drawn_from(self, bounds: Mapping[str, LowOrHigh]) -> Figures:
        """Return the figures with some assumptions at their low or high value."""
        return Figures(self.figures, bounds)


def shipped_profiles() -> tuple[str, ...]:
    """Return the ids of the profiles that ship, the country's first."""
    found = sorted(path.stem for path in PROFILES.glob("*.yaml"))
    return tuple(sorted(found, key=lambda name: name != "denmark"))


def load_profile(name: str, *, municipality: str | None = None) -> Profile:
    """Return a profile by its id, or by its file.

    Args:
        name: The id of one that ships, or a path.
        municipality: The acting municipality where the profile names none.

    Raises:
        Problems: Everything that is wrong with its files.
        UsageError: There is none of that name, or it names no municipality and none is given.
    """
    layers = _layers(_document(name))
    faults: list[VisitError] = []
    figures: dict[str, MarginFigure] = {}
    for layer in layers:
        figures |= {one.name: one for one in layer.figures}
    # Of one margin together, in the order in which margins are declared: what is drawn does not depend on the layers.
    figures = {one.name: one for margin in MARGINS for one in figures.values() if one.margin is margin}
    top = layers[-1].record
    facts = {
        **shipped_facts(),
        **{row["id"]: PublicFact(row["id"], row) for one in layers for row in one.record["facts"]},
    }
    price_year = _said(layers, "price_year")
    for layer in layers:
        for one in layer.figures:
            faults += faults_of(one, facts, price_year)
    if not faults:
        faults += faults_of_all(figures, layers[-1].document.locate_key(("margins",)))
    if faults:
        raise Problems(faults)
    inhabitants = _inhabitants(layers)
    return Profile(
        top["population"], top["label"], _municipality(layers, municipality), _assessed(layers), price_year, figures,
        {id: facts[id] for one in figures.values() for id in one.sources}, inhabitants,
    )  # fmt: skip


def _document(name: str, beside: Path | None = None) -> Document:
    """Read the file of a profile: one that is named, one beside the file that names it, or one that ships."""
    if name in shipped_profiles():
        return read(PROFILES / f"{name}.yaml")
    path = Path(name) if beside is None or Path(name).is_absolute() else beside / name
    if path.suffix.lower() in (".yaml", ".yml") or path.is_file() or name == "-":
        return read(name if beside is None else path)
    raise UsageError(
        _('no profile is called "{name}"', name=name),
        help=did_you_mean(name, shipped_profiles())
        or _("name a file, or one of {names}", names=formats.either(shipped_profiles())),
    )


def _layers(document: Document) -> tuple[ProfileLayer, ...]:
    """Return the files of a profile, the one on top last."""
    found: list[ProfileLayer] = []
    named: set[str] = set()
    while True:
        record = validate(document, PopulationDocument).model_dump(exclude_none=True)
        found.insert(0, ProfileLayer(document, record))
        named.add(record["population"])
        under = record.get("under")
        if under is None:
            return tuple(found)
        document = _above(document, under)
        value = document.value
        above = value.get("population") if isinstance(value, dict) else None
        if above in named or len(found) >= _MOST_LAYERS:
            raise DocumentError(_('"{name}" stands under itself', name=above), at=found[0].document.locate(("under",)))


def _above(document: Document, under: str) -> Document:
    beside = Path(document.name).parent if document.name != "<stdin>" else Path()
    try:
        return _document(under, beside)
    except UsageError as error:
        raise DocumentError(error.message, at=document.locate(("under",)), help=error.help) from None


def _said(layers: Sequence[ProfileLayer], key: str) -> Any:
    return next((one.record[key] for one in reversed(layers) if one.record.get(key) is not None), None)


def _municipality(layers: Sequence[ProfileLayer], given: str | None) -> str:
    found = _said(layers, "municipality")
    if found is not None and given is not None and found != given:
        raise UsageError(
            _("the profile is of {municipality}", municipality=found),
            help=_("leave out {option}", option="--municipality"),
        )
    if found is None and given is None:
        raise UsageError(
            _("the profile names no municipality that acts"),
            help=_("name one with {option}, or take the profile of a municipality", option="--municipality"),
        )
    return str(found or given)


def _assessed(layers: Sequence[ProfileLayer]) -> date:
    found = _said(layers, "assessed")
    if found is None:
        top = layers[-1].document
        raise DocumentError(
            _("the profile says no day of assessment"), at=Location(top.name), help=_("write `assessed`")
        )
    return date.fromisoformat(str(found))


def _inhabitants(layers: Sequence[ProfileLayer]) -> dict[str, int]:
    """Return the inhabitants of each layer's place: its own, else those of the layer below."""
    found: dict[str, int] = {}
    last = 1
    for layer in layers:
        for one in layer.figures:
            if one.margin.name == "inhabitants" and isinstance(one.value, int):
                last = one.value
        found[layer.record["population"]] = last
    return found


__all__ = ["LOW_AND_HIGH", "Profile", "ProfileLayer", "load_profile", "shipped_profiles"]
