"""The audit of one year: a sample that the seed fixes, what asks to be looked at, and a digest of what was checked."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ledgers import a_case, a_ledger, decide, erase, sil
from running import inside
from small_ledgers import raw

from visit.audit.yearly import Sample, sampled
from visit.decisions.selection import Selection
from visit.ledger.log import Ledger

RULED_OUT = "aab-rhedersborg/SEL-108"


def drawn(ledger: Ledger, year: int = 2026, *, size: int = 25, seed: int = 0, **which: Any) -> Sample:
    return sampled(ledger, year, Selection(**which), size=size, seed=seed)


def test_a_sample_is_of_the_year_in_which_a_decision_was_recorded_here(ledger: Ledger) -> None:
    decide(ledger, sil(1), day="2025-12-31T22:59")  # still the old year in Denmark
    second = decide(ledger, sil(2), day="2025-12-31T23:00")
    third = decide(ledger, sil(3), day="2026-06-01")
    decide(ledger, sil(4), day="2027-01-01")
    erase(ledger, "sil-3", day="2027-02-01")
    found = drawn(ledger)
    assert (found.of, found.numbers) == (2, (second, third))
    assert found.days == (date(2026, 1, 1), date(2026, 6, 1))
    assert drawn(ledger, known_on=date(2026, 3, 1)).numbers == (second,)
    assert drawn(ledger, municipality="Silkeborg").numbers == (second, third)  # what was erased may be anybody's
    assert drawn(ledger, municipality="Esbjerg").numbers == (third,)


def test_the_same_seed_draws_the_same_and_another_another(ledger: Ledger) -> None:
    for number in range(8):
        decide(ledger, sil(number), day="2026-02-01")
    draws = {drawn(ledger, size=3, seed=seed).numbers for seed in range(9)}
    assert drawn(ledger, size=3, seed=4) is not drawn(ledger, size=3, seed=4)
    assert drawn(ledger, size=3, seed=4).numbers == drawn(ledger, size=3, seed=4).numbers
    assert len(draws) > 1
    assert {len(one) for one in draws} == {3}
    assert all(list(one) == sorted(one) for one in draws)


# --- the command ---


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three decisions of 2026, one of them against a rule and not approved; one of the year before."""
    path = tmp_path_factory.mktemp("yearly") / "ledger.db"
    with a_ledger(path) as ledger:
        decide(ledger, sil(1), day="2025-06-02")
        decide(
            ledger,
            sil(2, notes="a secret note"),
            choice=2,
            departure="professional",
            reason="a secret reason",
            day="2026-01-05",
        )
        decide(ledger, sil(3), choice=RULED_OUT, departure="against-rule", day="2026-02-05")
        decide(ledger, sil(4), day="2026-11-05")
    return path


def report(monkeypatch, capsys, path: Path, *arguments: str) -> Any:  # type: ignore[no-untyped-def]
    return inside(monkeypatch, capsys, "audit", "report", "--year", "2026", "--ledger", str(path), *arguments)


def as_data(monkeypatch, capsys, path: Path, *arguments: str) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    return dict(json.loads(report(monkeypatch, capsys, path, *arguments, "--format", "json").out))


def test_a_report_says_what_there_is_to_look_at(made: Path, monkeypatch, capsys) -> None:
    found = as_data(monkeypatch, capsys, made, "--as-of", "2026-12-01")
    assert (found["schema"], found["to_look_at"]) == ("visit-audit-report", True)
    assert found["sample"] == {"of": 3, "seed": 0, "decisions": [2, 3, 4]}
    assert found["verify"]["good"] is True
    assert found["replay"]["counts"]["same"] == 3
    assert found["departures"]["counts"]["departed"] == 2
    assert {(one["decision"], one["state"]) for one in found["approvals"]["approvals"]} == {(3, "outstanding")}
    assert {one["decision"] for one in found["overdue"]["follow_ups"]} == {1, 2, 3}  # of the year before, too
    ran = report(monkeypatch, capsys, made, "--as-of", "2026-12-01", "--sample", "2")
    assert ran.code == 1
    assert "Sample of 2 decisions out of 3" in ran.out
    assert "secret" not in ran.out


