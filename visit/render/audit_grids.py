"""What `visit audit` says of many decisions, for a spreadsheet: counts and days as such, shares in whole percent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.audit.outcomes import whole_percent
from visit.audit.reports import DEPARTED, FOLLOWED
from visit.decisions.wording import told
from visit.locale import text as _
from visit.render.audit_sheet import ApprovalsSheet, DeparturesSheet, OverdueSheet, kind, waits_for
from visit.render.entry_words import role, state_in_words
from visit.render.grids import Cell, Grid
from visit.render.pairs_sheet import PairsSheet


def departures_grids(sheet: DeparturesSheet, *, ids: bool = False) -> tuple[Grid, ...]:
    """Return the counts by reason, team and offer, and the decisions against a rule, each rule of one in a row of its own.

    Columns that mean the same are called the same: in one table, as CSV has them, they are one.

    Args:
        sheet: What was counted.
        ids: Codes and ids stand in columns at the end.
    """
    found = sheet.found
    total = sum(one.count for one in found.codes)
    codes = tuple(
        (told(one.said, one.code), one.count, whole_percent(one.count, total), one.instead, one.code)
        for one in found.codes
    )
    offers = tuple(
        (kind(one.offer, one.name, sheet.language), one.instead, one.passed, one.offer) for one in found.offers
    )
    against: tuple[tuple[Cell, ...], ...] = tuple(
        (one.words.wording.told("rules", rule), one.seq, one.day, one.case,
         None if option is None else one.words.option(option), state_in_words(one.approval), rule, option)
        for one in found.against
        for rule, option in one.rules
    )  # fmt: skip
    instead = _("chosen instead")
    grids = (
        Grid(_("By reason"), (_("name"), _("decisions"), _("percent of the reasons"), instead, _("id")), codes),
        Grid(
            _("By team"),
            (_("name"), _("decisions"), _("followed"), _("departed"), _("percent departed")),
            tuple(_teams(sheet)),
        ),
        Grid(_("By offer"), (_("name"), instead, _("passed over"), _("id")), offers),
        Grid(
            _("Against a rule"),
            (_("name"), _("decision"), _("day"), _("case"), _("option"), _("approval"), _("id"), _("id of the option")),
            against,
        ),
    )
    return grids if ids else tuple(without_ids(one, (_("id"), _("id of the option"))) for one in grids)


def without_ids(grid: Grid, titles: Sequence[str]) -> Grid:
    """Return a list without columns of these titles."""
    kept = [place for place, title in enumerate(grid.columns) if title not in titles]
    rows = tuple(tuple(row[place] for place in kept) for row in grid.rows)
    return Grid(grid.title, tuple(grid.columns[place] for place in kept), rows)


def _teams(sheet: DeparturesSheet) -> Iterator[tuple[Cell, ...]]:
    for one in sheet.found.teams:
        followed, departed = one.counts[FOLLOWED], one.counts[DEPARTED]
        yield one.team, one.decisions, followed, departed, whole_percent(departed, followed + departed)


def approvals_grid(sheet: ApprovalsSheet) -> Grid:
    """Return a row for each approval that is not given."""
    columns = (
        _("decision"), _("day"), _("case"), _("what"), _("who approves"), _("not the one who decided"), _("state"), _("days"),
        _("refused by entry"), _("id"),
    )  # fmt: skip
    rows = tuple(
        (one.seq, one.day, one.case, told(one.said, one.id), role(one.by, one.role), _("yes") if one.four_eyes else _("no"),
         state_in_words(one.state), one.days, None if one.overruled is None else one.overruled.seq, one.id)
        for one in sheet.found
    )  # fmt: skip
    return Grid(_("Approvals"), columns, rows)


def overdue_grid(sheet: OverdueSheet) -> Grid:
    """Return a row for each follow-up that is overdue."""
    columns = (_("decision"), _("case"), _("what"), _("due"), _("days overdue"), _("newer decision"), _("id"))
    rows = tuple(
        (one.seq, one.case, told(one.said, one.id), one.due, one.days, one.later, one.id) for one in sheet.late
    )
    return Grid(_("Overdue"), columns, rows)


def deadlines_grid(sheet: OverdueSheet) -> Grid:
    """Return a row for each deadline that has passed."""
    columns = (_("decision"), _("case"), _("what"), _("due"), _("days overdue"), _("waits for"), _("id"))
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
