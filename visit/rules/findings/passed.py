"""Deadlines whose day is always past when they are first told: nobody can keep one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.atoms import AGE
from visit.rules.findings.possibility import Possibility
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Deadline, Guideline
from visit.rules.language.periods import days

_PAST = ("application", "decision", "assessed", "case.baseline.measured", "case.assessed")
"""Days that have come before anybody decides."""


def passed(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield deadlines of a layer that lie before a day that has come already, or before a birthday that is past."""
    guideline = every[-1]
    for id, path in leaf.places("deadlines"):
        one = next((row for row in guideline.deadlines if row.id == id), None)
        if one is None:
            continue
        written = str(_row(leaf, path).get("counted_from"))
        if one.period.amount < 0 and written.partition("(")[0] in _PAST:
            message = _("{id} is always past: it lies before {day}, which has come already", id=id, day=f"`{written}`")
            help = _("write `within`")
            yield GuidelineError(message, at=leaf.locate((*path, "before")), help=help, code="always-past")
        elif (years := one.counted_from.years) and not _is_to_come(guideline, one, years):
            message = _("{id} is always past: whoever it is for has turned {years} long ago", id=id, years=years)
            yield GuidelineError(message, at=leaf.locate((*path, "counted_from")), code="always-past")


def _row(leaf: Layer, path: tuple[str | int, ...]) -> dict[str, object]:
    return next(dict(row) for _s, _k, row, place in leaf.statements() if place == path and isinstance(row, dict))


def _is_to_come(guideline: Guideline, one: Deadline, years: int) -> bool:
    """Return whether it is for somebody whose birthday, with the period after it, may still be to come."""
    space = Possibility(guideline, (one.when,))
    ages = [age for age in space.domains.get(AGE, ()) if isinstance(age, int)]
    last = years + days(one.period) / 365
    young = [age for age in ages if age < last or (age == last > years)]
    return not ages or not space.can_be(one.when) or any(space.can_be(one.when, {AGE: age}) for age in young)
