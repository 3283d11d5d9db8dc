"""The answer to `visit match` on one screen: the verdict, the first placement, what to do before deciding, the others.

What a reader must not miss is *needed* and always stands here: the verdict, the parts, an approval, a hold, a missing fact of the
first placement. The rest gives way where a screen is full, and one line says how much and where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from visit.catalogue import Option
from visit.locale import formats, plural
from visit.locale import text as _
from visit.places import distance_metres
from visit.ranking.values import Placement, Ranking, Standing
from visit.ranking.verdict import NotYet, verdict
from visit.ranking.whole import granted_under
from visit.reasons.explanation import Explanation
from visit.reasons.free_choice import choices_compared
from visit.reasons.labels import in_order_of_a_day, provision_name
from visit.reasons.near_misses import NearMisses
from visit.reasons.short_names import ShortNames
from visit.render.heading import cautions, identified, without_effect_on
from visit.render.lines import Line, Section
from visit.render.next_steps import NextSteps
from visit.render.tick_boxes import TickBoxes, without_ids
from visit.rules.facts.endings import rests_on_a_change
from visit.rules.guideline.values import Approval
from visit.vocabulary import vocabulary

_OF_AGE = 18
_FAR_METRES = 1_000
"""What is nearer to the home needs no line."""


class OneScreen:
    """One ranking in one language, on one screen."""

    def __init__(self, ranking: Ranking, language: str) -> None:
        self.ranking, self.language = ranking, language
        self.explanation = Explanation(ranking)
        self.say = ShortNames(ranking.guideline, language)
        self.steps = NextSteps(self.explanation, self.say)
        self.boxes = TickBoxes(self.explanation, self.steps)
        self.verdict = verdict(ranking)

    def sections(self) -> Iterator[Section]:
        """Yield everything that may stand on the screen, in order."""
        first = self.ranking.first
        yield Section("", tuple(self.head()))
        lines = self.nothing() if first is None else self.placement(first)
        yield Section(self.verdict_in_words(), tuple(lines))
        yield from _section(_("BEFORE YOU DECIDE"), self.boxes.lines(first))
        if first is not None:
            yield from _section(_("OTHERS"), self.others(first))
        yield Section("", tuple(self.end(first)))

    # --- the head ---

    def head(self) -> Iterator[Line]:
        case, ranking = self.ranking.case, self.ranking
        assessed = _("assessed {day}", day=formats.day(case.assessed))
        parts = [case.id, case.municipality, assessed]
        if ranking.as_of != case.assessed:
            parts.append(_("as of {day}", day=formats.day(ranking.as_of)))
        yield Line(" · ".join(parts))
        for caution in cautions(ranking.guideline, ranking.as_of, case.municipality):
            yield Line(f"! {caution}", hang=2)
        for one in without_effect_on(ranking, self.say):
            yield Line(f"! {one}", hang=2)

    def verdict_in_words(self) -> str:
        """The answer in one line."""
        first = self.ranking.first
        reasons = self.verdict.reasons
        if reasons:
            return _("NOT YET: {reasons}", reasons="; ".join(self.not_yet(one) for one in reasons))
        if first is None:
            return self.of_age_later() or _("NO SOLUTION: no placement meets every need")
        if first.standing is Standing.BY_EXCEPTION:
            return _("ONLY BY EXCEPTION: no. 1 takes a reasoned departure")
        if self.is_free_choice(first):
            return _("NO. 1 CAN BE GRANTED – the citizen's free choice")
        return _("NO. 1 CAN BE GRANTED")

    def is_free_choice(self, first: Placement) -> bool:
        """Whether the first is what the citizen has a right to choose: not beyond the limit, beside what was pointed at."""
        chosen = [one for one in choices_compared(self.ranking) if one.option in first.parts]
        return self.ranking.comparative.reference.recorded and any(not one.beyond for one in chosen)

    def of_age_later(self) -> str | None:
        """From when help can begin for somebody under 18, where the day is known."""
        values = self.ranking.side.values
        age, day = values["case.age"], values["case.turns_18"]
        if isinstance(age, int) and age < _OF_AGE and isinstance(day, date):
            return _(
                "NO SOLUTION YET: the citizen is {age}; help can begin on {day} (--as-of {iso})",
                age=age, day=formats.day(day), iso=day.isoformat(),
            )  # fmt: skip
        return None

    def not_yet(self, reason: NotYet) -> str:
        return {
            NotYet.UNPROVED: _("the search reached its limit, and another placement may come first"),
            NotYet.AWAITING: _("somebody else decides first, and may say no"),
            NotYet.UNDECIDED: _("something has to be found out first"),
            NotYet.DWELLING: _("a dwelling is still to be found"),
            NotYet.AREAS: _("nobody has said what has to be covered"),
            NotYet.GROUND: _("the change of the need, as measured, does not ground as much less help as this")
            if rests_on_a_change(self.ranking.case)
            else _("the ground for giving less than what ends is not recorded"),
            NotYet.EXTENT: _("only names part no. 1 from no. 2, and they state otherwise of hours or days"),
        }[reason]

    # --- the first placement ---

    def placement(self, first: Placement) -> Iterator[Line]:
        for option in in_order_of_a_day(first.parts):
            yield Line(f"  {self.part(option)}", hang=4)
        yield from (Line(f"  {one}", hang=4) for one in self.distances(first))
        yield Line(f"  {self.meets(first)} {self.approvals(first)}", hang=4)
        for one in self.steps.applications(first):
            yield Line("  " + _("Application {what}", what=one), hang=4)

    def approvals(self, first: Placement) -> str:
        """Who has to approve; for what reason stands in the whole answer."""
        by: dict[str, bool] = {}
        for said in self.steps.consequences.needed_approvals(first):
            if isinstance(said.statement, Approval):
                eyes = " " + _("(not the one who decided)") if said.statement.four_eyes else ""
                who = self.say.role(said.statement.by) + eyes
                by[who] = by.get(who, False) or said.surely
        if not by:
            return _("No approval is needed.")
        surely, perhaps = ([who for who, sure in by.items() if sure is wanted] for wanted in (True, False))
        found = [_("Approval: {who}.", who=formats.listed(surely))] if surely else []
        if perhaps:
            found.append(_("Perhaps approval: {who}.", who=formats.listed(perhaps)))
        return " ".join(found)

    def part(self, option: Option) -> str:
        """A part: what it is called, its provisions, and whether it runs now."""
        name = self.say.option(option)
        if option.is_ordinary_home:
            return name
        others = sorted(granted_under(option, self.ranking.side) - {option.provision.id})
        provisions = " + ".join(provision_name(one, self.language) for one in (option.provision.id, *others))
        found = [name] if provisions in name else [name, provisions]
        if option.current is not None:
            found.append(_("runs now"))
        return " · ".join(found)

    def distances(self, first: Placement) -> Iterator[str]:
        """How far the home is from each member of the network, and what is gone to from the home."""
        home = next((one for one in first.parts if one.gives_home), None)
        point = self.ranking.case.home_point if home is None or home.is_ordinary_home else home.offer.point
        rows = []
        for member in self.ranking.case.network or ():
            place = None if member.place is None else self.ranking.case.point(member.place)
            if home is not None and point is not None and place is not None:
                contact = (
                    ""
                    if member.contact is None
                    else f" ({vocabulary().label('contact', member.contact, self.language)})"
                )
                far = _guessed(home) + _km(distance_metres(point, place))
                rows.append(_("{km} to {who}{contact}", km=far, who=member.who, contact=contact))
        if rows:
            yield formats.capital(", ".join(rows)) + "."
        for option in first.parts:
            where = option.offer.point
            if option.gives_home or option.offer.mobile or where is None or point is None:
                continue
            if (metres := distance_metres(point, where)) >= _FAR_METRES:
                far = _guessed(option) + _km(metres)
                yield _("{km} from the home to {name}.", km=far, name=self.say.option(option))

    def meets(self, first: Placement) -> str:
        """How much of what is needed it meets, and of how much nobody has said so."""
        met = self.explanation.met(first)
        surely = sum(any(meeting.surely for _option, meeting in one.by) for one in met)
        text = _("Meets {n} of {all} needs.", n=surely, all=len(met))
        open = [self.say.requirement(one.requirement) for one in met if not any(by.surely for _option, by in one.by)]
        return f"{text} {_('Not stated: {needs}.', needs=formats.listed(open))}" if open else text

    # --- where there is none ---

    def nothing(self) -> Iterator[Line]:
        for requirement, miss in NearMisses(self.explanation).of_unmet():
            yield Line(f"  {_('Nothing meets: {need}', need=self.say.requirement(requirement))}", hang=4)
            for reason in [] if miss is None else miss.reasons[:2]:
                yield Line(f"    {without_ids(self.boxes.sentences.reason(reason))}", hang=4, needed=False)

    # --- the others ---

    def others(self, first: Placement) -> Iterator[Line]:
        """The next placements: what differs from the first, and why each stands after it; a reason is said once."""
        said = ""
        for place, placement in enumerate(self.ranking.placements[1:], start=2):
            name, why = self.differing(first, placement), self.why_after(first, placement)
            yield Line(f"  {place}  {name if why == said else f'{name} – {why}'}", hang=5, needed=False)
            said = why
        out = self.ranking.accounts[Standing.RULED_OUT]
        total = len(self.ranking.options)
        yield Line(
            "  "
            + plural("{n} option of {total} is ruled out", "{n} options of {total} are ruled out", out, total=total),
            needed=False,
        )

    def differing(self, first: Placement, placement: Placement) -> str:
        """The parts that are not the first placement's; the others are the same."""
        parts = [one for one in in_order_of_a_day(placement.parts) if one not in first.parts]
        if not parts:
            return _(
                "without {parts}",
                parts=formats.listed(self.part(one) for one in first.parts if one not in placement.parts),
            )
        shown = " + ".join(self.part(one) for one in parts)
        return shown if len(parts) == len(placement.parts) else _("the same, but {name}", name=shown)

    def why_after(self, first: Placement, placement: Placement) -> str:
        """Why a placement stands after the first: how it stands, or by what the order parts them."""
        separation = self.explanation.separation(first, placement)
        standing = placement.standing.label(self.language)
        if separation.criterion == "standing":
            return standing
        if separation.criterion == "id":
            return _("would do as well")
        criterion = self.say.criterion(separation)
        why = _("after no. 1 by: {criterion}", criterion=criterion)
        return why if placement.standing is first.standing else f"{standing}; {why}"

    # --- after ---

    def end(self, first: Placement | None) -> Iterator[Line]:
        yield from self.follow_up(first)
        ranking = self.ranking
        yield Line(f"{identified(ranking.guideline)} · {_('catalogue {id}', id=ranking.catalogue.id)}")
        if first is None:
            yield Line(_("You decide and write the reason. All of it: --full"))
        else:
            yield Line(_("You decide and write the reason. Why: visit why CASE 1. All of it: --full"))

    def follow_up(self, first: Placement | None) -> Iterator[Line]:
        every = self.steps.consequences.follow_up(first) if first else ()
        days = sorted({day for said in every if said.surely for day in said.due})
        if days:
            told = _(" then ").join(formats.day(day) for day in days[:2])
            yield Line(_("FOLLOW-UP  {days}", days=told))


def _section(title: str, rows: Iterable[Line]) -> Iterator[Section]:
    found = tuple(rows)
    if found:
        yield Section(title, found)


def _guessed(option: Option) -> str:
    """The mark of an estimate where the place of an offer is one."""
    return "~" if "place" in option.estimated else ""


def _km(metres: int) -> str:
    """Return a distance: whole kilometres from ten up, and nothing behind the point of none."""
    return formats.km(Decimal(metres).scaleb(-3), decimals=0 if metres >= 10_000 or metres < 50 else 1)
