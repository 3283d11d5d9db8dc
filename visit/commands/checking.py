"""What the `check` commands share: every file is checked, every fault told at its place, one exit code.

The faults are the answer and go to standard output; what cannot be read at all goes to standard error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from visit.commands.printing import as_json, choose_format, print_grids, print_wrapped
from visit.errors import Location, Problems, VisitError, render
from visit.locale import formats, language, plural, render_error
from visit.locale import text as _
from visit.streams import note, reader_may_leave

if TYPE_CHECKING:
    from visit.render.grids import Cell, Grid
    from visit.rules.findings.allowed import Allowed


_MOST_LINES = 12
"""So many lines are named for a kind of note; `--format json` has each."""
PrintedLine: TypeAlias = str | tuple[str, tuple[str, ...]]
"""A line, or one with lines under it."""


@dataclass(frozen=True, slots=True)
class Good:
    """What a file without faults is told as.

    Attributes:
        summary: What stands after `ok:`.
        warnings: What is worth a look and no fault.
        notes: What the author says himself: counted, and not told one by one.
        allowed: What the file allows, with its reasons.
        numbers: The same as the summary, as data.
    """

    summary: str
    warnings: tuple[VisitError, ...] = ()
    notes: tuple[VisitError, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    numbers: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bad:
    """What a file with faults is told as: these, and what was found in the rest of it."""

    faults: tuple[VisitError, ...]
    warnings: tuple[VisitError, ...] = ()
    notes: tuple[VisitError, ...] = ()
    allowed: tuple[Allowed, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: what is good about it, or what is wrong."""

    name: str
    found: Good | Bad
    readable: bool = True

    @property
    def faults(self) -> tuple[VisitError, ...]:
        """What is wrong with it."""
        return self.found.faults if isinstance(self.found, Bad) else ()


def check_command(
    kind: str, names: Sequence[str], check: Callable[[str], Good | Bad], shape: str | None, *, strict: bool = False
) -> int:
    """Check files, print what was found, and return 0 when all are good, 1 when one is not, 2 when one cannot be read.

    A file with something to look at is good, unless `strict`.
    """
    found = [_checked(name, check) for name in names]
    with reader_may_leave():
        _tell_all(kind, found, shape)
    if not all(one.readable for one in found):
        return 2
    return 1 if any(one.faults or (strict and one.found.warnings) for one in found) else 0


def _tell_all(kind: str, found: Sequence[Checked], shape: str | None) -> None:
    shape = choose_format(shape)
    if shape == "json":
        document = {"schema": "visit-check", "version": 1, "kind": kind, "files": [_document(one) for one in found]}
        print(as_json(document))
    if shape in ("csv", "xlsx"):
        print_grids([_grid(found)], shape)
    told: set[str] = set()
    for one in found:
        # Guidelines share layers: a fault is told once.
        faults = [fault for fault in one.faults if str(fault) not in told]
        told.update(str(fault) for fault in faults)
        if not one.readable:
            note("\n".join(render_error(fault) for fault in faults))
        elif shape not in ("json", "csv", "xlsx"):
            _tell(one, faults, markdown=shape == "markdown")
    if shape not in ("json", "csv", "xlsx"):
        _print(_counted(found), markdown=shape == "markdown")


def _checked(name: str, check: Callable[[str], Good | Bad]) -> Checked:
    try:
        return Checked(name, check(name))
    except VisitError as error:
        faults = error.errors if isinstance(error, Problems) else (error,)
        at_a_line = any(fault.at is not None and fault.at.line is not None for fault in faults)
        return Checked(name, Bad(tuple(faults)), readable=name == "-" or at_a_line or _reads(name))


def _reads(name: str) -> bool:
    try:
        with Path(name).open("rb"):
            return True
    except (OSError, ValueError):
        return False


def _tell(checked: Checked, faults: Iterable[VisitError], *, markdown: bool) -> None:
    lines: list[PrintedLine] = []
    told: set[str] = set()
    for fault in faults:
        lines.append(_line(fault, render_error(fault), remedied=fault.code not in told))
        told.add(fault.code or "")
    found = checked.found
    if isinstance(found, Good):
        lines.append(_("{file}: {state}: {summary}", file=checked.name, state=_state(found), summary=found.summary))
    for warning in sorted(found.warnings, key=_kind_first):
        rendered = render(warning, error_word=_("warning"), help_word=_("help"))
        lines.append(_line(warning, rendered, remedied=warning.code not in told))
        told.add(warning.code or "")
    lines += _notes(checked.name, found)
    if lines:
        _print(lines, markdown=markdown)


def _state(found: Good) -> str:
    n = len(found.warnings)
    return plural("{n} thing to look at", "{n} things to look at", n, n=formats.number(n)) if n else _("ok")


def _kind_first(warning: VisitError) -> int:
    """Return where the kind of a warning stands among all kinds; those of one kind stay in the order of their places."""
    return 0 if warning.code is None else _weight(warning.code)


