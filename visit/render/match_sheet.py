"""What the answer to `visit match` says, block by block, most important first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from visit.catalogue import Option
from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import AreaRanking, Placement, Ranking, Requirement, Standing
from visit.ranking.verdict import NotYet, verdict
from visit.reasons.clashes import clashes
from visit.reasons.explanation import Confirm, Explanation, Reason
from visit.reasons.labels import Phrasing, in_order_of_a_day, option_step
from visit.reasons.unfound import unfound
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.heading import cautions, named
from visit.render.next_steps import NextSteps
from visit.rules.deciding.one_option import Outcome
from visit.rules.facts.distances import stated_travel
from visit.rules.language.values import UNKNOWN, Value
from visit.vocabulary import vocabulary

REASONS = 5
ASKED = 5
"""How many reasons and facts to obtain stand on the first screen; `why` shows all."""


class MatchSheet:
    """One ranking in one language."""

    def __init__(self, ranking: Ranking, language: str) -> None:
        self.ranking = ranking
        self.explanation = Explanation(ranking)
        self.say = Phrasing(ranking.guideline, language)
        self.language = language
        self.steps = NextSteps(self.explanation, self.say)

    def sheet(self, *, areas: Sequence[AreaRanking] = (), everything: bool = False) -> Sheet:
        """Return the whole answer; `areas` adds the options of each area, `everything` accounts for every option."""
        blocks: list[Block] = [*self.head(), *self.question(), *self.unfound()]
        blocks += self.answer()
        blocks += self.by_area(areas)
        if everything:
            blocks += self.every_option()
        return tuple(blocks)

    # --- the head ---

    def head(self) -> Iterator[Block]:
        """Guideline, catalogue and date: the first line of every answer; below it what to beware of in the guideline."""
        ranking = self.ranking
        line = _(
            "{case} · {guideline} · catalogue {catalogue} · {day}",
            case=ranking.case.id, guideline=named(ranking.guideline), catalogue=ranking.catalogue.id,
            day=formats.day(ranking.as_of),
        )  # fmt: skip
        yield Paragraph(line)
        beware = tuple(cautions(ranking.guideline, ranking.as_of, ranking.case.municipality))
        if beware:
            yield Items(beware)

    def question(self) -> Iterator[Block]:
        areas = self.ranking.side.values["case.needs.areas"]
        type = self.ranking.guideline.types["case.needs.areas"]
        if areas is UNKNOWN:
            yield Paragraph(
                _("No area of help is stated, and the guideline proposes none: state needs.areas in the case.")
            )
            return
        proposed = self.ranking.side.proposed.get("case.needs.areas")
        come = _("proposed by the guideline, to confirm") if proposed else _("stated in the case")
        rows: list[str | tuple[str, tuple[str, ...]]] = [
            _("Needed areas: {areas} ({come})", areas=self.say.value(areas, type).lower(), come=come)
        ]
        stated = [
            self.say.requirement(one) for one in self.ranking.requirements if one.kind != "area" and not one.proposed
        ]
        guessed = [
            self.say.requirement(one) for one in self.ranking.requirements if one.kind != "area" and one.proposed
        ]
        if stated:
            rows.append(_("Needs: {needs}", needs=", ".join(stated)))
        if guessed:
            rows.append(_("Needs proposed by the guideline, to confirm: {needs}", needs=", ".join(guessed)))
        yield Items(tuple(rows))

    def unfound(self) -> Iterator[Block]:
        """What the case names and the catalogue cannot follow: said before the order that it did not change."""
        ranking = self.ranking
        rows = [self.say.unfound(one) for one in unfound(ranking.case, ranking.catalogue, ranking.as_of)]
        rows += [self.say.clash(one) for one in clashes(ranking.case, ranking.as_of)]
        if rows:
            yield Items(tuple(rows))

    # --- the answer ---

    def answer(self) -> Iterator[Block]:
        ranking, first = self.ranking, self.ranking.first
        if first is None and ranking.first_is_proved:
            yield Paragraph(_("No placement meets every need."), strong=True)
            yield from self.unmet()
        elif first is None:
            yield Paragraph(_("The search reached its limit before it found a placement."), strong=True)
        else:
            yield self.table(ranking.placements)
            yield from self.proved()
            yield from self.not_yet()
            yield Paragraph(
                _("km: straight line to the network (* a stated figure); ~ an estimate; ? not known; – does not apply")
            )
            yield from self.why_first(first)
        yield from self.section(_("By exception"), self.exceptions())
        yield from self.section(_("Awaiting and undecided"), self.waiting())
        yield from self.section(_("Ruled out"), self.ruled_out())
        yield from self.section(_("Confirm before deciding"), self.steps.confirmations(first))
        yield from self.section(_("Approval"), self.steps.approval_lines(first))
        yield from self.section(_("The application"), self.steps.applications(first))
        yield from self.section(_("Acute bridge"), self.steps.bridge(first))
        yield from self.section(_("Notices"), self.steps.notices(first))
        yield from self.section(_("Follow-up"), self.steps.follow_up(first))
        yield Paragraph(
            _(
                "visit recommends; a person decides and writes the reason. Steps order what is sufficient and are never a ground."
            )
        )

    def proved(self) -> Iterator[Block]:
        """Say which placements are proved to stand where they do; nothing where all are."""
        proved = self.ranking.proved
        if proved == 0:
            yield Paragraph(
                _("The search reached its limit: it is not proved that no other placement comes first."), strong=True
            )
        elif proved is not None and proved < len(self.ranking.placements):
            yield Paragraph(
                _("The search reached its limit: the order is proved to number {last}, not after it.", last=proved)
            )

    def not_yet(self) -> Iterator[Block]:
        """Say what is wanting that no standing shows, and who sees to it."""
        reasons = verdict(self.ranking).reasons
        if NotYet.GROUND in reasons:
            yield Paragraph(
                _(
                    "Not yet: a stay ends, 1 gives less, and no ground for that is recorded."
                    " Record it as the ground of the current service, or what the citizen has applied for."
                ),
                strong=True,
            )
        if NotYet.DWELLING in reasons:
            yield Paragraph(
                _(
                    "Not yet: 1 needs a dwelling that is still to be found. The citizen looks for one with the municipality's help."
                    " Once it is offered, record it under home.dwelling, and from when."
                ),
                strong=True,
            )

    def section(self, title: str, rows: Iterator[str | tuple[str, tuple[str, ...]]]) -> Iterator[Block]:
        found = tuple(rows)
        if found:
            yield Heading(title)
            yield Items(found)

    def table(self, placements: tuple[Placement, ...]) -> Table:
        columns = (Column("#", number=True), Column(_("placement"), wraps=True), *self.part_columns())
        rows: list[tuple[str, ...]] = []
        for place, placement in enumerate(placements, start=1):
            for part, option in enumerate(in_order_of_a_day(placement.parts)):
                rows.append(
                    (f"{place}" if part == 0 else "", self.part_name(option, placement), *self.part_cells(option))
                )
        return Table(columns, tuple(rows))

    def part_name(self, option: Option, placement: Placement) -> str:
        name = self.say.option(option)
        if option.id in {one.id for one in self.ranking.continuing}:
            name = _("{name} (continues)", name=name)
        if option.id == in_order_of_a_day(placement.parts)[0].id and placement.standing is not Standing.SUITABLE:
            name = f"{name} [{placement.standing.label(self.language)}]"
        return name

    def part_columns(self) -> tuple[Column, ...]:
        """The headings of `part_cells`."""
        return (
            Column(_("provision")),
            Column(_("step")),
            Column(_("level"), number=True),
            Column(_("km"), number=True),
            Column(_("free"), number=True),
            Column(_("DKK/day"), number=True),
        )

    def part_cells(self, option: Option) -> tuple[str, ...]:
        values = self.explanation.values(option)
        home = option.kind in ("home", "tenancy")
        return (
            self.say.provision(option).replace("SEL §", "§"),  # in Danish a bare § is serviceloven's
            option_step(self.ranking, option),
            "–" if home else self.cell(option, "option.specialisation", "specialisation"),
            self.km(option, values["travel.network_km"]),
            "–" if home or option.current else self.cell(option, "option.free_places", "free"),
            "–" if home else self.cell(option, "option.price_dkk_per_day", "price_dkk_per_day"),
        )

    def km(self, option: Option, value: Value) -> str:
        """The distance to the network; `–` for what comes to the citizen or is yet to be found, `*` for a stated figure."""
        if option.offer.mobile or option.kind == "tenancy":
            return "–"
        if not isinstance(value, int | Decimal):
            return "?"
        stated = stated_travel(option, self.ranking.side.circumstances)
        return formats.number(value, decimals=1 if value else 0) + ("*" if stated else "")

    def cell(self, option: Option, fact: str, field: str) -> str:
        """A number; `?` unknown, `~` an estimate."""
        value = self.explanation.values(option)[fact]
        if not isinstance(value, int | Decimal):
            return "?"
        return ("~" if field in option.estimated else "") + formats.number(value)

    def why_first(self, first: Placement) -> Iterator[Block]:
        yield Heading(_("Why {n}", n=1) if first.grantable else _("What speaks for {n}, not yet decided", n=1))
        rows = [*self.what_each_part_meets(first)]
        rows += list(dict.fromkeys(self.reason(reason) for reason in self.weighty(first)))[:REASONS]
        if len(self.ranking.placements) > 1:
            rows.append(self.separated(first, self.ranking.placements[1], 1, 2))
        yield Items(tuple(rows))

    def what_each_part_meets(self, placement: Placement) -> Iterator[str]:
        """One line per part: the needs it meets, and those it may meet."""
        for option in in_order_of_a_day(placement.parts):
            surely = [self.say.requirement(one) for one, met in self.explanation.meeting(option) if met.surely]
            perhaps = [
                self.say.requirement(one)
                for one, met in self.explanation.meeting(option)
                if met.at_most and not met.surely and one in placement.leans_on
            ]
            label = self.say.step_label(option)
            name = f"{self.say.option(option)} ({label})" if label else self.say.option(option)
            if surely:
                yield _("{name} meets: {needs}", name=name, needs=formats.listed(surely))
            if perhaps:
                yield _("{name}, not stated: {needs}", name=name, needs=formats.listed(perhaps))

    def weighty(self, first: Placement) -> list[Reason]:
        """The musts that hold, sufficiency first: what a caseworker asks before anything else."""
        order = ("sufficiency", "entitlement", "permanence", "consent", "legality")
        musts = [one for one in self.explanation.reasons(first) if one.trace.rule.strength != "presumption"]
        shown = [one for one in musts if one.trace.rule.gate in order and one.trace.outcome is Outcome.HOLDS]
        return sorted(shown, key=lambda one: order.index(one.trace.rule.gate))

    def reason(self, reason: Reason) -> str:
        """One rule in one sentence, with its id and source."""
        rule = reason.trace.rule
        doubt = "" if rule.origin.certainty != "uncertain" else " " + _("(uncertain law)")
        return f"{self.say.fill(rule.reason, reason.values)} [{rule.id}]{doubt}"

    def separated(self, first: Placement, second: Placement, a: int, b: int) -> str:
        separation = self.explanation.separation(first, second)
        if separation.criterion == "id":
            return _("{a} and {b}: nothing in the guideline tells them apart; their names decide", a=a, b=b)
        left, right = self.say.separation(separation)
        return _(
            "{a} before {b}: {criterion}: {left}, against {right} [{id}]",
            a=a, b=b, criterion=self.say.criterion(separation), left=left, right=right, id=separation.criterion,
        )  # fmt: skip

    # --- the rest, one line each ---

    def exceptions(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for place, placement in enumerate(self.ranking.placements, start=1):
            if placement.standing is Standing.BY_EXCEPTION:
                departures = self.explanation.departures(placement)
                lines = tuple(dict.fromkeys(self.departed(one) for one in departures))
                yield _("{n} departs from:", n=place), lines

    def departed(self, reason: Reason) -> str:
        text = self.reason(reason)
        return self.say.perhaps(reason.trace.missing, text) if reason.trace.outcome is Outcome.UNKNOWN else text

    def waiting(self) -> Iterator[str | tuple[str, tuple[str, ...]]]:
        detailed = False
        for place, placement in enumerate(self.ranking.placements, start=1):
            if placement.standing is Standing.AWAITING:
                lines = tuple(dict.fromkeys(self.held(one) for one in self.explanation.holds(placement)))
                yield _("{n} awaits:", n=place), lines
            elif placement.standing is Standing.UNDECIDED:
                missing = self.explanation.missing(placement)
                if detailed:
                    yield _("{n} is undecided; obtain: {facts}", n=place, facts=self.in_short(missing))
                else:
                    lines = tuple(dict.fromkeys(self.in_full(missing)))
                    yield _("{n} is undecided; obtain:", n=place), lines[:ASKED]
                detailed = True

    def held(self, reason: Reason) -> str:
        by = self.say.role(reason.trace.rule.by or "")
        return _("{by} decides first: {text}", by=by, text=self.reason(reason))

    def in_short(self, missing: tuple[Confirm, ...]) -> str:
        """The facts alone, each option's behind its name."""
        facts: dict[str, list[str]] = {}
        for option, needs, others in self.by_option(missing):
            name = self.say.option(option) if option else ""
            facts.setdefault(name, []).extend(self.say.fact(one.fact) for one in others)
            if needs:
                listed = formats.listed(self.say.requirement(one) for one in needs)
                facts[name].append(_("whether it meets {needs}", needs=listed))
        return "; ".join(f"{name}: {', '.join(found)}" if name else ", ".join(found) for name, found in facts.items())

    def in_full(self, missing: tuple[Confirm, ...]) -> Iterator[str]:
        """One question a line, the needs that an option does not state together."""
        for option, needs, others in self.by_option(missing):
            yield from (self.say.asked(one) for one in others)
            if option is None:
                continue
            asked = [self.say.requirement(one) for one in needs if one.kind != "premises"]
            premises = [self.say.requirement(one) for one in needs if one.kind == "premises"]
            if asked:
                yield _("{name}: does it meet {needs}?", name=self.called(option), needs=formats.listed(asked))
            if premises:
                yield _("{name}: does it have {premises}?", name=self.called(option), premises=formats.listed(premises))

    def called(self, option: Option) -> str:
        """The name of an option, with its provision where the offer gives several that stand here."""
        shown = [one for placement in self.ranking.placements for one in placement.parts]
        alike = {one.id for one in shown if self.say.option(one) == self.say.option(option)}
        return (
            self.say.option(option) if len(alike) < 2 else f"{self.say.option(option)} ({self.say.provision(option)})"
        )

    def by_option(
        self, missing: tuple[Confirm, ...]
    ) -> Iterator[tuple[Option | None, list[Requirement], list[Confirm]]]:
        """The missing facts of each option: the requirements it does not state, and the others."""
        wanted = {one.id: one for one in self.ranking.requirements}
        groups: dict[str, list[Confirm]] = {}
        for confirm in missing:
            groups.setdefault(confirm.option.id if confirm.option else "", []).append(confirm)
        for group in groups.values():
            needs = [wanted[one.fact] for one in group if one.fact in wanted]
            yield group[0].option, needs, [one for one in group if one.fact not in wanted]

    def ruled_out(self) -> Iterator[str | tuple[str, tuple[str, ...]]]:
        accounts = self.ranking.accounts
        total = len(self.ranking.options)
        text = plural("{n} option of {total}", "{n} options of {total}", accounts[Standing.RULED_OUT], total=total)
        misses = self.explanation.misses()
        lines: list[str] = []
        for miss in misses:
            why = [self.reason(one) for one in miss.reasons] or [
                _("does not meet {needs}", needs=formats.listed(self.say.requirement(one) for one in miss.unmet))
            ]
            name = f"{self.say.option(miss.option)} ({self.say.provision(miss.option)})"
            lines.append(_("nearest miss: {name}: {why}", name=name, why=" ".join(why)))
        yield text, tuple(lines)

    def unmet(self) -> Iterator[Block]:
        rows = []
        for place, requirement in enumerate(self.ranking.requirements):
            met = [
                option
                for index, option in enumerate(self.ranking.options)
                if self.ranking.meetings[index][place].at_most and self.ranking.standings[index].can_be_part
            ]
            if not met:
                rows.append(_("nothing that is not ruled out meets: {need}", need=self.say.requirement(requirement)))
        if rows:
            yield Items(tuple(rows))

    # --- more, when asked for ---

    def by_area(self, areas: Iterable[AreaRanking]) -> Iterator[Block]:
        for area in areas:
            yield Heading(_("Options for {area}", area=vocabulary().label("area", area.area, self.language).lower()))
            of_provision, *figures = self.part_columns()
            option_column = Column(_("option"), wraps=True)
            columns = (Column("#", number=True), option_column, of_provision, Column(_("standing")), *figures)
            rows = []
            for place, (option, standing) in enumerate(area.options, start=1):
                provision, *cells = self.part_cells(option)
                rows.append((f"{place}", self.say.option(option), provision, standing.label(self.language), *cells))
            if rows:
                yield Table(columns, tuple(rows))
            yield Paragraph(self.accounts(area.accounts))

    def accounts(self, accounts: Mapping[str, int]) -> str:
        words = {one.value: one.label(self.language) for one in Standing} | {"other_area": _("another area")}
        parts = [f"{words[name]} {count}" for name, count in accounts.items() if count]
        return f"{', '.join(parts)} = {len(self.ranking.options)}"

    def every_option(self) -> Iterator[Block]:
        yield Heading(_("Every option"))
        rows: list[str | tuple[str, tuple[str, ...]]] = []
        for option, standing in zip(self.ranking.options, self.ranking.standings, strict=True):
            rows.append((f"{option.id}: {standing.label(self.language)}", self.accounted(option, standing)))
        yield Items(tuple(rows))
        yield Paragraph(self.accounts(self.ranking.accounts))

    def accounted(self, option: Option, standing: Standing) -> tuple[str, ...]:
        if standing is Standing.SUITABLE:
            return ()
        outcomes = {Standing.RULED_OUT: (Outcome.FAILS,), Standing.UNDECIDED: (Outcome.UNKNOWN,)}.get(
            standing, (Outcome.FAILS, Outcome.UNKNOWN)
        )
        strengths = {
            Standing.RULED_OUT: ("must",),
            Standing.UNDECIDED: ("must", "hold"),
            Standing.BY_EXCEPTION: ("presumption",),
        }
        wanted = strengths.get(standing, ("must", "hold", "presumption"))
        reasons = [one for one in self.explanation.failing(option, *outcomes) if one.trace.rule.strength in wanted]
        lines = [self.departed(one) for one in reasons]
        if not lines:
            unmet = [self.say.requirement(wanted) for wanted, met in self.explanation.meeting(option) if not met.surely]
            lines = [_("meets none of: {needs}", needs=formats.listed(unmet))] if unmet else []
        return tuple(lines)
