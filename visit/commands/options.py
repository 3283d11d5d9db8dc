"""The options and arguments that several commands share, and the classes they are all made with."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from difflib import get_close_matches
from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, get_args

import typer
import typer.core

from visit import locale
from visit.commands import completing, completing_log, office
from visit.commands.given_twice import keep_given_twice, tell_given_twice
from visit.commands.office import VARIABLES, Preset
from visit.errors import UsageError
from visit.locale import text as _
from visit.locale.usage import Spoken
from visit.streams import COULD_NOT_ANSWER, note

if TYPE_CHECKING:
    from typer._click.core import Context
    from typer._click.formatting import HelpFormatter

Format = Literal["rich", "plain", "markdown", "json"]
"""What every answer can be printed as. A command that has more says so by a type of its own, beside `Shape`."""
Spreadsheet = Literal["csv", "xlsx"]
"""What a list can be printed as, too."""


class ReaderLeftError(Exception):
    """Nobody reads the answer any more; the library would take a BrokenPipeError and end with code 1."""


_SENTENCE = re.compile(r".*?(?<!\bnr)(?<!\bpr)(?<!\bstk)(?<!\bno)\.(?=\s+[A-ZÆØÅ]|$)", re.DOTALL)
"""Up to the first full stop that ends a sentence: the one of “nr. 1” or “pr. linje” does not."""


def first_sentence(text: str) -> str:
    """Return the first sentence of a help text on one line."""
    paragraph = " ".join(text.partition("\n\n")[0].split())
    found = _SENTENCE.match(paragraph)
    return paragraph if found is None else found[0]


class CommandGroup(Spoken, typer.core.TyperGroup):
    """A group of commands, in the language spoken."""

    def titled(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the titles under which help lists the commands, in order; none, and they stand under one."""
        return ()

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the commands under their titles, or all under one, with the first sentence of each in whole."""
        for title, names in self.titled() or ((gettext("Commands"), tuple(self.list_commands(ctx))),):
            every = ((name, self.get_command(ctx, name)) for name in names)
            found = [(name, one) for name, one in every if one is not None and not one.hidden]
            with formatter.section(title):
                formatter.write_dl([(name, first_sentence(one.help or "")) for name, one in found])

    def invoke(self, ctx: Context) -> object:
        """Run the command that is asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise ReaderLeftError from None


class CommandWithCodes(Spoken):
    """A command whose help lists the codes that it takes, worked out when they are asked for."""

    def codes(self) -> tuple[tuple[str, list[tuple[str, str]]], ...]:
        """Return each list of codes under its title."""
        raise NotImplementedError

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the codes below the options."""
        for title, rows in self.codes():
            with formatter.section(title):
                formatter.write_dl(rows)
        super().format_epilog(ctx, formatter)  # type: ignore[misc]


class SettledCommand(Spoken, typer.core.TyperCommand):
    """A command, in the language spoken, that takes from the settings what no option says."""

    reads_settings_files: ClassVar = True

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the arguments; --lang, which may stand anywhere, is proposed as an option of the command is.

        Every option that is missing is named, not the first alone.
        """
        given = [*args]
        keep_given_twice(self, ctx, given)
        try:
            return super().parse_args(ctx, args)
        except Exception as error:
            if (
                getattr(getattr(error, "param", None), "param_type_name", None) == "option"
                and "Missing" in type(error).__name__
            ):
                vars(error)["param_hint"] = self._missing(ctx, given)
            near = getattr(error, "possibilities", None)  # of an option that there is not
            if near is not None and get_close_matches(getattr(error, "option_name", ""), ["--lang"]):
                vars(error)["possibilities"] = ["--lang", *near]
            raise

    def _missing(self, ctx: Context, args: list[str]) -> str:
        """Return the options that must be given and are not."""
        found, *_rest = self.make_parser(ctx).parse_args(args)
        missing = [
            one for one in self.params if one.required and one.param_type_name == "option" and one.name not in found
        ]
        return locale.formats.listed(f"'{one.opts[0]}'" for one in missing)

    def invoke(self, ctx: Context) -> object:
        """Run the command, with the settings put where an option is not given."""
        self._settle(ctx)
        tell_given_twice(ctx)
        try:
            return self.run(ctx)
        except KeyboardInterrupt as stopped:  # which typer makes an exit code without a word
            note(str(stopped) or locale.text("interrupted"))
            raise

    def run(self, ctx: Context) -> object:
        """Run the command with what it is given now."""
        return super().invoke(ctx)

    def _settle(self, ctx: Context) -> None:
        if not self.reads_settings_files:
            office.keep_used(_of_the_environment(self, ctx))
            return
        set_by_files = office.presets(_case_named(self, ctx), os.environ)
        taken = []
        for name, key in _settable(self):
            preset = set_by_files.get(key)
            if preset is not None and ctx.params[name] is None:
                ctx.params[name] = preset.value
                taken.append(preset)
        office.keep_used((*_of_the_environment(self, ctx), *taken))
        spoken = set_by_files.get("language")
        # The root's object is what --lang says.
        language = locale.choose(ctx.find_root().obj, os.environ, spoken.value if spoken else None)
        if language != locale.language():
            locale.install(language)


