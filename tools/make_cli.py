"""Write `docs/cli.md`: `python tools/make_cli.py`.

Every command with its arguments and options, as typer's own `typer utils docs` writes them. Run it after a change of a command or a
help text; a test holds the page and the commands equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typer
from typer.cli import get_docs_for_click
from typer.main import get_command

from visit.commands.app import whole

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
MADE_WITH = f"typer {version('typer')}"
HEAD = f"""# The command line

Made by `python tools/make_cli.py` with {MADE_WITH} from the help texts in `visit/commands/`; change those, not this page.
`visit COMMAND --help` says the same, in Danish with `--lang da`.

Exit codes: 0 the first placement can be granted (also by exception, or where the decision is approved afterwards), or what was
asked is done; 1 no; 2 it could not be answered; 3 not yet, as the README's table says; 70 a defect in visit."""


def page() -> str:
    """Return the page."""
    command = get_command(whole())
    docs = get_docs_for_click(obj=command, ctx=typer.Context(command, info_name="visit"), name="visit")
    for one in _commands(command):
        docs = docs.replace(
            f": {one.get_short_help_str()}\n", f": {_first_line(one)}\n"
        )  # which typer cuts to 45 letters
    return "\n".join(line.rstrip() for line in docs.replace("# `visit`", HEAD, 1).strip().splitlines()) + "\n"


def _commands(group: Any) -> Iterator[Any]:
    for one in group.commands.values():
        yield one
        if hasattr(one, "commands"):
            yield from _commands(one)


def _first_line(command: Any) -> str:
    return str(command.help).partition("\n")[0]


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
