"""An invariant is proved, refuted by a case that `match` confirms, or not found broken; what is not sure is not called proved."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from drawn import DAY, DOCUMENTS, case, catalogue, catalogues, guidelines, quiet
from drawn import guideline as drawn_guideline
from hypothesis import assume, given
from hypothesis import strategies as st
from running import inside
from written import a_guideline, a_rule

from visit.case import case_of
from visit.catalogue import catalogue_of
from visit.commands import guideline_prove
from visit.matching import match
from visit.reading.source import Document
from visit.reasons.broken import broken_invariants
from visit.reasons.explanation import Explanation
from visit.render.document import match_document
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of
from visit.rules.guideline.values import Guideline
from visit.trials.proving import Proof, different, proofs

FLOOR = {
    "id": "floor",
    "never": "option.standing in [suitable, by_exception] and provision.id == SEL-85 and option.specialisation < needed",
}
NEEDED = {"values": [1, 2, 3], "rows": [{"when": "case.support_need >= 3", "then": 2}, {"then": 1}]}
MUST = a_rule("level", "option.specialisation >= needed", provision="SEL-85")


def guideline(**sections: Any) -> Guideline:
    return build((layer_of(Document("g", a_guideline(facts={"needed": NEEDED}, **sections))),), DAY)


def found(never: str, *rules: dict[str, Any], **limits: Any) -> Proof:
    whole = guideline(invariants=[{"id": "it", "never": never}], rules=list(rules))
    (proof,) = proofs({DAY: whole}, seed=1, progress=lambda _done, _of: None, **limits)
    return proof


def test_what_a_must_forbids_is_proved_and_the_combinations_counted() -> None:
    proof = found(FLOOR["never"], MUST)
    assert (proof.found, proof.drawn, proof.witness) == ("proved", 0, None)
    assert proof.combinations > 10


@pytest.mark.parametrize(
    "rule",
    [
        {**MUST, "require": "option.specialisation >= 1"},
        {**MUST, "strength": "presumption"},
        {**MUST, "when": "case.support_need != 3"},
        {**MUST, "unless": "option.wished"},
    ],
)
def test_what_a_rule_lets_through_is_refuted_by_a_case(rule: dict[str, Any]) -> None:
    proof = found(FLOOR["never"], rule)
    assert proof.found == "refuted"
    assert proof.witness is not None
    assert proof.option is not None
    said = match_document(
        match(proof.witness.case, proof.witness.catalogue, guideline(invariants=[FLOOR], rules=[rule]), DAY)
    )
    assert said["broken_invariants"] == [{"invariant": "floor", "option": proof.option.id}]


def test_a_fact_of_the_guidelines_own_is_part_of_the_case_that_refutes() -> None:
    asks = {"da": "Hvor gammel?", "en": "How old?"}
    age = {"type": "whole", "unit": "years", "at_most": 18, "label": asks, "ask": asks, "source": "s"}
    never = {"id": "it", "never": "option.standing == suitable and extra.mental_age < 4"}
    (proof,) = proofs(
        {DAY: guideline(invariants=[never], case_facts={"extra.mental_age": age})},
        seed=1,
        progress=lambda _done, _of: None,
    )
    assert (proof.found, proof.witness is not None) == ("refuted", True)


OWN_DAY = {"extra.day": {"type": "date", "label": {"da": "dagen", "en": "the day"}, "source": "s"}}
RIDING = {"key": "riding", "areas": ["activity"], "da": "ridning", "en": "riding", "source": "s"}
HORSES = {"horses": {"offers": ["the-stable"], "da": "heste", "en": "horses", "source": "s"}}


@pytest.mark.parametrize(
    "asked",
    [
        "case.target_groups includes autism-spectrum",
        "case.target_groups overlaps [autism-spectrum, attention-disorder]",
        "case.needs.must includes riding",
        "offer.groups includes horses",
        "extra.day < as_of",
        "as_of > extra.day",
        "case.age < 30",
    ],
)
def test_what_asks_for_what_is_in_a_set_or_for_a_day_is_written_as_a_case(asked: str) -> None:
    never = {"id": "it", "never": f"option.standing == suitable and {asked}"}
    # More groups than are told apart, so that what is in the set is free.
    others = [
        {"id": f"n{place}", "when": f"case.target_groups includes {group}", "text": {"da": "Husk", "en": "Recall"}}
        for place, group in enumerate(("anxiety", "altered-reality", "brain-injury"))
    ]
    whole = guideline(invariants=[never], case_facts=OWN_DAY, needs=[RIDING], groups=HORSES, notices=others)
    (proof,) = proofs({DAY: whole}, seed=1, drawn=0, today=DAY - timedelta(days=1), progress=lambda _done, _of: None)
    assert proof.found == "refuted"
    assert proof.witness is not None
    assert (proof.witness.case.assessed, proof.witness.as_of) == (DAY - timedelta(days=1), DAY)


def test_what_is_counted_is_free() -> None:
    """A number of sub-themes or of needs is no value of one fact: whatever it is, nothing is claimed that is not so."""
    counting = {**MUST, "when": "count(case.functioning >= 3) >= 2 or case.goals.count > 2"}
    assert found(FLOOR["never"], counting).found != "proved"


def test_no_fact_of_a_refutation_can_be_left_out() -> None:
    proof = found(FLOOR["never"], {**MUST, "unless": "option.wished"})
    assert proof.witness is not None
    case = proof.witness.case.record["document"]
    assert {"target_groups", "support_need", "wishes"} <= case.keys()
    whole = guideline(invariants=[FLOOR], rules=[{**MUST, "unless": "option.wished"}])
    for key in ("target_groups", "support_need", "wishes"):
        less = case_of(Document("c", {name: value for name, value in case.items() if name != key}))
        assert "broken_invariants" not in match_document(match(less, proof.witness.catalogue, whole, DAY))


def test_who_may_have_help_is_not_asked_again_of_help_that_runs() -> None:
    never = "option.standing == suitable and provision.id == SEL-85 and case.support_need == 0"
    rule = a_rule("in-need", "case.support_need >= 1", provision="SEL-85", gate="entitlement")
    proof = found(never, rule)
    assert proof.option is not None
    assert proof.option.continues
    assert found(f"{never} and not option.current", rule).found == "proved"


def test_a_fact_that_must_be_known_is_not_taken_for_known() -> None:
    never = "option.standing == suitable and not known(case.age)"
    assert found(never).found == "refuted"
    assert found(never, a_rule("adult", "case.age >= 18")).found == "proved"


def test_what_is_left_to_confirm_lets_the_unknown_through() -> None:
    never = "option.standing == suitable and not known(option.approved)"
    must = a_rule("approved", "option.approved")
    assert found(never, must).found == "proved"
    assert found(never, {**must, "if_unknown": "confirm"}).found == "refuted"


def test_what_is_only_proposed_or_known_in_part_rules_out_nothing() -> None:
    proposal = {"id": "p", "fact": "case.permanence", "value": "temporary", "when": "case.support_need >= 1"}
    undecided = "option.standing == undecided and case.permanence == temporary"
    whole = guideline(
        invariants=[{"id": "it", "never": undecided}],
        rules=[a_rule("lasting", "case.permanence == permanent")],
        proposals=[proposal],
    )
    (proof,) = proofs({DAY: whole}, seed=1, drawn=5, progress=lambda _done, _of: None)
    assert proof.found != "proved"
    young = "option.standing == undecided and case.age < 60"
    assert found(young, a_rule("adult", "case.age >= 18 and case.age < 60"), drawn=5).found != "proved"


@quiet(4)
@given(guidelines(placing=False, most_rules=3), st.data())
def test_what_is_proved_no_drawn_case_breaks(document: dict[str, Any], data: st.DataObject) -> None:
    must = next((rule for rule in document["rules"] if rule["strength"] == "must" and "of" not in rule), None)
    assume(must is not None)
    assert must is not None
    never = f"option.standing in [suitable, by_exception] and not ({must['require']})"
    whole = drawn_guideline({**document, "invariants": [{"id": "it", "never": never}]})
    (proof,) = proofs({DAY: whole}, seed=1, limit=2000, drawn=0, progress=lambda _done, _of: None)
    if proof.found == "proved":
        for _number in range(5):
            ranking = match(case(data.draw(DOCUMENTS)), catalogue(data.draw(catalogues())), whole, DAY)
            assert list(broken_invariants(Explanation(ranking), ranking.options)) == []


def test_whose_own_it_is_is_asked_of_one_of_two_opposite_facts() -> None:
    own = a_rule("own", "option.internal", strength="presumption", gate="policy")
    assert found("option.standing == suitable and option.external", own).found == "proved"
    assert found("option.standing == by_exception and option.external", own).found == "refuted"


def test_what_no_case_was_found_for_is_not_called_proved() -> None:
    harmed = found("option.standing == suitable and case.network.harmful >= 9", drawn=5)
    assert (harmed.found, harmed.drawn) == ("not_found", 5)
    cut = found(FLOOR["never"], MUST, limit=3, drawn=5)
    assert (cut.found, cut.combinations, cut.drawn) == ("not_found", 3, 0)  # no drawn way is left by the must


def test_comparative_facts_are_taken_as_free() -> None:
    proof = found("option.standing == suitable and met_lower", a_rule("lower", "not met_lower"))
    assert (proof.found, proof.free) == ("proved", ("met_lower",))


def test_only_days_with_other_rules_are_tried() -> None:
    later = {**MUST, "id": "later", "from": "2026-06-01"}
    layer = layer_of(Document("g", a_guideline(facts={"needed": NEEDED}, invariants=[FLOOR], rules=[MUST, later])))
    days = [DAY, DAY.replace(year=2020), DAY.replace(year=2021), DAY.replace(year=2022)]
    assert list(different({day: build((layer,), day) for day in days})) == [days[1], days[0]]


def test_the_command_says_it_and_writes_what_match_confirms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def visit(*arguments: str) -> Any:
        return inside(monkeypatch, capsys, *arguments, "--lang", "en")

    file, folder = tmp_path / "mine.json", tmp_path / "cases"
    document = a_guideline(facts={"needed": NEEDED}, invariants=[FLOOR], rules=[MUST])
    file.write_text(json.dumps({**document, "guideline": "mine"}), encoding="utf-8")
    good = visit("guideline", "check", str(file), "--prove", "--as-of", "2026-12-01")
    assert (good.code, good.out.splitlines()[0]) == (0, "mine 1: 1 proved, 0 refuted, 0 not found broken")

    document["rules"][0]["require"] = "option.specialisation >= 1"
    file.write_text(json.dumps({**document, "guideline": "mine"}), encoding="utf-8")
    told = visit(
        "guideline", "check", str(file), "--prove", "--as-of", "2026-12-01", "--write", str(folder), "--format", "json"
    )
    (refuted,) = json.loads(told.out)["guidelines"][0]["invariants"]
    assert (told.code, refuted["found"], refuted["id"]) == (1, "refuted", "floor")
    assert catalogue_of(Document("o", refuted["catalogue"])).options[0].id == refuted["option"]
    case, offers = (str(folder / f"mine-floor{ending}") for ending in (".yaml", ".offers.yaml"))
    answer = visit("match", case, "-c", offers, "-g", str(file))
    assert "By mine this must never be (floor)" in " ".join(answer.out.split())

    monkeypatch.setattr(guideline_prove, "proofs", None)  # nothing is looked for before it is known where it goes
    again = visit("guideline", "check", str(file), "--prove", "--as-of", "2026-12-01", "--write", str(folder))
    assert (again.code, "name a folder without it" in again.err) == (2, True)
    for idle in (("--seed", "2"), ("--prove", "--speed"), ("--write", str(folder))):
        assert visit("guideline", "check", str(file), *idle).code == 2
