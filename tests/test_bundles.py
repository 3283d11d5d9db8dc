"""What of a bundle counts: one citizen's, whole, and what still holds."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from test_case_import import (
    CPR,
    PATIENT,
    Run,
    bundle,
    concept,
    condition,
    identifier,
    imported,
    need,
    plan,
    ranked,
    run,
    told,
)

from visit.errors import SourceError
from visit.imports.bundle_files import read_bundle
from visit.imports.citizens import imported_citizen
from visit.reading.source import read

__all__ = ["run"]

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
        ([], {"total": 9},
         ("ask", "total", "this is one page of several: what stands on the others is not read. Export all in one")),
        ([], {"type": "history"},
         ("ask", "type",
          "this is a history, with earlier versions of what it holds: which of them count? Export what holds now")),
    ],
)  # fmt: skip
def test_what_of_a_bundle_does_not_count(
    tmp_path: Path, listed: list[Any], more: Any, odd: tuple[str, str, str]
) -> None:
    read = read_bundle(entries(tmp_path, {"resource": {"resourceType": "Patient"}}, *listed, **more))
    assert read.odd == (odd,) and not read.of("Observation")


@pytest.mark.parametrize(
    ("of_entry", "of_bundle", "note"),
    [
        ({}, {"extension": [{"valueString": "x"}], "unheardOf": "x"},
         ("not_read", "Bundle", "Bundle: extension and unheardOf")),
        ({}, {"modifierExtension": [{"valueBoolean": True}]},
         ("ask", "Bundle", "modifierExtension is not read, and may turn round what stands beside it: what does it say?")),
        ({"comment": "x"}, {}, ("not_read", "entry[0]", "Bundle.entry: comment")),
    ],
)  # fmt: skip
def test_what_stands_around_the_resources_is_told(
    tmp_path: Path, of_entry: Any, of_bundle: Any, note: tuple[str, str, str]
) -> None:
    sent = {"fullUrl": "urn:uuid:1", "search": {"mode": "match"}, "resource": need("3", "2026-05-01")}
    read = read_bundle(
        entries(tmp_path, {**sent, **of_entry}, type="searchset", total=1, timestamp="2026", **of_bundle)
    )
    citizen = imported_citizen(read, key=bytes(32), municipality=None, today=date(2026, 11, 2), texts=False)
    around = [one for one in told(citizen) if "Bundle" in (one[1] + one[2]) or "modifier" in one[2]]
    assert around == [note]


def test_a_reference_is_also_to_the_full_address(tmp_path: Path) -> None:
    read = read_bundle(entries(tmp_path, {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Patient", "id": "p"}}))
    assert read.referred({"reference": "urn:uuid:1"}) is read.resources[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"resourceType": "Observation", "status": "final", "status": "cancelled"}', 'the key "status" stands twice'),
        ('{"resourceType": "Observation", "value": NaN}', "is not JSON"),
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


def status(key: str, said: str) -> dict[str, Any]:
    return {key: {"coding": [{"code": said}]}}


@pytest.mark.parametrize(
    ("more", "kind", "said", "holds"),
    [
        ({"abatementDateTime": "2026-05-01"}, "left_out", "Eat ended 1 May 2026", False),
        ({"abatementDateTime": "2099-05-01"}, "ask", "Eat is to end 1 May 2099: does it hold until then?", True),
        ({"abatementString": "sidste år"}, "left_out", "Eat has ended", False),
        (status("verificationStatus", "provisional"), "ask", "Eat is marked as provisional: does it hold?", False),
        ({"clinicalStatus": {"text": "resolved"}}, "left_out", "Eat is marked as resolved", False),
        (status("clinicalStatus", "relapse"), None, "", True),
    ],
)
def test_what_has_ended_or_is_not_sure_is_not_current(
    tmp_path: Path, more: dict[str, Any], kind: str | None, said: str, holds: bool
) -> None:
    citizen = imported(tmp_path, condition("theme", "eat", 3, **more))
    assert ("functioning" in citizen.case) is holds
    assert kind is None or (kind, "entry[1]", said) in told(citizen), told(citizen)


@pytest.mark.parametrize(
    ("status", "kind"),
    [("final", None), ("amended", None), ("preliminary", "ask"), ("cancelled", "left_out"), ("unknown", "ask"), (None, "ask")],
)  # fmt: skip
def test_only_an_observation_that_is_done_counts(tmp_path: Path, status: str | None, kind: str | None) -> None:
    citizen = imported(tmp_path, {**need("3", "2026-05-01"), "status": status})
    assert ("support_need" in citizen.case) is (kind is None)
    found = [one for one in told(citizen) if "is marked as" in one[2]]
    said = "of unknown status" if status in ("unknown", None) else status
    assert found == ([] if kind is None else [(kind, "entry[1]", f"an observation is marked as {said}")])


@pytest.mark.parametrize(
    ("severity", "said"),
    [
        ({"text": "Let nedsat funktionsevne"}, "Let nedsat"),
        ({"text": "1"}, "“1”"),
        ({"text": "noget andet"}, "noget andet"),
        ({"text": "3 - Svært nedsat funktionsevne"}, None),
        ({"text": "Severely reduced functioning"}, None),
    ],
)
def test_a_text_that_says_another_level_is_told(tmp_path: Path, severity: dict[str, Any], said: str | None) -> None:
    concepts = ({**concept("functioning", "3"), **severity},
                {"coding": [{**concept("functioning", "3")["coding"][0], "display": severity["text"]}]})  # fmt: skip
    for one in concepts:
        citizen = imported(tmp_path, condition("theme", "eat", severity=one))
        found = [message for kind, _place, message in told(citizen) if kind == "changed"]
        assert citizen.case["functioning"] == {"eat": 3}
        assert len(found) == (said is not None) and (said is None or said in found[0])


def test_a_support_need_with_another_level_in_words_is_told(tmp_path: Path) -> None:
    observation = need("1", "2026-05-01")
    observation["valueCodeableConcept"]["text"] = "Højt støttebehov"
    message = "the text says “Højt støttebehov”, and the code is 1 - Mild support need: the code counts"
    assert ("changed", "entry[1]", message) in told(imported(tmp_path, observation))


def test_two_levels_at_one_place_are_asked_about(tmp_path: Path) -> None:
    two = {"coding": [*concept("functioning", "1")["coding"], *concept("functioning", "3")["coding"]]}
    citizen = imported(tmp_path, condition("theme", "eat", severity=two))
    assert "functioning" not in citizen.case and ("ask", "entry[1]", "Eat has two levels at one place") in told(citizen)


@pytest.mark.parametrize("rank", [0, -1, True, "1", 1.5])
def test_what_is_no_rank_is_asked_about(tmp_path: Path, rank: Any) -> None:
    citizen = imported(tmp_path, condition("target_group", "dementia"), ranked(("dementia", rank)))
    assert citizen.case["target_groups"] == {"secondary": ["dementia"]}
    assert ("ask", "entry[2]", f"{rank} is no rank: which group comes first?") in told(citizen)


def test_two_ranks_of_one_group_are_told(tmp_path: Path) -> None:
    citizen = imported(
        tmp_path, condition("target_group", "dementia"), ranked(("dementia", 2)), ranked(("dementia", 1))
    )
    message = "one group has the rank 1 in one plan and 2 in another: the first of them counts"
    assert ("changed", "entry[3]", message) in told(citizen)


@pytest.mark.parametrize("day", ["2021-13-45", "29/05/2021", "snart"])
def test_a_day_that_cannot_be_read_is_asked_about(tmp_path: Path, day: str) -> None:
    citizen = imported(tmp_path, need("3", day))
    assert ("ask", "entry[1]", f"the day cannot be read: {day}. When was it?") in told(citizen)


@pytest.mark.parametrize(
    ("patient", "born", "sex", "said"),
    [
        ({"birthDate": "1981-01-01", "gender": "female"}, 1981, None, "the sex is not that of the CPR number: which is right?"),
        ({"birthDate": "1985-05-05", "gender": "male"}, None, "man",
         "the date of birth is not that of the CPR number: which is right?"),
        ({"birthDate": "1981", "gender": "male"}, 1981, "man", None),
        ({"birthDate": "i går"}, 1981, None, "the date of birth cannot be read"),
        ({"gender": "other"}, 1981, None, "the sex is neither male nor female here"),
    ],
)  # fmt: skip
def test_birth_and_sex_are_those_of_the_number(
    tmp_path: Path, patient: dict[str, Any], born: int | None, sex: str | None, said: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for key, value in patient.items():
        monkeypatch.setitem(PATIENT, key, value)
    citizen = imported(tmp_path, condition("theme", "eat", 3))
    person = citizen.case.get("citizen", {})
    assert isinstance(person, dict) and (person.get("born"), person.get("sex")) == (born, sex)
    assert said is None or said in [message for _kind, place, message in told(citizen) if place == "entry[0]"]


@pytest.mark.parametrize(
    ("resource", "parts"),
    [
        ({**need("3", "2026-05-01"), "component": [{"valueString": "x"}]}, "component"),
        ({**need("3", "2026-05-01"), "dataAbsentReason": {"text": "x"}}, "dataAbsentReason"),
        ({**need("3", "2026-05-01"), "text": {"div": "<div>x</div>"}}, "text"),
        ({**need("3", "2026-05-01"), "contained": [condition("theme", "eat", 3)]}, "contained"),
        ({**need("3", "2026-05-01"), "extension": [{"url": "x", "valueString": "y"}]}, "extension.valueString"),
        ({**need("3", "2026-05-01"), "_status": {"extension": [{"url": "x"}]}}, "_status"),
        (condition("theme", "eat", 3, onsetDateTime="2020"), "onsetDateTime"),
        (plan("support-for-transport", description="x", title="y"), "description and title"),
        ({"resourceType": "CareTeam", "name": "Solhøj"}, "name"),
        ({**need("3", "2026-05-01"), "note": [{"text": " "}], "component": []}, None),
    ],
)  # fmt: skip
def test_what_nobody_reads_is_told(tmp_path: Path, resource: dict[str, Any], parts: str | None) -> None:
    found = imported(tmp_path, resource).notes
    said = [one.message for one in found if one.kind == "not_read" and one.place == "entry[1]"]
    assert said == ([] if parts is None else [f"{resource['resourceType']}: {parts}"])


def test_a_service_in_words_beside_a_coded_one_is_told(tmp_path: Path) -> None:
    both = plan("support-for-daily-tasks-at-home")
    both["activity"].append({"detail": {"description": "Kørsel efter § 105"}})
    citizen = imported(tmp_path, both, condition("theme", "eat", 3))
    assert ("ask", "entry[1]", "a service stands as text only: “Kørsel efter § 105”") in told(citizen)


EARLIER = (
    condition("target_group", "dementia"),
    condition("target_group", "anxiety"),
    ranked(("dementia", 1), ("anxiety", 2)),
    condition("theme", "eat", 3),
    need("3", "2026-05-28"),
    plan("support-for-daily-tasks-at-home", period={"start": "2026-01-01"}),
)


@pytest.mark.parametrize(
    ("later", "change"),
    [
        ((condition("theme", "eat", 3, **status("verificationStatus", "entered-in-error")),),
         "Eat: 3 (severely reduced functioning) → not recorded"),
        (({**need("3", "2026-05-28"), "status": "entered-in-error"},), "support need: 3 (high support need) → not recorded"),
        ((condition("target_group", "anxiety", **status("verificationStatus", "refuted")),),
         "target groups: anxiety → not recorded"),
        ((condition("target_group", "dementia", abatementDateTime="2026-05-01"),), "primary target group: dementia → not recorded"),
        ((plan("support-for-daily-tasks-at-home", period={"start": "2026-01-01", "end": "2026-05-01"}),),
         "what runs now: gone: SEL 85; "),
    ],
)  # fmt: skip
def test_what_a_later_bundle_withdraws_is_taken_out_and_asked_about(
    run: Run, tmp_path: Path, later: tuple[dict[str, Any], ...], change: str
) -> None:
    bundle(tmp_path, *EARLIER)
    assert run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--to", "case.yaml").code == 0
    bundle(tmp_path, condition("theme", "interact", 1), *later)
    ran = run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--onto", "case.yaml", "--to", "later.yaml")
    assert ran.code == 0, ran.err
    assert change in ran.out and "by the bundle it holds no more: it is taken out. Is that right?" in ran.out, ran.out


@pytest.mark.parametrize(
    ("later", "groups"),
    [
        ((condition("target_group", "dementia"),), {"primary": "dementia", "secondary": ["anxiety"]}),
        ((condition("target_group", "anxiety"), ranked(("anxiety", 1))), {"primary": "anxiety"}),
        ((condition("target_group", "dementia"), condition("target_group", "autism-spectrum")),
         {"primary": "dementia", "secondary": ["autism-spectrum"]}),
    ],
)  # fmt: skip
def test_a_later_bundle_without_ranks_leaves_the_first_group_the_first(
    run: Run, tmp_path: Path, later: tuple[dict[str, Any], ...], groups: dict[str, Any]
) -> None:
    bundle(tmp_path, *EARLIER)
    assert run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--to", "case.yaml").code == 0
    bundle(tmp_path, *later)
    ran = run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--onto", "case.yaml", "--to", "later.yaml")
    assert ran.code == 0, ran.err
    assert read("later.yaml").value["target_groups"] == groups  # type: ignore[index, call-overload]
    assert "Dementia has no rank" not in ran.out


def test_what_the_case_has_is_not_asked_again(run: Run, tmp_path: Path) -> None:
    bundle(tmp_path, *EARLIER)
    run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--to", "case.yaml")
    with (tmp_path / "case.yaml").open("a", encoding="utf-8") as file:
        file.write("permanence: permanent\nconsent: {support: given, move: given}\n")
    ran = run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--onto", "case.yaml")
    asked = ran.out.partition("To be asked")[2]
    assert "the permanence" not in asked and "consent" not in asked and "the needs to be met" in asked, ran


def test_what_is_imported_is_the_same_in_both_languages(run: Run, tmp_path: Path) -> None:
    relative = {"resourceType": "RelatedPerson", "relationship": [{"coding": [{"code": "MTH"}]}]}
    bundle(tmp_path, *EARLIER, relative, {**relative, "relationship": [{"coding": [{"code": "FRND"}]}]})
    cases = []
    for lang in ("da", "en"):
        name = f"{lang}.yaml"
        assert run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--to", name, "--lang", lang).code == 0
        cases.append(read(name).value)
    assert cases[0] == cases[1]


@pytest.mark.parametrize(
    "written",
    ["101814321", "10181-4321", "010181 løbenr. 4321", "010181x4321", "T0[101814321]",
     "01 01 81, de sidste fire er 4321", "0.1.0.1.8.1.4.3.2.1", "sag990101814321", "2021-00101814321-28"],
)  # fmt: skip
def test_the_number_of_the_citizen_is_found_in_any_parts(tmp_path: Path, written: str) -> None:
    goal = {"resourceType": "Goal", "description": {"text": f"Kender {written} godt, 12 km væk den 01.02.2026"}}
    left = str(imported(tmp_path, goal, texts=True).case["notes"])
    assert left.startswith("Kender ") and left.endswith(" godt, 12 km væk den 01.02.2026") and "4321" not in left, left


@pytest.mark.parametrize(
    ("person", "text", "left"),
    [
        ({"note": [{"authorString": "Bente Dam", "text": ""}]}, "Bente kom", "NN kom"),
        ({"recorder": {"display": "Bente Dam"}}, "Dams notat", "NNs notat"),
        ({"managingOrganization": {"reference": "Organization/1", "display": "Ikast Bosted"}}, "Ikast Bosted", "Ikast Bosted"),
        ({"contained": [{"resourceType": "Practitioner", "name": [{"family": "Dam"}]}]}, "fru Dam", "fru NN"),
        ({"name": [{"given": ["Anne-Marie"]}]}, "Annemarie og AnneMarie", "NN og NN"),
        ({"name": [{"given": ["Annemarie"]}]}, "Anne-Marie og Anne Marie", "NN og NN"),
        ({"telecom": [{"system": "phone", "value": "+45 12 34 56 78"}]}, "ring 12345678 eller +4512 345 678", "ring … eller …"),
        ({"telecom": [{"system": "email", "value": "bd@x.dk"}]}, "skriv til BD@x.dk", "skriv til …"),
    ],
)  # fmt: skip
def test_whoever_is_named_in_a_bundle_is_taken_out(
    tmp_path: Path, person: dict[str, Any], text: str, left: str
) -> None:
    goal = {"resourceType": "Goal", "description": {"text": text}}
    assert imported(tmp_path, {"resourceType": "RelatedPerson", **person}, goal, texts=True).case["notes"] == left


def test_what_an_import_shows_of_itself_has_no_number_and_no_name(tmp_path: Path) -> None:
    """A case system logs what it is given, and a traceback with its locals."""
    people = {
        "resourceType": "RelatedPerson",
        "name": [{"family": "Dam"}],
        "telecom": [{"system": "phone", "value": "12345678"}],
    }
    citizen = imported(tmp_path, people, condition("theme", "eat", 2))
    shown = repr((citizen, citizen.said, read_bundle(tmp_path / "bundle.json").resources)).casefold()
    assert not [one for one in (CPR, CPR[1:], "dam", "12345678") if one in shown]


def test_a_number_that_is_cut_off_is_taken_out_first(tmp_path: Path) -> None:
    citizen = imported(tmp_path, condition("theme", "eat", 2, recordedDate=f"{'x' * 31}{CPR}"))
    assert not [one for one in citizen.notes if CPR[:6] in one.message]


def test_a_later_bundle_asks_of_nobody_unknown_less_and_of_the_municipality_no_more(run: Run, tmp_path: Path) -> None:
    """A relative who is there already answers nothing of somebody else."""
    relatives = [
        {"resourceType": "RelatedPerson", "relationship": [{"coding": [{"code": one}]}]} for one in ("MTH", "BILL")
    ]
    bundle(tmp_path, *EARLIER, *relatives)
    assert run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--to", "case.yaml").code == 0
    ran = run("bundle.json", "--key", "visit.key", "--onto", "case.yaml", "--to", "later.yaml")
    assert ran.code == 0 and "somebody is named as BILL" in ran.out and "which municipality acts" not in ran.out, ran
