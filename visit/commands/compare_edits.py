"""Which edit did it, asked for `visit compare`: how many further answers that takes, and about how long, is told beforehand."""

from __future__ import annotations

from visit.commands.waiting import waiting
from visit.lab.attributing import Attributing
from visit.lab.attribution import Attribution
from visit.lab.sharing import Sharing
from visit.locale import formats, plural
from visit.locale import text as _
from visit.streams import note

TIMES_AS_LONG = 3
"""An answer with some of the edits takes so many times as long as one of the comparison, measured as two to three."""
LONG_SECONDS = 60
"""What takes as long as this is told beforehand."""


def attributed(
    attributing: Attributing, most_answers: int, shared: Sharing | None, seconds_an_answer: float
) -> Attribution | None:
    """Return which edit does what, after saying how many answers that takes, and about how long.

    Args:
        attributing: What has seen which edits touch which case.
        most_answers: How many exact shares may take; 0 does not ask.
        shared: Shares the work among processes.
        seconds_an_answer: What an answer of the comparison took.
    """
    if not most_answers:
        return None
    exact, short = (formats.number(one) for one in (attributing.exact, attributing.short))
    if attributing.is_exact_within(most_answers):
        if attributing.short:
            note(_("which edit did it: {n} further answers for exact shares", n=exact))
    else:
        note(
            _(
                "which edit did it: {n} further answers for each alone and all but it (none with --most-answers 0); "
                "exact shares take {exact}",
                n=short, exact=exact,
            )
        )  # fmt: skip
    further = attributing.exact if attributing.is_exact_within(most_answers) else attributing.short
    if (told := long_words(round(further * seconds_an_answer * TIMES_AS_LONG))) is not None:
        note(told)
    with waiting(_("attributing")) as progress:
        return attributing.attributed(most_answers, progress, None if shared is None else shared.attributed)


def long_words(seconds: int) -> str | None:
    """Return about how long something takes that takes long; None where it does not."""
    if seconds < LONG_SECONDS:
        return None
    minutes = round(seconds / 60)
    took = (
        plural("{n} minute", "{n} minutes", minutes, n=formats.number(minutes))
        if seconds >= 2 * LONG_SECONDS
        else plural("{n} second", "{n} seconds", seconds, n=formats.number(seconds))
    )
    return _("that takes about {time}, judged by the comparison itself", time=took)
