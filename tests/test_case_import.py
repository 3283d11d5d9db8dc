"""A citizen's bundle becomes a case: by codes, with what must be asked, and never with a CPR number."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from running import Ran, inside

from visit.case import load_case
from visit.cpr import cpr_shaped
from visit.errors import PlaceError, SourceError
from visit.imports.assessed import CARE_SOCIAL, SUPPORT_NEED
from visit.imports.birth import birth_year
from visit.imports.bundle_files import read_bundle
from visit.imports.bundles import bundle_of
from visit.imports.citizens import imported_citizen
from visit.imports.ffb import unknown_codes
from visit.imports.follow_ups import FOLLOW_UP
from visit.imports.goals import PURPOSE
from visit.imports.imported import ImportedCitizen
from visit.imports.pseudonyms import _name, pseudonym
from visit.imports.updating import CaseChange
from visit.interview import Interview, Setting, Taken
from visit.interview.begun import asked_after_import
from visit.interview.fields import FieldPath
from visit.library import import_case
from visit.locale import speaking
from visit.render.case_change_words import changed_in_words
from visit.vocabulary import vocabulary, vocabulary_record

Run = Callable[..., Ran]
FFB = "urn:oid:1.2.208.176.2.22"
CPR = "0101814321"
NEED = {"coding": [{"system": CARE_SOCIAL, "code": SUPPORT_NEED}]}


def identifier(number: str) -> dict[str, Any]:
    return {"system": "urn:oid:1.2.208.176.1.2", "value": number}


OF_PATIENT: dict[str, Any] = {"subject": {"reference": "Patient/p"}}
PATIENT = {"resourceType": "Patient", "id": "p", "identifier": [identifier(CPR)]}


def code(kind: str, key: str) -> str:
    """The FFB code of a key."""
    if kind in ("functioning", "support_need"):
        scale = next(one for one in vocabulary_record()["scales"] if one["key"] == kind)
        return next(str(row["code"]) for row in scale["levels"] if str(row["level"]) == key)
    if kind == "goal_kind":
        return next(str(row["code"]) for row in vocabulary_record()["goal_kinds"] if row["key"] == key)
    return str(vocabulary().codes[kind].terms[key].ffb)


def concept(kind: str, key: str, said: str = "", system: str = FFB) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code(kind, key)}], **({"text": said} if said else {})}


def condition(kind: str, key: str, level: int | None = None, **more: Any) -> dict[str, Any]:
    found = {"resourceType": "Condition", "id": key, "code": concept(kind, key), "recordedDate": "2026-05-28T09:17:33Z"}
    found |= OF_PATIENT
    return found | ({} if level is None else {"severity": concept("functioning", str(level))}) | more


def plan(key: str, kind: str = "intervention", **more: Any) -> dict[str, Any]:
    detail = {"detail": {"code": concept(kind, key)}}
    return {
        "resourceType": "CarePlan",
        "id": f"plan-{key}",
        "status": "active",
        "activity": [detail],
        **OF_PATIENT,
        **more,
    }


def ranked(*groups: tuple[str, int]) -> dict[str, Any]:
    rows = [
        {"reference": f"Condition/{group}", "extension": [{"url": "x/ConditionRank", "valuePositiveInt": rank}]}
        for group, rank in groups
    ]
    return {"resourceType": "CarePlan", "id": "ranks", "status": "active", "addresses": rows}


def need(level: str, on: str) -> dict[str, Any]:
    value = concept("support_need", level)
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": NEED,
        "valueCodeableConcept": value,
        "effectiveDateTime": on,
        **OF_PATIENT,
    }


def bundle(path: Path, *resources: dict[str, Any]) -> Path:
    file = path / "bundle.json"
    entries = [{"resource": one} for one in (PATIENT, *resources)]
    file.write_text(json.dumps({"resourceType": "Bundle", "entry": entries}), encoding="utf-8")
    return file


def imported(path: Path, *resources: dict[str, Any], texts: bool = False) -> ImportedCitizen:
    read = read_bundle(bundle(path, *resources))
    return imported_citizen(read, key=b"k" * 32, municipality="Esbjerg", today=date(2026, 12, 1), texts=texts)


def meeting(status: str, day: str) -> dict[str, Any]:
    type = [{"coding": [{"code": FOLLOW_UP}]}]
    return {"resourceType": "Encounter", "type": type, "status": status, "period": {"start": day}}


def told(citizen: ImportedCitizen) -> list[tuple[str, str, str]]:
    """What is told of places of the bundle."""
    return [(one.kind, one.place, one.message) for one in citizen.notes if one.place]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *arguments, **environment: inside(
        monkeypatch, capsys, "case", "import", *arguments, **environment, COLUMNS="1000"
    )


def test_what_the_profiles_carry_is_in_the_case(tmp_path: Path) -> None:
    citizen = imported(
        tmp_path,
        condition("target_group", "autism-spectrum"),
        condition("target_group", "dementia"),
        ranked(("autism-spectrum", 1), ("dementia", 2)),
        condition("theme", "eat", 3),
        condition("theme", "interact", 1),
        {"resourceType": "Observation", "status": "final", "code": NEED, "valueCodeableConcept": concept("support_need", "2"),
         "effectiveDateTime": "2026-06-01"},
        {"resourceType": "Goal", "lifecycleStatus": "active", "addresses": [{"reference": "Condition/eat"}],
         "target": [{"detailCodeableConcept": concept("goal_kind", "develop")},
                    {"detailCodeableConcept": concept("functioning", "2")}]},
        plan("support-for-daily-tasks-at-home", period={"start": "2026-01-01"}),
        {"resourceType": "RelatedPerson", "relationship": [{"coding": [{"code": "MTH"}]}],
         "address": [{"postalCode": "7430", "city": "Ikast"}]},
    )  # fmt: skip
    case = citizen.case
    assert (case["assessed"], case["municipality"], case["support_need"]) == ("2026-06-01", "Esbjerg", 2)
    assert case["target_groups"] == {"primary": "autism-spectrum", "secondary": ["dementia"]}
    assert case["functioning"] == {"eat": 3, "interact": 1}
    assert case["goals"] == [{"theme": "eat", "from": 3, "to": 2, "kind": "develop"}]
    assert case["network"] == [{"who": "mor", "place": "7430 Ikast", "tie": "family"}]
    person = case["citizen"]
    assert isinstance(person, dict) and person["born"] == 1981
    assert person["current"] == [
        {"offer": "ffb-support-for-daily-tasks-at-home", "service": "SEL-85", "name": "Støtte til daglige opgaver i hjemmet",
         "since": "2026-01-01"}
    ]  # fmt: skip
    assert citizen.cells["functioning.eat"] == "entry[4]"


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ((condition("theme", "eat", 3, clinicalStatus={"coding": [{"code": "resolved"}]}),),
         ("left_out", "entry[1]", "Eat is marked as resolved")),
        ((condition("target_group", "dementia"),), ("ask", "entry[1]", "Dementia has no rank: is it the first?")),
        ((condition("target_group", "dementia"), condition("target_group", "autism-spectrum"),
          ranked(("dementia", 1), ("autism-spectrum", 1))),
         ("ask", "entry[1], entry[2]", "several groups have the first rank: Dementia and Autism spectrum")),
        ((condition("target_group", "dementia"), condition("target_group", "dementia", id="again"),
          ranked(("dementia", 1), ("again", 2))),
         ("changed", "entry[1], entry[2]", "Dementia is both the first and a further group: kept as the first")),
        ((condition("target_group", "dementia", code=concept("target_group", "dementia", "Autisme")), ranked(("dementia", 1))),
         ("changed", "entry[1]", "the text says “Autisme”, and the code is Dementia: the code counts")),
        ((condition("theme", "eat", 3), condition("theme", "eat", 1)), ("ask", "entry[1]", "Eat has two levels on one day")),
        ((condition("theme", "eat", code={"coding": [{"system": FFB, "code": "old"}]}),),
         ("ask", "entry[1]", "the code old is not known: is it outdated, or mistyped?")),
        ((plan("support-for-transport", period={"start": "2025-01-01", "end": "2025-06-30"}), condition("theme", "eat", 3)),
         ("left_out", "entry[1]", "Support for transport ended 30 June 2025, and is still marked as active")),
        ((plan("temporary-residential-offer", "offer_type", activity=[]) | {"careTeam": [{"reference": "CareTeam/t"}]},
          {"resourceType": "CareTeam", "id": "t", "category": [concept("offer_type", "temporary-residential-offer")]}),
         ("ask", "entry[1]", "Temporary residential offer runs: under which provision? SEL-107-1 or SEL-107-2")),
        (({"resourceType": "CarePlan", "status": "active", "activity": [{"detail": {"description": "Kørsel efter § 105"}}]},),
         ("ask", "entry[1]", "a service stands as text only: “Kørsel efter § 105”")),
        (({"resourceType": "Goal", "lifecycleStatus": "cancelled"},), ("left_out", "entry[1]", "a goal is marked as cancelled")),
        (({**need("1", "2026-05-01"), "status": "entered-in-error"},),
         ("left_out", "entry[1]", "an observation is marked as entered in error")),
        (({"resourceType": "Observation", "valueCodeableConcept": {"coding": [{"system": FFB, "code": "old"}]}},),
         ("ask", "entry[1]", "the code old is not known: is it outdated, or mistyped?")),
        (({"resourceType": "Observation", "valueQuantity": {"value": 3}},),
         ("left_out", "entry[1]", "an observation without a code of FFB")),
        (({"resourceType": "Goal", "addresses": [{"reference": "Condition/eat"}, {"reference": "Condition/interact"}]},
          condition("theme", "eat", 3), condition("theme", "interact", 3)),
         ("left_out", "entry[1]", "a further theme of a goal: Interact and make contact")),
        (({**PATIENT, "deceasedBoolean": True},), ("ask", "entry[1]", "the citizen is marked as dead")),
        (({"resourceType": "Immunization"},), ("left_out", "entry[1]", "Immunization is not read")),
        (({**need("3", "2026-05-28"), "valueCodeableConcept": concept("functioning", "3")},),
         ("ask", "entry[1]", "the support need has a code of another list, 3 - Severely reduced functioning: which level is it?")),
        ((plan("support-for-transport", activity=[{"detail": {
            "code": concept("intervention", "support-for-transport", "Ledsagelse efter § 97"), "status": "in-progress"}}]),),
         ("changed", "entry[1]", "the text says “Ledsagelse efter § 97”, and the code is Support for transport: the code counts")),
        ((plan("support-for-transport", activity=[{"detail": {
            "code": concept("intervention", "support-for-transport"), "status": "in-progress", "doNotPerform": True}}]),),
         ("left_out", "entry[1]", "Support for transport is marked as not to be done")),
        ((plan("support-for-transport", period={"start": "2025-01-01"}),
          plan("support-for-transport", period={"start": "2025-03-01"})),
         ("changed", "entry[2]", "Støtte til transport begins 1 January 2025 in one plan and 1 March 2025 in another: "
          "the first day counts")),
        (({key: one for key, one in condition("theme", "eat", 3).items() if key != "subject"},),
         ("changed", "entry[1]", "does not say whose it is, and is read as this citizen’s")),
        ((condition("theme", "eat", 3, recordedDate="2012-03-01"), condition("theme", "interact", 2)),
         ("ask", "entry[1]", "Eat is of 1 March 2012, long before the assessment: does it still hold?")),
        ((condition("target_group", "anxiety"), condition("target_group", "autism-spectrum"),
          ranked(("anxiety", 2), ("autism-spectrum", 2))),
         ("ask", "entry[1], entry[2]", "none of the target groups has the first rank: which is the first?")),
        ((meeting("finished", "2026-03-01"),), ("left_out", "entry[1]", "a follow-up is marked as held")),
        ((meeting("arrived", "2026-03-01"),), ("ask", "entry[1]", "a follow-up is marked as begun: is it planned?")),
        ((meeting("planned", "2026-03"),), ("ask", "entry[1]", "a follow-up is planned, and its day is not said: when is it?")),
        ((condition("theme", "eat", 3), meeting("planned", "2021-03-01")),
         ("left_out", "entry[2]", "a follow-up was planned for 1 March 2021, before the assessment")),
        ((meeting("planned", "2027-03-01"), meeting("planned", "2027-02-01")),
         ("left_out", "entry[1]", "a further follow-up is planned for 1 March 2027: a case has the next one")),
        (({"resourceType": "CarePlan", "status": "active", "extension": [
            {"url": "x/kl-reporting-ffb-follow-up-date-extension", "valueReference": {"reference": "Encounter/none"}}]},),
         ("ask", "entry[1]", "points to Encounter, which the bundle does not have: what is it?")),
        (({"resourceType": "Goal", "category": [{"coding": [{"code": PURPOSE}]}], "description": {"text": "At bo selv"}},),
         ("left_out", "entry[1]", "the purpose of the help, a free text (10 characters): --texts puts it into the case")),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_told(
    tmp_path: Path, resources: tuple[dict[str, Any], ...], expected: tuple[str, str, str]
) -> None:
    assert expected in told(imported(tmp_path, *resources))


@pytest.mark.parametrize(
    ("resources", "kind", "said", "level"),
    [
        ((need("1", "2026-05-01"), need("3", "2026-05-01")), "ask", "has two levels on one day", None),
        ((need("1", "2026-05-01"), need("3", "2099-05-01")), "left_out", "is dated 1 May 2099, which has not come", 1),
        ((need("1", "2026-05-01"), need("3", "2026-05")), "ask", "which is the latest?", None),
        ((need("1", "2026-05-01"), need("3", "2026-06")), "ask", "when between 1 June 2026 and 30 June 2026?", 3),
        ((need("1", "2026-05-01"), need("1", "2026-05-01")), None, "", 1),
    ],
)  # fmt: skip
def test_the_latest_need_is_surely_the_latest(
    tmp_path: Path, resources: tuple[dict[str, Any], ...], kind: str | None, said: str, level: int | None
) -> None:
    citizen = imported(tmp_path, *resources)
    assert citizen.case.get("support_need") == level
    assert kind is None or any(one[0] == kind and said in one[2] for one in told(citizen)), told(citizen)


def test_levels_that_have_not_come_or_have_no_day(tmp_path: Path) -> None:
    later = condition("theme", "eat", 1, recordedDate="2099-01-01")
    assert imported(tmp_path, condition("theme", "eat", 3), later).case["functioning"] == {"eat": 3}
    unsaid = condition("theme", "eat", 1, recordedDate=None)
    citizen = imported(tmp_path, condition("theme", "eat", 3), unsaid)
    assert "functioning" not in citizen.case
    assert any(kind == "ask" and "which is the latest?" in said for kind, _place, said in told(citizen))


@pytest.mark.parametrize("severity", [None, {"text": "svært"}, {"coding": [{"system": "other", "code": "3"}]}])
def test_a_theme_without_a_level_is_told(tmp_path: Path, severity: dict[str, Any] | None) -> None:
    citizen = imported(tmp_path, condition("theme", "eat", severity=severity))
    assert ("left_out", "entry[1]", "Eat has no level here") in told(citizen)


def activity(status: str) -> dict[str, Any]:
    return {"activity": [{"detail": {"status": status, "code": concept("intervention", "support-for-transport")}}]}


@pytest.mark.parametrize(
    ("more", "kind", "said"),
    [
        ({"status": "draft"}, "left_out", "has not begun (a draft)"),
        ({"intent": "proposal"}, "left_out", "has not begun (proposed)"),
        (activity("not-started"), "left_out", "has not begun (not begun)"),
        (activity("cancelled"), "left_out", "has ended (cancelled)"),
        ({"period": {"end": "2025"}}, "left_out", "ended 31 December 2025, and is still marked as active"),
        ({"status": "on-hold"}, "ask", "is marked as paused: does it run?"),
        ({"status": None}, "ask", "is marked as of unknown status: does it run?"),
        ({"period": {"start": "2026-07-01"}}, "ask", "begins 1 July 2026, after the assessment: does it run?"),
        ({"period": {"end": "2026"}}, "ask", "is not exact (2026): does it run?"),
        ({"period": {"end": "soon"}}, "ask", "is not exact (soon): does it run?"),
    ],
)  # fmt: skip
def test_what_may_not_run_is_never_current(tmp_path: Path, more: dict[str, Any], kind: str, said: str) -> None:
    citizen = imported(tmp_path, plan("support-for-transport", **more), condition("theme", "eat", 3))
    assert any(one[:2] == (kind, "entry[1]") and one[2].endswith(said) for one in told(citizen)), told(citizen)
    person = citizen.case["citizen"]
    assert isinstance(person, dict) and "current" not in person


def test_levels_of_an_earlier_day_stand_beside_the_latest(tmp_path: Path) -> None:
    citizen = imported(tmp_path, condition("theme", "eat", 3, recordedDate="2025-05-01"), condition("theme", "eat", 1))
    assert citizen.case["functioning"] == {"eat": 1}
    assert citizen.case["earlier_functioning"] == [{"theme": "eat", "level": 3, "on": "2025-05-01"}]


def test_either_address_of_the_codes_is_read(tmp_path: Path) -> None:
    system = "http://fhir.kl.dk/term/CodeSystem/FFB"
    other = condition("theme", "eat", code=concept("theme", "eat", system=system))
    other["severity"] = concept("functioning", "2", system=system)
    assert imported(tmp_path, other).case["functioning"] == {"eat": 2}


def test_a_later_bundle_updates_the_case_of_the_same_citizen(run: Run, tmp_path: Path) -> None:
    bundle(tmp_path, condition("theme", "eat", 3))
    first = run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--to", "case.yaml")
    assert first.code == 0, first.err
    bundle(tmp_path, condition("theme", "eat", 2), condition("theme", "interact", 1))
    told = run("bundle.json", "--key", "visit.key", "--onto", "case.yaml", "--to", "later.yaml", "-m", "Esbjerg")
    assert told.code == 0, told.err
    assert "Eat: 3 (severely reduced functioning) → 2 (moderately reduced functioning)" in told.out
    assert "make contact: not recorded → 1 (mildly reduced functioning)" in told.out
    assert load_case(tmp_path / "later.yaml").id == load_case(tmp_path / "case.yaml").id
    other = run("bundle.json", "--onto", "case.yaml", "-m", "Esbjerg")
    assert other.code == 2 and "--key" in other.err


def test_what_a_later_bundle_changes_is_said_without_codes(run: Run, tmp_path: Path) -> None:
    bundle(tmp_path, condition("target_group", "anxiety"), plan("support-for-daily-tasks-at-home"))
    run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--to", "case.yaml")
    bundle(tmp_path, condition("target_group", "dementia", recordedDate="2026-05-29"), need("3", "2026-05-29"))
    told = run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--onto", "case.yaml", VISIT_LANG="da")
    for said in (
        "udredningsdatoen: 28. maj 2026 → 29. maj 2026",
        "borgerens andre målgrupper: angst → demens",
        "støttebehovsniveauet: ikke oplyst → 3 (højt støttebehov)",
    ):
        assert said in " ".join(told.out.split()), told.out


def test_rows_of_a_list_that_are_new_or_gone_stand_apart() -> None:
    mother, father = {"who": "mor", "place": "Ikast"}, {"who": "far", "contact": "daily"}
    change = CaseChange("network", [mother], [mother, father])
    with speaking("da"):
        assert [*changed_in_words(change)] == ["borgerens netværk: nyt: far; dagligt"]
        assert next(changed_in_words(CaseChange("citizen.sex", "man", "woman"))).endswith(": mand → kvinde")


def test_a_row_of_which_one_field_moves_is_one_row() -> None:
    old = {"offer": "ffb-x", "service": "SEL-85", "name": "Hjælp i hjemmet", "since": "2026-01-01"}
    with speaking("da"):
        moved = [*changed_in_words(CaseChange("citizen.current", [old], [{**old, "since": "2026-02-01"}]))]
        assert len(moved) == 1 and moved[0].endswith(": 1. januar 2026 → 1. februar 2026")
        assert "Hjælp i hjemmet" in moved[0]
        others = [*changed_in_words(CaseChange("citizen.current", [old], [{**old, "service": "SEL-104"}]))]
        assert ["nyt: " in one for one in others] == [False, True]


def test_no_name_of_a_case_looks_like_a_cpr_number() -> None:
    """One in some thousands had ten digits in a row that begin with a date, and its case could be neither written nor read."""
    key = b"k" * 32
    looks = [number for number in map(str, range(4000)) if cpr_shaped(_name(number, key)) is not None]
    assert looks and all(cpr_shaped(pseudonym(number, key)) is None for number in looks)
    assert pseudonym("0", key) == _name("0", key)


def test_an_older_bundle_replaces_nothing_newer(run: Run, tmp_path: Path) -> None:
    bundle(tmp_path, condition("theme", "eat", 3))
    run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--to", "case.yaml")
    bundle(tmp_path, condition("theme", "eat", 2, recordedDate="2025-01-31"))
    told = run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--onto", "case.yaml", "--to", "later.yaml")
    assert told.code == 2 and not (tmp_path / "later.yaml").exists()
    assert "case.yaml:7:11: error: the bundle is of 31 January 2025, and the case of 28 May 2026" in told.err


def test_a_bundle_in_another_encoding(run: Run, tmp_path: Path) -> None:
    file = bundle(tmp_path, condition("theme", "eat", 3, text="Æ"))
    text = json.dumps(json.loads(file.read_text(encoding="utf-8")), ensure_ascii=False, indent=1)
    file.write_text(text, encoding="latin-1")
    refused = run("bundle.json", "-m", "Esbjerg")
    line = text[: text.index("Æ")].count("\n") + 1
    assert refused.code == 2
    assert refused.err == f"bundle.json:{line}: error: this is not UTF-8 text\n  help: save it as UTF-8\n"
    file.write_text(text, encoding="utf-16")
    assert run("bundle.json", "-m", "Esbjerg").code == 0


def test_standard_output_is_no_case(run: Run, tmp_path: Path) -> None:
    bundle(tmp_path, condition("theme", "eat", 3))
    refused = run("bundle.json", "-m", "Esbjerg", "--to", "-")
    assert refused.code == 2 and "--to needs a file" in refused.err and not (tmp_path / "-").exists()


def test_the_purposes_and_the_next_follow_up_have_a_place(tmp_path: Path) -> None:
    purpose = {
        "resourceType": "Goal",
        "category": [{"coding": [{"code": PURPOSE}]}],
        "description": {"text": "At bo selv"},
    }
    activity = {"detail": {"code": {"coding": [{"code": FOLLOW_UP}]}, "description": "Efter 3 mdr.",
                           "scheduledTiming": {"repeat": {"boundsPeriod": {"start": "2027-01-15"}}}}}  # fmt: skip
    noted = {**need("3", "2026-05-28"), "note": [{"text": "Set i maj"}]}
    resources = (purpose, noted, meeting("planned", "2027-02-01"), {"resourceType": "CarePlan", "activity": [activity]})
    citizen = imported(tmp_path, *resources, texts=True)
    assert citizen.case["purposes"] == ["At bo selv"] and citizen.case["notes"] == "Set i maj"
    assert citizen.case["next_follow_up"] == "2027-01-15" and citizen.cells["next_follow_up"] == "entry[4]"
    assert ("left_out", "entry[4]", "of a follow-up stands “Efter 3 mdr.”: the day alone is taken") in told(citizen)
    held = imported(tmp_path, meeting("finished", "2026-07-15"), condition("theme", "eat", 2))
    assert (("next_follow_up",), "2026-07-15") in held.withdrawn


def test_no_cpr_number_and_no_name_reaches_anything(run: Run, tmp_path: Path) -> None:
    named = {**PATIENT, "id": "p", "name": [{"given": ["Christian"], "family": "Holm"}]}
    objective = {"resourceType": "Goal", "meta": {"profile": ["x/kl-messaging-ffb-citizenObjective"]},
                 "description": {"text": "Christian vil bo for sig selv. Christians mor er enig."}}  # fmt: skip
    bundle(tmp_path, named, objective, condition("theme", "eat", 3))
    ran = run("bundle.json", "-m", "Esbjerg", "--texts", "--key", "visit.key", "--to", "case.yaml")
    assert ran.code == 0, ran.err
    text = (tmp_path / "case.yaml").read_text(encoding="utf-8")
    assert "NN vil bo for sig selv. NNs mor er enig." in text
    for found in (text, ran.out, ran.err, run("bundle.json", "--format", "json").out):
        assert CPR not in found and "Christian" not in found
    told = imported(tmp_path, {**objective, "description": {"text": f"Se {CPR}"}}, texts=True)
    assert CPR not in json.dumps(told.case)


@pytest.mark.parametrize(
    "name",
    ["Udredning Børge Holm.json", "boerge_holm.json", "BørgeHolm-2.json", "101814321.json", "sag 101 81-4321 a.json"],
)
def test_a_file_called_after_the_citizen_is_not_named(run: Run, tmp_path: Path, name: str) -> None:
    named = {**PATIENT, "name": [{"given": ["Børge"], "family": "Holm"}]}
    bundle(tmp_path, named, condition("theme", "eat", 3)).rename(tmp_path / name)
    ran = run(name, "-m", "Esbjerg", "--to", "case.yaml")
    assert ran.code == 0, ran.err
    text = (tmp_path / "case.yaml").read_text(encoding="utf-8")
    assert Path(name).stem not in text + ran.out and "Imported from the bundle:" in text


def test_of_several_cpr_numbers_the_one_that_is_not_old_counts(tmp_path: Path) -> None:
    old, other = identifier("0202824321") | {"use": "old"}, identifier("0202824321")
    once = imported(tmp_path, condition("theme", "eat", 3)).case["case"]

    def numbered(identifiers: list[dict[str, Any]]) -> ImportedCitizen:
        found = bundle_of([{**PATIENT, "identifier": identifiers}, condition("theme", "eat", 3)], "bundle.json")
        return imported_citizen(found, key=b"k" * 32, municipality="Esbjerg", today=date(2026, 12, 1), texts=False)

    for numbers in ([old, identifier(CPR)], [identifier(CPR), {**other, "period": {"end": "2020-01-01"}}]):
        citizen = numbered(numbers)
        assert citizen.case["case"] == once and citizen.case["citizen"] == {"born": 1981}
        assert any("marked as old" in message for _kind, _place, message in told(citizen))
    with pytest.raises(SourceError, match="several CPR numbers"):
        numbered([other, identifier(CPR)])


def test_what_a_later_bundle_does_not_say_again_is_asked_about_and_keeps_its_place(run: Run, tmp_path: Path) -> None:
    group = (condition("target_group", "anxiety"), ranked(("anxiety", 1)))
    bundle(tmp_path, condition("theme", "eat", 3), condition("theme", "interact", 2), need("3", "2026-05-28"), *group)
    assert run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--to", "case.yaml").code == 0
    bundle(tmp_path, condition("theme", "interact", 1, recordedDate="2026-09-01")).rename(tmp_path / "later.json")
    ran = run("later.json", "-m", "Esbjerg", "--key", "visit.key", "--onto", "case.yaml", "--to", "new.yaml")
    assert ran.code == 0, ran.err
    said = " ".join(ran.out.split())
    assert (
        "not in the later bundle, and still as of 28 May 2026: level of support need, Eat and Anxiety. Does it hold?"
        in said
    )
    behind = (tmp_path / "new.yaml").read_text(encoding="utf-8").partition("## Imported from later.json:")[2]
    new, _heading, old = behind.partition("## Imported from bundle.json:")
    assert "functioning.interact: entry[1]" in new and "functioning.interact" not in old
    assert "functioning.eat: entry[1]" in old and "support_need: entry[3]" in old


def test_who_has_no_cpr_number_has_a_name_of_their_own() -> None:
    """Ids without digits were one name, and `--onto` put one citizen into another's case."""
    names = {pseudonym(one, b"k" * 32) for one in ("abc", "def", "abc-1", "def-1", CPR)}
    assert len(names) == 5
    assert pseudonym("010181-4321", b"k" * 32) == pseudonym(CPR, b"k" * 32)


