"""A decision: what a person chose on a ranking, with reason, departure, who must approve, and when to look again.

A person decides: any choice can be recorded, also one against a rule, outside the catalogue, or none. What is asked for is a reason
always, and a departure code where the first placement was not chosen or departs from a presumption that fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import category

from visit.canonical import encode
from visit.cpr import cpr_shaped
from visit.decisions.binding_guideline import check_binding
from visit.decisions.core import core
from visit.decisions.records import (
    AGAINST_RULE,
    PLANNED_END,
    RIGHT,
    AskedApproval,
    ChosenRecord,
    DeadlineDays,
    DecisionRecord,
    DepartedRule,
    DueDates,
    GrantedUntil,
    Plan,
)
from visit.decisions.roles import own_role
from visit.decisions.wishes import check_wish
from visit.decisions.wording import Wording
from visit.errors import CaseError, UsageError, did_you_mean
from visit.ledger.entries import Draft
from visit.ledger.entry_types import EntryType
from visit.locale import language
from visit.locale import text as _
from visit.ranking.values import Placement, Ranking
from visit.ranking.verdict import of_placement
from visit.reasons.consequences import Consequence, Consequences
from visit.reasons.explanation import Explanation
from visit.reasons.free_choice import right_passed_over
from visit.reasons.grants import granted
from visit.reasons.values import Reason
from visit.rules.deciding.one_option import Outcome
from visit.rules.guideline.values import Approval, BilingualText, Deadline, FollowUp, Preference, last_day
from visit.version import __version__

NONE = ("refused", "withdrawn", "postponed")
"""What it may mean that nothing was chosen."""


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
class Recorded:
    """What a person says beside the choice.

    `by` is a claim, `system_user` the operating system's word, `plan` a plan document; `on_draft`: a draft is decided on knowingly.
    """

    reason: str
    by: str
    system_user: str
    departure: str | None = None
    team: str | None = None
    own_words: str | None = None
    offer_reply: str | None = None
    plan: Plan | None = None
    on_draft: bool = False


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


def decision(ranking: Ranking, choice: Choice, recorded: Recorded, *, shown: Mapping[str, str], today: date) -> Draft:
    """Return the entry of a decision.

    Args:
        ranking: What `match` gave for the case on the date asked for.
        choice: What was chosen; a placement of this ranking.
        recorded: Reason, code and who.
        shown: The answer as it was shown: language and plain text.
        today: The day of the decision, from which follow-up dates are counted.

    Raises:
        UsageError: A reason or a departure code is missing or does not fit, or a text has a CPR number in it; or the guideline is a
            draft, or not in force.
    """
    check_binding(ranking, on_draft=recorded.on_draft)
    explanation = Explanation(ranking)
    parted = departure(explanation, choice)
    code = checked_code(ranking, parted, recorded.departure)
    check_wish(explanation, choice.placement, code, own_words=recorded.own_words)
    fields: DecisionRecord = {
        "by": name(recorded.by),
        "system_user": recorded.system_user,
        "case": ranking.case.id,
        "facts": ranking.case.record,
        "as_of": ranking.as_of,
        "core": core(ranking),
        "shown": dict(shown),
        "choice": _choice(explanation, choice),
        "reason": words("--reason", recorded.reason),
        "approvals": asked_approvals(explanation, choice, parted),
        "follow_up": due_dates(explanation, choice, today, recorded.plan),
    }
    if found := deadlines(explanation, choice, today):
        fields["deadlines"] = found
    if ends := granted_until(explanation, choice, today):
        fields["grants"] = ends
    if recorded.plan is not None:
        fields["plan"] = checked_plan(ranking, recorded.plan)
    if code is not None or parted.left or parted.broken or parted.right:
        fields["departure"] = {"code": code, "first": parted.first, "rules": _rules(parted)}
    participation = _participation(ranking, recorded)
    if participation:
        fields["participation"] = participation
    if recorded.team is not None:
        fields["team"] = recorded.team
    guideline, catalogue = ranking.guideline, ranking.catalogue
    documents = {guideline.digest: encode(guideline.stored), catalogue.digest: encode(catalogue.record)}
    return Draft(EntryType.DECISION, __version__, fields, guideline.digest, catalogue.digest, documents)


# --- what is asked of a person ---


def words(option: str, text: str) -> str:
    """Return a text that a person wrote.

    Raises:
        UsageError: It is empty, or has the shape of a CPR number in it.
    """
    if not text.strip():
        raise UsageError(_("{option} is empty", option=option), help=_("write in a sentence why"))
    if cpr_shaped(text) is not None:
        raise UsageError(
            _("{option} must not contain a CPR number", option=option), help=_("write the pseudonym of the case")
        )
    return text.strip()


def name(by: str, option: str = "--by") -> str:
    """Return who records, or another name: one line, so that in a list of entries it looks like no line of its own.

    Raises:
        UsageError: It is empty, has a line break or a tab in it, or the shape of a CPR number.
    """
    found = words(option, by)
    if any(category(one) in ("Cc", "Zl", "Zp") for one in found):
        raise UsageError(
            _("{option} has a line break or a tab in it", option=option), help=_("write the name on one line")
        )
    return found


def checked_code(ranking: Ranking, parted: Departure, code: str | None) -> str | None:
    """Return the departure code, where one is needed or given; a guideline that names no codes asks for none.

    Raises:
        UsageError: It is missing, not one of the guideline's, or does not fit the choice.
    """
    known = {**ranking.guideline.departures}
    spoken = language()
    listed = ", ".join(
        f"{meaning.in_language(spoken)} ({key})"
        for key, meaning in sorted(known.items())
        if key != AGAINST_RULE and not _says_passed_right(meaning, parted)
    )
    if parted.broken:
        if code != AGAINST_RULE:
            wording = Wording(ranking.guideline)
            rules = dict.fromkeys(wording.told("rules", one.trace.rule.id) for one in parted.broken)
            raise UsageError(
                _("the choice is against a rule: {rules}", rules="; ".join(rules)),
                help=_("record it with --departure against-rule; a leader has to approve it"),
            )
        return code
    if code is None:
        if not (parted.needs_code and listed):
            return None
        what = _("the first placement was not chosen") if parted.first else _("the choice departs from a presumption")
        if parted.right is not None:
            what = _("the first placement is the citizen's free choice, and was not chosen")
        raise UsageError(
            _("{what}: a departure code is needed", what=what), help=_("--departure with one of: {codes}", codes=listed)
        )
    if code == AGAINST_RULE:
        raise UsageError(_("the choice is against no rule"), help=_("--departure with one of: {codes}", codes=listed))
    if code not in known:
        near = did_you_mean(code, [*known]) or _("--departure with one of: {codes}", codes=listed)
        raise UsageError(_('no departure code is called "{code}"', code=code), help=near)
    if ranking.first is not None and not (
        parted.first or parted.left
    ):  # where nothing is placed, any choice may need its reason
        raise UsageError(
            _("a departure code is given, and the choice departs from nothing"), help=_("leave out --departure")
        )
    if _says_passed_right(known[code], parted):
        raise UsageError(
            _("the departure is the citizen's free choice, and that is what was not chosen"),
            help=_("give the code of why it was not"),
        )
    return code


def _says_passed_right(meaning: BilingualText, parted: Departure) -> bool:
    """Return whether a code says in the same words what the right says that was passed over."""
    said = None if parted.right is None else parted.right.text
    return said is not None and (said.da, said.en) == (meaning.da, meaning.en)


# --- what is written down ---


def _choice(explanation: Explanation, choice: Choice) -> ChosenRecord:
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
        return {"kind": "other", "text": words("--other", choice.other)}
    return {"kind": "none", "why": choice.none or ""}


def _rules(parted: Departure) -> list[DepartedRule]:
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


def checked_plan(ranking: Ranking, plan: Plan) -> Plan:
    """Return a plan document.

    Raises:
        CaseError: It is another case's.
    """
    if plan["plan"] != ranking.case.id:
        raise CaseError(
            _("the plan is another case's"), help=_("check the file: its `plan` is the pseudonym of the case")
        )
    return plan


def _said(
    explanation: Explanation, choice: Choice, statements: Iterable[Approval] | Iterable[FollowUp]
) -> tuple[Consequence, ...]:
    return Consequences(explanation).said(statements, choice.placement)


def _participation(ranking: Ranking, recorded: Recorded) -> dict[str, str]:
    """What the citizen and the offer say: as given now, else as the case has it."""
    case = ranking.case
    own = recorded.own_words or case.wishes.own_words or case.contributions.citizen
    reply = recorded.offer_reply or case.contributions.offer
    found = {"own_words": own, "offer_reply": reply}
    return {key: words(f"--{key.replace('_', '-')}", text) for key, text in found.items() if text}
