"""The command line's commands and options. Each body imports what it needs, so that a command starts fast."""

from __future__ import annotations

import os
from collections.abc import MutableMapping, Sequence
from copy import copy
from importlib import import_module
from typing import Annotated, Any, Literal, get_args

import typer

from visit.commands import completing
from visit.commands.options import (
    AsOf,
    CaseFile,
    CaseFiles,
    CasesWriter,
    CatalogueFile,
    Changes,
    Command,
    CommandGroup,
    GuidelineName,
    ListShape,
    MatchShape,
    NoPager,
    Open,
    ReaderLeftError,
    Shape,
    TravelFile,
)
from visit.cpr import safe
from visit.locale import formats, language
from visit.locale import text as _
from visit.locale.usage import complaint
from visit.streams import say

KindOption = Literal[
    "case", "catalogue", "guideline", "cases", "follow-up", "plan", "population", "travel", "catalogue-map", "cases-map",
    "travel-map",
]  # fmt: skip
ELSEWHERE = {
    "visit.commands.app_documents": ("case", "catalogue", "travel"),
    "visit.commands.app_guideline": ("guideline",),
    "visit.commands.app_population": ("population",),
    "visit.commands.app_ledger": ("decide", "approve", "refuse", "follow-up", "correct"),
    "visit.commands.app_proof": ("replay", "verify", "pack"),
    "visit.commands.app_log": ("log",),
    "visit.commands.app_audit": ("audit", "progress"),
    "visit.commands.app_lab": ("compare", "sweep", "invariants"),
    "visit.commands.app_config": ("config",),
    "visit.commands.app_batch": ("batch",),
}  # fmt: skip
"""The commands that other modules register, so that `match` does not pay for them."""
VARIABLE = "_VISIT_COMPLETE"
"""The environment's variable with which a shell asks what completes a line."""


class Visit(CommandGroup):
    """All commands, by what they are for."""

    def titled(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the titles, each with its commands."""
        return (
            (_("The case"), ("match", "why", "case")),
            (_("The decision"), ("decide", "approve", "refuse", "follow-up", "correct")),
            (_("Afterwards"), ("log", "audit", "progress", "replay", "verify", "pack")),
            (_("Guidelines and offers"), ("guideline", "explain", "catalogue", "travel", "test", "schema")),
            (_("Many citizens"), ("compare", "sweep", "invariants", "population", "batch")),
            (_("Settings"), ("config",)),
        )

    def _main_shell_completion(
        self, ctx_args: MutableMapping[str, object], prog_name: str, complete_var: str | None = None
    ) -> None:
        if VARIABLE in os.environ:
            from visit.commands.shells import know_shells

            know_shells()
        super()._main_shell_completion(ctx_args, prog_name, complete_var)


app = typer.Typer(
    name="visit",
    cls=Visit,
    help=_(
        "Rank the placements for a citizen, the least intrusive and nearest the network first, and say why.\n\n"
        "Example: visit match examples/ib-stu-hos-foraeldre.yaml"
    ),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=True,
)


def run(arguments: Sequence[str], *, language: str | None = None) -> int:
    """Run one command and return its exit code; `language` is what `--lang` says."""
    code: object
    try:
        code = _only(_named_in(arguments))(list(arguments), prog_name="visit", standalone_mode=False, obj=language)
    except SystemExit as ended:
        code = ended.code
    except ReaderLeftError:
        raise BrokenPipeError from None
    except Exception as error:
        told = complaint(error)
        if told is None:
            raise
        say(safe(told))
        code = getattr(error, "exit_code", 2)
    return code if isinstance(code, int) else 0 if code is None else 2


def _named_in(arguments: Sequence[str]) -> Sequence[str]:
    """Return the words of which the first names the command: what the shell completes stands in the environment."""
    if arguments or VARIABLE not in os.environ:
        return arguments
    from visit.commands.shells import words_behind

    return words_behind(os.environ)


def _only(arguments: Sequence[str]) -> typer.Typer:
    """Return the application with the one command that is named first: typer builds every command it is given, at a cost.

    Anything else (help, a mistyped name) gets the whole.
    """
    named = arguments[0] if arguments else ""
    for module, names in ELSEWHERE.items():
        if named in names:
            import_module(module)
    commands = [one for one in app.registered_commands if command_name(one) == named]
    groups = [one for one in app.registered_groups if one.name == named]
    if not commands and not groups:
        return whole()
    alone = copy(app)
    alone.registered_commands, alone.registered_groups = commands, groups
    return alone


def whole() -> typer.Typer:
    """Return the application with every command."""
    for module in ELSEWHERE:
        import_module(module)
    return app


def command_name(info: Any) -> str:
    """Return a command's name as it is typed."""
    return str(info.name or info.callback.__name__)


def _tell_version(asked: bool) -> None:
    if asked:
        from visit.version import __version__

        typer.echo(f"visit {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang", help=_("da or en; may stand anywhere. Else as set (`visit config show`), else the locale.")
        ),
    ] = None,
    version: Annotated[
        bool,
        # A callback of its own: the group's is not reached without a command.
        typer.Option("--version", help=_("Print the version and stop."), is_eager=True, callback=_tell_version),
    ] = False,
) -> None:
    pass


