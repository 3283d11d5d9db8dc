from __future__ import annotations

import json
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from describe import describe
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import AfterValidator, Field, model_validator

from visit import canonical
from visit.errors import Problems
from visit.reading import source
from visit.reading.acceptance import accepted
from visit.reading.documents.case import CaseDocument
from visit.reading.documents.codes import Hours
from visit.reading.source import Document
from visit.reading.validation import Date, Model, validate
from visit.shipped import ROOT, compiled

EXAMPLES = sorted((ROOT.parent / "examples").glob("*.yaml"))
SCHEMA = compiled("case-schema")
BARE = {"case": "a-1", "assessed": "2025-03-01", "municipality": "Esbjerg"}


def validated(value: Any) -> dict[str, Any] | None:
    """Return what the models make of a document, or None where they refuse it."""
    try:
        model = validate(Document("case.yaml", value), CaseDocument)
    except Problems:
        return None
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def same(one: Any, other: Any) -> bool:
    """Compare exactly: true is not 1 here."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def agrees(value: Any) -> None:
    """What is accepted is what the models give; what they refuse is not accepted."""
    record = accepted(value, SCHEMA)
    if record is not None:
        assert same(record, validated(value))


def test_the_description_is_that_of_the_models() -> None:
    stored = (ROOT / "compiled" / "case-schema.json").read_bytes()
    assert stored == canonical.encode(describe(CaseDocument)) + b"\n", "run python tools/compile_documents.py"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_accepted_as_the_models_read_it(path: Path) -> None:
    value = source.read(path).value
    record = accepted(value, SCHEMA)
    assert record is not None
    assert same(record, validated(value))


# --- drawn documents ---

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
DATES = st.dates().map(lambda day: day.isoformat())


def drawn(node: Any) -> st.SearchStrategy[Any]:
    """Return documents that a description takes."""
    if "anyOf" in node:
        return st.one_of(*(drawn(one) for one in node["anyOf"]))
    return _DRAWN[node["type"]](node)


def _drawn_text(node: Any) -> st.SearchStrategy[str]:
    if "enum" in node:
        return st.sampled_from(node["enum"])
    if "pattern" in node:
        return st.from_regex(node["pattern"].replace("$", r"\Z"), fullmatch=True)
    return DATES if "format" in node else TEXTS


def _drawn_whole(node: Any) -> st.SearchStrategy[int]:
    return st.just(node["const"]) if "const" in node else st.integers(node["minimum"], node["maximum"])


def _drawn_number(node: Any) -> st.SearchStrategy[int | Decimal]:
    low, high = node["minimum"], node["maximum"]
    decimals = st.decimals(low, high, places=node.get("decimalPlaces", 5))
    return st.integers(low, high) | decimals | st.sampled_from([Decimal(low), Decimal(high), Decimal(f"{low}.0")])


def _drawn_object(node: Any) -> st.SearchStrategy[dict[str, Any]]:
    if "properties" not in node:
        return st.dictionaries(st.sampled_from(node["propertyNames"]), drawn(node["additionalProperties"]), max_size=3)
    required: dict[str, Any] = {}
    optional: dict[str, Any] = {}
    for key, inner in node["properties"].items():
        value = drawn(inner)
        value = st.none() | value if inner.get("nullable") else value
        (required if inner.get("required") else optional)[key] = value
    return st.fixed_dictionaries(required, optional=optional)


_DRAWN: dict[str, Any] = {
    "array": lambda node: st.lists(drawn(node["items"]), max_size=3),
    "boolean": lambda node: st.booleans(),
    "integer": _drawn_whole,
    "number": _drawn_number,
    "object": _drawn_object,
    "string": _drawn_text,
}

CASES = drawn(SCHEMA)

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
    assert accepted(value, SCHEMA) is not None


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
@given(st.sampled_from(sorted(SCHEMA["properties"])), ODD)
def test_an_odd_value_under_any_key(key: str, value: Any) -> None:
    agrees({**BARE, key: value})


@pytest.mark.parametrize("value", [None, [], "case", 1, {}, {"case": "a"}, {**BARE, "notes": "x\ud83d"}])
def test_what_is_no_case_is_left_to_the_models(value: Any) -> None:
    assert accepted(value, SCHEMA) is None


def test_nulls_are_left_out_and_defaults_filled_in() -> None:
    running = {"offer": "x", "service": "SEL-85", "name": None}
    record = accepted({**BARE, "citizen": {"age": None, "current": [running]}, "notes": None}, SCHEMA)
    assert record == {
        **BARE,
        "format": 1,
        "citizen": {"current": [{"offer": "x", "service": "SEL-85", "question": "keep"}]},
    }


# --- what a model may not say without the walker ---


class _Checked(Model):
    one: Literal[1] = 1

    @model_validator(mode="after")
    def _agrees(self) -> _Checked:
        return self


def _other(value: Any) -> Any:
    return value


@pytest.mark.parametrize(
    "kind",
    [
        Annotated[str, Field(max_length=5)],
        Annotated[int, Field(ge=0)],
        Annotated[int, Field(ge=0, le=4, multiple_of=2)],
        Annotated[str, Field(pattern=r"\d+")],
        Annotated[str, Field(pattern=r"a|b")],
        Annotated[str, AfterValidator(_other)],
        Annotated[tuple[Hours, ...], Field(max_length=2)],
        tuple[Hours, Hours],
        tuple[Hours | None, ...],
        dict[str, Hours],
        Annotated[Date, Field(ge=Date.__origin__(2020, 1, 1))],
        str | Literal["a"],
        float,
        _Checked,
    ],
    ids=lambda kind: "",
)
def test_a_field_the_walker_does_not_know_is_refused_when_compiling(kind: Any) -> None:
    made = type("Made", (Model,), {"__annotations__": {"field": kind | None if isinstance(kind, type) else kind}})
    with pytest.raises((ValueError, KeyError)):
        describe(made)
