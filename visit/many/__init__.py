"""Many cases at once under one guideline: the same answers as `match`, each question asked once for all whom it concerns alike.

Its modules need NumPy (the extra `lab`); nothing else of visit imports them when it starts.
"""

from __future__ import annotations

from importlib.util import find_spec

from visit.errors import UsageError
from visit.locale import text as _


def must_have_library() -> None:
    """Refuse to go on without NumPy; who uses this room from a command asks first.

    Raises:
        UsageError: It is not installed.
    """
    if find_spec("numpy") is None:
        raise UsageError(
            _("many cases at once need a library that is not installed"),
            help=_("install visit with its extra: pip install '.[{extra}]' in its folder", extra="lab"),
        )
