"""The commands that look at a ledger afterwards: answer its decisions again, prove that it is unchanged, pack a part of it."""

from __future__ import annotations

from typing import Annotated

import typer

from visit.commands import completing, completing_log
from visit.commands.app import app
from visit.commands.options import (
    Command,
    KeptHead,
    KeyFile,
    KnownKeys,
    LedgerName,
    ListShape,
    Shape,
    StoredCommand,
)
from visit.locale import language
from visit.locale import text as _

StoredLedger = Annotated[
    str | None,
    typer.Option(
        "--ledger", envvar="VISIT_LEDGER", show_envvar=False,
        help=_("The ledger: a file, or postgresql://…; else VISIT_LEDGER, else ledger.db in this folder."),
    ),
]  # fmt: skip
Processes = Annotated[
    int | None, typer.Option("--processes", min=1, help=_("How many to share the work among; else one per core."))
]


@app.command(
    cls=StoredCommand,
    help=_(
        "Answer decisions again, and say why an answer has changed.\n\nFrom the facts, catalogue and guideline that are stored.\n\n"
        "Example: visit replay --all, or visit replay --all --under my-guideline.yaml"
    ),
)
def replay(
    numbers: Annotated[
        list[int] | None,
        typer.Argument(
            help=_("The numbers of decisions."), metavar=_("[N]..."), autocompletion=completing_log.decisions
        ),
    ] = None,
    all: Annotated[bool, typer.Option("--all", help=_("Every decision."))] = False,
    since: Annotated[str | None, typer.Option("--since", help=_("Decisions from this date on, YYYY-MM-DD."))] = None,
    sample: Annotated[
        int | None,
        typer.Option("--sample", min=1, help=_("How many decisions to draw; the same --seed draws the same ones.")),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help=_("The same seed draws the same sample."))] = 0,
    under: Annotated[
        str | None,
        typer.Option(
            "--under",
            autocompletion=completing.guidelines,
            help=_("Another guideline, an id or file: what would it have said?"),
        ),
    ] = None,
    all_municipalities: Annotated[
        bool, typer.Option("--all-municipalities", help=_("With --under: other municipalities' decisions, too."))
    ] = False,
    catalogue: Annotated[
        str | None, typer.Option("--catalogue", "-c", help=_("Another catalogue file: what would it have said?"))
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help=_("Tell every notice that follows no more, or follows now."))
    ] = False,
    processes: Processes = None,
    ledger: StoredLedger = None,
    format: ListShape = None,
) -> None:
    """Answer recorded decisions again."""
    from visit.commands.replay import replay_command

    raise typer.Exit(
        replay_command(
            numbers or [], everything=all, since=since, sample=sample, seed=seed, under=under,
            all_municipalities=all_municipalities, catalogue=catalogue, full=full, processes=processes, ledger=ledger,
            shape=format, language=language(),
        )
    )  # fmt: skip


@app.command(
    cls=Command,
    help=_(
        "Prove that a ledger or evidence pack is unchanged.\n\n"
        "Example: visit verify --checkpoint kept.txt, or visit verify pack.json"
    ),
)
def verify(
    file: Annotated[
        str | None,
        typer.Argument(help=_("An evidence pack, or a ledger; else the ledger that is meant."), metavar=_("[FILE]")),
    ] = None,
    checkpoint: KeptHead = None,
    key: KnownKeys = [],
    processes: Processes = None,
    ledger: LedgerName = None,
    format: Shape = None,
) -> None:
    """Prove that nothing was changed."""
    from visit.commands.verify import verify_command

    raise typer.Exit(
        verify_command(file, checkpoint=checkpoint, keys=key, processes=processes, ledger=ledger, shape=format)
    )


@app.command(
    cls=Command,
    help=_(
        "Write an evidence pack that can be verified on its own.\n\nWhat is withheld stays provable.\n\n"
        "Example: visit pack 12 14 --redact reason,facts -o pack.json"
    ),
)
def pack(
    numbers: Annotated[
        list[int] | None,
        typer.Argument(help=_("The numbers of entries."), metavar=_("[N]..."), autocompletion=completing_log.entries),
    ] = None,
    case: Annotated[
        str | None,
        typer.Option("--case", autocompletion=completing_log.cases, help=_("Every entry of a case, by its pseudonym.")),
    ] = None,
    redact: Annotated[
        list[str],
        typer.Option(
            "--redact",
            autocompletion=completing_log.fields_withheld,
            help=_("Fields to withhold, for example reason,facts."),
        ),
    ] = [],
    key: KeyFile = None,
    checkpoint: Annotated[
        list[str],
        typer.Option("--checkpoint", help=_("A file with a head kept elsewhere that the pack can be compared with.")),
    ] = [],
    no_documents: Annotated[
        bool, typer.Option("--no-documents", help=_("Leave out the guidelines and catalogues; it is then small."))
    ] = False,
    ledger: LedgerName = None,
) -> None:
    """Write an evidence pack."""
    from visit.commands.verify import pack_command

    raise typer.Exit(
        pack_command(
            numbers or [], case=case, redact=redact, key=key, checkpoints=checkpoint,
            documents=not no_documents, ledger=ledger,
        )
    )  # fmt: skip
