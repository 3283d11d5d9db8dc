"""What visit works out for what a person chose, and writes down beside the answer: how it stands, who must approve, when to look.

`decide` records it; a replay works it out once more and compares.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from visit.decisions.records import (
    AGAINST_RULE,
    PLANNED_END,
    RIGHT,
    AskedApproval,
    ChosenRecord,
    DeadlineDays,
    DepartedRule,
    DueDates,
    GrantedUntil,
    Plan,
    WorkedOut,
)
from visit.decisions.roles import own_role
from visit.ranking.values import Placement
from visit.ranking.verdict import of_placement
from visit.reasons.consequences import Consequence, Consequences
from visit.reasons.explanation import Explanation
from visit.reasons.free_choice import right_passed_over
from visit.reasons.grants import granted
from visit.reasons.values import Reason
from visit.rules.deciding.one_option import Outcome
from visit.rules.guideline.values import Approval, Deadline, FollowUp, Preference, last_day

MOST = 50
"""How many placements are looked through for the rank of what was chosen."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What a person chose: a placement, something outside the catalogue (`other`), or nothing (`none`, one of `NONE`).

    `rank` is the place of the placement in the ranking, from 1; None where it is not among those looked for.
    """

    placement: Placement | None = None
    rank: int | None = None
    other: str | None = None
    none: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Departure:
    """What a choice departs from.

    Attributes:
        first: The id of the first placement, where another was chosen.
        broken: The musts that fail for the choice.
        left: The presumptions that fail, or may fail, for the choice.
        right: The right to the free choice, where that came first and was not chosen.
    """

    first: str | None
    broken: tuple[Reason, ...]
    left: tuple[Reason, ...]
    right: Preference | None = None

    @property
    def needs_code(self) -> bool:
        """Whether a code must be given; a presumption that only may fail asks for none."""
        fails = any(one.trace.outcome is Outcome.FAILS for one in self.left)
        return self.first is not None or bool(self.broken) or fails


def departure(explanation: Explanation, choice: Choice) -> Departure:
    """Return what a choice departs from."""
    ranking = explanation.ranking
    first, placement = ranking.first, choice.placement
    if placement is None:
        if first is None or not (choice.other is not None or choice.none == "refused"):
            return Departure(None, (), ())
        return Departure(first.id, (), (), right_passed_over(ranking, None))
    broken = [one for one in explanation.not_holding(placement, "must") if one.trace.outcome is Outcome.FAILS]
    other = first is not None and placement.id != first.id
    return Departure(
        first.id if first is not None and other else None,
        tuple(broken),
        explanation.departures(placement),
        right_passed_over(ranking, placement),
    )


def worked_out(
    explanation: Explanation, choice: Choice, parted: Departure, today: date, *, code: str | None, plan: Plan | None
) -> WorkedOut:
    """Return all that is written down of a choice; `parted` is what it departs from, `today` the day of the decision."""
    found: WorkedOut = {
        "choice": chosen_record(explanation, choice),
        "approvals": asked_approvals(explanation, choice, parted),
        "follow_up": due_dates(explanation, choice, today, plan),
    }
    if days := deadlines(explanation, choice, today):
        found["deadlines"] = days
    if ends := granted_until(explanation, choice, today):
        found["grants"] = ends
    if code is not None or parted.left or parted.broken or parted.right:
        found["departure"] = {"code": code, "first": parted.first, "rules": departed_rules(parted)}
    return found


def chosen_record(explanation: Explanation, choice: Choice) -> ChosenRecord:
    """Return what was chosen, and how it stands."""
    if choice.placement is not None:
        chosen: ChosenRecord = {
            "kind": "placement",
            "parts": [option.id for option in choice.placement.parts],
            "rank": choice.rank,
            "standing": choice.placement.standing.value,
            "unmet": [one.id for one in choice.placement.leans_on],
        }
        if open := Consequences(explanation).may_turn(choice.placement):
            chosen["open"] = list(open)
        if reasons := of_placement(explanation.ranking, choice.placement):
            chosen["not_yet"] = [one.value for one in reasons]
        return chosen
    if choice.other is not None:
        return {"kind": "other", "text": choice.other}
    return {"kind": "none", "why": choice.none or ""}


def departed_rules(parted: Departure) -> list[DepartedRule]:
    """Return the rules that a choice departs from, or may depart from, and the right that it passes over."""
    found: list[DepartedRule] = [
        {
            "rule": one.trace.rule.id,
            "option": one.option.id if one.option else None,
            "strength": one.trace.rule.strength,
            "outcome": one.trace.outcome.name.lower(),
        }
        for one in (*parted.broken, *parted.left)
    ]
    if parted.right is not None:
        found.append({"rule": parted.right.id, "option": None, "strength": RIGHT, "outcome": "fails"})
    return found


def asked_approvals(explanation: Explanation, choice: Choice, parted: Departure) -> list[AskedApproval]:
    """Return who must approve a choice: by the guideline, as a hold waits for, and a leader where a rule is broken."""
    found: list[AskedApproval] = [
        {"id": one.statement.id, "by": one.statement.by, "four_eyes": one.statement.four_eyes, "kind": "approval",
         "sure": one.surely}
        for one in _said(explanation, choice, explanation.ranking.guideline.approvals)
        if isinstance(one.statement, Approval)
    ]  # fmt: skip
    if choice.placement is not None:
        found += [
            {"id": id, "by": by, "four_eyes": False, "kind": "hold", "sure": True}
            for id, by in dict.fromkeys(
                (one.trace.rule.id, one.trace.rule.by) for one in explanation.holds(choice.placement)
            )
        ]
    elif choice.other is not None:
        # Nothing is known of an offer outside the catalogue: every approval that asks about one may be needed.
        there = {one["id"] for one in found}
        found += [
            {"id": one.id, "by": one.by, "four_eyes": one.four_eyes, "kind": "approval", "sure": False}
            for one in explanation.ranking.guideline.approvals
            if one.id not in there and not one.when.reads <= explanation.ranking.side.values.keys()
        ]
    if parted.broken:
        found.append({"id": AGAINST_RULE, "by": "leader", "four_eyes": True, "kind": "against-rule", "sure": True})
    for one in found:
        if (role := own_role(explanation.ranking.guideline, one["by"])) is not None:
            one["role"] = role
    return found


def due_dates(explanation: Explanation, choice: Choice, today: date, plan: Plan | None = None) -> list[DueDates]:
    """Return when to look again, counted from the day of the decision, and when the plan expects an end."""
    if choice.none is not None:
        return []
    said = _said(explanation, choice, explanation.ranking.guideline.follow_up)
    surely = [one.statement for one in said if one.surely and isinstance(one.statement, FollowUp)]
    last = last_day(surely, today)
    found: list[DueDates] = [{"id": one.id, "due": list(due)} for one in surely if (due := one.due(today, last))]
    if plan is not None and "ends" in plan:
        found.append({"id": PLANNED_END, "due": [date.fromisoformat(plan["ends"])]})
    return found


def deadlines(explanation: Explanation, choice: Choice, today: date) -> list[DeadlineDays]:
    """Return by when something surely is to be done, one without a day too; of a case that is withdrawn nothing is."""
    if choice.none == "withdrawn":
        return []
    found: list[DeadlineDays] = []
    for said in Consequences(explanation).deadlines(choice.placement, today):
        if said.surely and isinstance(said.statement, Deadline):
            one: DeadlineDays = {
                "id": said.statement.id, "due": list(said.due), "waits_for": said.statement.waits_for
            }  # fmt: skip
            if said.statement.by is not None:
                one["by"] = said.statement.by
            if (role := own_role(explanation.ranking.guideline, said.statement.by)) is not None:
                one["role"] = role
            found.append(one)
    return found


def granted_until(explanation: Explanation, choice: Choice, today: date) -> list[GrantedUntil]:
    """Return until when each part of what is chosen surely is granted."""
    found = () if choice.placement is None else granted(explanation, choice.placement, today)
    return [{"id": one.statement.id, "option": one.option.id, "until": one.until} for one in found if one.surely]


def _said(
    explanation: Explanation, choice: Choice, statements: Iterable[Approval] | Iterable[FollowUp]
) -> tuple[Consequence, ...]:
    return Consequences(explanation).said(statements, choice.placement)
