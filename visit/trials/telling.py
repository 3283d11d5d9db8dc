"""What became of the tests, as text or as JSON, with the exit code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypedDict

from visit.cpr import safe
from visit.errors import VisitError
from visit.locale import formats, plural, render_error
from visit.locale import text as _
from visit.trials.grouping import MOST_ONE_BY_ONE, by_change, grouped
from visit.trials.reading import Cases
from visit.trials.results import Result
from visit.trials.reverting import put_back
from visit.trials.running import Versions, tried, try_cases
from visit.trials.unlooked import Unlooked, unlooked

SCHEMA = "visit.test/1"
_MOST_IDS = 3
"""So many statements are named at most that no test looks at."""


TrialRuns: TypeAlias = Sequence[tuple[Cases, Versions, tuple[Result, ...]]]
"""What became of each file: its tests, the guidelines they were tried on, and a result for each."""


class TrialsDocument(TypedDict):
    """What became of the tests, as data; each file may be given more keys."""

    schema: str
    files: list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of the tests, and what was wrong with files."""

    found: TrialRuns
    faults: tuple[VisitError, ...]

    @property
    def code(self) -> int:
        """0 all pass, 1 some fail, 2 a file cannot be used."""
        passed = all(result.passed for _cases, _versions, results in self.found for result in results)
        return 2 if self.faults else 0 if passed else 1

    @property
    def told(self) -> str:
        """What was wrong with files, for standard error."""
        return "".join(f"{render_error(fault)}\n" for fault in self.faults)


@dataclass(frozen=True, slots=True)
class ResultsTold:
    """The answer, what was wrong with files, and the code: 0 all pass, 1 some fail, 2 a file cannot be used."""

    code: int
    answer: str
    faults: str


def ran(names: Sequence[str], only: str | None = None) -> Ran:
    """Run test cases.

    Args:
        names: Ids of shipped guidelines, guideline files or cases files; all that ship where there are none.
        only: Run only the tests with this in their id.
    """
    found: list[tuple[Cases, Versions, tuple[Result, ...]]] = []
    faults: list[VisitError] = []
    try:
        for cases, versions in tried(names):
            try:
                found.append((cases, versions, try_cases(cases, versions, only)))
            except VisitError as error:
                faults.append(error)
    except VisitError as error:
        faults.append(error)
    return Ran(found, tuple(faults))


def results_told(names: Sequence[str], fmt: str, only: str | None = None, *, full: bool = False) -> ResultsTold:
    """Run test cases as `ran` does, and tell what became of them as `text` or `json`; `full` tells each difference by itself."""
    what = ran(names, only)
    if fmt == "json":
        answer = json.dumps(document(what.found), ensure_ascii=False, indent=2) + "\n"
    else:
        answer = "".join(safe(line) + "\n" for line in lines(what.found, full=full))
    return ResultsTold(what.code, answer, what.told)


def lines(found: TrialRuns, *, full: bool = True) -> list[str]:
    """Return a line for every difference, and one for every file; where differences are many, by statement unless `full`."""
    told = []
    for cases, versions, results in found:
        failed = [result for result in results if not result.passed]
        is_grouped = not full and sum(len(result.differences) for result in failed) > MOST_ONE_BY_ONE
        if is_grouped:
            told += [*grouped(results), ""]
        for result in () if is_grouped else failed:
            name = result.id.partition("::")[2]
            for one in result.differences:
                told.append(f"{one.at}: {name}: {one}")
        if told_by_change := [*by_change(put_back(cases, versions, failed), failed)]:
            told += [*told_by_change, ""]
        summary = _("{file}: {n} passed", file=cases.file, n=len(results) - len(failed))
        told.append(summary + (_(", {n} failed", n=len(failed)) if failed else ""))
        if is_grouped:
            told.append(_("each by line and column: --full; one statement: --only NAME"))
        told += [
            _("{at}: {name}: it expects nothing that could be otherwise; write an order, a standing or what rules out",
              at=one.at, name=one.id.partition("::")[2])
            for one in cases.decisions if one.expects_nothing
        ]  # fmt: skip
        if cases.proposed:
            told.append(
                plural(
                    "{n} row is proposed and unread: it tries the guideline against its own answer; take its comment away when it is read",  # noqa: E501
                    "{n} rows are proposed and unread: they try the guideline against its own answers; take the comment of each away when it is read",  # noqa: E501
                    cases.proposed, n=formats.number(cases.proposed),
                )
            )  # fmt: skip
        if not (cases.rows or cases.decisions):
            told.append(_("it has no tests; `visit test FILE --write-boundaries` proposes some"))
        else:
            told += map(unlooked_words, unlooked(cases, versions))
    return told


def unlooked_words(one: Unlooked) -> str:
    """Return what no test looks at, of how many statements, the first of them by id; and how a row says it."""
    what = {
        ("approval", "whether"): _("approvals"), ("approval", "who"): _("who approves (`by: ROLE` in a row)"),
        ("deadline", "whether"): _("deadlines"), ("deadline", "who"): _("who has to meet a deadline (`by: ROLE` in a row)"),
        ("deadline", "when"): _("the day of a deadline (`due: [DAY]` in a row)"), ("follow_up", "whether"): _("follow-up"),
        ("follow_up", "when"): _("the day of a follow-up (`due: [DAY]` in a row)"), ("notice", "whether"): _("notices"),
        ("grant", "whether"): _("for how long help is granted"),
        ("grant", "when"): _("until when help is granted (`due: [DAY]` in a row)"),
    }[one.kind, one.aspect]  # fmt: skip
    more = len(one.ids) - _MOST_IDS
    ids = [*one.ids[:_MOST_IDS], *([_("{n} more", n=formats.number(more))] if more > 0 else [])]
    return _(
        "no test looks at {what}: {n} of {all}: {ids}",
        what=what, n=formats.number(len(one.ids)), all=formats.number(one.of), ids=", ".join(ids),
    )  # fmt: skip


def document(found: TrialRuns) -> TrialsDocument:
    """Return the same as data."""
    files: list[dict[str, object]] = [
        {
            "file": cases.file,
            "guideline": cases.guideline,
            "passed": sum(result.passed for result in results),
            "failed": sum(not result.passed for result in results),
            "tests": [_test(result) for result in results],
            "not_looked_at": [
                {"kind": one.kind, "aspect": one.aspect, "ids": [*one.ids], "of": one.of}
                for one in unlooked(cases, versions)
            ],
        }
        for cases, versions, results in found
    ]
    return {"schema": SCHEMA, "files": files}


def _test(result: Result) -> dict[str, object]:
    differences = [
        {"what": one.what, "expected": one.expected, "found": one.found, "at": str(one.at)}
        for one in result.differences
    ]
    return {"id": result.id, "at": str(result.at), "passed": result.passed, "differences": differences}
