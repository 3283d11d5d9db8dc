"""`visit compare --fail-if` and `--baseline`: whom an accepted answer accepts, and the verdict in every file that is kept."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from running import ROOT, inside

from visit.lab.movements import Crossing, Movement
from visit.lab.turned import TurnedCase, kept_of

COMMAND = (
    "compare", str(ROOT / "tests/commands/small.yaml"), str(ROOT / "tests/commands/small-next.yaml"),
    "-c", str(ROOT / "tests/commands/offers.yaml"), str(ROOT / "examples/had-soegt-om-botilbud.yaml"),
    "--all-municipalities", "--most-answers", "0", "--lang", "en",
)  # fmt: skip
Document = dict[str, object]


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def nobody(document: Document) -> None:
    document["turned"] = []


def somebody_else(document: Document) -> None:
    document["digest"] = "0" * 64


def another_draft(document: Document) -> None:
    document["new"]["guidelines"][0] |= {"version": "7", "digest": "7" * 64}  # type: ignore[index]


def how_many_alone(document: Document) -> None:
    document["turned"] = None


def how_many_of_another_draft(document: Document) -> None:
    how_many_alone(document)
    another_draft(document)


@pytest.mark.parametrize(
    ("altered", "code", "said"),
    [
        (dict, 0, "moved > 0: 1, accepted 1 (passed)"),
        (nobody, 1, "moved > 0: 1, accepted 0 (failed); not accepted: had-2026-0058"),
        (somebody_else, 1, "moved > 0: 1, accepted 0 (failed); not accepted: had-2026-0058"),
        (another_draft, 0, "accepted.json accepts small 7 (77777777), small ("),
        (how_many_alone, 0, "moved > 0: 1, accepted 1 (passed)"),
        (how_many_of_another_draft, 2, "moved > 0 is not asked: the accepted answer is to another question"),
    ],
)
def test_what_was_accepted_is_who_and_as_what(
    altered: Callable[[Document], object], code: int, said: str, monkeypatch, capsys
) -> None:
    gates = ("--fail-if", "moved > 0", "--people")
    assert inside(monkeypatch, capsys, *COMMAND, *gates, "-o", "accepted.json").code == 1
    document = json.loads(Path("accepted.json").read_text("utf-8"))
    altered(document)
    Path("accepted.json").write_text(json.dumps(document), "utf-8")
    ran = inside(monkeypatch, capsys, *COMMAND, *gates, "--baseline", "accepted.json")
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert ("accepts small" in ran.err) is (altered in (another_draft, how_many_of_another_draft))


def test_whoever_has_no_cases_learns_of_an_accepted_answer_only_how_many() -> None:
    one = TurnedCase(
        "somebody", "d" * 64, ("o/SEL-85",), Movement.LOWER, frozenset({Crossing.TO_OWN, Crossing.BY_NAME})
    )
    still = TurnedCase("b", "e" * 64, ("o/SEL-85",), Movement.UNCHANGED, frozenset({Crossing.BY_NAME}))
    assert len(kept_of([one], "salt")) == 3
    assert len(kept_of([still], "salt")) == 1
    assert not {*kept_of([one, still], "salt")} & {*kept_of([one, still], "another")}
    assert not any(one.id in kept or one.digest in kept for kept in kept_of([one], "salt"))


def test_of_real_citizens_nobody_is_kept_unless_it_is_asked_for(monkeypatch, capsys) -> None:
    kept = [
        json.loads(inside(monkeypatch, capsys, *COMMAND, "-f", "json", *more).out)["turned"]
        for more in ((), ("--people",))
    ]
    assert kept[0] is None
    assert kept[1]


FILES = ("a.json", "b.md", "c.html", "d.csv", "e.txt")


def test_every_file_says_which_gates_were_asked_and_what_became_of_them(monkeypatch, capsys) -> None:
    gates = ("--fail-if", "moved > 0", "--fail-if", "lost > 0", "--fail-if", "moved > 100%")
    ran = inside(monkeypatch, capsys, *COMMAND, *gates, "--people", *(word for one in FILES for word in ("-o", one)))
    assert ran.code == 1
    written = {one: Path(one).read_text("utf-8").replace("\\>", ">").replace("&gt;", ">") for one in FILES}
    verdicts = (
        "--fail-if moved > 0: 1 (failed)",
        "--fail-if lost > 0: 0 (passed)",
        "--fail-if moved > 100%: 1 of 1 (passed)",
    )
    assert all(one in written[file] for file in ("b.md", "e.txt") for one in verdicts)
    rows = [one for one in csv.DictReader(written["d.csv"].splitlines()) if one["condition"]]
    assert [(one["condition"], one["number"], one["result"]) for one in rows] == [
        ("moved > 0", "1", "failed"), ("lost > 0", "0", "passed"), ("moved > 100%", "1", "passed"),
    ]  # fmt: skip
    asked = json.loads(written["a.json"])["gates"]
    assert [(one["condition"], one["value"], one["passed"]) for one in asked] == [
        ("moved > 0", 1, False), ("lost > 0", 0, True), ("moved > 100%", 1, True),
    ]  # fmt: skip
    page = written["c.html"]
    assert "moved > 0 was asked; its number is of few real citizens, and is not shown here" in page
    assert "failed" not in page


def test_a_gate_that_is_not_asked_is_said_to_be_so_in_the_file(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *COMMAND, "--fail-if", "moved > 0", "-o", "a.json", "-o", "b.md")
    assert ran.code == 2
    assert json.loads(Path("a.json").read_text("utf-8"))["gates"][0]["passed"] is None
    assert "is not asked" in Path("b.md").read_text("utf-8")