@app.command(
    cls=Command,
    help=_(
        "Rank the placements for a citizen and say why; of several cases, or a folder of them, say it in a line each.\n\n"
        "The exit code is 0 where no. 1 can be granted, also by exception or with an approval afterwards; 3 where it is not yet; "
        "1 where there is none. "
        "The exit code of several is the worst: 2 one cannot be read, 1 one has no placement, 3 one is not yet, else 0.\n\n"
        "Example: visit match examples/ib-stu-hos-foraeldre.yaml, or visit match examples -o monday.xlsx"
    ),
)
def match(
    cases: CaseFiles,
    guideline: GuidelineName = None,
    catalogue: CatalogueFile = None,
    travel: TravelFile = None,
    as_of: AsOf = None,
    set: Changes = [],
    top: Annotated[int, typer.Option("--top", min=1, max=50, help=_("How many placements to show."))] = 5,
    areas: Annotated[bool, typer.Option("--areas", help=_("Rank the options of each area too."))] = False,
    all: Annotated[bool, typer.Option("--all", help=_("Show every option, and why."))] = False,
    strict: Annotated[bool, typer.Option("--strict", help=_("Exit 3 also when something remains to confirm."))] = False,
    full: Annotated[bool, typer.Option("--full", help=_("Say everything, not one screen of it."))] = False,
    ids: Annotated[
        bool,
        typer.Option(
            "--ids", help=_("Say everything, with the ids of options behind names and of rules behind sentences.")
        ),
    ] = False,
    no_pager: NoPager = False,
    open: Open = False,
    format: MatchShape = None,
) -> None:
    """Rank the placements for a citizen."""
    from visit.commands.match import MatchOptions, is_list, match_command

    options = MatchOptions(
        guideline, catalogue, travel, as_of, set, top, areas, all, strict, full, ids, pager=not no_pager, opened=open
    )
    shape: str | None = format
    if open:
        from visit.commands.pages import shape_of_page

        shape = shape_of_page(shape)
    if is_list(cases, shape):
        from visit.commands.match_many import match_many_command

        raise typer.Exit(match_many_command(cases, options, shape=shape, language=language()))
    raise typer.Exit(match_command(cases[0], options, shape=shape, language=language()))