class Command(SettledCommand):
    """A command whose answer goes to standard output or to the file of `-o`."""

    writes_several: ClassVar = False
    """Whether several files may be asked for: the command goes through `each_shape` of the output."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.params += [
            typer.core.TyperOption(
                param_decls=["--output", "-o"],
                type=str,
                multiple=self.writes_several,
                metavar=_("FILE"),
                help=_("Write the answer to this new file, whole or not at all; - is standard output. May be repeated.")
                if self.writes_several
                else _("Write the answer to this new file, whole or not at all; - is standard output."),
            ),
            typer.core.TyperOption(
                param_decls=["--force"],
                is_flag=True,
                default=False,
                help=_("With -o: replace the file if it exists."),
            ),
        ]

    def run(self, ctx: Context) -> object:
        """Run the command, and put its answer where it is wanted."""
        given, replaces = ctx.params.pop("output"), ctx.params.pop("force")
        if isinstance(given, tuple | list) and len(given) > 1:
            return self._written_to_each(ctx, given, replaces=replaces)
        output = next(iter(given), None) if isinstance(given, tuple | list) else given
        if output is None and not replaces and ctx.params.get("format") in (None, *get_args(Format)):
            return super().run(ctx)
        return self._written(ctx, output, replaces=replaces)

    def _written(self, ctx: Context, output: str | None, *, replaces: bool) -> object:
        from visit.commands.output import format_of, must_be_able, written_to

        if output is not None and self.ending_is_a_format(ctx):
            ctx.params["format"] = ctx.params["format"] or format_of(output, self._formats())
        must_be_able(ctx.params.get("format"), output)
        return self._run_into(ctx, written_to(output, replaces=replaces, read=self._read(ctx)))

    def _written_to_each(self, ctx: Context, outputs: Sequence[str], *, replaces: bool) -> object:
        """Run the command once, and write its answer to each file in the format that its name asks for.

        Raises:
            UsageError: One file is named twice, or a format is asked for that would be that of all.
        """
        from visit.commands.output import format_of, must_be_able, written_to_each

        if ctx.params["format"] is not None:
            raise UsageError(
                locale.text("--format is for one file, and several are named"),
                help=locale.text("leave it out: the ending of each name says its format"),
            )
        for place, one in enumerate(outputs):
            if Path(one).resolve() in {Path(before).resolve() for before in outputs[:place]}:
                raise UsageError(locale.text("{file} is named twice", file=one))
        shapes = [None if one == "-" else format_of(one, self._formats()) for one in outputs]
        if ctx.params.get("open") and "html" not in shapes:
            raise UsageError(locale.text("{option} goes with {other}", option="--open", other="-o FILE.html"))
        for output, shape in zip(outputs, shapes, strict=True):
            must_be_able(shape, output)
        each = [*zip(outputs, shapes, strict=True)]
        return self._run_into(ctx, written_to_each(each, replaces=replaces, read=self._read(ctx)))

    def _read(self, ctx: Context) -> list[str]:
        """Return what the command is given to read, which no answer may go over."""
        from visit.commands.ledgers import ledger_name

        stored = ledger_name(ctx.params.get("ledger"))
        settings = [str(path) for path, *_how in office.files(_case_named(self, ctx), os.environ)]
        return [*_texts(ctx.params), stored, *(f"{stored}-{one}" for one in ("wal", "shm", "journal")), *settings]

    def _run_into(self, ctx: Context, written: AbstractContextManager[None]) -> object:
        from visit.commands.output import is_begun

        code = 0
        with written:
            try:
                super().run(ctx)
            except typer.Exit as ended:
                code = ended.exit_code
                if code == COULD_NOT_ANSWER and not is_begun():
                    raise
        raise typer.Exit(code)

    def ending_is_a_format(self, ctx: Context) -> bool:
        """Return whether the ending of the file's name says how the answer is written."""
        return "format" in ctx.params

    def _formats(self) -> tuple[str, ...]:
        shape = next(one.type for one in self.params if one.name == "format")
        return tuple(getattr(shape, "choices", ()))


