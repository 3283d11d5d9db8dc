"""`visit config`: what an office and a user have set."""

from __future__ import annotations

from typing import Annotated

import typer

from visit.commands.app import app
from visit.commands.options import Command, ListShape, group
from visit.locale import text as _

config_app = group(_("What an office and you have set.\n\nExample: visit config show case.yaml"))
app.add_typer(config_app, name="config")


@config_app.command(
    "show",
    cls=Command,
    help=_(
        "Show each setting and where it comes from.\n\n"
        "An option comes first, then the environment, the visit.toml nearest above the case, and your own.\n\n"
        "Example: visit config show case.yaml"
    ),
)
def config_show(
    context: typer.Context,
    case: Annotated[
        str | None, typer.Argument(help=_("The case file; else the working folder."), metavar=_("[CASE]"))
    ] = None,
    format: ListShape = None,
) -> None:
    """Show each setting and where it comes from."""
    from visit.commands.config import show_command

    raise typer.Exit(show_command(case, lang=context.find_root().obj, shape=format))
