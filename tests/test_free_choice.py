"""What the citizen's own choice costs beside what the municipality has pointed at, as the sheet says it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from running import ROOT, inside
from written import a_case, a_guideline, an_offer, offers

from visit.locale import speaking
from visit.matching import match
from visit.ranking.values import Ranking
from visit.reasons.consequences import Consequences
from visit.reasons.explanation import Explanation
from visit.reasons.free_choice import choices_compared, prices_to_confirm
from visit.reasons.labels import Phrasing
from visit.reasons.short_names import ShortNames
from visit.render.match_sheet import MatchSheet
from visit.render.next_steps import NextSteps
from visit.render.tick_boxes import TickBoxes
from visit.rules import load_guideline


def says(own: int | None, other: int | None, **more: Any) -> str:
    """What the sheet says of the free choice: of `other`, wished for, beside `own`, which is offered."""
    houses = [
        an_offer(id, "SEL-108", **({} if price is None else {"price_dkk_per_day": price}))
        for id, price in (("own", own), ("other", other))
    ]
    document = {**a_case(needs={"areas": ["home"], "must": ["a_home"]}), "wishes": {"offers": ["other"]}, **more}
    ranking = match(case(document), catalogue(offers(*houses)), load_guideline("serviceloven", DAY), DAY)
    text = str(MatchSheet(ranking, "en").sheet())
    return text.partition("The free choice")[2] if choices_compared(ranking) else ""


@pytest.mark.parametrize(
    ("own", "other", "words"),
    [
        (2000, 4000, "100% dearer than"),
        (2000, 4000, "beyond the limit of the free choice, so there is no right to it"),
        (2000, 2201, "10.05% dearer than"),
        (2000, 2201, "beyond the limit"),
        (2000, 2200, "10% dearer than"),
        (2000, 2200, "on list prices: confirm the agreed one"),
        (2000, 1900, "not dearer than"),
        (2000, None, "a missing price takes no right away"),
        (None, 2200, "a missing price takes no right away"),
        (0, 2200, "a missing price takes no right away"),
    ],
)
def test_a_choice_is_compared_with_what_was_pointed_at(own: int | None, other: int | None, words: str) -> None:
    assert words in says(own, other, offered="own/SEL-108")


def test_what_is_compared_with_is_the_stay_without_what_completes_it() -> None:
    houses = [an_offer("own", "SEL-108", price_dkk_per_day=2000), an_offer("other", "SEL-108", price_dkk_per_day=2200)]
    document = a_case(
        needs={"areas": ["home", "activity"], "must": ["a_home"]}, wishes={"offers": ["other"]}, offered="own/SEL-108"
    )
    found = offers(*houses, an_offer("workshop", "SEL-104", price_dkk_per_day=500))
    ranking = match(case(document), catalogue(found), guideline(a_guideline()), DAY)
    assert "10% dearer than own, which the municipality pointed at" in str(MatchSheet(ranking, "en").sheet())


@pytest.mark.parametrize(("wish", "said"), [("other", False), ("other/severe", True)])
def test_a_service_for_another_level_of_need_is_no_choice_unless_it_is_named(wish: str, said: bool) -> None:
    other = an_offer("other", "SEL-108", price_dkk_per_day=2200)
    severe = {"id": "severe", "provision": "SEL-108", "when": "case.support_need >= 3", "price_dkk_per_day": 4000}
    other["services"].append({**severe, "name": {"da": "svær", "en": "severe"}})
    document = a_case(needs={"areas": ["home"], "must": ["a_home"]}, wishes={"offers": [wish]}, offered="own/SEL-108")
    found = offers(an_offer("own", "SEL-108", price_dkk_per_day=2000), other)
    ranking = match(case({**document, "support_need": 2}), catalogue(found), guideline(a_guideline()), DAY)
    assert ("other/severe" in [one.option.id for one in choices_compared(ranking)]) is said


def test_price_lists_of_different_years_are_told() -> None:
    assert "the lists are of" not in says(2000, 2200, offered="own/SEL-108")
    houses = [
        an_offer("own", "SEL-108", price={"basic": 2000, "vat": "excl", "from": "2024-01-01"}),
        an_offer("other", "SEL-108", price={"basic": 2100, "vat": "excl", "from": "2022-01-01"}),
    ]
    document = a_case(
        needs={"areas": ["home"], "must": ["a_home"]}, wishes={"offers": ["other"]}, offered="own/SEL-108"
    )
    ranking = match(case(document), catalogue(offers(*houses)), load_guideline("serviceloven", DAY), DAY)
    assert "the lists are of 2022 and 2024" in str(MatchSheet(ranking, "en").sheet())


@pytest.mark.parametrize(
    ("agreed", "words"),
    [
        ({"dkk_per_day": 2150, "vat": "excl"}, "7.5% dearer than"),
        ({"dkk_per_day": 2461, "vat": "incl"}, "up to 23.05% dearer than"),
    ],
)
def test_an_agreed_price_is_compared_and_nothing_is_left_to_confirm_of_it(agreed: dict[str, Any], words: str) -> None:
    found = says(2000, 4000, offered="own/SEL-108", agreed=[{"option": "other/SEL-108", **agreed}])
    assert words in found
    assert "on list prices" not in found


@pytest.mark.parametrize(
    ("wished", "words"), [(2394, "is listed 1.9% dearer than own"), (2300, "is listed no dearer than own")]
)
def test_two_prices_with_indirect_vat_are_compared_as_they_are_listed(wished: int, words: str) -> None:
    private = {"type": "private"}
    houses = [
        an_offer("own", "SEL-108", price_dkk_per_day=2349, operator=private),
        an_offer("other", "SEL-108", price_dkk_per_day=wished, operator=private),
    ]
    document = a_case(
        needs={"areas": ["home"], "must": ["a_home"]}, wishes={"offers": ["other"]}, offered="own/SEL-108"
    )
    ranking = match(case(document), catalogue(offers(*houses)), load_guideline("serviceloven", DAY), DAY)
    found = str(MatchSheet(ranking, "en").sheet())
    assert words in found
    assert "both with indirect VAT" in found


def test_a_wish_for_what_was_pointed_at_is_compared_with_nothing_and_asks_for_no_price() -> None:
    houses = [an_offer("own", "SEL-108", price_dkk_per_day=2349, operator={"type": "private"}, free=1)]
    document = a_case(**{**ENTITLED, "wishes": {"offers": ["own"]}, "offered": "own/SEL-108"})
    beyond = "placement.free_choice and known(placement.stay_price_ratio) and placement.stay_price_ratio > 110"
    limited = a_guideline(rights=[{"id": "fc", "lower": beyond, "of": "placement"}])
    ranking = match(case(document), catalogue(offers(*houses)), guideline(limited), DAY)
    assert "so there is nothing to compare" in str(MatchSheet(ranking, "en").sheet())
    assert [*prices_to_confirm(ranking, ranking.placements[0])] == []


def test_within_the_limit_nothing_is_called_beyond_it() -> None:
    assert "beyond" not in says(2000, 2200, offered="own/SEL-108")


@pytest.mark.parametrize("offered", [{}, {"offered": "onw/SEL-108"}])
def test_without_what_was_pointed_at_there_is_nothing_to_compare_with(offered: dict[str, str]) -> None:
    assert "record in the case what the municipality has pointed at" in says(2000, 2200, **offered)


def test_where_nothing_is_wished_for_nothing_is_said() -> None:
    assert says(2000, 2200, offered="own/SEL-108", wishes={"offers": []}) == ""


def test_what_else_is_wished_for_does_not_complete_what_was_pointed_at() -> None:
    houses = [an_offer("own", "SEL-108"), an_offer("a", "SEL-104"), an_offer("b", "SEL-104", price_dkk_per_day=900)]
    document = a_case(needs={"areas": ["home", "activity"], "must": ["a_home"]})
    document |= {"offered": "own/SEL-108", "wishes": {"offers": ["a"]}}
    found = match(case(document), catalogue(offers(*houses)), guideline(a_guideline()), DAY).comparative.reference
    assert [one.id for one in found.parts] == ["b/SEL-104", "own/SEL-108"]


PRICE = "option.price_dkk_per_day"
HOURS = {"price": {"basic": 1206, "package_step": {"hours": 7, "dkk": 377}, "vat": "excl"}}
WITHOUT_HOME = {"citizen": {"home": {"housing": "none", "dwelling": {"offered": False}}}}
NIGHTS = {"price": {"basic": 1206, "night": 300, "vat": "excl"}}


@pytest.mark.parametrize(
    ("service", "needs", "facts"),
    [
        (HOURS, {"areas": ["home", "support"]}, ["case.needs.hours_per_week.support"]),
        (NIGHTS, {"areas": ["home"]}, ["case.needs.round_the_clock"]),
        (
            {"price": {"levels": {"takst-1": 900, "takst-2": 1200}, "vat": "excl"}},
            {"areas": ["home"]},
            ["option.price_level"],
        ),
        ({}, {"areas": ["home"]}, [PRICE]),
        (HOURS, {"areas": ["home", "support"], "hours_per_week": {"support": 20}}, []),
    ],
)
def test_a_price_that_waits_for_the_case_asks_the_case_and_not_the_offer(
    service: dict[str, Any], needs: dict[str, Any], facts: list[str]
) -> None:
    rows = [an_offer("own", "SEL-108", price_dkk_per_day=2000), an_offer("other", "SEL-108")]
    rows[1]["services"][0] |= service
    beyond = "placement.free_choice and known(placement.stay_price_ratio) and placement.stay_price_ratio > 110"
    limited = a_guideline(rights=[{"id": "fc", "lower": beyond, "of": "placement"}])
    document = a_case(needs=needs, wishes={"offers": ["other"]}, offered="own/SEL-108", **WITHOUT_HOME)
    ranking = match(case(document), catalogue(offers(*rows)), guideline(limited), DAY)
    placement = next(one for one in ranking.placements if one.id == "other/SEL-108")
    assert [one.fact for one in prices_to_confirm(ranking, placement)] == facts


ENTITLED: dict[str, Any] = {
    "citizen": {"born": "1990-05-14", "home": {"housing": "none", "dwelling": {"offered": False}}, "current": []},
    "support_need": 2,
    "permanence": "permanent",
    "legal": {"impairment": "substantial", "kinds": ["cognitive"], "social_problems": "none", "other_law_covers": []},
    "needs": {"areas": ["home"], "must": ["a_home", "extensive_daily_help"], "round_the_clock": False},
    "consent": {"support": "given", "move": "given"},
    "flags": {"acute": False, "sentence": "none"},
}
ENTITLED_AND_WISHED = {**ENTITLED, "wishes": {"offers": ["other"]}}
RATE = "private-offer-may-have-the-rate-examined"


@pytest.mark.parametrize(
    ("own", "other", "more", "told"),
    [
        pytest.param(("municipal", 2000), ("private", 2201), {}, True, id="a private wish beyond the limit"),
        pytest.param(("municipal", 2000), ("foundation", 2201), {}, True, id="a foundation's"),
        pytest.param(("municipal", 2000), ("private", 2200), {}, None, id="within the limit it is the citizen's right"),
        pytest.param(("municipal", 2000), ("municipal", 2201), {}, None, id="a municipal wish"),
        pytest.param(("regional", 2000), ("private", 2201), {}, None, id="a regional offer was pointed at"),
        pytest.param(("municipal", 2000), ("private", 2201), {"offered": None}, None, id="nothing was pointed at"),
        pytest.param(
            ("municipal", 2000), ("private", 2201), {"wishes": {"offers": []}}, None, id="nothing is wished for"
        ),
        pytest.param(("municipal", 2000), (None, 2201), {}, False, id="perhaps, where it is not stated who runs it"),
    ],
)
def test_that_a_rate_may_be_examined_is_told_where_a_private_wish_is_too_dear(
    own: tuple[str | None, int], other: tuple[str | None, int], more: dict[str, Any], told: bool | None
) -> None:
    houses = [
        an_offer(
            id, "SEL-108", price={"basic": dkk, "vat": "excl"}, free=1, place="Ikast",
            approved={"by": "Socialtilsyn Midt", "tilbudsportalen": True}, **({"operator": {"type": kind}} if kind else {}),
        )
        for id, (kind, dkk) in (("own", own), ("other", other))
    ]  # fmt: skip
    document = a_case(**ENTITLED, wishes={"offers": ["other"]}, offered="own/SEL-108")
    ranking = match(case({**document, **more}), catalogue(offers(*houses)), load_guideline("serviceloven", DAY), DAY)
    notices = Consequences(Explanation(ranking)).notices(ranking.placements[0])
    assert next((one.surely for one in notices if one.statement.id == RATE), None) is told
    sheet = str(MatchSheet(ranking, "en").sheet())
    assert ("may ask Konkurrence- og Forbrugerstyrelsen" in sheet) is bool(told)
    with speaking("en"):
        boxes = [line.text for line in TickBoxes(*_of_a_screen(ranking)).lines(ranking.first) if line.needed]
    assert any("Forbrugerstyrelsen" in text for text in boxes) is bool(told)


def _of_a_screen(ranking: Ranking) -> tuple[Explanation, NextSteps]:
    explanation = Explanation(ranking)
    return explanation, NextSteps(explanation, ShortNames.of(ranking, "en"))


@pytest.mark.parametrize(
    ("offered", "other", "dearer"),
    [({}, 4000, True), ({"offered": "onw/SEL-108"}, 4000, True), ({}, 2000, False), ({}, None, False)],
)
def test_where_nothing_was_pointed_at_a_dearer_wish_is_told(
    offered: dict[str, str], other: int | None, dearer: bool
) -> None:
    told = says(2000, other, **ENTITLED_AND_WISHED, **offered)
    words = "4,000 a day, 100% dearer than own at DKK\\xa02,000 a day, the first that nobody wished for"
    assert (words in told) is dearer
    assert ("record that in the case" if dearer else "record in the case what the municipality") in told


def test_prices_to_compare_are_of_offers_that_are_named() -> None:
    houses = [an_offer("own", "SEL-108"), an_offer("other", "SEL-108", price_dkk_per_day=2200)]
    document = a_case(
        needs={"areas": ["home"], "must": ["a_home"]}, wishes={"offers": ["other"]}, offered="own/SEL-108"
    )
    ranking = match(case(document), catalogue(offers(*houses)), load_guideline("serviceloven", DAY), DAY)
    for language, words in (("en", "the prices of other and own once"), ("da", "priserne for other og own, når")):
        with speaking(language):
            steps = NextSteps(Explanation(ranking), Phrasing(ranking.guideline, language))
            assert words in " ".join(steps.free_choice(briefly=True))


# --- choosing another than the free choice ---


@pytest.mark.parametrize(
    ("case", "instead"),
    [
        ("had-frit-valg-lidt-dyrere", ("2",)),
        ("ib-frit-valg-til-randers", ("2",)),
        ("had-frit-valg-lidt-dyrere", ("--none", "refused")),
    ],
)
def test_choosing_another_than_the_free_choice_is_a_departure_from_a_right(
    case, instead, tmp_path, monkeypatch, capsys
) -> None:
    monkeypatch.setenv("VISIT_LEDGER", str(tmp_path / "ledger.db"))
    inside(monkeypatch, capsys, "log", "init")
    decide = ("decide", str(ROOT / f"examples/{case}.yaml"), *instead, "--reason", "x", "--by", "anna", "--lang", "da")
    asked = inside(monkeypatch, capsys, *decide)
    assert (asked.code, asked.out) == (2, "")
    assert "nr. 1 er borgerens frie valg og blev ikke valgt: der skal angives en fravigelseskode" in asked.err
    recorded = inside(monkeypatch, capsys, *decide, "--departure", "price")
    assert recorded.code == 0
    for command in (
        ("log", "show", "1"),
        ("log", "show", "1", "--format", "journal"),
        ("log", "show", "1", "--format", "html"),
    ):
        assert "imod en ret: borgerens frie valg" in inside(monkeypatch, capsys, *command, "--lang", "da").out
    assert "imod en ret: borgerens frie valg" in recorded.out
    shown = json.loads(inside(monkeypatch, capsys, "log", "show", "1", "--format", "json").out)
    [row] = shown["values"]["departure"]["rules"]
    assert row == {"rule": "free-choice", "option": None, "strength": "right", "outcome": "fails"}
    told = inside(monkeypatch, capsys, "audit", "departures", "--lang", "da").out
    assert "nr. 1 var borgerens frie valg og blev ikke valgt: 1 (post 1)" in " ".join(told.split())


def test_the_free_choice_is_no_reason_to_choose_another(monkeypatch, capsys) -> None:
    case = str(ROOT / "examples/ib-frit-valg-til-randers.yaml")
    decide = (
        "decide",
        case,
        "--reason",
        "x",
        "--by",
        "anna",
        "--dry-run",
        "--departure",
        "free-choice",
        "--lang",
        "en",
    )
    ran = inside(monkeypatch, capsys, *decide, "2")
    assert (ran.code, ran.out) == (2, "")
    assert "the departure is the citizen's free choice, and that is what was not chosen" in ran.err
    listed = inside(monkeypatch, capsys, *decide[:7], "2", "--lang", "en").err
    assert "(price)" in listed
    assert "(free-choice)" not in listed


def test_choosing_the_free_choice_departs_from_no_right(monkeypatch, capsys) -> None:
    case = str(ROOT / "examples/had-frit-valg-lidt-dyrere.yaml")
    ran = inside(
        monkeypatch, capsys, "decide", case, "1", "--reason", "x", "--by", "anna", "--dry-run", "--format", "json"
    )
    assert json.loads(ran.out)["departure"] is None