def test_bundles_without_number_and_id_are_not_one_citizen(tmp_path: Path) -> None:
    nobody = {"resourceType": "Patient"}
    names = []
    for level in (1, 2):
        (tmp_path / "bundle.json").write_text(json.dumps([nobody, condition("theme", "eat", level)]), encoding="utf-8")
        read = read_bundle(tmp_path / "bundle.json")
        found = imported_citizen(read, key=b"k" * 32, municipality=None, today=date(2026, 12, 1), texts=False)
        names.append(found.case["case"])
    assert names[0] != names[1]


@pytest.mark.parametrize(
    "patient", [{"birthDate": "1981"}, {"birthDate": "1981-01"}, {"identifier": [identifier("010181-4321")]}]
)
def test_the_year_of_birth_is_read_however_much_is_said(tmp_path: Path, patient: dict[str, Any]) -> None:
    (tmp_path / "bundle.json").write_text(
        json.dumps({"resourceType": "Patient", "id": "p", **patient}), encoding="utf-8"
    )
    read = read_bundle(tmp_path / "bundle.json")
    found = imported_citizen(read, key=b"k" * 32, municipality=None, today=date(2026, 12, 1), texts=False)
    assert found.case["citizen"] == {"born": 1981}


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ({"text": "Jens Hansen, f. Holm"}, "Jens Hansen og fru Holm", "NN NN og fru NN"),
        ({"given": ["Jens "]}, "JENS bor med Jens her, jens' mor", "NN bor med NN her, NN' mor"),
        ({"given": ["Anne Marie"]}, "Anne vil selv. Marie-Annes ven", "NN vil selv. NN-NNs ven"),
        ({"family": "Ågård-Sørensen"}, "fru Sørensen, Ågård-Sørensen", "fru NN, NN-NN"),
        ({"family": "Agård".replace("A", "A\u030a", 1)}, "fru Ågård", "fru NN"),
        ({"family": "af Holm", "given": ["J."]}, "plaget af J. Holms støj", "plaget af J. NNs støj"),
    ],
)  # fmt: skip
def test_every_word_of_a_name_is_taken_out(tmp_path: Path, name: dict[str, Any], text: str, left: str) -> None:
    person = {"resourceType": "RelatedPerson", "name": [name]}
    goal = {"resourceType": "Goal", "description": {"text": text}}
    assert imported(tmp_path, person, goal, texts=True).case["notes"] == left


