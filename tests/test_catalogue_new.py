"""A catalogue by a few questions: what is asked, what is taken, and the file that `match` reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from running import Ran, inside

from visit.catalogue import load_catalogue
from visit.imports.offer_answers import OfferAnswer, next_key, with_answer

Answer = Callable[..., Ran]
ENGBO = (
    "Engbo",
    "kommunal",
    "Ikast-Brande",
    "7430",
    "§ 107",
    "8",
    "4",
    "1.850,50",
    "§ 104",
    "",
    "",
    "",
    "autisme, angst",
    "2",
    "rates",
)
SUPPORT = ("Støtten", "", "", "kommer", "§ 85", "", "", "", "", "")


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Answer:
    monkeypatch.chdir(tmp_path)

    def run(*lines: str, more: tuple[str, ...] = ()) -> Ran:
        stdin = "".join(f"{one}\n" for one in lines).encode()
        return inside(monkeypatch, capsys, "catalogue", "new", "offers.yaml", *more, stdin=stdin)

    return run


def test_answers_become_a_catalogue_that_is_read(answer: Answer) -> None:
    ran = answer(*ENGBO, *SUPPORT, "")
    assert ran.code == 0, ran.err
    assert "2 offers" in ran.out and "visit match" in ran.out
    engbo, support = load_catalogue("offers.yaml").document.offers
    assert [(one.provision, one.places) for one in engbo.services] == [
        ("SEL-107-1", 8),
        ("SEL-107-2", 4),
        ("SEL-104", None),
    ]
    assert str(engbo.services[0].price.basic) == "1850.5" and engbo.services[0].price.vat == "excl"
    assert engbo.specialisation == {"autism-spectrum": 2, "anxiety": 2}
    assert engbo.operator.municipality == "Ikast-Brande" and engbo.place == "7430"
    assert support.mobile and support.operator.type is None and support.place is None
    assert support.source.ref == "rates"  # said once, and the same where it is passed
    assert support.services[0].price.basic is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("",), "<stdin>:1: error: What is the offer called: must be answered"),
        (("Engbo", "nobody"), "<stdin>:2: error: Who runs it: is not a name known here"),
        (("Engbo", "", "", "Nixby"), '<stdin>:4: error: Where is it: cannot be read: no place is called "Nixby"'),
        (("Engbo", "", "", "", ""), "Under which provision: must be answered"),
        (("070761-4285",), "looks like a CPR number"),
        ((*ENGBO, "", "more"), "<stdin>:17: error: there are no more questions"),
    ],
)
def test_an_answer_that_cannot_be_taken_writes_nothing(answer: Answer, lines: tuple[str, ...], said: str) -> None:
    ran = answer(*lines)
    assert ran.code == 2
    assert said in ran.err and "4285" not in ran.err
    assert not Path("offers.yaml").exists()


def test_what_is_stopped_is_saved_and_what_is_not_finished_is_told(answer: Answer) -> None:
    ran = answer(*ENGBO, "Skoven", "privat", ".")
    assert ran.code == 0
    assert "Skoven was not finished" in ran.err
    assert [one.name for one in load_catalogue("offers.yaml").document.offers] == ["Engbo"]
    assert answer("x").code == 2  # what is there is not replaced
    assert answer("Skoven", ".", more=("--force",)).code == 1
    assert Path("offers.yaml").exists()


def test_a_wrong_answer_in_a_pipe_leaves_the_offers_before_it(answer: Answer) -> None:
    ran = answer(*ENGBO, "Skoven", "privat", "Herning", "Nixby")
    assert ran.code == 2 and '<stdin>:19: error: Where is it: cannot be read: no place is called "Nixby"' in ran.err
    said = " ".join(ran.err.split())
    assert "Skoven was not finished and is left out" in said and "are in offers.yaml: correct the line" in said
    assert [one.name for one in load_catalogue("offers.yaml").document.offers] == ["Engbo"]
    again = answer(*ENGBO, "engbo", more=("--force",))
    assert "<stdin>:16: error: What is the offer called: an offer is called so already" in again.err


def test_one_goes_back_and_asks_what_can_be_answered(answer: Answer) -> None:
    ran = answer("Engbo", "?", "privat", "<", "kommunal", "", "", "§ 104", "? bostøtte", *([""] * 4), "rates", "")
    assert ran.code == 0, ran.err
    assert "foundation" in ran.err
    assert load_catalogue("offers.yaml").document.offers[0].operator.type == "municipal"


def test_how_specialised_is_asked_of_groups_alone() -> None:
    named = (OfferAnswer("name", "Engbo"), OfferAnswer("specialisation", ["anxiety"]))
    assert next_key(named) == "specialised"
    assert next_key((*named[:1], OfferAnswer("specialisation"))) == "source.ref"
    taken, note = with_answer((OfferAnswer("name", "a"), OfferAnswer("place", "7430")), "§ 107", date(2026, 11, 2))
    assert taken[-1].value == ["SEL-107-1", "SEL-107-2"] and note is not None


def test_the_places_of_each_provision_are_asked_for_by_its_name(answer: Answer) -> None:
    ran = answer("Engbo", "privat", "", "", "§ 107", "", "4", "", "§ 85 og § 104", "3", "", "", "", "", "rates", "")
    assert ran.code == 0, ran.err
    asked = [line for line in ran.err.splitlines() if "places" in line]
    assert [line.partition("under ")[2].partition("?")[0] for line in asked] == [
        "SEL 107(1)", "SEL 107(2)", "SEL 85", "SEL 104",
    ]  # fmt: skip
    (engbo,) = load_catalogue("offers.yaml").document.offers
    assert [(one.provision, one.places) for one in engbo.services] == [
        ("SEL-107-1", None), ("SEL-107-2", 4), ("SEL-85", 3), ("SEL-104", None),
    ]  # fmt: skip
