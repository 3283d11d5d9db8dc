"""The options and arguments that several commands share, and the classes they are all made with."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer
import typer.core

from visit.locale import text as _
from visit.locale.usage import Spoken

Format = Literal["rich", "plain", "markdown", "json"]


class ReaderLeftError(Exception):
    """Nobody reads the answer any more; the library would take a BrokenPipeError and end with code 1."""


class CommandGroup(Spoken, typer.core.TyperGroup):
    """A group of commands, in the language spoken."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that is asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise ReaderLeftError from None


class Command(Spoken, typer.core.TyperCommand):
    """A command, in the language spoken."""


def group(help: str) -> typer.Typer:
    """Return a group of commands."""
    return typer.Typer(help=help, cls=CommandGroup, rich_markup_mode=None, no_args_is_help=True)


CaseFile = Annotated[str, typer.Argument(help=_("The case file; - reads standard input."), metavar="CASE")]
GuidelineName = Annotated[
    str | None,
    typer.Option("--guideline", "-g", help=_("A guideline's id or file; else the case's municipality picks it.")),
]
CatalogueFile = Annotated[
    str | None, typer.Option("--catalogue", "-c", help=_("A catalogue file; else the one that ships."))
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help=_("The date asked for, YYYY-MM-DD; else the assessment date."))
]
Changes = Annotated[
    list[str], typer.Option("--set", help=_("Try a change without touching the file, for example case.support_need=3."))
]
Shape = Annotated[
    Format | None, typer.Option("--format", "-f", help=_("rich on a terminal, plain in a pipe, unless given."))
]
LedgerName = Annotated[
    str | None,
    typer.Option(
        "--ledger", help=_("The ledger: a file, or postgresql://…; else VISIT_LEDGER, else ledger.db in this folder.")
    ),
]
By = Annotated[
    str | None, typer.Option("--by", help=_("Who records this; else VISIT_USER, else the system's user. A claim."))
]
ReasonOption = Annotated[str | None, typer.Option("--reason", help=_("Why, in a sentence."))]
KeyFile = Annotated[
    str | None,
    typer.Option("--key", help=_("The file of the private key that signs; keep it off the ledger's machine.")),
]
