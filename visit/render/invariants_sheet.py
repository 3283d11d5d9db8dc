"""What `visit invariants` says: of how many citizens each invariant is true that never should be, and of whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visit.lab.invariants import InvariantCounts, InvariantTally
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.compare_words import share_of
from visit.render.grids import Cell, Grid
from visit.render.heading import identified
from visit.render.population_words import CitizensTold

MOST_NAMED = 5
"""So many citizens of whom an invariant is true are told by name; data has more."""


@dataclass(frozen=True, slots=True, eq=False)
class InvariantsSheet:
    """The invariants of a guideline over many citizens.

    Attributes:
        is_named: Whether citizens may be told one by one.
    """

    found: InvariantCounts
    citizens: CitizensTold
    is_named: bool

    def sheet(self) -> Sheet:
        """Return how many break some invariant, and each."""
        found = self.found
        named = formats.listed(identified(one) for one in found.guidelines.values())
        blocks: list[Block] = [
            Paragraph(f"{named} · {self.citizens.words(found.cases)}"),
            Paragraph(self.verdict(), strong=True),
        ]
        if found.of:
            columns = (
                Column(_("invariant"), wraps=True), Column(_("guideline")), Column(_("true of"), number=True),
                Column(_("share"), number=True), Column(_("put forward"), number=True),
            )  # fmt: skip
            blocks.append(Table(columns, tuple(self.row(one) for one in self.worst_first())))
        blocks += self.whom()
        rows = []
        if found.unread:
            rows.append(_("not read or answered: {n}", n=formats.number(found.unread)))
        if found.others:
            rows.append(_("of other municipalities, left out: {n}", n=formats.number(found.others)))
        return (*blocks, *([Items(tuple(rows))] if rows else []))

    def verdict(self) -> str:
        """The answer in one line."""
        found = self.found
        if not found.of:
            return _("It has no invariants, nor has a layer below it.")
        if not found.breaking:
            return plural(
                "No invariant is true of {n} case", "No invariant is true of any of {n} cases",
                found.cases, n=formats.number(found.cases),
            )  # fmt: skip
        return plural(
            "Of {breaking} of {n} cases an invariant is true that never should be ({share})",
            "Of {breaking} of {n} cases invariants are true that never should be ({share})",
            found.breaking, breaking=formats.number(found.breaking), n=formats.number(found.cases),
            share=share_of(found.breaking, found.cases),
        )  # fmt: skip

    def worst_first(self) -> list[InvariantTally]:
        """Return the invariants, those that are true of most citizens first."""
        return sorted(self.found.of.values(), key=lambda one: -one.cases)

    def row(self, one: InvariantTally) -> tuple[str, ...]:
        shown = formats.number(one.put_forward)
        return (
            one.invariant.id,
            one.invariant.origin.guideline,
            formats.number(one.cases),
            share_of(one.cases, self.found.cases),
            shown,
        )

    def whom(self) -> Iterator[Block]:
        """Yield of whom each is true, where they may be told."""
        rows = []
        for one in self.worst_first() if self.is_named else ():
            if one.named:
                lines = [f"{case}: {_options_words(options, count)}" for case, options, count in one.named[:MOST_NAMED]]
                more = one.cases - len(lines)
                if more:
                    lines.append(plural("and {n} case more", "and {n} cases more", more, n=formats.number(more)))
                rows.append((one.invariant.id, tuple(lines)))
        if rows:
            yield Heading(_("Of whom"))
            yield Items(tuple(rows))

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        found = self.found
        return {
            "schema": "visit-invariants",
            "version": 1,
            "guidelines": [
                {"id": one.id, "version": one.version, "digest": digest} for digest, one in found.guidelines.items()
            ],
            "population": self.citizens.document(),
            "cases": found.cases,
            "breaking": found.breaking,
            "unread": found.unread,
            "of_other_municipalities": found.others,
            "invariants": [
                {
                    "id": one.invariant.id,
                    "of": one.invariant.origin.guideline,
                    "cases": one.cases,
                    "put_forward": one.put_forward,
                    **(
                        {
                            "named": [
                                {"case": case, "options": count, "first_options": list(options)}
                                for case, options, count in one.named
                            ]
                        }
                        if self.is_named else {}
                    ),
                }
                for one in self.worst_first()
            ],
        }  # fmt: skip

    def grids(self) -> tuple[Grid, ...]:
        """Return a row for each invariant, and where they may be told one for each citizen of whom it is true."""
        counted = Grid(
            _("Invariants"),
            (_("invariant"), _("guideline"), _("true of"), _("put forward"), _("cases"), _("citizens")),
            tuple(
                (
                    one.invariant.id, one.invariant.origin.guideline, one.cases, one.put_forward, self.found.cases,
                    self.citizens.words(self.found.cases),
                )
                for one in self.worst_first()
            ),
        )  # fmt: skip
        if not self.is_named:
            return (counted,)
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (one.invariant.id, case, count, options[0])
            for one in self.worst_first()
            for case, options, count in one.named
        )
        return counted, Grid(_("Of whom"), (_("invariant"), _("case"), _("options"), _("the first of them")), rows)


def _options_words(options: tuple[str, ...], count: int) -> str:
    more = count - len(options)
    told = ", ".join(options)
    return (
        plural("{options} and {n} more", "{options} and {n} more", more, options=told, n=formats.number(more))
        if more
        else told
    )