def test_each_count_says_how_it_was_counted(made: Path, monkeypatch, capsys) -> None:
    told = report(monkeypatch, capsys, made, "--lang", "da", "--sample", "1").out
    how = re.sub(r"\n  +", " ", told).partition("Sådan er tallene gjort op\n")[2].partition("\n\nIntegritet")[0]
    lines = [line for line in how.splitlines() if line.startswith("- ")]
    assert [line.partition(" ")[2].split(":")[0].split(" ")[0] for line in lines][:2] == ["Integritet", "Stikprøve"]
    assert len(lines) == 9
    assert all(len(line.partition(": ")[2]) > 40 for line in lines)


def test_the_overview_says_what_there_is_and_no_zeros(made: Path, monkeypatch, capsys) -> None:
    for shape in ("plain", "html"):
        told = report(monkeypatch, capsys, made, "--as-of", "2026-12-01", "--format", shape).out
        assert "3 gave the same answer" in told
        assert "0 unexplained" not in told
        assert "The report says nothing of this:" in told


def test_nothing_to_look_at(tmp_path: Path, monkeypatch, capsys) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        decide(ledger, sil(1), day="2026-11-05")
    ran = report(monkeypatch, capsys, path, "--as-of", "2026-12-01", "--format", "html")
    assert ran.code == 0
    assert "Nothing of what was looked at needs attention" in ran.out
    assert "not compared with a head that was kept elsewhere" in ran.out


@pytest.mark.parametrize("more", [(), ("--municipality", "Silkeborg")])
def test_of_a_year_without_decisions_it_is_said_that_there_was_nothing(
    more: tuple[str, ...], tmp_path: Path, monkeypatch, capsys
) -> None:
    path = tmp_path / "ledger.db"
    a_ledger(path).close()
    for shape in ("plain", "html"):
        ran = report(monkeypatch, capsys, path, "--as-of", "2026-12-01", "--format", shape, *more)
        assert ran.code == 0
        assert "o decision was recorded in 2026: there was nothing to look at" in ran.out
        assert "needs attention" not in ran.out
        assert ("Silkeborg: no decision" in ran.out) is bool(more)


@pytest.mark.parametrize(
    ("as_of", "said"),
    [("2025-12-31", "2026 has not begun"), ("2026-12-31", "2026 is not over"), ("2027-01-01", None)],
)
def test_a_year_that_is_not_over_is_said_to_be_so(
    made: Path, as_of: str, said: str | None, monkeypatch, capsys
) -> None:
    for shape in ("plain", "html"):
        told = report(monkeypatch, capsys, made, "--as-of", as_of, "--format", shape).out
        assert [one for one in ("2026 has not begun", "2026 is not over") if one in told] == ([said] if said else [])


