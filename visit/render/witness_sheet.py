"""What `visit guideline diff --witness` says: whom each edit moves, an invented citizen as small as can be, or why nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from visit.lab.differing import EditWitness
from visit.lab.uncompared import UncomparedEdit
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.affected_words import first_words
from visit.render.attribution_words import piece_words
from visit.render.blocks import Block, Heading, Items, Paragraph
from visit.render.grids import Grid
from visit.render.proof_sheet import document_in_one_line
from visit.render.uncompared_words import uncompared_document, uncompared_words


@dataclass(frozen=True, slots=True, eq=False)
class WitnessSheet:
    """What was found of the edits between two guidelines.

    Attributes:
        day: The day that both were asked about.
        seed: Of the citizens that were drawn.
        catalogue: The id of the catalogue that these were asked of.
        called: What statements are called, by id.
        left: What differs and is compared by nothing, by section and key.
        commands: By the name of an edit the command that shows what is said of its citizen, where that was written.
    """

    found: Sequence[EditWitness]
    day: date
    seed: int
    catalogue: str
    called: Mapping[str, str]
    language: str
    left: tuple[UncomparedEdit, ...] = ()
    commands: Mapping[str, str] = field(default_factory=dict)

    def blocks(self) -> Iterator[Block]:
        """Yield each edit with the citizen whom it moves."""
        yield Heading(_("Whom each edit moves"))
        if self.left:
            yield Paragraph(formats.capital(uncompared_words(self.left, self.called)))
        if not self.found:
            yield Paragraph(_("Nobody: nothing differs that could"))
            return
        yield Items(
            tuple((f"{piece_words(one.piece, self.called)}: {self.words(one)}", self.lines(one)) for one in self.found)
        )
        if len(self.found) > 1:
            yield Paragraph(_("Each edit is tried alone first: the old guideline with it; then beside all the others."))
        yield Paragraph(
            _(
                "Asked about {day}. A citizen is invented, and so are the offers that are written out; with any fact fewer nobody "
                "moves. Drawn citizens have seed {seed}, and were asked of the catalogue {catalogue}.",
                day=formats.day(self.day), seed=self.seed, catalogue=self.catalogue,
            )
        )  # fmt: skip

    def lines(self, one: EditWitness) -> tuple[str, ...]:
        """Return both first solutions of the citizen, and the case."""
        moved = one.moved
        if moved is None:
            return ()
        before, after = (first_words(one, self.language) for one in (moved.before, moved.after))
        told = [
            _("before, with all the other edits: {what}", what=before)
            if moved.beside
            else _("before: {what}", what=before),
            _("after, with this edit alone: {what}", what=after)
            if len(self.found) > 1 and not moved.beside
            else _("after: {what}", what=after),
            f"case: {document_in_one_line(moved.case)}",
        ]
        told += [] if moved.offers is None else [f"offers: {document_in_one_line(moved.offers)}"]
        command = self.commands.get(one.piece.name)
        return (*told, *(() if command is None else (_("to see it: {command}", command=command),)))

    def words(self, one: EditWitness) -> str:
        """Return what was found of an edit; of one among several whether it moves alone."""
        if one.moved is None or len(self.found) < 2:
            return found_words(one)
        if one.moved.beside:
            return _("moves this citizen only together with the other edits")
        return _("moves this citizen alone, without the other edits")

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        return {
            "as_of": self.day.isoformat(),
            "seed": self.seed,
            "edits": [
                {
                    "edit": one.piece.name,
                    "found": one.found,
                    "combinations": one.visited,
                    "with_invented_offers": one.offered,
                    "drawn": one.drawn,
                    **({} if one.moved is None else _moved_document(one)),
                }
                for one in self.found
            ],
            "not_compared": uncompared_document(self.left),
        }

    def grid(self) -> Grid:
        """Return a row for each edit."""
        columns = (
            _("edit"),
            _("found"),
            _("combinations"),
            _("with invented offers"),
            _("drawn"),
            _("before"),
            _("after"),
            _("case"),
        )
        rows = tuple(
            (
                one.piece.name, self.words(one), one.visited, one.offered, one.drawn,
                *(
                    (None, None, None) if one.moved is None
                    else (
                        first_words(one.moved.before, self.language), first_words(one.moved.after, self.language),
                        document_in_one_line(one.moved.case),
                    )
                ),
            )
            for one in self.found
        )  # fmt: skip
        left = tuple(
            (f"{section} {key}", _("not compared"), *(None,) * (len(columns) - 2)) for section, key, _field in self.left
        )
        return Grid(_("Whom each edit moves"), columns, (*rows, *left))


def found_words(one: EditWitness) -> str:
    """Return what was found of an edit."""
    n = formats.number(one.visited)
    if one.moved is not None:
        return _("moves this citizen")
    if one.follows:
        return _("proved to move nobody: no placement reads it")
    if one.found == "proved":
        return plural(
            "proved to move nobody: {n} combination visited, which are all",
            "proved to move nobody: {n} combinations visited, which are all",
            one.visited, n=n,
        )  # fmt: skip
    if one.found == "not_tried":
        return _(
            "not tried: it is read by no rule of which combinations could be visited, nor by an order that offers can be invented "
            "for, and it can touch none of the drawn citizens"
        )
    tried = (
        plural("{n} combination visited", "{n} combinations visited", one.visited, n=n) if one.visited else "",
        plural(
            "a drawn citizen asked {n} time about two invented offers",
            "drawn citizens asked {n} times about two invented offers",
            one.offered, n=formats.number(one.offered),
        ) if one.offered else "",
        plural(
            "{n} drawn citizen whom it can touch answered", "{n} drawn citizens whom it can touch answered", one.drawn,
            n=formats.number(one.drawn),
        ) if one.drawn else "",
    )  # fmt: skip
    return _("none found: {list}", list=formats.listed([words for words in tried if words]))


def _moved_document(one: EditWitness) -> dict[str, object]:
    assert one.moved is not None
    firsts = {
        name: [] if ranking.first is None else [part.id for part in ranking.first.parts]
        for name, ranking in (("before", one.moved.before), ("after", one.moved.after))
    }
    return {**firsts, "only_together": one.moved.beside, "case": one.moved.case, "catalogue": one.moved.offers}
