"""`match`, the columns of many cases and the ranking written to be read, on the same draws.

Every outcome of every rule for every option, every standing, the best placements in order, and what follows from the first.
"""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DOCUMENTS, SHIPPED, case, catalogue, catalogues, quiet, shipped
from drawn_whole import Written, documents, layered, many_fields, of_every_form, written
from hypothesis import given
from hypothesis import strategies as st
from three_ways import agree


@quiet(60)
@given(st.lists(documents(), min_size=1, max_size=2), many_fields(), layered())
def test_the_three_agree_under_drawn_guidelines(
    cases: list[dict[str, Any]], offers: dict[str, Any], layers: list[dict[str, Any]]
) -> None:
    agree([case(one) for one in cases], catalogue(offers), written(layers))


@quiet(30)
@given(documents(), many_fields(4), of_every_form())
def test_the_three_agree_on_every_form_of_a_condition(
    document: dict[str, Any], offers: dict[str, Any], rules: dict[str, Any]
) -> None:
    agree([case(document)], catalogue(offers), written([rules]))


@pytest.mark.parametrize("name", SHIPPED)
@quiet(5)
@given(cases=st.lists(DOCUMENTS, min_size=1, max_size=2), offers=catalogues())
def test_the_three_agree_under_shipped_guidelines(
    name: str, cases: list[dict[str, Any]], offers: dict[str, Any]
) -> None:
    agree([case(one) for one in cases], catalogue(offers), Written(shipped(name), shipped(name)))