def _weight(code: str) -> int:
    """Return where a kind stands among all kinds, the gravest first."""
    from visit.rules.findings.kinds import finding_kinds

    return list(finding_kinds()).index(code)


def _line(fault: VisitError, rendered: str, *, remedied: bool = True) -> PrintedLine:
    """Return a fault as it is printed: with its code, and what to do where that is not told already."""
    head, *more = rendered.split("\n")
    if fault.code is not None:
        head = f"{head} [{fault.code}]"
        if not more and remedied:
            more = [f"{_('help')}: {_remedy(fault)}"]
    return (head, tuple(line.strip() for line in more))


def _notes(name: str, found: Good | Bad) -> list[PrintedLine]:
    """Return a line for each kind of note, and one for what is allowed."""
    from visit.rules.findings.kinds import kind_of

    lines: list[PrintedLine] = []
    for code in dict.fromkeys(one.code for one in found.notes):
        ones = [one for one in found.notes if one.code == code]
        at_lines = [str(one.at.line) for one in ones if one.at is not None and one.at.line is not None]
        places = ", ".join(at_lines[:_MOST_LINES]) + (", …" if len(at_lines) > _MOST_LINES else "")
        title = kind_of(ones[0]).title.in_language(language())
        told = _("{title}: {n} (line {places})", title=title, n=formats.number(len(ones)), places=places)
        lines.append(f"{name}: {_('note')}: {told} [{code}]")
    if found.allowed:
        codes = ", ".join(sorted({one.finding.code or "" for one in found.allowed}))
        told = _("allowed in the file, with a reason: {n} ({codes})", n=formats.number(len(found.allowed)), codes=codes)
        lines.append(f"{name}: {_('note')}: {told}")
    return lines


def _counted(found: Sequence[Checked]) -> list[PrintedLine]:
    """Return how often each kind was found, where kinds have codes."""
    counts = Counter(fault.code for one in found for fault in (*one.faults, *one.found.warnings))
    named = [f"{code} {formats.number(n)}" for code, n in sorted(counts.items(), key=lambda one: str(one[0])) if code]
    if not named:
        return []
    return [
        _(
            "found: {counts}; `visit explain {code}` says what that means",
            counts=", ".join(named),
            code=min((one for one in counts if one), key=_weight),
        )
    ]


def _print(lines: Iterable[PrintedLine], *, markdown: bool) -> None:
    """Print lines as an editor reads them, `file:line:col: error: …`; in Markdown as items."""
    rows = tuple(lines)
    if markdown and rows:
        from visit.render import plain
        from visit.render.blocks import Items

        print(plain.markdown((Items(rows),)), end="")
        return
    for row in rows:
        head, more = (row, ()) if isinstance(row, str) else row
        print_wrapped("\n  ".join((head, *more)).split("\n"))


def _document(checked: Checked) -> dict[str, object]:
    found = checked.found
    kept = [{**_fault(one.finding), "reason": one.reason} for one in found.allowed]
    return {
        "file": checked.name,
        "ok": isinstance(found, Good),
        "errors": [_fault(fault) for fault in checked.faults],
        "warnings": [_fault(warning) for warning in (*found.warnings, *found.notes)],
        **({"allowed": kept} if kept else {}),
        **(found.numbers if isinstance(found, Good) else {}),
    }


def _fault(fault: VisitError) -> dict[str, object]:
    at = fault.at
    place = (
        {"file": at.file, "line": at.line, "column": at.column} if at else {"file": None, "line": None, "column": None}
    )
    said: dict[str, object] = {**place, "message": fault.message, "help": fault.help}
    if fault.code is not None:
        said |= {"code": fault.code, "severity": _severity(fault), "remedy": _remedy(fault)}
    return said


def _severity(fault: VisitError) -> str:
    from visit.rules.findings.kinds import kind_of

    return kind_of(fault).severity


def _remedy(fault: VisitError) -> str:
    """Return what to do about a finding: what it says itself, else what its kind says."""
    from visit.rules.findings.kinds import kind_of

    return fault.help or kind_of(fault).remedy.in_language(language())


def _grid(found: Sequence[Checked]) -> Grid:
    """Return every finding as a row, those that are allowed with the reason."""
    from visit.render.grids import Grid

    columns = ("file", "line", "column", "severity", "code", "finding", "remedy", "allowed because")
    return Grid(_("Findings"), columns, tuple(row for one in found for row in _rows(one)))


def _rows(checked: Checked) -> Iterator[tuple[Cell, ...]]:
    found = checked.found
    told = [(fault, None) for fault in (*checked.faults, *found.warnings, *found.notes)]
    for fault, reason in (*told, *((kept.finding, kept.reason) for kept in found.allowed)):
        at = fault.at or Location(checked.name)
        plain = _("error") if fault in checked.faults else _("warning")
        severity, remedy = (_severity(fault), _remedy(fault)) if fault.code is not None else (plain, fault.help)
        yield (at.file, at.line, at.column, severity, fault.code, fault.message, remedy, reason)
