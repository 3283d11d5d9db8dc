"""The command line's groups for case files and catalogues."""

from __future__ import annotations

from typing import Annotated

import typer

from visit.commands import completing
from visit.commands.app import app
from visit.commands.import_options import ImportOptions, MapFile, NameKey, Overwrite, SheetName, SpreadsheetFile
from visit.commands.options import (
    CatalogueFile,
    Command,
    GuidelineName,
    ListShape,
    OwnWords,
    RowShape,
    Shape,
    Writer,
    group,
)
from visit.locale import language
from visit.locale import text as _

case_app = group(_("Case files: check one, or write a new one step by step.\n\nExample: visit case check case.yaml"))
catalogue_app = group(_("Catalogues of offers: list, show and check.\n\nExample: visit catalogue list --near Ikast"))
app.add_typer(case_app, name="case")
travel_app = group(
    _("Travel times: an office's own table of them.\n\nExample: visit travel import times.xlsx --map times.map.yaml")
)
app.add_typer(catalogue_app, name="catalogue")
app.add_typer(travel_app, name="travel")


# --- visit case ---


@case_app.command(
    "check",
    cls=Command,
    help=_("Show every fault in case files, with line and column.\n\nExample: visit case check examples/*.yaml"),
)
def case_check(
    files: Annotated[list[str], typer.Argument(help=_("Case files; - reads standard input."), metavar=_("FILE..."))],
    catalogue: Annotated[
        str | None, typer.Option("--catalogue", "-c", help=_("Warn of offers that this catalogue does not have."))
    ] = None,
    guideline: OwnWords = None,
    format: ListShape = None,
) -> None:
    """Tell everything that is wrong with case files."""
    from visit.commands.case import case_check_command

    raise typer.Exit(
        case_check_command(files, catalogue=catalogue, guideline=guideline, shape=format, language=language())
    )


@case_app.command(
    "new",
    cls=Writer,
    help=_(
        "Write a new case, question by question.\n\nThe answers may come from a pipe, one on each line. Ctrl-C keeps those before it.\n\nExample: visit case new case.yaml"  # noqa: E501
    ),
)
def case_new(
    file: Annotated[
        str | None,
        typer.Argument(
            help=_("The file to write; - is standard output, else it is named for the case."), metavar=_("FILE")
        ),
    ] = None,
    municipality: Annotated[
        str | None,
        typer.Option(
            "--municipality",
            "-m",
            autocompletion=completing.municipalities,
            help=_("The acting municipality; it is then not asked."),
        ),
    ] = None,
    catalogue: CatalogueFile = None,
    guideline: GuidelineName = None,
    start: Annotated[
        str | None,
        typer.Option("--from", help=_("A case to begin from, an imported one: only what it cannot know is asked.")),
    ] = None,
    all: Annotated[
        bool, typer.Option("--all", help=_("With --from: ask everything that the case does not answer."))
    ] = False,
    force: Annotated[bool, typer.Option("--force", help=_("Replace the file if it exists."))] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help=_("Ask nothing; write the file to fill in."))] = False,
) -> None:
    """Write a new case, question by question."""
    from visit.commands.new import new_command

    raise typer.Exit(
        new_command(
            file,
            municipality=municipality,
            catalogue=catalogue,
            guideline=guideline,
            start=start,
            every=all,
            force=force,
            no_input=no_input,
        )
    )


@case_app.command(
    "import",
    cls=Command,
    help=_(
        "Read a citizen's FHIR bundle (KL's FFB profiles) into a case; what it cannot say is listed.\n\n"
        "Example: visit case import bundle.json --municipality Ikast-Brande --to case.yaml"
    ),
)
def case_import(
    file: Annotated[str, typer.Argument(help=_("The bundle, in JSON; - is standard input."), metavar=_("FILE"))],
    municipality: Annotated[
        str | None,
        typer.Option(
            "--municipality",
            "-m",
            autocompletion=completing.municipalities,
            help=_("The acting municipality, which a report does not name."),
        ),
    ] = None,
    key: NameKey = None,
    texts: Annotated[
        bool, typer.Option("--texts", help=_("Take free texts too, with the names in them taken out."))
    ] = False,
    onto: Annotated[
        str | None,
        typer.Option("--onto", help=_("A case of the same citizen: the bundle updates it, and the changes are told.")),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help=_("The case's file to write; left out, it is only told what would be."))
    ] = None,
    overwrite: Overwrite = False,
    format: Shape = None,
) -> None:
    """Read a citizen's bundle into a case."""
    from visit.commands.case_import import case_import_command

    raise typer.Exit(
        case_import_command(
            file, municipality=municipality, key=key, texts=texts, onto=onto, to=to, replaces=overwrite, shape=format
        )
    )