def _texts(values: Mapping[str, object]) -> Iterator[str]:
    """Yield every text that a command was given, any of which may name a file."""
    for value in values.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from (one for one in value if isinstance(one, str))


class FilesCommand(Command):
    """A command whose answer takes long, and can go to several files at once, each in the format that its name asks for."""

    writes_several = True


class CasesWriter(Command):
    """A command that can write a cases file, which is YAML."""

    def ending_is_a_format(self, ctx: Context) -> bool:
        """Return whether the ending of the file's name says how the answer is written."""
        return not ctx.params["write_boundaries"]


class StoredCommand(Command):
    """A command that reads no settings file: what it answers from is stored."""

    reads_settings_files = False


class Writer(SettledCommand):
    """A command whose work is a file that it names itself."""


def _settable(command: typer.core.TyperCommand) -> list[tuple[str, str]]:
    """Return the parameters of a command that a setting stands for: the name of each, and the setting's key."""
    keys: dict[object, str] = {variable: key for key, variable in VARIABLES.items()}
    return [
        (str(one.name), keys[one.envvar])
        for one in command.params
        if isinstance(one.envvar, str) and one.envvar in keys
    ]


def _of_the_environment(command: typer.core.TyperCommand, ctx: Context) -> list[Preset]:
    return [
        Preset(key, ctx.params[name], "environment", VARIABLES[key])
        for name, key in _settable(command)
        if getattr(ctx.get_parameter_source(name), "name", "") == "ENVIRONMENT"
    ]


def _case_named(command: typer.core.TyperCommand, ctx: Context) -> str | None:
    """Return the case file that a command is given, of many the first: its argument of that name."""
    arguments = [one for one in command.params if one.name in ("case", "cases") and one.param_type_name == "argument"]
    named = ctx.params[str(arguments[0].name)] if arguments else None
    return next(iter(named), None) if isinstance(named, list | tuple) else named


def group(help: str) -> typer.Typer:
    """Return a group of commands."""
    return typer.Typer(help=help, cls=CommandGroup, rich_markup_mode=None, no_args_is_help=True)


