"""`visit audit`: the auditor's questions about many decisions."""

from __future__ import annotations

import re
from datetime import date

from visit.audit.selection import Selection
from visit.commands import inputs
from visit.commands.ledgers import opened
from visit.commands.printing import print_answer
from visit.cpr import shown
from visit.errors import UsageError
from visit.frozen import dataclass
from visit.locale import text as _

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What every question of an audit is asked with, as it was typed."""

    ledger: str | None
    since: str | None
    until: str | None
    municipality: str | None
    as_of: str | None
    shape: str | None
    language: str

    @property
    def selection(self) -> Selection:
        """The decisions that are meant; what was recorded after --as-of is left out."""
        return Selection(
            since=day("--since", self.since),
            until=day("--until", self.until),
            municipality=self.municipality,
            known_on=day("--as-of", self.as_of),
        )

    @property
    def today(self) -> date:
        """The day asked for, else the one on the clock."""
        return day("--as-of", self.as_of) or inputs.today()


def day(option: str, text: str | None) -> date | None:
    """Read a date option; nothing where it is not given.

    Raises:
        UsageError: It is no date.
    """
    if text is None:
        return None
    try:
        if not _ISO_DATE.match(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            _("{option} takes a date as YYYY-MM-DD, not {text}", option=option, text=shown(text)),
            help=_("for example {day}", day="2026-11-02"),
        ) from None


def departures_command(asked: Asked) -> int:
    """Print what people did with the first placement."""
    from visit.audit.reports import departures
    from visit.render.audit_sheet import DeparturesSheet

    which = asked.selection
    with opened(asked.ledger) as ledger:
        sheet = DeparturesSheet(ledger.settings().origin, departures(ledger, which), asked.language)
    print_answer(asked.shape, document=sheet.document, sheet=sheet.sheet)
    return 0


def approvals_command(asked: Asked) -> int:
    """Print the approvals that are not given; 1 where one that is surely needed is outstanding."""
    from visit.audit.reports import approvals
    from visit.render.audit_sheet import ApprovalsSheet

    which, today = asked.selection, asked.today
    with opened(asked.ledger) as ledger:
        found = approvals(ledger, today, which)
        sheet = ApprovalsSheet(ledger.settings().origin, found, asked.language)
    print_answer(asked.shape, document=sheet.document, sheet=sheet.sheet)
    return 1 if any(one.state == "outstanding" for one in found) else 0


def overdue_command(asked: Asked) -> int:
    """Print the follow-ups that are overdue; 1 where there is any."""
    from visit.audit.reports import overdue
    from visit.render.audit_sheet import OverdueSheet

    which, today = asked.selection, asked.today
    with opened(asked.ledger) as ledger:
        found = overdue(ledger, today, which)
        sheet = OverdueSheet(ledger.settings().origin, found, today)
    print_answer(asked.shape, document=sheet.document, sheet=sheet.sheet)
    return 1 if found else 0


def pairs_command(asked: Asked) -> int:
    """Print equal facts with different choices; 1 where nothing recorded explains a pair."""
    from visit.audit.pairs import pairs
    from visit.render.pairs_sheet import PairsSheet

    which = asked.selection
    with opened(asked.ledger) as ledger:
        found = pairs(ledger, which)
        sheet = PairsSheet(ledger.settings().origin, found)
    print_answer(asked.shape, document=sheet.document, sheet=sheet.sheet)
    return 1 if found.unexplained else 0
