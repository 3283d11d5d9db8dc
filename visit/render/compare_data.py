"""A comparison of two guidelines, catalogues or days over many cases, as data and as lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction

from visit.lab.affected import Affected
from visit.lab.answers import Answerer
from visit.lab.areas import AREA_TURNS
from visit.lab.attribution import Attribution
from visit.lab.gate_values import in_hundredths
from visit.lab.impact import StepName
from visit.lab.moved_by import MovedBy
from visit.lab.movements import Crossing
from visit.lab.recorded_bases import DecidedSide
from visit.lab.totals import FOLLOWING, SIDE_COUNTS
from visit.lab.turned import kept_of
from visit.locale import formats
from visit.locale import text as _
from visit.population.hiding import FEWEST
from visit.render.affected_words import (
    affected_grid,
    affected_title,
    area_rows,
    area_turn_words,
    areas_document,
    pooled_words,
    subgroup_cells,
)
from visit.render.attribution_words import piece_words
from visit.render.bounds_words import bounds_document, bounds_grid
from visit.render.compare_sheet import CompareSheet
from visit.render.compare_words import (
    alone_and_all_but,
    crossing_words,
    followed,
    json_number,
    measure_words,
    section_words,
    step_order,
    step_words,
)
from visit.render.decided_words import decided_document
from visit.render.few_told import FewTold, few_words, left_out_words
from visit.render.gate_words import gates_document, gates_grid
from visit.render.grids import Cell, Grid
from visit.render.moved_far import moved_far, moved_far_document
from visit.render.offer_use import OfferUse
from visit.render.subgroup_measures import SubgroupMeasures, subgroups_document
from visit.render.uncompared_words import uncompared_document
from visit.render.unproved_words import movement_rows, unproved_told


def compare_document(whole: CompareSheet) -> dict[str, object]:
    """Return the same as data; None stands for a number that is not known, or of real citizens may not be told."""
    found, may = whole.found, whole.may
    without = may.side_count("unplaced")
    (flow, steps), movements, unproved = may.flow(), may.movements(), unproved_told(may)
    return {
        "schema": "visit-compare",
        "version": 1,
        "digest": whole.again.digest,
        "command": whole.again.commands[-1],
        "commands": list(whole.again.commands),
        "old": _side_document(whole, whole.old, 0),
        "new": _side_document(whole, whole.new, 1),
        "population": {
            **whole.citizens.document(),
            "cases": found.cases,
            "unread": found.unread,
            "of_other_municipalities": found.others,
            **({} if whole.ledger is None else {"ledger": whole.ledger.document(may)}),
        },
        "hidden_below": None if whole.tells_all else FEWEST,
        "moved": may.moving(),
        "numbers": {name: json_number(value) for name, value in may.numbers().items()},
        "gates": gates_document(whole.gates, may),
        "turned": kept_of(found.turned, whole.again.digest) if whole.tells_all else None,
        "without_solution": None if without is None else dict(zip(("old", "new"), without, strict=True)),
        "not_proved": None if unproved is None else dict(zip(("cases", "kept"), unproved, strict=True)),
        "movements": None if movements is None else {str(one): n for one, n in movements.items()},
        "crossings": {str(one): may.crossing(one) for one in Crossing},
        "flow": [
            {"from": _step_document(was), "to": _step_document(now), "cases": n}
            for (was, now), n in sorted(flow.items(), key=lambda one: [*map(step_order, one[0])])
        ],
        "flow_together": {
            "rows": len(steps.pooled),
            "cases": None if steps.together is None else steps.together[0],
        },
        "helped_now": {"cases": found.running, "moved": found.running_moved} if whole.tells_all else None,
        "metres_of_moved": moved_far_document(may),
        "price_years": whole.price_years(),
        "priced_on_both_sides": (
            {"cases": found.priced_both, "dkk_a_year": json_number(in_hundredths(found.dkk_a_year))}
            if may.tells_prices
            else None
        ),
        "follows": {
            section: {
                "begins": _told(may, section, found.begins[section], 2),
                "ends": _told(may, section, found.ends[section], 3),
                "turns": [{"from": turn.was, "to": turn.now, "cases": n} for turn, n in may.turns(section).items()],
                "another_form": _another_form_document(may, section),
                "hidden": len(may.hidden_forms(section)),
            }
            for section in FOLLOWING
        },
        "areas": areas_document(whole.found.areas, tells_all=whole.tells_all),
        "subgroups": subgroups_document(whole.found.subgroups, tells_all=whole.tells_all),
        "affected": [_affected_document(one, tells_edits=whole.attribution is not None) for one in whole.affected],
        "assumptions": None if whole.bounds is None or not whole.tells_all else bounds_document(whole.bounds),
        "not_compared": uncompared_document(whole.uncompared()),
        "why_no_edits": whole.not_attributed or None,
        "touching": None
        if whole.touching is None
        else [{"edit": name, "touches": whole.touching.touched[name]} for name in whole.touching.pieces],
        "edits": None
        if whole.attribution is None
        else _edits_document(whole.attribution, whole.edits_told.how_attributed(whole.attribution)),
        "offers": [_offer_document(one) for one in whole.offers_told.offer_use()],
    }


def compare_grids(whole: CompareSheet) -> tuple[Grid, ...]:
    """Return the same as lists for a spreadsheet."""
    found = whole.found
    sides = (_("before"), _("after"))
    about = (
        *whole.head(in_short=False),
        *(() if whole.tells_all else (few_words(),)),
        *((whole.edits_told.how_attributed(whole.attribution),) if whole.attribution is not None else ()),
        *((whole.not_attributed,) if whole.not_attributed else ()),
        *((affected_title(len(whole.affected), found.moving),) if 0 < len(whole.affected) < found.moving else ()),
        whole.digest_line(),
        *whole.again.commands,
    )
    turned: tuple[tuple[Cell, ...], ...] = tuple(
        (section_words(section), *(followed(section, one, whole.guidelines, whole.language) for one in turn), n)
        for section in FOLLOWING for turn, n in whole.may.turns(section).items() if turn.is_another_period
    )  # fmt: skip
    return (
        Grid(_("What was compared"), (_("what"),), tuple((one,) for one in about)),
        Grid(_("First solutions"), (_("first solution"), _("cases")),
             tuple(movement_rows(whole.may))),
        *((gates_grid(whole.gates, whole.may),) if whole.gates else ()),
        Grid(_("Which edit did it"), tuple(_edit_columns(whole)), tuple(_edit_cells(whole))),
        Grid(_("What begins and ends with each edit"),
             (_("edit"), _("section"), _("statement"), _("begins or ends"), _("share"), _("alone"), _("all but it")),
             tuple(_turned_cells(whole))),
        Grid(_("By area of need"),
             (_("area of need"), _("cases"), _("another first"), _("lower step"), _("higher step"), *_area_turn_titles(whole)),
             tuple(_area_cells(whole))),
        Grid(_("From step to step"), (_("from"), _("to"), _("cases")), tuple(_flow_cells(whole))),
        Grid(_("What changes sides"), (_("what changes sides"), _("cases")),
             (*((crossing_words(one), whole.may.crossing(one)) for one in Crossing),
              *(((_("with help already"), found.running), (_("with help already, another first solution"), found.running_moved))
                if whole.tells_all else ()))),
        Grid(_("On both sides"), (_("what"), *sides), tuple(_side_cells(whole))),
        Grid(_("What follows"), (_("section"), _("statement"), *sides, _("begins"), _("ends"), _("text")),
             tuple(_following_cells(whole))),
        *((Grid(_("The same in another form"), (_("section"), *sides, _("cases")), turned),) if turned else ()),
        Grid(_("Offers"), (_("id"), _("offer"), *sides, _("places")), tuple(
            (one.id, name, *used, places) for one in whole.offers_told.offer_use() for name, used, places in one.rows
        )),
        *((affected_grid(whole.affected, whole.language, whole.edits_told.moved_by),) if whole.affected else ()),
        Grid(_("Who moves"), (_("by what"), _("row"), _("cases"), _("another first"), _("lower step"), _("higher step")),
             tuple(subgroup_cells(found.subgroups, whole.language, tells_all=whole.tells_all))),
        Grid(_("By subgroup"),
             (_("by what"), _("row"), _("what"), *sides, _("begins"), _("ends"), _("cases")),
             tuple(SubgroupMeasures(found.subgroups, whole.guidelines, whole.language, whole.tells_all).cells())),
        *(() if whole.bounds is None or not whole.tells_all else (bounds_grid(whole.bounds, whole.guidelines, whole.language),)),
    )  # fmt: skip


def _edit_columns(whole: CompareSheet) -> Iterator[str]:
    found, words = whole.attribution, measure_words()
    yield from (_("edit"), _("may touch"), _("alone"))
    if found is not None and found.is_exact:
        yield from (words[one] for one in found.shares)
    elif found is not None:
        yield _("all but it")
        for one in whole.edits_told.shared_beside(found):
            yield from alone_and_all_but(one)
    yield _("changes")


def _edit_cells(whole: CompareSheet) -> Iterator[tuple[Cell, ...]]:
    found = whole.attribution
    yield from ((words, n, None, None) for words, n in whole.edits_told.touches())
    for name, piece in found.pieces.items() if found else ():
        assert found is not None
        row = piece_words(piece, whole.said()), found.touched[name], found.alone[name]
        if found.is_exact:
            yield *row, *(_decimal(of_all[name]) for of_all in found.shares.values()), found.changes[name]
        else:
            beside = (n for one in whole.edits_told.shared_beside(found) for n in found.in_counts(one, name))
            yield *row, found.needed[name], *beside, found.changes[name]


def _area_cells(whole: CompareSheet) -> Iterator[tuple[Cell, ...]]:
    areas = whole.found.areas
    table = areas.table(tells_all=whole.tells_all)
    for (area, _cells), (title, cells) in zip(table.rows, area_rows(table, whole.language), strict=True):
        turns = [areas.turns[area][one] for one in AREA_TURNS] if whole.tells_all else []
        yield title, sum(cells), sum(cells[1:]), cells[1], cells[2], *turns
    if table.pooled:
        yield left_out_words(len(table.pooled)), None, None, None, None


def _area_turn_titles(whole: CompareSheet) -> list[str]:
    return [formats.capital(area_turn_words(one)) for one in AREA_TURNS] if whole.tells_all else []


def _flow_cells(whole: CompareSheet) -> Iterator[tuple[Cell, ...]]:
    rows, table = whole.may.flow()
    for (was, now), n in rows.items():
        yield step_words(was, whole.language), step_words(now, whole.language), n
    if table.pooled:
        yield pooled_words(table), None, None if table.together is None else table.together[0]


def _following_cells(whole: CompareSheet) -> Iterator[tuple[Cell, ...]]:
    for section in FOLLOWING:
        name = section_words(section)
        for said, text, *counts in whole.following(section):
            yield name, followed(section, said, whole.guidelines, whole.language), *counts, text
        if hidden := whole.may.hidden_forms(section):
            yield name, left_out_words(len(hidden)), None, None, None, None, None


def _side_cells(whole: CompareSheet) -> Iterator[tuple[Cell, ...]]:
    old, new = whole.found.old, whole.found.new
    yield from whole.sides_told.side_numbers()
    for name, percent in (
        (_("metres to the network, median"), 50),
        (_("metres to the network, 90th percentile"), 90),
    ):
        yield name, *whole.sides_told.percentiles("metres", percent)
    if (far := moved_far(whole.may)) is not None:
        yield _("metres to the network, of those who move, median"), *far.median
        yield _("metres to the network, of those who move, most"), *far.largest
    for name, percent in ((_("days of waiting, median"), 50), (_("days of waiting, 90th percentile"), 90)):
        yield name, *whole.sides_told.percentiles("waiting_days", percent)
    if whole.may.tells_hours:
        hours = (in_hundredths(one.hours) if one.with_hours else None for one in (old, new))
        yield _("stated hours a week, in all"), *hours
    if whole.may.tells_prices:
        kroner = (in_hundredths(one.dkk_a_year) if one.priced else None for one in (old, new))
        yield _("known prices, kroner a year"), *kroner


def _decimal(share: Fraction) -> Decimal:
    """Return a share for a spreadsheet, with six decimals."""
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal("0.000001"))


def _step_document(step: StepName) -> dict[str, object] | None:
    return None if step is None else {"ladder": step[0], "step": step[1]}


def _another_form_document(may: FewTold, section: str) -> dict[str, int] | None:
    counts = may.another_form(section)
    return None if counts is None else dict(zip(("cases", "perhaps"), counts, strict=True))


def _told(may: FewTold, section: str, said: Iterable[str], place: int) -> dict[str, int]:
    """Return a number of each of some statements, by its place, as far as it may be told."""
    counts = {one: may.statement(section, one) for one in sorted(said)}
    return {one: count[place] for one, count in counts.items() if count is not None}


def _side_document(whole: CompareSheet, side: Answerer, place: int) -> dict[str, object]:
    basis, may = side.basis, whole.may
    totals = (whole.found.old, whole.found.new)[place]
    counts = {name: may.side_count(name) for name in SIDE_COUNTS if name != "unknown_operator"}
    used = {id: may.offer(id) for id in sorted(totals.offers)}
    return {
        "named": basis.name,
        "day": None if basis.day is None else basis.day.isoformat(),
        "guidelines": [
            {"id": one.id, "version": one.version, "draft": one.is_draft, "digest": digest}
            for digest, one in side.guidelines.items()
        ],
        "catalogue": {"id": basis.catalogue.id, "digest": basis.catalogue.digest}
        if len(basis.catalogues) == 1
        else None,
        **(
            decided_document(side, whole.found, may) if isinstance(side, DecidedSide) and side.decided.is_stored else {}
        ),
        **{
            "priced_at_most" if name == "at_most" else name: None if count is None else count[place]
            for name, count in counts.items()
        },
        "dkk_a_year": json_number(in_hundredths(totals.dkk_a_year)) if may.tells_prices else None,
        "hours_a_week": json_number(in_hundredths(totals.hours)) if may.tells_hours else None,
        "metres_to_the_network": _percentiles(may, "metres", place),
        "waiting_days": _percentiles(may, "waiting_days", place),
        **{section: _told(may, section, getattr(totals, section), place) for section in FOLLOWING},
        "offers": {id: count[place] for id, count in used.items() if count is not None},
    }


def _offer_document(one: OfferUse) -> dict[str, object]:
    places = [
        {
            "services": list(some.services), "estimated": some.is_estimated,
            "old_places": some.places[0], "new_places": some.places[1], "old": some.used[0], "new": some.used[1],
        }
        for some in one.places
    ]  # fmt: skip
    return {
        "id": one.id, "old": one.used[0], "new": one.used[1], "places": one.in_all,
        "places_told_apart": one.is_known, "places_of": places,
    }  # fmt: skip


def _affected_document(one: Affected, *, tells_edits: bool) -> dict[str, object]:
    return {
        "case": one.one.member.case.id,
        "movement": str(one.one.movement),
        "crossings": sorted(map(str, one.one.crossings)),
        "old": list(one.one.old.parts),
        "new": list(one.one.new.parts),
        "separated_now": None if one.now is None else asdict(one.now),
        "separated_before": None if one.before is None else asdict(one.before),
        "edits": None if one.edits is None or not tells_edits else _moved_by_document(one.edits),
    }


def _moved_by_document(by: MovedBy) -> dict[str, object]:
    return {
        "shares": None if by.shares is None else {name: str(share) for name, share in by.shares.items()},
        "alone": list(by.alone),
        "together": list(by.together),
        "all_but_it": list(by.needed),
    }


def _edits_document(found: Attribution, how: str) -> dict[str, object]:
    return {
        "how": how,
        "net_shares": [one for one in found.shares if one not in ("moved", "lower", "higher")],
        "exact": found.is_exact,
        "answers": found.answers,
        "exact_answers": found.exact_answers,
        "rows": [
            {
                "edit": name,
                "touches": found.touched[name],
                "alone": found.alone[name],
                "changes": found.changes[name],
                "differs": (
                    {what: n for what, of_all in sorted(found.differs.items()) if (n := of_all[name])}
                    if found.tells_statements
                    else None
                ),
                "only_perhaps": found.only_perhaps(name) if found.tells_statements else None,
                "following": _following_document(found, name) if found.tells_statements else None,
                **(
                    {"shares": {measure: str(of_all[name]) for measure, of_all in found.shares.items()}}
                    if found.is_exact
                    else {
                        "all_but_it": found.needed[name],
                        "follows": {
                            section: dict(zip(("alone", "all_but_it"), found.in_counts(section, name), strict=True))
                            for section in sorted(FOLLOWING)
                        },
                    }
                ),
            }
            for name in found.pieces
        ],
        "together": [{"edits": list(names), "cases": n} for names, n in sorted(found.together.items())],
        "undone": [{"edits": list(names), "cases": n} for names, n in sorted(found.undone.items())],
    }


def _following_document(found: Attribution, piece: str) -> dict[str, object]:
    """Return what begins and ends with an edit, by section and by statement as `follows` has it."""
    told: dict[str, dict[str, dict[str, object]]] = {
        section: {"begins": {}, "ends": {}} for section in FOLLOWING
    }  # fmt: skip
    for what, counts in found.following.by_edit(piece):
        told[what.section]["begins" if what.begins else "ends"][what.said] = {
            **({"share": str(counts.share)} if found.is_exact else {}),
            "alone": counts.alone,
            "all_but_it": counts.needed,
        }
    return dict(told)


def _turned_cells(whole: CompareSheet) -> Iterator[tuple[Cell, ...]]:
    """Yield what begins and ends with each edit, as the rows of a list."""
    found = whole.attribution
    called = whole.said()
    for name, piece in found.pieces.items() if found else ():
        assert found is not None
        for what, counts in found.following.by_edit(name):
            yield (
                piece_words(piece, called),
                section_words(what.section),
                followed(what.section, what.said, whole.guidelines, whole.language),
                _("begins") if what.begins else _("ends"),
                _decimal(counts.share) if found.is_exact else None,
                counts.alone,
                counts.needed,
            )


def _percentiles(may: FewTold, of: str, place: int) -> dict[str, object]:
    side = (may.found.old, may.found.new)[place]

    def told(percent: int) -> int | None:
        return may.metres(side, percent) if of == "metres" else may.percentile(side.waiting_days, percent)

    known = may.known(of)
    return {
        "known": None if known is None else known[place],
        "median": told(50),
        "percentile_90": told(90),
    }
