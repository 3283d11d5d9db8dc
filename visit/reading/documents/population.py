"""The profile file: what a population of drawn citizens is drawn from. See `docs/population.md`.

Every figure says what it rests on: the ids of public facts, or an assumption with a low and a high value. Which margins there are
stands in `MARGINS`, once: the model, the JSON Schema, the drawing and the page of the format follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, create_model
from pydantic_core import CoreSchema, core_schema

from visit.reading.documents.codes import Id, MunicipalityName, OneOf, Text
from visit.reading.documents.guideline import BilingualTextDocument
from visit.reading.documents.lists import keys_of
from visit.reading.documents.models import Annotation
from visit.reading.validation import Date, Model

Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=1)]
Weight = Annotated[int, Field(ge=0, le=100_000_000)]
Year = Annotated[int, Field(ge=1990, le=2100)]

OTHER = "other"
"""The key of the figure that holds where there is none of its own."""
NONE = "none"
LEGAL = (
    "can_hold_ordinary_job", "can_lead_helpers", "manages_without_support", "needs_adapted_home",
    "can_complete_other_youth_education", "can_improve_by_rehabilitation",
)  # fmt: skip
"""What the acts ask of a citizen and is yes or no, by its field under `legal` in a case."""
FLAGS = (
    "acute", "violence_close_relation", "untreated_health", "untreated_psychiatric", "at_risk_of_homelessness", "discharge",
)  # fmt: skip
"""The circumstances that are drawn, by their field under `flags` in a case."""


@dataclass(frozen=True, slots=True)
class Margin:
    """One thing that is drawn.

    Attributes:
        name: Its key in the file, and the beginning of its figures' names.
        figure: `count` is a whole number; `share` one chance in percent; `chances` several, each for itself; `spread` weights, of
            which one code is drawn.
        by: What has figures of its own: the codes of a list, a level, or nothing where there is one figure.
        codes: What a spread or chances are over: the codes of a list, or how a key is written.
        or_other: Whether a figure `other` holds for the rest.
        is_price: Whether it is in DKK, so that it has a price year.
    """

    name: str
    figure: Literal["count", "share", "spread", "chances"]
    by: str = ""
    codes: str = ""
    or_other: bool = False
    is_price: bool = False


MARGINS: tuple[Margin, ...] = (
    Margin("inhabitants", "count"),
    Margin("recipients", "count", by="provision"),
    Margin("started", "share", by="provision"),
    Margin("kinds", "spread", by="provision", codes="target_group", or_other=True),
    Margin("groups", "spread", by="target_group", codes="assignable_target_group"),
    Margin("together", "chances", by="target_group", codes="target_group"),
    Margin("men", "share", by="provision or target_group", or_other=True),
    Margin("ages", "spread", by="provision", codes="ages", or_other=True),
    Margin("support_need", "spread", by="provision", codes="level", or_other=True),
    Margin("permanence", "spread", by="provision", codes="permanence", or_other=True),
    Margin("areas", "chances", by="provision", codes="area", or_other=True),
    Margin("day_offer", "spread", by="provision", codes="day_offer", or_other=True),
    Margin("needs", "chances", by="area", codes="need"),
    Margin("hours", "spread", by="level", codes="number"),
    Margin("home_hours", "spread", by="level", codes="number"),
    Margin("round_the_clock", "share", by="level"),
    Margin("premises", "chances", codes="premises"),
    Margin("housing", "spread", by="provision", codes="housing", or_other=True),
    Margin("help_now", "spread", by="housing", codes="help_now"),
    Margin("outside_own", "share"),
    Margin("towns", "spread", codes="town"),
    Margin("outside_towns", "spread", codes="town"),
    Margin("network", "spread", codes="number"),
    Margin("network_near", "share"),
    Margin("contact", "spread", codes="contact"),
    Margin("benefit", "spread", codes="benefit"),
    Margin("themes", "chances", codes="theme"),
    Margin("functioning", "spread", codes="offset"),
    Margin("impairment", "spread", by="level", codes="impairment"),
    Margin("social_problems", "spread", by="target_group", codes="social_problems", or_other=True),
    Margin("legal", "chances", by="level", codes="legal"),
    Margin("elder", "share"),
    Margin("flags", "chances", codes="flag"),
    Margin("sentence", "spread", by="target_group", codes="sentence", or_other=True),
    Margin("guardian", "spread", codes="guardian"),
    Margin("consent_support", "spread", codes="consent"),
    Margin("consent_move", "spread", codes="consent"),
    Margin("application_days", "spread", codes="number"),
    Margin("basic_price", "spread", codes="number", is_price=True),
    Margin("package_price", "count", is_price=True),
    Margin("package_hours", "count"),
    Margin("unrecorded", "share"),
)


class OneOfThese(OneOf):
    """A code of several lists, or one of a few more."""

    def __init__(self, codes: tuple[str, ...], more: tuple[str, ...] = ()) -> None:
        super().__init__(codes[0])
        self.lists, self.more = codes, more

    def _inner(self, schema: CoreSchema) -> CoreSchema:
        return core_schema.literal_schema([*(key for one in self.lists for key in keys_of(one)), *self.more])


_WRITTEN: Mapping[str, Annotation] = {
    "ages": Annotated[str, Field(pattern=r"^[0-9]{1,3}-[0-9]{1,3}$")],
    "day_offer": Literal["none", "activity", "work"],
    "flag": Literal[FLAGS],
    "legal": Literal[LEGAL],
    "level": Literal["0", "1", "2", "3", "4"],
    "number": Annotated[str, Field(pattern=r"^[0-9]{1,6}$")],
    "offset": Literal["-2", "-1", "0", "1", "2"],
    "town": Text,
}
"""How the keys are written that are no codes of a list."""


def _key(codes: str, *, or_other: bool = False) -> Annotation:
    if codes in _WRITTEN:
        return _WRITTEN[codes]
    if codes == "help_now":
        return Annotated[str, OneOfThese(("granted_provision",), (NONE,))]
    lists = tuple(codes.split(" or "))
    return Annotated[str, OneOfThese(lists, (OTHER,) if or_other else ())]


class FigureDocument(Model):
    """What a figure rests on: facts, or an assumption that says why it is made."""

    source: Annotated[tuple[Id, ...] | None, Field(min_length=1)] = None
    assumption: BilingualTextDocument | None = None
    note: BilingualTextDocument | None = None
    price_year: Year | None = None


@cache
def _figure(figure: str, codes: str) -> type[Model]:
    value: Annotation
    if figure in ("count", "share"):
        name, value = ("number", Weight) if figure == "count" else ("percent", Percent)
    else:
        key = _key(codes)
        one: Annotation = Weight if figure == "spread" else Percent
        many: Annotation = dict[key, one]  # type: ignore[valid-type]
        name = "weights" if figure == "spread" else "percents"
        value = Annotated[many, Field(min_length=1)]
    fields: Any = {name: (value, ...), "low": (value | None, None), "high": (value | None, None)}
    title = "".join(part.capitalize() for part in (figure, *codes.split("_")))
    return create_model(title, __base__=FigureDocument, __module__=__name__, **fields)


def _margin(margin: Margin) -> tuple[Annotation, object]:
    one = _figure(margin.figure, margin.codes)
    if not margin.by:
        return one | None, None
    return dict[_key(margin.by, or_other=margin.or_other), one], {}  # type: ignore[misc]


def _margins() -> type[Model]:
    fields: Any = {margin.name: _margin(margin) for margin in MARGINS}
    return create_model("MarginsDocument", __base__=Model, __module__=__name__, **fields)


class FactSource(Model):
    """Where a fact was read."""

    title: Text
    publisher: Text | None = None
    year: Year | None = None
    address: Text


class FactDocument(Model):
    """A public fact that figures rest on, in one's own words."""

    id: Id
    what: BilingualTextDocument
    value: Text
    unit: Text
    year: Text
    area: Text
    certainty: Literal["read", "inferred", "weak"]
    source: FactSource


class FactsDocument(Model):
    """The public facts that ship."""

    facts: tuple[FactDocument, ...]


class PopulationDocument(Model):
    """What the citizens of a population are drawn from."""

    format: Literal[1] = 1
    population: Id
    label: BilingualTextDocument
    under: Annotated[Text | None, Field(description="The profile whose figures hold where this one has none.")] = None
    municipality: MunicipalityName | None = None
    assessed: Annotated[Date | None, Field(description="The day on which every citizen is assessed.")] = None
    price_year: Annotated[Year | None, Field(description="The year of every price in it.")] = None
    facts: tuple[FactDocument, ...] = ()
    margins: _margins()  # type: ignore[valid-type]
