"""What an offer is asked of its price: only what is missing of it."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from written import a_case, a_guideline, an_offer, offers

from visit.locale import speaking
from visit.matching import match
from visit.reasons.labels import Phrasing
from visit.reasons.values import Confirm
from visit.render.missing_facts import MissingFacts
from visit.rules.facts.prices import PRICE

PACKAGES = {"basic": 1206, "packages": [{"up_to_hours": 7, "dkk": 189}, {"up_to_hours": 14, "dkk": 566}]}
BY_HOURS = {"basic": 1206, "package_step": {"hours": 7, "dkk": 377}}
OF_18_HOURS = ("the price of 18 h a week", "Ring til tilbuddet: hvad koster 18 t. om ugen?")
PLAIN = ("the price per day", "Ring til tilbuddet: hvad er prisen pr. dag?")
WITHOUT_VAT = (
    "the price per day without indirect VAT",
    "Ring til tilbuddet: hvad er prisen pr. dag, uden indirekte moms?",
)


@pytest.mark.parametrize(
    ("operator", "service", "told"),
    [
        pytest.param("municipal", {"price": PACKAGES}, OF_18_HOURS, id="no package of so many hours"),
        pytest.param("municipal", {"price": BY_HOURS, "hours_per_week": 12}, OF_18_HOURS, id="more hours than it has"),
        pytest.param("municipal", {"price": {"basic": 9, "from": "2030-01-01"}}, PLAIN, id="a list of later"),
        pytest.param("municipal", {}, PLAIN, id="no price of a municipality"),
        pytest.param("private", {}, WITHOUT_VAT, id="no price of a private offer"),
        pytest.param("private", {"price_dkk_per_day": 2000}, WITHOUT_VAT, id="a price with VAT"),
    ],
)
def test_only_what_is_missing_of_a_price_is_asked(
    operator: str, service: dict[str, Any], told: tuple[str, str]
) -> None:
    house = an_offer("house", "SEL-108", operator={"type": operator}, **service)
    document = a_case(needs={"areas": ["home", "support"], "hours_per_week": {"support": 18}})
    ranking = match(case(document), catalogue(offers(house)), guideline(a_guideline()), DAY)
    missing = Confirm(PRICE, next(one for one in ranking.options if one.offer.id == "house"), ())
    with speaking("en"):
        assert MissingFacts(ranking, Phrasing(ranking.guideline, "en")).fact(missing) == told[0]
    with speaking("da"):
        assert MissingFacts(ranking, Phrasing(ranking.guideline, "da")).asked(missing) == f"house: {told[1]}"
