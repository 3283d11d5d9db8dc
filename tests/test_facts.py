"""How the distance to the network is read: what comes to the citizen, stated figures, members that count."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from written import a_case, a_guideline, an_offer, offers

from visit.matching import match
from visit.rules.facts.distances import network_km
from visit.rules.facts.of_case import case_age
from visit.rules.language.values import UNKNOWN, Possible

MOTHER = {"who": "mother", "place": "Ikast", "contact": "daily", "benefit": "documented"}
SCHOOL = {"who": "school", "place": "Brande", "contact": "weekly", "benefit": "undocumented"}


def km(network: list[dict[str, Any]] | None, offer: dict[str, Any], **more: Any) -> Any:
    facts = {"needs": {"areas": ["activity"]}, **({} if network is None else {"network": network}), **more}
    found = match(
        case(a_case(**facts)), catalogue(offers(an_offer("o", "SEL-104", **offer))), guideline(a_guideline()), DAY
    )
    option = next(one for one in found.options if one.offer.id == "o")
    return network_km(option, found.side.circumstances)


STATED = [{"from": "Ikast", "metres": 31_000, "source": "timetable"}]
LOOKED_UP = [{"from": "Ikast", "to": "o", "metres": 28_000, "source": "looked up"}]


@pytest.mark.parametrize(
    ("network", "offer", "more", "expected"),
    [
        pytest.param([MOTHER], {"place": "Ikast"}, {}, Decimal(0), id="in the same town"),
        pytest.param([MOTHER], {"mobile": True}, {}, 0, id="what comes to the citizen"),
        pytest.param([MOTHER], {}, {}, UNKNOWN, id="an offer without a place"),
        pytest.param(None, {"place": "Ikast"}, {}, UNKNOWN, id="no network recorded"),
        pytest.param([MOTHER], {"place": "Brande", "travel": STATED}, {}, Decimal(31), id="the catalogue states a figure"),
        pytest.param(
            [MOTHER], {"place": "Brande", "travel": STATED}, {"travel": LOOKED_UP}, Decimal(28), id="the case's figure wins"
        ),
        pytest.param([MOTHER, SCHOOL], {"place": "Ikast"}, {}, Decimal(0), id="only documented benefit counts"),
        pytest.param(
            [MOTHER | {"benefit": "harmful"}], {"place": "Ikast"}, {}, UNKNOWN, id="one who harms never counts"
        ),
        pytest.param(
            [{"who": "mother", "place": "Ikast", "benefit": "documented"}, MOTHER], {"place": "Brande"}, {}, UNKNOWN,
            id="a weight that is not recorded",
        ),
    ],
)  # fmt: skip
def test_network_km(
    network: list[dict[str, Any]] | None, offer: dict[str, Any], more: dict[str, Any], expected: Any
) -> None:
    assert km(network, offer, **more) == expected


@pytest.mark.parametrize(
    ("citizen", "expected"),
    [
        ({"born": "2000-03-01"}, 26),
        ({"born": 2000}, Possible(frozenset((25, 26)))),
        ({"age": 24}, 24),
        (None, UNKNOWN),
    ],
)
def test_age_on_the_day(citizen: dict[str, Any] | None, expected: Any) -> None:
    found = case(a_case(**({} if citizen is None else {"citizen": citizen})))
    assert case_age(found, found.assessed) == expected