@pytest.fixture(scope="module")
def undecided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One decision of what stood as undecided, with nothing else to look at."""
    path = tmp_path_factory.mktemp("undecided") / "ledger.db"
    with a_ledger(path) as ledger:
        decide(ledger, a_case("had-naesten-tom"), day="2026-11-05")
    return path


def test_what_was_decided_while_undecided_is_to_be_looked_at(undecided: Path, monkeypatch, capsys) -> None:
    found = as_data(monkeypatch, capsys, undecided, "--as-of", "2026-11-06")
    assert found["attention"] == ["undecided"]
    assert found["departures"]["undecided"] == [1]
    ran = report(monkeypatch, capsys, undecided, "--as-of", "2026-11-06", "--lang", "da")
    assert ran.code == 1
    assert re.search(r"Afgjort, før det kunne.* 1 \(post 1\) +ja\n", ran.out)
    assert "Noget skal undersøges\n\n- Afgjort, før det kunne bevilges: 1 (post 1)\n" in ran.out
    assert inside(monkeypatch, capsys, "audit", "departures", "--ledger", str(undecided)).code == 1


def with_an_altered_reason(folder: Path) -> Path:
    """Return a ledger of two decisions, the reason of the first of which was altered."""
    path = folder / "ledger.db"
    with a_ledger(path) as ledger:
        decide(ledger, sil(1), day="2026-11-05")
        decide(ledger, sil(2), day="2026-11-06")
    with raw(str(path)) as sql:
        sql("UPDATE private SET value = ? WHERE seq = 1 AND name = 'reason'", b'"another"')
    return path


def test_a_decision_that_was_altered_is_said_to_be_in_no_count(tmp_path: Path, monkeypatch, capsys) -> None:
    path = with_an_altered_reason(tmp_path)
    found = as_data(monkeypatch, capsys, path, "--as-of", "2026-12-01")
    assert (found["not_counted"], found["departures"]["decisions"]) == ([1], 1)
    assert found["attention"] == ["beside", "faults", "not_counted"]
    for shape in ("plain", "html"):
        told = report(monkeypatch, capsys, path, "--as-of", "2026-12-01", "--lang", "da", "--format", shape).out
        assert "fejl: 1 (post 1)" in told
        assert "1 ændret eller beskadiget (post 1)" in " ".join(told.split())
        assert "Årets afgørelser: 1 talt; post 1 er ændret og ikke talt med" in told


def test_the_worksheet_marks_what_was_altered(tmp_path: Path, monkeypatch, capsys) -> None:
    path = with_an_altered_reason(tmp_path)
    told = " ".join(report(monkeypatch, capsys, path, "--as-of", "2026-12-01", "--lang", "da").out.split())
    assert "ÆNDRET efter registreringen; samme svar" in told
    assert told.count("ÆNDRET efter registreringen;") == 1
    assert "2 gav det samme svar, 1 er ændret efter registreringen (post 1)" in told
    assert "Godkendelser, der mangler: 0; ændret og ikke talt med: post 1" in told


@pytest.mark.parametrize("question", ["audit approvals", "audit departures", "audit overdue", "progress --all"])
def test_an_answer_says_itself_which_entries_it_has_not_counted(
    question: str, tmp_path: Path, monkeypatch, capsys
) -> None:
    """An approval that is missing must not be hidden by altering the decision that needs it."""
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        decide(ledger, sil(1), day="2026-11-05")
    marks = {"plain": "not counted: entry 1", "csv": "Not counted,1,", "json": '"not_counted": [\n  1'}

    def asked(shape: str) -> Any:
        return inside(monkeypatch, capsys, *question.split(), "--ledger", str(path), "--format", shape)

    for shape, mark in marks.items():
        assert mark not in asked(shape).out
    with raw(str(path)) as sql:
        for name in ("approvals", "measured", "choice", "reason"):
            sql("UPDATE private SET value = ? WHERE seq = 1 AND name = ?", b"[]", name)
    for shape, mark in marks.items():
        ran = asked(shape)
        assert ran.code == 1
        assert mark in ran.out


def test_the_worksheet_can_be_signed_on_paper(made: Path, monkeypatch, capsys) -> None:
    asked = ("audit", "report", "--year", "2026", "--ledger", str(made), "--as-of", "2026-12-01", "--lang", "da")
    told = inside(monkeypatch, capsys, *asked).out
    assert max(map(len, told.splitlines())) <= 89  # a head and a digest are not broken
    sheet = told.partition("Arbejdsark\n")[2].splitlines()
    assert sum("[  ] begrundelse læst   [  ] godkendelser set   initialer: ____" in one for one in sheet) == 3
    assert max(map(len, sheet[:15])) <= 80


def test_its_digest_is_of_what_was_checked(made: Path, tmp_path: Path, monkeypatch, capsys) -> None:
    asked = ("--as-of", "2026-12-01")
    digest = as_data(monkeypatch, capsys, made, *asked)["digest"]
    copy = tmp_path / "copy.db"
    shutil.copy(made, copy)
    assert as_data(monkeypatch, capsys, copy, *asked)["digest"] == digest
    assert digest in report(monkeypatch, capsys, copy, *asked, "--format", "html").out
    with Ledger.open(str(copy), writable=True) as ledger:
        decide(ledger, sil(9), day="2026-11-30")
    assert as_data(monkeypatch, capsys, copy, *asked)["digest"] != digest


def test_a_head_that_was_kept_elsewhere_is_compared_with(made: Path, tmp_path: Path, monkeypatch, capsys) -> None:
    kept = tmp_path / "head.txt"
    with Ledger.open(str(made)) as ledger:
        kept.write_text(ledger.head().text)
    compared = as_data(monkeypatch, capsys, made, "--checkpoint", str(kept))["verify"]
    assert (compared["good"], compared["compared_with"]) == (True, kept.read_text())
    kept.write_text("9" + kept.read_text()[1:])
    assert as_data(monkeypatch, capsys, made, "--checkpoint", str(kept))["verify"]["good"] is False


def test_a_year_without_decisions(made: Path, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "audit", "report", "--year", "2019", "--ledger", str(made))
    assert "Sample of 0 decisions out of 0" in ran.out
