"""Types that several documents share: codes of the vocabulary, ids, numbers with a unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from visit.vocabulary import vocabulary


class OneOf:
    """A code of one list of the vocabulary; an error names the near ones, a JSON Schema lists them all."""

    def __init__(self, codes: str) -> None:
        self.codes = codes

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(list(_keys(self.codes)))


def _keys(codes: str) -> tuple[str, ...]:
    if codes == "municipality":
        from visit import places

        return tuple(one.name for one in places.municipalities())
    if codes == "assignable_target_group":
        below = vocabulary().codes["target_group"].below or {}
        return tuple(key for key, members in below.items() if len(members) == 1)
    if codes == "granted_provision":
        return tuple(vocabulary().provisions)
    if codes == "step":
        return tuple(term.key for ladder in vocabulary().ladders.values() for term in ladder.terms)
    return tuple(vocabulary().codes[codes].terms)


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
"""Lower-case letters, digits, `.`, `_` and `-`."""

Text = Annotated[str, Field(min_length=1, max_length=20_000)]

Municipality = Annotated[str, OneOf("municipality")]
Area = Annotated[str, OneOf("area")]
Need = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""A need of the vocabulary, or one that the guideline adds; checked when the documents meet."""
Premises = Annotated[str, OneOf("premises")]
Provision = Annotated[str, OneOf("granted_provision")]
ProvisionGroup = Annotated[str, OneOf("provision")]
TargetGroup = Annotated[str, OneOf("assignable_target_group")]
AnyTargetGroup = Annotated[str, OneOf("target_group")]
Theme = Annotated[str, OneOf("theme")]
Level = Annotated[int, Field(ge=0, le=4)]
Whole = Annotated[int, Field(ge=0, le=10_000_000)]
Hours = Annotated[Decimal, Field(ge=0, le=336, decimal_places=1)]
"""Hours per week: whole, or with one decimal; two helpers day and night are 336."""
