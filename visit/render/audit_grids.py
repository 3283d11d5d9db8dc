"""What `visit audit` says of many decisions, for a spreadsheet: counts and days as such, shares in whole percent."""

from __future__ import annotations

from collections.abc import Iterator

from visit.audit.outcomes import whole_percent
from visit.audit.reports import DEPARTED, FOLLOWED
from visit.decisions.wording import told
from visit.locale import text as _
from visit.render.audit_sheet import ApprovalsSheet, DeparturesSheet, OverdueSheet, kind, waits_for
from visit.render.grids import Cell, Grid
from visit.render.ledger_sheet import role, state_in_words
from visit.render.pairs_sheet import PairsSheet


def departures_grids(sheet: DeparturesSheet) -> tuple[Grid, ...]:
    """Return the counts by code, team and offer, and the decisions against a rule, each rule of one in a row of its own."""
    found = sheet.found
    total = sum(one.count for one in found.codes)
    codes = tuple(
        (one.code, told(one.said, one.code), one.count, whole_percent(one.count, total), one.instead)
        for one in found.codes
    )
    offers = tuple(
        (one.offer, kind(one.offer, one.name, sheet.language), one.instead, one.passed) for one in found.offers
    )
    against: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.seq,
            one.day,
            one.case,
            one.words.wording.told("rules", rule),
            None if option is None else one.words.option(option),
            state_in_words(one.approval),
            rule,
            option,
        )
        for one in found.against
        for rule, option in one.rules
    )
    return (
        Grid(_("By code"), (_("code"), _("meaning"), _("given"), _("percent"), _("instead of the first")), codes),
        Grid(
            _("By team"),
            (_("team"), _("decisions"), _("followed"), _("departed"), _("percent departed")),
            tuple(_teams(sheet)),
        ),
        Grid(_("By offer"), (_("offer"), _("name"), _("chosen instead"), _("passed over")), offers),
        Grid(
            _("Against a rule"),
            (
                _("decision"),
                _("day"),
                _("case"),
                _("rule"),
                _("option"),
                _("approval"),
                _("id of the rule"),
                _("id of the option"),
            ),
            against,
        ),
    )


def _teams(sheet: DeparturesSheet) -> Iterator[tuple[Cell, ...]]:
    for one in sheet.found.teams:
        followed, departed = one.counts[FOLLOWED], one.counts[DEPARTED]
        yield one.team, one.decisions, followed, departed, whole_percent(departed, followed + departed)


def approvals_grid(sheet: ApprovalsSheet) -> Grid:
    """Return a row for each approval that is not given."""
    columns = (
        _("decision"), _("day"), _("case"), _("what"), _("who approves"), _("not the one who decided"), _("state"), _("days"),
        _("id"),
    )  # fmt: skip
    rows = tuple(
        (one.seq, one.day, one.case, told(one.said, one.id), role(one.by, one.role), _("yes") if one.four_eyes else _("no"),
         state_in_words(one.state), one.days, one.id)
        for one in sheet.found
    )  # fmt: skip
    return Grid(_("Approvals"), columns, rows)


def overdue_grid(sheet: OverdueSheet) -> Grid:
    """Return a row for each follow-up that is overdue."""
    columns = (_("decision"), _("case"), _("what"), _("due"), _("days overdue"), _("newer decision"), _("id"))
    rows = tuple(
        (one.seq, one.case, told(one.said, one.id), one.due, one.days, one.later, one.id) for one in sheet.found
    )
    return Grid(_("Overdue"), columns, rows)


def deadlines_grid(sheet: OverdueSheet) -> Grid:
    """Return a row for each deadline that has passed."""
    columns = (_("decision"), _("case"), _("what"), _("last day"), _("days late"), _("waits for"), _("id"))
    rows = tuple(
        (one.seq, one.case, told(one.said, one.id), one.due, one.days, waits_for(one), one.id)
        for one in sheet.deadlines
    )
    return Grid(_("Deadlines"), columns, rows)


def pairs_grid(sheet: PairsSheet) -> Grid:
    """Return a row for each pair of equal facts and different choices, in the order of the page."""
    columns = (
        _("decision"), _("case"), _("chosen"), _("other decision"), _("other case"), _("chosen there"), _("because of"),
        _("explained"), _("departure code"), _("options"), _("options there"),
    )  # fmt: skip
    rows = tuple(
        (one.first.seq, one.first.case, sheet.named(one.first.choice), one.second.seq, one.second.case,
         sheet.named(one.second.choice), sheet.because(one), _("yes") if one.because else _("no"),
         "+".join(one.codes) or None, one.first.options, one.second.options)
        for one in sheet.in_order()
    )  # fmt: skip
    return Grid(_("Pairs"), columns, rows)
