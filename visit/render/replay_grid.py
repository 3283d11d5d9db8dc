"""Decisions replayed, for a spreadsheet: a row for each, also for those that are the same."""

from __future__ import annotations

from collections.abc import Sequence

from visit.audit.replayed import Replayed
from visit.locale import text as _
from visit.render.beside_sheet import beside_named
from visit.render.grids import Cell, Grid
from visit.render.replay_sheet import cause_name, chosen_then


def replayed_grid(replayed: Sequence[Replayed]) -> Grid:
    """Return a row for each decision, in the order of their numbers."""
    columns = (
        _("decision"), _("case"), _("result"), _("explained"), _("because of"), _("first then"), _("first now"),
        _("chosen then"), _("departure code"), _("guideline asked"), _("problem"), _("written by visit"),
        _("options first then"), _("options first now"), _("options then"), _("what else is recorded"),
    )  # fmt: skip
    return Grid(_("Decisions"), columns, tuple(_row(one) for one in replayed))


def _row(one: Replayed) -> tuple[Cell, ...]:
    results = {
        "same": _("the same"), "differs": _("another answer"), "erased": _("erased"),
        "others": _("another municipality's, not asked"), "unreadable": _("cannot be answered"),
    }  # fmt: skip
    causes = dict.fromkeys(cause_name(difference.cause) for difference in one.differences)
    then, now = one.first

    def placed(placement: str | None) -> str | None:
        return None if placement is None else chosen_then(placement, one.names)

    explained = _("no") if one.unexplained else _("yes") if one.status == "differs" else None
    return (
        one.seq, one.case, results[one.status], explained, ", ".join(causes) or None,
        placed(then), placed(now), placed(one.chosen or None), one.departed,
        None if one.under is None else one.under[0], one.problem or None,
        one.written_by or None, then, now, one.chosen if "/" in one.chosen else None,
        None if one.beside is None else beside_named(one.beside),
    )  # fmt: skip
