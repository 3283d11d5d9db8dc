"""`visit test`: run the test cases beside guidelines, and say what was expected and what was found."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from visit.cpr import safe
from visit.errors import UsageError
from visit.locale import text as _
from visit.streams import note, reader_may_leave
from visit.trials.running import tried
from visit.trials.telling import Ran, document, lines, ran, results_told

if TYPE_CHECKING:
    from visit.render.coverage_sheet import CoverageSheet
    from visit.render.mutation_sheet import MutationSheet
    from visit.trials.coverage import Coverage


@dataclass(frozen=True, slots=True)
class TestOptions:
    """What is asked for beside what became of the tests, as it was typed.

    Attributes:
        only: Run only the tests with this in their id.
        coverage: Say what is not tried.
        cases: Case files and folders: say it of these.
        catalogue: The offers of these cases.
        mutate: Change the guideline in small ways, and say which changes no test notices.
        write_boundaries: Propose rows for what is not tried.
        full: Tell each difference by itself, however many they are.
    """

    __test__ = False

    only: str | None = None
    coverage: bool = False
    cases: Sequence[str] = ()
    catalogue: str | None = None
    mutate: bool = False
    write_boundaries: bool = False
    full: bool = False


def test_command(names: Sequence[str], shape: str | None, options: TestOptions) -> int:
    """Run test cases, print what became of them, and return the exit code.

    Args:
        names: Ids of shipped guidelines, guideline files or cases files; all that ship where there are none.
        shape: The format, None for that of where it goes.
        options: What else is asked for.

    Returns:
        0 when all pass, 1 when some fail, 2 when a file cannot be used.

    Raises:
        UsageError: What is asked for has no effect.
    """
    if options.catalogue is not None and not options.cases:
        raise UsageError(_("{option} goes with {other}", option="--catalogue", other="--cases"))
    if options.write_boundaries:
        return _write_boundaries(names, shape, options)
    if options.mutate:
        return _mutate(names, shape, options)
    if options.coverage or options.cases:
        return _coverage(names, shape, options)
    if shape in ("csv", "xlsx"):
        other = _("{one} or {other}", one="--coverage", other="--mutate")
        raise UsageError(_("--format {format} goes with {other}", format=shape, other=other))
    result = results_told(names, "json" if shape == "json" else "text", options.only, full=options.full)
    note(result.faults, end="")
    with reader_may_leave():
        sys.stdout.write(result.answer)
    return result.code


def _coverage(names: Sequence[str], shape: str | None, options: TestOptions) -> int:
    from visit.render.coverage_sheet import CoverageSheet

    if options.only is not None:
        raise UsageError(_("{option} has no effect with {other}", option="--only", other="--coverage"))
    what = ran(names)
    _print(what, shape, CoverageSheet(_found(what, options), of_cases=bool(options.cases)), "coverage")
    return what.code


def _mutate(names: Sequence[str], shape: str | None, options: TestOptions) -> int:
    from visit.commands.waiting import waiting
    from visit.render.mutation_sheet import MutationSheet
    from visit.trials.noticing import unnoticed

    given = {"--only": options.only is not None, "--coverage": options.coverage, "--cases": bool(options.cases)}
    for option in (one for one, is_given in given.items() if is_given):
        raise UsageError(_("{option} has no effect with {other}", option=option, other="--mutate"))
    what = ran(names)
    found = []
    for cases, versions, _results in what.found:
        with waiting(_("changing {guideline}", guideline=cases.guideline)) as progress:
            found.append(unnoticed(cases, versions, progress=progress))
    _print(what, shape, MutationSheet(found), "mutations")
    return what.code


def _write_boundaries(names: Sequence[str], shape: str | None, options: TestOptions) -> int:
    from visit.commands.waiting import waiting
    from visit.trials.proposing import proposals
    from visit.trials.writing import as_cases_file

    given = {
        "--only": options.only is not None, "--coverage": options.coverage, "--cases": bool(options.cases),
        "--mutate": options.mutate, "--format": shape is not None,
    }  # fmt: skip
    for option in (one for one, is_given in given.items() if is_given):
        raise UsageError(_("{option} has no effect with {other}", option=option, other="--write-boundaries"))
    if len(names) != 1:
        raise UsageError(_("--write-boundaries is for one guideline"), help=_("name it"))
    ((cases, versions),) = tried(names, begin=True)
    with waiting(_("looking for rows")) as progress:
        found = proposals(cases, versions, progress)
    if not found.rows and not found.not_found:
        raise UsageError(
            _(
                "there is nothing to propose rows for: {id} has no statement of its own that is not tried",
                id=cases.guideline,
            ),
            help=_("docs/writing-a-guideline.md shows how rows are written by hand"),
        )
    written = as_cases_file(found)
    with reader_may_leave():
        sys.stdout.write(safe(written))
    return 0


def _print(what: Ran, shape: str | None, found: CoverageSheet | MutationSheet, key: str) -> None:
    """Print what became of the tests with what else was found; in JSON under a key of each file."""
    from visit.commands.printing import print_answer
    from visit.render.blocks import Paragraph, Sheet

    def sheet() -> Sheet:
        return (*map(Paragraph, lines(what.found)), *found.sheet())

    def data() -> object:
        whole = document(what.found)
        for one, about in zip(whole["files"], found.documents(), strict=True):
            one[key] = about
        return whole

    note(what.told, end="")
    print_answer(shape, document=data, sheet=sheet, grids=lambda: (found.grid(),))


def _found(what: Ran, options: TestOptions) -> list[Coverage]:
    from visit.trials.coverage import coverage_of_cases, coverage_of_tests
    from visit.trials.noticing import unnoticed_orders

    if not options.cases:
        return [
            replace(coverage_of_tests(cases, versions), orders=unnoticed_orders(cases, versions).unnoticed)
            for cases, versions, _results in what.found
        ]
    from visit.commands.citizens import tell_left_in
    from visit.commands.inputs import load_given_catalogue
    from visit.population.rows import case_files, case_in

    offers = load_given_catalogue(options.catalogue)
    tell_left_in(options.cases)
    read_cases = [case_in(file) for named in options.cases for file in case_files(named)]
    return [
        coverage_of_cases(cases.guideline, versions, read_cases, offers) for cases, versions, _results in what.found
    ]


# INVARIANT: pytest collects functions by this name; a module that imports it must not run it as a test.
test_command.__test__ = False  # type: ignore[attr-defined]
