"""What fits and the municipality has not in the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from drawn import case, catalogue, guideline
from running import inside
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.matching import match
from visit.reasons.gaps import gaps

OWN = {"operator": {"type": "municipal", "municipality": "Esbjerg"}}
OTHERS = {"operator": {"type": "municipal", "municipality": "Ikast-Brande"}}
ENTITLED = a_guideline(
    rules=[
        a_rule(f"to-{id.lower()}", f"case.legal.impairment >= {least}", provision=id, gate="entitlement")
        for id, least in (
            ("SEL-85", "substantial"),
            ("SEL-82b", "reduced"),
            ("SEL-83", "reduced"),
            ("SEL-96", "reduced"),
        )
    ]
)


@pytest.mark.parametrize(
    ("impairment", "rows", "named"),
    [
        pytest.param("substantial", [], ["SEL-85"], id="nothing is there"),
        pytest.param("substantial", [an_offer("a", "SEL-85", **OWN)], [], id="the municipality has one"),
        pytest.param("substantial", [an_offer("a", "SEL-85", **OTHERS)], ["SEL-85"], id="another municipality has one"),
        pytest.param("reduced", [], ["SEL-82b"], id="not entitled to what it is no substitute for"),
        pytest.param("none", [], [], id="entitled to nothing"),
        pytest.param(None, [], [], id="not known whether entitled"),
    ],
)
def test_help_in_the_own_home_that_fits_is_named_where_no_own_offer_gives_it(
    impairment: str | None, rows: list[dict[str, Any]], named: list[str]
) -> None:
    legal = {} if impairment is None else {"impairment": impairment}
    document = a_case(needs={"areas": ["support"]}, legal=legal)
    found = offers(an_offer("day", "SEL-104", **OWN), *rows)
    ranking = match(case(document), catalogue(found), guideline(ENTITLED))
    assert [one.id for one in gaps(ranking)] == named


@pytest.mark.parametrize(
    ("municipality", "told"), [("Odense", True), ("Silkeborg", False)], ids=["no guideline, no offer", "both"]
)
@pytest.mark.parametrize("form", [(), ("--full",), ("--format", "journal")], ids=" ".join)
def test_an_answer_by_the_law_alone_for_a_municipality_without_offers_says_so(
    form: tuple[str, ...],
    municipality: str,
    told: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    example = Path(__file__).parent.parent / "examples" / "sil-noget-at-staa-op-til.yaml"
    path = tmp_path / "case.yaml"
    written = example.read_text(encoding="utf-8").replace("municipality: Silkeborg", f"municipality: {municipality}")
    path.write_text(written, encoding="utf-8")
    shown = " ".join(inside(monkeypatch, capsys, "match", str(path), *form).out.split())
    assert ("Only the law is used, no guideline of Odense" in shown) is told
    assert ("The catalogue has no offer that Odense runs itself" in shown) is told
    assert any(f"of the municipality's own{end}" in shown for end in (". Is there one?", ". Find out")) is told
