"""`visit compare --ledger`: the cases of a ledger, and each decision under what it was made on."""

from __future__ import annotations

import itertools
import json
import pickle
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from ledgers import a_case, a_ledger, correct, decide, erase
from running import ROOT, Ran, inside

from visit.catalogue import load_catalogue
from visit.commands.compare_ledger import ledger_citizens
from visit.commands.compare_options import CompareOptions
from visit.commands.compare_sides import sides_named
from visit.lab.answers import Answerer
from visit.lab.bases import named_basis
from visit.lab.comparing import impact_of
from visit.lab.members import Member
from visit.lab.recorded_bases import DECIDED, decided_otherwise
from visit.population.recorded import as_in_a_file
from visit.reading.documents.case import CaseDocument
from visit.rules.guideline.layering import shipped_layers

SMALL, NEXT, OFFERS = "tests/commands/small.yaml", "tests/commands/small-next.yaml", "tests/commands/offers.yaml"
TO_NEXT = ("compare", DECIDED, NEXT, "-c", OFFERS, "--all-municipalities", "--lang", "en")
EXAMPLE, SIL, MOVING = "ib-stu-hos-foraeldre", "sil-noget-at-staa-op-til", "had-soegt-om-botilbud"
ASSESSED = "2026-11-02"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Eight cases: six under the small guideline, one of them anew, and two under the next; one with another catalogue."""
    path = tmp_path_factory.mktemp("ledger") / "ledger.db"
    offers, text = load_catalogue(ROOT / OFFERS), (ROOT / OFFERS).read_text("utf-8")
    (path.parent / "others.yaml").write_text(
        text.replace("price_dkk_per_day: 2150", "price_dkk_per_day: 2250", 1), encoding="utf-8"
    )
    others = load_catalogue(path.parent / "others.yaml")
    small, following = str(ROOT / SMALL), str(ROOT / NEXT)
    made = partial(decide, choice="none:refused", departure=None)
    with a_ledger(path) as ledger:
        for n, example in enumerate((EXAMPLE, EXAMPLE, SIL, SIL, MOVING), 1):
            case = a_case(example, case=f"case-{n}", assessed=ASSESSED)
            made(ledger, case, day="2026-11-05", under=small, catalogue=offers)
        made(ledger, a_case(EXAMPLE, case="case-1", support_need=2), day="2026-11-06", under=small, catalogue=offers)
        made(ledger, a_case(SIL, case="case-6", assessed=ASSESSED), day="2026-11-06", under=small, catalogue=others)
        for n, example in ((7, EXAMPLE), (8, SIL)):
            case = a_case(example, case=f"case-{n}", assessed=ASSESSED)
            made(ledger, case, day="2026-11-07", as_of="2026-11-03", under=following, catalogue=offers)
    yield str(path)


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def ran(*words: str) -> Ran:
        return inside(monkeypatch, capsys, *words)

    return ran


_ANSWERED: dict[tuple[str, ...], dict] = {}
"""The same question has the same answer."""


def answered(run, *words: str) -> dict:
    if words not in _ANSWERED:
        _ANSWERED[words] = json.loads(run(*words, "-f", "json").out)
    return _ANSWERED[words]


def bases(answer: dict) -> dict[tuple[str, str], str]:
    return {(one["guideline"], one["catalogue"]): one["basis"] for one in answer["old"]["decided"]["bases"]}


# --- each decision under its own ---


def test_each_decision_is_compared_with_what_it_was_made_on(run, place: str) -> None:
    every = _every(run, place)
    assert sorted(one["cases"] for one in every["old"]["decided"]["bases"]) == [1, 2, 5]
    assert [one["version"] for one in every["old"]["guidelines"]] == ["1", "2"]
    assert (every["old"]["catalogue"], every["new"]["catalogue"]["id"]) == (None, "small")
    assert (every["population"]["cases"], every["old"]["decided"]["answered_otherwise"]) == (8, 0)
    parts = [
        answered(run, "compare", f"{DECIDED}@{basis[:8]}", *TO_NEXT[2:], "--ledger", place, "--people")
        for basis in bases(every).values()
    ]
    assert sum(one["population"]["cases"] for one in parts) == 8
    for what in ("movements", "crossings"):
        assert every[what] == {name: sum(one[what][name] for one in parts) for name in every[what]}
    assert every["moved"] == sum(one["moved"] for one in parts) > 0
    shares = [
        {one["edit"]: Fraction(one["shares"]["moved"]) for one in each["edits"]["rows"]} for each in (every, *parts)
    ]
    assert shares[0] == {name: sum(one.get(name, Fraction(0)) for one in shares[1:]) for name in shares[0]}


def test_those_decided_on_one_basis_are_compared_as_if_it_were_named(run, place: str, tmp_path: Path) -> None:
    every = _every(run, place)
    [basis] = [one["basis"] for one in every["old"]["decided"]["bases"] if one["cases"] == 5]
    decided = answered(run, "compare", f"{DECIDED}@{basis[:8]}", *TO_NEXT[2:], "--ledger", place, "--people")
    rows = [
        json.dumps(as_in_a_file(one.case.record["document"], CaseDocument))
        for one in ledger_citizens(place, is_decided=True, basis=basis).members
        if isinstance(one, Member)
    ]
    (tmp_path / "cases.jsonl").write_text("\n".join(rows), encoding="utf-8")
    named = answered(run, "compare", SMALL, *TO_NEXT[2:], "-p", str(tmp_path / "cases.jsonl"), "--people")
    told = ("movements", "crossings", "moved", "numbers", "edits", "areas", "affected", "subgroups")
    assert {name: decided.get(name) for name in told} == {name: named.get(name) for name in told}
    assert decided["population"]["digest"] == named["population"]["digest"]
    assert decided["population"]["ledger"]["on_another_basis"] == 3


def test_an_answer_on_one_of_several_bases_is_handed_on_by_those_who_have_the_cases_alone(
    run, place: str, tmp_path: Path
) -> None:
    [basis] = [one["basis"] for one in _every(run, place)["old"]["decided"]["bases"] if one["cases"] == 5]
    words = ("compare", f"{DECIDED}@{basis[:8]}", *TO_NEXT[2:], "--ledger", place, "--most-answers", "0")
    for shape, people in itertools.product(("json", "markdown", "csv", "html"), ((), ("--people",))):
        if not people or shape == "html":
            ran = run(*words, "-f", shape, *people)
            assert (ran.code, ran.out) == (2, ""), ran
            assert "is for the screen" in ran.err and f"ask about `{DECIDED}` as a whole" in ran.err
    assert run(*words, "-o", str(tmp_path / "a.txt")).code == 2 and not [*tmp_path.iterdir()]
    ran = run(*words)
    assert (ran.code, "on another basis: –" in ran.out) == (0, True)


def test_nothing_changes_for_those_decided_on_what_is_tried(run, place: str) -> None:
    every = _every(run, place)
    [basis] = [one["basis"] for one in every["old"]["decided"]["bases"] if one["cases"] == 2]
    same = answered(run, "compare", f"{DECIDED}@{basis[:8]}", *TO_NEXT[2:], "--ledger", place, "--people")
    assert (same["moved"], same["edits"]["rows"]) == (0, [])
    assert same["old"]["guidelines"] == same["new"]["guidelines"]


def test_the_day_is_that_of_the_decision_and_an_edit_where_another_is_named(run, place: str) -> None:
    found = ledger_citizens(place, is_decided=True)
    old, new = sides_named(_options(place), found.bases)
    cases = {one.case.id: one.case for one in found.members if isinstance(one, Member)}
    for side in (old, new):
        assert side.basis.day_of(cases["case-7"]) == date(2026, 11, 3) != cases["case-7"].assessed
        assert side.basis.day_of(cases["case-2"]) == cases["case-2"].assessed
    old, new = sides_named(replace(_options(place), new=f"{NEXT}@2027-03-01"), found.bases)
    assert old.basis.day_of(cases["case-7"]) == date(2026, 11, 3)
    assert new.basis.day_of(cases["case-7"]) == date(2027, 3, 1)
    told = run("compare", DECIDED, f"{NEXT}@2027-03-01", *TO_NEXT[3:], "--ledger", place, "--most-answers", "0").out
    assert "1 March 2027" in " ".join(told.split())


def _options(place: str) -> CompareOptions:
    return CompareOptions(
        old=DECIDED, new=NEXT, cases=(), populations=(), catalogue=OFFERS, old_catalogue=None, new_catalogue=None, travel=None,
        as_of=None, all_municipalities=True, most_answers=None, fail_if=(), baseline=None, people=False, full=False,
        opened=False, ledger=place,
    )  # fmt: skip


def test_the_new_side_can_have_the_catalogue_of_each_decision(run, place: str) -> None:
    words = ("compare", DECIDED, NEXT, "-c", DECIDED, *TO_NEXT[5:], "--ledger", place)
    with_own = answered(run, *words, "--people")
    names = {one["edit"] for one in with_own["edits"]["rows"]}
    assert any(one.startswith("offer") for one in (row["edit"] for row in _every(run, place)["edits"]["rows"]))
    assert names and not any(one.startswith("offer") for one in names)
    assert (with_own["new"]["catalogue"], "decided" in with_own["new"]) == (None, False)
    assert "decided on → with the same catalogue, on the same day" in " ".join(run(*words).out.split())
    faulty = run("compare", DECIDED, NEXT, "-c", DECIDED, "--travel", "t.csv", "--ledger", place, "--lang", "en")
    assert (faulty.code, "leave out --travel" in faulty.err) == (2, True)


def _every(run, place: str) -> dict:
    return answered(run, *TO_NEXT, "--ledger", place, "--people")


def test_another_process_is_given_what_was_decided_on(place: str) -> None:
    found = ledger_citizens(place, is_decided=True)
    sides = pickle.loads(pickle.dumps(partial(sides_named, _options(place), found.bases)))()
    here = impact_of(found.members, *sides_named(_options(place), found.bases), own_only=False)
    there = impact_of(found.members, *sides, own_only=False)
    assert (here.flow, here.bases, here.moving) == (there.flow, there.bases, there.moving)


def test_the_screen_says_what_is_compared_with_what(run, place: str) -> None:
    ran = run(*TO_NEXT, "--ledger", place)
    told = " ".join(ran.out.split())
    assert ran.code == 0
    assert "as decided, under 2 guidelines → small 2" in told
    assert "each with the catalogue and on the day that it was decided on → catalogue small" in told
    assert "from a ledger of 9 decisions: the newest decision of each case; decided anew: 1" in told
    assert re.search(r"on 3 bases \(decided@\w{8}, decided@\w{8}, 1 more\)", told)
    full = " ".join(run(*TO_NEXT, "--ledger", place, "--people").out.split())
    assert full.count(f"{DECIDED}@") == 4 and "small 1, catalogue small (" in full


def test_the_page_tells_no_number_of_few_decisions(run, place: str, tmp_path: Path) -> None:
    assert run(*TO_NEXT, "--ledger", place, "-o", str(tmp_path / "a.html"), "-o", str(tmp_path / "a.json")).code == 0
    page, data = (tmp_path / "a.html").read_text("utf-8"), json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert "catalogue small" in page and "The decisions were made under several guidelines" in page
    assert {one["cases"] for one in data["old"]["decided"]["bases"]} == {None}


def test_a_recorded_first_solution_that_is_none_of_this_version_is_told(place: str) -> None:
    found = ledger_citizens(place, is_decided=True)
    members = [one for one in found.members if isinstance(one, Member) and one.decided is not None]
    sides = sides_named(_options(place), found.bases)
    assert impact_of(members, *sides, own_only=False).answered_otherwise == 0
    others = [replace(one, decided=replace(one.decided, first="elsewhere/SEL-85")) for one in members]
    assert impact_of(others, *sides, own_only=False).answered_otherwise == len(members)
    corrected = [replace(one, decided=replace(one.decided, first=None, is_corrected=True)) for one in members]
    found_of = impact_of(corrected, *sides, own_only=False)
    assert (found_of.answered_otherwise, found_of.corrected) == (0, len(members))


def test_what_is_erased_corrected_or_of_others_is_told(run, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        decide(ledger, a_case(EXAMPLE), day="2026-11-05")
        decide(ledger, a_case(EXAMPLE, case="gone"), day="2026-11-05")
        decide(ledger, a_case("hol-selvskade-let-behov"), day="2026-11-05")
        correct(ledger, 1, a_case(EXAMPLE, support_need=2), day="2026-11-06")
        erase(ledger, "gone", day="2026-11-07")
    ran = run("compare", DECIDED, "ikast-brande@2021.4", "--ledger", str(path), "--people", "--lang", "en")
    told = " ".join(ran.out.split())
    assert "from a ledger of 3 decisions: the newest decision of each case; erased: 1" in told
    assert "1 case of another municipality is left out" in told
    assert "facts corrected since the decision, on both sides: 1" in told
    assert "as decided, under ikast-brande" in told


def test_a_guideline_that_cannot_be_built_is_the_fault_of_its_decisions_alone(place: str) -> None:
    found = ledger_citizens(place, is_decided=True)
    broken = found.bases.of["case-7"].guideline
    found.bases.guidelines[broken] = {**found.bases.guidelines[broken], "layers": ()}
    faults: list[str] = []
    impact = impact_of(
        found.members,
        *sides_named(_options(place), found.bases),
        own_only=False,
        told=lambda fault: faults.append(str(fault)),
    )
    assert (impact.cases, impact.unread, len(faults)) == (6, 2, 2)
    assert all("cannot read the guideline that was decided on" in one for one in faults)


def test_two_decisions_under_one_pseudonym_are_a_fault(place: str) -> None:
    found = ledger_citizens(place, is_decided=True)
    case = next(one.case for one in found.members if isinstance(one, Member))
    from visit.ledger.log import Ledger

    with Ledger.open(place) as ledger, pytest.raises(Exception, match="another decision is recorded"):
        found.bases.add(ledger, ledger.entry(1), case)


def test_the_digest_hangs_on_what_was_decided_on(place: str) -> None:
    found = ledger_citizens(place, is_decided=True)
    before = found.bases.digest
    found.bases.days["case-7"] = date(2026, 11, 4)
    assert found.bases.digest != before
    found.bases.days["case-7"] = date(2026, 11, 3)
    found.bases.of["case-7"] = found.bases.of["case-6"]
    assert found.bases.digest != before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((SMALL, DECIDED), "stands first"),
        ((f"{DECIDED}@2026-01-01", NEXT), "on the day that it was asked about then"),
        ((DECIDED, NEXT, "--as-of", "2026-01-01"), "on the day that it was asked about then"),
        ((DECIDED, NEXT, "examples"), "of the cases of a ledger alone"),
        ((DECIDED, NEXT, "-p", "cases.jsonl"), "of the cases of a ledger alone"),
        ((DECIDED, NEXT, "--old-catalogue", OFFERS), "the catalogue that it was made with"),
        ((f"{DECIDED}@zz", NEXT), f"called {DECIDED}@zz"),
    ],
)
def test_what_does_not_go_with_what_was_decided_is_refused(run, place: str, words: tuple[str, ...], said: str) -> None:
    ran = run("compare", *words, "--ledger", place, "--lang", "en")
    assert (ran.code, said in ran.err) == (2, True), ran.err


def test_a_ledger_without_a_decision_is_told(run, tmp_path: Path) -> None:
    a_ledger(tmp_path / "ledger.db").close()
    for old in (DECIDED, SMALL):
        ran = run("compare", old, NEXT, "--ledger", str(tmp_path / "ledger.db"), "--lang", "en")
        assert (ran.code, "no decision that can be compared" in ran.err) == (2, True)


def test_no_guideline_is_called_as_what_was_decided() -> None:
    assert DECIDED not in {one.record["guideline"] for one in shipped_layers()}


# --- under a guideline that is named ---


def test_the_cases_of_a_ledger_are_compared_as_from_a_pipe(run, monkeypatch, capsys, place: str) -> None:
    words = ("compare", SMALL, *TO_NEXT[2:], "-f", "json", "--most-answers", "0")
    rows = run("population", "from-ledger", "--ledger", place).out
    piped = json.loads(inside(monkeypatch, capsys, *words, "-p", "-", stdin=rows.encode()).out)
    named = json.loads(run(*words, "--ledger", place).out)
    assert piped["population"]["digest"] == named["population"]["digest"]
    assert (piped["numbers"], piped["movements"]) == (named["numbers"], named["movements"])


def test_decisions_on_something_else_than_the_old_side_are_counted(run, place: str) -> None:
    words = ("compare", SMALL, *TO_NEXT[2:], "--ledger", place, "--most-answers", "0")
    told = answered(run, *words, "--people")["population"]["ledger"]["made_on_something_else"]
    assert told == {"others": 3, "guideline": 2, "catalogue": 1, "day": 2, "unread": 0}
    said = "– of 8 decisions were made on something else than the old side (guideline –, catalogue –, day –)"
    assert said in " ".join(run(*words).out.split())


def test_a_decision_that_is_not_compared_is_not_counted(place: str) -> None:
    found = ledger_citizens(place, is_decided=False)
    cases = [one.case for one in found.members if isinstance(one, Member)]
    before_the_act = Answerer(named_basis("ikast-brande", load_catalogue(ROOT / OFFERS), date(1990, 1, 1)))
    assert decided_otherwise(found.bases, before_the_act, cases, own_only=True).decisions == 0
    found.bases.of.pop("case-2")
    small = Answerer(named_basis(SMALL, load_catalogue(ROOT / OFFERS), None))
    counted = decided_otherwise(found.bases, small, cases, own_only=False)
    assert (counted.decisions, counted.others, counted.unread) == (8, 4, 1)
