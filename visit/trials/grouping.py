"""The tests that fail, by the statement that they try: after an edit they are many, and most fail for one reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap

from visit.locale import formats, plural
from visit.locale import text as _
from visit.trials.reading import SECTIONS
from visit.trials.results import Result, TrialDifference
from visit.trials.reverting import PutBack

MOST_ONE_BY_ONE = 10
"""Up to so many differences of a file are told one by one."""
WIDTH = 80
_ROW = re.compile(r"(?P<kind>\w+) (?P<statement>\S+) row (?P<row>\d+)")


def grouped(results: Sequence[Result]) -> Iterator[str]:
    """Yield what fails, statement by statement and then decision by decision: alike differences together, with their lines."""
    failed = [one for one in results if not one.passed]
    tried: dict[str, int] = {}
    statements: dict[str, list[Result]] = {}
    for one in results:
        name = _statement(one)
        tried[name] = tried.get(name, 0) + 1
    for one in failed:
        statements.setdefault(_statement(one), []).append(one)
    for name, those in statements.items():
        yield from _wrapped(f"{_called(name)}{_rows(those, tried[name])}", 0)
        for said, differences in _alike(one for result in those for one in result.differences).items():
            lines = sorted({one.at.line or 0 for one in differences})
            where = plural("line {lines}", "lines {lines}", len(lines), lines=_spans(lines))
            yield from _wrapped(f"{where}: {said}", 2)


def by_change(found: Sequence[PutBack], failed: Sequence[Result]) -> Iterator[str]:
    """Yield which tests that fail pass without which one change of a draft, and how many without none of them alone."""
    telling = sorted((one for one in found if one.results), key=lambda one: -len(one.results))
    if not telling:
        return
    n = formats.number(len(failed))
    yield plural("Of {n} test that fails:", "Of {n} tests that fail:", len(failed), n=n)
    for one in telling:
        n, where = _counted(one.results)
        yield from _wrapped(
            plural(
                "{what}: {n} passes without its change ({where})", "{what}: {n} pass without its change ({where})",
                len(one.results), what=_changed(one), n=n, where=where,
            ),
            2,
        )  # fmt: skip
    left = [one for one in failed if not any(one in each.results for each in telling)]
    if left:
        n, where = _counted(left)
        yield from _wrapped(_("without several changes, or for another reason: {n} ({where})", n=n, where=where), 2)


def _counted(results: Sequence[Result]) -> tuple[str, str]:
    """Return how many tests these are, and on which lines."""
    lines = sorted({one.at.line or 0 for one in results})
    return formats.number(len(results)), plural("line {lines}", "lines {lines}", len(lines), lines=_spans(lines))


def _changed(one: PutBack) -> str:
    """Return the statement that a change is of, with its kind in a word."""
    if not one.key:
        return _("the order of preferences")
    kinds = {section: kind_words()[kind] for kind, section in SECTIONS.items() if kind in kind_words()}
    word = _("parameter") if one.section == "parameters" else kinds.get(one.section, one.section)
    return f"{word} {one.key}"


def _statement(result: Result) -> str:
    name = result.id.partition("::")[2]
    found = _ROW.fullmatch(name)
    return name if found is None else f"{found['kind']} {found['statement']}"


def _rows(failed: Sequence[Result], tried: int) -> str:
    is_row = _ROW.fullmatch(failed[0].id.partition("::")[2]) is not None
    n, every = formats.number(len(failed)), formats.number(tried)
    return f": {plural('{n} of {all} row', '{n} of {all} rows', tried, n=n, all=every)}" if is_row else ""


def _called(statement: str) -> str:
    """Return a statement with its kind in a word."""
    kind, _space, id = statement.partition(" ")
    return f"{kind_words()[kind]} {id}" if id and " " not in id and kind in kind_words() else statement


def kind_words() -> Mapping[str, str]:
    """Return what each kind of statement is called, by its key in a cases file."""
    return {
        "fact": _("table"), "rule": _("rule"), "preference": _("preference"), "right": _("right"), "notice": _("notice"),
        "approval": _("approval"), "follow_up": _("follow-up"), "deadline": _("deadline"), "grant": _("grant"),
        "proposal": _("proposal"), "area": _("area"),
    }  # fmt: skip


def _alike(differences: Iterable[TrialDifference]) -> dict[str, list[TrialDifference]]:
    found: dict[str, list[TrialDifference]] = {}
    for one in differences:
        found.setdefault(str(one), []).append(one)
    return found


def _spans(lines: Sequence[int]) -> str:
    """Return line numbers, those that follow each other as a span."""
    spans: list[list[int]] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)


def _wrapped(text: str, indent: int) -> list[str]:
    return wrap(
        text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 4),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
