"""`visit decide`: record what a person decided on a ranking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import cast

from visit.commands.editor import can_edit, written_reason
from visit.commands.inputs import Inputs, question, today
from visit.commands.ledgers import (
    ledger_name,
    now,
    opened,
    tell,
    tell_of_damage,
    tell_of_decisions_before,
    tell_of_other_municipalities,
    who,
)
from visit.commands.printing import IN_A_PIPE, print_whole
from visit.decisions.binding_guideline import check_binding, check_name
from visit.decisions.deciding import NONE, Recorded, checked_code, decision, must_be_new, words
from visit.decisions.records import Plan
from visit.decisions.wishes import check_wish
from visit.decisions.worked_out import MOST, Choice, departure
from visit.errors import FEW, CaseError, LedgerError, UsageError
from visit.ledger.entries import Draft
from visit.ledger.log import Receipt
from visit.ledger.opening import is_url
from visit.local_day import local_day
from visit.locale import formats, language
from visit.locale import text as _
from visit.matching import TOP, Engine
from visit.ranking.values import Placement, Ranking
from visit.ranking.verdict import standing_told
from visit.reading.expected import must_be
from visit.reading.source import read, read_text
from visit.reasons.labels import in_order_of_a_day
from visit.reasons.selectors import any_placement_named
from visit.reasons.short_names import ShortNames
from visit.streams import note
from visit.vocabulary import vocabulary

PROPOSAL = 40
"""So many lines of the answer stand in the editor."""


@dataclass(frozen=True, slots=True)
class DecisionOptions:
    """What stands on the command line beside the case."""

    placement: str | None
    other: str | None
    none: str | None
    reason: str | None
    reason_file: str | None
    departure: str | None
    by: str | None
    own_words: str | None
    offer_reply: str | None
    plan: str | None
    dry_run: bool
    on_draft: bool
    again: bool = False
    new_ledger: str | None = None


def decide_command(
    case: str,
    options: DecisionOptions,
    *,
    guideline: str | None,
    catalogue: str | None,
    travel: str | None,
    as_of: str | None,
    ledger: str | None,
    shape: str | None,
    language: str,
) -> int:
    """Record a decision and print its number, the head, and who must approve."""
    reason = reason_given(options)
    plan = None if options.plan is None else planned(options.plan)
    if options.dry_run:
        asked = question(case, guideline=guideline, catalogue=catalogue, travel=travel, as_of=as_of, cached=False)
        ranking, choice = chosen(asked, options)
        look_before(ledger, ranking, choice, again=options.again)
        recorded = Recorded(
            reason if reason is not None else edited_reason(ranking, choice, options),
            options.by or "?",
            "?",
            options.departure,
            None,
            options.own_words,
            options.offer_reply,
            plan,
            options.on_draft,
        )
        day = local_day(now())
        draft = decision(ranking, choice, recorded, shown=plain_answer(ranking, language), today=day)
        _print(ranking, choice.placement, draft, None, ledger_name(ledger), shape, language, day)
        return 0
    asks = partial(question, case, guideline=guideline, catalogue=catalogue, travel=travel, as_of=as_of, cached=False)
    begun = None
    if options.new_ledger is not None:
        begun = chosen(asks(), options)  # before a ledger is made: what is wrong with the decision makes none
        reason = reason if reason is not None else edited_reason(*begun, options)
        _make_ledger(ledger_name(ledger), options.new_ledger, options.by)
    with opened(ledger, writable=True) as log:
        ranking, choice = begun or chosen(asks(), options)
        by = who(options.by, log)
        check_name(log, ranking.guideline)
        if not options.again:
            must_be_new(log, ranking, choice, today())  # before anybody writes a reason
        recorded = Recorded(
            reason=reason if reason is not None else edited_reason(ranking, choice, options),
            by=by,
            system_user=log.store.system_user(),
            departure=options.departure,
            team=log.settings().people.get(by, {}).get("team"),
            own_words=options.own_words,
            offer_reply=options.offer_reply,
            plan=plan,
            on_draft=options.on_draft,
        )
        told = plain_answer(ranking, language)
        tell_of_other_municipalities(log, ranking.case.id, ranking.case.municipality)
        tell_of_decisions_before(log, ranking.case.id, ranking.case.municipality)
        with log.writing():
            # Under the lock: the order of the entries is the order of their times.
            moment = now()
            check_name(log, ranking.guideline)
            if not options.again:
                must_be_new(log, ranking, choice, local_day(moment))
            draft = decision(ranking, choice, recorded, shown=told, today=local_day(moment))
            receipt = log.add(draft, now=moment)
        tell(
            [receipt.seq],
            log.store.name,
            lambda: _print(
                ranking, choice.placement, draft, receipt, log.store.name, shape, language, local_day(moment)
            ),
        )
    return 0


def _make_ledger(where: str, name: str, by: str | None) -> None:
    from visit.commands.log import begin_ledger

    try:
        made, _receipt = begin_ledger(where, name, by=by)
    except LedgerError as error:
        help = _("where the office has its ledger, leave out --new-ledger")
        raise LedgerError(error.message, at=error.at, help=help) from None
    note(_("made: {where}, a ledger called {name}; no key signs it yet (`visit log configure`)", where=made, name=name))


def look_before(ledger: str | None, ranking: Ranking, choice: Choice, *, again: bool) -> None:
    """Say and refuse what recording would, as far as the decisions before tell, where there is a ledger that can be read.

    Raises:
        UsageError: This very decision is recorded already.
    """
    where = ledger_name(ledger)
    if not is_url(where) and not Path(where).is_file():
        return
    try:
        with opened(ledger) as log:
            tell_of_other_municipalities(log, ranking.case.id, ranking.case.municipality)
            tell_of_decisions_before(log, ranking.case.id, ranking.case.municipality)
            if not again:
                must_be_new(log, ranking, choice, today())
    except LedgerError as error:
        tell_of_damage(error)


def reason_given(options: DecisionOptions) -> str | None:
    """Return the reason, from the command line or a file; None where it is to be written in the editor.

    Raises:
        UsageError: There are two, or none and no editor at a terminal.
    """
    given = [options.reason, options.reason_file].count(None)
    if given == 0 or (given == 2 and not can_edit()):
        raise UsageError(
            _("a decision needs a reason"),
            help=_("--reason TEXT, or --reason-file FILE; one of them. On a terminal EDITOR opens for it"),
        )
    return options.reason if options.reason_file is None else words("--reason-file", read_text(options.reason_file))


def edited_reason(ranking: Ranking, choice: Choice, options: DecisionOptions) -> str:
    """Return the reason that is written in the editor; before that, everything else is seen to be in order.

    Raises:
        UsageError: The choice cannot be recorded so, or the reason is empty.
    """
    from visit.reasons.explanation import Explanation
    from visit.render.lines import fitted
    from visit.render.one_screen import OneScreen

    check_binding(ranking, on_draft=options.on_draft)
    explanation = Explanation(ranking)
    code = checked_code(ranking, departure(explanation, choice), options.departure)
    check_wish(explanation, choice.placement, code, own_words=options.own_words)
    lines = [text for text, _strong in fitted(tuple(OneScreen(ranking, language()).sections()), 76, PROPOSAL)]
    return written_reason(
        [_("Chosen: {what}", what=_chosen(ranking, choice)), "", *lines, *_below(ranking, choice.placement)]
    )


def _chosen(ranking: Ranking, choice: Choice) -> str:
    if choice.placement is None:
        return choice.other or vocabulary().label("not_chosen", choice.none or "", language())
    named = ShortNames.of(ranking, language()).placement(choice.placement)
    return named if choice.rank is None else f"{choice.rank}. {named}"


def _below(ranking: Ranking, placement: Placement | None) -> Iterator[str]:
    """Yield what was looked at on the steps below what is chosen, for the grounds."""
    from textwrap import wrap

    from visit.reasons.explanation import Explanation
    from visit.render.steps_below import step_lines

    if placement is not None:
        say = ShortNames.of(ranking, language())
        told = [*step_lines(Explanation(ranking), placement, say)]
        yield from ("", _("The steps below")) if told else ()
        for line in told:
            yield from wrap(line, 76, initial_indent="  ", subsequent_indent="    ")


def planned(file: str) -> Plan:
    """Read a plan file.

    Raises:
        Problems: Everything that is wrong with it.
    """
    from visit.reading.documents.plan import PlanDocument
    from visit.reading.validation import validate

    document = read(file)
    must_be(document, "plan", CaseError)
    model = validate(document, PlanDocument, error=CaseError)
    return cast(Plan, model.model_dump(mode="json", by_alias=True, exclude_none=True))


def chosen(asked: Inputs, options: DecisionOptions) -> tuple[Ranking, Choice]:
    """Return the ranking as `match` shows it, and what was chosen on it.

    Raises:
        UsageError: Nothing, or more than one thing, was chosen, or it is no placement.
    """
    named = [one for one in (options.placement, options.other, options.none) if one is not None]
    if len(named) != 1:
        raise UsageError(
            _("say what was chosen, one thing"),
            help=_("a rank or option ids, --other TEXT, or --none refused, withdrawn or postponed"),
        )
    engine = Engine(asked.catalogue, asked.guideline)
    ranking = engine.match(asked.case, asked.as_of, top=TOP)
    if options.other is not None:
        return ranking, Choice(other=options.other)
    if options.none is not None:
        if options.none not in NONE:
            known = ((one, vocabulary().label("not_chosen", one, language())) for one in NONE)
            raise UsageError(
                _("--none must be refused, withdrawn or postponed"),
                help="; ".join(f"{one}: {label}" for one, label in known),
            )
        return ranking, Choice(none=options.none)
    return ranking, _placement(engine, ranking, str(options.placement))


def _placement(engine: Engine, ranking: Ranking, subject: str) -> Choice:
    """Look among the first placements, and only then further down."""
    few = {str(rank): one for rank, one in enumerate(ranking.placements, start=1)}
    found = few.get(subject) or next(
        (one for one in few.values() if one.id == "+".join(sorted(subject.split("+")))), None
    )
    placements = ranking.placements
    if found is None:
        from visit.render.why_sheet import must_have_placements

        must_have_placements(ranking, subject, language())
        more = engine.match(ranking.case, ranking.as_of, top=MOST)
        found, placements = any_placement_named(engine, more, subject), more.placements
        if not {option.id for option in more.options} >= {*subject.split("+")}:
            must_be_whole(found, more)
    ids = [one.id for one in placements]
    return Choice(placement=found, rank=ids.index(found.id) + 1 if found.id in ids else None)


def must_be_whole(found: Placement, ranking: Ranking) -> None:
    """Refuse an offer that was named and is only a part of placements: alone it leaves needs unmet. Its id means it alone.

    Raises:
        UsageError: It is only a part.
    """
    chosen = {option.id for option in found.parts}
    whole = [one for one in ranking.placements if chosen < {option.id for option in one.parts}]
    if not found.leans_on or not whole or any(one.id == found.id for one in ranking.placements):
        return
    say = ShortNames.of(ranking, language())
    told = [_beside(one, chosen, ranking, say) for one in whole[:FEW]]
    if len(whole) > FEW:
        told.append(_("and {n} more", n=len(whole) - FEW))
    raise UsageError(
        _(
            "{name} is a part of a placement, and alone does not surely meet {needs}",
            name=say.placement(found), needs=formats.listed(map(say.requirement, found.leans_on)),
        ),
        help=_(
            "choose a whole one by its number: {placements}; its id ({id}) means this part alone",
            placements="; ".join(told), id=found.id,
        ),
    )  # fmt: skip


def _beside(placement: Placement, chosen: set[str], ranking: Ranking, say: ShortNames) -> str:
    """Return the number of a placement, what stands in it beside what was named, and its standing: in that they differ."""
    others = [one for one in in_order_of_a_day(placement.parts) if one.id not in chosen]
    return _(
        "{n} with {parts} ({standing})",
        n=ranking.placements.index(placement) + 1, parts=" + ".join(map(say.option, others)),
        standing=standing_told(ranking, placement).label(language()),
    )  # fmt: skip


def plain_answer(ranking: Ranking, language: str) -> dict[str, str]:
    """Return the answer as `visit match --full` shows it in a pipe, in plain text."""
    from visit.render.match_sheet import MatchSheet
    from visit.render.plain import plain

    return {"language": language, "text": plain(MatchSheet(ranking, language).sheet(), width=IN_A_PIPE)}


def _print(
    ranking: Ranking,
    placement: Placement | None,
    draft: Draft,
    receipt: Receipt | None,
    where: str,
    shape: str | None,
    language: str,
    day: date,
) -> None:
    from visit.render.decision_sheet import DecisionSheet

    sheet = DecisionSheet(ranking, draft, receipt, where, language, day=day, placement=placement)

    def in_journal() -> str:
        from visit.render.journal import journal, of_decision

        return journal(of_decision(sheet))

    print_whole(shape, document=sheet.document, sheet=sheet.sheet, texts={"journal": in_journal})
