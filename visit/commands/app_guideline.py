"""The command line's group for guidelines."""

from __future__ import annotations

from typing import Annotated

import typer

from visit.commands import completing
from visit.commands.app import app
from visit.commands.options import CatalogueFile, Command, ListShape, Open, PageShape, Shape, group
from visit.locale import language
from visit.locale import text as _

guideline_app = group(_("Visitation guidelines: list, show and check.\n\nExample: visit guideline show ikast-brande"))
app.add_typer(guideline_app, name="guideline")

InForceOption = Annotated[
    str | None, typer.Option("--as-of", help=_("The date on which it binds, YYYY-MM-DD; else today."))
]


@guideline_app.command(
    "list",
    cls=Command,
    help=_("List the guidelines that come with visit.\n\nExample: visit guideline list"),
)
def guideline_list(
    as_of: InForceOption = None,
    all: Annotated[bool, typer.Option("--all", help=_("The versions too that are corrected by a later one."))] = False,
    format: ListShape = None,
) -> None:
    """List the guidelines that come with visit."""
    from visit.commands.guideline import list_command

    raise typer.Exit(list_command(as_of=as_of, everything=all, shape=format, language=language()))


@guideline_app.command(
    "show",
    cls=Command,
    help=_(
        "Show what a guideline says, or one statement with its condition and test cases.\n\n"
        "Example: visit guideline show ikast-brande specialisation-floor"
    ),
)
def guideline_show(
    guideline: Annotated[
        str,
        typer.Argument(help=_("A guideline's id or file."), metavar=_("ID|FILE"), autocompletion=completing.guidelines),
    ],
    statement: Annotated[
        str | None,
        typer.Argument(
            help=_("The id of one statement."), metavar=_("[STATEMENT]"), autocompletion=completing.statements
        ),
    ] = None,
    as_of: InForceOption = None,
    format: Shape = None,
) -> None:
    """Show what a guideline says."""
    from visit.commands.guideline import show_command

    raise typer.Exit(show_command(guideline, statement, as_of=as_of, shape=format, language=language()))


@guideline_app.command(
    "check",
    cls=Command,
    help=_(
        "Show every fault in guidelines, and what is worth a second look.\n\n"
        "Example: visit guideline check my-guideline.yaml"
    ),
)
def guideline_check(
    names: Annotated[
        list[str],
        typer.Argument(
            help=_("Guidelines' ids or files."), metavar=_("ID|FILE..."), autocompletion=completing.guidelines
        ),
    ],
    as_of: InForceOption = None,
    catalogue: CatalogueFile = None,
    speed: Annotated[
        bool, typer.Option("--speed", help=_("Look for conditions that are slow over many cases, too."))
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help=_("Exit 1 also when there is something to look at."))
    ] = False,
    prove: Annotated[
        bool,
        typer.Option(
            "--prove",
            help=_(
                "Instead: prove that its invariants, and those below it, are never true, or show a case for which one is."
            ),
        ),
    ] = False,
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help=_("With --prove: of the cases that are drawn; else 1."))
    ] = None,
    write: Annotated[
        str | None,
        typer.Option(
            "--write",
            help=_("With --prove: a folder for a case file and a catalogue file of each invariant that is refuted."),
            metavar=_("FOLDER"),
        ),
    ] = None,
    format: ListShape = None,
) -> None:
    """Tell everything that is wrong with guidelines."""
    if prove or seed is not None or write is not None:
        from visit.commands.guideline_prove import ProveOptions, prove_command

        options = ProveOptions(prove, seed, write, catalogue, speed=speed, strict=strict)
        raise typer.Exit(prove_command(names, options, as_of=as_of, shape=format))
    from visit.commands.guideline_check import guideline_check_command

    raise typer.Exit(
        guideline_check_command(names, as_of=as_of, catalogue=catalogue, speed=speed, strict=strict, shape=format)
    )


@guideline_app.command(
    "copy",
    cls=Command,
    help=_(
        "Print a guideline that ships as it is written, byte for byte, or an earlier version of it.\n\n"
        "Example: visit guideline copy serviceloven@2026.1 -o serviceloven-2026.1.yaml"
    ),
)
def guideline_copy(
    guideline: Annotated[
        str,
        typer.Argument(
            help=_("A guideline's id, or its id and version."),
            metavar="ID[@VERSION]",
            autocompletion=completing.guidelines,
        ),
    ],
    cases: Annotated[bool, typer.Option("--cases", help=_("Its test cases instead."))] = False,
) -> None:
    """Print a guideline that ships as it is written."""
    from visit.commands.guideline_copy import copy_command

    raise typer.Exit(copy_command(guideline, cases=cases))