@case_app.command(
    "export",
    cls=Command,
    help=_(
        "Write a case as a FHIR bundle (KL's FFB profiles) for a case system; what it has no room for is told.\n\n"
        "It has the pseudonym of the case and no CPR number: the case system knows whose it is.\n\n"
        "Example: visit case export case.yaml -o bundle.json"
    ),
)
def case_export(
    file: Annotated[str, typer.Argument(help=_("The case file; - reads standard input."), metavar=_("FILE"))],
) -> None:
    """Write a case as a FHIR bundle."""
    from visit.commands.case_export import case_export_command

    raise typer.Exit(case_export_command(file))


# --- visit catalogue ---

Near = Annotated[
    str | None,
    typer.Option(
        "--near",
        autocompletion=completing.towns,
        help=_("A town or postcode: how far away each offer is, as the crow flies."),
    ),
]
Stale = Annotated[
    str | None, typer.Option("--as-of", help=_("The date that tells what is stale, YYYY-MM-DD; else today."))
]


@catalogue_app.command(
    "list",
    cls=Command,
    help=_(
        "List the offers, municipal ones first, or nearest first with --near.\n\n"
        "Example: visit catalogue list --provision SEL-107 --near Ikast"
    ),
)
def catalogue_list(
    municipality: Annotated[
        str | None,
        typer.Option(
            "--municipality", autocompletion=completing.municipalities, help=_("Only offers run by this municipality.")
        ),
    ] = None,
    provision: Annotated[
        str | None,
        typer.Option(
            "--provision",
            autocompletion=completing.provisions,
            help=_("Only offers with a service under this provision."),
        ),
    ] = None,
    near: Near = None,
    ids: Annotated[bool, typer.Option("--ids", help=_("The ids of the offers too."))] = False,
    catalogue: CatalogueFile = None,
    format: ListShape = None,
) -> None:
    """List the offers."""
    from visit.commands.catalogue import list_command

    raise typer.Exit(
        list_command(
            municipality=municipality,
            provision=provision,
            near=near,
            ids=ids,
            catalogue=catalogue,
            shape=format,
            language=language(),
        )
    )


@catalogue_app.command(
    "show",
    cls=Command,
    help=_(
        "Show everything recorded of one offer, with source and date.\n\n"
        "Example: visit catalogue show ib-oerbaeklund --near Herning"
    ),
)
def catalogue_show(
    offer: Annotated[
        str, typer.Argument(help=_("The offer's name or id."), metavar=_("OFFER"), autocompletion=completing.offers)
    ],
    near: Near = None,
    catalogue: CatalogueFile = None,
    as_of: Stale = None,
    format: Shape = None,
) -> None:
    """Show everything recorded of one offer."""
    from visit.commands.catalogue import show_command

    raise typer.Exit(
        show_command(offer, near=near, catalogue=catalogue, as_of=as_of, shape=format, language=language())
    )


@catalogue_app.command(
    "check",
    cls=Command,
    help=_(
        "Show every fault in catalogue files, and what is old or left out.\n\n"
        "Example: visit catalogue check offers.yaml"
    ),
)
def catalogue_check(
    files: Annotated[
        list[str], typer.Argument(help=_("Catalogue files; - reads standard input."), metavar=_("FILE..."))
    ],
    guideline: OwnWords = None,
    as_of: Stale = None,
    format: ListShape = None,
) -> None:
    """Tell everything that is wrong with catalogue files."""
    from visit.commands.catalogue import catalogue_check_command

    raise typer.Exit(catalogue_check_command(files, guideline=guideline, as_of=as_of, shape=format))


