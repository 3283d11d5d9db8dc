"""What an answer leaves to do, a line each: confirm, get approved, answer the application, inform, look again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import Placement, Standing
from visit.reasons.consequences import Consequence, Consequences
from visit.reasons.deadlines import APPLIED_ON
from visit.reasons.estimates import Leaned, leaned
from visit.reasons.explanation import Explanation
from visit.reasons.grants import granted
from visit.reasons.labels import Phrasing, provision_name, told_source
from visit.reasons.short_names import with_marked_provision
from visit.reasons.values import Confirm
from visit.render.application_words import application, application_if, becomes_of_it
from visit.render.consent_words import CONSENT_TO_MOVE, given_without_consent, guardian_accepts
from visit.render.free_choice_lines import FreeChoiceLines
from visit.render.missing_facts import MissingFacts
from visit.rules.guideline.values import Approval, Deadline, FollowUp, Notice
from visit.rules.language.periods import Period
from visit.rules.language.values import Value
from visit.vocabulary import field_label, vocabulary

OTHER_WAYS = 3
"""How many offers that say nothing are named on the first screen; the document has all."""
_KINDS = ("duty", "flag", "advice", "record")


_YEAR = 12


class NextSteps:
    """What is to be done about one ranking, in one language."""

    def __init__(self, explanation: Explanation, say: Phrasing) -> None:
        self.ranking = explanation.ranking
        self.explanation = explanation
        self.consequences = Consequences(explanation)
        self.say = say
        self.missing = MissingFacts(explanation.ranking, say)

    def confirmations(self, first: Placement | None) -> Iterator[str]:
        if first is None:
            return
        yield from map(formats.capital, dict.fromkeys(self.facts(first)))
        yield from map(formats.capital, self.other_ways(first))
        yield from self.leaned(first)
        for option in self.ranking.set_aside:
            yield _("{name} runs now, but a rule excludes it: review the current help", name=self.say.option(option))
        lower = self.explanation.lower_undecided
        if lower is not None:
            yield _("Settle first the less extensive {name}: it is undecided", name=self.say.placement(lower))

    def facts(self, first: Placement) -> Iterator[str]:
        found, staff = self.consequences.to_confirm(first), {*self.consequences.staff_left_out(first)}
        for confirm in found:
            if confirm.assumed and not confirm.rules and confirm.fact not in staff:
                continue
            if confirm.proposed is not None:
                type = self.ranking.guideline.types[confirm.fact]
                sources = "; ".join(dict.fromkeys(told_source(one.origin.source) for one in confirm.proposed.proposals))
                yield _(
                    "assess yourself: {fact}; the guideline proposes {value} ({source})",
                    fact=self.say.fact(confirm.fact), value=self.say.value(confirm.proposed.value, type), source=sources,
                )  # fmt: skip
            elif confirm.fact == "case.network.documented":
                yield _(
                    "who in the network does the citizen good is not recorded for all; the distance counts those as well"
                )
            else:
                yield self.asked(confirm, first) + self.say.behind(*confirm.rules)
        assumed = [self.say.fact(one) for one in self.consequences.not_asked_for(first)]
        if assumed:
            yield _("not recorded, and not required: {facts}", facts="; ".join(assumed))

    def asked(self, confirm: Confirm, placement: Placement) -> str:
        """A missing fact as a question; of what can turn a placement, that it can."""
        return self.marked(self.missing.asked(confirm), confirm, placement)

    def marked(self, told: str, confirm: Confirm, placement: Placement) -> str:
        """What is told of a missing fact, with that it can turn a placement where it can."""
        n = self.number(placement)
        if n is None or confirm.option is not None or confirm.fact not in self.consequences.may_turn(placement):
            return told
        return _("{question} (can change no. {n})", question=told, n=n)

    def lower_steps_in_short(self, first: Placement) -> str:
        """Of how many offers it is not known whether they would be enough as less extensive help; nothing where it is of none."""
        names = self.other_way_names(first)
        return "" if not names else plural(
            "Is less extensive help enough? Of {names} that is not known: assess it (visit why CASE 1 --full)",
            "Is less extensive help enough? Of {n} offers that is not known: assess it (visit why CASE 1 --full)",
            len(names), names=formats.listed(names), n=formats.number(len(names)),
        )  # fmt: skip

    def ways_to_ask(self, placement: Placement) -> str:
        """Return of how many offers that is not known, where what to ask them stands in the whole answer."""
        names = self.other_way_names(placement)
        return plural(
            "not known of {names}: --full",
            "not known of {n} offers: --full",
            len(names),
            names=formats.listed(names),
            n=formats.number(len(names)),
        )

    def other_way_names(self, placement: Placement) -> list[str]:
        """Return the offers that leave open whether help on a lower home step meets the needs."""
        found = self.explanation.other_ways(placement)
        return list(dict.fromkeys(self.say.option(one.option) for one in found if one.option.kind == "catalogue"))

    def other_ways(self, first: Placement) -> Iterator[str]:
        """What leaves open whether help on a lower home step meets the needs, and what is not to be had."""
        found, names = self.explanation.other_ways(first), self.other_way_names(first)
        if names:
            shown = formats.listed(names[:OTHER_WAYS])
            yield plural(
                "whether less extensive help is enough is not known of {names}: assess it",
                "whether less extensive help is enough is not known of {n} offers ({names} among them): assess it",
                len(names), names=shown, n=formats.number(len(names)),
            ) + self.say.behind(*dict.fromkeys(rule for one in found for rule in one.rules))  # fmt: skip
        yield from self.not_another_way()

    def not_another_way(self) -> Iterator[str]:
        """What would be help on a lower home step and is not to be had."""
        gone = self.ranking.comparative.lower.not_to_be_had
        if gone:
            listed = formats.listed(dict.fromkeys(self.say.option(one) for one in gone))
            yield _("not counted as another way, since it has said no or has no place: {names}", names=listed)

    def leaned(self, placement: Placement) -> Iterator[str]:
        """One line per part: the catalogue's estimates, and what is older than its shelf life."""
        found: dict[str, list[Leaned]] = {}
        for one in leaned(self.explanation, placement):
            found.setdefault(self.say.option(one.option), []).append(one)
        for name, rows in found.items():
            yield f"{name}: {'; '.join(_leaned_on(rows))}"

    def consent(self, first: Placement | None) -> Iterator[str]:
        """On whose word the first placement is given where the citizen has not consented."""
        return iter(()) if first is None else given_without_consent(self.explanation, self.say, first)

    def approval_lines(self, first: Placement | None) -> Iterator[str]:
        for said in self.consequences.needed_approvals(first) if first else ():
            approval = said.statement
            if isinstance(approval, Approval):
                eyes = " " + _("(not the one who decides)") if approval.four_eyes else ""
                by = self.say.role(approval.by)
                text = f"{by}{eyes}: {self.say.fill(approval.text, said.values)}{self.say.behind(approval.id)}"
                yield text if said.surely else self.say.perhaps(said.missing, text)

    def notices(self, first: Placement | None, said_by: Callable[[Notice], bool]) -> Iterator[str]:
        """All that surely apply, duties first, save what the verdict says; what may apply is counted, and `why` shows it."""
        every = self.consequences.notices(first)
        surely = [(said.statement, said) for said in every if said.surely]
        shown = [(notice, said) for notice, said in surely if isinstance(notice, Notice) and not said_by(notice)]
        shown.sort(key=lambda pair: (_KINDS.index(pair[0].kind), pair[0].id))
        for notice, said in shown:
            yield f"{self.notice(notice, said.values, first)}{self.say.behind(notice.id)}"
        perhaps = len(every) - len(surely)
        if perhaps:
            yield plural(
                "{n} more may apply once more is known (`visit why CASE 1 --facts`)",
                "{n} more may apply once more is known (`visit why CASE 1 --facts`)",
                perhaps,
            )

    def notice(self, notice: Notice, values: Mapping[str, Value], first: Placement | None) -> str:
        """A notice; of a duty before a move without consent, which of the ways there are is this case's."""
        told = self.say.fill(notice.text, values)
        of_move = notice.kind == "duty" and CONSENT_TO_MOVE in self.ranking.guideline.rests_on(notice.when)
        if first is None or not of_move or not (basis := guardian_accepts(self.explanation, first)):
            return told
        return _("{notice}. Here the guardian says yes ({source})", notice=told, source=basis)

    def follow_up(self, first: Placement | None) -> Iterator[str]:
        every = self.consequences.follow_up(first) if first else ()
        for said in sorted(every, key=lambda one: (one.due, one.statement.id)):
            if said.surely:
                yield f"{days_again(said)}: {self.say.fill(said.statement.text, said.values)}{self.say.behind(said.statement.id)}"

    def follow_up_in_short(self, first: Placement | None) -> str:
        """The first two days on which to look again; that the second is one of many, where one statement says both."""
        surely = [one for one in (self.consequences.follow_up(first) if first else ()) if one.surely]
        days = tuple(sorted({day for one in surely for day in one.due}))[:2]
        alone = next((one for one in surely if one.due == days), None)
        return _(", then ").join(map(formats.day, days)) if alone is None else days_again(alone)

    def granted(self, first: Placement | None) -> Iterator[str]:
        """Until when each part is granted."""
        for one in granted(self.explanation, first, self.ranking.as_of) if first else ():
            text = self.say.fill(one.statement.text, one.values)
            line = _(
                "{day}, {option}: {what}", day=formats.day(one.until), option=self.say.option(one.option), what=text
            )
            line += self.say.behind(one.statement.id)
            yield line if one.surely else self.say.perhaps(one.missing, line)

    def granted_in_short(self, first: Placement | None) -> str:
        """Until when the parts are surely granted, each with its day; nothing where nothing is said of that."""
        found = [one for one in (granted(self.explanation, first, self.ranking.as_of) if first else ()) if one.surely]
        days = {one.until for one in found}
        if len(days) == 1:
            return formats.day(days.pop())
        return formats.listed(f"{formats.day(one.until)} ({self.say.option(one.option)})" for one in found)

    def deadlines(self, first: Placement | None) -> Iterator[str]:
        """By when something is to be done; what has passed says so, and what has no day says what is missing."""
        for said in self.consequences.deadlines(first):
            if isinstance(said.statement, Deadline):
                days = formats.listed(self.deadline_days(said))
                by = "" if said.statement.by is None else f" ({formats.small(self.say.role(said.statement.by))})"
                text = self.say.fill(said.statement.text, said.values)
                line = f"{formats.capital(days)}: {text}{by}{self.say.behind(said.statement.id)}{self.comes_before(said, first)}"
                yield line if said.surely else self.say.perhaps(said.missing, line)

    def deadline_days(self, said: Consequence) -> Iterator[str]:
        """Yield the days of a deadline, and what is missing to know one."""
        for day in said.due:
            yield due_day_in_words(day, self.ranking.as_of)
        if said.undated:
            facts = formats.listed(self.deadline_fact(one) for one in said.undated)
            yield _("no day yet (not recorded: {facts})", facts=facts)

    def comes_before(self, said: Consequence, placement: Placement | None) -> str:
        """That a deadline lies before the first follow-up of a placement, and holds; nothing where it does not."""
        assert isinstance(said.statement, Deadline)
        every = self.consequences.follow_up(placement) if placement else ()
        follow_up = (day for one in every if one.surely for day in one.due)
        return before_follow_up(said.due, said.statement.waits_for, follow_up, self.ranking.as_of)

    def deadline_fact(self, name: str) -> str:
        """What is missing to know the day of a deadline."""
        return field_label("applied.*.on", self.say.language) if name == APPLIED_ON else self.say.fact(name)

    def applications(self, first: Placement | None) -> Iterator[str]:
        for applied in self.consequences.applications(first):
            only_if = self.missing.only_if(applied.turned_by) if applied.turned_by else ""
            words = becomes_of_it(self.numbered(first), only_if)
            yield f"{provision_name(applied.row.provision, self.say.language)}: {words[applied.verdict]}"

    def applications_in_short(self, placement: Placement, *, met: bool = True) -> Iterator[str]:
        """What becomes of each application, a sentence each; `met`: of one that surely is met in full, too."""
        numbered = self.numbered(placement)
        for applied in self.consequences.applications(placement):
            if not met and applied.verdict == "full" and not applied.turned_by:
                continue
            provision = provision_name(applied.row.provision, self.say.language)
            if applied.turned_by:
                yield application_if(applied.verdict, provision, numbered, self.missing.only_if(applied.turned_by))
            else:
                yield application(applied.verdict, provision, numbered)

    def numbered(self, placement: Placement | None) -> str:
        """A placement by its number; of one that is not among the first, that it is the one chosen."""
        n = self.number(placement)
        return _("the placement chosen") if n is None else _("no. {n}", n=n)

    def number(self, placement: Placement | None) -> int | None:
        """The place of a placement in the ranking, from 1."""
        ids = [one.id for one in self.ranking.placements]
        return ids.index(placement.id) + 1 if placement is not None and placement.id in ids else None

    def turning(self, placement: Placement) -> Iterator[str]:
        """The questions about the citizen whose answers can turn a placement that is taken for enough, each with that it can."""
        turns = self.consequences.may_turn(placement)
        for one in self.consequences.to_confirm(placement):
            if one.option is None and one.fact in turns:
                yield self.asked(one, placement)

    def free_choice_told(self) -> Iterator[tuple[str, bool]]:
        """The same beside questions for the prices that are missing, each line with whether it says something to do."""
        return FreeChoiceLines(self.ranking, self.say).told(briefly=True)

    def free_choice(self, *, briefly: bool = False) -> Iterator[str]:
        """What the citizen chooses freely; `briefly` beside questions for the prices that are missing."""
        return FreeChoiceLines(self.ranking, self.say).lines(briefly=briefly)

    def bridge(self, first: Placement | None) -> Iterator[str]:
        for option, standing in self.consequences.shown_bridges():
            admits = vocabulary().label("visitation", option.provision.visitation, self.say.language)
            leads = _("no. {n} above", n=1) if first else _("a placement still to be found")
            line = _(
                "{name}, access: {who}; leads to {placement}",
                name=with_marked_provision(self.say, option), who=admits, placement=leads,
            )  # fmt: skip
            answer = self.explanation.values(option)["option.answer"]
            if answer == "terminated":
                line = _("{line}; it has expelled the citizen", line=line)
            elif answer == "refuses":
                line = _("{line}; it has said no: see whether that can be complained of", line=line)
            yield (line if standing is Standing.SUITABLE else f"{line} [{standing.label(self.say.language)}]")