GuidelineMeant = Annotated[
    str,
    typer.Argument(
        help=_("A guideline's id, id@version, id@date or file."),
        metavar=_("GUIDELINE"),
        autocompletion=completing.guidelines,
    ),
]


@guideline_app.command(
    "diff",
    cls=Command,
    help=_(
        "Show what differs between two guidelines, statement by statement, and what it means; ends with 0 where nothing "
        "differs, with 1 where something does.\n\n"
        "Example: visit guideline diff ikast-brande@2021.1 ikast-brande, or visit guideline diff ikast-brande nordby.yaml --witness"
    ),
)
def guideline_diff(
    first: GuidelineMeant,
    second: GuidelineMeant,
    as_of: InForceOption = None,
    witness: Annotated[
        bool,
        typer.Option(
            "--witness",
            help=_(
                "Instead: for each edit the smallest invented citizen whose first solution it moves, or why none is found."
            ),
        ),
    ] = False,
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help=_("With --witness: of the citizens that are drawn; else 1."))
    ] = None,
    write: Annotated[
        str | None,
        typer.Option(
            "--write",
            help=_(
                "With --witness: a folder for the case file of each, and its catalogue file where offers are invented."
            ),
            metavar=_("FOLDER"),
        ),
    ] = None,
    catalogue: CatalogueFile = None,
    format: ListShape = None,
) -> None:
    """Show what differs between two guidelines."""
    from visit.commands.guideline_diff import diff_command
    from visit.commands.guideline_witness import WitnessOptions

    options = WitnessOptions(witness, seed, write, catalogue)
    raise typer.Exit(diff_command(first, second, options, as_of=as_of, shape=format, language=language()))


@guideline_app.command(
    "doc",
    cls=Command,
    help=_(
        "Write a guideline out as a document to read: the municipality's part apart from national law, each statement in "
        "words with its source.\n\n"
        "Example: visit guideline doc ikast-brande -o ikast-brande.html"
    ),
)
def guideline_doc(
    guideline: GuidelineMeant,
    own: Annotated[bool, typer.Option("--own", help=_("Only its own part, without the layers below."))] = False,
    ids: Annotated[bool, typer.Option("--ids", help=_("Tell the id of each statement."))] = False,
    as_of: InForceOption = None,
    catalogue: CatalogueFile = None,
    open: Open = False,
    format: PageShape = None,
) -> None:
    """Write a guideline out as a document."""
    from visit.commands.guideline_doc import doc_command

    raise typer.Exit(
        doc_command(
            guideline,
            ids=ids,
            own=own,
            as_of=as_of,
            catalogue=catalogue,
            shape=format,
            opened_page=open,
            language=language(),
        )
    )


@guideline_app.command(
    "words",
    cls=Command,
    help=_(
        "List the words that a guideline's conditions may use: names with their type and values, and codes with what they "
        "mean; all, or those that hold a text.\n\n"
        "Example: visit guideline words autis"
    ),
)
def guideline_words(
    text: Annotated[
        list[str] | None,
        typer.Argument(
            help=_("Only words with this text, in their name or in what they are called."), metavar=_("[TEXT]")
        ),
    ] = None,
    own: Annotated[
        str | None,
        typer.Option(
            "--guideline",
            "-g",
            help=_("With the numbers and tables of this guideline."),
            autocompletion=completing.guidelines,
        ),
    ] = None,
    as_of: InForceOption = None,
    format: ListShape = None,
) -> None:
    """List the words that conditions may use."""
    from visit.commands.guideline_words import words_command

    raise typer.Exit(
        words_command(" ".join(text) if text else None, guideline=own, as_of=as_of, shape=format, language=language())
    )


@guideline_app.command(
    "new",
    cls=Command,
    help=_(
        "Write a guideline of one's own to fill in: on national law, or begun from another municipality's.\n\n"
        "Example: visit guideline new nordby --municipality Fanø -o nordby.yaml"
    ),
)
def guideline_new(
    name: Annotated[str, typer.Argument(help=_("What it is called: an id of its own."), metavar=_("NAME"))],
    start: Annotated[
        str,
        typer.Option(
            "--from",
            help=_("The guideline that it begins from, an id or a file."),
            autocompletion=completing.guidelines,
        ),
    ] = "serviceloven",
    municipality: Annotated[
        str | None,
        typer.Option(
            "--municipality", "-m", autocompletion=completing.municipalities, help=_("The municipality that it is for.")
        ),
    ] = None,
    source: Annotated[str | None, typer.Option("--source", help=_("The document that it is written from."))] = None,
) -> None:
    """Write a guideline of one's own to fill in."""
    from visit.commands.guideline_new import new_guideline_command

    raise typer.Exit(new_guideline_command(name, start=start, municipality=municipality, source=source))
