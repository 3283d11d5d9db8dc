"""A case becomes a bundle: FHIR by an oracle's word, read again as it was, and what it does not hold is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from running import ROOT, Ran, inside

from visit.case import Case, case_of, load_case
from visit.imports.bundles import bundle_of
from visit.imports.citizens import imported_citizen
from visit.imports.exporting import exported_bundle
from visit.imports.held import not_held
from visit.imports.imported import ImportedCitizen
from visit.imports.yaml_text import read_again
from visit.interview.writing import case_file
from visit.population.drawing import Drawing
from visit.population.profile import load_profile
from visit.reading.source import Document, parse

Run = Callable[..., Ran]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
HELD: dict[str, Any] = {
    "format": 1,
    "case": "ffb-0123456789abcdef",
    "assessed": "2026-05-28",
    "municipality": "Esbjerg",
    "citizen": {
        "born": 1981,
        "sex": "man",
        "current": [
            {
                "offer": "ffb-social-activity", "service": "SEL-104", "since": "2021-05-29",
                "name": "Social aktivitet · Aktivitets- og samværstilbud",
            }
        ],
    },
    "target_groups": {"primary": "autism-spectrum", "secondary": ["depression", "anxiety"]},
    "support_need": 0,
    "functioning": {"network_relations": 3, "cook": 0},
    "earlier_functioning": [{"theme": "cook", "level": 2, "on": "2025-05-28"}],
    "goals": [{"theme": "cook", "from": 0, "to": 0, "kind": "maintain"}, {"theme": "wash", "kind": "develop"}],
    "purposes": ["At kunne bo for sig selv.", "At få venner."],
    "next_follow_up": "2026-09-01",
    "network": [{"who": "mor", "place": "7430 Ikast", "tie": "family"}],
    "guardian": {"kind": "personal_matters"},
    "wishes": {"own_words": "Vil bo for sig selv."},
}  # fmt: skip


def case(value: dict[str, Any]) -> Case:
    return case_of(read_again(value))


def again(bundle: dict[str, Any], *, texts: bool = True) -> ImportedCitizen:
    read = bundle_of(bundle, "bundle.json")
    return imported_citizen(read, key=b"k" * 32, municipality=None, today=date(2026, 12, 1), texts=texts)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *arguments, **environment: inside(monkeypatch, capsys, "case", *arguments, **environment)


def test_what_the_profiles_have_room_for_comes_back_as_it_was() -> None:
    bundle = exported_bundle(case(HELD))
    assert again(bundle).case == HELD
    assert not_held(case(HELD), bundle) == ()
    assert [note for note in again(bundle).notes if note.kind == "changed"] == []


def drawn() -> list[Case]:
    profile = load_profile("ikast-brande")
    rows = Drawing(profile, profile.drawn_from({}), 7).citizens(20)
    return [case_of(Document("drawn", row)) for row in rows]  # type: ignore[arg-type]


@pytest.mark.parametrize("cases", ["examples", "drawn"])
def test_an_import_exported_and_imported_is_the_same_and_fhir(cases: str) -> None:
    for one in map(load_case, EXAMPLES) if cases == "examples" else drawn():
        bundle = exported_bundle(one)
        Bundle.model_validate(json.loads(json.dumps(bundle)))
        first = again(bundle)
        assert not [note for note in first.notes if note.kind == "changed"], one.id
        second = exported_bundle(case(first.case))
        assert again(second).case | {"notes": ""} == first.case | {"notes": ""}, one.id
        lost = not_held(one, bundle)
        assert (
            "case" not in lost
            and "assessed" not in lost
            and not any(path.startswith(("target_groups.primary", "functioning", "support_need")) for path in lost)
        )


def test_every_profile_that_is_named_has_what_it_demands() -> None:
    """By the guides: a care plan demands an author and a care team participants, which no case knows, so they name none."""
    found = [entry["resource"] for entry in exported_bundle(case(HELD))["entry"]]
    named = {one["meta"]["profile"][0].rpartition("-")[2]: one for one in found if "meta" in one}
    demanded = {
        "citizen": {"identifier"},
        "targetGroup": {"code", "subject"},
        "condition": {"code", "subject", "clinicalStatus"},
        "interventionGoal": {"subject", "category", "description"},
        "citizenObjective": {"subject", "category", "description"},
        "interventionPurpose": {"subject", "category", "description"},
        "followUp": {"subject", "status", "class", "type", "period"},
        "evaluation": {"subject", "code", "valueCodeableConcept"},
        "informationGathering": {"subject"},
        "intervention": {"basedOn", "subject", "created", "activity"},
    }
    assert named.keys() == demanded.keys()
    for name, keys in demanded.items():
        assert keys <= named[name].keys(), name


LOST = {
    "needs": ({"must": ["meals"], "hours_per_week": {"support": 5}}, ("needs.must", "needs.hours_per_week.support")),
    "consent": ({"move": "given"}, ("consent.move",)),
    "guardian": ({"kind": "none"}, ("guardian.kind",)),
    "network": ([{"who": "nabo", "contact": "daily"}], ("network.*.who", "network.*.contact")),
    "target_groups": ({"secondary": []}, ("target_groups.secondary",)),
    "earlier_functioning": ([{"theme": "eat", "level": 1, "on": "2025-01-01"}],
                            tuple(f"earlier_functioning.*.{key}" for key in ("theme", "level", "on"))),
    "goals": ([{"theme": "cook", "result": "reached", "text": "Laver mad"}], ("goals.*.result",)),
    "citizen": ({"born": "1981-05-03", "current": [{"offer": "ib-x", "service": "SEL-85", "question": "ends"}]},
                tuple(f"citizen.current.*.{key}" for key in ("offer", "service", "question"))),
}  # fmt: skip


@pytest.mark.parametrize("key", LOST)
def test_what_is_not_in_the_bundle_is_named(key: str) -> None:
    value, lost = LOST[key]
    one = case({**{name: HELD[name] for name in ("case", "assessed", "municipality")}, key: value})
    assert not_held(one, exported_bundle(one)) == lost


def test_a_case_goes_out_and_comes_in(run: Run) -> None:
    from visit.imports.yaml_text import catalogue_text

    Path("case.yaml").write_text(catalogue_text({**HELD, "consent": {"move": "given"}}), encoding="utf-8")
    ran = run("export", "case.yaml", "-o", "bundle.json")
    assert ran.code == 0 and "whether the citizen has consented to moving (consent.move)" in ran.err
    assert run("import", "bundle.json", "--to", "again.yaml").code == 0
    assert load_case("again.yaml").citizen.sex == "man" and load_case("again.yaml").municipality == "Esbjerg"
    assert run("export", "nowhere.yaml").code == 2


def test_a_name_of_another_form_is_no_name_of_a_case() -> None:
    bundle = json.loads(json.dumps(exported_bundle(case(HELD))))
    for name in ("../../x", "010190-1234", ""):
        bundle["entry"][0]["resource"]["identifier"][0]["value"] = name
        assert str(again(bundle).case["case"]).startswith("ffb-") and again(bundle).case["case"] != HELD["case"]


def test_the_acting_municipality_is_read_under_the_name_of_the_guide() -> None:
    """The extension is `kl-messaging-ffb-actingMunicipality`; it was looked for with a capital letter, and never found."""
    bundle = exported_bundle(case(HELD))
    assert "kl-messaging-ffb-actingMunicipality" in json.dumps(bundle)
    assert again(bundle).case["municipality"] == "Esbjerg"


@pytest.mark.parametrize("whole", [True, False])
def test_a_written_case_keeps_what_nobody_is_asked_for(whole: bool) -> None:
    """An imported case lost the citizen's sex as it was written, and an updated one its travel figures and agreed prices."""
    recorded: dict[str, Any] = {
        "citizen": {"sex": "man"},
        "travel": [{"from": "Ikast", "to": "ib-x", "metres": 10, "source": "kort"}],
        "agreed": [{"option": "ib-x/SEL-85", "dkk_per_day": Decimal("10.5"), "on": "2025-01-01"}],
        "price_level": {"ib-x/SEL-85": "takst 2"},
        "extra": {"own_fact": True},
    }
    value = {"format": 1, "case": "a", "assessed": "2026-01-01", "municipality": "Esbjerg", **recorded}
    read = parse(case_file(value, whole=whole), "case.yaml")
    assert isinstance(read.value, dict) and isinstance(read.value["citizen"], dict)
    assert read.value["citizen"]["sex"] == "man"
    assert {key: read.value[key] for key in recorded if key != "citizen"} == {
        key: one for key, one in recorded.items() if key != "citizen"
    }
    case_of(read)
