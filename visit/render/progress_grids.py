"""What `visit progress` says, for a spreadsheet: levels as numbers, a row for each theme and measurement."""

from __future__ import annotations

from collections.abc import Iterator

from visit.audit.outcomes import STEPS, whole_percent
from visit.locale import text as _
from visit.reasons.labels import provision_name
from visit.render.grids import Cell, Grid
from visit.render.progress_sheet import OutcomesSheet, ProgressSheet, goal_kind, measured_label, step_taken, yes_or_no


def case_grids(sheet: ProgressSheet) -> tuple[Grid, ...]:
    """Return the levels of one case, each theme at each measurement, and its goals."""
    goals = tuple(
        (
            measured_label(one.theme, sheet.language), goal_kind(one, sheet.language), one.start, one.target, one.level,
            one.day, yes_or_no(one.reached), yes_or_no(one.stated),
        )
        for one in sheet.found.goals
    )  # fmt: skip
    return (
        Grid(_("Levels"), (_("theme"), _("measured"), _("entry"), _("level")), tuple(_levels(sheet))),
        Grid(
            _("Goals"),
            (_("theme"), _("kind"), _("from level"), _("to level"), _("level now"), _("measured"), _("reached"), _("stated")),
            goals,
        ),
    )  # fmt: skip


def _levels(sheet: ProgressSheet) -> Iterator[tuple[Cell, ...]]:
    for theme in sheet.found.themes:
        for level, one in zip(theme.levels, sheet.found.measurements, strict=True):
            yield measured_label(theme.theme, sheet.language), one.day, one.seq, level


def outcomes_grids(sheet: OutcomesSheet) -> tuple[Grid, ...]:
    """Return the goals by theme, the stays by provision and the steps between decisions, of all cases."""
    found, language = sheet.found, sheet.language
    goals = tuple(
        (
            measured_label(one.theme, language), one.reached, one.missed, one.unmeasured,
            whole_percent(one.reached, one.measured),
        )
        for one in found.goals
    )  # fmt: skip
    stays = tuple(
        (
            provision_name(one.provision, language), len(one.ended), one.means[0], len(one.running), one.means[1],
            one.target, one.over, one.undated,
        )
        for one in found.stays
    )  # fmt: skip
    return (
        Grid(_("Goals"), (_("theme"), _("reached"), _("not reached"), _("not measured"), _("percent reached")), goals),
        Grid(
            _("Stays, in whole months"),
            (_("provision"), _("ended"), _("mean"), _("running"), _("mean so far"), _("target"), _("over it"), _("undated")),
            stays,
        ),
        Grid(
            _("From one decision to the next"),
            (_("step"), _("decisions")),
            tuple((step_taken(name), found.steps[name]) for name in STEPS),
        ),
    )  # fmt: skip