@pytest.mark.parametrize(
    "resource",
    [
        lambda text: {"resourceType": "Condition", "code": {"text": text}},
        lambda text: {"resourceType": "CarePlan", "status": "active", "activity": [{"detail": {"description": text}}]},
        lambda text: condition("theme", "eat", 3, code=concept("theme", "eat", text)),
    ],
)
def test_what_is_told_names_nobody_and_is_short(tmp_path: Path, resource: Callable[[str], dict[str, Any]]) -> None:
    person = {"resourceType": "RelatedPerson", "name": [{"text": "Anne Holm"}]}
    found = [said for *_kind, said in told(imported(tmp_path, person, resource("ANNE kommer, " + "lang tekst " * 20)))]
    (said,) = [one for one in found if "NN kommer" in one]
    assert "anne" not in said.casefold() and len(said) < 140


def test_no_part_of_a_name_is_a_municipality(run: Run, tmp_path: Path) -> None:
    bundle(tmp_path)
    ran = run("bundle.json", "-m", "Ikast-Brand", "--to", "case.yaml")
    assert ran.code == 2 and "Ikast-Brande" in ran.err and not (tmp_path / "case.yaml").exists()
    with pytest.raises(PlaceError, match="Ikast-Brand"):
        import_case("bundle.json", key=b"\x01" * 32, municipality="Ikast-Brand", today=date(2026, 11, 30))