@catalogue_app.command(
    "import",
    cls=Command,
    help=_(
        "Read a spreadsheet (CSV or xlsx) into a catalogue, by a map of its columns that is proposed first.\n\n"
        "Example: visit catalogue import rates.xlsx --map rates.map.yaml --to offers.yaml"
    ),
)
def catalogue_import(
    file: SpreadsheetFile,
    map: MapFile = None,
    sheet: SheetName = None,
    onto: Annotated[
        str | None,
        typer.Option("--onto", help=_("A catalogue that is there: what the file says is put into it, and told.")),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", help=_("The catalogue's file to write; left out, it is only told what would be.")),
    ] = None,
    overwrite: Overwrite = False,
    format: ListShape = None,
) -> None:
    """Read a spreadsheet into a catalogue."""
    from visit.commands.catalogue_import import import_command

    options = ImportOptions(file, map, sheet, to, overwrite, format)
    raise typer.Exit(import_command(options, onto=onto, language=language()))


@catalogue_app.command(
    "new",
    cls=Writer,
    help=_(
        "Write a new catalogue, offer by offer, by a few questions.\n\n"
        "The answers may come from a pipe, one on each line.\n\nExample: visit catalogue new offers.yaml"
    ),
)
def catalogue_new(
    file: Annotated[str, typer.Argument(help=_("The file to write."), metavar=_("FILE"))],
    force: Annotated[bool, typer.Option("--force", help=_("Replace the file if it exists."))] = False,
) -> None:
    """Write a new catalogue."""
    from visit.commands.catalogue_new import new_catalogue_command

    raise typer.Exit(new_catalogue_command(file, force=force))


@catalogue_app.command(
    "diff",
    cls=Command,
    help=_(
        "Show what differs between two catalogues, offer by offer.\n\nExample: visit catalogue diff old.yaml new.yaml"
    ),
)
def catalogue_diff(
    before: Annotated[str, typer.Argument(help=_("The catalogue before."), metavar=_("BEFORE"))],
    after: Annotated[str, typer.Argument(help=_("The catalogue after."), metavar=_("AFTER"))],
    format: ListShape = None,
) -> None:
    """Show what differs between two catalogues."""
    from visit.commands.catalogue import catalogue_diff_command

    raise typer.Exit(catalogue_diff_command(before, after, shape=format, language=language()))


@catalogue_app.command(
    "export",
    cls=Command,
    help=_(
        "Write a catalogue as rows that can be changed in a spreadsheet and imported again.\n\n"
        "Example: visit catalogue export -c offers.yaml -o offers.xlsx"
    ),
)
def catalogue_export(catalogue: CatalogueFile = None, format: RowShape = None) -> None:
    """Write a catalogue as rows."""
    from visit.commands.catalogue import catalogue_export_command

    raise typer.Exit(catalogue_export_command(catalogue, shape=format))


# --- visit travel ---


@travel_app.command(
    "import",
    cls=Command,
    help=_(
        "Read a spreadsheet (CSV or xlsx) of travel times, by a map of its columns that is proposed first.\n\n"
        "What is written is given to `match`, `decide`, `compare` and others with --travel, or put into a catalogue with "
        "--onto.\n\n"
        "Example: visit travel import times.xlsx --map times.map.yaml --to times.yaml"
    ),
)
def travel_import(
    file: SpreadsheetFile,
    map: MapFile = None,
    sheet: SheetName = None,
    onto: Annotated[
        str | None, typer.Option("--onto", help=_("A catalogue that is there: the travel times are put into it."))
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help=_("The file to write; left out, it is only told what would be."))
    ] = None,
    overwrite: Overwrite = False,
    format: ListShape = None,
) -> None:
    """Read a spreadsheet of travel times."""
    from visit.commands.travel_import import travel_import_command

    options = ImportOptions(file, map, sheet, to, overwrite, format)
    raise typer.Exit(travel_import_command(options, onto=onto))
