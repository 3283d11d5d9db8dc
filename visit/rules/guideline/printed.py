"""What a guideline has printed beside a placement: approvals, notices and follow-up, bound when they are first asked for.

Whoever only ranks, or replays a ranking, never asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TypeVar

from visit.errors import Problems
from visit.rules.guideline.drafting import Reading, bilingual_text
from visit.rules.guideline.periods import parse_period
from visit.rules.guideline.records import SaidRecord, Scribed
from visit.rules.guideline.values import Approval, BilingualText, FollowUp, Notice, Origin
from visit.rules.language.conditions import Condition

SaidT = TypeVar("SaidT", bound=SaidRecord)


class Printed:
    """The statements that are printed where their condition is true, each section in the order of ids."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    @cached_property
    def approvals(self) -> tuple[Approval, ...]:
        """Who must approve."""
        return tuple(
            Approval(key, when, row["by"], row.get("four_eyes", False), text, origin)
            for key, row, when, text, origin in self.said("approvals", self.reading.merged.rows("approvals"))
        )

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What is said."""
        return tuple(
            Notice(key, when, row.get("kind", "advice"), text, origin)
            for key, row, when, text, origin in self.said("notices", self.reading.merged.rows("notices"))
        )

    @cached_property
    def follow_up(self) -> tuple[FollowUp, ...]:
        """When to look again."""
        return tuple(
            FollowUp(
                key,
                when,
                parse_period(row["after"]),
                parse_period(row["then_every"]) if "then_every" in row else None,
                parse_period(row["ends_after"]) if "ends_after" in row else None,
                text,
                origin,
            )
            for key, row, when, text, origin in self.said("follow_up", self.reading.merged.rows("follow_up"))
        )

    def check(self) -> None:
        """Bind everything now; every fault stands among those of the reading."""
        for section in ("approvals", "notices", "follow_up"):
            with suppress(Problems):
                getattr(self, section)

    def said(
        self, section: str, rows: Mapping[str, SaidT]
    ) -> Sequence[tuple[str, SaidT, Condition, BilingualText, Origin]]:
        """Return what is printed where its condition is true, in the order of ids.

        Raises:
            Problems: Every fault in the section.
        """
        reading, found = self.reading, []
        known = len(reading.problems)
        for key, row in sorted(rows.items()):
            reading.check_text(section, key, row["text"], ("text",))
            when = reading.condition(section, key, ("when",), _when(row))
            found.append((key, row, when, bilingual_text(row["text"]), reading.origin(section, key, row)))
        if len(reading.problems) > known:
            raise Problems(reading.problems[known:])
        return found


def _when(row: SaidRecord) -> Scribed:
    return row.get("when", True)
