"""The commands that record: decide and what answers it. `app_log` has `visit log`, `app_proof` what is proved afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from visit.commands import completing, completing_log
from visit.commands.app import app
from visit.commands.options import (
    AsOf,
    By,
    CaseFile,
    CatalogueFile,
    Command,
    CommandGroup,
    CommandWithCodes,
    DecisionShape,
    DryRun,
    GuidelineName,
    LedgerName,
    ReasonOption,
    Shape,
    TravelFile,
)
from visit.locale import language
from visit.locale import text as _

Number = Annotated[
    int,
    typer.Argument(
        help=_("The number of the decision."), metavar=_("N"), min=0, autocompletion=completing_log.decisions
    ),
]


if TYPE_CHECKING:
    from typer._click.core import Context


class DecideCommand(CommandWithCodes, Command):
    """`visit decide`, with the codes of why a choice departs from the ranking."""

    def codes(self) -> tuple[tuple[str, list[tuple[str, str]]], ...]:
        """Return the departure codes."""
        return ((_("Departure codes"), [*completing.departure_codes()]),)


class RefuseCommand(CommandWithCodes, Command):
    """`visit refuse`, with the codes of everybody who may say no."""

    def codes(self) -> tuple[tuple[str, list[tuple[str, str]]], ...]:
        """Return the codes of each."""
        words = {
            "approver": _("Codes of an approver"),
            "citizen": _("Codes of the citizen"),
            "offer": _("Codes of an offer"),
        }
        return tuple((title, [*completing.refusal_codes(who)]) for who, title in words.items())


class FollowUpCommand(CommandWithCodes, Command):
    """A command about a follow-up file, with its keys and codes."""

    def codes(self) -> tuple[tuple[str, list[tuple[str, str]]], ...]:
        """Return the keys of the file, and the codes of what it leads to."""
        from visit.commands.follow_up_file import follow_up_keys, follow_up_outcomes

        return ((_("What stands in the file"), follow_up_keys()), (_("Codes of `outcome`"), follow_up_outcomes()))


class FollowUpGroup(CommandGroup):
    """`visit follow-up 12 --measured FILE` records; `visit follow-up new 12` writes the file to fill in."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Take what begins with no command's name for what is to be recorded."""
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            args = ["record", *args]
        return super().parse_args(ctx, args)


@app.command(
    cls=DecideCommand,
    help=_(
        "Record what a person decided on a ranking, and why.\n\n"
        "PLACEMENT is a rank or option ids joined with +. A departure code is asked for where it is not the first placement, or "
        "departs from a presumption; `wish` needs a recorded wish that points at what is chosen.\n\n"
        'Example: visit decide case.yaml 1 --reason "Closest to her mother, and it meets every need"'
    ),
)
def decide(
    case: CaseFile,
    placement: Annotated[
        str | None,
        typer.Argument(
            help=_("A rank, or option ids joined with +."),
            metavar=_("[PLACEMENT]"),
            autocompletion=completing.placements_and_offers,
        ),
    ] = None,
    other: Annotated[str | None, typer.Option("--other", help=_("What was chosen, outside the catalogue."))] = None,
    none: Annotated[
        str | None,
        typer.Option(
            "--none",
            autocompletion=completing.not_chosen,
            help=_("Nothing was chosen: refused, withdrawn or postponed."),
        ),
    ] = None,
    reason: ReasonOption = None,
    reason_file: Annotated[
        str | None, typer.Option("--reason-file", help=_("A file with the reason; - reads standard input."))
    ] = None,
    departure: Annotated[
        str | None,
        typer.Option(
            "--departure",
            autocompletion=completing.departures,
            help=_("The code of why the choice departs from the ranking; they are listed below."),
        ),
    ] = None,
    own_words: Annotated[
        str | None, typer.Option("--own-words", help=_("What the citizen says; else as the case has it."))
    ] = None,
    offer_reply: Annotated[
        str | None, typer.Option("--offer-reply", help=_("What the offer replies; else as the case has it."))
    ] = None,
    plan: Annotated[
        str | None, typer.Option("--plan", help=_("A plan file: handleplan, phases, expected end, handover."))
    ] = None,
    by: By = None,
    dry_run: DryRun = False,
    draft: Annotated[bool, typer.Option("--draft", help=_("Decide under a guideline that is a draft."))] = False,
    again: Annotated[
        bool, typer.Option("--again", help=_("Record a decision again that was already recorded today."))
    ] = False,
    new_ledger: Annotated[
        str | None,
        typer.Option(
            "--new-ledger", metavar=_("NAME"), help=_("Make the office's first ledger, of this name, and record in it.")
        ),
    ] = None,
    guideline: GuidelineName = None,
    catalogue: CatalogueFile = None,
    travel: TravelFile = None,
    as_of: AsOf = None,
    ledger: LedgerName = None,
    format: DecisionShape = None,
) -> None:
    """Record what a person decided on a ranking."""
    from visit.commands.decide import DecisionOptions, decide_command

    options = DecisionOptions(
        placement,
        other,
        none,
        reason,
        reason_file,
        departure,
        by,
        own_words,
        offer_reply,
        plan,
        dry_run,
        draft,
        again,
        new_ledger,
    )
    raise typer.Exit(
        decide_command(
            case, options, guideline=guideline, catalogue=catalogue, travel=travel, as_of=as_of, ledger=ledger, shape=format,
            language=language(),
        )
    )  # fmt: skip


