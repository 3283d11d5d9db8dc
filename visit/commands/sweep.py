"""`visit sweep`: what a number of a guideline does at many values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from visit.commands.citizens import citizens_told, read_citizens, tell_twice
from visit.commands.inputs import given_date, load_given_catalogue, must_read_once
from visit.commands.many_told import Faults, nobody_to_compare
from visit.commands.printing import choose_format, print_answer
from visit.commands.waiting import waiting
from visit.cpr import redacted
from visit.errors import UsageError
from visit.lab.answers import Answerer
from visit.lab.bases import named_basis
from visit.lab.sweeping import Sweeping, values_between
from visit.locale import language
from visit.locale import text as _
from visit.render.sweep_sheet import SweepSheet
from visit.streams import COULD_NOT_ANSWER, note


@dataclass(frozen=True, slots=True)
class SweepOptions:
    """What stands on the command line of `sweep` beside the format."""

    parameter: str
    cases: Sequence[str]
    populations: Sequence[str]
    first: str
    last: str
    step: str
    guideline: str | None
    catalogue: str | None
    travel: str | None
    as_of: str | None
    all_municipalities: bool
    people: bool = False
    invented: bool = False


def sweep_command(options: SweepOptions, *, shape: str | None) -> int:
    """Print the curve; return 0, or 2 where a case could not be read or answered.

    Raises:
        UsageError: There is nothing to ask.
    """
    if options.guideline is None:
        raise UsageError(
            _("say which guideline has the number"), help=_("for example {example}", example="--guideline ikast-brande")
        )
    given = {"--from": options.first, "--to": options.last, "--step": options.step}
    first, last, step = (_number(option, text) for option, text in given.items())
    values = values_between(first, last, step)
    must_read_once(*options.cases, *options.populations, options.catalogue, options.travel)
    basis = named_basis(
        options.guideline, load_given_catalogue(options.catalogue, options.travel), given_date(options.as_of)
    )
    citizens = read_citizens(options.cases, options.populations)
    told = Faults()
    with waiting(_("sweeping")) as progress:
        found = Sweeping(options.parameter, values, Answerer(basis)).over(
            citizens,
            own_only=not options.all_municipalities,
            told=told,
            progress=lambda done: progress(done, citizens.total),
        )
    told.end()
    tell_twice(citizens.once)
    if not found.cases:
        raise nobody_to_compare(found.others)
    who = citizens_told(citizens, invented=options.invented)
    sheet = SweepSheet(found, who, language(), is_open=options.people)
    if choose_format(shape) in ("csv", "xlsx"):  # which have the curve alone
        for said in sheet.beside_the_curve():
            note(said)
    print_answer(shape, document=sheet.document, sheet=sheet.sheet, grids=sheet.grids)
    return COULD_NOT_ANSWER if found.unread else 0


_COMMA = re.compile(r"-?\d+,\d+")


def _number(option: str, text: str) -> Decimal:
    if not text.strip():
        raise UsageError(
            _("{option} is missing", option=option), help=_("for example {example}", example="--from 1 --to 4 --step 1")
        )
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite():
        with_dot = text.strip().replace(",", ".")
        raise UsageError(
            _("{option} needs a number, not {text}", option=option, text=redacted(text)),
            help=_("write a dot before decimals: {example}", example=with_dot)
            if _COMMA.fullmatch(text.strip())
            else _("for example {example}", example="2.5"),
        )
    return found
