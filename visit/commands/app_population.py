"""The command line's group for populations: many citizens, drawn or real."""

from __future__ import annotations

from typing import Annotated

import typer

from visit.commands import completing
from visit.commands.app import app
from visit.commands.options import Command, group
from visit.locale import text as _

population_app = group(
    _(
        "Populations: draw synthetic citizens, look at many cases, take them from a ledger.\n\n"
        "Example: visit population make --profile ikast-brande -n 1000 -o citizens.jsonl"
    )
)
app.add_typer(population_app, name="population")

ProfileName = Annotated[
    str,
    typer.Option(
        "--profile", "-p", autocompletion=completing.profiles,
        help=_("What is drawn from: the id of a profile that ships, or a file."), metavar=_("NAME|FILE"),
    ),
]  # fmt: skip
Seed = Annotated[int, typer.Option("--seed", min=0, help=_("Another number, other citizens; the same one, the same."))]
AssumptionsGiven = Annotated[
    list[str],
    typer.Option(
        "--assumption", metavar="NAME=low|high",
        help=_("Take an assumption at its low or high value: of a figure, a margin, or all. May be given several times."),
    ),
]  # fmt: skip
Acting = Annotated[
    str | None,
    typer.Option("--municipality", "-m", help=_("The acting municipality, where the profile names none.")),
]


@population_app.command(
    "make",
    cls=Command,
    help=_(
        "Draw synthetic citizens, a case on each line.\n\n"
        "They are drawn from public facts and declared assumptions, and represent nobody.\n\n"
        "Example: visit population make --profile ikast-brande -n 1000 --seed 7 -o citizens.jsonl"
    ),
)
def population_make(
    profile: ProfileName,
    n: Annotated[
        int | None,
        typer.Option("--n", "-n", min=1, help=_("How many; else as many as begin in a year by the profile.")),
    ] = None,
    seed: Seed = 1,
    assumption: AssumptionsGiven = [],
    municipality: Acting = None,
) -> None:
    """Draw synthetic citizens."""
    from visit.commands.population import make_command

    raise typer.Exit(make_command(profile, n, seed=seed, assumptions=assumption, municipality=municipality))
