"""Processes that share the work of a command: each begins anew, so that none has a database open that its parent has open too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from visit.errors import UsageError
from visit.locale import text as _

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor


@contextmanager
def processes(count: int, begin: Callable[[], object] | None = None) -> Iterator[ProcessPoolExecutor]:
    """Give so many processes, each of which has begun with a call.

    Raises:
        UsageError: The system has ended one of them.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    try:
        with ProcessPoolExecutor(count, get_context("spawn"), initializer=begin) as pool:
            yield pool
    except BrokenProcessPool:
        raise UsageError(
            _("a process that shared the work was ended"),
            help=_("it may have run out of memory: --processes 1 needs the least"),
        ) from None
