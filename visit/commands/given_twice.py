"""Options that stand more than once on a command line, of which one alone counts: nothing that is written has no effect unsaid."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import typer.core
from typer._click.exceptions import ClickException

from visit.errors import UsageError
from visit.locale import text as _
from visit.streams import note

if TYPE_CHECKING:
    from typer._click.core import Context

_TWICE = "visit.given-twice"


def keep_given_twice(command: typer.core.TyperCommand, ctx: Context, args: list[str]) -> None:
    """Keep which options are given more than once until it is known in which language that is told."""
    try:
        *_rest, order = command.make_parser(ctx).parse_args([*args])
    except ClickException:  # which is told where the line is read for good
        order = []
    counted = Counter(one for one in order if isinstance(one, typer.core.TyperOption))
    ctx.meta[_TWICE] = [
        one.opts[0] for one, n in counted.items() if n > 1 and not (one.multiple or one.is_flag or one.count)
    ]


def tell_given_twice(ctx: Context) -> None:
    """Tell which options are given more than once; of files that are to be written none is left out.

    Raises:
        UsageError: Several files are named, and the command writes one.
    """
    for one in ctx.meta.get(_TWICE, ()):
        if one == "--output":
            raise UsageError(
                _("{option} stands there more than once, and this answer goes to one file", option="-o"),
                help=_("name one file, and run it again for another"),
            )
        note(_("{option} stands there more than once; the last one counts", option=one))
