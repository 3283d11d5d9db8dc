"""A comparison of two guidelines, catalogues or days over many cases, for people; `compare_data` has it as data and as lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visit.lab.forms import statement_id
from visit.lab.movements import Crossing
from visit.lab.recorded_bases import DecidedSide
from visit.lab.said import OF_ROLES
from visit.lab.totals import FOLLOWING
from visit.lab.uncompared import UncomparedEdit, paired, uncompared
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.affected_words import (
    affected_items,
    area_blocks,
    area_turn_items,
    pooled_words,
    subgroup_blocks,
)
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.bounds_words import bounds_blocks
from visit.render.compare_words import (
    basis_words,
    crossing_words,
    followed,
    section_words,
    share_of,
    side_counts,
    step_order,
    step_words,
)
from visit.render.compared import ComparisonTold
from visit.render.conclusions import conclusions
from visit.render.decided_words import decided_basis_line, decided_line, decided_notes
from visit.render.edits_told import EditsTold
from visit.render.few_told import TURNS, cases_told, few_words, left_out_words
from visit.render.first_alone import first_alone, without_solution
from visit.render.gate_words import gate_blocks
from visit.render.heading import not_in_force
from visit.render.not_yet_words import assessed_words, not_yet_words
from visit.render.offers_told import OffersTold
from visit.render.sides_told import SidesTold
from visit.render.subgroup_measures import SubgroupMeasures
from visit.render.turn_words import moved_periods, periods_moved, periods_moved_in_short
from visit.render.uncompared_words import uncompared_words
from visit.render.unproved_words import movement_rows, unproved_caution
from visit.rules.guideline.values import DIGITS

TURNED_BACK = frozenset((Crossing.NOT_GRANTABLE, Crossing.TO_DECIDED, Crossing.TO_OWN))
"""What turns so is not so afterwards: what is counted on each side is the opposite."""


@dataclass(frozen=True, slots=True, eq=False)
class CompareSheet(ComparisonTold):
    """The sheet of one comparison."""

    @property
    def edits_told(self) -> EditsTold:
        """What is said of the edits."""
        return EditsTold(self)

    @property
    def sides_told(self) -> SidesTold:
        """What is said of the two sides."""
        return SidesTold(self)

    @property
    def offers_told(self) -> OffersTold:
        """What is said of offers."""
        return OffersTold(self)

    def sheet(self) -> Sheet:
        """Return everything."""
        blocks: list[Block] = [Paragraph(text) for text in self.head(in_short=False)]
        blocks += [Paragraph(self.verdict(), strong=True)]
        blocks += [self.movements()] if self.may.movements() is not None else []
        blocks += [Items((without_solution(self.may), formats.small(first_alone())))]
        blocks += gate_blocks(self.gates, self.may)
        if self.bounds is not None and self.tells_all:
            blocks += bounds_blocks(self.bounds, self.guidelines, self.language)
        told = tuple(self.conclusions())
        blocks += [Heading(_("What to look at")), Items(told)] if told else []
        blocks += self.edits_told.edits()
        blocks += [Heading(_("From step to step")), self.flow(), Paragraph(flow_note())]
        turns = tuple(f"{crossing_words(one)}: {self.turned(one)}" for one in Crossing if self.found.crossings[one])
        turns = (*turns, *(self.helped_now() if self.tells_all else ()))
        if not self.tells_all:
            blocks.append(Paragraph(few_words()))
        blocks += [Heading(_("What changes sides")), Items(turns)] if turns else []
        blocks += area_blocks(self.found.areas, self.language, tells_all=self.tells_all)
        blocks += area_turn_items(self.found.areas, self.language) if self.tells_all else ()
        blocks += affected_items(self.affected, self.found.moving, self.language, self.edits_told.moved_by)
        blocks += subgroup_blocks(self.found.subgroups, self.language, tells_all=self.tells_all)
        blocks += SubgroupMeasures(self.found.subgroups, self.guidelines, self.language, self.tells_all).blocks()
        blocks += [
            Heading(self.sides_told.sides_title()),
            self.sides_told.both_sides(),
            *map(Paragraph, self.sides_told.prices_edited()),
        ]
        blocks += self.follows()
        blocks += self.offers_told.offers()
        blocks += [
            Paragraph(self.digest_line()),
            *(Paragraph(_("Run again: {command}", command=one), command=one) for one in self.again.commands),
        ]
        return tuple(blocks)

    def head(self, *, in_short: bool = True) -> Iterator[str]:
        """Yield what is compared, over whom, and who is not among them; `in_short` counts what decisions rest on."""
        yield self.guidelines_line()
        yield f"{self.who()} · {self.basis_line()}"
        yield from self.recorded(in_short=in_short)
        yield from self.cautions()

    def guidelines_line(self) -> str:
        """Return which guidelines are compared."""
        if isinstance(self.old, DecidedSide):
            return f"{decided_line(self.old)} → {basis_words(self.new, digits=True)}"
        return " → ".join(dict.fromkeys(basis_words(side, digits=True) for side in (self.old, self.new)))

    def guidelines_in_short(self) -> str:
        """Return the same without the layers below, where each side has one guideline and both have the same below it."""
        sides = [[*side.guidelines.values()] for side in (self.old, self.new)]
        if any(len(one) != 1 for one in sides):
            return ""
        (old,), (new,) = sides
        if old.layers[:-1] != new.layers[:-1]:
            return ""
        names = [f"{one.id} {one.version} ({one.digest[:DIGITS]})" for one in (old, new)]
        told = " → ".join(dict.fromkeys(names))
        return _("{guideline}, draft", guideline=told) if new.is_draft else told

    def basis_line(self) -> str:
        """Return with which catalogues, and on which days."""
        if isinstance(self.old, DecidedSide):
            return decided_basis_line(self.old, self.new)
        old, new = self.old.basis, self.new.basis
        days = [assessed_words(self) if one.day is None else formats.day(one.day) for one in (old, new)]
        catalogues = [f"{one.catalogue.id} ({one.catalogue.digest[:DIGITS]})" for one in (old, new)]
        return " · ".join(
            (_("catalogue {name}", name=" → ".join(dict.fromkeys(catalogues))), " → ".join(dict.fromkeys(days)))
        )

    def recorded(self, *, in_short: bool = False) -> Iterator[str]:
        """Yield what is told of a ledger, and of what was decided on."""
        yield from () if self.ledger is None else self.ledger.words(self.may)
        if isinstance(self.old, DecidedSide):
            has_edits = self.attribution is not None or self.touching is not None
            yield from decided_notes(self.old, self.found, self.may, has_edits=has_edits, in_short=in_short)

    def conclusions(self) -> Iterator[str]:
        """Yield what a reader would else have to work out."""
        return conclusions(self.may, self.waits, self.language)

    def cautions(self) -> Iterator[str]:
        """Yield what to beware of, each behind an exclamation mark."""
        for side in (self.old, self.new):
            told = (text for one in side.guidelines.values() for text in not_in_force(one, one.as_of))
            yield from (f"! {side.basis.name}: {formats.small(text)}" for text in dict.fromkeys(told))
        yield from (f"! {one}" for one in not_yet_words(self))
        if self.found.unread:
            yield plural(
                "! {n} case could not be read or answered, and is not counted",
                "! {n} cases could not be read or answered, and are not counted",
                self.found.unread, n=formats.number(self.found.unread),
            )  # fmt: skip
        if self.found.others:
            yield plural(
                "! {n} case of another municipality is left out", "! {n} cases of other municipalities are left out",
                self.found.others, n=formats.number(self.found.others),
            )  # fmt: skip
        yield from unproved_caution(self.may)
        if self.uncompared():
            yield f"! {uncompared_words(self.uncompared(), self.called())}"
        if len(years := self.price_years()) > 1:
            yield _(
                "! prices of several years are added up as they are: {years}", years=formats.listed(map(str, years))
            )

    def uncompared(self) -> tuple[UncomparedEdit, ...]:
        """Return what differs between the guidelines and is compared by nothing."""
        return uncompared(paired(self.old, self.new))

    def price_years(self) -> list[int]:
        """Return the years of the known prices that first solutions are added up from."""
        priced = self.found.priced_parts
        years = {
            one.price.year for side in (self.old, self.new) for catalogue in side.basis.catalogues for one in catalogue.options
            if one.id in priced and one.price is not None and one.price.year is not None
        }  # fmt: skip
        offers = {offer for side in (self.old, self.new) for offer in side.basis.offers}
        runs_now = any(one.partition("/")[0] not in {*offers, "home", "tenancy"} for one in priced)
        return sorted({*years, *(self.citizens.price_years if runs_now else ())})

    def who(self) -> str:
        """How many citizens, and of which kind; of how long a time is said beside the places."""
        return self.citizens.words(self.found.cases)

    def verdict(self) -> str:
        """The answer in one line."""
        found = self.found
        if self.may.moving() is None:
            return _(
                "How many of {n} get another first solution is not shown: they are fewer than 5, or all but so few",
                n=formats.number(found.cases),
            )
        return plural(
            "{moving} of {n} gets another first solution ({share})",
            "{moving} of {n} get another first solution ({share})",
            found.moving, moving=formats.number(found.moving), n=formats.number(found.cases),
            share=share_of(found.moving, found.cases),
        )  # fmt: skip

    # --- what may be told of real citizens ---

    def turning(self, turn: Crossing) -> str:
        """Return how many turn so, as far as that may be told."""
        return cases_told(self.may.crossing(turn))

    def turned(self, turn: Crossing) -> str:
        """Return how many turn so, beside how many it is so of before and after: `29 (in all 820 → 848)`."""
        of = self.turned_of(turn)
        return f"{self.turning(turn)} ({of})" if of else self.turning(turn)

    def turned_of(self, turn: Crossing) -> str:
        """Return of how many it is so before and after; of a turn back, of how many it is not; nothing where no side counts it."""
        name, _back = TURNS[turn]
        if name is None:
            return ""
        what = side_counts()[name] if turn in TURNED_BACK else _("in all")
        return f"{what} {self.sides_told.count_of(name)}"

    def digest_line(self) -> str:
        """What names this very comparison."""
        return _("Digest {digest}", digest=self.again.digest)

    def movements(self) -> Table:
        found = self.found
        columns = (
            Column(_("first solution"), wraps=True),
            Column(_("cases"), number=True),
            Column(_("share"), number=True),
        )
        rows = movement_rows(self.may)
        shown = tuple((name, formats.number(n), share_of(n, found.cases)) for name, n in rows if n)
        return Table(columns, shown)

    def flow(self) -> Table:
        columns = (Column(_("from"), wraps=True), Column(_("to"), wraps=True), Column(_("cases"), number=True))
        found, table = self.may.flow()
        rows = [
            (step_words(was, self.language), step_words(now, self.language), formats.number(n))
            for (was, now), n in sorted(found.items(), key=lambda one: (-one[1], *map(step_order, one[0])))
        ]
        if table.pooled:
            rows.append((pooled_words(table), "", cases_told(None if table.together is None else table.together[0])))
        return Table(columns, tuple(rows))

    def helped_now(self) -> Iterator[str]:
        """Yield how many of those who have help now get another first solution, and how many new cases."""
        found = self.found
        if found.running:
            yield _(
                "of {n} who have help already {moved} get another; of {new} new cases {new_moved}",
                n=formats.number(found.running), moved=formats.number(found.running_moved),
                new=formats.number(found.cases - found.running),
                new_moved=formats.number(found.moving - found.running_moved),
            )  # fmt: skip

    def follows(self) -> Iterator[Block]:
        """Yield what follows from the first solutions and did not, and the other way round, section by section."""
        columns = (
            Column("", wraps=True), Column(_("before"), number=True), Column(_("after"), number=True),
            Column(_("begins"), number=True), Column(_("ends"), number=True),
        )  # fmt: skip
        for section in FOLLOWING:
            rows = tuple(
                (text if section in OF_ROLES else f"{text} [{statement_id(said)}]", *map(formats.number, numbers))
                for said, text, *numbers in self.following(section) if any(numbers[2:])
            )  # fmt: skip
            moved, hidden = self.moved_periods(section), self.may.hidden_forms(section)
            if not (rows or moved or hidden):
                yield Paragraph(_("{section}: the same", section=formats.capital(section_words(section))))
                continue
            yield Heading(formats.capital(section_words(section)))
            yield from (Table(columns, rows),) if rows else ()
            yield from (Paragraph(self.moved_title(section)), Items(moved)) if moved else ()
            yield from (Paragraph(left_out_words(len(hidden))),) if hidden else ()

    def moved_in_short(self, section: str) -> str:
        """Return how many citizens have a statement with another period, or approvals by another number of people."""
        return periods_moved_in_short(self.may, section, self.guidelines, self.language)

    def moved_title(self, section: str) -> str:
        """Return what stands above the statements with another period, with how many citizens that is where there are several."""
        title = f"{_('The same in another form')}:"
        several = {turn.id for turn in moved_periods(self.may.turns(section))}
        return f"{title} {self.moved_in_short(section)}" if len(several) > 1 else title

    def moved_periods(self, section: str) -> tuple[str, ...]:
        """Return how many have a statement with another period, or approvals by another number of people, one by one."""
        return tuple(periods_moved(self.may.turns(section), section, self.guidelines, self.language))

    def following(self, section: str) -> Iterator[tuple[str, str, int, int, int, int]]:
        """Yield of a section each statement, what it says, and in how many cases it follows before and after, begins and ends."""
        old, new = (getattr(side, section) for side in (self.found.old, self.found.new))
        for said in sorted({*old, *new}):
            if (counts := self.may.statement(section, said)) is not None:
                yield said, followed(section, said, self.guidelines, self.language, texts=True), *counts


def flow_note() -> str:
    """Return on which step a solution of several stands."""
    return _(
        "A solution stands on the highest step of the first ladder that it is on; a step on another ladder is not seen here."
    )
