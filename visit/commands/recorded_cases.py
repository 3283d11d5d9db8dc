"""`visit population from-ledger`: the cases of a ledger's decisions, and what is told of them."""

from __future__ import annotations

from collections import Counter

from visit.commands.ledgers import opened
from visit.commands.population import write_row
from visit.errors import VisitError
from visit.locale import formats, plural, render_error
from visit.locale import text as _
from visit.population.recorded import RecordedCases
from visit.render.decided_words import MOST_BASES, damaged_words
from visit.rules.guideline.values import DIGITS
from visit.streams import COULD_NOT_ANSWER, note, reader_may_leave


def from_ledger_command(ledger: str | None) -> int:
    """Print the cases of a ledger's decisions, a case on each line.

    Return 2 where one is none that this version reads, or is damaged, and where it cannot be read whose a damaged entry is.
    """
    written = faulty = 0
    with opened(ledger) as log, reader_may_leave():
        recorded = RecordedCases(log)
        for one in recorded.each():
            try:
                one.read(log)
            except VisitError as error:
                faulty += 1
                note(render_error(error))
                continue
            write_row(one.row)
            written += 1
    for damage in recorded.unread.values():
        note(render_error(damage))
    faulty += len(recorded.unread)
    cases = plural("{n} case", "{n} cases", written, n=formats.number(written))
    decided = plural("{n} decision", "{n} decisions", recorded.decided, n=formats.number(recorded.decided))
    note(
        _(
            "{cases} of {decided}; erased: {erased}; decided anew: {earlier}; not readable as a case: {faulty}",
            cases=cases, decided=decided, erased=formats.number(recorded.erased),
            earlier=formats.number(recorded.earlier), faulty=formats.number(faulty),
        )
    )  # fmt: skip
    if recorded.damaged:
        note(damaged_words(recorded.damaged))
    _tell_decided_on(recorded.decided_on)
    return COULD_NOT_ANSWER if faulty or recorded.damaged else 0


def _tell_decided_on(bases: Counter[tuple[str | None, str | None]]) -> None:
    """Tell what was decided on, since whoever compares the cases has to name it."""
    for (guideline, catalogue), n in bases.most_common(MOST_BASES):
        note(
            _(
                "decided on {guideline}, catalogue {catalogue}: {n}",
                guideline=guideline or _("a guideline that cannot be read"), n=formats.number(n),
                catalogue=catalogue[:DIGITS] if catalogue else "–",
            )
        )  # fmt: skip
    if (more := len(bases) - MOST_BASES) > 0:
        note(plural("and {n} other guideline or catalogue", "and {n} other guidelines or catalogues", more))
    if bases:
        note(
            _(
                "visit compare answers under what is named there, and not under this: `visit compare decided NEW --ledger FILE` "
                "has each under its own, and `visit replay` answers the decisions again"
            )
        )
