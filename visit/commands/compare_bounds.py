"""`visit compare --low LOW --high HIGH`: the same comparison over citizens drawn with low and with high assumptions."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from visit.commands.citizens import Citizens, drawn_from, read_citizens
from visit.errors import Location, UsageError
from visit.lab.assumed_bounds import AssumedBounds
from visit.lab.gate import Gate, numbers_of
from visit.lab.impact import Impact
from visit.locale import formats
from visit.locale import text as _
from visit.population.made import DrawnFrom
from visit.render.population_words import made_again


def refuse_other_bounds(low: str | None, high: str | None, cases: Sequence[str], populations: Sequence[str]) -> None:
    """Refuse populations that are not the one that is compared, drawn with low and with high assumptions.

    Raises:
        UsageError: One is missing, or is drawn otherwise.
    """
    if low is None and high is None:
        return
    for option, given, other in (("--low", low, "--high"), ("--high", high, "--low")):
        if given is None:
            raise UsageError(_("{option} goes with {other}", option=other, other=option))
    if cases or len(populations) != 1:
        raise UsageError(_("{option} goes with {other}", option="--low", other=_("one --population that is drawn")))
    drawn = drawn_from(populations[0])
    if drawn is None:
        raise UsageError(
            _("these citizens do not say what they were drawn from"), at=Location(populations[0]),
            help=_("draw them: {command}", command="visit population make --profile NAME -o FILE"),
        )  # fmt: skip
    for bound, file in (("low", low), ("high", high)):
        assert file is not None
        found = drawn_from(file)
        if found is None or not _is_drawn_so(found, drawn, bound):
            as_assumed = DrawnFrom({**drawn.record, "bounds": {}})
            command = (
                f"{made_again(as_assumed)} --assumption all={bound} -o {shlex.quote(_beside(populations[0], bound))}"
            )
            raise UsageError(
                _("these are not the same citizens with every assumption {bound}", bound=_word(bound)), at=Location(file),
                help=_("draw them: {command}", command=command),
            )  # fmt: skip


def _beside(file: str, bound: str) -> str:
    """Return a name beside a file that nothing has yet: what is there is never written over by a hint."""
    base = Path(file)
    names = (
        base.with_name(f"{base.stem}-{bound}{more}{base.suffix}") for more in ("", *(f"-{n}" for n in range(2, 100)))
    )
    return str(next((one for one in names if not one.exists()), base.with_name(f"{base.stem}-{bound}")))


def _is_drawn_so(found: DrawnFrom, drawn: DrawnFrom, bound: str) -> bool:
    alike = all(
        found.record.get(key) == drawn.record.get(key)
        for key in ("profile", "seed", "scheme", "municipality", "assessed", "n")
    )
    assumed = {one.name for one in found.figures.values() if one.is_assumed}
    return alike and {*found.bounds} == assumed and {*found.bounds.values()} == {bound}


def compared_at_bounds(
    low: str | None,
    high: str | None,
    drawn: Impact,
    compared: Callable[[Citizens], Impact],
    gates: Sequence[Gate] = (),
) -> AssumedBounds | None:
    """Compare over the citizens that are drawn with low and with high assumptions; None where none are named."""
    if low is None or high is None:
        return None
    citizens = [read_citizens([], [file]) for file in (low, high)]
    found = [compared(one) for one in citizens]
    return AssumedBounds(
        numbers_of(found[0], gates), numbers_of(drawn, gates), numbers_of(found[1], gates),
        (found[0].cases, drawn.cases, found[1].cases), (citizens[0].population, citizens[1].population),
    )  # fmt: skip


def failing_at_bounds(one: Gate, bounds: AssumedBounds | None, accepted: Mapping[str, int | Decimal]) -> str:
    """Return what is said of a gate that is true with low or high assumptions alone; nothing of one that is with neither."""
    if bounds is None:
        return ""
    ends = (("low", bounds.low, bounds.cases[0]), ("high", bounds.high, bounds.cases[2]))
    at = [_word(bound) for bound, numbers, cases in ends if one.is_true(numbers, cases, accepted)]
    if not at:
        return ""
    return _(
        "--fail-if {condition}: only with assumptions that are {bounds}, so it is undecided",
        condition=one.written, bounds=formats.listed(at),
    )  # fmt: skip


def _word(bound: str) -> str:
    return {"low": _("low"), "high": _("high")}[bound]
