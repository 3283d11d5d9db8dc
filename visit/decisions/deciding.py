"""A decision: what a person chose on a ranking, with reason, departure, who must approve, and when to look again.

A person decides: any choice can be recorded, also one against a rule, outside the catalogue, or none. What is asked for is a reason
always, and a departure code where the first placement was not chosen or departs from a presumption that fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from unicodedata import category

from visit.canonical import encode
from visit.cpr import cpr_shaped
from visit.decisions.binding_guideline import check_binding
from visit.decisions.core import core
from visit.decisions.files import of_case
from visit.decisions.records import AGAINST_RULE, ChosenRecord, DecisionRecord, Plan
from visit.decisions.wishes import check_wish
from visit.decisions.wording import Wording
from visit.decisions.worked_out import Choice, Departure, chosen_record, departure, worked_out
from visit.errors import CaseError, UsageError, did_you_mean
from visit.ledger.entries import Draft
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.locale import language
from visit.locale import text as _
from visit.ranking.values import Ranking
from visit.reasons.explanation import Explanation
from visit.rules.guideline.values import BilingualText
from visit.version import __version__

NONE = ("refused", "withdrawn", "postponed")
"""What it may mean that nothing was chosen."""


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
    if choice.other is not None:
        choice = replace(choice, other=words("--other", choice.other))
    fields: DecisionRecord = {
        **worked_out(explanation, choice, parted, today, code=code, plan=recorded.plan),  # type: ignore[typeddict-item]  # it has no others
        "by": name(recorded.by),
        "system_user": recorded.system_user,
        "case": ranking.case.id,
        "facts": ranking.case.record,
        "as_of": ranking.as_of,
        "core": core(ranking),
        "shown": dict(shown),
        "reason": words("--reason", recorded.reason),
    }
    if recorded.plan is not None:
        fields["plan"] = checked_plan(ranking, recorded.plan)
    participation = _participation(ranking, recorded)
    if participation:
        fields["participation"] = participation
    if recorded.team is not None:
        fields["team"] = recorded.team
    guideline, catalogue = ranking.guideline, ranking.catalogue
    documents = {guideline.digest: encode(guideline.stored), catalogue.digest: encode(catalogue.record)}
    return Draft(EntryType.DECISION, __version__, fields, guideline.digest, catalogue.digest, documents)


def must_be_new(log: Ledger, ranking: Ranking, choice: Choice, today: date) -> None:
    """Refuse the same choice on the same facts, guideline and catalogue as of a decision of today that nobody has refused.

    Raises:
        UsageError: It is recorded already: a command that was run twice.
    """
    asked = (ranking.guideline.digest, ranking.catalogue.digest, encode(ranking.case.record), ranking.as_of.isoformat())
    chosen = encode(_what(chosen_record(Explanation(ranking), choice)))
    for one in of_case(log, ranking.case.id) if log.of_case(ranking.case.id) else ():
        entry = one.entry
        same = (entry.leaf.guideline, entry.leaf.catalogue, encode(entry.get("facts")), entry.get("as_of")) == asked
        if one.day == today and same and encode(_what(one.choice)) == chosen and one.refused is None:
            raise UsageError(
                _("entry {n} is this very decision, recorded today", n=one.seq),
                help=_("`visit log show {n}` shows it; --again records it once more, and both stand", n=one.seq),
            )


def _what(record: ChosenRecord) -> Mapping[str, object]:
    return {key: value for key, value in record.items() if key in ("kind", "parts", "text", "why")}


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


def _participation(ranking: Ranking, recorded: Recorded) -> dict[str, str]:
    """What the citizen and the offer say: as given now, else as the case has it."""
    case = ranking.case
    own = recorded.own_words or case.wishes.own_words or case.contributions.citizen
    reply = recorded.offer_reply or case.contributions.offer
    found = {"own_words": own, "offer_reply": reply}
    return {key: words(f"--{key.replace('_', '-')}", text) for key, text in found.items() if text}
