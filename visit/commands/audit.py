"""`visit audit`: the auditor's questions about many decisions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from visit.commands import inputs
from visit.commands.ledgers import opened
from visit.commands.pages import print_page_or_answer
from visit.commands.printing import choose_format
from visit.commands.waiting import waiting
from visit.decisions.selection import Selection
from visit.errors import UsageError
from visit.ledger.log import Ledger
from visit.locale import text as _

if TYPE_CHECKING:
    from visit.render.blocks import Sheet
    from visit.render.grids import Grid


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What every question of an audit is asked with, as it was typed."""

    ledger: str | None
    since: str | None
    until: str | None
    municipality: str | None
    as_of: str | None
    shape: str | None
    language: str

    @property
    def selection(self) -> Selection:
        """The decisions that are meant; what was recorded after --as-of is left out."""
        return Selection(
            since=inputs.given_date(self.since, "--since"),
            until=inputs.given_date(self.until, "--until"),
            municipality=None if self.municipality is None else inputs.municipality_meant(self.municipality),
            known_on=inputs.given_date(self.as_of),
        )

    @contextmanager
    def reading(self) -> Iterator[tuple[Ledger, Selection]]:
        """Open the ledger and say how far it is read, if that takes long."""
        which = self.selection
        with opened(self.ledger) as ledger, waiting(_("reading")) as progress:
            yield ledger, replace(which, progress=progress)

    @property
    def today(self) -> date:
        """The day asked for, else the one on the clock."""
        return inputs.given_date(self.as_of) or inputs.today()


def print_counted(
    asked: Asked,
    ledger: Ledger,
    *,
    document: Callable[[], dict[str, object]],
    sheet: Callable[[], Sheet],
    grids: Callable[[], Sequence[Grid]],
    page: Callable[[Sequence[int]], str] | None = None,
    opened_page: bool = False,
) -> int:
    """Print an answer about many decisions, in every format with the entries that are altered and not counted; 1 where any is."""
    from visit.render.left_out import document_with_left_out, grids_with_left_out, with_left_out

    left_out = sorted(ledger.passed_over)
    print_page_or_answer(
        asked.shape,
        lambda: "" if page is None else page(left_out),
        opened=opened_page,
        document=lambda: document_with_left_out(document(), left_out),
        sheet=lambda: with_left_out(sheet(), left_out),
        grids=lambda: grids_with_left_out(grids(), left_out),
    )
    return 1 if left_out else 0


def departures_command(asked: Asked, *, ids: bool) -> int:
    """Print what people did with the first placement; 1 where something was decided while it was undecided.

    Raises:
        UsageError: Ids are asked for, and no list is.
    """
    from visit.audit.reports import departures
    from visit.render.audit_grids import departures_grids
    from visit.render.audit_sheet import DeparturesSheet

    if ids and choose_format(asked.shape) not in ("csv", "xlsx"):
        raise UsageError(_("{option} goes with {other}", option="--ids", other="--format csv|xlsx"))
    with asked.reading() as (ledger, which):
        found = departures(ledger, which)
        sheet = DeparturesSheet(ledger.settings().origin, found, asked.language)
    altered = print_counted(
        asked,
        ledger,
        document=sheet.document,
        sheet=sheet.sheet,
        grids=lambda: departures_grids(sheet, ids=ids),
    )
    return 1 if found.to_look_at else altered


def approvals_command(asked: Asked) -> int:
    """Print the approvals that are not given; 1 where one that is surely needed is outstanding."""
    from visit.audit.reports import waiting_approvals
    from visit.render.audit_grids import approvals_grid
    from visit.render.audit_sheet import ApprovalsSheet

    today = asked.today
    with asked.reading() as (ledger, which):
        found = waiting_approvals(ledger, today, which)
        sheet = ApprovalsSheet(ledger.settings().origin, found, asked.language)
    altered = print_counted(
        asked,
        ledger,
        document=sheet.document,
        sheet=sheet.sheet,
        grids=lambda: (approvals_grid(sheet),),
    )
    return 1 if any(one.state == "outstanding" for one in found) else altered


def overdue_command(asked: Asked) -> int:
    """Print the follow-ups that are overdue and the deadlines that have passed; 1 where there is any."""
    from visit.audit.deadlines import passed_deadlines
    from visit.audit.reports import overdue
    from visit.render.audit_grids import deadlines_grid, overdue_grid
    from visit.render.audit_sheet import OverdueSheet

    today = asked.today
    with asked.reading() as (ledger, which):
        found = overdue(ledger, today, which)
        deadlines = passed_deadlines(ledger, today, which)
        sheet = OverdueSheet(ledger.settings().origin, found, today, deadlines)

    def grids() -> tuple[Grid, ...]:
        return overdue_grid(sheet), deadlines_grid(sheet)

    altered = print_counted(asked, ledger, document=sheet.document, sheet=sheet.sheet, grids=grids)
    return 1 if sheet.late or deadlines else altered


def pairs_command(asked: Asked) -> int:
    """Print equal facts with different choices; 1 where nothing recorded explains a pair."""
    from visit.audit.pairs import pairs
    from visit.render.audit_grids import pairs_grid
    from visit.render.pairs_sheet import PairsSheet

    with asked.reading() as (ledger, which):
        found = pairs(ledger, which)
        sheet = PairsSheet(ledger.settings().origin, found)
    altered = print_counted(
        asked,
        ledger,
        document=sheet.document,
        sheet=sheet.sheet,
        grids=lambda: (pairs_grid(sheet),),
    )
    return 1 if found.unexplained else altered


def report_command(
    asked: Asked, year: int, *, sample: int, seed: int, checkpoint: str | None, keys: Sequence[str], opened_page: bool
) -> int:
    """Print the audit of one year; 1 where something asks to be looked at."""
    from visit.audit.replaying import replay
    from visit.audit.yearly import sampled, yearly
    from visit.commands.decide import plain_answer
    from visit.commands.ledgers import ledger_name
    from visit.commands.pages import shape_of_page
    from visit.commands.verify import checkpoint_in
    from visit.ledger.signing import read_key
    from visit.ledger.verifying import verify
    from visit.render.yearly_sheet import YearlySheet

    shape = shape_of_page(asked.shape) if opened_page else asked.shape
    known = None if checkpoint is None else checkpoint_in(checkpoint)
    pinned = [read_key(one) for one in keys]
    where, processes = ledger_name(asked.ledger), os.cpu_count() or 1
    with waiting(_("verifying")) as progress:
        verified = verify(where, checkpoint=known, pinned=pinned, processes=processes, progress=progress)
    with opened(asked.ledger) as ledger:
        drawn = sampled(ledger, year, asked.selection, size=sample, seed=seed)
    with waiting(_("replaying")) as progress:
        replayed = tuple(replay(where, drawn.numbers, shown=plain_answer, processes=processes, progress=progress))
    with asked.reading() as (ledger, which):
        found = yearly(ledger, year, asked.today, which, verified=verified, sample=drawn, replayed=replayed)
        sheet = YearlySheet(found, ledger.store.name, asked.language)

    def page() -> str:
        from visit.pages.audit_page import audit_page

        return audit_page(sheet)

    print_page_or_answer(shape, page, opened=opened_page, document=sheet.document, sheet=sheet.sheet)
    return 1 if found.to_look_at else 0
