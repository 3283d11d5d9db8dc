"""What a guideline has printed beside a placement: approvals, notices, follow-up, deadlines, grants; bound when first asked.

Whoever only ranks, or replays a ranking, never asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import TypeVar

from visit.errors import Problems
from visit.rules.guideline.deadlines import anchor_of, counted_period
from visit.rules.guideline.drafting import Reading, bilingual_text
from visit.rules.guideline.records import Scribed, TextedRecord
from visit.rules.guideline.service_levels import ServiceLevels
from visit.rules.guideline.values import Approval, BilingualText, Deadline, FollowUp, Grant, Notice, Origin
from visit.rules.language.conditions import Condition
from visit.rules.language.periods import Period

SaidT = TypeVar("SaidT", bound=TextedRecord)


class Printed:
    """The statements that are printed where their condition is true, each section in the order of ids."""

    def __init__(self, reading: Reading, levels: ServiceLevels) -> None:
        self.reading, self.levels = reading, levels

    @cached_property
    def approvals(self) -> tuple[Approval, ...]:
        """Who must approve."""
        with self.whole():
            return tuple(
                Approval(key, when, row["by"], row.get("four_eyes", False), text, origin)
                for key, row, when, text, origin in self.said("approvals", self.reading.merged.rows("approvals"))
            )

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What is said."""
        with self.whole():
            written = [
                Notice(key, when, row.get("kind", "advice"), text, origin)
                for key, row, when, text, origin in self.said("notices", self.reading.merged.rows("notices"))
            ]
            return tuple(sorted((*written, *self.levels.notices()), key=lambda notice: notice.id))

    @cached_property
    def follow_up(self) -> tuple[FollowUp, ...]:
        """When to look again."""
        with self.whole():
            return tuple(
                FollowUp(
                    key,
                    when,
                    self.reading.period("follow_up", key, ("after",), row["after"]),
                    self.perhaps(key, "then_every", row.get("then_every")),
                    self.perhaps(key, "ends_after", row.get("ends_after")),
                    text,
                    origin,
                )
                for key, row, when, text, origin in self.said("follow_up", self.reading.merged.rows("follow_up"))
            )

    def perhaps(self, key: str, field: str, written: str | None) -> Period | None:
        return None if written is None else self.reading.period("follow_up", key, (field,), written)

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """By when something is to be done."""
        with self.whole():
            return tuple(
                Deadline(
                    key,
                    when,
                    anchor_of(self.reading, key, row["counted_from"]),
                    counted_period(self.reading, key, row),
                    row["waits_for"],
                    row.get("by"),
                    text,
                    origin,
                )
                for key, row, when, text, origin in self.said("deadlines", self.reading.merged.rows("deadlines"))
            )

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """For how long help is granted."""
        reading = self.reading
        with self.whole():
            return tuple(
                Grant(
                    key,
                    when,
                    reading.provisions(row),
                    reading.period("grants", key, ("lasts",), row["lasts"]),
                    text,
                    origin,
                )
                for key, row, when, text, origin in self.said("grants", reading.merged.rows("grants"))
            )

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Go through a section to its end, then raise what is found wrong with it.

        Raises:
            Problems: Every fault found within.
        """
        known = len(self.reading.problems)
        yield
        if len(self.reading.problems) > known:
            raise Problems(self.reading.problems[known:])

    def check(self) -> None:
        """Bind everything now; every fault stands among those of the reading."""
        for section in ("approvals", "notices", "follow_up", "deadlines", "grants"):
            with suppress(Problems):
                getattr(self, section)

    def said(
        self, section: str, rows: Mapping[str, SaidT]
    ) -> Sequence[tuple[str, SaidT, Condition, BilingualText, Origin]]:
        """Return what is printed where its condition is true, in the order of ids; a fault is noted."""
        reading, found = self.reading, []
        for key, row in sorted(rows.items()):
            reading.check_text(section, key, row["text"], ("text",))
            when = reading.condition(section, key, ("when",), _when(row))
            found.append((key, row, when, bilingual_text(row["text"]), reading.origin(section, key, row)))
        return found


def _when(row: TextedRecord) -> Scribed:
    return row.get("when", True)
