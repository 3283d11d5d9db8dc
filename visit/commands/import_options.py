"""The options that the imports of spreadsheets share, and the values that their commands are given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from visit.locale import text as _

SpreadsheetFile = Annotated[str, typer.Argument(help=_("The spreadsheet: .csv or .xlsx."), metavar=_("FILE"))]
MapFile = Annotated[
    str | None,
    typer.Option("--map", help=_("What each column means; a file that is not there is proposed and written.")),
]
SheetName = Annotated[str | None, typer.Option("--sheet", help=_("The sheet that a map is proposed for."))]
NameKey = Annotated[
    str | None,
    typer.Option("--key", help=_("The key that gives the same citizen the same name; made where it is not there.")),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help=_("With --to: replace the file if it exists."))]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What stands on the command line of every import of a spreadsheet.

    Attributes:
        file: The spreadsheet.
        map: What its columns mean; a file that is not there is to be proposed.
        sheet: The sheet that a map is proposed for.
        to: The file to write; without one it is only told what would be.
        replaces: Whether that may be there.
        shape: The format of what is told.
    """

    file: str
    map: str | None
    sheet: str | None
    to: str | None
    replaces: bool
    shape: str | None

    @property
    def proposes(self) -> bool:
        """Whether a map is proposed, since there is none yet."""
        return self.map is None or not Path(self.map).exists()
