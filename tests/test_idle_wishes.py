"""What a citizen wishes and the guideline does not read, or what is to be avoided, is told wherever it is asked about."""

from __future__ import annotations

import pytest
from drawn import DAY, case, catalogue, guideline
from running import inside
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.locale import speaking
from visit.matching import match
from visit.ranking.values import Ranking
from visit.render.match_sheet import MatchSheet
from visit.render.plain import plain
from visit.render.why_in_short import WhyInShort
from visit.render.why_sheet import WhySheet


def of(wishes: dict[str, object], **sections: object) -> Ranking:
    rows = [{**an_offer(id, "SEL-104", covers=["social_contact"]), "name": id.capitalize()} for id in ("aa", "bb")]
    document = a_case(
        needs={"areas": ["activity"], "must": ["social_contact"]}, consent={"support": "given"}, wishes=wishes
    )
    return match(case(document), catalogue(offers(*rows)), guideline(a_guideline(**sections)), DAY, top=10)


def told(found: Ranking) -> str:
    with speaking("en"):
        return " ".join(plain(MatchSheet(found, "en").sheet()).split())


@pytest.mark.parametrize(
    ("sections", "is_told"),
    [
        ({}, True),
        ({"rules": [a_rule("near", "travel.home_km <= case.wishes.max_km")]}, False),
    ],
)
def test_a_distance_that_is_wished_and_read_nowhere_is_told(sections: dict[str, object], is_told: bool) -> None:
    said = "the wish of at most 5 km: the guideline does not ask for it, so without effect"
    assert (said in told(of({"max_km": 5}, **sections))) is is_told
    assert said not in told(of({}, **sections))


def test_an_offer_that_the_citizen_avoids_is_named_where_it_stands() -> None:
    found = of({"avoid": ["bb"]})
    place = next(n for n, one in enumerate(found.placements, 1) if one.parts[0].offer.id == "bb")
    assert f"The citizen does not want: Bb (no. {place})" in told(found)
    with speaking("en"):
        why = WhyInShort(WhySheet(found, "en"))
        assert "The citizen does not want Bb" in plain(why.sheet("Bb", None))
        assert "The citizen does not want" not in plain(why.sheet("Aa", None))


def test_case_check_tells_it_under_a_guideline(monkeypatch, capsys, tmp_path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "format: 1\ncase: a-1\nassessed: 2026-11-22\nmunicipality: Silkeborg\nwishes: {max_km: 5}\n", encoding="utf-8"
    )
    ran = inside(monkeypatch, capsys, "case", "check", str(file), "--guideline", "Silkeborg")
    assert ":5:18: warning: the wish of at most 5 km" in " ".join((ran.out + ran.err).split())
