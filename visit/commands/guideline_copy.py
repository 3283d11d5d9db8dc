"""`visit guideline copy`: a guideline as it ships, or its test cases, byte for byte."""

from __future__ import annotations

import shlex
import sys
from functools import partial
from pathlib import Path

from visit.commands.output import when_written
from visit.errors import UsageError
from visit.locale import text as _
from visit.rules.guideline.layering import is_file, shipped_file, shipped_layers, versions_of
from visit.streams import note, reader_may_leave


def copy_command(name: str, *, cases: bool) -> int:
    """Print the file of a guideline that ships, or of its version that is named; or the file of its test cases.

    Raises:
        UsageError: No guideline that ships is called that, or the version has no test cases.
    """
    if is_file(name):
        raise UsageError(_("{file} is a file already", file=name), help=_("name a guideline that ships with visit"))
    versions_of(name, shipped_layers())
    file = shipped_file(name)
    beside = file.with_name(f"{file.stem}.cases.yaml")
    if cases and not beside.exists():
        raise UsageError(
            _("no test cases ship for {name}", name=name),
            help=_(
                "those of the latest version: {command}",
                command=_of_the_cases(name.partition("@")[0], Path(f"{name}.yaml")),
            ),
        )
    _print(beside if cases else file)
    if not cases and beside.exists() and not when_written(partial(_tell_cases, name)):
        _tell_cases(name, Path(f"{name}.yaml"))
    return 0


def _tell_cases(name: str, copy: Path) -> None:
    """Tell how to copy the test cases to where `visit test` looks for those of a copy."""
    note(_("its test cases: {command}", command=_of_the_cases(name, copy)))


def _of_the_cases(name: str, copy: Path) -> str:
    return f"visit guideline copy {name} --cases -o {shlex.quote(str(copy.with_name(f'{copy.stem}.cases.yaml')))}"


def _print(file: Path) -> None:
    with reader_may_leave():
        sys.stdout.flush()
        sys.stdout.buffer.write(file.read_bytes())
