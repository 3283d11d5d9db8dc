"""What comes after the first placement on one screen: grouped by what differs, and nothing told twice."""

from __future__ import annotations

import re
from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.locale import speaking
from visit.matching import match
from visit.ranking.values import Ranking
from visit.render.lines import fitted
from visit.render.one_screen import OneScreen
from visit.render.others_table import AlikeRows, OtherRow, OthersTable

NEEDS = {"areas": ["home", "activity"], "must": ["a_home", "something_to_get_up_for"]}


def ranked(*rows: dict[str, Any], rules: list[Any] | None = None, top: int = 5, **fields: Any) -> Ranking:
    written = guideline(
        a_guideline(rules=[a_rule("no-tenancy", "option.kind == catalogue"), *(rules or [])], preferences=[PREFERENCE])
    )
    return match(case(a_case(**{"needs": NEEDS, **fields})), catalogue(offers(*rows)), written, DAY, top=top)


PREFERENCE = {
    "id": "free",
    "higher": "known(option.free_places) and option.free_places > 0",
    "text": {"da": "ledig plads", "en": "a free place"},
}
OWN, OTHER = {"free": 1}, {"free": 0}


def others(ranking: Ranking, language: str = "en") -> list[str]:
    with speaking(language):  # type: ignore[arg-type]
        lines = [text for text, _strong in fitted(tuple(OneScreen(ranking, language).sections()), 80, 60)]
    start = next(place for place, line in enumerate(lines) if line.startswith(("OTHERS", "ANDRE")))
    return lines[start : lines.index("", start)]


PRICED = {
    "id": "price",
    "lower": "placement.price_dkk_per_day",
    "of": "placement",
    "text": {"da": "pris", "en": "price"},
}


def by_price(*rows: dict[str, Any]) -> Ranking:
    written = guideline(a_guideline(rules=[a_rule("no-tenancy", "option.kind == catalogue")], preferences=[PRICED]))
    return match(case(a_case(needs={"areas": ["home"]})), catalogue(offers(*rows)), written, DAY, top=5)


def test_where_price_decides_both_amounts_are_named() -> None:
    rows = [an_offer(id, "SEL-108", price_dkk_per_day=dkk) for id, dkk in (("own", 2000), ("b", 4000), ("c", 4500))]
    assert others(by_price(*rows[:2]))[1] == "  2  b · SEL 108  dearer (2,000 against DKK 4,000 a day)"
    assert "│ dyrere (2.000 mod 4.000–4.500 kr. pr. dag)" in others(by_price(*rows), "da")[1]
    unknown = others(by_price(rows[0], an_offer("d", "SEL-108")))
    assert "against" not in " ".join(unknown)


def test_services_of_one_offer_under_one_provision_are_told_apart_by_their_price() -> None:
    house = an_offer("house", "SEL-108")
    rows = [
        {"id": id, "provision": "SEL-108", "price": {"basic": dkk, "vat": "excl"}}
        for id, dkk in zip("abc", (773, 544, 322), strict=True)
    ]
    found = by_price({**house, "services": rows})
    assert others(found)[0] == "OTHERS – SEL 108"
    assert [line.partition("  │")[0] for line in others(found)[1:3]] == [
        "  2  house · DKK 544 a day",
        "  3  house · DKK 773 a day",
    ]
    with speaking("en"):
        assert "house · SEL 108 · DKK\u00a0322 a day" in str(
            list(OneScreen(found, "en").placement(found.placements[0]))
        ).replace("\\xa0", "\u00a0")


def test_what_all_of_them_share_stands_in_the_title_and_a_row_names_only_what_differs() -> None:
    found = ranked(
        an_offer("home", "SEL-108", **OWN), an_offer("a-day", "SEL-104", **OWN), an_offer("b-day", "SEL-104", **OTHER)
    )
    told = others(found)
    assert told[0] == "OTHERS – as no. 1, but with another day offer"
    assert told[1] == "  2  b-day  the priority “a free place” puts no. 1 first"


