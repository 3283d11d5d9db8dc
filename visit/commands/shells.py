"""How each shell hands over what is being typed, and how it takes what completes it: values may have spaces, commas and dots.

Which values there are, `completing` knows. The scripts that call this are the library's own (`visit --install-completion`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

from typer import _completion_classes as library
from typer._click.core import Parameter
from typer._click.shell_completion import (
    CompletionItem,
    ShellComplete,
    _resolve_context,
    _resolve_incomplete,
    add_completion_class,
    split_arg_string,
)

from visit.commands.arguments import language_option
from visit.commands.completing import TYPED

_QUOTES = ('"', "'")
_SPECIAL_IN_BASH = re.compile(r"""([\s"'\\$`&|;()<>*?\[\]{}!#])""")
_BASH_BREAKS = ("=", ":")
"""Where Bash cuts a word in pieces of its own."""


def words_behind(environ: Mapping[str, str]) -> list[str]:
    """Return the words before the one that is being completed: the first is the command, so that no other need be made."""
    line = environ.get("COMP_WORDS") or environ.get("_TYPER_COMPLETE_ARGS", "")
    words = _without_language(split_arg_string(line)[1:])
    return words if line[-1:].isspace() else words[:-1]


def know_shells() -> None:
    """Let the library ask these in place of its own."""
    for shell in (Bash, Zsh, Fish, PowerShell):
        add_completion_class(shell, shell.name)
    add_completion_class(PowerShell, "pwsh")


def _without_language(args: list[str]) -> list[str]:
    return language_option(args)[1]


class _Asking(ShellComplete):
    """Leaves it to `completing` which values fit: the library would drop a name that is typed in small letters, or by its id."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return what completes the word that is typed."""
        ctx = _resolve_context(self.cli, self.ctx_args, self.prog_name, args)
        asked, word = _resolve_incomplete(ctx, args, incomplete)
        if isinstance(asked, Parameter) and args and args[-1] in asked.opts:
            # Of an option without its value the library reads no further: no argument of the line would be known.
            ctx = _resolve_context(self.cli, self.ctx_args, self.prog_name, args[:-1])
        if isinstance(asked, Parameter) and asked._custom_shell_complete is not None:
            ctx.meta[TYPED] = word
            return asked.shell_complete(ctx, "")
        return asked.shell_complete(ctx, word)


class Bash(_Asking, library.BashComplete):
    """Bash cuts words at `=` and `:`, shows no help, and writes a value as it is given: so each is written as it is typed."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is typed, and that one as far as it goes."""
        line, place = os.environ["COMP_WORDS"], int(os.environ["COMP_CWORD"])
        apart = "\n" in line
        pieces = line.split("\n") if apart else split_arg_string(line)
        words = list(_rejoined(pieces[: place + 1])) if apart else pieces[: place + 1]
        before, last = (words[1:-1], words[-1]) if place < len(pieces) else (words[1:], "")
        self.quoted = last[:1] in _QUOTES
        plain = "".join(split_arg_string(last)[:1])
        self.stands = _as_far_as_bash_cuts(plain) if apart and not self.quoted else ""
        return _without_language([one for word in before for one in split_arg_string(word)]), plain

    def format_completion(self, item: CompletionItem) -> str:
        """Return a value without what Bash keeps of it, and with a backslash where it would end."""
        value = str(item.value).removeprefix(self.stands)
        return value if self.quoted else _SPECIAL_IN_BASH.sub(r"\\\1", value)


def _rejoined(pieces: list[str]) -> Iterator[str]:
    """Yield words whole again that Bash has cut: `--set`, `case.support_need=3`."""
    word: str | None = None
    for piece in pieces:
        cut = piece in _BASH_BREAKS
        if word is not None and (cut or word.endswith(_BASH_BREAKS)):
            word += piece
        else:
            if word is not None:
                yield word
            word = piece
    if word is not None:
        yield word


def _as_far_as_bash_cuts(word: str) -> str:
    """Return the beginning of a word that stands before what Bash replaces."""
    return word[: max(word.rfind(cut) for cut in _BASH_BREAKS) + 1]


def _from_a_line(line: str) -> tuple[list[str], str]:
    """Return the words before the last of a line, and the last; a space ends none that is in quotes or behind a backslash."""
    words = split_arg_string(line)[1:]
    spaced = line.endswith(" ") and not line.endswith("\\ ") and not _is_open(line)
    if not words or spaced:
        return _without_language(words), ""
    return _without_language(words[:-1]), words[-1]


def _is_open(line: str) -> bool:
    """Return whether a quote is begun and not ended."""
    open_quote = ""
    behind_backslash = False
    for one in line:
        if behind_backslash:
            behind_backslash = False
        elif one == "\\" and open_quote != "'":
            behind_backslash = True
        elif one == open_quote:
            open_quote = ""
        elif not open_quote and one in _QUOTES:
            open_quote = one
    return bool(open_quote)


def _in_one_line(text: str | None) -> str:
    return " ".join((text or "").split())


class Zsh(_Asking, library.ZshComplete):
    """Zsh shows what each value means, and puts the backslashes itself."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is typed, and that one as far as it goes."""
        return _from_a_line(os.environ.get("_TYPER_COMPLETE_ARGS", ""))

    def format_completion(self, item: CompletionItem) -> str:
        """Return a value and what it means."""
        value, meaning = _for_zsh(str(item.value)), _for_zsh(_in_one_line(item.help))
        return f'"{value}":"{meaning}"' if meaning else f'"{value}"'


def _for_zsh(text: str) -> str:
    """Return a text as it stands between two double quotes in one word between single quotes."""
    for mark, written in (("\\", r"\\\\"), ('"', r"\""), ("'", "'\\''"), ("$", r"\$"), ("`", r"\`"), (":", r"\\:")):
        text = text.replace(mark, written)
    return text


class Fish(_Asking, library.FishComplete):
    """Fish shows what each value means, one on each line, and puts the backslashes itself."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is typed, and that one as far as it goes."""
        return _from_a_line(os.environ.get("_TYPER_COMPLETE_ARGS", ""))

    def format_completion(self, item: CompletionItem) -> str:
        """Return a value and what it means."""
        meaning = _in_one_line(item.help)
        return f"{item.value}\t{meaning}" if meaning else str(item.value)


class PowerShell(_Asking, library.PowerShellComplete):
    """PowerShell writes a value as it is given: one with a space stands in quotes."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is typed, and that one as far as it goes."""
        typed_word = os.environ.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
        line = os.environ.get("_TYPER_COMPLETE_ARGS", "")
        words = split_arg_string(line)[1:]
        before = words[:-1] if typed_word else words
        return _without_language(before), "".join(split_arg_string(typed_word)[:1])

    def format_completion(self, item: CompletionItem) -> str:
        """Return a value and what it means."""
        value = str(item.value)
        quoted = "'" + value.replace("'", "''") + "'" if re.search(r"[\s,;'()&|$`]", value) else value
        return f"{quoted}:::{_in_one_line(item.help) or ' '}"
