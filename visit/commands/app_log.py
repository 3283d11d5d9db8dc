"""`visit log`: make a ledger, read it, take heads and proofs out of it, forget a case."""

from __future__ import annotations

from typing import Annotated

import typer

from visit.commands import completing, completing_log
from visit.commands.app import app
from visit.commands.options import (
    By,
    Command,
    DryRun,
    EntryShape,
    KeyFile,
    LedgerName,
    ListShape,
    Open,
    OwnWords,
    ReasonOption,
    Shape,
    group,
)
from visit.ledger.entry_types import EntryType
from visit.locale import formats, language
from visit.locale import text as _

Roles = Annotated[
    list[str],
    typer.Option(
        "--role",
        autocompletion=completing_log.known_roles,
        help=_("Who has which roles, for example anna=caseworker,leader; anna= removes them all."),
    ),
]
Teams = Annotated[
    list[str],
    typer.Option(
        "--team", autocompletion=completing_log.members, help=_("Who belongs to which team, for example anna=north.")
    ),
]

log_app = group(_("The ledger: make, read and verify it, and erase a case.\n\nExample: visit log list"))
app.add_typer(log_app, name="log")


@log_app.command(
    "init",
    cls=Command,
    help=_(
        "Make a ledger.\n\n"
        "Example: visit log init --role anna=caseworker --role lars=leader --key visit.key --origin nordby.dk/visit"
    ),
)
def log_init(
    key: Annotated[
        str | None,
        typer.Option("--key", help=_("The file of a private key that signs heads; a new one is written there.")),
    ] = None,
    origin: Annotated[
        str | None, typer.Option("--origin", help=_("The ledger's own name, in every checkpoint."))
    ] = None,
    role: Roles = [],
    team: Teams = [],
    guideline: OwnWords = None,
    by: By = None,
    dry_run: DryRun = False,
    ledger: LedgerName = None,
    format: Shape = None,
) -> None:
    """Make a ledger."""
    from visit.commands.log import init_command

    raise typer.Exit(
        init_command(
            ledger=ledger,
            key=key,
            origin=origin,
            roles=role,
            teams=team,
            guideline=guideline,
            by=by,
            dry_run=dry_run,
            shape=format,
        )
    )


@log_app.command(
    "configure",
    cls=Command,
    help=_(
        "Record roles, teams, one more key, or one that is retired.\n\nExample: visit log configure --role mette=director"
    ),
)
def log_configure(
    role: Roles = [],
    team: Teams = [],
    key: Annotated[str | None, typer.Option("--key", help=_("The file of one more private key."))] = None,
    retire: Annotated[
        list[str], typer.Option("--retire", help=_("A public key, or its id, that signs nothing from now on."))
    ] = [],
    guideline: OwnWords = None,
    reason: ReasonOption = None,
    by: By = None,
    dry_run: DryRun = False,
    ledger: LedgerName = None,
    format: Shape = None,
) -> None:
    """Record who has which roles and team from now on."""
    from visit.commands.log import configure_command

    raise typer.Exit(
        configure_command(
            ledger=ledger,
            key=key,
            retire=retire,
            roles=role,
            teams=team,
            guideline=guideline,
            reason=reason,
            by=by,
            dry_run=dry_run,
            shape=format,
        )
    )


