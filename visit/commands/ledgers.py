"""Which ledger a command means, and what is said when it is opened."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from visit.ledger.log import Ledger
from visit.ledger.store import Store
from visit.locale import text as _

DEFAULT = "ledger.db"


def ledger_name(given: str | None) -> str:
    """Return the ledger that is meant: as given, else VISIT_LEDGER, else `ledger.db` in this folder."""
    return given or os.environ.get("VISIT_LEDGER") or DEFAULT


@contextmanager
def opened(given: str | None, *, writable: bool = False) -> Iterator[Ledger]:
    """Open the ledger that is meant; what is unsafe about where it lies goes to standard error."""
    with Ledger.open(ledger_name(given), writable=writable) as ledger:
        warn(ledger.store)
        yield ledger


def warn(store: Store) -> None:
    """Tell what is unsafe about where a ledger lies."""
    for warning in store.warnings():
        print(f"{_('warning')}: {warning}", file=sys.stderr)


def now() -> datetime:
    """Return the moment on the clock; the one place of these commands that asks it."""
    return datetime.now(UTC)


def who(by: str | None, store: Store) -> str:
    """Return who says that they record: as given, else VISIT_USER, else the system's user."""
    return by or os.environ.get("VISIT_USER") or store.system_user()
