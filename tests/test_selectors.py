"""What a person may write for an offer or an option: its id, or a name that a screen shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import DAY, case, catalogue, guideline
from running import inside
from written import a_case, a_guideline, an_offer, offers

from visit.case import load_case
from visit.catalogue import Option, shipped_catalogue
from visit.errors import UsageError
from visit.locale import speaking
from visit.matching import match
from visit.ranking.values import Placement, Ranking
from visit.reasons.explanation import Explanation
from visit.reasons.selectors import called, meant_by_why, option_named, options_named
from visit.reasons.short_names import ShortNames, names_in_catalogue, with_provision
from visit.render.others import Others
from visit.render.why_sheet import WhySheet
from visit.rules import load_guideline

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
    assert called(names, "no", of, parts={"a": ["Noget"]}) == ["a"]
    assert called({"a": ["Ålborg"]}, "aalb", of) == ["a"]
    assert called(names, "st", of) == ["a", "b", "c"]


def _service(id: str, name: str, provision: str = "SEL-107-1") -> dict[str, object]:
    return {"provision": provision, "id": id, "name": {"da": name, "en": name}}


@pytest.fixture(scope="module")
def houses() -> Ranking:
    """An offer whose name lists its houses, of which the case has been offered one; another begins with the name of one."""
    services = [
        _service("birk", "Birkehuset"),
        _service("birk-mere", "Birkehuset, mere støtte"),
        _service("eg", "Egehuset"),
        _service("el-1", "Ellehuset"),
        _service("el-2", "Ellehuset", "SEL-107-2"),
    ]
    rows = [
        {
            **an_offer("gaarden", "SEL-107-1"),
            "name": "Gården – Birkehuset, Egehuset og Ellehuset",
            "services": services,
        },
        {**an_offer("ellehuset-nord", "SEL-107-1"), "name": "Ellehuset Nord"},
    ]
    document = a_case(
        needs={"areas": ["home"], "must": ["a_home"]},
        consent={"move": "given", "support": "given"},
        offered="gaarden/eg",
    )
    return match(case(document), catalogue(offers(*rows)), guideline(a_guideline()), DAY, top=10)


@pytest.mark.parametrize(
    ("subject", "id"),
    [
        ("Egehuset", "gaarden/eg"),
        ("egehus", "gaarden/eg"),
        ("EGEH", "gaarden/eg"),
        ("gehus", "gaarden/eg"),
        ("Gården: Egehuset", "gaarden/eg"),
        ("gaarden: egehuset", "gaarden/eg"),
        ("Birkehuset", "gaarden/birk"),
        ("birkehuset, mere", "gaarden/birk-mere"),
    ],
)
def test_a_house_is_asked_about_by_its_own_name_and_never_answered_by_another(
    houses: Ranking, subject: str, id: str
) -> None:
    found = meant_by_why(houses, subject)
    assert [one.id for one in (found.parts if isinstance(found, Placement) else [found])] == [id]
    assert option_named(houses, subject).id == id


def test_a_house_that_another_offer_may_mean_as_well_is_asked_about(houses: Ranking) -> None:
    assert {one.id for one in options_named(houses, "Ellehuset")} == {
        "gaarden/el-1", "gaarden/el-2", "ellehuset-nord/SEL-107-1",
    }  # fmt: skip
    with pytest.raises(UsageError, match="several are called"):
        meant_by_why(houses, "Ellehuset")


def test_who_names_an_offer_of_several_services_is_told_which_they_are(houses: Ranking) -> None:
    sheet = WhySheet(houses, "en")
    [told] = sheet.other_services(sheet.find("Gården"), "Gården")
    assert '"Gården: Egehuset' in told
    assert not [*sheet.other_services(sheet.find("Egehuset"), "Egehuset")]
    assert not [*sheet.other_services(sheet.find("1"), "1")]


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


ROWS = ("had-doevblind-i-egen-bolig", "esb-fra-ophold-til-egen-bolig", "ib-vil-ikke-flytte")
"""Examples whose others are services of the municipality, offers with a house, and several parts in one row."""


@pytest.mark.parametrize("example", ROWS)
@pytest.mark.parametrize("spoken", ["da", "en"])
def test_what_a_row_of_the_screen_is_called_is_asked_about_as_it_stands_there(example: str, spoken: str) -> None:
    of = load_case(Path(__file__).parent.parent / f"examples/{example}.yaml")
    found = match(of, shipped_catalogue(), load_guideline(of.municipality, of.assessed), of.assessed)
    assert found.first is not None
    with speaking(spoken):
        others, sheet = Others(Explanation(found), ShortNames.of(found, spoken)), WhySheet(found, spoken)
        for entry in others.entries(found.first):
            for cited in (True, False):
                asked = sheet.find(others.named(found.first, entry, alike=True, cited=cited))
                assert entry.differing[0] in (asked.parts if isinstance(asked, Placement) else [asked])


def test_a_service_that_every_municipality_gives_is_that_of_the_citizens_own() -> None:
    of = load_case(Path(__file__).parent.parent / "examples/had-doevblind-i-egen-bolig.yaml")
    found = match(of, shipped_catalogue(), load_guideline(of.municipality, of.assessed), of.assessed)
    for name in ("Personlig og praktisk hjælp, SEL § 83", "Personlig og praktisk hjælp", "kontaktperson til døvblinde"):
        assert option_named(found, name).offer.record.operator.municipality == "Haderslev"
    named = option_named(found, "Personlig og praktisk hjælp, SEL § 83, Esbjerg Kommune")
    assert named.offer.record.operator.municipality == "Esbjerg"


def test_a_name_nearby_is_suggested_once_and_in_the_language_that_is_spoken(houses: Ranking) -> None:
    with speaking("da"), pytest.raises(UsageError) as told:
        option_named(houses, "Ellehuset Nrd")
    assert told.value.help == 'mente du "Ellehuset Nord"?'


@pytest.mark.parametrize("spoken", ["da", "en"])
def test_the_catalogue_knows_an_offer_by_every_name_that_an_answer_gives_it(spoken: str) -> None:
    of = load_case(Path(__file__).parent.parent / "examples/had-doevblind-i-egen-bolig.yaml")
    found = match(of, shipped_catalogue(), load_guideline(of.municipality, of.assessed), of.assessed)
    names = names_in_catalogue(shipped_catalogue().options)
    with speaking(spoken):
        say = ShortNames.of(found, spoken)
        for option in found.options:
            if option.offer.id in names:
                assert {say.option(option), with_provision(say, option)} <= {*names[option.offer.id]}


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("Social-pedagogical support, SEL 85, Silkeborg Kommune", "(sil-stoette-85)"),
        ("Socialpædagogisk støtte · SEL § 85, Silkeborg", "(sil-stoette-85)"),
        ("alderslyst: parkhus", 'did you mean "Botilbuddet Alderslyst – Parkhuset og Byhuset"'),
        ("REGNBU", "(ib-regnbuen)"),
        ("socialpædagogisk silkeborg", 'did you mean "Socialpædagogisk støtte (SEL 85), Silkeborg Kommune"'),
        ("sil", '"Housing Silkeborg"'),
    ],
)
def test_an_offer_of_the_catalogue_is_shown_by_what_a_screen_calls_it(monkeypatch, capsys, written, says) -> None:
    ran = inside(monkeypatch, capsys, "catalogue", "show", written)
    assert says in ran.out + ran.err
