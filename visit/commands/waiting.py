"""How far something is, on standard error: a bar where somebody looks at it, else a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from visit.locale import formats
from visit.locale import text as _
from visit.streams import note

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds before a bar is shown."""
SILENCE = 20.0
"""Seconds between two lines where nobody looks at a bar."""


@contextmanager
def waiting(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """Give a callback that takes how much is done and of how much, where that is known."""
    began = lately = time.monotonic()
    bar: list[Progress] = []

    def told(done: int, total: int | None) -> None:
        nonlocal lately
        now = time.monotonic()
        if not sys.stderr.isatty():
            if now - lately >= SILENCE:
                lately = now
                _tell(what, done, total)
            return
        if now - began < PATIENCE:
            return
        if not bar:
            from rich.console import Console
            from rich.progress import Progress

            bar.append(Progress(console=Console(stderr=True, highlight=False, markup=False), transient=True))
            bar[0].add_task(what, total=total)
            bar[0].start()
        bar[0].update(bar[0].task_ids[0], completed=done, total=total)

    try:
        yield told
    finally:
        for one in bar:
            one.stop()


def _tell(what: str, done: int, total: int | None) -> None:
    if total is None:
        note(f"{what}: {formats.number(done)}")
    else:
        note(_("{what}: {done} of {total}", what=what, done=formats.number(done), total=formats.number(total)))
