"""Types that several documents share: codes of the vocabulary, ids, places, numbers with a unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, ValidationError, ValidatorFunctionWrapHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from visit.cpr import redacted
from visit.locale import text as _
from visit.reading.documents.lists import called_help, keys_of, level_help, need_help
from visit.reading.validation import Model


class Called:
    """A code; a name is refused with the codes that it may be the name of, and what is no name as it would be anyhow."""

    def __init__(self, codes: str) -> None:
        self.codes = codes

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(self._checked, self._inner(handler(source)))

    def _inner(self, schema: CoreSchema) -> CoreSchema:
        return schema

    def _checked(self, value: object, handler: ValidatorFunctionWrapHandler) -> object:
        """Return the code; of the name of one say which code it is."""
        try:
            return handler(value)
        except ValidationError:
            help = self._help(value) if isinstance(value, str) else None
            if help is None:
                raise
            message = _("write the code here, not its name: {value}", value=redacted(value))
            raise PydanticCustomError("called", "{said}", {"said": message, "help": help}) from None

    def _help(self, name: str) -> str | None:
        return called_help(self.codes, name)


class OneOf(Called):
    """A code of one list of the vocabulary; an error names the near ones, a JSON Schema lists them all."""

    def _inner(self, schema: CoreSchema) -> CoreSchema:
        return core_schema.literal_schema(list(keys_of(self.codes)))


class NeedText(Called):
    """A need, which may be one that a guideline adds: text that can be none of any is refused with the nearest."""

    def _help(self, name: str) -> str | None:
        return need_help(name, keys_of("need"))


class PlainRecord:
    """What may be recorded of a fact that only a guideline declares: refused in one sentence, whatever it is instead."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(self._checked, handler(source))

    def _checked(self, value: object, handler: ValidatorFunctionWrapHandler) -> object:
        try:
            return handler(value)
        except ValidationError:
            message = _("no fact of a guideline can be {value}", value=redacted(value))
            help = _("write true or false, a whole number, a date, a code or a list of codes")
            raise PydanticCustomError("recorded", "{said}", {"said": message, "help": help}) from None


class LevelOf:
    """A level of one of FFB's scales, refused with what each level is called where it is not a number."""

    def __init__(self, scale: str) -> None:
        self.scale = scale

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(self._checked, handler(source))

    def _checked(self, value: object, handler: ValidatorFunctionWrapHandler) -> object:
        """Return the level; of a word say how levels are written."""
        try:
            return handler(value)
        except ValidationError:
            if not isinstance(value, str) or value.strip().isdigit():
                raise
            # Of pydantic's own kind: it is worded as any number that is none, and the help says more.
            raise PydanticCustomError("int_type", "a word", {"help": level_help(self.scale, value)}) from None


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
"""Lower-case letters, digits, `.`, `_` and `-`."""

Text = Annotated[str, Field(min_length=1, max_length=20_000)]
OwnName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
"""A name that a guideline gives something of its own."""

Latitude = Annotated[Decimal, Field(ge=54, le=58)]
Longitude = Annotated[Decimal, Field(ge=7, le=16)]


class Coordinates(Model):
    """A point, where a town name is not enough."""

    lat: Latitude
    lon: Longitude


# Without quotes a postcode is a number to YAML, and text from here on.
_Postcode = Annotated[int, AfterValidator(str)]
PlaceText = Text | Coordinates | _Postcode
"""A town, a postcode, both, or a point."""

MunicipalityName = Annotated[str, OneOf("municipality")]
AreaKey = Annotated[str, OneOf("area")]
NeedKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$"), NeedText("need")]
"""A need of the vocabulary, or one that the guideline adds; checked when the documents meet."""
RoleKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$"), Called("role")]
"""A role of the vocabulary, or one that the guideline adds; checked when its layers are put together."""
Premises = Annotated[str, OneOf("premises")]
ProvisionId = Annotated[str, OneOf("granted_provision")]
ProvisionOrGroup = Annotated[str, OneOf("provision")]
TargetGroup = Annotated[str, OneOf("assignable_target_group")]
AnyTargetGroup = Annotated[str, OneOf("target_group")]
ThemeKey = Annotated[str, OneOf("theme")]
Level = Annotated[int, Field(ge=0, le=4)]
Age = Annotated[int, Field(ge=0, le=120)]
WholeNumber = Annotated[int, Field(ge=0, le=10_000_000)]
Hours = Annotated[Decimal, Field(ge=0, le=336, decimal_places=1)]
"""Hours per week: whole, or with one decimal; two helpers day and night are 336."""
Days = Annotated[Decimal, Field(ge=0, le=7, decimal_places=1)]
"""Days per week: whole, or with one decimal."""
TwoDecimals = Annotated[Decimal, Field(ge=0, le=10_000_000, decimal_places=2)]
"""DKK and øre, or hours with two decimals."""