def test_the_key_is_for_its_owner_alone(run: Run, tmp_path: Path) -> None:
    bundle(tmp_path)
    dry = run("bundle.json", "-m", "Esbjerg", "--key", "visit.key")
    assert dry.code == 0 and not (tmp_path / "visit.key").exists() and "--to makes the key" in dry.err
    assert run("bundle.json", "-m", "Esbjerg", "--key", "visit.key", "--to", "case.yaml").code == 0
    assert (tmp_path / "visit.key").stat().st_mode & 0o077 == 0
    (tmp_path / "visit.key").write_text("short", encoding="ascii")
    assert "holds no key of 32 bytes" in run("bundle.json", "-m", "Esbjerg", "--key", "visit.key").err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "is not JSON"),
        (b"", "the file is empty"),
        (b'{"resourceType": "Bundle"}', "contains no FHIR resource"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"resourceType": "Patient", "id": ' + b"1" * 5000 + b"}", "is not JSON"),
        (json.dumps([PATIENT, {**PATIENT, "identifier": [], "id": "q"}]).encode(), "several citizens"),
    ],
)
def test_a_file_that_is_no_bundle(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "bundle.json").write_bytes(content)
    ran = run("bundle.json", "-m", "Esbjerg")
    assert ran.code == 2 and said in ran.err and "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("wrapped", "place"),
    [
        (lambda one: [one, one], "[0].entry[1]"),
        (lambda one: {"resourceType": "Bundle", "entry": [{"resource": one}]}, "entry[0].entry[1]"),
    ],
)
def test_bundles_in_a_list_or_in_a_bundle_are_read(tmp_path: Path, wrapped: Callable[[Any], Any], place: str) -> None:
    file = bundle(tmp_path, condition("theme", "eat", 3))
    file.write_text(json.dumps(wrapped(json.loads(file.read_text(encoding="utf-8")))), encoding="utf-8")
    assert [one.place for one in read_bundle(file).of("Condition")][:1] == [place]


