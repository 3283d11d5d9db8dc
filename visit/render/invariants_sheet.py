"""What `visit invariants` says: of how many citizens each invariant is true that never should be, and of whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from visit.lab.invariants import InvariantCounts, InvariantTally
from visit.locale import formats, language, plural
from visit.locale import text as _
from visit.population.hiding import is_few
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.compare_words import named_guidelines, share_of
from visit.render.few_told import HIDDEN, cases_told, few_in_short, of_enough
from visit.render.grids import Cell, Grid
from visit.render.guideline_sheet import GuidelineSheet
from visit.render.population_words import CitizensTold
from visit.render.unproved_words import unproved_invariants
from visit.rules.guideline.records import InvariantRecord

MOST_NAMED = 5
"""So many citizens of whom an invariant is true are told by name; data has more."""


@dataclass(frozen=True, slots=True, eq=False)
class InvariantsSheet:
    """The invariants of a guideline over many citizens.

    Attributes:
        tells_all: Whether citizens may be told one by one, and every number of them: of drawn ones, and where it is asked for.
    """

    found: InvariantCounts
    citizens: CitizensTold
    tells_all: bool

    def sheet(self) -> Sheet:
        """Return how many break some invariant, and each."""
        found = self.found
        named = named_guidelines([*found.guidelines.values()])
        blocks: list[Block] = [
            Paragraph(f"{named} · {self.citizens.words(found.cases)}"),
            Paragraph(self.verdict(), strong=True),
        ]
        if found.of:
            columns = (
                Column(_("invariant"), wraps=True), Column(_("guideline")), Column(_("broken"), number=True),
                Column(_("share"), number=True), Column(_("put forward"), number=True),
            )  # fmt: skip
            blocks.append(Table(columns, tuple(self.row(one) for one in self.worst_first())))
        if self.breaking is None or any(self.counts(one) is None for one in found.of.values()):
            blocks.append(Paragraph(few_in_short()))
        blocks += self.whom()
        rows = [*self.not_proved()]
        if found.unread:
            rows.append(_("not read or answered: {n}", n=formats.number(found.unread)))
        if found.others:
            rows.append(_("of other municipalities, left out: {n}", n=formats.number(found.others)))
        blocks += [Items(tuple(rows))] if rows else []
        if untitled := [
            f"{one.invariant.id}: {self.said(one)}" for one in self.worst_first() if self.title(one) is None
        ]:
            blocks += [Heading(_("What must never be")), Items(tuple(untitled))]
        return tuple(blocks)

    # --- what may be told of real citizens ---

    def counts(self, one: InvariantTally) -> tuple[int, int] | None:
        """Return of how many an invariant is true, and for how many of these it is put forward; None where they are too few."""
        told = self.tells_all or of_enough(self.found.cases, one.cases, one.put_forward, one.cases - one.put_forward)
        return (one.cases, one.put_forward) if told else None

    @property
    def breaking(self) -> int | None:
        """Of how many some invariant is true; None where that, or what follows from it and the rows, is of too few."""
        every, n = self.found.of.values(), self.found.breaking
        beside = (*(n - one.cases for one in every), sum(one.cases for one in every) - n)
        told = all(map(self.counts, every)) and of_enough(self.found.cases, n) and not is_few(*beside)
        return n if self.tells_all or told else None

    def not_proved(self) -> Iterator[str]:
        """Yield of how many the search reached its limit, where it did."""
        if self.found.unproved:
            yield unproved_invariants(cases_told(self.unproved))

    @property
    def unproved(self) -> int | None:
        """Of how many the search reached its limit; None where that may not be told."""
        n = self.found.unproved
        return n if self.tells_all or of_enough(self.found.cases, n) else None

    def verdict(self) -> str:
        """The answer in one line."""
        found = self.found
        if not found.of:
            return _("It has no invariants, nor has a layer below it.")
        if not found.breaking and found.unproved:
            return plural(
                "No invariant is seen to be broken in {n} case", "No invariant is seen to be broken in {n} cases",
                found.cases, n=formats.number(found.cases),
            )  # fmt: skip
        if not found.breaking:
            return plural(
                "No invariant is broken in {n} case", "No invariant is broken in any of {n} cases",
                found.cases, n=formats.number(found.cases),
            )  # fmt: skip
        breaking = self.breaking
        if breaking is None:
            return _("In some of {n} cases an invariant is broken", n=formats.number(found.cases))
        return plural(
            "In {breaking} of {n} cases an invariant is broken ({share})",
            "In {breaking} of {n} cases invariants are broken ({share})",
            breaking, breaking=formats.number(breaking), n=formats.number(found.cases),
            share=share_of(breaking, found.cases),
        )  # fmt: skip

    def worst_first(self) -> list[InvariantTally]:
        """Return the invariants, those that are true of most citizens first; among those not told the order tells nothing."""
        return sorted(self.found.of.values(), key=lambda one: -counts[0] if (counts := self.counts(one)) else -0.5)

    # --- in words ---

    def record(self, one: InvariantTally) -> InvariantRecord:
        """Return an invariant as its guideline has it."""
        return cast("InvariantRecord", one.guideline.record["sections"]["invariants"][one.invariant.id])

    def title(self, one: InvariantTally) -> str | None:
        """Return what an invariant is called by its guideline; None where it has no text of its own."""
        return self.said(one) if "text" in self.record(one) else None

    def said(self, one: InvariantTally) -> str:
        """Return what must never be, in the words of the guideline, or its condition in words."""
        sheet = GuidelineSheet(one.guideline, (), language())
        return sheet.statement_text("invariants", one.invariant.id, self.record(one))

    def row(self, one: InvariantTally) -> tuple[str, ...]:
        cases, put_forward = self.counts(one) or (None, None)
        share = HIDDEN if cases is None else share_of(cases, self.found.cases)
        return (
            self.title(one) or one.invariant.id,
            one.invariant.origin.guideline,
            cases_told(cases),
            share,
            cases_told(put_forward),
        )

    def whom(self) -> Iterator[Block]:
        """Yield of whom each is true, where they may be told."""
        rows = []
        for one in self.worst_first() if self.tells_all else ():
            if one.named:
                lines = [f"{case}: {_options_words(options, count)}" for case, options, count in one.named[:MOST_NAMED]]
                more = one.cases - len(lines)
                if more:
                    lines.append(plural("and {n} case more", "and {n} cases more", more, n=formats.number(more)))
                rows.append((self.title(one) or one.invariant.id, tuple(lines)))
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
                {"id": one.id, "version": one.version, "digest": digest, **({"draft": True} if one.is_draft else {})}
                for digest, one in found.guidelines.items()
            ],
            "population": self.citizens.document(),
            "cases": found.cases,
            "breaking": self.breaking,
            "not_proved": self.unproved,
            "unread": found.unread,
            "of_other_municipalities": found.others,
            "invariants": [
                {
                    "id": one.invariant.id,
                    "of": one.invariant.origin.guideline,
                    "text": self.record(one).get("text"),
                    **dict(zip(("cases", "put_forward"), self.counts(one) or (None, None), strict=True)),
                    **(
                        {
                            "named": [
                                {"case": case, "options": count, "first_options": list(options)}
                                for case, options, count in one.named
                            ]
                        }
                        if self.tells_all else {}
                    ),
                }
                for one in self.worst_first()
            ],
        }  # fmt: skip

    def grids(self) -> tuple[Grid, ...]:
        """Return a row for each invariant, and where they may be told one for each citizen of whom it is true."""
        counted = Grid(
            _("Invariants"),
            (
                _("invariant"), _("guideline"), _("broken"), _("put forward"), _("cases"), _("citizens"), _("what must never be"),
            ),
            tuple(
                (
                    one.invariant.id, one.invariant.origin.guideline,
                    *(self.counts(one) or (HIDDEN, HIDDEN)), self.found.cases, self.citizens.words(self.found.cases),
                    self.said(one),
                )
                for one in self.worst_first()
            ),
        )  # fmt: skip
        if not self.tells_all:
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
