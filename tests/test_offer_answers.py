"""What offers have answered, as the screen and the whole answer tell it: a refusal is called one, a waiting list has its day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from drawn import case, catalogue
from written import a_case, an_offer, offers

from visit import load_guideline
from visit.locale import speaking
from visit.matching import match
from visit.ranking.values import Ranking
from visit.render.lines import fitted
from visit.render.match_sheet import MatchSheet
from visit.render.one_screen import OneScreen
from visit.render.plain import plain

DAY = date(2026, 11, 22)
APPROVED = {
    "operator": {"type": "municipal", "municipality": "Esbjerg"},
    "place": "Esbjerg",
    "approved": {"by": "Socialtilsyn Syd", "tilbudsportalen": True},
    "specialisation": {"autism-spectrum": 2},
}


def ranked(*rows: dict[str, Any], answers: list[dict[str, Any]], **fields: Any) -> Ranking:
    document = a_case(
        **{
            "citizen": {
                "born": "1990-05-14",
                "home": {"place": "Esbjerg", "housing": "cannot_stay", "tenancy": True},
                "current": [],
            },
            "target_groups": {"primary": "autism-spectrum", "secondary": []},
            "support_need": 2,
            "permanence": "permanent",
            "legal": {"impairment": "substantial", "kinds": ["cognitive"], "other_law_covers": []},
            "needs": {"areas": ["home"], "must": ["a_home", "extensive_daily_help"], "round_the_clock": True},
            "network": [
                {"who": "mother", "place": "Esbjerg", "contact": "daily", "benefit": "documented", "tie": "family"}
            ],
            "consent": {"support": "given", "move": "given"},
            "flags": {"sentence": "none"},
            "answers": answers,
            **fields,
        }
    )
    return match(case(document), catalogue(offers(*rows)), load_guideline("serviceloven", DAY), DAY)


def stay(id: str, **fields: Any) -> dict[str, Any]:
    return an_offer(id, "SEL-108", **{"staff": "tied_day_and_night", **APPROVED, **fields})


def screen(ranking: Ranking, language: str = "en") -> str:
    with speaking(language):  # type: ignore[arg-type]
        lines = fitted(tuple(OneScreen(ranking, language).sections()), 200, 60)
    return "\n".join(text for text, _strong in lines)


def answered(offer: str, answer: str, **fields: Any) -> dict[str, Any]:
    return {"offer": offer, "answer": answer, "on": "2026-11-02", **fields}


@pytest.mark.parametrize(
    ("answer", "en", "da"),
    [
        ("refuses", "NOT YET: aa said no on 2 November 2026", "IKKE AFKLARET: aa sagde nej den 2. november 2026"),
        ("terminated", "NOT YET: aa ended its help on 2 November 2026", "IKKE AFKLARET: aa opsagde borgeren den 2. november 2026"),
    ],
)  # fmt: skip
def test_a_refusal_is_called_one_in_the_verdict(answer: str, en: str, da: str) -> None:
    found = ranked(stay("aa"), answers=[answered("aa", answer)])
    assert en in screen(found).split("\n")
    assert da in screen(found, "da").split("\n")
    assert "only the offer can decide it" in screen(found)


def test_a_refusal_is_called_one_among_the_others() -> None:
    told = screen(ranked(stay("aa"), stay("bb", place="Randers"), answers=[answered("aa", "refuses")]))
    assert "  Aa said no on 2 November 2026:" in told.split("\n")
    assert "omebody else has to decide" not in told


def test_an_acute_offer_that_expelled_the_citizen_is_not_where_to_be_meanwhile() -> None:
    shelter = {"flags": {"acute": True, "sentence": "none"}}
    rows = stay("aa"), an_offer("shelter", "SEL-110", **APPROVED), an_offer("other", "SEL-110", **APPROVED)
    told = screen(ranked(*rows, answers=[answered("shelter", "terminated")], **shelter))
    assert "  □ Meanwhile: other" in told.split("\n")
    assert "  □ Cannot be used meanwhile: shelter ended its help on 2 November 2026" in told.split("\n")
    assert "  □ Meanwhile: other or shelter" in screen(ranked(*rows, answers=[], **shelter)).split("\n")


def test_a_waiting_list_is_told_with_the_day_on_which_a_place_is_free() -> None:
    found = ranked(stay("aa"), answers=[answered("aa", "waiting", free_from="2027-02-01")])
    told = "aa has a waiting list; a place is free from 1 February 2027."
    assert f"  {told}" in screen(found).split("\n")
    with speaking("en"):
        assert f"- {told}" in plain(MatchSheet(found, "en").sheet()).split("\n")
    assert "  aa har venteliste; der er en ledig plads fra 1. februar 2027." in screen(found, "da").split("\n")


def test_no_heading_stands_alone_where_there_are_no_others() -> None:
    assert "OTHERS" not in screen(ranked(stay("aa"), answers=[]))


def test_what_is_to_be_asked_of_an_offer_stands_above_what_is_always_to_be_done() -> None:
    told = screen(ranked(stay("aa"), answers=[]))
    assert 0 < told.index("Ask aa whether there is a place") < told.index("The ranking is a proposal")
