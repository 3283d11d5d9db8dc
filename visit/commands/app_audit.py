"""`visit audit` and `visit progress`: what many decisions say together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from visit.commands import completing, completing_log
from visit.commands.app import app
from visit.commands.options import (
    Command,
    KeptHead,
    KnownKeys,
    LedgerName,
    ListShape,
    Open,
    PageListShape,
    PageShape,
    group,
)
from visit.locale import language
from visit.locale import text as _

if TYPE_CHECKING:
    from visit.commands.audit import Asked

audit_app = group(_("What people did with the proposals.\n\nExample: visit audit departures"))
app.add_typer(audit_app, name="audit")

Since = Annotated[str | None, typer.Option("--since", help=_("Only decisions recorded on or after YYYY-MM-DD."))]
Until = Annotated[str | None, typer.Option("--until", help=_("Only decisions recorded on or before YYYY-MM-DD."))]
Of = Annotated[
    str | None,
    typer.Option(
        "--municipality", autocompletion=completing.municipalities, help=_("Only cases of this acting municipality.")
    ),
]
Day = Annotated[
    str | None,
    typer.Option("--as-of", help=_("The day to look from, YYYY-MM-DD; later entries are left out. Else today.")),
]


def _asked(
    ledger: str | None,
    since: str | None,
    until: str | None,
    municipality: str | None,
    shape: str | None,
    as_of: str | None = None,
) -> Asked:
    from visit.commands.audit import Asked

    return Asked(ledger, since, until, municipality, as_of, shape, language())


@audit_app.command(
    "departures",
    cls=Command,
    help=_(
        "Count who followed the first placement and who departed: by code, team and offer; those against a rule one by one; "
        "ends with 1 where something was decided while it was undecided.\n\n"
        "Example: visit audit departures --since 2026-01-01"
    ),
)
def departures(
    ledger: LedgerName = None,
    since: Since = None,
    until: Until = None,
    municipality: Of = None,
    ids: Annotated[
        bool, typer.Option("--ids", help=_("With csv and xlsx: the codes and ids too, at the end."))
    ] = False,
    format: ListShape = None,
) -> None:
    """Count who followed the first placement and who departed."""
    from visit.commands.audit import departures_command

    raise typer.Exit(departures_command(_asked(ledger, since, until, municipality, format), ids=ids))


@audit_app.command(
    "approvals",
    cls=Command,
    help=_(
        "List the approvals that are outstanding, refused, given after a refusal or perhaps needed; "
        "ends with 1 while one is outstanding.\n\n"
        "Example: visit audit approvals"
    ),
)
def audit_approvals(
    ledger: LedgerName = None,
    since: Since = None,
    until: Until = None,
    municipality: Of = None,
    as_of: Day = None,
    format: ListShape = None,
) -> None:
    """List the approvals that are not given."""
    from visit.commands.audit import approvals_command

    raise typer.Exit(approvals_command(_asked(ledger, since, until, municipality, format, as_of)))


@audit_app.command(
    "overdue",
    cls=Command,
    help=_(
        "List the follow-ups that are overdue and the deadlines that have passed; ends with 1 if there are any.\n\n"
        "Example: visit audit overdue --as-of 2026-12-01"
    ),
)
def overdue(
    ledger: LedgerName = None,
    since: Since = None,
    until: Until = None,
    municipality: Of = None,
    as_of: Day = None,
    format: ListShape = None,
) -> None:
    """List the follow-ups that are overdue and the deadlines that have passed."""
    from visit.commands.audit import overdue_command

    raise typer.Exit(overdue_command(_asked(ledger, since, until, municipality, format, as_of)))


@audit_app.command(
    "pairs",
    cls=Command,
    help=_(
        "Find decisions with equal facts and different choices, and what explains them; ends with 1 if nothing does.\n\n"
        "Example: visit audit pairs"
    ),
)
def pairs(
    ledger: LedgerName = None,
    since: Since = None,
    until: Until = None,
    municipality: Of = None,
    format: ListShape = None,
) -> None:
    """Find equal facts with different choices."""
    from visit.commands.audit import pairs_command

    raise typer.Exit(pairs_command(_asked(ledger, since, until, municipality, format)))


@audit_app.command(
    "report",
    cls=Command,
    help=_(
        "Report on the decisions of one year: whether the ledger is whole, a sample answered again with a worksheet to sign, "
        "departures, approvals, follow-ups, pairs; ends with 1 where something asks to be looked at.\n\n"
        "Example: visit audit report --year 2026 -o audit-2026.html"
    ),
)
def report(
    year: Annotated[
        int,
        typer.Option(
            "--year",
            autocompletion=completing_log.years,
            min=1900,
            max=9999,
            help=_("The year in which the decisions were recorded."),
        ),
    ],
    sample: Annotated[int, typer.Option("--sample", min=1, help=_("This many decisions, drawn by --seed."))] = 25,
    seed: Annotated[int, typer.Option("--seed", help=_("The same seed draws the same sample."))] = 0,
    checkpoint: KeptHead = None,
    key: KnownKeys = [],
    ledger: LedgerName = None,
    municipality: Of = None,
    as_of: Day = None,
    open: Open = False,
    format: PageShape = None,
) -> None:
    """Report on the decisions of one year."""
    from visit.commands.audit import report_command

    asked = _asked(ledger, None, None, municipality, format, as_of)
    raise typer.Exit(
        report_command(asked, year, sample=sample, seed=seed, checkpoint=checkpoint, keys=key, opened_page=open)
    )


@app.command(
    cls=Command,
    help=_(
        "Show the levels and goals of one case since its baseline, or what came of the help in all.\n\n"
        "Example: visit progress ib-2026-0417"
    ),
)
def progress(
    pseudonym: Annotated[
        str | None,
        typer.Argument(help=_("The pseudonym of the case."), metavar=_("[CASE]"), autocompletion=completing_log.cases),
    ] = None,
    all: Annotated[bool, typer.Option("--all", help=_("Goals, stays and steps over all cases."))] = False,
    ledger: LedgerName = None,
    since: Since = None,
    until: Until = None,
    municipality: Of = None,
    as_of: Day = None,
    open: Open = False,
    format: PageListShape = None,
) -> None:
    """Show what came of the help."""
    from visit.commands.progress import progress_command

    asked = _asked(ledger, since, until, municipality, format, as_of)
    raise typer.Exit(progress_command(pseudonym, asked, everything=all, opened_page=open))
