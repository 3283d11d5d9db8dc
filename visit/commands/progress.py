"""`visit progress`: what came of the help, to one citizen or in all cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from visit.commands.audit import Asked, print_counted
from visit.commands.pages import shape_of_page
from visit.errors import UsageError
from visit.locale import text as _


def progress_command(case: str | None, asked: Asked, *, everything: bool, opened_page: bool) -> int:
    """Print the progress of one case, or of all.

    Raises:
        UsageError: Neither or both are asked for, or one case with what selects among many.
    """
    if everything is (case is not None):
        raise UsageError(_("name a case, or --all"), help=_("for example {example}", example="visit progress --all"))
    if opened_page:
        asked = replace(asked, shape=shape_of_page(asked.shape))
    if case is None:
        return _all(asked, opened_page=opened_page)
    for option, value in (("--since", asked.since), ("--until", asked.until), ("--municipality", asked.municipality)):
        if value is not None:
            raise UsageError(_("{option} goes with --all", option=option))
    return _one(case, asked, opened_page=opened_page)


def _one(case: str, asked: Asked, *, opened_page: bool) -> int:
    from visit.audit.progress import progress
    from visit.decisions.files import case_called, of_case
    from visit.render.progress_grids import case_grids
    from visit.render.progress_sheet import ProgressSheet

    with asked.reading() as (ledger, which):
        found = progress(which.known(one) for one in of_case(ledger, case_called(ledger, case)) if which.takes(one))
    if not found.measurements:
        raise UsageError(_("nothing had been decided by then"), help=_("leave --as-of out, or name a later day"))
    sheet = ProgressSheet(found, asked.language)

    def page(left_out: Sequence[int]) -> str:
        from visit.pages.progress_page import progress_page

        return progress_page(sheet, left_out)

    return print_counted(
        asked, ledger, page=page,
        opened_page=opened_page, document=sheet.document, sheet=sheet.sheet, grids=lambda: case_grids(sheet),
    )  # fmt: skip


def _all(asked: Asked, *, opened_page: bool) -> int:
    from visit.audit.outcomes import outcomes
    from visit.render.progress_grids import outcomes_grids
    from visit.render.progress_sheet import OutcomesSheet

    today = asked.today
    with asked.reading() as (ledger, which):
        sheet = OutcomesSheet(ledger.settings().origin, outcomes(ledger, today, which), today, asked.language)

    def page(left_out: Sequence[int]) -> str:
        from visit.pages.progress_page import outcomes_page

        return outcomes_page(sheet, left_out)

    return print_counted(
        asked, ledger, page=page,
        opened_page=opened_page, document=sheet.document, sheet=sheet.sheet, grids=lambda: outcomes_grids(sheet),
    )  # fmt: skip
