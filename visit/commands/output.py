"""Where a command writes what is no answer on the screen: standard output, or a file that only its owner can read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from visit.errors import UsageError
from visit.locale import text as _
from visit.locale.system import why_refused


@contextmanager
def output_file(output: str | None) -> Iterator[IO[str]]:
    """Give where to write: standard output, or a new file that only its owner can read; what was not written whole is taken away.

    Raises:
        UsageError: The file is there already, or cannot be written.
    """
    if output is None or output == "-":
        yield sys.stdout
        return
    try:
        descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                yield file
        except BaseException:
            Path(output).unlink()
            raise
    except OSError as error:
        raise UsageError(
            _("{file} cannot be written: {reason}", file=output, reason=why_refused(error)),
            help=_("name a file that is not there yet"),
        ) from None
