"""A comparison of two guidelines, catalogues or days over many cases, for people; `compare_data` has it as data and as lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from visit.catalogue import Catalogue, Offer
from visit.lab.affected import Affected
from visit.lab.answers import PERHAPS, Answerer
from visit.lab.assumed_bounds import AssumedBounds
from visit.lab.attribution import Attribution
from visit.lab.following import EditCounts
from visit.lab.gate import statement_id
from visit.lab.impact import Impact
from visit.lab.movements import Crossing
from visit.lab.totals import FOLLOWING
from visit.lab.uncompared import paired, uncompared
from visit.lab.undecided import WaitedFor
from visit.lab.verdicts import GateVerdict
from visit.locale import citations, formats, plural
from visit.locale import text as _
from visit.population.drawing import OFFER
from visit.render.affected_words import (
    affected_items,
    area_blocks,
    area_turn_items,
    pooled_words,
    subgroup_blocks,
)
from visit.render.attribution_words import (
    beside_words,
    edit_counts_words,
    fraction_words,
    idle_words,
    moved_by_words,
    piece_words,
    rows_by_share,
    statements_said,
    together_words,
)
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.bounds_words import bounds_blocks
from visit.render.compare_words import (
    amounts_of,
    basis_words,
    crossing_words,
    difference_of,
    followed,
    kilometres_of,
    movement_words,
    section_words,
    share_of,
    shared_words,
    side_counts,
    step_order,
    step_words,
)
from visit.render.conclusions import conclusions
from visit.render.few_told import HIDDEN, TURNS, FewTold, cases_told, few_words, left_out_words
from visit.render.gate_words import gate_blocks
from visit.render.heading import not_in_force
from visit.render.offer_use import OfferUse, offer_uses
from visit.render.population_words import CitizensTold
from visit.render.subgroup_measures import SubgroupMeasures
from visit.render.uncompared_words import uncompared_words
from visit.rules.guideline.edits import StatementKey
from visit.rules.guideline.values import DIGITS, Guideline
from visit.vocabulary import vocabulary

MOST_SAID = 44
"""So much of what a statement says stands for it where there is little room."""
KNOWN_OF = MappingProxyType({
    "metres": "with_distance", "waiting_days": "with_waiting", "hours": "with_hours", "dkk_a_year": "priced",
})  # fmt: skip
"""Which count of a side says of how many an amount is known."""
TURNED_BACK = frozenset((Crossing.NOT_GRANTABLE, Crossing.TO_DECIDED, Crossing.TO_OWN))
"""What turns so is not so afterwards: what is counted on each side is the opposite."""
MOST_OFFERS = 12
"""So many offers whose use changes most are shown to people; data and lists have all."""


@dataclass(frozen=True, slots=True, eq=False)
class RunAgain:
    """What anyone needs to run a comparison again to the same bytes.

    Attributes:
        digest: SHA-256 over all of it, but for what files are called here.
        commands: The command lines, one after another: those that draw citizens, and the last that compares.
    """

    digest: str
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CompareSheet:
    """One comparison in one language.

    Attributes:
        attribution: Which edit does what, where it was worked out; else `not_attributed` says why it was not.
        affected: The citizens affected most, where they may be shown one by one.
        gates: What became of each gate.
        touching: Where it was only counted whom each edit may touch: that.
        bounds: The same with the assumptions low and high, where citizens were drawn so, too.
        waits: What those wait for who were decided and are not any more.
        is_open: Whether somebody who has the cases asks for every number of real citizens.
        is_handed_on: Whether it is told in a file or to a program, and not on the screen of whoever asks.
    """

    found: Impact
    old: Answerer
    new: Answerer
    again: RunAgain
    citizens: CitizensTold
    language: str
    attribution: Attribution | None = None
    not_attributed: str = ""
    affected: tuple[Affected, ...] = ()
    bounds: AssumedBounds | None = None
    gates: tuple[GateVerdict, ...] = ()
    touching: Attribution | None = None
    waits: WaitedFor = field(default_factory=WaitedFor)
    is_open: bool = False
    is_handed_on: bool = False

    @property
    def guidelines(self) -> list[Guideline]:
        """Every guideline that was answered under, the new ones first."""
        return [*self.new.guidelines.values(), *self.old.guidelines.values()]

    def called(self) -> dict[str, str]:
        """Return what the guidelines call their own parameters and facts, and what offers are called, by key or id.

        The new guideline's words come before the old one's.
        """
        known = {**self.old.basis.catalogue.offers, **self.new.basis.catalogue.offers}
        return {id: self.offer_name(id, offer) for id, offer in known.items()} | {
            name: formats.capital(label.in_language(self.language))
            for one in reversed(self.guidelines) for name, label in one.labels.items()
        }  # fmt: skip

    def said(self, most: int | None = None) -> dict[str, str]:
        """Return the same, and what each statement that an edit changes says in short, for who does not know the ids.

        `most` is how many letters of that are told at most.
        """
        edits = self.attribution or self.touching
        pieces = edits.pieces.values() if edits else ()
        return {**statements_said(pieces, self.guidelines, self.language, most), **self.called()}

    # --- for people ---

    def sheet(self) -> Sheet:
        """Return everything."""
        blocks: list[Block] = [Paragraph(text) for text in self.head()]
        blocks += [Paragraph(self.verdict(), strong=True)]
        blocks += [self.movements()] if self.may.movements() is not None else []
        blocks += gate_blocks(self.gates, self.may)
        if self.bounds is not None and self.tells_all:
            blocks += bounds_blocks(self.bounds, self.guidelines, self.language)
        told = tuple(self.conclusions())
        blocks += [Heading(_("What to look at")), Items(told)] if told else []
        blocks += self.edits()
        blocks += [Heading(_("From step to step")), self.flow(), Paragraph(flow_note())]
        turns = tuple(f"{crossing_words(one)}: {self.turned(one)}" for one in Crossing if self.found.crossings[one])
        turns = (*turns, *(self.helped_now() if self.tells_all else ()))
        if not self.tells_all:
            blocks.append(Paragraph(few_words()))
        blocks += [Heading(_("What changes sides")), Items(turns)] if turns else []
        blocks += area_blocks(self.found.areas, self.language, tells_all=self.tells_all)
        blocks += area_turn_items(self.found.areas, self.language) if self.tells_all else ()
        blocks += affected_items(self.affected, self.found.moving, self.language, self.moved_by)
        blocks += subgroup_blocks(self.found.subgroups, self.language, tells_all=self.tells_all)
        blocks += SubgroupMeasures(self.found.subgroups, self.guidelines, self.language, self.tells_all).blocks()
        blocks += [Heading(self.sides_title()), self.both_sides(), *map(Paragraph, self.prices_edited())]
        blocks += self.follows()
        blocks += self.offers()
        blocks += [
            Paragraph(self.digest_line()),
            *(Paragraph(_("Run again: {command}", command=one)) for one in self.again.commands),
        ]
        return tuple(blocks)

    def head(self) -> Iterator[str]:
        """Yield what is compared, over whom, and who is not among them."""
        yield self.guidelines_line()
        yield f"{self.who()} · {self.basis_line()}"
        yield from self.cautions()

    def guidelines_line(self) -> str:
        """Return which guidelines are compared."""
        return " → ".join(dict.fromkeys(basis_words(side, digits=True) for side in (self.old, self.new)))

    def basis_line(self) -> str:
        """Return with which catalogues, and on which days."""
        old, new = self.old.basis, self.new.basis
        days = [_("on the day of each assessment") if one.day is None else formats.day(one.day) for one in (old, new)]
        catalogues = [f"{one.catalogue.id} ({one.catalogue.digest[:DIGITS]})" for one in (old, new)]
        return " · ".join(
            (_("catalogue {name}", name=" → ".join(dict.fromkeys(catalogues))), " → ".join(dict.fromkeys(days)))
        )

    def conclusions(self) -> Iterator[str]:
        """Yield what a reader would else have to work out."""
        return conclusions(self.may, self.waits, self.language)

    def cautions(self) -> Iterator[str]:
        """Yield what to beware of, each behind an exclamation mark."""
        for side in (self.old, self.new):
            told = (text for one in side.guidelines.values() for text in not_in_force(one, one.as_of))
            yield from (f"! {side.basis.name}: {formats.small(text)}" for text in dict.fromkeys(told))
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
        if self.uncompared():
            yield f"! {uncompared_words(self.uncompared(), self.called())}"
        if len(years := self.price_years()) > 1:
            yield _(
                "! prices of several years are added up as they are: {years}", years=formats.listed(map(str, years))
            )

    def uncompared(self) -> tuple[StatementKey, ...]:
        """Return what differs between the guidelines and is compared by nothing."""
        return uncompared(paired(self.old, self.new))

    def price_years(self) -> list[int]:
        """Return the years of the known prices that first solutions are added up from."""
        priced = self.found.priced_parts
        years = {
            one.price.year for side in (self.old, self.new) for one in side.basis.catalogue.options
            if one.id in priced and one.price is not None and one.price.year is not None
        }  # fmt: skip
        offers = {offer for side in (self.old, self.new) for offer in side.basis.catalogue.offers}
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

    @property
    def tells_all(self) -> bool:
        """Whether every number is told: of citizens who are nobody, and of real ones where it is asked for."""
        return self.citizens.is_nobody or self.is_open

    @property
    def may(self) -> FewTold:
        """What may be told."""
        return FewTold(self.found, self.tells_all, self.is_handed_on)

    def turning(self, turn: Crossing) -> str:
        """Return how many turn so, as far as that may be told."""
        return cases_told(self.may.crossing(turn))

    def turned(self, turn: Crossing) -> str:
        """Return how many turn so, beside how many it is so of before and after: `29 (in all 820 → 848)`."""
        return f"{self.turning(turn)} ({self.turned_of(turn)})"

    def turned_of(self, turn: Crossing) -> str:
        """Return of how many it is so before and after; of a turn back, of how many it is not."""
        name, _back = TURNS[turn]
        what = side_counts()[name] if turn in TURNED_BACK else _("in all")
        return f"{what} {self.count_of(name)}"

    def side_numbers(self) -> Iterator[tuple[str, int | None, int | None]]:
        """Yield what is counted on each side, None where it may not be told."""
        for name, words in side_counts().items():
            was, now = self.may.side_count(name) or (None, None)
            yield words, was, now

    def percentiles(self, of: str, percent: int) -> tuple[int | None, int | None]:
        """Return a percentile of `metres` or `waiting_days` on both sides, as far as they may be told."""
        was, now = (self.may.percentile(getattr(side, of), percent) for side in (self.found.old, self.found.new))
        return was, now

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
        rows = [(movement_words(one), n) for one, n in (self.may.movements() or {}).items()]
        shown = tuple((name, formats.number(n), share_of(n, found.cases)) for name, n in rows if n)
        return Table(columns, shown)

    def edits(self) -> Iterator[Block]:
        """Yield which edit does what."""
        found = self.attribution
        if found is None and not self.not_attributed:
            return
        yield Heading(_("Which edit did it"))
        if found is None:
            yield Paragraph(self.not_attributed)
            if touches := tuple((words, formats.number(n)) for words, n in self.touches()):
                yield Table((Column(_("edit"), wraps=True), Column(_("touches"), number=True)), touches)
            return
        beside = self.shares_bought(found)
        titles = [_("edit"), _("changes"), _("alone"), self.share_title() if found.is_exact else _("all but it")]
        titles += [formats.capital(_("bought"))] if beside else []
        columns = [Column(title, number=place > 0, wraps=place == 0) for place, title in enumerate(titles)]
        columns.append(Column(formats.capital(_("also")), wraps=True))
        if rows := tuple(self.edit_rows(found)):
            yield Table(tuple(columns), rows)
        together = tuple(together_words(found, self.said()))
        idle = tuple(idle_words(found, self.said(), named=True))
        if together or idle:
            yield Items((*together, *idle))
        yield Paragraph(f"{self.how_changing(found)} {self.how_attributed(found)}")
        if turned := tuple(self.turned_rows(found)):
            yield Heading(_("What begins and ends with each edit"))
            yield from () if found.is_exact else (Paragraph(_("Alone / beside all others, where the two differ.")),)
            yield Table((Column(_("edit"), wraps=True), Column(_("what follows"), wraps=True), Column(_("begins"), number=True),
                         Column(_("ends"), number=True)), turned)  # fmt: skip

    def share_title(self) -> str:
        """Return what the shares of edits are shares of."""
        moving = self.may.moving()
        return _("share") if moving is None else _("share of {n}", n=formats.number(moving))

    def touches(self, most: int | None = None) -> list[tuple[str, int]]:
        """Return each edit that may touch a case with how many, where no more was asked, those that touch most first."""
        found, called = self.touching, self.said(most)
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
        called, beside = self.said(), self.shares_bought(found)
        for piece, share in rows_by_share(found):
            name = piece.name
            counts = (formats.number(found.changes[name]), formats.number(found.alone[name]))
            last = fraction_words(share) if found.is_exact else formats.number(found.needed[name])
            bought = (fraction_words(found.shares["external"][name]),) if beside else ()
            also = "; ".join(beside_words(found, piece, self.role))
            yield piece_words(piece, called), *counts, last, *bought, also

    def shares_bought(self, found: Attribution) -> bool:
        """Return whether an edit has a share of the bought solutions."""
        return any(found.shares.get("external", {}).values())

    def role(self, said: str) -> str:
        """Return who approves in words."""
        return followed("approvals", said, self.guidelines, self.language)

    def turned_rows(self, found: Attribution) -> Iterator[tuple[str, ...]]:
        """Yield what begins and ends with each edit, statement by statement."""
        called = self.said()
        for piece, _share in rows_by_share(found):
            name = piece_words(piece, called)
            rows: dict[tuple[str, str], list[EditCounts]] = {}
            for what, counts in found.following.by_edit(piece.name):
                rows.setdefault(what[:2], [EditCounts(), EditCounts()])[0 if what.begins else 1] = counts
            for (section, said), counted in rows.items():
                yield (
                    name,
                    self.statement(section, said),
                    *(edit_counts_words(one, is_exact=found.is_exact) for one in counted),
                )
                name = ""

    def statement(self, section: str, said: str) -> str:
        """Return what follows in words, with its id."""
        text = followed(section, said.removesuffix(PERHAPS), self.guidelines, self.language, texts=True)
        what = (
            _("{section}, perhaps", section=section_words(section))
            if said.endswith(PERHAPS)
            else section_words(section)
        )
        return f"{what}: {text}" if section == "approvals" else f"{what}: {text} [{statement_id(said)}]"

    def moved_by(self, one: Affected) -> str:
        """Return which edits moved a citizen; nothing where that is not known, or may not be told."""
        if self.attribution is None or one.edits is None:
            return ""
        return moved_by_words(self.attribution, one.edits, self.said(MOST_SAID))

    def how_changing(self, found: Attribution) -> str:
        """What is counted under changes."""
        if found.is_exact:
            return _("Changes: for how many something that is compared is another with this edit than without.")
        return _(
            "Changes: for how many something that is compared is another by this edit alone, or beside all others."
        )

    def how_attributed(self, found: Attribution) -> str:
        """How the edits' parts were worked out, and from how many answers."""
        n = formats.number(found.answers)
        if found.is_exact:
            return _(
                "Alone: how many get another first solution by this edit alone. Share: what it changes, averaged over every order "
                "of the edits that touch a case; the shares add up to the whole. Of what follows (approvals, notices, deadlines, "
                "follow-up) it is said what begins and what ends with each edit (+/−), and what does so only perhaps apart. "
                "{n} further answers.",
                n=n,
            )
        return _(
            "Alone: how many get another first solution by this edit alone. All but it: how many do not get the same one without "
            "it. Of what follows it is said what begins and what ends (+/−) with each edit alone, and beside all others where that "
            "differs, and what does so only perhaps apart. {n} further answers; exact shares take {exact}: "
            "--most-answers {limit}.",
            n=n, exact=formats.number(found.exact_answers), limit=found.exact_answers,
        )  # fmt: skip

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

    def sides_title(self) -> str:
        """Return what the counts on both sides are of."""
        n = self.found.cases
        return plural("On both sides, of {n} case", "On both sides, of {n} cases", n, n=formats.number(n))

    def offers_title(self) -> str:
        """Return what the counts of offers are of."""
        n = self.found.cases
        return plural(
            "Offers in the first solutions of {n} case",
            "Offers in the first solutions of {n} cases",
            n,
            n=formats.number(n),
        )

    def both_sides(self) -> Table:
        columns = (
            Column("", wraps=True), Column(_("before"), number=True), Column(_("after"), number=True),
            Column(_("difference"), number=True),
        )  # fmt: skip
        return Table(columns, tuple(self.side_rows()))

    def side_rows(self) -> Iterator[tuple[str, ...]]:
        old, new = self.found.old, self.found.new
        for name, words in side_counts().items():
            if not name.startswith("with_"):
                was, now = self.may.side_count(name) or (None, None)
                yield (words, HIDDEN, HIDDEN, HIDDEN) if was is None or now is None else _counted(words, was, now)
        for name, percent in ((_("km to the network, median"), 50), (_("km to the network, 90th percentile"), 90)):
            yield self.known_of(name, "metres"), *kilometres_of(*self.percentiles("metres", percent))
        for name, percent in ((_("days of waiting, median"), 50), (_("days of waiting, 90th percentile"), 90)):
            was, now = self.percentiles("waiting_days", percent)
            known = ["–" if one is None else formats.number(one) for one in (was, now)]
            more = "–" if was is None or now is None else difference_of(now - was)
            yield self.known_of(name, "waiting_days"), *known, more
        if self.may.tells_hours:
            states_hours = bool(old.with_hours or new.with_hours)
            yield self.amounts(_("stated hours a week, in all"), "hours", old.hours, new.hours, known=states_hours)
        if not self.may.tells_prices:
            return
        is_priced = bool(old.priced or new.priced)
        yield self.amounts(
            _("known prices, kroner a year"), "dkk_a_year", old.dkk_a_year, new.dkk_a_year, known=is_priced
        )
        if not self.found.priced_both:
            return
        told = _("kroner a year, where both prices are known ({n} cases)", n=formats.number(self.found.priced_both))
        yield told, "", "", amounts_of(Fraction(0), self.found.dkk_a_year, 2)[2]

    def amounts(self, name: str, of: str, was: Fraction, now: Fraction, *, known: bool) -> tuple[str, ...]:
        """Return two sums and their difference; that nothing is known is no 0."""
        if not known:
            return name, _("not known"), _("not known"), ""
        return self.known_of(name, of), *amounts_of(was, now, 2)

    def known_of(self, name: str, of: str) -> str:
        """Return what a number is, and of how many cases it is known before and after."""
        return _("{what} (known of {n})", what=name, n=self.count_of(KNOWN_OF[of]))

    def count_of(self, name: str) -> str:
        """Return a count of `SIDE_COUNTS` before and after, once where both are the same."""
        counts = self.may.side_count(name)
        return HIDDEN if counts is None else " → ".join(dict.fromkeys(map(formats.number, counts)))

    def prices_edited(self) -> Iterator[str]:
        """Yield of how many services the price is another, and whether that can be read in what first solutions cost."""
        stated = [_prices(side.basis.catalogue) for side in (self.old, self.new)]
        edited = {id for id in {*stated[0]} & {*stated[1]} if stated[0][id] != stated[1][id]}
        if not edited:
            return
        n = formats.number(len(edited))
        used = {id for side in (self.found.old, self.found.new) for parts in side.parts for id in parts} & edited
        if not used:
            yield plural(
                "the price of {n} service is another, and no first solution has it",
                "the prices of {n} services are others, and no first solution has one of them",
                len(edited), n=n,
            )  # fmt: skip
        elif self.tells_all:
            yield plural(
                "the price of {n} service is another, and {used} stands in a first solution",
                "the prices of {n} services are others, and {used} of these stand in first solutions",
                len(edited), n=n, used=formats.number(len(used)),
            )  # fmt: skip

    def follows(self) -> Iterator[Block]:
        """Yield what follows from the first solutions and did not, and the other way round, section by section."""
        columns = (
            Column("", wraps=True), Column(_("before"), number=True), Column(_("after"), number=True),
            Column(_("begins"), number=True), Column(_("ends"), number=True),
        )  # fmt: skip
        for section in FOLLOWING:
            rows = tuple(
                (text if section == "approvals" else f"{text} [{statement_id(said)}]", *map(formats.number, numbers))
                for said, text, *numbers in self.following(section) if any(numbers[2:])
            )  # fmt: skip
            if hidden := self.may.hidden_statements(section):
                yield Heading(formats.capital(section_words(section)))
                yield from (Table(columns, rows),) if rows else ()
                yield Paragraph(left_out_words(len(hidden)))
            elif rows:
                yield Heading(formats.capital(section_words(section)))
                yield Table(columns, rows)
            else:
                yield Paragraph(_("{section}: the same", section=formats.capital(section_words(section))))

    def following(self, section: str) -> Iterator[tuple[str, str, int, int, int, int]]:
        """Yield of a section each statement, what it says, and in how many cases it follows before and after, begins and ends."""
        old, new = (getattr(side, section) for side in (self.found.old, self.found.new))
        for said in sorted({*old, *new}):
            if (counts := self.may.statement(section, said)) is not None:
                yield said, followed(section, said, self.guidelines, self.language, texts=True), *counts

    def offers(self) -> Iterator[Block]:
        """Yield the offers whose use changes most, each against its places."""
        changed = [one for one in self.offer_use() if one.used[0] != one.used[1]]
        old, new = self.found.old.offers, self.found.new.offers
        hidden = sum(self.may.offer(id) is None for id in self.offers_used() if old[id] != new[id])
        if not changed:
            yield from (Heading(self.offers_title()), Paragraph(left_out_words(hidden))) if hidden else ()
            return
        changed.sort(key=lambda one: (-abs(one.used[1] - one.used[0]), one.id))
        columns = (
            Column(_("offer"), wraps=True), Column(_("before"), number=True), Column(_("after"), number=True),
            Column(_("difference"), number=True), Column(_("places"), wraps=True),
        )  # fmt: skip
        rows = tuple(
            (name, formats.number(was), formats.number(now), difference_of(now - was), places)
            for one in changed[:MOST_OFFERS] for name, (was, now), places in one.rows
        )  # fmt: skip
        yield Heading(self.offers_title())
        yield Table(columns, rows)
        if (more := len(changed) - MOST_OFFERS) > 0:
            yield Paragraph(plural("and {n} offer more", "and {n} offers more", more, n=formats.number(more)))
        if hidden:
            yield Paragraph(left_out_words(hidden))
        yield Paragraph(self.places_words())

    def places_words(self) -> str:
        """Say of what time places are, and of how long a time those who are compared with them."""
        told = _(
            "Places are those that an offer has at one time, each counted once; first solutions are of those who begin."
        )
        if not (years := self.citizens.years_words()):
            return f"{told} {_('Over how long a time these began is not known here.')}"
        told = f"{told} {formats.capital(years)}."
        if self.citizens.may_fill_places:
            return told
        return f"{told} {_('Which offers would be full is shown for about a year: draw the citizens without -n.')}"

    def offers_used(self) -> list[str]:
        """Return the ids of the offers that stand in a first solution."""
        return sorted({*self.found.old.offers, *self.found.new.offers})

    def offer_use(self) -> Iterator[OfferUse]:
        """Yield each offer that stands in a first solution, with its places.

        One with numbers of real citizens that may not be told is left out.
        """
        catalogues = (self.old.basis.catalogue.offers, self.new.basis.catalogue.offers)
        known = {**catalogues[0], **catalogues[1]}
        names = {id: self.offer_name(id, known.get(id)) for id in self.offers_used()}
        yield from offer_uses(names, catalogues, self.may, self.language)

    def offer_name(self, id: str, offer: Offer | None) -> str:
        """Return what an offer is called; a home that nobody runs, and help of a case that the catalogue lacks, by their kind."""
        if offer is not None:
            return citations.danish(offer.name) if self.language == "da" else offer.name
        if id in ("home", "tenancy"):
            return vocabulary().label("kind", id, self.language)
        running = vocabulary().label("kind", "current", self.language)
        return running if id == OFFER else f"{running} ({id})"


def flow_note() -> str:
    """Return on which step a solution of several stands."""
    return _(
        "A solution stands on the highest step of the first ladder that it is on; a step on another ladder is not seen here."
    )


def _prices(catalogue: Catalogue) -> dict[str, tuple[object, object]]:
    """Return the price that each service states, by the id of its option."""
    return {
        f"{offer.id}/{one.own_id}": (one.recorded.get("price"), one.recorded.get("price_dkk_per_day"))
        for offer in catalogue.document.offers for one in offer.services
    }  # fmt: skip


def _counted(name: str, was: int, now: int) -> tuple[str, ...]:
    return name, formats.number(was), formats.number(now), difference_of(now - was)