def test_a_reference_is_to_the_kind_that_it_names(tmp_path: Path) -> None:
    read = read_bundle(bundle(tmp_path, {"resourceType": "Goal", "id": "a"}, {"resourceType": "CareTeam", "id": "a"}))
    kinds = [
        read.referred({"reference": one})
        for one in ("CareTeam/a", "urn:uuid:a", "https://x.dk/Goal/a", "Condition/a", "")
    ]
    assert [None if one is None else one.kind for one in kinds] == ["CareTeam", "Goal", "Goal", None, None]


def test_a_bundle_of_nothing_writes_no_case(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bundle.json").write_text('{"resourceType": "Immunization"}', encoding="utf-8")
    ran = run("bundle.json", "-m", "Esbjerg", "--to", "case.yaml")
    assert ran.code == 1 and "nothing of the citizen could be read" in ran.out and "--to" not in ran.out
    assert not (tmp_path / "case.yaml").exists()


def relative(*roles: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": "RelatedPerson", "relationship": [{"coding": [{"code": one} for one in roles]}], **more}


@pytest.mark.parametrize(
    ("person", "network", "said"),
    [
        (relative("GUARD", "MTH"), [{"who": "mor", "tie": "family"}], "there is a guardian"),
        (relative("GUARD"), None, "there is a guardian"),
        (relative("POWATT"), None, "there is a power of attorney"),
        (relative("advocate"), None, "there for their office"),
        (relative("advocate", "MTH"), [{"who": "mor", "tie": "family"}], "how often"),
        (relative("MTH", period={"end": "2020-01-01"}), None, "a relative until 1 January 2020"),
        (relative("MTH", period={"end": "snart"}), None, "a relative until ?"),
        (relative("MTH", period={"start": "2099-01-01"}), None, "from 1 January 2099, which has not come"),
        (relative("MTH", period={"end": "2099-01-01"}), [{"who": "mor", "tie": "family"}], "how often"),
        (relative("BILL"), None, "somebody is named as BILL: is it a relative"),
        (relative(relationship=[{"text": "mor"}]), None, "somebody is named as “mor”: is it a relative"),
        (relative(relationship=[{"text": "værge"}]), None, "there is a guardian"),
        (relative("MTH", relationship=[{"coding": [{"code": "MTH"}], "text": "mor (død 2019)"}]), None, "or are dead: is it so?"),
        (relative("FTH", relationship=[{"coding": [{"code": "FTH"}], "text": "nabo"}]), [{"who": "far", "tie": "family"}],
         "the text says “nabo”, and the code is far"),
        (relative(), None, "not how they are related: who is it?"),
        (relative("GRMTH"), [{"who": "pårørende"}], "how often"),
        (relative("FRND"), [{"who": "pårørende"}], "how often"),
        (relative("MTH", active=False), None, "a relative is marked as no longer active"),
        (relative("MTH", address=[{"use": "old", "city": "Skive"}, {"city": "Hobro"}, {"use": "home", "city": "Ikast"}]),
         [{"who": "mor", "place": "Ikast", "tie": "family"}], "how often the network is seen"),
        (relative("MTH", address=[{"city": "Malmø"}]), [{"who": "mor", "tie": "family"}], "not known here: Malmø"),
        (relative("MTH", address=[{"city": "010190-1234"}]), [{"who": "mor", "tie": "family"}], "not known here: …"),
        (relative("MTH", address=[{"city": "Ik\x1b[2Jast"}]), [{"who": "mor", "tie": "family"}], "not known here"),
        (relative("MTH", address=[{"city": "Nixby", "postalCode": "7430"}]),
         [{"who": "mor", "place": "7430 Nixby", "tie": "family"}], "how often"),
        (relative("MTH", address=[{"city": "Ikast", "postalCode": "9999"}]),
         [{"who": "mor", "place": "Ikast", "tie": "family"}], "9999 Ikast, is read as Ikast"),
        (relative("MTH", address=[{"use": "old", "city": "Skive"}]), [{"who": "mor", "tie": "family"}], "how often"),
    ],
)  # fmt: skip
def test_who_is_near_and_where(tmp_path: Path, person: dict[str, Any], network: object, said: str) -> None:
    citizen = imported(tmp_path, person)
    assert citizen.case.get("network") == network
    assert any(said in one for *_kind, one in told(citizen))


@pytest.mark.parametrize(
    ("texts", "kind", "asked"),
    [
        (["Værge for personlige forhold"], "personal_matters", "accept a move?"),
        (["holder of a future power of attorney"], "future_power", "accept a move?"),
        (["ingen"], None, "in personal matters?"),
        (["værge"], None, "in personal matters?"),
        (["guardian in personal matters", "fremtidsfuldmægtig"], "personal_matters", "in personal matters?"),
    ],
)
def test_of_which_kind_a_guardian_is_only_the_words_of_the_list_say(
    tmp_path: Path, texts: list[str], kind: str | None, asked: str
) -> None:
    people = [
        {"resourceType": "RelatedPerson", "relationship": [{"coding": [{"code": "GUARD"}], "text": one}]}
        for one in texts
    ]
    citizen = imported(tmp_path, *people)
    guardian = citizen.case.get("guardian")
    assert guardian == (None if kind is None else {"kind": kind})
    assert any(asked in one for *_kind, one in told(citizen))


@pytest.mark.parametrize(
    ("codes", "given", "acts", "said"),
    [
        (("0561",), None, "Esbjerg", None),
        (("0561", "0751"), None, None, ("ask", "entry[1]", "several municipalities act: Esbjerg and Aarhus: --municipality")),
        (("0561",), "Aarhus", "Aarhus", ("changed", "entry[1]", "the bundle says that Esbjerg acts: --municipality counts")),
        (("0561",), "Esbjerg", "Esbjerg", None),
    ],
)  # fmt: skip
def test_one_municipality_acts(
    tmp_path: Path, codes: tuple[str, ...], given: str | None, acts: str | None, said: tuple[str, str, str] | None
) -> None:
    acting = [{"url": "x/ActingMunicipality", "valueCoding": {"code": one}} for one in codes]
    read = read_bundle(bundle(tmp_path, condition("theme", "eat", 3, extension=acting)))
    found = imported_citizen(read, key=b"k" * 32, municipality=given, today=date(2026, 12, 1), texts=False)
    assert found.case.get("municipality") == acts
    assert told(found) == ([] if said is None else [said])


@pytest.mark.parametrize(
    ("number", "year"),
    [("0101814321", 1981), ("0101364000", 2036), ("0101374000", 1937), ("0101575000", 2057), ("0101585000", 1858), ("x", None)],
)  # fmt: skip
def test_the_year_of_birth_is_in_the_number(number: str, year: int | None) -> None:
    assert birth_year(number) == year


def test_what_is_left_is_asked_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], run: Run, tmp_path: Path
) -> None:
    """From a bundle to a recorded decision: three commands and fewer than ten questions."""
    visit = lambda *arguments, stdin="": inside(monkeypatch, capsys, *arguments, stdin=stdin.encode())  # noqa: E731
    bundle(tmp_path, condition("theme", "eat", 3), condition("theme", "interact", 2))
    assert run("bundle.json", "-m", "Esbjerg", "--to", "imported.yaml").code == 0
    answers = ("own", "anxiety", "2", "support", "structure_and_safety", "4", "substantial", "given")
    assert len(answers) < 10
    ran = visit("case", "new", "case.yaml", "--from", "imported.yaml", stdin="\n".join(answers))
    assert ran.code == 0, ran.err
    case, before = load_case(tmp_path / "case.yaml"), load_case(tmp_path / "imported.yaml")
    assert case.id == before.id and case.functioning == before.functioning
    assert case.needs.hours_per_week == {"support": 4} and case.legal.impairment == "substantial"
    assert "functioning.eat: entry[1]" in (tmp_path / "case.yaml").read_text(encoding="utf-8")
    assert "not known, and it may matter for the citizen: what the premises must have" in " ".join(ran.err.split())
    assert visit("match", "case.yaml").code == 0
    decide = ("decide", "case.yaml", "1", "--reason", "near", "--by", "anna", "--ledger", "l.db")
    recorded = visit(*decide, "--new-ledger", "nordby.dk/visit")
    assert recorded.code == 0, recorded.err
    assert "nordby.dk/visit" in recorded.err and (tmp_path / "l.db").exists()
    again = visit(*decide, "--again", "--new-ledger", "nordby.dk/visit")
    assert again.code == 2 and "leave out --new-ledger" in again.err


