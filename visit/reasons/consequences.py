"""What follows from a placement: approvals, notices, dates to look again, deadlines, the applications, an acute bridge.

Values only, as in `explanation`; each names the statement it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from visit.catalogue import Option
from visit.ranking.needs import ANSWERED, has_staff_for
from visit.ranking.values import Category, Placement, Standing
from visit.ranking.whole import granted_under
from visit.reading.documents.case import Application
from visit.reasons.assumptions import OF_A_MOVE
from visit.reasons.deadlines import days_of
from visit.reasons.explanation import Explanation
from visit.reasons.near_misses import home_metres
from visit.reasons.values import Confirm
from visit.rules.deciding.unknown import is_of_case, unknown_facts
from visit.rules.guideline.values import Approval, Deadline, FollowUp, Notice, last_day
from visit.rules.language.conditions import Condition
from visit.rules.language.values import UNKNOWN, Value

SHOWN_BRIDGES = 3
"""How many acute offers the sheet shows."""


@dataclass(frozen=True, slots=True, eq=False)
class Consequence:
    """An approval, notice, follow-up or deadline that is to be printed: surely, or perhaps with the facts it waits for.

    Attributes:
        due: The days of a follow-up or a deadline, as far as they are known.
        open: Where it is perhaps, the facts that each part leaves open, or the whole (None).
        undated: The facts without which the day of a deadline, or one of its days, is not known.
    """

    statement: Approval | Notice | FollowUp | Deadline
    surely: bool
    missing: tuple[str, ...]
    values: Mapping[str, Value]
    due: tuple[date, ...] = ()
    open: tuple[tuple[Option | None, tuple[str, ...]], ...] = ()
    undated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Applied:
    """What becomes of what the citizen applied for, beside the first placement, or alone where there is none.

    Attributes:
        turned_by: The facts of the citizen that nobody recorded and that can still turn it: that the placement is enough.
    """

    row: Application
    verdict: str
    turned_by: tuple[str, ...] = ()


class Consequences:
    """What a ranking leads to, each worked out when it is asked for."""

    def __init__(self, explanation: Explanation) -> None:
        self.explanation = explanation
        self.ranking = explanation.ranking
        self.read: dict[tuple[str, str], Mapping[str, Value]] = {}

    def needed_approvals(self, placement: Placement) -> tuple[Consequence, ...]:
        """Return who must approve a placement before it is decided."""
        return self.said(self.ranking.guideline.approvals, placement)

    def also_approved_by(self, placement: Placement, first: Placement) -> tuple[str, ...]:
        """Return the roles that surely must approve a placement, and need not approve another one."""
        of_first = {one.statement.by for one in self.needed_approvals(first) if isinstance(one.statement, Approval)}
        needed = (one.statement for one in self.needed_approvals(placement) if one.surely)
        by = dict.fromkeys(one.by for one in needed if isinstance(one, Approval))
        return tuple(one for one in by if one not in of_first)

    def approvals_run_out(self, placement: Placement) -> Iterator[tuple[Option, date]]:
        """Yield what of a placement is of an offer that is recorded as approved until a day that has passed, with that day."""
        offers = {one.offer.id: one for one in placement.parts if not one.is_ordinary_home}
        for option in offers.values():
            until = option.offer.record.approved.until
            if until is not None and until < self.ranking.as_of:
                yield option, until

    def notices(self, placement: Placement | None, id: str = "") -> tuple[Consequence, ...]:
        """Return the notices of the case, of a placement, and of the acute offers that are shown beside it; or the one of an id."""
        asked = [one for one in self.ranking.guideline.notices if id in ("", one.id)]
        return self.said(asked, placement, [one for one, _standing in self.shown_bridges()])

    def follow_up(self, placement: Placement) -> tuple[Consequence, ...]:
        """Return when to look again, with dates counted from the day of the ranking; none after the help has surely ended."""
        start, found = self.ranking.as_of, self.said(self.ranking.guideline.follow_up, placement)
        last = last_day((one.statement for one in found if one.surely and isinstance(one.statement, FollowUp)), start)
        within = (replace(one, due=tuple(day for day in one.due if day <= last)) for one in found)
        return tuple(one for one in within if one.due)

    def deadlines(self, placement: Placement | None, decided: date | None = None) -> tuple[Consequence, ...]:
        """Return by when something is to be done, the earliest first; without a day of the decision it is the day of the ranking.

        A deadline whose day is not known is among them; one that has nothing to be counted from is not.
        """
        ranking, found = self.ranking, []
        for one in self.said(ranking.guideline.deadlines, placement):
            assert isinstance(one.statement, Deadline)
            days = days_of(
                one.statement, ranking.case, ranking.side.values, as_of=ranking.as_of, decided=decided or ranking.as_of
            )
            if days is not None:
                found.append(replace(one, due=days.due, undated=days.missing))
        return tuple(sorted(found, key=lambda one: (one.due or (date.max,), one.statement.id)))

    def said(
        self,
        statements: Iterable[Approval | Notice | FollowUp | Deadline],
        placement: Placement | None,
        beside: Sequence[Option] = (),
    ) -> tuple[Consequence, ...]:
        found = []
        for statement in statements:
            said = self.asked(statement.when, placement, beside)
            if said is not None:
                due = statement.due(self.ranking.as_of) if isinstance(statement, FollowUp) else ()
                surely, values, open = said
                missing = open[0][1] if open else ()
                found.append(Consequence(statement, surely, missing, values, due, open))
        return tuple(sorted(found, key=lambda one: (not one.surely, one.statement.id)))

    def asked(
        self, condition: Condition, placement: Placement | None, beside: Sequence[Option]
    ) -> tuple[bool, Mapping[str, Value], tuple[tuple[Option | None, tuple[str, ...]], ...]] | None:
        """Return whether a condition is surely true of the case, of some part or of an option beside, and what is open of each.

        None where it is surely not true. What is open is found only where it is asked why (see `Explanation.among`).
        """
        unknown: list[tuple[Option | None, Mapping[str, Value]]] = []
        for about, values in self.environments(condition, placement, beside):
            truth = condition.holds(values) if condition.reads <= values.keys() else False
            if truth is True:
                return True, values, ()
            if truth is UNKNOWN:
                unknown.append((about, values))
        if not unknown:
            return None
        if self.explanation.among is not None:
            return False, unknown[0][1], ()
        guideline = self.ranking.guideline
        open = [(about, tuple(sorted(unknown_facts(condition, guideline, values)))) for about, values in unknown]
        return False, unknown[0][1], tuple(open)

    def environments(
        self, condition: Condition, placement: Placement | None, beside: Sequence[Option]
    ) -> Sequence[tuple[Option | None, Mapping[str, Value]]]:
        """Return what a condition can read: of the case and the whole, or where it reads more of each option."""
        whole = self.of_whole(placement)
        if condition.reads <= whole.keys():
            return ((None, whole),)
        parts = () if placement is None else placement.parts
        return [(option, self.of_option(option, placement)) for option in (*parts, *beside)]

    def of_whole(self, placement: Placement | None) -> Mapping[str, Value]:
        """Return what a condition can read of the case and the whole."""
        key = "", "" if placement is None else placement.id
        if key not in self.read:
            self.read[key] = {**self.ranking.side.values, **self.shared(placement)}
        return self.read[key]

    def of_option(self, option: Option, placement: Placement | None) -> Mapping[str, Value]:
        """Return what a condition can read of an option beside the whole."""
        key = option.id, "" if placement is None else placement.id
        if key not in self.read:
            self.read[key] = {**self.explanation.values(option), **self.shared(placement)}
        return self.read[key]

    def shared(self, placement: Placement | None) -> dict[str, Value]:
        facts = {} if placement is None else {**placement.facts, **self.explanation.behind(placement)}
        return {**self.ranking.comparative.values, **facts}

    def to_confirm(self, placement: Placement) -> tuple[Confirm, ...]:
        """Return what to confirm before deciding, with what leaves open who has to approve it."""
        more = [
            Confirm(fact, None if is_of_case(fact) else about, (said.statement.id,))
            for said in self.needed_approvals(placement)
            for option, missing in said.open
            for about, fact in self.explanation.told_by(option, missing, placement)
        ]
        return self.explanation.to_confirm(placement, more)

    def not_asked_for(self, placement: Placement) -> tuple[str, ...]:
        """Return the facts that nobody recorded and the answer asks nothing for.

        None of a single move: that is taken for granted only where something is recorded of moving at all.
        """
        found = [one for one in self.to_confirm(placement) if one.assumed and not one.rules]
        asked = {*OF_A_MOVE, *self.staff_left_out(placement)}
        return tuple(one.fact for one in found if one.fact not in asked)

    def applications(self, placement: Placement | None) -> tuple[Applied, ...]:
        """Return each application beside a placement: met in full, in part (another form), or refused."""
        rows = self.ranking.case.applied_by(self.ranking.as_of) or ()
        turned_by = self.may_turn(placement) if rows and placement is not None else ()
        return tuple(Applied(row, self.verdict(row, placement), turned_by) for row in rows)

    def may_turn(self, placement: Placement) -> tuple[str, ...]:
        """Return the facts of the citizen that are asked because a placement is the answer only if they turn out as it reads them.

        Who in the network does good, and what norms ask for, moves what stands first and leaves it an answer.
        """
        if not placement.grantable:
            return ()
        musts = {one.id for one in self.ranking.guideline.rules if one.strength == "must"}
        asked = [one for one in self.to_confirm(placement) if one.option is None and one.proposed is None]
        by_itself = {*self.explanation.assumptions.of_visits(placement)}
        by_itself |= {one.fact for one in self.explanation.more_than_advice(placement)}
        by_itself |= {*self.staff_left_out(placement)}
        by_rule = {one.fact for one in asked if not musts.isdisjoint(one.rules)}
        return tuple(one.fact for one in asked if one.fact in by_itself | by_rule)

    def staff_left_out(self, placement: Placement) -> Iterator[str]:
        """Yield the questions of staff that nobody answered, a yes to which no part of a placement surely meets.

        They are asked where somebody has applied: until they are answered, nobody knows what becomes of the application.
        """
        for key in ANSWERED if self.ranking.case.applied_by(self.ranking.as_of) else ():
            fact = f"case.needs.{key}"
            if fact in self.explanation.assumptions.of_needs and not any(
                key in part.covers or has_staff_for(part, key) for part in placement.parts
            ):
                yield fact

    def verdict(self, row: Application, placement: Placement | None) -> str:
        granted = self.ranking.guideline.lists["provision"].expand(row.provision)
        if placement is None:
            return self.verdict_alone(row, granted)
        if not placement.grantable:
            return "open"
        parts = [option for option in placement.parts if granted & granted_under(option, self.ranking.side)]
        if not parts:
            return "instead"
        if row.offer is not None and all(option.offer.id != row.offer for option in parts):
            return "part"
        return "full"

    def verdict_alone(self, row: Application, granted: frozenset[str]) -> str:
        """Return what becomes of an application where no placement meets every need: of the help that was applied for, alone."""
        categories = {
            standing.category
            for option, standing in zip(self.ranking.options, self.ranking.standings, strict=True)
            if option.provision.id in granted and row.offer in (None, option.offer.id)
        }
        best = min(categories, default=Category.NO_PART)
        return {Category.GRANTABLE: "alone", Category.NO_PART: "refused"}.get(best, "open")

    def shown_bridges(self) -> tuple[tuple[Option, Standing], ...]:
        """Return the acute offers that the sheet shows."""
        return self.bridges()[:SHOWN_BRIDGES]

    def bridges(self) -> tuple[tuple[Option, Standing], ...]:
        """Return the acute offers that may serve as a bridge: suitable, or undecided where a must is unknown."""
        if self.ranking.side.values["case.flags.acute"] is not True or not self.ranking.acute:
            return ()
        rules = [one for one in self.ranking.guideline.rules if one.strength == "must" and not one.of_placement]
        # What may be told of a ranking under another guideline: a must that the ranking was not asked has no effect on the case.
        rows = [self.ranking.outcomes[rule.id] for rule in rules if rule.id in self.ranking.outcomes]
        found = []
        for option in self.ranking.acute:
            index = self.explanation.by_id[option.id]
            if not any(row.fails >> index & 1 for row in rows):
                unknown = any(row.unknown >> index & 1 for row in rows)
                found.append((option, Standing.UNDECIDED if unknown else Standing.SUITABLE))
        return tuple(
            sorted(
                found,
                key=lambda one: (one[1] is not Standing.SUITABLE, home_metres(self.explanation, one[0]), one[0].id),
            )
        )
