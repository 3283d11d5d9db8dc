"""What the answer to `visit match` says, block by block, most important first."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from visit.catalogue import Option
from visit.explanation import Confirm, Explanation, Leaned, Reason, Said
from visit.locale import formats, plural
from visit.locale import text as _
from visit.phrasing import Phrasing, option_step, provision_name
from visit.ranking import Placement, Ranking
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.rules.evaluate import Outcome
from visit.rules.guideline import Approval, Notice
from visit.rules.values import UNKNOWN
from visit.vocabulary import vocabulary

REASONS = 5
ASKED = 5
NOTICES = 6
"""How many reasons, facts to obtain and notices stand on the first screen; `why` shows all."""
_KINDS = ("duty", "flag", "advice", "record")


class MatchSheet:
    """One ranking in one language."""

    def __init__(self, ranking: Ranking, language: str) -> None:
        self.ranking = ranking
        self.explanation = Explanation(ranking)
        self.say = Phrasing(ranking.guideline, language)
        self.language = language

    def sheet(self, *, areas: bool = False, everything: bool = False) -> Sheet:
        """Return the whole answer; `areas` adds the options of each area, `everything` accounts for every option."""
        blocks: list[Block] = [Paragraph(self.origin()), *self.question()]
        blocks += self.answer()
        if areas:
            blocks += self.by_area()
        if everything:
            blocks += self.every_option()
        return tuple(blocks)

    # --- the head ---

    def origin(self) -> str:
        """Guideline, catalogue and date: the first line of every answer."""
        ranking = self.ranking
        layers = " + ".join(f"{id} {version}" for id, version in reversed(ranking.guideline.layers))
        return _(
            "{case} · {guideline} · catalogue {catalogue} · {day}",
            case=ranking.case.id, guideline=layers, catalogue=ranking.catalogue.id, day=formats.day(ranking.as_of),
        )  # fmt: skip

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

    # --- the answer ---

    def answer(self) -> Iterator[Block]:
        ranking, first = self.ranking, self.ranking.first
        if first is None:
            yield Paragraph(_("No placement meets every need."), strong=True)
            yield from self.unmet()
        else:
            yield self.table(ranking.placements)
            yield from self.why_first(first)
        yield from self.section(_("By exception"), self.exceptions())
        yield from self.section(_("Awaiting and undecided"), self.waiting())
        yield from self.section(_("Ruled out"), self.ruled_out())
        yield from self.section(_("Confirm before deciding"), self.confirmations(first))
        yield from self.section(_("Approval"), self.approvals(first))
        yield from self.section(_("The application"), self.applications(first))
        yield from self.section(_("Acute bridge"), self.bridge(first))
        yield from self.section(_("Notices"), self.notices(first))
        yield from self.section(_("Follow-up"), self.follow_up(first))
        yield Paragraph(
            _(
                "visit recommends; a person decides and writes the reason. Steps order what is sufficient and are never a ground."
            )
        )

    def section(self, title: str, rows: Iterator[str | tuple[str, tuple[str, ...]]]) -> Iterator[Block]:
        found = tuple(rows)
        if found:
            yield Heading(title)
            yield Items(found)

    def table(self, placements: tuple[Placement, ...]) -> Table:
        columns = (
            Column("#", number=True),
            Column(_("placement"), wraps=True),
            Column(_("provision")),
            Column(_("step")),
            Column(_("level"), number=True),
            Column(_("km"), number=True),
            Column(_("free"), number=True),
            Column(_("DKK/day"), number=True),
        )
        rows: list[tuple[str, ...]] = []
        for place, placement in enumerate(placements, start=1):
            for part, option in enumerate(self.parts(placement)):
                rows.append(
                    (f"{place}" if part == 0 else "", self.part_name(option, placement), *self.part_cells(option))
                )
        return Table(columns, tuple(rows))

    def parts(self, placement: Placement) -> list[Option]:
        """The parts in the order of a day: the home, support in it, then what one goes out to."""
        order = list(vocabulary().codes["area"].terms)
        return sorted(placement.parts, key=lambda option: min(order.index(area) for area in option.areas))

    def part_name(self, option: Option, placement: Placement) -> str:
        name = self.say.option(option)
        if option.id in {kept.id for kept in self.ranking.kept}:
            name = _("{name} (continues)", name=name)
        if option.id == self.parts(placement)[0].id and placement.standing != "suitable":
            name = f"{name} [{vocabulary().label('standing', placement.standing, self.language)}]"
        return name

    def part_cells(self, option: Option) -> tuple[str, ...]:
        values = self.explanation.values(option)
        home = option.kind in ("home", "tenancy")
        km = values["travel.network_km"]
        return (
            self.say.provision(option),
            option_step(self.ranking, option),
            "–" if home else self.cell(option, "option.specialisation", "specialisation"),
            formats.number(km, decimals=1 if km else 0) if isinstance(km, int | Decimal) else "?",
            "–" if home or option.current else self.cell(option, "option.free_places", "free"),
            "–" if home else self.cell(option, "option.price_dkk_per_day", "price_dkk_per_day"),
        )

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
        for option in self.parts(placement):
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
            a=a, b=b, criterion=self.say.criterion(separation.criterion), left=left, right=right, id=separation.criterion,
        )  # fmt: skip

    # --- the rest, one line each ---

    def exceptions(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for place, placement in enumerate(self.ranking.placements, start=1):
            if placement.standing == "by_exception":
                departures = self.explanation.departures(placement)
                lines = tuple(dict.fromkeys(self.departed(one) for one in departures))
                yield _("{n} departs from:", n=place), lines

    def departed(self, reason: Reason) -> str:
        text = self.reason(reason)
        if reason.trace.outcome is Outcome.UNKNOWN:
            facts = formats.listed(self.say.fact(name) for name in reason.trace.missing)
            return _("perhaps, unknown {facts}: {text}", facts=facts, text=text)
        return text

    def waiting(self) -> Iterator[str | tuple[str, tuple[str, ...]]]:
        detailed = False
        for place, placement in enumerate(self.ranking.placements, start=1):
            if placement.standing == "awaiting":
                lines = tuple(dict.fromkeys(self.held(one) for one in self.explanation.holds(placement)))
                yield _("{n} awaits:", n=place), lines
            elif placement.standing == "undecided":
                missing = self.explanation.missing(placement)
                if detailed:
                    yield _("{n} is undecided; obtain: {facts}", n=place, facts=self.in_short(missing))
                else:
                    lines = tuple(dict.fromkeys(self.in_full(missing)))
                    yield _("{n} is undecided; obtain:", n=place), lines[:ASKED]
                detailed = True

    def held(self, reason: Reason) -> str:
        by = _capital(vocabulary().label("role", reason.trace.rule.by or "", self.language))
        return _("{by} decides first: {text}", by=by, text=self.reason(reason))

    def in_short(self, missing: tuple[Confirm, ...]) -> str:
        """The facts alone, each option's behind its name."""
        facts: dict[str, list[str]] = {}
        for option, needs, others in self.by_option(missing):
            name = self.say.option(option) if option else ""
            facts.setdefault(name, []).extend(self.say.fact(one.fact) for one in others)
            if needs:
                facts[name].append(_("whether it meets {needs}", needs=formats.listed(needs)))
        return "; ".join(f"{name}: {', '.join(found)}" if name else ", ".join(found) for name, found in facts.items())

    def in_full(self, missing: tuple[Confirm, ...]) -> Iterator[str]:
        """One question a line, the needs that an option does not state together."""
        for option, needs, others in self.by_option(missing):
            yield from (self.asked(one) for one in others)
            if needs and option:
                yield _("{name}: does it meet {needs}?", name=self.say.option(option), needs=formats.listed(needs))

    def by_option(self, missing: tuple[Confirm, ...]) -> Iterator[tuple[Option | None, list[str], list[Confirm]]]:
        """The missing facts of each option: the requirements it does not state, and the others."""
        wanted = {one.id: one for one in self.ranking.requirements}
        groups: dict[str, list[Confirm]] = {}
        for confirm in missing:
            groups.setdefault(confirm.option.id if confirm.option else "", []).append(confirm)
        for group in groups.values():
            needs = [self.say.requirement(wanted[one.fact]) for one in group if one.fact in wanted]
            yield group[0].option, needs, [one for one in group if one.fact not in wanted]

    def asked(self, confirm: Confirm) -> str:
        question = self.say.question(confirm.fact)
        what = question or _capital(self.say.fact(confirm.fact))
        if confirm.option is not None:
            return f"{self.say.option(confirm.option)}: {what}"
        return what

    def ruled_out(self) -> Iterator[str | tuple[str, tuple[str, ...]]]:
        accounts = self.ranking.accounts
        total = len(self.ranking.options)
        text = plural("{n} option of {total}", "{n} options of {total}", accounts["ruled_out"], total=total)
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
                if self.ranking.meetings[index][place].at_most
                and self.ranking.standings[index] not in ("ruled_out", "acute")
            ]
            if not met:
                rows.append(_("nothing that is not ruled out meets: {need}", need=self.say.requirement(requirement)))
        if rows:
            yield Items(tuple(rows))

    def confirmations(self, first: Placement | None) -> Iterator[str]:
        if first is None:
            return
        for confirm in self.explanation.to_confirm(first):
            if confirm.proposed is not None:
                type = self.ranking.guideline.types[confirm.fact]
                sources = "; ".join(dict.fromkeys(one.origin.source for one in confirm.proposed.proposals))
                yield _(
                    "proposed: {fact}: {value} ({source})",
                    fact=self.say.fact(confirm.fact), value=self.say.value(confirm.proposed.value, type), source=sources,
                )  # fmt: skip
            elif confirm.fact == "case.network.documented":
                yield _("no network member's benefit to the citizen is documented; the distance counts them all")
            else:
                yield f"{self.asked(confirm)} [{', '.join(confirm.rules)}]"
        yield from self.leaned(first)
        for option in self.ranking.set_aside:
            yield _("{name} runs now, but a rule excludes it: review the current help", name=self.say.option(option))
        lower = self.explanation.lower_undecided
        if lower is not None:
            yield _("settle first the less extensive {name}: it is undecided", name=self.say.placement(lower))

    def leaned(self, placement: Placement) -> Iterator[str]:
        """One line per part: the catalogue's estimates, and what is older than its shelf life."""
        found: dict[str, list[Leaned]] = {}
        for leaned in self.explanation.leaned(placement):
            found.setdefault(self.say.option(leaned.option), []).append(leaned)
        for name, rows in found.items():
            estimated = [_field(one.field) for one in rows if one.estimated]
            if estimated:
                yield _("{name}: estimated in the catalogue: {fields}", name=name, fields=formats.listed(estimated))
            for day in dict.fromkeys(one.as_of for one in rows if not one.estimated):
                fields = [_field(one.field) for one in rows if not one.estimated and one.as_of == day]
                told = formats.day(day) if day else _("an unknown date")
                yield _("{name}: from {day}: {fields}", name=name, day=told, fields=formats.listed(fields))

    def approvals(self, first: Placement | None) -> Iterator[str]:
        for said in self.explanation.approvals(first) if first else ():
            approval = said.statement
            if isinstance(approval, Approval):
                eyes = " " + _("(not the one who decided)") if approval.four_eyes else ""
                by = _capital(vocabulary().label("role", approval.by, self.language))
                yield self.perhaps(said, f"{by}{eyes}: {self.say.fill(approval.text, said.values)} [{approval.id}]")

    def perhaps(self, said: Said, text: str) -> str:
        if said.surely:
            return text
        facts = formats.listed(self.say.fact(name) for name in said.missing)
        return _("perhaps, unknown {facts}: {text}", facts=facts, text=text)

    def notices(self, first: Placement | None) -> Iterator[str]:
        """Duties first; the rest is counted, and `why` shows it."""
        every = self.explanation.notices(first)
        surely = [(said.statement, said) for said in every if said.surely]
        shown = [(notice, said) for notice, said in surely if isinstance(notice, Notice)]
        shown.sort(key=lambda pair: (_KINDS.index(pair[0].kind), pair[0].id))
        for notice, said in shown[:NOTICES]:
            yield f"{self.say.fill(notice.text, said.values)} [{notice.id}]"
        more = len(shown[NOTICES:])
        perhaps = len(every) - len(surely)
        if more or perhaps:
            yield _(
                "{more} more, and {perhaps} that may apply when more is known: `visit why {case} 1`",
                more=more, perhaps=perhaps, case=self.ranking.case.id,
            )  # fmt: skip

    def follow_up(self, first: Placement | None) -> Iterator[str]:
        for said in self.explanation.follow_up(first) if first else ():
            if said.surely:
                days = _(" then ").join(formats.day(day) for day in said.due)
                yield f"{days}: {self.say.fill(said.statement.text, said.values)} [{said.statement.id}]"

    def applications(self, first: Placement | None) -> Iterator[str]:
        words = {
            "full": _("met in full by 1"),
            "part": _("met in part, in another form: hearing, reasons and complaint guidance are due (FVL 19, 22-25)"),
            "refused": _("refused: hearing, reasons and complaint guidance are due (FVL 19, 22-25)"),
            "open": _("not yet decided"),
        }
        for applied in self.explanation.applications(first):
            yield f"{provision_name(applied.row['provision'], self.language)}: {words[applied.verdict]}"

    def bridge(self, first: Placement | None) -> Iterator[str]:
        for option, standing in self.explanation.bridges()[:3]:
            admits = vocabulary().label("visitation", option.provision.visitation, self.language)
            leads = _("{n} above", n=1) if first else _("a placement still to be found")
            line = _(
                "{name} ({provision}), access: {who}; leads to {placement}",
                name=self.say.option(option), provision=self.say.provision(option), who=admits, placement=leads,
            )  # fmt: skip
            yield (
                line
                if standing == "suitable"
                else f"{line} [{vocabulary().label('standing', standing, self.language)}]"
            )

    # --- more, when asked for ---

    def by_area(self) -> Iterator[Block]:
        for area in self.ranking.areas:
            yield Heading(_("Options for {area}", area=vocabulary().label("area", area.area, self.language).lower()))
            columns = (
                Column("#", number=True), Column(_("option"), wraps=True), Column(_("provision")), Column(_("standing")),
                Column(_("step")), Column(_("level"), number=True), Column(_("km"), number=True),
                Column(_("free"), number=True), Column(_("DKK/day"), number=True),
            )  # fmt: skip
            rows = []
            for place, (option, standing) in enumerate(area.options, start=1):
                provision, *cells = self.part_cells(option)
                label = vocabulary().label("standing", standing, self.language)
                rows.append((f"{place}", self.say.option(option), provision, label, *cells))
            if rows:
                yield Table(columns, tuple(rows))
            yield Paragraph(self.accounts(area.accounts))

    def accounts(self, accounts: dict[str, int] | object) -> str:
        words = {"acute": _("acute"), "other_area": _("another area")}
        pairs = accounts.items() if isinstance(accounts, dict) else ()
        parts = [
            f"{words.get(name) or vocabulary().label('standing', name, self.language)} {count}"
            for name, count in pairs
            if count
        ]
        return f"{', '.join(parts)} = {len(self.ranking.options)}"

    def every_option(self) -> Iterator[Block]:
        yield Heading(_("Every option"))
        rows: list[str | tuple[str, tuple[str, ...]]] = []
        for option, standing in zip(self.ranking.options, self.ranking.standings, strict=True):
            label = _("acute lane") if standing == "acute" else vocabulary().label("standing", standing, self.language)
            rows.append((f"{option.id}: {label}", self.accounted(option, standing)))
        yield Items(tuple(rows))
        yield Paragraph(self.accounts(dict(self.ranking.accounts)))

    def accounted(self, option: Option, standing: str) -> tuple[str, ...]:
        if standing == "suitable":
            return ()
        outcomes = {"ruled_out": (Outcome.FAILS,), "undecided": (Outcome.UNKNOWN,)}.get(
            standing, (Outcome.FAILS, Outcome.UNKNOWN)
        )
        strengths = {"ruled_out": ("must",), "undecided": ("must", "hold"), "by_exception": ("presumption",)}
        wanted = strengths.get(standing, ("must", "hold", "presumption"))
        reasons = [one for one in self.explanation.failing(option, *outcomes) if one.trace.rule.strength in wanted]
        lines = [self.departed(one) for one in reasons]
        if not lines:
            unmet = [self.say.requirement(wanted) for wanted, met in self.explanation.meeting(option) if not met.surely]
            lines = [_("meets none of: {needs}", needs=formats.listed(unmet))] if unmet else []
        return tuple(lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _field(name: str) -> str:
    words = {
        "services": _("the provision"), "specialisation": _("specialisation"), "covers": _("what it covers"),
        "lacks": _("what it lacks"), "place": _("the place"), "price_dkk_per_day": _("the price"), "free": _("free places"),
        "staff": _("the staffing"), "ages": _("the ages"), "approved": _("the approval"), "operator": _("the operator"),
        "premises": _("the premises"), "excludes": _("its own terms"), "waiting_days": _("the waiting time"),
    }  # fmt: skip
    return words.get(name, name)
