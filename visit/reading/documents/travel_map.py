"""The map of a file of travel times: what each of its columns means. See `docs/importing.md`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from visit.reading.documents.codes import Id, OneOf
from visit.reading.documents.column_map import RowNumber, ShortText
from visit.reading.validation import Date, Model

TravelFieldName = Literal["from", "to", "minutes", "by", "method", "as_of"]


class TravelColumn(Model):
    """What one column means; of minutes, by which means, and to which place where the column is about one."""

    field: TravelFieldName
    by: Annotated[str | None, OneOf("travel_mode")] = None
    to: ShortText | None = None
    words: dict[ShortText, ShortText | None] | None = None


class TravelMap(Model):
    """What the rows of a file of travel times become; null is a column that is knowingly not read."""

    format: Literal[1] = 1
    map: Literal["travel"]
    travel: Annotated[Id, Field(description="What the table is called.")]
    as_of: Annotated[Date, Field(description="The day that the times were found.")]
    method: Annotated[ShortText, Field(description="How they were found.")]
    sheet: Annotated[ShortText | None, Field(description="Left out: the only one.")] = None
    heading: Annotated[RowNumber, Field(description="The row of the headings.")] = 1
    last: Annotated[RowNumber | None, Field(description="The last row; left out: all.")] = None
    decimal: Annotated[
        Literal["comma", "point"] | None, Field(description="What stands before decimals in a text.")
    ] = None
    by: Annotated[str | None, OneOf("travel_mode"), Field(description="Of every row that says no other.")] = None
    columns: dict[ShortText, TravelColumn | TravelFieldName | None]