@app.command(
    cls=Command,
    help=_("Approve what a decision waits for.\n\nExample: visit approve 12 --by lars"),
)
def approve(
    number: Number,
    approval: Annotated[
        list[str],
        typer.Option(
            "--approval",
            autocompletion=completing_log.approvals,
            help=_("The id of one approval; else all that wait for your role."),
        ),
    ] = [],
    decider: Annotated[
        str | None,
        typer.Option(
            "--decider",
            autocompletion=completing_log.deciders,
            help=_("Who, outside, has decided, where the decision waits for somebody outside."),
        ),
    ] = None,
    reason: ReasonOption = None,
    by: By = None,
    dry_run: DryRun = False,
    ledger: LedgerName = None,
    format: Shape = None,
) -> None:
    """Approve what a decision waits for."""
    from visit.commands.answers import approve_command

    raise typer.Exit(
        approve_command(
            number, approval, decider=decider, reason=reason, by=by, ledger=ledger, dry_run=dry_run, shape=format
        )
    )


@app.command(
    cls=RefuseCommand,
    help=_(
        "Record that an approver, citizen or offer says no.\n\n"
        'Example: visit refuse 12 --who offer --code no_place --reason "Full until the summer"'
    ),
)
def refuse(
    number: Number,
    who: Annotated[
        str, typer.Option("--who", autocompletion=completing.refusers, help=_("approver, citizen or offer."))
    ],
    code: Annotated[
        str,
        typer.Option(
            "--code", autocompletion=completing.refusals, help=_("The code of the reason; they are listed below.")
        ),
    ],
    reason: ReasonOption = None,
    approval: Annotated[
        str | None,
        typer.Option(
            "--approval", autocompletion=completing_log.approvals, help=_("The id of the approval that is refused.")
        ),
    ] = None,
    by: By = None,
    dry_run: DryRun = False,
    ledger: LedgerName = None,
    format: Shape = None,
) -> None:
    """Record that an approver, the citizen or the offer says no."""
    from visit.commands.answers import refuse_command

    raise typer.Exit(
        refuse_command(
            number,
            refuser=who,
            code=code,
            reason=reason,
            approval=approval,
            by=by,
            ledger=ledger,
            dry_run=dry_run,
            shape=format,
        )
    )


follow_up_app = typer.Typer(
    cls=FollowUpGroup,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=_(
        "Follow-ups: record what was measured, or write the file to fill in.\n\n"
        "Example: visit follow-up new 12 -o follow-up.yaml, then visit follow-up 12 --measured follow-up.yaml"
    ),
)
app.add_typer(follow_up_app, name="follow-up")


@follow_up_app.command(
    "new",
    cls=FollowUpCommand,
    help=_(
        "Write the follow-up file of a decision, to be filled in.\n\nExample: visit follow-up new 12 -o follow-up.yaml"
    ),
)
def follow_up_new(
    number: Number,
    ledger: LedgerName = None,
) -> None:
    """Write the follow-up file of a decision, to be filled in."""
    from visit.commands.answers import follow_up_file_command

    raise typer.Exit(follow_up_file_command(number, ledger=ledger))


@follow_up_app.command(
    "record",
    cls=FollowUpCommand,
    help=_(
        "Record what was measured at a follow-up, and what it leads to.\n\n"
        "Example: visit follow-up 12 --measured follow-up.yaml"
    ),
)
def follow_up(
    number: Number,
    measured: Annotated[str, typer.Option("--measured", help=_("The follow-up file; - reads standard input."))],
    reason: ReasonOption = None,
    by: By = None,
    dry_run: DryRun = False,
    ledger: LedgerName = None,
    format: Shape = None,
) -> None:
    """Record what was measured at a follow-up."""
    from visit.commands.answers import follow_up_command

    raise typer.Exit(
        follow_up_command(number, measured, reason=reason, by=by, ledger=ledger, dry_run=dry_run, shape=format)
    )


@app.command(
    cls=Command,
    help=_(
        "Record corrected facts beside those decided on.\n\nNothing is overwritten.\n\n"
        'Example: visit correct 12 case.yaml --reason "The mother lives in Brande, not in Ikast"'
    ),
)
def correct(
    number: Number,
    case: CaseFile,
    reason: Annotated[str, typer.Option("--reason", help=_("Why, in a sentence."))],
    by: By = None,
    dry_run: DryRun = False,
    ledger: LedgerName = None,
    format: Shape = None,
) -> None:
    """Record corrected facts beside those that were decided on."""
    from visit.commands.answers import correct_command

    raise typer.Exit(correct_command(number, case, reason=reason, by=by, ledger=ledger, dry_run=dry_run, shape=format))
