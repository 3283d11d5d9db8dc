"""What the `check` commands share: every file is checked, every fault told at its place, one exit code.

The faults are the answer and go to standard output; what cannot be read at all goes to standard error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from visit.commands.printing import as_json, choose_format
from visit.cpr import safe
from visit.errors import Problems, VisitError, render
from visit.locale import render_error
from visit.locale import text as _
from visit.streams import note, reader_may_leave


@dataclass(frozen=True, slots=True)
class Good:
    """What a file without faults is told as.

    Attributes:
        summary: What stands after `ok:`.
        warnings: What is worth a look and no fault.
        numbers: The same as the summary, as data.
    """

    summary: str
    warnings: tuple[VisitError, ...] = ()
    numbers: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: what is good about it, or what is wrong."""

    name: str
    good: Good | None
    faults: tuple[VisitError, ...]
    readable: bool = True


def check_command(kind: str, names: Sequence[str], check: Callable[[str], Good], shape: str | None) -> int:
    """Check files, print what was found, and return 0 when all are good, 1 when one is not, 2 when one cannot be read."""
    found = [_checked(name, check) for name in names]
    with reader_may_leave():
        _tell_all(kind, found, shape)
    if not all(one.readable for one in found):
        return 2
    return 1 if any(one.faults for one in found) else 0


def _tell_all(kind: str, found: Sequence[Checked], shape: str | None) -> None:
    shape = choose_format(shape)
    if shape == "json":
        document = {"schema": "visit-check", "version": 1, "kind": kind, "files": [_document(one) for one in found]}
        print(as_json(document))
    told: set[str] = set()
    for one in found:
        # Guidelines share layers: a fault is told once.
        faults = [fault for fault in one.faults if str(fault) not in told]
        told.update(str(fault) for fault in faults)
        if not one.readable:
            note("\n".join(render_error(fault) for fault in faults))
        elif shape != "json":
            _tell(one, faults, markdown=shape == "markdown")


def _checked(name: str, check: Callable[[str], Good]) -> Checked:
    try:
        return Checked(name, check(name), ())
    except VisitError as error:
        faults = error.errors if isinstance(error, Problems) else (error,)
        at_a_line = any(fault.at is not None and fault.at.line is not None for fault in faults)
        return Checked(name, None, tuple(faults), readable=name == "-" or at_a_line or _reads(name))


def _reads(name: str) -> bool:
    try:
        with Path(name).open("rb"):
            return True
    except (OSError, ValueError):
        return False


def _tell(checked: Checked, faults: Iterable[VisitError], *, markdown: bool) -> None:
    lines: list[str | tuple[str, tuple[str, ...]]] = []
    for fault in faults:
        head, *more = render_error(fault).split("\n")
        lines.append((head, tuple(line.strip() for line in more)))
    if checked.good is not None:
        lines.append(_("{file}: ok: {summary}", file=checked.name, summary=checked.good.summary))
        for warning in checked.good.warnings:
            head, *more = render(warning, error_word=_("warning"), help_word=_("help")).split("\n")
            lines.append((head, tuple(line.strip() for line in more)))
    if lines:
        _print(lines, markdown=markdown)


def _print(lines: Iterable[str | tuple[str, tuple[str, ...]]], *, markdown: bool) -> None:
    """Print lines as an editor reads them, `file:line:col: error: …`; in Markdown as items."""
    rows = tuple(lines)
    if markdown:
        from visit.render import plain
        from visit.render.blocks import Items

        print(plain.markdown((Items(rows),)), end="")
        return
    for row in rows:
        head, more = (row, ()) if isinstance(row, str) else row
        print(safe("\n  ".join((head, *more))))


def _document(checked: Checked) -> dict[str, object]:
    good = checked.good
    return {
        "file": checked.name,
        "ok": good is not None,
        "errors": [_fault(fault) for fault in checked.faults],
        "warnings": [_fault(warning) for warning in good.warnings] if good else [],
        **(good.numbers if good else {}),
    }


def _fault(fault: VisitError) -> dict[str, object]:
    at = fault.at
    place = (
        {"file": at.file, "line": at.line, "column": at.column} if at else {"file": None, "line": None, "column": None}
    )
    return {**place, "message": fault.message, "help": fault.help}
