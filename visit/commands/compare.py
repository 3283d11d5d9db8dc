"""`visit compare`: what another guideline, catalogue or day does to many citizens."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from visit.canonical import digest
from visit.commands.citizens import Citizens, citizens_told, drawn_from, read_citizens, tell_twice
from visit.commands.compare_baseline import accepted_answer, side_digests
from visit.commands.compare_bounds import compared_at_bounds, each_assumption, refuse_other_bounds
from visit.commands.compare_edits import asked_edits
from visit.commands.compare_gates import Gates
from visit.commands.compare_kept import ComparisonMade, keeping
from visit.commands.compare_options import CompareOptions
from visit.commands.compare_sides import refuse_other_sides, sides_named
from visit.commands.inputs import must_read_again, read_once
from visit.commands.many_told import Faults, nobody_to_compare
from visit.commands.output import each_shape, is_to_file
from visit.commands.printing import choose_format, hands_on, print_answer, print_screen
from visit.commands.waiting import waiting
from visit.errors import UsageError
from visit.lab.affected import most_affected
from visit.lab.answers import Answerer
from visit.lab.assumed_bounds import AssumedBounds
from visit.lab.attributing import Attributing
from visit.lab.attribution import MOST_ANSWERS
from visit.lab.blocks import has_many
from visit.lab.comparing import BlockComparing, impact_of
from visit.lab.gate import check_ids, check_rows, gate
from visit.lab.impact import Impact
from visit.lab.recorded_bases import DecidedSide
from visit.lab.sharing import Sharing, sharing
from visit.lab.undecided import waited_for
from visit.lab.verdicts import GateVerdict
from visit.locale import formats
from visit.locale import text as _
from visit.render.compare_data import compare_document, compare_grids
from visit.render.compare_screen import CompareScreen
from visit.render.compare_sheet import CompareSheet
from visit.render.compared import RunAgain
from visit.render.few_told import FewTold, few_edits_words
from visit.render.population_words import CitizensTold, drawn_file, made_into_a_file
from visit.streams import COULD_NOT_ANSWER, note
from visit.version import __version__

if TYPE_CHECKING:
    from visit.render.blocks import Sheet

MOST_PEOPLE = 10
"""So many of the citizens affected most are told one by one."""
LARGE = 500
"""More cases than this take minutes one by one."""
SHARED = 500
"""From so many cases on the work is shared among processes where nobody says by how many."""
MOST_PROCESSES = 4
"""Among so many at most: each takes some 250 MB."""


def compare_command(options: CompareOptions, *, shape: str | None, language: str) -> int:
    """Print what changes; return 0, 1 where a gate is true, or 2 where a case could not be answered or a gate not be asked.

    It is 2, too, where it cannot be read whose a damaged entry of a ledger is.

    Raises:
        UsageError: There is nothing to compare, or a process of its own could not read what is named.
    """
    gates = [gate(written) for written in options.fail_if]
    if options.baseline is not None and not gates:
        raise UsageError(_("{option} goes with {other}", option="--baseline", other="--fail-if"))
    if (options.processes or 1) > 1:
        must_read_again(*options.read_by_each)
    refuse_other_sides(options)
    shapes = [choose_format(one) for one in each_shape(shape)]
    ledger = None
    if options.ledger is not None or options.is_decided:
        from visit.commands.compare_ledger import asked_ledger, refuse_to_hand_on

        options, ledger = asked_ledger(options)
        refuse_to_hand_on(options, ledger.told, shapes, is_to_file=any(is_to_file() for _one in each_shape(shape)))
    bases = ledger.bases if ledger is not None and options.is_decided else None
    old, new = sides_named(options, bases)
    each = each_assumption(options.low, options.high, options.cases, options.populations, is_asked=options.assumptions)
    refuse_other_bounds(options.low, options.high, options.cases, options.populations)
    citizens = read_citizens(options.cases, options.populations, None if ledger is None else ledger.members)
    attributing = Attributing(old, new)
    files = [*options.populations, *(one for one in (options.low, options.high) if one is not None)]
    keeper = keeping(
        citizens, [] if options.cases or ledger is not None else files, options.asked(language), anew=options.anew
    )
    kept = keeper.kept(old, new, attributing)
    with sharing(
        _processes(options, citizens) if kept is None else 1,
        partial(sides_named, options, bases),
        own_only=not options.all_municipalities,
        is_attributing=options.most_answers != 0,
    ) as shared:
        began = time.monotonic()
        found = _compared(citizens, old, new, attributing, options, shared) if kept is None else kept.found
        took = time.monotonic() - began
        if not found.cases:
            raise nobody_to_compare(found.others)
        bounds = (
            compared_at_bounds(
                options.low,
                options.high,
                found,
                lambda citizens: _compared(citizens, old, new, Attributing(old, new), options, shared),
                gates,
            )
            if kept is None
            else kept.bounds
        )
        if each is not None and kept is None:
            beside = BlockComparing(old, new, not options.all_municipalities, Attributing(old, new))
            bounds = each.compared(found, beside, took, gates, shared)
        told = citizens_told(citizens, invented=options.invented)
        again = _again(options, citizens, told, old, new, found, bounds)
        check_ids(gates, (*old.guidelines.values(), *new.guidelines.values()))
        check_rows(gates, found, tells_all=told.is_nobody or options.people)
        accepted = (
            None
            if options.baseline is None
            else accepted_answer(options.baseline, told.digest, found.cases, (old, new), gates)
        )
        edits = (
            asked_edits(
                attributing, options.most_answers, found.cases, took, None if shared is None else shared.attributed
            )
            if kept is None
            else kept.edits
        )
    if kept is None:
        keeper.keep(ComparisonMade(found, bounds, edits), old, new)
    seen = found.moved if told.is_nobody or options.people else []
    movers = None if edits.attribution is None else edits.attribution.movers
    affected = most_affected(seen, old, new, MOST_PEOPLE, movers)
    if options.people and not told.is_nobody and "html" in shapes:
        note(_("--people has no effect on the page: of real citizens it shows nobody, and no number of few"))
    may = FewTold(found, told.is_nobody or options.people, any(map(hands_on, shapes)))
    verdicts = Gates(found, may, accepted, bounds).verdicts(gates)
    whole = CompareSheet(
        found,
        old,
        new,
        again,
        told,
        language,
        edits.attribution,
        edits.why_not,
        affected,
        bounds,
        verdicts,
        edits.touching,
        waited_for(found.undecided, new),
        None
        if ledger is None
        else ledger.told
        if options.is_decided
        else ledger.otherwise(old, own_only=not options.all_municipalities),
    )
    for one in each_shape(shape):
        _print(whole, one, options)
    for verdict in verdicts:
        note(verdict.in_words())
    code = max((_code(one) for one in verdicts), default=0)
    return COULD_NOT_ANSWER if found.unread or (ledger is not None and ledger.told.damaged) else code


def _code(verdict: GateVerdict) -> int:
    """Return the exit code of a gate: one that could not be asked is not outweighed by another that is true."""
    return COULD_NOT_ANSWER if verdict.passed is None else int(not verdict.passed)


def _print(whole: CompareSheet, shape: str | None, options: CompareOptions) -> None:
    """Print the answer in one format, as far as that one may tell it."""
    chosen = choose_format(shape)
    whole = replace(whole, is_open=options.people and chosen != "html", is_handed_on=hands_on(chosen))
    may, by_edit, touching = whole.may, whole.attribution, whole.touching
    if (by_edit is not None and not may.may_tell_edits(by_edit)) or (
        touching is not None and not may.may_tell_touches(touching)
    ):
        why_not = (
            few_edits_words(on_page=chosen == "html")
            if whole.found.is_changed
            else _("No first solution changed, so no edit did it; what else can be granted is not compared")
        )
        whole = replace(whole, attribution=None, touching=None, not_attributed=why_not)
    elif whole.attribution is not None and not whole.may.may_tell_statements(whole.attribution):
        whole = replace(whole, attribution=whole.attribution.without_statements())
    if chosen == "html":
        from visit.commands.pages import print_page
        from visit.pages.compare_page import compare_page

        difference = _difference(whole)
        print_page(lambda: compare_page(whole, difference), opened=options.opened)
    elif not whole.is_handed_on and not (options.full or options.people):
        print_screen(chosen, CompareScreen(whole, tells_gates=is_to_file()).sections())
    else:
        print_answer(
            shape, document=lambda: compare_document(whole), sheet=whole.sheet, grids=lambda: compare_grids(whole)
        )


def _processes(options: CompareOptions, citizens: Citizens) -> int:
    """Return how many share the work: one per core where there is enough to share and nothing that one alone can read."""
    if options.processes is not None:
        return options.processes
    is_shared = (citizens.total or 0) >= SHARED and read_once(*options.read_by_each) is None
    return min(MOST_PROCESSES, os.cpu_count() or 1) if is_shared else 1


def _compared(
    citizens: Citizens,
    old: Answerer,
    new: Answerer,
    attributing: Attributing,
    options: CompareOptions,
    shared: Sharing | None,
) -> Impact:
    told = Faults()
    if (citizens.total or 0) > LARGE and not has_many():
        note(
            _(
                "so many cases take long one by one; to answer them together, in visit's folder: {command}",
                command="pip install '.[lab]'",
            )
        )
    with waiting(_("comparing")) as progress:
        found = impact_of(
            citizens,
            old,
            new,
            own_only=not options.all_municipalities,
            told=told,
            attributing=attributing if options.most_answers != 0 else None,
            progress=lambda done: progress(done, citizens.total),
            shared=None if shared is None else shared.compared,
        )
    told.end()
    tell_twice(citizens.once)
    if found.by_match:
        counted = [f"{_reason(why)}: {formats.number(n)}" for why, n in sorted(found.by_match.items())]
        note(_("answered one by one, which takes longer: {counted}", counted=", ".join(counted)))
    return found


def _reason(why: str) -> str:
    """Return in words why one of many is answered by itself; see `visit.many`."""
    return {
        "acute help beside": _("acute help is given beside other help"),
        "compared": _("whether a solution waits for somebody depends on the other solutions"),
        "not proved": _("more placements than can be tried"),
        "refused": _("not to be answered"),
    }[why]


def _difference(whole: CompareSheet) -> Sheet:
    """Return what the guidelines of the first case say differently."""
    from visit.render.blocks import Paragraph
    from visit.render.diff_sheet import DiffSheet
    from visit.render.guideline_sheet import GuidelineSheet
    from visit.rules.findings.shifts import shifts
    from visit.rules.guideline.edits import edits_between

    old, new = whole.old, whole.new
    made_on = old.basis
    if isinstance(old, DecidedSide):
        if len(old.guidelines) > 1:
            told = _(
                "The decisions were made under several guidelines; `visit guideline diff` shows each beside the new one."
            )
            return (Paragraph(told),)
        made_on = old.basis_named(next(iter(whole.found.bases)))
    before, after = (next(iter(side.guidelines.values())) for side in (old, new))
    below, above = made_on.by_date.layers_on(before.as_of), new.basis.by_date.layers_on(after.as_of)
    edits = edits_between(below, above)
    sheets = GuidelineSheet(before, below, whole.language), GuidelineSheet(after, above, whole.language)
    return DiffSheet(sheets[0], sheets[1], edits, shifts(before, after, edits)).sheet() if edits else ()


def _again(
    options: CompareOptions,
    citizens: Citizens,
    told: CitizensTold,
    old: Answerer,
    new: Answerer,
    found: Impact,
    bounds: AssumedBounds | None,
) -> RunAgain:
    """Return what names this comparison: what it was made of, by digest."""
    made_of = {
        "version": __version__,
        "population": citizens.population,
        "synthetic": citizens.is_drawn,
        "drawn": [one.digest for one in citizens.origins],
        "unread": found.unread,
        "all_municipalities": options.all_municipalities,
        "most_answers": MOST_ANSWERS if options.most_answers is None else options.most_answers,
        **({} if options.most_answers is None else {"is_limit": True}),
        "people": options.people,
        **({"invented": True} if told.is_invented else {}),
        "assumptions": None if bounds is None else list(bounds.populations),
        **{name: side_digests(side) for name, side in (("old", old), ("new", new))},
    }
    at_bounds = {one: drawn for one in (options.low, options.high) if one and (drawn := drawn_from(one)) is not None}
    called = {**citizens.called, **{one: drawn_file(drawn) for one, drawn in at_bounds.items()}}
    made = (*told.made, *map(made_into_a_file, at_bounds.values()))
    asked = replace(options, invented=told.is_invented)
    return RunAgain(digest(made_of), (*made, asked.command(called)))
