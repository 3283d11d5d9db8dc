from __future__ import annotations

import json
import pickle
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from visit.case import Case, case_of
from visit.errors import Problems
from visit.places import point
from visit.reading import source
from visit.reading.declared import Field, FieldKind, Group, Keyed, LatLon, ListOf, Record, declared
from visit.reading.documents.acceptance import accepted
from visit.reading.documents.case import CaseDocument
from visit.reading.documents.lists import keys_of
from visit.reading.documents.models import model_of
from visit.reading.source import Document
from visit.reading.validation import validate
from visit.shipped import ROOT

EXAMPLES = sorted((ROOT.parent / "examples").glob("*.yaml"))
BARE = {"case": "a-1", "assessed": "2025-03-01", "municipality": "Esbjerg"}


def validated(value: Any) -> dict[str, Any] | None:
    """Return what the models make of a document, or None where they refuse it."""
    try:
        model = validate(Document("case.yaml", value), model_of(CaseDocument))
    except Problems:
        return None
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def same(one: Any, other: Any) -> bool:
    """Compare exactly: true is not 1 here."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def agrees(value: Any) -> None:
    """What is accepted is what the models give; what they refuse is not accepted."""
    record = accepted(value, CaseDocument)
    if record is not None:
        assert same(record, validated(value))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_accepted_as_the_models_read_it(path: Path) -> None:
    value = source.read(path).value
    record = accepted(value, CaseDocument)
    assert record is not None
    assert same(record, validated(value))


# --- drawn documents ---

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
DATES = st.dates().map(lambda day: day.isoformat())


def drawn(of: type[Record]) -> st.SearchStrategy[dict[str, Any]]:
    """Return documents that a declaration takes."""
    required: dict[str, Any] = {}
    optional: dict[str, Any] = {}
    for one in declared(of):
        if isinstance(one, Group):
            optional[one.key] = st.none() | drawn(one.of)
        elif one.required:
            required[one.key] = drawn_value(one.kind)
        else:
            value = drawn_value(one.kind)
            optional[one.key] = value if one.default is not None else st.none() | value
    return st.fixed_dictionaries(required, optional=optional)


def drawn_value(kind: FieldKind[Any]) -> st.SearchStrategy[Any]:
    return _DRAWN[kind.name](kind)


def _drawn_code(kind: Any) -> st.SearchStrategy[str]:
    return (
        st.from_regex(r"[a-z][a-z0-9_]*", fullmatch=True)
        if kind.codes == "need"
        else st.sampled_from(keys_of(kind.codes))
    )


def _drawn_whole(kind: Any) -> st.SearchStrategy[int]:
    return st.integers(kind.least, kind.most)


def _drawn_hours(kind: Any, places: int = 1) -> st.SearchStrategy[int | Decimal]:
    decimals = st.decimals(kind.least, kind.most, places=places)
    return (
        _drawn_whole(kind) | decimals | st.sampled_from([Decimal("0"), Decimal(kind.most), Decimal(f"{kind.least}.0")])
    )


def _drawn_rows(kind: Any) -> st.SearchStrategy[list[Any]]:
    assert isinstance(kind, ListOf)
    return st.lists(drawn(kind.of), max_size=3)


def _drawn_keyed(kind: Any) -> st.SearchStrategy[dict[str, Any]]:
    assert isinstance(kind, Keyed)
    names = _drawn_code(kind) if kind.codes else TEXTS
    return st.dictionaries(names, drawn_value(kind.value), max_size=3)


IDS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,79}", fullmatch=True)
_DRAWN: dict[str, Any] = {
    "amount": lambda kind: _drawn_hours(kind, 2),
    "born": lambda kind: DATES | _drawn_whole(kind),
    "code": _drawn_code,
    "codes": lambda kind: st.lists(_drawn_code(kind), max_size=3),
    "day": lambda kind: DATES,
    "days": _drawn_hours,
    "extra": lambda kind: st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True),
        st.booleans() | _drawn_whole(kind) | TEXTS | st.lists(TEXTS, max_size=2),
        max_size=3,
    ),
    "format": lambda kind: st.just(1),
    "hours": _drawn_hours,
    "id": lambda kind: IDS,
    "keyed": _drawn_keyed,
    "km": _drawn_whole,
    "level": _drawn_whole,
    "municipality": _drawn_code,
    "offer": lambda kind: IDS,
    "offer_or_option": lambda kind: TEXTS,
    "offers": lambda kind: st.lists(TEXTS, max_size=3),
    "option": lambda kind: TEXTS,
    "past": lambda kind: DATES,
    "place": lambda kind: TEXTS,
    "rows": _drawn_rows,
    "text": lambda kind: TEXTS,
    "texts": lambda kind: st.lists(TEXTS, max_size=3),
    "truth": lambda kind: st.booleans(),
    "whole": _drawn_whole,
}

CASES = drawn(CaseDocument)

# Copied before they are put in, or a later change would reach into all of them.
# What may stand in the place of anything: other types, other ranges, dates that are none, nothing, too much.
ODD = st.sampled_from(
    [
        None, True, False, 0, 1, -1, 5, 336, 337, 1899, 2101, 10**7 + 1, 10**30,
        "", " ", "x", "true", "null", "1", "7.5", "1e2", "keep", "SEL-107", "Esbjerg", "Esbjerg ",
        "2025-02-29", "2025-02-28\n", "2024-02-29", "2025-1-1", "0000-01-01", "20250101", "2025-W01-1", "２025-01-01",
        "a\n", "A", "å", "-", "a" * 80, "a" * 81, "x" * 20_000, "x" * 20_001, "\ud83d", "\ud83d\ude00",
        Decimal("0.0"), Decimal("-0.0"), Decimal("1.0"), Decimal("7.5"), Decimal("7.25"), Decimal("7.50"),
        Decimal("55.123456789012"), Decimal("0.00001"), Decimal("1E+1"), Decimal("336.1"),
        [], [None], [1], {}, {"x": 1}, {"home": Decimal("7.5")}, {"home": "7.5"}, {"home": None},
        {"lat": 55, "lon": 9}, {"lat": "55", "lon": 9}, {"lat": 53, "lon": 9}, {"lat": 55, "lon": 9, "x": None},
    ]
)  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        found += _places(item, (*path, key))
    return found


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """A case with one to three changes anywhere in it."""
    value = draw(CASES)
    for _ in range(draw(st.integers(1, 3))):
        places = _places(value)
        if not places:
            break
        *above, key = draw(st.sampled_from(places))
        group = value
        for part in above:
            group = group[part]
        change = draw(st.sampled_from(("replace", "replace", "take", "rename", "add")))
        if change == "replace":
            group[key] = deepcopy(draw(ODD))
        elif change == "take":
            del group[key]
        elif isinstance(group, dict):
            new = draw(st.sampled_from(["x", "", "Case", "case ", "start", "target", "from", "home", "keep"]))
            group[new] = group.pop(key) if change == "rename" else deepcopy(draw(ODD))
    return value


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_drawn_cases_are_read_as_the_models_read_them(value: Any) -> None:
    assert validated(value) is not None
    agrees(value)


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_drawn_cases_are_taken_without_the_models(value: Any) -> None:
    assert accepted(value, CaseDocument) is not None


@settings(max_examples=600, deadline=None)
@given(damaged())
@example({**BARE, "format": True})
@example({**BARE, "format": Decimal("1.0")})
@example({**BARE, "format": None})
@example({**BARE, "case": "a-1\n"})
@example({**BARE, "citizen": {"current": [{"offer": "x", "service": "SEL-85", "question": None}]}})
@example({**BARE, "needs": {"hours_per_week": {"home": Decimal("1E-1")}}})
@example({**BARE, "goals": [{"theme": "cook", "start": 1}]})
def test_damaged_cases_are_never_taken_for_more_than_they_are(value: Any) -> None:
    agrees(value)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(one.key for one in declared(CaseDocument))), ODD)
def test_an_odd_value_under_any_key(key: str, value: Any) -> None:
    agrees({**BARE, key: value})


@pytest.mark.parametrize("value", [None, [], "case", 1, {}, {"case": "a"}, {**BARE, "notes": "x\ud83d"}])
def test_what_is_no_case_is_left_to_the_models(value: Any) -> None:
    assert accepted(value, CaseDocument) is None


def test_nulls_are_left_out_and_defaults_filled_in() -> None:
    running = {"offer": "x", "service": "SEL-85", "name": None}
    record = accepted({**BARE, "citizen": {"age": None, "current": [running]}, "notes": None}, CaseDocument)
    assert record == {
        **BARE,
        "format": 1,
        "citizen": {"current": [{"offer": "x", "service": "SEL-85", "question": "keep"}]},
    }


def test_a_point_by_its_coordinates_is_left_to_the_models() -> None:
    value = {**BARE, "citizen": {"home": {"place": {"lat": Decimal("55.5"), "lon": 9}}}}
    assert accepted(value, CaseDocument) is None
    assert validated(value)["citizen"]["home"]["place"] == {"lat": "55.5", "lon": "9"}
    found = case_of(Document("case.yaml", value))
    place = found.citizen.home.place
    assert isinstance(place, LatLon) and (place.lat, place.lon) == (Decimal("55.5"), 9)
    assert found.home_point == point("55.5", "9")


# --- the typed values ---


def _read(record: Record) -> None:
    """Read every field of a record."""
    for name, one in vars(type(record)).items():
        if isinstance(one, Group):
            _read(getattr(record, name))
        elif isinstance(one, Field):
            value = getattr(record, name)
            assert value is not None or not (one.required or one.default is not None)
            for row in value or () if isinstance(one.kind, ListOf) else ():
                _read(row)


@settings(max_examples=100, deadline=None)
@given(CASES)
def test_what_is_accepted_is_read_as_typed_values(value: Any) -> None:
    record = accepted(value, CaseDocument)
    assert record is not None
    _read(CaseDocument(record))


def test_a_field_is_typed_and_what_is_left_out_is_none() -> None:
    running = {"offer": "x", "service": "SEL-85", "since": "2024-08-01"}
    case = CaseDocument({**BARE, "citizen": {"current": [running]}, "needs": {"hours_per_week": {"support": "7.5"}}})
    assert case.assessed == date(2025, 3, 1)
    assert case.citizen.current is not None and case.citizen.current[0].since == date(2024, 8, 1)
    assert case.citizen.current[0].question == "keep"
    assert case.needs.hours_per_week == {"support": Decimal("7.5")}
    assert case.citizen.home.place is case.network is case.support_need is None


def test_a_stored_record_is_read_whatever_a_file_would_be_refused_for() -> None:
    assert Case({"document": {**BARE, "gone": 1, "support_need": 7}, "points": {}}).support_need == 7


def test_a_case_cannot_be_changed_is_not_printed_and_survives_another_process() -> None:
    case = Case({"document": {**BARE, "notes": "secret"}, "points": {}})
    with pytest.raises(AttributeError):
        case.support_need = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        case.other = 3  # type: ignore[attr-defined]
    assert "secret" not in repr(case)
    assert pickle.loads(pickle.dumps(case)).record == case.record