@log_app.command(
    "list",
    cls=Command,
    help=_(
        "List entries; --full and a spreadsheet have all of each.\n\n"
        "The exit code is 1 where there is none, where some are gone, or where one that is listed is not as it was recorded.\n\n"
        "Example: visit log list --type decision --since 2026-01-01"
    ),
)
def log_list(
    type: Annotated[
        str | None,
        typer.Option(
            "--type",
            metavar=_("TYPE"),
            autocompletion=completing_log.entry_types,
            help=_("Only entries of this type: {types}.", types=formats.either(one.label for one in EntryType)),
        ),
    ] = None,
    case: Annotated[
        str | None,
        typer.Option(
            "--case", autocompletion=completing_log.cases, help=_("Only entries of this case, by its pseudonym.")
        ),
    ] = None,
    since: Annotated[str | None, typer.Option("--since", help=_("Only entries from this date on, YYYY-MM-DD."))] = None,
    until: Annotated[str | None, typer.Option("--until", help=_("Only entries up to this date, YYYY-MM-DD."))] = None,
    municipality: Annotated[
        str | None,
        typer.Option(
            "--municipality",
            autocompletion=completing.municipalities,
            help=_("Only decisions of this acting municipality."),
        ),
    ] = None,
    offer: Annotated[
        str | None,
        typer.Option("--offer", autocompletion=completing.offers, help=_("Only decisions for this offer or option.")),
    ] = None,
    departure: Annotated[
        str | None,
        typer.Option(
            "--departure", autocompletion=completing.departures, help=_("Only decisions with this departure code.")
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", autocompletion=completing_log.people, help=_("Only entries that this person recorded.")),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help=_("Say everything, on lines that are as long as they need."))
    ] = False,
    ledger: LedgerName = None,
    format: ListShape = None,
) -> None:
    """List entries."""
    from visit.commands.inputs import given_date, municipality_meant
    from visit.commands.log_entries import list_command
    from visit.commands.log_filters import Filter, type_named

    dates = [
        None if one is None else str(given_date(one, option))
        for one, option in ((since, "--since"), (until, "--until"))
    ]
    acting = None if municipality is None else municipality_meant(municipality)
    wanted = Filter(None if type is None else type_named(type), case, dates[0], dates[1], acting, offer, departure, by)
    raise typer.Exit(list_command(wanted, full=full, ledger=ledger, shape=format, language=language()))


@log_app.command(
    "show",
    cls=Command,
    help=_(
        "Show one entry; a decision with what came after it.\n\n"
        "The exit code is 1 where it is not as it was recorded.\n\nExample: visit log show 12 --shown"
    ),
)
def log_show(
    number: Annotated[
        int,
        typer.Argument(
            help=_("The number of the entry."), metavar=_("N"), min=0, autocompletion=completing_log.entries
        ),
    ],
    field: Annotated[
        str | None,
        typer.Option("--field", autocompletion=completing_log.field_names, help=_("Only this field, as it is stored.")),
    ] = None,
    shown: Annotated[bool, typer.Option("--shown", help=_("The answer as it was shown then."))] = False,
    ledger: LedgerName = None,
    open: Open = False,
    format: EntryShape = None,
) -> None:
    """Show one entry."""
    from visit.commands.log_entries import show_command

    raise typer.Exit(
        show_command(
            number, field=field, shown=shown, opened_page=open, ledger=ledger, shape=format, language=language()
        )
    )


@log_app.command(
    "checkpoint",
    cls=Command,
    help=_("Print the newest head, to be kept elsewhere.\n\nExample: visit log checkpoint --key visit.key -o kept.txt"),
)
def log_checkpoint(key: KeyFile = None, ledger: LedgerName = None) -> None:
    """Print the newest head as a checkpoint."""
    from visit.commands.log_heads import checkpoint_command

    raise typer.Exit(checkpoint_command(key=key, ledger=ledger))


@log_app.command(
    "proof",
    cls=Command,
    help=_(
        "Print the proof that an entry is under a head.\n\nWith --since: that a head continues an older one.\n\n"
        "Example: visit log proof 12"
    ),
)
def log_proof(
    number: Annotated[
        int,
        typer.Argument(
            help=_("The number of the entry."), metavar=_("[N]"), min=0, autocompletion=completing_log.entries
        ),
    ] = 0,
    since: Annotated[int | None, typer.Option("--since", help=_("The size of an older head."))] = None,
    size: Annotated[int | None, typer.Option("--size", help=_("The size of the head; else the newest."))] = None,
    ledger: LedgerName = None,
    format: Shape = None,
) -> None:
    """Print a proof."""
    from visit.commands.log_heads import proof_command

    raise typer.Exit(proof_command(number, since=since, size=size, ledger=ledger, shape=format))


@log_app.command(
    "erase",
    cls=Command,
    help=_(
        "Destroy what is recorded of a case.\n\nWhat stays proves that entries were there, and nothing of what they said.\n\n"
        'Example: visit log erase --case ib-2026-0417 --basis "The period of keeping has ended"'
    ),
)
def log_erase(
    case: Annotated[
        str, typer.Option("--case", autocompletion=completing_log.cases, help=_("The pseudonym of the case."))
    ],
    basis: Annotated[str, typer.Option("--basis", help=_("On what ground; write nothing about the citizen."))],
    yes: Annotated[bool, typer.Option("--yes", help=_("Erase without asking."))] = False,
    no_input: Annotated[
        bool, typer.Option("--no-input", help=_("Ask nothing; without --yes nothing is erased."))
    ] = False,
    by: By = None,
    dry_run: DryRun = False,
    ledger: LedgerName = None,
    format: Shape = None,
) -> None:
    """Destroy what is recorded of a case."""
    from visit.commands.log_erase import erase_command

    raise typer.Exit(
        erase_command(
            case, basis=basis, yes=yes, no_input=no_input, by=by, ledger=ledger, dry_run=dry_run, shape=format
        )
    )


@log_app.command(
    "export",
    cls=Command,
    help=_(
        "Write every entry as a line of JSON.\n\nExample: visit log export -o ledger.jsonl, or visit log export --leaves"
    ),
)
def log_export(
    leaves: Annotated[
        bool, typer.Option("--leaves", help=_("The leaves alone: they hold nothing about anybody."))
    ] = False,
    ledger: LedgerName = None,
) -> None:
    """Write every entry as a line of JSON."""
    from visit.commands.log_entries import export_command

    raise typer.Exit(export_command(leaves=leaves, ledger=ledger))
