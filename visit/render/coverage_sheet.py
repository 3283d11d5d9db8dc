"""What `visit test --coverage` says: what tests, or cases, do not go through of a guideline, and how much they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.blocks import Block, Column, Heading, Paragraph, Sheet, Table
from visit.render.grids import Cell, Grid
from visit.trials.boundaries import side_in_words
from visit.trials.coverage import Coverage, CoveredStatement
from visit.trials.mutating import Mutation
from visit.trials.results import outcome_in_words


@dataclass(frozen=True, slots=True, eq=False)
class CoverageSheet:
    """The coverage of guidelines; `of_cases` says that cases were gone through, and no tests."""

    found: Sequence[Coverage]
    of_cases: bool

    def sheet(self) -> Sheet:
        """Return for each guideline what is missing, and one line for what is not."""
        return tuple(block for one in self.found for block in self.of(one))

    def of(self, one: Coverage) -> Iterator[Block]:
        """Yield what is said of one guideline."""
        yield Heading(_("Not tried: {guideline}", guideline=one.guideline) if one.missing else one.guideline)
        if one.missing:
            columns = (
                Column(_("statement"), wraps=True),
                Column(_("line"), number=True),
                Column(_("not tried"), wraps=True),
            )
            rows = tuple(
                (f"{row.kind} {row.id}", str(row.at.line or ""), "; ".join(untried_words(row))) for row in one.missing
            )
            yield Table(columns, rows)
        if one.orders:
            pairs = "; ".join(f"{pair.old} (:{pair.at.line})" for pair in one.orders)
            yield Paragraph(
                _("The order of these neighbours can be turned round, and no test notices: {pairs}", pairs=pairs)
            )
        n = formats.number(one.tried)
        by = (
            plural("{n} case gone through", "{n} cases gone through", one.tried, n=n)
            if self.of_cases
            else plural("{n} test gone through", "{n} tests gone through", one.tried, n=n)
        )
        whole = len(one.statements) - len(one.missing)
        yield Paragraph(
            _("{by}: {n} of {all} statements on every outcome and every side of their numbers",
              by=by, n=formats.number(whole), all=formats.number(len(one.statements)))
        )  # fmt: skip

        if one.begins is not None:
            yield Paragraph(
                plural(
                    "{n} of them was assessed before the guideline is in force, and is tried as on {day}",
                    "{n} of them were assessed before the guideline is in force, and are tried as on {day}",
                    one.early, n=formats.number(one.early), day=formats.day(one.begins),
                )
            )  # fmt: skip

    def grid(self) -> Grid:
        """Return a row for each outcome of each statement, and for each side of each number."""
        columns = (
            _("guideline"), _("kind"), _("statement"), _("file"), _("line"), _("what"), _("side"), _("times"),
        )  # fmt: skip
        return Grid(_("Coverage"), columns, tuple(row for one in self.found for row in _rows(one)))

    def documents(self) -> list[dict[str, object]]:
        """Return the coverage of each guideline as data."""
        return [self._document(one) for one in self.found]

    def _document(self, one: Coverage) -> dict[str, object]:
        return {
            "of": "cases" if self.of_cases else "tests",
            "tried": one.tried,
            **({} if one.begins is None else {"early": one.early, "tried_as_of": one.begins.isoformat()}),
            **({} if one.orders is None else {"orders": [_order(pair) for pair in one.orders]}),
            "whole": len(one.statements) - len(one.missing),
            "statements": [
                {
                    "kind": row.kind,
                    "id": row.id,
                    "at": str(row.at),
                    "outcomes": dict(row.outcomes),
                    "boundaries": [
                        {"comparison": edge.written, "limit": str(edge.limit), "sides": dict(edge.sides)}
                        for edge in row.boundaries
                    ],
                }
                for row in one.statements
            ],
        }


def _order(pair: Mutation) -> dict[str, object]:
    return {"at": str(pair.at), "neighbours": pair.old.split(", ")}


def _named(row: CoveredStatement) -> str:
    """Return what a statement is called; one of a parent with the file that it stands in."""
    own = f"{row.kind} {row.id}"
    return own if row.outcomes else f"{own} ({Path(row.at.file).name})"


def untried_words(row: CoveredStatement) -> Iterator[str]:
    """Yield what is missing of a statement, in words."""
    if row.missing:
        yield ", ".join(map(outcome_in_words, row.missing))
    for edge in row.boundaries:
        if edge.missing:
            limit = str(edge.limit)
            given = "" if limit in edge.written else f" ({limit})"
            yield f"{edge.written}{given}: {', '.join(map(side_in_words, edge.missing))}"


def _rows(one: Coverage) -> Iterator[tuple[Cell, ...]]:
    for pair in one.orders or ():
        yield (one.guideline, "order", pair.old, pair.at.file, pair.at.line, None, None, 0)
    for row in one.statements:
        named = (one.guideline, row.kind, row.id, row.at.file, row.at.line)
        for outcome, count in row.outcomes.items():
            yield (*named, outcome_in_words(outcome), None, count)
        for edge in row.boundaries:
            for side, count in edge.sides.items():
                yield (*named, edge.written, side_in_words(side), count)
