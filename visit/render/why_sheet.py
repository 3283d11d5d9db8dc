"""What the answer to `visit why` says: every rule with its values and source, every need, what stands before and after."""

from __future__ import annotations

from collections.abc import Iterator

from visit.catalogue import Option
from visit.errors import UsageError
from visit.locale import citations, formats
from visit.locale import text as _
from visit.ranking.values import Placement, Ranking
from visit.ranking.verdict import standing_told
from visit.reasons.explanation import Explanation
from visit.reasons.labels import told_source
from visit.reasons.selectors import (
    either_of,
    meant_by_why,
    name_to_ask_by,
    option_named,
    options_named,
    placement_named,
    placement_of_row,
)
from visit.reasons.short_names import ShortNames, with_marked_provision
from visit.reasons.values import Reason
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table, section
from visit.render.document import option_document, placement_document, separation_document
from visit.render.heading import head
from visit.render.missing_facts import MissingFacts
from visit.render.next_steps import NextSteps
from visit.render.offer_answers import OfferAnswers
from visit.render.price_words import sums
from visit.render.sentences import Sentences
from visit.render.steps_below import step_lines, steps_document
from visit.render.verdict_words import VerdictWords
from visit.rules.deciding.one_option import Outcome
from visit.vocabulary import vocabulary