def test_one_home_beside_several_day_offers_is_one_entry_that_has_their_numbers() -> None:
    days = [an_offer(id, "SEL-104", **OWN) for id in ("a-day", "b-day", "c-day")]
    found = ranked(an_offer("home", "SEL-108", **OWN), an_offer("other", "SEL-108", **OTHER), *days, top=6)
    told = others(found)
    assert [one.id for one in found.placements[3:]] == [f"{day}-day/SEL-104+other/SEL-108" for day in "abc"]
    assert any(line.startswith("  4    no. 1 with other  ") for line in told)
    assert any(line.startswith("  5, 6 other · SEL 108 + b-day or c-day  ") for line in told)


def test_two_provisions_of_one_service_are_one_entry() -> None:
    both = an_offer("two", "SEL-107-1", **OTHER)
    both["services"].append({"provision": "SEL-107-2"})
    found = ranked(an_offer("home", "SEL-107-1", **OWN), both, needs={"areas": ["home"], "must": ["a_home"]})
    told = others(found)
    assert any(line.startswith("  2, 3 two · SEL 107(1) or SEL 107(2)  ") for line in told)


def test_by_exception_tells_the_norm_once_and_not_what_was_found() -> None:
    norm = {"da": "Et tilbud skal være kommunens. Det er {offer.name}", "en": "An offer should be own. {offer.name} is"}
    rule = a_rule("own-first", "option.free_places > 0", strength="presumption", reason=norm)
    rows = [an_offer(id, "SEL-108", **operator) for id, operator in (("own", OWN), ("b", OTHER), ("c", OTHER))]
    told = others(ranked(*rows, rules=[rule], needs={"areas": ["home"], "must": ["a_home"]}))
    assert told == ["OTHERS – SEL 108", "  2  b  │ only by exception: an offer should be own", "  3  c  │"]


def test_what_would_do_as_well_says_so() -> None:
    rows = [an_offer(id, "SEL-108", **OWN) for id in ("b", "c")]
    told = others(ranked(*rows, needs={"areas": ["home"], "must": ["a_home"]}))
    assert told[1] == "  2  c · SEL 108  would do as well"


def test_a_home_is_as_far_as_it_is_from_each_member_of_the_network() -> None:
    near, far = ({"place": place} for place in ("Esbjerg", "Herning"))
    network = [{"who": "sister", "place": "Esbjerg", "contact": "daily"}, {"who": "friend", "place": "Herning"}]
    found = ranked(
        an_offer("near", "SEL-108", **OWN, **near), an_offer("far", "SEL-108", **OTHER, **far, estimated=["place"]),
        needs={"areas": ["home"], "must": ["a_home"]}, network=network,
    )  # fmt: skip
    told = others(found)
    assert told[0] == "OTHERS (straight line to sister / friend)"
    assert told[1].startswith("  2  far · SEL 108  ~")
    assert " / ~0 km  " in told[1]


def test_a_tie_that_does_harm_is_told_as_one_and_is_no_nearness() -> None:
    network = [
        {"who": "brother", "place": "Randers", "contact": "weekly"},
        {"who": "old friends", "place": "Randers", "benefit": "harmful"},
    ]
    home = {"place": "Randers"}
    found = ranked(
        an_offer("home", "SEL-108", **OWN, **home), an_offer("other", "SEL-108", **OTHER, **home),
        an_offer("day", "SEL-104", **OWN), network=network,
    )  # fmt: skip
    with speaking("en"):
        lines = [text for text, _strong in fitted(tuple(OneScreen(found, "en").sections()), 80, 60)]
    assert "  0 km to brother (weekly), 0 km from old friends (harmful tie)." in lines
    assert not [line for line in others(found) if "old friends" in line]


HOMES = {"needs": {"areas": ["home"], "must": ["a_home"]}}
SISTER = [{"who": "sister", "place": "Esbjerg", "contact": "daily"}]