def days_again(said: Consequence) -> str:
    """Return the days of a follow-up, and how often after the first."""
    every = said.statement.then_every if isinstance(said.statement, FollowUp) else None
    return looked_again(said.due, every)


def looked_again(due: Sequence[date], every: Period | None) -> str:
    """Return the first two days of what is done again, and how often it is."""
    days = [formats.day(day) for day in due]
    n, unit = (0, "") if every is None or len(days) != 2 else every.exact
    if unit != "months":
        return _(", then ").join(days)
    if n == _YEAR:
        return _("{first}, then every year from {day}", first=days[0], day=days[1])
    return plural(
        "{first}, then every month from {day}",
        "{first}, then every {n} months from {day}",
        n,
        first=days[0],
        day=days[1],
    )


def then_again(every: Period) -> str:
    """Return how often something is done again after it was done once."""
    n, unit = every.exact
    if unit != "months":
        return plural("then every day", "then every {n} days", n)
    if n == _YEAR:
        return _("then every year")
    return plural("then every month", "then every {n} months", n)


def due_day_in_words(day: date, today: date) -> str:
    """Return the last day of a deadline, and how long ago it passed."""
    passed, told = (today - day).days, formats.day(day)
    if passed <= 0:
        return told
    n = formats.number(passed)
    return plural("{day}, passed {n} day ago", "{day}, passed {n} days ago", passed, day=told, n=n)


