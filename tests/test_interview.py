"""The interview: what is asked when, which answers are taken, the file it writes, and the command over pipe and terminal."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import pexpect
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from running import ROOT, Ran, beside, environ, inside, same_as_golden

from visit import locale
from visit.case import case_of, load_case
from visit.catalogue import shipped_catalogue
from visit.commands.new import _offers, _priced_by_days, _what_is_added
from visit.commands.new_questions import help_with
from visit.commands.new_words import settled
from visit.errors import CaseError, PlaceError, VisitError
from visit.interview import Interview, Offered, Setting, case_file, example_of, read_as
from visit.interview.begun import answers_of
from visit.interview.dates import written_day
from visit.interview.fields import choices_of, fields
from visit.interview.heard import heard
from visit.matching import match
from visit.reading.source import parse
from visit.rules import load_guideline

DAY = date(2026, 11, 22)
CPR = "140507-1234"
OFFERS = {
    "engen": Offered("Engen", ("SEL-104", "SEL-85")),
    "ib-stu": Offered("STU Ikast-Brande", ("STU",)),
    "lyksbo": Offered("Lyksbo", ("SEL-107-1",)),
}
# One whole interview: the question's name, then what is answered in Danish and in English. What is not here is passed.
ANSWERS: dict[str, tuple[str, str]] = {
    "municipality": ("ikast-brande kommune", "0756"),
    "case": ("", "ib-2026-0417"),
    "citizen.born": ("14.5.2007", "2007-05-14"),
    "citizen.home.housing": ("hos familie", "2"),
    "citizen.home.place": ("Ikast", "7430"),
    "citizen.home.tenancy": ("n", "no"),
    "citizen.current[1].offer": ("ib-stu", "ib-stu"),
    "citizen.current[1].service": ("1", "STU"),
    "citizen.current[1].since": ("2024-08-01", "1.8.2024"),
    "citizen.current[2].offer": ("ukendt-vaerested", "xyzw-1"),
    "citizen.current[2].service": ("SEL-104-open", "sel-104-open"),
    "citizen.current[2].name": ('Cafe "Midt"', "The café"),
    "citizen.current[2].place": ("Herning", "Herning"),
    "citizen.current[2].price_dkk_per_day": ("0", "120"),
    "citizen.current[2].covers": ("socialt samvær, activity", "social_contact"),
    "citizen.current[2].question": ("skal revurderes", "3"),
    "target_groups.primary": ("Autismespektrum", "autism-spectrum"),
    "target_groups.secondary": ("angst, depression", "anxiety,depression,anxiety"),
    "support_need": ("3", "3"),
    "permanence": ("uafklaret", "3"),
    "functioning.relationships": ("j", "y"),
    "functioning.interact": ("3", "3"),
    "functioning.communities": ("4", "0"),
    "functioning.practical_tasks": ("ja", "yes"),
    "functioning.cook": ("2", "2"),
    "dimensions": ("n", "n"),
    "needs.areas": ("støtte, uddannelse", "2, 6"),
    "needs.must": ("botræning, struktur og tryghed, education", "training_home_skills, education"),
    "needs.hours_per_week.support": ("7,5", "7.5"),
    "needs.round_the_clock": ("nej", "n"),
    "needs.premises": ("ingen", "-"),
    "legal.impairment": ("betydelig nedsat", "4"),
    "legal.kinds": ("psykisk", "2"),
    "legal.social_problems": ("ingen", "none"),
    "legal.other_law_covers": ("-", "-"),
    "legal.manages_without_support": ("n", "n"),
    "legal.can_complete_other_youth_education": ("n", "n"),
    "network[1].who": ("mor", "mother"),
    "network[1].place": ("Ikast", "Ikast"),
    "network[1].contact": ("dagligt", "1"),
    "network[1].benefit": ("1", "documented"),
    "network[1].tie": ("familie", "family"),
    "network[2].who": ("skakklub: «tårnet» # 1", "chess club: #1"),
    "wishes.offers": ("-", "-"),
    "wishes.max_km": ("25", "25"),
    "wishes.own_words": ("Vil blive hjemme", "Wants to stay at home"),
    "applied[1].provision": ("SEL-107", "SEL-107"),
    "applied[1].on": ("2026-09-14", "2026-09-14"),
    "answers[1].offer": ("-", "none"),
    "consent.support": ("givet", "given"),
    "consent.move": ("givet", "1"),
    "guardian.kind": ("værge for personlige forhold", "2"),
    "guardian.accepts": ("j", "y"),
    "consent.moves[1].provision": ("SEL-108", "SEL-108"),
    "consent.moves[1].consent": ("afslået", "3"),
    "flags": ("j", "y"),
    "flags.acute": ("n", "n"),
    "flags.sentence": ("ingen", "1"),
    "flags.shelter_stays_12m": ("0", "0"),
    "goals[1].theme": ("lave mad", "cook"),
    "goals[1].from": ("2", "2"),
    "goals[1].to": ("1", "1"),
    "goals[1].kind": ("1", "develop"),
    "baseline.measured": ("2026-10-15", "2026-10-15"),
    "actors": ("uddannelsessted", "8, 5"),
    "resources": ("god til computere; spiller skak", "good with computers; plays chess"),
    "considered": ("j", "y"),
    "considered.technology": ("j", "true"),
    "notes": ("", "A note"),
}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    before = locale.language()
    locale.use("en")
    yield
    locale.use(before)


def begun(**answers: str) -> Interview:
    """Return an interview with these answers, by question name with `__` for a dot; what comes between is passed."""
    interview = Interview(Setting(DAY, municipality="Ikast-Brande", offers=OFFERS))
    wanted = {name.replace("__", "."): text for name, text in answers.items()}
    return held(interview, wanted)


def held(interview: Interview, wanted: dict[str, str]) -> Interview:
    """Answer until every wanted question has been answered."""
    wanted = dict(wanted)
    while wanted:
        question = interview.question()
        assert question is not None, f"never asked: {sorted(wanted)}"
        interview = interview.answer(wanted.pop(question.name, ""))
    return interview


def until(interview: Interview, name: str) -> Interview:
    """Pass questions until this one is next."""
    while (question := interview.question()) is not None and question.name != name:
        interview = interview.answer("")
    assert question is not None, f"never asked: {name}"
    return interview


def asked(interview: Interview) -> list[str]:
    """Return the names of all questions that are still put when each is passed."""
    names = []
    while (question := interview.question()) is not None:
        names.append(question.name)
        interview = interview.answer("")
    return names


def lines(spoken: int) -> bytes:
    """Return the answers of the whole interview, one on each line, in the order they are asked for."""
    priced = _priced_by_days(shipped_catalogue())
    interview = Interview(Setting(DAY, offers=shipped_offers(), priced_by_days=priced, own=_what_is_added(None, DAY)))
    wanted = {name: texts[spoken] for name, texts in ANSWERS.items()}
    given = []
    with locale.speaking(("da", "en")[spoken]):
        while (question := interview.question()) is not None:
            given.append(wanted.pop(question.name, ""))
            interview = interview.answer(given[-1])
    assert not wanted, f"never asked: {sorted(wanted)}"
    return "".join(f"{text}\n" for text in given).encode()


def shipped_offers() -> dict[str, Offered]:
    """Return what of the shipped catalogue an interview reads."""
    return dict(_offers(shipped_catalogue()))


def plain(value: Any) -> Any:
    """Return a document as a case's record has it: decimals as text, groups without a value left out."""
    if isinstance(value, dict):
        kept = {key: plain(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one != {}}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


def read_back(document: dict[str, Any]) -> dict[str, Any]:
    """Write a document, load it as a case, and return what is recorded."""
    return plain(dict(case_of(parse(case_file(document), "new.yaml")).record["document"]))


def recorded(document: dict[str, Any]) -> dict[str, Any]:
    """Return what a case records of a document: hours as text, a current service kept unless it says otherwise."""
    document = {**document}
    if "needs" in document and "hours_per_week" in document["needs"]:
        hours = {area: str(value) for area, value in document["needs"]["hours_per_week"].items()}
        document["needs"] = {**document["needs"], "hours_per_week": hours}
    if "applied" in document:
        document["applied"] = [
            {key: str(value) if key == "hours_per_week" else value for key, value in row.items()}
            for row in document["applied"]
        ]
    if current := document.get("citizen", {}).get("current"):
        rows = [{"question": "keep", **row} for row in current]
        document["citizen"] = {**document["citizen"], "current": rows}
    return document


# --- over a pipe ---


def new(monkeypatch: Any, capsys: Any, *arguments: str, stdin: bytes = b"") -> Ran:
    """Run `visit case new` on the day of these tests."""
    monkeypatch.setattr("visit.commands.new.today", lambda: DAY)
    return inside(monkeypatch, capsys, "case", "new", *arguments, stdin=stdin)


@pytest.mark.parametrize("spoken", [0, 1], ids=["da", "en"])
def test_a_whole_interview_over_a_pipe(spoken: int, request, monkeypatch, capsys, tmp_path: Path) -> None:
    lang = ("da", "en")[spoken]
    path = tmp_path / "case.yaml"
    ran = new(monkeypatch, capsys, str(path), "--lang", lang, stdin=lines(spoken))
    assert ran.code == 0, ran.err
    assert f"visit match {path}" in ran.out
    same_as_golden(request, f"interview/whole.{lang}.yaml", path.read_text("utf-8"))
    same_as_golden(request, f"interview/whole.{lang}.txt", ran.err)
    case = load_case(path)
    assert case.functioning == {"interact": 3, "communities": (4, 0)[spoken], "cook": 2}
    assert case.answers == case.wishes.offers == case.needs.premises == ()
    ranking = match(case, shipped_catalogue(), load_guideline(case.municipality, case.assessed))
    assert ranking.placements


@pytest.mark.parametrize("lang", ["da", "en"])
def test_without_input_the_template_is_written(lang: str, request, monkeypatch, capsys, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    ran = new(monkeypatch, capsys, str(path), "--no-input", "--lang", lang)
    assert (ran.code, ran.err.count("`municipality`")) == (0, 1)
    assert "visit case check" in ran.out
    same_as_golden(request, f"interview/template.{lang}.yaml", path.read_text("utf-8"))
    with pytest.raises(VisitError, match="municipality"):
        load_case(path)


def test_the_template_of_a_municipality_is_a_case(monkeypatch, capsys) -> None:
    ran = new(monkeypatch, capsys, "-", "--no-input", "-m", "Ikast-Brande")
    assert ran.code == 0
    case = case_of(parse(ran.out, "-"))
    assert plain(case.record["document"]) == {
        "format": 1, "case": "ib-2026-1122-01", "assessed": "2026-11-22", "municipality": "Ikast-Brande"
    }  # fmt: skip


@pytest.mark.parametrize("end", [b"", b".\n", b".\nignored\n"])
def test_stop_and_the_end_of_input_save_what_there_is(end: bytes, monkeypatch, capsys, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    ran = new(monkeypatch, capsys, str(path), stdin=b"Esbjerg\n\n\n1990\n" + end)
    assert ran.code == 0
    case = load_case(path)
    assert (case.municipality, case.citizen.born, case.id) == ("Esbjerg", 1990, "esb-2026-1122-01")


def test_stopped_before_the_municipality_it_is_not_yet_a_case(monkeypatch, capsys, tmp_path: Path) -> None:
    ran = new(monkeypatch, capsys, str(tmp_path / "case.yaml"), stdin=b"")
    assert ran.code == 3
    assert "municipality" in ran.err
    assert "visit case check" in ran.out


def test_back_puts_the_question_before_again(monkeypatch, capsys) -> None:
    ran = new(monkeypatch, capsys, "-", "-m", "Esbjerg", stdin=b"<\n\n\n1990\n<\n1991\n?\n.\n")
    assert ran.code == 0
    assert "born: 1991" in ran.out
    assert ran.err.count("When was the citizen born?") == 2


@pytest.mark.parametrize(
    ("stdin", "line", "named"),
    [
        (b"Ikast-Brand\n", 1, "municipality"),
        (b"Esbjerg\n2026-13-01\n", 2, "assessed"),
        (b"Esbjerg\n2027-01-01\n", 2, "assessed"),
        (b"Esbjerg\n\nMette\n", 3, "case"),
        (b"Esbjerg\n\n\n19\n", 4, "citizen.born"),
        (b"Esbjerg\n\n\n\n\n6\n", 6, "citizen.home.housing"),
        (b"Esbjerg\n\n\n\n\n1\nEsbjreg\n", 7, "citizen.home.place"),
        (b"Esbjerg\n\n\n\n\n1\n\nmaybe\n", 8, "citizen.home.tenancy"),
    ],
)
def test_a_wrong_answer_in_a_pipe_is_an_error(
    stdin: bytes, line: int, named: str, monkeypatch, capsys, tmp_path
) -> None:
    path = tmp_path / "case.yaml"
    ran = new(monkeypatch, capsys, str(path), stdin=stdin)
    assert ran.code == 2
    assert f"<stdin>:{line}: error: {named}" in ran.err
    assert ran.out == ""
    assert path.exists() is (line > 1), "the answers before it are kept"
    if line > 1:
        assert load_case(path).municipality == "Esbjerg"
        file = str(path)
        assert f"--from {file} --all --force" in " ".join(ran.err.split())
        on = new(monkeypatch, capsys, file, "--from", file, "--force", stdin=b".\n")
        assert (on.code, load_case(path).municipality) == (0, "Esbjerg")
    again = new(monkeypatch, capsys, "-", stdin=stdin)
    assert (again.code, again.out) == (2, "")


def test_a_cpr_number_is_refused_and_not_repeated(monkeypatch, capsys, tmp_path: Path) -> None:
    for stdin in (f"Esbjerg\n\nid-{CPR}\n", f"Esbjerg\n\n\n{CPR}\n", f"{CPR.replace('-', '')}\n"):
        ran = new(monkeypatch, capsys, str(tmp_path / "case.yaml"), "--force", stdin=stdin.encode())
        assert ran.code == 2
        assert CPR[:6] not in ran.out + ran.err
        assert "CPR" in ran.err
    named = new(monkeypatch, capsys, str(tmp_path / f"{CPR}.yaml"), stdin=b"")
    assert named.code == 2
    assert CPR[:6] not in named.err
    assert [one.name for one in tmp_path.iterdir()] == ["case.yaml"], "what was answered before"
    assert CPR[:6] not in (tmp_path / "case.yaml").read_text("utf-8")


def test_answers_left_over_and_bytes_that_are_no_text_are_errors(monkeypatch, capsys) -> None:
    over = new(monkeypatch, capsys, "-", stdin=lines(1) + b"\nmore\n")
    assert (over.code, over.out) == (2, "")
    binary = new(monkeypatch, capsys, "-", stdin=b"Esbjerg\n\n\xff\n")
    assert (binary.code, binary.out) == (2, "")
    assert "UTF-8" in binary.err


def test_no_file_is_replaced_unless_forced(monkeypatch, capsys, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("kept", "utf-8")
    ran = new(monkeypatch, capsys, str(path), stdin=b"Esbjerg\n.\n")
    assert (ran.code, path.read_text("utf-8")) == (2, "kept")
    assert "--force" in ran.err
    assert new(monkeypatch, capsys, str(path), "--force", stdin=b"Esbjerg\n.\n").code == 0
    assert load_case(path).municipality == "Esbjerg"
    assert [one.name for one in tmp_path.iterdir()] == ["case.yaml"]


def test_an_interview_that_cannot_be_saved_is_printed(monkeypatch, capsys, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    came = "a file of the same name, while questions were answered"
    monkeypatch.setattr(
        "visit.commands.new._held", lambda interview: (path.write_text(came), (interview.answer("Esbjerg"), None))[1]
    )
    ran = new(monkeypatch, capsys, str(path), stdin=b"")
    assert ran.code == 2
    assert path.read_text("utf-8") == came
    assert case_of(parse(ran.out, "-")).municipality == "Esbjerg"


def test_folders_and_places_that_are_not_there_are_told_first(monkeypatch, capsys, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none" / "case.yaml"):
        ran = new(monkeypatch, capsys, str(path), stdin=b"Esbjerg\n.\n")
        assert (ran.code, ran.out) == (2, "")


def test_without_a_file_the_case_names_it_and_numbers_run(monkeypatch, capsys, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for number in ("01", "02"):
        assert new(monkeypatch, capsys, "-m", "Esbjerg", "--force", stdin=b".\n").code == 0
        path = tmp_path / f"esb-2026-1122-{number}.yaml"
        assert load_case(path).id == path.stem
        if sys.platform != "win32":
            assert path.stat().st_mode & 0o077 == 0
    ran = new(monkeypatch, capsys, "-m", "Esbjerg", stdin=b"\nesb-2026-1122-01\n")
    assert ran.code == 2
    assert "esb-2026-1122-03" in ran.err


# --- at a terminal ---


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a terminal of Unix")
def test_at_a_terminal_a_wrong_answer_is_put_again(tmp_path: Path) -> None:
    child = pexpect.spawn(
        sys.executable, ["-m", "visit", "case", "new", "case.yaml"], cwd=str(tmp_path), encoding="utf-8", timeout=30,
        env=environ(TERM="xterm", COLUMNS="200"), dimensions=(60, 200),
    )  # fmt: skip
    steps = [
        ("Which municipality", "Ikast-Brand"), ('"Ikast-Brand" may mean', "1"), ("On which date", ""),
        ("Which pseudonym", ""), ("When was the citizen born", "2007-02-30"), ("must be a date", "2007-05-14"),
        ("How does the citizen live", "?"), ("In the case file it is", "2"),
        ("In which town", "<"), ("How does the citizen live", "1"),
        ("In which town", "Ikats"), ("did you mean", "Ikast"), ("tenancy", CPR),
        ("CPR number", "j"), ("What does the home have", "."),
    ]  # fmt: skip
    transcript = ""
    for awaited, typed in steps:
        child.expect(re.escape(awaited))
        transcript += child.before + child.after
        child.expect_exact("> ")
        transcript += child.before
        child.sendline(typed)
    child.expect(pexpect.EOF)
    transcript += child.before
    child.close()
    assert child.exitstatus == 0
    # Once: as it was typed.
    assert transcript.count(CPR) == 1
    assert "visit match case.yaml" in transcript
    home = load_case(tmp_path / "case.yaml").citizen.home.recorded
    assert home == {"housing": "own", "place": "Ikast", "tenancy": True}
    assert beside("match", str(tmp_path / "case.yaml"), cwd=tmp_path).code in (0, 1, 3)


# --- what is asked when ---


def test_nothing_is_asked_twice_and_everything_passed_gives_an_empty_case() -> None:
    interview = Interview(Setting(DAY, municipality="Ikast-Brande"))
    names = asked(interview)
    assert len(set(names)) == len(names)
    assert not any(name.startswith(("functioning.cook", "flags.", "considered.", "dimensions.")) for name in names)


def test_a_theme_is_asked_for_only_when_it_is_assessed() -> None:
    names = asked(begun(functioning__practical_tasks="y"))
    assert "functioning.cook" in names
    assert "functioning.eat" not in names
    assert "baseline.measured" not in names


def test_of_a_home_only_the_town_is_asked_of_somebody_without_one() -> None:
    names = asked(begun(citizen__home__housing="none"))
    assert "citizen.home.place" in names
    assert not {"citizen.home.tenancy", "citizen.home.premises"} & set(names)


@pytest.mark.parametrize(
    ("answers", "moving"),
    [
        ({"needs.areas": "support"}, False),
        ({"needs.areas": "support, home"}, True),
        ({}, True),
        ({"citizen.home.housing": "none", "needs.areas": "support"}, True),
        ({"needs.areas": "support", "applied[1].provision": "SEL-107"}, True),
        ({"needs.areas": "support", "applied[1].provision": "SEL-85"}, False),
        ({"needs.areas": "support", "wishes.offers": "lyksbo"}, True),
    ],
)
def test_consent_to_moving_and_the_guardian_only_when_moving_may_matter(answers: dict[str, str], moving: bool) -> None:
    interview = Interview(Setting(DAY, municipality="Ikast-Brande", offers=OFFERS))
    names = asked(held(interview, answers)) if answers else asked(interview)
    assert ("consent.move" in names, "guardian.kind" in names) == (moving, moving)
    assert "consent.support" in names
    assert "guardian.accepts" not in names


def test_whether_the_guardian_accepts_one_move_only_where_there_is_one() -> None:
    move = {"consent.moves[1].provision": "SEL-108"}
    alone = asked(begun(**move))
    guarded = asked(begun(**{"guardian.kind": "future_power"}, **move))
    assert "consent.moves[1].consent" in alone
    assert "consent.moves[1].guardian_accepts" not in alone
    assert "consent.moves[1].guardian_accepts" in guarded


@pytest.mark.parametrize(
    ("said", "asked_for"),
    [
        ({"consent.move": "cannot_consent_objects"}, True),
        ({"consent.moves[1].provision": "SEL-108", "consent.moves[1].consent": "cannot_consent_objects"}, True),
        ({"consent.move": "refused"}, False),
        ({"consent.move": "given"}, False),
    ],
)
def test_the_conditions_of_a_move_against_the_will_of_somebody_who_cannot_consent(
    said: dict[str, str], asked_for: bool
) -> None:
    assert ("without_consent.own_interest" in asked(begun(**said))) is asked_for


def test_a_service_of_the_catalogue_is_chosen_among_its_offers() -> None:
    inside_it = until(
        held(
            Interview(Setting(DAY, municipality="Ikast-Brande", offers=OFFERS)), {"citizen.current[1].offer": "Engen"}
        ),
        "citizen.current[1].service",
    )
    question = inside_it.question()
    assert question is not None
    assert [one.code for one in question.choices] == ["SEL-85", "SEL-104"]
    names = asked(inside_it.answer("1"))
    assert "citizen.current[1].name" not in names
    assert "citizen.current[2].offer" in names


def test_a_bare_word_is_no_id_of_an_offer_outside_the_catalogue() -> None:
    interview = until(begun(), "citizen.current[1].offer")
    with pytest.raises(CaseError) as refused:
        interview.answer("moderate")
    assert "for example moderate-1" in (refused.value.help or "")
    assert interview.answer("moderate-1").state.value("citizen", "current", 0, "offer") == "moderate-1"


def test_a_row_begun_and_not_finished_is_left_out_and_told() -> None:
    interview = begun(**{"citizen__current[1]__offer": "engen"})
    assert interview.left_out() == ("what runs now (no. 1)",)
    assert "current" not in interview.document().get("citizen", {})
    assert read_back(interview.document()) == recorded(interview.document())


def test_a_row_whose_provision_nobody_knows_is_passed_and_the_next_one_kept() -> None:
    rows = {
        "citizen__current[1]__offer": "one-1", "citizen__current[1]__service": "",
        "citizen__current[2]__offer": "two-2", "citizen__current[2]__service": "85", "citizen__current[2]__covers": "-",
    }  # fmt: skip
    interview = begun(**rows)
    assert interview.document()["citizen"] == {"current": [{"offer": "two-2", "service": "SEL-85", "covers": []}]}
    assert interview.left_out() == ("what runs now (no. 1)",)
    assert not [path for path in interview.answers if path[:3] == ("citizen", "current", 0) and path[-1] == "since"]


def test_choices_stand_by_area_in_the_order_of_their_numbers() -> None:
    for name in ("needs.must", "applied[1].provision"):
        question = until(begun(), name).question()
        assert question is not None
        themes = [one.theme for one in question.choices]
        assert len(themes) > 30
        assert [theme for theme, _again in groupby(themes)] == list(dict.fromkeys(themes))


def test_back_takes_one_answer_away() -> None:
    interview = begun(support_need="3")
    assert interview.document()["support_need"] == 3
    before = interview.back()
    assert "support_need" not in before.document()
    assert before.question().name == "support_need"
    start = Interview(Setting(DAY))
    assert start.back() == start


# --- answers ---


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("support_need", "5", "0 to 4"),
        ("support_need", "²", "0 to 4"),
        ("support_need", "-1", "0 to 4"),
        ("permanence", "temporay", "temporary"),
        ("permanence", "0", "cannot be chosen"),
        ("target_groups.secondary", "anxiety, depresion", '"Depression" (16)'),
        ("target_groups.primary", "anxiety, ADHD", "only one"),
        ("needs.areas", "8", "cannot be chosen"),
        ("needs.round_the_clock", "perhaps", "yes or no"),
        ("wishes.max_km", "3.5", "whole number"),
        ("wishes.offers", "enge", "engen"),
        ("wishes.offers", "Not an id", "for example not-an-id"),
        ("offered", "lyksbo/SEL-9", "lyksbo/SEL-107-1"),
        ("notes", "a\x00b", "hidden"),
        ("notes", "a\u2028b", "hidden"),
        ("citizen.born", "2027", "birth"),
        ("citizen.born", "2027-01-01", "birth"),
        ("citizen.home.place", "Ikats", "Ikast"),
    ],
)
def test_a_wrong_answer_is_refused(name: str, text: str, says: str) -> None:
    interview = until(Interview(Setting(DAY, municipality="Ikast-Brande", offers=OFFERS)), name)
    with pytest.raises((CaseError, PlaceError)) as refused:
        interview.answer(text)
    assert says in str(refused.value)


def test_hours_have_a_limit_and_one_decimal() -> None:
    interview = until(begun(needs__areas="support"), "needs.hours_per_week.support")
    for text in ("336,5", "7.55", "1e2", "-1"):
        with pytest.raises(CaseError):
            interview.answer(text)
    assert interview.answer("336").document()["needs"]["hours_per_week"] == {"support": 336}


def test_the_primary_target_group_is_not_secondary_too() -> None:
    with pytest.raises(CaseError, match="is the primary target group already"):
        begun(target_groups__primary="anxiety").answer("anxiety")


def test_what_lies_after_the_assessment_is_refused() -> None:
    interview = until(
        begun(**{"citizen__current[1]__offer": "engen", "citizen__current[1]__service": "1"}),
        "citizen.current[1].since",
    )
    with pytest.raises(CaseError, match="after the assessment"):
        interview.answer("2026-11-23")


@given(st.text(max_size=30), st.sampled_from(sorted(ANSWERS)))
@settings(max_examples=50, deadline=None)
def test_no_text_is_taken_that_the_file_would_refuse(text: str, name: str) -> None:
    before = list(ANSWERS)[: list(ANSWERS).index(name)]
    interview = Interview(Setting(DAY, offers=OFFERS))
    for one in before[:12]:
        interview = (
            until(interview, one).answer(ANSWERS[one][1]) if one != "municipality" else interview.answer("Esbjerg")
        )
    try:
        document = interview.answer(text).document()
    except VisitError:
        return
    if "municipality" in document:
        assert read_back(document) == recorded(document)


@given(st.text(min_size=1, max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_taken_comes_back_as_it_was(text: str) -> None:
    interview = until(Interview(Setting(DAY, municipality="Esbjerg")), "wishes.own_words")
    try:
        document = interview.answer(text).document()
    except CaseError:
        return
    assert read_back(document) == recorded(document)


# --- codes, words, the file ---


def test_every_code_offered_is_taken_by_a_case() -> None:
    for name, field in fields().items():
        if field.kind in ("code", "codes", "level"):
            codes: list[Any] = [one.code for one in choices_of(field.kind, field.codes)]
            assert codes
            if field.kind == "codes" and "*" not in name:
                _taken_by_a_case(name, codes)
            elif field.kind == "codes":
                _each_taken_by_a_case(name, [[code] for code in codes])
            else:
                _each_taken_by_a_case(name, [int(code) if field.kind == "level" else code for code in codes])


@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_code_has_a_label(lang: Any) -> None:
    with locale.speaking(lang):
        for field in fields().values():
            assert all(one.label for one in choices_of(field.kind, field.codes))


def _each_taken_by_a_case(name: str, codes: list[Any]) -> None:
    """Load one case with a row for each code, or where the field stands once, a case for each."""
    rows = {"citizen.current": {"offer": "engen", "service": "SEL-85"}, "applied": {"provision": "SEL-85"}}
    rows |= {
        "answers": {"offer": "engen", "answer": "accepts"},
        "citizen.lived": {"municipality": "Esbjerg"},
        "tried": {"provision": "SEL-85", "result": "helped"},
        "consent.moves": {"provision": "SEL-108"},
        "goals": {"theme": "cook"},
        "earlier_functioning": {"theme": "cook", "level": 2, "on": "2026-01-01"},
        "network": {"who": "mother"},
    }
    group, star, last = name.partition(".*.")
    if star:
        _taken_by_a_case(group, [{**rows[group], last: code} for code in codes])
    else:
        for code in codes:
            _taken_by_a_case(name, code)


def _taken_by_a_case(name: str, value: Any) -> None:
    document: dict[str, Any] = {"format": 1, "case": "a", "assessed": "2026-11-22", "municipality": "Esbjerg"}
    *above, last = name.split(".")
    place = document
    for part in above:
        place = place.setdefault(part, {})
    place[last] = value
    assert read_back(document) == recorded(document)


def test_a_line_taken_out_of_its_comment_must_be_answered() -> None:
    live = case_file(Interview(Setting(DAY, municipality="Esbjerg")).document()).splitlines()
    for number, line in enumerate(live):
        found = re.fullmatch(r"( *)# (\w+: .*)", line)
        if found is not None:
            with pytest.raises(VisitError):
                case_of(parse("\n".join([*live[:number], found[1] + found[2], *live[number + 1 :]]), "x"))


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_example_is_written_and_read_again(path: Path, lang: Any) -> None:
    document = dict(load_case(path).record["document"])
    with locale.speaking(lang):
        again = read_back(document)
    assert again == recorded(plain(document))


# --- as people write ---


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31", "2026-03-31"),
        ("31.3.2026", "2026-03-31"),
        ("31/3-2026", "2026-03-31"),
        ("31/3-26", "2026-03-31"),
        ("3-2-26", "2026-02-03"),
        ("31. marts 2026", "2026-03-31"),
        ("31 March 2026", "2026-03-31"),
        ("1 OKT. 26", "2026-10-01"),
        ("5. maj 1988", "1988-05-05"),
        ("den 5. maj 1988", "1988-05-05"),
        ("d. 5. maj 1988", "1988-05-05"),
        ("d.5/5-1988", "1988-05-05"),
        ("May 5, 1988", "1988-05-05"),
        ("may 5th 1988", "1988-05-05"),
        ("on the 5th of May, 1988", "1988-05-05"),
        ("fredag d. 3. oktober 2026", "2026-10-03"),
        ("Friday, 3 October 2026", "2026-10-03"),
        ("14. maj '07", "2007-05-14"),
        ("14.maj.2007", "2007-05-14"),
        ("14,5,2007", "2007-05-14"),
        ("14052007", "2007-05-14"),
        ("20070514", "2007-05-14"),
        ("31022007", None),
        ("140507", None),
        ("i forgårs", "2026-11-20"),
        ("fredag", None),
        ("den 31. februar 1988", None),
        ("den", None),
        ("May 1988", None),
        ("5/13-1988", None),
        ("i dag", "2026-11-22"),
        ("yesterday", "2026-11-21"),
        ("31/2-2026", None),
        ("13/13-2026", None),
        ("31 mar", None),
        ("marts 2026", None),
        ("5 ma 2026", None),
        ("5. xyz 2026", None),
        ("1/1-98", None),
        ("31.3.026", None),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: str | None) -> None:
    found = written_day(text, today=DAY)
    assert (None if found is None else found.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("14.05.07", "2007-05-14"),
        ("14/5-07", "2007-05-14"),
        ("14. maj 2007", "2007-05-14"),
        ("1.1.27", "1927-01-01"),
        ("1.1.11", "2011-01-01"),
        ("1.1.12", None),
        ("1.1.26", None),
    ],
)
def test_a_year_of_two_digits_of_a_birth_is_that_of_an_adult_else_all_four_are_asked_for(
    text: str, born: str | None
) -> None:
    found = written_day(text, today=DAY, born=True)
    assert (None if found is None else found.isoformat()) == born


def test_a_birth_is_told_with_the_age_and_a_day_as_it_was_read(monkeypatch, capsys) -> None:
    told = new(monkeypatch, capsys, "-", "-m", "Esbjerg", stdin=b"\n\n23.11.07\n.\n")
    assert "read as: 23 November 2007, 18 years old" in told.err, "tomorrow 19"
    ran = new(monkeypatch, capsys, "-", "-m", "Esbjerg", stdin=b"3/2-26\n\n3. februar 1990\n.\n")
    assert "read as: 3 February 2026" in ran.err, "the day stands before the month"
    assert "read as: 3 February 1990" in ran.err
    assert {"assessed: 2026-02-03", "  born: 1990-02-03"} <= {line.partition("  #")[0] for line in ran.out.splitlines()}
    assert "read as" not in new(monkeypatch, capsys, "-", "-m", "Esbjerg", stdin=b"2026-02-03\n.\n").err


@pytest.mark.parametrize(
    ("word", "code"),
    [("ADHD", "attention-disorder"), ("borderline", "personality-disorder"), ("asperger", "autism-spectrum"),
     ("Anoreksi", "eating-disorder"), ("Alzheimers", "dementia"), ("angst", "anxiety"), ("PTSD", "stress-load"),
     ("skizofreni", "altered-reality"), ("Downs", "intellectual-disability"), ("autisme", "autism-spectrum")],
)  # fmt: skip
def test_a_diagnosis_leads_to_its_target_group(word: str, code: str) -> None:
    interview = until(begun(), "target_groups.primary").answer(word)
    assert interview.document()["target_groups"] == {"primary": code}


def test_a_case_that_is_not_finished_is_not_said_to_be_written_alone(monkeypatch, capsys, tmp_path) -> None:
    file = tmp_path / "iv.yaml"
    ran = new(monkeypatch, capsys, str(file), "--lang", "da", stdin=b"")
    assert ran.code == 3
    assert f"skrevet, men ikke færdig: {file}" in ran.out
    assert "skriv først: handlekommunen" in ran.err
    ran = new(monkeypatch, capsys, str(file), "--force", "-m", "Esbjerg", "--lang", "da", stdin=b"")
    assert ran.code == 0
    assert f"skrevet: {file}" in ran.out


def test_an_everyday_word_leads_to_its_need_or_asks_what_for() -> None:
    needs = until(begun(), "needs.must")
    assert needs.answer("måltider, socialt samvær").document()["needs"] == {"must": ["meals", "social_contact"]}
    with pytest.raises(CaseError) as refused:
        needs.answer("bostøtte")
    assert "write the needs that it is to meet" in str(refused.value)
    with pytest.raises(CaseError) as several:
        until(begun(), "target_groups.primary").answer("hjerneskade")
    assert '"Congenital brain injury" (27) or "Acquired brain injury" (28)' in str(several.value)
    with pytest.raises(CaseError, match="not one of the choices"):
        needs.answer("ADHD")  # a group is no need


WHOSE = {"municipality": None}
OWN = {
    **OFFERS,
    "a": Offered("Støtte, Ikast", ("SEL-85",), "Ikast-Brande"),
    "z": Offered("Værksted, Ikast", ("SEL-103-1",), "Ikast-Brande"),
}


@pytest.mark.parametrize(
    "row",
    yaml.safe_load((ROOT / "tests" / "interview_words.yaml").read_text(encoding="utf-8")),
    ids=lambda row: f"{row['question']}: {row['words'][0]}",
)
def test_words_are_read_or_asked_about_and_none_is_guessed(row: dict[str, Any]) -> None:
    with locale.speaking(row.get("lang", "en")):
        question = until(
            Interview(Setting(DAY, WHOSE.get(row["question"], "Ikast-Brande"), OWN)), row["question"]
        ).question()
        assert question is not None
        for word in row["words"]:
            found = heard(word, question)
            assert found is not None
            assert list(found.taken) == row.get("read", []), word
            assert [one.code for word in found.open for one in word.choices] == row.get("asks", []), word
            assert bool(found.open) == ("asks" in row), word


@pytest.mark.parametrize(
    ("name", "line", "typed", "answer", "told"),
    [
        ("needs.must", "lommepenge, bostøtte", ["1, 3"], "budget_and_mail, counselling, training_home_skills",
         "understood: support with money and mail"),
        ("needs.must", "lommepenge, vrøvl", [""], "budget_and_mail", 'left out: "vrøvl"'),
        ("needs.must", "lommepenge, vrøvl", ["hejs", "?", "rengøring"], "budget_and_mail, practical_help", ""),
        ("needs.must", "lommepenge, vrøvl", ["<"], None, ""),
        ("needs.must", "vrøvl", [None], None, 'left out: "vrøvl"'),
        ("target_groups.primary", "OCD", ["9", "2"], "other-mental-health", '"9" is not one of the choices'),
        ("target_groups.primary", "autims", ["y"], "autism-spectrum", '"autims" may mean:'),
        ("target_groups.primary", "vrøvl", [], None, "`?` shows what can be answered"),
        ("target_groups.secondary", "angst, ADHD", [], "attention-disorder", '"angst" is the primary target group already'),
    ],
)  # fmt: skip
def test_what_is_understood_is_kept_and_the_rest_asked_about(
    name: str, line: str, typed: list[str | None], answer: str | None, told: str, capsys
) -> None:
    interview = begun(target_groups__primary="anxiety") if name == "target_groups.secondary" else until(begun(), name)
    question, lines = interview.question(), iter(typed)
    assert question is not None
    assert settled(question, line, lambda: next(lines)).words == answer
    assert next(lines, "all were asked for") == "all were asked for"
    assert told in " ".join(capsys.readouterr().err.split())
    if answer is not None:
        interview.answer(answer)


@pytest.mark.parametrize(
    ("name", "word"),
    [("support_need", "ved ikke"), ("permanence", "unknown"), ("needs.areas", "ukendt"), ("needs.tied_staff", "don't know"),
     ("citizen.born", "uoplyst"), ("citizen.current[1].offer", "ved ikke")],
)  # fmt: skip
def test_that_it_is_not_known_passes_a_question_and_is_said_back(name: str, word: str) -> None:
    interview = until(begun(), name)
    question = interview.question()
    assert question is not None
    assert heard(word, question) is None
    assert interview.answer(word) == interview.answer("")
    assert read_as(question, word, None) == "unknown"


@pytest.mark.parametrize(
    ("name", "text", "value", "told"),
    [("support_need", "moderate", 2, "2 = Moderate support need"), ("support_need", "2", 2, None),
     ("needs.hours_per_week.support", "5 hours", 5, "5"),
     ("needs.hours_per_week.support", "7,5 timer om ugen", Decimal("7.5"), "7.5"),
     ("needs.hours_per_week.support", "5 t.", 5, "5"), ("needs.hours_per_week.support", "5", 5, None),
     ("wishes.max_km", "25 km", 25, "25")],
)  # fmt: skip
def test_a_number_may_have_its_unit_and_a_level_its_word(name: str, text: str, value: Any, told: str | None) -> None:
    interview = until(begun(needs__areas="support") if name.startswith("needs") else begun(), name)
    question = interview.question()
    assert question is not None
    answered = interview.answer(text).answers[question.path]
    assert answered == value
    assert read_as(question, text, answered) == told


@pytest.mark.parametrize(
    ("name", "text"), [("needs.hours_per_week.support", "5 km"), ("needs.hours_per_week.support", "5 dage")]
)
def test_a_number_with_another_unit_is_refused(name: str, text: str) -> None:
    with pytest.raises(CaseError, match="hours per week"):
        until(begun(needs__areas="support"), name).answer(text)


def test_a_long_help_is_shown_a_screen_at_a_time(capsys) -> None:
    question = until(begun(), "target_groups.primary").question()
    assert question is not None
    assert help_with(question, "", screen=0)
    first = capsys.readouterr().err.splitlines()
    assert len(first) <= 21
    assert first[-1] == "? shows more (1 of 2)"
    assert not help_with(question, "", screen=1)
    assert "In the case file" in capsys.readouterr().err


def test_the_parts_of_an_interview_are_counted_and_their_number_stays() -> None:
    interview, seen = Interview(Setting(DAY, "Esbjerg")), []
    while (question := interview.question()) is not None:
        seen.append(question.part)
        interview = interview.answer("n" if question.kind == "gate" else "")
    assert seen == sorted(seen)
    assert {of for _n, of in seen} == {seen[-1][0]}


def test_how_a_word_was_read_is_told(monkeypatch, capsys) -> None:
    question = until(begun(), "target_groups.secondary").question()
    assert question is not None
    assert read_as(question, "ADHD, Anxiety", ("attention-disorder", "anxiety")) == "Attention disorder; Anxiety"
    assert read_as(question, "anxiety", ("anxiety",)) is None
    assert read_as(question, "3, -", ("x",)) is None


def test_offers_of_ones_own_municipality_come_first() -> None:
    offers = {"a": Offered("A", ("SEL-85",), "Herning"), "z": Offered("Z", ("SEL-85",), "Ikast-Brande")}
    for setting, first in ((Setting(DAY, "Ikast-Brande", offers), "z"), (Setting(DAY, "Esbjerg", offers), "a")):
        question = until(Interview(setting), "citizen.current[1].offer").question()
        assert question is not None
        assert question.choices[0].code == first
    known = shipped_offers()
    assert {one.municipality for one in known.values()} > {"Ikast-Brande", None}


def test_help_explains_with_an_example_that_is_taken(monkeypatch, capsys) -> None:
    ran = new(monkeypatch, capsys, "-", "-m", "Esbjerg", stdin=b"?\n\n\n?\n.\n")
    assert "For example: 31 March 2026" in ran.err
    assert "For example: 14.5.2007" in ran.err
    interview = Interview(Setting(DAY, offers=OFFERS))
    while (question := interview.question()) is not None:
        example = example_of(question.kind, question.choices)
        if example is not None and question.path not in {("case",), ("assessed",)}:
            interview.answer(example)
        interview = interview.answer("Ikast-Brande" if question.path == ("municipality",) else "")


def test_a_long_list_is_folded_by_theme_and_lines_break_between_words(monkeypatch, capsys) -> None:
    ran = new(monkeypatch, capsys, "-", stdin=lines(1))
    assert max(map(len, ran.err.splitlines())) <= 80
    words = " ".join(ran.err.split())
    for number, choice in enumerate(choices_of("code", "assignable_target_group"), 1):
        assert f"{number} {choice.label}" in words


def test_the_file_has_the_sections_with_answers_and_set_works_on_it(monkeypatch, capsys, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    new(monkeypatch, capsys, str(path), "-m", "Ikast-Brande", stdin=b"\n\n1990\n.\n")
    text = path.read_text("utf-8")
    assert [line.partition(":")[0] for line in text.splitlines() if re.match("[a-z]", line)] == [
        "format", "case", "assessed", "municipality", "citizen",
    ]  # fmt: skip
    assert "Not answered and left out: " in text
    assert "Network" in text or "network" in text
    for change in (
        "case.support_need=3",
        "case.home.place=Ikast",
        "case.needs.must=[meals]",
        "case.consent.move=given",
    ):
        ran = inside(monkeypatch, capsys, "match", str(path), "--set", change, "--format", "json")
        assert ran.code != 2, (change, ran.err)
    whole = tmp_path / "whole.yaml"
    new(monkeypatch, capsys, str(whole), "-m", "Ikast-Brande", "--no-input")
    ran = inside(monkeypatch, capsys, "match", str(whole), "--set", "case.needs.must=[meals]", "--format", "json")
    assert ran.code != 2, "a group that the file leaves empty"


@pytest.mark.parametrize(
    ("name", "word", "read"),
    [
        ("citizen.home.housing", "lejlighed", "own"),
        ("needs.areas", "bostøtte", ["support"]),
        ("applied[1].provision", "væresteder", "SEL-104-open"),
        ("applied[1].provision", "85", "SEL-85"),
        ("applied[1].provision", "§ 85 a", "SEL-85a"),
        ("applied[1].provision", "SEL § 107, stk. 2", "SEL-107-2"),
        ("applied[1].provision", "107", "SEL-107"),
        ("applied[1].provision", "12", "SEL-12"),
    ],
)
def test_a_word_or_a_section_is_read_where_it_means_one(name: str, word: str, read: Any) -> None:
    path = name.replace("[1]", ".0").split(".")
    found: Any = until(begun(), name).answer(word).document()
    for part in path:
        found = found[int(part) if part.isdigit() else part]
    assert found == read


@pytest.mark.parametrize(
    ("name", "word", "asks"),
    [
        ("needs.areas", "botilbud", '"Home" (1) or "Support" (2)'),
        ("needs.must", "botilbud", "write the needs that it is to meet"),
        ("tried[1].provision", "107", "(SEL-107-1) or"),
        ("applied[1].provision", "botilbud", "(SEL-107-1), "),
        ("target_groups.primary", "vold", '"Externalising behaviour" (37) or "Violent abuse" (39)'),
        ("citizen.current[1].offer", "lyks", '"Lyksbo" (lyksbo)'),
    ],
)
def test_a_word_that_fits_two_is_asked_about(name: str, word: str, asks: str) -> None:
    with pytest.raises(CaseError) as refused:
        until(begun(), name).answer(word)
    assert asks in str(refused.value)


def test_every_question_is_explained_and_a_word_after_the_mark_finds_choices(monkeypatch, capsys) -> None:
    interview = Interview(Setting(DAY, offers=OFFERS, priced_by_days=frozenset({"activity"})))
    wanted = {**{name: text for name, (_da, text) in ANSWERS.items()}, "needs.areas": "4"}
    for text in ("functioning.communication", "contributions", "dimensions", "considered"):
        wanted[text] = "y"
    while (question := interview.question()) is not None:
        assert question.about, question.name
        try:
            interview = interview.answer(wanted.get(question.name, ""))
        except CaseError:
            interview = interview.answer("")
    ran = new(monkeypatch, capsys, "-", "-m", "Ikast-Brande", stdin=b"\n\n\n\n\n\n\n\n\n? hjerne\n? xyzz\n.\n")
    assert ran.err.count(" 27  Congenital brain injury\n") == 1, ran.err
    assert "nothing here has that name" in ran.err


def test_of_a_catalogue_the_own_offers_are_listed_and_the_others_counted(monkeypatch, capsys) -> None:
    ran = new(monkeypatch, capsys, "-", "-m", "Silkeborg", stdin=b"\n\n1990\n\n\n\n?\n? Caf\xc3\xa9\n.\n")
    listed = ran.err.partition("Which offer helps the citizen now?")[2]
    assert "Socialpædagogisk støtte (SEL 85), Silkeborg" in listed
    assert "STU, Esbjerg Kommune" not in listed
    assert re.search(r"\d+ more in the catalogue", listed)
    assert "Café i Center for Psykiatri, Holstebro" in listed
    assert "sil-stoette-85" not in listed


def test_an_assessment_of_years_ago_is_asked_about(monkeypatch, capsys) -> None:
    ran = new(monkeypatch, capsys, "-", "-m", "Esbjerg", stdin=b"1.1.1990\n.\n")
    assert "The assessment is then from 1 January 1990. Is that right?" in ran.err
    assert "assessed: 1990-01-01" in ran.out, "in a pipe there is nobody to ask"
    assert "Is that right?" not in new(monkeypatch, capsys, "-", "-m", "Esbjerg", stdin=b"1.1.2025\n.\n").err


def test_only_what_was_answered_is_in_the_file() -> None:
    written = case_file(begun(consent__support="given").document(), whole=False)
    assert "moves" not in written
    assert "age:" not in written
    assert re.findall(r"^ *# .*", written, re.MULTILINE) == []


# --- stopped, and gone on with ---


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a terminal of Unix")
def test_ctrl_c_keeps_the_answers_and_all_goes_on_with_the_rest(monkeypatch, capsys, tmp_path: Path) -> None:
    child = pexpect.spawn(
        sys.executable, ["-m", "visit", "case", "new", "-"], cwd=str(tmp_path), encoding="utf-8", timeout=30,
        env=environ(TERM="xterm", COLUMNS="200"), dimensions=(60, 200),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # who runs the tests may ignore it
    )  # fmt: skip
    for awaited, typed in (
        ("Which municipality", "Esbjerg"), ("On which date", "1.11.2026"), ("Which pseudonym", "esb-1"),
        ("When was the citizen born", "1990"), ("How does the citizen live", CPR),
    ):  # fmt: skip
        child.expect(re.escape(awaited))
        child.expect_exact("> ")
        child.sendline(typed)
    child.expect_exact("CPR number")
    child.expect_exact("> ")
    child.sendintr()
    child.expect_exact("visit case new esb-1.yaml --from esb-1.yaml --all --force")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    kept = tmp_path / "esb-1.yaml"
    assert CPR not in kept.read_text("utf-8")
    assert recorded(load_case(kept).record["document"])["citizen"] == {"born": 1990}
    monkeypatch.chdir(tmp_path)
    few, every = (
        new(monkeypatch, capsys, "esb-1.yaml", "--from", "esb-1.yaml", "--force", *more, stdin=b"")
        for more in ((), ("--all",))
    )
    assert "Only what an import leaves open is asked" in few.err
    assert "Only what an import leaves open is asked" not in every.err
    assert "When was the citizen born" not in every.err, "it is answered"


def test_all_asks_for_what_a_case_does_not_answer_and_opens_the_parts_that_it_has_something_of() -> None:
    answers = answers_of({"format": 1, "case": "a", "functioning": {"cook": 2}, "flags": {"suicide_risk": True}})
    names = asked(Interview(Setting(DAY, municipality="Esbjerg"), begun=answers))
    assert "functioning.cook" not in names
    assert "functioning.practical_tasks" not in names, "the theme is opened already"
    assert "functioning.shopping" in names
    assert "functioning.mobility" in names, "another is asked about"


def test_no_two_sections_have_one_number_and_the_last_is_the_last(monkeypatch, capsys) -> None:
    ran = new(monkeypatch, capsys, "-", "-m", "Esbjerg", stdin=lines(1).partition(b"\n")[2])
    numbers = [tuple(map(int, one)) for one in re.findall(r"\((\d+) of (\d+)\)\s---", ran.err)]
    assert [n for n, _of in numbers] == [*range(1, len(numbers) + 1)]
    assert numbers[-1][0] == numbers[-1][1]
    begins = answers_of({"format": 1, "case": "a", "municipality": "Esbjerg", "support_need": 2, "flags": {"x": True}})
    interview = Interview(Setting(DAY), begun=begins)
    last = None
    while (question := interview.question()) is not None:
        last, interview = question.part, interview.answer("")
    assert last is not None
    assert last[0] == last[1], "what a case answers is not counted among what lies ahead"


def test_a_full_stop_ends_it_after_a_word_that_was_not_understood(capsys) -> None:
    question = until(begun(), "needs.must").question()
    assert question is not None
    found = settled(question, "lommepenge, vrøvl", lambda: ".")
    assert (found.words, found.stops) == ("budget_and_mail", True)
    assert 'left out: "vrøvl"' in capsys.readouterr().err


@pytest.mark.parametrize("spoken", ["da", "en"])
def test_every_question_is_explained_with_an_example(spoken: Any) -> None:
    with locale.speaking(spoken):
        interview = Interview(Setting(DAY, offers=OFFERS, own=_what_is_added(None, DAY)))
        wanted = {name: texts[("da", "en").index(spoken)] for name, texts in ANSWERS.items()}
        while (question := interview.question()) is not None:
            told = f"{question.about} {question.text}".casefold()
            given = example_of(question.kind, question.choices) is not None or (
                "for eksempel" in told or "for example" in told
            )
            assert given, question.name
            try:
                interview = interview.answer(wanted.get(question.name, ""))
            except CaseError:
                interview = interview.answer("")
