"""The map of a file of rows: what each of its columns means. See `docs/importing.md`.

`visit catalogue import` and `visit population import` propose one from the headings; who knows the file looks through it, and it
is used again each year.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from visit.reading.documents.codes import Id, OneOf, ProvisionId
from visit.reading.validation import Date, Model

ShortText = Annotated[str, Field(min_length=1, max_length=500)]
RowNumber = Annotated[int, Field(ge=1, le=1_048_576)]


class ColumnMeaning(Model):
    """What one column means: a field of an offer, of a service or of a citizen, and how its cells are read."""

    field: ShortText
    provision: Annotated[ProvisionId | None, Field(description="The service that the column is about.")] = None
    level: Annotated[Id | None, Field(description="Of a price: the operator's own level.")] = None
    hours: Annotated[
        Decimal | None,
        Field(gt=0, le=336, description="Of a package: up to so many hours a week; of a step: the hours of one."),
    ] = None
    days: Annotated[int | None, Field(ge=1, le=7, description="Of a share: up to so many days a week.")] = None
    specialised: Annotated[int | None, Field(ge=1, le=3, description="Of target groups: how specialised it is.")] = None
    words: Annotated[
        dict[ShortText, ShortText | None] | None, Field(description="What a word means here; null says nothing.")
    ] = None
    separator: Annotated[str | None, Field(min_length=1, max_length=5)] = None
    zero: Annotated[Literal["number", "blank"] | None, Field(description="Whether a 0 is one.")] = None


class MapSource(Model):
    """Where the file is from, and from when its facts are."""

    ref: ShortText
    as_of: Date | None = None


class RowMap(Model):
    """What every map says: which rows there are, and what each column means; null is a column that is knowingly not read."""

    format: Literal[1] = 1
    source: MapSource
    sheet: Annotated[ShortText | None, Field(description="Left out: the only one.")] = None
    heading: Annotated[RowNumber, Field(description="The row of the headings.")] = 1
    last: Annotated[RowNumber | None, Field(description="The last row; left out: all.")] = None
    decimal: Literal["comma", "point"] | None = None
    always: Annotated[
        dict[ShortText, str | int | bool] | None, Field(description="What every row has and no column says.")
    ] = None
    columns: dict[ShortText, ColumnMeaning | ShortText | None]


class ColumnMap(RowMap):
    """What the rows of a file become as a catalogue."""

    map: Literal["catalogue"]
    catalogue: Annotated[Id, Field(description="What the catalogue is called.")]
    as_of: Annotated[Date, Field(description="The day that the catalogue describes.")]
    price_per: Annotated[str | None, OneOf("price_period")] = None
    vat: Annotated[str | None, OneOf("vat")] = None


class CaseMap(RowMap):
    """What the rows of a file become as citizens: a case each."""

    map: Literal["cases"]
    cases: Annotated[
        Id, Field(description="What the list is called; a row that names no case is called so with its number.")
    ]
    as_of: Annotated[Date, Field(description="The day of the assessment, where no column says it.")]
