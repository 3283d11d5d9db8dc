"""An answer or a decision in a few plain lines, to paste into a case system: no boxes, no colours, no width.

A line is as long as what it says. The lines name what the answer rests on, so that it can be found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from visit.cpr import safe
from visit.decisions.files import Decided
from visit.decisions.named import RecordedNames
from visit.ledger.entries import LEAF, Entry
from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import Placement, Ranking, Standing
from visit.render.decision_rows import (
    deadline_rows,
    departed,
    departure_reason,
    due_rows,
    granted_rows,
    said_then,
    surely_departs,
)
from visit.render.decision_sheet import DecisionSheet
from visit.render.entry_words import (
    TOLD_IN_SHORT,
    choice_in_short,
    marked_where_changed,
    moment,
    role,
    state_told,
    what_in,
)
from visit.render.follow_up_rows import measured_rows
from visit.render.heading import beware, gaps_told, identified, said_beforehand
from visit.render.missing_facts import MissingFacts
from visit.render.sentences import Sentences
from visit.render.short_answer import BY_EXCEPTION, ShortAnswer
from visit.version import __version__


def journal(lines: Iterable[str]) -> str:
    """Return lines as a text; each stands on one line and ends in a full stop, or as the question that it is."""
    shown = (" ".join(safe(line).split()).rstrip(".") for line in lines)
    return "".join(f"{line}\n" if line.endswith("?") else f"{line}.\n" for line in shown)


# --- an answer ---


def of_answer(short: ShortAnswer) -> Iterator[str]:
    """Yield the answer to a case: six to ten lines."""
    ranking, first = short.ranking, short.first
    case = ranking.case
    head = _(
        "Case {case}, {municipality}, assessed {day}",
        case=case.id, municipality=case.municipality, day=formats.day(case.assessed),
    )  # fmt: skip
    if ranking.as_of != case.assessed:
        head = f"{head}, {_('as of {day}', day=formats.day(ranking.as_of))}"
    yield head
    because = "; ".join(filter(None, (short.missing(most=None), *_departed(short))))
    answer = short.told()
    yield _("Answer: {answer}", answer=f"{answer}: {because}" if because else answer)
    if first is None:
        yield _("No. 1: none")
    elif short.screen.boxes.missing.no_need_is_recorded():
        yield _("No. 1: {placement}; {met}", placement=short.placement(), met=short.met())
    else:
        yield _("No. 1: {placement}; it meets {met}", placement=short.placement(), met=short.met())
    applied = "; ".join(short.steps.applications(first))
    if applied:
        yield _("Application: {what}", what=applied)
    yield from short.steps.free_choice(briefly=True)
    if told := " ".join(short.steps.consent(first)):
        yield _("Consent: {what}", what=told.removesuffix("."))
    if first is not None:
        yield _before(short, first)
    noted = [*beware(ranking), *said_beforehand(short.explanation, short.say), *gaps_told(ranking, short.say.language)]
    if noted:
        yield _("Note: {what}", what="; ".join(noted))
    yield _others(short)
    if days := short.steps.follow_up_in_short(first):
        yield _("Follow-up: {days}", days=days)
    if told := short.steps.granted_in_short(first):
        yield _("Granted until: {days}", days=told)
    deadlines = "; ".join(short.deadlines())
    if deadlines:
        yield _("Deadlines: {what}", what=deadlines)
    yield _(
        "Basis: guideline {guideline}, catalogue {catalogue} of {day}, visit {version}",
        guideline=identified(ranking.guideline), catalogue=ranking.catalogue.id, day=formats.day(ranking.catalogue.as_of),
        version=__version__,
    )  # fmt: skip
    yield _("This is not a decision: a person decides and gives the reason")


def _departed(short: ShortAnswer) -> Iterator[str]:
    """Yield the norms that the first placement departs from."""
    if short.first is not None:
        sentences = Sentences(short.explanation, short.say)
        departures = short.explanation.departures_to_tell(short.first)
        told = "; ".join(dict.fromkeys(map(sentences.departed, departures)))
        if told and short.answer != BY_EXCEPTION:
            told = _("departs from: {norms}", norms=told)
        yield told


def _before(short: ShortAnswer, first: Placement) -> str:
    """Who approves, and what is left to confirm."""
    approval = short.approvals()
    done = _("approval: {who}", who=formats.small(approval)) if approval else _("no approval is needed")
    staff = {*short.steps.consequences.staff_left_out(first)}
    every = short.steps.consequences.to_confirm(first)
    found = tuple(one for one in every if not one.assumed or one.rules or one.fact in staff)
    facts = MissingFacts(short.ranking, short.say).in_short(
        found, lambda told, confirm: short.steps.marked(told, confirm, first)
    )
    if facts:
        done = f"{done}; {_('to confirm: {facts}', facts=facts)}"
    return _("Before the decision: {what}", what=done)


def _others(short: ShortAnswer) -> str:
    out, total = short.ranking.accounts[Standing.RULED_OUT], len(short.ranking.options)
    compared = plural("{n} option compared", "{n} options compared", total, n=formats.number(total))
    told = _("{compared}, {out} of them ruled out", compared=compared, out=formats.number(out))
    others = len(short.ranking.placements[1:])
    if others:
        after = plural("the next placement listed", "the next {n} placements listed", others)
        told = f"{after}; {told}"
    return _("Others: {what}", what=told)


# --- a decision ---


def of_decision(sheet: DecisionSheet) -> Iterator[str]:
    """Yield what was just decided, or tried."""
    ranking, fields, receipt = sheet.ranking, sheet.fields, sheet.receipt
    if receipt is None:
        yield _("Case {case}: a trial of a decision, nothing is recorded", case=fields["case"])
    else:
        yield _(
            "Case {case}: decision {n} in {where}, recorded {time} by {by}",
            case=fields["case"], n=receipt.seq, where=sheet.where, time=moment(receipt.time), by=fields["by"],
        )  # fmt: skip
    yield _("Chosen: {what}", what=sheet.chosen())
    yield from map(_in_a_line, sheet.answer())
    departure = fields.get("departure")
    if departure is not None:
        none = (
            _("no code, as the guideline names none") if surely_departs(departure) else _("perhaps; no code is needed")
        )
        code = sheet.code(departure["code"]) if departure["code"] else none
        yield _("Departs: {code}", code="; ".join([code, *sheet.departs(departure)]))
    yield _("Reason: {reason}", reason=fields["reason"])
    needed = [sheet.say.role(row["by"]) for row in fields["approvals"] if row["sure"]]
    yield _("Approval: {who}", who=formats.listed(dict.fromkeys(needed)) or _("none is needed"))
    due = "; ".join(dict.fromkeys(days for days, _statement in sheet.due_days()))
    if due:
        yield _("Follow-up: {days}", days=due)
    if told := "; ".join(sheet.granted()):
        yield _("Granted until: {days}", days=told)
    if deadlines := "; ".join(sheet.deadlines()):
        yield _("Deadlines: {what}", what=deadlines)
    yield _(
        "Basis: guideline {guideline}, catalogue {catalogue}, as of {day}, visit {version}",
        guideline=identified(ranking.guideline), catalogue=ranking.catalogue.id, day=formats.day(ranking.as_of),
        version=__version__,
    )  # fmt: skip
    if receipt is not None:
        yield _("Head: {head}", head=receipt.head.text)


def of_entry(
    entry: Entry, decided: Decided | None, named: RecordedNames, ranking: Ranking | None, language: str
) -> Iterator[str]:
    """Yield a recorded entry, its offers by name; a decision with the state of its approvals and its follow-up.

    `ranking` is what was decided on, where it can be worked out again.
    """
    leaf, words = entry.leaf, named.of(entry)

    def mark(text: str, *fields: str) -> str:
        return marked_where_changed(entry, text, *fields)

    head = _("{n}. {type}, {time}", n=entry.seq, type=leaf.type.label, time=moment(leaf.time))
    whole = _("{head}: case {case}", head=head, case=entry.get("case")) if entry.get("case") else head
    yield mark(whole, LEAF, "case")
    if entry.erased:
        yield _("Erased: what it said is gone")
        return
    choice = entry.get("choice")
    if choice is not None:
        said = choice["text"] if choice["kind"] == "other" else choice_in_short(choice, words.names)
        yield mark(_("Chosen: {what}", what=said), "choice")
    elif told := what_in(named, entry):
        yield mark(_("What: {what}", what=told), *TOLD_IN_SHORT)
    if decided is not None:
        yield from map(_in_a_line, said_then(decided, ranking, language))
    if entry.get("departure"):
        departs = "; ".join([departure_reason(entry, words), *departed(entry, words)])
        yield mark(_("Departs: {code}", code=departs.removeprefix("–; ")), "departure")
    if entry.get("measured"):
        measured = "; ".join(measured_rows(entry.get("measured"), named.wording_of_decision(entry)))
        yield mark(measured, "measured")
    if entry.get("reason"):
        yield mark(_("Reason: {reason}", reason=entry.get("reason")), "reason")
    if decided is not None:
        states = [f"{role(one.by, one.role)}: {state_told(one)}" for one in decided.approval_states]
        yield _("Approval: {who}", who="; ".join(dict.fromkeys(states)) or _("none is needed"))
        if due := dict.fromkeys(days for days, _what in due_rows(entry, words.wording)):
            yield _("Follow-up: {days}", days="; ".join(due))
        if told := "; ".join(granted_rows(entry, words)):
            yield _("Granted until: {days}", days=told)
        if rows := tuple(deadline_rows(decided, words.wording)):
            yield _("Deadlines: {what}", what="; ".join(rows))
        yield from _answers(decided)
    yield mark(_("By: {by}", by=entry.get("by") or _("not said")), "by")
    if entry.get("as_of"):
        day = formats.day(date.fromisoformat(entry.get("as_of")))
        yield mark(_("Answered as of {day}, by visit {version}", day=day, version=leaf.visit), "as_of")
    else:
        yield _("Written by visit {version}", version=leaf.visit)


def _in_a_line(row: str | tuple[str, tuple[str, ...]]) -> str:
    return row if isinstance(row, str) else f"{row[0]} {'; '.join(row[1])}"


def _answers(decided: Decided) -> Iterator[str]:
    later = [f"{one.seq}. {one.leaf.type.label}, {moment(one.leaf.time)}" for one in decided.answers]
    if later:
        yield _("What came after: {entries}", entries="; ".join(later))
