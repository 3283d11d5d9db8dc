"""A progress bar on standard error for what takes more than a second, and only where somebody looks at it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds before a bar is shown."""


@contextmanager
def waiting(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """Give a callback that takes how much is done and of how much, where that is known."""
    began = time.monotonic()
    bar: list[Progress] = []

    def told(done: int, total: int | None) -> None:
        if not sys.stderr.isatty() or time.monotonic() - began < PATIENCE:
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