def before_follow_up(due: Iterable[date], waits_for: str, follow_up: Iterable[date], today: date) -> str:
    """Return that a deadline of a follow-up is still to come and lies before the first one: it holds. Nothing where it does not."""
    first = min(follow_up, default=None)
    if first is None or waits_for != "follow_up" or not any(today < day < first for day in due):
        return ""
    return " " + _("(before the first follow-up: the deadline holds)")


def _leaned_on(rows: Sequence[Leaned]) -> Iterator[str]:
    """What of one part is estimated, and of which day the rest is."""
    for town in dict.fromkeys(one.option.offer.record.operator.municipality for one in rows if one.from_municipality):
        yield _("where it lies is not recorded; taken to be in the main town of {municipality}", municipality=town)
    stated = [one for one in rows if one.estimated and not one.from_municipality]
    estimated = list(dict.fromkeys(_field(one.field) for one in stated))
    if estimated:
        yield _("estimated in the catalogue: {fields}", fields=formats.listed(estimated))
    for day in dict.fromkeys(one.as_of for one in rows if not one.estimated):
        fields = dict.fromkeys(_field(one.field) for one in rows if not one.estimated and one.as_of == day)
        told = formats.day(day) if day else _("an unknown date")
        yield _("from {day}: {fields}", day=told, fields=formats.listed(fields))


def _field(name: str) -> str:
    words = {
        "services": _("the provision"), "specialisation": _("the specialisation"), "covers": _("what it covers"),
        "lacks": _("what it lacks"), "place": _("the place"), "price_dkk_per_day": _("the price"), "free": _("free places"),
        "staff": _("the staffing"), "levels": _("the levels of functioning"),
        "ages": _("the ages"), "approved": _("the approval"), "operator": _("the operator"),
        "premises": _("the premises"), "serves": _("whom it is for"),
        "excludes": _("its own terms"), "waiting_days": _("the waiting time"),
    }  # fmt: skip
    return words.get(name, name)
