"""The command line's `batch`: questions in a pipe."""

from __future__ import annotations

import typer

from visit.commands.app import app
from visit.commands.options import AsOf, CatalogueFile, Command, GuidelineName, TravelFile
from visit.locale import language
from visit.locale import text as _


@app.command(
    cls=Command,
    help=_(
        "Answer questions on standard input, a line of JSON each, with a line each: for a case system to call.\n\n"
        "What a question can say stands in docs/batch.md; an error is a line too, with the number of its question.\n\n"
        "Example: visit batch < questions.jsonl"
    ),
)
def batch(
    guideline: GuidelineName = None, catalogue: CatalogueFile = None, travel: TravelFile = None, as_of: AsOf = None
) -> None:
    """Answer questions on standard input."""
    from visit.commands.batch import batch_command

    raise typer.Exit(batch_command(catalogue, travel, guideline, as_of, language=language()))