@pytest.mark.parametrize(
    ("answers", "further"),
    [
        (("own", "2", "home"), "permanence"),
        (("own", "2", "home", "temporary", ""), "premises"),
        (("own", "2", "activity"), "citizen.home.place"),
        (("own", "2", "support", "", "4"), "tied_staff"),
        (("own", "2", "support", "", "", "no", "reduced"), "social_problems"),
    ],
)
def test_what_matters_in_some_cases_alone_is_asked_there(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    run: Run,
    tmp_path: Path,
    answers: tuple[str, ...],
    further: str,
) -> None:
    bundle(tmp_path, condition("target_group", "anxiety"), ranked(("anxiety", 1)))
    assert run("bundle.json", "-m", "Esbjerg", "--to", "imported.yaml").code == 0
    stdin = "\n".join((*answers, "\ufffe")).encode()
    ran = inside(monkeypatch, capsys, "case", "new", "case.yaml", "--from", "imported.yaml", stdin=stdin)
    assert further in ran.err.rpartition("error: ")[2], ran.err


@pytest.mark.parametrize(
    "has", [{}, {("support_need",): 3}, {("support_need",): 3, ("target_groups", "primary"): "anxiety"}]
)
def test_no_way_through_what_an_import_leaves_has_ten_questions(has: dict[FieldPath, Taken]) -> None:
    begun: dict[FieldPath, Taken] = {("municipality",): "Esbjerg", **has}
    areas = vocabulary().codes["area"].terms
    for several in (one for n in (1, 2, 3, len(areas)) for one in combinations(areas, n)):
        interview = Interview(Setting(today=date(2026, 11, 30)), begun=begun, asks=asked_after_import(begun))
        asked = []
        while (question := interview.question()) is not None:
            asked.append(question.name)
            answer = {"needs.areas": ", ".join(several), "legal.impairment": "reduced", "support_need": "3"}
            interview = interview.answer(answer.get(question.name, ""))
        assert len(asked) < 10, asked
        assert ("target_groups.primary" in asked) == (("target_groups", "primary") not in has)
        assert len(has) < 2 or "needs.premises" in asked


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        ([], "is not a FHIR resource"),
        ("text", "is not a FHIR resource"),
        ({"id": "x"}, "is not a FHIR resource"),
        ({"resourceType": "CareTeam", "id": "t"}, "CareTeam says nothing that has a place in a case"),
        ({"resourceType": "Consent", "status": "rejected"}, "not marked as active"),
    ],
)
def test_nothing_of_a_bundle_is_passed_over_in_silence(tmp_path: Path, resource: Any, said: str) -> None:
    found = imported(tmp_path, condition("theme", "eat", 3), resource)
    assert any(said in one.message for one in found.notes if one.place == "entry[2]"), found.notes


