"""What of a bundle counts: one citizen's, whole, and what still holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_case_import import CPR, condition, identifier, imported, need, told

from visit.errors import SourceError
from visit.imports.bundles import read_bundle

ELSE = "is about somebody else, or the bundle does not say that it is about this citizen"


@pytest.mark.parametrize(
    ("more", "is_taken"),
    [
        ({"subject": {"reference": "Patient/p"}}, True),
        ({"subject": {"reference": "https://x.dk/fhir/Patient/p"}}, True),
        ({"subject": {"identifier": identifier(CPR)}}, True),
        ({"subject": {"display": "borgeren"}}, True),
        ({"subject": {"reference": "Patient/somebody-else"}}, False),
        ({"subject": {"reference": "urn:uuid:somebody-else"}}, False),
        ({"subject": {"reference": "Group/p"}}, False),
        ({"subject": {"identifier": identifier("0202824322")}}, False),
        ({"patient": {"reference": "Patient/q"}}, False),
    ],
)
def test_what_is_about_somebody_else_is_not_taken(tmp_path: Path, more: dict[str, Any], is_taken: bool) -> None:
    citizen = imported(tmp_path, {**need("3", "2026-05-01"), **more}, condition("theme", "eat", 2))
    assert ("support_need" in citizen.case) is is_taken
    assert (("ask", "entry[1]", ELSE) in told(citizen)) is not is_taken


def entries(path: Path, *listed: object, **more: Any) -> Path:
    file = path / "bundle.json"
    file.write_text(json.dumps({"resourceType": "Bundle", "entry": listed, **more}), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("listed", "more", "odd"),
    [
        ([{"resource": need("3", "2026"), "request": {"method": "DELETE"}}], {},
         ("left_out", "entry[1]", "is to be deleted (request.method is DELETE)")),
        ([], {"link": [{"relation": "next", "url": "https://x.dk?page=2"}]},
         ("ask", "link", "this is one page of several: what stands on the others is not read. Export all in one")),
    ],
)  # fmt: skip
def test_what_of_a_bundle_does_not_count(
    tmp_path: Path, listed: list[Any], more: Any, odd: tuple[str, str, str]
) -> None:
    read = read_bundle(entries(tmp_path, {"resource": {"resourceType": "Patient"}}, *listed, **more))
    assert read.odd == (odd,) and not read.of("Observation")


def test_a_reference_is_also_to_the_full_address(tmp_path: Path) -> None:
    read = read_bundle(entries(tmp_path, {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Patient", "id": "p"}}))
    assert read.referred({"reference": "urn:uuid:1"}) is read.resources[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"resourceType": "Observation", "status": "final", "status": "cancelled"}', 'the key "status" stands twice'),
        ('{"resourceType": "Observation", "value": NaN}', "is no JSON"),
    ],
)
def test_a_bundle_that_can_be_read_in_two_ways_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "bundle.json").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=said):
        read_bundle(tmp_path / "bundle.json")


def test_what_turns_a_finding_round_is_not_passed_over(tmp_path: Path) -> None:
    turned = {**need("3", "2026-05-01"), "modifierExtension": [{"url": "x", "valueBoolean": True}]}
    citizen = imported(tmp_path, turned)
    assert "support_need" not in citizen.case
    assert any(kind == "ask" and "modifierExtension" in said for kind, _place, said in told(citizen))
