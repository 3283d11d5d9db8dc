"""Which edits are not yet in effect on the days asked about, in words: from when they are, and how to ask about that day."""

from __future__ import annotations

from collections.abc import Iterator

from visit.lab.not_yet import LaterEdit, asked_days, not_yet
from visit.locale import formats
from visit.locale import text as _
from visit.render.attribution_words import piece_words, statements_said
from visit.render.compared import ComparisonTold

_MOST_NAMED = 3


def not_yet_words(told: ComparisonTold) -> Iterator[str]:
    """Yield for each later day what takes effect only then, and so is in no number of the comparison."""
    old, new, assessed = told.old.basis, told.new.basis, told.found.assessed
    by_day: dict[tuple[object, bool], list[LaterEdit]] = {}
    found = sorted(not_yet(old, new, assessed), key=lambda one: one.first)
    for one in found:
        by_day.setdefault((one.first, one.is_price), []).append(one)
    for edits in by_day.values():
        first = edits[0].first
        guidelines = (side.by_date.on(first) for side in (new, old)) if edits[0].piece.edits else ()
        called = {**statements_said([one.piece for one in edits], guidelines, told.language), **told.called()}
        names = [piece_words(one.piece, called) for one in edits]
        more = len(names) - _MOST_NAMED
        named = "; ".join(names if more < 1 else (*names[:_MOST_NAMED], _("{n} more", n=formats.number(more))))
        option = f"--as-of {first.isoformat()}" if old.day is None and new.day is None else f"@{first.isoformat()}"
        values = {"day": formats.day(first), "option": option, "names": named}
        if edits[0].is_price:
            yield _(
                "no price is known before {day}, so that the new one is in no number here ({option} asks about that day): {names}",
                **values,
            )
        else:
            yield _(
                "in effect only from {day}, and so in no number here ({option} asks about that day): {names}", **values
            )


def assessed_words(told: ComparisonTold) -> str:
    """Return that each case is asked about on the day of its assessment; the day, where all have one and it may be told."""
    days = asked_days(told.new.basis, told.found.assessed)
    if len(days) == 1 and told.tells_all:
        return _("on the day of each assessment, {day}", day=formats.day(*days))
    return _("on the day of each assessment")
