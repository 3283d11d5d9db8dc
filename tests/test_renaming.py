"""What an offer is called changes no order, save between neighbours of which the answer says that only their names part them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import pytest
from ledgers import guideline

from visit import load_case, shipped_catalogue
from visit.case import Case, case_of
from visit.catalogue import Catalogue, catalogue_from
from visit.matching import Engine
from visit.ranking.values import Placement, Ranking
from visit.reading.source import read

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
TOP = 8


def renamed(value: Any, names: dict[str, str]) -> Any:
    """A plain value with every id of an offer, and of its options, written otherwise."""
    if isinstance(value, dict):
        return {renamed(key, names): renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    if isinstance(value, str):
        offer, slash, service = value.partition("/")
        return names.get(offer, offer) + slash + service
    return value


@cache
def other_names(seed: int) -> dict[str, str]:
    """New names for all offers: in the opposite order for seed 0, else in any."""
    ids = sorted(shipped_catalogue().offers)
    order = list(reversed(ids)) if seed == 0 else Random(seed).sample(ids, len(ids))
    return {id: f"o{place:03}" for place, id in enumerate(order)}


@cache
def other_catalogue(seed: int) -> Catalogue:
    record = shipped_catalogue().record
    return catalogue_from({**record, "document": renamed(record["document"], other_names(seed))})


def answer(case: Case, catalogue: Catalogue) -> Ranking:
    return Engine(catalogue, guideline(case.municipality, case.assessed)).match(case, case.assessed, top=TOP)


def groups(ranking: Ranking, back: dict[str, str]) -> Iterator[tuple[list[Any], set[frozenset[str]]]]:
    """Yield the placements in order, those together that nothing but their names parts."""
    for keys, alike in groupby(ranking.placements, key=lambda one: [(each.id, each.key) for each in one.order]):
        yield keys, {ids(placement, back) for placement in alike}


def ids(placement: Placement, back: dict[str, str]) -> frozenset[str]:
    return frozenset(renamed(option.id, back) for option in placement.parts)


@cache
def as_named(path: Path) -> list[tuple[list[Any], set[frozenset[str]]]]:
    """Return the groups of an example under the names that the offers have; they are the same for every seed."""
    return list(groups(answer(load_case(path), shipped_catalogue()), {}))


def compare(path: Path, seed: int) -> None:
    names, document = other_names(seed), read(path)
    other = case_of(replace(document, value=renamed(document.value, names)))
    found = as_named(path)
    again = list(groups(answer(other, other_catalogue(seed)), {new: old for old, new in names.items()}))
    assert [keys for keys, _alike in found] == [keys for keys, _alike in again]
    # Of the last that are alike, others may have come within the number that was asked for.
    assert found[:-1] == again[:-1]
    if found and len(found[-1][1]) < TOP:
        assert len(found[-1][1]) == len(again[-1][1])


@pytest.mark.parametrize("seed", [0, 20261129])
@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in EXAMPLES])
def test_no_name_of_an_offer_changes_the_order(path: Path, seed: int) -> None:
    compare(path, seed)
