"""What a person may write for an offer or an option: its id, or a name that a screen shows."""

from __future__ import annotations

import pytest
from drawn import DAY, case, catalogue, guideline
from written import a_case, a_guideline, an_offer, offers

from visit.catalogue import Option
from visit.errors import UsageError
from visit.matching import match
from visit.ranking.values import Ranking
from visit.reasons.selectors import called, meant_by_why, option_named

WING = {"provision": "SEL-107-1", "id": "wing", "name": {"da": "Fløjen", "en": "The wing"}}


@pytest.fixture(scope="module")
def ranking() -> Ranking:
    rows = [
        {**an_offer("a-kilde", "SEL-107-1"), "name": "Kildegade"},
        {**an_offer("a-kollegiet", "SEL-107-1"), "name": "Kollegiet Hinnerup"},
        {**an_offer("b-kollegiet", "SEL-107-1"), "name": "Kollegiet Ikast"},
        {**an_offer("huset", "SEL-107-1"), "name": "Huset", "services": [{"provision": "SEL-85"}, WING]},
        {
            **an_offer("s", "SEL-85"),
            "name": "Støtte (SEL 85, 98)",
            "operator": {"type": "municipal", "municipality": "Ikast-Brande"},
        },
    ]
    document = a_case(needs={"areas": ["home"], "must": ["a_home"]}, consent={"move": "given", "support": "given"})
    return match(case(document), catalogue(offers(*rows)), guideline(a_guideline()), DAY, top=10)


@pytest.mark.parametrize(
    ("subject", "id"),
    [
        ("a-kilde/SEL-107-1", "a-kilde/SEL-107-1"),
        ("a-kilde", "a-kilde/SEL-107-1"),
        ("Kildegade", "a-kilde/SEL-107-1"),
        ("KILDE", "a-kilde/SEL-107-1"),
        ("hinnerup", "a-kollegiet/SEL-107-1"),
        ("Fløjen", "huset/wing"),
        ("the wing", "huset/wing"),
        ("Huset: The wing", "huset/wing"),
        ("huset", "huset/wing"),  # of its two services the one that stands in a placement
        ("Socialpædagogisk støtte, SEL § 85, Ikast-Brande Kommune", "s/SEL-85"),
        ("Social-pedagogical support, SEL 85, Ikast-Brande Kommune", "s/SEL-85"),
    ],
)
def test_an_option_is_found_by_its_id_or_by_what_a_screen_calls_it(ranking: Ranking, subject: str, id: str) -> None:
    assert option_named(ranking, subject).id == id


@pytest.mark.parametrize(
    ("subject", "message", "help"),
    [
        ("kollegiet", "several are called", "Kollegiet"),
        ("Kildegede", "no option is called", "Kildegade"),
        ("koleggiet", "no option is called", "Kollegiet"),
        ("zzz", "no option is called", "match --all"),
        ("", "no option is called", "match --all"),
    ],
)
def test_what_means_none_or_several_is_told(ranking: Ranking, subject: str, message: str, help: str) -> None:
    with pytest.raises(UsageError) as found:
        option_named(ranking, subject)
    assert message in found.value.message
    assert help in (found.value.help or "")


def test_who_asks_about_an_offer_means_its_own_placement_else_its_option_that_stands_best(ranking: Ranking) -> None:
    asked = meant_by_why(ranking, "huset")
    assert asked is next(one for one in ranking.placements if [part.id for part in one.parts] == ["huset/wing"])
    asked = meant_by_why(ranking, "huset/SEL-85")
    assert isinstance(asked, Option)
    assert asked.id == "huset/SEL-85"
    with pytest.raises(UsageError):
        meant_by_why(ranking, "zzz")


def test_a_name_itself_comes_before_what_begins_so_and_that_before_a_part_of_it() -> None:
    names = {"a": ["Ikast"], "b": ["Ikast Nord"], "c": ["Ny Ikast"]}
    of = {id: id for id in names}
    assert called(names, "ikast", of) == ["a"]
    assert called(names, "ikast n", of) == ["b"]
    assert called(names, "y ik", of) == ["c"]
    assert called(names, "st", of) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("own_name", "wishes", "help"),
    [
        ("Skovbo (Centeret)", ["far"], '"Skovbo (Centeret)" or "Syd – Skovbo"'),
        ("Skovbo", ["far"], '"Skovbo, SEL 107(1)" or "Syd – Skovbo, SEL 107(1)"'),
        ("Skovbo", ["near", "far"], None),
        ("Skovbo", [], None),
    ],
)
def test_a_name_that_the_case_may_mean_otherwise_is_asked_about(
    own_name: str, wishes: list[str], help: str | None
) -> None:
    rows = [{**an_offer(id, "SEL-107-1"), "name": name} for id, name in (("near", own_name), ("far", "Syd – Skovbo"))]
    document = a_case(needs={"areas": ["home"], "must": ["a_home"]}, wishes={"offers": wishes})
    found = match(case(document), catalogue(offers(*rows)), guideline(a_guideline()), DAY)
    if help is None:
        assert option_named(found, "skovbo").offer.id == "near"
        return
    with pytest.raises(UsageError) as told:
        option_named(found, "skovbo")
    assert help in (told.value.help or "")
    assert option_named(found, "Syd – Skovbo").offer.id == "far"
