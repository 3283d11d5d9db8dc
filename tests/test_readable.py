"""What visit itself writes of a case and a catalogue is readable; a value of another kind, wherever it stands, is not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from fuzzing.odd import at, places, put

from visit.case import load_case
from visit.catalogue import shipped_catalogue
from visit.reading.declared import FieldKind, Group, Keyed, ListOf, Record, declared
from visit.reading.documents.case import CaseDocument
from visit.reading.documents.catalogue import CatalogueDocument
from visit.reading.documents.readable import form_of, is_readable
from visit.shipped import ROOT

EXAMPLES = sorted((ROOT.parent / "examples").glob("*.yaml"))
FULL = ROOT.parent / "examples" / "hol-hjemloes-stoffer-og-sindslidelse.yaml"


def kinds(of: type[Record]) -> Iterator[FieldKind[Any]]:
    for one in declared(of):
        if isinstance(one, Group):
            yield from kinds(one.of)
        else:
            kind = one.kind
            yield kind
            while isinstance(kind, Keyed):
                kind = kind.value
                yield kind
            if isinstance(kind, ListOf):
                yield from kinds(kind.of)


@pytest.mark.parametrize("of", [CaseDocument, CatalogueDocument])
def test_every_kind_that_is_declared_has_a_form(of: type[Record]) -> None:
    for kind in kinds(of):
        assert callable(form_of(kind)), kind.name


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_readable(path: Path) -> None:
    assert is_readable(dict(load_case(path).record["document"]), CaseDocument)


def test_the_shipped_catalogue_is_readable() -> None:
    assert is_readable(shipped_catalogue().record["document"], CatalogueDocument)


def test_a_key_of_a_later_version_and_a_code_that_is_gone_are_readable() -> None:
    record: Mapping[str, Any] = {
        "case": "a",
        "assessed": "2025-03-01",
        "municipality": "Nørre Snede",
        "mood": {"a": []},
    }
    assert is_readable(record, CaseDocument)
    assert is_readable({**record, "functioning": {"dancing": 9}, "permanence": "forever"}, CaseDocument)


@pytest.mark.parametrize("odd", [{"x": 5}, [[]], [5, 5, 5], False, -1.5, "2026-02-30"], ids=repr)
def test_a_value_of_another_kind_is_not(odd: Any) -> None:
    """Text takes any text, a truth any truth, a group keys that it does not know; everything else is refused where it stands."""
    record = json.loads(json.dumps(load_case(FULL).record["document"]))
    read = [place for place in places(record) if is_readable(put(record, place, odd) if place else odd, CaseDocument)]
    for place in read:
        was = at(record, place)
        assert type(was) is type(odd) and isinstance(odd, str | bool | dict), (place, was)


@pytest.mark.parametrize("key", ["case", "assessed", "municipality"])
def test_what_every_case_has_is_asked_for(key: str) -> None:
    record = {"case": "a", "assessed": "2025-03-01", "municipality": "Esbjerg"}
    assert is_readable(record, CaseDocument)
    assert not is_readable({one: record[one] for one in record if one != key}, CaseDocument)
