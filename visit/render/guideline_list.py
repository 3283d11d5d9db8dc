"""The guidelines that ship, as a list: which versions there are, when each binds, and how much it states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from visit.locale import formats
from visit.locale import text as _
from visit.render.blocks import Column, Paragraph, Sheet, Table
from visit.render.grids import Cell, Grid
from visit.render.guideline_sheet import period
from visit.rules.guideline.drafting import bilingual_text
from visit.rules.guideline.layering import Layer, uncorrected
from visit.rules.guideline.records import DaysRecord


class GuidelineList:
    """The guidelines that ship."""

    def __init__(self, layers: Sequence[Layer], day: date, language: str, *, everything: bool = False) -> None:
        self.layers = sorted(layers, key=lambda one: (one.id, one.record["in_force"].get("from", "")))
        self.day, self.language, self.everything = day, language, everything

    def sheet(self) -> Sheet:
        """Return a table, one line per version; those that are corrected are named below it, unless everything is asked for."""
        columns = (
            Column(_("guideline")), Column(_("version"), wraps=True), Column(_("in force")), Column(_("title"), wraps=True),
            Column(_("rules"), number=True, folds=True), Column(_("preferences"), number=True, folds=True),
            Column(_("notices"), number=True, folds=True), Column(_("extends"), folds=True),
        )  # fmt: skip
        shown = [one for one in self.layers if self.everything or self.corrected_by(one) is None]
        table = Table(columns, tuple(map(self.row, shown)))
        corrected = self.corrected() if not self.everything else ""
        return (table, Paragraph(corrected)) if corrected else (table,)

    def row(self, layer: Layer) -> tuple[str, ...]:
        record = layer.record
        return (
            layer.id, self.version(layer), period(record["in_force"], formats.short_day),
            bilingual_text(record["title"]).in_language(self.language),
            *map(formats.number, counted_statements(layer)), record.get("extends", "–"),
        )  # fmt: skip

    def corrected(self) -> str:
        """Return which versions are corrected by a later one; empty where none is."""
        versions: dict[str, list[str]] = {}
        for layer in self.layers:
            if self.corrected_by(layer) is not None:
                versions.setdefault(layer.id, []).append(layer.version)
        told = "; ".join(f"{id} {formats.listed(sorted(found))}" for id, found in versions.items())
        if not told:
            return ""
        return _(
            "Corrected since, and kept for what was decided under them: {versions}. All rows: --all", versions=told
        )

    def version(self, layer: Layer) -> str:
        """Return a version's name, and the one that corrects it."""
        by = self.corrected_by(layer)
        return layer.version if by is None else _("{version} (corrected: {by})", version=layer.version, by=by)

    def corrected_by(self, layer: Layer) -> str | None:
        """Return the version that corrects one; None where none does."""
        others = (one for one in self.layers if one.id == layer.id)
        return next((one.version for one in others if one.record.get("corrects") == layer.version), None)

    def grids(self) -> tuple[Grid, ...]:
        """Return the same for a spreadsheet: the days in cells of their own."""
        columns = (
            _("guideline"), _("version"), _("corrected by"), _("in force from"), _("in force until"), _("municipality"),
            _("extends"), _("rules"), _("preferences"), _("notices"), _("title"),
        )  # fmt: skip
        return (Grid(_("Guidelines"), columns, tuple(map(self.cells, self.layers))),)

    def cells(self, layer: Layer) -> tuple[Cell, ...]:
        record = layer.record
        return (
            layer.id, layer.version, self.corrected_by(layer), *map(_day, bounding_days(record["in_force"])),
            layer.municipality, record.get("extends"), *counted_statements(layer),
            bilingual_text(record["title"]).in_language(self.language),
        )  # fmt: skip

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        now = uncorrected([layer for layer in self.layers if layer.in_force(self.day)])
        found = [
            {
                "id": layer.id,
                "version": layer.version,
                "title": layer.record["title"],
                "in_force": layer.record["in_force"],
                "in_force_now": layer in now,
                "corrects": layer.record.get("corrects"),
                "municipality": layer.municipality,
                "extends": layer.record.get("extends"),
                "counts": {key: len(value) for key, value in sorted(layer.record.items()) if isinstance(value, list | tuple | dict)
                           and key not in ("title", "in_force")},
            }
            for layer in self.layers
        ]  # fmt: skip
        return {"schema": "visit-guideline-list", "version": 1, "as_of": self.day.isoformat(), "guidelines": found}


def counted_statements(layer: Layer) -> tuple[int, int, int]:
    """Return how many rules, preferences and notices a layer has itself."""
    record = layer.record
    return len(record.get("rules", ())), len(record.get("preferences", ())), len(record.get("notices", ()))


def bounding_days(found: DaysRecord) -> tuple[str | None, str | None]:
    """Return the first and the last day, as written."""
    return found.get("from"), found.get("until")


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
