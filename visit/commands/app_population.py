"""The command line's group for populations: many citizens, drawn or real."""

from __future__ import annotations

from typing import Annotated

import typer

from visit.commands import completing
from visit.commands.app import app
from visit.commands.import_options import ImportOptions, MapFile, NameKey, Overwrite, SheetName, SpreadsheetFile
from visit.commands.options import CatalogueFile, Command, LedgerName, ListShape, group
from visit.locale import text as _

population_app = group(
    _(
        "Populations: draw synthetic citizens, look at many cases, take them from a ledger or a spreadsheet.\n\n"
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
        "--assumption", autocompletion=completing.assumptions, metavar=_("NAME=low|high"),
        help=_("Take an assumption at its low or high value: of a figure, a margin, or all. May be given several times."),
    ),
]  # fmt: skip
Acting = Annotated[
    str | None,
    typer.Option(
        "--municipality",
        "-m",
        autocompletion=completing.municipalities,
        help=_("The acting municipality, where the profile names none."),
    ),
]
Only = Annotated[
    str | None,
    typer.Option(
        "--municipality", "-m", autocompletion=completing.municipalities,
        help=_("Only the cases of this acting municipality; of a profile that names none, the one that acts."),
    ),
]  # fmt: skip


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
    digest: Annotated[
        str | None,
        typer.Option(
            "--digest", help=_("How the profile's digest begins, as a file drawn from it says; another is refused.")
        ),
    ] = None,
) -> None:
    """Draw synthetic citizens."""
    from visit.commands.population import make_command

    raise typer.Exit(
        make_command(profile, n, seed=seed, assumptions=assumption, municipality=municipality, recorded=digest)
    )


Many = Annotated[
    str,
    typer.Argument(
        help=_("A folder of case files, a file with a case on each line (.jsonl), a table (.parquet), or a profile."),
        metavar=_("FILE|FOLDER|PROFILE"),
    ),
]


@population_app.command(
    "describe",
    cls=Command,
    help=_(
        "Show what many cases hold, or what a profile is made of.\n\n"
        "Of real cases a cell under five is hidden. The exit code is 2 where a row is no case, else 0.\n\n"
        "Example: visit population describe citizens.jsonl, or visit population describe ikast-brande"
    ),
)
def population_describe(cases: Many, municipality: Only = None, format: ListShape = None) -> None:
    """Show what many cases hold, or what a profile is made of."""
    from visit.commands.population import describe_command

    raise typer.Exit(describe_command(cases, municipality=municipality, shape=format))


@population_app.command(
    "check",
    cls=Command,
    help=_(
        "Hold many cases against what they were drawn from, or against a profile.\n\n"
        "The exit code is 2 where a row is no case, 1 where they differ by more than chance, else 0.\n\n"
        "Of a profile, citizens are drawn and held against it.\n\n"
        "Example: visit population check citizens.jsonl, or visit population check cases --profile ikast-brande"
    ),
)
def population_check(
    cases: Many,
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            "-p",
            autocompletion=completing.profiles,
            help=_("What the cases are held against; else what they say that they were drawn from."),
            metavar=_("NAME|FILE"),
        ),
    ] = None,
    n: Annotated[int, typer.Option("--n", "-n", min=1, help=_("Of a profile: how many citizens are drawn."))] = 2000,
    seed: Seed = 1,
    municipality: Only = None,
    full: Annotated[bool, typer.Option("--full", help=_("Show every figure, not only what is outside."))] = False,
    format: ListShape = None,
) -> None:
    """Hold many cases against what they were drawn from."""
    from visit.commands.population import check_population_command

    raise typer.Exit(
        check_population_command(
            cases, profile=profile, count=n, seed=seed, municipality=municipality, full=full, shape=format
        )
    )  # fmt: skip


@population_app.command(
    "from-ledger",
    cls=Command,
    help=_(
        "Write the cases that a ledger's decisions were made on, a case on each line; what is erased is counted.\n\n"
        "They are real people: keep the file as the ledger is kept. What was decided on beside them, the guideline and "
        "the catalogue, is not written: visit replay answers under these.\n\n"
        "The exit code is 2 where one cannot be read as a case, else 0.\n\n"
        "Example: visit population from-ledger --ledger ledger.db -o cases.jsonl"
    ),
)
def population_from_ledger(ledger: LedgerName = None) -> None:
    """Write the cases that a ledger's decisions were made on."""
    from visit.commands.recorded_cases import from_ledger_command

    raise typer.Exit(from_ledger_command(ledger))


@population_app.command(
    "import",
    cls=Command,
    help=_(
        "Read a list of citizens (CSV or xlsx, one a row), by a map of its columns that is proposed first.\n\n"
        "CPR numbers become names that nobody can lead back without the key.\n\n"
        "Example: visit population import citizens.xlsx --map citizens.map.yaml --key visit.key --to citizens.jsonl"
    ),
)
def population_import(
    file: SpreadsheetFile,
    map: MapFile = None,
    sheet: SheetName = None,
    key: NameKey = None,
    catalogue: CatalogueFile = None,
    to: Annotated[
        str | None,
        typer.Option("--to", help=_("The population to write (.jsonl); left out, it is only told what would be.")),
    ] = None,
    overwrite: Overwrite = False,
    format: ListShape = None,
) -> None:
    """Read a list of citizens."""
    from visit.commands.population_import import population_import_command

    options = ImportOptions(file, map, sheet, to, overwrite, format)
    raise typer.Exit(population_import_command(options, key=key, catalogue=catalogue))