def test_a_list_of_the_case_names_every_place_that_it_is_from(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        condition("target_group", "anxiety"),
        condition("target_group", "autism-spectrum"),
        ranked(("anxiety", 1), ("autism-spectrum", 2)),
        {"resourceType": "RelatedPerson", "relationship": [{"coding": [{"code": "MTH"}]}]},
        {"resourceType": "RelatedPerson", "relationship": [{"coding": [{"code": "FTH"}]}]},
    )
    assert found.cells["target_groups.primary"] == "entry[1]"
    assert found.cells["target_groups.secondary"] == "entry[2]"
    assert found.cells["network"] == "entry[4], entry[5]"


@pytest.mark.parametrize(
    ("lang", "said", "when"),
    [
        (
            "en",
            "no version of ikast-brande is in force on 28 May 2021",
            "its first version is in force from 1 August 2021: ",
        ),
        (
            "da",
            "ingen version af ikast-brande gælder den 28. maj 2021",
            "den første version gælder fra 1. august 2021: ",
        ),
    ],
)
def test_a_bundle_that_is_older_than_every_guideline_says_so_and_how_it_is_answered(
    lang: str, said: str, when: str, run: Run, tmp_path: Path, monkeypatch, capsys
) -> None:
    old = condition("theme", "eat", 3, recordedDate="2021-05-28")
    file, to = str(bundle(tmp_path, old)), str(tmp_path / "case.yaml")
    ran = run(file, "--municipality", "Ikast-Brande", "--to", to, "--lang", lang)
    assert f"{said}; {when}" in " ".join(ran.out.split())
    match = inside(monkeypatch, capsys, "match", to, "--lang", lang)
    assert match.code == 2
    assert said in match.err and when in match.err and "--as-of 2021-08-01" in match.err
    assert inside(monkeypatch, capsys, "match", to, "--as-of", "2021-08-01").code in (0, 1, 3)


@pytest.mark.parametrize(("own", "is_taken"), [("sag-7", True), ("101901234", False), ("0101901234", False)])
def test_a_case_of_our_own_is_named_by_no_cpr_number(tmp_path: Path, own: str, is_taken: bool) -> None:
    patient = {"resourceType": "Patient", "id": "p", "identifier": [{"system": "urn:visit:case", "value": own}]}
    file = tmp_path / "own.json"
    file.write_text(json.dumps({"resourceType": "Bundle", "entry": [{"resource": patient}]}), encoding="utf-8")
    read = read_bundle(file)
    citizen = imported_citizen(read, key=b"k" * 32, municipality="Esbjerg", today=date(2026, 12, 1), texts=False)
    assert (citizen.case["case"] == own) is is_taken


def test_who_else_is_on_the_machine_cannot_read_the_case(run: Run, tmp_path: Path) -> None:
    for _turn in range(2):
        ran = run(str(bundle(tmp_path)), "--municipality", "Esbjerg", "--to", "case.yaml", "--overwrite")
        assert ran.code == 0 and Path("case.yaml").stat().st_mode & 0o777 == 0o600, ran


