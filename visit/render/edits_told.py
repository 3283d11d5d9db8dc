"""Which edit did it, as a comparison of two sides says it to people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visit.lab.affected import Affected
from visit.lab.attribution import Attribution
from visit.lab.following import EditCounts
from visit.lab.forms import statement_id
from visit.lab.said import OF_ROLES, PERHAPS
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.attribution_words import (
    beside_words,
    fraction_difference,
    fraction_words,
    idle_words,
    moved_by_words,
    piece_words,
    rows_by_share,
    together_words,
    turned_words,
)
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Table, section
from visit.render.compare_words import (
    followed,
    measure_words,
    section_words,
    shared_words,
)
from visit.render.compared import ComparisonTold

MOST_SAID = 44
"""So much of what a statement says stands for it where there is little room."""
_MOST_OF_CAUSE = 80
"""And so much of it beside each citizen whom it moves."""


@dataclass(frozen=True, slots=True, eq=False)
class EditsTold:
    """What a comparison says of its edits."""

    sheet: ComparisonTold

    def edits(self) -> Iterator[Block]:
        """Yield which edit does what; nothing where none is compared."""
        found = self.sheet.attribution
        if not self.sheet.not_attributed and (found is None or not found.pieces):
            return
        yield Heading(_("Which edit did it"))
        if found is None:
            yield Paragraph(self.sheet.not_attributed)
            if touches := tuple((words, formats.number(n)) for words, n in self.touches()):
                yield Table((Column(_("edit"), wraps=True), Column(_("may touch"), number=True)), touches)
            return
        titles = [_("edit"), _("changes"), _("alone"), self.share_title() if found.is_exact else _("all but it")]
        titles += [measure_words()["external"]] if self.shares_bought(found) else []
        columns = [Column(title, number=place > 0, wraps=place == 0) for place, title in enumerate(titles)]
        if rows := tuple(self.edit_rows(found)):
            yield Table(tuple(columns), rows)
        together = tuple(together_words(found, self.sheet.said()))
        idle = tuple(idle_words(found, self.sheet.said(), named=True))
        if together or idle:
            yield Items((*together, *idle))
        bought = _("Net share: bought: the same of how many more first solutions have a bought part.")
        how = (self.how_changing(found), self.how_attributed(found), *((bought,) if self.shares_bought(found) else ()))
        yield Paragraph(" ".join(how))
        yield from section(_("What else each edit changes"), self.also(found))
        if turned := tuple(self.turned_rows(found)):
            columns = [Column(_("edit"), wraps=True), Column(_("what follows"), wraps=True)]
            titles = [_("begins"), _("ends"), *([_("share")] if found.is_exact else [])]
            yield Heading(_("What begins and ends with each edit"))
            yield Paragraph(self.how_turning(found))
            yield Table((*columns, *(Column(one, number=True) for one in titles)), turned)

    def also(self, found: Attribution) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield what each edit changes beside first solutions."""
        called = self.sheet.said()
        for piece, _share in rows_by_share(found):
            if told := tuple(beside_words(found, piece, self.sheet.guidelines, self.role)):
                yield piece_words(piece, called), told

    def share_title(self) -> str:
        """Return what the shares of edits are shares of."""
        moving = self.sheet.may.moving()
        return _("share") if moving is None else _("share of {n}", n=formats.number(moving))

    def touches(self, most: int | None = None) -> list[tuple[str, int]]:
        """Return each edit that may touch a case with how many, where no more was asked, those that touch most first."""
        found, called = self.sheet.touching, self.sheet.said(most)
        if found is None:
            return []
        rows = sorted(found.pieces.values(), key=lambda piece: (-found.touched[piece.name], piece.name))
        return [(piece_words(piece, called), found.touched[piece.name]) for piece in rows if found.touched[piece.name]]

    def shared_beside(self, found: Attribution) -> list[str]:
        """Return what is changed by some edit beside the first solutions, in the order of `shared_words`."""
        return [
            one for one in shared_words()
            if any(found.shares.get(one, {}).values()) or any(any(found.in_counts(one, name)) for name in found.pieces)
        ]  # fmt: skip

    def edit_rows(self, found: Attribution) -> Iterator[tuple[str, ...]]:
        called, beside = self.sheet.said(), self.shares_bought(found)
        for piece, share in rows_by_share(found):
            name = piece.name
            counts = (formats.number(found.changes[name]), formats.number(found.alone[name]))
            last = fraction_words(share) if found.is_exact else formats.number(found.needed[name])
            bought = (fraction_words(found.shares["external"][name]),) if beside else ()
            yield piece_words(piece, called), *counts, last, *bought

    def shares_bought(self, found: Attribution) -> bool:
        """Return whether an edit has a share of the bought solutions."""
        return any(found.shares.get("external", {}).values())

    def role(self, said: str) -> str:
        """Return who approves in words."""
        return followed("approvals", said, self.sheet.guidelines, self.sheet.language)

    def turned_rows(self, found: Attribution) -> Iterator[tuple[str, ...]]:
        """Yield what begins and ends with each edit, statement by statement."""
        called = self.sheet.said()
        for piece, _share in rows_by_share(found):
            name = piece_words(piece, called)
            rows: dict[tuple[str, str], list[EditCounts]] = {}
            for what, counts in found.following.by_edit(piece.name):
                rows.setdefault(what[:2], [EditCounts(), EditCounts()])[0 if what.begins else 1] = counts
            for (of, said), (begins, ends) in rows.items():
                share = (fraction_difference(begins.share - ends.share),) if found.is_exact else ()
                yield name, self.statement(of, said), *turned_words(begins, ends), *share
                name = ""

    def statement(self, section: str, said: str) -> str:
        """Return what follows in words, with its id."""
        text = followed(section, said.removesuffix(PERHAPS), self.sheet.guidelines, self.sheet.language, texts=True)
        what = (
            _("{section}, perhaps", section=section_words(section))
            if said.endswith(PERHAPS)
            else section_words(section)
        )
        return f"{what}: {text}" if section in OF_ROLES else f"{what}: {text} [{statement_id(said)}]"

    def moved_by(self, one: Affected) -> str:
        """Return which edits moved a citizen; nothing where that is not known, or may not be told."""
        if self.sheet.attribution is None or one.edits is None:
            return ""
        return moved_by_words(self.sheet.attribution, one.edits, self.sheet.said(_MOST_OF_CAUSE))

    def how_changing(self, found: Attribution) -> str:
        """What is counted under changes."""
        if found.is_exact:
            return _("Changes: for how many something that is compared is another with this edit than without.")
        return _(
            "Changes: for how many something that is compared is another by this edit alone, or beside all others."
        )

    def how_turning(self, found: Attribution) -> str:
        """What is counted of the statements that begin and end with an edit."""
        told = _("In how many cases, with this edit alone / beside all other edits, where the two differ.")
        if not found.is_exact:
            return told
        more = _(
            "Share: the edit's part of the difference between before and after, averaged as above; it may be below 0 and no whole "
            "number. JSON has the shares as fractions."
        )
        return f"{told} {more}"

    def how_attributed(self, found: Attribution) -> str:
        """How the edits' parts were worked out, and from how many answers."""
        n = formats.number(found.answers)
        if found.is_exact:
            told = _(
                "Alone: how many get another first solution by this edit alone. Share: what the edit moves, averaged over every "
                "order in which the edits that touch a case could be made (its Shapley value); the shares add up to all who move. "
                "A share is no number of citizens: of somebody whom two edits move each has a part, and an edit that holds back "
                "what others move is below 0."
            )
            more = plural(
                "{n} further answer was asked for.", "{n} further answers were asked for.", found.answers, n=n
            )
            return f"{told} {more}" if found.answers else told
        return _(
            "Alone: how many get another first solution by this edit alone. All but it: how many do not get the same one without "
            "it. {n} further answers; exact shares take {exact}: --most-answers {limit}.",
            n=n, exact=formats.number(found.exact_answers), limit=found.exact_answers,
        )  # fmt: skip
