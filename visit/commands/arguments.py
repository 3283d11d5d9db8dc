"""What may stand on the command line: text without hidden characters and CPR numbers.

Looked at before any command is, so that nothing typed reaches a ledger, a message or another library unchecked. The variables that
stand for options are looked at alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from visit.characters import hidden_character, hidden_character_message
from visit.commands.office import NAMED, VARIABLES
from visit.cpr import cpr_shaped, instead
from visit.errors import Location, Problems, UsageError
from visit.locale import text as _

_OPTION = re.compile("--[a-z][a-z-]*")

NAMED_BY_VARIABLES = (*(name for key, name in VARIABLES.items() if key != "language"), NAMED)
"""The environment's variables that stand for options; a language that is none is told of otherwise."""


def refuse_unusable(arguments: Sequence[str], environ: Mapping[str, str]) -> None:
    """Refuse what may stand in no argument.

    Raises:
        UsageError: One argument is not text, holds a character that nobody sees, or a CPR number, which is not repeated.
        Problems: Several do.
    """
    texts = [*_named(arguments), *((name, environ[name]) for name in NAMED_BY_VARIABLES if name in environ)]
    faults = [fault for name, text in texts if (fault := _fault(name, text)) is not None]
    if faults:
        raise faults[0] if len(faults) == 1 else Problems(faults)


def language_option(arguments: list[str]) -> tuple[str | None, list[str]]:
    """Take `--lang da` out of the arguments, wherever it stands before `--`."""
    rest: list[str] = []
    language = None
    queue = iter(arguments)
    for argument in queue:
        if argument == "--":
            rest += [argument, *queue]
        elif argument == "--lang":
            language = next(queue, "")
        elif argument.startswith("--lang="):
            language = argument.removeprefix("--lang=")
        else:
            rest.append(argument)
    return language, rest


def _named(arguments: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each argument and how a message names it: by the option before it, else by its number."""
    option = None
    for number, argument in enumerate(arguments, start=1):
        written, _equals, value = argument.partition("=")
        named = written if _OPTION.fullmatch(written) else None
        yield named or option or _("argument {n}", n=number), argument
        option = None if value else named


def _fault(name: str, text: str) -> UsageError | None:
    at = Location(name)
    if any("\udc80" <= character <= "\udcff" for character in text):
        return UsageError(
            _("this is not UTF-8 text"), at=at, help=_("write it in UTF-8; rename a file with such a name")
        )
    found = hidden_character(text, returns=True)
    if found is not None:
        return UsageError(hidden_character_message(text[found]), at=at, help=_("delete it"))
    if cpr_shaped(text) is not None:
        return UsageError(_("the command line must not contain a CPR number"), at=at, help=instead())
    return None