def test_a_distance_that_is_not_known_says_so_and_stands_in_the_title_where_none_is() -> None:
    rows = [an_offer(id, "SEL-108", **OTHER, **place) for id, place in (("b", {"place": "Esbjerg"}), ("c", {}))]
    own = an_offer("a-own", "SEL-108", **OWN, place="Esbjerg")
    told = others(ranked(own, *rows, network=SISTER, **HOMES))
    assert told[0] == "OTHERS – SEL 108 (straight line to sister)"
    assert re.sub(r" +", " ", told[2]).startswith(" 3 c not stated ")
    assert others(ranked(own, rows[1], network=SISTER, **HOMES))[0] == "OTHERS (straight line to sister: not stated)"


def test_what_is_measured_in_two_ways_stands_behind_the_names_and_not_in_a_column() -> None:
    rows = [an_offer("home", "SEL-108", **OWN, place="Esbjerg"), an_offer("other", "SEL-108", **OTHER, place="Herning")]
    days = [
        an_offer("a-day", "SEL-104", **OWN, place="Esbjerg"),
        an_offer("b-day", "SEL-104", **OTHER, place="Herning"),
    ]
    told = " ".join(" ".join(others(ranked(*rows, *days, network=SISTER))).split())
    assert " no. 1 with other · 81 km to sister " in told
    assert " no. 1 with b-day · 81 km from the new home " in told


@pytest.mark.parametrize(
    ("housing", "measured"),
    [("with_family", "from the present home"), ("none", "from where the citizen stays")],
)
def test_a_home_still_to_be_found_is_nothing_to_measure_from(housing: str, measured: str) -> None:
    """Only a tenancy gives a home here: the way out begins where the citizen is now, with a home or without."""
    days = [an_offer("a-day", "SEL-104", **OWN, place="Herning"), an_offer("b-day", "SEL-104", **OTHER, place="Aarhus")]
    needs = {"areas": ["home", "activity"], "must": ["something_to_get_up_for"]}
    home = {"place": "Esbjerg", "housing": housing, "tenancy": False}
    written = guideline(a_guideline(rules=[a_rule("day", "option.kind != home")], preferences=[PREFERENCE]))
    asked = case(a_case(needs=needs, citizen={"born": 1980, "home": home}))
    found = match(asked, catalogue(offers(*days)), written, DAY, top=3)
    assert found.first is not None
    assert [one.kind for one in found.first.parts if one.gives_home] == ["tenancy"]
    told = " ".join(" ".join(others(found)[:2]).split())
    assert f"(straight line {measured})" in told
    with speaking("en"):
        parts = " ".join(OneScreen(found, "en").parts(found.first)).replace("\N{NO-BREAK SPACE}", " ")
    assert f" km in a straight line {measured}" in parts


def test_where_the_network_parts_them_what_one_goes_out_to_is_measured_from_it() -> None:
    near = {"id": "near", "lower": "travel.network_km", "text": {"da": "nærhed", "en": "nearness"}}
    days = [an_offer(id, "SEL-104", place=place) for id, place in (("a-day", "Esbjerg"), ("b-day", "Herning"))]
    written = guideline(a_guideline(rules=[a_rule("day", "option.kind != tenancy")], preferences=[near]))
    asked = case(a_case(needs={"areas": ["activity"]}, network=SISTER))
    told = others(match(asked, catalogue(offers(*days)), written, DAY, top=3))
    assert told[0] == "OTHERS (straight line to sister)"
    assert told[1].split() == ["2", "b-day", "·", "SEL", "104", "81", "km", "farther", "from", "the", "network"]


def test_no_word_of_a_reason_is_broken() -> None:
    row = OtherRow("2", "a name that is long enough to fill a whole line of a screen by itself", "not stated")
    [length] = OthersTable((AlikeRows((row,), "kun undtagelsesvis", "kun undtagelsesvis"),)).lengths(60)
    assert any(line.endswith(" undtagelsesvis") for line in length.lines)
