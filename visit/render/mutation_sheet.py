"""What `visit test --mutate` says: the small changes to a guideline that none of its tests notices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.blocks import Block, Column, Heading, Paragraph, Sheet, Table
from visit.render.grids import Grid
from visit.trials.noticing import Unnoticed


@dataclass(frozen=True, slots=True, eq=False)
class MutationSheet:
    """What no test notices, of each guideline."""

    found: Sequence[Unnoticed]

    def sheet(self) -> Sheet:
        """Return for each guideline the changes that no test notices, and how many some test does."""
        return tuple(block for one in self.found for block in self.of(one))

    def of(self, one: Unnoticed) -> Iterator[Block]:
        """Yield what is said of one guideline."""
        if one.unnoticed:
            yield Heading(_("No test notices: {guideline}", guideline=one.guideline))
            columns = (
                Column(_("statement"), wraps=True), Column(_("line"), number=True), Column(_("as it is"), wraps=True),
                Column(_("changed to"), wraps=True),
            )  # fmt: skip
            rows = tuple((row.statement, str(row.at.line or ""), row.old, row.new) for row in one.unnoticed)
            yield Table(columns, rows)
        noticed = one.changes - len(one.unnoticed)
        yield Paragraph(
            plural(
                "{guideline}: {noticed} of {n} change noticed", "{guideline}: {noticed} of {n} changes noticed",
                one.changes, guideline=one.guideline, noticed=formats.number(noticed), n=formats.number(one.changes),
            )
        )  # fmt: skip

    def grid(self) -> Grid:
        """Return a row for each change that no test notices."""
        columns = (
            _("guideline"), _("kind"), _("statement"), _("file"), _("line"), _("as it is"), _("changed to"),
        )  # fmt: skip
        rows = tuple(
            (one.guideline, row.kind, row.statement, row.at.file, row.at.line, row.old, row.new)
            for one in self.found
            for row in one.unnoticed
        )
        return Grid(_("No test notices"), columns, rows)

    def documents(self) -> list[dict[str, object]]:
        """Return the same for each guideline as data."""
        return [
            {
                "changes": one.changes,
                "unnoticed": [
                    {"kind": row.kind, "statement": row.statement, "at": str(row.at), "old": row.old, "new": row.new}
                    for row in one.unnoticed
                ],
            }
            for one in self.found
        ]
