"""Documents against models: every fault in the house's words, at its place."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, NewType

import pytest
from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from visit.errors import CaseError, DocumentError, Location, Problems
from visit.reading.documents.codes import Level
from visit.reading.source import Document, parse
from visit.reading.validation import Date, Model, validate

BROKEN = Path(__file__).parent / "broken" / "validation"


class AreaKey(enum.Enum):
    SUPPORT = "support"
    WORK = "work"


class Point(Model):
    lat: Decimal
    lon: Decimal


class Citizen(Model):
    home: str | Point | None = None
    age: int | None = None
    tenancy: bool | None = None


class Member(Model):
    who: str
    place: str | None = None


class Municipal(Model):
    type: Literal["municipal"]
    municipality: str


class Regional(Model):
    type: Literal["regional"]
    region: str


CaseId = NewType("CaseId", str)
Town = Literal["Ikast", "Brande", "Skjern", "Holstebro", "Esbjerg", "Ribe", "Silkeborg", "Haderslev", "Vojens"]


class Example(Model):
    """One field of every kind."""

    case: Annotated[CaseId, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    assessed: Date
    born: Date | Annotated[int, Field(ge=1900, le=2100)] | None = None
    places: int | None = None
    notes: Annotated[str, Field(min_length=1)] | None = None
    acute: bool = False
    permanence: Literal["temporary", "permanent", "unclear"] | None = None
    town: Town | None = None
    areas: frozenset[AreaKey] = frozenset()
    support_need: Level | None = None
    hours: dict[Literal["support", "work"], Annotated[Decimal, Field(ge=0, decimal_places=1)]] | None = None
    citizen: Citizen | None = None
    network: Annotated[tuple[Member, ...], Field(min_length=1)] | None = None
    ages: tuple[int | None, int | None] | None = None
    operator: Annotated[Municipal | Regional, Field(discriminator="type")] | None = None
    since: Annotated[Date | None, Field(alias="from")] = None
    even: int = 0
    odd: int = 1

    @field_validator("even")
    @classmethod
    def _even(cls, value: int) -> int:
        if value % 2:
            raise PydanticCustomError("odd", "even must be even", {"help": "add one"})
        return value

    @field_validator("odd")
    @classmethod
    def _odd(cls, value: int) -> int:
        if not value % 2:
            raise ValueError("odd must be odd")
        return value


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_broken_file_has_its_message(path: Path) -> None:
    with pytest.raises(Problems) as caught:
        validate(parse(path.read_bytes(), path.name), Example, error=CaseError)
    assert f"{caught.value}\n" == path.with_suffix(".expected").read_text(encoding="utf-8")
    assert {type(error) for error in caught.value.errors} == {CaseError}


def test_a_whole_document() -> None:
    text = """\
case: ib-2026-0417
assessed: 2026-11-02
born: 2007
places: 3
acute: true
permanence: unclear
areas: [support, work]
hours: {support: 20, work: 7.5}
citizen: {home: {lat: 56.1397, lon: 9.15}}
network: [{who: mother, place: "7430"}]
ages: [18, null]
operator: {type: regional, region: Midtjylland}
from: 2024-08-01
"""
    found = validate(parse(text, "f"), Example)
    assert found.assessed == date(2026, 11, 2)
    assert found.born == 2007
    assert found.areas == {AreaKey.SUPPORT, AreaKey.WORK}
    assert found.hours == {"support": 20, "work": Decimal("7.5")}
    assert found.citizen == Citizen(home=Point(lat=Decimal("56.1397"), lon=Decimal("9.15")))
    assert found.ages == (18, None)
    assert found.since == date(2024, 8, 1)


@pytest.mark.parametrize("text", ["56.1234567890123", "0.1", "12345678901234.5", "0.00000000000001"])
def test_decimals_are_kept_exactly(text: str) -> None:
    found = validate(parse(f"{{lat: {text}, lon: 9}}", "f"), Point)
    assert found.lat == Decimal(text)


def test_a_model_cannot_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Member(who="a").who = "b"


def test_a_part_of_a_document_is_placed_in_it() -> None:
    document = parse("format: 1\nnetwork:\n  - {who: 5, plce: a}\n", "f")
    value = {"place": "Ikast", **document.value["network"][0]}  # type: ignore[call-overload, index, dict-item]
    with pytest.raises(Problems) as caught:
        validate(document, Member, value=value, prefix=("network", 0))
    assert [error.at for error in caught.value.errors] == [
        Location("f", 3, 11),
        Location("f", 3, 14),
    ]
    assert {type(error) for error in caught.value.errors} == {DocumentError}


def test_no_cpr_number_is_repeated() -> None:
    value = {"who": ["0101814321"], "010181-4321": 1, "place": 1010814321}
    with pytest.raises(Problems) as caught:
        validate(Document("f", None), Member, value=value)
    assert "4321" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_the_value_never_hides_in_the_cause() -> None:
    with pytest.raises(Problems) as caught:
        validate(parse("{who: 5}", "f"), Member)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
