"""A reason written in the user's own editor: a private file, the proposal in it as comments, and the text that comes back.

Where something is wrong with what was written, the editor opens again on it: nothing is lost, and nothing is kept.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from visit.commands.asking import typed
from visit.errors import UsageError, VisitError
from visit.locale import render_error
from visit.locale import text as _
from visit.locale.system import why_refused
from visit.reading.source import read_text
from visit.streams import note

MARK = "#"


def can_edit() -> bool:
    """Return whether somebody sits at a terminal and has named an editor."""
    return sys.stdin.isatty() and sys.stderr.isatty() and _editor() is not None


def _editor() -> str | None:
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or None


def written_reason(proposal: Iterable[str]) -> str:
    """Return the reason that the user writes.

    Args:
        proposal: What is decided on, a line each; shown as comments and dropped.

    Raises:
        UsageError: It is empty, or the editor cannot be run: nothing is to be recorded.
    """
    head = (
        _("Why? Write the reason above or below. Lines that begin with {mark} are left out.", mark=MARK),
        _("An empty reason records nothing. Never write a name or a CPR number."),
    )
    comments = "".join(f"{MARK} {line}".rstrip() + "\n" for line in (*head, "", *proposal))
    with TemporaryDirectory(prefix="visit-") as folder:  # its owner's alone
        file = Path(folder) / "reason.txt"
        file.write_text(f"\n{comments}", encoding="utf-8")
        with _ended_in_order():
            while True:
                _edit(file)
                try:
                    text = read_text(str(file))
                    break
                except VisitError as error:
                    written = file.read_bytes() if file.is_file() else b""
                    file.unlink(missing_ok=True)  # what was refused may hold a CPR number: it waits in memory alone
                    note(render_error(error))
                    note(_("Enter opens the editor again, Ctrl-C records nothing"), end=" ")
                    if not typed():
                        raise
                    file.write_bytes(written)
    reason = "\n".join(line for line in text.splitlines() if not line.startswith(MARK)).strip()
    if not reason:
        raise UsageError(_("the reason is empty: nothing was recorded"), help=_("write in a sentence why"))
    return reason


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let a hang-up or a request to end leave as Ctrl-C does, so that the file with the reason is taken away."""
    before = {}
    for name in ("SIGHUP", "SIGTERM"):
        if hasattr(signal, name):
            before[name] = signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _edit(file: Path) -> None:
    command = _editor() or ""
    help = _("set EDITOR, or give the reason with --reason")
    try:
        ended = subprocess.run([*shlex.split(command), str(file)], check=False)  # noqa: S603  (the user's own editor)
    except (OSError, ValueError) as error:
        raise UsageError(_("the editor cannot be run: {reason}", reason=why_refused(error)), help=help) from None
    if ended.returncode:
        raise UsageError(_("the editor ended with code {n}: nothing was recorded", n=ended.returncode), help=help)