CaseFile = Annotated[str, typer.Argument(help=_("The case file; - reads standard input."), metavar=_("CASE"))]
CaseFiles = Annotated[
    list[str],
    typer.Argument(help=_("A case file, several, or a folder of them; - reads standard input."), metavar=_("CASE...")),
]
GuidelineName = Annotated[
    str | None,
    typer.Option(
        "--guideline", "-g", envvar=VARIABLES["guideline"], show_envvar=False, autocompletion=completing.guidelines,
        help=_("A guideline's id or file; else as set (`visit config show`), else the case's municipality picks it."),
    ),
]  # fmt: skip
GuidelineOfNumber = Annotated[
    str | None,
    typer.Option(
        "--guideline", "-g", envvar=VARIABLES["guideline"], show_envvar=False, autocompletion=completing.guidelines,
        help=_("The guideline that has the number: an id or file; else as set (`visit config show`)."),
    ),
]  # fmt: skip
OwnWords = Annotated[
    str | None,
    typer.Option(
        "--guideline", "-g", envvar=VARIABLES["guideline"], show_envvar=False, autocompletion=completing.guidelines,
        help=_("A guideline's id or file: what it adds of needs, facts and roles is known; else as set (`visit config show`)."),
    ),
]  # fmt: skip
"""Of a command that decides nothing, and asks a guideline only what it adds."""
CatalogueFile = Annotated[
    str | None,
    typer.Option(
        "--catalogue", "-c", envvar=VARIABLES["catalogue"], show_envvar=False,
        help=_("A catalogue file; else as set (`visit config show`), else the one that ships."),
    ),
]  # fmt: skip
TravelFile = Annotated[
    str | None,
    typer.Option(
        "--travel", help=_("A table of travel times (`visit travel import`), in place of the catalogue's own.")
    ),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help=_("The date asked for, YYYY-MM-DD; else the assessment date."))
]
Changes = Annotated[
    list[str],
    typer.Option(
        "--set", autocompletion=completing.settable,
        help=_("Try a change without touching the file, for example case.support_need=3."),
    ),
]  # fmt: skip
Shape = Annotated[
    Format | None, typer.Option("--format", "-f", help=_("rich on a terminal, plain in a pipe, unless given."))
]
ListShape = Annotated[
    Literal[Format, Spreadsheet] | None,
    typer.Option(
        "--format", "-f", help=_("rich on a terminal, plain in a pipe, unless given; csv and xlsx for a spreadsheet.")
    ),
]
"""Of a command that answers with a list."""
PageShape = Annotated[
    Literal[Format, "html"] | None,
    typer.Option(
        "--format", "-f", help=_("rich on a terminal, plain in a pipe, unless given; html is a page to show or print.")
    ),
]
"""Of a command whose answer is a page, too."""
MatchShape = Annotated[
    Literal[Format, "journal", "html", Spreadsheet] | None,
    typer.Option(
        "--format",
        "-f",
        help=_(
            "rich on a terminal, plain in a pipe, unless given; journal to paste into a case system; "
            "html is a page to show or print; csv and xlsx for a list."
        ),
    ),
]
"""Of `match`, which answers with a page or, of many cases, with a list."""
RowShape = Annotated[
    Spreadsheet | None, typer.Option("--format", "-f", help=_("csv, unless the name of -o says xlsx."))
]
"""Of a command that answers with rows alone."""
PageListShape = Annotated[
    Literal[Format, "html", Spreadsheet] | None,
    typer.Option(
        "--format",
        "-f",
        help=_(
            "rich on a terminal, plain in a pipe, unless given; html is a page to show or print; "
            "csv and xlsx for a spreadsheet."
        ),
    ),
]
"""Of a command whose answer is a list, and a page, too."""
DecisionShape = Annotated[
    Literal[Format, "journal"] | None,
    typer.Option(
        "--format",
        "-f",
        help=_("rich on a terminal, plain in a pipe, unless given; journal to paste into a case system."),
    ),
]
"""Of a command that records a decision."""
EntryShape = Annotated[
    Literal[Format, "journal", "html"] | None,
    typer.Option(
        "--format",
        "-f",
        help=_(
            "rich on a terminal, plain in a pipe, unless given; journal to paste into a case system; "
            "html is a page to show or print."
        ),
    ),
]
"""Of a command that shows an entry."""
Open = Annotated[
    bool,
    typer.Option(
        "--open", help=_("Open the answer as a page in the browser; without -o from a temporary file of yours.")
    ),
]
NoPager = Annotated[bool, typer.Option("--no-pager", help=_("Do not page a long answer on a terminal."))]
LedgerName = Annotated[
    str | None,
    typer.Option(
        "--ledger", envvar=VARIABLES["ledger"], show_envvar=False,
        help=_("The ledger: a file, or postgresql://…; else as set (`visit config show`), else ledger.db in this folder."),
    ),
]  # fmt: skip
By = Annotated[
    str | None,
    typer.Option(
        "--by", envvar=VARIABLES["by"], show_envvar=False, autocompletion=completing_log.people,
        help=_("Who records this; else as set (`visit config show`), else the system's user. A claim."),
    ),
]  # fmt: skip
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Show what would be recorded, and record nothing."))]
ReasonOption = Annotated[str | None, typer.Option("--reason", help=_("Why, in a sentence."))]
KeptHead = Annotated[
    str | None, typer.Option("--checkpoint", help=_("A file with a checkpoint or head that was kept elsewhere."))
]
KnownKeys = Annotated[
    list[str],
    typer.Option("--key", help=_("A public key that you know from elsewhere; one of these must have signed.")),
]
KeyFile = Annotated[
    str | None,
    typer.Option("--key", help=_("The file of the private key that signs; keep it off the ledger's machine.")),
]
