"""The answer to `visit match` on one screen: the verdict, the first placement, what to do before deciding, the others.

What a reader must not miss is *needed* and always stands here: the verdict, the parts, an approval, a hold, a missing fact of the
first placement. The rest gives way where a screen is full, and one line says how much and where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from visit.catalogue import Option
from visit.locale import formats, plural
from visit.locale import text as _
from visit.places import distance_metres
from visit.ranking.values import Placement, Ranking, Standing
from visit.ranking.verdict import lacks_word_of_a_home
from visit.ranking.whole import granted_under
from visit.reasons.consequences import Consequence
from visit.reasons.explanation import Explanation
from visit.reasons.free_choice import choices_compared
from visit.reasons.labels import in_order_of_a_day, provision_name
from visit.reasons.near_misses import most_hours
from visit.reasons.short_names import ShortNames
from visit.render.consent_words import given_without_consent
from visit.render.distances import (
    FAR_METRES,
    from_home_of,
    guessed,
    home_point,
    in_straight_line,
    kilometres,
    minutes_between,
    network_distances,
    travel_times_told,
)
from visit.render.heading import beware, identified, said_beforehand
from visit.render.lines import Line, Room, Section
from visit.render.next_steps import NextSteps, due_day_in_words
from visit.render.offer_answers import OfferAnswers
from visit.render.others import Others
from visit.render.price_words import in_one_line, price_apart
from visit.render.ruled_out import RuledOut
from visit.render.tick_boxes import TickBoxes
from visit.render.unmet_needs import UnmetNeeds
from visit.render.verdict_words import VerdictWords
from visit.rules.guideline.values import Approval
from visit.rules.language.values import UNKNOWN

_MOST_GIVERS = 3
_MOST_OF_CAUSES = 3
_MOST_OF_NETWORK = 4
"""So many of the network are named with their distance; the whole answer has all of them."""
_FIRST_REASONS = 2
"""So many reasons why everything else is ruled out have room before general duties."""
_ROOM_OF_PERHAPS = 156
"""The letters of a deadline that is only perhaps one, where it stands in its own words."""
_MOST_OF_RULED_OUT = 3
"""How many lines an option has at most that is ruled out and asked about."""


class OneScreen:
    """One ranking in one language, on one screen."""

    def __init__(
        self, ranking: Ranking, language: str, *, others_in_whole: bool = False, most_of_network: int = _MOST_OF_NETWORK
    ) -> None:
        self.ranking, self.language, self.others_in_whole = ranking, language, others_in_whole
        self.most_of_network = most_of_network
        self.explanation = Explanation(ranking)
        self.say = ShortNames.of(ranking, language)
        self.steps = NextSteps(self.explanation, self.say)
        self.boxes = TickBoxes(self.explanation, self.steps)
        self.answers = OfferAnswers(ranking, self.say)
        self.words = VerdictWords(self.explanation, self.say, self.answers)
        self.out = RuledOut(self.explanation, self.say)

    def sections(self) -> Iterator[Section]:
        """Yield everything that may stand on the screen, in order."""
        first = self.ranking.first
        yield Section("", tuple(self.head()))
        lines = self.nothing() if first is None else self.placement(first)
        yield Section(self.words.told(), tuple(lines), tone=self.words.tone())
        yield from _section(_("BEFORE YOU DECIDE"), self.boxes.briefly(first))
        ruled_out = tuple(self.ruled_out(first))
        if first is not None and (ruled_out or len(self.ranking.placements) > 1 or self.ranking.second is not None):
            more = tuple(self.asked_about())
            yield Others(self.explanation, self.say).section(first, more, whole=self.others_in_whole)
        yield from ruled_out
        yield Section("", tuple(self.end(first)))

    # --- the head ---

    def head(self) -> Iterator[Line]:
        case, ranking = self.ranking.case, self.ranking
        assessed = _("assessed {day}", day=formats.day(case.assessed))
        parts = [case.id, case.municipality, assessed]
        if ranking.as_of != case.assessed:
            parts.append(_("as of {day}", day=formats.day(ranking.as_of)))
        yield Line(" · ".join(parts))
        for caution in beware(ranking):
            yield Line(f"! {caution}", hang=2)
        for one in said_beforehand(self.explanation, self.say):
            yield Line(f"! {one}", hang=2)

    # --- the first placement ---

    def placement(self, first: Placement) -> Iterator[Line]:
        lines = [Line(f"  {one}", hang=4) for one in self.parts(first)]
        lines += [Line(f"  {one}", hang=4) for one in self.from_the_network(first)]
        price = in_one_line(self.say, self.ranking, in_order_of_a_day(first.parts))
        if price is not None and not self.is_compared(first):
            lines.append(Line(f"  {price}", hang=4, needed=False, room=Room.SPECIAL))
        sentences = [*self.answers.places(first), *given_without_consent(self.explanation, self.say, first)]
        lines += [Line(f"  {one}", hang=4) for one in sentences]
        told = [self.meets(first), *self.steps.applications_in_short(first), self.approvals(first)]
        goes_on = lines[-1].needed and lines[-1].text.endswith(".")
        yield from (*lines, Line(f"  {' '.join(told)}", hang=4, joins=goes_on))

    def is_compared(self, first: Placement) -> bool:
        """Whether a box on the free choice tells the price of the only part."""
        priced = {one.option for one in choices_compared(self.ranking) if one.price is not UNKNOWN}
        return self.ranking.comparative.reference.recorded and {*first.parts} == priced

    def parts(self, first: Placement) -> Iterator[str]:
        """The parts in the order of a day; those of one name, in one line with the provision of each."""
        by_name: dict[str, list[Option]] = {}
        for option in in_order_of_a_day(first.parts):
            by_name.setdefault(self.say.option(option), []).append(option)
        is_said = False
        for name, options in by_name.items():
            told = [self.part(one) for one in options]
            far = [km for one in options if (km := self.from_the_home(one, first, says_line=not is_said))]
            is_said = is_said or bool(far)
            found = " · ".join([" + ".join([told[0], *(one.removeprefix(f"{name} · ") for one in told[1:])]), *far[:1]])
            yield formats.capital(found) if options[0].is_ordinary_home else found

    def approvals(self, first: Placement) -> str:
        """Who has to approve; for what reason stands in the whole answer."""
        by: dict[str, bool] = {}
        for said in self.steps.consequences.needed_approvals(first):
            if isinstance(said.statement, Approval):
                eyes = " " + _("(not the one who decides)") if said.statement.four_eyes else ""
                who = self.say.decider(said.statement.by) + eyes
                by[who] = by.get(who, False) or said.surely
        if not by:
            return _("No approval needed.")
        surely, perhaps = ([who for who, sure in by.items() if sure is wanted] for wanted in (True, False))
        found = [_("Must be approved by {who}.", who=formats.listed(surely))] if surely else []
        if perhaps:
            found.append(_("May have to be approved by {who}.", who=formats.listed(perhaps)))
        return " ".join(found)

    def part(self, option: Option) -> str:
        """A part: what it is called, its provisions, and whether it runs now."""
        name = self.say.option(option)
        offered = self.ranking.side.values["case.home.dwelling.from"]
        if option.kind == "tenancy" and isinstance(offered, date):
            return _("ordinary dwelling (offered from {day})", day=formats.day(offered))
        if option.is_ordinary_home:
            return name
        others = sorted(granted_under(option, self.ranking.side) - {option.provision.id})
        provisions = " + ".join(provision_name(one, self.language) for one in (option.provision.id, *others))
        found = [name] if provisions in name else [name, provisions]
        if option.is_of_estimated_provision:
            found[-1] += " " + (_("(estimate)") if len(found) > 1 else _("(the provision is an estimate)"))
        if apart := price_apart(self.say, self.ranking, option):
            found.append(apart)
        if option.current is not None:
            found.append(_("runs now"))
        return " · ".join(found)

    def from_the_network(self, first: Placement) -> Iterator[str]:
        """How far the home is from the network, as a straight line where no distance above says so."""
        is_said = any(self.from_the_home(one, first, says_line=False) for one in first.parts)
        yield from network_distances(
            self.ranking, first, self.language, says_line=not is_said, most=self.most_of_network
        )

    def from_the_home(self, option: Option, first: Placement, *, says_line: bool) -> str:
        """How far it is from the home to what is gone to, and that it is a straight line; nothing of what is there or comes."""
        where, point = option.offer.point, home_point(self.ranking, first)
        if option.gives_home or option.offer.mobile or where is None or point is None:
            return ""
        metres = distance_metres(point, where)
        if metres < FAR_METRES:
            return ""
        took = minutes_between(self.ranking, point, where)
        km = guessed(option) + kilometres(metres)
        told = f"{in_straight_line(km) if says_line else km} {from_home_of(self.ranking, first)}"
        return f"{told} ({took})" if took else told

    def meets(self, first: Placement) -> str:
        """How much of what is needed it meets, and of how much nobody has said so, unless that is asked for."""
        if self.boxes.missing.no_need_is_recorded():
            return _("Which needs there are is not recorded.")
        met = self.explanation.met(first)
        unsure = [one.requirement for one in met if not any(by.surely for _option, by in one.by)]
        n, how = len(met) - len(unsure), self.boxes.missing.how_needs_are_known()
        asked = {one.fact for one in self.explanation.missing(first)} if first.standing is Standing.UNDECIDED else ()
        open = [self.say.requirement(one) for one in unsure if one.id not in asked]
        told = _("Meets {n} of {all} needs", n=n, all=len(met))
        if unsure and not open:
            told = plural("{told}; {n} is not stated", "{told}; {n} are not stated", len(unsure), told=told)
        text = f"{told}; {how}." if how else f"{told}."
        return f"{text} {_('Not stated: {needs}.', needs=formats.listed(open))}" if open else text

    # --- where there is none ---

    def nothing(self) -> Iterator[Line]:
        """What no option meets and by which rules, of hours what each gives at most; else that no set of them meets all."""
        told = False
        for unmet in UnmetNeeds(self.explanation, self.say).told():
            told = True
            yield Line(f"  {unmet.told}", hang=4)
            causes = unmet.causes[:_MOST_OF_CAUSES]
            yield from (Line(f"    {reason}", hang=4, needed=False, room=Room.SPECIAL) for reason in causes)
        for requirement, most in most_hours(self.ranking):
            told = True
            given = [
                f"{self.say.option(one)} {'~' if one.is_estimate('hours_per_week') else ''}{formats.number(hours)}"
                for one, hours in most[:_MOST_GIVERS]
            ]
            wanted = self.say.requirement(requirement)
            yield Line(
                "  " + _("{need}: the offers' own limits: {given}", need=wanted, given=formats.listed(given)),
                hang=4,
            )
        if lacks_word_of_a_home(self.ranking):
            told = True
            yield Line(f"  {_('Find out: whether the citizen has a home to stay in')}", hang=4)
        if not told and self.ranking.requirements:
            yield Line("  " + _("Each need is met by something, but nothing meets all of them together"), hang=4)

    # --- the others ---

    def asked_about(self) -> Iterator[Line]:
        """Where the options stand that the reader asks about, and of the first that is ruled out, why."""
        for told in islice(self.out.not_ranked(), 1):
            yield Line(f"  {told}", hang=4, most=2)
        for name, why in islice(self.out.asked(), 1):
            told = _("Ruled out: {name}. {why}", name=name, why=" ".join(why))
            yield Line(f"  {told}", hang=4, most=_MOST_OF_RULED_OUT)

    def ruled_out(self, first: Placement | None) -> Iterator[Section]:
        """How many options are ruled out and what they do not meet, the most first.

        Where nothing else is, in as many lines as there is room for before general duties; else in whole, where there is room.
        """
        reasons = self.out.in_short()
        if not reasons:
            return
        numbers = [(formats.number(n), why) for why, n in reasons]
        width = max(len(n) for n, _why in numbers)
        alone = first is not None and self.ranking.second is None and len(self.ranking.placements) == 1
        rooms = [Room.FIRST_OTHERS] * _FIRST_REASONS + [Room.GENERAL] * len(numbers)
        rows = [
            Line(f"  {n:>{width}}  {why}", hang=4 + width, needed=not alone, room=room)
            for (n, why), room in zip(numbers, rooms, strict=False)
        ]
        given = 0 if first is None else len(first.parts)
        left = len(self.ranking.options) - self.ranking.accounts[Standing.RULED_OUT] - given
        if alone and left > 0:
            told = plural(
                "{n} more is not ruled out, but no other placement is made of it: --all",
                "{n} more are not ruled out, but no other placement is made of them: --all",
                left, n=formats.number(left),
            )  # fmt: skip
            rows.append(Line(f"  {told}", hang=4, needed=False, quiet=True))
        title = _("RULED OUT – {n} options do not meet this", n=self.out.counted)
        yield Section(title, tuple(rows), optional=not alone, told_in_title=alone)

    # --- after ---

    def end(self, first: Placement | None) -> Iterator[Line]:
        told = self.steps.granted_in_short(first)
        until = [_("GRANTED UNTIL  {days}", days=told)] if told else []
        if told := "  ".join([*self.follow_up(first), *until]):
            yield Line(told, hang=4)
        yield from self.deadlines(first)
        ranking = self.ranking
        rests_on = [
            identified(ranking.guideline),
            _("catalogue {id}", id=ranking.catalogue.id),
            travel_times_told(ranking),
        ]
        yield Line(" · ".join(one for one in rests_on if one), hang=2, needed=False, room=Room.REST, quiet=True)
        if first is None:
            yield Line(_("You decide and write the reason. All of it: --full"))
        else:
            yield Line(_("You decide and write the reason. Why: visit why CASE 1. All of it: --full"))

    def follow_up(self, first: Placement | None) -> Iterator[str]:
        if told := self.steps.follow_up_in_short(first):
            deadlines = self.steps.consequences.deadlines(first)
            before = any(one.surely and self.steps.comes_before(one, first) for one in deadlines)
            told = _("{days} (the deadline comes first)", days=told) if before else told
            yield _("FOLLOW-UP  {days}", days=told)

    def deadlines(self, first: Placement | None) -> Iterator[Line]:
        """By when something is to be done; what is only perhaps so is told where it has a day and is alone, else counted."""
        every = self.steps.consequences.deadlines(first)
        for said in every:
            if said.surely:
                days = formats.listed(self.steps.deadline_days(said))
                told = self.say.fill(said.statement.text, said.values)
                yield Line(_("DEADLINE  {days}: {what}", days=days, what=told), hang=4)
        perhaps = [one for one in every if not one.surely]
        if len(perhaps) == 1 and perhaps[0].due and len(self.perhaps_due(perhaps[0])) <= _ROOM_OF_PERHAPS:
            yield Line(self.perhaps_due(perhaps[0]), hang=4)
        elif n := len(perhaps):
            told = plural(
                "DEADLINE  perhaps {n}, if more is recorded: --full",
                "DEADLINES  perhaps {n}, if more is recorded: --full",
                n, n=formats.number(n),
            )  # fmt: skip
            yield Line(told, hang=4)

    def perhaps_due(self, said: Consequence) -> str:
        """A deadline that is only perhaps one, with its days."""
        days = formats.listed(due_day_in_words(day, self.ranking.as_of) for day in said.due)
        told = self.say.fill(said.statement.text, said.values)
        return _("DEADLINE  perhaps {days}: {what}", days=days, what=told)


def _section(title: str, rows: Iterable[Line]) -> Iterator[Section]:
    found = tuple(rows)
    if found:
        yield Section(title, found)