@app.command(
    cls=Command,
    help=_(
        "Say why a placement or option stands where it does.\n\nExample: visit why case.yaml 1 --over 2, or visit why case.yaml Lyksbo"  # noqa: E501
    ),
)
def why(
    case: CaseFile,
    subject: Annotated[
        str,
        typer.Argument(
            help=_("A rank, an option's name or id, or several joined with +."),
            metavar=_("PLACEMENT|OPTION"),
            autocompletion=completing.placements_and_offers,
        ),
    ],
    over: Annotated[
        str | None,
        typer.Option(
            "--over",
            autocompletion=completing.placements_and_offers,
            help=_("Say what separates it from another placement."),
        ),
    ] = None,
    guideline: GuidelineName = None,
    catalogue: CatalogueFile = None,
    travel: TravelFile = None,
    as_of: AsOf = None,
    set: Changes = [],
    full: Annotated[bool, typer.Option("--full", help=_("Say everything, not one screen of it."))] = False,
    facts: Annotated[bool, typer.Option("--facts", help=_("Every rule with its values."))] = False,
    ids: Annotated[
        bool, typer.Option("--ids", help=_("Say everything, with the ids of rules behind sentences."))
    ] = False,
    no_pager: NoPager = False,
    format: Shape = None,
) -> None:
    """Say why a placement or option stands where it does."""
    from visit.commands.match import why_command

    raise typer.Exit(
        why_command(
            case, subject, over=over, guideline=guideline, catalogue=catalogue, travel=travel, as_of=as_of, changes=set,
            full=full, facts=facts, ids=ids, pager=not no_pager, shape=format, language=language(),
        )
    )  # fmt: skip


@app.command(
    "test",
    cls=CasesWriter,
    help=_(
        "Run the test cases beside guidelines; all that ship unless some are named.\n\nExample: visit test ikast-brande, or visit test nordby.yaml --coverage"  # noqa: E501
    ),
)
def trial(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help=_("Ids of guidelines, guideline files or cases files."),
            metavar=_("[ID|FILE]..."),
            autocompletion=completing.guidelines,
        ),
    ] = None,
    only: Annotated[
        str | None, typer.Option("--only", help=_("Run only the cases with this text in their name."))
    ] = None,
    coverage: Annotated[
        bool,
        typer.Option(
            "--coverage",
            help=_("Say which outcomes of statements and which sides of numbers no test tries."),
        ),
    ] = False,
    tried: Annotated[
        list[str],
        typer.Option(
            "--cases", help=_("A case file, or a folder of them: say what these do not try."), metavar=_("FILE|FOLDER")
        ),
    ] = [],
    catalogue: Annotated[
        str | None, typer.Option("--catalogue", "-c", help=_("The offers for --cases; else those that ship."))
    ] = None,
    mutate: Annotated[
        bool,
        typer.Option("--mutate", help=_("Change the guideline in small ways, and say which changes no test notices.")),
    ] = False,
    write_boundaries: Annotated[
        bool,
        typer.Option(
            "--write-boundaries", help=_("Propose rows for what no test tries, as a cases file to read and keep.")
        ),
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help=_("Tell each difference by line and column, however many they are."))
    ] = False,
    format: ListShape = None,
) -> None:
    """Run the test cases beside guidelines."""
    from visit.commands.test import TestOptions, test_command

    raise typer.Exit(
        test_command(names or [], format, TestOptions(only, coverage, tried, catalogue, mutate, write_boundaries, full))
    )


@app.command(
    cls=Command,
    help=_(
        "Say what a finding of `visit guideline check` means, and how to mend or allow it; without a code, which there are.\n\n"
        "Example: visit explain never-true"
    ),
)
def explain(
    code: Annotated[
        str | None,
        typer.Argument(help=_("The code of a finding."), metavar=_("[CODE]"), autocompletion=completing.findings),
    ] = None,
    format: ListShape = None,
) -> None:
    """Say what a finding means."""
    from visit.commands.explain import explain_command

    raise typer.Exit(explain_command(code, shape=format, language=language()))


@app.command(
    cls=Command,
    help=_("Print the JSON Schema of a document, for an editor.\n\nExample: visit schema case > case.schema.json"),
)
def schema(
    kind: Annotated[
        KindOption,
        typer.Argument(
            help=_("Which document: {names}.", names=formats.either(get_args(KindOption))), metavar=_("DOCUMENT")
        ),
    ],
) -> None:
    """Print the JSON Schema of a document."""
    from visit.commands.schema import schema_command

    raise typer.Exit(schema_command(kind))
