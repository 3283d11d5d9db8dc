"""`visit guideline copy`: a guideline as it ships, byte for byte."""

from __future__ import annotations

import sys

from visit.errors import UsageError
from visit.locale import text as _
from visit.rules.guideline.layering import is_file, shipped_file, shipped_layers, versions_of
from visit.streams import reader_may_leave


def copy_command(name: str) -> int:
    """Print the file of a guideline that ships, or of its version that is named.

    Raises:
        UsageError: No guideline that ships is called that.
    """
    if is_file(name):
        raise UsageError(_("{file} is a file already", file=name), help=_("name a guideline that ships with visit"))
    versions_of(name, shipped_layers())
    with reader_may_leave():
        sys.stdout.flush()
        sys.stdout.buffer.write(shipped_file(name).read_bytes())
    return 0