@pytest.mark.parametrize("born", ["1066", "2030-01-01", "9999"])
def test_a_year_of_birth_that_cannot_be_is_left_out(tmp_path: Path, born: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The case was refused as a whole, at a line of a file that nobody had written."""
    monkeypatch.setitem(PATIENT, "birthDate", born)
    citizen = imported(tmp_path, need("3", "2026-05-28T09:17:33Z"))
    assert "born" not in citizen.case.get("citizen", {})  # type: ignore[operator]
    assert ("left_out", "entry[0]", f"the year of birth cannot be right: {born[:4]}") in told(citizen)


def test_what_contradicts_itself_is_told_at_its_place_in_the_bundle(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = plan("support-for-daily-tasks-at-home", period={"start": "2018-01-01"})
    monkeypatch.setitem(PATIENT, "birthDate", "2020-01-01")
    monkeypatch.setitem(PATIENT, "identifier", [])
    bundle(tmp_path, need("3", "2026-05-28T09:17:33Z"), running)
    ran = run("bundle.json", "-m", "Esbjerg", "--to", "case.yaml")
    assert ran.code == 2 and "bundle.json: error: since is before the birth (entry[2])" in ran.err, ran
    assert not (tmp_path / "case.yaml").exists()


def test_what_comes_next_works_of_an_old_assessment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], run: Run, tmp_path: Path
) -> None:
    bundle(tmp_path, condition("theme", "eat", 3, recordedDate="2021-05-28"))
    assert run("bundle.json", "-m", "Ikast-Brande", "--to", "imported.yaml").code == 0
    ran = inside(monkeypatch, capsys, "case", "new", "case.yaml", "--from", "imported.yaml", stdin=b"own\n")
    assert "next: visit match case.yaml --as-of 2021-08-01" in ran.out, ran
    assert inside(monkeypatch, capsys, "match", "case.yaml", "--as-of", "2021-08-01").code in (0, 1, 3)


@pytest.mark.parametrize("area", ["home", "activity"])
def test_the_numbers_of_sections_only_rise(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], run: Run, tmp_path: Path, area: str
) -> None:
    """Permanence is asked once the areas are known, of a section that is past: 2 stood behind 3."""
    bundle(tmp_path, condition("target_group", "anxiety"), ranked(("anxiety", 1)))
    run("bundle.json", "-m", "Esbjerg", "--to", "imported.yaml")
    stdin = "\n".join(("own", "2", area, *[""] * 20)).encode()
    ran = inside(monkeypatch, capsys, "case", "new", "case.yaml", "--from", "imported.yaml", stdin=stdin)
    numbers = [(int(n), int(of)) for n, of in re.findall(r"--- .* \((\d+) of (\d+)\) ---", ran.err)]
    assert [n for n, _of in numbers] == [*range(1, len(numbers) + 1)] and numbers[-1][0] == numbers[-1][1], ran.err


def test_a_bundle_comes_from_a_pipe_and_a_spreadsheet_does_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    content = bundle(tmp_path, condition("theme", "eat", 3)).read_bytes()
    piped = inside(monkeypatch, capsys, "case", "import", "-", "-m", "Esbjerg", "--to", "case.yaml", stdin=content)
    assert piped.code == 0 and piped.out.startswith("<stdin>: "), piped
    assert load_case(tmp_path / "case.yaml").functioning == {"eat": 3}
    refused = inside(monkeypatch, capsys, "population", "import", "-", stdin=b"a;b")
    assert refused.code == 2 and "a spreadsheet cannot come from standard input" in refused.err


def test_what_is_not_written_says_why(run: Run, tmp_path: Path) -> None:
    bundle(tmp_path, condition("theme", "eat", 3))
    told = run("bundle.json", "--to", "case.yaml")
    assert told.code == 1 and "nothing is written: which municipality acts is not known" in told.out


def test_a_free_text_is_to_be_read_and_keeps_no_address_of_mail(run: Run, tmp_path: Path) -> None:
    goal = {"resourceType": "Goal", "description": {"text": "Skriv til lis@nordby.dk, hendes søster."}}
    bundle(tmp_path, goal, condition("theme", "eat", 3))
    told = run("bundle.json", "-m", "Esbjerg", "--texts", "--to", "case.yaml")
    assert "read it for the names of others (entry[1])" in told.out
    assert load_case(tmp_path / "case.yaml").record["document"]["notes"] == "Skriv til …, hendes søster."


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "CarePlan", "status": "active", "activity": [{"detail": {"code": {"coding": [{}]}}}]},
        {"resourceType": "CareTeam", "category": [{"coding": [{}]}]},
        {"resourceType": "Goal", "description": {"coding": [{}]}},
        condition("theme", "eat") | {"severity": {"coding": [{}]}},
    ],
)
def test_a_code_that_is_on_no_list_is_asked_about_wherever_it_stands(tmp_path: Path, resource: dict[str, Any]) -> None:
    written = json.dumps(resource).replace("[{}]", json.dumps([{"system": FFB, "code": "retired-7"}]))
    note = ("ask", "entry[1]", "the code retired-7 is not known: is it outdated, or mistyped?")
    assert told(imported(tmp_path, json.loads(written))).count(note) == 1


def test_no_code_of_the_vocabulary_is_unknown() -> None:
    codes = [term.ffb for kind in ("target_group", "theme") for term in vocabulary().codes[kind].terms.values()]
    assert unknown_codes([{"system": FFB, "code": one} for one in codes if one is not None]) == ()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("match", "list.csv"), "this is a spreadsheet, and a case is expected"),
        (("catalogue", "check", "list.csv"), "this is a spreadsheet, and a catalogue is expected"),
        (("match", "list.xlsx"), "`visit population import` one of citizens"),
        (("case", "new", "new.yaml", "--from", "bundle.json"), "this is a FHIR resource, and a case is expected"),
        (("case", "export", "bundle.json"), "`visit case import` reads it"),
    ],
)
def test_a_file_to_be_imported_is_known_where_a_file_of_ours_is_expected(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    command: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    bundle(tmp_path, condition("theme", "eat", 3))
    Path("bundle.json").write_text(Path("bundle.json").read_text("utf-8").replace(CPR, "x"), encoding="utf-8")
    Path("list.csv").write_text("Sag;Alder\na;40\n", encoding="utf-8")
    Path("list.xlsx").write_bytes(b"PK\x03\x04\x00\x00\xff\xfe")
    ran = inside(monkeypatch, capsys, *command)
    told = ran.out + ran.err
    assert ran.code in (1, 2) and said in told and told.count("error:") == 1, told


@pytest.mark.parametrize(
    "called",
    [{}, {"code": {"coding": [{"system": CARE_SOCIAL, "code": "11111111-2222-4333-8444-555555555555"}]}},
     {"code": {"coding": [{"system": "http://loinc.org", "code": SUPPORT_NEED}]}}, {"code": {"text": "Støttebehov"}}],
)  # fmt: skip
def test_a_level_of_need_is_the_citizens_where_its_code_says_so(tmp_path: Path, called: dict[str, Any]) -> None:
    row = {key: one for key, one in need("2", "2026-05-28").items() if key != "code"} | called
    citizen = imported(tmp_path, condition("theme", "eat", 2), row)
    assert "support_need" not in citizen.case
    assert ("ask", "entry[2]") in [
        (one.kind, one.place) for one in citizen.notes if "level of support need" in one.message
    ]


def test_of_a_need_that_is_read_nothing_is_told_as_not_read(tmp_path: Path) -> None:
    row = need("2", "2026-05-28")
    row["code"] = {"coding": [{**NEED["coding"][0], "display": "FFB støttebehovsvurdering"}]}
    citizen = imported(tmp_path, row)
    assert citizen.case["support_need"] == 2
    assert not [one for one in citizen.notes if one.place == "entry[1]"]


def of_number(path: Path, number: str) -> ImportedCitizen:
    """A citizen of a number who has one finding."""
    person = {"resourceType": "Patient", "id": "p", "identifier": [identifier(number)]}
    (path / "bundle.json").write_text(json.dumps([person, condition("theme", "eat", 2)]), encoding="utf-8")
    read = read_bundle(path / "bundle.json")
    return imported_citizen(read, key=b"k" * 32, municipality="Esbjerg", today=date(2026, 12, 1), texts=False)


@pytest.mark.parametrize("number", ["3102994321", "9999999999", "0000000000"])
def test_of_a_number_that_no_citizen_has_no_year_is_taken(tmp_path: Path, number: str) -> None:
    citizen = of_number(tmp_path, number)
    assert "born" not in str(citizen.case)
    assert any(one.kind == "ask" and "the CPR number cannot be right" in one.message for one in citizen.notes)


def test_a_number_that_has_lost_its_first_0_is_the_same_citizen(tmp_path: Path) -> None:
    assert of_number(tmp_path, CPR).case == of_number(tmp_path, CPR[1:]).case


def test_what_a_plan_points_to_and_is_not_there_is_asked_about(tmp_path: Path) -> None:
    citizen = imported(tmp_path, condition("target_group", "anxiety"), ranked(("anxiety", 1), ("gone", 2)))
    assert [
        one.place for one in citizen.notes if "points to Condition, which the bundle does not have" in one.message
    ] == ["entry[2]"]


def test_without_the_day_of_an_assessment_it_is_asked_for(tmp_path: Path) -> None:
    found = condition("theme", "eat", 2)
    del found["recordedDate"]
    citizen = imported(tmp_path, found)
    assert any(one.kind == "ask" and "no day of an assessment" in one.message for one in citizen.notes)


@pytest.mark.parametrize(
    ("housing", "service", "since", "asked"),
    [
        ("own", "SEL-108", "2026-05-01", True),
        ("with_family", "SEL-108", "2026-05-01", True),
        ("own", "SEL-107-1", "2026-06-01", True),
        ("own", "SEL-107-1", "2026-05-01", False),
        ("own", "ABL-105", "2026-06-01", False),
        ("own", "SEL-85", "2026-06-01", False),
        ("institution", "SEL-108", "2026-06-01", False),
    ],
)
def test_a_home_that_runs_for_who_lives_elsewhere_is_asked_about(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    housing: str,
    service: str,
    since: str,
    asked: bool,
) -> None:
    monkeypatch.chdir(tmp_path)
    current = f"current: [{{offer: x, name: X, service: {service}, since: {since}}}]"
    head = "format: 1\ncase: t-1\nassessed: 2026-06-01\nmunicipality: Esbjerg\n"
    Path("bare.yaml").write_text(f"{head}citizen: {{{current}}}\n", encoding="utf-8")
    said = "does the citizen live there, or is it what is granted now?"
    ran = inside(
        monkeypatch, capsys, "case", "new", "case.yaml", "--from", "bare.yaml", stdin=f"{housing}\n.\n".encode()
    )
    assert (said in " ".join(ran.err.split())) is asked, ran.err
    for command, *more in (("case", "check"), ("match",)):
        ran = inside(monkeypatch, capsys, command, *more, "case.yaml")
        assert (said in " ".join((ran.out + ran.err).split())) is asked, ran


def test_what_an_import_asks_of_a_place_is_said_after_the_interview(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], run: Run, tmp_path: Path
) -> None:
    bundle(tmp_path, plan("support-for-healthy-living"))
    assert run("bundle.json", "-m", "Esbjerg", "--to", "imported.yaml").code == 0
    ran = inside(monkeypatch, capsys, "case", "new", "case.yaml", "--from", "imported.yaml", stdin=b".\n")
    assert "the import asks, and it is not answered here: Support" in " ".join(ran.err.split()), ran.err


def test_the_command_that_comes_next_has_its_file_in_quotes(run: Run, tmp_path: Path) -> None:
    bundle(tmp_path, condition("target_group", "anxiety"))
    ran = run("bundle.json", "-m", "Esbjerg", "--to", "en sag.yaml")
    assert "written: en sag.yaml. `visit case new --from 'en sag.yaml'` asks" in " ".join(ran.out.split())
