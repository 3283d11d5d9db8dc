"""The words of the command line library (typer and the click inside it) in the language spoken.

Knows the library's texts. Some go through gettext and need only `install`: WORDS. The others leave
the library as finished English, so `said` finds the template a text was made from and words it
anew: TEMPLATES. A text that neither knows stays English. Both are worded in `messages.po`, apart
from `visit.po`, because the library's "Options" are not visit's options.

    class CommandGroup(Spoken, typer.core.TyperGroup): ...     usage line, option lists
    complaint(error)                                    a usage error, as the library would show it
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from gettext import gettext
from typing import TYPE_CHECKING, Any

from visit.locale import text

if TYPE_CHECKING:
    from typer._click.core import Context
    from typer._click.formatting import HelpFormatter

# Looked up by the library itself.
WORDS = (
    "(deprecated) ",
    "(dynamic)",
    "Aborted!",
    "Aborted.",
    "Arguments",
    "Commands",
    "Error",
    "Missing command.",
    "No such command {name!r}.",
    "Options",
    "Try [blue]'{command_path} {help_option}'[/] for help.",
    "[default: {}]",
    "[env var: {}]",
    "[required]",
    "default: {default}",
    "env var: {var}",
    "required",
)

# Made as finished text; the narrower stand before the wider.
TEMPLATES = (
    "Usage:",
    "[OPTIONS]",
    "<str>",
    "<int range>",
    "<int>",
    "COMMAND [ARGS]...",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "Show this message and exit.",
    "Install completion for the current shell.",
    "Show completion for the current shell, to copy it or customize the installation.",
    "Invalid value for {param_hint}: {message}",
    "Invalid value: {message}",
    "Missing argument {name}. Choose from:\n\t{names}",
    "Missing argument {name}.",
    "Missing option {name}. Choose from:\n\t{names}",
    "Missing option {name}.",
    "Missing parameter: {name}",
    "No such option: {name} (Possible options: {names})",
    "No such option: {name}",
    "No such option {name}.",
    "No such option {name}",
    "{message}. Did you mean {names}?",
    "No such command {name}.",
    "No such command {name}",
    "Got unexpected extra argument(s) ({names})",
    "Got unexpected extra arguments ({names})",
    "Got unexpected extra argument ({names})",
    "Argument {name} takes {count} values.",
    "Option {name} does not take a value.",
    "Option {name} requires an argument.",
    "Option {name} requires {count} arguments.",
    "Takes {count} values but {given} given.",
    "{count} values are required, but {given} given.",
    "{value} is not a valid integer range.",
    "{value} is not a valid integer.",
    "{value} is not a valid int range.",
    "{value} is not a valid float range.",
    "{value} is not a valid int.",
    "{value} is not a valid float.",
    "{value} is not a valid boolean. Recognized values: {names}",
    "{value} is not a valid UUID.",
    "{value} is not one of {names}.",
    "{value} is not in the range {range}.",
    "{value} does not match the formats {names}.",
    "File {name} does not exist.",
    "Directory {name} does not exist.",
    "Path {name} does not exist.",
    "File {name} is a directory.",
    "Directory {name} is a file.",
    "File {name} is not readable.",
    "Directory {name} is not readable.",
    "Path {name} is not readable.",
    "File {name} is not writable.",
    "Directory {name} is not writable.",
    "Path {name} is not writable.",
    "Could not open file {name}: {message}",
    "Value must be an iterable.",
    "unknown error",
)


def said(english: str) -> str:
    """Return a finished text of the library in the language spoken, or as it is when not known."""
    for template, pattern in _patterns():
        if (found := pattern.fullmatch(english)) is not None:
            values = found.groupdict()
            if "message" in values:
                values["message"] = said(values["message"])
            return gettext(template).format(**values)
    return english


def complaint(error: Exception) -> str | None:
    """Return what the library shows for one of its errors, or None for an error of somebody else.

    For a command line that runs with `standalone_mode=False` and prints errors itself.
    """
    if not hasattr(error, "format_message"):
        return None
    message: str = error.format_message()
    context = getattr(error, "ctx", None)
    if context is None:
        return _error(message)
    if message == context.get_help():
        return message
    hint = said(f"Try '{context.command_path} {context.help_option_names[0]}' for help.")
    return "\n".join((context.get_usage(), hint, "", _error(message)))


def _error(message: str) -> str:
    """Return an error of the library in the form of visit's own: a small letter, no full stop."""
    told = _IN_BRACES.sub(r"\1", _ranges_in_words(said(message).removesuffix(".")))
    return f"{text('error')}: {told[:1].lower()}{told[1:]}"


def _ranges_in_words(told: str) -> str:
    """Return a complaint with the numbers that are taken as a person says them: `1<=x<=50`, `x>=1`."""
    told = told.replace("is not in the range", "is not")
    told = re.sub(
        r"([0-9]+)<=x<=([0-9]+)", lambda found: text("from {first} to {last}", first=found[1], last=found[2]), told
    )
    return re.sub(r"x>=([0-9]+)", lambda found: text("{n} or more", n=found[1]), told)


_IN_BRACES = re.compile(r"\{([^{}]*)\}")
"""What must be given: the library has it in braces, and what need not be in brackets."""
_HYPHEN = "\N{NON-BREAKING HYPHEN}"


class Spoken:
    """What typer's commands and groups say in English only, in the language spoken."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        pieces = (_IN_BRACES.sub(r"\1", said(piece)) for piece in self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=f"{said('Usage:')} ")

    def get_help(self, ctx: Context) -> str:
        """Return the help, in which a name or a day with hyphens (`ikast-brande`) is never broken over two lines."""
        ctx.formatter_class = _unbroken(ctx.formatter_class)
        return str(super().get_help(ctx))  # type: ignore[misc]

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the options and arguments: those that the library adds with their help worded, and of which kind a value is."""
        found: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for parameter in found:
            if getattr(parameter, "help", None) in TEMPLATES:
                parameter.help = gettext(parameter.help)
            kind = f"<{parameter.type.name}>"
            if parameter.metavar is None and kind in TEMPLATES:
                parameter.metavar = gettext(kind)
        return found


def _unbroken(base: type[HelpFormatter]) -> type[HelpFormatter]:
    """Return a formatter of help that holds words with hyphens together: the library breaks them, and gives no say in it."""

    class Unbroken(base):  # type: ignore[misc, valid-type]
        def write_text(self, text: str) -> None:
            super().write_text(_held(text))

        def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
            super().write_dl([(name, _held(text)) for name, text in rows], col_max, col_spacing)

        def getvalue(self) -> str:
            return str(super().getvalue()).replace(_HYPHEN, "-")

    return Unbroken


def _held(text: str) -> str:
    return re.sub(r"(?<=\w)-(?=\w)", _HYPHEN, text)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((template, _pattern(template)) for template in TEMPLATES)


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    texts, names = parts[::2], parts[1::2]
    groups = [*(f"(?P<{name}>.+?)" for name in names), ""]
    pairs = zip(texts, groups, strict=True)
    return re.compile("".join(re.escape(text) + group for text, group in pairs), re.DOTALL)
