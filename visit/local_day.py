"""The day in Denmark: a decision at half past midnight is of the day that has begun, whatever the clock of the machine is set to.

Moments are kept in UTC. Which day one is of, and what time it is shown as, is said here and nowhere else.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING

from visit.errors import SourceError
from visit.locale import text as _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DENMARK = "Europe/Copenhagen"


def local(moment: datetime) -> datetime:
    """Return a moment as the clocks in Denmark show it."""
    return moment.astimezone(_zone())


def local_day(moment: datetime) -> date:
    """Return the day that a moment is of in Denmark."""
    return local(moment).date()


def recorded(time: str) -> datetime:
    """Return the time of a leaf, `2026-12-01T23:30:00Z`, as the clocks in Denmark showed it.

    In the last hour of the year 9999 the clocks show a year that cannot be written: such a time stays in UTC.
    """
    moment = datetime.fromisoformat(time.removesuffix("Z")).replace(tzinfo=UTC)
    try:
        return local(moment)
    except OverflowError:
        return moment


@cache
def _zone() -> ZoneInfo:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(DENMARK)
    except ZoneInfoNotFoundError as error:
        raise SourceError(
            _("this machine has no list of time zones, and the day in Denmark cannot be told"),
            help=_("install the system's tzdata, or the Python package: pip install tzdata"),
        ) from error
