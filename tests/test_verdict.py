"""Whether the first placement can be granted now: what keeps it from that beside its standing, and the exit code that follows."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import case, catalogue, guideline
from written import a_case, a_guideline, an_offer, offers

from visit.commands.match import exit_code
from visit.matching import match
from visit.ranking.values import Ranking
from visit.ranking.verdict import verdict
from visit.reasons.explanation import Explanation

OFFERS = offers(an_offer("a", "SEL-85"))
FOUND = {"offered": True, "from": "2027-01-01"}


def ranked(dwelling: dict[str, Any] | None) -> Ranking:
    """Rank for somebody without a home who needs one and support."""
    home: dict[str, Any] = {"housing": "none"}
    if dwelling is not None:
        home["dwelling"] = dwelling
    document = a_case(needs={"areas": ["home", "support"]}, citizen={"home": home})
    return match(case(document), catalogue(OFFERS), guideline(a_guideline()))


@pytest.mark.parametrize(
    ("dwelling", "asked"),
    [
        pytest.param(None, "case.home.dwelling.offered", id="nothing is recorded"),
        pytest.param({"offered": True}, "case.home.dwelling.from", id="offered, from when is not recorded"),
        pytest.param({**FOUND, "on": "2999-01-01"}, "case.home.dwelling.offered", id="learned after the day asked for"),
    ],
)
def test_a_dwelling_to_be_found_is_not_yet_and_the_first_thing_asked(dwelling: dict[str, Any], asked: str) -> None:
    ranking = ranked(dwelling)
    assert ranking.first is not None
    assert (ranking.first.id, ranking.first.standing) == ("a/SEL-85+tenancy/ordinary", "suitable")
    assert (verdict(ranking).name, list(verdict(ranking).reasons)) == ("not_yet", ["dwelling"])
    assert exit_code(ranking, strict=False) == 3
    assert Explanation(ranking).to_confirm(ranking.first)[0].fact == asked


def test_a_dwelling_that_is_offered_can_be_granted() -> None:
    ranking = ranked(FOUND)
    assert ranking.first is not None
    assert ranking.first.id == "a/SEL-85+tenancy/ordinary"
    assert (verdict(ranking).name, exit_code(ranking, strict=False)) == ("grantable", 0)


def test_where_no_dwelling_can_be_had_none_is_part_of_a_placement() -> None:
    ranking = ranked({"offered": False})
    assert [option.id for option in ranking.options] == ["a/SEL-85"]
    assert (verdict(ranking).name, exit_code(ranking, strict=False)) == ("none", 1)


@pytest.mark.parametrize(("areas", "reasons", "exit"), [(None, ["areas"], 3), ([], [], 1), (["work"], [], 1)])
def test_where_nobody_has_said_what_to_cover_the_answer_is_not_no(
    areas: list[str] | None, reasons: list[str], exit: int
) -> None:
    ranking = match(case(a_case(needs={"areas": areas})), catalogue(OFFERS), guideline(a_guideline()))
    assert (list(verdict(ranking).reasons), exit_code(ranking, strict=False)) == (reasons, exit)
