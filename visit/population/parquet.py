"""A table of cases (Parquet), nested as a case is: a column for each key, and what is empty left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from visit.cpr import redacted
from visit.errors import Location, SourceError, UsageError
from visit.locale import text as _

_AT_ONCE = 1000


def table_rows(name: str) -> Iterator[object]:
    """Yield the rows of a table as plain values.

    Raises:
        UsageError: The library that reads it is not installed.
        SourceError: There is no such file, or it is no table.
    """
    if find_spec("duckdb") is None:
        raise UsageError(
            _("a Parquet file needs a library that is not installed"),
            help=_("install visit with its extra: pip install '.[{extra}]' in its folder", extra="parquet"),
        )
    if not Path(name).is_file():
        raise SourceError(_("there is no such file"), at=Location(redacted(name, limit=None)[1:-1]))
    return _rows(name)


def _rows(name: str) -> Iterator[object]:
    import duckdb

    try:
        with duckdb.connect(":memory:") as connection:
            found = connection.execute("SELECT * FROM read_parquet(?)", [name])
            columns = [one[0] for one in found.description or ()]
            while rows := found.fetchmany(_AT_ONCE):
                yield from (_plain_row(dict(zip(columns, row, strict=True))) for row in rows)
    except duckdb.Error:
        # `from None`: what the library says can repeat what the file holds.
        raise SourceError(
            _("this is not a Parquet file that can be read"), at=Location(redacted(name, limit=None)[1:-1])
        ) from None


def _plain_row(value: object) -> object:
    """Return a value without what is empty, which stands for what was not recorded, and with days as text."""
    if isinstance(value, dict):
        return {str(key): _plain_row(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [_plain_row(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
