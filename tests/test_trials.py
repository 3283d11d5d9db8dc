"""Small inputs that once got a wrong answer, each with the principle that decides it and many like it."""

from __future__ import annotations

import pytest
from not_yet import NOT_YET
from running import inside
from runs import HERE, Run, compare, runs
from test_disputes import DISPUTES

from visit import locale
from visit.errors import Location
from visit.shipped import GUIDELINES
from visit.trials.grouping import grouped
from visit.trials.results import Result, TrialDifference

TRIALS = tuple(runs(HERE / "trials"))


@pytest.mark.parametrize("run", [pytest.param(run, id=run.id) for run in TRIALS])
def test_the_principle_decides(run: Run) -> None:
    compare(run)


def test_what_is_listed_as_not_yet_is_a_run() -> None:
    assert NOT_YET.keys() <= {run.id for run in (*TRIALS, *DISPUTES)}


def test_many_differences_are_told_by_statement_with_alike_ones_together() -> None:
    rows = [
        Result(
            f"a.cases.yaml::rule near row {n}",
            Location("a.cases.yaml", 10 + n, 3),
            (TrialDifference("", "holds", "fails" if n < 9 else "unknown", Location("a.cases.yaml", 10 + n, 3)),),
        )
        for n in range(1, 12)
    ]
    whole = Result(
        "a.cases.yaml::an own offer comes first",
        Location("a.cases.yaml", 40, 3),
        (TrialDifference("because of b", "wish", "[]", Location("a.cases.yaml", 41, 3)),),
    )
    told = list(grouped([*rows, Result("a.cases.yaml::rule near row 12", Location("a.cases.yaml", 22, 3), ()), whole]))
    assert told == [
        "rule near: 11 of 12 rows",
        "  lines 11–18: expected holds, found fails",
        "  lines 19–21: expected holds, found unknown",
        "an own offer comes first",
        "  line 41: because of b: expected wish, found []",
    ]


def test_the_tests_of_a_draft_are_told_by_the_change_that_fails_them(monkeypatch, capsys, tmp_path) -> None:
    text = (
        (GUIDELINES / "ikast-brande.yaml").read_text("utf-8").replace('version: "2021.5"', 'version: "9"\ndraft: true')
    )
    text = text.replace("fast_track_min_triggers: {value: 2,", "fast_track_min_triggers: {value: 4,")
    text = text.replace("complexity_low_support_need: {value: 1,", "complexity_low_support_need: {value: 0,")
    (tmp_path / "ny.yaml").write_text(text, "utf-8")
    (tmp_path / "ny.cases.yaml").write_text(CASES_OF_A_DRAFT, "utf-8")
    monkeypatch.chdir(tmp_path)
    ran = inside(monkeypatch, capsys, "test", "ny.yaml", "--lang", "en")
    assert ran.code == 1
    told = ran.out.splitlines()
    assert told[told.index("Of 3 tests that fail:") :][:5] == [
        "Of 3 tests that fail:",
        "  parameter complexity_low_support_need: 1 passes without its change (line 10)",
        "  parameter fast_track_min_triggers: 1 passes without its change (line 7)",
        "  without several changes, or for another reason: 1 (line 11)",
        "",
    ]


CASES_OF_A_DRAFT = """guideline: ikast-brande
defaults: {case: {assessed: 2026-11-02, municipality: Ikast-Brande}}
rules:
  - fact: fast_track
    case: {citizen: {home: {housing: none}}, target_groups: {primary: drug-misuse, secondary: []}}
    rows:
      - {case: {flags: {untreated_health: false, untreated_psychiatric: false}}, then: [proposed]}
  - fact: complexity
    rows:
      - {case: {support_need: 1, functioning: {cook: 2, clean: 2}}, then: [low]}
      - {case: {support_need: 4}, then: [low]}
"""


@pytest.mark.parametrize(
    ("written", "danish"),
    [
        ("not_applicable", "not_applicable (gælder ikke)"),
        ("perhaps (case.home.housing)", "perhaps (måske) (case.home.housing)"),
        ("ruled_out", "ruled_out (udelukket)"),
        ("[proposed]", "[proposed]"),
        ("3", "3"),
    ],
)
def test_a_danish_reader_has_the_word_beside_the_code_that_the_row_would_write(written: str, danish: str) -> None:
    one = TrialDifference("", written, "holds", Location("a.yaml"))
    with locale.speaking("da"):
        assert str(one) == f"forventede {danish}, fik holds (opfyldt)"
    with locale.speaking("en"):
        assert str(one) == f"expected {written}, found holds"
