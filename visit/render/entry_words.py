"""What an entry of a ledger says in a few words: who, what became of it, and what of it was changed after it was recorded."""

from __future__ import annotations

from collections.abc import Mapping

from visit.decisions.files import Decided, Wanted
from visit.decisions.named import NO_WORDS, RecordedNames, RecordedWords, parts_by_name
from visit.decisions.records import ChosenRecord, OwnRoleRecord
from visit.decisions.roles import role_label
from visit.ledger.entries import Entry
from visit.ledger.entry_types import EntryType
from visit.local_day import recorded
from visit.locale import formats, language, plural
from visit.locale import text as _
from visit.render.follow_up_rows import follow_up_outcome
from visit.vocabulary import vocabulary

TOLD_IN_SHORT = ("choice", "approval", "who", "code", "entries", "measured", "of")
"""The fields that `what` tells."""


def role(key: str, recorded: OwnRoleRecord | None = None) -> str:
    """Return what a role is called; of a guideline's own what is recorded beside it."""
    return role_label(key, recorded, language())


def state_in_words(state: str) -> str:
    """Return what the state of an approval is called."""
    return {
        "outstanding": _("outstanding"),
        "refused": _("refused"),
        "given": _("given"),
        "perhaps": _("perhaps needed"),
    }[state]


def overruled(refusal: Entry) -> str:
    """Return that an approval was given after it had been refused: by which entry, whom, and why."""
    return _(
        "after it was refused (entry {n}, {by}: {why})",
        n=refusal.seq, by=refusal.get("by"), why=_refusal_code(refusal),
    )  # fmt: skip


def state_told(one: Wanted) -> str:
    """Return what the state of an approval is called, with the refusal that it was given after."""
    state = state_in_words(one.state)
    return state if one.overruled is None else f"{state} {overruled(one.overruled)}"


def choice_in_short(choice: ChosenRecord, names: Mapping[str, str]) -> str:
    """Return what was chosen, by name where there is one; what stands outside the catalogue is free text and not repeated."""
    if choice["kind"] == "placement":
        return parts_by_name(choice["parts"], names)
    if choice["kind"] == "other":
        return _("outside the catalogue")
    return vocabulary().label("not_chosen", choice["why"], language())


def what(entry: Entry, words: RecordedWords = NO_WORDS, approver: str | None = None, *, departure: bool = True) -> str:
    """Return what an entry says, in a few words; nothing that a person has written.

    Args:
        entry: Which.
        words: What its ids stand for, where it is a decision.
        approver: Who was asked, where it gives or refuses an approval.
        departure: Whether it says why a decision departs.
    """
    if entry.erased:
        return _("erased")
    if any(entry.get(name) is None for name in entry.leaf.type.needs):
        return _("in a form that visit never writes") if entry.odd else _("damaged: `visit verify` says how")
    of = entry.get("of")
    match entry.leaf.type:
        case EntryType.DECISION:
            chosen = choice_in_short(entry.get("choice"), words.names)
            if open := entry.get("choice").get("open"):
                facts = formats.listed(words.wording.told("facts", one) for one in open)
                chosen = _("{chosen} (not clarified: {facts})", chosen=chosen, facts=facts)
            code = (entry.get("departure") or {}).get("code")
            if code is None or not departure:
                return chosen
            return _("{chosen} (departs: {why})", chosen=chosen, why=words.wording.told("departures", code))
        case EntryType.APPROVAL:
            return _("of decision {n}: {who}", n=of, who=approver or entry.get("approval"))
        case EntryType.REFUSAL:
            who = approver or refuser(entry.get("who"))
            return _("of decision {n}, {who}: {code}", n=of, who=who, code=_refusal_code(entry))
        case EntryType.FOLLOW_UP:
            outcome = follow_up_outcome(entry.get("measured"))
            return _("of decision {n}: {outcome}", n=of, outcome=outcome)
        case EntryType.CORRECTION:
            return _("of decision {n}: facts corrected", n=of)
        case EntryType.ERASURE:
            numbers = entry.get("entries")
            return plural("entry {numbers}", "entries {numbers}", len(numbers), numbers=", ".join(map(str, numbers)))
        case EntryType.INIT | EntryType.CONFIGURATION:
            return ""


def what_in(named: RecordedNames, entry: Entry, *, departure: bool = True) -> str:
    """Return what an entry says, in a few words, by the names of its ledger."""
    asked = not entry.erased and entry.get("approval") is not None
    return what(entry, named.of(entry), named.approver(entry) if asked else None, departure=departure)


def reason_on_a_line(entry: Entry) -> str:
    """Return the reason that a person gave, on one line; empty where there is none."""
    return " ".join(str(entry.get("reason") or "").split())


def refuser(who: str) -> str:
    """Return who said no."""
    return {"approver": _("the approver"), "citizen": _("the citizen"), "offer": _("the offer")}.get(who, who)


def refused_told(decided: Decided) -> str | None:
    """Return when a decision was refused, by whom and why, and that it gives no help; None where nobody refused it."""
    refusal = decided.refused
    if refusal is None:
        return None
    asked = next((one for one in decided.approval_states if one.id == refusal.get("approval")), None)
    who = refuser(refusal.get("who")) if asked is None else role(asked.by, asked.role)
    return _(
        "Refused {day} by {who} (entry {n}): {why}. The decision gives no help",
        day=formats.day(recorded(refusal.leaf.time).date()), who=who, n=refusal.seq, why=_refusal_code(refusal),
    )  # fmt: skip


def refusal_told(named: RecordedNames, refusal: Entry) -> str:
    """Return who said no to a decision, and why."""
    who = named.approver(refusal) if refusal.get("approval") is not None else None
    return _("{who}: {why}", who=who or refuser(refusal.get("who")), why=_refusal_code(refusal))


def of_refused(title: str, decided: Decided) -> str:
    """Return the title of what was recorded for the help, with what it is of where the decision was refused."""
    return title if decided.refused is None else _("{title} (the decision was refused)", title=title)


def _refusal_code(entry: Entry) -> str:
    return refusal_label(str(entry.get("who")), str(entry.get("code")))


def refusal_label(who: str, code: str) -> str:
    """Return what a reason to refuse is called; the code itself where it is none of those."""
    codes = f"refusal_{who}"
    return vocabulary().label(codes, code, language()) if codes in vocabulary().codes else code


def moment(time: str) -> str:
    """Return a leaf's time as a person reads it: the day and the time of day in Denmark."""
    shown = recorded(time)
    return _("{day}, at {time}", day=formats.day(shown.date()), time=f"{shown:%H:%M}")


def short_moment(time: str) -> str:
    """Return the same as it stands in a cell of a table."""
    shown = recorded(time)
    return f"{formats.short_day(shown.date())} {shown:%H:%M}"


def changed_mark(text: str) -> str:
    """Return a line of which something is not as it was recorded, with a mark before it."""
    return _("CHANGED AFTER IT WAS RECORDED: {what}", what=text)


def marked_where_changed(entry: Entry, text: str, *fields: str) -> str:
    """Return what an entry tells, with a mark before it where one of the fields that it tells is not as it was recorded."""
    return changed_mark(text) if not {*fields}.isdisjoint(entry.changed) else text
