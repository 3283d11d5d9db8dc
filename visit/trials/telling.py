"""What became of the tests, as text or as JSON, with the exit code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from visit.cpr import safe
from visit.errors import VisitError
from visit.locale import render_error
from visit.locale import text as _
from visit.trials.reading import Cases
from visit.trials.results import Result
from visit.trials.running import tried, try_cases

SCHEMA = "visit.test/1"


@dataclass(frozen=True, slots=True)
class Told:
    """The answer, what was wrong with files, and the code: 0 all pass, 1 some fail, 2 a file cannot be used."""

    code: int
    answer: str
    faults: str


def results_told(names: Sequence[str], fmt: str, only: str | None = None) -> Told:
    """Run test cases and tell what became of them.

    Args:
        names: Ids of shipped guidelines, guideline files or cases files; all that ship where there are none.
        fmt: `text` or `json`.
        only: Run only the tests with this in their id.
    """
    found: list[tuple[Cases, tuple[Result, ...]]] = []
    faults: list[VisitError] = []
    try:
        for cases, versions in tried(names):
            try:
                found.append((cases, try_cases(cases, versions, only)))
            except VisitError as error:
                faults.append(error)
    except VisitError as error:
        faults.append(error)
    answer = _as_json(found) if fmt == "json" else "".join(safe(line) + "\n" for line in _lines(found))
    passed = all(result.passed for _cases, results in found for result in results)
    return Told(2 if faults else 0 if passed else 1, answer, "".join(f"{render_error(fault)}\n" for fault in faults))


def _lines(found: Sequence[tuple[Cases, Sequence[Result]]]) -> list[str]:
    lines = []
    for cases, results in found:
        failed = [result for result in results if not result.passed]
        for result in failed:
            name = result.id.partition("::")[2]
            for one in result.differences:
                lines.append(f"{one.at}: {name}: {one}")
        summary = _("{file}: {n} passed", file=cases.file, n=len(results) - len(failed))
        lines.append(summary + (_(", {n} failed", n=len(failed)) if failed else ""))
    return lines


def _as_json(found: Sequence[tuple[Cases, Sequence[Result]]]) -> str:
    files = [
        {
            "file": cases.file,
            "guideline": cases.guideline,
            "passed": sum(result.passed for result in results),
            "failed": sum(not result.passed for result in results),
            "tests": [_test(result) for result in results],
        }
        for cases, results in found
    ]
    return json.dumps({"schema": SCHEMA, "files": files}, ensure_ascii=False, indent=2) + "\n"


def _test(result: Result) -> dict[str, object]:
    differences = [
        {"what": one.what, "expected": one.expected, "found": one.found, "at": str(one.at)}
        for one in result.differences
    ]
    return {"id": result.id, "at": str(result.at), "passed": result.passed, "differences": differences}
