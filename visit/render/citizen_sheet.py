"""What became of a bundle: what is in the case, what must be asked, what is left out, each with its place."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from visit.imports.imported import CitizenNote, ImportedCitizen
from visit.imports.updating import CaseChange
from visit.locale import formats
from visit.locale import text as _
from visit.render.blocks import Items, Paragraph, Sheet, section
from visit.render.case_change_words import changed_in_words

_SHOWN = 8
"""So many of a kind stand on the sheet; --format json has all."""


@dataclass(frozen=True, slots=True, eq=False)
class CitizenSheet:
    """A bundle as a case, in words and as data.

    Attributes:
        file: What the bundle is called.
        changes: What it changes in a case that is there, where one is named.
        written: The case's file, where one is written.
        no_guideline: That none is in force on the day of the assessment, and what to do.
    """

    file: str
    citizen: ImportedCitizen
    changes: Sequence[CaseChange] | None
    written: str | None
    no_guideline: str | None = None

    def sheet(self) -> Sheet:
        """Return what must be asked first, since that is what somebody must do."""
        case = self.citizen.case
        fields = formats.number(len(self.citizen.cells))
        head = _("{file}: {n} facts read, case {case}", file=self.file, n=fields, case=str(case["case"]))
        told = (
            _("nothing is written: name the case's file with --to")
            if self.written is None
            else _(
                "written: {file}. `visit case new --from {named}` asks what a decision waits for.",
                file=self.written,
                named=shlex.quote(self.written),
            )
        )
        ends = tuple(filter(None, (told, self.no_guideline)))
        return (
            Paragraph(head, strong=True),
            *section(_("Changed in the case"), self._changed()),
            *self._of_kind("ask", _("To be asked")),
            *self._of_kind("changed", _("Read differently from what is written")),
            *self._of_kind("left_out", _("Not in the case")),
            *self._of_kind("not_read", _("Not read")),
            *((Items(ends),) if self.citizen.holds_facts and "municipality" in case else (self._not_written(),)),
        )

    def _not_written(self) -> Paragraph:
        if not self.citizen.holds_facts:
            return Paragraph(_("nothing is written"))
        return Paragraph(_("nothing is written: which municipality acts is not known (--municipality)"))

    def _changed(self) -> Iterator[str]:
        for change in self.changes or ():
            yield from changed_in_words(change)

    def _of_kind(self, kind: str, title: str) -> Iterator[Paragraph]:
        told = [one for one in self.citizen.notes if one.kind == kind]
        alike: dict[str, list[str]] = {}
        for one in told:
            alike.setdefault(one.message, []).append(one.place)
        rows = [_with_places(message, places) for message, places in alike.items()]
        if len(rows) > _SHOWN + 1:  # a line that counts one takes its room
            rows = [*rows[:_SHOWN], _("and {n} more: --format json", n=formats.number(len(rows) - _SHOWN))]
        yield from section(title, rows)  # type: ignore[misc]

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        return {
            "schema": "visit-case-import", "version": 1, "file": self.file, "case": self.citizen.case,
            "places": self.citizen.cells, "written": self.written,
            "changes": None if self.changes is None else [
                {"field": one.path, "before": one.before, "after": one.after} for one in self.changes
            ],
            "notes": [_note(one) for one in self.citizen.notes], "no_guideline": self.no_guideline,
        }  # fmt: skip


def _with_places(message: str, places: Sequence[str]) -> str:
    named = [one for one in dict.fromkeys(places) if one]
    few = named[:3]
    more = f" +{len(named) - len(few)}" if len(named) > len(few) else ""
    return f"{message} ({', '.join(few)}{more})" if few else message


def _note(note: CitizenNote) -> dict[str, str]:
    return {"kind": note.kind, "place": note.place, "message": note.message}