class WhySheet:
    """One placement or option of a ranking in one language."""

    def __init__(self, ranking: Ranking, language: str, *, ids: bool = True) -> None:
        self.ranking = ranking
        self.language = language
        self.explanation = Explanation(ranking)
        self.say = ShortNames.of(ranking, language, ids=ids)
        self.steps = NextSteps(self.explanation, self.say)
        self.sentences = Sentences(self.explanation, self.say)
        self.missing = MissingFacts(ranking, self.say)

    def sheet(self, subject: str, over: str | None) -> Sheet:
        """Return why the subject stands where it does, and what separates it from another."""
        found = self.find(subject)
        blocks: list[Block] = [*head(self.ranking)]
        if isinstance(found, Placement):
            blocks += self.placement(found)
        else:
            blocks += self.option(found)
        blocks += self.beside(found, subject)
        if over is not None:
            blocks += self.over(found, over)
        if self.language != "da":
            blocks.append(Paragraph(_("Sources are quoted in Danish, as they are written.")))
        return tuple(blocks)

    def document(self, subject: str, over: str | None) -> dict[str, object]:
        """Return the same as data."""
        found = self.find(subject)
        document: dict[str, object] = {"schema": "visit-why", "version": 1}
        if isinstance(found, Placement):
            document["placement"] = placement_document(self.ranking, self.explanation, found)
            document["options"] = [option_document(self.ranking, self.explanation, one) for one in found.parts]
            document["steps_below"] = steps_document(self.explanation, found)
        else:
            document["options"] = [option_document(self.ranking, self.explanation, found)]
        if over is not None:
            other = self.find(over)
            if isinstance(found, Placement) and isinstance(other, Placement):
                document["separation"] = separation_document(self.explanation.separation(found, other))
        return document

    def beside(self, found: Placement | Option, subject: str) -> Iterator[Block]:
        """Yield what else an offer gives that was named without saying which of its services."""
        if told := tuple(self.other_services(found, subject)):
            yield Items(told)

    def other_services(self, found: Placement | Option, subject: str) -> Iterator[str]:
        """Yield what else a name may have meant, by the names that ask for it, where it means several services of one offer."""
        if (isinstance(found, Placement) and placement_named(self.ranking, subject) is not None) or "+" in subject:
            return
        told = {part.id for part in found.parts} if isinstance(found, Placement) else {found.id}
        meant = options_named(self.ranking, subject)
        others = [one for one in meant if one.id not in told]
        if others and subject not in told:
            names = dict.fromkeys(f'"{name_to_ask_by(self.ranking, one, self.language)}"' for one in others)
            if len({one.offer.id for one in meant}) > 1:
                yield _("Others are called so as well: visit why CASE {ids}", ids=either_of(names))
                return
            yield _(
                "{offer} gives more: visit why CASE {ids}",
                offer=self.say.cited(meant[0].offer.name),
                ids=either_of(names),
            )

    # --- what is meant ---

    def find(self, subject: str) -> Placement | Option:
        """Return the placement of a rank or of ids or names joined with +, else the option of that id or name.

        Raises:
            UsageError: Nothing is called that.
        """
        must_have_placements(self.ranking, subject, self.language)
        found = placement_named(self.ranking, subject)
        if found is not None:
            return found
        if "+" not in subject:
            return meant_by_why(self.ranking, subject)
        placement = placement_of_row(self.ranking, subject) if " + " in subject else None
        placement = placement or self.ranking.placement_of(
            option_named(self.ranking, name) for name in subject.split("+")
        )
        if placement is not None:
            return placement
        raise UsageError(
            _("{subject} is not among the placements found", subject=subject),
            help=_(
                "a placement meets every need with no part to spare and none ruled out; ask about its parts one by one"
            ),
        )

    # --- a placement ---

    def placement(self, placement: Placement) -> Iterator[Block]:
        place = self.ranking.placements.index(placement) + 1
        label = standing_told(self.ranking, placement).label(self.language)
        yield Paragraph(
            _("{n}. {name}: {standing}", n=place, name=self.say.placement(placement), standing=label), strong=True
        )
        yield from self.needs(placement)
        if place > 1:
            yield Items((self.sentences.separated(self.ranking.placements[place - 2], placement, place - 1, place),))
        if place < len(self.ranking.placements):
            yield Items((self.sentences.separated(placement, self.ranking.placements[place], place, place + 1),))
        yield from section(_("Obtain first"), self.missing.in_full(self.explanation.missing(placement)))
        for reason in self.explanation.failing_whole(placement, Outcome.FAILS, Outcome.UNKNOWN, Outcome.CONFIRM):
            yield Items((f"{_outcome(reason.trace.outcome)}: {self.sentences.reason(reason)}",))
        for option in placement.parts:
            yield from self.option(option)
        yield from section(_("The steps below"), step_lines(self.explanation, placement, self.say))
        yield from section(_("Price"), sums(self.say, self.ranking, placement.parts))
        yield from section(_("Confirm before deciding"), self.steps.confirmations(placement))
        yield from section(_("Approval"), self.steps.approval_lines(placement))
        yield from section(_("Notices"), self.every_notice(placement))
        yield from section(_("Follow-up"), self.steps.follow_up(placement))
        yield from section(_("Granted until"), self.steps.granted(placement))
        yield from section(_("Deadlines"), self.steps.deadlines(placement))

    def every_notice(self, placement: Placement) -> Iterator[str]:
        for said in self.steps.consequences.notices(placement):
            source = told_source(said.statement.origin.source)
            id = f"{said.statement.id}: " if self.say.ids else ""
            text = f"{self.say.fill(said.statement.text, said.values)} [{id}{source}]"
            yield text if said.surely else self.say.perhaps(said.missing, text)

    def needs(self, placement: Placement) -> Iterator[Block]:
        rows = []
        for met in self.explanation.met(placement):
            by = formats.listed(self.say.option(option) for option, _met in met.by) or "–"
            how = _("met") if any(meeting.surely for _option, meeting in met.by) else _("not stated")
            rows.append((self.say.requirement(met.requirement), how, by))
        columns = (Column(_("need"), wraps=True), Column(""), Column(_("by"), wraps=True))
        yield Table(columns, tuple(rows))
        if how := self.missing.how_needs_are_known():
            yield Paragraph(f"{formats.capital(how)}.")

    # --- an option ---

    def option(self, option: Option) -> Iterator[Block]:
        label = self.ranking.standing(option).label(self.language)
        id = f" ({option.id})" if self.say.ids else ""
        yield Heading(f"{with_marked_provision(self.say, option)}{id}: {label}")
        rows: list[str | tuple[str, tuple[str, ...]]] = []
        unmet = [self.say.requirement(wanted) for wanted, met in self.explanation.meeting(option) if not met.at_most]
        meets = [self.say.requirement(wanted) for wanted, met in self.explanation.meeting(option) if met.surely]
        perhaps = [
            self.say.requirement(wanted)
            for wanted, met in self.explanation.meeting(option)
            if met.at_most and not met.surely
        ]
        if meets:
            rows.append(_("meets {needs}", needs=formats.listed(meets)))
        if perhaps:
            rows.append(_("may meet, not stated: {needs}", needs=formats.listed(perhaps)))
        if unmet:
            rows.append(_("does not meet {needs}", needs=formats.listed(unmet)))
        rows += self.own_limit(option)
        rows += [self.rule(reason) for reason in self.in_order_of_weight(option)]
        if option.source.has("ref"):
            rows.append(_("catalogue: {ref}", ref=citations.cited(option.source.ref)))
        yield Items(tuple(rows))

    def own_limit(self, option: Option) -> Iterator[str]:
        """Yield that the offer itself says how many hours it gives at most, where these are too few."""
        limit = option.hours_limit
        short = any(
            wanted.kind == "hours" and wanted.areas & option.areas.keys() and met.at_most < wanted.amount
            for wanted, met in self.explanation.meeting(option)
        )
        if limit is not None and short:
            hours = ("~" if option.is_estimate("hours_per_week") else "") + formats.hours(limit)
            yield _("gives at most {hours} a week: the offer's own limit, which does not measure the need", hours=hours)

    def in_order_of_weight(self, option: Option) -> list[Reason]:
        """What fails first, then what is unknown, then what holds; each in the order of gates."""
        weight = {Outcome.FAILS: 0, Outcome.UNKNOWN: 1, Outcome.CONFIRM: 2, Outcome.HOLDS: 3}
        stated = map(self.explanation.as_stated, self.explanation.traces(option))
        return sorted(stated, key=lambda reason: weight[reason.trace.outcome])

    def rule(self, reason: Reason) -> tuple[str, tuple[str, ...]]:
        rule, trace = reason.trace.rule, reason.trace
        gate = vocabulary().label("gate", rule.gate, self.language)
        head = f"{_outcome(trace.outcome)}: {self.sentences.reason(reason)}"
        origin = rule.origin
        lines = [
            _(
                "{strength}, {gate}; {source} ({guideline} {version})",
                strength=_strength(rule.strength), gate=gate, source=told_source(origin.source),
                guideline=origin.guideline, version=origin.version,
            )
        ]  # fmt: skip
        compared = [
            f"{self.say.fact(one.name)}: {self.say.read(one.name, reason.values, self.sentences.estimated(reason))}"
            for one in trace.reads
        ]
        if compared:
            lines.append(", ".join(compared))
        if trace.missing:
            lines.append(_("unknown: {facts}", facts=formats.listed(self.say.fact(name) for name in trace.missing)))
        return head, tuple(lines)

    # --- against another ---

    def over(self, found: Placement | Option, over: str) -> Iterator[Block]:
        pair = self.pair(found, over)
        if pair is None:
            yield from section(_("What separates them"), iter([only_placements()]))
            return
        (a, first), (b, second) = pair
        yield Heading(_("What separates them"))
        yield Items((self.sentences.separated(first, second, a, b),))
        yield self.criteria(first, second, a, b)

    def pair(self, found: Placement | Option, over: str) -> tuple[tuple[int, Placement], tuple[int, Placement]] | None:
        """Return two placements with their ranks, the earlier first; None where one of them is an option.

        Raises:
            UsageError: Nothing is called that, or they are one.
        """
        other = self.find(over)
        if isinstance(other, Option):
            other = next((one for one in self.ranking.placements if one is not found and other in one.parts), other)
        if isinstance(found, Option) or isinstance(other, Option):
            return None
        if found is other:
            raise UsageError(_("a placement is not compared with itself"))
        a, b = sorted(self.ranking.placements.index(one) + 1 for one in (found, other))
        return (a, self.ranking.placements[a - 1]), (b, self.ranking.placements[b - 1])

    def criteria(self, first: Placement, second: Placement, a: int, b: int) -> Table:
        """Every criterion that tells them apart or could, with both values; the first that differs decides."""
        rows = []
        for pair in self.explanation.compared(first, second):
            left, right = self.say.separation(pair)
            rows.append(
                (
                    self.say.criterion(pair),
                    left,
                    right,
                    "=" if pair.first == pair.second else "<" if pair.first < pair.second else ">",
                )
            )
        columns = (
            Column(_("criterion"), wraps=True),
            Column(f"{a}", wraps=True),
            Column(f"{b}", wraps=True),
            Column(""),
        )
        return Table(columns, tuple(rows))


def must_have_placements(ranking: Ranking, subject: str, language: str) -> None:
    """Refuse a rank where there is no placement at all, and say why there is none, as the answer does.

    Raises:
        UsageError: There is none, and a rank is asked for.
    """
    if ranking.placements or not subject.isdecimal():
        return
    say = ShortNames.of(ranking, language)
    verdict = VerdictWords(Explanation(ranking), say, OfferAnswers(ranking, say)).told()
    raise UsageError(
        _("there is no placement {n}: {why}", n=subject[:9], why=verdict.partition(": ")[2]),
        help=_("ask about an option by its name; `visit match --all` lists every one"),
    )


def only_placements() -> str:
    """Say what can be compared."""
    return _("only placements are compared; name two ranks, or options joined with +")


def _outcome(outcome: Outcome) -> str:
    return {
        Outcome.HOLDS: _("holds"),
        Outcome.FAILS: _("fails"),
        Outcome.UNKNOWN: _("unknown"),
        Outcome.CONFIRM: _("to confirm"),
    }[outcome]


def _strength(strength: str) -> str:
    return {"must": _("must"), "presumption": _("normally"), "hold": _("only somebody else can decide it")}[strength]
