"""`visit compare --most-answers`: which edit did it, as far as the further answers that it takes are within the limit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from visit.commands.waiting import waiting
from visit.lab.attributing import Attributing
from visit.lab.attribution import MOST_ANSWERS, Attribution
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.attribution_words import answers_words
from visit.streams import note

_SIDES = 2
TIMES_AS_LONG = 3
"""An answer with some of the edits takes so many times as long as one of the comparison, measured as two to three."""


@dataclass(frozen=True, slots=True, eq=False)
class AskedEdits:
    """What was found of the edits.

    Attributes:
        attribution: Which edit does what, where that was asked.
        touching: Where it takes too many answers: how many cases each edit may touch, and nothing else.
        why_not: Why there is no more than that.
    """

    attribution: Attribution | None = None
    touching: Attribution | None = None
    why_not: str = ""


def asked_edits(
    attributing: Attributing,
    most_answers: int | None,
    cases: int,
    seconds: float,
    shared: Callable[[Iterable[bytes], bool], Iterable[Attribution]] | None,
) -> AskedEdits:
    """Return which edit does what, after saying how many answers that takes and about how long.

    Args:
        attributing: What is known of the edits.
        most_answers: The limit; 0 does not ask. None is `MOST_ANSWERS` for exact shares, and to try each edit alone and all but it
            as many as the comparison itself took, where that is more.
        cases: How many were compared, on two sides.
        seconds: How long that took.
        shared: Shares the work among processes.
    """
    if most_answers == 0:
        return AskedEdits()
    within = MOST_ANSWERS if most_answers is None else most_answers
    limit = max(MOST_ANSWERS, _SIDES * cases) if most_answers is None else most_answers
    exact, short = (answers_words(one) for one in (attributing.exact, attributing.short))
    each_seconds = TIMES_AS_LONG * seconds / (_SIDES * cases)
    if attributing.short > limit:
        note(
            _(
                "which edit did it: {n} further answers for each alone and all but it are more than {limit}, and are not taken",
                n=short, limit=formats.number(limit),
            )
            + minutes_told(attributing.short * each_seconds)
        )  # fmt: skip
        return AskedEdits(
            touching=attributing.touching(),
            why_not=_(
                "Which edit did it is only counted by whom each may touch: each alone and all but it take {n} further answers "
                "(ask for them with --most-answers {limit}), exact shares {exact}",
                n=short, limit=attributing.short, exact=exact,
            ),
        )  # fmt: skip
    if attributing.is_exact_within(within):
        if attributing.short:
            told = _("which edit did it: {n} further answers for exact shares", n=exact)
            note(told + minutes_told(attributing.exact * each_seconds))
    else:
        note(
            _(
                "which edit did it: {n} further answers for each alone and all but it (none with --most-answers 0); "
                "exact shares take {exact}",
                n=short, exact=exact,
            )
            + minutes_told(attributing.short * each_seconds)
        )  # fmt: skip
    with waiting(_("attributing")) as progress:
        return AskedEdits(attributing.attributed(within, progress, shared))


def minutes_told(seconds: float) -> str:
    """Return about how long something takes that takes minutes, at the speed of the comparison; nothing of less."""
    minutes = round(seconds / 60)
    if not minutes:
        return ""
    return "; " + plural("about {n} minute", "about {n} minutes", minutes, n=formats.number(minutes))
