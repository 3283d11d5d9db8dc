"""What the answer to `visit match` says, block by block, most important first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import AreaRanking, Placement, Ranking, Standing
from visit.ranking.verdict import NotYet, lacks_word_of_a_home, verdict
from visit.reasons.explanation import Explanation
from visit.reasons.labels import in_order_of_a_day
from visit.reasons.short_names import ShortNames
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table, section
from visit.render.distances import network_distances, travel_times_told
from visit.render.heading import gaps_told, head, not_wanted, said_beforehand
from visit.render.missing_facts import MissingFacts
from visit.render.next_steps import NextSteps
from visit.render.offer_answers import OfferAnswers
from visit.render.option_lists import OptionLists
from visit.render.placement_table import PlacementTable
from visit.render.price_words import sums
from visit.render.price_years import earlier_lists, years_of
from visit.render.ruled_out import RuledOut
from visit.render.sentences import Sentences
from visit.render.unmet_needs import UnmetNeeds
from visit.render.verdict_words import VerdictWords
from visit.render.why_first import WhyFirst
from visit.rules.facts.endings import rests_on_a_change
from visit.rules.language.values import UNKNOWN

ASKED = 5
"""How many facts to obtain stand on the first screen; `why` shows all."""


class MatchSheet:
    """One ranking in one language."""

    def __init__(self, ranking: Ranking, language: str, *, ids: bool = False) -> None:
        self.ranking = ranking
        self.explanation = Explanation(ranking)
        self.say = ShortNames.of(ranking, language, ids=ids)
        self.language = language
        self.steps = NextSteps(self.explanation, self.say)
        self.sentences = Sentences(self.explanation, self.say)
        self.missing = MissingFacts(ranking, self.say)
        self.placements = PlacementTable(self.explanation, self.say, language)
        self.why_first = WhyFirst(self.explanation, self.say)
        self.options = OptionLists(self.explanation, self.say, language)
        self.words = VerdictWords(self.explanation, self.say, OfferAnswers(ranking, self.say))

    def sheet(self, *, areas: Sequence[AreaRanking] = (), everything: bool = False) -> Sheet:
        """Return the whole answer; `areas` adds the options of each area, `everything` accounts for every option."""
        verdict_first = Paragraph(self.words.told(), strong=True)
        blocks: list[Block] = [*head(self.ranking), verdict_first, *self.question(), *self.unfound()]
        blocks += self.answer()
        blocks += self.options.by_area(areas)
        if everything:
            blocks += self.options.every_option()
        return tuple(blocks)

    # --- what was asked ---

    def question(self) -> Iterator[Block]:
        areas = self.ranking.side.values["case.needs.areas"]
        type = self.ranking.guideline.types["case.needs.areas"]
        if areas is UNKNOWN:
            yield Paragraph(
                _(
                    "No area of help is stated, and the guideline proposes none: state in the case what help is needed with."
                )
                + self.say.in_case("needs.areas")
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
        words = self.ranking.case.wishes.own_words
        if words:
            rows.append(_("In the citizen's own words: “{words}”", words=words))
        if refused := not_wanted(self.ranking, self.say):
            rows.append(refused)
        yield Items(tuple(rows))

    def unfound(self) -> Iterator[Block]:
        """What the case names and the catalogue cannot follow: said before the order that it did not change."""
        rows = tuple(said_beforehand(self.explanation, self.say))
        if rows:
            yield Items(rows)

    # --- the answer ---

    def answer(self) -> Iterator[Block]:
        ranking, first = self.ranking, self.ranking.first
        if first is None and ranking.first_is_proved:
            if NotYet.AREAS not in verdict(ranking).reasons:
                yield from self.unmet()
        elif first is None:
            yield Paragraph(_("The search reached its limit before it found a placement."), strong=True)
        else:
            yield from self.placements.told(ranking.placements)
            yield from self.proved()
            yield from self.not_yet()
            if not all(one.grantable for one in ranking.placements):
                yield Paragraph(_("(n): not a recommendation; it cannot be granted as things are."))
            yield Paragraph(
                _(
                    "km: straight line to {whom} (* a stated figure); ~ an estimate; ≤ at most, with indirect VAT;"
                    " ? not known; – does not apply",
                    whom=self.placements.measured(),
                )
            )
            if earlier_lists(years_of(ranking, (part for one in ranking.placements for part in one.parts)), ranking):
                yield Paragraph(_("A year in brackets behind a price is that of its list."))
            if told := travel_times_told(self.ranking):
                yield Paragraph(formats.capital(told) + ".")
            yield from section(_("Distances"), self.distances())
            yield from section(_("Waiting lists"), self.waiting_lists())
            yield from self.why_first.told(first)
        yield from section(_("By exception"), self.exceptions())
        yield from section(_("Awaiting and undecided"), self.waiting())
        yield from self.ruled_out()
        yield from section(_("Confirm before deciding"), self.steps.confirmations(first))
        yield from section(_("Consent"), self.steps.consent(first))
        yield from section(_("Approval"), self.steps.approval_lines(first))
        yield from section(_("The application"), self.steps.applications(first))
        yield from section(_("Price"), self.prices(first))
        yield from section(_("The free choice"), self.steps.free_choice())
        yield from section(_("Acute bridge"), self.steps.bridge(first))
        yield from section(_("Gaps in the catalogue"), self.gaps())
        yield from section(_("Notices"), self.steps.notices(first, self.words.says))
        yield from section(_("Follow-up"), self.steps.follow_up(first))
        yield from section(_("Granted until"), self.steps.granted(first))
        yield from section(_("Deadlines"), self.steps.deadlines(first))
        yield Paragraph(
            _(
                "visit proposes; a person decides and writes the reason. "
                "The steps only rank help that is sufficient; they are never a reason to refuse it."
            )
        )

    def prices(self, first: Placement | None) -> Iterator[str]:
        """The sums behind the prices of the first placement."""
        yield from sums(self.say, self.ranking, () if first is None else in_order_of_a_day(first.parts))

    def distances(self) -> Iterator[str]:
        """How far each home is from each member of the network; placements with the same distances together."""
        told: dict[str, list[str]] = {}
        for place, placement in enumerate(self.ranking.placements, start=1):
            for far in network_distances(self.ranking, placement, self.language):
                told.setdefault(far, []).append(f"{place}")
        for far, numbers in told.items():
            yield _("no. {numbers}: {distances}", numbers=formats.listed(numbers), distances=far)

    def waiting_lists(self) -> Iterator[str]:
        """Which parts have a waiting list, or take the citizen later, and from when a place is free; each once."""
        answers = OfferAnswers(self.ranking, self.say)
        yield from dict.fromkeys(told for one in self.ranking.placements for told in answers.places(one))

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
                    "Not yet: it is recorded that the need has changed, which justifies only as much less help as was measured."
                    " This is more: record what was measured, or another ground for the current service."
                )
                if rests_on_a_change(self.ranking.case)
                else _(
                    "Not yet: what runs now is to end, and no ground for giving less is recorded."
                    " Record it as the ground of the current service, or what the citizen has applied for."
                ),
                strong=True,
            )
            yield from self.grounds_given()
        if NotYet.EXTENT in reasons:
            yield Paragraph(
                _(
                    "Not yet: nothing but their names puts 1 before 2, and they state different things: {differences}."
                    " Ask what the citizen needs and wishes, and record the hours or the wish.",
                    differences="; ".join(self.missing.differences()),
                ),
                strong=True,
            )
        offered = self.ranking.side.values["case.home.dwelling.from"]
        first = self.ranking.first
        if first and isinstance(offered, date) and any(one.kind == "tenancy" for one in first.parts):
            yield Paragraph(_("The dwelling is offered from {day}.", day=formats.day(offered)))
        if NotYet.DWELLING in reasons:
            yield Paragraph(
                _(
                    "Not yet: 1 needs a dwelling that is still to be found. The citizen looks for one with the municipality's help."
                    " Once it is offered, record that it is, and from when."
                )
                + self.say.in_case("home.dwelling"),
                strong=True,
            )

    def grounds_given(self) -> Iterator[Block]:
        """Say what would come first with the ground, where that is another placement."""
        given = self.ranking.grounds_given
        if given is not None and self.ranking.first is not None and given.id != self.ranking.first.id:
            yield Paragraph(
                _("With the ground recorded, this would come first: {placement}.", placement=self.say.placement(given))
            )

    # --- the rest, one line each ---

    def gaps(self) -> Iterator[str]:
        """What fits and the municipality has not in the catalogue: said, so that a stay never looks like the only way."""
        yield from gaps_told(self.ranking, self.language)

    def exceptions(self) -> Iterator[str | tuple[str, tuple[str, ...]]]:
        """What no. 1 and each exception depart from; those that depart from the same rules are folded into one line."""
        folded: dict[tuple[str, ...], list[int]] = {}
        for place, placement in enumerate(self.ranking.placements, start=1):
            if place > 1 and placement.standing is not Standing.BY_EXCEPTION:
                continue
            if rules := dict.fromkeys(one.trace.rule.id for one in self.explanation.departures_to_tell(placement)):
                folded.setdefault(tuple(rules), []).append(place)
        for first, *others in folded.values():
            departures = self.explanation.departures_to_tell(self.ranking.placements[first - 1])
            lines = tuple(dict.fromkeys(self.sentences.departed(one) for one in departures))
            yield _("no. {n} departs from:", n=first), lines
            if others:
                numbers = formats.listed(f"{one}" for one in others)
                yield plural(
                    "no. {numbers} departs from the same as no. {first}", "no. {numbers} depart from the same as no. {first}",
                    len(others), numbers=numbers, first=first,
                )  # fmt: skip

    def waiting(self) -> Iterator[str | tuple[str, tuple[str, ...]]]:
        detailed = False
        for place, placement in enumerate(self.ranking.placements, start=1):
            if placement.standing is Standing.AWAITING:
                lines = tuple(dict.fromkeys(self.sentences.held(one) for one in self.explanation.holds(placement)))
                yield _("no. {n} awaits:", n=place), lines
            elif placement.standing is Standing.UNDECIDED:
                missing = self.explanation.missing(placement)
                if detailed:
                    yield _("no. {n} is undecided; obtain: {facts}", n=place, facts=self.missing.in_short(missing))
                else:
                    lines = tuple(dict.fromkeys(self.missing.in_full(missing)))
                    yield _("no. {n} is undecided; obtain:", n=place), lines[:ASKED]
                detailed = True

    def ruled_out(self) -> Iterator[Block]:
        """How many options are ruled out and for which reason, and those that the reader asks about with all their reasons."""
        out = RuledOut(self.explanation, self.say)
        rows = tuple((why, formats.number(n)) for why, n in out.reasons())
        if rows:
            yield Heading(_("{n} are ruled out", n=out.counted))
            yield Table((Column(_("what they do not meet"), wraps=True), Column(_("options"), number=True)), rows)
        asked = tuple(out.asked())
        if asked:
            yield Items(asked)

    def unmet(self) -> Iterator[Block]:
        """What nothing meets, and which rules rule out what would."""
        unmet = UnmetNeeds(self.explanation, self.say).told()
        rows: list[str | tuple[str, tuple[str, ...]]] = [(one.told, one.causes) for one in unmet]
        if self.explanation.assumptions.of_groups:
            rows.append(
                _(
                    "help for one target group counts only once the citizen is recorded in it; the secondary ones are not recorded"
                )
            )
        if lacks_word_of_a_home(self.ranking):
            rows.append(_("Find out: whether the citizen has a home to stay in"))
        if rows:
            yield Items(tuple(rows))
